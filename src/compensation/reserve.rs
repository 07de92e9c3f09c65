//! Steps 8 and 9: what is kept back against returns, and what waits (spec/compensation.md 7).

use super::balance::Waiting;
use super::booked::{Booked, Stop, at, period_edge};
use super::clause::{Hold, Reserve, ReserveOn};
use super::line::LineKind;
use super::measure::Stream;
use super::notice::Notice;
use super::pay::PayDraft;
use super::run::Run;
use super::scope::{Scope, clause_lies_inside, covers};
use super::state_key::Day;
use super::window::WindowKey;
use super::working::{Done, Edge, Failure, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::time::Period;

impl<W: Working> Run<'_, W> {
    /// Keeps back, releases, holds and lets go.
    pub(super) fn waiting(&mut self, earned: W::Figure) -> Result<Waiting<W::Figure>, Stop> {
        let mut lines = Vec::new();
        let taken = self
            .reserve(earned, &mut lines)
            .map_err(at("the reserve"))?;
        self.hold(earned, taken, &mut lines)
            .map_err(at("the hold"))?;
        let reserve = self.open_reserve().map_err(at("the reserve"))?;
        let held = self.open_hold().map_err(at("the hold"))?;
        Ok(Waiting {
            lines,
            reserve,
            held,
        })
    }

    fn is_final(&self) -> bool {
        self.activity.r#final.unwrap_or(false)
    }

    fn wait_line(&mut self, kind: LineKind, amount: W::Figure) {
        if self.working.sign(amount).is_ne() {
            self.lines.push(Booked {
                kind,
                reference: String::new(),
                window: None,
                amount,
                member: None,
            });
        }
    }

    /// Step 8: what is taken now; tranches whose period has come are released.
    fn reserve(
        &mut self,
        earned: W::Figure,
        lines: &mut Vec<(Option<Vec<super::wire::Id>>, W::Figure)>,
    ) -> Done<Option<W::Figure>> {
        let terms = self.terms;
        let clause = terms.reserve(self.plan.version);
        let scope = clause.and_then(|clause| clause.scope.clone());
        let mut taken = None;
        if let Some(clause) = clause.filter(|_| !self.is_final()) {
            let amount = self.taken(clause, earned)?;
            if self.working.sign(amount).is_gt() {
                let nothing = self.working.no_money()?;
                let label = || "kept back".into();
                let line = self.working.difference(nothing, amount, label)?;
                self.wait_line(LineKind::ReserveTaken, line);
                lines.push((scope.clone(), line));
                self.tranches(clause, amount)?;
                taken = Some(amount);
            }
        }
        let (no, all) = (self.activity.no, self.is_final());
        let due: Vec<u32> = self
            .before
            .reserve
            .keys()
            .copied()
            .filter(|number| all || *number <= no)
            .collect();
        let mut released = Vec::with_capacity(due.len());
        for number in due {
            released.push(self.tranche(number)?);
            self.after.reserve.remove(&number);
        }
        if !released.is_empty() {
            let released = self.working.sum(&released, || "released".into())?;
            self.wait_line(LineKind::ReserveReleased, released);
            lines.push((scope, released));
        }
        Ok(taken)
    }

    /// A tranche of the reserve as it stands in the state.
    fn tranche(&mut self, number: u32) -> Done<W::Figure> {
        let zero = Money::zero(self.terms.currency());
        let amount = self.before.reserve.get(&number).copied().unwrap_or(zero);
        let list = Path::STATE.name("reserve");
        let place = list.name(&number.to_string()).pointer();
        let place = Path::Written("state", &place);
        let label = || format!("kept back for period {number}");
        self.working.optional(&place, amount.into(), label)
    }

    /// `R(rate * max(0, min(E(scope), E)))`, or a part of revenue, at most what was earned.
    fn taken(&mut self, clause: &Reserve, earned: W::Figure) -> Done<W::Figure> {
        let by_scope = self.earned_by(clause.scope.as_deref())?;
        let nothing = self.working.no_money()?;
        let least = self
            .working
            .smallest(&[by_scope, earned], || "earned at least".into())?;
        let most = self
            .working
            .largest(&[nothing, least], || "earned, not below 0".into())?;
        let version = Path::Version(self.plan.version);
        let place = version.name("reserve");
        let rate = Value::Number(clause.rate);
        let rate = self
            .working
            .input(&place.name("rate"), rate, || "rate of the reserve".into())?;
        if clause.on == ReserveOn::Earned {
            let exact = self.working.product(rate, most, || "to keep back".into())?;
            return self.working.round(exact, || "kept back, rounded".into());
        }
        let revenue = self.revenue(clause.scope.as_deref())?;
        let revenue = self
            .working
            .largest(&[nothing, revenue], || "revenue, not below 0".into())?;
        let exact = self
            .working
            .product(rate, revenue, || "to keep back".into())?;
        let rounded = self.working.round(exact, || "kept back, rounded".into())?;
        self.working
            .smallest(&[rounded, most], || "at most what was earned".into())
    }

    /// The net, undeducted, of the base streams of a scope's shares in this activity.
    fn revenue(&mut self, scope: Scope<'_>) -> Done<W::Figure> {
        let mut streams = std::collections::BTreeSet::new();
        for item in self.terms.items(self.plan.version) {
            if covers(scope, &item.id) {
                shared(&item.pay, &mut streams);
            }
        }
        let parts: Vec<W::Figure> = self
            .nets
            .iter()
            .filter(|((_, stream), _)| streams.contains(stream))
            .map(|(_, net)| net.amount)
            .collect();
        if parts.is_empty() {
            return self.nothing_earned();
        }
        self.working.sum(&parts, || "revenue of the scope".into())
    }

    /// Splits what is kept back over the next periods.
    fn tranches(&mut self, clause: &Reserve, amount: W::Figure) -> Done<()> {
        let version = Path::Version(self.plan.version);
        let reserve = version.name("reserve");
        let list = reserve.name("release");
        let mut weights = Vec::with_capacity(clause.release.len());
        for (index, weight) in clause.release.iter().enumerate() {
            let weight = Value::Number((*weight).into());
            weights.push(
                self.working
                    .optional(&list.index(index), weight, || "weight".into())?,
            );
        }
        let parts = self
            .working
            .installments(amount, &weights, || "tranches".into())?;
        let mut number = self.activity.no;
        for mut part in parts {
            number = number.checked_add(1).ok_or(Failure::Overflow)?;
            if self.before.reserve.contains_key(&number) {
                let known = self.tranche(number)?;
                part = self
                    .working
                    .sum(&[known, part], || "kept back together".into())?;
            }
            if self.working.sign(part).is_ne() {
                let text = number.to_string();
                let state = Path::STATE.name("reserve");
                self.working.remember(&state.name(&text), part);
                let money = self.working.money(part)?;
                self.after.reserve.insert(number, money);
                self.tranche_figures.insert(number, part);
            }
        }
        Ok(())
    }

    /// Step 9: what waits now; what has waited long enough goes, and a loss is covered by the
    /// newest of what is left.
    fn hold(
        &mut self,
        earned: W::Figure,
        taken: Option<W::Figure>,
        lines: &mut Vec<(Option<Vec<super::wire::Id>>, W::Figure)>,
    ) -> Done<()> {
        let terms = self.terms;
        let clause = terms.hold(self.plan.version);
        // What is released was held of these items, also by a version that holds nothing more.
        let scope = clause.and_then(|clause| clause.scope.clone());
        let clause = clause.filter(|clause| clause.days > 0);
        let (end, all) = (self.activity.period.to(), self.is_final());
        let mut released = Vec::new();
        let due: Vec<Day> = self
            .before
            .hold
            .keys()
            .copied()
            .filter(|day| all || day.0 <= end)
            .collect();
        for day in due {
            released.push(self.held_until(day)?);
            self.after.hold.remove(&day);
        }
        let by_scope = self.earned_by(scope.as_deref())?;
        let mut held = None;
        if let Some(clause) = clause.filter(|_| !all) {
            held = self.held(clause, by_scope, earned, taken)?;
            if self.working.sign(by_scope).is_lt() {
                self.cover(by_scope, &mut released)?;
            }
        }
        if let Some(amount) = held {
            let nothing = self.working.no_money()?;
            let line = self.working.difference(nothing, amount, || "held".into())?;
            self.wait_line(LineKind::Held, line);
            lines.push((scope.clone(), line));
        }
        if !released.is_empty() {
            let released = self.working.sum(&released, || "no longer held".into())?;
            self.wait_line(LineKind::Unheld, released);
            lines.push((scope, released));
        }
        Ok(())
    }

    /// What was held until a day, as it stands in the state.
    fn held_until(&mut self, day: Day) -> Done<W::Figure> {
        if let Some(figure) = self.held_figures.get(&day) {
            return Ok(*figure);
        }
        let zero = Money::zero(self.terms.currency());
        let amount = self.before.hold.get(&day).copied().unwrap_or(zero);
        let list = Path::STATE.name("hold");
        let text = day.to_string();
        let label = || format!("held until {day}");
        self.working
            .optional(&list.name(&text), amount.into(), label)
    }

    /// `min(e, E - taken)` if above 0, until so many days after the period.
    fn held(
        &mut self,
        clause: &Hold,
        by_scope: W::Figure,
        earned: W::Figure,
        taken: Option<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let mut own = by_scope;
        let mut all = earned;
        if let Some(taken) = taken {
            let reserve = self.terms.reserve(self.plan.version);
            let inner = reserve.and_then(|reserve| reserve.scope.as_deref());
            let version = self.plan.version;
            if clause_lies_inside(self.terms, version, inner, clause.scope.as_deref()) {
                own = self
                    .working
                    .difference(own, taken, || "less what is kept back".into())?;
            }
            all = self
                .working
                .difference(all, taken, || "less what is kept back".into())?;
        }
        let amount = self.working.smallest(&[own, all], || "to hold".into())?;
        if self.working.sign(amount).is_le() {
            return Ok(None);
        }
        let end = self.activity.period.to();
        let day = end
            .checked_add_days(chrono::Days::new(u64::from(clause.days)))
            .filter(|day| (1..=9999).contains(&chrono::Datelike::year(day)))
            .ok_or(Failure::Overflow)?;
        self.hold_until(Day(day), amount)?;
        Ok(Some(amount))
    }

    fn hold_until(&mut self, day: Day, amount: W::Figure) -> Done<()> {
        let mut sum = amount;
        if self.before.hold.contains_key(&day) {
            let known = self.held_until(day)?;
            sum = self
                .working
                .sum(&[known, amount], || "held together".into())?;
        }
        self.hold_is(day, sum)
    }

    fn hold_is(&mut self, day: Day, amount: W::Figure) -> Done<()> {
        let text = day.to_string();
        let list = Path::STATE.name("hold");
        self.working.remember(&list.name(&text), amount);
        let money = self.working.money(amount)?;
        if money.is_zero() {
            self.after.hold.remove(&day);
        } else {
            self.after.hold.insert(day, money);
        }
        self.held_figures.insert(day, amount);
        Ok(())
    }

    /// Releases as much as a loss needs, newest first.
    fn cover(&mut self, loss: W::Figure, released: &mut Vec<W::Figure>) -> Done<()> {
        let nothing = self.working.no_money()?;
        let mut need = self
            .working
            .difference(nothing, loss, || "loss to cover".into())?;
        let days: Vec<Day> = self.after.hold.keys().rev().copied().collect();
        for day in days {
            if self.working.sign(need).is_le() {
                break;
            }
            let held = self.held_until(day)?;
            let part = self
                .working
                .smallest(&[held, need], || "covers the loss".into())?;
            let left = self
                .working
                .difference(held, part, || format!("held until {day}"))?;
            need = self
                .working
                .difference(need, part, || "loss still to cover".into())?;
            self.hold_is(day, left)?;
            released.push(part);
        }
        Ok(())
    }

    /// What is kept back after the statement.
    fn open_reserve(&mut self) -> Done<W::Figure> {
        let numbers: Vec<u32> = self.after.reserve.keys().copied().collect();
        let mut parts = Vec::with_capacity(numbers.len());
        for number in &numbers {
            parts.push(match self.tranche_figures.get(number) {
                Some(figure) => *figure,
                None => self.tranche(*number)?,
            });
        }
        if let Some(first) = numbers.first() {
            let next = WindowKey::Periods {
                first: *first,
                last: *first,
            };
            self.notices.insert(Notice::Reserved { next });
        }
        self.open(&parts, "reserve")
    }

    /// What waits after the statement.
    fn open_hold(&mut self) -> Done<W::Figure> {
        let days: Vec<Day> = self.after.hold.keys().copied().collect();
        let mut parts = Vec::with_capacity(days.len());
        for day in &days {
            parts.push(self.held_until(*day)?);
        }
        if let Some(Day(first)) = days.first() {
            let next = Period::inclusive(*first, *first)?;
            self.notices.insert(Notice::Held { next });
        }
        self.open(&parts, "hold")
    }

    /// A sum of tranches, or nothing where there are none.
    fn open(&mut self, parts: &[W::Figure], key: &'static str) -> Done<W::Figure> {
        if parts.is_empty() {
            let list = Path::STATE.name(key);
            let zero = Money::zero(self.terms.currency());
            let place = list.name("none");
            return self
                .working
                .optional(&place, zero.into(), || format!("no {key}"));
        }
        self.working
            .sum(parts, || format!("{key} after the statement"))
    }

    /// The day after the period, for who asks when something ends.
    pub(super) fn period_end(&mut self) -> Done<W::Figure> {
        period_edge(self.working, self.activity, Edge::To)
    }
}

/// The base streams of every share in a pay.
fn shared<'a>(pay: &'a PayDraft, streams: &mut std::collections::BTreeSet<&'a Stream>) {
    match pay {
        PayDraft::Share(share) => streams.extend(&share.base.streams),
        PayDraft::Sum(all) | PayDraft::GreaterOf(all) | PayDraft::LesserOf(all) => {
            for pay in all {
                shared(pay, streams);
            }
        }
        PayDraft::Minus(pair) => {
            shared(&pair.0, streams);
            shared(&pair.1, streams);
        }
        PayDraft::Times(times) => shared(&times.pay, streams),
        _ => {}
    }
}
