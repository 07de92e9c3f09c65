//! What a lifecycle by a table of its own waits for, among what comes next.

use std::collections::BTreeSet;

use partnership::agreement::{Agreement, DueKind, History};
use partnership::lifecycle::{Command, Draft, Request};
use partnership::time::instant;
use serde_json::{Value, json};

use super::due::{pilot_of, stands};
use super::papers::{day, golden};

/// A pilot since 2026-01-05T09:00:00Z by the table for growth, with a change made to it.
fn pilot(change: impl FnOnce(&mut Value)) -> History {
    let mut table = serde_json::to_value(Draft::growth()).unwrap();
    change(&mut table);
    pilot_of(serde_json::from_value(table).unwrap())
}

/// The gates before a move.
fn gates<'a>(table: &'a mut Value, way: &str) -> &'a mut Vec<Value> {
    let moves = table["moves"].as_array_mut().unwrap();
    let way = moves.iter_mut().find(|known| known["key"] == way);
    way.unwrap()["gates"].as_array_mut().unwrap()
}

fn wait(key: &str, span: &str) -> Value {
    json!({"key": key, "need": {"in_stage_for": span}})
}

#[test]
fn of_two_waits_before_a_move_the_earlier_is_told_and_each_move_has_its_own() {
    let lift = json!({"metric": "lead_lift_partner", "value": "0.10", "fresh": "7d"});
    let lift = json!({"key": "lifted_lately", "need": {"at_least": lift}});
    let film = pilot(|table| {
        gates(table, "scale").extend([wait("ran_60_days", "60d"), lift]);
        gates(table, "adjust").push(wait("ran_30_days", "30d"));
    });
    let film = film.agreement();
    stands(
        film,
        "2026-02-01",
        DueKind::Milestone,
        &[
            "2026-02-04 lifecycle/adjust: in 3 days",
            "2026-03-06 lifecycle/scale: in 33 days",
        ],
    );
    stands(
        film,
        "2026-03-07",
        DueKind::Milestone,
        &["2026-04-05 lifecycle/scale: in 29 days"],
    );
    // Seen on 5 January, for 14 days by one gate and for 7 by the other.
    stands(
        film,
        "2026-01-10",
        DueKind::Kpi,
        &["2026-01-12 lifecycle/lead_lift_partner: in 2 days"],
    );
    let document = serde_json::to_value(film).unwrap();
    assert_eq!(document["lifecycle"]["definition"]["id"], json!("growth"));
    assert_eq!(
        serde_json::from_value::<Agreement>(document).unwrap(),
        *film
    );
}

#[test]
fn a_wait_that_was_over_before_the_last_event_of_the_day_is_not_open() {
    let mut film = pilot(|table| gates(table, "scale")[0] = wait("ran_2_hours", "2h"));
    let today = ["2026-01-05 lifecycle/scale: today"];
    stands(film.agreement(), "2026-01-05", DueKind::Milestone, &today);
    let lift = "lead_lift_producer".parse().unwrap();
    let observed = Command::observe(lift, "0.25".parse().unwrap(), "producer".parse().unwrap());
    let at = instant("2026-01-05T15:00:00Z").unwrap();
    film.step(Request::new(at, observed)).unwrap();
    stands(film.agreement(), "2026-01-05", DueKind::Milestone, &[]);
}

#[test]
fn a_stage_and_a_risk_of_one_name_are_two_entries() {
    let mut document = serde_json::to_value(pilot(|_| ()).agreement()).unwrap();
    let mut risks = golden("founded.json")["governance"]["risks"].clone();
    risks["risks"][0]["key"] = json!("pilot");
    risks["risks"][0]["review_on"] = json!("2026-05-01");
    document["governance"] = json!({"risks": risks});
    let film: Agreement = serde_json::from_value(document).unwrap();
    stands(
        &film,
        "2026-04-04",
        DueKind::StageLimit,
        &["2026-04-05 pilot: in 1 day"],
    );
    stands(
        &film,
        "2026-04-04",
        DueKind::Risk,
        &["2026-05-01 pilot: in 27 days"],
    );
}

#[test]
fn the_reviews_are_those_of_the_stage_that_a_limit_led_to() {
    let film = pilot(|table| {
        gates(table, "scale").clear();
        let stages = table["stages"].as_array_mut().unwrap();
        let stage = stages.iter_mut().find(|stage| stage["key"] == "pilot");
        stage.unwrap()["limit"]["deemed"] = json!({"accept": {"move": "scale"}});
    });
    let reviews = |at: &str| {
        let due = film.agreement().due(day(at), None).unwrap();
        let reviews = due.into_iter().filter(|due| due.kind == DueKind::Review);
        reviews.map(|due| due.key).collect::<BTreeSet<_>>()
    };
    // 90 days from 5 January are 5 April.
    assert_eq!(reviews("2026-04-05"), ["pilot/check_in".into()].into());
    assert_eq!(
        reviews("2026-04-06"),
        ["growth/strategic_review".into()].into()
    );
}
