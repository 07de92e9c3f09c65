//! What stands around settling: verifying, comparing, amending, and the least one works for.

use partnership::Money;
use partnership::compensation::{
    Activity, Advance, Amendment, Crossing, Item, MinimumBasis, MinimumViable, PayDraft, Published,
    Statement, Terms, Version, Window, compare, verify,
};
use proptest::prelude::*;

use super::{read, settle_all};
use crate::strategies::agreement::agreements;
use crate::strategies::tapes;
use crate::support;

fn published(statement: &Statement) -> Published {
    Published {
        earned: Some(statement.earned()),
        gross_paid: Some(statement.gross_paid()),
        tax: Some(statement.tax()),
        paid: Some(statement.paid()),
        closing: Some(statement.closing()),
    }
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn statements_verify_against_their_own_terms_and_a_wrong_cent_is_named(
        agreement in agreements(),
        mut tape in tapes(4),
    ) {
        let papers = read(&agreement);
        let settled = settle_all(&papers.terms, &papers.activities).expect("valid");
        let statements = settled.iter().map(|(statement, _)| published(statement));
        let mut history: Vec<(Activity, Published)> =
            papers.activities.into_iter().zip(statements).collect();
        prop_assert_eq!(verify(&papers.terms, &history)?, None);

        let at = tape.below(history.len());
        let cent = Money::from_minor(1, papers.terms.currency());
        let wrong = &mut history[at].1;
        let field = tape.pick(&["earned", "gross_paid", "tax", "paid", "closing"]);
        let figure = match field {
            "earned" => &mut wrong.earned,
            "gross_paid" => &mut wrong.gross_paid,
            "tax" => &mut wrong.tax,
            "paid" => &mut wrong.paid,
            _ => &mut wrong.closing,
        };
        let right = figure.expect("published");
        *figure = Some(right.checked_add(cent)?);
        let difference = verify(&papers.terms, &history)?.expect("a wrong cent");
        prop_assert_eq!((difference.no, difference.field), (settled[at].0.no(), field));
        prop_assert_eq!(difference.computed, right);
    }

    #[test]
    fn sheets_side_by_side_are_what_they_are_alone(agreement in agreements()) {
        let papers = read(&agreement);
        let settled = settle_all(&papers.terms, &papers.activities).expect("valid");
        let sheets = [("one", &papers.terms), ("same", &papers.terms)];
        let comparison = compare(&sheets, &papers.activities)?;
        let currency = papers.terms.currency();
        let paid = settled.iter().flat_map(|(one, _)| [one.paid(), one.advanced()]);
        let last = &settled.last().expect("one period").0;
        for totals in &comparison.totals {
            prop_assert_eq!(totals.cash, Money::sum(currency, paid.clone())?);
            prop_assert_eq!(totals.closing, last.closing());
        }
        prop_assert_eq!(&comparison.best_by_value, &["one", "same"]);
        prop_assert_eq!(&comparison.best_by_cash, &["one", "same"]);
        prop_assert_eq!(comparison.best_cash_per_period.len(), settled.len());
    }

    #[test]
    fn a_minimum_is_met_up_to_its_own_cent(agreement in agreements()) {
        let papers = read(&agreement);
        let totals = compare(&[("one", &papers.terms)], &papers.activities)?.totals;
        for (basis, total) in [
            (MinimumBasis::Value, totals[0].value),
            (MinimumBasis::Cash, totals[0].cash),
        ] {
            let mut least = MinimumViable {
                total: Some(total),
                in_kind_credit: "1".parse()?,
                basis,
                ..MinimumViable::default()
            };
            // Cash and what was given in kind both count where all of it is credited.
            let found = least.check(&papers.terms, &papers.activities);
            if total.is_negative() {
                prop_assert!(found.is_err());
                continue;
            }
            let reached = found?.total;
            prop_assert!(reached.compare(total)?.is_ge());
            least.total = Some(reached);
            prop_assert!(least.check(&papers.terms, &papers.activities)?.meets);
            let cent = Money::from_minor(1, papers.terms.currency());
            least.total = Some(reached.checked_add(cent)?);
            let missed = least.check(&papers.terms, &papers.activities)?;
            prop_assert!(!missed.meets);
            prop_assert_eq!(missed.shortfall, cent);
        }
    }
}

fn sheet() -> Terms {
    let start = "2026-01-01".parse().expect("a day");
    let currency = "USD".parse().expect("a currency");
    let rate = "10%".parse().expect("a rate");
    let terms = Terms::revenue_share("deal", currency, start, "shop", rate);
    terms.build().expect("valid terms")
}

fn amendment(from: &str, until: Option<&str>, rate: &str) -> Amendment {
    let from = from.parse().expect("a day");
    let mut version = Version::starting(from);
    let share = PayDraft::share(&["shop"], rate.parse().expect("a rate"));
    let id = "share".parse().expect("an id");
    version.items.push(Item::new(id, Window::Lifetime, share));
    let until = until.map(|until| until.parse().expect("a day"));
    Amendment {
        version,
        from,
        until,
    }
}

