//! [`Waterfall::replay`]: terms that are amended for the past.

use std::collections::BTreeMap;

use crate::money::Money;
use crate::party::PartyId;

use super::waterfall::Waterfall;
use super::waterfall_error::WaterfallError;
use super::waterfall_state::WaterfallState;
use super::waterfall_statement::Receipt;

impl Waterfall {
    /// Returns the state that these terms lead to on the receipts of a state of other terms, and
    /// by party what is due now: what it would have under these terms, less what it was paid.
    ///
    /// This is how terms are amended with effect for the past. With effect for the future they
    /// begin with [`Self::new_state`] (spec/splits.md 4).
    ///
    /// # Errors
    ///
    /// Those of [`Self::distribute`] on each receipt, and [`WaterfallError::OtherHistory`] for
    /// receipts that do not add up to those of the state.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
    /// use partnership::{Currency, PartyId};
    ///
    /// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
    /// let deal = |anas: &str| -> Result<Waterfall, partnership::Error> {
    ///     let advance = Tier::recoup([(ana.clone(), anas.parse()?)]);
    ///     let rest = Tier::residual(Split::equal([ana.clone(), ben.clone()])?);
    ///     let parties = [ana.clone(), ben.clone()];
    ///     Ok(Waterfall::new(WaterfallTerms::new(Currency::USD, parties, vec![advance, rest]))?)
    /// };
    /// let (first, amended) = (deal("60.00 USD")?, deal("80.00 USD")?);
    /// let receipt = Receipt::undated("100.00 USD".parse()?);
    /// let (paid, _) = first.distribute(&first.new_state(), receipt)?; // 80.00 and 20.00
    /// let (_, due) = amended.replay(&paid, &[receipt])?; // 90.00 and 10.00
    /// assert_eq!(due[&ana].to_string(), "10.00 USD");
    /// assert_eq!(due[&ben].to_string(), "-10.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "amendment")]
    #[doc(alias = "retroactive")]
    pub fn replay(
        &self,
        paid: &WaterfallState,
        history: &[Receipt],
    ) -> Result<(WaterfallState, BTreeMap<PartyId, Money>), WaterfallError> {
        let mut state = self.new_state();
        let mut statement = self.blank_statement();
        for receipt in history {
            self.distribute_into(&mut state, *receipt, &mut statement)?;
        }
        if state.received() != paid.received() {
            return Err(WaterfallError::OtherHistory {
                expected: paid.received(),
                found: state.received(),
            });
        }
        let mut due = state.paid();
        let nothing = Money::zero(self.terms().currency);
        for (party, paid) in paid.paid() {
            let line = due.entry(party).or_insert(nothing);
            *line = line.checked_sub(paid)?;
        }
        Ok((state, due))
    }
}
