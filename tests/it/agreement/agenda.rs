//! What comes next, whatever order it is told in.

use partnership::Error;
use partnership::agreement::{Due, DueFact, DueKind, DueState, DueWhen, agenda};
use partnership::time::{
    Cadence, Calendar, MonthRule, NaiveDate, NoticeDates, Roll, Span, Unit, date,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::laws;

fn day(number: u32) -> NaiveDate {
    let calendar = Calendar::default();
    let span = Span::days(number).unwrap();
    let start = date("2026-01-01").unwrap();
    calendar
        .add(start, span, 1, MonthRule::SameDay, Roll::None)
        .unwrap()
}

fn every(every: Span, anchor: u32) -> Cadence {
    Cadence::new("review", day(anchor), every, Span::days(0).unwrap()).unwrap()
}

fn fact() -> impl Strategy<Value = DueWhen> {
    let window = (proptest::option::of(0_u32..50), 50_u32..120).prop_map(|(opens, closes)| {
        DueWhen::Window(NoticeDates::new(opens.map(day), day(closes)).unwrap())
    });
    let spans = vec![
        (5, Unit::Days),
        (2, Unit::Weeks),
        (1, Unit::Months),
        (3, Unit::BusinessDays),
    ];
    let spans = select(spans).prop_map(|(number, unit)| Span::new(number, unit).unwrap());
    let held = proptest::collection::vec(20_u32..60, 0..5);
    let recurring = (spans, 0_u32..20, held, proptest::option::of(10_u32..120)).prop_map(
        |(span, anchor, held, until)| DueWhen::Recurring {
            cadence: every(span, anchor),
            held: held.into_iter().map(day).collect(),
            until: until.map(day),
        },
    );
    prop_oneof![
        (0_u32..120).prop_map(|on| DueWhen::Once(day(on))),
        window,
        recurring
    ]
}

fn facts() -> impl Strategy<Value = Vec<DueFact>> {
    let kinds = select(vec![DueKind::Payment, DueKind::Review, DueKind::Notice]);
    let facts = proptest::collection::vec((kinds, fact()), 0..8);
    facts.prop_map(|facts| {
        let facts = facts.into_iter().enumerate();
        facts
            .map(|(at, (kind, when))| DueFact {
                kind,
                key: format!("k{at}"),
                when,
                amount: None,
            })
            .collect()
    })
}

fn next(at: u32, horizon: Option<u32>, facts: &[DueFact]) -> Vec<Due> {
    agenda(day(at), horizon, facts, &Calendar::default()).unwrap()
}

#[test]
fn two_facts_of_one_name_are_refused() {
    let fact = DueFact {
        kind: DueKind::Payment,
        key: "march".into(),
        when: DueWhen::Once(day(0)),
        amount: None,
    };
    let twice = [fact.clone(), fact];
    let refused = agenda(day(0), None, &twice, &Calendar::default()).unwrap_err();
    assert_eq!(
        Error::from(refused).to_string(),
        "the payment march stands twice"
    );
}

#[test]
fn an_entry_reads_as_a_line() {
    let says = |state: DueState, text: &str| assert_eq!(state.to_string(), text);
    says(DueState::Overdue { days: 1, missed: 0 }, "1 day late");
    says(
        DueState::Overdue {
            days: 106,
            missed: 4,
        },
        "106 days late, 4 missed",
    );
    says(DueState::InGrace { days: 3 }, "3 days into the grace");
    says(DueState::Today, "today");
    says(DueState::Ahead { days: 1 }, "in 1 day");
    says(DueState::NotOpen { days: 2 }, "opens in 2 days");
    says(DueState::Open { days: 0 }, "open for 0 days");
    let payment = DueFact {
        kind: DueKind::Payment,
        key: "march".into(),
        when: DueWhen::Once(day(1)),
        amount: Some("60.00 USD".parse().unwrap()),
    };
    let line = next(0, None, &[payment])[0].to_string();
    let on = day(1);
    assert_eq!(line, format!("{on} payment march: 60.00 USD, in 1 day"));
}

#[test]
fn what_was_missed_before_the_end_stays_and_what_comes_after_it_does_not_exist() {
    let week = every(Span::weeks(1).unwrap(), 0);
    let fact = |until| DueFact {
        kind: DueKind::Review,
        key: "week".into(),
        when: DueWhen::Recurring {
            cadence: week.clone(),
            held: vec![day(7)],
            until: Some(day(until)),
        },
        amount: None,
    };
    // Due on days 7, 14, 21, 28; the first was held on its day. The end on day 20 leaves day 14.
    let found = next(30, None, &[fact(20)]);
    let missed = |due: &Due| (due.on, due.state, due.occurrence);
    assert_eq!(
        found.iter().map(missed).collect::<Vec<_>>(),
        [(
            day(14),
            DueState::Overdue {
                days: 16,
                missed: 1
            },
            Some(2)
        )]
    );
}

#[test]
fn what_was_missed_is_counted_up_to_the_end_and_what_was_held_after_it_does_not_count() {
    // Due on days 7, 14, 21, 28 and 35; asked on day 40.
    for (held, until, missed) in [
        (vec![], 20, Some((7, 2))),
        (vec![21], 20, Some((7, 2))),
        (vec![14], 20, Some((7, 1))),
        (vec![7, 14], 20, None),
        (vec![], 14, Some((7, 2))),
        (vec![], 13, Some((7, 1))),
        (vec![], 7, Some((7, 1))),
        (vec![], 6, None),
    ] {
        let fact = DueFact {
            kind: DueKind::Review,
            key: "week".into(),
            when: DueWhen::Recurring {
                cadence: every(Span::weeks(1).unwrap(), 0),
                held: held.iter().copied().map(day).collect(),
                until: Some(day(until)),
            },
            amount: None,
        };
        let found = next(40, None, &[fact]);
        let found: Vec<_> = found.iter().map(|due| (due.on, due.state)).collect();
        let missed = missed.map(|(first, missed)| {
            let days = 40 - first;
            (day(first), DueState::Overdue { days, missed })
        });
        assert_eq!(found, Vec::from_iter(missed), "{held:?} until {until}");
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn the_order_of_facts_changes_nothing(facts in facts(), turn in 0_usize..8) {
        let mut turned = facts.clone();
        if !turned.is_empty() {
            let turn = turn % turned.len();
            turned.rotate_left(turn);
        }
        prop_assert_eq!(next(60, None, &turned), next(60, None, &facts));
    }

    #[test]
    fn a_shorter_horizon_drops_only_later_entries(
        facts in facts(), short in 0_u32..60, more in 0_u32..60,
    ) {
        let (near, far) = (next(60, Some(short), &facts), next(60, Some(short + more), &facts));
        let last = day(60 + short);
        let kept: Vec<&Due> = far.iter().filter(|due| near.contains(due)).collect();
        prop_assert_eq!(kept, near.iter().collect::<Vec<_>>());
        prop_assert!(far.iter().filter(|due| !near.contains(due)).all(|due| due.on > last));
    }

    #[test]
    fn missed_occurrences_are_those_that_a_walk_finds(
        span in select(vec![(5, Unit::Days), (2, Unit::Weeks), (1, Unit::Months)]),
        held in proptest::collection::vec(0_u32..60, 0..5),
        until in proptest::option::of(0_u32..100),
    ) {
        let span = Span::new(span.0, span.1).unwrap();
        let cadence = every(span, 0);
        let calendar = Calendar::default();
        let held: Vec<NaiveDate> = held.into_iter().map(day).collect();
        let fact = DueFact {
            kind: DueKind::Review,
            key: "r".into(),
            when: DueWhen::Recurring {
                cadence: cadence.clone(), held: held.clone(), until: until.map(day),
            },
            amount: None,
        };
        // Slot by slot: over before today, not held, and not after the end.
        let filled: Vec<u32> =
            held.iter().map(|on| cadence.occurrence(*on, &calendar).unwrap()).collect();
        let over = cadence.occurrence(day(60), &calendar).unwrap();
        let missed: Vec<NaiveDate> = (1..over)
            .filter(|slot| !filled.contains(slot))
            .map(|slot| cadence.due(slot, &calendar).unwrap())
            .filter(|on| until.is_none_or(|until| *on <= day(until)))
            .collect();
        let found = next(60, None, &[fact]);
        let overdue = found.iter().find_map(|due| match due.state {
            DueState::Overdue { missed, .. } => Some((due.on, missed)),
            _ => None,
        });
        let wanted = missed.first().map(|first| (*first, u32::try_from(missed.len()).unwrap()));
        prop_assert_eq!(overdue, wanted);
    }
}
