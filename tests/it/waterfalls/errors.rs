//! Every refusal word for word, and all faults at once.

use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, Correction, Counting, DayCount, Pools, PoolsState, Receipt, Split, Tier,
    Waterfall, WaterfallError, WaterfallState, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money, Ratio};

use super::{party, rest, split, terms, usd};

fn claims(claim: &str, multiple: &str, group: Option<&str>) -> Tier {
    Tier::Recoup {
        claims: [(party("a"), usd(claim))].into(),
        rule: ClaimsRule::Proportional,
        multiple: multiple.parse().unwrap(),
        group: group.map(str::to_owned),
    }
}

fn preferred(on: usize, rate: &str, rule: ClaimsRule) -> Tier {
    Tier::Preferred {
        on,
        rate: rate.parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Act365,
        rule,
    }
}

fn catch_up(share: &str, target: &str) -> Tier {
    Tier::CatchUp {
        party: party("b"),
        share: share.parse().unwrap(),
        target: target.parse().unwrap(),
        others: split([("a", 1)]),
    }
}

fn with(tier: Tier) -> Vec<Tier> {
    vec![tier, rest()]
}

fn fund(tier: Tier) -> Vec<Tier> {
    vec![claims("5.00", "1", None), tier, rest()]
}

fn until(name: &str, amount: &str, counting: Counting) -> Tier {
    Tier::ShareUntilParty {
        split: split([("a", 1), ("b", 0)]),
        party: party(name),
        amount: usd(amount),
        counting,
    }
}

#[track_caller]
fn refused(tiers: Vec<Tier>, message: &str) {
    let error = Waterfall::new(terms(tiers.clone())).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(
        terms(tiers)
            .problems()
            .first()
            .map(|problem| problem.fault.to_string())
            .as_deref(),
        Some(message)
    );
}

#[test]
fn tiers_that_are_no_waterfall_are_refused() {
    refused(vec![], "a waterfall without tiers");
    refused(
        vec![claims("1.00", "1", None)],
        "the last tier, 0, is no residual",
    );
    refused(
        vec![rest(), rest()],
        "tier 0 is a residual and not the last",
    );
    refused(
        with(claims("-0.01", "1", None)),
        "tier 0: the claim of a is -0.01 USD, which is below 0",
    );
    refused(
        with(claims("1.00", "-1/2", None)),
        "tier 0: -1/2 is below 0",
    );
    refused(
        with(claims("1.00", "1/10001", None)),
        "tier 0: the denominator of 1/10001 is above 10000",
    );
    let claim = |name: &str, claim: &str| Tier::recoup([(party(name), claim.parse().unwrap())]);
    refused(
        with(claim("z", "1.00 USD")),
        "tier 0: z is no party of the waterfall",
    );
    refused(
        with(claim("a", "1.00 EUR")),
        "a waterfall in USD takes no EUR",
    );
    let fee = |rate: &str, cap: Option<&str>| Tier::OffTheTop {
        to: split([("a", 1)]),
        rate: rate.parse().unwrap(),
        cap: cap.map(usd),
    };
    refused(
        with(fee("101%", None)),
        "tier 0: the rate 101/100 is not between 0 and 1",
    );
    refused(
        with(fee("1/10001", None)),
        "tier 0: the denominator of 1/10001 is above 10000",
    );
    refused(
        with(fee("1/2", Some("-1.00"))),
        "tier 0: -1.00 USD is below 0",
    );
}

#[test]
fn corridors_that_have_no_end_are_refused() {
    let fee = Tier::off_the_top(split([("a", 1)]), "1/2".parse().unwrap());
    let corridor = |name, cap: Money| Tier::ShareUntil {
        split: split([(name, 1)]),
        cap,
    };
    refused(
        with(corridor("a", usd("-0.01"))),
        "tier 0: -0.01 USD is below 0",
    );
    refused(
        with(corridor("z", usd("1.00"))),
        "tier 0: z is no party of the waterfall",
    );
    refused(
        with(corridor("a", "1.00 EUR".parse().unwrap())),
        "a waterfall in USD takes no EUR",
    );
    refused(
        vec![fee, until("a", "1.00", Counting::AllTiers), rest()],
        "tier 1 counts all tiers, and what a gets above it goes on growing",
    );
    refused(
        with(until("b", "1.00", Counting::ThisTier)),
        "tier 0 waits for b, who gets nothing there",
    );
    refused(
        with(until("a", "-1.00", Counting::ThisTier)),
        "tier 0: -1.00 USD is below 0",
    );
}

