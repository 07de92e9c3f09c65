//! Ratio and Rounding (spec/money.md 3 to 7).

use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use num_bigint::BigInt;
use partnership::{Error, Ratio, RatioError, Rounding, RoundingError};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use super::reference::{self, Big, big, magnitude, ratio_of, ten_to, two_to, whole};
use super::strategies::{ratios, roundings, texts};
use crate::support::laws;

#[track_caller]
fn ratio(text: &str) -> Ratio {
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// What a checked operation must give: the exact value, or an overflow if it has no ratio.
fn expected(value: &Big, operation: &'static str) -> Result<Ratio, RatioError> {
    ratio_of(value).ok_or(RatioError::Overflow { operation })
}

fn hash_of(ratio: Ratio) -> u64 {
    let mut hasher = DefaultHasher::new();
    ratio.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn the_four_operations_are_exact_or_overflow(left in ratios(), right in ratios()) {
        let (a, b) = (big(left), big(right));
        prop_assert_eq!(left.checked_add(right), expected(&(&a + &b), "addition"));
        prop_assert_eq!(left.checked_sub(right), expected(&(&a - &b), "subtraction"));
        prop_assert_eq!(left.checked_mul(right), expected(&(&a * &b), "multiplication"));
        if right.is_zero() {
            prop_assert_eq!(left.checked_div(right), Err(RatioError::DivisionByZero));
        } else {
            prop_assert_eq!(left.checked_div(right), expected(&(&a / &b), "division"));
        }
    }

    #[test]
    fn what_nearly_cancels_is_exact(left in ratios(), right in ratios()) {
        // Sums near zero and products near one, where unreduced intermediates would not fit.
        prop_assert_eq!(left.checked_add(-left), Ok(Ratio::ZERO));
        prop_assert_eq!(left.checked_sub(left), Ok(Ratio::ZERO));
        if !left.is_zero() {
            prop_assert_eq!(left.checked_div(left), Ok(Ratio::ONE));
            let inverse = Ratio::ONE.checked_div(left);
            prop_assert_eq!(inverse.clone().and_then(|inverse| left.checked_mul(inverse)), Ok(Ratio::ONE));
            let again = inverse.and_then(|inverse| right.checked_mul(inverse));
            prop_assert_eq!(again, right.checked_div(left).map_err(|_| {
                RatioError::Overflow { operation: "multiplication" }
            }));
        }
        if let Ok(sum) = left.checked_add(right) {
            prop_assert_eq!(sum.checked_sub(right), Ok(left));
        }
    }

    #[test]
    fn order_is_that_of_cross_products(left in ratios(), right in ratios()) {
        let (a, b) = (big(left), big(right));
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
        prop_assert_eq!(left == right, a == b);
        prop_assert_eq!(right.cmp(&left), left.cmp(&right).reverse());
        prop_assert_eq!(left.is_negative(), a < whole(0));
        prop_assert_eq!(left.is_positive(), a > whole(0));
    }

    #[test]
    fn equal_values_have_one_text_and_one_hash(value in ratios(), factor in -9_i128..=9) {
        let product = |term: i128| term.checked_mul(factor).filter(|_| factor != 0);
        if let (Some(above), Some(below)) = (product(value.numerator()), product(value.denominator())) {
            let again = Ratio::new(above, below).expect("the same value");
            prop_assert_eq!(again, value);
            prop_assert_eq!(again.to_string(), value.to_string());
            prop_assert_eq!(hash_of(again), hash_of(value));
        }
    }

    #[test]
    fn text_reads_back(value in ratios()) {
        prop_assert_eq!(value.to_string().parse(), Ok(value));
        prop_assert_eq!(format!("{value:?}"), value.to_string());
    }

    #[test]
    fn rounding_follows_the_table(value in ratios(), rounding in roundings()) {
        let exact = big(value);
        let found = value.round(rounding);
        prop_assert_eq!(BigInt::from(found), reference::round(&exact, rounding));
        let distance = magnitude(&(whole(found) - &exact));
        match rounding {
            Rounding::HalfAwayFromZero | Rounding::HalfEven => {
                prop_assert!(distance <= Big::new(1.into(), 2.into()));
            }
            _ => prop_assert!(distance < whole(1)),
        }
        prop_assert!(value.round(Rounding::Floor) <= found);
        prop_assert!(found <= value.round(Rounding::Ceiling));
    }

    #[test]
    fn rounding_mirrors_and_floor_is_the_ceiling_of_the_negative(value in ratios()) {
        for rounding in Rounding::ALL {
            let mirror = match rounding {
                Rounding::Floor => Rounding::Ceiling,
                Rounding::Ceiling => Rounding::Floor,
                other => other,
            };
            prop_assert_eq!((-value).round(rounding), -value.round(mirror));
        }
    }

    #[test]
    fn a_percent_text_is_the_rounded_percentage(
        value in ratios(),
        places in 0_u8..=28,
        rounding in roundings(),
    ) {
        let scaled = big(value) * whole(ten_to(u32::from(places) + 2));
        let units = reference::round(&scaled, rounding);
        let text = value.percent_text(places, rounding).expect("at most 28 places");
        let digits = text.strip_suffix('%').expect("a percent sign");
        prop_assert_eq!(digits.split('.').nth(1).map_or(0, str::len), usize::from(places));
        let read: BigInt = digits.replace('.', "").parse().expect("digits");
        prop_assert_eq!(&read, &units);
        prop_assert_eq!(digits.starts_with('-'), units < BigInt::from(0));
        let before = digits.trim_start_matches('-').split('.').next().unwrap_or_default();
        prop_assert!(before == "0" || !before.starts_with('0'), "{}", digits);
    }

    #[test]
    fn a_decimal_is_the_rounded_value(value in ratios(), places in 0_u8..=28, rounding in roundings()) {
        let units = reference::round(&(big(value) * whole(ten_to(u32::from(places)))), rounding);
        let found = value.to_decimal(places, rounding);
        if -two_to(96) < units && units < two_to(96) {
            let found = found.expect("within the range of a decimal");
            prop_assert_eq!(BigInt::from(found.mantissa()), units);
            prop_assert_eq!(found.scale(), u32::from(places));
        } else {
            let operation = "the decimal of a ratio";
            prop_assert_eq!(found, Err(RatioError::Overflow { operation }));
        }
    }

    #[test]
    fn a_decimal_comes_in_exactly(mantissa in super::strategies::minors(), scale in 0_u32..=28) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        let expected = Big::new(mantissa.into(), ten_to(scale));
        prop_assert_eq!(big(Ratio::from_decimal(decimal)), expected);
    }

    #[test]
    fn small_constructors_are_exact(number in prop_oneof![
        any::<i64>(), Just(i64::MIN), Just(i64::MAX), -10_i64..10,
    ]) {
        prop_assert_eq!(big(Ratio::from_integer(number)), whole(number));
        prop_assert_eq!(big(Ratio::from_percent(number)), Big::new(number.into(), 100.into()));
        let points = Big::new(number.into(), 10_000.into());
        prop_assert_eq!(big(Ratio::from_basis_points(number)), points);
    }

    #[test]
    fn a_fraction_is_reduced_before_its_range_is_asked(above in any::<i128>(), below in any::<i128>()) {
        let found = Ratio::new(above, below);
        if below == 0 {
            prop_assert_eq!(found, Err(RatioError::ZeroDenominator));
        } else {
            let value = Big::new(above.into(), below.into());
            prop_assert_eq!(found, expected(&value, "a fraction"));
        }
    }
}

