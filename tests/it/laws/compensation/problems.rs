//! Every fault of a term sheet with its place and its words, each one away from a sheet without
//! faults (spec/compensation.md 12).

use partnership::compensation::{Terms, TermsDraft};
use serde_json::{Value, json};

/// A sheet without faults that has one clause of each kind.
fn sheet() -> Value {
    json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
    "end": "2027-01-01", "anchor": "2026-01-01",
    "advances": [{"id": "signing", "amount": "100.00 USD", "paid_on": "2026-01-01",
                  "share": "50%", "from": ["sales"]}],
    "versions": [{"from": "2026-01-01", "items": items(),
        "schedules": [{"id": "film", "total": "90.00 USD", "parts": [
            {"id": "1", "on": {"milestone": "script"}, "share": "1/3"},
            {"id": "2", "on": {"date": "2026-06-30"}, "share": "2/3"}]}],
        "timing": [{"id": "cut", "late": {"rate": "1%", "step_days": 7}}],
        "in_kind": [{"id": "gear", "limit": "500.00 USD"}],
        "caps": [{"id": "yearly", "amount": "40.00 USD", "window": {"months": 12},
                  "scope": ["copies"]},
                 {"id": "ceiling", "amount": "50.00 USD", "window": "lifetime",
                  "scope": ["sales", "copies"]}],
        "guarantees": [{"id": "floor", "amount": "10.00 USD", "window": {"months": 12},
                        "scope": ["sales"]}],
        "reserve": {"rate": "20%", "release": [1, 1], "scope": ["sales"]},
        "payout": {"minimum": "5.00 USD", "tax": "15%", "due": {"rule": {"after": "30d"}}}}]})
}

fn items() -> Value {
    json!([
        {"id": "sales", "window": "lifetime",
         "opening": [{"stream": "shop", "amount": "5.00 USD", "units": "2"}],
         "pay": {"share": {"base": {"streams": ["shop"], "deduct": [{"rate": "10%"},
                                    {"stream": "fees", "at_most": "5%"}]},
                           "tiers": [{"up_to": "100.00 USD", "rate": "10%"}, {"rate": "20%"}]}}},
        {"id": "copies", "window": {"months": 1},
         "pay": {"per_unit": {"streams": ["books"], "tiers": [
             {"up_to": "10", "price": "1 USD", "block": "5"}, {"price": "2 USD"}]}}},
        {"id": "fee", "window": {"months": 1}, "pay": {"retainer": {"amount": "10.00 USD"}}},
        {"id": "costs", "window": "period",
         "pay": {"cost_plus": {"streams": ["travel"], "markup": "10%"}}},
        {"id": "prize", "window": "lifetime",
         "pay": {"bonus": {"measure": {"units": ["books"]},
                           "steps": [{"reach": "10", "pay": "5.00 USD"}],
                           "then": {"from": "20", "every": "5", "pay": "1.00 USD",
                                    "until": "40"}}}},
        {"id": "both", "window": "lifetime",
         "pay": {"sum": [{"share": {"base": {"streams": ["a"]}, "rate": "1%"}}]}},
        {"id": "orders", "window": "event", "per_event": {"min": "0.10 USD", "max": "9.00 USD"},
         "pay": {"share": {"base": {"streams": ["link"]}, "rate": "5%"}}}
    ])
}

/// Sets what a pointer names; `null` takes it away.
fn set(sheet: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match sheet.pointer_mut(parent).expect("there") {
        Value::Object(fields) if value.is_null() => {
            fields.remove(key).expect("there");
        }
        Value::Object(fields) => {
            fields.insert(key.to_owned(), value);
        }
        Value::Array(list) => {
            let index: usize = key.parse().expect("a position");
            if index == list.len() {
                list.push(value);
            } else {
                list[index] = value;
            }
        }
        other => panic!("{other} holds nothing"),
    }
}

/// One change to the sheet without faults, and all that is then wrong.
#[track_caller]
fn wrong(pointer: &str, value: Value, problems: &[&str]) {
    let mut sheet = sheet();
    set(&mut sheet, pointer, value);
    let draft: TermsDraft = serde_json::from_value(sheet).expect("the shape of a sheet");
    let found: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(found, problems, "{pointer}");
    let first = Terms::try_from(draft)
        .map(|_| ())
        .map_err(|first| first.to_string());
    assert_eq!(first, Err(problems[0].to_owned()));
}

