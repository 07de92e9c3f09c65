//! [`RatioError`].

/// Why a text is no ratio, or an operation on ratios has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RatioError {
    /// The text has not the form of a ratio.
    #[error("malformed ratio {text:?}: write 10%, 1/3 or 0.125")]
    Malformed {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// The denominator is 0.
    #[error("a ratio with a denominator of 0")]
    ZeroDenominator,
    /// Division by a ratio that is 0.
    #[error("division by zero")]
    DivisionByZero,
    /// The exact result needs more than 127 bits above or below the line.
    #[error("the result of {operation} is beyond the range of a ratio")]
    Overflow {
        /// What was computed.
        operation: &'static str,
    },
}
