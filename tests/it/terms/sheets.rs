//! The sheet itself: its days, its versions, its names and amounts.

use serde_json::json;

use super::{accepted, refused, share_item, sheet, version, with};

#[test]
fn a_sheet_has_a_version() {
    refused(sheet(json!([])), &["versions: no versions"]);
    accepted(sheet(json!([{"from": "2026-01-01"}])));
}

#[test]
fn the_first_version_begins_with_the_agreement() {
    refused(
        sheet(json!([{"from": "2026-01-02"}])),
        &["versions[0].from: the first version begins on 2026-01-02, not on the start 2026-01-01"],
    );
}

#[test]
fn versions_follow_each_other() {
    refused(
        sheet(json!([{"from": "2026-01-01"}, {"from": "2026-03-01"}, {"from": "2026-03-01"}])),
        &[
            "versions[2].from: the version from 2026-03-01 does not begin after the one from \
           2026-03-01",
        ],
    );
    accepted(sheet(
        json!([{"from": "2026-01-01"}, {"from": "2026-03-01"}, {"from": "2026-03-02"}]),
    ));
}

#[test]
fn the_end_lies_after_the_start() {
    let plain = version(json!({}));
    refused(
        with(plain.clone(), "end", json!("2026-01-01")),
        &["end: the end 2026-01-01 is not after the start 2026-01-01"],
    );
    accepted(with(plain, "end", json!("2026-01-02")));
}

#[test]
fn months_count_from_the_start_or_before_it() {
    let plain = version(json!({}));
    refused(
        with(plain.clone(), "anchor", json!("2026-01-02")),
        &["anchor: the anchor 2026-01-02 lies after the start 2026-01-01"],
    );
    accepted(with(plain, "anchor", json!("2026-01-01")));
}

#[test]
fn an_id_stands_once_among_items_schedules_timing_kind_caps_and_guarantees() {
    let part = json!({"id": "1", "on": {"date": "2026-01-01"}, "share": "1"});
    let everything = json!({
        "items": [share_item("a", json!("lifetime"))],
        "schedules": [{"id": "b", "total": "1.00 USD", "parts": [part]}],
        "timing": [{"id": "c", "late": {"rate": "1%"}}],
        "in_kind": [{"id": "d"}],
        "caps": [{"id": "e", "amount": "1.00 USD", "window": "lifetime"}],
        "guarantees": [{"id": "f", "amount": "1.00 USD", "window": {"months": 1}}],
    });
    accepted(version(everything.clone()));
    for list in ["schedules", "timing", "in_kind", "caps", "guarantees"] {
        let mut twice = everything.clone();
        twice[list][0]["id"] = json!("a");
        refused(
            version(twice),
            &[&format!("versions[0].{list}[0].id: the id a stands twice")],
        );
    }
    let again = json!({"items": [share_item("a", json!("lifetime"))]});
    let twice = sheet(json!([
        with(again.clone(), "from", json!("2026-01-01")),
        with(again, "from", json!("2026-02-01")),
    ]));
    accepted(twice);
}

#[test]
fn surcharges_parts_and_advances_have_names_of_their_own() {
    let surcharges = json!([{"id": "x", "rate": "25%"}, {"id": "x", "rate": "1%"}]);
    let item = with(
        share_item("a", json!("period")),
        "surcharges",
        surcharges.clone(),
    );
    refused(
        version(json!({"items": [item]})),
        &["versions[0].items[0].surcharges[1].id: the id x stands twice"],
    );
    let part = |id| json!({"id": id, "on": {"milestone": "m"}, "share": "1/2"});
    let schedule = json!({"id": "s", "total": "1.00 USD", "parts": [part("1"), part("1")],
        "surcharges": surcharges});
    refused(
        version(json!({"schedules": [schedule]})),
        &[
            "versions[0].schedules[0].parts[1].id: the id 1 stands twice",
            "versions[0].schedules[0].surcharges[1].id: the id x stands twice",
        ],
    );
    let advance = json!({"id": "x", "amount": "1.00 USD", "paid_on": "2026-01-01"});
    let plain = version(json!({"items": [share_item("x", json!("period"))]}));
    accepted(with(plain.clone(), "advances", json!([advance])));
    refused(
        with(plain, "advances", json!([advance, advance])),
        &["advances[1].id: the id x stands twice"],
    );
}

#[test]
fn a_scope_names_items_schedules_or_timing_of_its_version() {
    let cap = json!({"id": "cap", "amount": "1.00 USD", "window": "lifetime"});
    let scoped = |scope| {
        version(json!({
            "items": [share_item("a", json!("lifetime"))],
            "schedules": [{"id": "b", "total": "0.00 USD", "parts":
                [{"id": "1", "on": {"milestone": "m"}, "share": "1"}]}],
            "timing": [{"id": "c", "early": {"rate": "1%"}}],
            "in_kind": [{"id": "d"}],
            "caps": [with(cap.clone(), "scope", scope)],
        }))
    };
    accepted(scoped(json!(["a", "b", "c"])));
    refused(
        scoped(json!(["a", "d", "1"])),
        &[
            "versions[0].caps[0].scope[1]: there is nothing named d",
            "versions[0].caps[0].scope[2]: there is nothing named 1",
        ],
    );
    refused(
        scoped(json!([])),
        &["versions[0].caps[0].scope: a scope without an item"],
    );
}

