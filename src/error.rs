//! [`Error`]: one type for a user's `main`, so that `?` works on every error of the crate.

use crate::{RatioError, RoundingError, WeightsError};

/// Any error of this crate.
///
/// Every module has its own error, whose variants name the culprit; this one wraps them so that
/// `?` works across modules.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A ratio could not be read or computed.
    #[error(transparent)]
    Ratio(#[from] RatioError),
    /// A list is no list of weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A text names no rounding.
    #[error(transparent)]
    Rounding(#[from] RoundingError),
}
