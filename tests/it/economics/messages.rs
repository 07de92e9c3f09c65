//! Every refusal of economics, word for word.

use partnership::economics::EconomicsError;
use partnership::{Currency, Money, MoneyError, Ratio, RatioError};

#[track_caller]
fn says(found: &EconomicsError, expected: &str) {
    assert_eq!(found.to_string(), expected);
}

fn id() -> String {
    "acme".to_owned()
}

#[test]
fn of_amounts_and_thresholds() {
    let amount = Money::from_minor(-100, Currency::USD);
    says(
        &EconomicsError::ZeroPrice {
            price: Money::zero(Currency::USD).into(),
        },
        "the price 0.00 USD is not above zero",
    );
    let (of, share) = (id(), Ratio::from_integer(2));
    says(
        &EconomicsError::ShareOutOfRange { of, share },
        "the share 2 of \"acme\" is out of range",
    );
    says(
        &EconomicsError::Negative {
            what: "the fixed cost".to_owned(),
            value: amount.into(),
        },
        "the fixed cost cannot be -1.00 USD",
    );
    let value = Ratio::ZERO;
    says(
        &EconomicsError::BadThreshold { value },
        "the threshold 0 is out of order",
    );
    says(
        &EconomicsError::NoCost,
        "a programme without cost has no multiple",
    );
    says(
        &EconomicsError::NegativeIncome {
            id: id(),
            amount: amount.into(),
        },
        "the income -1.00 USD from \"acme\" is below zero",
    );
    says(
        &EconomicsError::Money(MoneyError::CurrencyMismatch {
            left: Currency::USD,
            right: Currency::JPY,
        }),
        "USD does not mix with JPY",
    );
    let operation = "addition";
    says(
        &EconomicsError::Overflow(RatioError::Overflow { operation }),
        "the result of addition is beyond the range of a ratio",
    );
}

#[test]
fn of_periods_and_lines() {
    says(&EconomicsError::NoPeriods, "no periods");
    says(
        &EconomicsError::TooManyPeriods {
            found: 601,
            most: 600,
        },
        "601 periods are more than 600",
    );
    let period = || "2026-01".to_owned();
    says(
        &EconomicsError::DuplicatePeriod { period: period() },
        "the period \"2026-01\" stands twice",
    );
    says(
        &EconomicsError::DuplicateLine {
            period: period(),
            line: "crew".to_owned(),
        },
        "the line \"crew\" stands twice in \"2026-01\"",
    );
    says(&EconomicsError::NoPlannedUnits, "no units were planned");
    says(
        &EconomicsError::MoreActualsThanPlan {
            actual: 2,
            planned: 1,
        },
        "2 periods have figures and 1 were planned",
    );
}

#[test]
fn of_many_partnerships() {
    says(
        &EconomicsError::NothingToMeasure,
        "there is nothing to measure",
    );
    says(
        &EconomicsError::UnknownPerson {
            person: "bo".to_owned(),
            partnership: id(),
        },
        "\"bo\" works on \"acme\" and is not listed",
    );
    says(
        &EconomicsError::DuplicateId { id: id() },
        "the id \"acme\" stands twice",
    );
    says(
        &EconomicsError::ZeroEffort { id: id() },
        "\"acme\" takes no effort",
    );
    says(
        &EconomicsError::TooLarge {
            what: "the table of candidates, room and slots",
        },
        "the search is too large: the table of candidates, room and slots",
    );
    let (member, need) = (id(), "sound".to_owned());
    says(
        &EconomicsError::ZeroWeight {
            member: member.clone(),
            need: need.clone(),
        },
        "the need \"sound\" of \"acme\" has a weight of 0",
    );
    says(
        &EconomicsError::DuplicateNeed { member, need },
        "the need \"sound\" of \"acme\" stands twice",
    );
    says(
        &EconomicsError::NotCoverable {
            missing: vec!["light".to_owned(), "sound".to_owned()],
        },
        "nobody offers light, sound",
    );
}
