//! The catalogue of failure modes: what reveals each, and what to do about it
//! (spec/alignment.md 15, 16).

use super::failure_pattern::{FailureMode, Pattern};
use super::issue_reading::IssueFinding;

/// A failure mode, what to do about it, and what reveals it.
pub(super) type Row = (FailureMode, &'static str, &'static [Pattern]);

/// Findings of an issue on which both sides want different things.
const CONTESTED: &[IssueFinding] = &[
    IssueFinding::DealBreaker,
    IssueFinding::Apart,
    IssueFinding::Contested,
];

/// The same, or nothing stated.
const OPEN: &[IssueFinding] = &[
    IssueFinding::DealBreaker,
    IssueFinding::Apart,
    IssueFinding::Contested,
    IssueFinding::Unstated,
];

/// Every mode, in the order in which a diagnosis lists them.
pub(super) static CATALOGUE: [Row; 10] = [
    (
        FailureMode::MisalignedIncentives,
        "rewrite the goals together and pay for the shared result: bonus or share on a metric \
         that both sides want to rise",
        &[
            Pattern::Gap {
                rubric: &["partnership-alignment-matrix"],
                criterion: &["strategic-fit", "shared-vision"],
            },
            Pattern::Gap {
                rubric: &["candidate-criteria-matrix"],
                criterion: &["values-alignment"],
            },
            Pattern::Issue {
                issue: &["compensation"],
                finding: CONTESTED,
            },
            Pattern::Unreciprocated { dimension: &[] },
            Pattern::OverContributes,
        ],
    ),
    (
        FailureMode::LackOfGovernance,
        "sign a one-page charter: owners, meeting rhythm, decision log, escalation with a \
         deadline and a sponsor on each side",
        &[
            Pattern::OpenItem {
                checklist: &["entering-partnership"],
                item: &["governance-and-cadence", "executive-sponsors"],
            },
            Pattern::OpenItem {
                checklist: &["new-partnership"],
                item: &["review-and-conflict-plan"],
            },
            Pattern::OpenItem {
                checklist: &["strategic-programme"],
                item: &["review-and-feedback"],
            },
            Pattern::OpenItem {
                checklist: &["pilot"],
                item: &["one-contact-each", "shared-decision-log"],
            },
            Pattern::ReviewMissed,
        ],
    ),
    (
        FailureMode::CommunicationBreakdown,
        "agree one channel and answer times by urgency, restart the weekly call, and hold a \
         structured conversation on what was not said",
        &[
            Pattern::Gap {
                rubric: &["trust-assessment"],
                criterion: &["communication-transparency"],
            },
            Pattern::HealthRed {
                dimension: &["communication-effectiveness"],
            },
            Pattern::OpenItem {
                checklist: &["new-partnership"],
                item: &["shared-tools"],
            },
            Pattern::OpenItem {
                checklist: &["pilot"],
                item: &["fortnightly-check-in"],
            },
            Pattern::ReplyLate,
        ],
    ),
    (
        FailureMode::ScopeCreep,
        "freeze the scope in writing, limit the revision rounds and price every extra as a \
         change order before work starts",
        &[
            Pattern::Issue {
                issue: &["volume", "content-format", "frequency"],
                finding: OPEN,
            },
            Pattern::OpenItem {
                checklist: &["fit-and-terms"],
                item: &["feedback-and-revisions"],
            },
            Pattern::RevisionsExceeded,
            Pattern::ChangeUnapproved,
        ],
    ),
    (
        FailureMode::PowerImbalance,
        "move decision rights: unanimous consent on the named major decisions, a veto that owes \
         an alternative, and equal notice for both",
        &[
            Pattern::Uneven {
                dimension: &["control"],
            },
            Pattern::Issue {
                issue: &["creative-control", "termination"],
                finding: CONTESTED,
            },
            Pattern::HealthRed {
                dimension: &["resource-allocation-fairness"],
            },
        ],
    ),
    (
        FailureMode::CulturalMismatch,
        "write down how the two sides decide, speak and review, pair people across them, and \
         test it on a small piece of work first",
        &[
            Pattern::Gap {
                rubric: &["partnership-alignment-matrix"],
                criterion: &["cultural-compatibility"],
            },
            Pattern::Gap {
                rubric: &["trust-assessment"],
                criterion: &["mutual-respect"],
            },
            Pattern::Issue {
                issue: &["creative-vision"],
                finding: CONTESTED,
            },
            Pattern::OpenItem {
                checklist: &["fit-and-terms"],
                item: &["style-match"],
            },
        ],
    ),
    (
        FailureMode::IpDispute,
        "settle ownership, licence, term, territory and third-party proofs in writing before the \
         next delivery",
        &[
            Pattern::Issue {
                issue: &["ip-rights"],
                finding: OPEN,
            },
            Pattern::OpenItem {
                checklist: &["new-partnership", "strategic-programme"],
                item: &["written-agreement"],
            },
            Pattern::RightsMissing,
        ],
    ),
    (
        FailureMode::Burnout,
        "cut the volume or add people, put a limit on hours into the terms, and plan weeks \
         without deliveries",
        &[
            Pattern::Gap {
                rubric: &["partnership-alignment-matrix"],
                criterion: &["operational-capacity"],
            },
            Pattern::Unreciprocated {
                dimension: &["resources"],
            },
            Pattern::OpenItem {
                checklist: &["entering-partnership"],
                item: &["resources-available"],
            },
            Pattern::OpenItem {
                checklist: &["fit-and-terms"],
                item: &["internal-resources"],
            },
            Pattern::Overload,
        ],
    ),
    (
        FailureMode::Dependency,
        "cap the share of one partner, open a second source, and agree notice and wind-down that \
         outlast the gap",
        &[
            Pattern::Issue {
                issue: &["exclusivity"],
                finding: CONTESTED,
            },
            Pattern::OpenItem {
                checklist: &["entering-partnership"],
                item: &["exit-clause"],
            },
            Pattern::OpenItem {
                checklist: &["strategic-programme"],
                item: &["scale-or-leave-plan"],
            },
            Pattern::Concentration,
        ],
    ),
    (
        FailureMode::ChannelFatigue,
        "lower the frequency, change the format, and rest the channel until the audience reacts \
         again",
        &[
            Pattern::Gap {
                rubric: &["three-r"],
                criterion: &["resonance"],
            },
            Pattern::AudienceFalling,
        ],
    ),
];
