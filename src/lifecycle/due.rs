//! [`due`]: every date that somebody should know of.

use std::fmt;

use chrono::{DateTime, Utc};

use super::check::Checked;
use super::definition::words;
use super::found::View;
use super::gate::Need;
use super::ladder::passing;
use super::settle::{Settling, is_of};
use super::state::State;
use crate::time::{Cadence, Calendar, Deadline, TimeError};

/// A date of an instance that somebody should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Due {
    /// What kind of date it is.
    pub what: DueKind,
    /// Of what: a stage, issue, party, definition, cadence, move or metric.
    pub key: String,
    /// When.
    pub deadline: Deadline,
    /// Whether it has passed.
    pub overdue: bool,
    /// How many there are; above 1 for missed reviews alone.
    pub count: u32,
}

words! {
    /// What kind of date it is.
    #[non_exhaustive]
    pub enum DueKind {
        /// The limit of the stage.
        Limit = "limit",
        /// An open issue climbs.
        Escalation = "escalation",
        /// Notice takes effect.
        NoticeEffective = "notice_effective",
        /// The last day of the term.
        TermEnd = "term_end",
        /// An occurrence of a cadence is to be held.
        Review = "review",
        /// The first of the occurrences that were missed.
        ReviewMissed = "review_missed",
        /// A wait in front of a move is over.
        WaitOver = "wait_over",
        /// The last day on which a reading counts.
        ReadingStale = "reading_stale",
    }
}

/// Returns the dates that somebody should know of, by when they pass; none where the agreement
/// is closed.
///
/// A state of another definition has no dates here.
///
/// # Errors
///
/// [`TimeError`], where a date cannot be computed.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Command, Draft, Request, begin, due, replay, step};
/// use partnership::time::{Calendar, Deadline, date, instant};
///
/// let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let mut state = replay(&[begin(&pilot, at, &calendar)?])?;
/// let mut wants = |command| step(&pilot, &mut state, &Request::new(at, command), &calendar);
/// for activity in ["criteria_set", "contacts_named", "log_opened"] {
///     wants(Command::record(activity.parse()?, "producer".parse()?))?;
/// }
/// wants(Command::take("start".parse()?, "producer".parse()?))?;
///
/// let dates = due(&pilot, &state, at, &calendar)?;
/// let keys: Vec<&str> = dates.iter().map(|due| due.key.as_str()).collect();
/// assert_eq!(keys, ["check_in", "running", "scale"]);
/// assert_eq!(dates[1].deadline, Deadline::On(date("2026-04-05")?)); // 90 days
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "reminders")]
pub fn due(
    definition: &Checked,
    state: &State,
    at: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Vec<Due>, TimeError> {
    let draft = definition.definition();
    if !is_of(draft, &state.record) {
        return Ok(Vec::new());
    }
    let settled = Settling::at(draft, state, calendar.moment(at)?, calendar)?;
    if settled.is_closed() {
        return Ok(Vec::new());
    }
    let mut list = List {
        view: settled.view(),
        dates: Vec::new(),
    };
    list.add_standing()?;
    list.add_reviews()?;
    list.add_gates()?;
    let mut keyed = Vec::new();
    for due in list.dates {
        keyed.push((passing(&due.deadline, calendar)?, due));
    }
    keyed.sort_by(
        |((left_at, left_is_instant), left), ((right_at, right_is_instant), right)| {
            let places = (left.what, &left.key, left_is_instant);
            let others = (right.what, &right.key, right_is_instant);
            left_at.cmp(right_at).then_with(|| places.cmp(&others))
        },
    );
    keyed.dedup();
    Ok(keyed.into_iter().map(|(_, due)| due).collect())
}

/// The dates of a state while they are gathered.
struct List<'a> {
    view: View<'a>,
    dates: Vec<Due>,
}

impl List<'_> {
    fn add(&mut self, what: DueKind, key: impl fmt::Display, deadline: Deadline, count: u32) {
        self.dates.push(Due {
            what,
            key: key.to_string(),
            deadline,
            overdue: deadline.passed(self.view.now),
            count,
        });
    }

    /// What does not depend on the table of the stage.
    fn add_standing(&mut self) -> Result<(), TimeError> {
        let (view, record) = (self.view, self.view.record);
        let runs = !record.limit_passed && !view.is_frozen();
        if let Some(limit) = record.limit.filter(|_| runs) {
            self.add(DueKind::Limit, &record.stage, limit, 1);
        }
        for (issue, open) in &record.issues {
            if let Some(next) = open.next {
                self.add(DueKind::Escalation, issue, next, 1);
            }
        }
        if let Some(notice) = &record.notice {
            let effective = Deadline::On(notice.effective);
            if !effective.reached(view.now) {
                self.add(DueKind::NoticeEffective, &notice.by, effective, 1);
            }
        }
        if let Some(end) = view.term_end()? {
            let last = Deadline::On(end.pred_opt().unwrap_or(end));
            self.add(DueKind::TermEnd, &view.definition.id, last, 1);
        }
        Ok(())
    }

    /// What is to be held; a suspension silences it.
    fn add_reviews(&mut self) -> Result<(), TimeError> {
        let (view, record) = (self.view, self.view.record);
        let stage = view.definition.stage(&record.stage);
        let Some(stage) = stage.filter(|_| record.paused.is_none()) else {
            return Ok(());
        };
        for rule in &stage.cadences {
            let anchor = record.entered.on();
            let cadence = Cadence::new(rule.key.as_str(), anchor, rule.every, rule.grace)?;
            let held = record.held.get(&rule.key).into_iter();
            let held: Vec<_> = held.flat_map(|slots| slots.0.values()).collect();
            let held: Vec<_> = held.into_iter().map(|noted| noted.on).collect();
            let status = cadence.status(&held, view.now.on(), view.calendar)?;
            let next = Deadline::On(status.next_due());
            self.add(DueKind::Review, &rule.key, next, 1);
            if let Some(slot) = status.missed_slots().next() {
                let first = Deadline::On(cadence.due(slot, view.calendar)?);
                let count = status.missed_count();
                self.add(DueKind::ReviewMissed, &rule.key, first, count);
            }
        }
        Ok(())
    }

    /// What the gates of the stage wait for.
    fn add_gates(&mut self) -> Result<(), TimeError> {
        let view = self.view;
        for way in view.definition.moves_from(&view.record.stage) {
            for gate in way.all_gates() {
                if let Need::InStageFor(span) = gate.need {
                    let wait = view.wait(span)?;
                    if !wait.is_over && !view.is_frozen() {
                        self.add(DueKind::WaitOver, &way.key, wait.deadline, 1);
                    }
                }
                let Some(threshold) = gate.need.threshold() else {
                    continue;
                };
                if let Some(last) = view.last_fresh(threshold)? {
                    let last = Deadline::On(last);
                    self.add(DueKind::ReadingStale, &threshold.metric, last, 1);
                }
            }
        }
        Ok(())
    }
}
