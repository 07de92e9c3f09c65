//! What is due on several days is paid on them, to everybody's last cent.

use partnership::agreement::{
    Agreement, AgreementDraft, Division, DueKind, Member, Settlement, Unpaid,
};
use partnership::compensation::{
    Activity, Advance, Due, DueAmount, DueShare, Dues, DuesFrom, Item, PayDraft, Payout, Terms,
    Window,
};
use partnership::split::{Split, Tier, Waterfall, WaterfallTerms};
use partnership::time::{DueRule, Roll};
use partnership::{Currency, Money, PartyId, Ratio};
use proptest::prelude::*;
use serde_json::Value;

use super::papers::{day, golden, party, usd};
use super::proofs::proved;
use crate::support::cases;

fn paper<T: serde::de::DeserializeOwned>(papers: &Value, name: &str) -> T {
    serde_json::from_value(papers[name].clone()).expect(name)
}

/// What is due, as `day party amount`.
fn lines<'a>(dues: impl IntoIterator<Item = &'a Unpaid>) -> Vec<String> {
    let line = |due: &Unpaid| {
        let on = due.due_on.map_or("no day".to_owned(), |on| on.to_string());
        format!("{on} {} {}", due.party, due.amount)
    };
    dues.into_iter().map(line).collect()
}

/// The cents were divided by hand: 900.01 by 1/2, 1/3 and 1/6 is 450.01, 300.00 and 150.00; of
/// the 500.00 of the first day these are 250.0027.., 166.6648.. and 83.3324..
#[test]
fn a_fee_and_a_share_are_due_on_two_days_until_both_are_paid() {
    let papers = golden("due_days.json");
    let draft: AgreementDraft = paper(&papers, "founded");
    let mut band = Agreement::try_from(draft).unwrap();
    let (january, expected): (_, Vec<Unpaid>) = (paper(&papers, "january"), paper(&papers, "dues"));
    let (settlement, proof) = proved(&band, &january);
    assert_eq!(settlement.dues().cloned().collect::<Vec<_>>(), expected);
    let why = proof.why("/account/unpaid/1/amount").unwrap().text();
    assert!(why.contains("500.00 USD divided by proportional"), "{why}");

    let id = settlement.id().to_owned();
    band.book(settlement).unwrap();
    let over = band.record_payment(&id, &party("ana"), usd("450.02"));
    assert_eq!(over.unwrap_err().to_string(), "ana is owed 450.01 USD");
    for (name, amount) in papers["paid"].as_object().unwrap() {
        let amount: Money = serde_json::from_value(amount.clone()).unwrap();
        band.record_payment(&id, &party(name), amount).unwrap();
    }
    let document = serde_json::to_value(&band).unwrap();
    assert_eq!(document["account"]["unpaid"], papers["unpaid"]);
    assert_eq!(serde_json::from_value::<Agreement>(document).unwrap(), band);

    let due = band.due(day("2026-01-31"), None).unwrap();
    let due = due.iter().filter(|due| due.kind == DueKind::Payment);
    let due: Vec<String> = due.map(ToString::to_string).collect();
    let name = "payment band:1:2026-01-01..2026-02-01:v1";
    assert_eq!(
        due,
        [
            format!("2026-01-01 {name}/ben/2026-01-01: 66.67 USD, 30 days late"),
            format!("2026-03-02 {name}/ana/2026-03-02: 150.01 USD, in 30 days"),
            format!("2026-03-02 {name}/ben/2026-03-02: 133.33 USD, in 30 days"),
        ]
    );
}

#[test]
fn what_is_due_first_is_paid_first_however_the_account_lists_it() {
    let papers = golden("due_days.json");
    let mut band = Agreement::try_from(paper::<AgreementDraft>(&papers, "founded")).unwrap();
    let settlement = band.settle(&paper(&papers, "january")).unwrap();
    let id = settlement.id().to_owned();
    band.book(settlement).unwrap();
    let mut document = serde_json::to_value(&band).unwrap();
    let unpaid = document["account"]["unpaid"].as_array_mut().unwrap();
    unpaid.reverse();
    let mut turned: Agreement = serde_json::from_value(document).unwrap();
    turned
        .record_payment(&id, &party("cleo"), usd("83.34"))
        .unwrap();
    let of_cleo = turned.account().unpaid().iter();
    let of_cleo = of_cleo.filter(|unpaid| unpaid.party == party("cleo"));
    assert_eq!(lines(of_cleo), ["2026-03-02 cleo 66.66 USD"]);
}

