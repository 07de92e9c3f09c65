//! [`RubricError`].

use super::id::Id;
use super::scale::{Scale, Score};
use crate::ratio::Ratio;

/// Why a draft is no rubric.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RubricError {
    /// There is nothing to score.
    #[error("no criteria")]
    NoCriteria,
    /// More than 1,024 criteria.
    #[error("{count} criteria are more than 1024")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A criterion stands twice.
    #[error("the criterion {criterion} stands twice")]
    DuplicateCriterion {
        /// Its id.
        criterion: Id,
    },
    /// The coverage asked for is not within 0 to 1.
    #[error("a coverage of {min_coverage} is not within 0 to 1")]
    BadMinCoverage {
        /// The coverage given.
        min_coverage: Ratio,
    },
    /// A criterion counts nothing without being a gate.
    #[error("{criterion} has the weight 0 and is no gate")]
    ZeroWeight {
        /// Its id.
        criterion: Id,
    },
    /// Gates alone are a checklist.
    #[error("no criterion has a weight")]
    NoWeight,
    /// A gate that cannot knock out.
    #[error("the gate {criterion} has no limit")]
    GateWithoutFloor {
        /// Its id.
        criterion: Id,
    },
    /// A limit that no score of the scale could meet.
    #[error("the limit {limit} of {criterion} is outside its scale {scale}")]
    FloorOutsideScale {
        /// The criterion.
        criterion: Id,
        /// Its limit.
        limit: Score,
        /// Its scale.
        scale: Scale,
    },
    /// What is rejected is stricter than what asks for bridging.
    #[error("{criterion} rejects past {reject}, before it asks for bridging past {bridge}")]
    RejectPastBridge {
        /// The criterion.
        criterion: Id,
        /// Past this it rejects.
        reject: Score,
        /// Past this it asks for bridging.
        bridge: Score,
    },
    /// A text for a level that the scale does not have.
    #[error("the anchor {level} of {criterion} is no level of its scale {scale}")]
    AnchorOffScale {
        /// The criterion.
        criterion: Id,
        /// The level.
        level: Score,
        /// Its scale.
        scale: Scale,
    },
    /// An order of more than 22 criteria, whose parts would be too fine.
    #[error("an order of {count} criteria is longer than 22")]
    TooManyRanks {
        /// How many there are.
        count: usize,
    },
    /// Weights, scales and steps whose exact mean could leave the range of 128 bits.
    #[error("weights, scales and steps are too fine together for an exact mean")]
    Overflow,
}
