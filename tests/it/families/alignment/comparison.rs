//! The families of two evaluations side by side.

use partnership::Error;
use partnership::alignment::{Evaluation, contrast, diff, two_way};
use partnership::explain::Documents;
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{GivenRubric, Half, compared, object};
use super::proved::proved;
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    rubric: Option<GivenRubric>,
    left: Half,
    right: Half,
}

impl Sides {
    fn evaluate(&self) -> Result<(Evaluation, Evaluation), Error> {
        let outside = self.rubric.as_ref();
        let left = self.left.evaluate("left", outside)?;
        Ok((left, self.right.evaluate("right", outside)?))
    }
}

/// Two evaluations as papers.
pub fn two_papers(left: (&str, &Evaluation), right: (&str, &Evaluation)) -> Documents {
    Documents::new()
        .with(left.0, json!(left.1))
        .with(right.0, json!(right.1))
}

pub fn contrasted(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Sides = read(given)?;
    let run = || -> Result<_, Error> {
        let (left, right) = given.evaluate()?;
        Ok((contrast(&left, &right)?, left, right))
    };
    outcome(run(), expect, |(contrast, left, right)| {
        let papers = two_papers(("left", &left), ("right", &right));
        assert_eq!(
            proved(contrast.explain(&left, &right), papers, &contrast),
            Ok(())
        );
        compared(
            expect,
            json!({"gap": contrast.gap(), "lines": contrast.lines()}),
        )
    })
}

pub fn two_sided(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Sides = read(given)?;
    let run = || -> Result<_, Error> {
        let (left, right) = given.evaluate()?;
        Ok((two_way(&left, &right)?, left, right))
    };
    outcome(run(), expect, |(view, left, right)| {
        let papers = two_papers(("left", &left), ("right", &right));
        assert_eq!(proved(view.explain(&left, &right), papers, &view), Ok(()));
        let asymmetry = view.asymmetry().iter();
        let found = json!({
            "verdict": view.verdict(),
            "score": view.score(),
            "asymmetry": object(asymmetry.map(|(id, by)| (id, json!(by)))),
            "one_sided": view.one_sided(),
        });
        compared(expect, found)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    rubric: Option<GivenRubric>,
    before: Half,
    after: Half,
}

pub fn differing(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Change = read(given)?;
    let run = || -> Result<_, Error> {
        let outside = given.rubric.as_ref();
        let before = given.before.evaluate("subject", outside)?;
        let after = given.after.evaluate("subject", outside)?;
        Ok((diff(&before, &after)?, before, after))
    };
    outcome(run(), expect, |(diff, before, after)| {
        let papers = two_papers(("before", &before), ("after", &after));
        assert_eq!(proved(diff.explain(&before, &after), papers, &diff), Ok(()));
        let lines = diff.lines().iter().map(|line| {
            let effects = json!({
                "score_effect": line.score_effect,
                "weight_effect": line.weight_effect,
            });
            (&line.criterion, effects)
        });
        let changes = diff.status_changes().iter();
        let changes = changes.map(|change| json!([change.criterion, change.before, change.after]));
        let found = json!({
            "delta": diff.delta(),
            "lines": object(lines),
            "verdict_before": diff.verdict_before(),
            "verdict_after": diff.verdict_after(),
            "status_changes": changes.collect::<Vec<_>>(),
        });
        compared(expect, found)
    })
}
