//! Every change of an explanation is found, or changes no figure.

use partnership::explain::{Explanation, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::recipe::{Made, changed, made};
use crate::support::cases;

/// Operators that take the same number of args and no parameters.
const ALIKE: [&[&str]; 5] = [
    &["sum", "product", "smallest", "largest"],
    &["difference", "quotient", "days"],
    &["negate", "not"],
    &["all", "any", "sum"],
    &["input", "default"],
];

/// The words of a parameter, one of which may stand for another.
const WORDS: [(&str, &[&str]); 5] = [
    (
        "rounding",
        &[
            "half_away_from_zero",
            "half_even",
            "down",
            "up",
            "floor",
            "ceiling",
        ],
    ),
    (
        "relation",
        &["less", "at_most", "equal", "at_least", "more"],
    ),
    ("which", &["from", "to", "last"]),
    (
        "rule",
        &["proportional", "equal_awards", "equal_losses", "talmud"],
    ),
    (
        "policy",
        &["front_loaded", "back_loaded", "front_single", "back_single"],
    ),
];

/// Every explanation that differs from this one in one figure, index, operator or parameter.
#[expect(clippy::too_many_lines, reason = "one line for each kind of forgery")]
pub fn forgeries(explanation: &Json) -> Vec<(String, Json)> {
    let mut forgeries = Vec::new();
    let mut forge = |place: String, change: &dyn Fn(&mut Json)| {
        let mut forged = explanation.clone();
        change(forged.pointer_mut(&place).unwrap());
        forgeries.push((place, forged));
    };
    for (at, node) in explanation["nodes"].as_array().unwrap().iter().enumerate() {
        let node = node.as_object().unwrap();
        let kind = node["value"].as_object().unwrap().keys().next().unwrap();
        forge(format!("/nodes/{at}/value/{kind}"), &|value| {
            *value = changed(value);
        });
        for (index, arg) in node
            .get("args")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            let arg = arg.as_u64().unwrap();
            let place = format!("/nodes/{at}/args/{index}");
            forge(place.clone(), &|index| *index = json!(arg + 1));
            forge(place.clone(), &|index| {
                *index = json!(arg.saturating_sub(1));
            });
            forge(place, &|index| *index = json!(arg / 2));
        }
        if node.contains_key("args") {
            forge(format!("/nodes/{at}/args"), &|args| {
                args.as_array_mut().unwrap().reverse();
            });
            forge(format!("/nodes/{at}/args"), &|args| {
                drop(args.as_array_mut().unwrap().pop());
            });
        }
        let name = node["op"].as_str().unwrap();
        for other in ALIKE
            .iter()
            .filter(|alike| alike.contains(&name))
            .copied()
            .flatten()
        {
            forge(format!("/nodes/{at}/op"), &|op| *op = json!(other));
        }
        for (field, words) in WORDS {
            let Some(word) = node.get(field).and_then(Json::as_str) else {
                continue;
            };
            for other in words.iter().filter(|other| **other != word) {
                forge(format!("/nodes/{at}/{field}"), &|word| *word = json!(other));
            }
        }
        for field in ["step", "key", "by", "exact", "from", "among"] {
            if node.contains_key(field) {
                forge(format!("/nodes/{at}"), &|node| {
                    drop(node.as_object_mut().unwrap().remove(field));
                });
            }
        }
        if node.contains_key("from") {
            forge(format!("/nodes/{at}/from/pointer"), &|pointer| {
                *pointer = json!(format!("{}1", pointer.as_str().unwrap()));
            });
            forge(format!("/nodes/{at}/from/document"), &|document| {
                *document = json!("result");
            });
        }
        if node.contains_key("step") {
            forge(format!("/nodes/{at}/step"), &|step| *step = changed(step));
        }
    }
    for (pointer, node) in explanation["results"].as_object().unwrap() {
        let place = format!("/results/{}", pointer.replace('~', "~0").replace('/', "~1"));
        let node = node.as_u64().unwrap();
        forge(place.clone(), &|entry| *entry = json!(node + 1));
        forge(place, &|entry| *entry = json!(node.saturating_sub(1)));
    }
    forgeries
}

/// The figures that an explanation proves.
fn figures(explanation: &Explanation) -> Vec<(&str, Option<&Value>)> {
    let value = |node: &usize| {
        explanation
            .nodes()
            .get(*node)
            .map(partnership::explain::Node::value)
    };
    explanation
        .results()
        .iter()
        .map(|(pointer, node)| (pointer.as_str(), value(node)))
        .collect()
}

fn holds(made: &Made, place: &str, forged: &Json) -> Result<(), TestCaseError> {
    // What does not parse is found.
    let Ok(forged) = serde_json::from_value::<Explanation>(forged.clone()) else {
        return Ok(());
    };
    let same = figures(&forged) == figures(&made.explanation);
    let against = forged.check_against(&made.documents(), &made.result);
    prop_assert!(same || against.is_err(), "{place}: {}", forged.text());
    // Without papers all is found but another leaf, and another figure from the same list.
    let op = place
        .strip_prefix("/nodes/")
        .and_then(|rest| rest.split('/').next());
    let leaf = op.and_then(|at| forged.nodes().get(at.parse::<usize>().unwrap()));
    let is_leaf = leaf.is_none_or(|node| node.args().is_empty());
    prop_assert!(
        same || is_leaf || forged.check().is_err(),
        "{place}: {}",
        forged.text()
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases(32))]

    // Law 2.
    #[test]
    fn every_change_is_found_or_changes_no_figure(made in made()) {
        let json = serde_json::to_value(&made.explanation).unwrap();
        for (place, forged) in forgeries(&json) {
            holds(&made, &place, &forged)?;
        }
    }

    #[test]
    fn the_first_step_of_another_proof_is_named(made in made()) {
        let json = serde_json::to_value(&made.explanation).unwrap();
        for (place, forged) in forgeries(&json) {
            let Ok(forged) = serde_json::from_value::<Explanation>(forged) else { continue };
            let other = forged.same_proof(&made.explanation);
            prop_assert_eq!(other.is_ok(), forged == made.explanation, "{}", place);
            if let (Err(other), Some(rest)) = (other, place.strip_prefix("/nodes/")) {
                prop_assert_eq!(Ok(other.node), rest.split('/').next().unwrap().parse());
            }
        }
    }
}
