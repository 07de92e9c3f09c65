//! Governance: who decides, who answers by when, and what is still open between the parties?
//!
//! Plain data with doors. What a lifecycle has to know of it reaches a gate as a [`Reading`], by
//! [`Command::observe`](crate::lifecycle::Command::observe), and by no other way
//! (spec/lifecycle.md 9). The [cookbook](crate::_guide::cookbook) has a veto and a risk register.
//!
//! | question | type |
//! |---|---|
//! | is the brief, or the charter, complete and signed? | [`Charter`] |
//! | who has signed these very terms? | [`Signatures`] |
//! | what was decided, why, and what is to follow? | [`DecisionLog`] |
//! | is this decided, and by whom is it vetoed? | [`Proposal`] |
//! | by when is an answer due? | [`ResponseTier`] |
//! | where do we stand apart, and what could we agree on? | [`DisagreementBrief`] |
//! | which remarks must be dealt with? | [`Feedback`] |
//! | what may go wrong, and how badly? | [`RiskRegister`] |
//! | who may use what, where and until when? | [`Rights`] |
//! | what does the law ask, and when may one audit? | [`Compliance`], [`AuditRight`] |
//! | is the joint project on time? | [`JointProject`] |
//!
//! # Examples
//!
//! ```
//! use partnership::PartyId;
//! use partnership::governance::{Ballot, Outcome, Proposal, Rule, Vote};
//! use partnership::time::{Calendar, Moment, date};
//!
//! let (studio, platform) = (PartyId::new("studio")?, PartyId::new("platform")?);
//! let calendar = Calendar::default();
//! let moment = |day: &str| -> Result<Moment, partnership::Error> {
//!     Ok(calendar.moment(calendar.end_of(date(day)?)?)?)
//! };
//! let parties = vec![studio.clone(), platform.clone()];
//! let proposal = Proposal {
//!     class: "major".parse()?,
//!     rule: Rule::Unanimous(parties.clone()),
//!     parties,
//!     veto_right: None,
//! };
//! let consent = Ballot { party: studio, vote: Vote::Consent, at: moment("2026-01-05")? };
//! let decision = proposal.decide(&[consent], None, &moment("2026-01-07")?, &calendar)?;
//! assert_eq!(decision.outcome, Outcome::Open { missing: vec![platform] });
//! # Ok::<(), partnership::Error>(())
//! ```

mod charter;
mod charter_gaps;
mod compliance;
mod decision;
mod decision_log;
mod disagreement;
mod feedback;
mod project;
mod reading;
mod response;
mod rights;
mod rights_scope;
mod rights_use;
mod risk;
mod risk_grid;
mod signature;

pub use charter::{Charter, CharterError, CharterKind, Section};
pub use charter_gaps::{Deliverable, Facts, Gap, Indicator, Lack, Objective};
pub use compliance::{AuditRight, AuditSlot, Compliance, ComplianceError, Duty, DutyRule};
pub use decision::{
    Ballot, Decision, DecisionError, Outcome, Proposal, Rule, Veto, VetoRight, Vote,
};
pub use decision_log::{DecisionLog, FollowUps, LogEntry, LogProblem};
pub use disagreement::{DisagreementBrief, DisagreementProblem, PartyView};
pub use feedback::{Feedback, FeedbackError, FeedbackItem, FeedbackStatus, Stream};
pub use project::{JointProject, Milestone, MilestoneAt, MilestoneStatus, ProjectError};
pub use reading::Reading;
pub use response::{Response, ResponseError, ResponseStatus, ResponseTier};
pub use rights::{Asset, Conflict, Exclusivity, Grant, GrantKind, Rights, RightsError, RightsGap};
pub use rights_scope::{PartScope, Scope};
pub use rights_use::{Use, UseRefusal, UseVerdict};
pub use risk::{Rating, Risk, RiskCategory, RiskError, RiskRegister, Treatment};
pub use risk_grid::{GridError, RiskGrid};
pub use signature::{Binding, Signature, SignatureError, Signatures};
