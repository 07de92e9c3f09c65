//! Steps 3, 5 and 7: deliveries, change orders, adjustments, and what is given in kind.

use super::activity::ChangeOrder;
use super::booked::{Booked, Member, Stop, at};
use super::line::LineKind;
use super::notice::Notice;
use super::run::Run;
use super::state_key::Once;
use super::timing::Lateness;
use super::wire::Id;
use super::working::{Done, Relation, Value, Working};
use crate::explain::Path;
use crate::money::Money;

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
            let version = Path::Version(self.plan.version);
            let clause = version.name("timing");
            let late = Lateness {
                delivery,
                place: &list.index(index),
            };
            let (amount, days) = late
                .amount(self.working, timing, &clause.index(position))
                .map_err(at(&delivery.id))?;
            if timing.may_terminate(days) {
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
            let amount = self.approved(order, &place).map_err(at(&order.id))?;
            self.extra(LineKind::ChangeOrder, &order.id, amount);
            self.once(Once::change_order(&order.id), amount)?;
        }
        Ok(())
    }

    /// The amount of a change order, since it is approved before the period ends.
    fn approved(&mut self, order: &ChangeOrder, place: &Path<'_>) -> Done<W::Figure> {
        let label = || format!("change order {}", order.id);
        let amount = self
            .working
            .input(&place.name("amount"), order.amount.into(), label)?;
        let Some(day) = order.approved_on else {
            return Ok(amount);
        };
        let place = place.name("approved_on");
        let day = self
            .working
            .input(&place, Value::Date(day), || "approved on".into())?;
        let end = self.period_end()?;
        let label = || "approved before the period ends".into();
        let approved = self.working.compare(day, Relation::Less, end, label)?;
        let nothing = self.working.no_money()?;
        self.working.choose(approved, amount, nothing, || {
            format!("change order {}", order.id)
        })
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
        let known = if let Some(known) = known {
            known
        } else {
            let zero = Money::zero(self.terms.currency());
            let before = self.before.in_kind.get(clause).copied().unwrap_or(zero);
            let label = || format!("{clause} in kind so far");
            self.working.optional(&place, before.into(), label)?
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
