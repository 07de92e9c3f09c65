//! Money and Exact: amounts and arithmetic (spec/money.md 1, 4, 7, 9).

use std::cmp::Ordering;

use num_bigint::BigInt;
use partnership::{Currency, Exact, Money, MoneyError, Ratio, Rounding};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::reference::{self, Big, big, magnitude, ratio_of, ten_to, two_to, whole};
use super::strategies::{MOST, currencies, minors, money, monies, ratios, roundings};
use crate::support::laws;

#[track_caller]
fn usd(text: &str) -> Money {
    format!("{text} USD")
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What an operation must give: so many minor units, or an overflow beyond `2^96 - 1`.
fn expected(
    minor: &BigInt,
    currency: Currency,
    operation: &'static str,
) -> Result<Money, MoneyError> {
    let minor = i128::try_from(minor)
        .ok()
        .filter(|minor| (-MOST..=MOST).contains(minor));
    minor
        .map(|minor| money(minor, currency))
        .ok_or(MoneyError::Overflow { operation })
}

/// The amount in major units.
fn major(amount: Money) -> Big {
    Big::new(
        amount.minor().into(),
        ten_to(u32::from(amount.currency().exponent())),
    )
}

/// The ratio that an amount of 64 bits is often multiplied by in a property of ties.
fn halves() -> impl Strategy<Value = Ratio> {
    (-9_i128..=9).prop_map(|number| Ratio::new(number, 2).expect("a fraction"))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn adding_is_exact_or_overflows(left in minors(), right in minors(), currency in currencies()) {
        let (a, b) = (money(left, currency), money(right, currency));
        let (x, y) = (BigInt::from(left), BigInt::from(right));
        prop_assert_eq!(a.checked_add(b), expected(&(&x + &y), currency, "addition"));
        prop_assert_eq!(a.checked_sub(b), expected(&(&x - &y), currency, "subtraction"));
        prop_assert_eq!(a.checked_add(b), b.checked_add(a));
        if let Ok(sum) = a.checked_add(b) {
            prop_assert_eq!(sum.checked_sub(b), Ok(a));
        }
    }

    #[test]
    fn adding_is_associative_where_all_fits(
        a in minors(), b in minors(), c in minors(), currency in currencies(),
    ) {
        let [a, b, c] = [a, b, c].map(|minor| money(minor, currency));
        let left = a.checked_add(b).and_then(|sum| sum.checked_add(c));
        let right = b.checked_add(c).and_then(|sum| a.checked_add(sum));
        if let (Ok(left), Ok(right)) = (left, right) {
            prop_assert_eq!(left, right);
            prop_assert_eq!(Money::sum(currency, [a, b, c]), Ok(left));
        }
    }

    #[test]
    fn the_sign_of_an_amount_is_its_own(amount in monies()) {
        prop_assert_eq!(-(-amount), amount);
        prop_assert_eq!((-amount).minor(), -amount.minor());
        prop_assert_eq!(amount.abs().minor(), amount.minor().abs());
        prop_assert_eq!(i128::from(amount.signum()), amount.minor().signum());
        let one_of_three = [amount.is_zero(), amount.is_positive(), amount.is_negative()];
        prop_assert_eq!(one_of_three.iter().filter(|is| **is).count(), 1);
        prop_assert_eq!(amount.is_positive(), (-amount).is_negative());
    }

    #[test]
    fn a_sum_does_not_depend_on_the_order(
        minors in vec(minors(), 0..12),
        currency in currencies(),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut amounts: Vec<Money> = minors.iter().map(|minor| money(*minor, currency)).collect();
        let total: BigInt = minors.iter().copied().map(BigInt::from).sum();
        let found = Money::sum(currency, amounts.iter().copied());
        prop_assert_eq!(&found, &expected(&total, currency, "a sum"));
        amounts.reverse();
        prop_assert_eq!(&Money::sum(currency, amounts.iter().copied()), &found);
        if !amounts.is_empty() {
            let by = turn.index(amounts.len());
            amounts.rotate_left(by);
            prop_assert_eq!(&Money::sum(currency, amounts), &found);
        }
    }

    #[test]
    fn a_product_with_a_whole_number_is_exact(amount in monies(), factor in prop_oneof![
        3 => any::<i64>(), 3 => -100_i64..=100, 1 => Just(i64::MIN), 1 => Just(i64::MAX),
    ]) {
        let product = BigInt::from(amount.minor()) * factor;
        let expected = expected(&product, amount.currency(), "multiplication");
        prop_assert_eq!(amount.checked_times(factor), expected);
    }

    #[test]
    fn a_product_with_a_ratio_is_rounded_once(
        amount in monies(),
        ratio in prop_oneof![3 => ratios(), 1 => halves()],
        rounding in roundings(),
    ) {
        let exact = whole(amount.minor()) * big(ratio);
        let rounded = reference::round(&exact, rounding);
        let found = amount.times_ratio(ratio, rounding);
        let expected = expected(&rounded, amount.currency(), "a product with a ratio");
        prop_assert_eq!(&found, &expected);
        if let Ok(found) = found {
            let distance = magnitude(&(whole(found.minor()) - exact));
            match rounding {
                Rounding::HalfAwayFromZero | Rounding::HalfEven => {
                    prop_assert!(distance <= Big::new(1.into(), 2.into()));
                }
                _ => prop_assert!(distance < whole(1)),
            }
        }
    }

    #[test]
    fn a_refund_is_the_mirror_of_its_sale(
        amount in monies(),
        ratio in prop_oneof![2 => ratios(), 1 => halves()],
    ) {
        for rounding in Rounding::ALL {
            let mirror = match rounding {
                Rounding::Floor => Rounding::Ceiling,
                Rounding::Ceiling => Rounding::Floor,
                other => other,
            };
            let refund = (-amount).times_ratio(ratio, rounding);
            prop_assert_eq!(refund, amount.times_ratio(ratio, mirror).map(|sale| -sale));
        }
    }

    #[test]
    fn every_rounding_lies_between_floor_and_ceiling(
        amount in monies(), ratio in ratios(), rounding in roundings(),
    ) {
        let by = |rounding| amount.times_ratio(ratio, rounding).map(Money::minor);
        if let (Ok(floor), Ok(found), Ok(ceiling)) =
            (by(Rounding::Floor), by(rounding), by(Rounding::Ceiling))
        {
            prop_assert!(floor <= found && found <= ceiling && ceiling - floor <= 1);
        }
    }

    #[test]
    fn a_decimal_goes_out_and_comes_back(amount in monies()) {
        let decimal = amount.to_decimal();
        prop_assert_eq!(decimal.scale(), u32::from(amount.currency().exponent()));
        prop_assert_eq!(decimal.mantissa(), amount.minor());
        prop_assert_eq!(Money::from_decimal(decimal, amount.currency()), Ok(amount));
    }

    #[test]
    fn a_decimal_comes_in_exactly_or_rounded_once(
        mantissa in minors(), scale in 0_u32..=28, currency in currencies(), rounding in roundings(),
    ) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        let minor_per_major = whole(ten_to(u32::from(currency.exponent())));
        let minor = Big::new(mantissa.into(), ten_to(scale)) * minor_per_major;
        let operation = "rounding to the minor unit";
        let rounded = expected(&reference::round(&minor, rounding), currency, operation);
        prop_assert_eq!(Money::from_decimal_rounded(decimal, currency, rounding), rounded);
        let exact = if minor.is_integer() {
            expected(&minor.to_integer(), currency, operation)
        } else {
            Err(MoneyError::TooPrecise { exponent: currency.exponent() })
        };
        prop_assert_eq!(Money::from_decimal(decimal, currency), exact);
    }

    #[test]
    fn whole_units_come_in_exactly(
        number in prop_oneof![any::<i64>(), -100_i64..100, Just(i64::MIN), Just(i64::MAX)],
        wide in any::<i128>(),
        currency in currencies(),
    ) {
        prop_assert_eq!(Money::from_minor(number, currency).minor(), i128::from(number));
        let minor = BigInt::from(number) * ten_to(u32::from(currency.exponent()));
        prop_assert_eq!(Money::from_major(number, currency), expected(&minor, currency, "major units"));
        let expected = expected(&wide.into(), currency, "minor units");
        prop_assert_eq!(Money::from_minor_wide(wide, currency), expected);
    }

    #[test]
    fn a_step_is_the_nearest_multiple(
        amount in minors(), step in minors(), currency in currencies(), rounding in roundings(),
    ) {
        let (amount, step) = (money(amount, currency), money(step, currency));
        let found = amount.round_to_step(step, rounding);
        if step.is_positive() {
            let steps = Big::new(amount.minor().into(), step.minor().into());
            let minor = reference::round(&steps, rounding) * step.minor();
            prop_assert_eq!(found, expected(&minor, currency, "rounding to a step"));
        } else {
            prop_assert_eq!(found, Err(MoneyError::BadStep { step }));
        }
    }

    #[test]
    fn amounts_of_one_currency_compare_and_divide(left in minors(), right in minors(), currency in currencies()) {
        let (a, b) = (money(left, currency), money(right, currency));
        prop_assert_eq!(a.compare(b), Ok(left.cmp(&right)));
        prop_assert_eq!(a.min(b).map(Money::minor), Ok(left.min(right)));
        prop_assert_eq!(a.max(b).map(Money::minor), Ok(left.max(right)));
        match a.ratio_to(b) {
            Ok(ratio) => prop_assert_eq!(big(ratio), Big::new(left.into(), right.into())),
            Err(error) => {
                prop_assert_eq!(error, MoneyError::DivisionByZero);
                prop_assert_eq!(right, 0);
            }
        }
    }

    #[test]
    fn two_currencies_never_mix(a in monies(), b in monies()) {
        if a.currency() != b.currency() {
            let (left, right) = (a.currency(), b.currency());
            let mismatch = MoneyError::CurrencyMismatch { left, right };
            prop_assert_eq!(a.checked_add(b), Err(mismatch.clone()));
            prop_assert_eq!(a.checked_sub(b), Err(mismatch.clone()));
            prop_assert_eq!(a.compare(b), Err(mismatch.clone()));
            prop_assert_eq!(a.min(b), Err(mismatch.clone()));
            prop_assert_eq!(a.max(b), Err(mismatch.clone()));
            prop_assert_eq!(a.ratio_to(b), Err(mismatch.clone()));
            prop_assert_eq!(a.round_to_step(b, Rounding::Down), Err(mismatch.clone()));
            prop_assert_eq!(Money::sum(left, [a, b]), Err(mismatch.clone()));
            prop_assert_eq!(Exact::from(a).checked_add(b.into()), Err(mismatch.clone()));
            prop_assert_eq!(Exact::from(a).checked_sub(b.into()), Err(mismatch.clone()));
            prop_assert_eq!(Exact::from(a).compare(b.into()), Err(mismatch.clone()));
            prop_assert_eq!(Exact::from(a).ratio_to(b.into()), Err(mismatch));
            prop_assert_ne!(a, b);
        }
    }

    #[test]
    fn money_before_rounding_is_exact(
        left in ratios(), right in ratios(), currency in currencies(), rounding in roundings(),
    ) {
        let (a, b) = (Exact::new(left, currency), Exact::new(right, currency));
        let check = |value: Big, operation| {
            let ratio = ratio_of(&value).ok_or(MoneyError::Overflow { operation });
            ratio.map(|ratio| Exact::new(ratio, currency))
        };
        let (x, y) = (big(left), big(right));
        prop_assert_eq!(a.checked_add(b), check(&x + &y, "addition"));
        prop_assert_eq!(a.checked_sub(b), check(&x - &y, "subtraction"));
        prop_assert_eq!(a.checked_mul(right), check(&x * &y, "multiplication"));
        if right.is_zero() {
            prop_assert_eq!(a.checked_div(right), Err(MoneyError::DivisionByZero));
            prop_assert_eq!(a.ratio_to(b), Err(MoneyError::DivisionByZero));
        } else {
            prop_assert_eq!(a.checked_div(right), check(&x / &y, "division"));
            prop_assert_eq!(a.ratio_to(b).map(|ratio| Exact::new(ratio, currency)), check(&x / &y, "division"));
        }
        prop_assert_eq!(a.compare(b), Ok(x.cmp(&y)));
        prop_assert_eq!(-(-a), a);
        let minor = reference::round(&(x * whole(ten_to(u32::from(currency.exponent())))), rounding);
        prop_assert_eq!(a.round(rounding), expected(&minor, currency, "rounding to the minor unit"));
    }

    #[test]
    fn an_amount_is_itself_before_rounding(amount in monies(), rounding in roundings()) {
        let exact = Exact::from(amount);
        prop_assert_eq!(big(exact.major()), major(amount));
        prop_assert_eq!(exact.round(rounding), Ok(amount));
    }
}

