//! [`clawback`]: what was paid beyond the entitlement comes back, up to a limit.

use crate::money::Money;

use super::error::SplitError;

/// Returns what has to be paid back: what was paid beyond the entitlement, at most the limit.
///
/// `min(limit, max(0, paid - entitled))`. The limit is what was received net of agreed tax; without
/// one all of it comes back. This is how deal-by-deal payments are brought to what is due on the
/// whole fund (spec/splits.md 4).
///
/// # Errors
///
/// [`SplitError::Negative`] for a limit below 0, and [`SplitError::Money`] for amounts of two
/// currencies or a result beyond the range of money.
///
/// # Examples
///
/// ```
/// use partnership::split::clawback;
///
/// // A carry of 20% on one deal that won 100.00, and another that lost 50.00.
/// let (paid, entitled) = ("20.00 USD".parse()?, "10.00 USD".parse()?);
/// assert_eq!(clawback(paid, entitled, None)?.to_string(), "10.00 USD");
/// let after_tax = "8.00 USD".parse()?;
/// assert_eq!(clawback(paid, entitled, Some(after_tax))?.to_string(), "8.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "giveback")]
pub fn clawback(paid: Money, entitled: Money, limit: Option<Money>) -> Result<Money, SplitError> {
    if let Some(amount) = limit.filter(|limit| limit.is_negative()) {
        return Err(SplitError::Negative { amount });
    }
    for other in [Some(entitled), limit].into_iter().flatten() {
        let _order = paid.compare(other)?;
    }
    // Money is far from the ends of `i128`: only what is left after the limit has to be money.
    let excess = paid.minor().saturating_sub(entitled.minor()).max(0);
    let most = limit.map_or(excess, Money::minor);
    Ok(Money::from_minor_wide(excess.min(most), paid.currency())?)
}
