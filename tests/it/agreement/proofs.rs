//! A settlement is proved from the sale to the cent, and what is proved adds up.

use partnership::agreement::{Agreement, AgreementError, Division, Settlement, Version};
use partnership::compensation::Activity;
use partnership::explain::{Explanation, Value};
use partnership::split::{Tier, Waterfall, WaterfallTerms};
use partnership::{Currency, Money};
use serde_json::json;

use super::papers::{day, draft, founded, life, party, quarter, usd};
use partnership::split::Split;

/// The proof of a settlement, held against its papers: every step follows, every leaf stands in
/// them, every figure of the result is proved, and payouts add up to what is payable.
pub fn proved(agreement: &Agreement, activity: &Activity) -> (Settlement, Explanation) {
    let settlement = agreement.settle(activity).unwrap();
    let proof = settlement.explain(agreement, activity).unwrap();
    proof.check().unwrap();
    let papers = settlement.papers(agreement, activity).unwrap();
    let outcome = settlement.outcome().unwrap();
    proof.check_against(&papers, &outcome).unwrap();
    assert_eq!(proof.covers(&outcome), [""; 0]);
    let figure = |place: &str| match proof.nodes()[proof.results()[place]].value() {
        Value::Money(money) => *money,
        other => panic!("{place} is {other:?}"),
    };
    let payouts = settlement.payouts();
    let paid = (0..payouts.len()).map(|at| figure(&format!("/settlement/payouts/{at}/amount")));
    let rest = figure("/settlement/undistributed");
    let all = Money::sum(rest.currency(), paid.chain([rest])).unwrap();
    assert_eq!(all, figure("/settlement/payable"));
    assert_eq!(all, settlement.payable());
    let statement = settlement.statement();
    let gross = figure("/settlement/statement/paid");
    assert_eq!(gross, statement.paid());
    (settlement, proof)
}

#[test]
fn a_quarter_is_proved_down_to_the_cent_of_each() {
    let film = life();
    let mut agreement = film.founded().clone();
    for (index, sales, refunds) in [(0, "1000.05", "0.00"), (1, "500.00", "200.00")] {
        let activity = quarter(index, sales, refunds);
        let (settlement, proof) = proved(&agreement, &activity);
        let why = proof.why("/settlement/payouts/0/amount").unwrap().text();
        assert!(why.contains("payable: "), "{why}");
        // All of it is due on one day: what is unpaid is the payout itself.
        let figures = proof.results();
        let last = agreement.account().unpaid().len();
        assert_eq!(
            figures[&format!("/account/unpaid/{last}/amount")],
            figures["/settlement/payouts/0/amount"]
        );
        agreement.book(settlement).unwrap();
    }
    // The director's 40.00 of the first quarter are unpaid before and after.
    let (_, proof) = proved(&agreement, &quarter(2, "0.05", "0.00"));
    let before = proof.why("/account/unpaid/0/amount").unwrap().text();
    assert!(
        before.contains("unpaid before: 40.00 USD [agreement /account/unpaid/0/amount]"),
        "{before}"
    );
}

// 10% of 1,000.00; the second version says only what it adds, and is read as if all stood there.
#[test]
fn terms_that_say_only_what_changes_are_proved_as_if_written_out() {
    let mut agreement: Agreement = draft(|document| {
        let fee =
            json!({"id": "fee", "window": "period", "pay": {"fixed": {"amount": "5.00 USD"}}});
        let added = json!({"from": "2026-04-01", "based_on": "previous", "items": [fee]});
        let versions = document["terms"]["versions"].as_array_mut();
        versions.expect("versions").push(added);
    })
    .try_into()
    .unwrap();
    let (first, _) = proved(&agreement, &quarter(0, "1000.00", "0.00"));
    agreement.book(first).unwrap();
    let (second, _) = proved(&agreement, &quarter(1, "500.00", "0.00"));
    assert_eq!(second.payable(), usd("55.00"));
}

#[test]
fn one_party_a_waterfall_and_what_they_leave_behind_are_proved() {
    let mut agreement = founded();
    let first = quarter(0, "0.15", "0.00"); // half a cent is carried
    agreement.book(proved(&agreement, &first).0).unwrap();
    let parties = ["studio", "director"].map(party);
    let tiers = vec![
        Tier::recoup([(party("studio"), usd("15.00"))]),
        Tier::recoup([(party("director"), usd("4.00"))]),
    ];
    let open = Waterfall::open(WaterfallTerms::new(Currency::USD, parties, tiers)).unwrap();
    let value = Division::Waterfall(Box::new(open));
    let from = day("2026-04-01");
    agreement.amend_division(Version { from, value }).unwrap();
    for (index, sales) in [(1, "100.00"), (2, "120.00")] {
        let activity = quarter(index, sales, "0.00");
        agreement.book(proved(&agreement, &activity).0).unwrap();
    }
    let document = serde_json::to_value(&agreement).unwrap();
    assert_eq!(
        document["account"]["waterfall"]["since"],
        json!("2026-04-01")
    );
    let read: Agreement = serde_json::from_value(document).unwrap();
    assert_eq!(read, agreement);
    // 10.00 and 12.00: 15.00 to the studio, 4.00 to the director, 3.00 to nobody.
    let unpaid = agreement.account().unpaid().iter().rev();
    let unpaid: Vec<Money> = unpaid.map(|unpaid| unpaid.amount).take(2).collect();
    assert_eq!(unpaid, [usd("5.00"), usd("4.00")]); // studio, director
    let value = Division::Whole(party("platform"));
    let from = day("2026-10-01");
    agreement.amend_division(Version { from, value }).unwrap();
    let (last, _) = proved(&agreement, &quarter(3, "10.00", "0.00"));
    assert_eq!(last.payout(&party("platform")).unwrap().amount, usd("1.00"));
    agreement.book(last).unwrap();
    let document = serde_json::to_value(&agreement).unwrap();
    assert_eq!(document["account"]["waterfall"], json!(null));
}

