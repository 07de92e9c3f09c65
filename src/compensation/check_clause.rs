//! The rules of the clauses around pay items: advances, events, timing, rights, reserve, hold.

use std::collections::BTreeSet;

use super::check::{Faults, Frame, check_parts};
use super::check_scope::Members;
use super::clause::{Hold, InKind, PerEvent, Reserve, Timing, TimingRule};
use super::due::Dues;
use super::escalator::Escalator;
use super::problem::TermsProblem as Fault;
use super::recoupment::Advance;
use super::sheet::TermsDraft;
use super::window::Window;
use super::wire::Id;
use crate::explain::Path;
use crate::ratio::Ratio;

impl TermsDraft {
    /// Notes every fault of the advances.
    pub(super) fn check_advances(&self, faults: &mut Faults, place: &Path<'_>) {
        let known: BTreeSet<&Id> = self.frames().flat_map(|frame| frame.items).collect();
        let mut seen = BTreeSet::new();
        for (index, advance) in self.advances.iter().enumerate() {
            let place = place.index(index);
            faults.unique(&mut seen, &place, &advance.id);
            advance.check_paid(faults, &place);
            if let Some(share) = advance.share {
                if !share.is_positive() || share > Ratio::ONE {
                    faults.add(&place.name("share"), Fault::RecoupShare { share });
                }
            }
            let place = place.name("from");
            let from = faults.scope(&place, advance.from.as_deref(), &known);
            if let Some((clause, version)) = from.and_then(|from| self.crossed(&from)) {
                faults.add(&place, Fault::FromCrossesScope { clause, version });
            }
        }
    }

    /// The first clause whose scope shares an item with these, but does not lie inside them.
    fn crossed(&self, from: &Members<'_>) -> Option<(&'static str, usize)> {
        let mut versions = self.versions.iter().zip(self.frames()).zip(1..);
        versions.find_map(|((version, frame), number)| {
            let reserve = version.reserve.as_ref().map(|reserve| &reserve.scope);
            let hold = version.hold.as_ref().map(|hold| &hold.scope);
            let clauses = [("reserve", reserve), ("hold", hold)];
            let crossed = clauses.into_iter().find(|(_, written)| {
                let scope = written.and_then(|ids| Members::of(ids.as_deref(), &frame.items));
                scope.is_some_and(|scope| {
                    from.meets(&scope, &frame.with_older) && !scope.lies_in(from, &frame.with_older)
                })
            });
            crossed.map(|(clause, _)| (clause, number))
        })
    }
}

impl Advance {
    /// Notes every fault of what is paid and charged, and of the way in which it is.
    fn check_paid(&self, faults: &mut Faults, place: &Path<'_>) {
        let amount = self.amount;
        let total = amount.filter(|amount| faults.amount(&place.name("amount"), *amount));
        if let Some(parts) = &self.parts {
            check_parts(parts, total, faults, &place.name("parts"));
        }
        if let Some(charges) = &self.charges {
            let place = place.name("charges");
            if let Some(rate) = charges.rate {
                faults.part(&place.name("rate"), rate);
            }
            if let Some(at_most) = charges.at_most {
                faults.amount(&place.name("at_most"), at_most);
            }
        }
        let (on_a_day, in_parts) = (self.paid_on.is_some(), self.parts.is_some());
        let is_paid = on_a_day || in_parts;
        let is_nothing = !is_paid && self.charges.is_none();
        if on_a_day && in_parts || is_paid != amount.is_some() || is_nothing {
            faults.add(place, Fault::PaidOnOrParts);
        }
    }
}

impl PerEvent {
    /// Notes every fault of fees and limits of events.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if let Some(fixed) = self.fixed {
            faults.amount(&place.name("fixed"), fixed);
        }
        let mut sound = |name, amount: Option<_>| {
            amount.filter(|amount| faults.amount(&place.name(name), *amount))
        };
        if let (Some(min), Some(max)) = (sound("min", self.min), sound("max", self.max)) {
            if min.compare(max).is_ok_and(std::cmp::Ordering::is_gt) {
                let (min, max) = (min.to_string(), max.to_string());
                faults.add(place, Fault::MinAboveMax { min, max });
            }
        }
    }
}

impl Timing {
    /// Notes every fault of a timing clause.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if self.late.is_none() && self.early.is_none() {
            faults.add(place, Fault::NoTiers);
        }
        for (name, rule) in [("late", &self.late), ("early", &self.early)] {
            if let Some(rule) = rule {
                rule.check(faults, &place.name(name));
            }
        }
    }
}

impl TimingRule {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if self.step_days == Some(0) {
            let step = "0 days".to_owned();
            faults.add(&place.name("step_days"), Fault::ZeroStep { step });
        }
        for (name, rate) in [("rate", self.rate), ("at_most_rate", self.at_most_rate)] {
            if let Some(rate) = rate {
                faults.factor(&place.name(name), rate);
            }
        }
        for (name, amount) in [("fixed", self.fixed), ("at_most", self.at_most)] {
            if let Some(amount) = amount {
                faults.amount(&place.name(name), amount);
            }
        }
        if self.rate.is_some() == self.fixed.is_some() {
            faults.add(place, Fault::RateOrFixed);
        }
    }
}

impl InKind {
    /// Notes every fault of what is given in kind.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if let Some(limit) = self.limit {
            faults.amount(&place.name("limit"), limit);
        }
    }
}

impl Reserve {
    /// Notes every fault of a reserve.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>, frame: &Frame<'_>) {
        faults.part(&place.name("rate"), self.rate);
        let any = self.release.iter().any(|weight| *weight > 0);
        if !any || self.release.iter().any(|weight| *weight < 0) {
            faults.add(&place.name("release"), Fault::ReleaseWeights);
        }
        faults.scope(&place.name("scope"), self.scope.as_deref(), &frame.items);
    }
}

impl Hold {
    /// Notes every fault of a hold.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>, frame: &Frame<'_>) {
        faults.scope(&place.name("scope"), self.scope.as_deref(), &frame.items);
    }
}

impl Dues {
    /// Notes every fault: no day, a share or rule that is none, shares that are not the whole.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if self.0.is_empty() {
            faults.add(place, Fault::NoTiers);
            return;
        }
        let mut shares = Vec::with_capacity(self.0.len());
        let mut all_sound = true;
        for (index, due) in self.0.iter().enumerate() {
            let place = place.index(index);
            let share = due.share.unwrap_or(Ratio::ONE);
            all_sound &= faults.part(&place.name("share"), share);
            shares.push(share);
            if let Err(error) = due.rule.check() {
                faults.add(&place.name("rule"), error.into());
            }
        }
        if all_sound {
            faults.whole(place, shares);
        }
    }
}

/// The most months that a step can have.
const MOST_MONTHS: u32 = 1_200;

impl Escalator {
    /// Whether it is sound, in a window that it may stand in; faults are noted.
    pub(super) fn check(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        window: Window,
        windows: fn(Window) -> bool,
    ) -> bool {
        let fits = windows(window);
        if !fits {
            faults.add(place, Fault::EscalatorWindow);
        }
        let rate = faults.factor(&place.name("rate"), self.rate);
        let counted = (1..=MOST_MONTHS).contains(&self.months);
        if !counted {
            let count = self.months;
            faults.add(&place.name("months"), Fault::WindowCount { count });
        }
        fits && rate && counted
    }
}
