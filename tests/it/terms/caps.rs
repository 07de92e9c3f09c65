//! Caps: over which windows, and how they lie to items, to each other and to guarantees.

use serde_json::{Value, json};

use super::{accepted, refused, share_item, sheet, version};

/// Items a and b over a window, and these caps.
fn capped(items: Value, caps: Value) -> Value {
    version(json!({
        "items": [share_item("a", items.clone()), share_item("b", items)],
        "caps": caps,
    }))
}

fn cap(id: &str, window: Value, scope: Value) -> Value {
    json!({"id": id, "amount": "5.00 USD", "window": window, "scope": scope})
}

#[test]
fn the_window_of_a_cap_is_no_event() {
    let over = |window: Value| {
        capped(
            json!("event"),
            json!([{"id": "c", "amount": "5.00 USD", "window": window}]),
        )
    };
    refused(
        over(json!("event")),
        &["versions[0].caps[0].window: the window of a cap is longer than an event"],
    );
    refused(
        over(json!({"months": 0})),
        &["versions[0].caps[0].window: a window of 0 periods or months"],
    );
    accepted(over(json!("period")));
}

#[test]
fn the_windows_of_items_lie_inside_that_of_their_cap() {
    let both = json!(["a", "b"]);
    let windows = [
        json!("event"),
        json!("period"),
        json!({"periods": 2}),
        json!({"periods": 4}),
        json!({"months": 3}),
        json!({"months": 6}),
        json!("lifetime"),
    ];
    // Row by row the window of the items, column by column that of the cap; no cap has events.
    let inside = [
        [1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1],
        [0, 1, 1, 0, 0, 1],
        [0, 0, 1, 0, 0, 1],
        [0, 0, 0, 1, 1, 1],
        [0, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 0, 1],
    ];
    for (item, row) in windows.iter().zip(inside) {
        for (outer, lies_inside) in windows.iter().skip(1).zip(row) {
            let sheet = capped(item.clone(), json!([cap("c", outer.clone(), both.clone())]));
            if lies_inside == 1 {
                accepted(sheet);
            } else {
                let narrow = |id: &str| {
                    format!(
                        "versions[0].caps[0]: the window of the item {id} does not lie inside \
                         that of the cap"
                    )
                };
                refused(sheet, &[&narrow("a"), &narrow("b")]);
            }
        }
    }
    accepted(capped(
        json!({"months": 4}),
        json!([cap("c", json!({"months": 12}), both)]),
    ));
}

#[test]
fn a_cap_asks_nothing_of_items_outside_its_scope() {
    let sheet = version(json!({
        "items": [share_item("a", json!("period")), share_item("b", json!("lifetime"))],
        "caps": [cap("c", json!("period"), json!(["a"]))],
    }));
    accepted(sheet);
}

#[test]
fn an_inner_cap_lies_in_the_window_of_the_outer() {
    let caps = |inner: Value, outer: Value| {
        capped(
            json!("period"),
            json!([cap("in", inner, json!(["a"])),
                {"id": "out", "amount": "5.00 USD", "window": outer}]),
        )
    };
    accepted(caps(json!("period"), json!({"months": 12})));
    accepted(caps(json!({"months": 4}), json!({"months": 12})));
    refused(
        caps(json!("lifetime"), json!({"months": 12})),
        &["versions[0].caps[1]: the window of the cap in does not lie inside that of this cap"],
    );
}

#[test]
fn scopes_of_caps_are_apart_or_nested_the_inner_first() {
    let caps = |first: Value, second: Value| {
        capped(
            json!("period"),
            json!([
                cap("c", json!("period"), first),
                cap("d", json!("period"), second)
            ]),
        )
    };
    let message = "versions[0].caps[1]: the scope neither contains that of the cap c before it \
                   nor is apart from it";
    accepted(caps(json!(["a"]), json!(["b"])));
    accepted(caps(json!(["a"]), json!(["b", "a"])));
    accepted(caps(json!(["a", "b"]), json!(["b", "a"])));
    refused(caps(json!(["a", "b"]), json!(["b"])), &[message]);
    let everything = json!({"id": "c", "amount": "5.00 USD", "window": "period"});
    let inside = cap("d", json!("period"), json!(["a"]));
    refused(
        capped(json!("period"), json!([everything, inside])),
        &[message],
    );
    let all_by_name = cap("d", json!("period"), json!(["a", "b"]));
    accepted(capped(json!("period"), json!([everything, all_by_name])));
    let three = json!([
        cap("c", json!("period"), json!(["a"])),
        cap("d", json!("period"), json!(["b"])),
        cap("e", json!("period"), json!(["a"])),
    ]);
    accepted(capped(json!("period"), three));
}

