//! [`Concentration`]: how much hangs on one payer (E3).

use num_integer::Integer as _;

use super::concentration_lines::{DependencyLines, HhiBands, MOST_POINTS};
use super::error::{EconomicsError, unique};
use crate::money::{Currency, Money};
use crate::ratio::{Ratio, RatioError};
use crate::wide::{self, U256};

mod sealed_value {
    use super::{Currency, EconomicsError, Money, unique};

    /// What each partner paid, net of refunds: ids once, one currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::economics::{Dependency, DependencyLines, Incomes, Negatives};
    ///
    /// let paid = [("acme", "8000.00 USD"), ("b", "1000.00 USD"), ("c", "1000.00 USD")];
    /// let mut incomes = Vec::new();
    /// for (id, amount) in paid {
    ///     incomes.push((id.to_owned(), amount.parse()?));
    /// }
    /// let incomes = Incomes::new(incomes)?;
    /// let found = incomes.concentration(Negatives::Refuse)?;
    /// assert_eq!(found.hhi()?, "33/50".parse()?);
    /// assert_eq!(found.points()?, "6600".parse()?);
    /// assert_eq!(found.top().collect::<Vec<_>>(), ["acme"]);
    /// let lines = DependencyLines::default();
    /// assert_eq!(found.dependency(&lines), Dependency::OverReliance);
    /// assert_eq!(found.needed_elsewhere(&lines)?.to_string(), "0.01 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(
        feature = "serde",
        serde(try_from = "Vec<super::Income>", into = "Vec<super::Income>")
    )]
    pub struct Incomes {
        by_id: Vec<(String, Money)>,
    }

    impl Incomes {
        /// Returns the incomes by id.
        ///
        /// # Errors
        ///
        /// [`EconomicsError::DuplicateId`], [`EconomicsError::Money`] for two currencies.
        pub fn new(mut incomes: Vec<(String, Money)>) -> Result<Self, EconomicsError> {
            unique(incomes.iter().map(|(id, _)| id))?;
            if let Some((_, first)) = incomes.first() {
                for (_, amount) in &incomes {
                    first.compare(*amount)?;
                }
            }
            incomes.sort_by(|(left, _), (right, _)| left.cmp(right));
            Ok(Self { by_id: incomes })
        }

        /// Returns what each paid, by id.
        pub fn by_id(&self) -> &[(String, Money)] {
            &self.by_id
        }

        /// The currency of all; none of nothing.
        pub(super) fn currency(&self) -> Option<Currency> {
            self.by_id.first().map(|(_, amount)| amount.currency())
        }
    }
}
pub use sealed_value::Incomes;

/// An income as it is written down.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Income {
    id: String,
    amount: Money,
}

#[cfg(feature = "serde")]
impl TryFrom<Vec<Income>> for Incomes {
    type Error = EconomicsError;

    fn try_from(raw: Vec<Income>) -> Result<Self, EconomicsError> {
        let raw = raw.into_iter();
        Self::new(raw.map(|Income { id, amount }| (id, amount)).collect())
    }
}

#[cfg(feature = "serde")]
impl From<Incomes> for Vec<Income> {
    fn from(incomes: Incomes) -> Self {
        let by_id = incomes.by_id().iter().cloned();
        by_id.map(|(id, amount)| Income { id, amount }).collect()
    }
}

/// What becomes of an income below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Negatives {
    /// It is refused.
    #[default]
    Refuse,
    /// It counts as nothing.
    AsZero,
}

/// How much hangs on one payer: each figure its own method, so that one that is beyond its range
/// takes no other with it.
#[derive(Clone, Copy, Debug)]
#[doc(alias = "HHI")]
#[doc(alias = "Herfindahl")]
pub struct Concentration<'a> {
    incomes: &'a Incomes,
    currency: Currency,
    total: u128,
    largest: u128,
    squares: U256,
    payers: u64,
}

