//! The rules of a pay: every fault of the algebra with its place.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::check::Faults;
use super::measure::{Base, Deduction, Measure, Stream};
use super::pay::{Bands, Bonus, CostPlus, PayDraft, PerUnit, Pool, Retainer, Share};
use super::problem::TermsProblem as Fault;
use super::tiers::{Bound, TierMode};
use super::window::Window;
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

/// How deep pays may be nested.
const DEEPEST: u32 = 16;

impl PayDraft {
    /// Notes every fault of the pay at this depth, counted from 1.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>, depth: u32) {
        if depth > DEEPEST {
            faults.add(place, Fault::TooDeep);
            return;
        }
        match self {
            Self::Share(share) => share.check(faults, &place.name("share"), depth),
            Self::PerUnit(unit) => unit.check(faults, &place.name("per_unit"), depth),
            Self::Retainer(retainer) => retainer.check(faults, &place.name("retainer")),
            Self::Fixed(fixed) => {
                faults.amount(&place.name("fixed").name("amount"), fixed.amount);
            }
            Self::CostPlus(cost) => cost.check(faults, &place.name("cost_plus")),
            Self::Pool(pool) => pool.check(faults, &place.name("pool")),
            Self::Bonus(bonus) => bonus.check(faults, &place.name("bonus")),
            Self::Bands(bands) => bands.check(faults, &place.name("bands")),
            Self::Sum(all) => check_all(all, faults, &place.name("sum"), depth),
            Self::GreaterOf(all) => check_all(all, faults, &place.name("greater_of"), depth),
            Self::LesserOf(all) => check_all(all, faults, &place.name("lesser_of"), depth),
            Self::Minus(pair) => {
                let (place, depth) = (place.name("minus"), depth.saturating_add(1));
                pair.0.check(faults, &place.index(0), depth);
                pair.1.check(faults, &place.index(1), depth);
            }
            Self::Times(times) => {
                let place = place.name("times");
                faults.factor(&place.name("rate"), times.rate);
                times
                    .pay
                    .check(faults, &place.name("pay"), depth.saturating_add(1));
            }
        }
    }
}

fn check_all(all: &[PayDraft], faults: &mut Faults, place: &Path<'_>, depth: u32) {
    if all.is_empty() {
        faults.add(place, Fault::EmptyComposition);
    }
    for (index, pay) in all.iter().enumerate() {
        pay.check(faults, &place.index(index), depth.saturating_add(1));
    }
}

fn check_streams(streams: &[Stream], faults: &mut Faults, place: &Path<'_>) {
    if streams.is_empty() {
        faults.add(place, Fault::NoStreams);
    }
    let mut seen = BTreeSet::new();
    for (index, stream) in streams.iter().enumerate() {
        if !seen.insert(stream) {
            let stream = stream.to_string();
            faults.add(&place.index(index), Fault::DuplicateStream { stream });
        }
    }
}

impl Base {
    /// Whether the base of all sales is the sum of the bases of each.
    fn is_additive(&self) -> bool {
        let mut limited = self.deduct.iter().filter(|deduction| {
            matches!(
                deduction,
                Deduction::Stream {
                    at_most: Some(_),
                    ..
                }
            )
        });
        self.at_least.is_none() && limited.next().is_none()
    }

    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_streams(&self.streams, faults, &place.name("streams"));
        let mut deducted = BTreeSet::new();
        let deductions = place.name("deduct");
        for (index, deduction) in self.deduct.iter().enumerate() {
            let place = deductions.index(index);
            match deduction {
                Deduction::Rate { rate, .. } => {
                    faults.part(&place.name("rate"), *rate);
                }
                Deduction::Stream { stream, at_most } => {
                    if self.streams.contains(stream) || !deducted.insert(stream) {
                        let stream = stream.to_string();
                        faults.add(&place.name("stream"), Fault::DuplicateStream { stream });
                    }
                    if let Some(at_most) = at_most {
                        faults.part(&place.name("at_most"), *at_most);
                    }
                }
            }
        }
    }
}

/// In what the bounds of a table are measured, and whether they must lie above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    money: bool,
    above_zero: bool,
}

impl Measure {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        match self {
            Self::Revenue(base) => base.check(faults, &place.name("revenue")),
            Self::Units(streams) => check_streams(streams, faults, &place.name("units")),
            Self::Level(_) => {}
        }
    }

    const fn in_money(&self) -> bool {
        matches!(self, Self::Revenue(_))
    }
}

/// Whether a bound is in the unit of its measure and in the currency of the sheet.
fn check_bound(bound: Bound, in_money: bool, faults: &mut Faults, place: &Path<'_>) -> bool {
    match bound {
        Bound::Money(money) if in_money => faults.currency(place, money.currency()),
        Bound::Quantity(_) if !in_money => true,
        _ => {
            faults.add(
                place,
                Fault::BoundKind {
                    bound: bound.to_string(),
                },
            );
            false
        }
    }
}

