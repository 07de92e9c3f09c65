//! In which window of a guarantee a line counts, and what each window is guaranteed.

use serde_json::{Value, json};

use super::{nothing, settled, share_item, sold, version, versions, with};

fn guaranteed(item: Value, guarantee: Value) -> Value {
    let guarantee = with(guarantee, "id", json!("least"));
    json!({"items": [item], "guarantees": [guarantee]})
}

fn least(window: Value) -> Value {
    json!({"amount": "100.00 USD", "window": window})
}

#[test]
fn a_line_over_a_longer_window_counts_where_it_is_booked() {
    // 100.00 of the first two months are earned in January, and 20.00 in February.
    let pairs = share_item("pairs", json!({"periods": 2}));
    let terms = version(guaranteed(pairs, least(json!({"months": 1}))));
    let settled_by_month = settled(terms, [sold(1, "1000.00 USD"), sold(2, "200.00 USD")]);
    assert_eq!(settled_by_month[0].lines("guarantee"), Vec::<String>::new());
    assert_eq!(settled_by_month[1].lines("guarantee"), ["least 80.00 USD"]);

    let fours = share_item("fours", json!({"periods": 4}));
    let terms = version(guaranteed(fours, least(json!({"periods": 2}))));
    let history = [
        sold(1, "1000.00 USD"),
        nothing(2),
        nothing(3),
        sold(4, "200.00 USD"),
    ];
    let topped: Vec<_> = settled(terms, history)
        .iter()
        .map(|settled| settled.lines("guarantee"))
        .collect();
    assert_eq!(topped[..3], [[""; 0]; 3]);
    assert_eq!(topped[3], ["least 80.00 USD"]);
}

#[test]
fn sums_by_window_follow_the_number_of_the_window() {
    let amounts = json!([{"from": 1, "amount": "100.00 USD"}, {"from": 2, "amount": "200.00 USD"},
        {"from": 3, "amount": "300.00 USD"}]);
    let by = |window: Value| {
        let guarantee = json!({"amounts": amounts, "window": window});
        version(guaranteed(share_item("sales", json!("period")), guarantee))
    };
    let pairs = settled(by(json!({"periods": 2})), (1..=6).map(nothing));
    let closed: Vec<_> = pairs.iter().skip(1).step_by(2).collect();
    for (settled, sum) in closed.iter().zip(["100.00", "200.00", "300.00"]) {
        assert_eq!(settled.lines("guarantee"), [format!("least {sum} USD")]);
    }
    let last = with(nothing(2), "final", json!(true));
    let once = settled(by(json!("lifetime")), [nothing(1), last]);
    assert_eq!(once[1].lines("guarantee"), ["least 100.00 USD"]);
}

// 150.00 are earned in January, and nothing later.
#[test]
fn a_surplus_goes_from_the_windows_of_one_version_to_those_of_the_next() {
    for (first, second) in [
        (json!("period"), json!({"months": 1})),
        (json!({"months": 1}), json!("lifetime")),
    ] {
        let body = |window: &Value| {
            let least = with(least(window.clone()), "surplus", json!("carry_forward"));
            guaranteed(share_item("sales", json!("period")), least)
        };
        let terms = versions(&[body(&first), body(&second)]);
        let last = with(nothing(2), "final", json!(true));
        let settled = settled(terms, [sold(1, "1500.00 USD"), last]);
        assert_eq!(
            settled[1].lines("guarantee"),
            ["least 50.00 USD"],
            "{second}"
        );
    }
}
