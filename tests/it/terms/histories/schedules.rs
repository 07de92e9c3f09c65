//! Parts of schedules: their surcharges, days and escrow.

use serde_json::{Value, json};

use super::{month, nothing, settled, version, with};

/// A schedule of parts on days of January and February, with 10% on top for rights.
fn schedule(id: &str, total: &str, parts: &[(&str, &str)]) -> Value {
    let parts = parts.iter().zip(1..);
    let parts = parts.map(
        |((on, amount), no)| json!({"id": format!("{no}"), "on": {"date": on}, "amount": amount}),
    );
    json!({"id": id, "total": total, "parts": parts.collect::<Value>(),
        "surcharges": [{"id": "rights", "rate": "10%"}]})
}

#[test]
fn a_surcharge_is_on_the_parts_of_its_own_schedule() {
    let film = schedule("film", "400.00 USD", &[("2026-01-10", "400.00 USD")]);
    let poster = schedule("poster", "100.00 USD", &[("2026-01-10", "100.00 USD")]);
    let settled_at_once = settled(version(json!({"schedules": [film, poster]})), [nothing(1)]);
    let surcharges = settled_at_once[0].lines("surcharge");
    assert_eq!(
        surcharges,
        ["film/rights 40.00 USD", "poster/rights 10.00 USD"]
    );

    // 10% of 0.04 are nothing, and of 0.08 one cent.
    let film = schedule("film", "0.04 USD", &[("2026-02-10", "0.04 USD")]);
    let poster = schedule("poster", "0.04 USD", &[("2026-01-10", "0.04 USD")]);
    let order = json!({"id": "film", "amount": "0.04 USD", "approved_on": "2026-01-10"});
    for (schedules, entries) in [
        (json!([film, poster]), json!({})),
        (json!([film]), json!({"change_orders": [order]})),
    ] {
        let terms = version(json!({"schedules": schedules}));
        let settled = settled(terms, [month(1, entries), nothing(2)]);
        assert_eq!(settled[1].lines("surcharge"), ["film/rights 0.00 USD"]);
    }
}

// The surcharge of all parts so far is 10.00, 30.01 and 30.01.
#[test]
fn each_part_is_due_on_its_day_with_its_share_of_the_surcharge() {
    let parts = [
        ("2026-01-10", "100.04 USD"),
        ("2026-01-20", "200.04 USD"),
        ("2026-02-10", "0.05 USD"),
    ];
    let film = with(
        schedule("film", "300.13 USD", &parts),
        "dues",
        json!([{"from": "event", "rule": "on_event"}]),
    );
    let body = json!({"schedules": [film], "payout": {"due": {"rule": {"after": "30d"}}}});
    let settled = settled(version(body), [nothing(1), nothing(2)]);
    assert_eq!(settled[0].lines("surcharge"), ["film/rights 30.01 USD"]);
    let dues = json!([{"on": "2026-01-10", "amount": "110.04 USD"},
        {"on": "2026-01-20", "amount": "220.05 USD"}]);
    assert_eq!(settled[0].dues(), dues);
    assert_eq!(settled[1].lines("surcharge"), ["film/rights 0.00 USD"]);
    assert_eq!(
        settled[1].dues(),
        json!([{"on": "2026-02-10", "amount": "0.05 USD"}])
    );
}

fn on(milestone: &str) -> Value {
    json!({"milestone": milestone})
}

#[test]
fn a_part_is_due_on_the_day_its_own_milestone_was_accepted() {
    let film = json!({"id": "film", "total": "300.00 USD",
        "dues": [{"from": "event", "rule": "on_event"}],
        "parts": [{"id": "1", "on": on("script"), "share": "1/3"},
            {"id": "2", "on": on("cut"), "share": "2/3"}]});
    let accepted = |id: &str, on: &str| json!({"id": id, "event": "accepted", "on": on});
    let milestones = json!([
        accepted("script", "2026-01-05"),
        accepted("cut", "2026-01-20")
    ]);
    let terms = version(json!({"schedules": [film]}));
    let settled = settled(terms, [month(1, json!({"milestones": milestones}))]);
    let dues = json!([{"on": "2026-01-05", "amount": "100.00 USD"},
        {"on": "2026-01-20", "amount": "200.00 USD"}]);
    assert_eq!(settled[0].dues(), dues);
}

#[test]
fn a_milestone_funds_the_parts_of_schedules_with_escrow_and_of_no_other() {
    let schedule = |id: &str, total: &str, escrow: bool| {
        json!({"id": id, "total": total, "escrow": escrow,
            "parts": [{"id": "1", "on": on("cut"), "share": "1"}]})
    };
    let schedules = json!([
        schedule("film", "100.00 USD", true),
        schedule("poster", "50.00 USD", false)
    ]);
    let event =
        |no: u32, event: &str| month(no, json!({"milestones": [{"id": "cut", "event": event}]}));
    let terms = version(json!({"schedules": schedules}));
    let settled = settled(terms, [event(1, "funded"), event(2, "accepted")]);
    assert_eq!(settled[0].statement.escrow().to_string(), "100.00 USD");
    assert_eq!(settled[1].statement.escrow().to_string(), "0.00 USD");
    assert_eq!(
        settled[1].lines("item"),
        ["film/1 100.00 USD", "poster/1 50.00 USD"]
    );
}

#[test]
fn only_the_day_of_an_acceptance_is_remembered() {
    let film = json!({"id": "film", "total": "100.00 USD", "escrow": true,
        "parts": [{"id": "1", "on": on("cut"), "share": "1"}]});
    let terms = version(json!({"schedules": [film]}));
    let event = |no: u32, event: &str, on: &str| {
        month(
            no,
            json!({"milestones": [{"id": "cut", "event": event, "on": on}]}),
        )
    };
    let history = [
        event(1, "funded", "2026-01-10"),
        event(2, "accepted", "2026-02-10"),
    ];
    let settled = settled(terms, history);
    let day = |no: usize| settled[no].state["milestones"]["cut"]["on"].clone();
    assert_eq!([day(0), day(1)], [Value::Null, json!("2026-02-10")]);
}
