//! Pools: their names, their days, and what each may begin with.

use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, DayCount, Pools, PoolsState, Receipt, Tier, Waterfall, WaterfallError,
    WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money};
use serde_json::json;

use super::{party, proved_in_pools, reread, split, usd};

/// 100.00 that a put in earn 10% a year from a day on, and the rest is b's.
fn fund(anchor: &str) -> Waterfall {
    let earns = Tier::Preferred {
        on: 1,
        rate: "10%".parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Thirty360,
        rule: ClaimsRule::Proportional,
    };
    let capital = Tier::recoup([(party("a"), usd("100.00"))]);
    let tiers = vec![earns, capital, Tier::residual(split([("b", 1)]))];
    Waterfall::new(WaterfallTerms {
        anchor: date(anchor).ok(),
        ..WaterfallTerms::new(Currency::USD, ["a", "b"].map(party), tiers)
    })
    .unwrap()
}

fn rest(currency: Currency) -> Waterfall {
    let tiers = vec![Tier::residual(split([("a", 1)]))];
    Waterfall::new(WaterfallTerms::new(currency, [party("a")], tiers)).unwrap()
}

fn named(name: &str, pool: Waterfall) -> (String, Waterfall) {
    (name.to_owned(), pool)
}

fn on(day: &str, amount: &str) -> Receipt {
    Receipt::on(date(day).unwrap(), usd(amount))
}

#[test]
fn pools_stand_in_the_order_of_their_names() {
    let given = ["tv", "radio", "cinema", "book"];
    let pools = given.map(|name| named(name, rest(Currency::USD)));
    let pools = Pools::new(pools).unwrap();
    let names: Vec<&str> = pools.pools().map(|(name, _)| name).collect();
    assert_eq!(names, ["book", "cinema", "radio", "tv"]);
    let mut state = pools.new_state();
    for (name, amount) in given.into_iter().zip(["1.00", "2.00", "4.00", "8.00"]) {
        let receipt = Receipt::undated(usd(amount));
        (state, _) = pools.distribute(&reread(&state), name, receipt).unwrap();
        assert_eq!(state.pool(name).unwrap().received(), usd(amount));
    }
    let twice = ["tv", "cinema", "tv"].map(|name| named(name, rest(Currency::USD)));
    let name = "tv".to_owned();
    assert_eq!(Pools::new(twice), Err(WaterfallError::PoolsDiffer { name }));
}

#[test]
fn pools_are_of_one_currency() {
    let mixed = [
        named("cinema", rest(Currency::USD)),
        named("tv", rest(Currency::EUR)),
    ];
    let (waterfall, given) = (Currency::USD, Currency::EUR);
    let mismatch = WaterfallError::CurrencyMismatch { waterfall, given };
    assert_eq!(Pools::new(mixed), Err(mismatch));
}

#[test]
fn a_pool_takes_what_its_waterfall_takes() {
    let pools = Pools::new([named("cinema", fund("2021-01-01"))]).unwrap();
    let refused = |receipt| {
        let refused = pools.distribute(&pools.new_state(), "cinema", receipt);
        refused.map(|_| ()).unwrap_err().to_string()
    };
    let euro: Money = "1.00 EUR".parse().unwrap();
    for (receipt, message) in [
        (Receipt::undated(euro), "a waterfall in USD takes no EUR"),
        (
            Receipt::undated(usd("1.00")),
            "a receipt without a date, and a preferred return accrues",
        ),
        (
            on("2020-12-31", "1.00"),
            "a receipt of 2020-12-31 after 2021-01-01",
        ),
    ] {
        assert_eq!(refused(receipt), message);
    }
}

// The capital of TV is out from July on: the receipt of March is none of its days.
#[test]
fn a_return_begins_at_the_anchor_of_its_own_pool() {
    let pools = [
        named("cinema", fund("2021-01-01")),
        named("tv", fund("2021-07-01")),
    ];
    let pools = Pools::new(pools).unwrap();
    let mut state: PoolsState = pools.new_state();
    let mut returns = Vec::new();
    for (pool, receipt) in [
        ("cinema", on("2021-03-01", "1.00")),
        ("tv", on("2022-07-01", "25.00")),
        ("tv", on("2023-01-01", "25.00")),
    ] {
        let (after, statement) = pools.distribute(&state, pool, receipt).unwrap();
        proved_in_pools(&pools, pool, (&state, &after), &statement);
        returns.push(statement.tiers()[0].amount());
        state = reread(&after);
    }
    // 10.00 for a year of 100.00, then half a year of 85.00.
    assert_eq!(returns, ["1.00", "10.00", "4.25"].map(usd));
}

#[test]
fn a_pool_that_hands_something_back_travels() {
    let tiers = vec![Tier::recoup([(party("a"), usd("1.00"))])];
    let terms = WaterfallTerms::new(Currency::USD, [party("a")], tiers);
    let open = named("cinema", Waterfall::open(terms).unwrap());
    let pools = Pools::new([open, named("tv", rest(Currency::USD))]).unwrap();
    let read: Pools = reread(&pools);
    assert_eq!(read, pools);
    assert_eq!(json!(read)["pools"]["cinema"]["open"], json!(true));
    let receipt = Receipt::undated(usd("3.00"));
    let (_, statement) = read
        .distribute(&read.new_state(), "cinema", receipt)
        .unwrap();
    assert_eq!(statement.undistributed(), usd("2.00"));
}
