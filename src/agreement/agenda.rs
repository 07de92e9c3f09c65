//! [`agenda`]: what comes next, of all that is dated.

use std::cmp::Ordering;
use std::fmt;

use chrono::{Days, NaiveDate};

use crate::money::Money;
use crate::time::{Cadence, CadenceState, Calendar, NoticeDates, TimeError};

/// What is due; of one day, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DueKind {
    /// An issue passes on to the next level.
    Escalation,
    /// The limit of a stage.
    StageLimit,
    /// A period has ended and is not settled.
    Settlement,
    /// A payout.
    Payment,
    /// The last day for a notice.
    Notice,
    /// The term ends.
    TermEnd,
    /// Other terms take effect.
    TermsChange,
    /// A grant begins or ends.
    Rights,
    /// A review.
    Review,
    /// A risk is looked at again.
    Risk,
    /// A decision is followed up.
    Decision,
    /// A milestone.
    Milestone,
    /// An indicator reaches its day.
    Kpi,
}

impl DueKind {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Escalation => "escalation",
            Self::StageLimit => "stage_limit",
            Self::Settlement => "settlement",
            Self::Payment => "payment",
            Self::Notice => "notice",
            Self::TermEnd => "term_end",
            Self::TermsChange => "terms_change",
            Self::Rights => "rights",
            Self::Review => "review",
            Self::Risk => "risk",
            Self::Decision => "decision",
            Self::Milestone => "milestone",
            Self::Kpi => "kpi",
        }
    }
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueWhen {
    /// On one day.
    Once(NaiveDate),
    /// Between two days, both included.
    Window(NoticeDates),
    /// Again and again.
    Recurring {
        /// The days on which it is due.
        cadence: Cadence,
        /// The days on which it was held.
        held: Vec<NaiveDate>,
        /// The last day on which it may be due, if it ends.
        until: Option<NaiveDate>,
    },
}

/// Something dated that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFact {
    /// What it is.
    pub kind: DueKind,
    /// Its name among those of its kind.
    pub key: String,
    /// When it is due.
    pub when: DueWhen,
    /// How much is due, of a payment.
    pub amount: Option<Money>,
}

/// Where a day stands to what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// So many days ago; for what recurs, how many were missed.
    Overdue {
        /// Days since the earliest day.
        days: u32,
        /// How many occurrences were missed; 0 for what does not recur.
        missed: u32,
    },
    /// Gone by, and still in time.
    InGrace {
        /// Days since.
        days: u32,
    },
    /// Today.
    Today,
    /// To come.
    Ahead {
        /// In so many days.
        days: u32,
    },
    /// The window has not opened.
    NotOpen {
        /// It opens in so many days.
        days: u32,
    },
    /// The window is open.
    Open {
        /// For so many days after today.
        days: u32,
    },
}

/// One entry of an agenda: what is dated, and where today stands to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day that it stands under.
    pub on: NaiveDate,
    /// What it is.
    pub kind: DueKind,
    /// Its name.
    pub key: String,
    /// Where today stands to it.
    pub state: DueState,
    /// Which occurrence it is, from 1, of what recurs.
    pub occurrence: Option<u32>,
    /// How much is due, of a payment.
    pub amount: Option<Money>,
}

impl fmt::Display for DueState {
    /// In words: `today`, `in 12 days`, `30 days late`, `106 days late, 4 missed`, `3 days into
    /// the grace`, `opens in 5 days`, `open for 200 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |days: u32| match days {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        match *self {
            Self::Overdue { days, missed: 0 } => write!(f, "{} late", text(days)),
            Self::Overdue { days, missed } => write!(f, "{} late, {missed} missed", text(days)),
            Self::InGrace { days } => write!(f, "{} into the grace", text(days)),
            Self::Today => f.write_str("today"),
            Self::Ahead { days } => write!(f, "in {}", text(days)),
            Self::NotOpen { days } => write!(f, "opens in {}", text(days)),
            Self::Open { days } => write!(f, "open for {}", text(days)),
        }
    }
}