#[test]
fn the_sheet_itself_has_no_fault() {
    let draft: TermsDraft = serde_json::from_value(sheet()).expect("the shape of a sheet");
    let found: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(found, [""; 0]);
    serde_json::from_value::<Terms>(sheet()).expect("terms");
}

#[test]
fn dates_and_versions() {
    let mut without = sheet();
    set(&mut without, "/versions", json!([]));
    set(&mut without, "/advances", json!([]));
    let draft: TermsDraft = serde_json::from_value(without).expect("the shape of a sheet");
    assert_eq!(draft.problems()[0].to_string(), "versions: no versions");
    wrong(
        "/versions/0/from",
        json!("2026-01-02"),
        &["versions[0].from: the first version begins on 2026-01-02, not on the start 2026-01-01"],
    );
    wrong(
        "/versions/1",
        json!({"from": "2026-01-01"}),
        &["versions[1].from: \
           the version from 2026-01-01 does not begin after the one from 2026-01-01"],
    );
    wrong(
        "/end",
        json!("2026-01-01"),
        &["end: the end 2026-01-01 is not after the start 2026-01-01"],
    );
    wrong(
        "/anchor",
        json!("2026-01-02"),
        &["anchor: the anchor 2026-01-02 lies after the start 2026-01-01"],
    );
}

#[test]
fn names() {
    wrong(
        "/versions/0/timing/0/id",
        json!("fee"),
        &["versions[0].timing[0].id: the id fee stands twice"],
    );
    wrong(
        "/advances/0/from",
        json!(["gone"]),
        &["advances[0].from[0]: there is nothing named gone"],
    );
    wrong(
        "/advances/0/from",
        json!([]),
        &["advances[0].from: a scope without an item"],
    );
    wrong(
        "/versions/0/items/3/pay/cost_plus/streams",
        json!(["travel", "travel"]),
        &["versions[0].items[3].pay.cost_plus.streams[1]: the stream \"travel\" stands twice"],
    );
    wrong(
        "/versions/0/items/0/pay/share/base/deduct/1/stream",
        json!("shop"),
        &["versions[0].items[0].pay.share.base.deduct[1].stream: \
           the stream \"shop\" stands twice"],
    );
    wrong(
        "/versions/0/items/3/pay/cost_plus/streams",
        json!([]),
        &["versions[0].items[3].pay.cost_plus.streams: no streams"],
    );
}

#[test]
fn amounts_and_rates() {
    wrong(
        "/versions/0/items/2/pay/retainer/amount",
        json!("10.00 EUR"),
        &["versions[0].items[2].pay.retainer.amount: EUR where the sheet is in USD"],
    );
    wrong(
        "/versions/0/items/2/pay/retainer/amount",
        json!("-10.00 USD"),
        &["versions[0].items[2].pay.retainer.amount: -10.00 USD is negative"],
    );
    wrong(
        "/versions/0/items/0/opening/0/units",
        json!("-2"),
        &["versions[0].items[0].opening[0].units: -2 units are negative"],
    );
    wrong(
        "/versions/0/items/1/pay/per_unit/tiers/0/price",
        json!("-1/3 USD"),
        &["versions[0].items[1].pay.per_unit.tiers[0].price: the price -1/3 is negative"],
    );
    wrong(
        "/versions/0/payout/tax",
        json!("101%"),
        &["versions[0].payout.tax: the rate 101/100 is out of range"],
    );
    wrong(
        "/advances/0/share",
        json!("0"),
        &["advances[0].share: the share 0 is not above 0 and at most 1"],
    );
}

