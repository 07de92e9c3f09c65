//! [`Activity`]: what happened in one period, as totals that merge like numbers.

use super::canonical::by_name;
use super::measure::Stream;
use super::wire::{Id, paper};
use crate::money::{Currency, Money, MoneyError};
use crate::ratio::{Ratio, RatioError};
use crate::time::Period;

paper! {
    /// What happened in one period: sales, refunds, units and levels (spec/compensation.md 6).
    ///
    /// An activity keeps the order in which it was read. Sale lines are added to totals one by
    /// one, and activities of one period [`merge`](Self::merge) like numbers, so that many
    /// machines can add up before one settles.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::Activity;
    ///
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// for _ in 0..100 {
    ///     january.add_sale("shop", "0.05 USD".parse()?)?;
    /// }
    /// january.add_refund("shop", None, "0.05 USD".parse()?)?;
    /// assert_eq!(january.totals[0].amount, Some("5.00 USD".parse()?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub struct Activity {
        /// The number of the period, from 1.
        required no: u32,
        /// Its days.
        required period: Period,
        /// Whether it is the last one of the agreement.
        optional r#final: bool,
        /// The day of the statement.
        optional_day statement_on,
        /// Sums by stream and the period that they belong to.
        defaulted totals: Vec<Total>,
        /// Single sales and refunds, where terms rate each alone; they count in their stream too.
        defaulted events: Vec<Event>,
        /// Levels that were reported.
        defaulted levels: Vec<Level>,
        /// What happened to milestones.
        defaulted milestones: Vec<Milestone>,
        /// What was delivered.
        defaulted deliveries: Vec<Delivery>,
        /// Extra scope, priced and approved.
        defaulted change_orders: Vec<ChangeOrder>,
        /// What was given in kind.
        defaulted in_kind: Vec<InKindGiven>,
        /// Corrections by hand, with a reason.
        defaulted adjustments: Vec<Adjustment>,
        /// Costs that are charged to advances, or come back.
        defaulted charges: Vec<Charge>,
    }
}

paper! {
    /// What one stream came to, for one period. No figure is below 0.
    pub struct Total {
        /// The stream.
        required stream: Stream,
        /// The period whose sales these are; the present one if nothing is said.
        optional of: u32,
        /// Sales.
        optional amount: Money,
        /// What was given back.
        #[doc(alias = "returns")]
        optional refunds: Money,
        /// What payers took back.
        optional chargebacks: Money,
        /// What was reversed and came in after all.
        optional reinstated: Money,
        /// Units sold.
        optional units: Ratio,
        /// Units given back.
        optional units_returned: Ratio,
        /// Costs that are not approved yet; they never count.
        optional pending: Money,
    }
}

paper! {
    /// A level that was reported: subscribers, a rank, an uptime.
    pub struct Level {
        /// Its name.
        required name: Stream,
        /// The period that it is about; the present one if nothing is said.
        optional of: u32,
        /// The level.
        required value: Ratio,
    }
}

paper! {
    /// A change of one sale from `before` to `after`: a sale starts at nothing, a refund carries
    /// what was left (spec/compensation.md 6).
    pub struct Event {
        /// Its name.
        required id: Id,
        /// The stream of the sale.
        required stream: Stream,
        /// The period of the sale; the present one if nothing is said.
        optional of: u32,
        /// The amount before the change.
        optional before: Money,
        /// The amount after it.
        optional after: Money,
        /// The units before the change.
        optional units_before: Ratio,
        /// The units after it.
        optional units_after: Ratio,
    }
}

impl Event {
    /// An event of a stream that changes nothing yet.
    pub fn new(id: Id, stream: &str) -> Self {
        Self {
            id,
            stream: stream.into(),
            of: None,
            before: None,
            after: None,
            units_before: None,
            units_after: None,
        }
    }
}

paper! {
    /// What happened to a milestone.
    pub struct Milestone {
        /// The milestone.
        required id: Id,
        /// What happened.
        required event: MilestoneEvent,
        /// The day on which it did, for what is due so long after an acceptance.
        optional_day on,
    }
}

/// What can happen to a milestone, in the order in which it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MilestoneEvent {
    /// Its part was put into escrow.
    Funded,
    /// It was accepted: its part is owed.
    Accepted,
    /// It was cancelled.
    Cancelled,
}