#[test]
fn an_amendment_is_refused_in_words() {
    let through = "2026-03-01".parse().ok();
    let refused = |amendment, through| {
        let amended = sheet().amend(amendment, through);
        amended.expect_err("refused").to_string()
    };
    assert_eq!(
        refused(amendment("2026-02-28", None, "6%"), through),
        "a change from 2026-02-28 rewrites what is settled through 2026-03-01"
    );
    assert_eq!(
        refused(amendment("2026-01-01", None, "6%"), None),
        "versions[1]: the version from 2026-01-01 does not begin after the one from 2026-01-01"
    );
    assert_eq!(
        refused(amendment("2026-03-01", Some("2026-02-01"), "6%"), through),
        "versions[1]: the end 2026-02-01 is not after the start 2026-03-01"
    );
    assert_eq!(
        refused(amendment("2026-03-01", None, "106%"), through),
        "versions[1].items[0].pay.share.rate: the rate 53/50 is out of range"
    );
}

#[test]
fn an_advance_is_added_to_what_is_not_settled() {
    let advance = |id: &str| {
        let paid_on = "2026-03-01".parse().expect("a day");
        Advance::new(
            id.parse().expect("an id"),
            "100.00 USD".parse().expect("an amount"),
            paid_on,
        )
    };
    let through = "2026-03-01".parse().ok();
    let terms = sheet().with_advance(advance("a"), through).expect("open");
    assert_eq!(terms.sheet().advances.len(), 1);
    let twice = terms
        .with_advance(advance("a"), through)
        .expect_err("twice");
    assert_eq!(twice.to_string(), "advances[1].id: the id a stands twice");
    let late = terms.with_advance(advance("b"), "2026-03-02".parse().ok());
    let message = "a change from 2026-03-01 rewrites what is settled through 2026-03-02";
    assert_eq!(late.expect_err("settled").to_string(), message);
}

#[test]
fn a_minimum_is_in_the_currency_of_the_terms_and_not_negative() {
    let check = |least: MinimumViable| {
        let found = least.check(&sheet(), &[]);
        found.expect_err("refused").to_string()
    };
    let total = |text: &str| MinimumViable {
        total: text.parse().ok(),
        ..MinimumViable::default()
    };
    assert_eq!(check(total("1.00 EUR")), "USD does not mix with EUR");
    assert_eq!(check(total("-1.00 USD")), "-1.00 USD is negative");
    let credit = MinimumViable {
        in_kind_credit: "-1/2".parse().expect("a ratio"),
        ..MinimumViable::default()
    };
    assert_eq!(check(credit), "-1/2 is negative");
}

#[test]
fn the_first_period_and_the_first_sheet_that_are_refused_are_named() {
    let period = "2026-01-01..2026-02-01".parse().expect("a period");
    let wrong = Activity::empty(2, period);
    let refused = "period 1 from 2026-01-01 is next, not 2 from 2026-01-01";
    let history = [(wrong.clone(), Published::default())];
    let found = verify(&sheet(), &history).expect_err("out of sequence");
    assert_eq!(found.to_string(), format!("period 2: {refused}"));
    let found = compare(&[("one", &sheet())], &[wrong]).expect_err("out of sequence");
    assert_eq!(found.to_string(), format!("one: {refused}"));
}

#[test]
fn sheets_of_two_currencies_are_not_compared() {
    let start = "2026-01-01".parse().expect("a day");
    let euro = "EUR".parse().expect("a currency");
    let euro = Terms::fifty_fifty("deal", euro, start, "shop")
        .build()
        .expect("valid");
    let found = compare(&[("dollar", &sheet()), ("euro", &euro)], &[]).expect_err("two");
    assert_eq!(
        found.to_string(),
        "euro: euro is in EUR, the terms are in USD"
    );
}

#[test]
fn papers_around_settling_are_read_whole_or_not_at_all() {
    fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(json: &str, words: &str) {
        let message = serde_json::from_str::<T>(json).expect_err(json).to_string();
        assert!(message.contains(words), "{message}");
    }
    refused::<Published>(r#"{"earnd": "1.00 USD"}"#, "unknown field");
    refused::<Published>(r#"{"earned": null}"#, "null");
    refused::<Published>(r#"{"earned": "1.00"}"#, "1.00");
    refused::<MinimumViable>(r#"{"basis": "profit"}"#, "unknown variant");
    refused::<MinimumViable>(r#"{"total": null}"#, "null");
    refused::<MinimumViable>(r#"{"in_kind": "50%"}"#, "unknown field");
    refused::<Crossing>(r#"{"donor": "a"}"#, "missing field");
    let nothing: Published = serde_json::from_str("{}").expect("nothing published");
    assert_eq!(nothing, Published::default());
    let least: MinimumViable = serde_json::from_str("{}").expect("no minimum");
    assert_eq!(least, MinimumViable::default());
}

#[test]
fn a_comparison_of_nothing_is_empty() {
    assert_eq!(compare(&[], &[]).expect("nothing to refuse").totals, []);
}