impl Incomes {
    /// Returns how they are concentrated, in one pass.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::NegativeIncome`], [`EconomicsError::NothingToMeasure`],
    /// [`EconomicsError::Money`] for a total beyond the range of money,
    /// [`EconomicsError::Overflow`].
    pub fn concentration(&self, negatives: Negatives) -> Result<Concentration<'_>, EconomicsError> {
        let currency = self.currency().ok_or(EconomicsError::NothingToMeasure)?;
        let (mut total, mut largest, mut payers): (u128, u128, u64) = (0, 0, 0);
        let mut squares = U256::ZERO;
        // Squares of 64-bit amounts are added up in 128 bits for as long as they fit.
        let mut small: u128 = 0;
        for (id, amount) in self.by_id() {
            if amount.is_negative() {
                if negatives == Negatives::AsZero {
                    continue;
                }
                return Err(EconomicsError::NegativeIncome {
                    id: id.clone(),
                    amount: (*amount).into(),
                });
            }
            let paid = amount.minor().unsigned_abs();
            if paid == 0 {
                continue;
            }
            payers = payers.saturating_add(1);
            largest = largest.max(paid);
            // A list of amounts below 2^96 is far shorter than 2^32.
            total = total.saturating_add(paid);
            let square = (paid >> 64 == 0).then(|| paid.wrapping_mul(paid));
            match square.and_then(|square| small.checked_add(square)) {
                Some(sum) => small = sum,
                None => squares = with_square(squares, paid)?,
            }
        }
        if total == 0 {
            return Err(EconomicsError::NothingToMeasure);
        }
        Money::from_minor_wide(wide::signed(total, false).unwrap_or(i128::MAX), currency)?;
        let squares = squares.checked_add(U256::from(small));
        Ok(Concentration {
            incomes: self,
            currency,
            total,
            largest,
            squares: squares.ok_or_else(|| beyond("the sum of the squares"))?,
            payers,
        })
    }
}

#[cold]
fn with_square(squares: U256, paid: u128) -> Result<U256, RatioError> {
    let sum = squares.checked_add(U256::product(paid, paid));
    sum.ok_or_else(|| beyond("the sum of the squares"))
}

const fn beyond(operation: &'static str) -> RatioError {
    RatioError::Overflow { operation }
}