#[test]
fn tables() {
    let share = "/versions/0/items/0/pay/share";
    let place = "versions[0].items[0].pay.share";
    let tier = |pointer: &str| format!("{share}/tiers{pointer}");
    wrong(
        &format!("{share}/rate"),
        json!("10%"),
        &[&format!(
            "{place}: one rate or tiers, not both and not neither"
        )],
    );
    wrong(&tier(""), json!([]), &[&format!("{place}.tiers: no tiers")]);
    wrong(
        &tier("/0/up_to"),
        json!("0.00 USD"),
        &[&format!(
            "{place}.tiers[0].up_to: tier 0 does not end above the one before it"
        )],
    );
    wrong(
        &tier("/1/up_to"),
        json!("200.00 USD"),
        &[&format!(
            "{place}.tiers: the last tier has an end, so that more than that is in no tier"
        )],
    );
    wrong(
        &tier("/0/up_to"),
        Value::Null,
        &[&format!(
            "{place}.tiers[0]: a tier without an end stands before the last"
        )],
    );
    wrong(
        &tier("/0/up_to"),
        json!("100"),
        &[&format!(
            "{place}.tiers[0].up_to: the bound 100 is not in the unit of what is measured"
        )],
    );
    wrong(
        "/versions/0/items/1/pay/per_unit/tiers/0/block",
        json!("0"),
        &["versions[0].items[1].pay.per_unit.tiers[0].block: a block of 0 units"],
    );
}

#[test]
fn other_pays() {
    wrong(
        "/versions/0/items/4/pay/bonus/then/every",
        json!("0"),
        &["versions[0].items[4].pay.bonus.then.every: a step of 0"],
    );
    wrong(
        "/versions/0/items/4/pay/bonus/then/until",
        json!("19"),
        &["versions[0].items[4].pay.bonus.then.until: the least 20 is above the most 19"],
    );
    wrong(
        "/versions/0/items/3/pay/cost_plus/fee",
        json!("1.00 USD"),
        &["versions[0].items[3].pay.cost_plus: a markup or a fee, not both and not neither"],
    );
    wrong(
        "/versions/0/items/5/pay/sum",
        json!([]),
        &["versions[0].items[5].pay.sum: a composition of nothing"],
    );
    let mut deep = json!({"retainer": {"amount": "1.00 USD"}});
    for _ in 0..15 {
        deep = json!({"sum": [deep]});
    }
    let mut sheet = sheet();
    set(&mut sheet, "/versions/0/items/2/pay", deep.clone());
    serde_json::from_value::<Terms>(sheet).expect("16 deep");
    let place = format!("versions[0].items[2].pay{}", ".sum[0]".repeat(16));
    wrong(
        "/versions/0/items/2/pay",
        json!({"sum": [deep]}),
        &[&format!("{place}: pays are nested more than 16 deep")],
    );
    wrong(
        "/versions/0/items/5/pay/sum/0/share",
        json!({"base": {"streams": ["a"]}, "mode": "forward",
               "tiers": [{"up_to": "5.00 USD", "rate": "1%"}, {"rate": "2%"}]}),
        &[
            "versions[0].items[5].pay.sum[0].share: forward tiers are the whole pay of an item, \
           without flats, blocks, another measure, limits of deductions or a least base",
        ],
    );
}

#[test]
fn windows() {
    wrong(
        "/versions/0/items/2/window",
        json!({"periods": 2}),
        &["versions[0].items[2].pay.retainer: a retainer needs a window of months, or the period"],
    );
    wrong(
        "/versions/0/items/3/window",
        json!("event"),
        &["versions[0].items[3].pay.cost_plus: cost_plus cannot be reckoned on one event alone"],
    );
    wrong(
        "/versions/0/items/6/window",
        json!("period"),
        &["versions[0].items[6].per_event: fees and limits of events need an event window"],
    );
    wrong(
        "/versions/0/items/6/per_event/min",
        json!("9.01 USD"),
        &["versions[0].items[6].per_event: the least 9.01 USD is above the most 9.00 USD"],
    );
    wrong(
        "/versions/0/items/2/window",
        json!({"months": 0}),
        &["versions[0].items[2].window: a window of 0 periods or months"],
    );
    wrong(
        "/versions/0/items/1/opening",
        json!([{"stream": "books", "units": "2"}]),
        &["versions[0].items[1].opening: an opening needs a lifetime window"],
    );
}

#[test]
fn caps() {
    wrong(
        "/versions/0/caps/0/window",
        json!("event"),
        &["versions[0].caps[0].window: the window of a cap is longer than an event"],
    );
    wrong(
        "/versions/0/caps/0/scope",
        json!(["prize"]),
        &["versions[0].caps[0]: \
           the window of the item prize does not lie inside that of the cap"],
    );
    wrong(
        "/versions/0/caps/0/scope",
        json!(["copies", "fee"]),
        &["versions[0].caps[1]: \
           the scope neither contains that of the cap yearly before it nor is apart from it"],
    );
}

