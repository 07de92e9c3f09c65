//! The value of a pay: every leaf and composition, in any [`Working`].

use super::given::{Elapsed, Given, amounts, of_base, of_measure, units, unmeasured};
use super::ladder::{Entered, Ladder, Rung};
use super::pay::{Bands, Bonus, CostPlus, Fixed, PayDraft, PerUnit, Pool, Retainer, Share};
use super::tiers::{BlockCount, Bound, Boundary, PriceTier, RateTier, TierMode};
use super::working::{Done, Relation, Value, Working};
use crate::explain::Path;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// A pay, where it stands, and what it is evaluated on.
pub(super) fn value<W: Working>(
    working: &mut W,
    pay: &PayDraft,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    match pay {
        PayDraft::Share(share) => of_share(working, share, &place.name("share"), given),
        PayDraft::PerUnit(unit) => of_units(working, unit, &place.name("per_unit"), given),
        PayDraft::Retainer(retainer) => {
            of_retainer(working, retainer, &place.name("retainer"), given)
        }
        PayDraft::Fixed(fixed) => of_fixed(working, fixed, &place.name("fixed"), given),
        PayDraft::CostPlus(cost) => of_costs(working, cost, &place.name("cost_plus"), given),
        PayDraft::Pool(pool) => of_pool(working, pool, &place.name("pool"), given),
        PayDraft::Bonus(bonus) => of_bonus(working, bonus, &place.name("bonus"), given),
        PayDraft::Bands(bands) => of_bands(working, bands, &place.name("bands"), given),
        PayDraft::Sum(all) => {
            let parts = each(working, all, &place.name("sum"), given)?;
            working.sum(&parts, || "together".into())
        }
        PayDraft::GreaterOf(all) => {
            let parts = each(working, all, &place.name("greater_of"), given)?;
            working.largest(&parts, || "the greater".into())
        }
        PayDraft::LesserOf(all) => {
            let parts = each(working, all, &place.name("lesser_of"), given)?;
            working.smallest(&parts, || "the lesser".into())
        }
        PayDraft::Minus(pair) => {
            let place = place.name("minus");
            let first = value(working, &pair.0, &place.index(0), given)?;
            let second = value(working, &pair.1, &place.index(1), given)?;
            working.difference(first, second, || "the first less the second".into())
        }
        PayDraft::Times(times) => {
            let place = place.name("times");
            let of = value(working, &times.pay, &place.name("pay"), given)?;
            let rate = working.input(&place.name("rate"), Value::Number(times.rate), || {
                "multiplied by".into()
            })?;
            working.product(rate, of, || "multiplied".into())
        }
    }
}

fn each<W: Working>(
    working: &mut W,
    all: &[PayDraft],
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<Vec<W::Figure>> {
    let values = all.iter().enumerate();
    values
        .map(|(index, pay)| value(working, pay, &place.index(index), given))
        .collect()
}

fn of_share<W: Working>(
    working: &mut W,
    share: &Share,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let base = of_base(working, &share.base, &place.name("base"), given)?;
    let tiers_place = place.name("tiers");
    let Some(tiers) = &share.tiers else {
        let rate = share.rate.unwrap_or(Ratio::ZERO);
        let rate = working.input(&place.name("rate"), Value::Number(rate), || "rate".into())?;
        return working.product(rate, base, || "share".into());
    };
    let by = match &share.tier_by {
        None => None,
        Some(measure) => match of_measure(working, measure, &place.name("tier_by"), given)? {
            None => return unmeasured(working, measure, given),
            by => by,
        },
    };
    let ladder = share_ladder(tiers, share.boundary, &tiers_place);
    match (share.mode, by) {
        (TierMode::Marginal | TierMode::Running, None) => ladder.marginal(working, base),
        (TierMode::Whole, None) => ladder.whole(working, base),
        (TierMode::Marginal | TierMode::Running, Some(by)) => ladder.average(working, base, by),
        (TierMode::Whole, Some(by)) => ladder.chosen(working, base, by),
        (TierMode::Forward, _) => ladder.first(working, base),
    }
}

/// The tiers of a share as they are climbed.
pub(super) fn share_ladder<'a>(
    tiers: &[RateTier],
    boundary: Boundary,
    place: &'a Path<'a>,
) -> Ladder<'a> {
    let rungs = tiers.iter().map(|tier| Rung {
        up_to: tier.up_to,
        rate: Value::Number(tier.rate),
        rate_key: "rate",
        flat: tier.flat,
        block: None,
        count: BlockCount::default(),
    });
    Ladder {
        rungs: rungs.collect(),
        place,
        boundary,
    }
}

