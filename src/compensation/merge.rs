//! Activities of one period add up like numbers, in any order (spec/compensation.md 6).

use super::activity::{Activity, ActivityError, Event, Level, Total};
use super::measure::Stream;
use super::wire::Id;
use crate::money::Money;

impl Activity {
    /// Returns both parts as one: totals add up, lists unite.
    ///
    /// Lists come out sorted and totals of nothing vanish, so that parts may be merged in any
    /// order; the empty activity of the period changes nothing else.
    ///
    /// # Errors
    ///
    /// [`ActivityError::MergeMismatch`] for another period or statement day,
    /// [`ActivityError::DuplicateEntry`] for a stream and period twice in one part,
    /// [`ActivityError::ConflictingLevel`], [`ActivityError::CurrencyMismatch`],
    /// [`ActivityError::Overflow`].
    pub fn merge(self, other: Self) -> Result<Self, ActivityError> {
        let mismatch = |field: &'static str| Err(ActivityError::MergeMismatch { field });
        if self.no != other.no {
            return mismatch("no");
        }
        if self.period != other.period {
            return mismatch("period");
        }
        let statement_on = match (self.statement_on, other.statement_on) {
            (Some(left), Some(right)) if left != right => return mismatch("statement_on"),
            (left, right) => left.or(right),
        };
        self.one_currency(&other)?;
        let is_final = self.r#final.unwrap_or(false) || other.r#final.unwrap_or(false);
        let left = sorted(self.totals, self.no)?;
        let right = sorted(other.totals, self.no)?;
        Ok(Self {
            no: self.no,
            period: self.period,
            r#final: is_final.then_some(true),
            statement_on,
            totals: merge_totals(left, right, self.no)?,
            events: unite(
                self.events,
                other.events,
                |event| event.id.clone(),
                duplicate_event,
            )?,
            levels: merge_levels(self.levels, other.levels, self.no)?,
            milestones: unite(
                self.milestones,
                other.milestones,
                |milestone| (milestone.id.clone(), milestone.event.name()),
                |milestone| duplicate(&milestone.id),
            )?,
            deliveries: unite(
                self.deliveries,
                other.deliveries,
                |delivery| (delivery.timing.clone(), delivery.id.clone()),
                |delivery| duplicate(&delivery.id),
            )?,
            change_orders: unite(
                self.change_orders,
                other.change_orders,
                |order| order.id.clone(),
                |order| duplicate(&order.id),
            )?,
            in_kind: unite(
                self.in_kind,
                other.in_kind,
                |given| given.id.clone(),
                |given| duplicate(&given.id),
            )?,
            adjustments: unite(
                self.adjustments,
                other.adjustments,
                |adjustment| adjustment.id.clone(),
                |adjustment| duplicate(&adjustment.id),
            )?,
            charges: unite(
                self.charges,
                other.charges,
                |charge| charge.id.clone(),
                |charge| duplicate(&charge.id),
            )?,
        })
    }

    /// Every amount of the activity.
    fn amounts(&self) -> impl Iterator<Item = Money> + '_ {
        let totals = self
            .totals
            .iter()
            .flat_map(Total::amounts)
            .filter_map(|(_, amount)| amount);
        let events = self
            .events
            .iter()
            .flat_map(|event| [event.before, event.after])
            .flatten();
        totals
            .chain(events)
            .chain(self.deliveries.iter().map(|delivery| delivery.value))
            .chain(self.change_orders.iter().map(|order| order.amount))
            .chain(self.in_kind.iter().map(|given| given.value))
            .chain(self.adjustments.iter().map(|adjustment| adjustment.amount))
            .chain(self.charges.iter().map(|charge| charge.amount))
    }

    fn one_currency(&self, other: &Self) -> Result<(), ActivityError> {
        let mut amounts = self.amounts().chain(other.amounts());
        let Some(first) = amounts.next().map(Money::currency) else {
            return Ok(());
        };
        match amounts
            .map(Money::currency)
            .find(|currency| *currency != first)
        {
            None => Ok(()),
            Some(found) => Err(ActivityError::CurrencyMismatch {
                left: first,
                right: found,
            }),
        }
    }
}

