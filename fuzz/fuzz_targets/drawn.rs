//! Agreements with every clause, valid by construction: each statement is that of a slow program
//! which adds up the whole history and shares no code with the crate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partnership::compensation::{Activity, Notice, Statement, Terms, settle};
use partnership_fuzz::{agreement, reference, travels};
use serde_json::{Value, json};

const FIGURES: [&str; 12] = [
    "opening",
    "earned",
    "gross_paid",
    "tax",
    "paid",
    "closing",
    "advanced",
    "in_kind",
    "reserve",
    "held",
    "written_off",
    "escrow",
];

fuzz_target!(|bytes: &[u8]| {
    let Some(agreement) = agreement(bytes) else {
        return;
    };
    let terms: Terms = serde_json::from_value(agreement.terms.clone()).expect("valid terms");
    let expected = reference::settle_all(&agreement.terms, &agreement.activities);
    let mut state = terms.new_state();
    for (activity, expected) in agreement.activities.iter().zip(&expected) {
        let activity: Activity = serde_json::from_value(activity.clone()).expect("an activity");
        let (statement, after) = settle(&terms, &state, &activity).expect("valid papers settle");
        assert_eq!(&said(&statement), expected);
        let proof = statement
            .explain(&terms, &state, &activity)
            .expect("a proof");
        proof.check().expect("it follows");
        state = travels(&after).1;
    }
});

/// What the slow program says of a statement, read off the statement of the crate.
fn said(statement: &Statement) -> Value {
    let wire = json!(statement);
    let is_nothing = |amount: &str| !amount.contains(|digit| ('1'..='9').contains(&digit));
    let lines = wire["lines"].as_array().expect("lines").iter();
    let lines = lines.filter(|line| {
        let present = line["kind"] == "item" && line.get("window").is_some_and(Value::is_string);
        present || !is_nothing(line["amount"].as_str().expect("an amount"))
    });
    let lines = lines.map(|line| {
        let of = |field: &str| line.get(field).cloned();
        json!([of("kind"), of("reference"), of("window"), of("amount")])
    });
    let mut notices: Vec<&str> = statement.notices().map(Notice::name).collect();
    notices.dedup();
    let dues = statement.dues().iter().map(
        |due| json!({"on": due.on.map(|day| day.to_string()), "amount": due.amount.to_string()}),
    );
    let mut said = json!({"lines": lines.collect::<Vec<_>>(), "due_on": wire.get("due_on"),
        "notices": notices, "advances": wire["advances"],
        "charged": statement.charged().to_string(), "dues": dues.collect::<Vec<_>>()});
    for field in FIGURES {
        said[field] = wire[field].clone();
    }
    said
}
