//! Text and wire form of Money, Currency and Exact, and their refusals (spec/money.md 2, 3, 6, 9).

use std::cell::Cell;

use num_bigint::BigInt;
use partnership::{Currency, CurrencyError, Error, Exact, Money, MoneyError, Rounding};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::reference::{ten_to, two_to};
use super::strategies::{currencies, monies, ratios, texts};
use crate::support::laws;

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn text_reads_back(amount in monies()) {
        let text = amount.to_string();
        prop_assert_eq!(text.parse(), Ok(amount));
        prop_assert_eq!(format!("{amount:?}"), text.clone());
        let number = text.split(' ').next().expect("a number");
        let decimals = number.split('.').nth(1).map_or(0, str::len);
        prop_assert_eq!(decimals, usize::from(amount.currency().exponent()));
    }

    #[test]
    fn currencies_and_exact_amounts_read_back(currency in currencies(), ratio in ratios()) {
        prop_assert_eq!(currency.to_string().parse(), Ok(currency));
        let exact = Exact::new(ratio, currency);
        prop_assert_eq!(exact.to_string(), format!("{ratio} {currency}"));
        prop_assert_eq!(exact.to_string().parse(), Ok(exact));
    }

    #[test]
    fn decimals_left_out_are_zeros(amount in monies()) {
        let text = amount.to_string();
        let (number, currency) = text.split_once(' ').expect("a blank");
        if number.contains('.') {
            let short = number.trim_end_matches('0').trim_end_matches('.');
            prop_assert_eq!(format!("{short} {currency}").parse(), Ok(amount));
            let long = format!("{number}0 {currency}").parse::<Money>();
            prop_assert_eq!(long, Err(MoneyError::TooPrecise { exponent: amount.currency().exponent() }));
        }
    }
}

/// Pieces of which good and nearly good amounts are made.
const PIECES: &[&str] = &[
    "0",
    "1",
    "12",
    "5",
    "50",
    "007",
    "99999999999999999999",
    "-",
    ".",
    ".",
    " ",
    " ",
    "USD",
    "USD",
    "JPY",
    "KWD",
    "OP:2",
    "OP:28",
    "OP",
    ":2",
    ":02",
    "usd",
    "XAU",
    "XYZ",
    "$",
    "+",
    "e3",
    "_",
    ",",
    "\u{a0}",
    "\u{663}",
];

/// An amount's text by the page: shape, currency, too precise, overflow.
fn read_reference(text: &str) -> Result<(BigInt, u32), &'static str> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let plain = |text: &str| digits(text) && (text == "0" || !text.starts_with('0'));
    let parts: Vec<&str> = text.split(' ').collect();
    let [number, currency] = parts[..] else {
        return Err("malformed");
    };
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let parts: Vec<&str> = number.split('.').collect();
    let (before, after) = match parts[..] {
        [before] => (before, ""),
        [before, after] if digits(after) => (before, after),
        _ => return Err("malformed"),
    };
    let parts: Vec<&str> = currency.split(':').collect();
    let (code, exponent) = match parts[..] {
        [code] => (code, None),
        [code, exponent] if plain(exponent) && exponent.len() <= 2 => (code, Some(exponent)),
        _ => return Err("malformed"),
    };
    let shaped = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric());
    if !shaped || !plain(before) || text.len() > 128 {
        return Err("malformed");
    }
    let exponent: u32 = match (code, exponent) {
        ("USD", None) => 2,
        ("JPY", None) => 0,
        ("KWD", None) => 3,
        (code, Some(exponent)) => {
            let is_custom = (2..=12).contains(&code.len())
                && code
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && code.starts_with(|c: char| c.is_ascii_uppercase())
                && !["USD", "JPY", "KWD", "XAU"].contains(&code);
            let exponent = exponent.parse().expect("two digits");
            if !is_custom || exponent > 28 {
                return Err("currency");
            }
            exponent
        }
        _ => return Err("currency"),
    };
    let places = u32::try_from(after.len()).expect("a short text");
    if places > exponent {
        return Err("too precise");
    }
    let written: BigInt = format!("{before}{after}").parse().expect("digits");
    let minor = written * ten_to(exponent - places);
    if minor >= two_to(96) {
        return Err("overflow");
    }
    Ok((if negative { -minor } else { minor }, exponent))
}

