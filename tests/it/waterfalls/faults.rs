//! Which fault of a paper or of a receipt is named first, and what is none.

use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, Counting, DayCount, Receipt, Split, Tier, Waterfall, WaterfallError,
    WaterfallState, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money};
use serde_json::json;

use super::{party, rest, split, terms, usd};

fn claims<const N: usize>(claims: [(&str, &str); N]) -> Tier {
    Tier::recoup(claims.map(|(name, claim)| (party(name), claim.parse().unwrap())))
}

fn earns(on: usize, rate: &str) -> Tier {
    Tier::Preferred {
        on,
        rate: rate.parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Act365,
        rule: ClaimsRule::Proportional,
    }
}

fn until(split: Split, name: &str, counting: Counting) -> Tier {
    let (party, amount) = (party(name), usd("1.00"));
    Tier::ShareUntilParty {
        split,
        party,
        amount,
        counting,
    }
}

#[track_caller]
fn faults(tiers: Vec<Tier>, messages: &[&str]) {
    let found = terms(tiers).problems();
    let found: Vec<String> = found
        .iter()
        .map(|problem| problem.fault.to_string())
        .collect();
    assert_eq!(found, messages);
}

#[test]
fn every_party_of_a_tier_is_one_of_the_waterfall() {
    use Counting::ThisTier;
    let unknown = "tier 0: z is no party of the waterfall";
    let stranger = || split([("a", 1), ("z", 1)]);
    let fee = Tier::off_the_top(stranger(), "1/2".parse().unwrap());
    faults(vec![fee, rest()], &[unknown]);
    faults(vec![until(stranger(), "a", ThisTier), rest()], &[unknown]);
    let alone = until(split([("a", 1)]), "z", ThisTier);
    let waits = "tier 0 waits for z, who gets nothing there";
    faults(vec![alone, rest()], &[waits, unknown]);
}

#[test]
fn a_claim_has_its_own_faults_alone() {
    let below = claims([("a", "-1.00 USD"), ("b", "-2.00 USD")]);
    faults(
        vec![below, rest()],
        &["tier 0: the claim of a is -1.00 USD, which is below 0"],
    );
    let euros = claims([("a", "1.00 EUR")]);
    faults(vec![euros, rest()], &["a waterfall in USD takes no EUR"]);
}

// Whoever put nothing in earns no return; and of what stands on no capital nobody has a part.
#[test]
fn a_party_without_a_part_in_a_return_may_be_waited_for() {
    let capital = claims([("a", "5.00 USD"), ("b", "0.00 USD")]);
    let waits = || until(split([("b", 1)]), "b", Counting::AllTiers);
    faults(vec![capital, earns(0, "8%"), waits(), rest()], &[]);
    faults(
        vec![earns(2, "8%"), waits(), rest()],
        &["tier 0 earns a return on tier 2, which is no recoup"],
    );
}

#[test]
fn the_currency_of_a_receipt_is_looked_at_before_its_date() {
    let fund = vec![claims([("a", "5.00 USD")]), earns(0, "8%"), rest()];
    let fund = Waterfall::new(terms(fund)).unwrap();
    let euro: Money = "1.00 EUR".parse().unwrap();
    let (waterfall, given) = (Currency::USD, Currency::EUR);
    let early = date("2020-01-01").ok();
    for on in [None, early] {
        let refused = fund.distribute(&fund.new_state(), Receipt { on, amount: euro });
        let mismatch = WaterfallError::CurrencyMismatch { waterfall, given };
        assert_eq!(refused.map(|_| ()), Err(mismatch));
    }
}

#[test]
fn a_receipt_comes_in_a_year_that_text_can_name() {
    let tiers = WaterfallTerms::new(Currency::USD, ["a", "b"].map(party), vec![rest()]);
    let deal = Waterfall::new(tiers).unwrap();
    let take = |year| {
        let on = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let taken = deal.distribute(&deal.new_state(), Receipt::on(on, usd("1.00")));
        taken.map(|(state, _)| state.on())
    };
    for year in [1, 9999] {
        assert!(matches!(take(year), Ok(Some(_))), "{year}");
    }
    let step = "the date of a receipt";
    for year in [-1, 0, 10_000] {
        assert_eq!(take(year), Err(WaterfallError::Overflow { step }), "{year}");
    }
}

#[test]
fn a_return_on_nothing_is_nothing_at_any_rate() {
    // 2^126.
    let rate = "85070591730234615865843651857942052864";
    let tiers = vec![claims([("a", "0.00 USD")]), earns(0, rate), rest()];
    let fund = Waterfall::new(terms(tiers)).unwrap();
    let later = Receipt::on(date("2022-01-01").unwrap(), usd("1.00"));
    let (state, statement) = fund.distribute(&fund.new_state(), later).unwrap();
    assert_eq!(state.unpaid_return(1), [(party("a"), usd("0.00"))].into());
    assert_eq!(
        statement.lines(),
        ["a", "b"].map(|name| (party(name), usd("0.50"))).into()
    );
}

// The first return is 10.00 by then, the second beyond the range of money.
#[test]
fn a_receipt_that_is_refused_books_no_return() {
    let most = "792281625142643375935439503.35 USD";
    let tiers = vec![
        claims([("a", "100.00 USD")]),
        earns(0, "10%"),
        claims([("b", most)]),
        earns(2, "10000"),
        rest(),
    ];
    let fund = Waterfall::new(terms(tiers)).unwrap();
    let mut state: WaterfallState = fund.new_state();
    let before = json!(state);
    let later = Receipt::on(date("2022-01-01").unwrap(), usd("1.00"));
    let refused = fund.distribute_into(&mut state, later, &mut fund.blank_statement());
    let step = "a return";
    assert_eq!(refused, Err(WaterfallError::Overflow { step }));
    assert_eq!(json!(state), before);
}
