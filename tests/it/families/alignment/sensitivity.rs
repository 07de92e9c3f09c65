//! The families of leads: what would turn one, and who leads by other weights.

use partnership::Error;
use partnership::alignment::{OrderBy, Sensitivity, Shift, first_places, rank};
use partnership::explain::Documents;
use serde::Deserialize;
use serde_json::{Value, json};

use super::comparison::two_papers;
use super::given::{Candidate, GivenRubric, Half, compared, evaluate_all, object};
use super::proved::proved;
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    rubric: Option<GivenRubric>,
    leader: Half,
    rival: Half,
}

pub fn sensitivity(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Lead = read(given)?;
    let run = || -> Result<_, Error> {
        let outside = given.rubric.as_ref();
        let leader = given.leader.evaluate("leader", outside)?;
        let rival = given.rival.evaluate("rival", outside)?;
        Ok((Sensitivity::new(&leader, &rival)?, leader, rival))
    };
    outcome(run(), expect, |(found, leader, rival)| {
        let papers = two_papers(("leader", &leader), ("rival", &rival));
        assert_eq!(
            proved(found.explain(&leader, &rival), papers, &found),
            Ok(())
        );
        let flips = found.flips().iter().map(|(id, flip)| (id, json!(flip)));
        let steps = found.steps_to_lose().iter();
        let steps = steps.map(|(id, steps)| (id, json!(steps)));
        let found = json!({
            "gap": found.gap(),
            "flips": object(flips),
            "least_shift": found.least_shift().map(shift),
            "tolerance": found.tolerance(),
            "steps_to_lose": object(steps),
            "dominance": found.dominance(),
        });
        compared(expect, found)
    })
}

fn shift(shift: &Shift) -> Value {
    let moves = shift.moves.iter();
    let moves = moves.map(|one| json!([one.from, one.to, one.share]));
    json!({"share": shift.share, "moves": moves.collect::<Vec<_>>()})
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Candidates {
    rubric: GivenRubric,
    candidates: Vec<Candidate>,
}

pub fn stability(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Candidates = read(given)?;
    let run = || -> Result<_, Error> {
        let all = evaluate_all(&given.rubric, &given.candidates, None)?;
        let ranking = rank(&all, OrderBy::Low)?;
        Ok((ranking.stability()?, ranking))
    };
    outcome(run(), expect, |(found, ranking)| {
        let papers = Documents::new().with("evaluations", json!(ranking.ranked()));
        assert_eq!(proved(found.explain(&ranking), papers, &found), Ok(()));
        let intervals = found.intervals().iter();
        let intervals = intervals.map(|one| (&one.criterion, json!([one.lower, one.upper])));
        let found = json!({"leader": found.leader(), "intervals": object(intervals)});
        compared(expect, found)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Views {
    rubric: GivenRubric,
    candidates: Vec<Candidate>,
    weightings: Vec<Vec<u32>>,
}

pub fn weightings(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Views = read(given)?;
    let run = || -> Result<_, Error> {
        let all = evaluate_all(&given.rubric, &given.candidates, None)?;
        Ok(first_places(&all, &given.weightings)?)
    };
    outcome(run(), expect, |first| json!({"first": first}))
}
