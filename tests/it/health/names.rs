//! The names that health hands out, levels, courses and directions, are proved like its figures,
//! from all that they hang on.

use partnership::explain::ExplainError;
use partnership::health::{
    AlignmentLoop, Better, Goal, Hold, Kpi, KpiDraft, KpiKind, LoopEvent, Pace, Reach, Reading,
    Reference, Rule, Trigger,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio};
use serde_json::{Value, json};

use super::edges::{MEDIANS, answered, series};
use super::laws::points;
use crate::families::proved;
use crate::proofs::{instead, names};

fn day(text: &str) -> NaiveDate {
    date(text).unwrap()
}

fn kpi(goal: Goal) -> Kpi {
    let mut draft = KpiDraft::new("k", KpiKind::Lagging, goal);
    draft.fresh_days = Some(30);
    Kpi::new(draft).unwrap()
}

#[test]
fn of_levels_and_outcomes() {
    // From 100 to 150 in a hundred days: after 80 of them 140 is what is expected.
    let reach = kpi(Goal::Reach(Reach {
        baseline: 100_i64.into(),
        target: 150_i64.into(),
        from: day("2026-01-01"),
        by: day("2026-04-11"),
        pace: Pace::Linear,
    }));
    let hold = kpi(Goal::Hold(Hold {
        limit: 5_i64.into(),
        better: Better::Lower,
        amber: Some(141_i64.into()),
    }));
    let reading = Reading {
        value: 140_i64.into(),
        on: day("2026-03-22"),
    };
    let (fresh, late) = (day("2026-04-11"), day("2026-04-22"));
    for (kpi, reading, at, told) in [
        (
            &reach,
            Some(reading),
            fresh,
            &[("/level", "green"), ("/outcome", "open")][..],
        ),
        (
            &reach,
            Some(reading),
            late,
            &[("/level", "unknown"), ("/outcome", "missed")],
        ),
        (&reach, None, fresh, &[("/outcome", "open")]),
        (&reach, None, late, &[("/outcome", "missed")]),
        (&hold, Some(reading), fresh, &[("/level", "amber")]),
    ] {
        let proof = kpi.explain(reading.as_ref(), at).unwrap();
        assert_eq!(names(&proof), told, "{at}");
        let state = kpi.status(reading.as_ref(), at).unwrap();
        let readings = json!({"at": at.to_string(), "reading": reading});
        let papers = [("definition", json!(kpi)), ("readings", readings)];
        proved(kpi.explain(reading.as_ref(), at), papers, &json!(state)).unwrap();
    }
    let proof = reach.explain(Some(&reading), fresh).unwrap();
    let worse = instead(&proof, "/reading/value", json!({"ratio": "99"}));
    assert_eq!(names(&worse)[0], ("/level", "red"));
}

#[test]
fn of_the_levels_of_a_check() {
    let (check, parties, answers) = answered(3);
    let on = day("2026-06-30");
    let proof = check.explain(on, &parties, &answers, None).unwrap();
    let told = [0, 1, 2].map(|number| format!("/dimensions/{number}/level"));
    let told = told.each_ref().map(|place| (place.as_str(), "amber"));
    assert_eq!(names(&proof), told);
}

#[test]
fn of_directions_and_switches() {
    let falling = series(&["8", "7", "6", "8"]);
    let proof = series(&["8", "7", "6"]).explain(Ratio::ZERO).unwrap();
    assert_eq!(names(&proof), [("/direction", "down")]);
    let trigger = Trigger::new(7_i64.into(), 8_i64.into(), 1).unwrap();
    let proof = trigger.explain(&falling).unwrap();
    assert_eq!(
        names(&proof),
        [("/changes/0/state", "on"), ("/changes/1/state", "off")]
    );
}

#[test]
fn of_courses() {
    // Low is below 90 and back is above 95.
    let against = |values: &[&str]| {
        let constant = Reference::Constant(100_i64.into());
        let proof = Rule::standard().explain(&series(values), &constant, Better::Higher);
        proof.unwrap()
    };
    for (values, told) in [
        (&[][..], &[("/course", "too_early")][..]),
        (&["100", "93"], &[("/course", "steady")]),
        (&["100", "85", "93"], &[("/course", "dip")]),
        (&["85", "85", "93", "85"], &[("/course", "structural")]),
        (&["85", "96"], &[("/course", "recovered"), ("/was", "dip")]),
        (
            &["85", "85", "85", "96"],
            &[("/course", "recovered"), ("/was", "structural")],
        ),
    ] {
        assert_eq!(names(&against(values)), told, "{values:?}");
    }
    let proof = against(&["100", "85", "93"]);
    let other = instead(&proof, "/points/2/value", json!({"ratio": "96"}));
    assert_eq!(names(&other), [("/course", "recovered")]);
}

