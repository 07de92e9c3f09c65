//! [`SettleError`]: what a settlement refuses.

use chrono::NaiveDate;

use super::wire::Id;
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::time::TimeError;

/// Why a period cannot be settled; the state is as it was (spec/compensation.md 12).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// The state belongs to another agreement.
    #[error("the state is of {found}, not of {expected}")]
    WrongTerms {
        /// The agreement of the terms.
        expected: Id,
        /// The agreement of the state.
        found: Id,
    },
    /// The last statement was final.
    #[error("the agreement was closed with period {settled}")]
    AgreementClosed {
        /// The last period.
        settled: u32,
    },
    /// Another period comes next.
    #[error("period {expected} from {expected_from} is next, not {found} from {found_from}")]
    PeriodOutOfSequence {
        /// The number of the next period.
        expected: u32,
        /// Its first day.
        expected_from: NaiveDate,
        /// The number given.
        found: u32,
        /// The first day given.
        found_from: NaiveDate,
    },
    /// The agreement ends inside the period.
    #[error("the agreement ends on {end}, inside the period")]
    PeriodStraddlesEnd {
        /// The end.
        end: NaiveDate,
    },
    /// A version begins inside the period.
    #[error("a version begins on {at}, inside the period")]
    PeriodStraddlesVersion {
        /// Where it begins.
        at: NaiveDate,
    },
    /// The terms of a settled period are not those it was settled with.
    #[error("the terms before {through} are not those that were settled with")]
    ClosedPeriodRewritten {
        /// The day up to which everything is settled.
        through: NaiveDate,
    },
    /// A window of months ends inside the period.
    #[error("a window of {item} ends on {at}, inside the period")]
    PeriodStraddlesWindow {
        /// The item, cap or guarantee.
        item: Id,
        /// Where its window ends.
        at: NaiveDate,
    },
    /// A stream and period stand twice.
    #[error("{entry} of period {of} stands twice")]
    DuplicateEntry {
        /// The stream.
        entry: String,
        /// The period.
        of: u32,
    },
    /// An entry names a period that does not exist.
    #[error("there is no period {of} in a statement of period {no}")]
    UnknownPeriod {
        /// The period named.
        of: u32,
        /// The present period.
        no: u32,
    },
    /// An entry names a period that is too old.
    #[error("period {of} is beyond the horizon: {oldest} is the oldest that may be named")]
    BeyondHorizon {
        /// The period named.
        of: u32,
        /// The oldest that may be named.
        oldest: u32,
    },
    /// An entry names a period after the end.
    #[error("period {of} begins after the end {end}")]
    AfterEnd {
        /// The period named.
        of: u32,
        /// The end.
        end: NaiveDate,
    },
    /// An amount of another currency than the terms'.
    #[error("{entry} is in {found}, the terms are in {expected}")]
    CurrencyMismatch {
        /// The stream.
        entry: String,
        /// The currency of the terms.
        expected: Currency,
        /// The currency found.
        found: Currency,
    },
    /// A figure below 0.
    #[error("{field} of {entry} is negative: {figure}")]
    NegativeAmount {
        /// The stream.
        entry: String,
        /// The field.
        field: &'static str,
        /// The figure.
        figure: String,
    },
    /// More came in again than went out.
    #[error("more of {stream} is reinstated for period {of} than was reversed")]
    OverReinstated {
        /// The stream.
        stream: String,
        /// The period.
        of: u32,
    },
    /// More is taken back than was left.
    #[error(
        "more of {stream} is taken back for period {of} than was left: {left}, {left_units} units"
    )]
    OverRefund {
        /// The stream.
        stream: String,
        /// The period.
        of: u32,
        /// The amount that was left.
        left: Money,
        /// The units that were left.
        left_units: Ratio,
    },
    /// An event stands twice: a feed that was sent again must be seen.
    #[error("the event {event} stands twice")]
    DuplicateEvent {
        /// The event.
        event: Id,
    },
    /// A total of a stream that an item rates event by event.
    #[error("{item} rates {stream} event by event: a total cannot be rated")]
    NeedsEvents {
        /// The item.
        item: Id,
        /// The stream.
        stream: String,
    },
    /// No part of a schedule waits for a milestone.
    #[error("no part waits for the milestone {milestone}")]
    UnknownMilestone {
        /// The milestone.
        milestone: Id,
    },
    /// A milestone cannot go where it is sent.
    #[error("the milestone {milestone} is {from}: it cannot be {event}")]
    MilestoneOrder {
        /// The milestone.
        milestone: Id,
        /// Where it stands.
        from: &'static str,
        /// What was reported.
        event: &'static str,
    },
    /// A milestone of a day that the period has not reached.
    #[error("the milestone {milestone} is of {on}, and the period ends on {end}")]
    MilestoneAhead {
        /// The milestone.
        milestone: Id,
        /// The day that was reported.
        on: NaiveDate,
        /// The day after the period.
        end: NaiveDate,
    },
    /// A delivery under a timing clause that does not exist.
    #[error("there is no timing clause {timing}")]
    UnknownTiming {
        /// The clause.
        timing: Id,
    },
    /// A delivery was settled before.
    #[error("the delivery {delivery} of {timing} was settled before")]
    DeliveryTwice {
        /// The clause.
        timing: Id,
        /// The delivery.
        delivery: Id,
    },
    /// A change order was settled before.
    #[error("the change order {order} was settled before")]
    ChangeOrderTwice {
        /// The change order.
        order: Id,
    },
    /// Something given in kind under a clause that does not exist.
    #[error("there is no clause {item} for what is given in kind")]
    UnknownInKind {
        /// The clause.
        item: Id,
    },
    /// Something given in kind was settled before.
    #[error("{given} in kind was settled before")]
    InKindTwice {
        /// Its name.
        given: Id,
    },
    /// More is given in kind than the clause allows.
    #[error("{given} in kind is above what is left of {item}: {left}")]
    InKindOverLimit {
        /// Its name.
        given: Id,
        /// The clause.
        item: Id,
        /// What is left.
        left: Money,
    },
    /// An adjustment was settled before.
    #[error("the adjustment {adjustment} was settled before")]
    AdjustmentTwice {
        /// The adjustment.
        adjustment: Id,
    },
    /// An adjustment of nothing.
    #[error("the adjustment {adjustment} is zero")]
    ZeroAdjustment {
        /// The adjustment.
        adjustment: Id,
    },
    /// An adjustment without a reason.
    #[error("the adjustment {adjustment} gives no reason")]
    ReasonMissing {
        /// The adjustment.
        adjustment: Id,
    },
    /// A charge to an advance that does not exist.
    #[error("there is no advance {advance}")]
    UnknownAdvance {
        /// The advance.
        advance: Id,
    },
    /// A charge to an advance that costs cannot be charged to.
    #[error("costs cannot be charged to the advance {advance}")]
    NotChargeable {
        /// The advance.
        advance: Id,
    },
    /// A charge that was settled before.
    #[error("the charge {charge} is settled twice")]
    ChargeTwice {
        /// The charge.
        charge: Id,
    },
    /// More of a cost comes back than was charged, or than was recouped from own income.
    #[error("more of the advance {advance} comes back than {left}")]
    OverCredit {
        /// The advance.
        advance: Id,
        /// The costs so far; or what is charged, not recouped by others, and could come back.
        left: Money,
    },
    /// A level was reported twice for one period.
    #[error("the level {name} of period {of} is reported twice")]
    ConflictingLevel {
        /// The level.
        name: String,
        /// The period.
        of: u32,
    },
    /// A figure is beyond what money, or an exact number, can hold.
    #[error("{place} is beyond the range of money")]
    Overflow {
        /// What was computed.
        place: String,
    },
    /// A date that cannot be computed.
    #[error(transparent)]
    Time(#[from] TimeError),
}