#[test]
fn a_sum_fails_on_its_total_only() {
    let most = money(MOST, Currency::USD);
    let cent = Money::from_minor(1, Currency::USD);
    assert_eq!(Money::sum(Currency::USD, [most, cent, -cent]), Ok(most));
    assert_eq!(
        Money::sum(Currency::USD, [cent, most, -most, most, -cent]),
        Ok(most)
    );
    let overflow = MoneyError::Overflow { operation: "a sum" };
    assert_eq!(Money::sum(Currency::USD, [most, cent]), Err(overflow));
    assert_eq!(
        Money::sum(Currency::USD, []),
        Ok(Money::zero(Currency::USD))
    );
}

#[test]
fn the_largest_decimal_and_its_neighbours_lose_no_digit() {
    // A peer adds 0.1 to the largest decimal and gets the largest decimal.
    let most = Money::from_decimal(Decimal::MAX, Currency::JPY).unwrap();
    assert_eq!(most.to_string(), "79228162514264337593543950335 JPY");
    assert_eq!(Money::from_decimal(Decimal::MIN, Currency::JPY), Ok(-most));
    let overflow = || MoneyError::Overflow {
        operation: "rounding to the minor unit",
    };
    assert_eq!(
        Money::from_decimal(Decimal::MAX, Currency::USD),
        Err(overflow())
    );
    assert_eq!(
        Money::from_decimal(Decimal::MIN, Currency::USD),
        Err(overflow())
    );
    let one = Money::from_minor(1, Currency::JPY);
    assert_eq!(
        most.checked_add(one),
        Err(MoneyError::Overflow {
            operation: "addition"
        })
    );
    let beyond = (-most).checked_sub(one);
    assert_eq!(
        beyond,
        Err(MoneyError::Overflow {
            operation: "subtraction"
        })
    );
    // The bound itself and one beyond.
    assert!(Money::from_minor_wide(MOST, Currency::USD).is_ok());
    for minor in [MOST + 1, -MOST - 1, i128::MAX, i128::MIN] {
        let overflow = MoneyError::Overflow {
            operation: "minor units",
        };
        assert_eq!(
            Money::from_minor_wide(minor, Currency::USD),
            Err(overflow),
            "{minor}"
        );
    }
}

