//! Ties that floats break, and edges of the doors.

use partnership::Problem;
use partnership::health::{
    AlignmentLoop, Answer, Answers, Better, CheckDraft, CheckError, Course, Dimension,
    EarlierReport, Goal, HealthCheck, Hold, Kpi, KpiDraft, KpiError, KpiKind, KpiLint, Level,
    LoopError, LoopEvent, Pace, Point, Question, Reach, Reading, Reference, Rule, RuleDraft,
    Scorecard, ScorecardError, Series, SeriesError, Spell, Trigger, summarise,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio};

fn day(text: &str) -> NaiveDate {
    date(text).unwrap()
}

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

pub fn series(values: &[&str]) -> Series {
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

/// Series of which the first have their median at 200 or 150, and then one value is low.
pub const MEDIANS: [(&[i64], u32); 4] = [
    (&[200, 1000, 0, 179, 181], 3),
    (&[200, 0, 1000, 100, 134, 136], 4),
    (&[1000, 200, 0, 900, 1, 179, 181], 5),
    (&[1000, 200, 0, 100, 900, 1, 134, 136], 6),
];

#[test]
fn the_first_values_make_a_median_and_are_not_judged() {
    for (values, first) in MEDIANS {
        let words: Vec<String> = values.iter().map(i64::to_string).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let reference = Reference::MedianOfFirst(first);
        let course = Rule::standard().course(&series(&words), &reference, Better::Higher);
        let since = day("2026-01-01") + chrono::Days::new(first.into());
        let dip = Course::Dip {
            since,
            lows: 1,
            left: 2,
            severe: false,
        };
        assert_eq!(course, Ok(dip), "{values:?}");
    }
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
fn the_worst_of_a_kind_speaks_for_it() {
    use KpiKind::{Lagging, Leading};
    use Level::{Amber, Green, Red};
    for (levels, leading, lagging, is_early) in [
        (
            [(Leading, Green), (Leading, Red), (Lagging, Amber)],
            Red,
            Amber,
            true,
        ),
        (
            [(Lagging, Amber), (Leading, Green), (Lagging, Green)],
            Green,
            Amber,
            false,
        ),
        (
            [(Lagging, Green), (Leading, Amber), (Lagging, Red)],
            Amber,
            Red,
            false,
        ),
    ] {
        let summary = summarise(levels);
        assert_eq!(
            (summary.leading, summary.lagging),
            (Some(leading), Some(lagging))
        );
        assert_eq!(summary.early_warning, is_early, "{levels:?}");
    }
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

pub fn answered(score: i64) -> (HealthCheck, [PartyId; 2], Answers) {
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

/// The places of all faults, in their order.
fn places<F>(problems: Vec<Problem<F>>) -> Vec<String> {
    problems.into_iter().map(|one| one.place).collect()
}

#[test]
fn a_kpi_lists_all_its_faults() {
    let reach = |target: &str| {
        Goal::Reach(Reach {
            baseline: ratio("5"),
            target: ratio(target),
            from: day("2026-01-01"),
            by: day("2026-01-11"),
            pace: Pace::Linear,
        })
    };
    let hold = Goal::Hold(Hold {
        limit: ratio("5"),
        better: Better::Lower,
        amber: None,
    });
    let (lower, higher) = (Some(Better::Lower), Some(Better::Higher));
    // Equal thresholds are in order, and a target that is the baseline is on no wrong side.
    for (goal, better, green_from, amber_from, expected) in [
        (reach("6"), higher, "4/5", "4/5", &[][..]),
        (reach("6"), lower, "1", "4/5", &["better"]),
        (reach("5"), higher, "1", "4/5", &["goal.target"]),
        (hold, lower, "1", "4/5", &[]),
        (hold, higher, "1", "4/5", &["better"]),
        (hold, None, "1", "0", &["amber_from"]),
        (hold, None, "3/2", "1", &["green_from"]),
        (hold, None, "1/2", "4/5", &["green_from"]),
    ] {
        let mut draft = KpiDraft::new("k", KpiKind::Lagging, goal);
        draft.better = better;
        (draft.green_from, draft.amber_from) = (ratio(green_from), ratio(amber_from));
        assert_eq!(places(draft.problems()), expected, "{draft:?}");
    }
}

#[test]
fn a_check_lists_all_its_faults() {
    let dimension = |id: &str, questions: &[&str]| Dimension {
        id: id.to_owned(),
        questions: (questions.iter())
            .map(|id| Question {
                id: (*id).to_owned(),
                text: String::new(),
            })
            .collect(),
    };
    let of = |dimensions| CheckDraft::new("check", dimensions);
    assert_eq!(places(of(Vec::new()).problems()), ["dimensions"]);
    let draft = of(vec![
        dimension("trust", &["a", "b"]),
        dimension("value", &[]),
        dimension("trust", &["c", "b"]),
    ]);
    let expected = [
        "dimensions[1]",
        "dimensions[2]",
        "dimensions[2].questions[1]",
    ];
    assert_eq!(places(draft.problems()), expected);
    // A scale of one score is a scale.
    let mut draft = of(vec![dimension("trust", &["a"])]);
    (draft.min, draft.max) = (3, 3);
    (draft.red_below, draft.green_from) = (ratio("3"), ratio("3"));
    assert!(draft.problems().is_empty());
    draft.max = 2;
    assert_eq!(places(draft.problems()), ["max", "green_from"]);
}

#[test]
fn the_first_stranger_is_named() {
    // What is unknown comes by id.
    let figures = |more: &[&str]| {
        let measures = Scorecard::balanced_measures().map(|one| (one.id, one.better));
        let more = more.iter().map(|id| (*id, Better::Higher));
        let figures = measures.chain(more).map(|(id, better)| match better {
            Better::Higher => (id.to_owned(), (Ratio::ZERO, Ratio::ONE)),
            Better::Lower => (id.to_owned(), (Ratio::ONE, Ratio::ZERO)),
        });
        figures.collect()
    };
    let stranger = |id: &str| ScorecardError::UnknownMeasure {
        measure: id.to_owned(),
    };
    let found = Scorecard::balanced(&figures(&["zz", "zy"]));
    assert_eq!(found, Err(stranger("zy")));
    let card = Scorecard::balanced(&figures(&[])).unwrap();
    let actuals = ["zz", "zy"].map(|id| (id.to_owned(), None));
    let actuals = actuals.into_iter().collect();
    assert_eq!(card.score(&actuals), Err(stranger("zy")));
    let refused = card.explain(&actuals).map(|_| ());
    assert_eq!(refused, Err(stranger("zy")));
    let (check, parties, mut answers) = answered(4);
    for id in ["zz", "zy"] {
        answers.give(PartyId::new(id).unwrap(), "x", Answer::NotAssessed);
    }
    let party = PartyId::new("zy").unwrap();
    let found = check.report(day("2026-06-30"), &parties, &answers, None);
    assert_eq!(found, Err(CheckError::UnknownParty { party }));
}

#[test]
fn what_has_no_state_has_no_proof() {
    let goal = Goal::Hold(Hold {
        limit: ratio("5"),
        better: Better::Lower,
        amber: None,
    });
    let kpi = Kpi::new(KpiDraft::new("k", KpiKind::Lagging, goal)).unwrap();
    let (on, at) = (day("2026-01-02"), day("2026-01-01"));
    let reading = Reading {
        value: ratio("4"),
        on,
    };
    let refused = kpi.explain(Some(&reading), at).map(|_| ());
    assert_eq!(refused, Err(KpiError::FutureReading { on, at }));
    let value = ratio("-1");
    let refused = series(&["1", "2"]).explain(value).map(|_| ());
    assert_eq!(refused, Err(SeriesError::BadThreshold { value }));
}
