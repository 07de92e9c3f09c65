//! [`what_if`]: several terms and divisions over one history.

use std::collections::{BTreeMap, BTreeSet};

use super::deal::Agreement;
use super::division::Division;
use super::draft::Member;
use super::refusal::AgreementError;
use crate::compensation::{Activity, Terms};
use crate::money::Money;
use crate::party::PartyId;
use crate::time::Period;

/// One way in which it could have been agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The terms.
    pub terms: Terms,
    /// The division, from the first period on.
    pub division: Division,
}

/// What a variant comes to over the history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VariantTotals {
    /// The name of the variant.
    pub name: String,
    /// What was payable, period by period.
    pub payable: Vec<Money>,
    /// What every payee got in all.
    pub totals: BTreeMap<PartyId, Money>,
    /// What is left on the balance at the end: it waits, or is a debit.
    pub unpaid: Money,
    /// How much more, or less, every payee got than in the first variant.
    pub against_first: BTreeMap<PartyId, Money>,
    /// What every payee had got by the end of each period.
    #[cfg_attr(feature = "serde", serde(skip))]
    cumulative: BTreeMap<PartyId, Vec<Money>>,
}

/// Variants side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WhatIf {
    /// The variants, in their order.
    pub variants: Vec<VariantTotals>,
    /// Per payee and period the variants under which it had got most so far, all of them on a
    /// tie, in their order.
    pub leads: BTreeMap<PartyId, Vec<Vec<String>>>,
    /// Per payee the periods in which the leaders differ from the period before.
    pub crossovers: BTreeMap<PartyId, Vec<Period>>,
}

/// Returns what several variants come to over one history, each from an empty account.
///
/// # Errors
///
/// [`WhatIfError::NoVariant`], [`WhatIfError::DuplicateVariant`], and the first refusal of a
/// variant as [`WhatIfError::Refused`].
///
/// # Examples
///
/// All of 10%, or half of 25%?
///
/// ```
/// use partnership::PartyId;
/// use partnership::agreement::{Division, Member, Variant, what_if};
/// use partnership::compensation::{Activity, Terms};
/// use partnership::split::Split;
/// use partnership::time::date;
///
/// let (director, studio) = (PartyId::new("director")?, PartyId::new("studio")?);
/// let parties = [
///     Member::producer(director.clone()),
///     Member::producer(studio.clone()),
///     Member::partner("platform".parse()?),
/// ];
/// let variant = |name: &str, rate: &str, division| -> Result<Variant, partnership::Error> {
///     let (currency, start) = ("USD".parse()?, date("2026-01-01")?);
///     let terms = Terms::revenue_share("film", currency, start, "shop", rate.parse()?).build()?;
///     Ok(Variant { name: name.to_owned(), terms, division })
/// };
/// let halves = Division::Split(Split::equal([director.clone(), studio])?);
/// let variants = [
///     variant("alone", "10%", Division::Whole(director.clone()))?,
///     variant("together", "25%", halves)?,
/// ];
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "1000.00 USD".parse()?)?;
/// let found = what_if(&parties, &[january], &variants)?;
/// assert_eq!(found.variants[0].totals[&director].to_string(), "100.00 USD");
/// assert_eq!(found.variants[1].against_first[&director].to_string(), "25.00 USD");
/// assert_eq!(found.leads[&director], [["together"]]);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn what_if(
    parties: &[Member],
    history: &[Activity],
    variants: &[Variant],
) -> Result<WhatIf, WhatIfError> {
    if variants.is_empty() {
        return Err(WhatIfError::NoVariant);
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = variants.iter().find(|variant| !names.insert(&variant.name)) {
        return Err(WhatIfError::DuplicateVariant {
            name: twice.name.clone(),
        });
    }
    let payees: BTreeSet<&PartyId> = variants
        .iter()
        .flat_map(|variant| variant.division.parties())
        .collect();
    let mut found: Vec<VariantTotals> = Vec::with_capacity(variants.len());
    for variant in variants {
        let totals = variant.over(parties, history, &payees);
        found.push(totals.map_err(|error| WhatIfError::Refused {
            name: variant.name.clone(),
            error: Box::new(error),
        })?);
    }
    let first = found.first().map(|first| first.totals.clone());
    for variant in &mut found {
        let first = first.iter().flatten();
        variant.against_first = first
            .filter_map(|(party, amount)| {
                let here = variant.totals.get(party)?;
                Some((party.clone(), here.checked_sub(*amount).ok()?))
            })
            .collect();
    }
    let mut leads = BTreeMap::new();
    let mut crossovers = BTreeMap::new();
    for payee in payees {
        let leaders = leaders(&found, payee, history.len());
        let crossed = leaders.windows(2).zip(history.iter().skip(1));
        let crossed = crossed.filter(|(pair, _)| matches!(pair, [left, right] if left != right));
        crossovers.insert(
            payee.clone(),
            crossed.map(|(_, activity)| activity.period).collect(),
        );
        leads.insert(payee.clone(), leaders);
    }
    Ok(WhatIf {
        variants: found,
        leads,
        crossovers,
    })
}

/// The variants under which a payee had got most, period by period.
fn leaders(found: &[VariantTotals], payee: &PartyId, periods: usize) -> Vec<Vec<String>> {
    let at = |variant: &VariantTotals, period: usize| {
        let amounts = variant.cumulative.get(payee);
        amounts.and_then(|amounts| amounts.get(period).map(|amount| amount.minor()))
    };
    (0..periods)
        .map(|period| {
            let most = found.iter().filter_map(|variant| at(variant, period)).max();
            let leading = found.iter().filter(|variant| at(variant, period) == most);
            leading.map(|variant| variant.name.clone()).collect()
        })
        .collect()
}

impl Variant {
    /// What the variant comes to.
    fn over(
        &self,
        parties: &[Member],
        history: &[Activity],
        payees: &BTreeSet<&PartyId>,
    ) -> Result<VariantTotals, AgreementError> {
        let currency = self.terms.currency();
        let parties = parties.iter().cloned();
        let mut agreement = Agreement::new(parties, self.terms.clone(), self.division.clone())?;
        let nothing = Money::zero(currency);
        let mut totals: BTreeMap<PartyId, Money> = payees
            .iter()
            .map(|payee| ((*payee).clone(), nothing))
            .collect();
        let mut cumulative: BTreeMap<PartyId, Vec<Money>> = BTreeMap::new();
        let mut payable = Vec::with_capacity(history.len());
        for activity in history {
            let settlement = agreement.settle(activity)?;
            payable.push(settlement.payable());
            for payout in settlement.payouts() {
                if let Some(total) = totals.get_mut(&payout.party) {
                    *total = total.checked_add(payout.amount)?;
                }
            }
            for (party, total) in &totals {
                cumulative.entry(party.clone()).or_default().push(*total);
            }
            agreement.book(settlement)?;
        }
        Ok(VariantTotals {
            name: self.name.clone(),
            payable,
            totals,
            unpaid: agreement.account().state().carry(),
            against_first: BTreeMap::new(),
            cumulative,
        })
    }
}

/// Why variants are not held against each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WhatIfError {
    /// There is nothing to compare.
    #[error("no variant")]
    NoVariant,
    /// Two variants of one name.
    #[error("two variants are called {name:?}")]
    DuplicateVariant {
        /// The name.
        name: String,
    },
    /// A variant cannot be settled over the history.
    #[error("{name}: {error}")]
    Refused {
        /// The variant.
        name: String,
        /// Why.
        error: Box<AgreementError>,
    },
}
