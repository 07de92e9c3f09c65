//! Milestones: exact scores, places of strangers, and steps that follow each other
//! (spec/splits.md 3.3).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use partnership::split::{
    DynamicEquity, EquityError, EquityHistory, EquityTerms, Measured, Metric, Split,
};
use partnership::{PartyId, Ratio};

use super::{list, party, ratio, split};

fn scores<const N: usize>(entries: [(&str, &str); N]) -> Measured {
    Measured::Scores(list(entries).into_iter().collect())
}

fn even() -> Split {
    split([("a", "1/2"), ("b", "1/2")])
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Four reports in an order that makes each late one move all that follow: a is better than b by
/// far, and the share of a rises by 5% a milestone.
pub fn four_steps() -> EquityHistory {
    let terms = EquityTerms {
        max_step: Some(ratio("5%")),
        ..EquityTerms::default()
    };
    let mut history = EquityHistory::new(even(), terms).unwrap();
    for on in ["2026-09-30", "2026-12-31", "2026-03-31", "2026-06-30"] {
        history
            .record(day(on), scores([("a", "2"), ("b", "1/2")]))
            .unwrap();
    }
    history
}

#[test]
fn every_step_starts_from_the_milestone_before() {
    let history = four_steps();
    let shares = history.milestones().iter();
    let shares: Vec<Option<Ratio>> = shares
        .map(|found| found.shares().shares().share(&party("a")))
        .collect();
    assert_eq!(
        shares,
        ["55%", "60%", "65%", "70%"].map(|share| Some(ratio(share)))
    );
    // In order of time it is the same history.
    let mut in_order = EquityHistory::new(even(), history.terms().clone()).unwrap();
    for milestone in history.milestones() {
        let again = in_order.record(milestone.on(), milestone.measured().clone());
        assert_eq!(again.unwrap(), milestone);
    }
}

// A common denominator of 999,999 is kept, and so is one of 999 that two scores share.
#[test]
fn scores_stay_exact_up_to_millionths() {
    for given in [
        ["999998/999999", "1"],
        ["998/999", "1000/999"],
        ["1/1000000", "1"],
    ] {
        let [a, b] = given.map(ratio);
        let known: BTreeMap<PartyId, Ratio> = [(party("a"), a), (party("b"), b)].into();
        let measured = Measured::Scores(known.clone());
        let found = DynamicEquity::new(even(), EquityTerms::default(), measured).unwrap();
        assert_eq!(found.shares().scores(), Some(&known));
        let text = found.explain().unwrap().text();
        assert!(!text.contains("on millionths"), "{text}");
    }
    let finer = scores([("a", "1/1000001"), ("b", "1")]);
    let found = DynamicEquity::new(even(), EquityTerms::default(), finer).unwrap();
    let rounded = list([("a", "1/1000000"), ("b", "1")]).into_iter().collect();
    assert_eq!(found.shares().scores(), Some(&rounded));
    assert!(found.explain().unwrap().text().contains("on millionths"));
}

#[test]
fn a_milestone_at_which_nobody_reached_anything_says_so() {
    let nothing = scores([("a", "0"), ("b", "0")]);
    let found = DynamicEquity::new(even(), EquityTerms::default(), nothing).unwrap();
    assert_eq!(found.shares().shares(), &even());
    assert_eq!(found.shares().alpha(), Ratio::ONE);
    let text = found.explain().unwrap().text();
    assert!(
        text.contains("(nobody reached anything: no change)"),
        "{text}"
    );
}

#[test]
fn a_stranger_stands_at_its_place() {
    let numbers = |names: [&str; 2]| names.map(|name| (party(name), Ratio::ONE)).into();
    let reach = Metric {
        name: "reach".to_owned(),
        weight: 1,
        targets: numbers(["a", "z"]),
        actuals: numbers(["a", "y"]),
    };
    let measured = Measured::Metrics(vec![reach]);
    let problems = DynamicEquity::problems(&even(), &EquityTerms::default(), &measured);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let strangers = [
        "metrics[0].actuals.y: y is no party of the baseline",
        "metrics[0].targets.z: z is no party of the baseline",
    ];
    assert_eq!(problems, strangers);
    // Of two strangers in the split in force the first is named.
    let terms = EquityTerms {
        max_step: Some(ratio("1/10")),
        ..EquityTerms::default()
    };
    let current = split([("a", "1/3"), ("y", "1/3"), ("z", "1/3")]);
    let found = DynamicEquity::in_force(even(), terms, scores([]), current);
    assert_eq!(
        found.unwrap_err(),
        EquityError::UnknownParty { party: party("y") }
    );
}
