//! What peers get wrong about waterfalls (spec/splits.md 7), and known answers.

use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, DayCount, Receipt, Split, Tier, Waterfall, WaterfallError, WaterfallTerms,
    clawback,
};
use partnership::time::date;
use partnership::{Currency, Error, Ratio};

use super::{party, proved, split, usd};

fn waterfall<const N: usize>(parties: [&str; N], tiers: Vec<Tier>) -> Waterfall {
    let terms = WaterfallTerms::new(Currency::USD, parties.map(party), tiers);
    let anchor = date("2021-01-01").ok();
    Waterfall::new(WaterfallTerms { anchor, ..terms }).unwrap()
}

fn recoup<const N: usize>(claims: [(&str, &str); N], rule: ClaimsRule) -> Tier {
    Tier::Recoup {
        claims: claims.map(|(name, claim)| (party(name), usd(claim))).into(),
        rule,
        multiple: Ratio::ONE,
        group: None,
    }
}

#[track_caller]
fn lines(waterfall: &Waterfall, receipts: &[&str]) -> Vec<Vec<String>> {
    let mut state = waterfall.new_state();
    let mut all = Vec::new();
    for amount in receipts {
        let (after, statement) = waterfall
            .distribute(&state, Receipt::undated(usd(amount)))
            .unwrap();
        proved(waterfall, &state, &after, &statement);
        state = after;
        let digits = |line: &partnership::Money| line.to_string().replace(" USD", "");
        all.push(statement.lines().values().map(digits).collect());
    }
    all
}

// Failure 13: `k / (c - k)` by zero, or a capacity below 0.
#[test]
fn a_catch_up_that_never_ends_is_refused() {
    for (share, target) in [
        ("20%", "20%"),
        ("10%", "20%"),
        ("110%", "20%"),
        ("100%", "-1%"),
    ] {
        let catch_up = Tier::CatchUp {
            party: party("gp"),
            share: share.parse().unwrap(),
            target: target.parse().unwrap(),
            others: split([("lp", 1)]),
        };
        let preferred = Tier::Preferred {
            on: 0,
            rate: "8%".parse().unwrap(),
            compounding: Compounding::Simple,
            day_count: DayCount::Act365,
            rule: ClaimsRule::Proportional,
        };
        let capital = recoup([("lp", "100.00")], ClaimsRule::Proportional);
        let tiers = vec![
            capital,
            preferred,
            catch_up,
            Tier::residual(split([("lp", 1)])),
        ];
        let terms = WaterfallTerms {
            anchor: date("2021-01-01").ok(),
            ..WaterfallTerms::new(Currency::USD, [party("gp"), party("lp")], tiers)
        };
        let refused = Waterfall::new(terms).unwrap_err();
        assert!(
            matches!(refused, WaterfallError::CatchUpNeverEnds { tier: 2, .. }),
            "{refused}"
        );
    }
}

