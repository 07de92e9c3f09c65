//! What the proof of a statement says, and what it does not depend on.

use partnership::allocate::ClaimsRule;
use partnership::split::{Compounding, DayCount, Receipt, Split, Tier, Waterfall, WaterfallTerms};
use partnership::time::date;
use partnership::{Currency, Ratio};
use serde_json::json;

use super::{papers, party, proved, result, split, usd};
use crate::documents::reads;

/// Takes in receipts in a row and holds every proof against its papers.
#[track_caller]
fn all_proved(waterfall: &Waterfall, receipts: &[Receipt]) -> Vec<String> {
    let mut state = waterfall.new_state();
    let mut texts = Vec::new();
    for receipt in receipts {
        let (after, statement) = waterfall.distribute(&state, *receipt).unwrap();
        texts.push(proved(waterfall, &state, &after, &statement).text());
        state = after;
    }
    texts
}

fn undated(amounts: &[&str]) -> Vec<Receipt> {
    let amounts = amounts.iter();
    amounts
        .map(|amount| Receipt::undated(usd(amount)))
        .collect()
}

#[test]
fn a_step_says_of_which_tier_and_of_whom_it_speaks() {
    let fund: Waterfall = reads("waterfalls/fund.json");
    let receipt = Receipt::on(date("2026-07-01").unwrap(), usd("500.00"));
    let text = all_proved(&fund, &[receipt]).concat();
    for said in [
        "tier 0, off_the_top: rate of all that arrived: 125 USD",
        "tier 1, recoup: passes into the tier: 300.00 USD",
        "tier 2, preferred: unpaid return of lp: 12.00 USD",
        "tier 3, catch_up: passes into the tier: 3.00 USD",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_multiple_that_a_paper_leaves_out_is_one() {
    let fund: Waterfall = reads("waterfalls/fund.json");
    let before = fund.new_state();
    let receipt = Receipt::on(date("2026-07-01").unwrap(), usd("500.00"));
    let (after, statement) = fund.distribute(&before, receipt).unwrap();
    let proof = statement.explain(&fund, &before).unwrap();
    let mut short = json!(fund);
    short["tiers"][1]
        .as_object_mut()
        .unwrap()
        .remove("multiple");
    let papers = papers(&short, &json!(before), &statement);
    let checked = proof.check_against(&papers, &result(&statement, &after));
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn shares_of_the_finest_grid_are_proved() {
    let fine = [(party("a"), 1_u64), (party("b"), 999_999_999_999_999_999)];
    let tiers = vec![Tier::residual(Split::weighted(fine).unwrap())];
    let parties = ["a", "b"].map(party);
    let deal = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, tiers)).unwrap();
    all_proved(&deal, &undated(&["1.00", "-0.30", "7.77"]));
}

// Of a catch-up that leaves 7/10000 to shares of 64 bits no split holds the exact shares.
#[test]
fn a_catch_up_that_was_put_on_the_grid_is_proved() {
    let others = [
        (party("a"), u64::MAX / 3),
        (party("c"), u64::MAX / 5),
        (party("d"), 1),
    ];
    let earns = Tier::Preferred {
        on: 0,
        rate: "100".parse().unwrap(),
        compounding: Compounding::Yearly,
        day_count: DayCount::Thirty360,
        rule: ClaimsRule::Proportional,
    };
    let catch_up = Tier::CatchUp {
        party: party("b"),
        share: Ratio::new(9_993, 10_000).unwrap(),
        target: "1/5".parse().unwrap(),
        others: Split::weighted(others).unwrap(),
    };
    let capital = Tier::recoup([(party("a"), usd("100.00"))]);
    let tiers = vec![capital, earns, catch_up, Tier::residual(split([("c", 1)]))];
    let fund = Waterfall::new(WaterfallTerms {
        anchor: date("2021-01-01").ok(),
        ..WaterfallTerms::new(Currency::USD, ["a", "b", "c", "d"].map(party), tiers)
    })
    .unwrap();
    let day = date("2022-01-01").unwrap();
    let receipts = ["10500.00", "1000.00", "-100.00"].map(|amount| Receipt::on(day, usd(amount)));
    let texts = all_proved(&fund, &receipts);
    assert!(
        texts[1].contains("tier 2, catch_up: shares on the grid"),
        "{}",
        texts[1]
    );
}

// Readers find a party in a division by the end of its pointer.
#[test]
fn a_party_may_be_called_like_a_figure() {
    for others in [
        &["paid"][..],
        &["paid", "b"],
        &["carry", "paid"],
        &["paid", "total"],
    ] {
        let shared = others
            .iter()
            .zip(1_u32..)
            .map(|(name, weight)| (party(name), weight));
        let claim = |name: &&str| (party(name), usd("1.00"));
        let tiers = vec![
            Tier::recoup(others.iter().map(claim)),
            Tier::residual(Split::weighted(shared).unwrap()),
        ];
        let parties = others.iter().map(|name| party(name));
        let deal = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, tiers)).unwrap();
        all_proved(&deal, &undated(&["1.11", "3.33", "2.05", "-0.50"]));
    }
}
