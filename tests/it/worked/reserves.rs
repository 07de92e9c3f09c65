//! What is kept in reserve and what is held, worked by hand.

use serde_json::{Value, json};

use super::{deal, last, lines, month, settled, share, sheet, sold, with};

/// Items of two streams, 10% each, by period.
fn two_items(more: Value) -> Value {
    let mut body = more;
    body["items"] = json!([
        share("sales", "shop", "10%", json!("period")),
        share("fee", "club", "10%", json!("period"))
    ]);
    body
}

#[test]
fn what_is_held_is_less_what_is_reserved_only_of_the_same_items() {
    let month = sold(1, &[("shop", "1000.00 USD"), ("club", "1000.00 USD")]);
    // 100 of each item; a fifth of the scope of the reserve is kept.
    for (reserve, hold, taken, held) in [
        (None, Some("sales"), "40.00", "100.00"),
        (Some("fee"), Some("sales"), "20.00", "100.00"),
        (Some("sales"), Some("sales"), "20.00", "80.00"),
        (Some("sales"), None, "20.00", "180.00"),
        (None, None, "40.00", "160.00"),
    ] {
        let scoped = |mut clause: Value, scope: Option<&str>| {
            if let Some(id) = scope {
                clause["scope"] = json!([id]);
            }
            clause
        };
        let body = two_items(json!({
            "reserve": scoped(json!({"rate": "20%", "release": [1]}), reserve),
            "hold": scoped(json!({"days": 10}), hold),
        }));
        let statement = last(&deal(body), std::slice::from_ref(&month));
        let said = lines(&statement)[2..].to_vec();
        let expected = [
            format!("reserve_taken: -{taken} USD"),
            format!("held: -{held} USD"),
        ];
        assert_eq!(said, expected, "{reserve:?} {hold:?}");
    }
}

// The reserve has no scope, so that it also keeps back of what only the first version has: it is
// not inside a hold that names all the items of the second one.
#[test]
fn a_reserve_of_everything_lies_in_no_hold_that_leaves_an_old_item_out() {
    let held = |old: &str, scope: Value| {
        let versions = json!([
            {"from": "2026-01-01", "items": [share(old, "shop", "10%", json!("period"))]},
            {"from": "2026-02-01", "items": [share("new", "club", "10%", json!("period"))],
                "reserve": {"rate": "20%", "release": [1]},
                "hold": {"days": 10, "scope": scope}},
        ]);
        let months = [
            sold(1, &[("shop", "1000.00 USD")]),
            sold(2, &[("club", "1000.00 USD")]),
        ];
        lines(&last(&sheet(versions), &months)).pop()
    };
    // 100 are earned, 20 are kept, and 80 are left of all.
    assert_eq!(held("new", json!(["new"])), Some("held: -80.00 USD".into()));
    let late = |of_old: &str| {
        let versions = json!([
            {"from": "2026-01-01", "items": [share("old", "shop", "10%", json!("period"))]},
            {"from": "2026-02-01", "items": [share("new", "club", "10%", json!("period"))],
                "reserve": {"rate": "20%", "release": [1]},
                "hold": {"days": 10, "scope": ["new"]}},
        ]);
        let february = json!({"totals": [{"stream": "club", "amount": "1000.00 USD"},
            {"stream": "shop", "of": 1, "amount": of_old}]});
        let months = [sold(1, &[("shop", "1000.00 USD")]), month(2, february)];
        lines(&last(&sheet(versions), &months))
    };
    // 10 more of January: 110 are earned, 22 are kept, and the 100 of the new item wait, for the
    // hold cannot tell what was kept of them; they are more than the 88 left.
    assert_eq!(
        late("100.00 USD")[2..],
        ["reserve_taken: -22.00 USD", "held: -88.00 USD"]
    );
    // 50 more of January: 150, 30, and 120 are left.
    assert_eq!(
        late("500.00 USD")[2..],
        ["reserve_taken: -30.00 USD", "held: -100.00 USD"]
    );
}