// A catch-up grows with the return above it: whoever has a part in it gets ever more.
#[test]
fn a_party_that_goes_on_growing_above_is_not_waited_for() {
    use ClaimsRule::Proportional;
    let below = |catch_up: Tier, name: &str| {
        let wait = Tier::ShareUntilParty {
            split: split([("a", 1), ("b", 1), ("c", 1), ("d", 1)]),
            party: party(name),
            amount: usd("1.00"),
            counting: Counting::AllTiers,
        };
        let earns = preferred(0, "8%", Proportional);
        let tiers = vec![claims("5.00", "1", None), earns, catch_up, wait, rest()];
        let listed = WaterfallTerms {
            parties: ["a", "b", "c", "d"].map(party).into(),
            ..terms(tiers)
        };
        listed
            .problems()
            .first()
            .map(|problem| problem.fault.to_string())
    };
    let shared = |share: &str| Tier::CatchUp {
        party: party("b"),
        share: share.parse().unwrap(),
        target: "1/5".parse().unwrap(),
        others: split([("c", 1)]),
    };
    let grows = |name: &str| {
        format!("tier 3 counts all tiers, and what {name} gets above it goes on growing")
    };
    // a earns the return, b catches up, and c has what b leaves of it.
    assert_eq!(below(shared("1/2"), "a"), Some(grows("a")));
    assert_eq!(below(shared("1/2"), "b"), Some(grows("b")));
    assert_eq!(below(shared("1/2"), "c"), Some(grows("c")));
    assert_eq!(below(shared("1/2"), "d"), None);
    assert_eq!(below(shared("1"), "b"), Some(grows("b")));
    assert_eq!(below(shared("1"), "c"), None);
}

#[test]
fn returns_and_catch_ups_that_make_no_sense_are_refused() {
    use ClaimsRule::Proportional;
    refused(
        fund(preferred(0, "8%", ClaimsRule::Talmud)),
        "tier 1: a return cannot be divided by talmud, which depends on the path",
    );
    refused(
        fund(preferred(0, "-8%", Proportional)),
        "tier 1: -2/25 is below 0",
    );
    refused(
        fund(preferred(2, "8%", Proportional)),
        "tier 1 earns a return on tier 2, which is no recoup",
    );
    refused(
        fund(preferred(0, "1/1000000001", Proportional)),
        "tier 1: the denominator of 1/1000000001 is above 1000000000",
    );
    refused(
        with(catch_up("1", "1/5")),
        "tier 0 catches up, and there is no preferred return above it",
    );
    let mut tiers = fund(preferred(0, "8%", Proportional));
    tiers.insert(2, catch_up("1/5", "1/5"));
    refused(
        tiers,
        "tier 2: with 1/5 of the tier nobody ever holds 1/5 of the profit",
    );
    let mut tiers = fund(preferred(0, "8%", Proportional));
    let others_unknown = Tier::CatchUp {
        party: party("b"),
        share: Ratio::ONE,
        target: "1/5".parse().unwrap(),
        others: split([("z", 1)]),
    };
    tiers.insert(2, others_unknown);
    refused(tiers, "tier 2: z is no party of the waterfall");
    let undated = WaterfallTerms {
        anchor: None,
        ..terms(fund(preferred(0, "8%", Proportional)))
    };
    let error = Waterfall::new(undated).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tier 1 earns a return, and the waterfall has no anchor"
    );
}

#[test]
fn claims_that_cannot_stand_are_refused() {
    refused(
        vec![
            claims("1.00", "1", Some("g")),
            claims("2.00", "1", Some("g")),
            rest(),
        ],
        "the tiers of group g have different claims",
    );
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    let vast = Tier::recoup([(party("a"), most), (party("b"), most)]);
    refused(
        with(vast),
        "the sum of the claims is beyond the range of money",
    );
}

