//! Which ledgers an entry touches, and what is said of them.

use serde_json::{Value, json};

use super::{item_of, month, settled, share_item, share_of, sheet, sold, version, versions, with};

/// A total of the shop that is about the first month.
fn late(stream: &str) -> Value {
    json!({"stream": stream, "of": 1, "amount": "10.00 USD"})
}

#[test]
fn an_older_window_that_is_touched_again_does_not_say_again_what_it_lacks() {
    let by_rank = json!({"share": {"base": {"streams": ["shop"]}, "mode": "whole",
        "tier_by": {"level": "rank"}, "tiers": [{"up_to": "5", "rate": "1%"}, {"rate": "2%"}]}});
    let pool = json!({"pool": {"base": {"streams": ["ads"]}, "own": ["mine"], "all": ["mine"]}});
    let sold = |stream: &str| json!({"stream": stream, "amount": "100.00 USD"});
    for (pay, stream, given, missing) in [
        (
            by_rank,
            "shop",
            json!({"levels": [{"name": "rank", "value": "3"}]}),
            "level_missing",
        ),
        (
            pool,
            "ads",
            json!({"totals": [{"stream": "mine", "units": "4"}]}),
            "pool_empty",
        ),
    ] {
        let items = json!([{"id": "item", "window": "period", "pay": pay}]);
        let first = month(1, json!({"totals": [sold(stream)]}));
        let mut second = month(2, with(given, "no", json!(2)));
        let mut totals = second["totals"].as_array().cloned().unwrap_or_default();
        totals.extend([sold(stream), late(stream)]);
        second["totals"] = json!(totals);
        let settled = settled(version(json!({"items": items})), [first, second]);
        assert_eq!(settled[0].notices(), [missing]);
        assert_eq!(settled[1].notices(), ["late_lines"]);
    }
}

// The measure of January is below 0, which is said when its ledger is touched.
#[test]
fn a_stream_and_a_level_of_one_name_are_two() {
    let ranks = json!({"bonus": {"measure": {"level": "rank"},
        "steps": [{"reach": "5", "pay": "1.00 USD"}]}});
    let pay = json!({"sum": [share_of("shop"), ranks]});
    let items = json!([{"id": "item", "window": "period", "pay": pay}]);
    let level = |name: &str, of: u32| json!({"name": name, "value": "1", "of": of});
    let first = json!({"totals": [{"stream": "shop", "refunds": "10.00 USD"}],
        "levels": [level("rank", 1)]});
    let second = json!({"totals": [{"stream": "shop", "amount": "900.00 USD"},
            {"stream": "rank", "units": "1"}],
        "levels": [level("rank", 2), level("shop", 1), level("other", 1)]});
    let third = json!({"levels": [level("rank", 3), level("rank", 1)]});
    let terms = version(json!({"items": items}));
    let settled = settled(terms, [month(1, first), month(2, second), month(3, third)]);
    assert_eq!(settled[0].notices(), ["debit_carried", "negative_measure"]);
    assert_eq!(settled[1].notices(), ["late_lines", "unused_stream"]);
    assert_eq!(settled[2].notices(), ["late_lines", "negative_measure"]);
}

#[test]
fn a_ledger_that_begins_anew_is_not_touched_by_what_is_late_for_the_one_before() {
    let kept = share_item("sales", json!("lifetime"));
    for (on_change, said) in [("reset", false), ("keep", true)] {
        let anew = with(kept.clone(), "on_change", json!(on_change));
        let terms = versions(&[
            json!({"items": [kept]}),
            json!({"items": [anew]}),
            json!({"items": [item_of("other", "other")]}),
        ]);
        let first = if said { "10.00 USD" } else { "100.00 USD" };
        let back = json!({"totals": [{"stream": "shop", "refunds": "50.00 USD"}]});
        let late = json!({"totals": [late("shop")]});
        let settled = settled(terms, [sold(1, first), month(2, back), month(3, late)]);
        assert_eq!(
            settled[2].lines("item"),
            ["other 0.00 USD", "sales 1.00 USD"]
        );
        let below = settled[2].notices().contains(&"negative_measure");
        assert_eq!(below, said, "{on_change}");
    }
}

// The sums are -50.00 under the first version, and 50.00 with the second.
#[test]
fn a_ledger_that_goes_on_does_not_touch_the_one_before() {
    let body = json!({"items": [share_item("sales", json!("lifetime"))]});
    let back = json!({"totals": [{"stream": "shop", "refunds": "50.00 USD"}]});
    let terms = versions(&[body.clone(), body]);
    let settled = settled(terms, [month(1, back), sold(2, "100.00 USD")]);
    assert_eq!(settled[0].notices(), ["debit_carried", "negative_measure"]);
    assert_eq!(settled[1].notices(), Vec::<&str>::new());
}

