//! How a preferred return accrues: stretches between anniversaries, day counts, and the exact
//! return beside the booked one (spec/splits.md 4).

use chrono::{Datelike as _, NaiveDate};

use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::time::{MonthRule, add_months};
use crate::wide::{U256, signed};

use super::tier::{Compounding, DayCount};
use super::tier_plan::Return;
use super::waterfall_error::WaterfallError;

/// The return of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Earned {
    pub(super) paid: Money,
    /// The exact return rounded half away from zero.
    pub(super) booked: Money,
    /// The exact return less the booked one, in units.
    pub(super) carry: Ratio,
    /// What earns a return beside the capital.
    pub(super) compounded: Money,
}

impl Earned {
    pub(super) const fn nothing(currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self {
            paid: nothing,
            booked: nothing,
            carry: Ratio::ZERO,
            compounded: nothing,
        }
    }

    /// What is booked and not paid.
    pub(super) fn unpaid(&self) -> Money {
        let unpaid = self.booked.minor().saturating_sub(self.paid.minor());
        Money::clamped(unpaid, self.booked.currency())
    }

    /// Adds the return of a stretch of days on what is still out of the capital.
    pub(super) fn accrue(
        &mut self,
        open: i128,
        earned: &Return,
        stretch: &Stretch,
    ) -> Result<(), WaterfallError> {
        self.add(open, earned, stretch)
            .ok_or(WaterfallError::Overflow { step: "a return" })?;
        if stretch.anniversary.is_some() && earned.compounding == Compounding::Yearly {
            self.compounded = self.unpaid();
        }
        Ok(())
    }

    /// `exact += (open + compounded) * rate * days / basis`, and `booked = round(exact)`.
    fn add(&mut self, open: i128, earned: &Return, stretch: &Stretch) -> Option<()> {
        let base = open.max(0).checked_add(self.compounded.minor())?;
        if base == 0 {
            return Some(());
        }
        let days = u128::try_from(stretch.days(earned.day_count)).unwrap_or(0);
        let above = earned.rate.numerator().unsigned_abs().checked_mul(days)?;
        // At most 10^9 times 365.
        let below = earned
            .rate
            .denominator()
            .checked_mul(earned.day_count.basis().into())?;
        let product = U256::product(base.unsigned_abs(), above);
        let (whole, rest) = product.div_rem(below.unsigned_abs())?;
        let carried = below
            .checked_div(self.carry.denominator())?
            .checked_mul(self.carry.numerator())?;
        let rest = signed(rest, false)?.checked_add(carried)?;
        // Half a unit and more is one more.
        let more = rest
            .checked_mul(2)?
            .checked_add(below)?
            .div_euclid(below.checked_mul(2)?);
        let carry = rest.checked_sub(more.checked_mul(below)?)?;
        let whole = signed(whole.to_u128()?, false)?.checked_add(more)?;
        let booked = self.booked.minor().checked_add(whole)?;
        self.booked = Money::from_minor_wide(booked, self.booked.currency()).ok()?;
        self.carry = Ratio::new(carry, below).ok()?;
        Some(())
    }

    /// Books what was paid, or taken back.
    pub(super) fn pay(&mut self, line: Money) {
        let currency = line.currency();
        let paid = self.paid.minor().saturating_add(line.minor());
        self.paid = Money::clamped(paid, currency);
        if line.is_positive() {
            let left = self.compounded.minor().saturating_sub(line.minor());
            self.compounded = Money::clamped(left.max(0), currency);
        }
    }
}

/// Days between two events, none of which passes an anniversary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    /// How many years after the anchor it ends, if on an anniversary.
    pub(super) anniversary: Option<u32>,
}

impl Stretch {
    /// The days by a convention.
    pub(super) fn days(&self, count: DayCount) -> i64 {
        match count {
            DayCount::Act365 | DayCount::Act360 => {
                self.to.signed_duration_since(self.from).num_days()
            }
            DayCount::Thirty360 => thirty(self.to).saturating_sub(thirty(self.from)),
        }
    }
}

impl DayCount {
    /// The days of a year.
    pub(super) const fn basis(self) -> u16 {
        match self {
            Self::Act365 => 365,
            Self::Act360 | Self::Thirty360 => 360,
        }
    }
}

/// Days in months of thirty, the 31st counted as the 30th.
fn thirty(date: NaiveDate) -> i64 {
    let months = i64::from(date.year())
        .saturating_mul(12)
        .saturating_add(date.month0().into());
    let day = i64::from(date.day()).min(30);
    months.saturating_mul(30).saturating_add(day)
}

/// The stretches from one day to another, cut at every anniversary of the anchor, which is not
/// after either; 29 February has its anniversary on the 28th in common years.
pub(super) fn stretches(
    anchor: NaiveDate,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = Stretch> {
    let anniversary = move |year: u32| {
        let months = i64::from(year).saturating_mul(12);
        add_months(anchor, months, MonthRule::SameDay).ok()
    };
    let years = from.year().saturating_sub(anchor.year());
    let mut year = u32::try_from(years).unwrap_or(0).max(1);
    if anniversary(year).is_some_and(|day| day <= from) {
        year = year.saturating_add(1);
    }
    let mut from = from;
    std::iter::from_fn(move || {
        if from >= to {
            return None;
        }
        let next = anniversary(year).filter(|day| *day <= to);
        let stretch = Stretch {
            from,
            to: next.unwrap_or(to),
            anniversary: next.map(|_| year),
        };
        from = stretch.to;
        year = year.saturating_add(1);
        Some(stretch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::date;

    fn cut(anchor: &str, from: &str, to: &str) -> Vec<(String, Option<u32>)> {
        let day = |text| date(text).unwrap();
        let found = stretches(day(anchor), day(from), day(to));
        found
            .map(|stretch| {
                (
                    format!("{}..{}", stretch.from, stretch.to),
                    stretch.anniversary,
                )
            })
            .collect()
    }

    #[test]
    fn stretches_end_at_every_anniversary() {
        let found = cut("2020-02-29", "2020-12-31", "2024-03-01");
        assert_eq!(
            found,
            [
                ("2020-12-31..2021-02-28".to_owned(), Some(1)),
                ("2021-02-28..2022-02-28".to_owned(), Some(2)),
                ("2022-02-28..2023-02-28".to_owned(), Some(3)),
                ("2023-02-28..2024-02-29".to_owned(), Some(4)),
                ("2024-02-29..2024-03-01".to_owned(), None),
            ]
        );
        // An anniversary that was reached before is not passed once more.
        assert_eq!(
            cut("2020-02-29", "2021-02-28", "2021-03-01"),
            [("2021-02-28..2021-03-01".to_owned(), None)]
        );
        assert_eq!(cut("2020-02-29", "2021-02-28", "2021-02-28"), []);
        assert_eq!(cut("9999-01-01", "9999-01-01", "9999-12-31").len(), 1);
    }

    #[test]
    fn the_31st_counts_as_the_30th_at_both_ends() {
        let stretch = |from, to| Stretch {
            from: date(from).unwrap(),
            to: date(to).unwrap(),
            anniversary: None,
        };
        let days = |from, to| stretch(from, to).days(DayCount::Thirty360);
        assert_eq!(days("2021-01-31", "2021-03-31"), 60);
        assert_eq!(days("2021-01-30", "2021-01-31"), 0);
        assert_eq!(days("2021-01-31", "2021-02-28"), 28);
        assert_eq!(
            stretch("2021-01-31", "2021-02-28").days(DayCount::Act360),
            28
        );
    }
}
