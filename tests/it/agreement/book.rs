//! Previews, bookings and payments.

use partnership::agreement::{
    Agreement, AgreementDraft, AgreementError, Dated, DatedError, Division, Member, Variant,
    Version, WhatIfError, what_if,
};
use partnership::compensation::{Activity, Item, PayDraft, Terms, Window};
use partnership::split::{Split, Tier, Waterfall, WaterfallTerms};
use partnership::time::{NaiveDate, Period, add_months, date};
use partnership::{Currency, Error, Money, PartyId, Ratio};
use proptest::prelude::*;

use crate::support::laws;

fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

fn parties() -> Vec<Member> {
    vec![
        Member::producer(party("studio")),
        Member::producer(party("director")),
        Member::partner(party("platform")),
    ]
}

fn start() -> NaiveDate {
    date("2026-01-01").unwrap()
}

/// The period of a month, from 0.
fn month(index: u32) -> Period {
    let day = |index: u32| {
        add_months(
            start(),
            i64::from(index),
            partnership::time::MonthRule::SameDay,
        )
    };
    Period::new(day(index).unwrap(), day(index + 1).unwrap()).unwrap()
}

fn fee(amount: Money) -> Terms {
    let fee = Item::new(
        "fee".parse().unwrap(),
        Window::Period,
        PayDraft::retainer(amount),
    );
    Terms::builder("deal", Currency::USD, start())
        .item(fee)
        .build()
        .unwrap()
}

fn shares(studio: i64, director: i64) -> Division {
    let weights = [("studio", studio), ("director", director)];
    let weights = weights.map(|(name, weight)| (party(name), Ratio::from(weight)));
    Division::Split(Split::weighted(weights).unwrap())
}

fn agreement(amount: &str, division: Division) -> Agreement {
    Agreement::new(parties(), fee(usd(amount)), division).unwrap()
}

fn nothing(no: u32) -> Activity {
    Activity::empty(no, month(no - 1))
}

