//! Every message word for word, from the door that gives it.

use partnership::allocate::{LedgerError, SequenceError};
use partnership::split::{LossPolicy, ProfitAndLoss, Split, SplitError, clawback};
use partnership::{Currency, Error, MoneyError, WeightsError};

use super::{list, money, party, ratio, split};

#[track_caller]
fn says<T: std::fmt::Debug>(found: Result<T, SplitError>, error: SplitError, message: &str) {
    assert_eq!(found.unwrap_err(), error);
    assert_eq!(error.to_string(), message);
    assert_eq!(Error::from(error).to_string(), message);
}

#[test]
fn no_parties() {
    let message = "a split without parties";
    says(Split::equal([]), SplitError::Empty, message);
    says(Split::weighted(list([])), SplitError::Empty, message);
    says(Split::fixed([]), SplitError::Empty, message);
    says(
        Split::import_within([], ratio("1")),
        SplitError::Empty,
        message,
    );
}

#[test]
fn a_party_that_stands_twice() {
    let error = || SplitError::DuplicateParty { party: party("b") };
    let twice = || list([("c", "1"), ("b", "-1"), ("c", "1"), ("b", "1")]);
    let message = "b stands twice in a split";
    says(Split::fixed(twice()), error(), message);
    says(Split::weighted(twice()), error(), message);
    says(Split::import_within(twice(), ratio("1")), error(), message);
    says(Split::equal([party("b"), party("b")]), error(), message);
}

#[test]
fn a_share_below_zero() {
    let error = || SplitError::NegativeShare {
        party: party("b"),
        share: ratio("-1/2"),
    };
    // It is named before a denominator that is too fine and a sum that is not whole.
    let shares = || list([("d", "-1"), ("a", "1/36893488147419103233"), ("b", "-50%")]);
    let message = "the share of b is -1/2, which is below 0";
    says(Split::fixed(shares()), error(), message);
    says(Split::import_within(shares(), ratio("1")), error(), message);
}

#[test]
fn shares_that_are_too_fine() {
    let error = || SplitError::TooFine {
        denominator: 1 << 64,
    };
    let message =
        "the shares have no common denominator below 2^64: 18446744073709551616 is needed";
    let shares = || list([("a", "1/18446744073709551616"), ("b", "1/2")]);
    says(Split::fixed(shares()), error(), message);
    says(Split::import_within(shares(), ratio("1")), error(), message);
    let shares = list([
        ("a", "1/18446744073709551615"),
        ("b", "18446744073709551614/18446744073709551615"),
    ]);
    assert_eq!(Split::fixed(shares).unwrap().weights().sum(), u64::MAX);
}

#[test]
fn shares_that_are_not_whole() {
    says(
        Split::fixed(list([("a", "30%"), ("b", "30%")])),
        SplitError::NotWhole {
            total: ratio("3/5"),
            difference: ratio("-2/5"),
        },
        "shares add up to 3/5, not 1",
    );
    says(
        Split::fixed(list([("a", "0"), ("b", "0%")])),
        SplitError::NotWhole {
            total: ratio("0"),
            difference: ratio("-1"),
        },
        "shares add up to 0, not 1",
    );
    let most = "170141183460469231731687303715884105727";
    says(
        Split::fixed(list([("a", most), ("b", most)])),
        SplitError::NotWhole {
            total: ratio(most),
            difference: ratio("170141183460469231731687303715884105726"),
        },
        &format!("shares add up to {most}, not 1"),
    );
}

#[test]
fn a_tolerance_that_is_passed() {
    let shares = || list([("a", "49.99%"), ("b", "49.99%")]);
    assert!(Split::import_within(shares(), ratio("0.02%")).is_ok());
    let error = || SplitError::NotWhole {
        total: ratio("4999/5000"),
        difference: ratio("-1/5000"),
    };
    let message = "shares add up to 4999/5000, not 1";
    says(
        Split::import_within(shares(), ratio("0.01999%")),
        error(),
        message,
    );
    says(
        Split::import_within(shares(), ratio("-1")),
        error(),
        message,
    );
    let whole = list([("a", "1/2"), ("b", "1/2")]);
    assert!(Split::import_within(whole, ratio("-1")).is_ok());
}

// What no ratio holds is above 2^63, and so beyond a tolerance of 2^61.
#[test]
fn a_sum_that_is_far_beyond_the_tolerance() {
    let most = "170141183460469231731687303715884105727";
    for tolerance in ["0", "1", "2305843009213693952"] {
        says(
            Split::import_within(list([("a", most), ("b", "1/1000")]), ratio(tolerance)),
            SplitError::NotWhole {
                total: ratio(most),
                difference: ratio("170141183460469231731687303715884105726"),
            },
            &format!("shares add up to {most}, not 1"),
        );
    }
}

#[test]
fn weights_that_are_none() {
    let of = |error| SplitError::Weights(error);
    says(
        Split::weighted(list([("a", "0"), ("b", "0")])),
        of(WeightsError::AllZero),
        "all weights are zero",
    );
    says(
        Split::import_within(list([("a", "0")]), ratio("1")),
        of(WeightsError::AllZero),
        "all weights are zero",
    );
    says(
        Split::weighted(list([("b", "-1"), ("a", "2")])),
        of(WeightsError::NegativeWeight { index: 1 }),
        "the weight at position 1 is negative",
    );
    says(
        Split::weighted(list([("a", "18446744073709551615"), ("b", "1")])),
        of(WeightsError::WeightOverflow { sum: 1 << 64 }),
        "the weights add up to 18446744073709551616, which is more than 2^64 - 1",
    );
}