#[test]
fn an_overflow_is_the_results_and_never_an_intermediates() {
    let most = money(MOST, Currency::USD);
    let huge = Ratio::new(i128::MAX, i128::MAX - 1).unwrap();
    assert_eq!(most.times_ratio(huge, Rounding::Down), Ok(most));
    let overflow = MoneyError::Overflow {
        operation: "a product with a ratio",
    };
    assert_eq!(most.times_ratio(huge, Rounding::Up), Err(overflow));
    // Half a cent beyond the largest amount is rounded back into the range.
    let twice = Ratio::new(2 * MOST + 1, 2 * MOST).unwrap();
    assert_eq!(
        most.times_ratio(twice, Rounding::HalfEven).map_err(|_| ()),
        Err(())
    );
    assert_eq!(most.times_ratio(twice, Rounding::Down), Ok(most));
    let least = Money::from_minor(1, Currency::USD);
    let tiny = Ratio::new(1, i128::MAX).unwrap();
    assert_eq!(
        least.times_ratio(tiny, Rounding::Down),
        Ok(Money::zero(Currency::USD))
    );
    assert_eq!(least.times_ratio(tiny, Rounding::Up), Ok(least));
    assert_eq!(BigInt::from(MOST), two_to(96) - 1);
}

#[test]
fn a_quotient_digit_that_is_guessed_two_too_high_is_set_right() {
    // In base 2^64 these divisors are 2^63 and then almost 2^64, where the guess is worst.
    for (minor, above, below) in [
        (
            6_568_266_344_775_346_406_001_629_991,
            4_312_180_124_789_645_974_133_926_601_173_189_237,
            85_070_591_730_234_615_872_756_584_816_048_104_599,
        ),
        (
            27_150_691_622_670_027_799_506_160_817,
            40_848_929_948_786_643_336_787_080_981_887_648_435,
            85_070_591_730_234_615_873_779_551_967_238_892_691,
        ),
    ] {
        let ratio = Ratio::new(above, below).unwrap();
        let found = money(minor, Currency::USD).times_ratio(ratio, Rounding::Down);
        let expected = BigInt::from(minor) * above / below;
        assert_eq!(found.map(|found| BigInt::from(found.minor())), Ok(expected));
    }
}