#[test]
fn guarantees() {
    let floor = "/versions/0/guarantees/0";
    let place = "versions[0].guarantees[0]";
    wrong(
        &format!("{floor}/window"),
        json!("event"),
        &[&format!(
            "{place}.window: the window of a guarantee is longer than an event"
        )],
    );
    wrong(
        &format!("{floor}/amounts"),
        json!([{"from": 1, "amount": "1.00 USD"}]),
        &[&format!(
            "{place}: one amount or amounts by window, not both and not neither"
        )],
    );
    wrong(
        floor,
        json!({"id": "floor", "window": {"months": 12}, "on": "payable", "scope": ["sales"],
               "amount": "10.00 USD"}),
        &[&format!(
            "{place}.scope: a guarantee on what can be paid has no scope"
        )],
    );
    wrong(
        floor,
        json!({"id": "floor", "window": "lifetime", "test": "accrued", "amount": "10.00 USD"}),
        &[&format!(
            "{place}.test: a guarantee accrues over a window of months"
        )],
    );
    let installments = json!({"installments": [{"on": "2026-06-30", "amount": "9.00 USD"}]});
    wrong(
        floor,
        json!({"id": "floor", "window": "period", "test": installments, "amount": "10.00 USD"}),
        &[&format!(
            "{place}.test.installments: installments need a window of months, or the lifetime"
        )],
    );
    wrong(
        floor,
        json!({"id": "floor", "window": "lifetime", "test": installments,
               "amount": "10.00 USD"}),
        &[&format!(
            "{place}.test.installments: the installments of lifetime add up to 9.00 USD, not to 10.00 USD"
        )],
    );
    wrong(
        floor,
        json!({"id": "floor", "window": "period",
               "amounts": [{"from": 2, "amount": "1.00 USD"}, {"from": 2, "amount": "2.00 USD"}]}),
        &[&format!(
            "{place}.amounts[1].from: the amounts do not follow the numbers of windows, from 1 on"
        )],
    );
    wrong(
        floor,
        json!({"id": "floor", "window": "lifetime", "amount": "60.00 USD", "scope": ["sales"]}),
        &[&format!(
            "{place}: 60.00 USD are guaranteed, and the cap ceiling lets 50.00 USD through"
        )],
    );
}

#[test]
fn schedules_and_the_rest() {
    let parts = "versions[0].schedules[0].parts";
    wrong(
        "/versions/0/schedules/0/parts",
        json!([]),
        &[&format!(
            "{parts}: parts are all amounts or all shares, and at least one"
        )],
    );
    wrong(
        "/versions/0/schedules/0/parts/1/share",
        json!("1/3"),
        &[&format!(
            "{parts}: the shares of the parts add up to 2/3, not to 1"
        )],
    );
    wrong(
        "/versions/0/schedules/0/parts",
        json!([{"id": "1", "on": {"date": "2026-06-30"}, "amount": "80.00 USD"}]),
        &[&format!(
            "{parts}: the parts add up to 80.00 USD, not to 90.00 USD"
        )],
    );
    wrong(
        "/versions/0/timing/0/late/fixed",
        json!("1.00 USD"),
        &["versions[0].timing[0].late: a rate or a fixed amount, not both and not neither"],
    );
    wrong(
        "/versions/0/timing/0/late/step_days",
        json!(0),
        &["versions[0].timing[0].late.step_days: a step of 0 days"],
    );
    wrong(
        "/versions/0/reserve/release",
        json!([0, 0]),
        &["versions[0].reserve.release: a release needs weights of 0 or more, and one above 0"],
    );
    wrong(
        "/versions/0/reserve/scope",
        json!(["sales", "copies"]),
        &["advances[0].from: the items lie across the scope of the reserve of version 1"],
    );
    wrong(
        "/versions/0/payout/due/rule",
        json!({"day_of_month": {"after_days": 0, "day": 32}}),
        &["versions[0].payout.due.rule: 32 is no day of a month"],
    );
    wrong(
        "/versions/0/payout/due/rule",
        json!({"after": "5h"}),
        &["versions[0].payout.due.rule: 5h is no number of whole days"],
    );
}
