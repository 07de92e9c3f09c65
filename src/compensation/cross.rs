//! [`Crossing`]: step 12, what a group recoups across its agreements.

use super::activity::Activity;
use super::booked::{Booked, Stop, at};
use super::line::LineKind;
use super::run::{Half, begin};
use super::state::State;
use super::statement::Statement;
use super::terms::Terms;
use super::wire::{Id, paper};
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

paper! {
    /// What an advance of one agreement took from the income of another (spec/compensation.md 9).
    ///
    /// The crossings of a round are a paper of its explanations: the donor's proves `taken` from
    /// what it had left, the receiver's reads it.
    pub struct Crossing {
        /// The agreement whose income it is.
        required donor: Id,
        /// The agreement whose advance it is.
        required receiver: Id,
        /// The advance.
        required advance: Id,
        /// What was left of the advance before.
        required outstanding: Money,
        /// The part of the donor's base that earns it back; all of it if nothing is said.
        optional share: Ratio,
        /// What was taken.
        required taken: Money,
    }
}

/// Settles one agreement of a group, given what crossed between all of them.
pub(super) fn run_crossed<W: Working>(
    working: &mut W,
    (terms, state, activity): (&Terms, &State, &Activity),
    crossings: &[Crossing],
) -> Result<(Statement, State), Stop> {
    let mut half = begin(working, terms, state, activity)?;
    for (index, crossing) in crossings.iter().enumerate() {
        if crossing.donor == *terms.id() {
            half.give(index, crossing).map_err(at("the group"))?;
        } else if crossing.receiver == *terms.id() {
            half.receive(index, crossing).map_err(at("the group"))?;
        }
    }
    half.end()
}

impl<W: Working> Half<'_, W> {
    /// The advances that another agreement may earn back, with nothing taken yet.
    pub(super) fn open_to(&self, donor: &Id) -> Done<Vec<Crossing>> {
        let terms = self.run.terms;
        let mut open = Vec::new();
        for account in &self.accounts {
            let Some(advance) = terms.sheet().advances.get(account.index) else {
                continue;
            };
            let outstanding = self.run.working.money(account.outstanding)?;
            if advance.from.is_none() && outstanding.is_positive() {
                open.push(Crossing {
                    donor: donor.clone(),
                    receiver: terms.id().clone(),
                    advance: advance.id.clone(),
                    outstanding,
                    share: advance.share,
                    taken: Money::zero(terms.currency()),
                });
            }
        }
        Ok(open)
    }

    /// Gives to an advance of another agreement `min(outstanding, R(share * base left))`, and
    /// says what that was; nothing where that is 0.
    pub(super) fn give(&mut self, index: usize, crossing: &Crossing) -> Done<Option<W::Figure>> {
        let Crossing {
            receiver, advance, ..
        } = crossing;
        let working = &mut *self.run.working;
        let Some(left) = self.left.filter(|left| working.sign(*left).is_gt()) else {
            return Ok(None);
        };
        let place = Path::GROUP.index(index);
        let outstanding = crossing.outstanding.into();
        let label = || format!("left of {advance} of {receiver}");
        let outstanding = working.input(&place.name("outstanding"), outstanding, label)?;
        let share = Value::Number(crossing.share.unwrap_or(Ratio::ONE));
        let label = || "share that earns it back".into();
        let share = working.optional(&place.name("share"), share, label)?;
        let part = working.product(share, left, || "share of the base left".into())?;
        let part = working.round(part, || "share of the base left, rounded".into())?;
        let label = || format!("given to {advance} of {receiver}");
        let taken = working.smallest(&[outstanding, part], label)?;
        if working.sign(taken).is_eq() {
            return Ok(None);
        }
        let nothing = working.no_money()?;
        let label = || format!("{advance} of {receiver} recoups");
        let line = working.difference(nothing, taken, label)?;
        self.left = Some(working.difference(left, taken, || "base left".into())?);
        self.run.lines.push(Booked {
            kind: LineKind::CrossRecoupment,
            reference: format!("{receiver}/{advance}"),
            window: None,
            amount: line,
            member: None,
        });
        Ok(Some(taken))
    }

    /// Takes what another agreement gave to one of the advances.
    pub(super) fn receive(&mut self, index: usize, crossing: &Crossing) -> Done<()> {
        let Crossing { donor, advance, .. } = crossing;
        let (working, terms) = (&mut *self.run.working, self.run.terms);
        let advances = &terms.sheet().advances;
        let is_meant = |index: usize| advances.get(index).is_some_and(|one| one.id == *advance);
        let mut accounts = self.accounts.iter_mut();
        let Some(account) = accounts.find(|account| is_meant(account.index)) else {
            return Ok(());
        };
        let place = Path::GROUP.index(index);
        let label = || format!("given by {donor}");
        let taken = working.input(&place.name("taken"), crossing.taken.into(), label)?;
        let label = || format!("left of {advance}");
        account.outstanding = working.difference(account.outstanding, taken, label)?;
        let label = || format!("{advance}, recouped by the group");
        account.group = working.sum(&[account.group, taken], label)?;
        self.by_group.push(taken);
        Ok(())
    }
}
