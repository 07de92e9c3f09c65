//! [`Settlement`]: one period, its statement and who gets which cent.

use super::account::Account;
use crate::compensation::Statement;
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;

/// What one party gets of a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Payout {
    /// Who.
    pub party: PartyId,
    /// What it gets now.
    pub amount: Money,
    /// Its share in this period; 0 for a party that is only owed a fraction from before.
    pub share: Ratio,
    /// The fraction of a minor unit that it is still owed, or has had too much.
    pub carried: Ratio,
}

/// One period as it would be booked: computed by [`Agreement::settle`](super::Agreement::settle)
/// and by no other way.
///
/// Payouts add up to what is payable.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "it counts once it is booked"]
pub struct Settlement {
    pub(super) id: String,
    pub(super) statement: Statement,
    pub(super) payable: Money,
    pub(super) payouts: Vec<Payout>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) before: u32,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) after: Account,
}

impl Settlement {
    /// Returns the name, which is that of its statement: the same input has the same name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the statement.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Returns what is divided: what the statement pays, after tax, and advances.
    pub const fn payable(&self) -> Money {
        self.payable
    }

    /// Returns what every party gets, in party order; also those who get nothing.
    pub fn payouts(&self) -> &[Payout] {
        &self.payouts
    }

    /// Returns what one party gets, if it has ever had a share.
    pub fn payout(&self, party: &PartyId) -> Option<&Payout> {
        self.payouts.iter().find(|payout| payout.party == *party)
    }
}