#[test]
fn half_a_cent_goes_where_the_rule_says() {
    let half: Ratio = "50%".parse().unwrap();
    for (amount, rounding, expected) in [
        ("0.05", Rounding::HalfAwayFromZero, "0.03"),
        ("-0.05", Rounding::HalfAwayFromZero, "-0.03"),
        ("0.05", Rounding::HalfEven, "0.02"),
        ("-0.05", Rounding::HalfEven, "-0.02"),
        ("0.07", Rounding::HalfEven, "0.04"),
        ("0.01", Rounding::Down, "0.00"),
        ("-0.01", Rounding::Up, "-0.01"),
        ("-0.01", Rounding::Floor, "-0.01"),
        ("-0.01", Rounding::Ceiling, "0.00"),
        ("0.01", Rounding::Ceiling, "0.01"),
    ] {
        let found = usd(amount).times_ratio(half, rounding);
        assert_eq!(found, Ok(usd(expected)), "{amount} {rounding}");
    }
}

#[test]
fn a_third_three_times_is_the_whole() {
    let third: Exact = "1/3 USD".parse().unwrap();
    let whole = third
        .checked_add(third)
        .and_then(|two| two.checked_add(third))
        .unwrap();
    assert_eq!(whole.round(Rounding::Down), Ok(usd("1.00")));
    // A product that underflows a decimal stays what it is.
    let tiny: Exact = "0.00000000000000000001 USD".parse().unwrap();
    let factor: Ratio = "0.00000000000000000001".parse().unwrap();
    // 10^-40 has a denominator beyond 2^127, which is said and not rounded away.
    let overflow = MoneyError::Overflow {
        operation: "multiplication",
    };
    assert_eq!(tiny.checked_mul(factor), Err(overflow));
    assert!(!tiny.major().is_zero());
}

