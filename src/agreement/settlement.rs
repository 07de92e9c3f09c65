//! [`Settlement`]: one period, its statement and who gets which cent.

use std::fmt;

use super::account::Account;
use super::division::Payout;
use crate::compensation::Statement;
use crate::lifecycle::Key;
use crate::money::Money;
use crate::party::PartyId;

/// One period as it would be booked: computed by [`Agreement::settle`](super::Agreement::settle)
/// and by no other way.
///
/// Payouts and what is undistributed add up to what is payable.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Settlement {
    pub(super) id: String,
    pub(super) statement: Statement,
    pub(super) payable: Money,
    pub(super) payouts: Vec<Payout>,
    pub(super) undistributed: Money,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) lints: Vec<SettlementLint>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) before: u32,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) after: Account,
}

/// What is legal about a settlement, and suspicious.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SettlementLint {
    /// It settles an agreement that is still explored, formed or tried out.
    BeforeExecution {
        /// The stage of the lifecycle.
        stage: Key,
    },
}

impl fmt::Display for SettlementLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeExecution { stage } => {
                write!(
                    f,
                    "it is settled in the stage {stage}, before its execution"
                )
            }
        }
    }
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

    /// Returns what no tier took: above 0 only for a waterfall without a residual tier.
    pub const fn undistributed(&self) -> Money {
        self.undistributed
    }

    /// Returns what is legal about it, and suspicious: no stage forbids a settlement.
    pub fn lints(&self) -> &[SettlementLint] {
        &self.lints
    }

    /// Returns what one party gets, if it has ever had a share.
    pub fn payout(&self, party: &PartyId) -> Option<&Payout> {
        self.payouts.iter().find(|payout| payout.party == *party)
    }
}
