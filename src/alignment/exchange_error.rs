//! [`ExchangeError`].

use crate::explain::ExplainError;
use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::id::Id;
use super::scale::{Scale, Score};

/// Why a matrix of flows is none, or has no reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// A dimension stands twice.
    #[error("the dimension {dimension} stands twice")]
    DuplicateDimension {
        /// The dimension.
        dimension: Id,
    },
    /// Who gives nothing must be able to say 0.
    #[error("the scale of flows starts at {min}, not at 0")]
    ScaleNotFromZero {
        /// The least score of the scale.
        min: Score,
    },
    /// Parts or a flow of something that is no dimension.
    #[error("{dimension} is no dimension of the exchange")]
    UnknownDimension {
        /// The dimension.
        dimension: Id,
    },
    /// A side gives every dimension 0 parts.
    #[error("no dimension has a weight for the {side}")]
    NoWeight {
        /// The side.
        side: Side,
    },
    /// The tolerance is not within 0 and 1.
    #[error("the tolerance {tolerance} is not from 0 to 1")]
    BadTolerance {
        /// The tolerance.
        tolerance: Ratio,
    },
    /// There is nothing to read.
    #[error("an exchange without periods")]
    NoPeriods,
    /// A side does not say what it gives and receives in a dimension.
    #[error("period {period}: the {side} says nothing about {dimension}")]
    MissingFlow {
        /// The number of the period, counted from 1.
        period: usize,
        /// The side.
        side: Side,
        /// The dimension.
        dimension: Id,
    },
    /// A level outside the scale.
    #[error("period {period}: the {side} puts {dimension} at {level}, outside {scale}")]
    OutOfScale {
        /// The number of the period, counted from 1.
        period: usize,
        /// The side.
        side: Side,
        /// The dimension.
        dimension: Id,
        /// The level.
        level: Score,
        /// The scale.
        scale: Scale,
    },
    /// A level between two steps of the scale.
    #[error("period {period}: the {side} puts {dimension} at {level}, on no step of {scale}")]
    OffStep {
        /// The number of the period, counted from 1.
        period: usize,
        /// The side.
        side: Side,
        /// The dimension.
        dimension: Id,
        /// The level.
        level: Score,
        /// The scale.
        scale: Scale,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a figure of the exchange is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for ExchangeError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
