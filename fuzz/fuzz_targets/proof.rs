//! Explanations and papers that are nearly right: nothing falls over, and a figure that is changed
//! in a genuine proof, in its papers or in its result is found.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::compensation::{Activity, Terms, settle};
use partnership::explain::{Documents, Explanation, Op};
use partnership_fuzz::{Draw, Papers, cases, travels};
use serde_json::{Map, Value, json};

/// What the cases hold: an explanation, documents and a result, as far as a case has them.
static PAPERS: LazyLock<Papers> = LazyLock::new(|| {
    let families = ["check", "against", "why", "covers", "audit", "text"];
    Papers::new(
        families
            .iter()
            .flat_map(|family| cases("explain", family))
            .collect(),
    )
});

/// A proof that holds, its papers, and its result.
struct Genuine {
    explanation: Value,
    documents: Map<String, Value>,
    result: Value,
}

/// The first statements of the cases of settling, each with its proof.
static GENUINE: LazyLock<Vec<Genuine>> = LazyLock::new(|| {
    let mut all = cases("compensation", "settle");
    all.extend(cases("contracts", "settle"));
    let proved = |given: Value| {
        let terms: Terms = serde_json::from_value(given["terms"].clone()).ok()?;
        let activity: Activity = serde_json::from_value(given["activities"][0].clone()).ok()?;
        let before = terms.new_state();
        let (statement, after) = settle(&terms, &before, &activity).ok()?;
        let explanation = statement.explain(&terms, &before, &activity).ok()?;
        let documents = json!({"terms": terms.expanded(), "state": before, "activity": activity});
        Some(Genuine {
            explanation: json!(explanation),
            documents: documents.as_object()?.clone(),
            result: json!({"statement": statement, "state": after}),
        })
    };
    all.into_iter().filter_map(proved).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    if draw.once_in(2) {
        return forged(draw.pick(&GENUINE), &mut draw);
    }
    let paper = PAPERS.changed(&mut draw);
    let explanation = match std::str::from_utf8(draw.rest()) {
        Ok(text) if text.starts_with('{') => serde_json::from_str(text),
        _ => serde_json::from_value::<Explanation>(paper["explanation"].clone()),
    };
    let Ok(explanation) = explanation else {
        return;
    };
    assert_eq!(travels(&explanation).1, explanation);
    let documents = documents(paper["documents"].as_object().unwrap_or(&Map::new()));
    let against = explanation.check_against(&documents, &paper["result"]);
    let checked = explanation.check();
    assert!(
        against.is_err() || checked.is_ok(),
        "what holds against papers follows"
    );
    let _ = (
        explanation.covers(&paper["result"]),
        explanation.audit(&documents, &paper["result"]),
    );
    assert!(explanation.same_proof(&explanation).is_ok());
    if checked.is_ok() {
        assert!(explanation.results().is_empty() || !explanation.text().is_empty());
        let _ = explanation.markdown();
        for (pointer, node) in explanation.results() {
            let why = explanation.why(pointer).expect("a result");
            why.check().expect("what a result needs follows");
            let own = why.nodes()[why.results()[pointer]].value();
            assert_eq!(own, explanation.nodes()[*node].value());
        }
    }
});

fn documents(papers: &Map<String, Value>) -> Documents {
    papers.iter().fold(Documents::new(), |all, (name, paper)| {
        all.with(name, paper.clone())
    })
}

/// Changes one figure of a genuine proof, of a paper where an input reads it, or of the result.
fn forged(genuine: &Genuine, draw: &mut Draw<'_>) {
    let mut explanation = genuine.explanation.clone();
    let (mut papers, mut result) = (genuine.documents.clone(), genuine.result.clone());
    let at = draw.below(explanation["nodes"].as_array().expect("nodes").len());
    let node = explanation["nodes"][at].clone();
    let changed = match draw.below(3) {
        0 => {
            let value = explanation["nodes"][at]["value"]
                .as_object_mut()
                .expect("a value");
            value
                .values_mut()
                .next()
                .is_some_and(|figure| touched(figure, draw))
        }
        1 if node["op"] == "input" => {
            let of = |field: &str| node["from"][field].as_str().unwrap_or_default().to_owned();
            let paper = papers.get_mut(&of("document")).expect("a paper");
            paper
                .pointer_mut(&of("pointer"))
                .is_some_and(|figure| touched(figure, draw))
        }
        _ => {
            let pointers: Vec<&String> = genuine.explanation["results"]
                .as_object()
                .expect("results")
                .keys()
                .collect();
            let pointer = *draw.pick(&pointers);
            result
                .pointer_mut(pointer)
                .is_some_and(|figure| touched(figure, draw))
        }
    };
    let read = serde_json::from_value::<Explanation>(explanation);
    let Ok(read) = read else {
        return;
    };
    let held = read.check_against(&documents(&papers), &result);
    // A name that follows from nothing, or a default of 0 that may be 1, may be another one where
    // no result asks for it.
    let may_differ = matches!(read.nodes()[at].op(), Op::Text | Op::Default { .. });
    assert!(
        held.is_ok() != changed || may_differ,
        "node {at} {node}: {held:?}"
    );
}

/// Makes a figure another figure: another digit, or the other flag.
fn touched(figure: &mut Value, draw: &mut Draw<'_>) -> bool {
    match figure {
        Value::Bool(flag) => *flag = !*flag,
        Value::Number(number) => *number = (number.as_i64().unwrap_or(0) ^ 1).into(),
        Value::String(text) => {
            let digits: Vec<usize> = text
                .match_indices(|c: char| c.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            if digits.is_empty() {
                return false;
            }
            let at = *draw.pick(&digits);
            let digit = text.as_bytes()[at] - b'0';
            let other = (digit + 1 + draw.byte() % 9) % 10;
            text.replace_range(at..=at, &other.to_string());
        }
        _ => return false,
    }
    true
}
