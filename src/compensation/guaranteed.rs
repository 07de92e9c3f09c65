//! [`Guaranteed`]: what a guarantee promises for its present window, and what of it is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clause::{Guarantee, GuaranteeTest};
use super::ledger::month_edges;
use super::rated_figures::RatedFigures;
use super::run::Run;
use super::window::{Window, WindowKey};
use super::working::{Done, Edge, Value, Working};
use super::yearly::{YearlyInstallment, days_in};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::Period;

/// One window of a guarantee as figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures<F> {
    pub(super) earned: F,
    pub(super) due: F,
    pub(super) amount: F,
}

/// A guarantee as figures.
#[derive(Clone, Debug)]
pub(super) struct Sums<F> {
    pub(super) since: u32,
    pub(super) since_figure: F,
    pub(super) from: NaiveDate,
    pub(super) from_figure: F,
    pub(super) windows: BTreeMap<WindowKey, Figures<F>>,
    /// What the sums of windows are rated on, where activity decides them.
    pub(super) rated: BTreeMap<WindowKey, RatedFigures<F>>,
    pub(super) folded: F,
    pub(super) surplus: F,
    pub(super) booked: F,
}

/// A guarantee of the present version and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guaranteed<'a> {
    index: usize,
    clause: &'a Guarantee,
}

impl<'a> Guaranteed<'a> {
    pub(super) const fn new(index: usize, clause: &'a Guarantee) -> Self {
        Self { index, clause }
    }

