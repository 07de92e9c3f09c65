//! Steps 11 and 14: advances are earned back, re-opened, and ended (spec/compensation.md 7).

use std::collections::BTreeMap;

use super::balance::{Account, Accounts, Waiting};
use super::clause::{Advance, AtEnd, Deficit};
use super::line::{Stop, at};
use super::place::Path;
use super::run::Run;
use super::scope::{Scope, clause_lies_inside, share_an_id};
use super::state::AdvanceState;
use super::statement::{LineKind, Notice};
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;

impl<W: Working> Run<'_, W> {
    /// Advances that are paid by now, as they stand before this statement.
    pub(super) fn accounts(&mut self) -> Result<Accounts<W::Figure>, Stop> {
        let terms = self.terms;
        let mut accounts = Vec::new();
        for (index, advance) in terms.sheet().advances.iter().enumerate() {
            if advance.paid_on < self.activity.period.to() {
                accounts.push(self.account(index, advance).map_err(at(&advance.id))?);
            }
        }
        Ok(accounts)
    }

    fn account(&mut self, index: usize, advance: &Advance) -> Done<Account<W::Figure>> {
        let list = Path::STATE.name("advances");
        let place = list.name(advance.id.as_str());
        let zero = Money::zero(self.terms.currency());
        let known = self.before.advances.get(&advance.id).copied();
        let own = known.map_or(zero, |known| known.own).into();
        let own = self
            .working
            .optional(&place.name("own"), own, || "recouped before".into())?;
        let group = known.map_or(zero, |known| known.group).into();
        let label = || "recouped by the group before".into();
        let group = self.working.optional(&place.name("group"), group, label)?;
        let label = || format!("advance {}", advance.id);
        let outstanding = if let Some(known) = known {
            let outstanding = known.outstanding.into();
            self.working
                .optional(&place.name("outstanding"), outstanding, label)?
        } else {
            let list = Path::TERMS.name("advances");
            let place = list.index(index);
            self.working
                .input(&place.name("amount"), advance.amount.into(), label)?
        };
        Ok(Account {
            index,
            outstanding,
            own,
            group,
            is_new: known.is_none(),
            taken: None,
        })
    }

    /// What is paid ahead by this statement.
    pub(super) fn advanced(&mut self, accounts: &Accounts<W::Figure>) -> Done<Option<W::Figure>> {
        let new: Vec<W::Figure> = accounts
            .iter()
            .filter(|one| one.is_new)
            .map(|one| one.outstanding)
            .collect();
        if new.is_empty() {
            return Ok(None);
        }
        self.working.sum(&new, || "paid ahead".into()).map(Some)
    }

    /// Step 11: earns back from what is available, beyond what was carried in, and says what is
    /// left of that; nothing is where there is a debit.
    pub(super) fn recoup(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
        available: W::Figure,
        opening: W::Figure,
        waiting: &Waiting<W::Figure>,
    ) -> Result<Option<W::Figure>, Stop> {
        if self.working.sign(available).is_lt() {
            if self.terms.sheet().deficit == Deficit::Unrecoup {
                self.reopen(accounts, available)
                    .map_err(at("the deficit"))?;
            }
            return Ok(None);
        }
        let mut left = self.base(available, opening).map_err(at("the base"))?;
        for position in 0..accounts.len() {
            left = self
                .recoup_one(accounts, position, left, waiting)
                .map_err(at("the recoupment"))?;
        }
        Ok(Some(left))
    }

    /// `max(0, available - max(0, opening))`: a balance that was carried is recouped already.
    fn base(&mut self, available: W::Figure, opening: W::Figure) -> Done<W::Figure> {
        let nothing = self.working.no_money()?;
        let carried = self
            .working
            .largest(&[nothing, opening], || "carried in".into())?;
        let new = self
            .working
            .difference(available, carried, || "available now".into())?;
        self.working
            .largest(&[nothing, new], || "base of recoupment".into())
    }

    fn recoup_one(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
        position: usize,
        left: W::Figure,
        waiting: &Waiting<W::Figure>,
    ) -> Done<W::Figure> {
        let terms = self.terms;
        let Some(account) = accounts.get(position).copied() else {
            return Ok(left);
        };
        let Some(advance) = terms.sheet().advances.get(account.index) else {
            return Ok(left);
        };
        let is_settled = self.working.sign(account.outstanding).is_le();
        if is_settled || self.working.sign(left).is_le() {
            return Ok(left);
        }
        let mut base = left;
        if let Some(from) = advance.from.as_deref() {
            let own = self.own_base(accounts, position, from, waiting)?;
            base = self
                .working
                .smallest(&[left, own], || "base of its items".into())?;
            let nothing = self.working.no_money()?;
            base = self
                .working
                .largest(&[nothing, base], || "base, not below 0".into())?;
        }
        let list = Path::TERMS.name("advances");
        let place = list.index(account.index);
        let share = Value::Number(advance.share.unwrap_or(Ratio::ONE));
        let label = || "share that earns it back".into();
        let share = self.working.optional(&place.name("share"), share, label)?;
        let part = self
            .working
            .product(share, base, || "share of the base".into())?;
        let part = self
            .working
            .round(part, || "share of the base, rounded".into())?;
        let label = || format!("recouped of {}", advance.id);
        let taken = self.working.smallest(&[account.outstanding, part], label)?;
        if self.working.sign(taken).is_eq() {
            return Ok(left);
        }
        self.take(
            accounts,
            position,
            &advance.id,
            taken,
            advance.note.as_ref(),
        )?;
        self.working.difference(left, taken, || "base left".into())
    }

    fn take(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
        position: usize,
        id: &Id,
        taken: W::Figure,
        note: Option<&String>,
    ) -> Done<()> {
        let nothing = self.working.no_money()?;
        let line = self
            .working
            .difference(nothing, taken, || format!("{id} recoups"))?;
        self.working.note(line, note);
        self.extra(LineKind::Recoupment, id, line);
        let Some(account) = accounts.get_mut(position) else {
            return Ok(());
        };
        let label = || format!("left of {id}");
        account.outstanding = self.working.difference(account.outstanding, taken, label)?;
        account.own = self
            .working
            .sum(&[account.own, taken], || format!("{id}, recouped"))?;
        account.taken = Some(taken);
        Ok(())
    }

    /// What an advance may touch: what its items earned, less what earlier advances took of them,
    /// and what is kept back or held of them.
    fn own_base(
        &mut self,
        accounts: &Accounts<W::Figure>,
        position: usize,
        from: &[Id],
        waiting: &Waiting<W::Figure>,
    ) -> Done<W::Figure> {
        let (terms, version) = (self.terms, self.plan.version);
        let mut base = self.earned_by(Some(from))?;
        for earlier in accounts.iter().take(position) {
            let Some(taken) = earlier.taken else { continue };
            let other = terms.sheet().advances.get(earlier.index);
            let other: Scope<'_> = other.and_then(|advance| advance.from.as_deref());
            // One that takes from all takes from these too, if it names them.
            if other.is_some_and(|other| share_an_id(terms, version, Some(other), Some(from))) {
                base = self
                    .working
                    .difference(base, taken, || "less what was taken".into())?;
            }
        }
        for (scope, amount) in &waiting.lines {
            if clause_lies_inside(terms, version, scope.as_deref(), Some(from)) {
                let label = || "with what is kept back or held".into();
                base = self.working.sum(&[base, *amount], label)?;
            }
        }
        Ok(base)
    }

    /// Opens advances again, last first, by at most what was recouped from own income.
    fn reopen(&mut self, accounts: &mut Accounts<W::Figure>, available: W::Figure) -> Done<()> {
        let nothing = self.working.no_money()?;
        let mut need = self
            .working
            .difference(nothing, available, || "debit".into())?;
        let terms = self.terms;
        for account in accounts.iter_mut().rev() {
            let Some(advance) = terms.sheet().advances.get(account.index) else {
                continue;
            };
            let nothing_own = self.working.sign(account.own).is_le();
            if nothing_own || self.working.sign(need).is_le() {
                continue;
            }
            let label = || format!("{} opens again", advance.id);
            let part = self.working.smallest(&[account.own, need], label)?;
            self.lines.push(super::line::Booked {
                kind: LineKind::RecoupmentReversed,
                reference: advance.id.to_string(),
                window: None,
                amount: part,
                member: None,
            });
            let sum = [account.outstanding, part];
            account.outstanding = self
                .working
                .sum(&sum, || format!("left of {}", advance.id))?;
            account.own = self
                .working
                .difference(account.own, part, || "recouped".into())?;
            need = self
                .working
                .difference(need, part, || "debit left".into())?;
        }
        Ok(())
    }

    /// Step 14: what is left at the end is written off, or must be given back.
    pub(super) fn end_advances(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let mut written_off = Vec::new();
        if !self.activity.r#final.unwrap_or(false) {
            return Ok(None);
        }
        let terms = self.terms;
        for account in accounts {
            let Some(advance) = terms.sheet().advances.get(account.index) else {
                continue;
            };
            if self.working.sign(account.outstanding).is_le() {
                continue;
            }
            let outstanding = account.outstanding;
            let label = || format!("nothing left of {}", advance.id);
            account.outstanding = self.working.difference(outstanding, outstanding, label)?;
            match advance.at_end {
                AtEnd::WriteOff => written_off.push(outstanding),
                AtEnd::Repay => {
                    let nothing = self.working.no_money()?;
                    let label = || format!("{} to be given back", advance.id);
                    let line = self.working.difference(nothing, outstanding, label)?;
                    self.extra(LineKind::AdvanceRepayable, &advance.id, line);
                }
            }
        }
        if written_off.is_empty() {
            return Ok(None);
        }
        self.working
            .sum(&written_off, || "written off".into())
            .map(Some)
    }

    /// Writes the advances into the state, and what is outstanding into the statement.
    pub(super) fn keep_advances(
        &mut self,
        accounts: &Accounts<W::Figure>,
    ) -> Done<BTreeMap<Id, Money>> {
        let terms = self.terms;
        let statement = Path::RESULT.name("statement");
        let listed = statement.name("advances");
        let list = Path::STATE.name("advances");
        let mut outstanding = BTreeMap::new();
        for account in accounts {
            let Some(advance) = terms.sheet().advances.get(account.index) else {
                continue;
            };
            let place = list.name(advance.id.as_str());
            self.working
                .remember(&place.name("outstanding"), account.outstanding);
            self.working.remember(&place.name("own"), account.own);
            self.working.remember(&place.name("group"), account.group);
            self.working
                .result(&listed.name(advance.id.as_str()), account.outstanding);
            let state = AdvanceState {
                outstanding: self.working.money(account.outstanding)?,
                own: self.working.money(account.own)?,
                group: self.working.money(account.group)?,
            };
            if state.outstanding.is_positive() {
                let advance = advance.id.as_str().into();
                self.notices.insert(Notice::Unrecouped { advance });
            }
            self.after.advances.insert(advance.id.clone(), state);
            outstanding.insert(advance.id.clone(), state.outstanding);
        }
        Ok(outstanding)
    }
}