// Failure 14: Talmud on what remains of the claims pays 66.67, 116.67, 116.67 after 100 and 200.
#[test]
fn talmud_pays_on_the_original_claims_however_receipts_are_cut() {
    let claims = [("a", "100.00"), ("b", "200.00"), ("c", "300.00")];
    let tiers = vec![
        recoup(claims, ClaimsRule::Talmud),
        Tier::residual(split([("a", 1)])),
    ];
    let deal = waterfall(["a", "b", "c"], tiers);
    let paid = |receipts: &[&str]| {
        let mut state = deal.new_state();
        for amount in receipts {
            state = deal
                .distribute(&state, Receipt::undated(usd(amount)))
                .unwrap()
                .0;
        }
        state
            .paid()
            .into_values()
            .map(|paid| paid.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(paid(&["300.00"]), ["50.00 USD", "100.00 USD", "150.00 USD"]);
    assert_eq!(
        paid(&["100.00", "200.00"]),
        ["50.00 USD", "100.00 USD", "150.00 USD"]
    );
    // On what remains it is another division: the expected failure.
    let first =
        ClaimsRule::Talmud.award(usd("100.00"), &[usd("50.00"), usd("100.00"), usd("150.00")]);
    let rest: Vec<_> = [usd("50.00"), usd("100.00"), usd("150.00")]
        .iter()
        .zip(first.unwrap().awards())
        .map(|(claim, award)| claim.checked_sub(*award).unwrap())
        .collect();
    let again = ClaimsRule::Talmud.award(usd("100.00"), &rest).unwrap();
    let once =
        ClaimsRule::Talmud.award(usd("200.00"), &[usd("50.00"), usd("100.00"), usd("150.00")]);
    let twice: Vec<i128> = again
        .awards()
        .iter()
        .zip(&rest)
        .zip([5_000, 10_000, 15_000])
        .map(|((award, rest), claim)| claim - rest.minor() + award.minor())
        .collect();
    let once: Vec<i128> = once
        .unwrap()
        .awards()
        .iter()
        .map(|award| award.minor())
        .collect();
    assert_ne!(once, twice);
}

// Failure 16: a condition that is read once per receipt lets a large receipt pay by the first
// split beyond the cap.
#[test]
fn one_receipt_passes_through_every_tier_that_it_fills() {
    let corridor = Tier::ShareUntil {
        split: split([("a", 1)]),
        cap: usd("100.00"),
    };
    let deal = waterfall(
        ["a", "b"],
        vec![corridor, Tier::residual(split([("a", 1), ("b", 1)]))],
    );
    assert_eq!(lines(&deal, &["300.00"]), [["200.00", "100.00"]]);
    assert_eq!(
        lines(&deal, &["60.00", "240.00"]),
        [["60.00", "0.00"], ["140.00", "100.00"]]
    );
}

// Failure 17: what was paid stays paid; a capacity that grew is filled from new money only.
#[test]
fn a_capacity_that_grew_later_is_filled_from_new_money() {
    let preferred = Tier::Preferred {
        on: 2,
        rate: "10%".parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Thirty360,
        rule: ClaimsRule::Proportional,
    };
    let corridor = Tier::ShareUntil {
        split: split([("gp", 1)]),
        cap: usd("10.00"),
    };
    let capital = recoup([("lp", "100.00")], ClaimsRule::Proportional);
    let tiers = vec![
        preferred,
        corridor,
        capital,
        Tier::residual(split([("gp", 1)])),
    ];
    let fund = waterfall(["gp", "lp"], tiers);
    let day = |text| date(text).unwrap();
    let mut state = fund.new_state();
    let mut got = Vec::new();
    for (on, amount) in [
        ("2021-07-01", "8.00"),
        ("2022-01-01", "4.00"),
        ("2022-07-01", "20.00"),
    ] {
        let (after, statement) = fund
            .distribute(&state, Receipt::on(day(on), usd(amount)))
            .unwrap();
        proved(&fund, &state, &after, &statement);
        got.push(statement.lines()[&party("gp")].to_string());
        state = after;
    }
    // Every half year 5.00 of return are booked. The 3.00 that gp got stay, though 1.00 of return
    // is unpaid after the second receipt.
    assert_eq!(got, ["3.00 USD", "0.00 USD", "7.00 USD"]);
    assert_eq!(state.held(0), Some(usd("15.00")));
}

// 100.00 earn 10% from the first day of 2021: a year later 10.00 are booked, and 4.00 pay a part
// of them.
#[test]
fn a_return_that_is_booked_and_not_paid_stands_by_party() {
    let preferred = Tier::Preferred {
        on: 1,
        rate: "10%".parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Thirty360,
        rule: ClaimsRule::Proportional,
    };
    let capital = recoup([("lp", "100.00")], ClaimsRule::Proportional);
    let rest = Tier::residual(split([("gp", 1)]));
    let fund = waterfall(["gp", "lp"], vec![preferred, capital, rest]);
    let receipt = Receipt::on(date("2022-01-01").unwrap(), usd("4.00"));
    let (state, statement) = fund.distribute(&fund.new_state(), receipt).unwrap();
    assert_eq!(state.unpaid_return(0), [(party("lp"), usd("6.00"))].into());
    assert_eq!(state.unpaid_return(1), [].into());
    assert_eq!(state.unpaid_return(9), [].into());
    assert_eq!(fund.parties(), ["gp", "lp"].map(party));
    assert_eq!(statement.line(&party("lp")), Some(usd("4.00")));
    assert_eq!(statement.line(&party("gp")), Some(usd("0.00")));
    assert_eq!(statement.line(&party("z")), None);
}

#[test]
fn deal_by_deal_what_exceeds_the_whole_fund_comes_back() -> Result<(), Error> {
    let deal = |capital: &str| {
        let tiers = vec![
            recoup([("lp", capital)], ClaimsRule::Proportional),
            Tier::residual(Split::fixed([
                (party("gp"), "20%".parse()?),
                (party("lp"), "80%".parse()?),
            ])?),
        ];
        Ok::<_, Error>(waterfall(["gp", "lp"], tiers))
    };
    let gp = |capital: &str, amount: &str| -> Result<_, Error> {
        let deal = deal(capital)?;
        let (state, _) = deal.distribute(&deal.new_state(), Receipt::undated(usd(amount)))?;
        Ok(state.paid()[&party("gp")])
    };
    // One deal returns 300.00 on 100.00, the other 20.00 on 100.00.
    let paid = gp("100.00", "300.00")?.checked_add(gp("100.00", "20.00")?)?;
    let entitled = gp("200.00", "320.00")?;
    assert_eq!((paid, entitled), (usd("40.00"), usd("24.00")));
    assert_eq!(clawback(paid, entitled, None)?, usd("16.00"));
    assert_eq!(clawback(paid, entitled, Some(usd("12.00")))?, usd("12.00"));
    Ok(())
}

// Terms for the future begin anew: 100.00 went by the old terms, and 50.00 more go by the new.
#[test]
fn terms_amended_for_the_future_begin_with_a_new_state() {
    let first = waterfall(["a", "b"], vec![Tier::residual(split([("a", 1)]))]);
    let corridor = Tier::ShareUntil {
        split: split([("b", 1)]),
        cap: usd("30.00"),
    };
    let amended = waterfall(
        ["a", "b"],
        vec![corridor, Tier::residual(split([("a", 1), ("b", 1)]))],
    );
    assert_eq!(lines(&first, &["100.00"]), [["100.00", "0.00"]]);
    assert_eq!(lines(&amended, &["50.00"]), [["10.00", "40.00"]]);
}

#[test]
fn what_is_legal_but_suspicious_is_pointed_at() {
    let preferred = |on| Tier::Preferred {
        on,
        rate: "8%".parse().unwrap(),
        compounding: Compounding::Simple,
        day_count: DayCount::Act365,
        rule: ClaimsRule::Proportional,
    };
    let tiers = vec![
        recoup([("a", "0.00")], ClaimsRule::Proportional),
        preferred(0),
        Tier::CatchUp {
            party: party("b"),
            share: "1".parse().unwrap(),
            target: "0".parse().unwrap(),
            others: split([("a", 1)]),
        },
        Tier::off_the_top(split([("c", 1)]), Ratio::ZERO),
        recoup([("d", "50.00")], ClaimsRule::Proportional),
        Tier::ShareUntilParty {
            split: split([("d", 1)]),
            party: party("d"),
            amount: usd("40.00"),
            counting: partnership::split::Counting::AllTiers,
        },
        Tier::residual(split([("a", 1)])),
    ];
    let lints = waterfall(["a", "b", "c", "d"], tiers).lint();
    let lints: Vec<String> = lints.iter().map(ToString::to_string).collect();
    assert_eq!(
        lints,
        [
            "tiers[0]: the tier holds nothing",
            "tiers[1]: a return on tier 0, where nothing was put in",
            "tiers[2]: a catch-up to 0 of the profit holds nothing",
            "tiers[3]: the tier holds nothing",
            "tiers[5]: d recoups 50.00 USD above, more than the 40.00 USD that the tier waits for",
        ]
    );
}

// 50.00 are claimed above; whoever waits for less than that waits for nothing, if all tiers count.
#[test]
fn what_a_tier_waits_for_is_suspicious_only_below_the_claim() {
    use partnership::split::Counting::{AllTiers, ThisTier};
    let waits = |counting, amount: &str| {
        let until = Tier::ShareUntilParty {
            split: split([("d", 1)]),
            party: party("d"),
            amount: usd(amount),
            counting,
        };
        let capital = recoup([("d", "50.00")], ClaimsRule::Proportional);
        let tiers = vec![capital, until, Tier::residual(split([("d", 1)]))];
        let lints = waterfall(["d"], tiers).lint();
        lints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let less =
        "tiers[1]: d recoups 50.00 USD above, more than the 49.99 USD that the tier waits for";
    assert_eq!(waits(AllTiers, "49.99"), [less]);
    assert_eq!(waits(AllTiers, "50.00"), [""; 0]);
    assert_eq!(waits(AllTiers, "50.01"), [""; 0]);
    assert_eq!(waits(ThisTier, "0.01"), [""; 0]);
    let nothing = ["tiers[1]: the tier holds nothing"];
    assert_eq!(waits(ThisTier, "0.00"), nothing);
    assert_eq!(waits(AllTiers, "0.00"), nothing);
}

#[test]
fn a_return_on_what_somebody_put_in_and_a_catch_up_to_a_share_are_usual() {
    let tiers = vec![
        recoup([("a", "0.00"), ("b", "5.00")], ClaimsRule::Proportional),
        Tier::Preferred {
            on: 0,
            rate: "8%".parse().unwrap(),
            compounding: Compounding::Simple,
            day_count: DayCount::Act365,
            rule: ClaimsRule::Proportional,
        },
        Tier::CatchUp {
            party: party("b"),
            share: "1".parse().unwrap(),
            target: "1/5".parse().unwrap(),
            others: split([("a", 1)]),
        },
        Tier::residual(split([("a", 1)])),
    ];
    assert!(waterfall(["a", "b"], tiers).lint().is_empty());
}

#[test]
fn what_a_party_recoups_above_is_said_within_the_range_of_money() {
    let most = "792281625142643375935439503.35";
    let recoup = || recoup([("d", most)], ClaimsRule::Proportional);
    let tiers = vec![
        recoup(),
        recoup(),
        Tier::ShareUntilParty {
            split: split([("d", 1)]),
            party: party("d"),
            amount: usd("40.00"),
            counting: partnership::split::Counting::AllTiers,
        },
        Tier::residual(split([("d", 1)])),
    ];
    let lints = waterfall(["d"], tiers).lint();
    assert_eq!(
        lints[0].to_string(),
        format!(
            "tiers[2]: d recoups {most} USD above, more than the 40.00 USD that the tier waits for"
        )
    );
}

#[test]
fn a_tier_up_to_nothing_holds_nothing() {
    let fee = |cap: Option<&str>| Tier::OffTheTop {
        to: split([("a", 1)]),
        rate: "10%".parse().unwrap(),
        cap: cap.map(usd),
    };
    let corridor = |cap: &str| Tier::ShareUntil {
        split: split([("a", 1)]),
        cap: usd(cap),
    };
    let rest = Tier::residual(split([("a", 1)]));
    let tiers = vec![
        fee(None),
        fee(Some("0.00")),
        fee(Some("0.01")),
        corridor("0.00"),
        corridor("0.01"),
        rest,
    ];
    let lints = waterfall(["a"], tiers).lint();
    let lints: Vec<String> = lints.iter().map(ToString::to_string).collect();
    let nothing = [1, 3].map(|tier| format!("tiers[{tier}]: the tier holds nothing"));
    assert_eq!(lints, nothing);
}

#[test]
fn an_open_waterfall_is_another_one() {
    let tiers = vec![Tier::residual(split([("a", 1)]))];
    let terms = WaterfallTerms::new(Currency::USD, ["a"].map(party), tiers);
    let (closed, open) = (Waterfall::new(terms.clone()), Waterfall::open(terms));
    assert_eq!(closed, closed.clone());
    assert_ne!(closed, open);
}
