//! What advances take of the items that they are earned back from.

use serde_json::{Value, json};

use super::{deal, last, lines, month, share, sheet, sold, with};

fn advance(id: &str, amount: &str, from: Option<&[&str]>) -> Value {
    let mut advance = json!({"id": id, "amount": amount, "paid_on": "2026-01-01"});
    if let Some(from) = from {
        advance["from"] = json!(from);
    }
    advance
}

fn items() -> Value {
    json!([
        share("sales", "shop", "10%", json!("period")),
        share("fee", "club", "10%", json!("period"))
    ])
}

#[test]
fn an_advance_leaves_what_earlier_ones_took_of_its_items() {
    let month = sold(1, &[("shop", "1000.00 USD"), ("club", "500.00 USD")]);
    // 100 and 50 are earned.
    for (first, second, taken) in [
        (Some(&["sales"][..]), Some(&["fee"][..]), ["80.00", "50.00"]),
        (Some(&["sales"]), Some(&["sales"]), ["80.00", "20.00"]),
        (
            Some(&["sales"]),
            Some(&["fee", "sales"]),
            ["80.00", "70.00"],
        ),
        (None, Some(&["sales"]), ["80.00", "20.00"]),
        (Some(&["sales"]), None, ["80.00", "70.00"]),
    ] {
        let advances = json!([
            advance("a", "80.00 USD", first),
            advance("b", "200.00 USD", second)
        ]);
        let sheet = with(deal(json!({"items": items()})), "advances", advances);
        let said = lines(&last(&sheet, std::slice::from_ref(&month)))[2..].to_vec();
        let expected: Vec<String> = ["a", "b"]
            .iter()
            .zip(taken)
            .map(|(id, taken)| format!("recoupment {id}: -{taken} USD"))
            .collect();
        assert_eq!(said, expected, "{first:?} {second:?}");
    }
}

// 10 of late sales and 50 of the fee: of the 10, the first advance takes 8 and the second the rest,
// though the version that has the item is over.
#[test]
fn advances_share_an_item_that_only_an_older_version_has() {
    let versions = json!([
        {"from": "2026-01-01", "items": items()},
        {"from": "2026-02-01", "items": [share("fee", "club", "10%", json!("period"))]},
    ]);
    let advances = json!([
        advance("a", "8.00 USD", Some(&["sales"])),
        advance("b", "200.00 USD", Some(&["sales"]))
    ]);
    let february = json!({"totals": [{"stream": "shop", "of": 1, "amount": "100.00 USD"},
        {"stream": "club", "amount": "500.00 USD"}]});
    let months = [sold(1, &[]), month(2, february)];
    let said = lines(&last(&with(sheet(versions), "advances", advances), &months));
    assert_eq!(
        said,
        [
            "item fee: 50.00 USD",
            "item sales: 10.00 USD",
            "recoupment a: -8.00 USD",
            "recoupment b: -2.00 USD"
        ]
    );
}

// 150 are earned and 100 come by a change order, which is no item: the advance takes what the items
// leave after a fifth is kept, or after all of it waits, but not of the change order.
#[test]
fn what_is_kept_or_held_of_the_items_of_an_advance_is_not_taken() {
    let month = json!({
        "totals": [{"stream": "shop", "amount": "1000.00 USD"},
            {"stream": "club", "amount": "500.00 USD"}],
        "change_orders": [{"id": "x", "amount": "100.00 USD", "approved_on": "2026-01-02"}]});
    let both = &["sales", "fee"][..];
    for (clauses, from, taken) in [
        (
            json!({"reserve": {"rate": "20%", "release": [1]}}),
            both,
            "120.00",
        ),
        (
            json!({"reserve": {"rate": "20%", "release": [1], "scope": ["sales"]}}),
            both,
            "130.00",
        ),
        (
            json!({"reserve": {"rate": "20%", "release": [1], "scope": ["sales"]}}),
            &["sales"],
            "80.00",
        ),
        (
            json!({"reserve": {"rate": "20%", "release": [1], "scope": ["fee"]}}),
            &["sales"],
            "100.00",
        ),
        (
            json!({"hold": {"days": 5, "scope": ["fee"]}}),
            both,
            "100.00",
        ),
    ] {
        let body = with(clauses.clone(), "items", items());
        let advances = json!([advance("a", "1000.00 USD", Some(from))]);
        let sheet = with(deal(body), "advances", advances);
        let statement = last(&sheet, &[super::month(1, month.clone())]);
        let expected = format!("recoupment a: -{taken} USD");
        assert_eq!(
            lines(&statement).pop(),
            Some(expected),
            "{clauses} {from:?}"
        );
    }
}