/// A fee of 500.00 on the first day and a tenth of the sales thirty days after the end.
fn fee_and_share() -> Terms {
    let fee = Item {
        dues: Some(Dues::on(DuesFrom::PeriodStart, DueRule::OnEvent)),
        ..item("fee", PayDraft::retainer(usd("500.00")))
    };
    let due = Some(Due::new(DueRule::net(30).unwrap()));
    Terms::builder("deal", Currency::USD, day("2026-01-01"))
        .item(fee)
        .item(item(
            "sales",
            PayDraft::share(&["shop"], Ratio::from_percent(10)),
        ))
        .payout(Payout {
            due,
            ..Payout::default()
        })
        .build()
        .unwrap()
}

fn item(id: &str, pay: PayDraft) -> Item {
    Item::new(id.parse().unwrap(), Window::Period, pay)
}

fn parties() -> Vec<Member> {
    vec![
        Member::producer(party("studio")),
        Member::producer(party("director")),
        Member::partner(party("shop")),
    ]
}

fn january(sales: Money) -> Activity {
    let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse().unwrap());
    january.add_sale("shop", sales).unwrap();
    january
}

/// First 600.00 to the studio, then 100.00 to the director; nobody takes the rest.
#[test]
fn what_no_tier_takes_is_missing_from_what_is_due_last() {
    let tiers = vec![
        Tier::recoup([(party("studio"), usd("600.00"))]),
        Tier::recoup([(party("director"), usd("100.00"))]),
    ];
    let terms = WaterfallTerms::new(Currency::USD, ["studio", "director"].map(party), tiers);
    let open = Division::Waterfall(Box::new(Waterfall::open(terms).unwrap()));
    let deal = Agreement::new(parties(), fee_and_share(), open).unwrap();
    let (settlement, _) = proved(&deal, &january(usd("4000.00")));
    assert_eq!(settlement.undistributed(), usd("200.00"));
    // Of 500.00 by 600 and 100: 428.571.. and 71.428..; of the 400.00 then 200.00 are left.
    assert_eq!(
        lines(settlement.dues()),
        [
            "2026-01-01 director 71.43 USD",
            "2026-01-01 studio 428.57 USD",
            "2026-03-02 director 28.57 USD",
            "2026-03-02 studio 171.43 USD",
        ]
    );
}

#[test]
fn an_advance_is_due_with_the_payout_and_stands_apart_where_that_has_no_day() {
    let advance = Advance {
        from: Some(vec!["sales".parse().unwrap()]),
        ..Advance::new(
            "signing".parse().unwrap(),
            usd("1000.00"),
            day("2026-01-15"),
        )
    };
    let mut draft = fee_and_share().sheet().clone();
    draft.advances.push(advance);
    let whole = || Division::Whole(party("studio"));
    let of = |draft| Agreement::new(parties(), Terms::try_from(draft).unwrap(), whole()).unwrap();
    let (with_a_day, _) = proved(&of(draft.clone()), &january(usd("0.00")));
    assert_eq!(
        lines(with_a_day.dues()),
        [
            "2026-01-01 studio 500.00 USD",
            "2026-03-02 studio 1000.00 USD",
        ]
    );
    draft.versions[0].payout = None;
    let mut deal = of(draft);
    let (settlement, _) = proved(&deal, &january(usd("0.00")));
    assert_eq!(
        lines(settlement.dues()),
        ["2026-01-01 studio 500.00 USD", "no day studio 1000.00 USD"]
    );
    let id = settlement.id().to_owned();
    deal.book(settlement).unwrap();
    let due = deal.due(day("2026-02-01"), None).unwrap();
    let due = due.iter().filter(|due| due.kind == DueKind::Payment);
    let due: Vec<String> = due.map(ToString::to_string).collect();
    let name = "payment deal:1:2026-01-01..2026-02-01:v1/studio";
    assert_eq!(
        due,
        [
            format!("2026-01-01 {name}/2026-01-01: 500.00 USD, 31 days late"),
            format!("2026-02-01 {name}: 1000.00 USD, today"), // the day after the period
        ]
    );
    // What has a day is paid first.
    deal.record_payment(&id, &party("studio"), usd("500.01"))
        .unwrap();
    let left = lines(deal.account().unpaid());
    assert_eq!(left, ["no day studio 999.99 USD"]);
    // In February the fee alone is due: on its day, all of the payout.
    let february = Activity::empty(2, "2026-02-01..2026-03-01".parse().unwrap());
    let (_, proof) = proved(&deal, &february);
    assert_eq!(
        proof.results()["/account/unpaid/1/amount"],
        proof.results()["/settlement/payouts/0/amount"]
    );
}