#[test]
fn of_goals_that_were_decided_on() {
    let parties = ["a", "b"].map(|name| PartyId::new(name).unwrap());
    let mut all = AlignmentLoop::new(parties.clone()).unwrap();
    let [a, b] = parties;
    let goal = || "reach".to_owned();
    let (target, why) = (Ratio::from_integer(5), "so".to_owned());
    let better = Better::Higher;
    all.apply(LoopEvent::Propose {
        goal: goal(),
        target,
        better,
        by: a,
    })
    .unwrap();
    all.apply(LoopEvent::Agree {
        goal: goal(),
        by: b.clone(),
    })
    .unwrap();
    all.apply(LoopEvent::Begin {}).unwrap();
    all.apply(LoopEvent::Close {}).unwrap();
    let actual = Ratio::from_integer(4);
    all.apply(LoopEvent::Measured {
        goal: goal(),
        actual,
    })
    .unwrap();
    all.apply(LoopEvent::Review {}).unwrap();
    let target = Ratio::from_integer(6);
    all.apply(LoopEvent::Change {
        goal: goal(),
        target,
        why: why.clone(),
    })
    .unwrap();
    let holds = |all: &AlignmentLoop| {
        let result = json!({"cycle": all.cycle(), "goals": all.goals(), "history": all.history()});
        proved(all.explain(), [("definition", json!(all))], &result).unwrap();
        let proof = all.explain().unwrap();
        let names = names(&proof).into_iter();
        let names: Vec<String> = names
            .map(|(place, name)| format!("{place} {name}"))
            .collect();
        names
    };
    assert!(holds(&all).is_empty(), "decided, and not over");
    all.apply(LoopEvent::Next {}).unwrap();
    assert_eq!(holds(&all), ["/history/0/goal reach"]);
    // A goal that was withdrawn has a row too.
    let by = b;
    all.apply(LoopEvent::Withdraw {
        goal: goal(),
        by,
        why,
    })
    .unwrap();
    let both = ["/history/0/goal reach", "/history/1/goal reach"];
    assert_eq!(holds(&all), both);
}

// ---- what is too early, and what the median is ----

fn proves(values: &[Option<i64>], reference: &Reference) -> Result<(), String> {
    let values: Vec<Option<Ratio>> = values.iter().map(|value| value.map(Ratio::from)).collect();
    let (rule, series) = (Rule::standard(), points(&values));
    let course = rule.course(&series, reference, Better::Higher).unwrap();
    let definition = json!({"rule": rule, "reference": reference});
    let papers = [("definition", definition), ("readings", json!(series))];
    proved(
        rule.explain(&series, reference, Better::Higher),
        papers,
        &json!(course),
    )
}

#[test]
fn of_what_is_too_early_to_judge() {
    // Planned and missed, and there without a plan.
    let plan = Reference::Plan(vec![Some(Ratio::ONE), None]);
    proves(&[None, Some(5)], &plan).unwrap();
    // Figures too large to be added up are no median yet.
    let most = Ratio::new(i128::MAX, 1).unwrap();
    let two = points(&[Some(most), Some(most)]);
    let proof = Rule::standard().explain(&two, &Reference::MedianOfFirst(3), Better::Higher);
    assert_eq!(names(&proof.unwrap()), [("/course", "too_early")]);
    // That a point was missed is read from the series.
    let missed = points(&[None]);
    let constant = Reference::Constant(Ratio::ONE);
    let proof = Rule::standard()
        .explain(&missed, &constant, Better::Higher)
        .unwrap();
    let papers = |value: Value| {
        let readings = json!({"points": [{"on": "2026-01-01", "value": value}]});
        let papers = partnership::explain::Documents::new().with("readings", readings);
        papers.with(
            "definition",
            json!({"rule": Rule::standard(), "reference": constant}),
        )
    };
    let result = json!({"course": "too_early", "known": 0, "needed": 1});
    assert!(proof.check_against(&papers(Value::Null), &result).is_ok());
    let found = proof.check_against(&papers(json!("5")), &result);
    assert!(
        matches!(found, Err(ExplainError::There { .. })),
        "{found:?}"
    );
}

#[test]
fn of_a_median() {
    for (values, first) in MEDIANS {
        let values: Vec<Option<i64>> = values.iter().copied().map(Some).collect();
        proves(&values, &Reference::MedianOfFirst(first)).unwrap();
    }
}