    /// Sets what the present window promises and what is due of it; returns the window and its
    /// sum while it is open.
    pub(super) fn present<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        sums: &mut Sums<W::Figure>,
    ) -> Done<Option<(WindowKey, W::Figure)>> {
        if run.plan.run_off {
            return Ok(None);
        }
        let key = run.present_window(self.clause)?;
        let mut figures = match sums.windows.get(&key).copied() {
            Some(figures) => figures,
            None => run.no_window(self.clause, key)?,
        };
        let closes = Self::closes(run, key);
        let (whole, part) = self.promised(run, key, sums)?;
        if let Some(rated) = sums.rated.get(&key).filter(|_| closes) {
            run.missing_levels(self.clause, rated);
        }
        figures.amount = if closes { part } else { whole };
        let paid = self.due_before_close(run, key, whole)?;
        figures.due = match (closes, paid) {
            (true, Some(paid)) => run
                .working
                .largest(&[part, paid], || "due at close".into())?,
            (true, None) => part,
            (false, Some(paid)) => paid,
            (false, None) if run.working.sign(figures.due).is_eq() => figures.due,
            // An amendment has put the test off to the close: nothing is due before.
            (false, None) => {
                let label = || "due at the close alone".into();
                run.working.difference(figures.due, figures.due, label)?
            }
        };
        sums.windows.insert(key, figures);
        Ok((!closes).then_some((key, part)))
    }

    /// What the whole window promises, and what the part of it that counts does: what activity
    /// decides is never prorated.
    fn promised<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        key: WindowKey,
        sums: &Sums<W::Figure>,
    ) -> Done<(W::Figure, W::Figure)> {
        if let Some(rated) = sums.rated.get(&key) {
            if let Some(sum) = run.rated_sum(self.clause, key, rated)? {
                return Ok((sum, sum));
            }
        }
        let mut whole = self.amount(run, key)?;
        let version = Path::Version(run.plan.version);
        let clauses = version.name("guarantees");
        let place = clauses.index(self.index);
        if let Some(factor) = run.factor_of(self.clause, &place, key)? {
            let label = || "escalated".into();
            let exact = run.working.product(factor, whole, label)?;
            let label = || format!("sum of {}, escalated", self.clause.id);
            whole = run.working.round(exact, label)?;
        }
        Ok((whole, self.prorated(run, key, whole, sums)?))
    }

    /// Whether the window ends with this period, or with the agreement.
    fn closes<W: Working>(run: &Run<'_, W>, key: WindowKey) -> bool {
        let to = run.activity.period.to();
        let ends = run.activity.r#final.unwrap_or(false) || run.terms.sheet().end == Some(to);
        ends || match key {
            WindowKey::Lifetime => false,
            WindowKey::Periods { last, .. } => last <= run.activity.no,
            WindowKey::Months(days) | WindowKey::MonthsFrom { days, .. } => days.to() <= to,
        }
    }

    /// The sum of the window, by its number counted from the anchor.
    fn amount<W: Working>(&self, run: &mut Run<'_, W>, key: WindowKey) -> Done<W::Figure> {
        let version = Path::Version(run.plan.version);
        let list = version.name("guarantees");
        let place = list.index(self.index);
        let label = || format!("sum of {}", self.clause.id);
        if let Some(amount) = self.clause.amount {
            return run
                .working
                .input(&place.name("amount"), amount.into(), label);
        }
        let anchor = run.terms.sheet().months_from();
        let number = key.number(self.clause.window, anchor);
        let amounts = self.clause.amounts.as_deref().unwrap_or_default();
        let found = amounts
            .iter()
            .enumerate()
            .rev()
            .find(|(_, amount)| i64::from(amount.from) <= number);
        let list = place.name("amounts");
        if let Some((index, amount)) = found {
            let place = list.index(index);
            run.working
                .input(&place.name("amount"), amount.amount.into(), label)
        } else {
            let zero = Money::zero(run.terms.currency());
            run.working
                .optional(&place.name("amount"), zero.into(), || {
                    format!("no sum of {} yet", self.clause.id)
                })
        }
    }

    /// Whether a part of a window owes a part of the sum.
    fn is_prorated(&self) -> bool {
        self.clause.prorate != Some(false) && self.clause.amount_by.is_none()
    }

    /// The part of the sum that a part of a window owes.
    fn prorated<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        key: WindowKey,
        whole: W::Figure,
        sums: &Sums<W::Figure>,
    ) -> Done<W::Figure> {
        if !self.is_prorated() {
            return Ok(whole);
        }
        let part = match (key, self.clause.window) {
            (WindowKey::Periods { first, last }, Window::Periods(_)) => {
                self.part_of_periods(run, first, last, sums)?
            }
            _ => match key.days() {
                Some(days) => self.part_of_months(run, days)?,
                None => None,
            },
        };
        let Some(part) = part else { return Ok(whole) };
        let exact = run
            .working
            .product(part, whole, || format!("part of {}", self.clause.id))?;
        run.working
            .round(exact, || format!("part of {}, rounded", self.clause.id))
    }

    /// Days from the window, or the first version that has the guarantee, to the window's end,
    /// or that of the agreement, over the days of the window.
    fn part_of_months<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        days: Period,
    ) -> Done<Option<W::Figure>> {
        let (mut from, mut to) = self.month_edges(run, days)?;
        let all = run.working.days(from, to, || "days of the window".into())?;
        let mut is_whole = true;
        if let Some(since) = self.begins_in(run, days)? {
            from = since;
            is_whole = false;
        }
        let end = run.terms.sheet().end;
        if let Some(end) = end.filter(|end| *end < days.to()) {
            let label = || "end of the agreement".into();
            to = run
                .working
                .input(&Path::TERMS.name("end"), Value::Date(end), label)?;
            is_whole = false;
        }
        let last = run.activity.period.to();
        if run.activity.r#final.unwrap_or(false) && last < days.to() {
            to = run.period_end()?;
            is_whole = false;
        }
        if is_whole {
            return Ok(None);
        }
        let part = run.working.days(from, to, || "days that count".into())?;
        run.working
            .quotient(part, all, || "part of the window".into())
            .map(Some)
    }

    /// The first day of the guarantee, if that is inside a window of months.
    fn begins_in<W: Working>(&self, run: &mut Run<'_, W>, days: Period) -> Done<Option<W::Figure>> {
        let first = run.first_version(self.clause);
        let since = run.terms.versions().get(first).map(|version| version.from);
        let Some(since) = since.filter(|since| *since > days.from()) else {
            return Ok(None);
        };
        let place = Path::Version(first);
        let label = || format!("first day of {}", self.clause.id);
        let day = run
            .working
            .input(&place.name("from"), Value::Date(since), label)?;
        Ok(Some(day))
    }

    /// The first day of a window of months, and the day after its last.
    fn month_edges<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        days: Period,
    ) -> Done<(W::Figure, W::Figure)> {
        let version = Path::Version(run.plan.version);
        let clauses = version.name("guarantees");
        let clause = clauses.index(self.index);
        let window = (self.clause.window, &clause.name("window"));
        month_edges(run.working, run.terms, days, window)
    }

    /// Periods from the first that had the guarantee to the last, over those of the window.
    fn part_of_periods<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        first: u32,
        last: u32,
        sums: &Sums<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let no = run.activity.no;
        let ends = Self::closes(run, WindowKey::Periods { first, last }) && no < last;
        if sums.since <= first && !ends {
            return Ok(None);
        }
        let version = Path::Version(run.plan.version);
        let clauses = version.name("guarantees");
        let clause = clauses.index(self.index);
        let window = clause.name("window");
        let count = last.saturating_sub(first).saturating_add(1);
        let all = Value::Number(count.into());
        let all = run.working.input(&window.name("periods"), all, || {
            "periods of the window".into()
        })?;
        let one = run.working.quotient(all, all, || "one period".into())?;
        let number = Value::Number(no.into());
        let number = run
            .working
            .input(&Path::ACTIVITY.name("no"), number, || "this period".into())?;
        // How many periods of the window have been, by counting in whole windows.
        let before = run
            .working
            .difference(number, one, || "periods before".into())?;
        let windows = run
            .working
            .quotient(before, all, || "windows before".into())?;
        let windows = run
            .working
            .whole(windows, Rounding::Floor, || "whole windows".into())?;
        let gone = run
            .working
            .product(windows, all, || "periods of those".into())?;
        let upto = if ends {
            number
        } else {
            run.working
                .sum(&[gone, all], || "last period of the window".into())?
        };
        let in_window = run
            .working
            .difference(upto, gone, || "periods so far".into())?;
        let since = run
            .working
            .difference(upto, sums.since_figure, || "periods since".into())?;
        let since = run
            .working
            .sum(&[since, one], || "periods that had it".into())?;
        let part = run
            .working
            .smallest(&[in_window, since], || "periods that count".into())?;
        run.working
            .quotient(part, all, || "part of the window".into())
            .map(Some)
    }

    /// What is due while the window is open: nothing, a part by days, or installments.
    fn due_before_close<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        key: WindowKey,
        whole: W::Figure,
    ) -> Done<Option<W::Figure>> {
        match (&self.clause.test, key.days()) {
            (GuaranteeTest::Accrued, Some(days)) => {
                if Self::closes(run, key) {
                    return Ok(None);
                }
                let (mut from, to) = self.month_edges(run, days)?;
                let all = run.working.days(from, to, || "days of the window".into())?;
                if self.is_prorated() {
                    from = self.begins_in(run, days)?.unwrap_or(from);
                }
                let end = run.period_end()?;
                let so_far = run.working.days(from, end, || "days so far".into())?;
                let part = run.working.quotient(so_far, all, || "part so far".into())?;
                let exact = run.working.product(part, whole, || "accrued".into())?;
                run.working
                    .round(exact, || "accrued, rounded".into())
                    .map(Some)
            }
            (GuaranteeTest::Installments(_), _) => self.installments(run, key).map(Some),
            (GuaranteeTest::Yearly(yearly), Some(days)) => {
                self.yearly(run, days, yearly, whole).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The installments of the window whose day has come.
    fn installments<W: Working>(&self, run: &mut Run<'_, W>, key: WindowKey) -> Done<W::Figure> {
        let version = Path::Version(run.plan.version);
        let list = version.name("guarantees");
        let clause = list.index(self.index);
        let test = clause.name("test");
        let list = test.name("installments");
        let to = run.activity.period.to();
        let mut parts = Vec::new();
        let installments = Run::<W>::installments_of(self.clause);
        for (index, installment) in installments.iter().enumerate() {
            let days = key.days();
            let inside = days.is_none_or(|days| days.contains(installment.on));
            if inside && installment.on < to {
                let place = list.index(index);
                let label = || format!("installment of {}", self.clause.id);
                let amount = installment.amount.into();
                parts.push(run.working.input(&place.name("amount"), amount, label)?);
            }
        }
        self.together(run, &test, &parts)
    }

    /// The parts of the sum on days of the year that have come, but for those before the first
    /// version that has the guarantee.
    fn yearly<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        stretch: Period,
        yearly: &[YearlyInstallment],
        whole: W::Figure,
    ) -> Done<W::Figure> {
        let version = Path::Version(run.plan.version);
        let list = version.name("guarantees");
        let clause = list.index(self.index);
        let test = clause.name("test");
        let list = test.name("yearly");
        let days = days_in(yearly, stretch);
        let mut shares = Vec::with_capacity(days.len());
        for (_, index) in &days {
            let share = yearly.get(*index).map_or(Ratio::ZERO, |one| one.share);
            let place = list.index(*index);
            let label = || format!("share of an installment of {}", self.clause.id);
            let share = Value::Number(share);
            shares.push(run.working.input(&place.name("share"), share, label)?);
        }
        if !shares.iter().any(|share| run.working.sign(*share).is_gt()) {
            return self.together(run, &test, &[]);
        }
        let label = || format!("installments of {}", self.clause.id);
        let parts = run.working.installments(whole, &shares, label)?;
        let first = run.terms.versions().get(run.first_version(self.clause));
        let first = first.map(|version| version.from);
        let to = run.activity.period.to();
        let has_come = |day: NaiveDate| day < to && first.is_none_or(|first| first <= day);
        let parts = parts.into_iter().zip(&days);
        let due: Vec<_> = parts
            .filter(|(_, (day, _))| has_come(*day))
            .map(|(part, _)| part)
            .collect();
        self.together(run, &test, &due)
    }

    /// The sum of the installments that have come.
    fn together<W: Working>(
        &self,
        run: &mut Run<'_, W>,
        test: &Path<'_>,
        due: &[W::Figure],
    ) -> Done<W::Figure> {
        if due.is_empty() {
            let zero = Money::zero(run.terms.currency());
            let place = test.name("due");
            return run
                .working
                .optional(&place, zero.into(), || "no installment yet".into());
        }
        run.working
            .sum(due, || format!("installments of {}, due", self.clause.id))
    }
}

impl<W: Working> Run<'_, W> {
    /// The first day of the period, for who asks when something began.
    pub(super) fn period_start(&mut self) -> Done<W::Figure> {
        super::booked::period_edge(self.working, self.activity, Edge::From)
    }
}