/// A fee due after the payout, and an advance that the sales of a club pay back.
#[test]
fn an_advance_adds_to_what_is_due_with_the_payout_before_something_else_is() {
    let fee = Item {
        dues: Some(Dues::on(DuesFrom::PeriodEnd, DueRule::net(60).unwrap())),
        ..item("fee", PayDraft::retainer(usd("500.00")))
    };
    let share = |stream: &str| PayDraft::share(&[stream], Ratio::from_percent(10));
    let due = Some(Due::new(DueRule::net(30).unwrap()));
    let payout = Payout {
        due,
        ..Payout::default()
    };
    let advance = Advance {
        from: Some(vec!["club".parse().unwrap()]),
        ..Advance::new(
            "signing".parse().unwrap(),
            usd("1000.00"),
            day("2026-01-15"),
        )
    };
    let terms = Terms::builder("deal", Currency::USD, day("2026-01-01"))
        .item(fee)
        .item(item("sales", share("shop")))
        .item(item("club", share("club")))
        .payout(payout)
        .build()
        .unwrap();
    let mut draft = terms.sheet().clone();
    draft.advances.push(advance);
    let terms = Terms::try_from(draft).unwrap();
    let halves = Division::Split(Split::equal(["studio", "director"].map(party)).unwrap());
    let mut deal = Agreement::new(parties(), terms, halves).unwrap();
    let both = |first: &str, amount: &str| {
        [
            format!("{first} director {amount} USD"),
            format!("{first} studio {amount} USD"),
        ]
    };
    // Without sales nothing but the advance is due with the payout.
    for (sales, first) in [("0.00", "500.00"), ("4000.00", "700.00")] {
        let (settlement, _) = proved(&deal, &january(usd(sales)));
        let expected = [both("2026-03-02", first), both("2026-04-01", "250.00")].concat();
        assert_eq!(lines(settlement.dues()), expected);
    }
    let reason = |proof: &partnership::explain::Explanation, at: usize| {
        let place = format!("/account/unpaid/{at}/amount");
        proof.why(&place).unwrap().text()
    };
    let (settlement, proof) = proved(&deal, &january(usd("4000.00")));
    let added = "due on the day: 1400.00 USD = 400.00 USD + 1000.00 USD";
    assert!(reason(&proof, 0).contains(added), "{}", reason(&proof, 0));
    deal.book(settlement).unwrap();
    // Nothing is advanced in February, and nothing is added.
    let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse().unwrap());
    february.add_sale("shop", usd("4000.00")).unwrap();
    let (_, proof) = proved(&deal, &february);
    let text = reason(&proof, 4);
    assert!(
        text.contains("400.00 USD divided by proportional"),
        "{text}"
    );
    assert!(!text.contains("due on the day: "), "{text}");
}

