//! Steps 11 and 14: advances are earned back, re-opened, and ended (spec/compensation.md 7).

use super::balance::{Accounts, Waiting};
use super::booked::{Stop, at};
use super::line::LineKind;
use super::recoupment::{AtEnd, Deficit, Outside};
use super::run::Run;
use super::scope::{Scope, clause_lies_inside, share_an_id};
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::ratio::Ratio;

impl<W: Working> Run<'_, W> {
    /// Step 11: earns back from what is available, beyond what was carried in, and says what is
    /// left of that; nothing is where there is a debit.
    pub(super) fn recoup(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
        available: W::Figure,
        opening: W::Figure,
        waiting: &Waiting<W::Figure>,
    ) -> Result<Option<W::Figure>, Stop> {
        let debit = self.working.sign(available).is_lt();
        let mut left = None;
        if !debit {
            let mut base = self.base(available, opening).map_err(at("the base"))?;
            for position in 0..accounts.len() {
                base = self
                    .recoup_one(accounts, position, base, waiting)
                    .map_err(at("the recoupment"))?;
            }
            left = Some(base);
        }
        let available = self
            .come_back(accounts, available)
            .map_err(at("the charges"))?;
        let debit = self.working.sign(available).is_lt();
        if debit && self.terms.sheet().deficit == Deficit::Unrecoup {
            self.reopen(accounts, available)
                .map_err(at("the deficit"))?;
        }
        Ok(left)
    }

    /// What was recouped of costs that came back is given back; what is available with it.
    fn come_back(
        &mut self,
        accounts: &mut Accounts<W::Figure>,
        available: W::Figure,
    ) -> Done<W::Figure> {
        let terms = self.terms;
        let mut available = available;
        for account in accounts {
            let (Some(back), Some(advance)) =
                (account.back, terms.sheet().advances.get(account.index))
            else {
                continue;
            };
            self.working.note(back, advance.note.as_ref());
            self.extra(LineKind::RecoupmentReversed, &advance.id, back);
            let label = || format!("{}, recouped", advance.id);
            account.own = self.working.difference(account.own, back, label)?;
            let label = || "available, with what comes back".into();
            available = self.working.sum(&[available, back], label)?;
        }
        Ok(available)
    }

    /// `max(0, available - max(0, opening))`: a balance that was carried is recouped already. What
    /// the sheet leaves outside is taken off too, if it is above 0.
    fn base(&mut self, available: W::Figure, opening: W::Figure) -> Done<W::Figure> {
        let nothing = self.working.no_money()?;
        let carried = self
            .working
            .largest(&[nothing, opening], || "carried in".into())?;
        let mut new = self
            .working
            .difference(available, carried, || "available now".into())?;
        let outside = self.outside();
        if !outside.is_empty() {
            let label = || "outside recoupment".into();
            let outside = self.working.sum(&outside, label)?;
            let label = || "outside recoupment, not below 0".into();
            let outside = self.working.largest(&[nothing, outside], label)?;
            let label = || "available now, less what is outside".into();
            new = self.working.difference(new, outside, label)?;
        }
        self.working
            .largest(&[nothing, new], || "base of recoupment".into())
    }

    /// Lines from which advances are not earned back.
    fn outside(&self) -> Vec<W::Figure> {
        let kinds = &self.terms.sheet().outside_recoupment;
        let is_outside = |kind: LineKind| match kind {
            LineKind::ChangeOrder => kinds.contains(&Outside::ChangeOrders),
            LineKind::Adjustment => kinds.contains(&Outside::Adjustments),
            _ => false,
        };
        let outside = self.lines.iter().filter(|line| is_outside(line.kind));
        outside.map(|line| line.amount).collect()
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
            // One that names no items takes from all, and so from these too.
            if share_an_id(terms, version, other, Some(from)) {
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
            self.lines.push(super::booked::Booked {
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
}
