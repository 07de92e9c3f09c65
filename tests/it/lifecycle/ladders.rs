//! How an issue climbs its ladder by what was acknowledged.

use partnership::lifecycle::{Acknowledgement, Draft, Level};
use partnership::time::{Calendar, Deadline};

use super::at;

/// The level of an issue of 5 January, nine o'clock, on the ladder of the presets: 48 hours, then
/// 14 days, then 30.
fn level(when: &str, acknowledged: &[(&str, &str)]) -> Level {
    let calendar = Calendar::default();
    let moment = |text: &str| calendar.moment(at(text)).expect("a moment");
    let given = acknowledged.iter().map(|(when, hold)| Acknowledgement {
        at: moment(when),
        hold: hold.parse().expect("a span"),
    });
    let (given, opened) = (given.collect::<Vec<_>>(), moment("2026-01-05T09:00:00Z"));
    let ladder = &Draft::pilot().ladders[0];
    let level = ladder.level_at(&opened, &moment(when), &given, &calendar);
    level.expect("a level")
}

fn climbs(text: &str) -> Deadline {
    Deadline::At(at(text))
}

#[test]
fn an_acknowledgement_counts_from_the_opening_to_the_moment_of_asking() {
    let asked = "2026-01-06T09:00:00Z";
    for (given, next) in [
        ("2026-01-05T08:59:59Z", "2026-01-07T09:00:00Z"),
        ("2026-01-05T09:00:00Z", "2026-01-08T09:00:00Z"),
        ("2026-01-06T09:00:00Z", "2026-01-09T09:00:00Z"),
        ("2026-01-06T09:00:01Z", "2026-01-07T09:00:00Z"),
    ] {
        let level = level(asked, &[(given, "72h")]);
        assert_eq!(
            (level.index, level.next),
            (0, Some(climbs(next))),
            "{given}"
        );
    }
}

#[test]
fn the_first_acknowledgement_of_a_level_counts_in_whatever_order_they_stand() {
    let early = ("2026-01-06T09:00:00Z", "48h");
    let late = ("2026-01-07T08:00:00Z", "240h");
    for given in [[early, late], [late, early]] {
        let level = level("2026-01-07T12:00:00Z", &given);
        assert_eq!(level.next, Some(climbs("2026-01-08T09:00:00Z")));
    }
}