#[test]
fn nothing_below_the_minor_unit_hides_in_an_amount() {
    // A peer stores 1.004 twice, prints 1.00 twice and sums them to 2.01.
    let decimal = |text: &str| Decimal::from_str_exact(text).unwrap();
    let stored = Money::from_decimal(decimal("1.004"), Currency::USD);
    assert_eq!(stored, Err(MoneyError::TooPrecise { exponent: 2 }));
    let zeros = Money::from_decimal(decimal("12.5000"), Currency::USD);
    assert_eq!(zeros, Ok(usd("12.50")));
    let fine = decimal("0.0000000000000000000000000001");
    let rounded = Money::from_decimal_rounded(fine, Currency::USD, Rounding::Up);
    assert_eq!(rounded, Ok(usd("0.01")));
}

#[test]
fn there_is_no_negative_zero() {
    for zero in ["-0", "-0.00", "0.000"] {
        let decimal = Decimal::from_str_exact(zero).unwrap();
        let amount = Money::from_decimal(decimal, Currency::USD).unwrap();
        assert_eq!(amount, -amount);
        assert_eq!(amount.to_string(), "0.00 USD");
        assert!(!amount.is_negative() && !amount.is_positive() && amount.is_zero());
        assert_eq!(amount.to_decimal().to_string(), "0.00");
    }
    let rounded = usd("-0.01").times_ratio("1/3".parse().unwrap(), Rounding::HalfEven);
    assert_eq!(
        rounded.map(|zero| zero.to_string()),
        Ok("0.00 USD".to_owned())
    );
}

#[test]
fn the_smaller_of_two_equal_amounts_is_either() {
    assert_eq!(usd("1").compare(usd("1.00")), Ok(Ordering::Equal));
    assert_eq!(usd("1").min(usd("1")), Ok(usd("1")));
    assert_eq!(usd("-1").max(usd("-2")), Ok(usd("-1")));
}

#[test]
fn a_step_of_cash_rounds_both_signs() {
    let step: Money = "0.05 CHF".parse().unwrap();
    let amount: Money = "7.68 CHF".parse().unwrap();
    let found = amount.round_to_step(step, Rounding::HalfAwayFromZero);
    assert_eq!(found, Ok("7.70 CHF".parse().unwrap()));
    let found = (-amount).round_to_step(step, Rounding::HalfAwayFromZero);
    assert_eq!(found, Ok("-7.70 CHF".parse().unwrap()));
    let most = money(-MOST, Currency::USD);
    let found = most.round_to_step(usd("10"), Rounding::Floor);
    assert_eq!(
        found,
        Err(MoneyError::Overflow {
            operation: "rounding to a step"
        })
    );
}
