//! [`TrustQuotient`]: the trust equation.

use std::cmp::Reverse;

use crate::explain::{ExplainError, Explanation, Step};
use crate::ratio::{Ratio, RatioError};

use super::proving::{Noted, Proving, same};
use super::schema::Schema;

/// The four factors of the trust equation, each from 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TrustFactors {
    /// How far one can believe what they say.
    pub credibility: Ratio,
    /// How far they do what they said.
    pub reliability: Ratio,
    /// How safe it is to be open with them.
    pub intimacy: Ratio,
    /// How much they look to their own ends: the less, the better.
    pub self_orientation: Ratio,
}

/// A factor of the trust equation, in the order of the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TrustFactor {
    /// How far one can believe what they say.
    Credibility,
    /// How far they do what they said.
    Reliability,
    /// How safe it is to be open with them.
    Intimacy,
    /// How much they look to their own ends.
    SelfOrientation,
}

impl TrustFactor {
    /// Every factor, in the order of the formula.
    pub const ALL: [Self; 4] = [
        Self::Credibility,
        Self::Reliability,
        Self::Intimacy,
        Self::SelfOrientation,
    ];

    /// Returns the name of the factor in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credibility => "credibility",
            Self::Reliability => "reliability",
            Self::Intimacy => "intimacy",
            Self::SelfOrientation => "self_orientation",
        }
    }
}

impl TrustFactors {
    /// Returns one of the factors.
    pub const fn get(&self, factor: TrustFactor) -> Ratio {
        match factor {
            TrustFactor::Credibility => self.credibility,
            TrustFactor::Reliability => self.reliability,
            TrustFactor::Intimacy => self.intimacy,
            TrustFactor::SelfOrientation => self.self_orientation,
        }
    }

    fn trust(&self) -> Result<Ratio, RatioError> {
        self.credibility
            .checked_add(self.reliability)?
            .checked_add(self.intimacy)
    }

    /// What one point for the better of a factor gains, where there is room.
    fn gain(&self, factor: TrustFactor, quotient: Ratio) -> Result<Option<Ratio>, RatioError> {
        let level = self.get(factor);
        if factor == TrustFactor::SelfOrientation {
            let lower = level.checked_sub(Ratio::ONE)?;
            if lower < Ratio::ONE {
                return Ok(None);
            }
            let raised = self.trust()?.checked_div(lower)?;
            return raised.checked_sub(quotient).map(Some);
        }
        if level.checked_add(Ratio::ONE)? > TEN {
            return Ok(None);
        }
        Ratio::ONE.checked_div(self.self_orientation).map(Some)
    }
}

/// What one point for the better of a factor is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TrustMove {
    /// The factor: one point more, of self-orientation one point less.
    pub factor: TrustFactor,
    /// By how much the quotient rises.
    pub gain: Ratio,
}

/// `(credibility + reliability + intimacy) / self-orientation`, from 3/10 to 30.
///
/// It is a quotient; forms that multiply the factors exist and give other numbers. It does not
/// convert to the monthly trust assessment, which is a rubric (spec/alignment.md 13).
///
/// # Examples
///
/// One point less self-orientation is worth twenty points of anything else:
///
/// ```
/// use partnership::alignment::{TrustFactor, TrustFactors, TrustQuotient};
///
/// let factors = TrustFactors {
///     credibility: 8_u32.into(),
///     reliability: 7_u32.into(),
///     intimacy: 5_u32.into(),
///     self_orientation: 2_u32.into(),
/// };
/// let trust = TrustQuotient::of(&factors)?;
/// assert_eq!(trust.quotient.to_string(), "10");
/// assert_eq!(trust.moves[0].factor, TrustFactor::SelfOrientation);
/// assert_eq!(trust.moves[0].gain.to_string(), "10");
/// assert_eq!(trust.moves[1].gain.to_string(), "1/2");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "trust equation")]
pub struct TrustQuotient {
    schema: Schema,
    /// How much trust there is.
    pub quotient: Ratio,
    /// What one point for the better of each factor is worth where there is room for it, the
    /// largest gain first, equal gains in the order of the formula.
    pub moves: Vec<TrustMove>,
}

