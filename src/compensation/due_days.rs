//! Which part of a payment is due on which day (spec/contracts.md X1).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::booked::{Booked, Member, period_edge};
use super::dated::{Clause, Dated, OwnSum};
use super::due::{Dues, DuesFrom};
use super::line::LineKind;
use super::run::Run;
use super::working::{Done, Edge, Value, Working};
use crate::explain::Path;
use crate::ratio::Ratio;

/// What falls on one day.
#[derive(Clone, Debug)]
struct Fall<F> {
    /// The day; of what no rule gives a day, none.
    day: Option<F>,
    sums: Vec<F>,
    /// What had to be there by then.
    claims: Vec<F>,
}

/// Everything by its day; what has none stands last.
type Falls<F> = BTreeMap<(bool, Option<NaiveDate>), Fall<F>>;

/// What leaves a balance, before and after tax.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment<F> {
    pub(super) gross: F,
    /// The rate of tax.
    pub(super) rate: F,
    pub(super) paid: F,
}

/// The day of the payout, and what is due on which day.
#[derive(Clone, Debug)]
pub(super) struct DueDays<F> {
    pub(super) on: Option<F>,
    pub(super) dues: Vec<Dated<F>>,
}

/// Sums of one id, dues and event, and the amount of each.
type Group<'a, F> = (OwnSum<'a, F>, Vec<F>);

impl<'a, W: Working> Run<'a, W> {
    /// The day of the payout, and what of the payment is due on which day: own sums on their own
    /// days, the rest with the payout.
    pub(super) fn due_days(&mut self, payment: Payment<W::Figure>) -> Done<DueDays<W::Figure>> {
        if self.working.sign(payment.paid).is_le() {
            return Ok(DueDays {
                on: None,
                dues: Vec::new(),
            });
        }
        let own = self.own_sums()?;
        let mut falls = Falls::new();
        let mut sums = Vec::with_capacity(own.len());
        for sum in &own {
            sums.push(sum.amount);
            for (day, part) in self.split_own(sum)? {
                self.fall(&mut falls, Some(day))?.sums.push(part);
            }
        }
        let label = || "sums with days of their own".into();
        let rest = if sums.is_empty() {
            payment.gross
        } else {
            let sum = self.working.sum(&sums, label)?;
            let label = || "due with the payout".into();
            self.working.difference(payment.gross, sum, label)?
        };
        let on = self.rest_falls(rest, &mut falls)?;
        for claim in std::mem::take(&mut self.claims) {
            for (day, part) in self.split_own(&claim)? {
                self.fall(&mut falls, Some(day))?.claims.push(part);
            }
        }
        let falls: Vec<Fall<W::Figure>> = falls.into_values().collect();
        let reached = self.reached(payment.gross, &falls)?;
        let dues = self.after_tax(payment, &falls, &reached)?;
        Ok(DueDays { on, dues })
    }

