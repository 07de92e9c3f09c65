//! [`WaterfallError`].

use chrono::NaiveDate;

use crate::allocate::{ClaimsError, LedgerError};
use crate::explain::ExplainError;
use crate::money::{Currency, MoneyError};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::{Money, Problem};

/// Why tiers are no waterfall, or nothing was distributed. Tiers are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WaterfallError {
    /// There is no tier.
    #[error("a waterfall without tiers")]
    Empty,
    /// The last tier leaves something over.
    #[error("the last tier, {tier}, is no residual")]
    NoResidual {
        /// The last tier.
        tier: usize,
    },
    /// Nothing arrives after a residual.
    #[error("tier {tier} is a residual and not the last")]
    ResidualNotLast {
        /// The tier.
        tier: usize,
    },
    /// A claim is below 0.
    #[error("tier {tier}: the claim of {party} is {claim}, which is below 0")]
    NegativeClaim {
        /// The tier.
        tier: usize,
        /// The first such party.
        party: PartyId,
        /// Its claim.
        claim: Money,
    },
    /// A multiple, cap, amount or rate is below 0.
    #[error("tier {tier}: {value} is below 0")]
    Negative {
        /// The tier.
        tier: usize,
        /// The value as text.
        value: String,
    },
    /// A fee is no part of what arrives.
    #[error("tier {tier}: the rate {rate} is not between 0 and 1")]
    OutOfRange {
        /// The tier.
        tier: usize,
        /// The rate.
        rate: Ratio,
    },
    /// A rate, share, target or multiple whose denominator is too large.
    #[error("tier {tier}: the denominator of {value} is above {most}")]
    TooFine {
        /// The tier.
        tier: usize,
        /// The ratio.
        value: Ratio,
        /// The largest denominator that it may have.
        most: u64,
    },
    /// A party that the waterfall does not list.
    #[error("tier {tier}: {party} is no party of the waterfall")]
    UnknownParty {
        /// The tier.
        tier: usize,
        /// The first such party.
        party: PartyId,
    },
    /// What the party gets above the tier goes on growing.
    #[error("tier {tier} counts all tiers, and what {party} gets above it goes on growing")]
    AllTiersMoves {
        /// The tier.
        tier: usize,
        /// The party that is waited for.
        party: PartyId,
    },
    /// The party that is waited for has no share.
    #[error("tier {tier} waits for {party}, who gets nothing there")]
    PartyGetsNothing {
        /// The tier.
        tier: usize,
        /// The party.
        party: PartyId,
    },
    /// What was paid before would change what is due now.
    #[error("tier {tier}: a return cannot be divided by talmud, which depends on the path")]
    PathDependentRule {
        /// The tier.
        tier: usize,
    },
    /// A return without a day on which it begins.
    #[error("tier {tier} earns a return, and the waterfall has no anchor")]
    NoAnchor {
        /// The tier.
        tier: usize,
    },
    /// A return on something else than a recoup tier.
    #[error("tier {tier} earns a return on tier {on}, which is no recoup")]
    PreferredOnWhat {
        /// The tier.
        tier: usize,
        /// The position given.
        on: usize,
    },
    /// There is no return above with which to catch up.
    #[error("tier {tier} catches up, and there is no preferred return above it")]
    CatchUpWithoutPreferred {
        /// The tier.
        tier: usize,
    },
    /// The party never holds the target: `0 <= target < share <= 1` does not hold.
    #[error("tier {tier}: with {share} of the tier nobody ever holds {target} of the profit")]
    CatchUpNeverEnds {
        /// The tier.
        tier: usize,
        /// What the party gets of the tier.
        share: Ratio,
        /// What it is to hold.
        target: Ratio,
    },
    /// A receipt before the anchor or before the last one.
    #[error("a receipt of {on} after {last}")]
    DateGoesBack {
        /// The date of the receipt.
        on: NaiveDate,
        /// The anchor, or the date of the last receipt.
        last: NaiveDate,
    },
    /// A receipt without a date where a return accrues.
    #[error("a receipt without a date, and a preferred return accrues")]
    NoDate,
    /// More is taken back than was ever received.
    #[error("a refund exceeds all receipts by {shortfall}")]
    NegativePool {
        /// What is missing.
        shortfall: Money,
    },
    /// Tiers of one group that differ in claims, rule or multiple.
    #[error("the tiers of group {group} have different claims")]
    GroupMismatch {
        /// The group.
        group: String,
    },
    /// Pools that cannot stand side by side.
    #[error("there is another pool {name}, or its refunds are corrected in another way")]
    PoolsDiffer {
        /// The name of the pool.
        name: String,
    },
    /// There is no pool of this name.
    #[error("there is no pool {name}")]
    UnknownPool {
        /// The name.
        name: String,
    },
    /// Amounts of two currencies.
    #[error("a waterfall in {waterfall} takes no {given}")]
    CurrencyMismatch {
        /// The currency of the waterfall.
        waterfall: Currency,
        /// The other currency.
        given: Currency,
    },
    /// A value beyond the range of money.
    #[error("{step} is beyond the range of money")]
    Overflow {
        /// What was computed.
        step: &'static str,
    },
    /// A state whose figures contradict each other, or a state of another waterfall.
    #[error("{place} of a state of a waterfall does not fit")]
    BadState {
        /// Where in the state.
        place: String,
    },
    /// A document of another schema.
    #[error("schema {schema} of a waterfall is not 1")]
    UnknownSchema {
        /// The number found.
        schema: u32,
    },
    /// Receipts that do not lead to what was paid.
    #[error("receipts of {found} do not lead to the {expected} that were distributed")]
    OtherHistory {
        /// What the state received.
        expected: Money,
        /// What the receipts add up to.
        found: Money,
    },
    /// A statement that the papers do not come to.
    #[error("the papers come to another figure at {pointer}")]
    Differs {
        /// Where in the statement.
        pointer: String,
    },
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// A payment was not booked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A claim was not paid.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

impl From<MoneyError> for WaterfallError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { left, right } => Self::CurrencyMismatch {
                waterfall: left,
                given: right,
            },
            _ => Self::Overflow { step: "an amount" },
        }
    }
}

impl From<Problem<WaterfallError>> for WaterfallError {
    fn from(problem: Problem<WaterfallError>) -> Self {
        problem.fault
    }
}