/// The best level of a factor.
const TEN: Ratio = Ratio::from_integer(10);

/// The name of the factors in a proof.
const DOCUMENT: &str = "trust";

impl TrustQuotient {
    /// Returns the quotient of four factors and what raises it most.
    ///
    /// # Errors
    ///
    /// [`TrustError::OutOfScale`] for the first factor below 1 or above 10, and
    /// [`TrustError::Overflow`].
    pub fn of(factors: &TrustFactors) -> Result<Self, TrustError> {
        for factor in TrustFactor::ALL {
            let value = factors.get(factor);
            if value < Ratio::ONE || value > TEN {
                return Err(TrustError::OutOfScale {
                    factor: factor.name(),
                    value,
                });
            }
        }
        let quotient = factors.trust()?.checked_div(factors.self_orientation)?;
        let mut moves = Vec::with_capacity(TrustFactor::ALL.len());
        for factor in TrustFactor::ALL {
            let gain = factors.gain(factor, quotient)?;
            moves.extend(gain.map(|gain| TrustMove { factor, gain }));
        }
        moves.sort_by_key(|step| Reverse(step.gain));
        Ok(Self {
            schema: Schema,
            quotient,
            moves,
        })
    }

    /// Returns the proof of the quotient and of every gain.
    ///
    /// It reads the document `trust`, which is the factors.
    ///
    /// # Errors
    ///
    /// Those of [`Self::of`], and [`TrustError::Explain`] if the result does not follow from the
    /// factors.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{TrustFactors, TrustQuotient};
    ///
    /// let factors = TrustFactors {
    ///     credibility: 8_u32.into(),
    ///     reliability: 7_u32.into(),
    ///     intimacy: 5_u32.into(),
    ///     self_orientation: 2_u32.into(),
    /// };
    /// let why = TrustQuotient::of(&factors)?.explain(&factors)?.why("/quotient")?;
    /// let first = why.text().lines().next().map(str::to_owned);
    /// assert_eq!(first.as_deref(), Some("result /quotient is #6 trust quotient: 10 = 20 / 2"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(&self, factors: &TrustFactors) -> Result<Explanation, TrustError> {
        same(self, &Self::of(factors)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let mut levels = Vec::with_capacity(TrustFactor::ALL.len());
        for factor in TrustFactor::ALL {
            let name = factor.name();
            levels.push(proving.input(&[name], factors.get(factor), name)?);
        }
        if let [credibility, reliability, intimacy, own] = levels.as_slice() {
            let trust = [*credibility, *reliability, *intimacy];
            let trust = proving.sum(&trust, "what speaks for them")?;
            let quotient = proving.proof.quotient(trust, *own, "trust quotient")?;
            proving.proves(&["quotient"], quotient, self.quotient)?;
            self.prove_moves(&mut proving, (trust, *own, quotient))?;
        }
        Ok(proving.finish())
    }

    fn prove_moves(
        &self,
        proving: &mut Proving,
        (trust, own, quotient): (Step, Step, Step),
    ) -> Noted<()> {
        let one = proving.proof.quotient(own, own, "one point")?;
        for (position, step) in self.moves.iter().enumerate() {
            let label = format!("gain of a point of {}", step.factor.name());
            let gain = if step.factor == TrustFactor::SelfOrientation {
                let lower = proving.proof.difference(own, one, "one point less")?;
                let raised = proving.proof.quotient(trust, lower, "quotient with it")?;
                proving.proof.difference(raised, quotient, &label)?
            } else {
                proving.proof.quotient(one, own, &label)?
            };
            proving.proves(&["moves", &position.to_string(), "gain"], gain, step.gain)?;
        }
        Ok(())
    }
}

/// Why there is no trust quotient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A factor is below 1 or above 10.
    #[error("{factor} is {value}, not from 1 to 10")]
    OutOfScale {
        /// The factor.
        factor: &'static str,
        /// Its value.
        value: Ratio,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the trust quotient is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for TrustError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
