//! [`GovernanceFacts`]: what both sides agreed on beside the money, and what is still open of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::refusal::AgreementError;
use crate::governance::{
    Compliance, DecisionLog, Deliverable, Facts, Feedback, Indicator, JointProject, Objective,
    Reading, Rights, RiskRegister,
};
use crate::lifecycle::Key;
use crate::party::PartyId;
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::time::{Cadence, Calendar};

/// What is measured: where it starts, where it should go, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "KPI")]
pub struct KpiFact {
    /// Its name.
    pub id: String,
    /// Where it starts, if that is known.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub baseline: Option<Ratio>,
    /// Where it should go, if that is agreed.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub target: Option<Ratio>,
    /// The day by which.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::option"
        )
    )]
    pub by: Option<NaiveDate>,
    /// The day on which both sides said what came of it, if they have.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::option"
        )
    )]
    pub judged: Option<NaiveDate>,
}

/// A review that recurs, and the days on which it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Review {
    /// When it is due.
    pub cadence: Cadence,
    /// When it was held.
    #[cfg_attr(
        feature = "serde",
        serde(default, with = "crate::time::date_text::list")
    )]
    pub held: Vec<NaiveDate>,
}

/// The facts of governance: what gates, gaps and the agenda ask of them.
///
/// Plain data; what is wrong in it is listed by
/// [`AgreementDraft::problems`](super::AgreementDraft::problems).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct GovernanceFacts {
    /// What both sides want.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub objectives: Vec<Objective>,
    /// What is measured.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub kpis: Vec<KpiFact>,
    /// What is handed over.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub deliverables: Vec<Deliverable>,
    /// The parties that have a role.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub roles: Vec<PartyId>,
    /// The parties that give resources.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub resources: Vec<PartyId>,
    /// The parties that name a sponsor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub sponsors: Vec<PartyId>,
    /// The reviews that recur, beside those of the stage.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub reviews: Vec<Review>,
    /// Who may use what.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub rights: Option<Rights>,
    /// What may go wrong.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub risks: Option<RiskRegister>,
    /// What was decided.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub decisions: DecisionLog,
    /// What both sides do together, by name.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "crate::text::unique_map",
            skip_serializing_if = "BTreeMap::is_empty"
        )
    )]
    pub projects: BTreeMap<Key, JointProject>,
    /// What the law or the contract asks.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub compliance: Compliance,
    /// What was remarked.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub feedback: Feedback,
}

impl GovernanceFacts {
    /// What the completeness of a charter asks.
    pub(super) fn of_charter(&self) -> Facts {
        let indicators = self.kpis.iter().map(|kpi| Indicator {
            id: kpi.id.clone(),
            has_baseline: kpi.baseline.is_some(),
            has_target: kpi.target.is_some(),
            by: kpi.by,
        });
        Facts {
            objectives: self.objectives.clone(),
            indicators: indicators.collect(),
            deliverables: self.deliverables.clone(),
            roles: self.roles.clone(),
            resources: self.resources.clone(),
            sponsors: self.sponsors.clone(),
        }
    }

    /// Returns what gates may know of these facts on a day: `risk_level` where there is a
    /// register, `milestones_overdue` over all projects, `decisions_overdue`, `compliance_open`,
    /// `must_fix_open`, `consider_unanswered`.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Project`] where a milestone has no day, or one that is still to come.
    pub fn readings(
        &self,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<Vec<Reading>, AgreementError> {
        let mut readings: Vec<Reading> = self.risks.iter().map(RiskRegister::reading).collect();
        let mut overdue = 0_usize;
        for project in self.projects.values() {
            overdue = overdue.saturating_add(project.overdue(on, calendar)?);
        }
        if !self.projects.is_empty() {
            readings.push(Reading::count("milestones_overdue", overdue));
        }
        readings.push(self.decisions.reading(on));
        readings.push(self.compliance.reading());
        readings.extend(self.feedback.readings());
        Ok(readings)
    }

    /// Everything that is wrong in the facts.
    pub(super) fn problems(
        &self,
        parties: &BTreeSet<&PartyId>,
        found: &mut Vec<Problem<AgreementError>>,
    ) {
        let mut add = |place: String, fault| {
            let place = format!("governance.{place}");
            found.push(Problem { place, fault });
        };
        let stranger = |party: &PartyId| {
            let party = party.clone();
            AgreementError::UnknownParty { party }
        };
        for (at, deliverable) in self.deliverables.iter().enumerate() {
            let owner = deliverable.owner.iter();
            for party in owner.filter(|owner| !parties.contains(owner)) {
                add(format!("deliverables[{at}].owner"), stranger(party));
            }
        }
        let lists = [
            ("roles", &self.roles),
            ("resources", &self.resources),
            ("sponsors", &self.sponsors),
        ];
        for (name, list) in lists {
            for (at, party) in list.iter().enumerate() {
                if !parties.contains(party) {
                    add(format!("{name}[{at}]"), stranger(party));
                }
            }
        }
        let mut twice = |name: &str, keys: Vec<&str>| {
            let mut known = BTreeSet::new();
            for (at, key) in keys.into_iter().enumerate() {
                if !known.insert(key) {
                    let key = key.to_owned();
                    add(
                        format!("{name}[{at}]"),
                        AgreementError::DuplicateKey { key },
                    );
                }
            }
        };
        let ids = self.objectives.iter().map(|objective| &*objective.id);
        twice("objectives", ids.collect());
        twice("kpis", self.kpis.iter().map(|kpi| &*kpi.id).collect());
        let ids = self.deliverables.iter().map(|deliverable| &*deliverable.id);
        twice("deliverables", ids.collect());
        let keys = self.reviews.iter().map(|review| review.cadence.key());
        twice("reviews", keys.collect());
        let entries = self.decisions.entries.iter();
        twice(
            "decisions.entries",
            entries.map(|entry| entry.key.as_str()).collect(),
        );
        for (name, project) in &self.projects {
            let milestones = project.milestones.iter();
            let keys = milestones.map(|milestone| milestone.key.as_str());
            twice(&format!("projects.{name}.milestones"), keys.collect());
        }
    }
}

/// Whether a field is left out.
#[cfg(feature = "serde")]
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
