//! [`TermsDraft`]: a term sheet as it is written, before it is checked.

use super::canonical::by_name;
use super::change::{BasedOn, Dropped};
use super::clause::{Cap, Guarantee, Hold, InKind, Payout, PerEvent, Reserve, Surcharge, Timing};
use super::due::Dues;
use super::escalator::Escalator;
use super::measure::Stream;
use super::part::Part;
use super::pay::PayDraft;
use super::recoupment::{Advance, Deficit, Outside};
use super::window::Window;
use super::wire::{Id, Schema, paper};
use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::time::Calendar;

paper! {
    /// A term sheet as it is written (spec/compensation.md 2).
    ///
    /// Nothing is checked here but the form: [`problems`](Self::problems) lists every fault, and
    /// [`Terms`](super::Terms) is the checked value.
    pub struct TermsDraft {
        /// The number of this form, always 1.
        required schema: Schema,
        /// The name of the agreement.
        required id: Id,
        /// The currency of every amount.
        required currency: Currency,
        /// Who pays.
        optional payer: PartyId,
        /// Who is paid.
        optional payee: PartyId,
        /// The first day.
        required_day start,
        /// The day after the last; open if there is none.
        optional_day end,
        /// The day from which windows of months count; the start if there is none.
        optional_day anchor,
        /// How a figure becomes whole minor units; half away from zero if nothing is said.
        optional rounding: Rounding,
        /// How many periods back an entry may name; 24 if nothing is said.
        optional refund_horizon: u32,
        /// What happens to recouped advances when the balance falls below 0.
        defaulted deficit: Deficit,
        /// The agreements whose advances recoup from each other.
        optional group: Id,
        /// Business days for due dates; Monday to Friday if nothing is said.
        optional calendar: Calendar,
        /// Free text, shown in the working.
        optional note: String,
        /// What advances do not earn back from, though it is available.
        defaulted outside_recoupment: Vec<Outside>,
        /// Sums paid ahead and earned back.
        defaulted advances: Vec<Advance>,
        /// The terms by the day from which they hold.
        required versions: Vec<Version>,
    }
}

/// How many periods back an entry may name where the terms are silent: two years of months.
pub const DEFAULT_HORIZON: u32 = 24;

impl TermsDraft {
    /// Returns the rounding of every figure.
    pub fn rounding(&self) -> Rounding {
        self.rounding.unwrap_or_default()
    }

    /// Returns how many periods back an entry may name.
    pub fn horizon(&self) -> u32 {
        self.refund_horizon.unwrap_or(DEFAULT_HORIZON)
    }

    /// Returns the day from which windows of months count.
    pub fn months_from(&self) -> chrono::NaiveDate {
        self.anchor.unwrap_or(self.start)
    }
}

paper! {
    /// The terms from a day on: complete, so that what a version does not repeat has ended, or
    /// [`based_on`](Self::based_on) the version before it.
    ///
    /// # Examples
    ///
    #[cfg_attr(feature = "serde", doc = "```")]
    #[cfg_attr(not(feature = "serde"), doc = "```ignore")]
    /// use partnership::compensation::Terms;
    ///
    /// let terms: Terms = serde_json::from_str(
    ///     r#"{"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01", "versions": [
    ///         {"from": "2026-01-01", "hold": {"days": 30}, "items": [
    ///             {"id": "fee", "window": "period", "pay": {"retainer": {"amount": "100.00 USD"}}},
    ///             {"id": "share", "window": "lifetime",
    ///              "pay": {"share": {"base": {"streams": ["shop"]}, "rate": "10%"}}}]},
    ///         {"from": "2027-01-01", "based_on": "previous", "drop": ["/hold"], "items": [
    ///             {"id": "fee", "window": "period",
    ///              "pay": {"retainer": {"amount": "120.00 USD"}}}]}]}"#,
    /// )?;
    /// let next = &terms.versions()[1]; // written out: the share goes on, the hold has ended
    /// let ids: Vec<&str> = next.items.iter().map(|item| item.id.as_str()).collect();
    /// assert_eq!((ids, &next.hold), (vec!["fee", "share"], &None));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Version {
        /// The first day.
        required_day from,
        /// What the version changes; it is complete by itself if nothing is said.
        optional based_on: BasedOn,
        /// What of the version before has ended, where the version is based on it.
        defaulted drop: Vec<Dropped>,
        /// The day of the signatures.
        optional_day signed,
        /// Free text, shown in the working.
        optional note: String,
        /// What is paid for.
        defaulted items: Vec<Item>,
        /// Sums paid in parts on dates.
        defaulted schedules: Vec<Schedule>,
        /// What lateness costs and earliness earns.
        defaulted timing: Vec<Timing>,
        /// What is given in kind.
        defaulted in_kind: Vec<InKind>,
        /// The most that is paid.
        defaulted caps: Vec<Cap>,
        /// The least that is paid.
        defaulted guarantees: Vec<Guarantee>,
        /// What is kept back against returns.
        optional reserve: Reserve,
        /// How long earnings are held.
        optional hold: Hold,
        /// When and how money leaves.
        optional payout: Payout,
    }
}

