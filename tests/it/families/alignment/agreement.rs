//! The families of several assessors.

use std::collections::BTreeMap;

use partnership::alignment::{
    Alpha, AlphaLevel, Panel, PanelReport, Policy, Rubric, exact_pairs, krippendorff_alpha,
};
use partnership::explain::Documents;
use partnership::{Error, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{GivenRatings, GivenRubric, compared, day, object, ratings};
use super::proved::proved;
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Voted {
    rubric: GivenRubric,
    panel: BTreeMap<String, GivenRatings>,
    policy: Option<Policy>,
    contested_at: Option<Ratio>,
    level: Option<AlphaLevel>,
}

impl Voted {
    fn report(&self) -> Result<(PanelReport, Panel, Rubric), Error> {
        let votes = self.panel.iter();
        let votes = votes.map(|(assessor, given)| Ok((assessor.parse()?, ratings(given)?)));
        let mut panel = Panel::new(votes.collect::<Result<_, Error>>()?);
        panel = panel.with_policy(self.policy.unwrap_or_default());
        if let Some(part) = self.contested_at {
            panel = panel.with_contested_at(part);
        }
        panel = panel.with_level(self.level.unwrap_or_default());
        let rubric = self.rubric.rubric()?;
        let report = panel.report(&rubric, "subject".parse()?, day(None)?, &[])?;
        Ok((report, panel, rubric))
    }
}

pub fn panel(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Voted = read(given)?;
    outcome(given.report(), expect, |(report, panel, rubric)| {
        let papers = Documents::new()
            .with("rubric", json!(rubric))
            .with("panel", json!(panel.assessors()))
            .with("assessment", json!(report.evaluation().assessment()));
        assert_eq!(
            proved(report.explain(&panel, &rubric), papers, &report),
            Ok(())
        );
        let agreement = report.agreement();
        let mut agreed = with_alpha(agreement.alpha);
        agreed["exact_pairs"] = json!(agreement.exact_pairs);
        agreed["within_one_step"] = json!(agreement.within_one_step);
        let scored = || report.criteria().iter().filter(|one| one.votes > 0);
        let votes = report.criteria().iter();
        let dissent = report.dissent().iter();
        let dissent = dissent.map(|one| json!([one.criterion, one.assessor, one.status]));
        let leniency = report.leniency().iter();
        let found = json!({
            "verdict": report.evaluation().verdict(),
            "score": report.evaluation().score(),
            "values": object(scored().map(|one| (&one.criterion, json!(one.value)))),
            "spread": object(scored().map(|one| (&one.criterion, json!(one.spread)))),
            "votes": object(votes.map(|one| (&one.criterion, json!(one.votes)))),
            "contested": report.contested(),
            "split_on_applicability": report.split_on_applicability(),
            "dissent": dissent.collect::<Vec<_>>(),
            "leniency": object(leniency.map(|(id, mean)| (id, json!(mean)))),
            "agreement": agreed,
        });
        compared(expect, found)
    })
}

fn with_alpha(alpha: Alpha) -> Value {
    match alpha {
        Alpha::Value(alpha) => json!({"alpha": alpha}),
        Alpha::Undefined(why) => json!({"undefined": format!("{why:?}")}),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rated {
    ratings: Vec<Vec<Option<Ratio>>>,
    level: Option<AlphaLevel>,
}

pub fn alpha(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Rated = read(given)?;
    let count = given.ratings.iter().map(Vec::len).max().unwrap_or(0);
    let unit = |at: usize| -> Vec<Ratio> {
        let rows = given.ratings.iter();
        rows.filter_map(|row| row.get(at).copied().flatten())
            .collect()
    };
    let units: Vec<Vec<Ratio>> = (0..count).map(unit).collect();
    let alpha = krippendorff_alpha(&units, given.level.unwrap_or_default());
    outcome(alpha, expect, |alpha| {
        let mut found = with_alpha(alpha);
        found["exact_pairs"] = json!(exact_pairs(&units));
        compared(expect, found)
    })
}