/// The tiers of a price per unit as they are climbed.
pub(super) fn unit_ladder<'a>(
    tiers: &[PriceTier],
    boundary: Boundary,
    place: &'a Path<'a>,
) -> Ladder<'a> {
    let rungs = tiers.iter().map(|tier| Rung {
        up_to: tier.up_to,
        rate: Value::Price(tier.price),
        rate_key: "price",
        flat: tier.flat,
        block: tier.block,
        count: tier.count.unwrap_or_default(),
    });
    Ladder {
        rungs: rungs.collect(),
        place,
        boundary,
    }
}

fn of_units<W: Working>(
    working: &mut W,
    unit: &PerUnit,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let sold = units(working, given, &unit.streams)?;
    let tiers_place = place.name("tiers");
    if let Some(tiers) = &unit.tiers {
        let ladder = unit_ladder(tiers, unit.boundary, &tiers_place);
        return match unit.mode {
            TierMode::Marginal | TierMode::Running => ladder.marginal(working, sold),
            TierMode::Whole => ladder.whole(working, sold),
            TierMode::Forward => ladder.first(working, sold),
        };
    }
    let Some(price) = unit.price else {
        return working.no_money();
    };
    let rung = Rung {
        up_to: None,
        rate: Value::Price(price),
        rate_key: "price",
        flat: None,
        block: unit.block,
        count: unit.count.unwrap_or_default(),
    };
    let entered = if working.sign(sold).is_lt() {
        Entered::Below
    } else {
        Entered::Within
    };
    rung.slice(working, place, sold, entered)
}

fn of_retainer<W: Working>(
    working: &mut W,
    retainer: &Retainer,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let fee = working.input(&place.name("amount"), retainer.amount.into(), || {
        "fee of a whole window".into()
    })?;
    match given.elapsed {
        Elapsed::Nothing => working.difference(fee, fee, || "no day of it has run".into()),
        Elapsed::Whole => Ok(fee),
        Elapsed::Part(part) => {
            let exact = working.product(part, fee, || "fee for the part".into())?;
            working.round_half(exact, || "retainer".into())
        }
        Elapsed::Window { stretch, upto } => {
            let (basis, first) = (retainer.basis, stretch.first);
            let label = || "part of the window so far".into();
            let upto = working.share_before(basis, upto, &stretch, label)?;
            let label = || "part of the window before the first day".into();
            let before = working.share_before(basis, first, &stretch, label)?;
            let upto = working.product(upto, fee, || "fee up to the end of the part".into())?;
            let upto = working.round(upto, || "fee up to the end, rounded".into())?;
            let before = working.product(before, fee, || "fee before the first day".into())?;
            let before = working.round(before, || "fee before the first day, rounded".into())?;
            working.difference(upto, before, || "retainer".into())
        }
    }
}

/// A sum whole, or not at all (spec/contracts.md X3).
fn of_fixed<W: Working>(
    working: &mut W,
    fixed: &Fixed,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let label = || "fixed sum".into();
    let sum = working.input(&place.name("amount"), fixed.amount.into(), label)?;
    if given.begins_in_term {
        Ok(sum)
    } else {
        working.difference(sum, sum, || "the window begins after the end".into())
    }
}

fn of_costs<W: Working>(
    working: &mut W,
    cost: &CostPlus,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let costs = amounts(working, given, &cost.streams)?;
    let reimbursed = match cost.ceiling {
        None => costs,
        Some(ceiling) => {
            let ceiling = working.input(&place.name("ceiling"), ceiling.into(), || {
                "ceiling of the costs".into()
            })?;
            working.smallest(&[costs, ceiling], || "costs up to the ceiling".into())?
        }
    };
    if let Some(fee) = cost.fee {
        let fee = working.input(&place.name("fee"), fee.into(), || "fee".into())?;
        let nothing = working.no_money()?;
        let with_fee = working.sum(&[reimbursed, fee], || "costs and fee".into())?;
        let any = working.compare(costs, Relation::More, nothing, || "there are costs".into())?;
        return working.choose(any, with_fee, reimbursed, || "cost-plus".into());
    }
    let markup = cost.markup.unwrap_or(Ratio::ZERO);
    let markup = working.input(&place.name("markup"), Value::Number(markup), || {
        "markup".into()
    })?;
    let margin = working.product(markup, reimbursed, || "margin".into())?;
    working.sum(&[reimbursed, margin], || "costs and margin".into())
}

