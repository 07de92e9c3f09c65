//! [`Plan`]: a tier whose parties are positions and whose figures are ready to be computed with.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::allocate::ClaimsRule;
use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

use super::shares::Split;
use super::tier::{Compounding, Counting, DayCount, Tier};
use super::waterfall_error::WaterfallError;
use super::waterfall_terms::WaterfallTerms;

/// A tier as it is computed.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Who stands in the tier, in party order.
    pub(super) parties: Arc<[PartyId]>,
    /// The same as positions among all parties of the waterfall.
    pub(super) places: Arc<[usize]>,
    pub(super) kind: PlanKind,
}

impl Plan {
    /// The claims, if it is a recoup tier.
    pub(super) const fn claims(&self) -> Option<&Claims> {
        match &self.kind {
            PlanKind::Recoup(claims) => Some(claims),
            _ => None,
        }
    }

    /// Whether it takes everything that is left.
    pub(super) const fn is_residual(&self) -> bool {
        matches!(
            self.kind,
            PlanKind::Share {
                until: Until::Rest,
                ..
            }
        )
    }

    /// The position in the tier of a party of the waterfall.
    pub(super) fn position(&self, place: usize) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }
}

/// How the money inside is divided.
#[derive(Clone, Debug)]
pub(super) enum PlanKind {
    /// By a ledger of fixed shares.
    Share { split: Split, until: Until },
    /// By a rule on claims.
    Recoup(Claims),
    /// By a rule on what is unpaid of a return.
    Preferred(Return),
}

/// Until when a tier is shared.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// A rate of all that ever arrived, at most a cap.
    Rate { rate: Ratio, cap: Option<Money> },
    /// An amount.
    Cap(Money),
    /// A party holds an amount; the factor is 1 over its share.
    Party {
        party: usize,
        amount: Money,
        factor: Ratio,
        counting: Counting,
    },
    /// The factor `k / (c - k)` of all returns above.
    CaughtUp(Ratio),
    /// For ever.
    Rest,
}

/// Claims in party order.
#[derive(Clone, Debug)]
pub(super) struct Claims {
    pub(super) stated: Vec<Money>,
    /// Each claim times the multiple.
    pub(super) due: Vec<Money>,
    pub(super) total: Money,
    pub(super) rule: ClaimsRule,
    pub(super) group: Option<Arc<str>>,
}

/// A return on the claims of a recoup tier.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub(super) on: usize,
    pub(super) claims: Vec<Money>,
    pub(super) rate: Ratio,
    pub(super) compounding: Compounding,
    pub(super) day_count: DayCount,
    pub(super) rule: ClaimsRule,
}

impl Plan {
    /// The plans of tiers that were checked.
    pub(super) fn all(terms: &WaterfallTerms) -> Result<Vec<Self>, WaterfallError> {
        let plan = |tier| Self::of(tier, terms);
        terms.tiers.iter().map(plan).collect()
    }

    /// The parties of the terms stand in party order.
    fn of(tier: &Tier, terms: &WaterfallTerms) -> Result<Self, WaterfallError> {
        let position = |party: &PartyId| terms.parties.binary_search(party).unwrap_or(0);
        let (parties, kind) = match tier {
            Tier::Recoup { claims, .. } => (
                names(claims),
                PlanKind::Recoup(Claims::of(tier, terms.currency)?),
            ),
            Tier::Preferred { .. } => earned(tier, terms)?,
            Tier::OffTheTop { to, rate, cap } => share(
                to,
                Until::Rate {
                    rate: *rate,
                    cap: *cap,
                },
            ),
            Tier::ShareUntil { split, cap } => share(split, Until::Cap(*cap)),
            Tier::ShareUntilParty {
                split,
                party,
                amount,
                counting,
            } => {
                let share_of = split.share(party).unwrap_or(Ratio::ONE);
                let factor = Ratio::ONE.checked_div(share_of).unwrap_or(Ratio::ONE);
                let until = Until::Party {
                    party: position(party),
                    amount: *amount,
                    factor,
                    counting: *counting,
                };
                share(split, until)
            }
            Tier::CatchUp {
                party,
                share: part,
                target,
                others,
            } => {
                let open = part.checked_sub(*target);
                let factor = open.and_then(|open| target.checked_div(open));
                let factor = factor.unwrap_or(Ratio::ZERO);
                let split = caught_up(party, *part, others)?;
                share(&split, Until::CaughtUp(factor))
            }
            Tier::Residual { split } => share(split, Until::Rest),
        };
        Ok(Self {
            places: parties.iter().map(position).collect(),
            parties: parties.into(),
            kind,
        })
    }
}