impl Concentration<'_> {
    /// Returns what all paid.
    pub fn total(&self) -> Money {
        self.money(self.total)
    }

    /// Returns how many paid something.
    pub const fn payers(&self) -> u64 {
        self.payers
    }

    /// Returns the sum of the squares of the shares: 1 if there is one payer, 1/n of n equal ones.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`] if the reduced ratio is beyond its range, never for totals
    /// below 2^63 minor units.
    pub fn hhi(&self) -> Result<Ratio, EconomicsError> {
        let overflow = || beyond("the sum of the squares of the shares");
        // Whatever divides the squares and the total is taken out twice, once for each factor.
        let (mut squares, mut below) = (self.squares, [self.total; 2]);
        for factor in &mut below {
            let rest = squares.div_rem(*factor).map_or(0, |(_, rest)| rest);
            let shared = rest.gcd(factor);
            squares = squares.div_rem(shared).map_or(squares, |(part, _)| part);
            *factor = factor.checked_div(shared).unwrap_or(*factor);
        }
        let below = below.into_iter().try_fold(1_u128, u128::checked_mul);
        let signed = |magnitude: Option<u128>| {
            magnitude.and_then(|magnitude| wide::signed(magnitude, false))
        };
        let (above, below) = (signed(squares.to_u128()), signed(below));
        let (above, below) = above.zip(below).ok_or_else(overflow)?;
        Ok(Ratio::new(above, below)?)
    }

    /// Returns the HHI in points: 10,000 for one payer.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`].
    pub fn points(&self) -> Result<Ratio, EconomicsError> {
        Ok(self
            .hhi()?
            .checked_mul(Ratio::from_integer(MOST_POINTS.into()))?)
    }

    /// Returns how many equal payers would be as concentrated: `1 / HHI`.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`].
    pub fn effective(&self) -> Result<Ratio, EconomicsError> {
        Ok(Ratio::ONE.checked_div(self.hhi()?)?)
    }

    /// Returns the HHI on a scale from 0 for equal payers to 1: `(HHI - 1/n) / (1 - 1/n)`; none
    /// for one payer.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`].
    pub fn normalised(&self) -> Result<Option<Ratio>, EconomicsError> {
        if self.payers == 1 {
            return Ok(None);
        }
        let payers = Ratio::from(self.payers);
        let above = self.hhi()?.checked_mul(payers)?.checked_sub(Ratio::ONE)?;
        Ok(Some(above.checked_div(payers.checked_sub(Ratio::ONE)?)?))
    }

    /// Returns all who paid the largest amount, by id.
    pub fn top(&self) -> impl Iterator<Item = &str> {
        let all = self.incomes.by_id().iter();
        let largest = self.money(self.largest);
        all.filter(move |(_, amount)| *amount == largest)
            .map(|(id, _)| id.as_str())
    }

    /// Returns what a top payer paid of all.
    pub fn top_share(&self) -> Ratio {
        // Both are amounts of money, and the total is above 0.
        self.money(self.largest)
            .ratio_to(self.total())
            .unwrap_or(Ratio::ONE)
    }

    /// Returns how dependent one is on a top payer.
    pub fn dependency(&self, lines: &DependencyLines) -> Dependency {
        let share = self.top_share();
        if share >= lines.over() {
            Dependency::OverReliance
        } else if share >= lines.watch() {
            Dependency::Watch
        } else {
            Dependency::None
        }
    }

    /// Returns the least that others would have to pay more so that no top payer is over-relied
    /// on; zero if none is.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Overflow`], [`EconomicsError::Money`].
    pub fn needed_elsewhere(&self, lines: &DependencyLines) -> Result<Money, EconomicsError> {
        if self.dependency(lines) != Dependency::OverReliance {
            return Ok(Money::zero(self.currency));
        }
        let minor = |amount: u128| {
            let amount = wide::signed(amount, false).unwrap_or(i128::MAX);
            Ratio::new(amount, 1)
        };
        let least = minor(self.largest)?.checked_div(lines.over())?;
        let more = least.checked_sub(minor(self.total)?)?;
        let whole = more.round(crate::rounding::Rounding::Floor);
        Ok(Money::from_minor_wide(
            whole.saturating_add(1),
            self.currency,
        )?)
    }

    /// Returns the band of the HHI, compared without rounding, whatever the amounts.
    pub fn band(&self, bands: &HhiBands) -> Band {
        // squares x 10,000 against bound x total^2: the total is below 2^96.
        let points = times(self.squares, MOST_POINTS);
        let line = |bound: u32| {
            let scaled = self.total.saturating_mul(bound.into());
            U256::product(scaled, self.total)
        };
        if points < line(bands.low()) {
            Band::Low
        } else if points > line(bands.high()) {
            Band::High
        } else {
            Band::Moderate
        }
    }

    fn money(&self, minor: u128) -> Money {
        // No part is larger than the total, which is in range.
        Money::clamped(
            wide::signed(minor, false).unwrap_or(i128::MAX),
            self.currency,
        )
    }
}

/// The product with a small number, by doubling; what is beyond 256 bits counts as the most.
fn times(number: U256, factor: u32) -> U256 {
    let mut product = U256::ZERO;
    for bit in (0..u32::BITS).rev() {
        let Some(doubled) = product.checked_add(product) else {
            return U256::product(u128::MAX, u128::MAX);
        };
        product = doubled;
        if factor >> bit & 1 == 1 {
            product = product.checked_add(number).unwrap_or(doubled);
        }
    }
    product
}

/// How dependent one is on the largest payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Dependency {
    /// Not much.
    None,
    /// As much as on all others together.
    Watch,
    /// Too much.
    OverReliance,
}

impl Dependency {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Watch => "watch",
            Self::OverReliance => "over_reliance",
        }
    }
}

/// Where an HHI lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Band {
    /// Below both lines.
    Low,
    /// Between the lines, or on one.
    Moderate,
    /// Above both.
    High,
}

impl Band {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}
