//! What was booked, line by line.

use chrono::NaiveDate;

use super::{Big, whole};

/// A stretch of a window, by its text on the wire.
pub type WindowText = String;
/// An item, the position of a version, and a window.
pub type Ledger = (String, usize, WindowText);

/// A line of a statement, with what later statements must know of it.
#[derive(Clone, Debug)]
pub struct Line {
    pub kind: &'static str,
    pub reference: String,
    pub amount: Big,
    pub window: Option<WindowText>,
    /// What a scope can name, or the id of the cap or guarantee.
    pub id: String,
    /// The version of the ledger; of whatever has none, that of the period.
    pub version: usize,
    /// A period that lies in the window; of a line without one, the present period.
    pub period: usize,
    /// Of a guarantee, what it asked for before the caps cut it; of other lines the amount.
    pub asked: Big,
}

impl Line {
    /// A line without a window.
    pub fn new(
        kind: &'static str,
        id: &str,
        amount: Big,
        (version, period): (usize, usize),
    ) -> Self {
        Self {
            kind,
            reference: id.to_owned(),
            asked: amount.clone(),
            amount,
            window: None,
            id: id.to_owned(),
            version,
            period,
        }
    }

    /// Whether it is an item line: items, surcharges, schedules and timing.
    pub fn is_item(&self) -> bool {
        ["item", "surcharge"].contains(&self.kind)
    }
}

/// Money that waits, and until when.
#[derive(Clone, Debug)]
pub struct Tranche<Until> {
    pub until: Until,
    pub amount: Big,
}

/// Everything that earlier statements have booked.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// The lines of each statement, zero lines too.
    pub statements: Vec<Vec<Line>>,
    /// What guarantees on payable were compared with: guarantee, number of the period, amount.
    pub payable: Vec<(String, usize, Big)>,
    pub reserve: Vec<Tranche<usize>>,
    pub held: Vec<Tranche<NaiveDate>>,
    pub written_off: Vec<(String, Big)>,
    pub carry: Option<Big>,
}

impl Books {
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.statements.iter().flatten()
    }
}

pub fn sum<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Big {
    lines
        .into_iter()
        .fold(whole(0), |sum, line| sum + &line.amount)
}
