//! Cadences that count business days.

use partnership::time::{Cadence, Calendar, TimeError};

use super::{day, span};

#[test]
fn a_day_of_work_is_a_slot_of_its_own_from_the_anchor_on() {
    let stand_up = Cadence::new("stand_up", day("2026-01-05"), span("1bd"), span("0d")).unwrap();
    // Due from Tuesday on; the Monday of the anchor and the Tuesday are the first slot.
    for (held, slot) in [
        ("2026-01-05", 1),
        ("2026-01-06", 1),
        ("2026-01-07", 2),
        ("2026-01-09", 4),
        ("2026-01-10", 5),
        ("2026-01-12", 5),
        ("2026-01-13", 6),
    ] {
        let found = stand_up.occurrence(day(held), &Calendar::default());
        assert_eq!(found, Ok(slot), "{held}");
    }
}

#[test]
fn a_slot_asks_for_no_day_before_its_anchor() {
    let first = day("2026-01-05");
    let known = Calendar::default().with_covers("2026-01-05..2026-02-01".parse().ok());
    let call = Cadence::new("call", first, span("5bd"), span("4d")).unwrap();
    assert_eq!(call.occurrence(first, &known), Ok(1));
    let late = day("2026-02-06");
    let date = day("2026-02-01");
    assert_eq!(
        call.occurrence(late, &known),
        Err(TimeError::NotCovered { date })
    );
}
