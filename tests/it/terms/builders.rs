//! A sheet that is built is the sheet that is written.

use partnership::Currency;
use partnership::compensation::{Terms, TermsDraft};
use serde_json::{Value, json};

use super::{accepted, share_item, sheet};

/// An entry of a list, or a clause, as it is written.
#[track_caller]
fn read<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    serde_json::from_value(json.clone()).expect("of the shape")
}

#[test]
fn what_is_built_clause_by_clause_is_what_is_written() {
    let items = json!([share_item("sales", json!("lifetime"))]);
    let film = json!({"id": "film", "total": "9.00 USD",
        "parts": [{"id": "1", "on": {"date": "2026-01-10"}, "share": "1"}]});
    let late = json!({"id": "late", "late": {"rate": "1%"}});
    let gear = json!({"id": "gear", "limit": "9.00 USD"});
    let most = json!({"id": "most", "amount": "9.00 USD", "window": "lifetime"});
    let least = json!({"id": "least", "amount": "8.00 USD", "window": "period"});
    let reserve = json!({"rate": "20%", "release": [1]});
    let (hold, payout) = (json!({"days": 30}), json!({"minimum": "5.00 USD"}));
    let advance = json!({"id": "book", "amount": "5.00 USD", "paid_on": "2026-01-02"});
    let written = sheet(json!([
        {"from": "2026-01-01", "items": items, "schedules": [film], "timing": [late],
            "in_kind": [gear], "caps": [most], "guarantees": [least], "reserve": reserve,
            "hold": hold, "payout": payout},
        {"from": "2026-02-01", "based_on": "previous", "reserve": reserve},
        {"from": "2026-03-01", "items": items},
    ]));
    let written = super::with(written, "advances", json!([advance]));
    let start = "2026-01-01".parse().expect("a day");
    let built = Terms::builder("deal", Currency::USD, start)
        .item(read(&items[0]))
        .schedule(read(&film))
        .timing(read(&late))
        .in_kind(read(&gear))
        .cap(read(&most))
        .guarantee(read(&least))
        .reserve(read(&reserve))
        .hold(read(&hold))
        .payout(read(&payout))
        .advance(read(&advance))
        .changed_from("2026-02-01".parse().expect("a day"))
        .reserve(read(&reserve))
        .version_from("2026-03-01".parse().expect("a day"))
        .item(read(&items[0]))
        .build()
        .expect("a sheet without a fault");
    assert_eq!(built, accepted(written));
}

#[test]
fn a_clause_of_a_sheet_without_versions_begins_one_at_the_start() {
    let item = share_item("sales", json!("lifetime"));
    let written = sheet(json!([{"from": "2026-01-01", "items": [item]}]));
    let start = "2026-01-01".parse().expect("a day");
    let built = Terms::builder("deal", Currency::USD, start)
        .with(|draft: &mut TermsDraft| draft.versions.clear())
        .item(read(&item))
        .build()
        .expect("a sheet without a fault");
    assert_eq!(built, accepted(written));
}