#[test]
fn all_faults_are_listed_with_their_place() {
    let tiers = vec![
        claims("-1.00", "-1", None),
        preferred(5, "-1", ClaimsRule::Talmud),
        rest(),
        catch_up("1/5", "1/5"),
    ];
    let found = terms(tiers).problems();
    let places: Vec<&str> = found.iter().map(|problem| problem.place.as_str()).collect();
    let tiers = [
        "tiers", "tiers[2]", "tiers[0]", "tiers[0]", "tiers[1]", "tiers[1]", "tiers[1]", "tiers[3]",
    ];
    assert_eq!(places, tiers);
}

#[test]
fn the_first_fault_of_a_tier_is_the_first_of_the_page() {
    // A claim, then the multiple.
    let error = Waterfall::new(terms(vec![claims("-1.00", "-1", None), rest()])).unwrap_err();
    assert!(matches!(error, WaterfallError::NegativeClaim { .. }));
    // The last tier is looked at first, then the others, then tier by tier.
    let tiers = vec![rest(), claims("-1.00", "1", None)];
    assert!(matches!(
        Waterfall::new(terms(tiers)),
        Err(WaterfallError::NoResidual { tier: 1 })
    ));
    let tiers = vec![claims("-1.00", "1", None), rest(), rest()];
    let error = Waterfall::new(terms(tiers)).unwrap_err();
    assert_eq!(error, WaterfallError::ResidualNotLast { tier: 1 });
    assert_eq!(
        Waterfall::open(terms(vec![])).unwrap_err(),
        WaterfallError::Empty
    );
}

#[test]
fn receipts_are_refused_and_change_nothing() {
    let fund = fund(preferred(0, "8%", ClaimsRule::Proportional));
    let fund = Waterfall::new(terms(fund)).unwrap();
    let state = fund.new_state();
    let day = |text| date(text).unwrap();
    let take = |state, receipt| {
        let taken = fund.distribute(state, receipt);
        taken
            .map(|(after, _)| after)
            .map_err(|error| error.to_string())
    };
    let refuse = |state, receipt, message: &str| {
        assert_eq!(take(state, receipt).unwrap_err(), message);
    };
    let euro: Money = "1.00 EUR".parse().unwrap();
    refuse(
        &state,
        Receipt::on(day("2021-01-01"), euro),
        "a waterfall in USD takes no EUR",
    );
    refuse(
        &state,
        Receipt::undated(usd("1.00")),
        "a receipt without a date, and a preferred return accrues",
    );
    let early = Receipt::on(day("2020-12-31"), usd("1.00"));
    refuse(&state, early, "a receipt of 2020-12-31 after 2021-01-01");
    let after = take(&state, Receipt::on(day("2021-05-01"), usd("1.00"))).unwrap();
    let back = Receipt::on(day("2021-04-30"), usd("1.00"));
    refuse(&after, back, "a receipt of 2021-04-30 after 2021-05-01");
    let refund = Receipt::on(day("2021-05-01"), usd("-1.01"));
    refuse(&after, refund, "a refund exceeds all receipts by 0.01 USD");
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    refuse(
        &after,
        Receipt::on(day("2021-05-01"), most),
        "an amount is beyond the range of money",
    );
    let late = chrono::NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    refuse(
        &after,
        Receipt::on(late, usd("1.00")),
        "the date of a receipt is beyond the range of money",
    );
    let other = Waterfall::new(terms(vec![rest()])).unwrap();
    let alien = other
        .distribute(&state, Receipt::undated(usd("1.00")))
        .unwrap_err();
    assert_eq!(
        alien.to_string(),
        "/tiers of a state of a waterfall does not fit"
    );
    let mut blank = fund.blank_statement();
    let lent = other.distribute_into(
        &mut other.new_state(),
        Receipt::undated(usd("1.00")),
        &mut blank,
    );
    assert_eq!(
        lent.unwrap_err().to_string(),
        "the statement of a state of a waterfall does not fit"
    );
}

#[test]
fn a_return_beyond_the_range_of_money_is_refused() {
    let most = Money::from_minor_wide((1 << 96) - 1, Currency::USD).unwrap();
    let capital = Tier::recoup([(party("a"), most)]);
    let tiers = vec![
        capital,
        preferred(0, "10000", ClaimsRule::Proportional),
        rest(),
    ];
    let fund = Waterfall::new(terms(tiers)).unwrap();
    let later = Receipt::on(date("2022-01-01").unwrap(), usd("1.00"));
    let error = fund.distribute(&fund.new_state(), later).unwrap_err();
    assert_eq!(error.to_string(), "a return is beyond the range of money");
}

