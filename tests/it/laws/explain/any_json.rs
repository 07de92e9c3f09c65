//! Whatever is read, nothing panics.

use partnership::explain::{Documents, Explanation};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

use crate::support::laws;

fn text_of(texts: &'static [&'static str]) -> impl Strategy<Value = Json> {
    select(texts).prop_map(Json::from)
}

const MONEY: &[&str] = &[
    "0.00 USD",
    "0.01 USD",
    "-0.01 USD",
    "1 USD",
    "5 JPY",
    "792281625142643375935439503.35 USD",
    "-792281625142643375935439503.35 USD",
    "0.0000000000000000000000000001 GRAIN:28",
];
const RATIO: &[&str] = &[
    "0",
    "1",
    "-1",
    "1/3",
    "10%",
    "170141183460469231731687303715884105727",
    "-170141183460469231731687303715884105727",
    "1/170141183460469231731687303715884105727",
    "170141183460469231731687303715884105726/170141183460469231731687303715884105727",
];
const DATE: &[&str] = &["0001-01-01", "9999-12-31", "2026-02-28", "2024-02-29"];
const TEXT: &[&str] = &[
    "",
    "up",
    "2026-01-01..2026-02-01",
    "a\nb",
    "2026-01-01..=9999-12-31",
    "front_loaded",
];
const PARTY: &[&str] = &["ana", "ben", "cem", "1", "2", "3"];
const POINTER: &[&str] = &["", "/0", "/a~1b", "/x/ana", "/a\nb c"];

fn value() -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => text_of(MONEY).prop_map(|text| json!({"money": text})),
        2 => text_of(MONEY).prop_map(|text| json!({"exact": text})),
        4 => text_of(RATIO).prop_map(|text| json!({"ratio": text})),
        2 => text_of(DATE).prop_map(|text| json!({"date": text})),
        1 => any::<bool>().prop_map(|flag| json!({"flag": flag})),
        1 => text_of(TEXT).prop_map(|text| json!({"text": text})),
        1 => prop_oneof![
            btree_map(select(PARTY), text_of(MONEY), 0..4),
            btree_map(select(PARTY), text_of(RATIO), 0..4),
        ]
        .prop_map(|parts| json!({"parts": parts})),
    ]
}

fn source() -> impl Strategy<Value = Json> {
    (select(vec!["a", "result", "b c"]), select(POINTER))
        .prop_map(|(document, pointer)| json!({"document": document, "pointer": pointer}))
}

/// An operator with its parameters, mostly those that it has.
fn op() -> impl Strategy<Value = Json> {
    let rounding = || text_of(&["half_away_from_zero", "half_even", "down", "up", "ceiling"]);
    let plain = &[
        "sum",
        "difference",
        "negate",
        "product",
        "quotient",
        "smallest",
        "largest",
        "all",
        "any",
        "not",
        "if",
        "days",
        "text",
    ];
    let division = (
        text_of(&[
            "largest_remainder",
            "greedy",
            "proportional",
            "equal_awards",
            "equal_losses",
            "talmud",
            "in_order",
        ]),
        prop_oneof![
            3 => Just(vec!["ana", "ben"]),
            1 => vec(select(PARTY), 0..4)
        ],
    );
    let rule = select(vec![
        json!({"add": "100y"}),
        json!({"add": "5h"}),
        json!({"roll": "following"}),
        json!({"due": {"rule": {"day_of_month": {"after_days": 0, "day": 40}}, "roll": "none"}}),
        json!({"due": {"rule": "on_event", "roll": "preceding"}}),
        json!({"business_days": {}}),
        json!({"thirty_days": {}}),
    ]);
    prop_oneof![
        3 => (text_of(&["input", "default"]), source())
            .prop_map(|(op, from)| json!({"op": op, "from": from})),
        1 => text_of(TEXT).prop_map(|name| json!({"op": "constant", "name": name})),
        6 => text_of(plain).prop_map(|op| json!({"op": op})),
        2 => (rounding(), of(text_of(RATIO)), of(0_u8..4)).prop_map(|(rounding, step, by)| {
            json!({"op": "whole", "rounding": rounding, "step": step, "by": by})
        }),
        2 => (rounding(), of(text_of(MONEY)), of(0_u8..4)).prop_map(|(rounding, step, by)| {
            json!({"op": "round", "rounding": rounding, "step": step, "by": by})
        }),
        1 => text_of(&["from", "to", "last"]).prop_map(|which| json!({"op": "end", "which": which})),
        1 => text_of(&["less", "at_most", "equal"])
            .prop_map(|relation| json!({"op": "compare", "relation": relation})),
        3 => division.prop_map(|(rule, among)| json!({"op": "divide", "rule": rule, "among": among})),
        1 => (rounding(), of(0_u8..4)).prop_map(|(rounding, by)| {
            json!({"op": "divide", "rule": "each_alone", "rounding": rounding, "by": by,
                "among": ["ana", "ben"]})
        }),
        1 => text_of(&["front_loaded", "back_single"]).prop_map(|policy| {
            json!({"op": "divide", "rule": "installments", "policy": policy, "among": ["1", "2"]})
        }),
        1 => text_of(PARTY).prop_map(|of| json!({"op": "part", "of": of})),
        1 => (rule, of(source())).prop_map(|(rule, calendar)| {
            json!({"op": "calendar", "rule": rule, "calendar": calendar})
        }),
    ]
}

