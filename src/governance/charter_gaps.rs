//! [`Gap`]: what a charter lacks, in its words and in the facts behind them.

use chrono::NaiveDate;

use super::charter::{Charter, CharterError, CharterKind, Section};
use super::signature::Signatures;
use crate::party::PartyId;

/// What both sides want, and the indicators that tell whether they get it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Objective {
    /// Its name.
    pub id: String,
    /// The names of its indicators.
    pub kpis: Vec<String>,
}

/// What is measured: whether it has a baseline, a target and a day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "KPI")]
pub struct Indicator {
    /// Its name.
    pub id: String,
    /// Whether it is known where it starts.
    pub has_baseline: bool,
    /// Whether it is known where it should go.
    pub has_target: bool,
    /// The day by which, if one is set.
    pub by: Option<NaiveDate>,
}

/// What is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Deliverable {
    /// Its name.
    pub id: String,
    /// Who hands it over.
    pub owner: Option<PartyId>,
    /// The day by which.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::option")
    )]
    pub due: Option<NaiveDate>,
}

/// The facts behind the words of a charter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What both sides want.
    pub objectives: Vec<Objective>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// What is handed over.
    pub deliverables: Vec<Deliverable>,
    /// The parties that have a role.
    pub roles: Vec<PartyId>,
    /// The parties that give resources.
    pub resources: Vec<PartyId>,
    /// The parties that name a sponsor.
    pub sponsors: Vec<PartyId>,
}

/// What an indicator lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Lack {
    /// Where it starts.
    Baseline,
    /// Where it should go.
    Target,
    /// By when.
    By,
}

/// Something that a charter lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gap {
    /// A required section says nothing.
    Missing(Section),
    /// A party has not signed the paper as it stands.
    NotSigned(PartyId),
    /// Nothing tells whether an objective is reached.
    ObjectiveWithoutKpi(String),
    /// An objective names an indicator that is not there.
    UnknownKpi(String),
    /// An indicator lacks a baseline, a target or a day.
    KpiIncomplete(String, Vec<Lack>),
    /// Nobody hands a deliverable over.
    DeliverableWithoutOwner(String),
    /// A deliverable has no day.
    DeliverableWithoutDate(String),
    /// A party has no role.
    NoRole(PartyId),
    /// A party gives nothing to a strategic partnership.
    NoResources(PartyId),
    /// A party of a strategic partnership names no sponsor.
    NoSponsor(PartyId),
}

impl Gap {
    /// Returns the name of the gap on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::NotSigned(_) => "not_signed",
            Self::ObjectiveWithoutKpi(_) => "objective_without_kpi",
            Self::UnknownKpi(_) => "unknown_kpi",
            Self::KpiIncomplete(..) => "kpi_incomplete",
            Self::DeliverableWithoutOwner(_) => "deliverable_without_owner",
            Self::DeliverableWithoutDate(_) => "deliverable_without_date",
            Self::NoRole(_) => "no_role",
            Self::NoResources(_) => "no_resources",
            Self::NoSponsor(_) => "no_sponsor",
        }
    }

    /// Returns what the gap is about: a section, a party, an objective, an indicator.
    pub fn of(&self) -> &str {
        match self {
            Self::Missing(section) => section.name(),
            Self::NotSigned(party)
            | Self::NoRole(party)
            | Self::NoResources(party)
            | Self::NoSponsor(party) => party.as_str(),
            Self::ObjectiveWithoutKpi(id)
            | Self::UnknownKpi(id)
            | Self::KpiIncomplete(id, _)
            | Self::DeliverableWithoutOwner(id)
            | Self::DeliverableWithoutDate(id) => id,
        }
    }
}

