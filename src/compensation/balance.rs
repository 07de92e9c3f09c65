//! [`Balance`]: what is earned, paid and carried, and what a reader should know of it.

use super::line::Notices;
use super::place::Path;
use super::statement::{Notice, Shortfall};
use super::working::{Done, Working};

/// The balances of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Balance<F> {
    pub(super) opening: F,
    pub(super) earned: F,
    pub(super) gross: F,
    pub(super) tax: F,
    pub(super) paid: F,
    pub(super) closing: F,
    pub(super) minimum: F,
    pub(super) due_on: Option<F>,
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

    pub(super) fn prove_notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        statement: &Path<'_>,
        notices: &Notices,
    ) -> Done<()> {
        let list = statement.name("notices");
        for (index, notice) in notices.iter().enumerate() {
            if matches!(notice, Notice::BelowMinimum { .. }) {
                let label = || "short of the minimum".into();
                let missing = working.difference(self.minimum, self.closing, label)?;
                let place = list.index(index);
                working.result(&place.name("below_minimum").name("missing"), missing);
            }
        }
        Ok(())
    }
}
