//! [`Event`]: one sale, or what became of it; [`PerEvent`]: what each one costs or is worth.

use std::collections::BTreeMap;

use super::evaluate::{Elapsed, Given, value};
use super::measure::Stream;
use super::pay::PayDraft;
use super::place::Path;
use super::wire::{Id, paper};
use super::working::{Done, Working};
use crate::money::Money;
use crate::ratio::Ratio;

paper! {
    /// A change of one sale from `before` to `after`: a sale starts at nothing, a refund carries
    /// what was left (spec/compensation.md 6).
    pub struct Event {
        /// Its name.
        required id: Id,
        /// The stream of the sale.
        required stream: Stream,
        /// The period of the sale; the present one if nothing is said.
        optional of: u32,
        /// The amount before the change.
        optional before: Money,
        /// The amount after it.
        optional after: Money,
        /// The units before the change.
        optional units_before: Ratio,
        /// The units after it.
        optional units_after: Ratio,
    }
}

paper! {
    /// What each event pays beside its rate, and its limits.
    pub struct PerEvent {
        /// A fee of each event.
        optional fixed: Money,
        /// The least of an event.
        optional min: Money,
        /// The most of an event.
        optional max: Money,
    }
}

impl Event {
    /// An event of a stream that changes nothing yet.
    pub fn new(id: Id, stream: &str) -> Self {
        Self {
            id,
            stream: stream.into(),
            of: None,
            before: None,
            after: None,
            units_before: None,
            units_after: None,
        }
    }
}

/// One side of an event as figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sold<F> {
    pub(super) amount: F,
    pub(super) units: F,
}

/// What every event is rated by, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventRate<'a> {
    pub(super) pay: &'a PayDraft,
    pub(super) pay_place: &'a Path<'a>,
    pub(super) per_event: &'a PerEvent,
    pub(super) per_event_place: &'a Path<'a>,
}

impl EventRate<'_> {
    /// `f(after) - f(before)`.
    pub(super) fn change<W: Working>(
        &self,
        working: &mut W,
        stream: &Stream,
        before: Sold<W::Figure>,
        after: Sold<W::Figure>,
    ) -> Done<W::Figure> {
        let after = self.worth(working, stream, after)?;
        let before = self.worth(working, stream, before)?;
        working.difference(after, before, || format!("worth of a change of {stream}"))
    }

    /// Nothing for nothing; else the pay with the fixed fee, at most the most, then at least the
    /// least (spec/compensation.md 5).
    fn worth<W: Working>(
        &self,
        working: &mut W,
        stream: &Stream,
        sold: Sold<W::Figure>,
    ) -> Done<W::Figure> {
        if working.sign(sold.amount).is_eq() && working.sign(sold.units).is_eq() {
            return working.no_money();
        }
        let given = Given {
            amounts: BTreeMap::from([(&**stream, sold.amount)]),
            units: BTreeMap::from([(&**stream, sold.units)]),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Whole,
        };
        let mut worth = value(working, self.pay, self.pay_place, &given)?;
        let place = self.per_event_place;
        if let Some(fixed) = self.per_event.fixed {
            let label = || "fee of each event".into();
            let fixed = working.input(&place.name("fixed"), fixed.into(), label)?;
            worth = working.sum(&[worth, fixed], || "with the fee of the event".into())?;
        }
        if let Some(max) = self.per_event.max {
            let label = || "most of an event".into();
            let max = working.input(&place.name("max"), max.into(), label)?;
            worth = working.smallest(&[worth, max], || "at most the most".into())?;
        }
        if let Some(min) = self.per_event.min {
            let label = || "least of an event".into();
            let min = working.input(&place.name("min"), min.into(), label)?;
            worth = working.largest(&[worth, min], || "at least the least".into())?;
        }
        Ok(worth)
    }
}
