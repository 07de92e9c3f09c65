//! How lines were worked out, on paper.

use partnership::Side;
use partnership::compensation::{Activity, Statement, Terms, settle};
use partnership::explain::Explanation;
use serde_json::{Value, json};

use super::{deal, month, read, share, sold, with};

/// The statements of a history with their explanations.
fn explained(sheet: &Value, activities: &[Value]) -> Vec<(Statement, Explanation)> {
    let terms: Terms = read(sheet);
    let mut state = terms.new_state();
    let mut all = Vec::new();
    for json in activities {
        let activity: Activity = read(json);
        let (statement, after) = settle(&terms, &state, &activity).expect("settled");
        let explanation = statement
            .explain(&terms, &state, &activity)
            .expect("an explanation");
        state = after;
        all.push((statement, explanation));
    }
    all
}

/// The rows of the working of a statement, with one blank between words.
fn rows(statement: &Statement, explanation: &Explanation) -> Vec<String> {
    let text = statement
        .view(Side::Producer)
        .with_explanation(explanation)
        .text();
    let Some((_, working)) = text.split_once("WORKED OUT\n\n") else {
        return Vec::new();
    };
    let rows = working.lines().skip(1).take_while(|row| !row.is_empty());
    rows.map(|row| row.split_whitespace().collect::<Vec<&str>>().join(" "))
        .collect()
}

/// The rows of the last statement of a history.
fn last_rows(sheet: &Value, activities: &[Value]) -> Vec<String> {
    let (statement, explanation) = explained(sheet, activities).pop().expect("a statement");
    rows(&statement, &explanation)
}

#[test]
fn what_the_payee_owes_is_worked_out_like_what_the_payer_owes_and_turned_round() {
    let months = [
        sold(1, &[("shop", "100.05 USD")]),
        sold(2, &[("shop", "30.00 USD")]),
    ];
    let item = share("booth", "shop", "10%", json!("lifetime"));
    let of = |owed_by: &str| {
        let item = with(item.clone(), "owed_by", json!(owed_by));
        last_rows(&deal(json!({"items": [item]})), &months)
    };
    let mut owed = of("payer");
    // 10.01 of 10.005, then 13.01 of 13.005.
    assert_eq!(owed.pop(), Some("booth lifetime comes to 3.00".into()));
    assert!(owed.len() > 3, "{owed:?}");
    let turned = of("payee");
    let (ways, ends) = turned.split_at(owed.len());
    assert_eq!(ways, owed);
    assert_eq!(ends.len(), 2, "{ends:?}");
    assert!(ends[0].ends_with(" -3.00"), "{ends:?}");
    assert_eq!(ends[1], "booth lifetime comes to -3.00");
}

#[test]
fn the_working_of_one_month_is_not_that_of_another_like_it() {
    let sheet = deal(json!({"items": [share("sales", "shop", "10%", json!("period"))]}));
    let month = |no| sold(no, &[("shop", "100.00 USD")]);
    let all = explained(&sheet, &[month(1), month(2)]);
    let (january, february) = (&all[0], &all[1]);
    assert_eq!(january.0.closing(), february.0.closing());
    assert!(!rows(&february.0, &february.1).is_empty());
    assert_eq!(rows(&february.0, &january.1), Vec::<String>::new());
}

#[test]
fn the_working_of_another_sheet_is_not_taken_over() {
    let of = |rate: &str, minimum: &str| {
        let sheet = deal(
            json!({"items": [share("sales", "shop", rate, json!("period"))],
            "payout": {"minimum": minimum}}),
        );
        explained(&sheet, &[sold(1, &[("shop", "100.00 USD")])]).remove(0)
    };
    let (statement, explanation) = of("10%", "0.00 USD");
    assert!(!rows(&statement, &explanation).is_empty());
    for (rate, minimum) in [("20%", "0.00 USD"), ("10%", "50.00 USD")] {
        let (_, other) = of(rate, minimum);
        assert_eq!(
            rows(&statement, &other),
            Vec::<String>::new(),
            "{rate} {minimum}"
        );
    }
}

#[test]
fn lines_without_windows_have_no_column_for_them() {
    let film = json!({"id": "film", "total": "9.00 USD",
        "surcharges": [{"id": "world", "rate": "10%"}],
        "parts": [{"id": "1", "on": {"date": "2026-01-10"}, "share": "1"}]});
    let (statement, explanation) =
        explained(&deal(json!({"schedules": [film]})), &[sold(1, &[])]).remove(0);
    let text = statement
        .view(Side::Producer)
        .with_explanation(&explanation)
        .text();
    let (_, working) = text.split_once("WORKED OUT\n\n").expect("a working");
    let head: Vec<&str> = working
        .lines()
        .next()
        .expect("a head")
        .split_whitespace()
        .collect();
    assert_eq!(head, ["Reference", "Step", "USD"]);
    assert!(statement.notices().is_sorted());
}

