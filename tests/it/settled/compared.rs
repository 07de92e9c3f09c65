//! Sheets and pays side by side.

use partnership::Currency;
use partnership::compensation::{BreakEvenError, Pay, Terms, break_even, compare};
use serde_json::json;

use super::{Books, share, sheet, sold, with};

// Of an advance of 800.00, two months earn back 300.00 each; 40.00 are given in kind.
#[test]
fn value_cash_and_what_is_left_are_those_of_the_whole_history() {
    let plain = sheet(json!({"items": [share("shop", json!("lifetime"))],
        "in_kind": [{"id": "gear"}]}));
    let signing = json!([{"id": "signing", "amount": "800.00 USD", "paid_on": "2026-01-01"}]);
    let ahead = with(plain.clone(), "advances", signing);
    let [plain, ahead] = [plain, ahead]
        .map(|sheet| -> Terms { serde_json::from_value(sheet).expect("a sheet without a fault") });
    let mut books = Books::of(serde_json::to_value(&plain).expect("JSON"));
    let mut history = Vec::new();
    for (given, lines) in [
        (
            json!([{"id": "k1", "item": "gear", "value": "40.00 USD"}]),
            &[
                "item shop: 300.00",
                "in_kind k1: 40.00",
                "in_kind_settled k1: -40.00",
            ][..],
        ),
        (json!([]), &["item shop: 300.00"]),
    ] {
        let entries = json!({"totals": [sold("shop", "3000.00")], "in_kind": given});
        history.push(books.activity(entries.clone()));
        books.books(entries, lines);
    }
    let compared = compare(&[("plain", &plain), ("ahead", &ahead)], &history);
    let compared = compared.expect("sheets that settle");
    let totals = compared.totals.iter().map(|sheet| {
        let (value, cash) = (sheet.value, sheet.cash);
        format!(
            "{}: {value}, {cash}, {}, {}",
            sheet.name, sheet.closing, sheet.unrecouped
        )
    });
    assert_eq!(
        totals.collect::<Vec<_>>(),
        [
            "plain: 640.00 USD, 600.00 USD, 0.00 USD, 0.00 USD",
            "ahead: 640.00 USD, 800.00 USD, 0.00 USD, 200.00 USD",
        ]
    );
}

#[test]
fn pays_are_compared_in_the_currency_of_the_revenue() {
    let pay = |amount: &str| -> Pay {
        serde_json::from_value(json!({"fixed": {"amount": amount}})).expect("a pay")
    };
    let (dollars, euros) = (pay("1.00 USD"), pay("2.00 EUR"));
    let up_to = "10.00 USD".parse().expect("an amount");
    let mismatch = BreakEvenError::CurrencyMismatch {
        left: Currency::USD,
        right: Currency::EUR,
    };
    for (a, b) in [(&dollars, &euros), (&euros, &dollars), (&euros, &euros)] {
        assert_eq!(break_even(a, b, "shop", up_to), Err(mismatch.clone()));
    }
}
