//! What pooling is worth: a guarantee for every film, and one over all films of a distributor.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;

use partnership::{Currency, Money};

use super::films::Film;
use super::slate::Settled;
use super::table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// So many pools are shown, those in which pooling matters most.
const SHOWN: usize = 10;

/// What a distributor pays for all of its films.
pub(crate) struct Pool {
    distributor: String,
    films: usize,
    receipts: Money,
    /// With a guarantee for every film.
    alone: Money,
    /// With one guarantee over all of them.
    pooled: Money,
}

/// Pools the films of every distributor that has more than one, under this deal.
pub(crate) fn pools(
    slate: &[Settled],
    deal: &str,
    pooled: fn(&str, &[&Film]) -> Result<Money>,
) -> Result<Vec<Pool>> {
    let mut distributors: BTreeMap<&str, Vec<&Settled>> = BTreeMap::new();
    for settled in slate {
        let distributor = settled.film.distributor.as_str();
        distributors.entry(distributor).or_default().push(settled);
    }
    distributors.retain(|distributor, films| !distributor.is_empty() && films.len() > 1);
    let pool = |(distributor, settled): (&str, Vec<&Settled>)| {
        let films: Vec<&Film> = settled.iter().map(|settled| &settled.film).collect();
        let paid = settled.iter().flat_map(|settled| &settled.sides);
        let paid = paid.filter(|sides| sides.deal == deal);
        let receipts = films.iter().map(|film| film.receipts);
        Ok(Pool {
            distributor: distributor.to_owned(),
            films: films.len(),
            receipts: Money::sum(Currency::USD, receipts)?,
            alone: Money::sum(Currency::USD, paid.map(|sides| sides.producer))?,
            pooled: pooled(distributor, &films)?,
        })
    };
    distributors.into_iter().map(pool).collect()
}

/// What pooling saves the distributors, the largest savings first, and all of them together.
pub(crate) fn table(pools: &[Pool]) -> Result<Table> {
    let headings = "distributor | films | R | a guarantee each | one over all | pooling saves";
    let mut table = Table::new(1, headings);
    let mut row = |name: &str, films: usize, figures: [Money; 3]| -> Result<()> {
        let [receipts, alone, pooled] = figures;
        let saved = alone.checked_sub(pooled)?;
        let figures = [receipts, alone, pooled, saved].map(grouped);
        table.row([name.to_owned(), counted(films)].into_iter().chain(figures));
        Ok(())
    };
    let mut shown: Vec<&Pool> = pools.iter().collect();
    let saved = |pool: &Pool| pool.alone.minor().saturating_sub(pool.pooled.minor());
    shown.sort_by_key(|pool| Reverse(saved(pool)));
    for pool in shown.iter().take(SHOWN) {
        let figures = [pool.receipts, pool.alone, pool.pooled];
        row(&pool.distributor, pool.films, figures)?;
    }
    let sum = |figure: fn(&Pool) -> Money| Money::sum(Currency::USD, pools.iter().map(figure));
    let figures = [
        sum(|pool| pool.receipts)?,
        sum(|pool| pool.alone)?,
        sum(|pool| pool.pooled)?,
    ];
    let name = format!("all {} with several films", counted(pools.len()));
    let films = pools.iter().map(|pool| pool.films);
    row(&name, films.fold(0, usize::saturating_add), figures)?;
    Ok(table)
}
