//! Statements that a caller hands in: to be written to, or to be proved.

use partnership::split::{
    Receipt, Tier, Waterfall, WaterfallError, WaterfallStatement, WaterfallTerms,
};
use partnership::{Currency, Money};
use serde_json::{Value, from_value, json};

use super::{party, split, usd};
use crate::documents::golden;

/// A corridor of 10.00 and a rest, each shared evenly.
fn corridor() -> Waterfall {
    let even = || split([("a", 1), ("b", 1)]);
    let cap = usd("10.00");
    let tiers = vec![
        Tier::ShareUntil { split: even(), cap },
        Tier::residual(even()),
    ];
    Waterfall::new(WaterfallTerms::new(
        Currency::USD,
        ["a", "b"].map(party),
        tiers,
    ))
    .unwrap()
}

/// A statement of the corridor: by tier what moved in it, and what a and b got of that.
fn statement(amount: &str, lines: [&str; 2], tiers: &[[&str; 3]]) -> WaterfallStatement {
    let usd = |text: &str| format!("{text} USD");
    let shared = |[a, b]: [&str; 2]| json!({"a": usd(a), "b": usd(b)});
    let tiers = tiers.iter();
    let tiers: Vec<Value> = tiers
        .map(|[all, a, b]| json!({"amount": usd(all), "lines": shared([a, b])}))
        .collect();
    let statement = json!({"schema": 1, "amount": usd(amount), "lines": shared(lines),
        "tiers": tiers, "deficit": "0.00 USD", "undistributed": "0.00 USD"});
    from_value(statement).unwrap()
}

#[test]
fn the_first_figure_that_differs_is_named() {
    let deal = corridor();
    let explained = |statement: WaterfallStatement| {
        let explained = statement.explain(&deal, &deal.new_state());
        explained.map(|_| ())
    };
    let (ten, five) = (["10.00", "10.00"], ["10.00", "5.00", "5.00"]);
    assert_eq!(explained(statement("20.00", ten, &[five, five])), Ok(()));
    for (forged, place) in [
        // 1.00 of b's is a's.
        (
            statement(
                "20.00",
                ["11.00", "9.00"],
                &[five, ["10.00", "6.00", "4.00"]],
            ),
            "/lines/a",
        ),
        // 2.00 of the corridor stand in the rest.
        (
            statement(
                "20.00",
                ten,
                &[["8.00", "4.00", "4.00"], ["12.00", "6.00", "6.00"]],
            ),
            "/tiers/0/amount",
        ),
        // What is too much in one tier is too little in the other.
        (
            statement(
                "20.00",
                ten,
                &[["10.00", "6.00", "4.00"], ["10.00", "4.00", "6.00"]],
            ),
            "/tiers/0/lines/a",
        ),
        // The rest, where nothing moved, is left out.
        (
            statement("8.00", ["4.00", "4.00"], &[["8.00", "4.00", "4.00"]]),
            "/lines",
        ),
    ] {
        let pointer = place.to_owned();
        assert_eq!(explained(forged), Err(WaterfallError::Differs { pointer }));
    }
}

#[test]
fn a_statement_says_what_everybody_got_who_got_something() {
    let mut written = golden("waterfalls/fund_statement.json");
    written["lines"].as_object_mut().unwrap().remove("agent");
    let error = from_value::<WaterfallStatement>(written).unwrap_err();
    let message = "the lines of a state of a waterfall does not fit";
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_statement_is_written_to_only_by_a_waterfall_with_its_places() {
    let deal = |parties: &[&str], claimants: &[&str]| {
        let claim = |name: &&str| Tier::recoup([(party(name), usd("1.00"))]);
        let mut tiers: Vec<Tier> = claimants.iter().map(claim).collect();
        tiers.push(Tier::residual(split([("a", 1), ("b", 1)])));
        let parties = parties.iter().map(|name| party(name));
        Waterfall::new(WaterfallTerms::new(Currency::USD, parties, tiers)).unwrap()
    };
    let own = deal(&["a", "b"], &["a"]);
    let lent = |other: &Waterfall| {
        let mut statement = other.blank_statement();
        let receipt = Receipt::undated(usd("3.00"));
        own.distribute_into(&mut own.new_state(), receipt, &mut statement)?;
        Ok(statement.lines().into_values().collect::<Vec<Money>>())
    };
    // The same places, of a waterfall that was made once more.
    assert_eq!(
        lent(&deal(&["b", "a"], &["a"])),
        Ok(["2.00", "1.00"].map(usd).into())
    );
    let place = "the statement".to_owned();
    let refused = Err(WaterfallError::BadState { place });
    for (parties, claimants) in [(&["a", "b", "c"][..], &["a"][..]), (&["a", "b"], &["b"])] {
        assert_eq!(lent(&deal(parties, claimants)), refused);
    }
    // The places of the first tier alone.
    let tiers = vec![Tier::recoup([(party("a"), usd("1.00"))])];
    let terms = WaterfallTerms::new(Currency::USD, ["a", "b"].map(party), tiers);
    assert_eq!(lent(&Waterfall::open(terms).unwrap()), refused);
}
