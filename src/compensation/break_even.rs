//! [`break_even`]: from which revenue on one pay is better than another.

use super::linear::{Curve, NoCurve};
use super::pay_door::{Pay, PayError};
use crate::money::{Currency, Money, MoneyError};

/// Which of two pays is better for the payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Better {
    /// The first.
    A,
    /// The second.
    B,
    /// Neither: they pay the same.
    Equal,
}

/// Revenues from one to another, both included, over which the answer is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BreakEvenRange {
    /// The least of these revenues.
    pub from: Money,
    /// The largest.
    pub to: Money,
    /// Which pay is better over them.
    pub better: Better,
}

/// Returns over which revenues of a stream the first pay is better, the second, or neither.
///
/// The ranges cover every minor unit from 0 to `up_to`, and neighbours differ. Values are exact,
/// before any rounding; retainers are whole. Both pays are straight pieces over revenue, so that
/// every crossing is computed, also at cliffs, where a pay falls, and where a bonus or a band
/// jumps, and none is searched for (spec/compensation.md 13, spec/contracts.md X10).
///
/// # Errors
///
/// [`BreakEvenError::NotLinear`] for a leaf that is not made of straight pieces over this stream
/// alone: prices per unit, pools, bonuses and bands by units, levels or other streams, shares of
/// other streams, by another measure, or of forward or running tiers.
/// [`BreakEvenError::TooManySteps`] for a bonus with more than 10,000 further steps up to `up_to`.
/// [`BreakEvenError::CurrencyMismatch`], [`BreakEvenError::NegativeAmount`],
/// [`BreakEvenError::Overflow`].
///
/// # Examples
///
/// 1,000.00 and 10%, or 25% and nothing else?
///
/// ```
/// use partnership::compensation::{Better, Pay, PayDraft, break_even};
///
/// let share = |rate: &str| -> Result<PayDraft, partnership::Error> {
///     Ok(PayDraft::share(&["shop"], rate.parse()?))
/// };
/// let fee = PayDraft::retainer("1000.00 USD".parse()?);
/// let hybrid = Pay::try_from(PayDraft::Sum(vec![fee, share("10%")?]))?;
/// let pure = Pay::try_from(share("25%")?)?;
///
/// let ranges = break_even(&hybrid, &pure, "shop", "50000.00 USD".parse()?)?;
/// let [hybrid_is_better, pure_is_better] = ranges.as_slice() else { panic!("{ranges:?}") };
/// assert_eq!(hybrid_is_better.better, Better::A);
/// assert_eq!(hybrid_is_better.to.to_string(), "6666.66 USD");
/// assert_eq!(pure_is_better.better, Better::B);
/// assert_eq!(pure_is_better.from.to_string(), "6666.67 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn break_even(
    a: &Pay,
    b: &Pay,
    stream: &str,
    up_to: Money,
) -> Result<Vec<BreakEvenRange>, BreakEvenError> {
    let currency = up_to.currency();
    a.in_currency(currency)?;
    b.in_currency(currency)?;
    if up_to.is_negative() {
        return Err(BreakEvenError::NegativeAmount { amount: up_to });
    }
    let curve = |pay: &Pay| Curve::of(pay.draft(), stream, up_to.minor());
    let difference = curve(a)?.minus(&curve(b)?)?;
    let mut ranges: Vec<BreakEvenRange> = Vec::new();
    for piece in difference.pieces() {
        for (part, sign) in piece.by_sign()? {
            let better = match sign {
                0 => Better::Equal,
                1.. => Better::A,
                _ => Better::B,
            };
            let to = Money::from_minor_wide(part.to, currency)?;
            match ranges.last_mut() {
                Some(last) if last.better == better => last.to = to,
                _ => ranges.push(BreakEvenRange {
                    from: Money::from_minor_wide(part.from, currency)?,
                    to,
                    better,
                }),
            }
        }
    }
    Ok(ranges)
}

/// Why two pays cannot be compared over revenue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakEvenError {
    /// A leaf that is not made of straight pieces over this stream alone.
    #[error("{leaf} is not linear in the revenue of this stream alone")]
    NotLinear {
        /// The name of the leaf.
        leaf: &'static str,
    },
    /// A bonus takes more further steps up to the largest revenue than are looked at.
    #[error("{steps} further steps of a bonus up to the largest revenue are more than 10000")]
    TooManySteps {
        /// How many steps there are.
        steps: i128,
    },
    /// The largest revenue is below 0.
    #[error("{amount} is negative")]
    NegativeAmount {
        /// The revenue.
        amount: Money,
    },
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency of the largest revenue.
        left: Currency,
        /// The currency found.
        right: Currency,
    },
    /// A number beyond what an exact one can hold.
    #[error("a crossing is beyond the range of a number")]
    Overflow,
}

impl From<NoCurve> for BreakEvenError {
    fn from(why: NoCurve) -> Self {
        match why {
            NoCurve::Leaf(leaf) => Self::NotLinear { leaf },
            NoCurve::Steps(steps) => Self::TooManySteps { steps },
            NoCurve::Overflow => Self::Overflow,
        }
    }
}

impl From<MoneyError> for BreakEvenError {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl From<PayError> for BreakEvenError {
    fn from(error: PayError) -> Self {
        match error {
            PayError::CurrencyMismatch { left, right } => Self::CurrencyMismatch { left, right },
            PayError::Overflow => Self::Overflow,
        }
    }
}