impl fmt::Display for Due {
    /// The day, the kind, the name, the amount if there is one, and where today stands to it:
    /// `2026-04-27 milestone launch/week_8: in 12 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: ", self.on, self.kind.name(), self.key)?;
        if let Some(amount) = self.amount {
            write!(f, "{amount}, ")?;
        }
        write!(f, "{}", self.state)
    }
}

/// Returns what comes next: by day, kind, name and occurrence.
///
/// What recurs has one entry for all that was missed, dated by the earliest, and one for its next
/// day. A window stands under its first day until it opens, then under its last. Entries later
/// than so many days after `at` are left out; what is overdue or open stays
/// (spec/health-economics.md 9).
///
/// # Errors
///
/// [`AgendaError::DuplicateFact`], [`AgendaError::Time`].
///
/// # Examples
///
/// ```
/// use partnership::agreement::{DueFact, DueKind, DueState, DueWhen, agenda};
/// use partnership::time::{Cadence, Calendar, Span, date};
///
/// let monthly = Cadence::new(
///     "monthly", date("2026-01-10")?, Span::months(1)?, Span::days(0)?,
/// )?;
/// let facts = [
///     DueFact {
///         kind: DueKind::Review,
///         key: "monthly".into(),
///         when: DueWhen::Recurring { cadence: monthly, held: vec![], until: None },
///         amount: None,
///     },
///     DueFact {
///         kind: DueKind::Payment,
///         key: "march".into(),
///         when: DueWhen::Once(date("2026-03-01")?),
///         amount: Some("60.00 USD".parse()?),
///     },
/// ];
/// let next = agenda(date("2026-03-01")?, Some(30), &facts, &Calendar::default())?;
/// assert_eq!(next[0].state, DueState::Overdue { days: 19, missed: 1 }); // since 10 February
/// assert_eq!(next[1].to_string(), "2026-03-01 payment march: 60.00 USD, today");
/// assert_eq!(next[2].state, DueState::Ahead { days: 9 }); // 10 March
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn agenda(
    at: NaiveDate,
    horizon: Option<u32>,
    facts: &[DueFact],
    calendar: &Calendar,
) -> Result<Vec<Due>, AgendaError> {
    // By kind and name first: then the days alone decide, in a sort that keeps equals in order.
    let mut named: Vec<&DueFact> = facts.iter().collect();
    named.sort_unstable_by_key(|fact| (fact.kind, fact.key.as_str()));
    let twice = named.windows(2).find_map(|pair| match pair {
        [left, right] if left.kind == right.kind && left.key == right.key => Some(*left),
        _ => None,
    });
    if let Some(DueFact { kind, key, .. }) = twice {
        return Err(AgendaError::DuplicateFact {
            kind: *kind,
            key: key.clone(),
        });
    }
    let last = horizon.and_then(|days| at.checked_add_days(Days::new(u64::from(days))));
    let mut entries = Vec::with_capacity(facts.len());
    for fact in named {
        let standing = fact.entries(at, calendar)?;
        entries.extend(standing.into_iter().flatten().filter(|due| due.stays(last)));
    }
    entries.sort_by_key(|due| due.on);
    Ok(entries)
}

impl DueFact {
    /// What stands on the agenda for it: what was missed, and what is next.
    fn entries(&self, at: NaiveDate, calendar: &Calendar) -> Result<[Option<Due>; 2], AgendaError> {
        let entry = |on, state, occurrence| Due {
            on,
            kind: self.kind,
            key: self.key.clone(),
            state,
            occurrence,
            amount: self.amount,
        };
        Ok(match &self.when {
            DueWhen::Once(on) => [Some(entry(*on, once(*on, at), None)), None],
            DueWhen::Window(dates) => {
                let (on, state) = window(*dates, at);
                [Some(entry(on, state, None)), None]
            }
            DueWhen::Recurring {
                cadence,
                held,
                until,
            } => {
                let (missed, next) = recurring(cadence, held, *until, at, calendar)?;
                [missed, next].map(|found| {
                    found.map(|(on, state, occurrence)| entry(on, state, Some(occurrence)))
                })
            }
        })
    }
}

