//! What retailer, author and publisher get of a book, to the ten-thousandth of a dollar and to
//! the cent.
//!
//! Five kinds of publishers share by three agreed splits. Kept to four decimals every share is
//! exact; paid out in whole cents somebody has to get the cent that is left, and over thousands
//! of books it matters who.
//!
//! ```sh
//! cargo run --example book_shares
//! cargo run --example book_shares -- ebooks_2015_splits.csv
//! ```
//!
//! The file holds the books of authorearnings.com of September 2015, as kept in
//! corgis-edu/corgis; without it eight books are made up.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};

use partnership::split::Split;
use partnership::{Currency, Money, Rounding};

mod books;
mod rows;
mod table;

use books::{Book, Rule, dollar};
use table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const BOOKS: &str = "\
type,price,units,retailer,author,publisher
B,12.99,7,18.186,18.186,54.558
B,9.73,1,1.946,1.946,5.838
S,5.49,3,3.294,3.294,9.882
A,0.99,11,2.178,2.178,6.534
I,2.99,5,4.485,10.465,0
I,10.01,1,6.5065,3.5035,0
I,0.99,1,0.6435,0.3465,0
Z,3.33,3,6.4935,3.4965,0
";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Splits every book and writes who gets what, to four decimals and in cents.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    let rules = books::rules()?;
    let books = match args.first() {
        None => books::read(&rules, BOOKS.as_bytes())?,
        Some(path) => books::read(&rules, File::open(path)?)?,
    };
    writeln!(
        out,
        "{} BOOKS, in dollars to four decimals\n",
        counted(books.len())
    )?;
    by_rule(&rules, &books)?.write(out)?;
    writeln!(out, "\nTHE SAME PAID OUT IN WHOLE CENTS\n")?;
    in_cents(&books)?.write(out)?;
    Ok(())
}

/// What some books come to when each is divided in one way.
struct Sums {
    gross: Money,
    parts: [Money; 3],
    /// How many books are divided just as published, and how many into parts that do not add up.
    same: usize,
    broken: usize,
}

impl Sums {
    fn of<'a>(
        books: impl Iterator<Item = &'a Book<'a>>,
        currency: Currency,
        mut divide: impl FnMut(Money, &Split) -> Result<Vec<Money>>,
    ) -> Result<Self> {
        let zero = Money::zero(currency);
        let (mut gross, mut parts, mut same, mut broken) =
            (zero, [zero; 3], Vec::new(), Vec::new());
        for book in books {
            let amount = Money::from_decimal(book.gross.to_decimal(), currency)?;
            let lines = divide(amount, &book.rule.split)?;
            gross = gross.checked_add(amount)?;
            for (part, line) in parts.iter_mut().zip(&lines) {
                *part = part.checked_add(*line)?;
            }
            if Money::sum(currency, lines.iter().copied())? != amount {
                broken.push(book);
            }
            if lines == book.published {
                same.push(book);
            }
        }
        let (same, broken) = (same.len(), broken.len());
        Ok(Self {
            gross,
            parts,
            same,
            broken,
        })
    }
}

/// What each kind of book came to, and for how many the split gives just what was published.
fn by_rule(rules: &[Rule], books: &[Book<'_>]) -> Result<Table> {
    let headings = "published by | books | gross | author | publisher | retailer | as published";
    let mut table = Table::new(1, headings);
    let mut row = |name: &str, books: Vec<&Book<'_>>| -> Result<()> {
        let count = books.len();
        let exact = |gross, split: &Split| Ok(split.weights().allocate(gross));
        let sums = Sums::of(books.into_iter(), dollar()?, exact)?;
        let [author, publisher, retailer] = sums.parts.map(grouped);
        let gross = grouped(sums.gross);
        table.row([
            name.to_owned(),
            counted(count),
            gross,
            author,
            publisher,
            retailer,
            counted(sums.same),
        ]);
        Ok(())
    };
    for rule in rules {
        let of_rule = books.iter().filter(|book| std::ptr::eq(book.rule, rule));
        row(rule.name, of_rule.collect())?;
    }
    row("all", books.iter().collect())?;
    Ok(table)
}

/// The same money in whole cents, divided in three ways, below the exact shares.
fn in_cents(books: &[Book<'_>]) -> Result<Table> {
    let headings = " | author | publisher | retailer | made or lost | books that do not add up";
    let mut table = Table::new(1, headings);
    let first = books.first().ok_or("no books")?;
    let mut ledger = first.rule.split.ledger(Currency::USD);

    let exact = Sums::of(books.iter(), dollar()?, |gross, split| {
        Ok(split.weights().allocate(gross))
    })?;
    let alone = Sums::of(books.iter(), Currency::USD, |gross, split| {
        Ok(split
            .weights()
            .round_each(gross, Rounding::HalfAwayFromZero)
            .0)
    })?;
    let together = Sums::of(books.iter(), Currency::USD, |gross, split| {
        Ok(split.weights().allocate(gross))
    })?;
    let carried = Sums::of(books.iter(), Currency::USD, |gross, split| {
        let mut lines = vec![gross; 3];
        ledger.pay_into(gross, split.weights(), &mut lines)?;
        Ok(lines)
    })?;
    for (name, sums) in [
        ("the exact shares", exact),
        ("each share rounded alone", alone),
        ("each book by largest remainder", together),
        ("one ledger for all books", carried),
    ] {
        let paid = Money::sum(sums.gross.currency(), sums.parts)?;
        let made = paid.checked_sub(sums.gross)?;
        let [author, publisher, retailer] = sums.parts.map(grouped);
        table.row([
            name.to_owned(),
            author,
            publisher,
            retailer,
            grouped(made),
            counted(sums.broken),
        ]);
    }
    Ok(table)
}
