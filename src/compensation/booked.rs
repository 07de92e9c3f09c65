//! [`Booked`]: a line on its way into the statement, and what stops a settlement.

use std::collections::BTreeSet;

use super::activity::Activity;
use super::line::{Line, LineKind};
use super::notice::Notice;
use super::settle_error::SettleError;
use super::window::WindowKey;
use super::wire::Id;
use super::working::{Edge, Failure, Working};
use crate::explain::Path;

/// Why a run came to no statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stop {
    /// The activity, the terms or the state was refused.
    Refused(SettleError),
    /// A rule came to no value.
    Failed {
        /// Which one.
        place: String,
        /// Why.
        failure: Failure,
    },
}

/// A rule's failure, with the place that it is about.
pub(super) fn at(place: impl ToString) -> impl FnOnce(Failure) -> Stop {
    move |failure| Stop::Failed {
        place: place.to_string(),
        failure,
    }
}

/// A line that is booked, and the figure that proves it.
#[derive(Clone, Debug)]
pub(super) struct Booked<F> {
    pub(super) kind: LineKind,
    pub(super) reference: String,
    pub(super) window: Option<WindowKey>,
    pub(super) amount: F,
    /// Of an item line, what a scope can name and the version that it belongs to.
    pub(super) member: Option<Member>,
}

/// What a scope can name: an item, a schedule or a timing clause, under one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) id: Id,
    pub(super) version: usize,
}

/// What a cap cuts, or gives back, in one window under one version.
#[derive(Clone, Debug)]
pub(super) struct CapPart<F> {
    pub(super) cap: Id,
    pub(super) version: usize,
    pub(super) window: WindowKey,
    pub(super) amount: F,
}

impl<F: Copy> Booked<F> {
    /// The line as it stands in the statement.
    pub(super) fn line<W: Working<Figure = F>>(self, working: &W) -> Result<Line, Failure> {
        Ok(Line {
            kind: self.kind,
            reference: self.reference,
            window: self.window,
            amount: working.money(self.amount)?,
        })
    }
}

/// The period of a statement as a paper has it.
pub(super) fn period_edge<W: Working>(
    working: &mut W,
    activity: &Activity,
    edge: Edge,
) -> Result<W::Figure, Failure> {
    let label = || match edge {
        Edge::From => "first day of the period".to_owned(),
        Edge::To => "day after the period".to_owned(),
        Edge::Last => "last day of the period".to_owned(),
    };
    working.edge(&Path::ACTIVITY.name("period"), activity.period, edge, label)
}

/// Notices are a set.
pub(super) type Notices = BTreeSet<Notice>;