/// A fee and a share, with days of their own or those of the payout, which are one or two.
fn terms(own: bool, parts: usize, fee: Money) -> Terms {
    let fee = Item {
        dues: own.then(|| Dues::on(DuesFrom::PeriodStart, DueRule::OnEvent)),
        ..item("fee", PayDraft::retainer(fee))
    };
    let part = |share: &str, days| DueShare {
        share: Some(share.parse().unwrap()),
        from: DuesFrom::PeriodEnd,
        rule: DueRule::net(days).unwrap(),
        roll: Roll::None,
    };
    let dues = match parts {
        0 => None,
        1 => Some(vec![part("1", 30)]),
        2 => Some(vec![part("70%", 30), part("30%", 90)]),
        _ => Some(vec![part("1/3", 0), part("1/3", 30), part("1/3", 60)]),
    };
    Terms::builder("deal", Currency::USD, day("2026-01-01"))
        .item(fee)
        .item(item(
            "sales",
            PayDraft::share(&["shop"], Ratio::from_percent(10)),
        ))
        .payout(Payout {
            dues: dues.map(Dues),
            ..Payout::default()
        })
        .build()
        .unwrap()
}

/// Shares by weights, or tiers that take the weights in dollars and leave the rest.
fn division(weights: &[i64], falls: bool) -> Division {
    let name = |at: usize| party(&format!("p{at}"));
    let weights = weights.iter().enumerate();
    if !falls {
        let shares = weights.map(|(at, weight)| (name(at), Ratio::from(*weight)));
        return Division::Split(Split::weighted(shares).unwrap());
    }
    let tiers = weights.map(|(at, weight)| {
        let most = Money::from_minor(*weight * 100, Currency::USD);
        Tier::recoup([(name(at), most)])
    });
    let tiers: Vec<Tier> = tiers.collect();
    let names: Vec<PartyId> = (0..tiers.len()).map(name).collect();
    let terms = WaterfallTerms::new(Currency::USD, names, tiers);
    Division::Waterfall(Box::new(Waterfall::open(terms).unwrap()))
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(Currency::USD, amounts).unwrap()
}

/// What is due adds up: to everybody's payout, and to the sum of each day as far as it goes.
fn holds(settlement: &Settlement) {
    let dues: Vec<&Unpaid> = settlement.dues().collect();
    assert!(dues.iter().all(|due| due.amount.is_positive()));
    for payout in settlement.payouts() {
        let own = dues.iter().filter(|due| due.party == payout.party);
        assert_eq!(sum(own.map(|due| due.amount)), payout.amount);
    }
    let mut left = sum(settlement.payouts().iter().map(|payout| payout.amount));
    for DueAmount { on, amount } in settlement.statement().dues() {
        let of_day = dues.iter().filter(|due| due.due_on == *on);
        let paid = sum(of_day.map(|due| due.amount));
        let least = if left.minor() < amount.minor() {
            left
        } else {
            *amount
        };
        assert_eq!(paid, least);
        left = left.checked_sub(paid).unwrap();
    }
    assert!(left.is_zero());
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn every_day_and_every_party_is_paid_to_the_cent(
        own: bool,
        parts in 0_usize..4,
        fee in prop_oneof![Just(0_i64), Just(1), Just(2), 0_i64..100, 0_i64..100_000],
        sales in prop_oneof![Just(0_i64), Just(5), 0_i64..1_000, 0_i64..1_000_000],
        weights in proptest::collection::vec(1_i64..9, 1..6),
        falls: bool,
    ) {
        let (fee, sales) = (Money::from_minor(fee, Currency::USD), sales * 10);
        let names = (0..weights.len()).map(|at| party(&format!("p{at}")));
        let mut parties: Vec<Member> = names.map(Member::producer).collect();
        parties.push(Member::partner(party("shop")));
        let terms = terms(own, parts, fee);
        let mut deal = Agreement::new(parties, terms, division(&weights, falls)).unwrap();
        for (no, period) in [(1, "2026-01-01..2026-02-01"), (2, "2026-02-01..2026-03-01")] {
            let mut month = Activity::empty(no, period.parse().unwrap());
            month.add_sale("shop", Money::from_minor(sales, Currency::USD)).unwrap();
            let (settlement, _) = proved(&deal, &month);
            holds(&settlement);
            deal.book(settlement).unwrap();
        }
        let told = deal.due(day("2026-03-01"), None).unwrap();
        let told = told.iter().filter_map(|due| due.amount);
        let unpaid = deal.account().unpaid().iter().map(|unpaid| unpaid.amount);
        prop_assert_eq!(sum(told), sum(unpaid));
    }
}
