//! The papers of the proofs: evaluations, votes and models, with what follows from some of them.

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::alignment::{
    AlignmentModel, ById, Checklist, ChecklistReport, Evaluation, ExchangeMatrix, Expectations, Id,
    ModelSelection, Panel, PanelReport, Rating, Review, Rubric, Score, SharedValueMatrix,
};
use partnership::explain::Explanation;
use partnership::time::date;
use serde_json::{Value as Json, from_value, json};

use super::errors::id;
use crate::documents::reads;

pub fn evaluation(name: &str) -> Evaluation {
    reads(&format!("alignment/evaluation_{name}.json"))
}

#[track_caller]
pub fn paper<T: serde::de::DeserializeOwned>(json: Json) -> T {
    from_value(json).expect("a paper")
}

/// Every place is proved, beside what else is.
#[track_caller]
pub fn proves(proof: &Explanation, places: &[&str]) {
    for place in places {
        assert!(
            proof.results().contains_key(*place),
            "{place} of {:?}",
            proof.results()
        );
    }
}

pub fn exchange(gives: &str, tolerance: &str) -> ExchangeMatrix {
    let flows = json!({"money": {"gives": gives, "receives": "9"}});
    let back = json!({"money": {"gives": "9", "receives": gives}});
    paper(json!({"dimensions": ["money"], "tolerance": tolerance,
        "periods": [{"producer": flows, "partner": back}]}))
}

pub fn expectations(offered: &str) -> Expectations {
    paper(
        json!({"expects": {"producer": {"data": "4"}, "partner": {}},
        "offers": {"producer": {}, "partner": {"data": offered}}}),
    )
}

pub fn shared(ben: u32, tolerance: &str) -> SharedValueMatrix {
    paper(json!({"dimensions": ["art"], "tolerance": tolerance,
        "contributions": {"ana": {"art": "3"}, "ben": {"art": "1"}},
        "benefit": {"split": {"ana": 1, "ben": ben}}}))
}

/// Issues traded with each other; the trade gap is the default 1/10 or another.
pub fn issues(importance: u32, trade_gap: &str) -> AlignmentModel {
    let side = |ideal: &str, parts: u32| {
        json!({"acceptable": {"range": {"from": "0", "to": "10", "ideal": ideal}},
            "importance": parts})
    };
    paper(json!({"trade_gap": trade_gap, "issues": [
        {"id": "a", "producer": side("2", 60), "partner": side("8", 10)},
        {"id": "b", "producer": side("2", 10), "partner": side("8", importance)},
    ]}))
}

/// Models that need levels of `f` and `g`.
pub fn models(needs: &[(&str, Json)]) -> ModelSelection {
    let ideal = json!({"ideal": "5", "want": "nearer"});
    let profiles: Vec<Json> = needs
        .iter()
        .map(|(model, needs)| json!({"model": model, "factors": {"h": ideal}, "needs": needs}))
        .collect();
    paper(json!({"factors": ["f", "g", "h"], "profiles": profiles}))
}

pub fn levels(all: &[(&str, i32)]) -> ById<Score> {
    let levels = all
        .iter()
        .map(|(factor, level)| (id(factor), Score::from(*level)));
    ById::from(levels.collect::<BTreeMap<Id, Score>>())
}

pub fn packages(best: i64) -> Vec<(Id, Ratio, Ratio)> {
    let package = |name: &str, own: i64, other: i64| (id(name), own.into(), other.into());
    vec![
        package("a", 5, best),
        package("b", 4, 3),
        package("c", 1, 9),
    ]
}

/// One item a no with a late remedy, one a no that is mended, one a yes with a remedy for nothing.
pub fn review(done: bool) -> Review {
    let remedy = |due: &str, done: Option<&str>| json!({"how": "x", "owner": "y", "due": due, "done_on": done});
    let mended = remedy("2026-01-05", done.then_some("2026-01-04"));
    paper(json!({"on": "2026-01-10", "answers": {
            "roles-written": {"answer": "no"}, "rights-written": {"answer": "no"},
            "metrics-written": {"answer": "yes"}},
        "remedies": {"roles-written": remedy("2026-01-05", None), "rights-written": mended,
            "metrics-written": remedy("2026-02-01", None)}}))
}

pub fn report(review: &Review) -> ChecklistReport {
    Checklist::clarity().review(review).expect("a report")
}

/// Ann, bob, cy and dan on `a`, whose limits are 2 and 3.
pub fn panel(votes: [&str; 4]) -> (Panel, Rubric) {
    let rubric = json!({"id": "r", "criteria": [
        {"id": "a", "weight": 1, "floor": {"reject": "2", "bridge": "3"}},
        {"id": "b", "weight": 1}]});
    let votes = ["ann", "bob", "cy", "dan"].into_iter().zip(votes);
    let votes = votes.map(|(assessor, vote)| {
        let ratings = json!({"a": {"scored": {"score": vote}}, "b": {"scored": {"score": "4"}}});
        (id(assessor), paper::<BTreeMap<Id, Rating>>(ratings))
    });
    (Panel::new(votes.collect()), paper(rubric))
}

pub fn polled((panel, rubric): &(Panel, Rubric)) -> PanelReport {
    let day = date("2026-01-15").expect("a day");
    panel.report(rubric, id("Oak"), day, &[]).expect("a report")
}
