//! [`SettleError`]: what a settlement refuses, in the order in which it is looked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::activity::{Activity, Level, Total};
use super::measure::Stream;
use super::sheet::Item;
use super::state::{Memory, PeriodNet};
use super::terms::Terms;
use super::window::Window;
use super::wire::Id;
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::time::{Period, TimeError};

/// What a settlement knows once nothing is refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// The position of the version in force.
    pub(super) version: usize,
    /// Whether the period begins at or after the end, so that only old business is settled.
    pub(super) run_off: bool,
}

/// Refuses what cannot be settled, or says how it will be.
pub(super) fn plan(
    terms: &Terms,
    memory: &Memory,
    activity: &Activity,
) -> Result<Plan, SettleError> {
    if memory.terms != *terms.id() || memory.carry.currency() != terms.currency() {
        return Err(SettleError::WrongTerms {
            expected: terms.id().clone(),
            found: memory.terms.clone(),
        });
    }
    if memory.closed {
        return Err(SettleError::AgreementClosed {
            settled: memory.settled,
        });
    }
    let period = activity.period;
    in_sequence(terms, memory, activity)?;
    let end = terms.sheet().end;
    if end.is_some_and(|end| period.from() < end && end < period.to()) {
        return Err(SettleError::PeriodStraddlesEnd {
            end: end.unwrap_or_default(),
        });
    }
    let inside = |at: NaiveDate| period.from() < at && at < period.to();
    if let Some(next) = terms.versions().iter().find(|version| inside(version.from)) {
        return Err(SettleError::PeriodStraddlesVersion { at: next.from });
    }
    let version = terms.version_on(period.from());
    not_rewritten(terms, memory)?;
    let run_off = end.is_some_and(|end| end <= period.from());
    if !run_off {
        for item in terms
            .versions()
            .get(version)
            .map_or(&[][..], |version| &version.items)
        {
            within_months(terms, item, activity.no, period)?;
        }
    }
    let plan = Plan { version, run_off };
    Entries {
        terms,
        memory,
        activity,
    }
    .check()?;
    Ok(plan)
}

fn in_sequence(terms: &Terms, memory: &Memory, activity: &Activity) -> Result<(), SettleError> {
    let expected_from = memory.through.unwrap_or(terms.sheet().start);
    let expected = memory.settled.saturating_add(1);
    if activity.no != expected || activity.period.from() != expected_from {
        return Err(SettleError::PeriodOutOfSequence {
            expected,
            expected_from,
            found: activity.no,
            found_from: activity.period.from(),
        });
    }
    Ok(())
}

/// The versions that began before what is settled are those that were settled with.
fn not_rewritten(terms: &Terms, memory: &Memory) -> Result<(), SettleError> {
    let Some(through) = memory.through else {
        return Ok(());
    };
    let begun = terms
        .versions()
        .iter()
        .filter(|version| version.from < through)
        .count();
    let same = begun == memory.versions.len()
        && memory
            .versions
            .iter()
            .enumerate()
            .all(|(index, settled)| settled.fingerprint.0 == terms.fingerprint(index));
    if same {
        Ok(())
    } else {
        Err(SettleError::ClosedPeriodRewritten { through })
    }
}

fn within_months(terms: &Terms, item: &Item, no: u32, period: Period) -> Result<(), SettleError> {
    if !matches!(item.window, Window::Months(_)) {
        return Ok(());
    }
    let key = item
        .window
        .key(no, period.from(), terms.sheet().months_from());
    match key.map_err(SettleError::Time)? {
        super::window::WindowKey::Months(days) if days.to() < period.to() => {
            Err(SettleError::PeriodStraddlesWindow {
                item: item.id.clone(),
                at: days.to(),
            })
        }
        _ => Ok(()),
    }
}

/// The entries of an activity, against what they may say.
struct Entries<'a> {
    terms: &'a Terms,
    memory: &'a Memory,
    activity: &'a Activity,
}