impl Due {
    /// Whether it is not too far away.
    fn stays(&self, last: Option<NaiveDate>) -> bool {
        let is_now = matches!(
            self.state,
            DueState::Overdue { .. } | DueState::Open { .. } | DueState::InGrace { .. }
        );
        is_now || last.is_none_or(|last| self.on <= last)
    }
}

/// The days between two dates, whichever comes first.
fn apart(left: NaiveDate, right: NaiveDate) -> u32 {
    let days = left.signed_duration_since(right).num_days();
    // Dates of the crate lie less than four million days apart.
    u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX)
}

fn once(on: NaiveDate, at: NaiveDate) -> DueState {
    let days = apart(on, at);
    match on.cmp(&at) {
        Ordering::Less => DueState::Overdue { days, missed: 0 },
        Ordering::Equal => DueState::Today,
        Ordering::Greater => DueState::Ahead { days },
    }
}

fn window(dates: NoticeDates, at: NaiveDate) -> (NaiveDate, DueState) {
    let closes = dates.closes();
    if let Some(opens) = dates.opens().filter(|opens| at < *opens) {
        let days = apart(opens, at);
        return (opens, DueState::NotOpen { days });
    }
    let days = apart(closes, at);
    if at <= closes {
        (closes, DueState::Open { days })
    } else {
        (closes, DueState::Overdue { days, missed: 0 })
    }
}

/// A day, how it stands, and the number of the occurrence.
type Occurrence = (NaiveDate, DueState, u32);

/// What was missed, and what is next.
fn recurring(
    cadence: &Cadence,
    held: &[NaiveDate],
    until: Option<NaiveDate>,
    at: NaiveDate,
    calendar: &Calendar,
) -> Result<(Option<Occurrence>, Option<Occurrence>), AgendaError> {
    let status = cadence.status(held, at, calendar)?;
    let mut count = status.missed_count();
    if let Some(until) = until {
        let over = last_until(cadence, until, status.slot(), calendar)?;
        let filled = status.held().iter().filter(|(slot, _)| *slot <= over);
        let filled = u32::try_from(filled.count()).unwrap_or(u32::MAX);
        count = count.min(over.saturating_sub(filled));
    }
    // If any of those up to the end was missed, the first that was missed is one of them.
    let missed = match status.missed_slots().next().filter(|_| count > 0) {
        Some(slot) => {
            let on = cadence.due(slot, calendar)?;
            let days = apart(at, on);
            Some((
                on,
                DueState::Overdue {
                    days,
                    missed: count,
                },
                slot,
            ))
        }
        None => None,
    };
    let on = status.next_due();
    let days = apart(at, on);
    let state = match status.state() {
        CadenceState::Upcoming => DueState::Ahead { days },
        CadenceState::Due => DueState::Today,
        CadenceState::InGrace => DueState::InGrace { days },
    };
    let next = Some((on, state, status.slot()));
    Ok((
        missed,
        next.filter(|_| until.is_none_or(|until| on <= until)),
    ))
}

/// The number of the last occurrence that is due by a day, none of them after the one given.
fn last_until(
    cadence: &Cadence,
    until: NaiveDate,
    most: u32,
    calendar: &Calendar,
) -> Result<u32, TimeError> {
    // Due days rise with their number: the space between is halved.
    let (mut low, mut high) = (0_u32, most);
    while low < high {
        let middle = low.saturating_add(high.saturating_sub(low).div_ceil(2));
        if cadence.due(middle, calendar)? <= until {
            low = middle;
        } else {
            high = middle.saturating_sub(1);
        }
    }
    Ok(low)
}

/// Why there is no agenda.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgendaError {
    /// Two facts of one kind and name.
    #[error("the {} {key} stands twice", kind.name())]
    DuplicateFact {
        /// The kind.
        kind: DueKind,
        /// The name.
        key: String,
    },
    /// A day that cannot be computed, or a cadence whose days do not fit.
    #[error(transparent)]
    Time(#[from] TimeError),
}