#[test]
fn a_reserve_on_revenue_reads_the_streams_of_every_share_of_its_scope() {
    let share = |stream: &str| json!({"share": {"base": {"streams": [stream]}, "rate": "50%"}});
    let kept = |pay: Value, scope: Value| {
        let body = json!({
            "items": [{"id": "deal", "window": "period", "pay": pay},
                {"id": "units", "window": "period",
                    "pay": {"per_unit": {"streams": ["a"], "price": "100 USD"}}}],
            "reserve": {"rate": "10%", "on": "revenue", "release": [1], "scope": scope},
        });
        let totals = json!([
            {"stream": "a", "amount": "1000.00 USD", "units": "9"},
            {"stream": "b", "amount": "300.00 USD"},
            {"stream": "c", "amount": "20.00 USD"},
        ]);
        let statement = last(&deal(body), &[month(1, json!({"totals": totals}))]);
        statement.reserve().to_string()
    };
    let (a, b, c) = (share("a"), share("b"), share("c"));
    for (pay, reserve) in [
        (a.clone(), "100.00 USD"),
        (json!({"sum": [a, b]}), "130.00 USD"),
        (json!({"greater_of": [a, b, c]}), "132.00 USD"),
        (json!({"minus": [a, b]}), "130.00 USD"),
        (json!({"minus": [b, c]}), "32.00 USD"),
        (
            json!({"times": {"rate": "2", "pay": {"lesser_of": [b, a]}}}),
            "130.00 USD",
        ),
    ] {
        assert_eq!(kept(pay.clone(), json!(["deal"])), reserve, "{pay}");
    }
    // What is paid by units has no revenue, though it earns.
    assert_eq!(kept(share("a"), json!(["units"])), "0.00 USD");
}

#[test]
fn no_more_is_kept_of_revenue_than_was_earned() {
    let body = json!({
        "items": [share("sales", "shop", "5%", json!("period"))],
        "reserve": {"rate": "10%", "on": "revenue", "release": [1, 3]},
    });
    let months = [
        sold(1, &[("shop", "1000.00 USD")]),
        month(
            2,
            json!({"totals": [{"stream": "shop", "refunds": "400.00 USD"}]}),
        ),
        sold(3, &[("shop", "100.00 USD")]),
    ];
    let all = settled(&deal(body), &months);
    let said: Vec<Vec<String>> = all.iter().map(|(statement, _)| lines(statement)).collect();
    // Of 1,000 a tenth would be 100, and 50 are earned; a quarter comes back in February and the
    // rest in March, where 5 are kept again: 1.25 for April and 3.75 for May.
    assert_eq!(
        said,
        [
            vec!["item sales: 50.00 USD", "reserve_taken: -50.00 USD"],
            vec!["item sales: -20.00 USD", "reserve_released: 12.50 USD"],
            vec![
                "item sales: 5.00 USD",
                "reserve_taken: -5.00 USD",
                "reserve_released: 37.50 USD"
            ],
        ]
    );
    let kept: Vec<String> = all
        .iter()
        .map(|(statement, _)| statement.reserve().to_string())
        .collect();
    assert_eq!(kept, ["50.00 USD", "37.50 USD", "5.00 USD"]);
}

#[test]
fn tranches_of_two_statements_that_wait_for_one_period_add_up() {
    let body = json!({
        "items": [share("sales", "shop", "10%", json!("period"))],
        "reserve": {"rate": "20%", "release": [1, 1]},
    });
    let month = |no| sold(no, &[("shop", "1000.00 USD")]);
    let all = settled(&deal(body), &[month(1), month(2), month(3)]);
    // 20 are kept of each month, 10 for each of the next two.
    let kept: Vec<String> = all
        .iter()
        .map(|(statement, _)| statement.reserve().to_string())
        .collect();
    assert_eq!(kept, ["20.00 USD", "30.00 USD", "30.00 USD"]);
    let state = serde_json::to_value(&all[2].1).expect("JSON");
    assert_eq!(
        state["reserve"],
        json!({"4": "20.00 USD", "5": "10.00 USD"})
    );
}