paper! {
    /// A delivery and its days.
    pub struct Delivery {
        /// The timing clause that it falls under.
        required timing: Id,
        /// Its name.
        required id: Id,
        /// When it was due.
        required_day due,
        /// When it was done.
        required_day done,
        /// What it is worth.
        required value: Money,
        /// Days of lateness that do not count against it.
        optional excused_days: u32,
    }
}

paper! {
    /// Extra scope that is priced and approved before it is owed.
    pub struct ChangeOrder {
        /// Its name.
        required id: Id,
        /// Its price; below 0 it takes scope away.
        required amount: Money,
        /// When it was approved, if it was.
        optional_day approved_on,
    }
}

paper! {
    /// Something that was given in kind.
    pub struct InKindGiven {
        /// Its name.
        required id: Id,
        /// The clause that it falls under.
        required item: Id,
        /// What it is worth.
        required value: Money,
    }
}

paper! {
    /// A correction by hand.
    pub struct Adjustment {
        /// Its name.
        required id: Id,
        /// The amount, not 0.
        required amount: Money,
        /// Why.
        optional reason: String,
    }
}

paper! {
    /// A cost that is charged to an advance, without cash (spec/contracts.md X2).
    #[doc(alias = "recoupable cost")]
    pub struct Charge {
        /// Its name.
        required id: Id,
        /// The advance, which says how much of its costs is charged.
        required advance: Id,
        /// The cost; below 0 it comes back.
        required amount: Money,
        /// Free text.
        optional note: String,
    }
}

impl Charge {
    /// A cost of an advance.
    pub const fn new(id: Id, advance: Id, amount: Money) -> Self {
        Self {
            id,
            advance,
            amount,
            note: None,
        }
    }
}

by_name! {
    MilestoneEvent { Funded "funded", Accepted "accepted", Cancelled "cancelled" }
}

impl Total {
    /// A total of a stream without a figure.
    pub fn of(stream: &str, of: Option<u32>) -> Self {
        Self {
            stream: stream.into(),
            of,
            amount: None,
            refunds: None,
            chargebacks: None,
            reinstated: None,
            units: None,
            units_returned: None,
            pending: None,
        }
    }

