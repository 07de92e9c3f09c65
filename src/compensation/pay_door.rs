//! [`Pay`]: a pay that was checked, and what it is worth.

use std::collections::BTreeSet;

use super::activity::Event;
use super::check::Faults;
use super::clause::PerEvent;
use super::evaluate;
use super::event::{EventRate, Sold};
use super::measure::Stream;
use super::measures::Measures;
use super::pay::{PayDraft, Reads};
use super::plain::Plain;
use super::problem::TermsProblem;
use super::working::{Failure, Value};
use crate::explain::Path;
use crate::money::{Currency, Exact, Money, MoneyError};
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// A pay that was checked: tables rise, rates lie in their range, nothing is empty.
///
/// It is the same small algebra that an item of a term sheet is written in, asked alone: before
/// there is an agreement, or to say what the next sale is worth (spec/compensation.md 3).
///
/// # Examples
///
/// A royalty of 10% up to 10,000.00 and 20% above it, and what 12,000.00 are worth:
///
/// ```
/// use partnership::compensation::{Measures, Pay, PayDraft};
///
/// let tiers = [(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "20%".parse()?)];
/// let royalty = Pay::try_from(PayDraft::tiered_share(&["shop"], &tiers))?;
/// let sales = Measures::new("USD".parse()?).with_amount("shop", "12000.00 USD".parse()?);
/// assert_eq!(royalty.value(&sales)?.to_string(), "1400 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PayDraft", into = "PayDraft"))]
pub struct Pay(PayDraft);

impl Pay {
    /// Returns the pay as it was written.
    pub const fn draft(&self) -> &PayDraft {
        &self.0
    }

    /// Returns the streams whose amounts or units the pay reads.
    pub fn streams(&self) -> BTreeSet<&Stream> {
        let mut streams = BTreeSet::new();
        self.0.reads(&mut |read| match read {
            Reads::Amounts(stream) | Reads::Units(stream) => {
                streams.insert(stream);
            }
            Reads::Level(_) => {}
        });
        streams
    }

    /// Returns what the pay is worth on these measures, exactly.
    ///
    /// Every leaf and composition is evaluated left to right as it is written. Forward tiers have
    /// no history here and pay their first rate.
    ///
    /// # Rounding
    ///
    /// None, but for retainers: a fee for a part of a window is whole minor units, rounded half
    /// away from zero. 1,000.00 for 17 of 31 days are 548.39.
    ///
    /// # Errors
    ///
    /// [`PayError::CurrencyMismatch`] if an amount of the pay or of the measures is in another
    /// currency than the measures; [`PayError::Overflow`] if a reduced intermediate does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Measures, Pay, PayDraft};
    ///
    /// let fee = PayDraft::retainer("50.00 USD".parse()?);
    /// let limited = PayDraft::LesserOf(vec![PayDraft::share(&["shop"], "10%".parse()?), fee]);
    /// let sales = Measures::new("USD".parse()?).with_amount("shop", "900.00 USD".parse()?);
    /// assert_eq!(Pay::try_from(limited)?.value(&sales)?.to_string(), "50 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn value(&self, measures: &Measures) -> Result<Exact, PayError> {
        self.in_currency(measures.currency)?;
        for amount in measures.amounts.values() {
            same(measures.currency, *amount)?;
        }
        let mut plain = plain(measures.currency);
        let worth = evaluate::value(&mut plain, &self.0, &Path::TERMS, &measures.given())?;
        exact(worth)
    }

    /// Returns what `by` more of a stream adds to the value, exactly: what the next sale is worth.
    ///
    /// # Errors
    ///
    /// Those of [`value`](Self::value).
    ///
    /// # Examples
    ///
    /// With 10% up to 10,000.00 and 20% above, the next 2.00 after 9,999.00 straddle the bound:
    ///
    /// ```
    /// use partnership::compensation::{Measures, Pay, PayDraft};
    ///
    /// let tiers = [(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "20%".parse()?)];
    /// let royalty = Pay::try_from(PayDraft::tiered_share(&["shop"], &tiers))?;
    /// let so_far = Measures::new("USD".parse()?).with_amount("shop", "9999.00 USD".parse()?);
    /// let next = royalty.marginal(&so_far, "shop", "2.00 USD".parse()?)?;
    /// assert_eq!(next.to_string(), "3/10 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn marginal(
        &self,
        measures: &Measures,
        stream: &str,
        by: Money,
    ) -> Result<Exact, PayError> {
        let before = self.value(measures)?;
        let more = measures.amount(stream).checked_add(by)?;
        let after = self.value(&measures.clone().with_amount(stream, more))?;
        Ok(after.checked_sub(before)?)
    }

    /// Returns what one sale, or the change of one, is worth by itself: `f(after) - f(before)`.
    ///
    /// `f` is 0 where amount and units are both 0, so that a full refund gives back fixed fee and
    /// minimum too; else the pay on the event's own stream, with the fixed fee, at most the most,
    /// then at least the least (spec/compensation.md 5).
    ///
    /// # Errors
    ///
    /// Those of [`value`](Self::value).
    ///
    /// # Examples
    ///
    /// 1.3% and 2.00 of each sale; of a sale of 400.00, 300.00 go back:
    ///
    /// ```
    /// use partnership::compensation::{Event, Pay, PayDraft, PerEvent};
    ///
    /// let pay = Pay::try_from(PayDraft::share(&["shop"], "1.3%".parse()?))?;
    /// let fee = PerEvent { fixed: Some("2.00 USD".parse()?), min: None, max: None };
    /// let mut order = Event::new("order-7".parse()?, "shop");
    /// order.after = Some("400.00 USD".parse()?);
    /// assert_eq!(pay.event_value(&fee, &order, "USD".parse()?)?.to_string(), "36/5 USD");
    ///
    /// order.before = order.after;
    /// order.after = Some("100.00 USD".parse()?);
    /// assert_eq!(pay.event_value(&fee, &order, "USD".parse()?)?.to_string(), "-39/10 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn event_value(
        &self,
        per_event: &PerEvent,
        event: &Event,
        currency: Currency,
    ) -> Result<Exact, PayError> {
        self.in_currency(currency)?;
        let of_fee = [per_event.fixed, per_event.min, per_event.max];
        for amount in of_fee
            .into_iter()
            .chain([event.before, event.after])
            .flatten()
        {
            same(currency, amount)?;
        }
        let zero = Money::zero(currency);
        let sold = |amount: Option<Money>, units: Option<Ratio>| Sold {
            amount: amount.unwrap_or(zero).into(),
            units: Value::Number(units.unwrap_or(Ratio::ZERO)),
        };
        let rate = EventRate {
            pay: &self.0,
            pay_place: &Path::TERMS,
            per_event,
            per_event_place: &Path::TERMS,
        };
        let before = sold(event.before, event.units_before);
        let after = sold(event.after, event.units_after);
        exact(rate.change(&mut plain(currency), &event.stream, before, after)?)
    }

    /// Whether every amount of the pay is in one currency.
    pub(super) fn in_currency(&self, currency: Currency) -> Result<(), PayError> {
        let mut faults = Faults::new(Some(currency));
        self.0.check(&mut faults, &Path::TERMS, 1);
        let mismatch = faults
            .into_found()
            .into_iter()
            .find_map(|problem| match problem.fault {
                TermsProblem::CurrencyMismatch { expected, found } => Some((expected, found)),
                _ => None,
            });
        match mismatch {
            None => Ok(()),
            Some((left, right)) => Err(PayError::CurrencyMismatch { left, right }),
        }
    }
}

