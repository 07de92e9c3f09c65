//! A settled slate in tables: film by film, in all, and deal against deal.

use std::cmp::Reverse;
use std::error::Error;

use partnership::{Currency, Money, Side};

use super::films::Film;
use super::table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A slate of more than 50 films is shown by its ten largest budgets.
const WHOLE: usize = 50;
const LARGEST: usize = 10;

/// A film, and what the two sides get of its receipts under every deal.
pub(crate) struct Settled {
    pub(crate) film: Film,
    pub(crate) sides: Vec<Sides>,
}

/// What the two sides get under a deal.
pub(crate) struct Sides {
    pub(crate) deal: &'static str,
    pub(crate) producer: Money,
    pub(crate) partner: Money,
}

impl Sides {
    /// What the producer is paid under a deal; the partner keeps the rest of R.
    pub(crate) fn new(deal: &'static str, film: &Film, producer: Money) -> Result<Self> {
        Ok(Self {
            deal,
            producer,
            partner: film.receipts.checked_sub(producer)?,
        })
    }

    const fn part(&self, side: Side) -> Money {
        match side {
            Side::Producer => self.producer,
            Side::Partner => self.partner,
        }
    }
}

/// Both sides of every film under every deal, and what the producer has left of his budget.
pub(crate) fn film_by_film(slate: &[Settled]) -> Result<Table> {
    let headings = "film | year | deal | budget | R | producer | partner | less budget";
    let mut table = Table::new(3, headings);
    let mut shown: Vec<&Settled> = slate.iter().collect();
    if shown.len() > WHOLE {
        shown.sort_by_key(|settled| Reverse(settled.film.budget.minor()));
        shown.truncate(LARGEST);
    }
    for Settled { film, sides } in shown {
        let (title, year) = (film.title.clone(), film.year.clone());
        let mut head = [title, year, grouped(film.budget), grouped(film.receipts)];
        for sides in sides {
            // The film is named in its first row alone.
            let [title, year, budget, receipts] = std::mem::take(&mut head);
            let left = sides.producer.checked_sub(film.budget)?;
            let cells = [title, year, sides.deal.to_owned(), budget, receipts];
            let figures = [sides.producer, sides.partner, left].map(grouped);
            table.row(cells.into_iter().chain(figures));
        }
    }
    Ok(table)
}

/// What each deal comes to over all films; that both sides add up to R is found, not assumed.
pub(crate) fn totals(slate: &[Settled]) -> Result<Table> {
    let headings = "deal | R | producers | partners | less budgets | films repaid";
    let mut table = Table::new(1, headings);
    let sum = |amounts: Vec<Money>| Money::sum(Currency::USD, amounts);
    let receipts = sum(slate.iter().map(|settled| settled.film.receipts).collect())?;
    let budgets = sum(slate.iter().map(|settled| settled.film.budget).collect())?;
    for (index, deal) in deals(slate) {
        let under = || slate.iter().filter_map(|settled| settled.sides.get(index));
        let producers = sum(under().map(|sides| sides.producer).collect())?;
        let partners = sum(under().map(|sides| sides.partner).collect())?;
        if producers.checked_add(partners)? != receipts {
            return Err(format!("the two sides under {deal} do not add up to R").into());
        }
        let repaid = slate.iter().zip(under());
        let repaid =
            repaid.filter(|(settled, sides)| sides.producer.minor() >= settled.film.budget.minor());
        let repaid = format!("{} of {}", counted(repaid.count()), counted(slate.len()));
        let left = producers.checked_sub(budgets)?;
        let figures = [receipts, producers, partners, left].map(grouped);
        table.row([deal.to_owned()].into_iter().chain(figures).chain([repaid]));
    }
    Ok(table)
}

/// For how many films a side is better off under one deal than under another, and by how much.
pub(crate) fn comparison(slate: &[Settled]) -> Result<Table> {
    let headings = "side | is better off under | than under | films | by in all | at most by";
    let mut table = Table::new(3, headings);
    for side in [Side::Producer, Side::Partner] {
        for (one, deal) in deals(slate) {
            for (other, than) in deals(slate) {
                let gain = |settled: &Settled| {
                    let [one, other] = [one, other].map(|index| settled.sides.get(index));
                    let gain = one?.part(side).checked_sub(other?.part(side)).ok()?;
                    gain.is_positive().then_some(gain)
                };
                let gains: Vec<Money> = slate.iter().filter_map(gain).collect();
                let Some(most) = gains.iter().copied().max_by_key(|gain| gain.minor()) else {
                    continue;
                };
                let names = [side.name(), deal, than].map(str::to_owned);
                let sum = Money::sum(Currency::USD, gains.iter().copied())?;
                let figures = [counted(gains.len()), grouped(sum), grouped(most)];
                table.row(names.into_iter().chain(figures));
            }
        }
    }
    Ok(table)
}

/// The deals in their order, which is that of the sides of every film.
fn deals(slate: &[Settled]) -> impl Iterator<Item = (usize, &'static str)> {
    let sides = slate.first().map(|settled| settled.sides.iter());
    sides
        .into_iter()
        .flatten()
        .map(|sides| sides.deal)
        .enumerate()
}
