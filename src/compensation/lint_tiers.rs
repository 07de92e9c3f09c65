//! The lints of tiers: cliffs, drops, and tiers that change nothing.

use super::lint::{Jump, Lint, Lints};
use super::pay::{PayDraft, PerUnit, Share};
use super::tiers::{BlockCount, Bound, TierMode};
use crate::explain::Path;
use crate::money::{Exact, Money, MoneyError};
use crate::ratio::Ratio;

impl PayDraft {
    /// Notes what is suspicious in the tiers of the pay.
    pub(super) fn lint(&self, lints: &mut Lints, place: &Path<'_>) {
        match self {
            Self::Share(share) => share.lint(lints, &place.name("share")),
            Self::PerUnit(unit) => unit.lint(lints, &place.name("per_unit").name("tiers")),
            Self::Sum(all) => lint_all(all, lints, &place.name("sum")),
            Self::GreaterOf(all) => lint_all(all, lints, &place.name("greater_of")),
            Self::LesserOf(all) => lint_all(all, lints, &place.name("lesser_of")),
            Self::Minus(pair) => {
                let place = place.name("minus");
                pair.0.lint(lints, &place.index(0));
                pair.1.lint(lints, &place.index(1));
            }
            Self::Times(times) => times.pay.lint(lints, &place.name("times").name("pay")),
            Self::Bonus(bonus) => bonus
                .measure
                .lint(lints, &place.name("bonus").name("measure")),
            Self::Bands(bands) => bands
                .measure
                .lint(lints, &place.name("bands").name("measure")),
            Self::Pool(pool) => pool.base.lint(lints, &place.name("pool").name("base")),
            Self::Retainer(_) | Self::Fixed(_) | Self::CostPlus(_) => {}
        }
    }
}

fn lint_all(all: &[PayDraft], lints: &mut Lints, place: &Path<'_>) {
    for (index, pay) in all.iter().enumerate() {
        pay.lint(lints, &place.index(index));
    }
}

/// One tier of a share or of a price.
#[derive(Clone, Copy, Debug)]
struct Step<Rate> {
    up_to: Option<Bound>,
    rate: Rate,
    /// What is paid for being in the tier, if it is not nothing.
    flat: Option<Money>,
    /// How many units a block has, and how it is counted.
    block: Option<(Ratio, BlockCount)>,
}

impl<Rate: Copy + PartialEq> Step<Rate> {
    /// Whether it pays what the one before it pays, in that mode.
    fn repeats(&self, before: &Self, mode: TierMode) -> bool {
        let exact_or_none = self
            .block
            .is_none_or(|(_, count)| count == BlockCount::Exact);
        self.rate == before.rate
            && self.block == before.block
            && match mode {
                TierMode::Whole => self.flat == before.flat,
                TierMode::Marginal | TierMode::Forward | TierMode::Running => {
                    self.flat.is_none() && exact_or_none
                }
            }
    }
}

/// Notes the tiers that change nothing, and for whole tiers what changes on each bound.
fn lint_steps<Rate: Copy + PartialEq>(
    steps: &[Step<Rate>],
    mode: TierMode,
    change: impl Fn(Bound, &Step<Rate>, &Step<Rate>) -> Option<Jump>,
    lints: &mut Lints,
    place: &Path<'_>,
) {
    for (index, (before, step)) in steps.iter().zip(steps.iter().skip(1)).enumerate() {
        let place = place.index(index.saturating_add(1));
        if step.repeats(before, mode) {
            lints.add(&place, Lint::DeadTier);
        }
        let bound = before.up_to.filter(|_| mode == TierMode::Whole);
        let Some(at) = bound else { continue };
        if let Some(jump) = change(at, before, step) {
            lints.add(&place, jump.lint(at));
        }
    }
}

impl Jump {
    /// Up is a cliff, down is a drop.
    fn lint(self, at: Bound) -> Lint {
        let (jump, falls) = match self {
            Self::Amount(amount) => {
                let size = Exact::new(amount.major().abs(), amount.currency());
                (Self::Amount(size), amount.major().is_negative())
            }
            Self::Rate(rate) => (Self::Rate(rate.abs()), rate.is_negative()),
        };
        if falls {
            Lint::NonMonotone { at, drop: jump }
        } else {
            Lint::Cliff { at, jump }
        }
    }
}

/// What the flat of a tier adds to that of the one before it.
fn flats<Rate>(before: &Step<Rate>, step: &Step<Rate>) -> Result<Option<Exact>, MoneyError> {
    let (flat, before) = (step.flat.map(Exact::from), before.flat.map(Exact::from));
    Ok(match (flat, before) {
        (Some(flat), Some(before)) => Some(flat.checked_sub(before)?),
        (Some(flat), None) => Some(flat),
        (None, Some(before)) => Some(Exact::zero(before.currency()).checked_sub(before)?),
        (None, None) => None,
    })
}

/// A sum and what flats add to it, as a jump if it is one.
fn jump(by_rate: Exact, by_flats: Option<Exact>) -> Option<Jump> {
    let sum = match by_flats {
        None => by_rate,
        Some(flats) => by_rate.checked_add(flats).ok()?,
    };
    (!sum.major().is_zero()).then_some(Jump::Amount(sum))
}

impl Share {
    fn lint(&self, lints: &mut Lints, place: &Path<'_>) {
        self.base.lint(lints, &place.name("base"));
        if let Some(measure) = &self.tier_by {
            measure.lint(lints, &place.name("tier_by"));
        }
        let tiers = self.tiers.iter().flatten();
        let steps: Vec<Step<Ratio>> = tiers
            .map(|tier| Step {
                up_to: tier.up_to,
                rate: tier.rate,
                flat: tier.flat.filter(|flat| !flat.is_zero()),
                block: None,
            })
            .collect();
        let by_other = self.tier_by.is_some();
        let change = |at, before: &Step<Ratio>, step: &Step<Ratio>| {
            let rise = step.rate.checked_sub(before.rate).ok()?;
            let flats = flats(before, step).ok()?;
            match at {
                _ if by_other && !rise.is_zero() => Some(Jump::Rate(rise)),
                Bound::Money(at) if !by_other => {
                    jump(Exact::from(at).checked_mul(rise).ok()?, flats)
                }
                _ => jump(flats?, None),
            }
        };
        lint_steps(&steps, self.mode, change, lints, &place.name("tiers"));
    }
}

impl PerUnit {
    fn lint(&self, lints: &mut Lints, place: &Path<'_>) {
        let tiers = self.tiers.iter().flatten();
        let steps: Vec<Step<Exact>> = tiers
            .map(|tier| Step {
                up_to: tier.up_to,
                rate: tier.price,
                flat: tier.flat.filter(|flat| !flat.is_zero()),
                block: tier
                    .block
                    .map(|block| (block, tier.count.unwrap_or_default())),
            })
            .collect();
        // The price of one unit, as if blocks counted exactly.
        let price = |step: &Step<Exact>| match step.block {
            None => Some(step.rate),
            Some((block, _)) => step.rate.checked_div(block).ok(),
        };
        let change = |at, before: &Step<Exact>, step: &Step<Exact>| {
            let Bound::Quantity(units) = at else {
                return None;
            };
            let rise = price(step)?.checked_sub(price(before)?).ok()?;
            jump(rise.checked_mul(units).ok()?, flats(before, step).ok()?)
        };
        lint_steps(&steps, self.mode, change, lints, place);
    }
}
