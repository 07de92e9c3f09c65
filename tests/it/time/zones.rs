//! What an offset and a zone are, and are not.

use partnership::time::{Calendar, Offset, TimeError, Zone};

use super::{day, instant};

fn offset(text: &str) -> Offset {
    text.parse().expect(text)
}

#[test]
fn an_offset_has_one_form() {
    for good in [
        "+00:00", "+00:01", "-00:01", "+05:45", "-09:30", "+18:00", "-18:00",
    ] {
        assert_eq!(offset(good).to_string(), good);
    }
    assert_eq!(Offset::UTC.to_string(), "+00:00");
    assert_eq!(offset("-00:01").minutes(), -1);
    for bad in [
        "-00:00", "+01:60", "-01:60", "+00:99", "+18:01", "-18:01", "01:00", "+1:00", "Z",
    ] {
        let text = bad.to_owned();
        assert_eq!(bad.parse::<Offset>(), Err(TimeError::BadZone { text }));
    }
}

#[test]
fn every_change_of_a_zone_comes_after_the_one_before_it() {
    let day = |text: &str| (instant(text), Offset::UTC);
    let (first, second, third) = (
        day("2026-01-01T00:00:00Z"),
        day("2026-02-01T00:00:00Z"),
        day("2026-03-01T00:00:00Z"),
    );
    assert!(Zone::new(Offset::UTC, [first, second, third]).is_ok());
    for late in [[first, third, second], [first, second, second]] {
        let text = "2026-02-01T00:00:00Z".to_owned();
        let found = Zone::new(Offset::UTC, late);
        assert_eq!(found, Err(TimeError::BadZone { text }));
    }
}

// In the farthest east it was two o'clock on 2 March; the clocks go back to 1 March.
#[test]
fn a_third_change_does_not_bring_a_day_back_either() {
    let changes = [
        (instant("2026-01-01T00:00:00Z"), Offset::UTC),
        (instant("2026-02-01T00:00:00Z"), offset("+14:00")),
        (instant("2026-03-01T12:00:00Z"), offset("-10:00")),
    ];
    let zone = Zone::new(Offset::UTC, changes).unwrap();
    for at in [
        "2026-03-01T11:59:59Z",
        "2026-03-01T12:00:00Z",
        "2026-03-03T09:59:59Z",
    ] {
        assert_eq!(zone.date_of(instant(at)), Ok(day("2026-03-02")), "{at}");
    }
    let end = Ok(instant("2026-03-03T10:00:00Z"));
    assert_eq!(zone.end_of(day("2026-03-02")), end);
}

#[test]
fn the_first_day_that_is_in_both_lists_is_named() {
    let days = ["2026-05-31", "2026-06-07"].map(day);
    let calendar = Calendar::default().with_holidays(days).unwrap();
    let date = days[0];
    let found = calendar.with_workdays(days);
    assert_eq!(found, Err(TimeError::HolidayAndWorkday { date }));
}