// 10% to 200.00 and 20% above, where 100.00 were sold before the agreement and are not paid.
#[test]
fn what_was_sold_before_the_agreement_counts_through_amendments() {
    let tiers = json!([{"up_to": "200.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    let pay = json!({"share": {"base": {"streams": ["shop", "link"]}, "tiers": tiers}});
    let item = json!({"id": "sales", "window": "lifetime", "pay": pay});
    let opening = json!([{"stream": "shop", "amount": "100.00 USD"}]);
    let terms = sheet(json!([
        {"from": "2026-01-01", "items": [with(item.clone(), "opening", opening)]},
        {"from": "2026-03-01", "items": [item]},
    ]));
    let linked = |no: u32| {
        month(
            no,
            json!({"totals": [{"stream": "link", "amount": "80.00 USD"}]}),
        )
    };
    let settled = settled(terms, [linked(1), linked(2), sold(3, "10.00 USD")]);
    let paid: Vec<_> = settled
        .iter()
        .map(|settled| settled.lines("item"))
        .collect();
    let lines = ["sales 8.00 USD", "sales 14.00 USD", "sales 2.00 USD"];
    assert_eq!(paid, lines.map(|line| [line]));
}

// 10% of 0.05 and of 0.10 are one cent.
#[test]
fn the_oldest_window_that_may_be_named_is_remembered() {
    let terms = with(
        version(json!({"items": [item_of("sales", "shop")]})),
        "refund_horizon",
        json!(1),
    );
    let late = json!({"totals": [{"stream": "shop", "of": 1, "amount": "0.05 USD"}]});
    let settled = settled(
        terms,
        [sold(1, "0.05 USD"), month(2, late), sold(3, "0.05 USD")],
    );
    assert_eq!(settled[0].lines("item"), ["sales 0.01 USD"]);
    assert_eq!(settled[1].lines("item"), ["sales 0.00 USD"]);
    assert_eq!(settled[2].ledgers(), ["sales/1/p3"]);
}

#[test]
fn a_late_entry_touches_the_ledgers_of_its_own_window() {
    let body = json!({"items": [item_of("sales", "shop")]});
    let history = [
        sold(1, "10.00 USD"),
        sold(2, "10.00 USD"),
        month(3, json!({"totals": [late("shop")]})),
    ];
    let settled = settled(versions(&[body.clone(), body]), history);
    assert_eq!(
        settled[2].ledgers(),
        ["sales/1/p1", "sales/2/p2", "sales/2/p3"]
    );
}

#[test]
fn a_window_that_ends_where_the_oldest_period_begins_is_forgotten() {
    let item = share_item("sales", json!({"months": 1}));
    let terms = with(
        version(json!({"items": [item]})),
        "refund_horizon",
        json!(1),
    );
    let settled = settled(terms, (1..=3).map(|no| sold(no, "10.00 USD")));
    let kept = "sales/1/2026-03-01..2026-04-01";
    assert_eq!(settled[2].ledgers(), [kept]);
}

// 10% to 250.00, 20% to 400.00 and 30% above. The late 50.00 move 50.00 of the second month into
// the second tier, and 200.00 of the third month lie in the second and third tier half and half.
#[test]
fn a_late_sale_moves_every_later_version_of_its_window() {
    let tiers = json!([{"up_to": "250.00 USD", "rate": "10%"},
        {"up_to": "400.00 USD", "rate": "20%"}, {"rate": "30%"}]);
    let pay = json!({"share": {"base": {"streams": ["shop"]}, "tiers": tiers}});
    let body = json!({"items": [{"id": "sales", "window": "lifetime", "pay": pay}]});
    let late = json!({"stream": "shop", "of": 1, "amount": "50.00 USD"});
    let third = json!({"totals": [{"stream": "shop", "amount": "200.00 USD"}, late]});
    let terms = versions(&[body.clone(), body.clone(), body]);
    let history = [
        sold(1, "150.00 USD"),
        sold(2, "100.00 USD"),
        month(3, third),
    ];
    let settled = settled(terms, history);
    assert_eq!(settled[0].lines("item"), ["sales 15.00 USD"]);
    assert_eq!(settled[1].lines("item"), ["sales 10.00 USD"]);
    let lines = ["sales 5.00 USD", "sales 5.00 USD", "sales 50.00 USD"];
    assert_eq!(settled[2].lines("item"), lines);
}
