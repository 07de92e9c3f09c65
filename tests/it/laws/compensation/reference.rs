//! The crate against a program that adds up the whole history for every statement.

use partnership::compensation::{Notice, Statement, Terms};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::reference;
use crate::strategies::accounts::furnished;
use crate::strategies::agreement::{Agreement, agreements, by_period, contracts};
use crate::strategies::prices::{capped, guaranteed, priced};
use crate::support;

/// What the reference says of a statement, read off the statement of the crate.
fn said(statement: &Statement) -> Value {
    let wire = super::json(statement);
    let lines = wire["lines"].as_array().expect("lines").iter();
    let lines = lines.filter(|line| {
        let amount = line["amount"].as_str().expect("an amount");
        let nothing = !amount.contains(|digit| ('1'..='9').contains(&digit));
        let present = line["kind"] == "item" && line.get("window").is_some_and(Value::is_string);
        present || !nothing
    });
    let lines: Vec<Value> = lines
        .map(|line| {
            json!([
                line["kind"],
                line["reference"],
                line["window"],
                line["amount"]
            ])
        })
        .collect();
    let mut notices: Vec<&str> = statement.notices().map(Notice::name).collect();
    notices.dedup();
    let mut said = json!({"lines": lines, "due_on": wire.get("due_on"), "notices": notices});
    for field in FIGURES {
        said[field] = wire[field].clone();
    }
    said["advances"] = wire["advances"].clone();
    said["charged"] = json!(statement.charged().to_string());
    let dues = statement.dues().iter().map(
        |due| json!({"on": due.on.map(|day| day.to_string()), "amount": due.amount.to_string()}),
    );
    said["dues"] = json!(dues.collect::<Vec<Value>>());
    said
}

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

fn agree(agreement: &Agreement) -> Result<(), TestCaseError> {
    prop_assume!(!has_a_returning_guarantee(&agreement.terms));
    let papers = read(agreement);
    let settled = settle_all(&papers.terms, &papers.activities);
    let settled = settled.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let expected = reference::settle_all(&agreement.terms, &agreement.activities);
    for ((statement, _), expected) in settled.iter().zip(&expected) {
        crate::cases::same(expected, &said(statement)).map_err(|difference| {
            let papers = serde_json::to_string(&(&agreement.terms, &agreement.activities));
            let shown = format!("{expected}\n{}", said(statement));
            TestCaseError::fail(format!("{difference}\n{shown}\n{}", papers.expect("JSON")))
        })?;
    }
    Ok(())
}

/// A statement of the reference in the form of the cases.
fn as_in_cases(statement: &Value, names_dues: bool) -> Value {
    let major = |money: &Value| {
        let money = money.as_str().expect("money");
        json!(money.split(' ').next().expect("a number"))
    };
    let is_nothing = |money: &Value| {
        let money = money.as_str().expect("money");
        !money.contains(|digit: char| ('1'..='9').contains(&digit))
    };
    let lines = statement["lines"].as_array().expect("lines").iter();
    let lines: Vec<Value> = lines
        .map(|line| json!([line[0], line[1], major(&line[3])]))
        .filter(|line| !is_nothing(&line[2]))
        .collect();
    let mut case = json!({"lines": lines, "notices": statement["notices"]});
    for field in FIGURES {
        let always = ["opening", "closing", "earned", "paid"].contains(&field);
        if field != "gross_paid" && (always || !is_nothing(&statement[field])) {
            case[field] = major(&statement[field]);
        }
    }
    let advances = statement["advances"].as_object().expect("advances");
    if !advances.is_empty() {
        let advances = advances.iter().map(|(id, open)| (id.clone(), major(open)));
        case["advances"] = Value::Object(advances.collect());
    }
    if statement["due_on"].is_string() {
        case["due_on"] = statement["due_on"].clone();
    }
    if !is_nothing(&statement["charged"]) {
        case["charged"] = major(&statement["charged"]);
    }
    let mut dues = statement["dues"].clone();
    let all = dues.as_array_mut().expect("dues");
    if names_dues && !all.is_empty() {
        for due in all {
            due["amount"] = major(&due["amount"]);
            if due["on"].is_null() {
                due.as_object_mut().expect("an object").remove("on");
            }
        }
        case["dues"] = dues;
    }
    case
}

