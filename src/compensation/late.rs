//! [`late_interest`]: what paying late comes to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::check::Faults;
use super::interest::{
    CompoundInterest, DayCount, ElapsedCount, InterestFrom, LateInterest, RatePer,
};
use super::problem::TermsProblem as Fault;
use super::window::Window;
use crate::explain::Path;
use crate::money::{Currency, Exact, Money, MoneyError};
use crate::problem::Problem;
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;
use crate::time::{Calendar, DueRule, MonthRule, Roll, TimeError, add_months, days_late};

/// What a late payment costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// How many days after the due day the last of it was paid, or how many have passed.
    pub days_late: u32,
    /// The interest.
    pub interest: Money,
    /// The fixed sum for a late payment.
    pub fee: Money,
}

/// Returns what it costs that an amount due on a day was paid late, or is not paid yet `on` a day.
///
/// Overdue is the amount less the payments so far; the due day and each day of payment are in
/// time. It ends on the day on which the last of it was paid, or `on`; later payments are not
/// seen. Up to the due day and its grace nothing is owed. Beyond it,
/// `interest = R(sum of overdue * rate * elapsed)` over the stretches between payments, changes of
/// the rate and days of compounding; on these the interest so far is rounded and bears interest
/// (spec/contracts.md X9). The calendar is asked only where the grace is in business days.
///
/// # Rounding
///
/// By the rule given, once, and once at each day of compounding; a limit is rounded likewise.
///
/// # Errors
///
/// [`InterestError`]: the first fault of the rule by name; a negative amount or payment, more paid
/// than is owed, no rate on the first day of interest, a figure or a day out of range.
///
/// # Examples
///
/// 15,000.00 due on 1 July and paid on 25 August, at 1.5% a month from the eleventh day: a month
/// and 14 of 31 days.
///
/// ```
/// use partnership::Rounding;
/// use partnership::compensation::{InterestFrom, LateInterest, RatePer, late_interest};
/// use partnership::time::{Calendar, Span, date};
///
/// let rule = LateInterest {
///     grace: Some(Span::days(10)?),
///     from: InterestFrom::AfterGrace,
///     ..LateInterest::at("1.5%".parse()?, RatePer::Month)
/// };
/// let (due, paid) = (date("2011-07-01")?, date("2011-08-25")?);
/// let calendar = Calendar::default();
/// let rounding = Rounding::HalfAwayFromZero;
/// let late = late_interest(&rule, &calendar, rounding, "15000.00 USD".parse()?, due, &[], paid)?;
/// assert_eq!((late.days_late, late.interest.to_string()), (55, "326.61 USD".into()));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "default interest")]
pub fn late_interest(
    rule: &LateInterest,
    calendar: &Calendar,
    rounding: Rounding,
    amount: Money,
    due: NaiveDate,
    payments: &[(NaiveDate, Money)],
    on: NaiveDate,
) -> Result<Late, InterestError> {
    rule.check_in(amount.currency())?;
    let debt = Debt::new(amount, due, payments, on)?;
    let end = debt.paid_on.unwrap_or(on);
    let nothing = Money::zero(amount.currency());
    let mut late = Late {
        days_late: days_late(due, end)?,
        interest: nothing,
        fee: nothing,
    };
    let in_time = match rule.grace {
        Some(grace) => DueRule::After(grace).due_on(due, Roll::None, calendar)?,
        None => due,
    };
    if end <= in_time {
        return Ok(late);
    }
    let begin = match rule.from {
        InterestFrom::Due => due,
        InterestFrom::AfterGrace => in_time,
    };
    let run = Run {
        rule,
        rounding,
        debt: &debt,
        begin,
        end,
    };
    late.interest = run.interest()?;
    late.fee = rule.fee.unwrap_or(nothing);
    Ok(late)
}

/// What is owed, and what is left of it after each payment.
#[derive(Debug)]
struct Debt {
    amount: Money,
    left: BTreeMap<NaiveDate, Money>,
    /// The day on which nothing was left.
    paid_on: Option<NaiveDate>,
}

impl Debt {
    fn new(
        amount: Money,
        due: NaiveDate,
        payments: &[(NaiveDate, Money)],
        on: NaiveDate,
    ) -> Result<Self, InterestError> {
        let amounts = payments.iter().map(|(_, payment)| *payment);
        if let Some(amount) = std::iter::once(amount)
            .chain(amounts)
            .find(|amount| amount.is_negative())
        {
            return Err(InterestError::NegativeAmount { amount });
        }
        let mut seen: Vec<&(NaiveDate, Money)> =
            payments.iter().filter(|(day, _)| *day <= on).collect();
        seen.sort_by_key(|(day, _)| *day);
        let mut debt = Self {
            amount,
            left: BTreeMap::new(),
            paid_on: amount.is_zero().then_some(due),
        };
        let mut left = amount;
        for (day, payment) in seen {
            // Refuses a day that no calendar has.
            days_late(*day, *day)?;
            left = left.checked_sub(*payment)?;
            if left.is_negative() {
                return Err(InterestError::Overpaid { amount, left });
            }
            debt.left.insert(*day, left);
            if left.is_zero() && debt.paid_on.is_none() {
                debt.paid_on = Some(*day);
            }
        }
        Ok(debt)
    }

