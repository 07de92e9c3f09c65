//! [`ExchangeMatrix`]: what each side gives and receives, in its own eyes.

use crate::party::Side;
use crate::problem::{Problem, door};
use crate::ratio::Ratio;

use super::by_id::ById;
use super::exchange_error::ExchangeError;
use super::id::Id;
use super::importance::{Importance, ImportanceFault};
use super::scale::{Scale, ScaleError, Score};
use super::sides::{BOTH, Sides};

/// What a side gives and receives in one dimension and period, in its own eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Flow {
    /// How much it gives.
    pub gives: Score,
    /// How much it receives.
    pub receives: Score,
}

impl Flow {
    /// Returns the flow as the other side sees it where both see the same.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self {
            gives: self.receives,
            receives: self.gives,
        }
    }
}

impl Sides<ById<Flow>> {
    /// Returns the flows of both sides where the partner sees what the producer sees.
    pub fn mirrored(producer: ById<Flow>) -> Self {
        let turned = producer.iter();
        let turned = turned.map(|(dimension, flow)| (dimension.clone(), flow.turned()));
        Self {
            partner: turned.collect(),
            producer,
        }
    }
}

/// A matrix as it is written down; [`Self::build`] checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ExchangeDraft {
    /// What is exchanged: by default financial, resources, control and reputation.
    pub dimensions: Vec<Id>,
    /// How flows are measured: from 0, by default to 10 by 1.
    pub scale: Scale,
    /// How much each dimension counts for each side, in parts; one left out has 0, and where a
    /// side says nothing all count alike.
    pub weights: Sides<Option<ById<u32>>>,
    /// How uneven an exchange may be, as a part of the scale: by default 1/10.
    pub tolerance: Ratio,
    /// The flows of each period, the latest last.
    pub periods: Vec<Sides<ById<Flow>>>,
}

impl Default for ExchangeDraft {
    fn default() -> Self {
        Self {
            dimensions: ExchangeMatrix::DIMENSIONS.map(Id::fixed).into(),
            scale: Scale::FROM_ZERO,
            weights: Sides::default(),
            tolerance: ExchangeMatrix::default_tolerance(),
            periods: Vec::new(),
        }
    }
}

impl ExchangeDraft {
    /// Checks the matrix.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<ExchangeMatrix, ExchangeError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(ExchangeMatrix { draft: self }),
        }
    }

    /// Returns every fault of a matrix with its place.
    ///
    /// In this order: [`ExchangeError::DuplicateDimension`], [`ExchangeError::ScaleNotFromZero`],
    /// of each side [`ExchangeError::UnknownDimension`] and [`ExchangeError::NoWeight`],
    /// [`ExchangeError::BadTolerance`], [`ExchangeError::NoPeriods`]; of each flow
    /// [`ExchangeError::UnknownDimension`], [`ExchangeError::MissingFlow`],
    /// [`ExchangeError::OutOfScale`] and [`ExchangeError::OffStep`].
    pub fn problems(&self) -> Vec<Problem<ExchangeError>> {
        let mut problems = Vec::new();
        let mut note = |place: &str, fault| {
            let place = place.to_owned();
            problems.push(Problem { place, fault });
        };
        if let Some(dimension) = Importance::twice(&self.dimensions) {
            let dimension = dimension.clone();
            note(
                "dimensions",
                ExchangeError::DuplicateDimension { dimension },
            );
        }
        let min = self.scale.min();
        if min != Score::from(0) {
            note("scale", ExchangeError::ScaleNotFromZero { min });
        }
        for side in BOTH {
            let weights = self.weights.get(side).as_ref();
            for fault in Importance::faults(&self.dimensions, weights) {
                let place = format!("weights.{side}");
                note(
                    &place,
                    match fault {
                        ImportanceFault::Unknown(dimension) => {
                            ExchangeError::UnknownDimension { dimension }
                        }
                        ImportanceFault::NoWeight => ExchangeError::NoWeight { side },
                    },
                );
            }
        }
        let tolerance = self.tolerance;
        if tolerance.is_negative() || tolerance > Ratio::ONE {
            note("tolerance", ExchangeError::BadTolerance { tolerance });
        }
        if self.periods.is_empty() {
            note("periods", ExchangeError::NoPeriods);
        }
        for (position, period) in self.periods.iter().enumerate() {
            for side in BOTH {
                let place = format!("periods[{position}].{side}");
                for fault in self.faults_of(position.saturating_add(1), side, period.get(side)) {
                    note(&place, fault);
                }
            }
        }
        problems
    }

    /// What is wrong with the flows of one side in one period.
    fn faults_of(&self, period: usize, side: Side, flows: &ById<Flow>) -> Vec<ExchangeError> {
        let unknown = flows
            .keys()
            .filter(|dimension| !self.dimensions.contains(dimension));
        let mut faults: Vec<ExchangeError> = unknown
            .map(|dimension| ExchangeError::UnknownDimension {
                dimension: dimension.clone(),
            })
            .collect();
        for dimension in &self.dimensions {
            let dimension = dimension.clone();
            let Some(flow) = flows.get(&dimension) else {
                faults.push(ExchangeError::MissingFlow {
                    period,
                    side,
                    dimension,
                });
                continue;
            };
            for level in [flow.gives, flow.receives] {
                let (dimension, scale) = (dimension.clone(), self.scale);
                match scale.level(level) {
                    Ok(_) => {}
                    Err(ScaleError::OffStep { .. }) => faults.push(ExchangeError::OffStep {
                        period,
                        side,
                        dimension,
                        level,
                        scale,
                    }),
                    Err(_) => faults.push(ExchangeError::OutOfScale {
                        period,
                        side,
                        dimension,
                        level,
                        scale,
                    }),
                }
            }
        }
        faults
    }
}