/// Pieces of which good and nearly good ratios are made.
const PIECES: &[&str] = &[
    "0",
    "1",
    "12",
    "5",
    "007",
    "100",
    "99999999999999999999",
    "-",
    "/",
    "/",
    ".",
    ".",
    "%",
    "+",
    "e5",
    "_",
    ",",
    " ",
    "\u{663}",
    "\u{a0}",
    "340282366920938463463374607431768211456",
];

/// A ratio's text by the page: shape, then range of the terms as written, then zero.
fn read_reference(text: &str) -> Result<Big, &'static str> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let number = |text: &str| digits(text) && (text == "0" || !text.starts_with('0'));
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (above, below, shaped) = if let Some((above, below)) = unsigned.split_once('/') {
        (
            above.to_owned(),
            below.to_owned(),
            number(above) && number(below),
        )
    } else {
        let plain = unsigned.strip_suffix('%').unwrap_or(unsigned);
        let (before, after) = plain.split_once('.').unwrap_or((plain, "0"));
        let zeros = if plain.contains('.') { after.len() } else { 0 };
        let zeros = zeros + if plain == unsigned { 0 } else { 2 };
        let after_point = if plain.contains('.') { after } else { "" };
        let below = format!("1{}", "0".repeat(zeros));
        (
            format!("{before}{after_point}"),
            below,
            number(before) && digits(after),
        )
    };
    if !shaped || text.len() > 128 {
        return Err("malformed");
    }
    let above: BigInt = above.parse().expect("digits");
    let below: BigInt = below.parse().expect("digits");
    if above >= two_to(127) || below >= two_to(127) {
        return Err("overflow");
    }
    if below == BigInt::from(0) {
        return Err("zero");
    }
    let value = Big::new(above, below);
    Ok(if unsigned == text { value } else { -value })
}