#[test]
fn a_scope_of_nothing_lies_in_no_other() {
    let caps = json!([
        cap("c", json!("lifetime"), json!([])),
        cap("d", json!("period"), json!(["a"])),
    ]);
    refused(
        capped(json!("period"), caps),
        &["versions[0].caps[0].scope: a scope without an item"],
    );
}

#[test]
fn a_faulty_scope_or_window_is_compared_with_nothing() {
    let caps = json!([
        cap("c", json!("lifetime"), json!(["a", "nobody"])),
        cap("d", json!("event"), json!(["a"])),
        cap("e", json!({"months": 0}), json!(["a", "b"])),
    ]);
    refused(
        capped(json!("lifetime"), caps),
        &[
            "versions[0].caps[0].scope[1]: there is nothing named nobody",
            "versions[0].caps[1].window: the window of a cap is longer than an event",
            "versions[0].caps[2].window: a window of 0 periods or months",
        ],
    );
}

/// Items a and b by period, a cap of 100.00 and a guarantee of this, with these scopes.
fn guaranteed(cap_scope: Option<Value>, guarantee: Value) -> Value {
    let mut cap = json!({"id": "c", "amount": "100.00 USD", "window": "period"});
    if let Some(scope) = cap_scope {
        cap["scope"] = scope;
    }
    version(json!({
        "items": [share_item("a", json!("period")), share_item("b", json!("period"))],
        "caps": [cap], "guarantees": [guarantee],
    }))
}

#[test]
fn no_more_is_guaranteed_than_a_cap_of_the_same_window_lets_through() {
    let sum = |amount: &str, window: Value| json!({"id": "g", "amount": amount, "window": window});
    let message = "versions[0].guarantees[0]: 100.01 USD are guaranteed, and the cap c lets \
                   100.00 USD through";
    let all = || Some(json!(["a", "b"]));
    accepted(guaranteed(None, sum("100.00 USD", json!("period"))));
    refused(
        guaranteed(None, sum("100.01 USD", json!("period"))),
        &[message],
    );
    refused(
        guaranteed(all(), sum("100.01 USD", json!("period"))),
        &[message],
    );
    accepted(guaranteed(None, sum("100.01 USD", json!({"months": 1}))));
    accepted(guaranteed(
        Some(json!(["a"])),
        sum("100.01 USD", json!("period")),
    ));
    let of_a = json!({"id": "g", "amount": "100.01 USD", "window": "period", "scope": ["a"]});
    refused(guaranteed(all(), of_a), &[message]);
    let by_window = json!({"id": "g", "window": "period", "amounts": [
        {"from": 1, "amount": "1.00 USD"}, {"from": 2, "amount": "100.01 USD"},
        {"from": 3, "amount": "100.00 USD"}]});
    refused(guaranteed(None, by_window), &[message]);
    let payable = json!({"id": "g", "amount": "100.01 USD", "window": "period", "on": "payable"});
    refused(guaranteed(None, payable), &[message]);
}

#[test]
fn a_cap_by_names_does_not_cover_what_older_items_still_earn() {
    let second = json!({"from": "2026-02-01", "items": [share_item("new", json!("period"))],
        "caps": [cap("c", json!("period"), json!(["new"]))],
        "guarantees": [{"id": "g", "amount": "9.00 USD", "window": "period"}]});
    let first = |item: &str| {
        json!({"from": "2026-01-01",
        "items": [share_item(item, json!("period"))]})
    };
    accepted(sheet(json!([first("old"), second])));
    refused(
        sheet(json!([first("new"), second])),
        &[
            "versions[1].guarantees[0]: 9.00 USD are guaranteed, and the cap c lets 5.00 USD \
           through",
        ],
    );
}