impl Bound {
    /// Compares with another bound of the same kind.
    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Money(left), Self::Money(right)) => left.compare(right).ok(),
            (Self::Quantity(left), Self::Quantity(right)) => Some(left.cmp(&right)),
            _ => None,
        }
    }

    fn is_positive(self) -> bool {
        match self {
            Self::Money(money) => money.is_positive(),
            Self::Quantity(quantity) => quantity.is_positive(),
        }
    }
}

/// Checks the ends of tiers: kinds, rising, only the last open.
fn check_ends(ends: &[Option<Bound>], scale: Scale, faults: &mut Faults, place: &Path<'_>) {
    if ends.is_empty() {
        faults.add(place, Fault::NoTiers);
        return;
    }
    let last = ends.len().saturating_sub(1);
    let mut before: Option<Bound> = None;
    for (index, end) in ends.iter().enumerate() {
        let place = place.index(index);
        let Some(end) = *end else {
            if index < last {
                faults.add(&place, Fault::OpenTierNotLast);
            }
            before = None;
            continue;
        };
        if !check_bound(end, scale.money, faults, &place.name("up_to")) {
            before = None;
            continue;
        }
        let falls = before
            .and_then(|before| end.order(before))
            .is_some_and(Ordering::is_le);
        if falls || (scale.above_zero && !end.is_positive()) {
            faults.add(&place.name("up_to"), Fault::TiersNotIncreasing { index });
        }
        before = Some(end);
    }
    if ends.last().is_some_and(Option::is_some) {
        faults.add(place, Fault::NoOpenTier);
    }
}

fn check_flat(flat: Option<Money>, faults: &mut Faults, place: &Path<'_>) {
    if let Some(flat) = flat {
        faults.amount(&place.name("flat"), flat);
    }
}

fn check_block(block: Option<Ratio>, faults: &mut Faults, place: &Path<'_>) {
    if let Some(block) = block.filter(|block| !block.is_positive()) {
        faults.add(&place.name("block"), Fault::ZeroBlock { block });
    }
}

/// Notes forward or running tiers that are not the whole pay of an item rated over periods, or
/// stand beside what they exclude.
fn check_forward(excluded: bool, faults: &mut Faults, place: &Path<'_>, depth: u32) {
    if depth > 1 || excluded || faults.is_sum || faults.window == Some(Window::Event) {
        faults.add(place, Fault::ForwardMisuse);
    }
}

/// Notes a pay that one event alone cannot have, if each event is rated alone.
fn check_per_event(pay: &'static str, faults: &mut Faults, place: &Path<'_>) {
    if faults.window == Some(Window::Event) {
        faults.add(place, Fault::NotPerEvent { pay });
    }
}

impl Share {
    fn check(&self, faults: &mut Faults, place: &Path<'_>, depth: u32) {
        self.base.check(faults, &place.name("base"));
        if let Some(rate) = self.rate {
            faults.part(&place.name("rate"), rate);
        }
        let one_of = self.rate.is_some() != self.tiers.is_some();
        if !one_of {
            faults.add(place, Fault::RateOrTiers);
        }
        let tiers = self.tiers.as_ref().filter(|_| one_of);
        if let Some(tiers) = tiers {
            let tiers_place = place.name("tiers");
            let scale = match &self.tier_by {
                None => Scale {
                    money: true,
                    above_zero: true,
                },
                Some(by) => Scale {
                    money: by.in_money(),
                    above_zero: !matches!(by, Measure::Level(_)),
                },
            };
            let ends: Vec<_> = tiers.iter().map(|tier| tier.up_to).collect();
            check_ends(&ends, scale, faults, &tiers_place);
            for (index, tier) in tiers.iter().enumerate() {
                let place = tiers_place.index(index);
                faults.part(&place.name("rate"), tier.rate);
                check_flat(tier.flat, faults, &place);
            }
        }
        if let Some(by) = &self.tier_by {
            let place = place.name("tier_by");
            check_per_event("tier_by", faults, &place);
            by.check(faults, &place);
        }
        if self.mode.is_by_period() {
            let chosen_by = match (self.mode, &self.tier_by) {
                (TierMode::Running, Some(Measure::Revenue(base))) => base.is_additive(),
                (TierMode::Running, by) => matches!(by, Some(Measure::Units(_))),
                (_, by) => by.is_none(),
            };
            let mut tiers = tiers.into_iter().flatten();
            let excluded =
                !chosen_by || !self.base.is_additive() || tiers.any(|tier| tier.flat.is_some());
            check_forward(excluded, faults, place, depth);
        }
    }
}

