//! Papers that were tampered with, and versions that were settled with and then changed.

use partnership::compensation::{Statement, settle};
use serde_json::{Value, json};

use super::{Books, share, sheet, sold, with};

/// A fee of 500.00 due in advance and 10% of the shop thirty days after the month, less a tenth.
fn deal() -> Value {
    let due = json!([{"from": "period_start", "rule": "on_event"}]);
    let fee = json!({"id": "fee", "window": "period", "dues": due,
        "pay": {"retainer": {"amount": "500.00 USD"}}});
    sheet(json!({"items": [fee, share("shop", json!("period"))],
        "payout": {"due": {"rule": {"after": "30d"}}, "tax": "10%"}}))
}

#[test]
fn the_first_figure_that_papers_do_not_come_to_is_named() {
    let books = Books::of(deal());
    let activity = books.activity(json!({"totals": [sold("shop", "4000.00")]}));
    let (statement, _) = settle(&books.terms, &books.state, &activity).expect("settled");
    let written = serde_json::to_value(&statement).expect("JSON");
    let due = ["450.00 USD on 2026-01-01", "360.00 USD on 2026-03-02"];
    assert_eq!(super::dues(&statement), due);
    for (changes, figure, said, computed) in [
        (
            json!({"/lines/0/amount": "501.00 USD", "/lines/1/amount": "399.00 USD"}),
            "lines[0]",
            "item fee 501.00 USD",
            "item fee 500.00 USD",
        ),
        (
            json!({"/opening": "1.00 USD", "/closing": "1.00 USD"}),
            "opening",
            "1.00 USD",
            "0.00 USD",
        ),
        (
            json!({"/earned": "901.00 USD"}),
            "earned",
            "901.00 USD",
            "900.00 USD",
        ),
        (
            json!({"/gross_paid": "901.00 USD", "/closing": "-1.00 USD", "/paid": "811.00 USD",
                "/dues/1/amount": "361.00 USD"}),
            "gross_paid",
            "901.00 USD",
            "900.00 USD",
        ),
        (
            json!({"/tax": "91.00 USD", "/paid": "809.00 USD", "/dues/1/amount": "359.00 USD"}),
            "tax",
            "91.00 USD",
            "90.00 USD",
        ),
        (
            json!({"/dues/0/amount": "449.00 USD", "/dues/1/amount": "361.00 USD"}),
            "dues[0]",
            "449.00 USD on 2026-01-01",
            "450.00 USD on 2026-01-01",
        ),
        (
            json!({"/due_on": "2026-03-03"}),
            "statement",
            "deal:1:2026-01-01..2026-02-01:v1, 2 lines, 0 notices, due Some(2026-03-03)",
            "deal:1:2026-01-01..2026-02-01:v1, 2 lines, 0 notices, due Some(2026-03-02)",
        ),
    ] {
        let mut tampered = written.clone();
        for (pointer, value) in changes.as_object().expect("changes") {
            *tampered.pointer_mut(pointer).expect("a figure") = value.clone();
        }
        let tampered: Statement = serde_json::from_value(tampered).expect("a balanced statement");
        let error = tampered
            .explain(&books.terms, &books.state, &activity)
            .expect_err("another statement");
        let expected = format!("the statement says {said} as {figure}, but comes to {computed}");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_version_that_was_settled_with_is_not_written_anew() {
    let rule = json!({"day_of_month": {"after_days": 5, "day": 10}});
    let month_end = json!([{"rule": {"month_end": {"months": 1, "plus_days": 5}}}]);
    let item = with(share("shop", json!("period")), "note", json!("clause 4"));
    let mut terms = sheet(json!({"note": "the first deal",
        "items": [with(item, "dues", month_end)],
        "payout": {"due": {"rule": rule}}}));
    let mut books = Books::of(terms.clone());
    books.sells(&[sold("shop", "100.00")], &["item shop: 10.00"]);
    terms["note"] = json!("the sheet itself was not settled with");
    books.under(terms.clone());
    for (pointer, value) in [
        ("/note", json!("the deal")),
        ("/items/0/note", json!("clause 5")),
        ("/items/0/pay/share/rate", json!("11%")),
        ("/items/0/dues/0/rule/month_end/months", json!(2)),
        ("/items/0/dues/0/rule/month_end/plus_days", json!(6)),
        ("/payout/due/rule/day_of_month/after_days", json!(6)),
        ("/payout/due/rule/day_of_month/day", json!(11)),
    ] {
        let mut changed = terms.clone();
        let version = &mut changed["versions"][0];
        *version.pointer_mut(pointer).expect("a field") = value;
        let mut books = books.clone();
        books.under(changed);
        assert_eq!(
            books.refused(json!({})),
            "the terms before 2026-02-01 are not those that were settled with",
            "{pointer}"
        );
    }
    books.sells(&[], &["item shop: 0.00"]);
}

/// A deal in which every clause bears a note.
fn noted() -> Value {
    let advance = json!({"id": "costs", "charges": {}, "note": "clause of the advance"});
    let item = with(
        share("shop", json!("lifetime")),
        "note",
        json!("clause of the item"),
    );
    let other = with(
        share("other", json!("lifetime")),
        "note",
        json!("clause of the other"),
    );
    let wide = json!({"id": "wide", "amount": "800.00 USD", "window": "lifetime",
        "scope": ["shop"], "note": "clause of another cap"});
    let cap = json!({"id": "top", "amount": "80.00 USD", "window": "lifetime",
        "scope": ["shop"], "note": "clause of the cap", "surcharges": [{"id": "rights", "rate": "10%"}]});
    let least = json!({"id": "least", "amount": "90.00 USD", "window": {"months": 2},
        "test": "accrued", "note": "clause of the guarantee"});
    let late = json!({"id": "late", "late": {"fixed": "1.00 USD"}, "note": "clause of the timing"});
    let terms = sheet(
        json!({"items": [item, other], "caps": [wide, cap], "guarantees": [least],
        "timing": [late]}),
    );
    with(terms, "advances", json!([advance]))
}

#[test]
fn the_note_of_a_clause_stands_in_the_working_of_its_lines() {
    let delivery = json!([{"timing": "late", "id": "reel", "due": "2026-02-02",
        "done": "2026-02-05", "value": "0.00 USD"}]);
    let mut books = Books::of(noted());
    let charge = |id: &str, amount: &str| json!([{"id": id, "advance": "costs", "amount": amount, "note": "two days in the studio"}]);
    let postage = json!([{"id": "postage", "amount": "-1.00 USD", "reason": "two parcels"}]);
    for (entries, lines) in [
        (
            json!({"totals": [sold("shop", "1000.00")], "charges": charge("1", "60.00 USD")}),
            &[
                "item shop: 100.00, clause of the item",
                "item other: 0.00, clause of the other",
                "cap top: -20.00, clause of the cap",
                "surcharge top/rights: 8.00, clause of the cap",
                "recoupment costs: -60.00, clause of the advance",
            ][..],
        ),
        (
            json!({"charges": charge("2", "-10.00 USD"), "adjustments": postage,
                "deliveries": delivery}),
            &[
                "item shop: 0.00, clause of the item",
                "item other: 0.00, clause of the other",
                "item late/reel: -3.00, clause of the timing",
                "guarantee least: 5.00, clause of the guarantee",
                "adjustment postage: -1.00, two parcels",
                "recoupment_reversed costs: 10.00, clause of the advance",
            ],
        ),
    ] {
        let split = |line: &str| {
            let (line, note) = line.split_once(", ").expect("a line and a note");
            (line.to_owned(), note.to_owned())
        };
        let (lines, notes): (Vec<String>, Vec<String>) =
            lines.iter().map(|line| split(line)).unzip();
        let before = books.clone();
        let activity = books.activity(entries.clone());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let statement = books.books(entries, &lines);
        let explanation = statement
            .explain(&before.terms, &before.state, &activity)
            .expect("a proof");
        for (index, note) in notes.iter().enumerate() {
            let why = explanation.why(&format!("/statement/lines/{index}/amount"));
            let text = why.expect("a figure").text();
            assert!(text.contains(note.as_str()), "{}: {text}", lines[index]);
        }
        let charged = explanation.why("/statement/charged").expect("a figure");
        assert!(charged.text().contains("two days in the studio"));
    }
}
