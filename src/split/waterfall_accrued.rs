//! The returns of a waterfall up to the day of a receipt, in steps of a proof.

use chrono::NaiveDate;

use crate::explain::{CalendarRule, Step};
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::Span;

use super::accrual::{Stretch, stretches};
use super::tier::{Compounding, DayCount};
use super::tier_plan::{PlanKind, Return};
use super::walk::{Done, Working as _};
use super::waterfall_error::WaterfallError;
use super::waterfall_proof::Proving;

/// A stretch of days with the steps of its ends.
struct Days {
    stretch: Stretch,
    from: Step,
    to: Step,
}

impl Proving<'_> {
    /// Books the returns of a pool.
    pub(super) fn accrue_pool(&mut self, pool: usize) -> Done<()> {
        let missing = WaterfallError::Empty;
        let papers = self.papers.get(pool).ok_or(missing)?;
        let terms = papers.waterfall.terms();
        let (Some(on), Some(anchor)) = (self.receipt.on, terms.anchor) else {
            return Ok(());
        };
        if !papers.waterfall.accrues() {
            return Ok(());
        }
        let days = self.days(pool, anchor, on)?;
        for (tier, plan) in papers.waterfall.plans().iter().enumerate() {
            if let PlanKind::Preferred(earned) = &plan.kind {
                self.accrue_tier(pool, tier, earned, &days)?;
            }
        }
        Ok(())
    }

    /// The stretches up to the receipt, with the steps of their ends.
    fn days(&mut self, pool: usize, anchor: NaiveDate, on: NaiveDate) -> Done<Vec<Days>> {
        let papers = self.papers.get(pool).ok_or(WaterfallError::Empty)?;
        let place = papers.place(&["anchor"]);
        let start = self.proof.input("waterfall", &place, anchor, "anchor")?;
        let last = self.books.get(pool).and_then(|books| books.on);
        let (first, mut from) = match papers.state.on.zip(last) {
            Some((day, step)) if day >= anchor => (day, step),
            _ => (anchor, start),
        };
        let end = self
            .proof
            .input("receipt", "/on", on, "day of the receipt")?;
        let mut days = Vec::new();
        for stretch in stretches(anchor, first, on) {
            let to = match stretch.anniversary {
                Some(year) => {
                    let overflow = |_| WaterfallError::Overflow {
                        step: "an anniversary",
                    };
                    let rule = CalendarRule::Add(Span::years(year).map_err(overflow)?);
                    self.proof.calendar(rule, &[start], "anniversary")?
                }
                None => end,
            };
            days.push(Days { stretch, from, to });
            from = to;
        }
        Ok(days)
    }

    fn accrue_tier(
        &mut self,
        pool: usize,
        tier: usize,
        earned: &Return,
        days: &[Days],
    ) -> Done<()> {
        if days.is_empty() {
            return Ok(());
        }
        let papers = self.papers.get(pool).ok_or(WaterfallError::Empty)?;
        let place = papers.tier(tier, &["rate"]);
        let rate = self
            .proof
            .input("waterfall", &place, earned.rate, "rate of the return")?;
        let mut rates = Vec::with_capacity(days.len());
        for days in days {
            let part = self.part_of_year(earned.day_count, days)?;
            rates.push(self.proof.product(&[rate, part], "rate of these days")?);
        }
        let held = self.held(pool, earned.on)?;
        let Some(plan) = papers.waterfall.plans().get(tier) else {
            return Ok(());
        };
        for (position, party) in plan.parties.iter().enumerate() {
            let claim = self.claim(pool, earned.on, party)?;
            let nothing = self.nothing()?;
            let open = match held.get(position) {
                Some(held) => {
                    let label = self.label_of("put in and not recouped", party);
                    self.proof.difference(claim, *held, &label)?
                }
                None => claim,
            };
            let open = self.largest(nothing, open, "capital that earns a return")?;
            self.accrue_party(pool, tier, earned, (position, open), days, &rates)?;
        }
        Ok(())
    }

    /// `exact += (open + compounded) * rate * days`, then booked.
    fn accrue_party(
        &mut self,
        pool: usize,
        tier: usize,
        earned: &Return,
        (position, open): (usize, Step),
        days: &[Days],
        rates: &[Step],
    ) -> Done<()> {
        let book = |proving: &Self| {
            let book = proving.books.get(pool)?.tiers.get(tier)?;
            let at = |list: &[Step]| list.get(position).copied();
            let paid = at(&book.paid)?;
            let (booked, carry) = (at(&book.booked)?, at(&book.carry)?);
            Some((paid, booked, carry, at(&book.compounded)?))
        };
        let (paid, booked, carry, mut compounded) = book(self).ok_or(WaterfallError::Empty)?;
        let papers = self.papers.get(pool).ok_or(WaterfallError::Empty)?;
        let plan = papers.waterfall.plans().get(tier);
        let Some(party) = plan.and_then(|plan| plan.parties.get(position)) else {
            return Ok(());
        };
        let carried = self.carried(carry, party)?;
        let label = self.label_of("exact return before", party);
        let mut exact = self.proof.sum(&[booked, carried], self.zero(), &label)?;
        for (days, rate) in days.iter().zip(rates) {
            let base = self.sum(open, compounded, "what earns a return")?;
            let label = self.label_of("return of these days", party);
            let more = self.proof.product(&[*rate, base], &label)?;
            let label = self.label_of("exact return", party);
            exact = self.proof.sum(&[exact, more], self.zero(), &label)?;
            if days.stretch.anniversary.is_some() && earned.compounding == Compounding::Yearly {
                let rounding = Rounding::HalfAwayFromZero;
                let label = self.label_of("return booked at the anniversary", party);
                let booked = self.proof.round(exact, rounding, None, None, &label)?;
                compounded = self.difference(booked, paid, "unpaid at the anniversary")?;
            }
        }
        let label = self.label_of("return booked", party);
        let rounding = Rounding::HalfAwayFromZero;
        let booked = self.proof.round(exact, rounding, None, None, &label)?;
        let carry = self.carry(exact, booked, party)?;
        let tiers = self.books.get_mut(pool).map(|books| &mut books.tiers);
        if let Some(book) = tiers.and_then(|tiers| tiers.get_mut(tier)) {
            put(&mut book.booked, position, booked);
            put(&mut book.carry, position, carry);
            put(&mut book.compounded, position, compounded);
        }
        Ok(())
    }

    /// Days over the days of a year.
    fn part_of_year(&mut self, count: DayCount, days: &Days) -> Done<Step> {
        let name = match count {
            DayCount::Act365 => "year_of_365_days",
            DayCount::Act360 | DayCount::Thirty360 => "year_of_360_days",
        };
        let basis = Ratio::from(u64::from(count.basis()));
        let basis = self.proof.constant(name, basis, "days of a year")?;
        let passed = match count {
            DayCount::Act365 | DayCount::Act360 => self.proof.days(days.from, days.to, "days")?,
            DayCount::Thirty360 => self.thirty_days(basis, days)?,
        };
        Ok(self.proof.quotient(passed, basis, "part of a year")?)
    }

    /// Days in months of thirty, the 31st counted as the 30th at both ends.
    fn thirty_days(&mut self, basis: Step, days: &Days) -> Done<Step> {
        let is_31st = |day: NaiveDate| chrono::Datelike::day(&day) == 31;
        let (from, to) = (is_31st(days.stretch.from), is_31st(days.stretch.to));
        let rule = CalendarRule::ThirtyDays {};
        let label = "days, thirty a month";
        let passed = self.proof.calendar(rule, &[days.from, days.to], label)?;
        if from == to {
            return Ok(passed);
        }
        let label = "one day: the 31st counts as the 30th";
        let one = self.proof.quotient(basis, basis, label)?;
        Ok(if from {
            self.proof.sum(&[passed, one], Ratio::ZERO, label)?
        } else {
            self.proof.difference(passed, one, label)?
        })
    }
}

fn put(list: &mut [Step], position: usize, step: Step) {
    if let Some(place) = list.get_mut(position) {
        *place = step;
    }
}
