//! Wire forms that never change: what was written once is read, and written again alike.

use partnership::compensation::{Activity, State, Statement, Terms, settle};
use partnership::split::{
    Books, CoDevelopment, Composition, Contribution, DynamicEquity, EquityHistory, RiskAdjustment,
    Slices, Split,
};
use partnership::time::date;

use crate::documents::{golden, reads};

// 10% of 880.05 are 88.005, rounded 88.01, cut to 80.00; with two videos 1,080.00 are earned. Half
// of it could recoup the advance of 50.00, which is all; of the 1,030.00 left 15% are withheld.
#[test]
fn a_settlement_and_its_papers_are_written_as_ever() {
    let terms: Terms = reads("settled/terms.json");
    let activity: Activity = reads("settled/activity.json");
    let statement: Statement = reads("settled/statement.json");
    let state: State = reads("settled/state.json");
    let settled = settle(&terms, &terms.new_state(), &activity).expect("settled");
    assert_eq!(settled.0, statement);
    assert_eq!(settled.1, state);
}

// A fee of 250.00 for two periods; 45% of 1,000.00 by 10 of 100 units, then 60; 100,000.00 for 6,000
// copies, 5,000 at 10% and 1,000 at 12.5%, of which 25,000.00 and 1,500 copies come back, so that
// 75,000.00 for 4,500 are at 10%; and 500.00 at 10%. The second period begins after the end, where
// 6,000 copies and two thirds of 800.00 lie behind it.
#[test]
fn a_fee_a_pool_and_running_tiers_are_written_as_ever() {
    let terms: Terms = reads("settled_leaves/terms.json");
    let january: Activity = reads("settled_leaves/january.json");
    let february: Activity = reads("settled_leaves/february.json");
    let statement: Statement = reads("settled_leaves/statement.json");
    let state: State = reads("settled_leaves/state.json");
    let (first, before) = settle(&terms, &terms.new_state(), &january).expect("settled");
    assert_eq!(first.earned().to_string(), "10761.67 USD");
    let settled = settle(&terms, &before, &february).expect("settled");
    assert_eq!(settled.0, statement);
    assert_eq!(settled.1, state);
}

// 4,000 views at 0.01 and one step of 5% are 42.00, cut to 30.00, with 25% on top of them 7.50; the
// payee owes 20.00: 17.50 are earned. 90 units of 0.50 and 3.00 for three stores are 48.00: 30.50
// more. 103.00 a year in thirds of one and two: 34.33 on 20 January, against the 20.00 owed 54.33.
#[test]
fn prices_that_move_are_written_as_ever() {
    let terms: Terms = reads("settled_prices/terms.json");
    let activity: Activity = reads("settled_prices/activity.json");
    let statement: Statement = reads("settled_prices/statement.json");
    let state: State = reads("settled_prices/state.json");
    let settled = settle(&terms, &terms.new_state(), &activity).expect("settled");
    assert_eq!(settled.0, statement);
    assert_eq!(settled.1, state);
    assert_eq!(settled.0.paid().to_string(), "102.33 USD");
}

// 500.00 + 60.00 + 90.00 are earned, 40.00 more work and 40.00 up to the minimum come to 730.00. Of
// the advance 10.00 + 20.00 are paid, and 20.00 of 60.00 are charged to it: 50.00 of the 690.00 that
// are not outside earn it back. The rest of 50.00 is due with the payout, 70 to 30; the second part
// counts from the day after the period.
#[test]
fn a_contract_and_its_papers_are_written_as_ever() {
    let terms: Terms = reads("contracts/terms.json");
    let activity: Activity = reads("contracts/activity.json");
    let statement: Statement = reads("contracts/statement.json");
    let state: State = reads("contracts/state.json");
    let settled = settle(&terms, &terms.new_state(), &activity).expect("settled");
    assert_eq!(settled.0, statement);
    assert_eq!(settled.1, state);
}

// The shares beside each are those of the worked numbers of spec/splits.md 3.1 to 3.6.
#[test]
fn split_models_are_written_as_ever() {
    let split = |name: &str| golden(&format!("split/{name}.json"));
    let shares: Split = reads("split/shares.json");
    let contribution: Contribution = reads("split/contribution.json");
    assert_eq!(contribution.split().expect("a split"), shares);
    let pie: Slices = reads("split/slices.json");
    assert_eq!(pie.split().expect("a split"), shares);
    let risk: RiskAdjustment = reads("split/risk.json");
    assert_eq!(
        serde_json::to_value(risk.shares()).expect("JSON"),
        split("risk_shares")
    );
    let equity: DynamicEquity = reads("split/equity.json");
    assert_eq!(
        serde_json::to_value(equity.shares()).expect("JSON"),
        split("equity_shares")
    );
    let history: EquityHistory = reads("split/history.json");
    let on = history.split_on(date("2026-09-30").expect("a day"));
    assert_eq!(
        serde_json::to_value(on).expect("JSON"),
        split("history_split")
    );
    let deal: CoDevelopment = reads("split/co_development.json");
    let books: Books = reads("split/books.json");
    let settlement = deal.settle(&books).expect("a settlement");
    assert_eq!(
        serde_json::to_value(settlement).expect("JSON"),
        split("settlement")
    );
    let all: Composition = reads("split/composition.json");
    assert_eq!(
        serde_json::to_value(all.splits()).expect("JSON"),
        split("composed")
    );
}

#[test]
fn the_fingerprint_of_a_version_is_the_hash_of_its_canonical_text() {
    // 64-bit FNV-1a over the text that spec/compensation.md 11 describes: fields in order,
    // defaults left out, ratios in lowest terms.
    let text = concat!(
        "{from:2026-02-01,items:[{id:\"sales\",window:lifetime,pay:share:{base:{streams:[\"shop\",],},",
        "rate:1/10,},,},{id:\"videos\",window:period,pay:per_unit:{streams:[\"videos\",],",
        "price:500 USD,},,},],caps:[{id:\"ceiling\",amount:80.00 USD,window:lifetime,",
        "scope:[\"sales\",],},],payout:{minimum:25.00 USD,tax:3/20,},}"
    );
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(
        golden("settled/state.json")["versions"][0]["fingerprint"],
        format!("{hash:016x}")
    );
}
