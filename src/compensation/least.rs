//! The least that items pay in a window, whatever is sold.

use super::check_scope::Members;
use super::pay::PayDraft;
use super::sheet::{Item, OwedBy, Version};
use super::terms::Terms;
use super::window::Window;
use crate::money::{Currency, Exact, MoneyError};
use crate::ratio::Ratio;
use crate::time::Basis;

impl Version {
    /// The least that the items of a scope pay in a window (spec/compensation.md 13).
    pub(super) fn least(
        &self,
        scope: &Members<'_>,
        window: Window,
        terms: &Terms,
    ) -> Result<Exact, MoneyError> {
        let items = self.items.iter().filter(|item| scope.holds(&item.id));
        let mut sum = Exact::zero(terms.currency());
        for item in items {
            sum = sum.checked_add(item.least(window, terms)?)?;
        }
        Ok(sum)
    }
}

impl Item {
    /// As often as its window stands in the other one; nothing if it does not fill it evenly.
    fn least(&self, window: Window, terms: &Terms) -> Result<Exact, MoneyError> {
        if self.owed_by == OwedBy::Payee {
            return Ok(Exact::zero(terms.currency()));
        }
        let anchor = terms.sheet().months_from();
        let times = self.window.times_in(window, anchor).unwrap_or(0);
        let times = Ratio::from_integer(i64::from(times));
        self.pay.least(terms.currency())?.checked_mul(times)
    }
}

impl Item {
    /// Whether it can take something away.
    pub(super) fn can_fall(&self) -> bool {
        self.owed_by == OwedBy::Payee || self.pay.has_minus()
    }
}

impl PayDraft {
    /// The least that a pay can be in a whole window, where nothing is taken back.
    fn least(&self, currency: Currency) -> Result<Exact, MoneyError> {
        let nothing = Exact::zero(currency);
        match self {
            Self::Retainer(retainer) if retainer.basis != Basis::OnlyIfComplete => {
                Ok(retainer.amount.into())
            }
            Self::Sum(all) => all
                .iter()
                .try_fold(nothing, |sum, pay| sum.checked_add(pay.least(currency)?)),
            Self::GreaterOf(all) => extreme(all, currency, std::cmp::Ordering::is_gt),
            Self::LesserOf(all) => extreme(all, currency, std::cmp::Ordering::is_lt),
            Self::Times(times) => times.pay.least(currency)?.checked_mul(times.rate),
            _ => Ok(nothing),
        }
    }

    /// Whether a difference stands anywhere in the pay.
    fn has_minus(&self) -> bool {
        match self {
            Self::Minus(_) => true,
            Self::Sum(all) | Self::GreaterOf(all) | Self::LesserOf(all) => {
                all.iter().any(Self::has_minus)
            }
            Self::Times(times) => times.pay.has_minus(),
            _ => false,
        }
    }
}

/// The least of several pays that goes before all others.
fn extreme(
    all: &[PayDraft],
    currency: Currency,
    before: fn(std::cmp::Ordering) -> bool,
) -> Result<Exact, MoneyError> {
    let mut chosen: Option<Exact> = None;
    for pay in all {
        let least = pay.least(currency)?;
        let replaces = match chosen {
            None => true,
            Some(chosen) => before(least.compare(chosen)?),
        };
        if replaces {
            chosen = Some(least);
        }
    }
    Ok(chosen.unwrap_or(Exact::zero(currency)))
}