    /// The sums with days of their own: lines of one id, dues and event are added up first.
    fn own_sums(&mut self) -> Done<Vec<OwnSum<'a, W::Figure>>> {
        let mut groups: Vec<Group<'a, W::Figure>> = Vec::new();
        let items = self.lines.iter().filter_map(|line| self.of_item(line));
        let all: Vec<_> = items.chain(self.own.iter().copied()).collect();
        for sum in all {
            let event = |sum: &OwnSum<'_, W::Figure>| sum.event.map(|day| self.working.value(day));
            let same = groups.iter_mut().find(|(known, _)| {
                known.id == sum.id && known.dues == sum.dues && event(known) == event(&sum)
            });
            match same {
                Some((_, amounts)) => amounts.push(sum.amount),
                None => groups.push((sum, vec![sum.amount])),
            }
        }
        let add = |(sum, amounts): Group<'a, W::Figure>| {
            let label = || format!("{}, by its own days", sum.id);
            let amount = self.working.sum(&amounts, label)?;
            Ok(OwnSum { amount, ..sum })
        };
        groups.into_iter().map(add).collect()
    }

    /// The line of an item, or of one of its surcharges, if the item has dues in its version.
    fn of_item(&self, line: &Booked<W::Figure>) -> Option<OwnSum<'a, W::Figure>> {
        let Member { id, version } = line.member.as_ref()?;
        if !matches!(line.kind, LineKind::Item | LineKind::Surcharge) {
            return None;
        }
        let (index, item) = self.terms.item(*version, id)?;
        Some(OwnSum {
            id: &item.id,
            dues: item.dues.as_ref()?,
            clause: Clause {
                version: *version,
                list: "items",
                index,
            },
            event: None,
            amount: line.amount,
        })
    }

    /// The rest falls due with the payout, whose day, or the last of its days, is returned.
    fn rest_falls(
        &mut self,
        rest: W::Figure,
        falls: &mut Falls<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let payout = self.terms.payout(self.plan.version);
        if let Some(dues) = payout.and_then(|payout| payout.dues.as_ref()) {
            let version = Path::Version(self.plan.version);
            let place = version.name("payout");
            let mut days = Vec::with_capacity(dues.0.len());
            for (day, part) in self.split(rest, dues, &place, None)? {
                self.fall(falls, Some(day))?.sums.push(part);
                days.push(day);
            }
            let label = || "last day of the payout".into();
            return self.working.largest(&days, label).map(Some);
        }
        let day = match payout.and_then(|payout| payout.due.as_ref()) {
            Some(due) => {
                let from = self.due_from(due.from.into(), None)?;
                let rule = (due.rule, due.roll);
                Some(self.working.due(from, rule, || "due".into())?)
            }
            None => None,
        };
        self.fall(falls, day)?.sums.push(rest);
        Ok(day)
    }

    /// What falls on a day so far.
    fn fall<'f>(
        &self,
        falls: &'f mut Falls<W::Figure>,
        day: Option<W::Figure>,
    ) -> Done<&'f mut Fall<W::Figure>> {
        let on = day.map(|day| self.working.day(day)).transpose()?;
        Ok(falls.entry((on.is_none(), on)).or_insert_with(|| Fall {
            day,
            sums: Vec::new(),
            claims: Vec::new(),
        }))
    }

    /// A sum divided over the days of its clause.
    fn split_own(&mut self, sum: &OwnSum<'_, W::Figure>) -> Done<Vec<(W::Figure, W::Figure)>> {
        let version = Path::Version(sum.clause.version);
        let list = version.name(sum.clause.list);
        let clause = list.index(sum.clause.index);
        self.split(sum.amount, sum.dues, &clause, sum.event)
    }

    /// A sum divided over days, the odd units to the first of the largest fractions.
    fn split(
        &mut self,
        sum: W::Figure,
        dues: &Dues,
        clause: &Path<'_>,
        event: Option<W::Figure>,
    ) -> Done<Vec<(W::Figure, W::Figure)>> {
        let list = clause.name("dues");
        let mut parts = vec![sum];
        if dues.0.len() > 1 {
            let mut weights = Vec::with_capacity(dues.0.len());
            for (index, due) in dues.0.iter().enumerate() {
                let share = Value::Number(due.share.unwrap_or(Ratio::ONE));
                let place = list.index(index);
                let label = || "share of the day".into();
                let place = place.name("share");
                weights.push(self.working.optional(&place, share, label)?);
            }
            let label = || "by days".into();
            parts = self.working.installments(sum, &weights, label)?;
        }
        let mut split = Vec::with_capacity(parts.len());
        for (due, part) in dues.0.iter().zip(parts) {
            let from = self.due_from(due.from, event)?;
            let rule = (due.rule, due.roll);
            let day = self.working.due(from, rule, || "due".into())?;
            split.push((day, part));
        }
        Ok(split)
    }

    /// The day that a due date counts from.
    fn due_from(&mut self, from: DuesFrom, event: Option<W::Figure>) -> Done<W::Figure> {
        let (working, activity) = (&mut *self.working, self.activity);
        match (from, event, activity.statement_on) {
            (DuesFrom::Event, Some(day), _) => Ok(day),
            (DuesFrom::PeriodEnd | DuesFrom::Event, ..) => {
                period_edge(working, activity, Edge::Last)
            }
            (DuesFrom::PeriodStart, ..) => period_edge(working, activity, Edge::From),
            (DuesFrom::Statement, _, None) => period_edge(working, activity, Edge::To),
            (DuesFrom::Statement, _, Some(day)) => {
                let place = Path::ACTIVITY.name("statement_on");
                working.input(&place, Value::Date(day), || "day of the statement".into())
            }
        }
    }

    /// What of the gross is due up to each day: what shortens it takes from what is due last, and
    /// claims bring forward what had to be there before.
    fn reached(&mut self, gross: W::Figure, falls: &[Fall<W::Figure>]) -> Done<Vec<W::Figure>> {
        let working = &mut *self.working;
        let mut upto = Vec::with_capacity(falls.len());
        for fall in falls {
            let mut parts: Vec<W::Figure> = upto.last().copied().into_iter().collect();
            parts.extend(&fall.sums);
            upto.push(working.sum(&parts, || "sums up to the day".into())?);
        }
        let mut reached = Vec::with_capacity(falls.len());
        let mut least: Option<W::Figure> = None;
        for sum in upto.into_iter().rev() {
            let upto: Vec<W::Figure> = least.into_iter().chain([sum]).collect();
            let sum = working.smallest(&upto, || "never less on a later day".into())?;
            least = Some(sum);
            let nothing = working.no_money()?;
            reached.push(working.largest(&[nothing, sum], || "due up to the day".into())?);
        }
        reached.reverse();
        let mut claimed: Vec<W::Figure> = Vec::new();
        let mut before: Option<W::Figure> = None;
        for (fall, reached) in falls.iter().zip(&mut reached) {
            claimed.extend(&fall.claims);
            if !claimed.is_empty() {
                let claims = working.sum(&claimed, || "claimed up to the day".into())?;
                let label = || "claimed, at most what is paid".into();
                let claims = working.smallest(&[gross, claims], label)?;
                let all: Vec<W::Figure> = before.into_iter().chain([*reached, claims]).collect();
                *reached = working.largest(&all, || "due up to the day, with claims".into())?;
            }
            before = Some(*reached);
        }
        Ok(reached)
    }

    /// What is due on each day, after tax; days on which nothing is are left out.
    fn after_tax(
        &mut self,
        payment: Payment<W::Figure>,
        falls: &[Fall<W::Figure>],
        reached: &[W::Figure],
    ) -> Done<Vec<Dated<W::Figure>>> {
        let working = &mut *self.working;
        let mut dues = Vec::with_capacity(falls.len());
        let mut before: Option<W::Figure> = None;
        let last = falls.len().saturating_sub(1);
        for ((index, fall), reached) in falls.iter().enumerate().zip(reached) {
            let net = if index == last {
                payment.paid
            } else {
                let label = || "tax up to the day".into();
                let tax = working.product(payment.rate, *reached, label)?;
                let tax = working.round(tax, || "tax up to the day, rounded".into())?;
                working.difference(*reached, tax, || "due up to the day, after tax".into())?
            };
            let due = match before {
                None => net,
                Some(before) => working.difference(net, before, || "due on the day".into())?,
            };
            before = Some(net);
            if working.sign(due).is_ne() {
                dues.push((fall.day, due));
            }
        }
        Ok(dues)
    }
}