#[test]
fn an_advance_is_earned_back_from_items_of_any_version() {
    let from = |from| {
        let versions = json!([
            {"from": "2026-01-01", "items": [share_item("old", json!("lifetime"))]},
            {"from": "2026-02-01", "items": [share_item("new", json!("lifetime"))]},
        ]);
        let advance = json!({"id": "x", "amount": "1.00 USD", "paid_on": "2026-01-01",
            "from": from});
        with(sheet(versions), "advances", json!([advance]))
    };
    accepted(from(json!(["new"])));
    accepted(from(json!(["new", "old"])));
    refused(
        from(json!(["none"])),
        &["advances[0].from[0]: there is nothing named none"],
    );
    refused(
        from(json!([])),
        &["advances[0].from: a scope without an item"],
    );
}

#[test]
fn every_amount_is_in_the_currency_of_the_sheet_and_not_negative() {
    let minimum = |text| version(json!({"payout": {"minimum": text}}));
    accepted(minimum("0.00 USD"));
    refused(
        minimum("-0.01 USD"),
        &["versions[0].payout.minimum: -0.01 USD is negative"],
    );
    refused(
        minimum("-0.01 EUR"),
        &["versions[0].payout.minimum: EUR where the sheet is in USD"],
    );
}

#[test]
fn amounts_of_every_clause_are_looked_at() {
    let wrong = "1.00 EUR";
    let sheet = with(
        version(json!({
            "items": [with(
                with(share_item("a", json!("event")), "per_event",
                    json!({"fixed": wrong, "min": wrong, "max": "-1.00 USD"})),
                "surcharges", json!([{"id": "s", "rate": "-1%"}]))],
            "schedules": [{"id": "b", "total": wrong, "parts":
                [{"id": "1", "on": {"milestone": "m"}, "amount": "1.00 USD"}]}],
            "timing": [{"id": "c", "late": {"fixed": wrong, "at_most": wrong}}],
            "in_kind": [{"id": "d", "limit": wrong}],
            "caps": [{"id": "e", "amount": wrong, "window": "lifetime"}],
            "guarantees": [
                {"id": "f", "amount": wrong, "window": "period"},
                {"id": "g", "amounts": [{"from": 1, "amount": wrong}], "window": "period"},
            ],
            "payout": {"minimum": wrong},
        })),
        "advances",
        json!([{"id": "x", "amount": wrong, "paid_on": "2026-01-01"}]),
    );
    refused(
        sheet,
        &[
            "advances[0].amount: EUR where the sheet is in USD",
            "versions[0].items[0].per_event.fixed: EUR where the sheet is in USD",
            "versions[0].items[0].per_event.min: EUR where the sheet is in USD",
            "versions[0].items[0].per_event.max: -1.00 USD is negative",
            "versions[0].items[0].surcharges[0].rate: the rate -1/100 is out of range",
            "versions[0].schedules[0].total: EUR where the sheet is in USD",
            "versions[0].timing[0].late.fixed: EUR where the sheet is in USD",
            "versions[0].timing[0].late.at_most: EUR where the sheet is in USD",
            "versions[0].in_kind[0].limit: EUR where the sheet is in USD",
            "versions[0].caps[0].amount: EUR where the sheet is in USD",
            "versions[0].guarantees[0].amount: EUR where the sheet is in USD",
            "versions[0].guarantees[1].amounts[0].amount: EUR where the sheet is in USD",
            "versions[0].payout.minimum: EUR where the sheet is in USD",
        ],
    );
}

#[test]
fn a_sum_beyond_the_range_of_money_is_said() {
    let part = |id| {
        json!({"id": id, "on": {"milestone": "m"},
            "amount": "700000000000000000000000000.00 USD"})
    };
    let schedule = json!({"id": "s", "total": "700000000000000000000000000.00 USD",
        "parts": [part("1"), part("2")]});
    refused(
        version(json!({"schedules": [schedule]})),
        &["versions[0].schedules[0].parts: the sum is beyond the range of a number"],
    );
}

#[test]
fn problems_stand_in_the_order_of_the_document() {
    let bad_version = json!({
        "payout": {"tax": "110%"},
        "hold": {"days": 1, "scope": []},
        "reserve": {"rate": "20%", "release": []},
        "guarantees": [{"id": "g", "window": "period"}],
        "caps": [{"id": "c", "amount": "-1.00 USD", "window": "period"}],
        "in_kind": [{"id": "k", "limit": "-1.00 USD"}],
        "timing": [{"id": "t"}],
        "schedules": [{"id": "s", "total": "1.00 USD", "parts": []}],
        "items": [share_item("a", json!({"months": 0}))],
    });
    let versions = json!([
        with(bad_version, "from", json!("2026-01-01")),
        {"from": "2025-01-01"},
    ]);
    let advance = json!({"id": "x", "amount": "1.00 USD", "paid_on": "2026-01-01", "share": "0"});
    let sheet = with(sheet(versions), "advances", json!([advance]));
    refused(
        with(sheet, "end", json!("2025-01-01")),
        &[
            "end: the end 2025-01-01 is not after the start 2026-01-01",
            "advances[0].share: the share 0 is not above 0 and at most 1",
            "versions[0].items[0].window: a window of 0 periods or months",
            "versions[0].schedules[0].parts: parts are all amounts or all shares, and at least one",
            "versions[0].timing[0]: no tiers",
            "versions[0].in_kind[0].limit: -1.00 USD is negative",
            "versions[0].caps[0].amount: -1.00 USD is negative",
            "versions[0].guarantees[0]: one amount or amounts by window, not both and not neither",
            "versions[0].reserve.release: a release needs weights of 0 or more, and one above 0",
            "versions[0].hold.scope: a scope without an item",
            "versions[0].payout.tax: the rate 11/10 is out of range",
            "versions[1].from: the version from 2025-01-01 does not begin after the one from \
             2026-01-01",
        ],
    );
}
