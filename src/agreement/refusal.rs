//! [`AgreementError`]: what an agreement refuses.

use super::dated::DatedError;
use crate::allocate::LedgerError;
use crate::compensation::SettleError;
use crate::money::{Money, MoneyError};
use crate::party::{PartyId, Side};
use crate::split::WaterfallError;
use crate::time::Period;

/// Why parties make no agreement, or a period is not settled; nothing is changed then.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AgreementError {
    /// A party stands twice.
    #[error("{party} stands twice among the parties")]
    DuplicateParty {
        /// Who.
        party: PartyId,
    },
    /// One side has no party.
    #[error("no party on the side of the {missing}")]
    OneSided {
        /// The empty side.
        missing: Side,
    },
    /// The division names somebody who is no party.
    #[error("the division names {party}, who is no party")]
    UnknownPayee {
        /// Who.
        party: PartyId,
    },
    /// The division changes inside the period.
    #[error("the division changes inside the period; settle its {} parts", parts.len())]
    PeriodStraddlesDivision {
        /// The parts, to be settled one by one.
        parts: Vec<Period>,
    },
    /// No division holds on the first day.
    #[error("no division holds in {period} yet")]
    NoDivisionYet {
        /// The period.
        period: Period,
    },
    /// The terms refuse the period.
    #[error(transparent)]
    Compensation(Box<SettleError>),
    /// The amount was not divided.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The amount did not pass the waterfall.
    #[error(transparent)]
    Waterfall(Box<WaterfallError>),
    /// Another division is refused.
    #[error(transparent)]
    Dated(#[from] DatedError),
    /// Something else was booked since the settlement was computed, or it was booked already.
    #[error("{settlement} was computed from an account that has changed since")]
    StaleSettlement {
        /// The settlement.
        settlement: String,
    },
    /// No such settlement waits for payment.
    #[error("nothing of {settlement} waits to be paid")]
    UnknownSettlement {
        /// Its name.
        settlement: String,
    },
    /// More was paid than is owed, or less than nothing.
    #[error("{party} is owed {left}")]
    Overpaid {
        /// Who was paid.
        party: PartyId,
        /// What is owed.
        left: Money,
    },
    /// An amount that does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl From<WaterfallError> for AgreementError {
    fn from(error: WaterfallError) -> Self {
        Self::Waterfall(Box::new(error))
    }
}

impl From<SettleError> for AgreementError {
    fn from(error: SettleError) -> Self {
        Self::Compensation(Box::new(error))
    }
}