impl Entries<'_> {
    fn check(&self) -> Result<(), SettleError> {
        let mut seen = BTreeSet::new();
        let mut sums: BTreeMap<(u32, &Stream), Sums> = BTreeMap::new();
        for (index, total) in self.activity.totals.iter().enumerate() {
            let of = total.of.unwrap_or(self.activity.no);
            if !seen.insert((&total.stream, of)) {
                let entry = total.stream.to_string();
                return Err(SettleError::DuplicateEntry { entry, of });
            }
            self.may_name(of)?;
            self.figures(total)?;
            let sum = sums.entry((of, &total.stream)).or_default();
            sum.add(total).ok_or(SettleError::Overflow {
                place: place(index),
            })?;
            self.not_over_reinstated(total, of)?;
        }
        for ((of, stream), sum) in sums {
            if of < self.activity.no {
                self.not_over_refunded(of, stream, sum)?;
            }
        }
        self.levels()
    }

    /// A period that an entry names exists, is not too old, and is not after the end.
    fn may_name(&self, of: u32) -> Result<(), SettleError> {
        let no = self.activity.no;
        if of == 0 || of > no {
            return Err(SettleError::UnknownPeriod { of, no });
        }
        let oldest = no.saturating_sub(self.terms.sheet().horizon());
        if of < oldest {
            return Err(SettleError::BeyondHorizon { of, oldest });
        }
        let start = match self.memory.periods.get(&of) {
            Some(period) => period.start,
            None if of == no => self.activity.period.from(),
            // A horizon that was made longer later does not bring back what was forgotten.
            None => {
                let oldest = self.memory.periods.keys().next().copied().unwrap_or(no);
                return Err(SettleError::BeyondHorizon { of, oldest });
            }
        };
        match self.terms.sheet().end {
            Some(end) if end <= start => Err(SettleError::AfterEnd { of, end }),
            _ => Ok(()),
        }
    }

    fn figures(&self, total: &Total) -> Result<(), SettleError> {
        let expected = self.terms.currency();
        let entry = || total.stream.to_string();
        for (field, amount) in total.amounts() {
            let Some(amount) = amount else { continue };
            let found = amount.currency();
            if found != expected {
                return Err(SettleError::CurrencyMismatch {
                    entry: entry(),
                    expected,
                    found,
                });
            }
            if amount.is_negative() {
                let figure = amount.to_string();
                return Err(SettleError::NegativeAmount {
                    entry: entry(),
                    field,
                    figure,
                });
            }
        }
        for (field, units) in total.counts() {
            if let Some(units) = units.filter(|units| units.is_negative()) {
                let figure = units.to_string();
                return Err(SettleError::NegativeAmount {
                    entry: entry(),
                    field,
                    figure,
                });
            }
        }
        Ok(())
    }

    fn settled(&self, of: u32, stream: &Stream) -> PeriodNet {
        let known = self
            .memory
            .periods
            .get(&of)
            .and_then(|period| period.nets.get(stream));
        known.copied().unwrap_or(PeriodNet {
            amount: Money::zero(self.terms.currency()),
            units: Ratio::ZERO,
            reversed: Money::zero(self.terms.currency()),
        })
    }

    /// No more comes in again than went out of that stream and period.
    fn not_over_reinstated(&self, total: &Total, of: u32) -> Result<(), SettleError> {
        let minor = |amount: Option<Money>| amount.map_or(0, Money::minor);
        let before = self.settled(of, &total.stream).reversed.minor();
        let out = before.checked_add(minor(total.refunds));
        let out = out.and_then(|out| out.checked_add(minor(total.chargebacks)));
        if out.is_some_and(|out| minor(total.reinstated) > out) {
            return Err(SettleError::OverReinstated {
                stream: total.stream.to_string(),
                of,
            });
        }
        Ok(())
    }

    /// No more is taken back of an earlier period than was left of it.
    fn not_over_refunded(&self, of: u32, stream: &Stream, sum: Sums) -> Result<(), SettleError> {
        let settled = self.settled(of, stream);
        let overflow = || SettleError::Overflow {
            place: stream.to_string(),
        };
        let amount = settled
            .amount
            .minor()
            .checked_add(sum.amount)
            .ok_or_else(overflow)?;
        let units = settled
            .units
            .checked_add(sum.units)
            .map_err(|_| overflow())?;
        if amount < 0 || units.is_negative() {
            return Err(SettleError::OverRefund {
                stream: stream.to_string(),
                of,
                left: settled.amount,
                left_units: settled.units,
            });
        }
        Ok(())
    }

    fn levels(&self) -> Result<(), SettleError> {
        let no = self.activity.no;
        let mut seen: BTreeSet<(&Stream, u32)> = BTreeSet::new();
        for level in &self.activity.levels {
            let of = level_of(level, no);
            if !seen.insert((&level.name, of)) {
                let name = level.name.to_string();
                return Err(SettleError::ConflictingLevel { name, of });
            }
            self.may_name(of)?;
        }
        Ok(())
    }
}

fn level_of(level: &Level, no: u32) -> u32 {
    level.of.unwrap_or(no)
}

fn place(index: usize) -> String {
    format!("totals[{index}]")
}

/// What one stream and period come to in an activity, in minor units and units.
#[derive(Clone, Copy, Debug)]
struct Sums {
    amount: i128,
    units: Ratio,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            amount: 0,
            units: Ratio::ZERO,
        }
    }
}

impl Sums {
    fn add(&mut self, total: &Total) -> Option<()> {
        let minor = |amount: Option<Money>| amount.map_or(0, Money::minor);
        for amount in [minor(total.amount), minor(total.reinstated)] {
            self.amount = self.amount.checked_add(amount)?;
        }
        for amount in [minor(total.refunds), minor(total.chargebacks)] {
            self.amount = self.amount.checked_sub(amount)?;
        }
        let units = total.units.unwrap_or(Ratio::ZERO);
        let returned = total.units_returned.unwrap_or(Ratio::ZERO);
        let net = units.checked_sub(returned).ok()?;
        self.units = self.units.checked_add(net).ok()?;
        Some(())
    }
}

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
        /// The item.
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
