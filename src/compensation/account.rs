//! Step 11, before recoupment: what is paid of advances, and what is charged to them
//! (spec/compensation.md 7, spec/contracts.md X2).

use std::collections::BTreeMap;

use super::balance::{Account, Accounts};
use super::booked::{Stop, at};
use super::memory::AdvanceState;
use super::notice::Notice;
use super::recoupment::{Advance, Charges};
use super::run::Run;
use super::schedule::part_amounts;
use super::settle_error::SettleError;
use super::state_key::Once;
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

/// What an account of costs comes to.
#[derive(Clone, Copy, Debug)]
struct Charged<F> {
    /// All costs so far.
    cost: F,
    /// The change of what is charged.
    change: F,
}

impl<W: Working> Run<'_, W> {
    /// Advances that are paid or charged to by now, with what this statement pays and charges.
    pub(super) fn accounts(&mut self) -> Result<Accounts<W::Figure>, Stop> {
        let terms = self.terms;
        let mut accounts = Vec::new();
        for (index, advance) in terms.sheet().advances.iter().enumerate() {
            let known = self.before.advances.contains_key(&advance.id);
            let charged = self.is_charged(&advance.id);
            if known || charged || self.is_paid_now(advance) || self.has_due_parts(advance) {
                accounts.push(self.account(index, advance)?);
            }
        }
        Ok(accounts)
    }

    /// Whether the day of an advance that is paid on one has come now.
    fn is_paid_now(&self, advance: &Advance) -> bool {
        let known = self.before.advances.contains_key(&advance.id);
        // An account that only costs were charged to so far is known, and may be paid later.
        let settled = self.before.through.filter(|_| known);
        advance.paid_on.is_some_and(|day| {
            day < self.activity.period.to() && settled.is_none_or(|settled| settled <= day)
        })
    }

    /// Whether a part falls due that was not paid before.
    fn is_new_part(&self, advance: &Advance, position: usize) -> bool {
        let known = self.before.advances.get(&advance.id);
        advance.parts().get(position).is_some_and(|part| {
            let paid = known.is_some_and(|known| known.parts.contains_key(&part.id));
            !paid && self.is_due(&part.on)
        })
    }

    fn has_due_parts(&self, advance: &Advance) -> bool {
        let mut positions = 0..advance.parts().len();
        positions.any(|position| self.is_new_part(advance, position))
    }

    fn account(&mut self, index: usize, advance: &Advance) -> Result<Account<W::Figure>, Stop> {
        let list = Path::STATE.name("advances");
        let place = list.name(advance.id.as_str());
        let known = self.before.advances.get(&advance.id);
        let zero = Money::zero(self.terms.currency());
        let (own, group) = known.map_or((zero, zero), |known| (known.own, known.group));
        let open = known.map(|known| known.outstanding);
        let working = &mut *self.working;
        let own = working
            .optional(&place.name("own"), own.into(), || "recouped before".into())
            .map_err(at(&advance.id))?;
        let label = || "recouped by the group before".into();
        let group = working
            .optional(&place.name("group"), group.into(), label)
            .map_err(at(&advance.id))?;
        let paid = self.pay(index, advance).map_err(at(&advance.id))?;
        let mut account = Account {
            index,
            outstanding: self
                .outstanding(advance, open, paid)
                .map_err(at(&advance.id))?,
            own,
            group,
            paid,
            charged: None,
            back: None,
            taken: None,
        };
        let clause = advance.charges.as_ref();
        if let Some(clause) = clause.filter(|_| self.is_charged(&advance.id)) {
            let charged = self.charge(index, advance, clause)?;
            self.charge_to(advance, &mut account, charged)?;
        }
        Ok(account)
    }

    fn is_charged(&self, advance: &Id) -> bool {
        let mut charges = self.activity.charges.iter();
        charges.any(|charge| charge.advance == *advance)
    }

    /// What is open of an advance once it is paid: what was open before, and what is paid now.
    fn outstanding(
        &mut self,
        advance: &Advance,
        open: Option<Money>,
        paid: Option<W::Figure>,
    ) -> Done<W::Figure> {
        let list = Path::STATE.name("advances");
        let place = list.name(advance.id.as_str());
        let label = || format!("advance {}", advance.id);
        let open = match (open, paid) {
            (None, Some(paid)) => return Ok(paid),
            (open, _) => open.unwrap_or(Money::zero(self.terms.currency())),
        };
        let place = place.name("outstanding");
        let open = self.working.optional(&place, open.into(), label)?;
        let Some(paid) = paid else { return Ok(open) };
        let label = || format!("{}, with what is paid", advance.id);
        self.working.sum(&[open, paid], label)
    }

    /// What is paid of an advance now: all of it on its day, or the parts that fall due.
    fn pay(&mut self, index: usize, advance: &Advance) -> Done<Option<W::Figure>> {
        let list = Path::TERMS.name("advances");
        let place = list.index(index);
        let label = || format!("advance {}", advance.id);
        if let Some(amount) = advance.amount.filter(|_| self.is_paid_now(advance)) {
            let place = place.name("amount");
            return self.working.input(&place, amount.into(), label).map(Some);
        }
        if !self.has_due_parts(advance) {
            return Ok(None);
        }
        let total = advance.amount.map(|amount| ("amount", amount));
        let amounts = part_amounts(self.working, &advance.id, advance.parts(), total, &place)?;
        let list = Path::STATE.name("advances");
        let state = list.name(advance.id.as_str());
        let list = state.name("parts");
        let mut paid = Vec::new();
        for (position, (part, amount)) in advance.parts().iter().zip(amounts).enumerate() {
            if self.is_new_part(advance, position) {
                self.working.remember(&list.name(part.id.as_str()), amount);
                let money = self.working.money(amount)?;
                self.state_of(&advance.id)
                    .parts
                    .insert(part.id.clone(), money);
                paid.push(amount);
            }
        }
        let label = || format!("paid of {}", advance.id);
        self.working.sum(&paid, label).map(Some)
    }

    /// `min(R(rate * cost), at_most)` of all costs so far, less what was charged before.
    fn charge(
        &mut self,
        index: usize,
        advance: &Advance,
        limits: &Charges,
    ) -> Result<Charged<W::Figure>, Stop> {
        let activity = self.activity;
        let list = Path::ACTIVITY.name("charges");
        let mut costs = Vec::new();
        for (index, charge) in activity.charges.iter().enumerate() {
            if charge.advance != advance.id {
                continue;
            }
            let place = list.index(index);
            let label = || format!("charge {}", charge.id);
            let amount = charge.amount.into();
            let cost = self
                .working
                .input(&place.name("amount"), amount, label)
                .map_err(at(&charge.id))?;
            self.working.note(cost, charge.note.as_ref());
            self.once(Once::charge(&charge.id), cost)?;
            costs.push(cost);
        }
        self.charged_of(index, advance, limits, costs)
            .map_err(at(&advance.id))
    }

    fn charged_of(
        &mut self,
        index: usize,
        advance: &Advance,
        limits: &Charges,
        mut costs: Vec<W::Figure>,
    ) -> Done<Charged<W::Figure>> {
        let list = Path::STATE.name("advances");
        let state = list.name(advance.id.as_str());
        let list = Path::TERMS.name("advances");
        let clause = list.index(index);
        let place = clause.name("charges");
        let known = self.before.advances.get(&advance.id);
        let zero = Money::zero(self.terms.currency());
        let cost = known.and_then(|known| known.cost).unwrap_or(zero);
        let charged = known.and_then(|known| known.charged).unwrap_or(zero);
        let working = &mut *self.working;
        let label = || format!("costs of {} before", advance.id);
        costs.insert(
            0,
            working.optional(&state.name("cost"), cost.into(), label)?,
        );
        let cost = working.sum(&costs, || format!("costs of {}", advance.id))?;
        let rate = Value::Number(limits.rate.unwrap_or(Ratio::ONE));
        let label = || "part of the costs that is charged".into();
        let rate = working.optional(&place.name("rate"), rate, label)?;
        let part = working.product(rate, cost, || "part of the costs".into())?;
        let mut now = working.round(part, || "part of the costs, rounded".into())?;
        if let Some(at_most) = limits.at_most {
            let label = || "the most that is charged".into();
            let at_most = working.input(&place.name("at_most"), at_most.into(), label)?;
            let label = || format!("charged to {}", advance.id);
            now = working.smallest(&[now, at_most], label)?;
        }
        let label = || format!("charged to {} before", advance.id);
        let before = working.optional(&state.name("charged"), charged.into(), label)?;
        let label = || format!("charged to {} now", advance.id);
        let change = working.difference(now, before, label)?;
        working.remember(&state.name("cost"), cost);
        working.remember(&state.name("charged"), now);
        let (all, charged) = (working.money(cost)?, working.money(now)?);
        let state = self.state_of(&advance.id);
        (state.cost, state.charged) = (Some(all), Some(charged));
        Ok(Charged { cost, change })
    }

    /// What is charged adds to what is open; what comes back is taken first from that, then from
    /// what was recouped from own income.
    fn charge_to(
        &mut self,
        advance: &Advance,
        account: &mut Account<W::Figure>,
        charged: Charged<W::Figure>,
    ) -> Result<(), Stop> {
        let failed = || at(&advance.id);
        let working = &mut *self.working;
        let before = account.outstanding;
        let label = || format!("{}, with what is charged", advance.id);
        let open = working
            .sum(&[before, charged.change], label)
            .map_err(failed())?;
        account.charged = Some(charged.change);
        account.outstanding = open;
        if working.sign(open).is_lt() {
            let nothing = working.no_money().map_err(failed())?;
            let label = || format!("left of {}", advance.id);
            account.outstanding = working.largest(&[nothing, open], label).map_err(failed())?;
            let label = || format!("recouped of {}, comes back", advance.id);
            let back = working.difference(nothing, open, label).map_err(failed())?;
            account.back = Some(back);
        }
        let own = working.money(account.own).map_err(failed())?;
        let over = match account.back {
            Some(back) => working.money(back).map_err(failed())?.minor() > own.minor(),
            None => false,
        };
        let left = if working.sign(charged.cost).is_lt() {
            let known = self.before.advances.get(&advance.id);
            let zero = Money::zero(self.terms.currency());
            known.and_then(|known| known.cost).unwrap_or(zero)
        } else if over {
            let before = working.money(before).map_err(failed())?;
            before.checked_add(own).unwrap_or(own)
        } else {
            return Ok(());
        };
        Err(Stop::Refused(SettleError::OverCredit {
            advance: advance.id.clone(),
            left,
        }))
    }

    /// What is paid ahead by this statement.
    pub(super) fn advanced(&mut self, accounts: &Accounts<W::Figure>) -> Done<Option<W::Figure>> {
        let paid: Vec<W::Figure> = accounts.iter().filter_map(|one| one.paid).collect();
        self.some_of(&paid, "paid ahead")
    }

    /// What is charged by this statement.
    pub(super) fn charged(&mut self, accounts: &Accounts<W::Figure>) -> Done<Option<W::Figure>> {
        let charged: Vec<W::Figure> = accounts.iter().filter_map(|one| one.charged).collect();
        let charged = self.some_of(&charged, "charged")?;
        Ok(charged.filter(|charged| self.working.sign(*charged).is_ne()))
    }

    fn some_of(&mut self, parts: &[W::Figure], label: &str) -> Done<Option<W::Figure>> {
        if parts.is_empty() {
            return Ok(None);
        }
        self.working.sum(parts, || label.to_owned()).map(Some)
    }

    /// What the state after says of an advance.
    fn state_of(&mut self, advance: &Id) -> &mut AdvanceState {
        let currency = self.terms.currency();
        self.after
            .advances
            .entry(advance.clone())
            .or_insert_with(|| AdvanceState::empty(currency))
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
            let left = self.working.money(account.outstanding)?;
            let own = self.working.money(account.own)?;
            let group = self.working.money(account.group)?;
            let state = self.state_of(&advance.id);
            (state.outstanding, state.own, state.group) = (left, own, group);
            if left.is_positive() {
                let advance = advance.id.as_str().into();
                self.notices.insert(Notice::Unrecouped { advance });
            }
            outstanding.insert(advance.id.clone(), left);
        }
        Ok(outstanding)
    }
}