// A part of 0.03 on each of two days, and half of it on top: 0.015 are 0.02 with the first part,
// and 0.03 with both.
#[test]
fn a_part_falls_due_with_its_share_of_the_surcharges() {
    let part = |id: &str, on: &str| json!({"id": id, "on": {"date": on}, "share": "1/2"});
    let film = json!({"id": "film", "total": "0.06 USD",
        "surcharges": [{"id": "world", "rate": "50%"}],
        "dues": [{"from": "event", "rule": "on_event"}],
        "parts": [part("1", "2026-01-10"), part("2", "2026-01-20")]});
    let statement = last(&deal(json!({"schedules": [film]})), &[sold(1, &[])]);
    let dues: Vec<String> = statement
        .dues()
        .iter()
        .map(|due| format!("{} {}", due.on.expect("a day"), due.amount))
        .collect();
    assert_eq!(dues, ["2026-01-10 0.05 USD", "2026-01-20 0.04 USD"]);
}

// Neither a change order that is called like the schedule is a part of it, nor one of another: a
// tenth of 0.06 is 0.01, and a tenth of twice as much would leave nothing for the part.
#[test]
fn a_surcharge_of_a_schedule_is_on_its_own_parts() {
    let film = json!({"id": "film", "total": "0.06 USD",
        "surcharges": [{"id": "world", "rate": "10%"}],
        "parts": [{"id": "1", "on": {"date": "2026-02-10"}, "share": "1"}]});
    let song = json!({"id": "song", "total": "0.06 USD",
        "parts": [{"id": "1", "on": {"date": "2026-01-10"}, "share": "1"}]});
    let extra = json!({"change_orders": [
        {"id": "film", "amount": "0.06 USD", "approved_on": "2026-01-02"}]});
    let months = [month(1, extra), sold(2, &[])];
    let said = lines(&last(&deal(json!({"schedules": [song, film]})), &months));
    assert_eq!(
        said,
        ["item film/1: 0.06 USD", "surcharge film/world: 0.01 USD"]
    );
}

#[test]
fn a_milestone_has_the_day_that_its_own_entry_says() {
    let part = |id: &str| json!({"id": id, "on": {"milestone": id}, "share": "1/2"});
    let film = json!({"id": "film", "total": "30.00 USD",
        "dues": [{"from": "event", "rule": {"after": "10d"}}],
        "parts": [part("script"), part("cut")]});
    let accepted = |id: &str, on: &str| json!({"id": id, "event": "accepted", "on": on});
    let events = json!([
        accepted("script", "2026-01-07"),
        accepted("cut", "2026-01-03")
    ]);
    let statement = last(
        &deal(json!({"schedules": [film]})),
        &[month(1, json!({"milestones": events}))],
    );
    let dues: Vec<String> = statement
        .dues()
        .iter()
        .map(|due| format!("{} {}", due.on.expect("a day"), due.amount))
        .collect();
    assert_eq!(dues, ["2026-01-13 15.00 USD", "2026-01-17 15.00 USD"]);
}

// Parts of 0.06 and of 0.09 fall due together; a tenth of the second is 0.01, of both 0.02.
#[test]
fn schedules_of_one_statement_have_surcharges_of_their_own() {
    let schedule = |id: &str, total: &str| {
        json!({"id": id, "total": total, "surcharges": [{"id": "world", "rate": "10%"}],
            "parts": [{"id": "1", "on": {"date": "2026-01-10"}, "share": "1"}]})
    };
    let schedules = json!([schedule("song", "0.06 USD"), schedule("film", "0.09 USD")]);
    let statement = last(&deal(json!({"schedules": schedules})), &[sold(1, &[])]);
    assert_eq!(
        lines(&statement),
        [
            "item song/1: 0.06 USD",
            "surcharge song/world: 0.01 USD",
            "item film/1: 0.09 USD",
            "surcharge film/world: 0.01 USD"
        ]
    );
}
