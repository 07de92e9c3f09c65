//! The families of rubrics, bands and weights from an order.

use partnership::Ratio;
use partnership::alignment::{Bands, Rubric, rank_order_centroid};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{GivenRubric, GivenScale, compared, object};
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    rubric: GivenRubric,
}

pub fn rubric(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Asked = read(given)?;
    outcome(given.rubric.rubric(), expect, |rubric| {
        // What is written is read back as the same.
        let read: Rubric = serde_json::from_value(json!(rubric)).expect("a rubric");
        assert_eq!(read, rubric);
        let shares = rubric.criteria().iter().enumerate();
        let shares = shares.map(|(at, criterion)| (criterion.id(), json!(rubric.share(at))));
        let lints = rubric.lint();
        let lints = lints
            .iter()
            .map(|lint| json!([lint.name(), lint.criterion()]));
        let found = json!({"shares": object(shares), "lints": lints.collect::<Vec<_>>()});
        compared(expect, found)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordered {
    n: usize,
}

pub fn rank_order_weights(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Ordered = read(given)?;
    outcome(
        rank_order_centroid(given.n),
        expect,
        |parts| json!({"parts": parts}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    scale: GivenScale,
    bands: Vec<(String, String)>,
    values: Vec<Ratio>,
}

pub fn bands(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Labelled = read(given)?;
    let run = || -> Result<Vec<String>, partnership::Error> {
        let lowers = given.bands.iter();
        let lowers = lowers.map(|(label, lower)| Ok((label.clone(), lower.parse()?)));
        let bands: Result<Vec<_>, partnership::Error> = lowers.collect();
        let bands = Bands::new(given.scale.scale()?, bands?)?;
        let labels = given.values.iter();
        labels
            .map(|value| Ok(bands.label(*value)?.to_owned()))
            .collect()
    };
    outcome(run(), expect, |labels| json!({"labels": labels}))
}