#[test]
fn every_text_reads_as_the_page_says() {
    let seen: [Cell<u32>; 5] = Default::default();
    let config = laws();
    let enough = config.cases >= 256;
    TestRunner::new(config)
        .run(&texts(PIECES, 6), |text| {
            // A number and a currency stand in every second text.
            for text in [text.clone(), format!("{text} USD"), format!("12.5 {text}")] {
                let found = text.parse::<Money>();
                let class = match (&found, read_reference(&text)) {
                    (Ok(found), Ok((minor, exponent))) => {
                        prop_assert_eq!(BigInt::from(found.minor()), minor);
                        prop_assert_eq!(u32::from(found.currency().exponent()), exponent);
                        prop_assert_eq!(found.to_string().parse(), Ok(*found));
                        0
                    }
                    (Err(MoneyError::Malformed { .. }), Err("malformed")) => 1,
                    (Err(MoneyError::Currency(_)), Err("currency")) => 2,
                    (Err(MoneyError::TooPrecise { .. }), Err("too precise")) => 3,
                    (Err(MoneyError::Overflow { .. }), Err("overflow")) => 4,
                    (_, expected) => {
                        let reason = format!("{text:?}: {found:?} is not {expected:?}");
                        return Err(TestCaseError::fail(reason));
                    }
                };
                seen[class].set(seen[class].get() + 1);
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(
        !enough || seen[..3].iter().all(|count| count.get() > 0),
        "too narrow: {seen:?}"
    );
}

#[test]
fn texts_that_are_no_amount_are_malformed() {
    for text in [
        "",
        " ",
        "USD",
        "12.50",
        "1250",
        "12.50USD",
        "USD 12.50",
        "$5 USD",
        "+1 USD",
        ".5 USD",
        "1. USD",
        "007.00 USD",
        "1,234.50 USD",
        "1.234,50 EUR",
        "1_000 USD",
        "1e3 USD",
        "1e400 USD",
        "1  USD",
        " 1 USD",
        "1 USD ",
        "1\u{a0}USD",
        "1\tUSD",
        "1 USD\n",
        "\u{661} USD",
        "\u{ff11} USD",
        "NaN USD",
        "inf USD",
        "-inf USD",
        "--1 USD",
        "- 1 USD",
        "-.5 USD",
        "5% USD",
        "1/2 USD",
        "1 OP:",
        "1 OP:02",
        "1 OP:+2",
        "1 OP:100",
        "1 OP:2:2",
        "1 :2",
        "1 U$D",
        "1 US D",
        "1 \u{20ac}",
        "0x1 USD",
        "00 USD",
        "-00.00 USD",
        "1.0.0 USD",
        "1 USD USD",
    ] {
        let malformed = MoneyError::Malformed {
            text: text.to_owned(),
        };
        assert_eq!(text.parse::<Money>(), Err(malformed), "{text:?}");
    }
}

#[test]
fn what_is_wrong_is_told_in_the_order_of_the_page() {
    let unknown = |code: &str| {
        Err(CurrencyError::UnknownCode {
            code: code.to_owned(),
        }
        .into())
    };
    assert_eq!("1.00 usd".parse::<Money>(), unknown("usd"));
    assert_eq!("1.00 Usd".parse::<Money>(), unknown("Usd"));
    assert_eq!("1.00 ZZZ".parse::<Money>(), unknown("ZZZ"));
    assert_eq!("1.00 OP".parse::<Money>(), unknown("OP"));
    // Currency before precision, precision before range.
    assert_eq!("1.005 ZZZ".parse::<Money>(), unknown("ZZZ"));
    let nines = "9".repeat(40);
    let precise = MoneyError::TooPrecise { exponent: 2 };
    assert_eq!(format!("{nines}.005 USD").parse::<Money>(), Err(precise));
    let overflow = MoneyError::Overflow {
        operation: "reading an amount",
    };
    assert_eq!(
        format!("{nines} USD").parse::<Money>(),
        Err(overflow.clone())
    );
    assert_eq!(
        "792281625142643375935439503.36 USD".parse::<Money>(),
        Err(overflow.clone())
    );
    assert!(
        "-792281625142643375935439503.35 USD"
            .parse::<Money>()
            .is_ok()
    );
    assert_eq!(
        "792281625142643375935439504 USD".parse::<Money>(),
        Err(overflow)
    );
}

#[test]
fn decimals_are_those_of_the_currency() {
    let precise = |text: &str, exponent| {
        let refused = MoneyError::TooPrecise { exponent };
        assert_eq!(text.parse::<Money>(), Err(refused), "{text}");
    };
    precise("1.005 USD", 2);
    precise("1.000 USD", 2);
    precise("1.5 JPY", 0);
    precise("1.0 JPY", 0);
    precise("1.0000 KWD", 3);
    let minor = |text: &str| text.parse::<Money>().map(Money::minor);
    assert_eq!(minor("1.000 KWD"), Ok(1_000));
    assert_eq!(minor("1 JPY"), Ok(1));
    assert_eq!(minor("-0.00 USD"), Ok(0));
    assert_eq!(
        "-0 USD".parse::<Money>().map(|zero| zero.to_string()),
        Ok("0.00 USD".to_owned())
    );
    assert_eq!(minor("1.0 OP:28"), Ok(10_i128.pow(28)));
}

#[test]
fn an_amount_is_padded_to_a_width_and_never_cut() {
    let amount: Money = "-12.50 USD".parse().unwrap();
    assert_eq!(
        format!("{amount:>12}|{amount:<12}|"),
        "  -12.50 USD|-12.50 USD  |"
    );
    assert_eq!(
        format!("{amount:.1}|{amount:5.1}|"),
        "-12.50 USD|-12.50 USD|"
    );
    assert_eq!(format!("{amount:?}"), "-12.50 USD");
}

#[test]
fn texts_that_are_no_exact_amount_are_refused() {
    for text in [
        "", "1/3", "1/3  USD", "10% USD", "1/3 US D", "+1 USD", ".5 USD", "1e3 USD", "USD 1",
    ] {
        let malformed = MoneyError::Malformed {
            text: text.to_owned(),
        };
        assert_eq!(text.parse::<Exact>(), Err(malformed), "{text:?}");
    }
    assert_eq!("1/0 USD".parse::<Exact>(), Err(MoneyError::DivisionByZero));
    let unknown = CurrencyError::UnknownCode {
        code: "usd".to_owned(),
    };
    assert_eq!("1/3 usd".parse::<Exact>(), Err(unknown.into()));
    let price: Exact = "0.004 USD".parse().unwrap();
    assert_eq!(price.to_string(), "1/250 USD");
    assert_eq!(price.round(Rounding::HalfEven).map(Money::minor), Ok(0));
}

#[test]
fn a_hostile_text_is_refused_at_once_and_cut_in_the_error() {
    let long = format!("{} USD", "9".repeat(1 << 20));
    let cut = "9".repeat(64);
    assert_eq!(
        long.parse::<Money>(),
        Err(MoneyError::Malformed { text: cut.clone() })
    );
    assert_eq!(
        long.parse::<Exact>(),
        Err(MoneyError::Malformed { text: cut.clone() })
    );
    assert_eq!(
        "9".repeat(1 << 20).parse::<Currency>(),
        Err(CurrencyError::Malformed { text: cut })
    );
    let code = "A".repeat(100);
    let unknown = CurrencyError::UnknownCode {
        code: "A".repeat(64),
    };
    assert_eq!(Currency::iso(&code), Err(unknown));
    // 128 bytes have a shape, 129 do not.
    let fits = format!("{} USD", "9".repeat(124));
    assert!(matches!(
        fits.parse::<Money>(),
        Err(MoneyError::Overflow { .. })
    ));
    assert!(matches!(
        fits.parse::<Exact>(),
        Err(MoneyError::Overflow { .. })
    ));
    let beyond = format!("{} USD", "9".repeat(125));
    assert!(matches!(
        beyond.parse::<Money>(),
        Err(MoneyError::Malformed { .. })
    ));
    assert!(matches!(
        beyond.parse::<Exact>(),
        Err(MoneyError::Malformed { .. })
    ));
}

#[cfg(feature = "json")]
#[test]
fn money_travels_as_text_and_never_as_a_number() {
    let refused = |json: &str| {
        let errors = [
            serde_json::from_str::<Money>(json).map(|_| ()),
            serde_json::from_str::<partnership::Ratio>(json).map(|_| ()),
            serde_json::from_str::<Currency>(json).map(|_| ()),
            serde_json::from_str::<Rounding>(json).map(|_| ()),
            serde_json::from_str::<Exact>(json).map(|_| ()),
        ];
        for error in errors {
            let message = error.expect_err(json).to_string();
            assert!(
                message.contains("as text: numbers would lose digits"),
                "{json}: {message}"
            );
        }
    };
    for json in [
        "12.50",
        "1250",
        "9007199254740993.0",
        "0.1",
        "18446744073709551616",
        "true",
        "null",
        "[]",
        "[\"12.50 USD\"]",
        "{}",
        "{\"amount\":\"12.50\",\"currency\":\"USD\"}",
        "-1",
    ] {
        refused(json);
    }
    assert!(serde_json::from_str::<Money>("1e400").is_err());
    let amount: Money = serde_json::from_str("\"12.5 USD\"").unwrap();
    assert_eq!(serde_json::to_string(&amount).unwrap(), "\"12.50 USD\"");
    let exact: Exact = serde_json::from_str("\"2/6 USD\"").unwrap();
    assert_eq!(serde_json::to_string(&exact).unwrap(), "\"1/3 USD\"");
    assert!(serde_json::from_str::<Money>("\"12.505 USD\"").is_err());
    // Truncated, and nested deeper than any reader follows.
    assert!(serde_json::from_str::<Money>("\"12.5").is_err());
    assert!(serde_json::from_str::<Money>(&"[".repeat(10_000)).is_err());
}

#[test]
fn each_message_is_what_it_is() {
    let said = |error: Error| error.to_string();
    let (usd, yen) = (
        Money::from_minor(1, Currency::USD),
        Money::from_minor(1, Currency::JPY),
    );
    let mismatch = usd.checked_add(yen).unwrap_err();
    assert_eq!(said(mismatch.into()), "USD does not mix with JPY");
    let overflow = Money::from_major(i64::MAX, Currency::custom("OP", 28).unwrap()).unwrap_err();
    assert_eq!(
        said(overflow.into()),
        "the result of major units is beyond the range of money"
    );
    let precise = "1.005 USD".parse::<Money>().unwrap_err();
    assert_eq!(
        said(precise.into()),
        "more than the 2 decimals of the currency"
    );
    let division = usd.ratio_to(Money::zero(Currency::USD)).unwrap_err();
    assert_eq!(said(division.into()), "division by zero");
    let step = usd.round_to_step(-usd, Rounding::Down).unwrap_err();
    assert_eq!(
        said(step.into()),
        "a step must be above zero, not -0.01 USD"
    );
    let malformed = "$5".parse::<Money>().unwrap_err();
    assert_eq!(said(malformed.into()), "malformed amount \"$5\"");
    // The currency's error speaks for itself through money's.
    let unknown = "1 usd".parse::<Money>().unwrap_err();
    assert_eq!(said(unknown.into()), "unknown currency code \"usd\"");
    for (error, message) in [
        (Currency::iso("ZZZ"), "unknown currency code \"ZZZ\""),
        (
            Currency::iso("XAU"),
            "XAU has no minor unit to count money in",
        ),
        (
            Currency::custom("op", 2),
            "bad code \"op\" of a custom unit: 2 to 12 of A-Z and 0-9, a letter first",
        ),
        (
            Currency::custom("USD", 2),
            "USD is a code of ISO 4217 and cannot name a custom unit",
        ),
        (
            Currency::custom("OP", 29),
            "a custom unit has at most 28 decimals, not 29",
        ),
        ("OP:".parse(), "malformed currency \"OP:\""),
    ] {
        assert_eq!(said(error.expect_err(message).into()), message);
    }
}