#[test]
fn a_waterfall_that_no_version_leads_to_is_no_account_of_this_agreement() {
    let mut agreement = founded();
    let parties = ["studio", "director"].map(party);
    let tiers = vec![Tier::residual(Split::equal(parties.clone()).unwrap())];
    let all = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, tiers)).unwrap();
    let value = Division::Waterfall(Box::new(all));
    let from = day("2026-04-01");
    agreement.amend_division(Version { from, value }).unwrap();
    for index in 0..2 {
        let settlement = agreement.settle(&quarter(index, "10.00", "0.00")).unwrap();
        agreement.book(settlement).unwrap();
    }
    let mut document = serde_json::to_value(&agreement).unwrap();
    // Shares hold from the first day, and nothing begins on the other.
    for since in ["2026-01-01", "2026-05-01"] {
        document["account"]["waterfall"]["since"] = json!(since);
        let read = serde_json::from_value::<Agreement>(document.clone()).unwrap_err();
        assert_eq!(
            read.to_string(),
            "not the account of this agreement: no version of the division leads to it"
        );
    }
}

#[test]
fn a_new_version_of_a_waterfall_begins_anew() {
    let tiers = || {
        let terms = vec![
            Tier::recoup([(party("studio"), usd("15.00"))]),
            Tier::residual(Split::equal([party("director")]).unwrap()),
        ];
        let parties = ["studio", "director"].map(party);
        let falls = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, terms)).unwrap();
        Division::Waterfall(Box::new(falls))
    };
    let mut agreement = founded();
    let mut paid = Vec::new();
    for (index, from) in [(0, "2026-01-01"), (1, "2026-04-01"), (2, "2026-07-01")] {
        if index > 0 {
            let (from, value) = (day(from), tiers());
            agreement.amend_division(Version { from, value }).unwrap();
        }
        let (settlement, _) = proved(&agreement, &quarter(index, "120.00", "0.00"));
        paid.push(settlement.payout(&party("studio")).unwrap().amount);
        agreement.book(settlement).unwrap();
    }
    // 12.00 each time: 3/5 by shares, then all of it, as the 15.00 begin anew.
    assert_eq!(paid, ["7.20", "12.00", "12.00"].map(usd));
}

#[test]
fn a_rounding_a_calendar_and_a_note_of_the_terms_are_found_in_the_agreement() {
    let agreement: Agreement = draft(|document| {
        let terms = &mut document["terms"];
        terms["rounding"] = json!("half_even");
        terms["calendar"] = json!({"holidays": ["2026-04-30"]});
        let version = &mut terms["versions"][0];
        version["items"][0]["note"] = json!("a tenth, as agreed in Cannes");
        version["payout"]["due"]["roll"] = json!("following");
    })
    .try_into()
    .unwrap();
    // 10% of 1,000.05 is 100.005; thirty days after the quarter is the holiday.
    let (settlement, proof) = proved(&agreement, &quarter(0, "1000.05", "0.00"));
    assert_eq!(settlement.payable(), usd("100.00"));
    assert_eq!(settlement.statement().due_on(), Some(day("2026-05-01")));
    let why = |place: &str| proof.why(place).unwrap().text();
    let line = why("/settlement/statement/lines/0/amount");
    assert!(line.contains("(a tenth, as agreed in Cannes)"), "{line}");
    let due = proof.why("/settlement/statement/due_on").unwrap();
    assert!(due.text().contains("= by calendar"), "{}", due.text());
}

#[test]
fn a_settlement_of_another_moment_is_not_explained() {
    let film = life();
    let activity = quarter(2, "1.00", "0.00");
    let settlement = film.agreement().settle(&activity).unwrap();
    let other = settlement.explain(film.agreement(), &quarter(2, "2.00", "0.00"));
    assert!(matches!(other, Err(AgreementError::StaleSettlement { .. })));
    let monthly = draft(|document| document["signed"] = json!(null));
    assert!(monthly.problems().is_empty());
}
