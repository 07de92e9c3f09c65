//! One agreement and its history as they are written down.

use partnership::agreement::{Agreement, AgreementDraft, History};
use partnership::compensation::Activity;
use partnership::time::{NaiveDate, date};
use partnership::{Money, PartyId};
use serde_json::Value;

use crate::documents;

pub fn golden(name: &str) -> Value {
    documents::golden(&format!("agreement/{name}"))
}

/// The agreement before its first period, with whatever is changed in its document.
pub fn draft(change: impl FnOnce(&mut Value)) -> AgreementDraft {
    let mut document = golden("founded.json");
    change(&mut document);
    serde_json::from_value(document).unwrap()
}

pub fn founded() -> Agreement {
    draft(|_| ()).try_into().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    date(text).unwrap()
}

pub fn usd(text: &str) -> Money {
    format!("{text} USD").parse().unwrap()
}

pub fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

/// A quarter of 2026, from 0, and what the shop sold and took back in it.
pub fn quarter(index: usize, sales: &str, refunds: &str) -> Activity {
    let periods = [
        "2026-01-01..2026-04-01",
        "2026-04-01..2026-07-01",
        "2026-07-01..2026-10-01",
        "2026-10-01..2027-01-01",
    ];
    let no = u32::try_from(index + 1).unwrap();
    let mut activity = Activity::empty(no, periods[index].parse().unwrap());
    activity.add_sale("shop", usd(sales)).unwrap();
    if refunds != "0.00" {
        let of = (no > 1).then(|| no - 1);
        activity.add_refund("shop", of, usd(refunds)).unwrap();
    }
    activity
}

/// Two quarters: 10% of 1,000.00, then of 500.00 less 200.00 that come back; 60 and 40.
pub fn life() -> History {
    let mut film = History::new(founded());
    let first = film.settle(quarter(0, "1000.00", "0.00")).unwrap();
    film.pay(
        first.id(),
        &party("director"),
        usd("40.00"),
        day("2026-05-01"),
    )
    .unwrap();
    let _ = film.settle(quarter(1, "500.00", "200.00")).unwrap();
    film
}
