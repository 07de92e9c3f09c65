//! Due days, advances in parts and charges (spec/contracts.md X1, X2, X11).

use partnership::compensation::TermsDraft;
use serde_json::{Value, json};

use super::{accepted, draft, refused, share_item, version, with};

fn item_due(dues: Value) -> Value {
    let item = with(share_item("a", json!("period")), "dues", dues);
    version(json!({"items": [item]}))
}

fn advance(advance: Value) -> Value {
    let sheet = version(json!({"items": [share_item("a", json!("period"))]}));
    with(
        sheet,
        "advances",
        json!([with(advance, "id", json!("book"))]),
    )
}

fn part(on: Value, share: &str) -> Value {
    json!({"id": share.replace('/', "-"), "on": on, "share": share})
}

#[test]
fn shares_of_due_days_are_the_whole() {
    let due = |share: &str, days: &str| json!({"share": share, "rule": {"after": days}});
    accepted(item_due(json!([{"rule": "on_event"}])));
    accepted(item_due(json!([due("1/3", "10d"), due("2/3", "20d")])));
    refused(
        item_due(json!([])),
        &["versions[0].items[0].dues: no tiers"],
    );
    let parts = json!([{"id": "1", "on": {"milestone": "film"}, "share": "1"}]);
    refused(
        version(
            json!({"schedules": [{"id": "film", "total": "9.00 USD", "parts": parts,
            "dues": []}]}),
        ),
        &["versions[0].schedules[0].dues: no tiers"],
    );
    refused(
        item_due(json!([due("1/3", "10d"), {"rule": "on_event"}])),
        &["versions[0].items[0].dues: the shares of the parts add up to 4/3, not to 1"],
    );
    refused(
        item_due(json!([due("-10%", "1d"), due("110%", "48h")])),
        &[
            "versions[0].items[0].dues[0].share: the rate -1/10 is out of range",
            "versions[0].items[0].dues[1].share: the rate 11/10 is out of range",
            "versions[0].items[0].dues[1].rule: 48h is no number of whole days",
        ],
    );
    refused(
        item_due(json!([due("150%", "1d"), due("50%", "2d")])),
        &["versions[0].items[0].dues[0].share: the rate 3/2 is out of range"],
    );
}

#[test]
fn a_payout_is_due_on_one_day_or_on_several() {
    let payout = |payout: Value| version(json!({"payout": payout}));
    let (due, dues) = (json!({"rule": "on_event"}), json!([{"rule": "on_event"}]));
    accepted(payout(json!({"due": due})));
    accepted(payout(json!({"dues": dues})));
    refused(
        payout(json!({"due": due, "dues": dues})),
        &["versions[0].payout: one due date or several, not both"],
    );
    refused(
        payout(json!({"dues": []})),
        &["versions[0].payout.dues: no tiers"],
    );
}

#[test]
fn an_advance_is_paid_on_a_day_or_in_parts() {
    let parts = json!([
        part(json!({"date": "2026-02-01"}), "1/3"),
        part(json!({"milestone": "delivery"}), "2/3")
    ]);
    let wrong = "advances[0]: an amount is paid on one day or in parts, not both and not neither";
    accepted(advance(
        json!({"amount": "9.00 USD", "paid_on": "2026-02-01"}),
    ));
    accepted(advance(json!({"amount": "9.00 USD", "parts": parts})));
    accepted(advance(json!({"charges": {}})));
    let both = json!({"amount": "9.00 USD", "paid_on": "2026-02-01", "parts": parts});
    refused(advance(both), &[wrong]);
    refused(advance(json!({"parts": parts})), &[wrong]);
    refused(advance(json!({"paid_on": "2026-02-01"})), &[wrong]);
    refused(
        advance(json!({"charges": {}, "amount": "9.00 USD"})),
        &[wrong],
    );
    let neither = advance(json!({"amount": "9.00 USD"}));
    let error = serde_json::from_value::<TermsDraft>(neither).expect_err("no shape");
    assert_eq!(
        error.to_string(),
        "an advance has paid_on, parts or charges"
    );
    let mut draft = draft(advance(json!({"charges": {}})));
    draft.advances[0].charges = None;
    let problems = draft.problems();
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [wrong]);
}

#[test]
fn the_parts_of_an_advance_are_all_of_it() {
    let parts = |parts: Value| advance(json!({"amount": "9.00 USD", "parts": parts}));
    let on = json!({"date": "2026-02-01"});
    let amount = |id: &str, amount: &str| json!({"id": id, "on": on, "amount": amount});
    accepted(parts(json!([
        amount("1", "4.00 USD"),
        amount("2", "5.00 USD")
    ])));
    refused(
        parts(json!([amount("1", "4.00 USD"), amount("1", "4.00 USD")])),
        &[
            "advances[0].parts[1].id: the id 1 stands twice",
            "advances[0].parts: the parts add up to 8.00 USD, not to 9.00 USD",
        ],
    );
    refused(
        parts(json!([part(on.clone(), "1/3")])),
        &["advances[0].parts: the shares of the parts add up to 1/3, not to 1"],
    );
    let negative = json!({"amount": "-9.00 USD", "parts": [amount("1", "9.00 USD")]});
    refused(
        advance(negative),
        &["advances[0].amount: -9.00 USD is negative"],
    );
    refused(
        parts(json!([amount("2", "9.00 USD"), part(on.clone(), "1")])),
        &["advances[0].parts: parts are all amounts or all shares, and at least one"],
    );
}

#[test]
fn charges_have_a_rate_and_a_limit() {
    let charged = |charges: Value| advance(json!({"charges": charges}));
    accepted(charged(json!({"rate": "0", "at_most": "0.00 USD"})));
    refused(
        charged(json!({"rate": "101%", "at_most": "-1.00 USD"})),
        &[
            "advances[0].charges.rate: the rate 101/100 is out of range",
            "advances[0].charges.at_most: -1.00 USD is negative",
        ],
    );
}

#[test]
fn an_installment_claims_its_day_also_in_a_window_that_no_entry_can_touch_any_more() {
    // 10% of 300 are earned in January. Both installments had to be there by the twentieth, so
    // that all of the 200 is due then, and nothing with the payout.
    for horizon in [0, 1, 12] {
        let mut document = version(json!({
            "items": [{"id": "a", "window": "period",
                "pay": {"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}}],
            "guarantees": [{"id": "g", "amount": "200.00 USD", "window": {"months": 1},
                "test": {"installments": [
                    {"amount": "100.00 USD", "on": "2026-01-10"},
                    {"amount": "100.00 USD", "on": "2026-01-20"}]},
                "prorate": false,
                "dues": [{"from": "event", "rule": "on_event"}]}],
        }));
        document["refund_horizon"] = json!(horizon);
        document["end"] = json!("2026-02-01");
        let terms = accepted(document);
        let activity = serde_json::from_value(json!({
            "no": 1, "period": "2026-01-01..2026-02-01",
            "totals": [{"stream": "shop", "amount": "300.00 USD"}],
        }));
        let activity = activity.expect("activity");
        let (statement, _) =
            partnership::compensation::settle(&terms, &terms.new_state(), &activity)
                .expect("settled");
        let dues = serde_json::to_value(statement.dues()).expect("JSON");
        assert_eq!(
            dues,
            json!([{"on": "2026-01-20", "amount": "200.00 USD"}]),
            "{horizon}"
        );
    }
}