impl Charter {
    /// Returns everything that the paper lacks, and the facts behind it; complete if nothing.
    ///
    /// First the words, section by section, and the signatures under the paper as it stands; then
    /// objectives, indicators, deliverables, and the parts that the parties take. There is no
    /// percentage: a charter without an exit is not 90 % complete (spec/health-economics.md 9).
    ///
    /// # Errors
    ///
    /// [`CharterError::UnknownParty`] for a signer, an owner or a name in roles, resources or
    /// sponsors.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use partnership::PartyId;
    /// use partnership::governance::{Charter, CharterKind, Facts, Section};
    ///
    /// let charter = Charter {
    ///     sections: BTreeMap::from([(Section::Objectives, vec!["reach".into()])]),
    ///     fingerprint: "v1".parse()?,
    ///     signatures: vec![],
    /// };
    /// let parties = [PartyId::new("studio")?];
    /// let gaps = charter.gaps(CharterKind::Brief, &parties, &Facts::default())?;
    /// assert_eq!((gaps[0].name(), gaps[0].of()), ("missing", "success_criteria"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn gaps(
        &self,
        kind: CharterKind,
        parties: &[PartyId],
        facts: &Facts,
    ) -> Result<Vec<Gap>, CharterError> {
        self.check_parties(parties, facts)?;
        let says_nothing = |section: &Section| {
            let texts = self.sections.get(section);
            texts.is_none_or(|texts| texts.iter().all(|text| text.trim().is_empty()))
        };
        let required = Section::ALL
            .into_iter()
            .filter(|section| section.is_required(kind));
        let mut gaps: Vec<Gap> = required.filter(says_nothing).map(Gap::Missing).collect();
        gaps.extend(self.unsigned(parties)?.into_iter().map(Gap::NotSigned));
        gaps.extend(facts.gaps());
        let mut by_id: Vec<&PartyId> = parties.iter().collect();
        by_id.sort();
        let without = |those: &[PartyId], gap: fn(PartyId) -> Gap| {
            let missing = by_id.iter().filter(|party| !those.contains(party));
            missing
                .map(|party| gap((*party).clone()))
                .collect::<Vec<_>>()
        };
        gaps.extend(without(&facts.roles, Gap::NoRole));
        if kind == CharterKind::Strategic {
            gaps.extend(without(&facts.resources, Gap::NoResources));
            gaps.extend(without(&facts.sponsors, Gap::NoSponsor));
        }
        Ok(gaps)
    }

    fn unsigned(&self, parties: &[PartyId]) -> Result<Vec<PartyId>, CharterError> {
        let signatures = Signatures {
            parties: parties.to_vec(),
            fingerprint: self.fingerprint.clone(),
            signatures: self.signatures.clone(),
        };
        let binding = signatures.binding();
        let binding =
            binding.map_err(|super::signature::SignatureError::UnknownParty { party }| {
                CharterError::UnknownParty { party }
            })?;
        let mut missing = binding.missing;
        missing.sort();
        Ok(missing)
    }

    fn check_parties(&self, parties: &[PartyId], facts: &Facts) -> Result<(), CharterError> {
        let signers = self.signatures.iter().map(|signature| &signature.party);
        let owners = facts
            .deliverables
            .iter()
            .filter_map(|item| item.owner.as_ref());
        let parts = [&facts.roles, &facts.resources, &facts.sponsors];
        let named = signers.chain(owners).chain(parts.into_iter().flatten());
        match named.into_iter().find(|party| !parties.contains(party)) {
            Some(stranger) => Err(CharterError::UnknownParty {
                party: stranger.clone(),
            }),
            None => Ok(()),
        }
    }
}

impl Facts {
    /// What objectives, indicators and deliverables lack, in the order given.
    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for objective in &self.objectives {
            if objective.kpis.is_empty() {
                gaps.push(Gap::ObjectiveWithoutKpi(objective.id.clone()));
            }
            let unknown = objective
                .kpis
                .iter()
                .filter(|kpi| self.indicators.iter().all(|known| known.id != **kpi));
            gaps.extend(unknown.cloned().map(Gap::UnknownKpi));
        }
        for indicator in &self.indicators {
            let lacks: Vec<Lack> = [
                (!indicator.has_baseline).then_some(Lack::Baseline),
                (!indicator.has_target).then_some(Lack::Target),
                indicator.by.is_none().then_some(Lack::By),
            ]
            .into_iter()
            .flatten()
            .collect();
            if !lacks.is_empty() {
                gaps.push(Gap::KpiIncomplete(indicator.id.clone(), lacks));
            }
        }
        for deliverable in &self.deliverables {
            if deliverable.owner.is_none() {
                gaps.push(Gap::DeliverableWithoutOwner(deliverable.id.clone()));
            }
            if deliverable.due.is_none() {
                gaps.push(Gap::DeliverableWithoutDate(deliverable.id.clone()));
            }
        }
        gaps
    }
}
