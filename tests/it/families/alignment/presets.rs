//! The family `preset`: every table that ships with the crate.

use partnership::alignment::{
    AlignmentModel, DealShape, ExchangeDraft, ExchangeMatrix, Expectations, FailureMode,
    IssueFinding, ModelProfile, ModelSelection, NeedBound, Pattern, Rubric, SelectionDraft,
    SharedValueMatrix,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{checklists, given};
use crate::cases::{read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    preset: String,
}

pub fn preset(given: &Value, expect: &Value) -> Result<(), String> {
    let name = read::<Given>(given)?.preset;
    same(expect, &table(&name).ok_or(format!("no preset {name}"))?)
}

fn table(name: &str) -> Option<Value> {
    if let Some(rubric) = given::preset(name) {
        return Some(rubric_table(&rubric));
    }
    let lists = checklists::presets();
    if let Some(list) = lists.iter().find(|list| list.id().as_str() == name) {
        return Some(json!({"items": list.items()}));
    }
    match name {
        "model-selection" => Some(models()),
        "failure-modes" => Some(json!({"modes": FailureMode::ALL.map(mode)})),
        "alignment-model" => Some(json!({
            "issues": AlignmentModel::ISSUES,
            "trade_gap": AlignmentModel::default_trade_gap(),
        })),
        "value-exchange-matrix" => Some(exchange()),
        "shared-value-matrix" => Some(json!({
            "dimensions": SharedValueMatrix::DIMENSIONS,
            "tolerance": SharedValueMatrix::default_tolerance(),
        })),
        _ => None,
    }
}

fn rubric_table(rubric: &Rubric) -> Value {
    let scale = rubric.scale();
    let criteria = rubric.criteria().iter().map(|criterion| {
        json!({
            "id": criterion.id(),
            "label": criterion.label(),
            "question": criterion.question(),
            "weight": criterion.weight(),
            "reject": criterion.floor().reject,
            "bridge": criterion.floor().bridge,
            "anchors": criterion.anchors(),
        })
    });
    json!({
        "id": rubric.id(),
        "version": rubric.version(),
        "scale": [scale.min(), scale.max(), scale.step()],
        "max_gaps": rubric.max_gaps(),
        "min_coverage": rubric.min_coverage(),
        "criteria": criteria.collect::<Value>(),
    })
}

fn models() -> Value {
    let factors = ModelSelection::FACTORS.map(|factor| {
        let practice = ModelSelection::is_given_by_practice(factor);
        json!({
            "id": factor,
            "given_by": if practice { "practice" } else { "ours" },
            "levels": ModelSelection::levels_of(factor),
        })
    });
    let profiles = ModelProfile::presets();
    let profiles = profiles.iter().map(|profile| {
        let needs = profile.needs().iter().map(|need| match need.bound {
            NeedBound::AtLeast(level) => json!({"factor": need.factor, "at_least": level}),
            NeedBound::AtMost(level) => json!({"factor": need.factor, "at_most": level}),
        });
        json!({
            "model": profile.model(),
            "reason": profile.reason(),
            "factors": profile.factors(),
            "needs": needs.collect::<Value>(),
        })
    });
    let shapes = DealShape::ALL.map(|shape| {
        assert_eq!(json!(shape), shape.name());
        json!({
            "shape": shape.name(),
            "best_use": shape.best_use(),
            "key_risk": shape.key_risk(),
        })
    });
    json!({
        "factors": factors,
        "profiles": profiles.collect::<Value>(),
        "deal_shapes": shapes,
        "hybrid_margin": SelectionDraft::default().hybrid_margin,
    })
}

fn exchange() -> Value {
    let scale = ExchangeDraft::default().scale;
    json!({
        "dimensions": ExchangeMatrix::DIMENSIONS,
        "scale": [scale.min(), scale.max(), scale.step()],
        "tolerance": ExchangeDraft::default().tolerance,
        "expectations": {
            "producer": Expectations::OF_PRODUCER,
            "partner": Expectations::OF_PARTNER,
        },
    })
}

fn mode(mode: FailureMode) -> Value {
    json!({
        "mode": mode,
        "mitigation": mode.mitigation(),
        "revealed_by": mode.revealed_by().iter().map(pattern).collect::<Value>(),
    })
}

/// A pattern as the cases write it: one name, a list of names, or nothing for any.
fn pattern(pattern: &Pattern) -> Value {
    let fields = |kind: &str, fields: &[(&str, &[&str])]| {
        let mut map = Map::new();
        for (key, names) in fields {
            match names {
                [] => None,
                [name] => map.insert((*key).to_owned(), json!(name)),
                names => map.insert((*key).to_owned(), json!(names)),
            };
        }
        json!({kind: map})
    };
    let found = |findings: &[IssueFinding]| {
        findings
            .iter()
            .map(|finding| finding.name())
            .collect::<Vec<_>>()
    };
    match pattern {
        Pattern::Gap { rubric, criterion } => {
            fields("gap", &[("rubric", rubric), ("criterion", criterion)])
        }
        Pattern::Issue { issue, finding } => {
            fields("issue", &[("issue", issue), ("finding", &found(finding))])
        }
        Pattern::Uneven { dimension } => fields("uneven", &[("dimension", dimension)]),
        Pattern::Unreciprocated { dimension } => {
            fields("unreciprocated", &[("dimension", dimension)])
        }
        Pattern::OpenItem { checklist, item } => {
            fields("open_item", &[("checklist", checklist), ("item", item)])
        }
        Pattern::HealthRed { dimension } => fields("health_red", &[("dimension", dimension)]),
        Pattern::OverContributes => fields("over_contributes", &[]),
        Pattern::ReviewMissed => fields("review_missed", &[]),
        Pattern::ReplyLate => fields("reply_late", &[]),
        Pattern::RevisionsExceeded => fields("revisions_exceeded", &[]),
        Pattern::ChangeUnapproved => fields("change_unapproved", &[]),
        Pattern::RightsMissing => fields("rights_missing", &[]),
        Pattern::Overload => fields("overload", &[]),
        Pattern::Concentration => fields("concentration", &[]),
        Pattern::AudienceFalling => fields("audience_falling", &[]),
        other => panic!("no case writes {other:?}"),
    }
}
