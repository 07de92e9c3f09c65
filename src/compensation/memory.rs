//! [`Memory`]: everything that a [`State`](super::State) holds, field by field.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::activity::MilestoneEvent;
use super::measure::Stream;
use super::state_key::{Day, Fingerprint, LedgerKey, Once, PeriodStart};
use super::window::WindowKey;
use super::wire::{Id, Schema};
use crate::money::{Currency, Exact, Money};
use crate::ratio::Ratio;

/// Declares a struct of the state: `value` fields, `optional` ones (which refuse `null`), a `day`
/// or `optional_day`, and maps in which no key stands twice, `sparse` ones left out while empty.
macro_rules! remembered {
    ($(#[$meta:meta])* struct $name:ident { $($body:tt)* }) => {
        remembered!(@ [$(#[$meta])*] $name [] $($body)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* value $field:ident: $type:ty, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])* pub(super) $field: $type,] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* optional $field:ident: $type:ty, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                deserialize_with = "crate::text::present",
                skip_serializing_if = "Option::is_none"
            ))]
            pub(super) $field: Option<$type>,] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* day $field:ident, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
            pub(super) $field: NaiveDate,] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* optional_day $field:ident, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                with = "crate::time::date_text::present",
                skip_serializing_if = "Option::is_none"
            ))]
            pub(super) $field: Option<NaiveDate>,] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* map $field:ident: $key:ty => $value:ty, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
            pub(super) $field: BTreeMap<$key, $value>,] $($rest)*);
    };
    (@ $meta:tt $name:ident [$($done:tt)*]
        $(#[$doc:meta])* sparse $field:ident: $key:ty => $value:ty, $($rest:tt)*) => {
        remembered!(@ $meta $name [$($done)* $(#[$doc])*
            #[cfg_attr(feature = "serde", serde(
                default,
                deserialize_with = "crate::text::unique_map",
                skip_serializing_if = "BTreeMap::is_empty"
            ))]
            pub(super) $field: BTreeMap<$key, $value>,] $($rest)*);
    };
    (@ [$($meta:tt)*] $name:ident [$($done:tt)*]) => {
        $($meta)*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        pub(super) struct $name { $($done)* }
    };
}

remembered! {
    /// The fields of a state as they are written.
    struct Memory {
        value schema: Schema,
        value terms: Id,
        /// The number of the last period that was settled.
        value settled: u32,
        /// The day up to which everything is settled, not included.
        optional_day through,
        value closed: bool,
        /// The number of the first period that began at or after the end.
        optional run_off: u32,
        /// The versions that were settled with.
        value versions: Vec<SettledVersion>,
        value carry: Money,
        map ledgers: LedgerKey => LedgerState,
        map caps: LedgerKey => CapState,
        map guarantees: Id => GuaranteeState,
        map advances: Id => AdvanceState,
        /// What is kept back, by the number of the period that releases it.
        map reserve: u32 => Money,
        /// What waits, by the day on which it may be paid.
        map hold: Day => Money,
        map once: Once => Money,
        map milestones: Id => MilestoneState,
        /// What was given in kind, by clause.
        map in_kind: Id => Money,
        map periods: u32 => PeriodState,
    }
}

remembered! {
    /// A version that was settled with, by number and fingerprint.
    struct SettledVersion {
        value version: u32,
        value fingerprint: Fingerprint,
    }
}

remembered! {
    /// What came under a cap in one window and version, and what it let through.
    struct CapState {
        value raw: Money,
        value booked: Money,
        /// What was booked on top of it, by surcharge.
        sparse surcharges: Id => Money,
    }
}

remembered! {
    /// What a guarantee has come to.
    struct GuaranteeState {
        /// The number of the first period that had it.
        value since: u32,
        /// Its first day.
        day from,
        map windows: WindowKey => GuaranteedWindow,
        /// Top-ups of windows that are forgotten.
        value folded: Money,
        /// Surplus that forgotten windows carry on.
        value surplus: Money,
        value booked: Money,
    }
}

remembered! {
    /// One window of a guarantee.
    struct GuaranteedWindow {
        value earned: Money,
        value due: Money,
        value amount: Money,
        /// What the sum is rated on, if activity decides it.
        optional rated: RatedWindow,
    }
}

remembered! {
    /// What activity has come to in one window of a guarantee.
    struct RatedWindow {
        /// Net sums by stream.
        map own: Stream => Net,
        /// Levels by name, of the latest period that reported one.
        sparse levels: Stream => LevelState,
        /// The version last present in the window.
        value version: u32,
    }
}

remembered! {
    /// What is left of an advance, and who earned it back.
    struct AdvanceState {
        value outstanding: Money,
        /// Recouped from own income.
        value own: Money,
        /// Recouped by other agreements of the group.
        value group: Money,
        /// What was paid, of an advance that is paid in parts.
        sparse parts: Id => Money,
        /// All costs, of an account that has had any.
        optional cost: Money,
        /// What of them was charged.
        optional charged: Money,
    }
}

remembered! {
    /// Where a milestone stands, and what is in escrow for it.
    #[derive(Copy)]
    struct MilestoneState {
        value stage: MilestoneEvent,
        /// In escrow; nothing once it is accepted or cancelled.
        value escrow: Money,
        /// The day of its acceptance, if one was said.
        optional_day on,
    }
}

remembered! {
    /// What one item has come to in one window under one version.
    struct LedgerState {
        /// Net sums of its own entries by stream.
        map own: Stream => Net,
        /// Levels by name, of the latest period that reported one.
        sparse levels: Stream => LevelState,
        /// The days of a retainer that have run.
        optional days: ActiveDays,
        /// What single events came to, rounded to the minor unit.
        optional events: Money,
        /// What rounding took away from it, or added, if anything.
        optional rest: Exact,
        /// What would be booked if it could fall.
        optional target: Money,
        /// What was booked.
        value booked: Money,
        /// What was booked on top, by surcharge.
        sparse surcharges: Id => Money,
    }
}

