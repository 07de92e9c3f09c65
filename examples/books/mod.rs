//! Books, what they came to, and the split that each falls under.

use std::error::Error;
use std::io::Read;

use partnership::split::Split;
use partnership::{Currency, Money, PartyId, Ratio};

use super::rows;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// In party order, the order of the names.
const PARTIES: [&str; 3] = ["author", "publisher", "retailer"];

/// Who publishes, from which price to which, and the percentages of the parties; the first row
/// that fits a book holds.
const RULES: [(&str, &str, [&str; 2], [i64; 3]); 6] = [
    ("B", "big five", ANY, [20, 60, 20]),
    ("S", "small or medium", ANY, [20, 60, 20]),
    ("A", "single author", ANY, [20, 60, 20]),
    ("I", "indie, 2.99 to 9.99", ["2.99", "9.99"], [70, 0, 30]),
    ("I", "indie, other prices", ANY, [35, 0, 65]),
    ("Z", "retailer's imprint", ANY, [35, 0, 65]),
];
const ANY: [&str; 2] = ["0", "1000000"];

/// A row of the table, ready for use.
pub(crate) struct Rule {
    kind: &'static str,
    pub(crate) name: &'static str,
    prices: [Ratio; 2],
    pub(crate) split: Split,
}

impl Rule {
    fn new(row: &(&'static str, &'static str, [&str; 2], [i64; 3])) -> Result<Self> {
        let (kind, name, [from, to], percent) = *row;
        let mut shares = Vec::new();
        for (party, percent) in PARTIES.into_iter().zip(percent) {
            shares.push((PartyId::new(party)?, Ratio::from_percent(percent)));
        }
        let prices = [from.parse()?, to.parse()?];
        let split = Split::fixed(shares)?;
        Ok(Self {
            kind,
            name,
            prices,
            split,
        })
    }

    fn fits(&self, kind: &str, price: Ratio) -> bool {
        let [from, to] = self.prices;
        self.kind == kind && from <= price && price <= to
    }
}

/// All rules, in their order.
pub(crate) fn rules() -> Result<Vec<Rule>> {
    RULES.iter().map(Rule::new).collect()
}

/// A book: its rule, what it came to, and what each party is said to have got.
pub(crate) struct Book<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) gross: Money,
    pub(crate) published: Vec<Money>,
}

/// Reads a table of books, each with the rule that it falls under.
pub(crate) fn read(rules: &[Rule], source: impl Read) -> Result<Vec<Book<'_>>> {
    let columns = ["type", "price", "units", "author", "publisher", "retailer"];
    let book = |[kind, price, units, parts @ ..]: [String; 6]| {
        let value = price.parse()?;
        let rule = rules.iter().find(|rule| rule.fits(&kind, value));
        Ok(Book {
            rule: rule.ok_or_else(|| format!("no rule for {kind} at {price}"))?,
            gross: dollars(&price)?.checked_times(units.parse()?)?,
            published: parts
                .iter()
                .map(|part| dollars(part))
                .collect::<Result<_>>()?,
        })
    };
    rows::read(source, columns)?.into_iter().map(book).collect()
}

/// The dollar has two decimals, so a dollar with four is a unit of our own.
fn dollars(text: &str) -> Result<Money> {
    Ok(format!("{text} DOLLAR:4").parse()?)
}

pub(crate) fn dollar() -> Result<Currency> {
    Ok(Currency::custom("DOLLAR", 4)?)
}
