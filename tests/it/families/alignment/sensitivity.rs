//! The families of leads: what would turn one, and who leads by other weights.

use partnership::Error;
use partnership::alignment::{OrderBy, Sensitivity, Shift, Stability, first_places, rank};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{Candidate, GivenRubric, Half, compared, evaluate_all, object};
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
    let run = || -> Result<Sensitivity, Error> {
        let outside = given.rubric.as_ref();
        let leader = given.leader.evaluate("leader", outside)?;
        let rival = given.rival.evaluate("rival", outside)?;
        Ok(Sensitivity::new(&leader, &rival)?)
    };
    outcome(run(), expect, |found| {
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
    let run = || -> Result<Stability, Error> {
        let all = evaluate_all(&given.rubric, &given.candidates, None)?;
        Ok(rank(&all, OrderBy::Low)?.stability()?)
    };
    outcome(run(), expect, |found| {
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
