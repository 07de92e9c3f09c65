//! Offers side by side: over a history, over every revenue, and for the next sale.

use std::error::Error;
use std::io::Write;

use partnership::compensation::{Activity, Better, Measures, Pay, Terms, break_even, compare};
use partnership::{Currency, Money, Rounding};

use super::table::{Table, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// An offer that can be signed; each of these has one item, and so one pay.
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) terms: Terms,
    pub(crate) pay: Pay,
}

/// What every offer comes to, and which is the best when.
pub(crate) fn side_by_side(
    offers: &[Offer],
    history: &[Activity],
    out: &mut dyn Write,
) -> Result<()> {
    let sheets = offers
        .iter()
        .map(|offer| (offer.name.as_str(), &offer.terms));
    let sheets: Vec<(&str, &Terms)> = sheets.collect();
    let found = compare(&sheets, history)?;
    let mut table = Table::new(1, "offer | worth | paid | carried | advance left");
    for totals in &found.totals {
        let figures = [totals.value, totals.cash, totals.closing, totals.unrecouped];
        table.row(
            [totals.name.clone()]
                .into_iter()
                .chain(figures.map(grouped)),
        );
    }
    table.write(out)?;
    writeln!(out, "\nbest by worth: {}", found.best_by_value.join(", "))?;
    writeln!(out, "best by money paid: {}", found.best_by_cash.join(", "))?;
    for (month, best) in (1..).zip(&found.best_cash_per_period) {
        writeln!(out, "most money in month {month}: {}", best.join(", "))?;
    }
    Ok(())
}

/// Every range of revenue, to the cent, in which one offer of a pair pays more than the other.
pub(crate) fn crossings(offers: &[Offer], stream: &str, out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(3, "offer | or | better | from | to");
    let up_to: Money = "60000.00 USD".parse()?;
    for (index, a) in offers.iter().enumerate() {
        for b in offers.iter().skip(index.saturating_add(1)) {
            for range in break_even(&a.pay, &b.pay, stream, up_to)? {
                let better = match range.better {
                    Better::A => &a.name,
                    Better::B => &b.name,
                    Better::Equal => "both",
                };
                let names = [&a.name, &b.name, better].map(str::to_owned);
                let ends = [range.from, range.to].map(grouped);
                table.row(names.into_iter().chain(ends));
            }
        }
    }
    table.write(out)?;
    Ok(())
}

/// What two more dollars bring before and beyond the bounds of the offers.
pub(crate) fn next_sale(offers: &[Offer], stream: &str) -> Result<Table> {
    let so_far = ["4000.00 USD", "11999.00 USD", "20000.00 USD"];
    let headings = so_far.map(|amount| format!("after {amount}")).join(" | ");
    let mut table = Table::new(1, &format!("offer | {headings}"));
    for offer in offers {
        let mut cells = vec![offer.name.clone()];
        for amount in so_far {
            let measures = Measures::new(Currency::USD).with_amount(stream, amount.parse()?);
            let more = offer.pay.marginal(&measures, stream, "2.00 USD".parse()?)?;
            cells.push(more.major().to_decimal(2, Rounding::HalfEven)?.to_string());
        }
        table.row(cells);
    }
    Ok(table)
}