#[track_caller]
fn says<T: std::fmt::Debug>(found: Result<T, impl Into<Error>>, message: &str) {
    let error: Error = found.map_err(Into::into).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_preview_changes_nothing_and_a_booking_counts_once() {
    let mut deal = agreement("0.05", shares(1, 1));
    let before = deal.clone();
    let first = deal.settle(&nothing(1)).unwrap();
    assert_eq!(deal, before);
    let again = deal.settle(&nothing(1)).unwrap();
    assert_eq!(first, again);
    deal.book(first).unwrap();
    says(
        deal.book(again),
        "deal:1:2026-01-01..2026-02-01:v1 was computed from an account that has changed since",
    );
    assert_eq!(deal.account().state().settled(), 1);
    assert_eq!(deal.next_period_from(), date("2026-02-01").unwrap());
}

#[test]
fn a_payment_between_preview_and_booking_is_not_forgotten() {
    let mut deal = agreement("10.00", Division::Whole(party("studio")));
    let january = deal.settle(&nothing(1)).unwrap();
    let id = january.id().to_owned();
    deal.book(january).unwrap();
    let february = deal.settle(&nothing(2)).unwrap();
    deal.record_payment(&id, &party("studio"), usd("4.00"))
        .unwrap();
    deal.book(february).unwrap();
    let unpaid: Vec<String> = deal
        .account()
        .unpaid()
        .iter()
        .map(|one| one.amount.to_string())
        .collect();
    assert_eq!(unpaid, ["6.00 USD", "10.00 USD"]);
}

#[test]
fn what_is_paid_in_full_is_forgotten_and_nobody_is_paid_too_much() {
    let mut deal = agreement("10.00", shares(3, 1));
    let january = deal.settle(&nothing(1)).unwrap();
    let id = january.id().to_owned();
    deal.book(january).unwrap();
    let director = party("director");
    says(
        deal.record_payment(&id, &director, usd("2.51")),
        "director is owed 2.50 USD",
    );
    says(
        deal.record_payment(&id, &director, usd("-0.01")),
        "director is owed 2.50 USD",
    );
    says(
        deal.record_payment(&id, &party("platform"), usd("0.01")),
        "platform is owed 0.00 USD",
    );
    deal.record_payment(&id, &director, usd("2.50")).unwrap();
    deal.record_payment(&id, &party("studio"), usd("7.50"))
        .unwrap();
    says(
        deal.record_payment(&id, &director, usd("0.01")),
        "nothing of deal:1:2026-01-01..2026-02-01:v1 waits to be paid",
    );
}

#[test]
fn refusals_name_the_culprit() {
    let twice = [parties(), vec![Member::partner(party("studio"))]].concat();
    says(
        Agreement::new(twice, fee(usd("1.00")), shares(1, 1)),
        "studio stands twice among the parties",
    );
    let alone = parties().into_iter().take(2);
    says(
        Agreement::new(alone, fee(usd("1.00")), shares(1, 1)),
        "no party on the side of the partner",
    );
    let stranger = Division::Whole(party("agent"));
    says(
        Agreement::new(parties(), fee(usd("1.00")), stranger),
        "the division names agent, who is no party",
    );
    let mut deal = agreement("1.00", shares(1, 1));
    let inside = Version {
        from: date("2026-01-15").unwrap(),
        value: shares(1, 0),
    };
    deal.amend_division(inside).unwrap();
    says(
        deal.settle(&nothing(1)),
        "the division changes inside the period; settle its 2 parts",
    );
    let mut late = AgreementDraft::new(parties(), fee(usd("1.00")), shares(1, 1));
    late.division[0].from = date("2026-02-01").unwrap();
    let early = Agreement::try_from(late).unwrap();
    says(
        early.settle(&nothing(1)),
        "no division holds in 2026-01-01..2026-02-01 yet",
    );
    says(Dated::<u8>::new(vec![]), "no version");
    let same = Version {
        from: start(),
        value: 1,
    };
    says(
        Dated::new(vec![same.clone(), same]),
        "two versions begin on 2026-01-01",
    );
}

#[test]
fn a_settled_period_is_never_rewritten() {
    let mut deal = agreement("1.00", shares(1, 1));
    let january = deal.settle(&nothing(1)).unwrap();
    deal.book(january).unwrap();
    let before = deal.clone();
    let on = |text: &str| Version {
        from: date(text).unwrap(),
        value: shares(1, 3),
    };
    let refused = deal.amend_division(on("2026-01-31"));
    assert!(matches!(
        refused,
        Err(AgreementError::Dated(DatedError::PeriodClosed { .. }))
    ));
    assert_eq!(deal, before);
    deal.amend_division(on("2026-02-01")).unwrap();
}

#[test]
fn a_waterfall_goes_on_from_period_to_period_and_begins_anew_with_a_new_version() {
    let waterfall = |tiers| {
        let parties = ["studio", "director"].map(party);
        let terms = WaterfallTerms::new(Currency::USD, parties, tiers);
        Division::Waterfall(Box::new(Waterfall::open(terms).unwrap()))
    };
    let advance = || Tier::recoup([(party("studio"), usd("15.00"))]);
    let rest = || Tier::residual(Split::equal([party("director")]).unwrap());
    let mut deal = agreement("10.00", waterfall(vec![advance(), rest()]));
    let mut got = Vec::new();
    for no in 1..=3 {
        if no == 3 {
            let from = month(2).from();
            let value = waterfall(vec![Tier::recoup([(party("studio"), usd("4.00"))])]);
            deal.amend_division(Version { from, value }).unwrap();
        }
        let settlement = deal.settle(&nothing(no)).unwrap();
        let paid: Vec<String> = settlement
            .payouts()
            .iter()
            .map(|payout| payout.amount.to_string())
            .collect();
        got.push((paid.join(", "), settlement.undistributed().to_string()));
        deal.book(settlement).unwrap();
    }
    // Parties in order: director, studio. 15.00 go back to the studio first, over two months.
    let got: Vec<(&str, &str)> = got.iter().map(|(paid, rest)| (&**paid, &**rest)).collect();
    assert_eq!(
        got,
        [
            ("0.00 USD, 10.00 USD", "0.00 USD"),
            ("5.00 USD, 5.00 USD", "0.00 USD"),
            ("0.00 USD, 4.00 USD", "6.00 USD"),
        ]
    );
}

#[test]
fn variants_need_names_of_their_own() {
    let variant = |name: &str| Variant {
        name: name.into(),
        terms: fee(usd("1.00")),
        division: shares(1, 1),
    };
    says(what_if(&parties(), &[], &[]), "no variant");
    says(
        what_if(&parties(), &[], &[variant("a"), variant("a")]),
        "two variants are called \"a\"",
    );
    says(
        what_if(&parties(), &[], &["a", "b", "a", "b"].map(variant)),
        "two variants are called \"a\"",
    );
    let gap = [nothing(1), Activity::empty(2, month(3))];
    let refused = what_if(&parties(), &gap, &[variant("a")]);
    assert!(matches!(refused, Err(WhatIfError::Refused { name, .. }) if name == "a"));
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn payouts_add_up_to_what_is_payable(
        cents in 0_i64..1_000_000,
        weights in proptest::collection::vec((0_i64..9, 0_i64..9), 1..6),
    ) {
        let amount = Money::from_minor(cents, Currency::USD);
        let weights = weights.into_iter().map(|(left, right)| (left, right + 1));
        let mut deal: Option<Agreement> = None;
        for ((studio, director), no) in weights.zip(1_u32..) {
            let division = shares(studio, director);
            let deal = match &mut deal {
                Some(deal) => {
                    let from = month(no - 1).from();
                    deal.amend_division(Version { from, value: division }).unwrap();
                    deal
                }
                None => deal.insert(Agreement::new(parties(), fee(amount), division).unwrap()),
            };
            let settlement = deal.settle(&nothing(no)).unwrap();
            let paid = settlement.payouts().iter().map(|payout| payout.amount);
            prop_assert_eq!(Money::sum(Currency::USD, paid).unwrap(), settlement.payable());
            prop_assert!(settlement.payouts().iter().all(|payout| !payout.amount.is_negative()));
            deal.book(settlement).unwrap();
        }
    }

    #[test]
    fn the_same_variant_twice_differs_in_nothing(
        cents in 0_i64..100_000,
        months in 1_u32..5,
        weights in (0_i64..9, 1_i64..9),
    ) {
        let variant = |name: &str| Variant {
            name: name.into(),
            terms: fee(Money::from_minor(cents, Currency::USD)),
            division: shares(weights.0, weights.1),
        };
        let history: Vec<Activity> = (1..=months).map(nothing).collect();
        let found = what_if(&parties(), &history, &[variant("a"), variant("b")]).unwrap();
        prop_assert!(found.variants[1].against_first.values().all(|amount| amount.is_zero()));
        prop_assert!(found.crossovers.values().all(Vec::is_empty));
        prop_assert_eq!(&found.variants[0].payable, &found.variants[1].payable);
    }
}