    /// What is left after the payments of a day and before it.
    fn overdue(&self, day: NaiveDate) -> Money {
        let last = self.left.range(..=day).next_back();
        last.map_or(self.amount, |(_, left)| *left)
    }
}

/// The days for which interest is owed.
struct Run<'a> {
    rule: &'a LateInterest,
    rounding: Rounding,
    debt: &'a Debt,
    begin: NaiveDate,
    end: NaiveDate,
}

impl Run<'_> {
    fn interest(&self) -> Result<Money, InterestError> {
        let (rule, begin) = (self.rule, self.begin);
        let mut rate = rule
            .rate_on(begin)
            .ok_or(InterestError::RateMissing { on: begin })?;
        let compounds = self.compound_days()?;
        let currency = self.debt.amount.currency();
        let mut rounded = Money::zero(currency);
        let mut accrued = Exact::zero(currency);
        let mut limit = Exact::zero(currency);
        let mut from = begin;
        for to in self.cuts(&compounds) {
            rate = rule.rate_on(from).unwrap_or(rate);
            let overdue = self.debt.overdue(from);
            let base = Exact::from(overdue.checked_add(rounded)?);
            let elapsed = self.elapsed(rule.per, from, to)?;
            accrued = accrued.checked_add(base.checked_mul(rate.checked_mul(elapsed)?)?)?;
            if let Some(most) = &rule.at_most {
                let elapsed = self.elapsed(most.per, from, to)?;
                let part = Exact::from(overdue).checked_mul(most.rate.checked_mul(elapsed)?)?;
                limit = limit.checked_add(part)?;
            }
            if compounds.contains(&to) {
                rounded = rounded.checked_add(accrued.round(self.rounding)?)?;
                accrued = Exact::zero(currency);
            }
            from = to;
        }
        let interest = rounded.checked_add(accrued.round(self.rounding)?)?;
        match rule.at_most {
            None => Ok(interest),
            Some(_) => Ok(interest.min(limit.round(self.rounding)?)?),
        }
    }

    /// The ends of the stretches in which overdue, rate and base are the same.
    fn cuts(&self, compounds: &BTreeSet<NaiveDate>) -> BTreeSet<NaiveDate> {
        let rates = self.rule.rates.iter().flatten().map(|rate| rate.from);
        let payments = self.debt.left.keys().copied();
        let inside = payments
            .chain(rates)
            .filter(|day| self.begin < *day && *day < self.end);
        let mut cuts: BTreeSet<NaiveDate> = inside.collect();
        cuts.extend(compounds);
        cuts.insert(self.end);
        cuts
    }

    /// The days after the first, up to the last, on which interest is added to the base.
    fn compound_days(&self) -> Result<BTreeSet<NaiveDate>, InterestError> {
        let mut days = BTreeSet::new();
        let Some(CompoundInterest { months, from }) = self.rule.compound else {
            return Ok(days);
        };
        let origin = from.unwrap_or(self.begin);
        days_late(origin, origin)?;
        let every = i64::from(months);
        let first = months_apart(origin, self.begin)
            .checked_div_euclid(every)
            .unwrap_or(0);
        for step in first.. {
            // Only the first can lie before the calendar, only one past the end behind it.
            let day = add_months(origin, step.saturating_mul(every), MonthRule::SameDay);
            match day {
                Ok(day) if day > self.end => break,
                Ok(day) if day > self.begin => {
                    days.insert(day);
                }
                Err(_) if step > first => break,
                _ => {}
            }
        }
        Ok(days)
    }

    /// The years or months that elapse between two days, counted from the first of the run.
    fn elapsed(
        &self,
        per: RatePer,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Ratio, InterestError> {
        let (before, after) = (self.since(per, from)?, self.since(per, to)?);
        Ok(after.checked_sub(before)?)
    }

    fn since(&self, per: RatePer, day: NaiveDate) -> Result<Ratio, InterestError> {
        let days = || Ratio::from_integer(days_apart(self.begin, day));
        let elapsed = match (per, self.rule.days) {
            (RatePer::Month, _) => months_since(self.begin, day)?,
            (RatePer::Year, DayCount::Months) => {
                months_since(self.begin, day)?.checked_div(Ratio::from_integer(12))?
            }
            (RatePer::Year, DayCount::Actual365) => days().checked_div(Ratio::from_integer(365))?,
            (RatePer::Year, DayCount::Actual360) => days().checked_div(Ratio::from_integer(360))?,
        };
        let whole = |rounding| Ratio::new(elapsed.round(rounding), 1);
        Ok(match self.rule.count {
            ElapsedCount::Exact => elapsed,
            ElapsedCount::Started => whole(Rounding::Ceiling)?,
            ElapsedCount::Completed => whole(Rounding::Floor)?,
        })
    }
}

