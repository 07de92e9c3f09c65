//! [`AgreementError`]: what an agreement refuses.

use chrono::NaiveDate;

use super::agenda::AgendaError;
use super::dated::DatedError;
use crate::allocate::{ClaimsError, LedgerError};
use crate::compensation::{AmendError, ProofError, SettleError, TermsProblem};
use crate::explain::ExplainError;
use crate::governance::{CharterError, ProjectError};
use crate::lifecycle::{Key, Refusal, ReplayError};
use crate::money::{Money, MoneyError};
use crate::party::{PartyId, Side};
use crate::split::{SplitError, WaterfallError};
use crate::time::{Period, TimeError};

/// Why parties make no agreement, or a period is not settled; nothing is changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
    /// What is due on one of several days was not divided.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
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
    /// Somebody signs, owns or has a part who is no party.
    #[error("{party} is no party")]
    UnknownParty {
        /// Who.
        party: PartyId,
    },
    /// Two facts of one name.
    #[error("{key} stands twice")]
    DuplicateKey {
        /// The name.
        key: String,
    },
    /// The term is not from the first day of the terms to their end.
    #[error("the term is {term}, and the terms run from {start} {}", ends(*end))]
    TermMismatch {
        /// The term.
        term: Period,
        /// The first day of the terms.
        start: NaiveDate,
        /// The day after their last, if they end.
        end: Option<NaiveDate>,
    },
    /// A term is not extended by another end.
    #[error("an end on {until} does not extend terms that run {}", ends(*end))]
    NotLonger {
        /// The day after the last, as it should be.
        until: NaiveDate,
        /// The day after the last, as it is.
        end: Option<NaiveDate>,
    },
    /// The terms have a fault.
    #[error(transparent)]
    Terms(Box<TermsProblem>),
    /// The terms are not changed so.
    #[error(transparent)]
    Amend(Box<AmendError>),
    /// The lifecycle has a fault.
    #[error("{fault}")]
    Definition {
        /// What it is, and where.
        fault: String,
    },
    /// The lifecycle stands in a definition that is not this one.
    #[error("the state is one of {definition}, version {version}")]
    OtherDefinition {
        /// The definition of the state.
        definition: Key,
        /// Its version.
        version: u32,
    },
    /// The lifecycle stands in a stage that its definition does not have.
    #[error("the definition has no stage {stage}")]
    UnknownStage {
        /// The stage.
        stage: Key,
    },
    /// The agreement has no lifecycle that could take a step.
    #[error("the agreement has no lifecycle")]
    NoLifecycle,
    /// The lifecycle does not follow a command.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// A log leads to no state.
    #[error(transparent)]
    Replay(Box<ReplayError>),
    /// The charter cannot be looked at.
    #[error(transparent)]
    Charter(#[from] CharterError),
    /// It cannot be said where a joint project stands.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The account is that of another agreement.
    #[error("not the account of this agreement: {what}")]
    OtherAccount {
        /// What cannot be.
        what: &'static str,
    },
    /// The statement was not explained.
    #[error(transparent)]
    Proof(Box<ProofError>),
    /// The payment by shares was not explained.
    #[error(transparent)]
    Split(Box<SplitError>),
    /// A step does not fit into an explanation.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// There is no agenda.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// An amount that does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The end of terms, in words.
fn ends(end: Option<NaiveDate>) -> String {
    end.map_or("without an end".to_owned(), |end| format!("until {end}"))
}

impl From<ProofError> for AgreementError {
    fn from(error: ProofError) -> Self {
        Self::Proof(Box::new(error))
    }
}

impl From<SplitError> for AgreementError {
    fn from(error: SplitError) -> Self {
        Self::Split(Box::new(error))
    }
}

impl From<AmendError> for AgreementError {
    fn from(error: AmendError) -> Self {
        Self::Amend(Box::new(error))
    }
}

impl From<Refusal> for AgreementError {
    fn from(error: Refusal) -> Self {
        Self::Refused(Box::new(error))
    }
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