#[test]
fn a_history_that_leads_elsewhere_is_refused() {
    let deal = Waterfall::new(terms(vec![rest()])).unwrap();
    let (paid, _) = deal
        .distribute(&deal.new_state(), Receipt::undated(usd("2.00")))
        .unwrap();
    let error = deal
        .replay(&paid, &[Receipt::undated(usd("1.00"))])
        .unwrap_err();
    let message = "receipts of 1.00 USD do not lead to the 2.00 USD that were distributed";
    assert_eq!(error.to_string(), message);
}

#[test]
fn pools_that_cannot_stand_side_by_side_are_refused() {
    let pool = |claim: &str, correction| {
        let tiers = vec![claims(claim, "1", Some("budget")), rest()];
        Waterfall::new(WaterfallTerms {
            correction,
            ..terms(tiers)
        })
        .unwrap()
    };
    let named = |name: &str, claim: &str, correction| (name.to_owned(), pool(claim, correction));
    let refuse = |pools: Vec<(String, Waterfall)>, message: &str| {
        assert_eq!(Pools::new(pools).unwrap_err().to_string(), message);
    };
    let restate = Correction::Restate;
    refuse(vec![], "a waterfall without tiers");
    refuse(
        vec![
            named("tv", "1.00", restate),
            named("cinema", "2.00", restate),
        ],
        "the tiers of group budget have different claims",
    );
    let differs = "there is another pool tv, or its refunds are corrected in another way";
    refuse(
        vec![named("tv", "1.00", restate), named("tv", "1.00", restate)],
        differs,
    );
    let high_water = named("tv", "1.00", Correction::HighWater);
    refuse(vec![named("cinema", "1.00", restate), high_water], differs);
    let pools = Pools::new([named("tv", "1.00", restate)]).unwrap();
    let error = pools.distribute(&pools.new_state(), "cinema", Receipt::undated(usd("1.00")));
    assert_eq!(error.unwrap_err().to_string(), "there is no pool cinema");
    // A pool gives back no more than it received, though others received more.
    let pools = Pools::new([named("a", "9.00", restate), named("b", "9.00", restate)]).unwrap();
    let take = |state: &PoolsState, pool, amount| {
        pools.distribute(state, pool, Receipt::undated(usd(amount)))
    };
    let fresh = pools.new_state();
    let (first, _) = take(&fresh, "a", "5.00").unwrap();
    let (both, _) = take(&first, "b", "1.00").unwrap();
    let error = take(&both, "b", "-1.01").unwrap_err();
    assert_eq!(
        error.to_string(),
        "a refund exceeds all receipts by 0.01 USD"
    );
}

// Shares finer than the grid of a ledger are paid to the unit, and proved by nobody.
#[test]
fn a_fraction_that_is_too_fine_is_paid_and_not_proved() {
    let fine = |above: u64| {
        Ratio::from(above)
            .checked_div(Ratio::from(u64::MAX - 58))
            .unwrap()
    };
    let shares = [
        (party("a"), fine(1 << 63)),
        (party("b"), fine(u64::MAX - 58 - (1 << 63))),
    ];
    let tiers = vec![Tier::residual(Split::fixed(shares).unwrap())];
    let deal = Waterfall::new(terms(tiers)).unwrap();
    let before = deal.new_state();
    let (state, statement) = deal
        .distribute(&before, Receipt::undated(usd("1.00")))
        .unwrap();
    assert_eq!(
        statement.lines().into_values().collect::<Vec<_>>(),
        [usd("0.50"), usd("0.50")]
    );
    let error = statement.explain(&deal, &before).unwrap_err().to_string();
    let message = "a carried fraction finer than 10^-18 of a unit is beyond the range of money";
    assert_eq!(error, message);
    // The state that stands on the grid is taken again.
    let again: WaterfallState = super::reread(&state);
    assert_eq!(again, state);
    deal.distribute(&again, Receipt::undated(usd("-0.30")))
        .unwrap();
}