#[test]
fn every_text_reads_as_the_page_says() {
    let seen: [Cell<u32>; 4] = Default::default();
    let config = laws();
    let enough = config.cases >= 256;
    TestRunner::new(config)
        .run(&texts(PIECES, 5), |text| {
            let found = text.parse::<Ratio>();
            let class = match (found, read_reference(&text)) {
                (Ok(found), Ok(value)) => {
                    prop_assert_eq!(big(found), value);
                    prop_assert_eq!(found.to_string().parse(), Ok(found));
                    0
                }
                (Err(RatioError::Malformed { .. }), Err("malformed")) => 1,
                (Err(RatioError::Overflow { .. }), Err("overflow")) => 2,
                (Err(RatioError::ZeroDenominator), Err("zero")) => 3,
                (found, expected) => {
                    let reason = format!("{text:?}: {found:?} is not {expected:?}");
                    return Err(TestCaseError::fail(reason));
                }
            };
            seen[class].set(seen[class].get() + 1);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(
        !enough || seen[..2].iter().all(|count| count.get() > 0),
        "too narrow: {seen:?}"
    );
}

#[test]
fn texts_that_are_no_ratio_are_refused() {
    for text in [
        "", " ", "+1", ".5", "5.", "1e3", "1_000", "1,5", "007", "-", "--1", "1/", "/3", "1/3%",
        "1/-3", "1/3/4", "1 /3", " 1", "1 ", "1.5/2", "NaN", "inf", "%", "1%%", "\u{661}",
        "\u{ff11}", "1\u{a0}", "0x1", "1/03", "01%", "-.5", "1.%",
    ] {
        let malformed = RatioError::Malformed {
            text: text.to_owned(),
        };
        assert_eq!(text.parse::<Ratio>(), Err(malformed), "{text:?}");
    }
    assert_eq!("1/0".parse::<Ratio>(), Err(RatioError::ZeroDenominator));
    // Shape before range, range before zero.
    let beyond = "170141183460469231731687303715884105728";
    for text in [
        beyond.to_owned(),
        format!("1/{beyond}"),
        format!("{beyond}/0"),
    ] {
        let overflow = RatioError::Overflow {
            operation: "reading a ratio",
        };
        assert_eq!(text.parse::<Ratio>(), Err(overflow), "{text}");
    }
    assert_eq!(
        ratio("-170141183460469231731687303715884105727").numerator(),
        -i128::MAX
    );
    // Terms as written: a power of ten times 100 for a percent.
    assert_eq!(ratio(&format!("0.{}", "0".repeat(38))), Ratio::ZERO);
    assert!(format!("0.{}", "0".repeat(39)).parse::<Ratio>().is_err());
    assert_eq!(ratio(&format!("0.{}%", "0".repeat(36))), Ratio::ZERO);
    assert!(format!("0.{}%", "0".repeat(37)).parse::<Ratio>().is_err());
}

#[test]
fn a_hostile_text_is_refused_at_once_and_cut_in_the_error() {
    let long = "9".repeat(1 << 20);
    let cut = "9".repeat(64);
    assert_eq!(
        long.parse::<Ratio>(),
        Err(RatioError::Malformed { text: cut })
    );
    // 128 bytes have a shape, 129 do not.
    assert!(matches!(
        "9".repeat(128).parse::<Ratio>(),
        Err(RatioError::Overflow { .. })
    ));
    assert!(matches!(
        "9".repeat(129).parse::<Ratio>(),
        Err(RatioError::Malformed { .. })
    ));
    let wide = "\u{663}".repeat(100);
    let cut = "\u{663}".repeat(64);
    assert_eq!(
        wide.parse::<Ratio>(),
        Err(RatioError::Malformed { text: cut })
    );
}

#[test]
fn thirds_and_sevenths_make_a_whole() {
    for parts in [3_u32, 7, 13, 67] {
        let part = Ratio::new(1, i128::from(parts)).unwrap();
        let whole = (0..parts).try_fold(Ratio::ZERO, |sum, _| sum.checked_add(part));
        assert_eq!(whole, Ok(Ratio::ONE), "1/{parts}");
    }
}

#[test]
fn half_of_the_largest_twice_is_the_largest() {
    let half = Ratio::new(i128::MAX, 2).unwrap();
    assert_eq!(
        half.checked_add(half),
        Ok(Ratio::new(i128::MAX, 1).unwrap())
    );
    let least = Ratio::new(1, i128::MAX).unwrap();
    let overflow = Err(RatioError::Overflow {
        operation: "multiplication",
    });
    assert_eq!(least.checked_mul(least), overflow);
    // A numerator of i128::MIN is beyond the range, and flips no sign silently.
    let least = Ratio::new(-i128::MAX, 1).unwrap();
    let overflow = Err(RatioError::Overflow {
        operation: "subtraction",
    });
    assert_eq!(least.checked_sub(Ratio::ONE), overflow);
    assert_eq!(
        Ratio::new(i128::MIN, 2),
        Ok(Ratio::new(-(1 << 126), 1).unwrap())
    );
    let overflow = Err(RatioError::Overflow {
        operation: "a fraction",
    });
    assert_eq!(Ratio::new(i128::MIN, 1), overflow);
    assert_eq!(Ratio::new(1, i128::MIN), overflow);
    assert_eq!(Ratio::new(i128::MIN, i128::MIN), Ok(Ratio::ONE));
}

#[test]
fn twenty_eight_places_are_written() {
    let third = Ratio::new(1, 3).unwrap();
    let threes = "3".repeat(28);
    let text = third.percent_text(28, Rounding::Down);
    assert_eq!(text, Ok(format!("33.{threes}%")));
    let decimal = third.to_decimal(28, Rounding::Down).unwrap();
    assert_eq!(decimal.to_string(), format!("0.{threes}"));
}

#[test]
fn a_percentage_of_nines_gains_a_digit_when_it_rounds_up() {
    let nines = Ratio::new(99_999, 10_000).unwrap();
    let text = |rounding| nines.percent_text(1, rounding).unwrap();
    assert_eq!(text(Rounding::HalfEven), "1000.0%");
    assert_eq!(text(Rounding::Down), "999.9%");
}

#[test]
fn more_than_28_places_are_refused() {
    let operation = "the percentage of a ratio";
    let found = Ratio::ONE.percent_text(29, Rounding::Down);
    assert_eq!(found, Err(RatioError::Overflow { operation }));
    let operation = "the decimal of a ratio";
    let found = Ratio::ONE.to_decimal(29, Rounding::Down);
    assert_eq!(found, Err(RatioError::Overflow { operation }));
}

#[test]
fn the_table_of_roundings_is_that_of_the_page() {
    let rows = [
        ("half_away_from_zero", [3, -3, 4, 0]),
        ("half_even", [2, -2, 4, 0]),
        ("down", [2, -2, 3, 0]),
        ("up", [3, -3, 4, -1]),
        ("floor", [2, -3, 3, -1]),
        ("ceiling", [3, -2, 4, 0]),
    ];
    assert_eq!(
        Rounding::ALL.map(Rounding::name),
        rows.map(|(name, _)| name)
    );
    for (name, expected) in rows {
        let rounding: Rounding = name.parse().unwrap();
        let values = ["2.5", "-2.5", "3.5", "-0.4"].map(ratio);
        assert_eq!(
            values.map(|value| value.round(rounding)),
            expected,
            "{name}"
        );
        assert_eq!(rounding.to_string(), name);
    }
    assert_eq!(Rounding::default(), Rounding::HalfAwayFromZero);
}

#[test]
fn each_message_is_what_it_is() {
    let said = |error: Error| error.to_string();
    let malformed = "1e3".parse::<Ratio>().unwrap_err();
    assert_eq!(
        said(malformed.into()),
        "malformed ratio \"1e3\": write 10%, 1/3 or 0.125"
    );
    let zero = Ratio::new(1, 0).unwrap_err();
    assert_eq!(said(zero.into()), "a ratio with a denominator of 0");
    let division = Ratio::ONE.checked_div(Ratio::ZERO).unwrap_err();
    assert_eq!(said(division.into()), "division by zero");
    let largest = Ratio::new(i128::MAX, 1).unwrap();
    let overflow = largest.checked_add(Ratio::ONE).unwrap_err();
    assert_eq!(
        said(overflow.into()),
        "the result of addition is beyond the range of a ratio"
    );
    let unknown: RoundingError = "HalfEven".parse::<Rounding>().unwrap_err();
    assert_eq!(
        said(unknown.into()),
        "unknown rounding \"HalfEven\", not one of half_away_from_zero, half_even, down, up, floor, ceiling"
    );
    let long = "x".repeat(65).parse::<Rounding>().unwrap_err();
    assert_eq!(
        long,
        RoundingError::Unknown {
            text: "x".repeat(64)
        }
    );
}
