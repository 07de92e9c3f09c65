//! What a settlement refuses of entries that count once: milestones, deliveries, change orders,
//! what is given in kind, adjustments, charges.

use std::collections::BTreeMap;

use super::activity::{Activity, MilestoneEvent};
use super::clause::InKind;
use super::memory::Memory;
use super::milestone::{escrow_of, may_go};
use super::part::waits;
use super::recoupment::Advance;
use super::settle_error::SettleError;
use super::state_key::Once;
use super::terms::Terms;
use super::wire::Id;
use crate::money::Money;

/// Refuses entries that were settled before, or that no clause knows.
pub(super) fn once_each(
    terms: &Terms,
    memory: &Memory,
    activity: &Activity,
    version: usize,
) -> Result<(), SettleError> {
    let entries = Entries {
        terms,
        memory,
        activity,
        version,
    };
    entries.milestones()?;
    entries.deliveries()?;
    entries.change_orders()?;
    entries.in_kind()?;
    entries.adjustments()?;
    entries.charges()
}

struct Entries<'a> {
    terms: &'a Terms,
    memory: &'a Memory,
    activity: &'a Activity,
    version: usize,
}

impl Entries<'_> {
    fn milestones(&self) -> Result<(), SettleError> {
        let schedules = self.terms.schedules(self.version);
        let advances = &self.terms.sheet().advances;
        let parts = || {
            let paid = schedules.iter().map(|schedule| &*schedule.parts);
            paid.chain(advances.iter().map(Advance::parts))
        };
        let mut stages: BTreeMap<&Id, Option<MilestoneEvent>> = BTreeMap::new();
        for milestone in &self.activity.milestones {
            if !parts().any(|parts| waits(parts, &milestone.id)) {
                return Err(SettleError::UnknownMilestone {
                    milestone: milestone.id.clone(),
                });
            }
            stages.entry(&milestone.id).or_insert_with(|| {
                self.memory
                    .milestones
                    .get(&milestone.id)
                    .map(|known| known.stage)
            });
        }
        let mut events: Vec<_> = self.activity.milestones.iter().collect();
        // Of one milestone they are applied as funded, accepted, cancelled.
        events.sort_by_key(|milestone| milestone.event);
        for milestone in events {
            let escrow = escrow_of(schedules, &milestone.id);
            let Some(stage) = stages.get_mut(&milestone.id) else {
                continue;
            };
            if !may_go(*stage, milestone.event, escrow) {
                return Err(SettleError::MilestoneOrder {
                    milestone: milestone.id.clone(),
                    from: stage.map_or("pending", MilestoneEvent::name),
                    event: milestone.event.name(),
                });
            }
            let end = self.activity.period.to();
            if let Some(on) = milestone.on.filter(|on| *on >= end) {
                return Err(SettleError::MilestoneAhead {
                    milestone: milestone.id.clone(),
                    on,
                    end,
                });
            }
            *stage = Some(milestone.event);
        }
        Ok(())
    }

    fn deliveries(&self) -> Result<(), SettleError> {
        let mut seen = std::collections::BTreeSet::new();
        for delivery in &self.activity.deliveries {
            let clauses = self.terms.timing(self.version);
            if !clauses.iter().any(|timing| timing.id == delivery.timing) {
                return Err(SettleError::UnknownTiming {
                    timing: delivery.timing.clone(),
                });
            }
            let key = Once::delivery(&delivery.timing, &delivery.id);
            if self.memory.once.contains_key(&key) || !seen.insert(key) {
                return Err(SettleError::DeliveryTwice {
                    timing: delivery.timing.clone(),
                    delivery: delivery.id.clone(),
                });
            }
            self.amount(&delivery.id, delivery.value, "value")?;
        }
        Ok(())
    }

    fn change_orders(&self) -> Result<(), SettleError> {
        let mut seen = std::collections::BTreeSet::new();
        for order in &self.activity.change_orders {
            let key = Once::change_order(&order.id);
            if self.memory.once.contains_key(&key) || !seen.insert(key) {
                return Err(SettleError::ChangeOrderTwice {
                    order: order.id.clone(),
                });
            }
            self.currency(&order.id, order.amount)?;
        }
        Ok(())
    }

    fn in_kind(&self) -> Result<(), SettleError> {
        let mut seen = std::collections::BTreeSet::new();
        let mut sums: BTreeMap<&Id, i128> = BTreeMap::new();
        for given in &self.activity.in_kind {
            let clauses = self.terms.in_kind(self.version);
            let clause = clauses.iter().find(|clause| clause.id == given.item);
            let Some(clause) = clause else {
                return Err(SettleError::UnknownInKind {
                    item: given.item.clone(),
                });
            };
            let key = Once::in_kind(&given.id);
            if self.memory.once.contains_key(&key) || !seen.insert(key) {
                return Err(SettleError::InKindTwice {
                    given: given.id.clone(),
                });
            }
            // What is below 0, or of another currency, is no matter of limits.
            let is_sound =
                given.value.currency() == self.terms.currency() && !given.value.is_negative();
            let sum = sums.entry(&given.item).or_insert(0);
            if is_sound {
                self.within_limit(clause, given, *sum)?;
            }
            *sum = sum.saturating_add(given.value.minor());
            self.amount(&given.id, given.value, "value")?;
        }
        Ok(())
    }

    fn within_limit(
        &self,
        clause: &InKind,
        given: &super::activity::InKindGiven,
        sum: i128,
    ) -> Result<(), SettleError> {
        let Some(limit) = clause.limit else {
            return Ok(());
        };
        let before = self
            .memory
            .in_kind
            .get(&clause.id)
            .map_or(0, |known| known.minor());
        let left = limit.minor().saturating_sub(before).saturating_sub(sum);
        if given.value.minor() <= left {
            return Ok(());
        }
        let zero = Money::zero(limit.currency());
        Err(SettleError::InKindOverLimit {
            given: given.id.clone(),
            item: clause.id.clone(),
            left: Money::from_minor_wide(left, limit.currency()).unwrap_or(zero),
        })
    }

    fn adjustments(&self) -> Result<(), SettleError> {
        let mut seen = std::collections::BTreeSet::new();
        for adjustment in &self.activity.adjustments {
            let id = || adjustment.id.clone();
            let key = Once::adjustment(&adjustment.id);
            if self.memory.once.contains_key(&key) || !seen.insert(key) {
                return Err(SettleError::AdjustmentTwice { adjustment: id() });
            }
            if adjustment.amount.is_zero() {
                return Err(SettleError::ZeroAdjustment { adjustment: id() });
            }
            if adjustment
                .reason
                .as_deref()
                .is_none_or(|reason| reason.trim().is_empty())
            {
                return Err(SettleError::ReasonMissing { adjustment: id() });
            }
            self.currency(&adjustment.id, adjustment.amount)?;
        }
        Ok(())
    }

    fn charges(&self) -> Result<(), SettleError> {
        let mut seen = std::collections::BTreeSet::new();
        for charge in &self.activity.charges {
            let mut advances = self.terms.sheet().advances.iter();
            let advance = || charge.advance.clone();
            match advances.find(|advance| advance.id == charge.advance) {
                None => {
                    return Err(SettleError::UnknownAdvance { advance: advance() });
                }
                Some(known) if known.charges.is_none() => {
                    return Err(SettleError::NotChargeable { advance: advance() });
                }
                Some(_) => {}
            }
            let key = Once::charge(&charge.id);
            if self.memory.once.contains_key(&key) || !seen.insert(key) {
                return Err(SettleError::ChargeTwice {
                    charge: charge.id.clone(),
                });
            }
            self.currency(&charge.id, charge.amount)?;
        }
        Ok(())
    }

    fn amount(&self, entry: &Id, amount: Money, field: &'static str) -> Result<(), SettleError> {
        self.currency(entry, amount)?;
        if amount.is_negative() {
            let (entry, figure) = (entry.to_string(), amount.to_string());
            return Err(SettleError::NegativeAmount {
                entry,
                field,
                figure,
            });
        }
        Ok(())
    }

    fn currency(&self, entry: &Id, amount: Money) -> Result<(), SettleError> {
        let (expected, found) = (self.terms.currency(), amount.currency());
        if expected == found {
            return Ok(());
        }
        Err(SettleError::CurrencyMismatch {
            entry: entry.to_string(),
            expected,
            found,
        })
    }
}