#[test]
fn shares_beyond_any_type() {
    let most = "170141183460469231731687303715884105727";
    says(
        Split::import_within(list([("a", most), ("b", "1/1000")]), ratio(most)),
        SplitError::Overflow {
            step: "the sum of the shares",
        },
        "the sum of the shares is beyond the range of exact shares",
    );
    // 2^126 and 1 in thousandths: the sum is a ratio, but the parts are beyond 2^128.
    let many = "85070591730234615865843651857942052864";
    let parts = [("a", "1/1000"), ("b", "999/1000"), ("c", many)];
    says(
        Split::import_within(list(parts), ratio(most)),
        SplitError::Overflow {
            step: "a share on the common denominator",
        },
        "a share on the common denominator is beyond the range of exact shares",
    );
    let total = ratio(most);
    let difference = ratio("170141183460469231731687303715884105726");
    says(
        Split::fixed(list([("a", most), ("b", most)])),
        SplitError::NotWhole { total, difference },
        "shares add up to 170141183460469231731687303715884105727, not 1",
    );
}

#[test]
fn a_nested_party_that_is_not_there() {
    let deal = split([("a", "1")]);
    let error = || SplitError::UnknownParty { party: party("z") };
    let message = "z is no party of the split";
    says(deal.nest(&party("z"), &deal), error(), message);
    says(deal.explain_nest(&party("z"), &deal), error(), message);
}

#[test]
fn a_limit_below_zero() {
    let amount = money("-1.00 USD");
    says(
        clawback(money("5.00 USD"), money("3.00 USD"), Some(amount)),
        SplitError::Negative { amount },
        "-1.00 USD is below 0",
    );
}

#[test]
fn amounts_of_two_currencies() {
    let (usd, eur) = (money("5.00 USD"), money("5.00 EUR"));
    let mixed = |left, right| MoneyError::CurrencyMismatch { left, right };
    let message = "USD does not mix with EUR";
    let of = SplitError::Money(mixed(Currency::USD, Currency::EUR));
    says(clawback(usd, eur, None), of.clone(), message);
    says(clawback(usd, usd, Some(eur)), of, message);

    let (deal, carry) = (split([("a", "1")]), LossPolicy::CarryForward);
    let mut account = ProfitAndLoss::new(Currency::EUR, deal.clone(), carry);
    says(
        account.book(usd),
        SplitError::Money(mixed(Currency::USD, Currency::EUR)),
        message,
    );
    let mut account = ProfitAndLoss::new(Currency::EUR, deal, LossPolicy::Same);
    says(
        account.book(usd),
        SplitError::Ledger(LedgerError::CurrencyMismatch {
            ledger: Currency::EUR,
            given: Currency::USD,
        }),
        "a ledger in EUR takes no USD",
    );
}

#[test]
fn amounts_beyond_the_range_of_money() {
    let most = money("792281625142643375935439503.35 USD");
    // What comes back has to be money, not the difference on the way to it.
    let cent = money("0.01 USD");
    assert_eq!(clawback(most, -most, Some(cent)), Ok(cent));
    assert_eq!(clawback(most, -cent, Some(most)), Ok(most));
    let overflow = clawback(most, -most, None).unwrap_err();
    assert!(matches!(
        overflow,
        SplitError::Money(MoneyError::Overflow { .. })
    ));

    let deal = split([("a", "1")]);
    let mut account = ProfitAndLoss::new(Currency::USD, deal.clone(), LossPolicy::Same);
    account.book(most).unwrap();
    let before = account.clone();
    says(
        account.book(money("0.01 USD")),
        SplitError::Ledger(LedgerError::Overflow { party: party("a") }),
        "what a got in all is beyond the range of money",
    );
    assert_eq!(account, before);

    let mut account = ProfitAndLoss::new(Currency::USD, deal, LossPolicy::CarryForward);
    account.book(-most).unwrap();
    let before = account.clone();
    assert!(account.book(money("-0.01 USD")).is_err());
    assert_eq!(account, before);
    assert_eq!(account.deficit(), most);
}

#[test]
fn a_sequence_that_is_too_long() {
    let fine = split([("a", "1/1000001"), ("b", "1000000/1000001")]);
    assert_eq!(
        fine.sequenced(Currency::USD).unwrap_err(),
        SequenceError::SequenceTooLong { sum: 1_000_001 },
    );
    let mut royalties = split([("a", "5%"), ("b", "15%"), ("c", "80%")])
        .sequenced(Currency::USD)
        .unwrap();
    royalties.pay(money("0.10 USD")).unwrap();
    let eleventh = royalties.pay(money("0.01 USD")).unwrap();
    assert_eq!(eleventh, ["0.00 USD", "0.00 USD", "0.01 USD"].map(money));
}

#[test]
fn a_share_that_vanishes_on_the_grid_is_said_to() {
    // z has nothing before, and so nothing vanishes.
    let outer = Split::weighted(list([("a", "2"), ("b", "9999999927"), ("z", "0")])).unwrap();
    let inner = Split::weighted(list([("c", "5"), ("d", "9999999946")])).unwrap();
    let proof = outer.explain_nest(&party("a"), &inner).unwrap();
    let said = "(below half a part of the grid: this party gets nothing)";
    assert_eq!(proof.text().matches(said).count(), 1, "{}", proof.text());
    assert_eq!(proof.check().unwrap().trusted, 1);
}
