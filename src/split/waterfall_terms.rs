//! [`WaterfallTerms`]: the paper of a waterfall.

use chrono::NaiveDate;

use crate::money::Currency;
use crate::party::PartyId;

use super::tier::{Correction, Tier};

/// What a waterfall says: plain data, checked by [`Waterfall::new`](super::Waterfall::new).
///
/// # Examples
///
/// ```
/// use partnership::split::{Correction, Split, Tier, WaterfallTerms};
/// use partnership::{Currency, PartyId};
///
/// let author = PartyId::new("author")?;
/// let rest = Tier::residual(Split::equal([author.clone()])?);
/// let terms = WaterfallTerms {
///     correction: Correction::HighWater,
///     ..WaterfallTerms::new(Currency::EUR, [author], vec![rest])
/// };
/// assert!(terms.problems().is_empty());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaterfallTerms {
    /// The currency of every amount.
    pub currency: Currency,
    /// Everybody who may stand in a tier; order and repetition mean nothing.
    pub parties: Vec<PartyId>,
    /// The tiers from the first money on.
    pub tiers: Vec<Tier>,
    /// The day on which returns begin, and from which their years are counted.
    pub anchor: Option<NaiveDate>,
    /// What becomes of a refund.
    pub correction: Correction,
}

impl WaterfallTerms {
    /// Returns terms without an anchor, whose refunds are taken back.
    pub fn new(
        currency: Currency,
        parties: impl IntoIterator<Item = PartyId>,
        tiers: Vec<Tier>,
    ) -> Self {
        Self {
            currency,
            parties: parties.into_iter().collect(),
            tiers,
            anchor: None,
            correction: Correction::default(),
        }
    }
}
