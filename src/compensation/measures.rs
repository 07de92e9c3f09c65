//! [`Measures`]: what a pay is asked about.

use std::collections::BTreeMap;

use super::given::{Elapsed, Given};
use super::measure::Stream;
use super::working::Value;
use crate::money::{Currency, Money};
use crate::ratio::Ratio;

/// Net amounts and units by stream, levels, and how much of its window a retainer has run.
///
/// Amounts and units are net of refunds and may be below 0. A stream that is not named is 0; a
/// level that is not named was not reported (spec/compensation.md 3).
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Measures, Pay, PayDraft};
///
/// let pay = Pay::try_from(PayDraft::share(&["shop"], "10%".parse()?))?;
/// let month = Measures::new("USD".parse()?).with_amount("shop", "880.05 USD".parse()?);
/// assert_eq!(pay.value(&month)?.to_string(), "17601/200 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    pub(super) currency: Currency,
    pub(super) amounts: BTreeMap<Stream, Money>,
    pub(super) units: BTreeMap<Stream, Ratio>,
    pub(super) levels: BTreeMap<Stream, Ratio>,
    pub(super) elapsed: Ratio,
}

impl Measures {
    /// Returns measures of nothing, over a whole window.
    pub const fn new(currency: Currency) -> Self {
        Self {
            currency,
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            elapsed: Ratio::ONE,
        }
    }

    /// Sets the net amount of a stream.
    #[must_use]
    pub fn with_amount(mut self, stream: &str, net: Money) -> Self {
        self.amounts.insert(stream.into(), net);
        self
    }

    /// Sets the net units of a stream.
    #[must_use]
    pub fn with_units(mut self, stream: &str, net: impl Into<Ratio>) -> Self {
        self.units.insert(stream.into(), net.into());
        self
    }

    /// Sets a level.
    #[must_use]
    pub fn with_level(mut self, name: &str, level: impl Into<Ratio>) -> Self {
        self.levels.insert(name.into(), level.into());
        self
    }

    /// Sets the part of its window that a retainer has run; 1 if nothing is said.
    #[must_use]
    pub const fn with_elapsed(mut self, part: Ratio) -> Self {
        self.elapsed = part;
        self
    }

    /// Returns the currency of the measures.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns the net amount of a stream.
    pub fn amount(&self, stream: &str) -> Money {
        let zero = Money::zero(self.currency);
        self.amounts.get(stream).copied().unwrap_or(zero)
    }

    /// The measures as the rules read them.
    pub(super) fn given(&self) -> Given<'_, Value> {
        let amounts = self.amounts.iter();
        Given {
            amounts: amounts
                .map(|(name, net)| (&**name, (*net).into()))
                .collect(),
            units: numbers(&self.units),
            levels: numbers(&self.levels),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Part(Value::Number(self.elapsed)),
            begins_in_term: true,
        }
    }
}

fn numbers(by_name: &BTreeMap<Stream, Ratio>) -> BTreeMap<&str, Value> {
    let numbers = by_name.iter();
    numbers
        .map(|(name, number)| (&**name, Value::Number(*number)))
        .collect()
}
