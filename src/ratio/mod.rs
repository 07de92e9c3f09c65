//! [`Ratio`]: exact fractions, their text, and integer [`Weights`].

mod arithmetic;
mod error;
mod text;
mod value;
mod weights;

pub use error::RatioError;
pub use value::Ratio;
pub use weights::{Weight, Weights, WeightsError};

pub(crate) use weights::{Summary, common_denominator, divide_rest};