/// Whole months from a day to a later one, and the part of a begun one that has run.
fn months_since(begin: NaiveDate, day: NaiveDate) -> Result<Ratio, InterestError> {
    let after = |months| add_months(begin, months, MonthRule::SameDay);
    let mut whole = months_apart(begin, day);
    let mut last = after(whole)?;
    if last > day {
        whole = whole.saturating_sub(1);
        last = after(whole)?;
    }
    let whole_months = Ratio::from_integer(whole);
    if last == day {
        return Ok(whole_months);
    }
    let next = after(whole.saturating_add(1))?;
    let part = Ratio::new(days_apart(last, day).into(), days_apart(last, next).into())?;
    Ok(whole_months.checked_add(part)?)
}

/// Months from the month of a day to the month of another.
fn months_apart(from: NaiveDate, to: NaiveDate) -> i64 {
    let number = |day: NaiveDate| {
        i64::from(day.year())
            .saturating_mul(12)
            .saturating_add(i64::from(day.month()))
    };
    number(to).saturating_sub(number(from))
}

fn days_apart(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

impl LateInterest {
    /// Returns every fault of the rule with its place.
    pub fn problems(&self) -> Vec<Problem<Fault>> {
        self.problems_in(None)
    }

    fn problems_in(&self, currency: Option<Currency>) -> Vec<Problem<Fault>> {
        let mut faults = Faults::new(currency);
        self.check(&mut faults, &Path::TERMS);
        faults.into_found()
    }

    /// Refuses a rule with a fault, by the first in the order of their names.
    fn check_in(&self, currency: Currency) -> Result<(), InterestError> {
        let place_of = |problem: &Problem<Fault>| match problem.fault {
            Fault::CurrencyMismatch { .. } => 0,
            Fault::NegativeAmount { .. } => 1,
            Fault::NotWholeDays { .. } => 2,
            Fault::RateOrRates => 3,
            Fault::RateOutOfRange { .. } => 4,
            Fault::RatesOutOfOrder => 5,
            _ => 6,
        };
        let problems = self.problems_in(Some(currency));
        match problems.into_iter().min_by_key(place_of) {
            Some(problem) => Err(InterestError::Problem(Box::new(problem))),
            None => Ok(()),
        }
    }

    /// Notes every fault of the rule.
    pub(super) fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        match (self.rate, &self.rates) {
            (Some(rate), None) => {
                faults.factor(&place.name("rate"), rate);
            }
            (None, Some(_)) => self.check_rates(faults, &place.name("rates")),
            _ => faults.add(place, Fault::RateOrRates),
        }
        if let Some(Err(error)) = self.grace.map(|grace| DueRule::After(grace).check()) {
            faults.add(&place.name("grace"), error.into());
        }
        if let Some(CompoundInterest { months, .. }) = self.compound {
            let place = place.name("compound");
            if !Window::Months(months).has_valid_count() {
                let count = months;
                faults.add(&place.name("months"), Fault::WindowCount { count });
            }
        }
        if let Some(fee) = self.fee {
            faults.amount(&place.name("fee"), fee);
        }
        if let Some(most) = &self.at_most {
            faults.factor(&place.name("at_most").name("rate"), most.rate);
        }
    }

    fn check_rates(&self, faults: &mut Faults, place: &Path<'_>) {
        let rates = self.rates.as_deref().unwrap_or_default();
        if rates.is_empty() {
            faults.add(place, Fault::RatesOutOfOrder);
        }
        let mut before = None;
        for (index, rate) in rates.iter().enumerate() {
            let place = place.index(index);
            if before.is_some_and(|before| rate.from <= before) {
                faults.add(&place.name("from"), Fault::RatesOutOfOrder);
            }
            before = Some(rate.from);
            faults.factor(&place.name("rate"), rate.rate);
        }
    }
}

/// Why there is no interest on a late payment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InterestError {
    /// The rule has a fault.
    #[error(transparent)]
    Problem(Box<Problem<Fault>>),
    /// An amount or a payment below 0.
    #[error("{amount} is negative")]
    NegativeAmount {
        /// The amount.
        amount: Money,
    },
    /// More was paid than is owed.
    #[error("of {amount} more was paid than is owed: {left} are left")]
    Overpaid {
        /// What is owed.
        amount: Money,
        /// What the payments leave of it.
        left: Money,
    },
    /// No rate is in force on the first day of interest.
    #[error("no rate on {on}, the first day of interest")]
    RateMissing {
        /// The day.
        on: NaiveDate,
    },
    /// A payment in another currency than the amount.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the amount.
        left: Currency,
        /// The currency of the payment.
        right: Currency,
    },
    /// A figure beyond what money, or an exact number, can hold.
    #[error("the interest is beyond the range of money")]
    Overflow,
    /// A day that the calendar does not have.
    #[error(transparent)]
    Time(#[from] TimeError),
}

impl From<MoneyError> for InterestError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { left, right } => Self::CurrencyMismatch { left, right },
            _ => Self::Overflow,
        }
    }
}

impl From<RatioError> for InterestError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
