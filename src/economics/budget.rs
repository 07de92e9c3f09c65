//! [`Budget`]: what a programme of partnerships costs and brings (E2).

use super::error::{EconomicsError, not_negative};
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// What the partners are paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Pay {
    /// So many partnerships at an average.
    Average {
        /// How many.
        count: u32,
        /// What each is paid on average.
        average: Money,
    },
    /// Each partnership by itself.
    Each(Vec<Money>),
}

/// How often a hidden cost comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Per {
    /// For every partnership.
    Partnership,
    /// For the whole programme.
    Programme,
}

/// A cost that is easily left out: legal, samples, management time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct HiddenCost {
    /// What it is for.
    pub what: String,
    /// How much.
    pub amount: Money,
    /// How often.
    pub per: Per,
}

/// What a programme costs and should bring.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "ROI")]
pub struct Budget {
    /// What the partners are paid.
    pub compensation: Pay,
    /// What is easily left out.
    pub hidden: Vec<HiddenCost>,
    /// What it should bring; may be below 0.
    pub expected_return: Money,
    /// What is a good multiple.
    pub good: GoodReturn,
}

mod sealed_value {
    use super::{EconomicsError, Ratio};

    /// From which to which multiple of its cost a return is good; 3 to 5 is usual.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
    #[cfg_attr(feature = "serde", serde(try_from = "super::RawGood"))]
    pub struct GoodReturn {
        from: Ratio,
        to: Ratio,
    }

    impl GoodReturn {
        /// Returns the band of good multiples.
        ///
        /// # Errors
        ///
        /// [`EconomicsError::BadThreshold`] unless `1 <= from <= to`.
        pub fn new(from: Ratio, to: Ratio) -> Result<Self, EconomicsError> {
            if from < Ratio::ONE {
                return Err(EconomicsError::BadThreshold { value: from });
            }
            if to < from {
                return Err(EconomicsError::BadThreshold { value: to });
            }
            Ok(Self { from, to })
        }

        /// Returns the multiple below which a return is thin.
        pub const fn from(&self) -> Ratio {
            self.from
        }

        /// Returns the multiple above which one looks for what was left out.
        pub const fn to(&self) -> Ratio {
            self.to
        }
    }

    impl Default for GoodReturn {
        fn default() -> Self {
            Self {
                from: Ratio::from_integer(3),
                to: Ratio::from_integer(5),
            }
        }
    }
}
pub use sealed_value::GoodReturn;

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGood {
    from: Ratio,
    to: Ratio,
}

#[cfg(feature = "serde")]
impl TryFrom<RawGood> for GoodReturn {
    type Error = EconomicsError;

    fn try_from(raw: RawGood) -> Result<Self, EconomicsError> {
        Self::new(raw.from, raw.to)
    }
}

/// How good a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Grade {
    /// Less than it costs.
    Loss,
    /// Less than is good.
    Thin,
    /// Good.
    Good,
    /// More than is good: what was left out?
    High,
}

impl Grade {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Thin => "thin",
            Self::Good => "good",
            Self::High => "high",
        }
    }
}

/// What is legal in a budget, and suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BudgetLint {
    /// Nothing but what the partners are paid.
    NoHiddenCosts,
}

/// What a programme comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BudgetReport {
    /// What the partners are paid.
    pub compensation: Money,
    /// What is easily left out.
    pub hidden: Money,
    /// Both.
    pub cost: Money,
    /// `expected return / cost`: "3x".
    pub multiple: Ratio,
    /// `multiple - 1`: 3x is 200%.
    pub roi: Ratio,
    /// The multiple as it looks without the hidden costs; none if nobody is paid.
    pub multiple_without_hidden: Option<Ratio>,
    /// How good the multiple is.
    pub grade: Grade,
    /// The least return that is good.
    pub return_for_good: Money,
    /// What is missing to it.
    pub shortfall: Money,
    /// `hidden / cost`.
    pub overhead_share: Ratio,
    /// What is suspicious.
    pub lints: Vec<BudgetLint>,
}