impl Claims {
    /// The claims of a recoup tier; no others claim anything.
    fn of(tier: &Tier, currency: Currency) -> Result<Self, WaterfallError> {
        let overflow = |_| WaterfallError::Overflow {
            step: "the sum of the claims",
        };
        let Tier::Recoup {
            claims,
            rule,
            multiple,
            group,
        } = tier
        else {
            return Err(WaterfallError::Empty);
        };
        let times = |claim: &Money| claim.times_ratio(*multiple, Rounding::HalfAwayFromZero);
        let due: Result<Vec<Money>, _> = claims.values().map(times).collect();
        let due = due.map_err(overflow)?;
        let minor = |money: &Money| money.minor();
        let sum = due.iter().map(minor).fold(0, i128::saturating_add);
        Ok(Self {
            stated: claims.values().copied().collect(),
            total: Money::from_minor_wide(sum, currency).map_err(overflow)?,
            due,
            rule: *rule,
            group: group.as_deref().map(Arc::from),
        })
    }
}

/// The plan of a preferred tier: whoever claims something in the tier that it stands on.
fn earned(tier: &Tier, terms: &WaterfallTerms) -> Result<(Vec<PartyId>, PlanKind), WaterfallError> {
    let Tier::Preferred {
        on,
        rate,
        compounding,
        day_count,
        rule,
    } = tier
    else {
        return Err(WaterfallError::Empty);
    };
    let capital = terms.tiers.get(*on).unwrap_or(tier);
    let parties = match capital {
        Tier::Recoup { claims, .. } => names(claims),
        _ => Vec::new(),
    };
    let earned = Return {
        on: *on,
        claims: Claims::of(capital, terms.currency)?.stated,
        rate: *rate,
        compounding: *compounding,
        day_count: *day_count,
        rule: *rule,
    };
    Ok((parties, PlanKind::Preferred(earned)))
}

fn names(claims: &BTreeMap<PartyId, Money>) -> Vec<PartyId> {
    claims.keys().cloned().collect()
}

fn share(split: &Split, until: Until) -> (Vec<PartyId>, PlanKind) {
    let split = split.clone();
    (split.parties().to_vec(), PlanKind::Share { split, until })
}

/// What the party gets of a catch-up tier, and what the others get of the rest of it.
fn caught_up(party: &PartyId, part: Ratio, others: &Split) -> Result<Split, WaterfallError> {
    let step = "the split of the catch-up";
    let overflow = || WaterfallError::Overflow { step };
    let whole = part.denominator().unsigned_abs();
    let own = part.numerator().unsigned_abs();
    let rest = whole.saturating_sub(own);
    // Denominators of 10,000 at most times weights of 64 bits.
    let mut all: BTreeMap<PartyId, u128> = BTreeMap::new();
    for (other, weight) in others.parties().iter().zip(others.weights().as_slice()) {
        all.insert(other.clone(), rest.saturating_mul(u128::from(*weight)));
    }
    let own = own.saturating_mul(u128::from(others.weights().sum()));
    let place = all.entry(party.clone()).or_insert(0);
    *place = place.saturating_add(own);
    Split::of_parts(all, false, step).map_err(|_| overflow())
}