fn duplicate_event(event: &Event) -> ActivityError {
    ActivityError::DuplicateEvent {
        event: event.id.clone(),
    }
}

fn duplicate(id: &Id) -> ActivityError {
    ActivityError::DuplicateEntry {
        entry: id.to_string(),
    }
}

/// Unites two lists, sorted by a key that stands once.
fn unite<T, K: Ord>(
    mut left: Vec<T>,
    right: Vec<T>,
    key: impl Fn(&T) -> K,
    twice: impl Fn(&T) -> ActivityError,
) -> Result<Vec<T>, ActivityError> {
    left.extend(right);
    left.sort_by_cached_key(&key);
    let found = left.windows(2).find_map(|pair| match pair {
        [first, second] if key(first) == key(second) => Some(first),
        _ => None,
    });
    match found {
        None => Ok(left),
        Some(entry) => Err(twice(entry)),
    }
}

/// The key by which totals are sorted: naming the present period is the same as naming none.
fn key(total: &Total, no: u32) -> (Stream, u32) {
    (Stream::clone(&total.stream), total.of.unwrap_or(no))
}

fn sorted(mut totals: Vec<Total>, no: u32) -> Result<Vec<Total>, ActivityError> {
    totals.sort_by_cached_key(|total| key(total, no));
    let twice = totals.windows(2).find_map(|pair| match pair {
        [left, right] if key(left, no) == key(right, no) => Some(left),
        _ => None,
    });
    match twice {
        None => Ok(totals),
        Some(total) => Err(ActivityError::DuplicateEntry {
            entry: format!("{} of period {}", total.stream, total.of.unwrap_or(no)),
        }),
    }
}

/// Unites two sorted lists of totals, linear in their length.
fn merge_totals(left: Vec<Total>, right: Vec<Total>, no: u32) -> Result<Vec<Total>, ActivityError> {
    let mut merged: Vec<Total> = Vec::with_capacity(left.len().saturating_add(right.len()));
    let mut right = right.into_iter().peekable();
    for mut total in left {
        while let Some(before) = right.next_if(|other| key(other, no) < key(&total, no)) {
            merged.push(before);
        }
        if let Some(same) = right.next_if(|other| key(other, no) == key(&total, no)) {
            total.add(&same)?;
        }
        merged.push(total);
    }
    merged.extend(right);
    merged.retain(|total| !total.is_zero());
    for total in &mut merged {
        total.of = total.of.filter(|of| *of != no);
        total.drop_zeros();
    }
    Ok(merged)
}

impl Total {
    /// Leaves out what says nothing, so that equal totals are written alike.
    fn drop_zeros(&mut self) {
        let amounts = [
            &mut self.amount,
            &mut self.refunds,
            &mut self.chargebacks,
            &mut self.reinstated,
            &mut self.pending,
        ];
        for amount in amounts {
            *amount = amount.filter(|amount| !amount.is_zero());
        }
        for units in [&mut self.units, &mut self.units_returned] {
            *units = units.filter(|units| !units.is_zero());
        }
    }
}

fn merge_levels(left: Vec<Level>, right: Vec<Level>, no: u32) -> Result<Vec<Level>, ActivityError> {
    let mut levels: Vec<Level> = left.into_iter().chain(right).collect();
    for level in &mut levels {
        level.of = level.of.filter(|of| *of != no);
    }
    let key = |level: &Level| (Stream::clone(&level.name), level.of.unwrap_or(no));
    levels.sort_by_cached_key(key);
    let conflict = levels.windows(2).find_map(|pair| match pair {
        [left, right] if key(left) == key(right) && left.value != right.value => Some(left),
        _ => None,
    });
    if let Some(level) = conflict {
        return Err(ActivityError::ConflictingLevel {
            name: level.name.to_string(),
            of: level.of.unwrap_or(no),
        });
    }
    levels.dedup();
    Ok(levels)
}
