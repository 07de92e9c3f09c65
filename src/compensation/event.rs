//! What a single sale is worth, and what a change of it changes.

use std::collections::BTreeMap;

use super::clause::PerEvent;
use super::evaluate::value;
use super::given::{Elapsed, Given};
use super::measure::Stream;
use super::pay::PayDraft;
use super::working::{Done, Working};
use crate::explain::Path;

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
            return Ok(sold.amount);
        }
        let given = Given {
            amounts: BTreeMap::from([(&**stream, sold.amount)]),
            units: BTreeMap::from([(&**stream, sold.units)]),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Whole,
            begins_in_term: true,
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
