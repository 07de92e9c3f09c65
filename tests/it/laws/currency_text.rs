//! The text of a currency: the codes of ISO 4217, and units of one's own.

use partnership::{Currency, CurrencyError};

#[test]
fn exponents_are_those_of_iso_4217() {
    // Peers have other exponents for HUF, MGA and MRU, or 2 for all.
    for (code, exponent) in [
        ("JPY", 0),
        ("KRW", 0),
        ("BHD", 3),
        ("JOD", 3),
        ("KWD", 3),
        ("CLF", 4),
        ("UYW", 4),
        ("HUF", 2),
        ("MGA", 2),
        ("MRU", 2),
        ("USD", 2),
        ("HRK", 2),
        ("BGN", 2),
    ] {
        let currency = Currency::iso(code).unwrap_or_else(|error| panic!("{code}: {error}"));
        assert_eq!((currency.code(), currency.exponent()), (code, exponent));
        assert!(!currency.is_custom());
        assert_eq!(code.parse(), Ok(currency));
    }
    for code in ["XAU", "XDR", "XTS", "XXX"] {
        let none = CurrencyError::NoMinorUnit {
            code: code.to_owned(),
        };
        assert_eq!(Currency::iso(code), Err(none));
    }
    for code in [
        "usd", "Usd", "", "US", "USDT", "ZZZ", "U D", "840", "\u{20ac}", "OP:2",
    ] {
        let unknown = CurrencyError::UnknownCode {
            code: code.to_owned(),
        };
        assert_eq!(Currency::iso(code), Err(unknown), "{code:?}");
    }
}

#[test]
fn units_of_ones_own_are_checked_shape_first() {
    for code in [
        "",
        "O",
        "op",
        "Op",
        "2OP",
        "OP-2",
        "OP 2",
        "ABCDEFGHIJKLM",
        "\u{d6}P",
        "O\0",
    ] {
        let bad = CurrencyError::BadCode {
            code: code.to_owned(),
        };
        assert_eq!(Currency::custom(code, 99), Err(bad), "{code:?}");
    }
    for code in ["USD", "EUR", "XAU", "XXX"] {
        let reserved = CurrencyError::ReservedCode {
            code: code.to_owned(),
        };
        assert_eq!(Currency::custom(code, 99), Err(reserved), "{code}");
    }
    for exponent in [29, 99, u8::MAX] {
        let bad = CurrencyError::BadExponent { exponent };
        assert_eq!(Currency::custom("OP", exponent), Err(bad));
    }
    for (code, exponent) in [("OP", 0), ("A1", 28), ("ABCDEFGHIJKL", 18)] {
        let unit = Currency::custom(code, exponent).unwrap();
        assert_eq!(
            (unit.code(), unit.exponent(), unit.is_custom()),
            (code, exponent, true)
        );
        assert_eq!(unit.to_string(), format!("{code}:{exponent}"));
        assert_eq!(format!("{unit:?}"), unit.to_string());
    }
    // A unit defined anew is another unit.
    assert_ne!(Currency::custom("OP", 2), Currency::custom("OP", 3));
}

#[test]
fn texts_that_are_no_currency_are_malformed() {
    for text in [
        "", " ", "USD ", " USD", "OP:", ":2", "OP:02", "OP:-1", "OP:2 ", "OP:100", "U-D",
    ] {
        let malformed = CurrencyError::Malformed {
            text: text.to_owned(),
        };
        assert_eq!(text.parse::<Currency>(), Err(malformed), "{text:?}");
    }
    // 128 bytes have a shape, 129 do not.
    let cut = "A".repeat(64);
    let unknown = CurrencyError::UnknownCode { code: cut.clone() };
    assert_eq!("A".repeat(128).parse::<Currency>(), Err(unknown));
    let malformed = CurrencyError::Malformed { text: cut };
    assert_eq!("A".repeat(129).parse::<Currency>(), Err(malformed));
    let reserved = CurrencyError::ReservedCode {
        code: "USD".to_owned(),
    };
    assert_eq!("USD:2".parse::<Currency>(), Err(reserved));
    let exponent = CurrencyError::BadExponent { exponent: 29 };
    assert_eq!("OP:29".parse::<Currency>(), Err(exponent));
}
