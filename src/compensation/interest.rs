//! [`LateInterest`]: what paying late costs, as the terms say it.

use chrono::NaiveDate;

use super::canonical::by_name;
use super::wire::paper;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::time::Span;

paper! {
    /// Interest on what is paid late (spec/contracts.md X9).
    ///
    /// It stands in a payout, where nothing reads it: what it comes to is
    /// [`late_interest`](super::late_interest), and who collects it books an adjustment.
    #[derive(Default)]
    #[doc(alias = "default interest")]
    #[doc(alias = "late fee")]
    #[doc(alias = "penalty interest")]
    pub struct LateInterest {
        /// One rate for all time, 0 or more.
        optional rate: Ratio,
        /// Rates that change, such as prime and five points: the caller's own table.
        optional rates: Vec<RateFrom>,
        /// For which length of time a rate is meant.
        defaulted per: RatePer,
        /// How days become years; where rates are meant per month it says nothing.
        defaulted days: DayCount,
        /// How begun years or months count.
        defaulted count: ElapsedCount,
        /// How long after the due day a payment is still in time; no hours.
        optional grace: Span,
        /// The day from which a late payment bears interest.
        defaulted from: InterestFrom,
        /// When interest bears interest; never if nothing is said.
        optional compound: CompoundInterest,
        /// A sum for every late payment.
        optional fee: Money,
        /// The most that the interest can be.
        optional at_most: InterestLimit,
    }
}

impl LateInterest {
    /// Simple interest at one rate from the due day.
    pub fn at(rate: Ratio, per: RatePer) -> Self {
        Self {
            rate: Some(rate),
            per,
            ..Self::default()
        }
    }
}

paper! {
    /// A rate of interest from a day on.
    pub struct RateFrom {
        /// The first day.
        required_day from,
        /// The rate, 0 or more.
        required rate: Ratio,
    }
}

paper! {
    /// When interest bears interest itself.
    pub struct CompoundInterest {
        /// Every so many months.
        required months: u32,
        /// The day from which these months count; the first day of interest if nothing is said.
        optional_day from,
    }
}

paper! {
    /// The most that interest can be: simple interest at another rate.
    #[doc(alias = "usury limit")]
    #[doc(alias = "legal maximum")]
    pub struct InterestLimit {
        /// The rate, 0 or more.
        required rate: Ratio,
        /// For which length of time it is meant.
        defaulted per: RatePer,
    }
}

/// The length of time that a rate of interest is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RatePer {
    /// A year.
    #[default]
    Year,
    /// A month.
    Month,
}

/// How days become years.
///
/// 2,500.00 at 18% a year for the 30 days from 1 January cost 36.99 by `Actual365`, which is our
/// choice where the terms are silent, and 37.50 by `Actual360`; from 1 to 31 January is also
/// 30/31 of a month, which costs 36.29 by `Months`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[doc(alias = "day count convention")]
pub enum DayCount {
    /// Days over 365.
    #[default]
    #[cfg_attr(feature = "serde", serde(rename = "actual_365"))]
    Actual365,
    /// Days over 360.
    #[cfg_attr(feature = "serde", serde(rename = "actual_360"))]
    Actual360,
    /// Whole months, and the part of a begun one, over 12.
    Months,
}

/// How years or months that have only begun count.
///
/// At 1.5% a month, a month and 10 of 28 days on 1,000.00 cost 20.36 by `Exact`, 30.00 by
/// `Started` and 15.00 by `Completed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ElapsedCount {
    /// As the part that has run.
    #[default]
    Exact,
    /// As whole ones.
    Started,
    /// Not at all.
    Completed,
}

/// The day from which a late payment bears interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum InterestFrom {
    /// The due day, also where there are days of grace: our choice where the terms are silent.
    #[default]
    Due,
    /// The last day of grace.
    AfterGrace,
}

by_name! {
    RatePer { Year "year", Month "month" }
    DayCount { Actual365 "actual_365", Actual360 "actual_360", Months "months" }
    ElapsedCount { Exact "exact", Started "started", Completed "completed" }
    InterestFrom { Due "due", AfterGrace "after_grace" }
}

impl LateInterest {
    /// The rate in force on a day, if there is one.
    pub(super) fn rate_on(&self, day: NaiveDate) -> Option<Ratio> {
        let Some(rates) = &self.rates else {
            return self.rate;
        };
        let begun = rates.partition_point(|rate| rate.from <= day);
        let last = begun.checked_sub(1)?;
        rates.get(last).map(|rate| rate.rate)
    }
}