/// Settles the worked examples of a page that have statements: they are not to become fewer.
fn settles_worked_cases(file: &str, at_least: usize) {
    let mut settled = 0;
    let mut differences = Vec::new();
    let file = support::root().join("tests/cases").join(file);
    let file = std::fs::read_to_string(file).expect("the cases");
    let file: Value = serde_json::from_str(&file).expect("JSON");
    let cases = file["cases"].as_array().expect("cases").iter();
    for case in cases.filter(|case| case["family"] == "settle") {
        let Some(expected) = case["expect"]["statements"].as_array() else {
            continue;
        };
        let activities = case["given"]["activities"].as_array().expect("activities");
        let names_dues = case["given"]["terms"].to_string().contains("\"dues\"");
        let found = reference::settle_all(&case["given"]["terms"], activities);
        settled += 1;
        for (expected, (found, no)) in expected.iter().zip(found.iter().zip(1..)) {
            let mut expected = expected.clone();
            let fields = expected.as_object_mut().expect("a statement");
            fields.retain(|field, _| !["id", "postings"].contains(&field.as_str()));
            if let Err(why) = crate::cases::same(&expected, &as_in_cases(found, names_dues)) {
                differences.push(format!("{} {no}: {why}", case["id"]));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(settled >= at_least, "{settled}");
}

#[test]
fn the_reference_settles_the_worked_cases_alike() {
    settles_worked_cases("compensation.json", 172);
}

#[test]
fn the_reference_settles_the_worked_cases_of_contracts_alike() {
    settles_worked_cases("contracts.json", 115);
}

/// What a random agreement is to bring about now and then: kinds of lines, and clauses by their
/// names on the wire.
const CLAUSES: [&str; 36] = [
    "item",
    "surcharge",
    "cap",
    "change_order",
    "guarantee",
    "adjustment",
    "in_kind",
    "reserve_taken",
    "reserve_released",
    "held",
    "unheld",
    "recoupment",
    "recoupment_reversed",
    "advance_repayable",
    "written_off",
    "escrow",
    "event",
    "per_event",
    "forward",
    "running",
    "fixed",
    "pool",
    "ratchet",
    "milestone",
    "accrued",
    "installments",
    "amounts",
    "carry_forward",
    "payable",
    "timing",
    "revenue",
    "opening",
    "final",
    "periods",
    "months",
    "lifetime",
];

#[test]
fn every_clause_comes_about_in_one_contract_out_of_fifty() {
    let mut runner = TestRunner::deterministic();
    let mut times = [0; CLAUSES.len()];
    let drawn = 400;
    for _ in 0..drawn {
        let agreement = contracts().new_tree(&mut runner).expect("drawn").current();
        let papers = read(&agreement);
        let settled = settle_all(&papers.terms, &papers.activities).expect("valid");
        let mut seen =
            serde_json::to_string(&(&agreement.terms, &agreement.activities)).expect("JSON");
        // What is only a name in the papers is looked for in the statements.
        for of_line in &CLAUSES[..16] {
            seen = seen.replace(&format!("\"{of_line}\""), "");
        }
        for (statement, _) in &settled {
            let lines = statement.lines().iter();
            let kinds = lines.filter(|line| !line.amount.is_zero());
            for line in kinds {
                seen.extend(["\"", line.kind.name(), "\""]);
            }
            for (name, amount) in [
                ("written_off", statement.written_off()),
                ("escrow", statement.escrow()),
            ] {
                if !amount.is_zero() {
                    seen.extend(["\"", name, "\""]);
                }
            }
        }
        for (times, clause) in times.iter_mut().zip(CLAUSES) {
            *times += usize::from(seen.contains(&format!("\"{clause}\"")));
        }
    }
    let rare = CLAUSES
        .iter()
        .zip(times)
        .filter(|(_, times)| times * 50 < drawn);
    let rare: Vec<_> = rare.collect();
    assert!(rare.is_empty(), "{rare:?} of {drawn}");
}

proptest! {
    #![proptest_config(support::heavy(64))]

    #[test]
    fn settling_agrees_with_adding_up_the_whole_history(agreement in agreements()) {
        agree(&agreement)?;
    }
}

/// Whether a guarantee that carries its surplus forward, or that activity decides, is dropped and
/// comes back under its id: the page does not say what late lines of the time between are to it.
fn has_a_returning_guarantee(terms: &Value) -> bool {
    let versions = terms["versions"].as_array().expect("versions").iter();
    let all = versions
        .clone()
        .filter_map(|version| version["guarantees"].as_array());
    let ids = all.flatten().map(|guarantee| &guarantee["id"]);
    let returns = |id: &Value, counts: &dyn Fn(&Value) -> bool| {
        let has = versions.clone().map(|version| {
            let all = version["guarantees"].as_array().into_iter().flatten();
            all.filter(|one| one["id"] == *id).any(counts)
        });
        let had: Vec<bool> = has.collect();
        had.windows(2).filter(|pair| !pair[0] && pair[1]).count() + usize::from(had[0]) > 1
    };
    let carries = |one: &Value| one["surplus"] == "carry_forward";
    let rated = |id: &Value| {
        let all = versions
            .clone()
            .filter_map(|one| one["guarantees"].as_array());
        let mut mine = all.flatten().filter(|one| one["id"] == *id);
        mine.any(|one| one.get("amount_by").is_some())
    };
    ids.into_iter()
        .any(|id| returns(id, &carries) || (rated(id) && returns(id, &|_| true)))
}

proptest! {
    #![proptest_config(support::heavy(256))]

    #[test]
    fn settling_agrees_whatever_the_clauses(agreement in contracts()) {
        agree(&agreement)?;
    }
}

proptest! {
    #![proptest_config(support::heavy(32))]

    #[test]
    fn settling_agrees_on_due_days_parts_and_charges(agreement in furnished()) {
        agree(&agreement)?;
    }
}

/// Whether prices by period escalate in an agreement that is amended: whose factor the rest of an
/// older version takes, of which later ones round the sum, the page does not say.
fn escalates_by_period(terms: &Value) -> bool {
    let versions = terms["versions"].as_array().expect("versions");
    let mut items = versions
        .iter()
        .filter_map(|one| one["items"].as_array())
        .flatten();
    let by_period = |pay: &Value| {
        let text = pay.to_string();
        text.contains("\"forward\"") || text.contains("\"running\"")
    };
    let some_by_period = items.clone().any(|item| by_period(&item["pay"]));
    versions.len() > 1 && some_by_period && items.any(|item| item.get("escalator").is_some())
}

proptest! {
    #![proptest_config(support::heavy(64))]

    #[test]
    fn settling_agrees_under_prices_that_move(
        agreement in prop_oneof![
            priced(furnished()),
            priced(by_period()),
            capped(contracts()),
            guaranteed(contracts()),
        ],
    ) {
        // A cap whose factor falls can end below a guarantee, which is no valid sheet.
        let valid = serde_json::from_value::<Terms>(agreement.terms.clone()).is_ok();
        prop_assume!(valid && !escalates_by_period(&agreement.terms));
        agree(&agreement)?;
    }
}
