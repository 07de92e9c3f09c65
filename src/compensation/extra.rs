//! Steps 3, 5 and 7: deliveries, change orders, adjustments, and what is given in kind.

use super::activity::{ChangeOrder, Delivery};
use super::clause::{StepCount, Timing, TimingRule};
use super::line::{Booked, Member, Stop, at};
use super::place::Path;
use super::run::Run;
use super::state::Once;
use super::statement::{LineKind, Notice};
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

impl<W: Working> Run<'_, W> {
    /// Step 3: what lateness costs and earliness earns, in the order of the deliveries.
    pub(super) fn deliveries(&mut self) -> Result<(), Stop> {
        let (terms, activity) = (self.terms, self.activity);
        let list = Path::ACTIVITY.name("deliveries");
        for (index, delivery) in activity.deliveries.iter().enumerate() {
            let mut clauses = terms.timing(self.plan.version).iter().enumerate();
            let Some((position, timing)) = clauses.find(|(_, timing)| timing.id == delivery.timing)
            else {
                continue;
            };
            let versions = Path::TERMS.name("versions");
            let version = versions.index(self.plan.version);
            let clause = version.name("timing");
            let late = Lateness {
                delivery,
                place: &list.index(index),
            };
            let (amount, days) = late
                .amount(self.working, timing, &clause.index(position))
                .map_err(at(&delivery.id))?;
            if timing
                .terminate_after_days
                .is_some_and(|limit| days > i64::from(limit))
            {
                let delivery = delivery.id.as_str().into();
                self.notices.insert(Notice::MayTerminate { delivery });
            }
            let key = Once::delivery(&timing.id, &delivery.id);
            self.working.note(amount, timing.note.as_ref());
            self.lines.push(Booked {
                kind: LineKind::Item,
                reference: key.reference(),
                window: None,
                amount,
                member: Some(Member {
                    id: timing.id.clone(),
                    version: self.plan.version,
                }),
            });
            self.once(key, amount)?;
        }
        Ok(())
    }

    /// Step 5: change orders that are approved; others may come again.
    pub(super) fn change_orders(&mut self) -> Result<(), Stop> {
        let activity = self.activity;
        let list = Path::ACTIVITY.name("change_orders");
        for (index, order) in activity.change_orders.iter().enumerate() {
            if !self.is_approved(order) {
                self.notices.insert(Notice::NotApproved {
                    entry: order.id.as_str().into(),
                });
                continue;
            }
            let place = list.index(index);
            let label = || format!("change order {}", order.id);
            let amount = self
                .working
                .input(&place.name("amount"), order.amount.into(), label)
                .map_err(at(&order.id))?;
            self.extra(LineKind::ChangeOrder, &order.id, amount);
            self.once(Once::change_order(&order.id), amount)?;
        }
        Ok(())
    }

    fn is_approved(&self, order: &ChangeOrder) -> bool {
        order
            .approved_on
            .is_some_and(|day| day < self.activity.period.to())
    }

    /// Step 7: corrections by hand.
    pub(super) fn adjustments(&mut self) -> Result<(), Stop> {
        let activity = self.activity;
        let list = Path::ACTIVITY.name("adjustments");
        for (index, adjustment) in activity.adjustments.iter().enumerate() {
            let place = list.index(index);
            let label = || format!("adjustment {}", adjustment.id);
            let amount = self
                .working
                .input(&place.name("amount"), adjustment.amount.into(), label)
                .map_err(at(&adjustment.id))?;
            self.working.note(amount, adjustment.reason.as_ref());
            self.extra(LineKind::Adjustment, &adjustment.id, amount);
            self.once(Once::adjustment(&adjustment.id), amount)?;
        }
        Ok(())
    }

    /// Step 7: what is given in kind is owed and settled at once.
    pub(super) fn in_kind(&mut self) -> Result<Option<W::Figure>, Stop> {
        let activity = self.activity;
        let list = Path::ACTIVITY.name("in_kind");
        let mut values = Vec::with_capacity(activity.in_kind.len());
        for (index, given) in activity.in_kind.iter().enumerate() {
            let place = list.index(index);
            let label = || format!("{} in kind", given.id);
            let value = self
                .working
                .input(&place.name("value"), given.value.into(), label)
                .map_err(at(&given.id))?;
            let nothing = self.working.no_money().map_err(at(&given.id))?;
            let label = || format!("{} in kind, settled", given.id);
            let settled = self
                .working
                .difference(nothing, value, label)
                .map_err(at(&given.id))?;
            self.extra(LineKind::InKind, &given.id, value);
            self.extra(LineKind::InKindSettled, &given.id, settled);
            self.once(Once::in_kind(&given.id), value)?;
            self.in_kind_sum(&given.item, value)
                .map_err(at(&given.item))?;
            values.push(value);
        }
        if values.is_empty() {
            return Ok(None);
        }
        let sum = self.working.sum(&values, || "given in kind".into());
        sum.map(Some).map_err(at("what is given in kind"))
    }

    fn in_kind_sum(&mut self, clause: &Id, value: W::Figure) -> Done<()> {
        let list = Path::STATE.name("in_kind");
        let place = list.name(clause.as_str());
        // Also what this activity gave before is in the state after.
        let known = self.in_kind_sums.get(clause).copied();
        let known = match known {
            Some(known) => known,
            None => {
                let zero = Money::zero(self.terms.currency());
                let before = self.before.in_kind.get(clause).copied().unwrap_or(zero);
                let label = || format!("{clause} in kind so far");
                self.working.optional(&place, before.into(), label)?
            }
        };
        let sum = self
            .working
            .sum(&[known, value], || format!("{clause} in kind"))?;
        self.working.remember(&place, sum);
        let money = self.working.money(sum)?;
        self.after.in_kind.insert(clause.clone(), money);
        self.in_kind_sums.insert(clause.clone(), sum);
        Ok(())
    }

    /// A line outside caps, guarantees and scopes.
    pub(super) fn extra(&mut self, kind: LineKind, reference: &Id, amount: W::Figure) {
        self.lines.push(Booked {
            kind,
            reference: reference.to_string(),
            window: None,
            amount,
            member: None,
        });
    }
}

