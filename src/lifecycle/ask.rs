//! [`options`]: what may come next, and what is missing.

use chrono::{DateTime, Utc};

use super::check::Checked;
use super::found::{Found, Silence, Unmet};
use super::ladder::passing;
use super::settle::{Settling, is_of};
use super::state::State;
use super::word::Key;
use crate::time::{Calendar, Deadline, TimeError};

/// A move that starts here, and what stands in its way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MoveOption {
    /// The move.
    #[cfg_attr(feature = "serde", serde(rename = "move"))]
    pub way: Key,
    /// Every gate that is shut, in table order; the same list that a refusal carries.
    pub unmet: Vec<Unmet>,
    /// When it opens, if nothing but a date stands in its way.
    pub opens: Option<Deadline>,
}

/// Returns every move of the present stage in table order, also the impossible ones, with what
/// is missing; none where the agreement is closed.
///
/// A state of another definition has no moves here.
///
/// # Errors
///
/// [`TimeError`], where a date cannot be computed.
///
/// # Examples
///
/// ```
/// use partnership::lifecycle::{Draft, begin, options, replay};
/// use partnership::time::{Calendar, instant};
///
/// let pilot = Draft::pilot().check()?;
/// let calendar = Calendar::default();
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let state = replay(&[begin(&pilot, at, &calendar)?])?;
/// let moves = options(&pilot, &state, at, &calendar)?;
/// let missing: Vec<usize> = moves.iter().map(|option| option.unmet.len()).collect();
/// assert_eq!(missing, [3, 0]); // `start` has three gates, `end` stands open
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "can")]
pub fn options(
    definition: &Checked,
    state: &State,
    at: DateTime<Utc>,
    calendar: &Calendar,
) -> Result<Vec<MoveOption>, TimeError> {
    let draft = definition.definition();
    if !is_of(draft, &state.record) {
        return Ok(Vec::new());
    }
    let settled = Settling::at(draft, state, calendar.moment(at)?, calendar)?;
    let view = settled.view();
    let mut options = Vec::new();
    // No move starts from a closed stage.
    for way in draft.moves_from(&settled.state.record.stage) {
        let unmet = view.unmet(way, Silence::SaysNothing)?;
        options.push(MoveOption {
            way: way.key.clone(),
            opens: opens(&unmet, calendar)?,
            unmet,
        });
    }
    Ok(options)
}

/// The latest date, if nothing but dates stands in the way.
fn opens(unmet: &[Unmet], calendar: &Calendar) -> Result<Option<Deadline>, TimeError> {
    let mut latest: Option<Deadline> = None;
    for unmet in unmet {
        let Found::Until(until) = unmet.found else {
            return Ok(None);
        };
        latest = match latest {
            Some(known) if passing(&known, calendar)? >= passing(&until, calendar)? => Some(known),
            _ => Some(until),
        };
    }
    Ok(latest)
}

/// Returns the rank of the present stage, from 1; none for a state of another definition.
#[doc(alias = "trust rung")]
pub fn rank(definition: &Checked, state: &State) -> Option<usize> {
    let rank = definition.definition().rank_of(state.stage());
    rank.map(|rank| rank.saturating_add(1))
}
