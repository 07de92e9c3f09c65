//! Fixed sums, pools and running tiers where they are easily misread (spec/contracts.md X3, X4).

use partnership::compensation::{Activity, State, Statement, Terms, settle};
use serde_json::{Value, json};

fn sheet(end: Option<&str>, horizon: u32, items: Value) -> Terms {
    let mut sheet = json!({"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
        "refund_horizon": horizon, "versions": [{"from": "2026-01-01", "items": items}]});
    if let Some(end) = end {
        sheet["end"] = json!(end);
    }
    serde_json::from_value(sheet).expect("valid terms")
}

/// Month `no` of 2026 with these totals.
fn month(no: u32, totals: Value) -> Activity {
    let day = |no: u32| format!("{}-{:02}-01", 2026 + no / 12, no % 12 + 1);
    let period = format!("{}..{}", day(no - 1), day(no));
    let activity = json!({"no": no, "period": period, "totals": totals});
    serde_json::from_value(activity).expect("an activity")
}

fn settled(terms: &Terms, months: impl IntoIterator<Item = Value>) -> Vec<(Statement, State)> {
    let mut state = terms.new_state();
    let mut settled = Vec::new();
    for (totals, no) in months.into_iter().zip(1..) {
        let (statement, next) = settle(terms, &state, &month(no, totals)).expect("settled");
        state = next.clone();
        settled.push((statement, next));
    }
    settled
}

fn earned(settled: &[(Statement, State)]) -> Vec<String> {
    let earned = settled.iter();
    earned.map(|(one, _)| one.earned().to_string()).collect()
}

// Windows of four months begin in January and May, and the end is the first of March. Entries reach
// back one month, so that in July nothing is known of May any more.
#[test]
fn a_fee_is_paid_in_windows_that_begin_before_the_end_however_long_the_run_off_is() {
    let fee = |id: &str, window: Value, amount: &str| json!({"id": id, "window": window, "pay": {"fixed": {"amount": amount}}});
    let items = json!([
        fee("four", json!({"periods": 4}), "9.00 USD"),
        fee("each", json!("period"), "1.00 USD"),
        fee("quarter", json!({"months": 3}), "5.00 USD")
    ]);
    let terms = sheet(Some("2026-03-01"), 1, items);
    let settled = settled(&terms, (0..9).map(|_| json!([])));
    let expected = ["15.00 USD", "1.00 USD", "0.00 USD", "0.00 USD"];
    assert_eq!(earned(&settled)[..4], expected);
    assert!(earned(&settled)[4..].iter().all(|sum| sum == "0.00 USD"));
}

// Of 3 copies for 0.05 two lie below the bound in the first month, and none later.
#[test]
fn running_tiers_round_what_all_periods_come_to_once() {
    let tiers = json!([{"up_to": "2", "rate": "10%"}, {"rate": "25%"}]);
    let share = json!({"share": {"base": {"streams": ["book"]}, "tier_by": {"units": ["book"]},
        "mode": "running", "tiers": tiers}});
    let items = json!([{"id": "book", "window": "lifetime", "pay": share}]);
    let terms = sheet(None, 24, items);
    let sold = json!([{"stream": "book", "amount": "0.05 USD", "units": "3"}]);
    // 0.05 * (0.2 + 0.25) / 3 = 0.0075, then 0.0125 more a month: 0.02, 0.0325, 0.045.
    let settled = settled(&terms, [sold.clone(), sold.clone(), sold.clone(), sold]);
    assert_eq!(
        earned(&settled),
        ["0.01 USD", "0.01 USD", "0.01 USD", "0.02 USD"]
    );
}

fn state_after_two_months() -> Value {
    let tiers = json!([{"up_to": "100.00 USD", "rate": "10%"}, {"rate": "20%"}]);
    let share = json!({"share": {"base": {"streams": ["net"]}, "mode": "running", "tiers": tiers,
        "tier_by": {"revenue": {"streams": ["gross"]}}}});
    let items = json!([{"id": "shop", "window": "lifetime", "pay": share}]);
    let terms = sheet(Some("2026-02-01"), 24, items);
    let sold = json!([{"stream": "gross", "amount": "80.00 USD"}]);
    let settled = settled(&terms, [sold, json!([])]);
    json!(settled[1].1)
}

#[test]
fn a_state_whose_tiers_stood_where_they_cannot_is_refused() {
    let state = state_after_two_months();
    assert_eq!(state["periods"]["2"]["forward"]["shop"], "80.00 USD");
    assert_eq!(state["run_off"], 2);
    let refused = |pointer: &str, value: Value| {
        let mut broken = state.clone();
        *broken.pointer_mut(pointer).expect("it stands there") = value;
        let refusal = serde_json::from_value::<State>(broken).expect_err("a contradiction");
        refusal.to_string()
    };
    let start = "/periods/2/forward/shop";
    assert_eq!(
        refused(start, json!("-0.01 USD")),
        "the state contradicts itself: tiers that stood below 0 when a period began"
    );
    assert_eq!(
        refused(start, json!("80.00 EUR")),
        "USD does not mix with EUR"
    );
    assert!(refused(start, json!("many")).contains("malformed"));
    for run_off in [0, 3] {
        assert_eq!(
            refused("/run_off", json!(run_off)),
            "the state contradicts itself: the first period after the end"
        );
    }
}