/// A delivery and where it stands.
struct Lateness<'a> {
    delivery: &'a Delivery,
    place: &'a Path<'a>,
}

impl Lateness<'_> {
    /// What the delivery costs or earns, and by how many days it is late.
    fn amount<W: Working>(
        &self,
        working: &mut W,
        timing: &Timing,
        clause: &Path<'_>,
    ) -> Done<(W::Figure, i64)> {
        let (due, done) = (self.delivery.due, self.delivery.done);
        let raw = done.signed_duration_since(due).num_days();
        let due = Value::Date(due);
        let due = working.input(&self.place.name("due"), due, || "due".into())?;
        let done = Value::Date(done);
        let done = working.input(&self.place.name("done"), done, || "done".into())?;
        let value = self.delivery.value.into();
        let value = working.input(&self.place.name("value"), value, || {
            "value of the delivery".into()
        })?;
        let nothing = working.no_number()?;
        if raw > 0 {
            let excused = self.delivery.excused_days.unwrap_or(0);
            let label = || "days that are excused".into();
            let place = self.place.name("excused_days");
            let figure = match self.delivery.excused_days {
                Some(days) => working.input(&place, Value::Number(days.into()), label)?,
                None => working.optional(&place, Value::Number(Ratio::ZERO), label)?,
            };
            let late = working.days(due, done, || "days late".into())?;
            let late = working.difference(late, figure, || "days that count".into())?;
            let late = working.largest(&[nothing, late], || "days late that count".into())?;
            let days = raw.saturating_sub(i64::from(excused)).max(0);
            let Some(rule) = &timing.late else {
                return Ok((self.nothing(working, clause, "late")?, days));
            };
            let cost = steps_worth(working, rule, &clause.name("late"), late, value)?;
            let nothing = working.no_money()?;
            let cost = working.difference(nothing, cost, || "cost of lateness".into())?;
            return Ok((cost, days));
        }
        match &timing.early {
            Some(rule) => {
                let early = working.days(done, due, || "days early".into())?;
                let place = clause.name("early");
                Ok((steps_worth(working, rule, &place, early, value)?, 0))
            }
            None => Ok((self.nothing(working, clause, "early")?, 0)),
        }
    }

    /// Nothing for want of a rule.
    fn nothing<W: Working>(
        &self,
        working: &mut W,
        clause: &Path<'_>,
        rule: &'static str,
    ) -> Done<W::Figure> {
        let zero = Money::zero(self.delivery.value.currency());
        working.optional(&clause.name(rule), zero.into(), || {
            format!("nothing for {rule} delivery")
        })
    }
}

/// `R(min(steps * per, at_most, at_most_rate * value))`, steps from the days beyond the grace.
fn steps_worth<W: Working>(
    working: &mut W,
    rule: &TimingRule,
    place: &Path<'_>,
    days: W::Figure,
    value: W::Figure,
) -> Done<W::Figure> {
    let grace = Value::Number(rule.grace_days.into());
    let grace = working.optional(&place.name("grace_days"), grace, || "days of grace".into())?;
    let length = Value::Number(rule.step_days.unwrap_or(1).into());
    let length = working.optional(&place.name("step_days"), length, || "days of a step".into())?;
    let nothing = working.no_number()?;
    let beyond = working.difference(days, grace, || "days beyond the grace".into())?;
    let beyond = working.largest(&[nothing, beyond], || "days that count".into())?;
    let steps = working.quotient(beyond, length, || "steps".into())?;
    let steps = match rule.count {
        StepCount::Completed => {
            working.whole(steps, Rounding::Floor, || "completed steps".into())?
        }
        StepCount::Started => working.whole(steps, Rounding::Ceiling, || "started steps".into())?,
        StepCount::Exact => steps,
    };
    let per = match (rule.rate, rule.fixed) {
        (_, Some(fixed)) => working.input(&place.name("fixed"), fixed.into(), || {
            "for every step".into()
        })?,
        (rate, None) => {
            let rate = Value::Number(rate.unwrap_or(Ratio::ZERO));
            let rate = working.input(&place.name("rate"), rate, || "rate of a step".into())?;
            working.product(rate, value, || "for every step".into())?
        }
    };
    let mut limits = vec![working.product(steps, per, || "for all steps".into())?];
    if let Some(most) = rule.at_most {
        let label = || "at most".into();
        limits.push(working.input(&place.name("at_most"), most.into(), label)?);
    }
    if let Some(rate) = rule.at_most_rate {
        let label = || "at most this part of the value".into();
        let rate = working.input(&place.name("at_most_rate"), Value::Number(rate), label)?;
        limits.push(working.product(rate, value, || "at most".into())?);
    }
    let worth = working.smallest(&limits, || "within the limits".into())?;
    working.round(worth, || "rounded".into())
}