remembered! {
    /// A net amount and net units.
    #[derive(Copy)]
    struct Net {
        value amount: Money,
        value units: Ratio,
    }
}

remembered! {
    /// A level and the period that it is about.
    #[derive(Copy)]
    struct LevelState {
        value value: Ratio,
        value of: u32,
    }
}

remembered! {
    /// The first active day of a ledger and the day after its last one so far.
    #[derive(Copy)]
    struct ActiveDays {
        day from,
        day to,
    }
}

remembered! {
    /// What is known of a period that entries may still name.
    struct PeriodState {
        day start,
        value version: u32,
        /// Net sums by stream.
        map nets: Stream => PeriodNet,
        /// Where forward and running tiers stood when it began, by item.
        sparse forward: Id => PeriodStart,
    }
}

remembered! {
    /// What one stream came to in one period.
    #[derive(Copy)]
    struct PeriodNet {
        value amount: Money,
        value units: Ratio,
        /// What was refunded or charged back and did not come in again.
        value reversed: Money,
    }
}

impl AdvanceState {
    /// An advance of which nothing was paid or charged yet.
    pub(super) const fn empty(currency: Currency) -> Self {
        Self {
            outstanding: Money::zero(currency),
            own: Money::zero(currency),
            group: Money::zero(currency),
            parts: BTreeMap::new(),
            cost: None,
            charged: None,
        }
    }

    /// Every amount of it; none is below 0.
    fn amounts(&self) -> impl Iterator<Item = Money> {
        let parts = self.parts.values().copied();
        let costs = self.cost.into_iter().chain(self.charged);
        [self.outstanding, self.own, self.group]
            .into_iter()
            .chain(parts)
            .chain(costs)
    }
}

impl Memory {
    /// Every currency that is remembered.
    pub(super) fn currencies(&self) -> impl Iterator<Item = Currency> {
        let rests = self.ledgers.values().filter_map(|ledger| ledger.rest);
        let starts = self.starts().filter_map(|start| start.parts().1);
        let amounts = self.amounts().map(Money::currency);
        amounts.chain(rests.map(Exact::currency)).chain(starts)
    }

    /// Where tiers stood when periods began.
    pub(super) fn starts(&self) -> impl Iterator<Item = PeriodStart> {
        let periods = self.periods.values();
        periods.flat_map(|period| period.forward.values().copied())
    }

    /// Every amount that is remembered.
    fn amounts(&self) -> impl Iterator<Item = Money> {
        let ledgers = self.ledgers.values().flat_map(|ledger| {
            ledger
                .own
                .values()
                .map(|net| net.amount)
                .chain([ledger.booked])
                .chain(ledger.target)
                .chain(ledger.events)
                .chain(ledger.surcharges.values().copied())
        });
        let periods = self.periods.values().flat_map(|period| {
            period
                .nets
                .values()
                .flat_map(|net| [net.amount, net.reversed])
        });
        let others = self.once.values().chain(self.in_kind.values()).copied();
        let escrow = self.milestones.values().map(|milestone| milestone.escrow);
        let caps = self.caps.values().flat_map(|cap| {
            let surcharges = cap.surcharges.values().copied();
            surcharges.chain([cap.raw, cap.booked])
        });
        let guarantees = self.guarantees.values().flat_map(|guarantee| {
            let windows = guarantee.windows.values();
            let windows = windows.flat_map(|window| {
                let rated = window.rated.iter().flat_map(|rated| rated.own.values());
                let rated = rated.map(|net| net.amount);
                rated.chain([window.earned, window.due, window.amount])
            });
            windows.chain([guarantee.folded, guarantee.surplus, guarantee.booked])
        });
        let advances = self.advances.values().flat_map(AdvanceState::amounts);
        let waiting = self.reserve.values().chain(self.hold.values()).copied();
        ledgers
            .chain(periods)
            .chain(others)
            .chain(escrow)
            .chain(caps)
            .chain(guarantees)
            .chain(advances)
            .chain(waiting)
    }

    /// Whether the periods that are remembered run on to the last one settled, each after the one
    /// before it.
    pub(super) fn has_periods_in_order(&self) -> bool {
        let mut after: Option<(u32, NaiveDate)> = None;
        for (number, period) in &self.periods {
            let follows = |(before, start): (u32, NaiveDate)| {
                before.checked_add(1) == Some(*number) && start < period.start
            };
            if !after.is_none_or(follows) {
                return false;
            }
            after = Some((*number, period.start));
        }
        after.is_none_or(|(last, start)| {
            last == self.settled && self.through.is_some_and(|through| start < through)
        })
    }

    /// What guarantees are rated on.
    pub(super) fn rated(&self) -> impl Iterator<Item = &RatedWindow> {
        let guarantees = self.guarantees.values();
        let windows = guarantees.flat_map(|guarantee| guarantee.windows.values());
        windows.filter_map(|window| window.rated.as_ref())
    }

    /// Every amount that is never below 0 (spec/compensation.md 14, law 6).
    pub(super) fn unsigned(&self) -> impl Iterator<Item = Money> {
        let advances = self.advances.values().flat_map(AdvanceState::amounts);
        let nets = self
            .periods
            .values()
            .flat_map(|period| period.nets.values());
        let waiting = self.reserve.values().chain(self.hold.values());
        let escrow = self.milestones.values().map(|milestone| milestone.escrow);
        let given = self.in_kind.values();
        advances
            .chain(nets.map(|net| net.reversed))
            .chain(waiting.chain(given).copied())
            .chain(escrow)
    }
}
