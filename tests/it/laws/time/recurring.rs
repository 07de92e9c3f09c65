//! Cadences.

use chrono::NaiveDate;
use partnership::time::{Cadence, CadenceState, Calendar, Span, TimeError, Unit};
use proptest::collection::vec;
use proptest::prelude::*;

use super::strategies::{DATED, apart, calendars, dates, later, spans};
use crate::support::laws;

/// Cadences of some sort, with a grace that is short enough.
fn cadences() -> impl Strategy<Value = Cadence> {
    (dates(), spans(&DATED), 0_u32..40).prop_filter_map(
        "a grace too long",
        |(anchor, every, days)| {
            let shortest = every.number()
                * match every.unit() {
                    Unit::Weeks => 7,
                    Unit::Months => 28,
                    Unit::Years => 365,
                    _ => 1,
                };
            let grace = days.min(shortest.checked_sub(1)?);
            let grace = if grace % 7 == 0 {
                Span::weeks(grace / 7)
            } else {
                Span::days(grace)
            };
            Cadence::new("c", anchor, every, grace.ok()?).ok()
        },
    )
}

fn grace_days(cadence: &Cadence) -> u64 {
    let number = u64::from(cadence.grace().number());
    if cadence.grace().unit() == Unit::Weeks {
        7 * number
    } else {
        number
    }
}

/// The slot of a day by walking from the first.
fn slow_slot(cadence: &Cadence, date: NaiveDate, calendar: &Calendar) -> Result<u32, TimeError> {
    let mut slot = 1;
    while later(cadence.due(slot, calendar)?, grace_days(cadence)) < date {
        slot += 1;
    }
    Ok(slot)
}

proptest! {
    #![proptest_config(laws())]

    // Law 10.
    #[test]
    fn every_day_lies_in_exactly_one_slot(
        cadence in cadences(), calendar in calendars(), days in 0_u64..400,
    ) {
        let date = later(cadence.anchor(), days);
        let slot = cadence.occurrence(date, &calendar)?;
        prop_assert_eq!(slot, slow_slot(&cadence, date, &calendar)?);
        let grace = grace_days(&cadence);
        prop_assert!(date <= later(cadence.due(slot, &calendar)?, grace));
        if slot > 1 {
            prop_assert!(date > later(cadence.due(slot - 1, &calendar)?, grace));
        }
    }

    // Law 10.
    #[test]
    fn the_order_of_what_was_held_changes_nothing(
        cadence in cadences(), calendar in calendars(), on in 0_u64..400,
        held in vec(0_u64..400, 0..12), turn in 0_usize..12,
    ) {
        let on = later(cadence.anchor(), on);
        let held = held.into_iter().map(|days| later(cadence.anchor(), days));
        let mut held: Vec<NaiveDate> = held.filter(|date| *date <= on).collect();
        let status = cadence.status(&held, on, &calendar)?;
        let turn = turn % held.len().max(1);
        held.rotate_left(turn);
        prop_assert_eq!(&cadence.status(&held, on, &calendar)?, &status);
        held.sort_unstable();
        held.reverse();
        prop_assert_eq!(&cadence.status(&held, on, &calendar)?, &status);

        // The same by walking over slots.
        held.reverse();
        let mut filled: Vec<(u32, NaiveDate)> = Vec::new();
        let mut extra = Vec::new();
        for date in held {
            let slot = slow_slot(&cadence, date, &calendar)?;
            if filled.iter().any(|(taken, _)| *taken == slot) {
                extra.push(date);
            } else {
                filled.push((slot, date));
            }
        }
        let is_filled = |slot: u32| filled.iter().any(|(taken, _)| *taken == slot);
        let mut missed = Vec::new();
        let mut slot = 1;
        let mut next = None;
        while next.is_none() {
            let due = cadence.due(slot, &calendar)?;
            let is_over = later(due, grace_days(&cadence)) < on;
            match (is_over, is_filled(slot)) {
                (true, false) => missed.push(due),
                (false, false) => next = Some((slot, due)),
                (_, true) => {}
            }
            slot += 1;
        }
        let (slot, due) = next.expect("found above");
        prop_assert_eq!((status.slot(), status.next_due()), (slot, due));
        prop_assert_eq!(status.held(), &filled[..]);
        prop_assert_eq!(status.extra(), &extra[..]);
        prop_assert_eq!(usize::try_from(status.missed_count()), Ok(missed.len()));
        prop_assert_eq!(cadence.missed(&status, &calendar)?, missed);
        let state = match apart(due, on).signum() {
            -1 => CadenceState::Upcoming,
            0 => CadenceState::Due,
            _ => CadenceState::InGrace,
        };
        prop_assert_eq!(status.state(), state);
    }

    #[test]
    fn what_was_missed_stays_missed(
        cadence in cadences(), days in 0_u64..400, more in 0_u64..100,
    ) {
        let calendar = Calendar::default();
        let on = later(cadence.anchor(), days);
        let before = cadence.missed(&cadence.status(&[], on, &calendar)?, &calendar)?;
        let then = later(on, more);
        let after = cadence.missed(&cadence.status(&[then], then, &calendar)?, &calendar)?;
        prop_assert_eq!(&after[..before.len()], &before[..]);
    }
}
