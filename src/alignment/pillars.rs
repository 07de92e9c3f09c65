//! [`Pillars`]: alignment, reciprocity and clarity.

use crate::explain::{ExplainError, Explanation, Relation};
use crate::ratio::{Ratio, RatioError};

use super::checklist_report::ChecklistReport;
use super::evaluation::Evaluation;
use super::exchange_reading::Exchange;
use super::proving::{Proving, same};
use super::schema::Schema;

/// One of the three pillars of a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Pillar {
    /// Both want the same, and can.
    Alignment,
    /// What is given comes back in proportion.
    Reciprocity,
    /// Roles, rights and metrics are written down.
    Clarity,
}

impl Pillar {
    /// Every pillar, in order.
    pub const ALL: [Self; 3] = [Self::Alignment, Self::Reciprocity, Self::Clarity];

    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alignment => "alignment",
            Self::Reciprocity => "reciprocity",
            Self::Clarity => "clarity",
        }
    }
}

/// How far each pillar carries, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PillarValues {
    /// How far both want the same, and can.
    pub alignment: Ratio,
    /// How far what is given comes back.
    pub reciprocity: Ratio,
    /// How much is written down.
    pub clarity: Ratio,
}

impl PillarValues {
    /// Returns the values that three models come to: how far the evaluation's low score stands up
    /// its scale, the reciprocity of the exchange, and the part of the checklist that is a yes.
    ///
    /// # Errors
    ///
    /// [`PillarsError::Overflow`].
    pub fn from_models(
        evaluation: &Evaluation,
        exchange: &Exchange,
        clarity: &ChecklistReport,
    ) -> Result<Self, PillarsError> {
        let scale = evaluation.rubric().scale();
        let (lo, hi) = (scale.min().to_ratio(), scale.max().to_ratio());
        let above = evaluation.low().checked_sub(lo)?;
        let (yes, applicable) = (Ratio::from(clarity.yes), Ratio::from(clarity.applicable));
        Ok(Self {
            alignment: above.checked_div(hi.checked_sub(lo)?)?,
            reciprocity: exchange.reciprocity,
            clarity: yes.checked_div(applicable)?,
        })
    }

    /// Returns how far one pillar carries.
    pub const fn get(&self, pillar: Pillar) -> Ratio {
        match pillar {
            Pillar::Alignment => self.alignment,
            Pillar::Reciprocity => self.reciprocity,
            Pillar::Clarity => self.clarity,
        }
    }
}

/// What three pillars carry: as much as the weakest.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Pillar, PillarValues, Pillars};
///
/// let values = PillarValues {
///     alignment: "13/16".parse()?,
///     reciprocity: "89/94".parse()?,
///     clarity: "2/3".parse()?,
/// };
/// let pillars = Pillars::of(&values)?;
/// assert_eq!(pillars.value, values.clarity);
/// assert_eq!(pillars.weakest, [Pillar::Clarity]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "three pillars")]
pub struct Pillars {
    schema: Schema,
    /// The smallest of the three.
    pub value: Ratio,
    /// Every pillar that is the smallest.
    pub weakest: Vec<Pillar>,
    /// The mean of the three: a second number.
    pub mean: Ratio,
}

/// How many pillars there are.
const COUNT: Ratio = Ratio::from_integer(3);

/// The name of the values in a proof.
const DOCUMENT: &str = "pillars";

impl Pillars {
    /// Returns what three pillars carry (spec/alignment.md 13).
    ///
    /// # Errors
    ///
    /// [`PillarsError::OutOfRange`] for the first below 0 or above 1, [`PillarsError::Overflow`].
    pub fn of(values: &PillarValues) -> Result<Self, PillarsError> {
        for pillar in Pillar::ALL {
            let value = values.get(pillar);
            if value.is_negative() || value > Ratio::ONE {
                let pillar = pillar.name();
                return Err(PillarsError::OutOfRange { pillar, value });
            }
        }
        let value = values.alignment.min(values.reciprocity).min(values.clarity);
        let weakest = Pillar::ALL
            .into_iter()
            .filter(|pillar| values.get(*pillar) == value);
        let all = values.alignment.checked_add(values.reciprocity)?;
        Ok(Self {
            schema: Schema,
            value,
            weakest: weakest.collect(),
            mean: all.checked_add(values.clarity)?.checked_div(COUNT)?,
        })
    }

    /// Returns the proof of the value, the weakest pillars and the mean.
    ///
    /// It reads the document `pillars`, which is the values.
    ///
    /// # Errors
    ///
    /// Those of [`Self::of`], and [`PillarsError::Explain`] if the result does not follow from
    /// the values.
    pub fn explain(&self, values: &PillarValues) -> Result<Explanation, PillarsError> {
        same(self, &Self::of(values)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let mut steps = Vec::with_capacity(Pillar::ALL.len());
        for pillar in Pillar::ALL {
            let name = pillar.name();
            steps.push(proving.input(&[name], values.get(pillar), name)?);
        }
        let smallest = proving
            .proof
            .smallest(&steps, "the weakest pillar carries")?;
        proving.proves(&["value"], smallest, self.value)?;
        let all = proving.sum(&steps, "all three")?;
        for (pillar, step) in Pillar::ALL.into_iter().zip(steps) {
            let label = "no pillar is weaker";
            let weakest = proving
                .proof
                .compare(step, smallest, Relation::Equal, label)?;
            if let Some(at) = self.weakest.iter().position(|weak| *weak == pillar) {
                let chain = [(weakest, pillar.name())];
                let name = proving.first_that_holds(&chain, "carries more", "weakest")?;
                proving.proves(&["weakest", &at.to_string()], name, pillar.name())?;
            }
        }
        let count = proving.proof.constant("pillars", COUNT, "pillars")?;
        let mean = proving.proof.quotient(all, count, "mean")?;
        proving.proves(&["mean"], mean, self.mean)?;
        Ok(proving.finish())
    }
}

/// Why three values are no pillars.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PillarsError {
    /// A value is not within 0 and 1.
    #[error("{pillar} is {value}, not from 0 to 1")]
    OutOfRange {
        /// The pillar.
        pillar: &'static str,
        /// Its value.
        value: Ratio,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the pillars is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for PillarsError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
