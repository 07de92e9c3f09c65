//! The families of one evaluation.

use partnership::alignment::{BreakEven, BreakEvenOutcome, Evaluation, Score};
use partnership::explain::{Documents, Finding};
use partnership::{Error, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{self, GivenRatings, GivenRubric, GivenWaiver, compared, object};
use super::proved::proved;
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rated {
    rubric: GivenRubric,
    ratings: GivenRatings,
    on: Option<String>,
    #[serde(default)]
    waivers: Vec<GivenWaiver>,
}

pub fn evaluate(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Rated = read(given)?;
    let run = || -> Result<Evaluation, Error> {
        let rubric = given.rubric.rubric()?;
        let on = given.on.as_deref();
        given::evaluate(&rubric, "subject", &given.ratings, &given.waivers, on)
    };
    outcome(run(), expect, |evaluation| {
        compared(expect, figures(&evaluation))
    })
}

/// Everything that an evaluation says, as the cases write it.
pub fn figures(evaluation: &Evaluation) -> Value {
    let written = json!(evaluation);
    let read: Evaluation = serde_json::from_value(written.clone()).expect("an evaluation");
    assert_eq!(read, *evaluation);
    assert_proved(evaluation, &written);
    assert_tallied(evaluation);
    let lines = evaluation.lines().iter().map(|line| {
        let figures = json!({
            "status": line.status(),
            "share": line.share(),
            "contribution": line.contribution(),
            "lost": line.lost(),
        });
        (line.criterion(), figures)
    });
    let mut found = json!({"lines": object(lines)});
    let keys = [
        "verdict",
        "score",
        "low",
        "high",
        "coverage",
        "gaps",
        "breaches",
        "too_many_gaps",
        "missing",
        "not_applicable",
        "waived",
        "expired",
        "unused",
        "weakest",
    ];
    for key in keys {
        found[key] = written[key].clone();
    }
    found
}

/// Every figure follows from the rubric and the assessment.
fn assert_proved(evaluation: &Evaluation, written: &Value) {
    let papers = Documents::new()
        .with("rubric", json!(evaluation.rubric()))
        .with("assessment", json!(evaluation.assessment()));
    let proof = evaluation.explain().expect("a proof");
    proof.check_against(&papers, written).expect("it holds");
    assert_eq!(proof.covers(written), [""; 0]);
    let plain = |finding: &&Finding| !matches!(finding, Finding::Trusted { .. });
    assert_eq!(proof.audit(&papers, written).iter().find(plain), None);
}

/// Without waivers and what does not apply, the hot path comes to the same.
fn assert_tallied(evaluation: &Evaluation) {
    let rubric = evaluation.rubric();
    let no_waivers = evaluation.assessment().waivers.is_empty();
    if !no_waivers || evaluation.not_applicable().count() > 0 {
        return;
    }
    let ratings = &evaluation.assessment().ratings;
    let row: Vec<Option<Score>> = rubric
        .criteria()
        .iter()
        .map(|criterion| {
            let raw = ratings.get(criterion.id())?.value()?;
            Some(Score::try_from(raw).expect("a score"))
        })
        .collect();
    let tally = rubric.tally(&row).expect("a tally");
    assert_eq!(
        (
            tally.verdict(),
            tally.score(),
            tally.low(),
            tally.high(),
            tally.coverage()
        ),
        (
            evaluation.verdict(),
            evaluation.score(),
            evaluation.low(),
            evaluation.high(),
            evaluation.coverage()
        )
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lifted {
    rubric: GivenRubric,
    ratings: GivenRatings,
    target: Ratio,
}

pub fn lift(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Lifted = read(given)?;
    let run = || -> Result<_, Error> {
        let rubric = given.rubric.rubric()?;
        let evaluation = given::evaluate(&rubric, "subject", &given.ratings, &[], None)?;
        let lift = evaluation.lift_to(given.target)?;
        let even = evaluation.break_even(given.target)?;
        Ok((lift, evaluation.bridges()?, even, evaluation))
    };
    outcome(run(), expect, |(lift, bridges, even, evaluation)| {
        let papers = Documents::new()
            .with("evaluation", json!(evaluation))
            .with("target", json!(given.target));
        assert_eq!(
            proved(lift.explain(&evaluation), papers.clone(), &lift),
            Ok(())
        );
        assert_eq!(
            proved(bridges.explain(&evaluation), papers.clone(), &bridges),
            Ok(())
        );
        if let Some(even) = &even {
            let proof = even.explain(&evaluation, given.target);
            assert_eq!(proved(proof, papers, even), Ok(()));
        }
        let single = lift.single.iter().map(|(id, level)| (id, json!(level)));
        let plan = lift.plan.iter().map(|raise| {
            let from = Score::try_from(raise.from).expect("a level");
            json!([raise.criterion, from, raise.to])
        });
        let found = json!({
            "already": lift.already,
            "single": object(single),
            "plan": plan.collect::<Vec<_>>(),
            "plan_score": lift.plan_score,
            "bridges": bridges.bridges,
            "bridged_score": bridges.bridged_score,
            "break_even": even.map(break_even),
        });
        compared(expect, found)
    })
}

fn break_even(even: BreakEven) -> Value {
    let (outcome, needs) = match even.outcome {
        BreakEvenOutcome::Always => ("always", None),
        BreakEvenOutcome::Needs(level) => ("needs", Some(level)),
        BreakEvenOutcome::Never => ("never", None),
    };
    json!({"criterion": even.criterion, "exact": even.exact, "outcome": outcome, "needs": needs})
}
