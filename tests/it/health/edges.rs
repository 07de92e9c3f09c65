//! Ties that floats break, and edges of the doors.

use partnership::health::{
    AlignmentLoop, Answer, Answers, Better, CheckError, Course, EarlierReport, Goal, HealthCheck,
    Kpi, KpiDraft, KpiKind, KpiLint, Level, LoopError, LoopEvent, Pace, Point, Reach, Reading,
    Reference, Rule, RuleDraft, Series, Spell, Trigger, summarise,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio};

fn day(text: &str) -> NaiveDate {
    date(text).unwrap()
}

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn series(values: &[&str]) -> Series {
    let first = day("2026-01-01");
    let points = (0..).zip(values).map(|(place, value)| Point {
        on: first + chrono::Days::new(place),
        value: Some(ratio(value)),
    });
    Series::new(points.collect()).unwrap()
}

#[test]
fn three_tenths_of_the_way_on_three_tenths_of_the_days_is_green() {
    // 0.1 + 0.2 is above 0.3 in floats, and 0.3 of the way would be behind.
    let goal = Goal::Reach(Reach {
        baseline: ratio("0.1"),
        target: ratio("1.1"),
        from: day("2026-01-01"),
        by: day("2026-01-11"),
        pace: Pace::Linear,
    });
    let kpi = Kpi::new(KpiDraft::new("k", KpiKind::Lagging, goal)).unwrap();
    let on = day("2026-01-04");
    let at = |value| {
        let value = ratio(value);
        kpi.status(Some(&Reading { value, on }), on).unwrap().level
    };
    assert_eq!(at("0.4"), Level::Green);
    assert_eq!(at("0.3999999999999999999"), Level::Amber);
}

#[test]
fn a_course_reads_as_a_line() {
    let since = day("2026-07-01");
    let (lows, left, was) = (2, 1, Spell::Dip);
    let dip = |severe| Course::Dip {
        since,
        lows,
        left,
        severe,
    };
    let (known, needed) = (2, 4);
    let lines = [
        (
            Course::TooEarly { known, needed },
            "too early: 2 of 4 points",
        ),
        (Course::Steady {}, "steady"),
        (
            dip(false),
            "a dip since 2026-07-01: 2 low, 1 more is structural",
        ),
        (
            dip(true),
            "a dip since 2026-07-01: 2 low, 1 more is structural, severe",
        ),
        (
            Course::Structural {
                since,
                lows,
                severe: false,
            },
            "structural since 2026-07-01: 2 low",
        ),
        (
            Course::Recovered { since, lows, was },
            "recovered since 2026-07-01: 2 low before",
        ),
    ];
    for (course, line) in lines {
        assert_eq!(course.to_string(), line);
    }
}

#[test]
fn a_value_on_the_line_of_tolerance_is_not_low() {
    // 0.3 less 10% is 0.27, which no float says.
    let course = |value| {
        let reference = Reference::Constant(ratio("0.3"));
        Rule::standard().course(&series(&[value]), &reference, Better::Higher)
    };
    assert_eq!(course("0.27"), Ok(Course::Steady {}));
    assert!(matches!(
        course("0.2699999999999999999"),
        Ok(Course::Dip { .. })
    ));
}

#[test]
fn a_rule_lists_all_its_faults() {
    let draft = RuleDraft {
        tolerance: ratio("1"),
        recovery: ratio("-1"),
        lows: 0,
        severe: Some(ratio("2")),
    };
    let places: Vec<String> = draft.problems().into_iter().map(|one| one.place).collect();
    assert_eq!(places, ["tolerance", "recovery", "lows", "severe"]);
    for rule in [Rule::standard(), Rule::run_chart()] {
        assert_eq!(Rule::new(*rule.draft()), Ok(rule));
    }
}

#[test]
fn a_trigger_waits_for_so_many_in_a_row() {
    let trigger = Trigger::new(ratio("7"), ratio("7"), 2).unwrap();
    assert!(!trigger.run(&series(&["6", "7", "6"])).active);
    assert!(trigger.run(&series(&["7", "6", "6"])).active);
    assert!(Trigger::new(ratio("7"), ratio("7"), 0).is_err());
}

#[test]
fn a_leading_red_before_any_lagging_one_is_an_early_warning() {
    let red = (KpiKind::Leading, Level::Red);
    let summary = summarise([red, (KpiKind::Lagging, Level::Unknown)]);
    assert_eq!(summary.leading, Some(Level::Red));
    assert!(summary.early_warning && summary.lints.is_empty());
    assert!(!summarise([red, (KpiKind::Lagging, Level::Red)]).early_warning);
    let none = summarise([]);
    assert_eq!(none.lints, [KpiLint::NoLeading, KpiLint::NoLagging]);
}

fn answered(score: i64) -> (HealthCheck, [PartyId; 2], Answers) {
    let check = HealthCheck::quarterly();
    let parties = [PartyId::new("a").unwrap(), PartyId::new("b").unwrap()];
    let mut answers = Answers::new();
    for party in &parties {
        for question in check
            .draft()
            .dimensions
            .iter()
            .flat_map(|one| &one.questions)
        {
            answers.give(party.clone(), &question.id, Answer::Score(score));
        }
    }
    (check, parties, answers)
}

#[test]
fn a_report_is_compared_with_an_earlier_one_of_the_same_check_alone() {
    let (check, parties, answers) = answered(4);
    let on = day("2026-06-30");
    let report = |previous: &EarlierReport| check.report(on, &parties, &answers, Some(previous));
    let first = check.report(day("2026-03-31"), &parties, &answers, None);
    let earlier = first.unwrap().earlier();
    assert_eq!(
        report(&earlier).unwrap().dimensions[0].change,
        Some(Ratio::ZERO)
    );
    let other = EarlierReport {
        version: 2,
        ..earlier.clone()
    };
    assert!(matches!(
        report(&other),
        Err(CheckError::OtherCheck { version: 2, .. })
    ));
    let same_day = EarlierReport { on, ..earlier };
    assert!(matches!(
        report(&same_day),
        Err(CheckError::DatesReversed { .. })
    ));
}

#[test]
fn what_applies_to_nobody_is_left_out_of_everything() {
    let (check, parties, mut answers) = answered(5);
    for party in &parties {
        for question in &check.draft().dimensions[0].questions {
            let reason = "not our trade".to_owned();
            answers.give(
                party.clone(),
                &question.id,
                Answer::NotApplicable { reason },
            );
        }
    }
    let report = check
        .report(day("2026-06-30"), &parties, &answers, None)
        .unwrap();
    assert_eq!(report.dimensions[0].level, None);
    assert_eq!(report.overall, Level::Green);
    assert_eq!(report.attention, ["communication", "value-delivery"]);
}

#[test]
fn a_refused_event_changes_nothing() {
    let parties = ["a", "b"].map(|name| PartyId::new(name).unwrap());
    let mut goals = AlignmentLoop::new(parties.clone()).unwrap();
    let before = goals.clone();
    let drop = LoopEvent::Drop {
        goal: "x".to_owned(),
        why: "y".to_owned(),
    };
    assert!(matches!(
        goals.apply(drop),
        Err(LoopError::WrongPhase { .. })
    ));
    assert!(matches!(
        goals.apply(LoopEvent::Begin {}),
        Err(LoopError::NotReady { .. })
    ));
    assert_eq!(goals, before);
    let [one, _] = parties;
    assert_eq!(
        AlignmentLoop::new([one.clone(), one]),
        Err(LoopError::TooFewParties { found: 1 })
    );
}
