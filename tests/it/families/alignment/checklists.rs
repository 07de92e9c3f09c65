//! The families of checklists and of how partnerships fail.

use std::collections::BTreeMap;

use partnership::Error;
use partnership::alignment::{
    Answer, Checklist, Outcome, Remedy, RemedyRule, Review, Signal, diagnose,
};
use partnership::explain::Documents;
use partnership::time::date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::proved::{by_id, proved};
use crate::cases::{outcome, read};

/// The checklists that ship with the crate.
pub fn presets() -> [Checklist; 6] {
    [
        Checklist::entering_partnership(),
        Checklist::new_partnership(),
        Checklist::strategic_programme(),
        Checklist::fit_and_terms(),
        Checklist::pilot(),
        Checklist::clarity(),
    ]
}

#[derive(Deserialize)]
#[serde(untagged)]
enum GivenChecklist {
    Preset(String),
    Items(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum GivenAnswer {
    Plain(Answer),
    Na(GivenNa),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenNa {
    na: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenReview {
    checklist: GivenChecklist,
    on: String,
    #[serde(default)]
    rule: RemedyRule,
    answers: BTreeMap<String, GivenAnswer>,
    #[serde(default)]
    remedies: BTreeMap<String, Remedy>,
}

impl GivenChecklist {
    fn checklist(self) -> Result<Checklist, Error> {
        match self {
            Self::Preset(name) => {
                let mut lists = presets().into_iter();
                let found = lists.find(|list| list.id().as_str() == name);
                Ok(found.unwrap_or_else(|| panic!("no checklist {name}")))
            }
            Self::Items(items) => {
                let mut draft = Checklist::builder("own".parse()?);
                for item in items {
                    draft = draft.item(item.parse()?, "");
                }
                Ok(draft.build()?)
            }
        }
    }
}

impl GivenReview {
    fn review(self) -> Result<(Checklist, Review), Error> {
        let mut review = Review::new(date(&self.on)?);
        review.rule = self.rule;
        review.remedies = by_id(self.remedies, Ok)?;
        for (item, answer) in self.answers {
            let answer = match answer {
                GivenAnswer::Plain(answer) => answer,
                GivenAnswer::Na(GivenNa { na: reason }) => Answer::NotApplicable { reason },
            };
            review = review.answer(item.parse()?, answer);
        }
        Ok((self.checklist.checklist()?, review))
    }
}

pub fn checklist(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenReview = read(given)?;
    let run = || -> Result<_, Error> {
        let (checklist, review) = given.review()?;
        let report = checklist.review(&review)?;
        Ok((checklist, review, report))
    };
    let found = run();
    if let Ok((checklist, review, report)) = &found {
        let papers = Documents::new()
            .with("checklist", json!(checklist))
            .with("review", json!(review));
        proved(report.explain(checklist, review), papers, report)?;
    }
    outcome(found, expect, |(_, _, report)| {
        let none = Vec::new();
        let (name, no, not_yet) = match &report.outcome {
            Outcome::Clear => ("clear", &none, &none),
            Outcome::ClearWithRemedies => ("clear_with_remedies", &none, &none),
            Outcome::Blocked { no, not_yet } => ("blocked", no, not_yet),
        };
        json!({
            "outcome": name,
            "no": no,
            "not_yet": not_yet,
            "remedied": report.remedied,
            "overdue": report.overdue,
            "unused": report.unused,
            "yes": report.yes,
            "applicable": report.applicable,
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenSignals {
    signals: Vec<Signal>,
}

pub fn failure_modes(given: &Value, expect: &Value) -> Result<(), String> {
    let signals = read::<GivenSignals>(given)?.signals;
    let found = diagnose(&signals);
    for diagnosis in &found {
        assert_eq!(diagnosis.mitigation, diagnosis.mode.mitigation());
        let papers = Documents::new().with("signals", json!(signals));
        proved(diagnosis.explain(&signals), papers, diagnosis)?;
    }
    outcome(Ok::<_, Error>(found), expect, |found| {
        let modes = found.iter();
        let modes = modes.map(|found| json!({"mode": found.mode, "because": found.because}));
        json!({"modes": modes.collect::<Value>()})
    })
}
