//! [`TermsDraft`]: a term sheet as it is written, before it is checked.

use super::canonical::{Canonical, by_name, field};
use super::change::{BasedOn, Dropped};
use super::clause::{
    Advance, Cap, Deficit, Guarantee, Hold, InKind, Payout, PerEvent, Reserve, Surcharge, Timing,
};
use super::measure::Stream;
use super::pay::{PayDraft, Reads};
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
        /// Free text, shown in the working, such as the number of the clause.
        optional note: String,
    }
}

impl Item {
    /// Whether the item reads a stream, or a level.
    pub(super) fn reads(&self, name: &Stream, is_level: bool) -> bool {
        let mut found = false;
        self.pay.reads(&mut |read| {
            found |= match read {
                Reads::Amounts(stream) | Reads::Units(stream) => !is_level && stream == name,
                Reads::Level(level) => is_level && level == name,
            };
        });
        found
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
        /// Free text, shown in the working.
        optional note: String,
    }
}

paper! {
    /// One part of a schedule: an amount, or a share of the total.
    pub struct Part {
        /// Its name.
        required id: Id,
        /// When it falls due.
        required on: PartOn,
        /// A share of the total; all shares are 1 together.
        optional share: Ratio,
        /// An amount; all amounts are the total together.
        optional amount: Money,
    }
}

/// When a part of a schedule falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PartOn {
    /// On a day: it is booked by the statement whose period ends after it.
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    Date(chrono::NaiveDate),
    /// When a milestone is accepted.
    Milestone(Id),
}

impl Canonical for PartOn {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Date(date) => field(text, "date", date),
            Self::Milestone(id) => field(text, "milestone", id),
        }
    }
}

by_name! {
    OnChange { Keep "keep", Reset "reset" }
}