#[test]
fn a_loss_is_covered_by_what_is_held_longest() {
    let body = json!({
        "items": [share("sales", "shop", "10%", json!("period"))],
        "hold": {"days": 100},
    });
    let refund = month(
        3,
        json!({"totals": [{"stream": "shop", "of": 1, "refunds": "500.00 USD"},
        {"stream": "shop", "of": 2, "refunds": "150.00 USD"}]}),
    );
    let months = [
        sold(1, &[("shop", "600.00 USD")]),
        sold(2, &[("shop", "300.00 USD")]),
        refund,
    ];
    let all = settled(&deal(body), &months);
    let statement = &all[2].0;
    assert_eq!(
        lines(statement),
        [
            "item sales: -50.00 USD",
            "item sales: -15.00 USD",
            "unheld: 65.00 USD"
        ]
    );
    // The 30 of February, which wait until June, go first; then 35 of the 60 of January.
    let state = serde_json::to_value(&all[2].1).expect("JSON");
    assert_eq!(state["hold"], json!({"2026-05-12": "25.00 USD"}));
    assert_eq!(statement.closing().to_string(), "0.00 USD");
}

#[test]
fn what_is_held_goes_on_its_day_also_where_nothing_more_is_held() {
    let hold = |days: u32| json!({"days": days, "scope": ["sales"]});
    let versions = |second: Value| {
        sheet(json!([
            with(
                two_items(json!({"hold": hold(28)})),
                "from",
                json!("2026-01-01")
            ),
            with(two_items(second), "from", json!("2026-02-01")),
        ]))
    };
    let months = [
        sold(1, &[("shop", "100.00 USD")]),
        sold(2, &[("shop", "50.00 USD")]),
    ];
    // The 10 of January wait until the first of March, which is the end of February.
    for (second, expected) in [
        (json!({}), vec!["item sales: 5.00 USD", "unheld: 10.00 USD"]),
        (
            json!({"hold": hold(0)}),
            vec!["item sales: 5.00 USD", "unheld: 10.00 USD"],
        ),
        (
            json!({"hold": hold(1)}),
            vec![
                "item sales: 5.00 USD",
                "held: -5.00 USD",
                "unheld: 10.00 USD",
            ],
        ),
    ] {
        assert_eq!(
            lines(&last(&versions(second.clone()), &months)),
            expected,
            "{second}"
        );
    }
    let longer = with(
        versions(json!({})),
        "versions",
        json!([with(
            two_items(json!({"hold": hold(29)})),
            "from",
            json!("2026-01-01")
        )]),
    );
    let statement = last(&longer, &months);
    assert_eq!(
        lines(&statement),
        ["item sales: 5.00 USD", "held: -5.00 USD"]
    );
    assert_eq!(statement.held().to_string(), "15.00 USD");
}

#[test]
fn two_tranches_that_wait_for_one_day_add_up() {
    let held = |days: u32| {
        json!({"hold": {"days": days},
        "items": [share("sales", "shop", "10%", json!("period"))]})
    };
    let versions = json!([
        with(held(59), "from", json!("2026-01-01")),
        with(held(31), "from", json!("2026-02-01")),
    ]);
    let months = [
        sold(1, &[("shop", "100.00 USD")]),
        sold(2, &[("shop", "30.00 USD")]),
        sold(3, &[]),
    ];
    // 59 days after January and 31 days after February are the first of April, the end of March.
    let all = settled(&sheet(versions), &months);
    let state = serde_json::to_value(&all[1].1).expect("JSON");
    assert_eq!(state["hold"], json!({"2026-04-01": "13.00 USD"}));
    assert_eq!(lines(&all[2].0), ["unheld: 13.00 USD"]);
}

#[test]
fn the_last_statement_lets_everything_go() {
    let body = json!({
        "items": [share("sales", "shop", "10%", json!("period"))],
        "reserve": {"rate": "20%", "release": [1, 1]},
        "hold": {"days": 400},
    });
    let months = [
        sold(1, &[("shop", "100.00 USD")]),
        with(sold(2, &[("shop", "50.00 USD")]), "final", json!(true)),
    ];
    let statement = last(&deal(body), &months);
    assert_eq!(
        lines(&statement),
        [
            "item sales: 5.00 USD",
            "reserve_released: 2.00 USD",
            "unheld: 8.00 USD"
        ]
    );
    assert_eq!(statement.paid().to_string(), "15.00 USD");
}