#[test]
fn the_name_of_an_item_changes_nothing_of_its_working() {
    let tiers = json!([{"up_to": "100.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    let pay = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers, "mode": "forward"}});
    let late = json!({"totals": [{"stream": "shop", "amount": "10.00 USD"},
        {"stream": "shop", "of": 2, "amount": "5.00 USD"}]});
    let months = [
        sold(1, &[("shop", "150.00 USD")]),
        sold(2, &[("shop", "50.00 USD")]),
        month(3, late),
    ];
    let of = |id: &str| {
        let item = json!({"id": id, "window": "lifetime", "pay": pay});
        let rows = last_rows(&deal(json!({"items": [item]})), &months);
        rows.iter()
            .map(|row| row.replace(id, "ITEM"))
            .collect::<Vec<String>>()
    };
    let plain = of("zebra");
    assert!(plain.len() > 2, "{plain:?}");
    for id in ["rate", "price", "fee", "flat", "pay", "markup"] {
        assert_eq!(of(id).len(), plain.len(), "{id}");
    }
}

#[test]
fn items_of_one_stream_are_worked_out_each_for_itself() {
    let first = share("first", "shop", "10%", json!("lifetime"));
    let second = share("second", "shop", "1%", json!("lifetime"));
    let month = [sold(1, &[("shop", "100.00 USD")])];
    let alone = last_rows(&deal(json!({"items": [first]})), &month);
    let both = last_rows(&deal(json!({"items": [first, second]})), &month);
    assert_eq!(both[..alone.len()], alone);
    assert_eq!(both.len(), 2 * alone.len());
}

#[test]
fn a_rate_that_is_no_percentage_is_written_as_a_fraction() {
    let of = |rate: &str| {
        let item = share("sales", "shop", rate, json!("lifetime"));
        last_rows(
            &deal(json!({"items": [item]})),
            &[sold(1, &[("shop", "90.00 USD")])],
        )
    };
    let says = |rows: &[String], words: &str| rows.iter().any(|row| row.contains(words));
    assert!(says(&of("1/3"), ": 1/3 of 90.00 30.00"), "{:?}", of("1/3"));
    assert!(
        says(&of("1/8"), ": 12.5% of 90.00 11.25"),
        "{:?}",
        of("1/8")
    );
}

#[test]
fn the_factor_of_an_escalator_is_named_where_it_raises_the_amount() {
    let price = json!({"per_unit": {"streams": ["seats"], "price": "1 USD"}});
    let item = json!({"id": "seats", "window": "period", "pay": price,
        "escalator": {"rate": "10%", "months": 1}});
    let seats = |no: u32| month(no, json!({"totals": [{"stream": "seats", "units": "100"}]}));
    let rows = last_rows(
        &deal(json!({"items": [item]})),
        &[seats(1), seats(2), seats(3)],
    );
    // 1.21 in March.
    assert_eq!(
        rows.last(),
        Some(&"seats period 3 comes to 121.00".to_owned())
    );
    let named = rows.iter().filter(|row| row.contains("factor"));
    assert_eq!(named.count(), 1, "{rows:?}");
}

#[test]
fn a_paper_without_notes_has_no_heading_for_them() {
    let sheet = deal(json!({"items": [share("sales", "shop", "10%", json!("lifetime"))]}));
    let (statement, _) = explained(&sheet, &[sold(1, &[("shop", "100.00 USD")])]).remove(0);
    let view = statement.view(Side::Producer);
    assert!(!view.text().contains("NOTES"), "{}", view.text());
    assert!(!view.markdown().contains("Notes"), "{}", view.markdown());
    let (statement, _) = explained(&sheet, &[sold(1, &[])]).remove(0);
    let view = statement.view(Side::Producer);
    let note = "- Nothing is paid: nothing was earned.\n";
    assert!(
        view.text().ends_with(&format!("\nNOTES\n\n{note}")),
        "{}",
        view.text()
    );
    assert!(
        view.markdown().ends_with(&format!("\n## Notes\n\n{note}")),
        "{}",
        view.markdown()
    );
}

#[test]
fn each_open_advance_is_noted_with_what_is_open_of_it() {
    let advance =
        |id: &str, amount: &str| json!({"id": id, "amount": amount, "paid_on": "2026-01-01"});
    let sheet = with(
        deal(json!({"items": [share("sales", "shop", "10%", json!("lifetime"))]})),
        "advances",
        json!([
            advance("signing", "30.00 USD"),
            advance("book", "1200.00 USD")
        ]),
    );
    let (statement, _) = explained(&sheet, &[sold(1, &[("shop", "100.00 USD")])]).remove(0);
    let text = statement.view(Side::Producer).text();
    let (_, notes) = text.split_once("NOTES\n\n").expect("notes");
    assert_eq!(
        notes,
        "- Nothing is paid: what was earned earns back an advance.\n\
         - Advance book is not earned back yet: 1,200.00.\n\
         - Advance signing is not earned back yet: 20.00.\n"
    );
}

// A refund takes 2.00 back and extra work brings 5.00, of which 3.00 wait: nothing was earned.
#[test]
fn what_came_in_is_not_called_earned_where_no_item_earns() {
    let sheet = deal(json!({
        "items": [share("sales", "shop", "10%", json!("lifetime")),
            share("fee", "club", "10%", json!("lifetime"))],
        "in_kind": [{"id": "gear"}],
    }));
    let why = |sales: &str, refunds: &str, adjustment: &str| {
        let activity = month(
            1,
            json!({
            "totals": [{"stream": "shop", "amount": sales, "refunds": refunds}],
            "change_orders": [{"id": "co", "amount": "5.00 USD", "approved_on": "2026-01-02"}],
            "adjustments": [{"id": "a", "amount": adjustment, "reason": "postage"}]}),
        );
        let (statement, _) = explained(&sheet, &[activity]).remove(0);
        let text = statement.view(Side::Producer).text();
        let (_, notes) = text.split_once("NOTES\n\n- ").expect("notes");
        notes.lines().next().expect("a note").to_owned()
    };
    assert_eq!(
        why("0.00 USD", "20.00 USD", "-3.00 USD"),
        "Nothing is paid: what came in is taken by an adjustment."
    );
    assert_eq!(
        why("0.00 USD", "0.00 USD", "-5.00 USD"),
        "Nothing is paid: what came in is taken by an adjustment."
    );
    assert_eq!(
        why("20.00 USD", "0.00 USD", "-7.00 USD"),
        "Nothing is paid: what was earned is taken by an adjustment."
    );
}