paper! {
    /// One thing that is paid for.
    pub struct Item {
        /// Its name.
        required id: Id,
        /// Over which stretch its measure is accumulated.
        required window: Window,
        /// What it pays.
        required pay: PayDraft,
        /// What an amendment does to the count.
        defaulted on_change: OnChange,
        /// Whether what was booked never falls: a bonus once reached stays.
        defaulted ratchet: bool,
        /// What every single event pays beside, at least and at most.
        optional per_event: PerEvent,
        /// Parts on top for further rights.
        defaulted surcharges: Vec<Surcharge>,
        /// History that counts for tiers and is not paid again.
        defaulted opening: Vec<Opening>,
        /// By how much it rises from year to year.
        optional escalator: Escalator,
        /// Who owes what it comes to: the payer if nothing is said.
        defaulted owed_by: OwedBy,
        /// On which days it is paid; with the payout if nothing is said.
        optional dues: Dues,
        /// Free text, shown in the working, such as the number of the clause.
        optional note: String,
    }
}

/// Who owes what an item comes to (spec/contracts.md X5).
///
/// A fee of 275.00 for software that the payee pays is a line of -275.00 on the payee's statement.
/// It is rated and rounded as any other item, and then turned round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OwedBy {
    /// The payer owes the payee.
    #[default]
    Payer,
    /// The payee owes the payer: a fee, a service that is charged.
    Payee,
}

impl Item {
    /// Whether the item reads a stream, or a level.
    pub(super) fn reads(&self, name: &Stream, is_level: bool) -> bool {
        self.pay.reads_name(name, is_level)
    }
}

/// What an amendment does to the count of an item.
///
/// With 10% up to 10,000.00 and 20% above, 8,000.00 sold before an amendment and 4,000.00 after
/// it: the sales after it pay 600.00 under `Keep` and 400.00 under `Reset`. `Keep` is our choice
/// where the terms are silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OnChange {
    /// The new version counts on from where the old one stood: 8,000.00 sold before the change
    /// still fill the first tier.
    #[default]
    Keep,
    /// The new version counts from nothing.
    Reset,
}

paper! {
    /// What a stream had come to before the agreement.
    pub struct Opening {
        /// The stream.
        required stream: Stream,
        /// Its net amount.
        optional amount: Money,
        /// Its net units.
        optional units: Ratio,
    }
}

paper! {
    /// A sum paid in parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Part, PartOn, Schedule, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let half = "1/2".parse()?;
    /// let delivery = PartOn::Date(date("2026-03-01")?);
    /// let parts = vec![
    ///     Part::share("signature".parse()?, PartOn::Date(start), half),
    ///     Part::share("delivery".parse()?, delivery, half),
    /// ];
    /// let schedule = Schedule::new("licence".parse()?, "1000.01 USD".parse()?, parts);
    /// let terms = Terms::builder("deal", "USD".parse()?, start).schedule(schedule).build()?;
    /// let first = Activity::empty(1, "2026-01-01..2026-03-01".parse()?); // up to February
    /// let (statement, _) = settle(&terms, &terms.new_state(), &first)?;
    /// assert_eq!(statement.paid().to_string(), "500.01 USD"); // the parts add up to the total
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub struct Schedule {
        /// Its name.
        required id: Id,
        /// The sum.
        required total: Money,
        /// Its parts, in order of time.
        required parts: Vec<Part>,
        /// Whether parts are funded before they are accepted.
        defaulted escrow: bool,
        /// Parts on top for further rights.
        defaulted surcharges: Vec<Surcharge>,
        /// On which days its parts are paid; with the payout if nothing is said.
        optional dues: Dues,
        /// Free text, shown in the working.
        optional note: String,
    }
}

by_name! {
    OnChange { Keep "keep", Reset "reset" }
    OwedBy { Payer "payer", Payee "payee" }
}
