//! [`State`]: what an agreement must remember between two periods, and no more.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::memory::{LedgerState, Memory, SettledVersion};
use super::state_key::{LedgerKey, StateError};
use super::wire::{Id, Schema};
use crate::money::{Currency, Money};

/// What an agreement remembers between two periods (spec/compensation.md 11).
///
/// Its size depends on the items and on how far back refunds may reach, never on how many sales
/// there were. It travels as JSON; reading it back changes nothing.
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Activity, Terms, settle};
/// use partnership::time::date;
///
/// let start = date("2026-01-01")?;
/// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
///     .build()?;
/// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// let (_, state) = settle(&terms, &terms.new_state(), &january)?;
/// assert_eq!(state.settled(), 1);
/// assert_eq!(state.settled_through(), Some(date("2026-02-01")?));
/// assert!(settle(&terms, &state, &january).is_err()); // nothing is paid twice
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Memory", into = "Memory"))]
pub struct State(Memory);

impl State {
    /// The state before the first period.
    pub(super) fn open(terms: Id, currency: Currency) -> Self {
        Self(Memory {
            schema: Schema,
            terms,
            settled: 0,
            through: None,
            closed: false,
            run_off: None,
            versions: Vec::new(),
            carry: Money::zero(currency),
            ledgers: BTreeMap::new(),
            caps: BTreeMap::new(),
            guarantees: BTreeMap::new(),
            advances: BTreeMap::new(),
            reserve: BTreeMap::new(),
            hold: BTreeMap::new(),
            once: BTreeMap::new(),
            milestones: BTreeMap::new(),
            in_kind: BTreeMap::new(),
            periods: BTreeMap::new(),
        })
    }

    pub(super) const fn memory(&self) -> &Memory {
        &self.0
    }

    /// Returns the name of the agreement.
    pub const fn terms(&self) -> &Id {
        &self.0.terms
    }

    /// Returns the number of the last period that was settled, 0 before the first.
    pub const fn settled(&self) -> u32 {
        self.0.settled
    }

    /// Returns the day up to which everything is settled, not included.
    pub const fn settled_through(&self) -> Option<NaiveDate> {
        self.0.through
    }

    /// Returns whether the last statement was final.
    pub const fn is_closed(&self) -> bool {
        self.0.closed
    }

    /// Returns what is carried into the next statement: below 0 the payee owes.
    pub const fn carry(&self) -> Money {
        self.0.carry
    }
}

impl TryFrom<Memory> for State {
    type Error = StateError;

    fn try_from(memory: Memory) -> Result<Self, StateError> {
        let currency = memory.carry.currency();
        if let Some(other) = memory.currencies().find(|other| *other != currency) {
            return Err(StateError::CurrencyMismatch {
                left: currency,
                right: other,
            });
        }
        if memory.starts().any(|start| start.parts().0.is_negative()) {
            return Err(StateError::Inconsistent {
                what: "tiers that stood below 0 when a period began",
            });
        }
        if memory.unsigned().any(Money::is_negative) {
            return Err(StateError::Inconsistent {
                what: "an amount below 0 of what is kept, held, advanced, given or reversed",
            });
        }
        let never = memory.settled == 0;
        if never != memory.through.is_none() || never != memory.versions.is_empty() {
            return Err(StateError::Inconsistent {
                what: "settled periods, days and versions",
            });
        }
        if !counts_up(&memory.versions) {
            return Err(StateError::Inconsistent {
                what: "the numbers of the versions",
            });
        }
        let known = memory.versions.len();
        let is_known =
            |version: u32| usize::try_from(version).is_ok_and(|v| (1..=known).contains(&v));
        if !memory.ledgers.keys().all(|key| is_known(key.version))
            || !memory
                .periods
                .values()
                .all(|period| is_known(period.version))
            || !memory.rated().all(|rated| is_known(rated.version))
        {
            return Err(StateError::Inconsistent {
                what: "a version that was never settled with",
            });
        }
        if memory
            .periods
            .keys()
            .any(|number| *number == 0 || *number > memory.settled)
        {
            return Err(StateError::Inconsistent {
                what: "a period that was never settled",
            });
        }
        if memory
            .run_off
            .is_some_and(|first| first == 0 || first > memory.settled)
        {
            return Err(StateError::Inconsistent {
                what: "the first period after the end",
            });
        }
        if !memory.ledgers.iter().all(runs_inside) {
            return Err(StateError::Inconsistent {
                what: "days of a retainer outside their window",
            });
        }
        if !memory.has_periods_in_order() {
            return Err(StateError::Inconsistent {
                what: "the numbers and days of the periods",
            });
        }
        Ok(Self(memory))
    }
}

/// Whether the days that a retainer has run lie in the window of its ledger.
fn runs_inside((key, ledger): (&LedgerKey, &LedgerState)) -> bool {
    match (key.window.days(), ledger.days) {
        (_, None) => true,
        (Some(window), Some(days)) => {
            window.from() <= days.from && days.from <= days.to && days.to <= window.to()
        }
        (_, Some(_)) => false,
    }
}

/// Whether versions are numbered 1, 2, 3.
fn counts_up(versions: &[SettledVersion]) -> bool {
    versions
        .iter()
        .zip(1_u32..)
        .all(|(settled, number)| settled.version == number)
}

impl From<State> for Memory {
    fn from(state: State) -> Self {
        state.0
    }
}
