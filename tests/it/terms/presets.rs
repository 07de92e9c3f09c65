//! The well-known deals by their names: what each pays in a month.

use partnership::compensation::{Activity, Statement, Terms, TermsBuilder, settle};
use partnership::time::{NaiveDate, date};
use partnership::{Currency, Money, MoneyError};
use serde_json::{Value, json};

use super::with;

fn start() -> NaiveDate {
    date("2026-01-01").unwrap()
}

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

/// The statement of January, of which one list is told.
#[track_caller]
fn january(deal: TermsBuilder, list: &str, told: Value) -> Statement {
    let terms = deal.build().unwrap();
    let month = json!({"no": 1, "period": "2026-01-01..2026-02-01"});
    let month: Activity = serde_json::from_value(with(month, list, told)).unwrap();
    settle(&terms, &terms.new_state(), &month).unwrap().0
}

/// A deal pays so much for a stream of this month.
#[track_caller]
fn pays(deal: TermsBuilder, total: Value, paid: &str) {
    assert_eq!(january(deal, "totals", json!([total])).paid(), usd(paid));
}

#[test]
fn fees_and_shares_pay_what_their_names_say() {
    let (dollar, start) = (Currency::USD, start());
    let deliverables = json!({"stream": "deliverables", "units": "2"});
    pays(
        Terms::flat_fee("deal", start, usd("750.00")),
        deliverables,
        "1500.00",
    );
    let sold = || json!({"stream": "shop", "amount": "1000.05 USD"});
    let eighth = Terms::revenue_share("deal", dollar, start, "shop", "12.5%".parse().unwrap());
    pays(eighth, sold(), "125.01"); // 125.00625
    pays(
        Terms::seventy_thirty("deal", dollar, start, "shop"),
        sold(),
        "700.04",
    ); // 700.035
    pays(
        Terms::fifty_fifty("deal", dollar, start, "shop"),
        sold(),
        "500.03",
    ); // 500.025
    let costs = json!({"stream": "costs", "amount": "2000.00 USD"});
    let plus = Terms::cost_plus("deal", dollar, start, "15%".parse().unwrap());
    pays(plus, costs, "2300.00");
    let nothing = january(
        Terms::retainer("deal", start, usd("3100.00")),
        "totals",
        json!([]),
    );
    assert_eq!(nothing.paid(), usd("3100.00"));
}

#[test]
fn hybrids_add_a_fee_and_a_share() {
    let (dollar, start) = (Currency::USD, start());
    let monthly = Terms::hybrid_monthly("deal", dollar, start, "shop").unwrap();
    let sold = json!({"stream": "shop", "amount": "1000.05 USD"});
    pays(monthly, sold, "1100.01"); // 100.005
    let videos = || Terms::hybrid_per_video("deal", dollar, start);
    pays(
        videos(),
        json!({"stream": "videos", "units": "3"}),
        "1500.00",
    );
    pays(
        videos(),
        json!({"stream": "ads", "amount": "820.00 USD"}),
        "82.00",
    );
    // A thousand of a unit with 28 decimals is more than an amount can be.
    let fine = Currency::custom("FINE", 28).unwrap();
    let refused = Terms::hybrid_monthly("deal", fine, start, "shop").unwrap_err();
    assert!(
        matches!(refused, MoneyError::Overflow { .. }),
        "{refused:?}"
    );
}

#[test]
fn a_bonus_is_paid_when_its_level_is_reached() {
    let reach = || "10000".parse().unwrap();
    let bonus = || Terms::performance_bonus("deal", start(), "subscribers", reach(), usd("750.00"));
    for (level, paid) in [("9999", "0.00"), ("10000", "750.00"), ("25000", "750.00")] {
        let told = json!([{"name": "subscribers", "value": level}]);
        assert_eq!(january(bonus(), "levels", told).paid(), usd(paid));
    }
}

#[test]
fn what_is_exchanged_counts_as_value_and_pays_no_cash() {
    let exchange = Terms::product_exchange("deal", start(), usd("500.00"));
    let camera = json!([{"id": "camera", "item": "products", "value": "400.00 USD"}]);
    let statement = january(exchange, "in_kind", camera);
    assert_eq!(statement.paid(), usd("0.00"));
    assert_eq!(statement.in_kind(), usd("400.00"));
}
