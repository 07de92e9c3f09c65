//! A year of a real shop, by country: what 37 partners at 10% are paid (spec/compensation.md 16).

use std::collections::{BTreeMap, BTreeSet};

use partnership::compensation::{Activity, Item, PayDraft, Payout, Terms, Window, settle};
use partnership::{Currency, Money};

use crate::support;

/// What all partners came to.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    partners: usize,
    payouts: usize,
    negative_months: usize,
    paid: String,
    closing: String,
}

/// Sales and refunds of each partner by month.
type Books = BTreeMap<String, BTreeMap<String, (Money, Money)>>;

fn books() -> Option<Books> {
    let path = support::data("retail_country_month.csv")?;
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let mut books = Books::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let money = |text: &str| -> Money { format!("{text} GBP").parse().expect("an amount") };
        if &row[0] != "United Kingdom" {
            let months = books.entry(row[0].to_owned()).or_default();
            months.insert(row[1].to_owned(), (money(&row[3]), money(&row[4]).abs()));
        }
    }
    Some(books)
}

fn months() -> Vec<(String, String)> {
    let firsts = (0..=13).map(|month| {
        let month = 11 + month;
        format!("{}-{:02}", 2010 + month / 12, month % 12 + 1)
    });
    let firsts: Vec<String> = firsts.collect();
    let pairs = firsts.windows(2);
    pairs
        .map(|pair| (pair[0].clone(), format!("{}-01..{}-01", pair[0], pair[1])))
        .collect()
}

fn settled(books: &Books, window: Window) -> Outcome {
    let gbp: Currency = "GBP".parse().unwrap();
    let mut outcome = (0, 0, Money::zero(gbp), Money::zero(gbp));
    for months_of in books.values() {
        let share = PayDraft::share(&["shop"], "10%".parse().unwrap());
        let minimum = Some("25.00 GBP".parse().unwrap());
        let terms = Terms::builder("partner", gbp, "2010-12-01".parse().unwrap())
            .item(Item::new("sales".parse().unwrap(), window, share))
            .payout(Payout {
                minimum,
                ..Payout::default()
            })
            .build()
            .unwrap();
        let mut state = terms.new_state();
        for ((month, period), no) in months().iter().zip(1..) {
            let mut activity = Activity::empty(no, period.parse().unwrap());
            if let Some((sales, refunds)) = months_of.get(month) {
                activity.add_sale("shop", *sales).unwrap();
                activity.add_refund("shop", None, *refunds).unwrap();
            }
            let (statement, next) = settle(&terms, &state, &activity).unwrap();
            state = next;
            outcome.0 += usize::from(statement.paid().is_positive());
            outcome.1 += usize::from(statement.earned().is_negative());
            outcome.2 = outcome.2.checked_add(statement.paid()).unwrap();
            if no == 13 {
                outcome.3 = outcome.3.checked_add(statement.closing()).unwrap();
            }
        }
    }
    Outcome {
        partners: books.len(),
        payouts: outcome.0,
        negative_months: outcome.1,
        paid: outcome.2.to_string(),
        closing: outcome.3.to_string(),
    }
}

#[test]
fn a_year_of_retail_is_paid_as_the_page_says() {
    let Some(books) = books() else { return };
    let dates: BTreeSet<&String> = books.values().flat_map(BTreeMap::keys).collect();
    assert_eq!(dates.len(), 13);
    let by_month = settled(&books, Window::Period);
    assert_eq!(
        by_month,
        Outcome {
            partners: 37,
            payouts: 263,
            negative_months: 13,
            paid: "155891.47 GBP".into(),
            closing: "102.86 GBP".into(),
        }
    );
    let over_the_whole = settled(&books, Window::Lifetime);
    assert_eq!(
        (
            over_the_whole.paid.as_str(),
            over_the_whole.closing.as_str()
        ),
        ("155891.31 GBP", "102.85 GBP")
    );
    assert_eq!(over_the_whole.negative_months, 13);
}
