//! A table of films, read as facts: title, year, distributor, budget and gross.

use std::error::Error;
use std::io::Read;

use partnership::{Currency, Money, Ratio, Rounding};

use super::rows;

const COLUMNS: [&str; 5] = [
    "title",
    "year|release_date",
    "distributor",
    "budget|production_budget",
    "worldwide_gross",
];

/// A film, and what there is to divide.
pub(crate) struct Film {
    pub(crate) title: String,
    pub(crate) year: String,
    /// Who brought it out; empty if that is not known.
    pub(crate) distributor: String,
    pub(crate) budget: Money,
    /// Half of the worldwide gross: about what cinemas hand on.
    pub(crate) receipts: Money,
}

/// Reads a table of films, and counts those that lack a budget or a gross.
pub(crate) fn read(source: impl Read) -> Result<(Vec<Film>, usize), Box<dyn Error>> {
    let mut rows = rows::read(source, COLUMNS)?;
    let all = rows.len();
    rows.retain(|[_, _, _, budget, gross]| !budget.is_empty() && !gross.is_empty());
    let lacking = all.saturating_sub(rows.len());
    let films: Result<_, _> = rows.into_iter().map(film).collect();
    Ok((films?, lacking))
}

fn film([title, date, distributor, budget, gross]: [String; 5]) -> Result<Film, Box<dyn Error>> {
    let dollars = |text: String| -> Result<Money, Box<dyn Error>> {
        Ok(Money::from_major(text.parse()?, Currency::USD)?)
    };
    // Half a dollar is 50 cents, so nothing is rounded.
    let half = Ratio::from_percent(50);
    Ok(Film {
        title,
        year: date.chars().take(4).collect(),
        distributor,
        budget: dollars(budget)?,
        receipts: dollars(gross)?.times_ratio(half, Rounding::HalfAwayFromZero)?,
    })
}