/// A label or note, seldom one that is refused.
fn words() -> impl Strategy<Value = Option<Json>> {
    of(prop_oneof![
        30 => text_of(&["", "fee", "[a](b) `c` *d*"]),
        1 => text_of(&["a\nb", "\u{202e}fee"]),
    ])
}

/// A node whose args mostly stand before it: they are drawn again when its position is known.
type Drawn = (
    Json,
    Vec<prop::sample::Index>,
    bool,
    Json,
    [Option<Json>; 2],
);

fn node() -> impl Strategy<Value = Drawn> {
    let bad_index = prop_oneof![40 => Just(false), 1 => Just(true)];
    let labels = (words(), words()).prop_map(|(label, note)| [label, note]);
    (
        op(),
        vec(any::<prop::sample::Index>(), 1..5),
        bad_index,
        value(),
        labels,
    )
}

fn placed(position: usize, (op, args, is_bad, value, labels): Drawn) -> Json {
    // Something must stand before the first step.
    let op = if position < 3 {
        json!({"op": "constant", "name": "given"})
    } else {
        op
    };
    let arg = |arg: prop::sample::Index| arg.index(position + usize::from(is_bad));
    let mut node: Map<String, Json> = op.as_object().unwrap().clone();
    node.retain(|_, field| !field.is_null());
    let takes = match op["op"].as_str().unwrap() {
        "input" | "default" | "constant" | "text" => 0,
        "negate" | "not" | "whole" | "round" | "end" | "part" => 1,
        "difference" | "quotient" | "days" | "compare" => 2,
        "if" | "divide" => 3,
        _ => args.len(),
    };
    let args = args.iter().copied().cycle().take(takes);
    if takes > 0 {
        node.insert("args".to_owned(), args.map(arg).collect());
    }
    node.insert("value".to_owned(), value);
    for (name, words) in ["label", "note"].into_iter().zip(labels) {
        node.extend(words.map(|words| (name.to_owned(), words)));
    }
    Json::Object(node)
}

fn explanation() -> impl Strategy<Value = Json> {
    (
        vec(node(), 0..10),
        btree_map(select(POINTER), 0_usize..11, 0..4),
    )
        .prop_map(|(nodes, results)| {
            let nodes = nodes.into_iter().enumerate();
            let nodes: Vec<Json> = nodes
                .map(|(position, node)| placed(position, node))
                .collect();
            json!({"schema": 1, "nodes": nodes, "results": results})
        })
}

/// Everything that one can ask of an explanation.
fn ask(explanation: &Explanation, documents: &Documents, result: &Json) {
    let _ = explanation.check();
    let _ = explanation.check_against(documents, result);
    let _ = explanation.covers(result);
    let _ = explanation.audit(documents, result);
    let _ = explanation.same_proof(explanation);
    let _ = explanation.markdown();
    let text = explanation.text();
    assert!(text.is_empty() || text.ends_with('\n'));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
    for pointer in explanation.results().keys() {
        let _ = explanation.why(pointer).map(|why| why.check());
    }
}

proptest! {
    #![proptest_config(laws())]

    // Law 7.
    #[test]
    fn nothing_panics_whatever_is_read(json in explanation(), paper in value(), result in value()) {
        let documents = Documents::new().with("a", json!([paper, paper["parts"]])).in_full("a");
        if let Ok(explanation) = serde_json::from_value::<Explanation>(json) {
            ask(&explanation, &documents, &result);
            ask(&explanation, &documents, &json!([result]));
        }
    }

    // Law 7, a step at a time: args before it of the right number.
    #[test]
    fn no_step_panics_on_extreme_values(
        values in vec(value(), 4..5), op in op(), count in 0_usize..5, written in value()
    ) {
        let mut nodes: Vec<Json> = values
            .into_iter()
            .map(|value| json!({"op": "constant", "name": "given", "value": value}))
            .collect();
        let mut node: Map<String, Json> = op.as_object().unwrap().clone();
        node.retain(|_, field| !field.is_null());
        node.insert("args".to_owned(), json!((0..count).collect::<Vec<_>>()));
        node.insert("value".to_owned(), written);
        nodes.push(Json::Object(node));
        let json = json!({"schema": 1, "nodes": nodes, "results": {"/x": 4}});
        if let Ok(explanation) = serde_json::from_value::<Explanation>(json) {
            ask(&explanation, &Documents::new(), &json!({"x": 1}));
        }
    }
}
