//! [`OwnSum`] and [`Dated`]: amounts on their way to the days on which they are due.

use super::due::{DueAmount, Dues};
use super::wire::Id;
use super::working::{Done, Working};

/// A sum that has days of its own: what one clause came to for one event.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnSum<'a, F> {
    pub(super) id: &'a Id,
    pub(super) dues: &'a Dues,
    pub(super) clause: Clause,
    /// The day of the event; the last of the period if there is none.
    pub(super) event: Option<F>,
    pub(super) amount: F,
}

/// Where a clause that has dues stands in the sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    pub(super) version: usize,
    /// The list: items, schedules or guarantees.
    pub(super) list: &'static str,
    pub(super) index: usize,
}

/// An amount and the day on which it is due, if a rule says one.
pub(super) type Dated<F> = (Option<F>, F);

/// Due amounts as a statement writes them.
pub(super) fn dated<W: Working>(working: &W, dues: &[Dated<W::Figure>]) -> Done<Vec<DueAmount>> {
    let dues = dues.iter().map(|(day, amount)| {
        Ok(DueAmount {
            on: day.map(|day| working.day(day)).transpose()?,
            amount: working.money(*amount)?,
        })
    });
    dues.collect()
}
