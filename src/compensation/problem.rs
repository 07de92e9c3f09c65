//! [`TermsProblem`]: every fault that a term sheet can have.

use chrono::NaiveDate;

use super::window::WindowKey;
use super::wire::{Id, IdError};
use crate::money::{Currency, Money};
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::time::TimeError;

/// A fault of a term sheet (spec/compensation.md 12); the place stands in its
/// [`Problem`](crate::Problem).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsProblem {
    /// There is no version.
    #[error("no versions")]
    NoVersions,
    /// The first version does not begin with the agreement.
    #[error("the first version begins on {from}, not on the start {start}")]
    FirstVersionNotAtStart {
        /// Where the version begins.
        from: NaiveDate,
        /// Where the agreement begins.
        start: NaiveDate,
    },
    /// A version does not begin after the one before it.
    #[error("the version from {from} does not begin after the one from {previous}")]
    VersionsOutOfOrder {
        /// Where it begins.
        from: NaiveDate,
        /// Where the one before begins.
        previous: NaiveDate,
    },
    /// The agreement ends on or before its first day.
    #[error("the end {end} is not after the start {start}")]
    EndBeforeStart {
        /// The end.
        end: NaiveDate,
        /// The start.
        start: NaiveDate,
    },
    /// The anchor of the months lies after the start.
    #[error("the anchor {anchor} lies after the start {start}")]
    AnchorAfterStart {
        /// The anchor.
        anchor: NaiveDate,
        /// The start.
        start: NaiveDate,
    },
    /// Two things of one namespace have the same id.
    #[error("the id {id} stands twice")]
    DuplicateId {
        /// The id.
        id: Id,
    },
    /// A scope names what is no item, or a version drops what the one before it does not have.
    #[error("there is nothing named {id}")]
    UnknownId {
        /// The id, or the clause.
        id: String,
    },
    /// The first version is based on another one.
    #[error("there is no version before this one to be based on")]
    BasedOnNothing,
    /// A version that is complete by itself drops something.
    #[error("what is dropped belongs to the version before, and this one is not based on it")]
    DropWithoutBase,
    /// A version drops what it also names.
    #[error("{id} is dropped and named in one version")]
    DropAndName {
        /// The id, or the clause.
        id: String,
    },
    /// A scope is written and names nothing.
    #[error("a scope without an item")]
    EmptyScope,
    /// A stream stands twice in one list, or is counted and deducted.
    #[error("the stream {stream:?} stands twice")]
    DuplicateStream {
        /// The stream.
        stream: String,
    },
    /// A list of streams is empty.
    #[error("no streams")]
    NoStreams,
    /// An amount of another currency than the sheet's.
    #[error("{found} where the sheet is in {expected}")]
    CurrencyMismatch {
        /// The currency of the sheet.
        expected: Currency,
        /// The currency found.
        found: Currency,
    },
    /// An amount below 0.
    #[error("{amount} is negative")]
    NegativeAmount {
        /// The amount.
        amount: Money,
    },
    /// Opening units below 0.
    #[error("{units} units are negative")]
    NegativeUnits {
        /// The units.
        units: Ratio,
    },
    /// A price below 0.
    #[error("the price {price} is negative")]
    NegativePrice {
        /// The price, in major units.
        price: Ratio,
    },
    /// A rate outside its range.
    #[error("the rate {rate} is out of range")]
    RateOutOfRange {
        /// The rate.
        rate: Ratio,
    },
    /// Both one rate and tiers, or neither; or blocks beside tiers.
    #[error("one rate or tiers, not both and not neither")]
    RateOrTiers,
    /// A list of tiers without a tier, a bonus or timing without content, or no installments.
    #[error("no tiers")]
    NoTiers,
    /// A bound is not above the one before it, or not above 0.
    #[error("tier {index} does not end above the one before it")]
    TiersNotIncreasing {
        /// The position of the tier.
        index: usize,
    },
    /// The last tier has an end.
    #[error("the last tier has an end, so that more than that is in no tier")]
    NoOpenTier,
    /// A tier before the last has no end.
    #[error("a tier without an end stands before the last")]
    OpenTierNotLast,
    /// Money where a quantity is measured, or the other way round.
    #[error("the bound {bound} is not in the unit of what is measured")]
    BoundKind {
        /// The bound.
        bound: String,
    },
    /// A block of no units.
    #[error("a block of {block} units")]
    ZeroBlock {
        /// The size.
        block: Ratio,
    },
    /// A step without length.
    #[error("a step of {step}")]
    ZeroStep {
        /// The length.
        step: String,
    },
    /// Both markup and fee, or neither.
    #[error("a markup or a fee, not both and not neither")]
    MarkupOrFee,
    /// Both a rate and a fixed amount per step, or neither.
    #[error("a rate or a fixed amount, not both and not neither")]
    RateOrFixed,
    /// A least that is above the most.
    #[error("the least {min} is above the most {max}")]
    MinAboveMax {
        /// The least.
        min: String,
        /// The most.
        max: String,
    },
    /// A composition of no pays.
    #[error("a composition of nothing")]
    EmptyComposition,
    /// Pays nested more than 16 deep.
    #[error("pays are nested more than 16 deep")]
    TooDeep,
    /// Forward tiers that are not the whole pay of an item, or stand beside what they exclude.
    #[error(
        "forward tiers are the whole pay of an item, without flats, blocks, another measure, \
         limits of deductions or a least base"
    )]
    ForwardMisuse,
    /// A retainer in a window that has no days of its own.
    #[error("a retainer needs a window of months, or the period")]
    RetainerWindow,
    /// A pay that one event alone cannot have.
    #[error("{pay} cannot be reckoned on one event alone")]
    NotPerEvent {
        /// What it is: `retainer`, `cost_plus`, `bonus`, `bands` or `tier_by`.
        pay: &'static str,
    },
    /// Fees and limits of single events on an item that is not rated by event.
    #[error("fees and limits of events need an event window")]
    PerEventWindow,
    /// An opening on a window that is not the whole agreement.
    #[error("an opening needs a lifetime window")]
    OpeningWindow,
    /// A window of no periods or months, or of too many.
    #[error("a window of {count} periods or months")]
    WindowCount {
        /// The count.
        count: u32,
    },
    /// A cap on single events.
    #[error("the window of a cap is longer than an event")]
    CapWindow,
    /// A cap over less than the window of an item under it.
    #[error("the window of the item {item} does not lie inside that of the cap")]
    CapNarrowerThanItem {
        /// The item.
        item: Id,
    },
    /// A cap over less than the window of a cap inside it.
    #[error("the window of the cap {inner} does not lie inside that of this cap")]
    CapNarrowerThanCap {
        /// The cap inside it.
        inner: Id,
    },
    /// The scopes of two caps overlap, or the inner one stands after the outer.
    #[error("the scope neither contains that of the cap {cap} before it nor is apart from it")]
    ScopesCross {
        /// The cap before it.
        cap: Id,
    },
    /// More is guaranteed than a cap lets through.
    #[error("{guaranteed} are guaranteed, and the cap {cap} lets {most} through")]
    GuaranteeAboveCap {
        /// What is guaranteed, the largest sum if there are several.
        guaranteed: Money,
        /// The cap.
        cap: Id,
        /// Its amount.
        most: Money,
    },
    /// A guarantee on single events.
    #[error("the window of a guarantee is longer than an event")]
    GuaranteeWindow,
    /// Both one sum and sums by window, or neither.
    #[error("one amount or amounts by window, not both and not neither")]
    AmountOrAmounts,
    /// Sums by window that are empty, before the first window, or out of order.
    #[error("the amounts do not follow the numbers of windows, from 1 on")]
    AmountsOutOfOrder,
    /// An advance is recouped from a part of what a reserve or hold covers.
    #[error("the items lie across the scope of the {clause} of version {version}")]
    FromCrossesScope {
        /// What has that scope: reserve or hold.
        clause: &'static str,
        /// The number of its version, from 1.
        version: usize,
    },
    /// A guarantee that accrues over something else than months.
    #[error("a guarantee accrues over a window of months")]
    AccruedNeedsMonths,
    /// Installments of a guarantee whose windows have no days of their own.
    #[error("installments need a window of months, or the lifetime")]
    InstallmentsWindow,
    /// The installments in a window are not what it guarantees.
    #[error("the installments of {window} add up to {sum}, not to {guaranteed}")]
    InstallmentsMissGuarantee {
        /// The window.
        window: WindowKey,
        /// What it guarantees.
        guaranteed: Money,
        /// What they add up to.
        sum: Money,
    },
    /// A guarantee on what can be paid, with a scope.
    #[error("a guarantee on what can be paid has no scope")]
    PayableScope,
    /// Weights of a release that are empty, negative, or all 0.
    #[error("a release needs weights of 0 or more, and one above 0")]
    ReleaseWeights,
    /// A share of recoupment that never recoups, or takes more than there is.
    #[error("the share {share} is not above 0 and at most 1")]
    RecoupShare {
        /// The share.
        share: Ratio,
    },
    /// Parts of a schedule that are empty, or not all amounts and not all shares.
    #[error("parts are all amounts or all shares, and at least one")]
    PartKind,
    /// The amounts of the parts are not the total.
    #[error("the parts add up to {sum}, not to {total}")]
    ScheduleMissesTotal {
        /// The total.
        total: Money,
        /// The sum of the parts.
        sum: Money,
    },
    /// The shares of the parts are not 1.
    #[error("the shares of the parts add up to {sum}, not to 1")]
    SharesMissWhole {
        /// The sum of the shares.
        sum: Ratio,
    },
    /// Both one rate of interest and rates by day, or neither.
    #[error("one rate or rates by day, not both and not neither")]
    RateOrRates,
    /// Rates by day that are empty or not in the order of their days.
    #[error("the rates are not in the order of their days")]
    RatesOutOfOrder,
    /// A due date on a day that no month has.
    #[error("{day} is no day of a month")]
    BadDay {
        /// The day.
        day: u32,
    },
    /// A due date in hours.
    #[error("{span} is no number of whole days")]
    NotWholeDays {
        /// The span.
        span: String,
    },
    /// A sum of the sheet is beyond what an exact number can hold.
    #[error("the sum is beyond the range of a number")]
    Overflow,
}

impl From<TimeError> for TermsProblem {
    fn from(error: TimeError) -> Self {
        match error {
            TimeError::BadDay { day } => Self::BadDay { day },
            TimeError::NotWholeDays { span } => Self::NotWholeDays {
                span: span.to_string(),
            },
            other => Self::NotWholeDays {
                span: other.to_string(),
            },
        }
    }
}

/// Why terms could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// The name of the agreement is no id.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The first fault of the sheet.
    #[error(transparent)]
    Problem(#[from] Box<Problem<TermsProblem>>),
}

impl From<Problem<TermsProblem>> for TermsError {
    fn from(problem: Problem<TermsProblem>) -> Self {
        Self::Problem(Box::new(problem))
    }
}
