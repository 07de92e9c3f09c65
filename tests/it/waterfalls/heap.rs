//! A receipt needs no heap where the caller lends the state and the statement (spec/splits.md 5).

use allocation_counter::measure;
use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, Counting, DayCount, Receipt, Split, Tier, Waterfall, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId, Ratio};

use super::{reread, usd};

/// Eight tiers, one of each kind and of each way of dividing, over twenty parties.
fn eight_tiers() -> Waterfall {
    let parties: Vec<PartyId> = (0..20)
        .map(|at| PartyId::new(&format!("party {at:02}")).unwrap())
        .collect();
    let weights = |step: u32| {
        let weights = parties.iter().zip(1_u32..);
        Split::weighted(weights.map(|(party, at)| (party.clone(), at * step % 97 + 1))).unwrap()
    };
    let claims = || {
        parties
            .iter()
            .zip(1_i64..)
            .map(|(party, at)| (party.clone(), Money::from_minor(at * 7_919, Currency::USD)))
    };
    let recoup = |rule| Tier::Recoup {
        claims: claims().collect(),
        rule,
        multiple: Ratio::ONE,
        group: None,
    };
    let tiers = vec![
        Tier::off_the_top(weights(3), "15%".parse().unwrap()),
        recoup(ClaimsRule::Proportional),
        Tier::Preferred {
            on: 1,
            rate: "8%".parse().unwrap(),
            compounding: Compounding::Yearly,
            day_count: DayCount::Act365,
            rule: ClaimsRule::EqualAwards,
        },
        Tier::CatchUp {
            party: parties[3].clone(),
            share: "80%".parse().unwrap(),
            target: "20%".parse().unwrap(),
            others: weights(5),
        },
        recoup(ClaimsRule::Talmud),
        Tier::ShareUntil {
            split: weights(7),
            cap: usd("9000.00"),
        },
        Tier::ShareUntilParty {
            split: weights(11),
            party: parties[7].clone(),
            amount: usd("500.00"),
            counting: Counting::ThisTier,
        },
        Tier::residual(weights(13)),
    ];
    let anchor = date("2026-01-01").ok();
    let terms = WaterfallTerms::new(Currency::USD, parties, tiers);
    Waterfall::new(WaterfallTerms { anchor, ..terms }).unwrap()
}

#[test]
fn a_receipt_through_every_kind_of_tier_needs_no_heap() {
    let waterfall = eight_tiers();
    let mut state = waterfall.new_state();
    let mut statement = waterfall.blank_statement();
    let start = waterfall.terms().anchor.unwrap();
    let day = |days| start + chrono::TimeDelta::days(days);
    let first = Receipt::on(day(10), usd("40000.00"));
    waterfall
        .distribute_into(&mut state, first, &mut statement)
        .unwrap();
    let refund = Receipt::on(day(20), usd("-39000.00"));
    waterfall
        .distribute_into(&mut state, refund, &mut statement)
        .unwrap();
    // What was read back is held against the waterfall once.
    let mut again = reread(&state);
    let nothing = Receipt::on(day(20), usd("0.00"));
    for _ in 0..2 {
        waterfall
            .distribute_into(&mut again, nothing, &mut statement)
            .unwrap();
    }
    let used = measure(|| {
        waterfall
            .distribute_into(&mut again, nothing, &mut statement)
            .unwrap();
    });
    assert_eq!(used.count_total, 0);
    let amounts = [
        "9000.01",
        "20000.00",
        "-15000.00",
        "0.00",
        "60000.33",
        "-1.07",
    ];
    let receipts: Vec<Receipt> = amounts
        .iter()
        .zip(1..)
        .map(|(amount, year)| Receipt::on(day(year * 400), usd(amount)))
        .collect();
    let used = measure(|| {
        for receipt in &receipts {
            waterfall
                .distribute_into(&mut state, *receipt, &mut statement)
                .unwrap();
        }
    });
    assert_eq!(used.count_total, 0);
    let moved = (0..8).filter(|tier| state.held(*tier).unwrap().is_positive());
    assert_eq!(moved.count(), 8, "every tier was passed");
}
