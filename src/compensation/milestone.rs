//! Milestones: pending, funded, accepted or cancelled, and what is in escrow for them.

use super::activity::MilestoneEvent;
use super::part::waits;
use super::sheet::Schedule;
use super::wire::Id;

impl MilestoneEvent {
    /// Returns the name of the event in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Funded => "funded",
            Self::Accepted => "accepted",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Whether a milestone is funded before it is accepted.
pub(super) fn escrow_of(schedules: &[Schedule], milestone: &Id) -> bool {
    schedules
        .iter()
        .any(|schedule| schedule.escrow && waits(&schedule.parts, milestone))
}

/// Whether a milestone may go from a stage by an event (spec/compensation.md 10).
pub(super) const fn may_go(
    stage: Option<MilestoneEvent>,
    event: MilestoneEvent,
    escrow: bool,
) -> bool {
    use MilestoneEvent::{Accepted, Cancelled, Funded};
    match (stage, event) {
        (None, Funded) | (Some(Funded), Accepted | Cancelled) => escrow,
        (None, Accepted) => !escrow,
        (None, Cancelled) => true,
        _ => false,
    }
}