impl Budget {
    /// Returns what the programme comes to.
    ///
    /// `multiple = expected return / cost`, and ROI is one less: the two are often mixed up
    /// (spec/health-economics.md 7).
    ///
    /// # Rounding
    ///
    /// Only the least good return, upwards to the minor unit.
    ///
    /// # Errors
    ///
    /// [`EconomicsError::Negative`], [`EconomicsError::NoCost`], [`EconomicsError::Money`] for
    /// two currencies, [`EconomicsError::Overflow`].
    ///
    /// # Examples
    ///
    /// Eight partnerships at 1,500: 5x on paper, 3x in truth.
    ///
    /// ```
    /// use partnership::economics::{Budget, GoodReturn, Grade, HiddenCost, Pay, Per};
    ///
    /// let hidden = |what: &str, amount: &str, per| -> Result<_, partnership::Error> {
    ///     Ok(HiddenCost { what: what.to_owned(), amount: amount.parse()?, per })
    /// };
    /// let programme = Budget {
    ///     compensation: Pay::Average { count: 8, average: "1500.00 USD".parse()? },
    ///     hidden: vec![
    ///         hidden("legal", "2000.00 USD", Per::Programme)?,
    ///         hidden("samples", "150.00 USD", Per::Partnership)?,
    ///         hidden("management time", "4800.00 USD", Per::Programme)?,
    ///     ],
    ///     expected_return: "60000.00 USD".parse()?,
    ///     good: GoodReturn::default(),
    /// };
    /// let report = programme.report()?;
    /// assert_eq!(report.cost.to_string(), "20000.00 USD");
    /// assert_eq!((report.multiple, report.grade), ("3".parse()?, Grade::Good));
    /// assert_eq!(report.multiple_without_hidden, Some("5".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn report(&self) -> Result<BudgetReport, EconomicsError> {
        let currency = self.expected_return.currency();
        let (compensation, partnerships) = self.compensation.total(currency)?;
        let mut hidden = Money::zero(currency);
        for cost in &self.hidden {
            not_negative("a hidden cost", cost.amount)?;
            let times = match cost.per {
                Per::Partnership => partnerships,
                Per::Programme => 1,
            };
            hidden = hidden.checked_add(cost.amount.checked_times(times)?)?;
        }
        let cost = compensation.checked_add(hidden)?;
        if cost.is_zero() {
            return Err(EconomicsError::NoCost);
        }
        let expected = self.expected_return;
        let multiple = expected.ratio_to(cost)?;
        let return_for_good = cost.times_ratio(self.good.from(), Rounding::Ceiling)?;
        let missing = return_for_good.checked_sub(expected)?;
        Ok(BudgetReport {
            compensation,
            hidden,
            cost,
            multiple,
            roi: multiple.checked_sub(Ratio::ONE)?,
            multiple_without_hidden: expected.ratio_to(compensation).ok(),
            grade: self.good.grade(multiple),
            return_for_good,
            shortfall: missing.max(Money::zero(currency))?,
            overhead_share: hidden.ratio_to(cost)?,
            lints: if hidden.is_zero() {
                vec![BudgetLint::NoHiddenCosts]
            } else {
                Vec::new()
            },
        })
    }
}

impl GoodReturn {
    /// Returns how good a multiple is.
    pub fn grade(&self, multiple: Ratio) -> Grade {
        if multiple < Ratio::ONE {
            Grade::Loss
        } else if multiple < self.from() {
            Grade::Thin
        } else if multiple <= self.to() {
            Grade::Good
        } else {
            Grade::High
        }
    }
}

impl Pay {
    /// What all are paid, and how many they are.
    fn total(&self, currency: Currency) -> Result<(Money, i64), EconomicsError> {
        let what = "what a partner is paid";
        match self {
            Self::Average { count, average } => {
                not_negative(what, *average)?;
                let count = i64::from(*count);
                let total = average.checked_times(count)?;
                Ok((Money::sum(currency, [total])?, count))
            }
            Self::Each(each) => {
                for paid in each {
                    not_negative(what, *paid)?;
                }
                let count = i64::try_from(each.len()).unwrap_or(i64::MAX);
                Ok((Money::sum(currency, each.iter().copied())?, count))
            }
        }
    }
}