/// Value Exchange Matrix: what each side gives and receives over some periods, each in its own
/// eyes, and how much each dimension counts for it.
///
/// Two sides need not see one flow alike, and money may count twice as much for one as for the
/// other: that is why an exchange can be good for both (spec/alignment.md 10).
///
/// # Examples
///
/// The partner is ahead by 1.9. Money costs it least and brings the producer most: 19/6 points of
/// it level both, and the joint value rises:
///
/// ```
/// use partnership::alignment::{ExchangeDraft, Flow, Sides};
///
/// let names = ["financial", "resources", "control", "reputation"];
/// let parts = |parts: [u32; 4]| names.iter().zip(parts).map(|(name, part)| {
///     Ok((name.parse()?, part))
/// }).collect::<Result<_, partnership::Error>>();
/// let flows = names.iter().zip([(3, 5), (8, 3), (6, 4), (2, 6)]).map(|(name, (gives, receives))| {
///     Ok((name.parse()?, Flow { gives: gives.into(), receives: receives.into() }))
/// }).collect::<Result<_, partnership::Error>>()?;
/// let matrix = ExchangeDraft {
///     weights: Sides {
///         producer: Some(parts([40, 25, 20, 15])?),
///         partner: Some(parts([20, 45, 20, 15])?),
///     },
///     periods: vec![Sides::mirrored(flows)],
///     ..ExchangeDraft::default()
/// }.build()?;
/// let exchange = matrix.exchange()?;
/// assert_eq!(exchange.net.producer.to_string(), "-1/4");
/// assert_eq!(exchange.net.partner.to_string(), "33/20");
/// let correction = &exchange.correction[0];
/// assert_eq!(correction.dimension.as_str(), "financial");
/// assert_eq!(correction.amount.to_string(), "19/6");
/// assert_eq!(exchange.after.producer, exchange.after.partner);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "ExchangeDraft", into = "ExchangeDraft")
)]
#[doc(alias = "reciprocity")]
pub struct ExchangeMatrix {
    draft: ExchangeDraft,
}

impl ExchangeMatrix {
    /// The usual dimensions.
    pub const DIMENSIONS: [&'static str; 4] = ["financial", "resources", "control", "reputation"];

    /// Returns how uneven an exchange may be if nothing is said, as a part of the scale: 1/10, a
    /// convention of this crate.
    pub fn default_tolerance() -> Ratio {
        Ratio::from_percent(10)
    }

    /// Returns the matrix as it was written down.
    pub const fn draft(&self) -> &ExchangeDraft {
        &self.draft
    }

    /// How much each dimension counts for a side.
    pub(super) fn importance(&self, side: Side) -> Importance {
        Importance::of(
            &self.draft.dimensions,
            self.draft.weights.get(side).as_ref(),
        )
    }
}

door!(ExchangeDraft, ExchangeMatrix, ExchangeError);
