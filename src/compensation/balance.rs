//! [`Balance`]: what is earned, paid and carried, and what stands beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::booked::Notices;
use super::dated::{Dated, dated};
use super::due::DueAmount;
use super::notice::{Notice, Shortfall};
use super::statement::said_by;
use super::wire::Id;
use super::working::{Done, Working};
use crate::explain::Path;
use crate::money::Money;

/// The balances of a statement.
#[derive(Clone, Debug)]
pub(super) struct Balance<F> {
    pub(super) opening: F,
    pub(super) earned: F,
    pub(super) gross: F,
    pub(super) tax: F,
    pub(super) paid: F,
    pub(super) closing: F,
    pub(super) minimum: F,
    pub(super) due_on: Option<F>,
    /// What is due on which day.
    pub(super) dues: Vec<Dated<F>>,
    pub(super) beside: Beside<F>,
}

/// What stands beside the balance.
#[derive(Clone, Debug)]
pub(super) struct Beside<F> {
    pub(super) advanced: F,
    /// What is charged to advances, if that is not 0.
    pub(super) charged: Option<F>,
    pub(super) in_kind: F,
    pub(super) reserve: F,
    pub(super) held: F,
    pub(super) written_off: F,
    pub(super) by_group: F,
    pub(super) escrow: F,
    pub(super) advances: BTreeMap<Id, Money>,
}

impl<F: Copy> Beside<F> {
    /// Every figure with its name in the statement.
    pub(super) const fn figures(&self) -> [(&'static str, F); 7] {
        [
            ("advanced", self.advanced),
            ("in_kind", self.in_kind),
            ("reserve", self.reserve),
            ("held", self.held),
            ("written_off", self.written_off),
            ("recouped_by_group", self.by_group),
            ("escrow", self.escrow),
        ]
    }
}

impl<F: Copy> Balance<F> {
    /// Nothing is paid because of the minimum, or because the payee owes.
    pub(super) fn notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        notices: &mut Notices,
    ) -> Done<()> {
        let closing = working.money(self.closing)?;
        if closing.is_positive() {
            let missing = working.money(self.minimum)?.checked_sub(closing)?;
            notices.insert(Notice::BelowMinimum {
                missing: Shortfall(missing),
            });
        }
        if closing.is_negative() {
            notices.insert(Notice::DebitCarried {});
        }
        Ok(())
    }

    /// Says what proves the balances, and what is due on which day if that is not all of the
    /// payment on the day of the payout; returns that day and what is due.
    pub(super) fn prove<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        statement: &Path<'_>,
    ) -> Done<(Option<NaiveDate>, Vec<DueAmount>)> {
        let balances = [
            ("opening", self.opening),
            ("earned", self.earned),
            ("gross_paid", self.gross),
            ("tax", self.tax),
            ("paid", self.paid),
            ("closing", self.closing),
        ];
        for (name, figure) in balances.into_iter().chain(self.beside.figures()) {
            working.result(&statement.name(name), figure);
        }
        if let Some(charged) = self.beside.charged {
            working.result(&statement.name("charged"), charged);
        }
        if let Some(day) = self.due_on {
            working.result(&statement.name("due_on"), day);
        }
        let due_on = self.due_on.map(|day| working.day(day)).transpose()?;
        let dues = dated(working, &self.dues)?;
        if dues != said_by(working.money(self.paid)?, due_on) {
            let list = statement.name("dues");
            for (index, (day, amount)) in self.dues.iter().enumerate() {
                let place = list.index(index);
                working.result(&place.name("amount"), *amount);
                if let Some(day) = day {
                    working.result(&place.name("on"), *day);
                }
            }
        }
        Ok((due_on, dues))
    }

    /// Says what proves the figures of notices.
    pub(super) fn prove_notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        statement: &Path<'_>,
        notices: &Notices,
        short: &BTreeMap<String, F>,
    ) -> Done<()> {
        let list = statement.name("notices");
        for (index, notice) in notices.iter().enumerate() {
            let place = list.index(index);
            match notice {
                Notice::BelowMinimum { .. } => {
                    let label = || "short of the minimum".into();
                    let missing = working.difference(self.minimum, self.closing, label)?;
                    working.result(&place.name("below_minimum").name("missing"), missing);
                }
                Notice::GuaranteePending { guarantee, .. } => {
                    if let Some(figure) = short.get(&**guarantee) {
                        let place = place.name("guarantee_pending");
                        working.result(&place.name("short"), *figure);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// An advance on its way through a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account<F> {
    /// Its position in the sheet.
    pub(super) index: usize,
    pub(super) outstanding: F,
    pub(super) own: F,
    pub(super) group: F,
    /// Paid by this statement.
    pub(super) paid: Option<F>,
    /// Charged by this statement.
    pub(super) charged: Option<F>,
    /// What comes back of what was recouped, since costs came back.
    pub(super) back: Option<F>,
    /// Taken by this statement.
    pub(super) taken: Option<F>,
}

/// All advances that are paid or charged to, in the order of the sheet.
pub(super) type Accounts<F> = Vec<Account<F>>;

/// What reserve and hold have done, as far as advances ask.
#[derive(Clone, Debug)]
pub(super) struct Waiting<F> {
    /// Amounts taken or held (below 0) and released (above 0), with their scopes.
    pub(super) lines: Vec<(Option<Vec<Id>>, F)>,
    /// What is kept back after the statement.
    pub(super) reserve: F,
    /// What waits after the statement.
    pub(super) held: F,
}