const fn plain<'a>(currency: Currency) -> Plain<'a> {
    Plain {
        currency,
        rounding: Rounding::HalfAwayFromZero,
        calendar: None,
    }
}

fn same(left: Currency, amount: Money) -> Result<(), PayError> {
    let right = amount.currency();
    if left == right {
        Ok(())
    } else {
        Err(PayError::CurrencyMismatch { left, right })
    }
}

fn exact(worth: Value) -> Result<Exact, PayError> {
    match worth {
        Value::Amount(amount) => Ok(amount),
        _ => Err(PayError::Overflow),
    }
}

impl PayDraft {
    /// Returns every fault of the pay with its place, in the order of the document; windows and
    /// the currency of a sheet are no concern of a pay alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::PayDraft;
    ///
    /// let pay = PayDraft::Sum(vec![PayDraft::share(&["shop", "shop"], "120%".parse()?)]);
    /// let problems: Vec<String> = pay.problems().iter().map(ToString::to_string).collect();
    /// assert_eq!(problems, [
    ///     "sum[0].share.base.streams[1]: the stream \"shop\" stands twice",
    ///     "sum[0].share.rate: the rate 6/5 is out of range",
    /// ]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn problems(&self) -> Vec<Problem<TermsProblem>> {
        let mut faults = Faults::new(None);
        self.check(&mut faults, &Path::TERMS, 1);
        faults.into_found()
    }
}

impl TryFrom<PayDraft> for Pay {
    type Error = Problem<TermsProblem>;

    fn try_from(draft: PayDraft) -> Result<Self, Self::Error> {
        match draft.problems().into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(Self(draft)),
        }
    }
}

impl From<Pay> for PayDraft {
    fn from(pay: Pay) -> Self {
        pay.0
    }
}

/// Why a pay has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayError {
    /// A value is beyond what an exact number can hold.
    #[error("the value is beyond the range of an exact amount")]
    Overflow,
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the measures.
        left: Currency,
        /// The currency found.
        right: Currency,
    },
}

impl From<MoneyError> for PayError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { left, right } => Self::CurrencyMismatch { left, right },
            _ => Self::Overflow,
        }
    }
}

impl From<Failure> for PayError {
    /// All currencies were compared before: what is left is what does not fit.
    fn from(_: Failure) -> Self {
        Self::Overflow
    }
}
