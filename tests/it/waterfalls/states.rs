//! What a state says of itself: who got what where, and what is still owed.

use std::collections::BTreeMap;

use partnership::split::{Pools, Receipt, Tier, Waterfall, WaterfallState, WaterfallTerms};
use partnership::time::date;
use partnership::{Currency, Money};

use super::{party, split, usd};
use crate::documents::reads;

// 60.00 and -20.00 from the cinema, 100.00 from tv: of the budget of 100.00 the cinema bears 40.00
// and tv 40.00, and the 60.00 that tv has left go 20/80.
#[test]
fn pools_say_what_everybody_got_in_all_of_them() {
    let pools: Pools = reads("waterfalls/pools.json");
    let mut state = pools.new_state();
    assert_eq!(
        state.paid(),
        [("p", "0.00"), ("q", "0.00")].map(named).into()
    );
    for (pool, amount) in [("cinema", "60.00"), ("tv", "100.00"), ("cinema", "-20.00")] {
        let receipt = Receipt::undated(usd(amount));
        (state, _) = pools.distribute(&state, pool, receipt).unwrap();
    }
    assert_eq!(
        state.paid(),
        [("p", "92.00"), ("q", "48.00")].map(named).into()
    );
    let of = |pool| state.pool(pool).map(WaterfallState::paid);
    assert_eq!(
        of("cinema"),
        Some([("p", "40.00"), ("q", "0.00")].map(named).into())
    );
    assert_eq!(
        of("tv"),
        Some([("p", "52.00"), ("q", "48.00")].map(named).into())
    );
    assert_eq!(of("radio"), None);
}

// 25% of 300.00 off the top; 225.00 of the 300.00 that were put in come back, and half a year of 8%
// on 300.00, which is 12.00, is owed.
#[test]
fn a_waterfall_says_what_stands_in_each_tier_and_which_return_is_owed() {
    let fund: Waterfall = reads("waterfalls/fund.json");
    let receipt = Receipt::on(date("2026-07-01").unwrap(), usd("300.00"));
    let (state, _) = fund.distribute(&fund.new_state(), receipt).unwrap();
    let held: Vec<_> = (0..6).map(|tier| state.held(tier)).collect();
    let [agent, lp, nothing] = ["75.00", "225.00", "0.00"].map(|amount| Some(usd(amount)));
    assert_eq!(held, [agent, lp, nothing, nothing, nothing, None]);
    assert_eq!(state.paid_in(1, &party("lp")), lp);
    assert_eq!(state.paid_in(1, &party("gp")), None);
    assert_eq!(state.paid_in(5, &party("lp")), None);
    assert_eq!(state.unpaid_return(2), [("lp", "12.00")].map(named).into());
    assert_eq!(state.unpaid_return(1), BTreeMap::new());
    assert_eq!(state.unpaid_return(5), BTreeMap::new());
}

// Of a token with 18 decimals 100 and 200 are claimed. Of one unit 1/3 and 2/3 are due; of two,
// 2/3 and 4/3, of which the second holds one.
#[test]
fn who_is_owed_most_is_asked_anew_with_every_receipt() {
    let token = Currency::custom("OP", 18).unwrap();
    let claim = |name, tokens| (party(name), Money::from_major(tokens, token).unwrap());
    let tiers = vec![
        Tier::recoup([claim("a", 100), claim("b", 200)]),
        Tier::residual(split([("a", 1)])),
    ];
    let terms = WaterfallTerms::new(token, ["a", "b"].map(party), tiers);
    let waterfall = Waterfall::new(terms).unwrap();
    let mut state = waterfall.new_state();
    let mut statement = waterfall.blank_statement();
    for expected in [[0, 1], [1, 0], [0, 1]] {
        let receipt = Receipt::undated(Money::from_minor(1, token));
        waterfall
            .distribute_into(&mut state, receipt, &mut statement)
            .unwrap();
        let lines = statement.lines().into_values().map(Money::minor);
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }
}

fn named((name, amount): (&str, &str)) -> (partnership::PartyId, Money) {
    (party(name), usd(amount))
}
