//! Why a ledger: 10,000 sales of 0.03 USD, a quarter for the artist and the rest for the label.
//!
//! A quarter of three cents is no whole cent. Whoever divides each sale alone therefore decides
//! the same fraction of a cent 10,000 times, always for the same party. Whoever carries what is
//! still owed to the next sale comes to what one payment of 300.00 USD gives.
//!
//! ```sh
//! cargo run --example cents
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::allocate::{Ledger, Sequenced};
use partnership::{Currency, Money, PartyId, Rounding, Weights};

mod table;

use table::{Table, grouped};

const SALES: usize = 10_000;
const PRICE: Money = Money::from_minor(3, Currency::USD);

/// What the artist and the label get of one sale.
type Sale = Result<Vec<Money>, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    run(&[], &mut io::stdout().lock())
}

/// Divides the sales in five ways and writes what becomes of the 300.00 USD.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let weights = Weights::new([25, 75])?;
    let total = PRICE.checked_times(i64::try_from(SALES)?)?;
    let fair = weights.allocate(total);

    let down = sales(|| Ok(weights.round_each(PRICE, Rounding::Down).0))?;
    let nearest = sales(|| Ok(weights.round_each(PRICE, Rounding::HalfAwayFromZero).0))?;
    let remainder = sales(|| Ok(weights.allocate(PRICE)))?;
    let ledger = sales(ledger(&weights)?)?;
    let mut account = Sequenced::new(Currency::USD, &weights)?;
    let sequence = sales(|| Ok(account.pay(PRICE)?))?;

    let headings = "10,000 sales of 0.03 USD | artist | label | lost";
    let mut sums = Table::new(1, headings);
    let mut cents = Table::new(1, "the artist's cents | of the first twelve sales");
    for (name, sales) in [
        ("each share rounded down alone", down),
        ("each share to the nearest cent", nearest),
        ("each sale by largest remainder", remainder),
        ("a ledger that carries fractions", ledger),
        ("a sequence, whatever the cuts", sequence),
        ("all sales as one payment", vec![fair]),
    ] {
        let artist = sum(&sales, 0)?;
        let label = sum(&sales, 1)?;
        let lost = total.checked_sub(artist)?.checked_sub(label)?;
        sums.row([
            name.to_owned(),
            grouped(artist),
            grouped(label),
            grouped(lost),
        ]);
        if sales.len() == SALES {
            let first = sales.iter().take(12).filter_map(|sale| sale.first());
            let first: Vec<String> = first.map(|part| part.minor().to_string()).collect();
            cents.row([name.to_owned(), first.join(" ")]);
        }
    }
    sums.write(out)?;
    writeln!(out)?;
    cents.write(out)?;
    Ok(())
}

/// All sales, each divided by the same rule.
fn sales(divide: impl FnMut() -> Sale) -> Result<Vec<Vec<Money>>, Box<dyn Error>> {
    std::iter::repeat_with(divide).take(SALES).collect()
}

/// A ledger of both, asked for the lines of one sale after the other.
fn ledger(weights: &Weights) -> Result<impl FnMut() -> Sale, Box<dyn Error>> {
    let parties = [PartyId::new("artist")?, PartyId::new("label")?];
    let mut ledger = Ledger::with_parties(Currency::USD, parties);
    Ok(move || {
        let mut lines = vec![PRICE; 2];
        ledger.pay_into(PRICE, weights, &mut lines)?;
        Ok(lines)
    })
}

/// What one of them gets of all sales.
fn sum(sales: &[Vec<Money>], position: usize) -> Result<Money, Box<dyn Error>> {
    let parts = sales.iter().filter_map(|sale| sale.get(position).copied());
    Ok(Money::sum(Currency::USD, parts)?)
}
