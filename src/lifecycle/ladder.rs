//! [`Ladder`]: who deals with an issue, and from when on.

use super::word::Key;
use crate::time::{Calendar, Deadline, Moment, Roll, Span, TimeError};

/// The levels that an unresolved issue climbs.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Draft, Key};
/// use partnership::time::Calendar;
///
/// let pilot = Draft::pilot();
/// let escalation = &pilot.ladders[0];
/// let levels: Vec<&str> = escalation.levels.iter().map(|level| level.key.as_str()).collect();
/// assert_eq!(levels, ["operational", "executive_sponsors", "mediation", "arbitration"]);
/// assert_eq!(escalation.levels[1].after.to_string(), "48h");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "escalation path")]
pub struct Ladder {
    /// Its name.
    pub key: Key,
    /// Its levels, lowest first.
    pub levels: Vec<LadderLevel>,
}

/// One level of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LadderLevel {
    /// Who deals with the issue now.
    pub key: Key,
    /// How long the level before had for it; the lowest level begins at once.
    pub after: Span,
}

/// Somebody took an issue up and asked for time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// When.
    pub at: Moment,
    /// How much time, from then on.
    pub hold: Span,
}

/// Where an issue stands on its ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The level, from 0.
    pub index: usize,
    /// When it passes to the next one; `None` on the last.
    pub next: Option<Deadline>,
    /// The levels so far, each with the deadline from which it counts.
    pub history: Vec<(Key, Deadline)>,
}

impl Ladder {
    /// The levels as they count: how the lowest one begins says nothing.
    pub(super) fn steps(&self) -> impl Iterator<Item = (&Key, Option<Span>)> {
        let levels = self.levels.iter().enumerate();
        levels.map(|(index, level)| (&level.key, (index > 0).then_some(level.after)))
    }

    /// Returns when the level of a number passes an issue on that came to it with a deadline.
    pub(super) fn next_after(
        &self,
        index: usize,
        since: Deadline,
        calendar: &Calendar,
    ) -> Result<Option<Deadline>, TimeError> {
        let next = index.checked_add(1).and_then(|next| self.levels.get(next));
        next.map(|level| since.then(level.after, Roll::None, calendar))
            .transpose()
    }

    /// Returns the level of an issue at a moment, derived from when it was opened and from what
    /// was acknowledged.
    ///
    /// Level 0 counts from the opening; level i + 1 begins once its deadline has passed, which is
    /// the deadline of level i and the span of level i + 1. An acknowledgement counts for the
    /// level in which it was given, once, and moves the next deadline to `at + hold` if that is
    /// later (spec/lifecycle.md 9).
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`], and for business days [`TimeError::NotCovered`] and
    /// [`TimeError::NoBusinessDay`].
    pub fn level_at(
        &self,
        opened: &Moment,
        at: &Moment,
        acknowledged: &[Acknowledgement],
        calendar: &Calendar,
    ) -> Result<Level, TimeError> {
        let mut climb = Climb::start(self, opened, calendar)?;
        let mut given: Vec<&Acknowledgement> = acknowledged.iter().collect();
        given.retain(|one| opened.at() <= one.at.at() && one.at.at() <= at.at());
        given.sort_by_key(|one| one.at.at());
        for one in given {
            climb.up_to(&one.at)?;
            climb.hold(one)?;
        }
        climb.up_to(at)?;
        Ok(climb.level)
    }
}

/// An issue on its way up.
struct Climb<'a> {
    ladder: &'a Ladder,
    calendar: &'a Calendar,
    level: Level,
    is_held: bool,
}

impl<'a> Climb<'a> {
    fn start(
        ladder: &'a Ladder,
        opened: &Moment,
        calendar: &'a Calendar,
    ) -> Result<Self, TimeError> {
        let since = Deadline::At(opened.at());
        let lowest = ladder.levels.first();
        let level = Level {
            index: 0,
            next: ladder.next_after(0, since, calendar)?,
            history: lowest
                .map(|level| (level.key.clone(), since))
                .into_iter()
                .collect(),
        };
        Ok(Self {
            ladder,
            calendar,
            level,
            is_held: false,
        })
    }

    /// Climbs every level whose deadline has passed.
    fn up_to(&mut self, now: &Moment) -> Result<(), TimeError> {
        while let Some(since) = self.level.next.filter(|next| next.passed(now)) {
            let index = self.level.index.saturating_add(1);
            self.level.next = self.ladder.next_after(index, since, self.calendar)?;
            let reached = self.ladder.levels.get(index);
            let reached = reached.map(|level| (level.key.clone(), since));
            self.level.history.extend(reached);
            self.level.index = index;
            self.is_held = false;
        }
        Ok(())
    }

    fn hold(&mut self, one: &Acknowledgement) -> Result<(), TimeError> {
        if let Some(next) = self.level.next.filter(|_| !self.is_held) {
            self.level.next = Some(held(next, &one.at, one.hold, self.calendar)?);
            self.is_held = true;
        }
        Ok(())
    }
}

/// The later of a deadline and the end of a hold.
pub(super) fn held(
    next: Deadline,
    at: &Moment,
    hold: Span,
    calendar: &Calendar,
) -> Result<Deadline, TimeError> {
    let until = Deadline::after(at, hold, Roll::None, calendar)?;
    let is_later = passing(&until, calendar)? > passing(&next, calendar)?;
    Ok(if is_later { until } else { next })
}

/// What deadlines are sorted by: when they pass, and at one instant the day before the instant,
/// which passes only after it.
pub(super) fn passing(
    deadline: &Deadline,
    calendar: &Calendar,
) -> Result<(chrono::DateTime<chrono::Utc>, bool), TimeError> {
    let is_instant = matches!(deadline, Deadline::At(_));
    Ok((deadline.passes_at(calendar)?, is_instant))
}
