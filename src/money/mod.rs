//! [`Money`]: an exact amount in whole minor units, its [`Currency`], and [`Exact`] money before
//! rounding.

mod amount;
mod arithmetic;
mod currency;
mod decimal;
mod error;
mod exact;
mod text;

pub use amount::Money;
pub use currency::{Currency, CurrencyError};
pub use error::MoneyError;
pub use exact::Exact;