/// The pool times own units over all; nothing without units (spec/contracts.md X3).
fn of_pool<W: Working>(
    working: &mut W,
    pool: &Pool,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let base = of_base(working, &pool.base, &place.name("base"), given)?;
    let own = units(working, given, &pool.own)?;
    let all = units(working, given, &pool.all)?;
    let (none, nothing) = (working.no_number()?, working.no_money()?);
    let any = working.compare(all, Relation::More, none, || "there are units".into())?;
    let part = if working.sign(all).is_gt() {
        let by_own = working.product(own, base, || "pool times own units".into())?;
        working.quotient(by_own, all, || "by all units".into())?
    } else {
        base
    };
    working.choose(any, part, nothing, || "part of the pool".into())
}

fn bound<W: Working>(
    working: &mut W,
    place: &Path<'_>,
    bound: Bound,
    label: &'static str,
) -> Done<W::Figure> {
    working.input(place, bound.value(), || label.into())
}

fn of_bonus<W: Working>(
    working: &mut W,
    bonus: &Bonus,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let measured = of_measure(working, &bonus.measure, &place.name("measure"), given)?;
    let Some(measured) = measured else {
        return unmeasured(working, &bonus.measure, given);
    };
    let nothing = working.no_money()?;
    let mut parts = Vec::with_capacity(bonus.steps.len());
    let steps = place.name("steps");
    for (index, step) in bonus.steps.iter().enumerate() {
        let place = steps.index(index);
        let reach = bound(working, &place.name("reach"), step.reach, "target")?;
        let pay = working.input(&place.name("pay"), step.pay.into(), || {
            format!("bonus for {}", step.reach)
        })?;
        let reached = working.compare(measured, Relation::AtLeast, reach, || {
            "target reached".into()
        })?;
        parts.push(working.choose(reached, pay, nothing, || "bonus".into())?);
    }
    if let Some(then) = &bonus.then {
        let place = place.name("then");
        let from = bound(
            working,
            &place.name("from"),
            then.from,
            "where further steps begin",
        )?;
        let every = bound(
            working,
            &place.name("every"),
            then.every,
            "length of a step",
        )?;
        let pay = working.input(&place.name("pay"), then.pay.into(), || {
            format!("bonus for every further {}", then.every)
        })?;
        let top = match then.until {
            None => measured,
            Some(until) => {
                let until = bound(working, &place.name("until"), until, "where the steps end")?;
                working.smallest(&[measured, until], || "measure up to the end".into())?
            }
        };
        let beyond = working.difference(top, from, || "beyond the beginning".into())?;
        let steps = working.quotient(beyond, every, || "steps".into())?;
        let full = working.whole(steps, Rounding::Floor, || "full steps".into())?;
        let amount = working.product(full, pay, || "further bonus".into())?;
        let begun = working.compare(measured, Relation::AtLeast, from, || {
            "beginning reached".into()
        })?;
        parts.push(working.choose(begun, amount, nothing, || "further bonus".into())?);
    }
    working.sum(&parts, || "bonus".into())
}

fn of_bands<W: Working>(
    working: &mut W,
    bands: &Bands,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let measured = of_measure(working, &bands.measure, &place.name("measure"), given)?;
    let Some(measured) = measured else {
        return unmeasured(working, &bands.measure, given);
    };
    let tiers_place = place.name("tiers");
    let rungs = bands.tiers.iter().map(|tier| Rung {
        up_to: tier.up_to,
        rate: tier.pay.into(),
        rate_key: "pay",
        flat: None,
        block: None,
        count: BlockCount::default(),
    });
    let ladder = Ladder {
        rungs: rungs.collect(),
        place: &tiers_place,
        boundary: bands.boundary,
    };
    let amounts = ladder.rates(working)?;
    ladder.pick(working, measured, &amounts)
}
