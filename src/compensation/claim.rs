//! Guarantees with days of their own, and what an installment claims (spec/contracts.md X1).

use chrono::NaiveDate;

use super::clause::{Guarantee, GuaranteeTest};
use super::dated::{Clause, OwnSum};
use super::guaranteed::{Figures, Sums};
use super::run::Run;
use super::window::WindowKey;
use super::working::{Done, Failure, Value, Working};
use super::yearly::{YearlyInstallment, days_in};
use crate::explain::Path;

/// A window of a guarantee, its top-up, and the surplus that earlier windows carry into it.
#[derive(Clone, Copy, Debug)]
struct ToppedUp<F> {
    window: Figures<F>,
    top_up: F,
    surplus: F,
}

impl<'a, W: Working> Run<'a, W> {
    /// The line of a guarantee that has days of its own, and what it claims by them if an
    /// installment falls in this period; `sums` as they stood before this statement, and stand now.
    pub(super) fn guarantee_dues(
        &mut self,
        index: usize,
        clause: &'a Guarantee,
        line: W::Figure,
        sums: [&Sums<W::Figure>; 2],
    ) -> Done<()> {
        let Some(dues) = &clause.dues else {
            return Ok(());
        };
        let own = OwnSum {
            id: &clause.id,
            dues,
            clause: Clause {
                version: self.plan.version,
                list: "guarantees",
                index,
            },
            event: self.last_installment(index, clause)?,
            amount: line,
        };
        self.own.push(own);
        if own.event.is_some() {
            let amount = self.claimed(clause, line, sums)?;
            self.claims.push(OwnSum { amount, ..own });
        }
        Ok(())
    }

    /// The day of the last installment inside the period, if there is one.
    fn last_installment(&mut self, index: usize, clause: &Guarantee) -> Done<Option<W::Figure>> {
        let installments = match &clause.test {
            GuaranteeTest::Installments(installments) => installments,
            GuaranteeTest::Yearly(yearly) => return self.last_of_the_year(clause, yearly),
            _ => return Ok(None),
        };
        let period = self.activity.period;
        let inside = installments.iter().enumerate();
        let inside = inside.filter(|(_, installment)| period.contains(installment.on));
        let Some((position, latest)) = inside.max_by_key(|(_, installment)| installment.on) else {
            return Ok(None);
        };
        let version = Path::Version(self.plan.version);
        let list = version.name("guarantees");
        let guarantee = list.index(index);
        let test = guarantee.name("test");
        let list = test.name("installments");
        let place = list.index(position);
        let label = || format!("installment of {}", clause.id);
        let day = Value::Date(latest.on);
        self.working.input(&place.name("on"), day, label).map(Some)
    }

    /// The last day of the year inside the period on which an installment falls, none of which lies
    /// before the first version that has the guarantee.
    fn last_of_the_year(
        &mut self,
        clause: &Guarantee,
        yearly: &[YearlyInstallment],
    ) -> Done<Option<W::Figure>> {
        let first = self.terms.versions().get(self.first_version(clause));
        let period = self.activity.period;
        let days = days_in(yearly, period);
        let last = days.last().map(|(day, _)| *day);
        let has_begun = |day: &NaiveDate| first.is_none_or(|first| first.from <= *day);
        let Some(last) = last.filter(has_begun) else {
            return Ok(None);
        };
        let days = last.signed_duration_since(period.from()).num_days();
        let days = u32::try_from(days).map_err(|_| Failure::Overflow)?;
        let start = self.period_start()?;
        if days == 0 {
            return Ok(Some(start));
        }
        let label = || format!("installment of {}", clause.id);
        self.working.days_after(start, days, label).map(Some)
    }

    /// What had to be there by the installment, credits of this statement included: the line, with
    /// the change of the present window's top-up replaced by `max(0, due - s - m)`, `m` what that
    /// window had booked before.
    fn claimed(
        &mut self,
        clause: &Guarantee,
        line: W::Figure,
        [before, now]: [&Sums<W::Figure>; 2],
    ) -> Done<W::Figure> {
        let key = self.present_window(clause)?;
        let had = self.topped_up(clause, before, key)?;
        let has = self.topped_up(clause, now, key)?;
        let surplus = has.surplus;
        let label = || "change of the top-up".into();
        let change = self.working.difference(has.top_up, had.top_up, label)?;
        let label = || "line, without that change".into();
        let other = self.working.difference(line, change, label)?;
        let mut booked = had.window.earned;
        if self.working.sign(had.window.due).is_gt() {
            let label = || "due before, not covered by surplus".into();
            let due = self.working.difference(had.window.due, surplus, label)?;
            let label = || "booked before".into();
            booked = self.working.largest(&[had.window.earned, due], label)?;
        }
        let label = || "due, not covered by surplus".into();
        let due = self.working.difference(has.window.due, surplus, label)?;
        let label = || "due, not booked before".into();
        let due = self.working.difference(due, booked, label)?;
        let nothing = self.working.no_money()?;
        let label = || "due now, not below 0".into();
        let due = self.working.largest(&[nothing, due], label)?;
        let label = || format!("claimed by {}", clause.id);
        self.working.sum(&[other, due], label)
    }

    /// How a window of a guarantee stands.
    fn topped_up(
        &mut self,
        clause: &Guarantee,
        sums: &Sums<W::Figure>,
        present: WindowKey,
    ) -> Done<ToppedUp<W::Figure>> {
        let mut surplus = sums.surplus;
        let mut windows: Vec<_> = sums.windows.iter().collect();
        windows.sort_by_key(|(key, _)| key.by_end());
        for (key, window) in windows {
            if *key == present {
                let nothing = self.working.no_money()?;
                let top_up = self.top_up(clause, *window, surplus)?;
                return Ok(ToppedUp {
                    window: *window,
                    top_up: top_up.unwrap_or(nothing),
                    surplus,
                });
            }
            surplus = self.surplus_after(clause, *window, surplus)?;
        }
        let nothing = self.working.no_money()?;
        let window = Figures {
            earned: nothing,
            due: nothing,
            amount: nothing,
        };
        Ok(ToppedUp {
            window,
            top_up: nothing,
            surplus,
        })
    }
}