    /// All amounts, with the names of their fields.
    pub(super) const fn amounts(&self) -> [(&'static str, Option<Money>); 5] {
        [
            ("amount", self.amount),
            ("refunds", self.refunds),
            ("chargebacks", self.chargebacks),
            ("reinstated", self.reinstated),
            ("pending", self.pending),
        ]
    }

    /// Both counts of units, with the names of their fields.
    pub(super) const fn counts(&self) -> [(&'static str, Option<Ratio>); 2] {
        [
            ("units", self.units),
            ("units_returned", self.units_returned),
        ]
    }

    pub(super) fn is_zero(&self) -> bool {
        self.amounts()
            .iter()
            .all(|(_, amount)| amount.is_none_or(Money::is_zero))
            && self
                .counts()
                .iter()
                .all(|(_, count)| count.is_none_or(Ratio::is_zero))
    }

    /// Adds the figures of another total of the same stream and period.
    pub(super) fn add(&mut self, other: &Self) -> Result<(), ActivityError> {
        let pairs = [
            (&mut self.amount, other.amount),
            (&mut self.refunds, other.refunds),
            (&mut self.chargebacks, other.chargebacks),
            (&mut self.reinstated, other.reinstated),
            (&mut self.pending, other.pending),
        ];
        for (sum, amount) in pairs {
            add_money(sum, amount)?;
        }
        add_units(&mut self.units, other.units)?;
        add_units(&mut self.units_returned, other.units_returned)
    }
}

fn add_money(sum: &mut Option<Money>, amount: Option<Money>) -> Result<(), ActivityError> {
    let Some(amount) = amount else { return Ok(()) };
    *sum = Some(match *sum {
        None => amount,
        Some(sum) => sum.checked_add(amount)?,
    });
    Ok(())
}

fn add_units(sum: &mut Option<Ratio>, units: Option<Ratio>) -> Result<(), ActivityError> {
    let Some(units) = units else { return Ok(()) };
    *sum = Some(match *sum {
        None => units,
        Some(sum) => sum.checked_add(units)?,
    });
    Ok(())
}

impl Activity {
    /// Returns the activity of a period in which nothing happened.
    pub const fn empty(no: u32, period: Period) -> Self {
        Self {
            no,
            period,
            r#final: None,
            statement_on: None,
            totals: Vec::new(),
            events: Vec::new(),
            levels: Vec::new(),
            milestones: Vec::new(),
            deliveries: Vec::new(),
            change_orders: Vec::new(),
            in_kind: Vec::new(),
            adjustments: Vec::new(),
            charges: Vec::new(),
        }
    }

    /// Adds a sale of the present period to its stream; of a stream of costs, a cost.
    ///
    /// # Errors
    ///
    /// [`ActivityError::CurrencyMismatch`], [`ActivityError::Overflow`].
    pub fn add_sale(&mut self, stream: &str, amount: Money) -> Result<(), ActivityError> {
        add_money(&mut self.total(stream, None).amount, Some(amount))
    }

    /// Adds a refund to its stream and the period whose sale it takes back, by its number; the
    /// present one if it is `None`.
    ///
    /// # Errors
    ///
    /// [`ActivityError::CurrencyMismatch`], [`ActivityError::Overflow`].
    pub fn add_refund(
        &mut self,
        stream: &str,
        of: Option<u32>,
        amount: Money,
    ) -> Result<(), ActivityError> {
        add_money(&mut self.total(stream, of).refunds, Some(amount))
    }

    /// Adds units sold in the present period to their stream.
    ///
    /// # Errors
    ///
    /// [`ActivityError::Overflow`].
    pub fn add_units(
        &mut self,
        stream: &str,
        units: impl Into<Ratio>,
    ) -> Result<(), ActivityError> {
        add_units(&mut self.total(stream, None).units, Some(units.into()))
    }

    /// Adds units that came back to their stream and the period in which they were sold.
    ///
    /// # Errors
    ///
    /// [`ActivityError::Overflow`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::Activity;
    ///
    /// let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse()?);
    /// february.add_units_returned("copies", Some(1), 3)?; // sold in period 1
    /// assert_eq!(february.totals[0].of, Some(1));
    /// assert_eq!(february.totals[0].units_returned, Some(3.into()));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn add_units_returned(
        &mut self,
        stream: &str,
        of: Option<u32>,
        units: impl Into<Ratio>,
    ) -> Result<(), ActivityError> {
        add_units(
            &mut self.total(stream, of).units_returned,
            Some(units.into()),
        )
    }

    /// The total of a stream and period; a new one at the end if there is none.
    fn total(&mut self, stream: &str, of: Option<u32>) -> &mut Total {
        let found = self
            .totals
            .iter()
            .position(|t| t.of == of && *t.stream == *stream);
        let index = found.unwrap_or_else(|| {
            self.totals.push(Total::of(stream, of));
            self.totals.len().saturating_sub(1)
        });
        #[expect(
            clippy::indexing_slicing,
            reason = "the total was found or pushed just above"
        )]
        &mut self.totals[index]
    }
}

/// Why lines cannot be added, or activities cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActivityError {
    /// The activities are of two periods, or of two statements.
    #[error("activities with another {field} cannot be merged")]
    MergeMismatch {
        /// The field that differs.
        field: &'static str,
    },
    /// A stream and period stand twice in one activity.
    #[error("{entry} stands twice")]
    DuplicateEntry {
        /// The stream and its period, or the id of the entry.
        entry: String,
    },
    /// An event stands twice: a feed that was sent again must be seen.
    #[error("the event {event} stands twice")]
    DuplicateEvent {
        /// The event.
        event: Id,
    },
    /// One level was reported with two values.
    #[error("the level {name} of period {of} was reported with two values")]
    ConflictingLevel {
        /// The level.
        name: String,
        /// The period.
        of: u32,
    },
    /// Amounts of two currencies.
    #[error("{left} does not mix with {right}")]
    CurrencyMismatch {
        /// The currency on the left.
        left: Currency,
        /// The currency on the right.
        right: Currency,
    },
    /// A sum beyond its range.
    #[error("the sum is beyond the range of an amount or a number of units")]
    Overflow,
}

impl From<MoneyError> for ActivityError {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch { left, right } => Self::CurrencyMismatch { left, right },
            _ => Self::Overflow,
        }
    }
}

impl From<RatioError> for ActivityError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}
