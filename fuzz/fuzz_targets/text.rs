//! Every scalar that has a text: parse, print, parse; one wire form; an order that is one.
#![no_main]

use std::cmp::Ordering;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use partnership::time::{Deadline, NaiveDate, Offset, Period, Span, date, instant};
use partnership::{
    Currency, Exact, Money, PartyId, Ratio, Rounding, Side, alignment, compensation, explain,
    governance, lifecycle,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|text: &str| {
    let texts: Vec<&str> = text.split('\n').take(3).collect();
    let ratios = read::<Ratio>(&texts);
    ordered(&ratios, |one, other| one.cmp(other));
    ratios.iter().for_each(ratio);
    let amounts = read::<Money>(&texts);
    let (one, other) = (amounts.first(), amounts.get(1));
    if let (Some(one), Some(other)) = (one, other) {
        money(*one, *other);
    }
    read::<Exact>(&texts);
    read::<Currency>(&texts);
    read::<Rounding>(&texts);
    ordered(&read::<PartyId>(&texts), PartyId::cmp);
    ordered(&read::<Side>(&texts), Side::cmp);
    ordered(&read::<alignment::Id>(&texts), Ord::cmp);
    ordered(&read::<alignment::Score>(&texts), Ord::cmp);
    read::<governance::Section>(&texts);
    read::<explain::Relation>(&texts);
    read::<explain::Which>(&texts);
    read::<compensation::Dropped>(&texts);
    read::<compensation::StatementId>(&texts);
    ordered(&read::<compensation::Id>(&texts), Ord::cmp);
    read::<compensation::WindowKey>(&texts);
    ordered(&read::<compensation::DayOfYear>(&texts), Ord::cmp);
    read::<compensation::Bound>(&texts);
    ordered(&read::<Period>(&texts), Period::cmp);
    read::<Offset>(&texts);
    read::<Span>(&texts);
    ordered(&read::<lifecycle::Key>(&texts), Ord::cmp);
    ordered(&read::<lifecycle::IssueKey>(&texts), Ord::cmp);
    ordered_but_for_spelling(&read::<lifecycle::Value>(&texts));
    ordered(&read::<lifecycle::Fingerprint>(&texts), Ord::cmp);
    for text in texts {
        days(text);
    }
});

/// Reads what can be read of the texts: what is printed reads as the same, and JSON is the text.
fn read<T>(texts: &[&str]) -> Vec<T>
where
    T: FromStr<Err: Display> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let mut values = Vec::new();
    for text in texts {
        let on_the_wire = serde_json::to_string(text).expect("a text");
        let wire = serde_json::from_str::<T>(&on_the_wire);
        match text.parse::<T>() {
            Ok(value) => {
                let printed = value.to_string();
                let again = printed.parse::<T>().map_err(|error| error.to_string());
                assert_eq!(again.as_ref(), Ok(&value), "{text:?} printed {printed:?}");
                assert_eq!(again.map(|again| again.to_string()), Ok(printed.clone()));
                assert_eq!(wire.expect("what parses is read"), value);
                let written = serde_json::to_string(&value).expect("it is written");
                assert_eq!(written, serde_json::to_string(&printed).expect("a text"));
                values.push(value);
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert!(wire.is_err(), "{text:?} is read and does not parse");
            }
        }
    }
    values
}

/// Holds an order to its laws over all triples.
fn ordered<T: Debug + PartialEq>(values: &[T], compare: impl Fn(&T, &T) -> Ordering) {
    for one in values {
        for other in values {
            let found = compare(one, other);
            assert_eq!(found.reverse(), compare(other, one), "{one:?} {other:?}");
            assert_eq!(found.is_eq(), one == other, "{one:?} {other:?}");
            for third in values {
                if found.is_le() && compare(other, third).is_le() {
                    assert!(compare(one, third).is_le(), "{one:?} {other:?} {third:?}");
                }
            }
        }
    }
}

/// Readings keep their spelling, so that two that differ may stand level.
fn ordered_but_for_spelling(values: &[lifecycle::Value]) {
    for one in values {
        for other in values {
            let found = one.compare(other);
            assert_eq!(found.reverse(), other.compare(one), "{one} {other}");
            let exact = (
                one.as_str().parse::<Ratio>(),
                other.as_str().parse::<Ratio>(),
            );
            if let (Ok(left), Ok(right)) = exact {
                assert_eq!(found, left.cmp(&right), "{one} {other}");
            }
        }
    }
}

/// What a ratio is in other forms is the ratio.
fn ratio(value: &Ratio) {
    let spelt = format!("{}/{}", value.numerator(), value.denominator());
    assert_eq!(spelt.parse::<Ratio>().as_ref(), Ok(value));
    assert_eq!(value.checked_sub(*value), Ok(Ratio::ZERO));
    assert_eq!(-(-*value), *value);
    let (floor, ceiling) = (value.round(Rounding::Floor), value.round(Rounding::Ceiling));
    assert!(ceiling - floor <= 1 && (floor == ceiling) == (value.denominator() == 1));
    for places in [0, 2, 28, 29] {
        let _ = value.percent_text(places, Rounding::HalfEven);
    }
}

/// Two amounts: there and back, and what two of them come to.
fn money(one: Money, other: Money) {
    let decimal = one.to_decimal();
    assert_eq!(Money::from_decimal(decimal, one.currency()), Ok(one));
    assert_eq!(Money::from_minor_wide(one.minor(), one.currency()), Ok(one));
    let mixed = one.currency() != other.currency();
    assert_eq!(mixed, one.compare(other).is_err());
    assert!(!mixed || one.checked_add(other).is_err());
    if let Ok(sum) = one.checked_add(other) {
        assert_eq!(sum.checked_sub(other), Ok(one));
    }
    if let Ok(part) = one.ratio_to(other) {
        assert_eq!(other.times_ratio(part, Rounding::HalfEven), Ok(one));
    }
}

/// Dates and instants have exactly one text.
fn days(text: &str) {
    if let Ok(day) = date(text) {
        assert_eq!(day.to_string(), text);
        assert_eq!(text.parse::<NaiveDate>(), Ok(day));
    }
    if let Ok(at) = instant(text) {
        let deadline = Deadline::At(at);
        assert_eq!(partnership_fuzz::travels(&deadline).1, deadline);
    }
}