impl PerUnit {
    fn check(&self, faults: &mut Faults, place: &Path<'_>, depth: u32) {
        check_streams(&self.streams, faults, &place.name("streams"));
        let beside = self.block.is_some() || self.count.is_some();
        if let Some(price) = self.price {
            check_price(price, faults, place);
        }
        check_block(self.block, faults, place);
        let one_of = self.price.is_some() != self.tiers.is_some();
        if !one_of || (self.tiers.is_some() && beside) {
            faults.add(place, Fault::RateOrTiers);
        }
        let tiers = self.tiers.as_ref().filter(|_| one_of);
        if let Some(tiers) = tiers {
            let tiers_place = place.name("tiers");
            let ends: Vec<_> = tiers.iter().map(|tier| tier.up_to).collect();
            let scale = Scale {
                money: false,
                above_zero: true,
            };
            check_ends(&ends, scale, faults, &tiers_place);
            for (index, tier) in tiers.iter().enumerate() {
                let place = tiers_place.index(index);
                check_price(tier.price, faults, &place);
                check_flat(tier.flat, faults, &place);
                check_block(tier.block, faults, &place);
            }
        }
        if self.mode.is_by_period() {
            let mut tiers = tiers.into_iter().flatten();
            let excluded = self.mode == TierMode::Running
                || self.block.is_some()
                || tiers.any(|tier| tier.flat.is_some() || tier.block.is_some());
            check_forward(excluded, faults, place, depth);
        }
    }
}

fn check_price(price: crate::money::Exact, faults: &mut Faults, place: &Path<'_>) {
    let place = place.name("price");
    if faults.currency(&place, price.currency()) && price.major().is_negative() {
        faults.add(
            &place,
            Fault::NegativePrice {
                price: price.major(),
            },
        );
    }
}

impl Retainer {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_per_event("retainer", faults, place);
        let is_endless = matches!(faults.window, Some(Window::Periods(_) | Window::Lifetime));
        if is_endless || faults.is_sum {
            faults.add(place, Fault::RetainerWindow);
        }
        faults.amount(&place.name("amount"), self.amount);
    }
}

impl CostPlus {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_per_event("cost_plus", faults, place);
        check_streams(&self.streams, faults, &place.name("streams"));
        if let Some(ceiling) = self.ceiling {
            faults.amount(&place.name("ceiling"), ceiling);
        }
        if let Some(markup) = self.markup {
            faults.factor(&place.name("markup"), markup);
        }
        if let Some(fee) = self.fee {
            faults.amount(&place.name("fee"), fee);
        }
        if self.markup.is_some() == self.fee.is_some() {
            faults.add(place, Fault::MarkupOrFee);
        }
    }
}

impl Pool {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_per_event("pool", faults, place);
        self.base.check(faults, &place.name("base"));
        check_streams(&self.own, faults, &place.name("own"));
        check_streams(&self.all, faults, &place.name("all"));
    }
}

impl Bonus {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_per_event("bonus", faults, place);
        self.measure.check(faults, &place.name("measure"));
        if self.steps.is_empty() && self.then.is_none() {
            faults.add(place, Fault::NoTiers);
        }
        let in_money = self.measure.in_money();
        let steps = place.name("steps");
        let mut before: Option<Bound> = None;
        for (index, step) in self.steps.iter().enumerate() {
            let place = steps.index(index);
            let sound = check_bound(step.reach, in_money, faults, &place.name("reach"));
            let falls = before
                .and_then(|b| step.reach.order(b))
                .is_some_and(Ordering::is_le);
            if sound && falls {
                faults.add(&place.name("reach"), Fault::TiersNotIncreasing { index });
            }
            before = sound.then_some(step.reach);
            faults.amount(&place.name("pay"), step.pay);
        }
        self.check_then(faults, &place.name("then"));
    }

    fn check_then(&self, faults: &mut Faults, place: &Path<'_>) {
        let Some(then) = &self.then else { return };
        let in_money = self.measure.in_money();
        let from_is_sound = check_bound(then.from, in_money, faults, &place.name("from"));
        if check_bound(then.every, in_money, faults, &place.name("every"))
            && !then.every.is_positive()
        {
            let step = then.every.to_string();
            faults.add(&place.name("every"), Fault::ZeroStep { step });
        }
        faults.amount(&place.name("pay"), then.pay);
        if let Some(until) = then.until {
            let sound = check_bound(until, in_money, faults, &place.name("until"));
            let below = until.order(then.from).is_some_and(Ordering::is_lt);
            if sound && from_is_sound && below {
                let (min, max) = (then.from.to_string(), until.to_string());
                faults.add(&place.name("until"), Fault::MinAboveMax { min, max });
            }
        }
    }
}

impl Bands {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        check_per_event("bands", faults, place);
        self.measure.check(faults, &place.name("measure"));
        let tiers = place.name("tiers");
        let ends: Vec<_> = self.tiers.iter().map(|tier| tier.up_to).collect();
        let scale = Scale {
            money: self.measure.in_money(),
            above_zero: false,
        };
        check_ends(&ends, scale, faults, &tiers);
        for (index, tier) in self.tiers.iter().enumerate() {
            faults.amount(&tiers.index(index).name("pay"), tier.pay);
        }
    }
}
