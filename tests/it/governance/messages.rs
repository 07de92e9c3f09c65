//! Every message, word for word.

use partnership::Error;
use partnership::governance::{
    CharterError, ComplianceError, DecisionError, DisagreementProblem, FeedbackError, GridError,
    LogProblem, ProjectError, ResponseError, RightsError, RightsGap, RiskError, Section,
    SignatureError,
};
use partnership::time::date;

use super::{key, party};

#[track_caller]
fn says(error: impl Into<Error>, message: &str) {
    assert_eq!(error.into().to_string(), message);
}

#[test]
fn errors_about_decisions_name_who_and_what() {
    let by = party("studio");
    says(
        DecisionError::Empty,
        "a decision that needs nobody's consent",
    );
    says(
        DecisionError::UnknownParty {
            party: party("broker"),
        },
        "broker is no party to the decision",
    );
    says(
        DecisionError::NoVetoRight {
            by: by.clone(),
            class: key("major"),
        },
        "studio has no right of veto over a decision of class major",
    );
    says(
        DecisionError::AlreadyDecided { by },
        "the veto of studio comes after the decision",
    );
    says(
        ResponseError::AnsweredBeforeSent,
        "answered before it was sent",
    );
}

#[test]
fn errors_about_remarks_and_papers_name_them() {
    says(
        FeedbackError::MustFixNeedsResolution { key: key("logo") },
        "logo must be fixed or withdrawn; it cannot be accepted or declined",
    );
    says(
        FeedbackError::ReasonMissing { key: key("music") },
        "music is declined without a reason",
    );
    says(
        CharterError::UnknownParty {
            party: party("broker"),
        },
        "broker is no party to the charter",
    );
    says(
        "poetry".parse::<Section>().unwrap_err(),
        "a charter has no section \"poetry\", but objectives, success_criteria, roles, kpis, \
         deliverables, timelines, shared_goals, resources, governance, evaluation",
    );
    says(
        SignatureError::UnknownParty {
            party: party("broker"),
        },
        "broker signs and is no party",
    );
}

#[test]
fn errors_about_risks_name_the_place_on_the_grid() {
    says(
        RiskError::DuplicateKey { key: key("ip") },
        "the risk ip stands twice",
    );
    says(
        RiskError::OutOfScale {
            key: key("ip"),
            likelihood: 6,
            impact: 1,
        },
        "ip: likelihood 6 and impact 1 are not on the grid",
    );
    says(
        GridError::RaggedGrid { likelihood: 2 },
        "the row of likelihood 2 is not as long as the first, or empty",
    );
    says(
        GridError::UnknownLevel { level: 5 },
        "there is no level 5, counted from 0",
    );
    says(
        GridError::NotMonotone {
            likelihood: 1,
            impact: 2,
        },
        "the level falls after likelihood 1, impact 2",
    );
}

#[test]
fn errors_about_rights_and_days_name_them() {
    let (earlier, later) = (date("2026-03-30").unwrap(), date("2026-03-31").unwrap());
    says(
        RightsError::DuplicateKey { key: key("tv") },
        "tv stands twice",
    );
    says(
        RightsError::UnknownAsset { asset: key("logo") },
        "there is no asset logo",
    );
    says(
        RightsError::EmptyPeriod { grant: key("tv") },
        "tv ends before it begins",
    );
    says(
        ProjectError::AcceptedInFuture {
            key: key("master"),
            accepted: later,
        },
        "master is accepted on 2026-03-31, which is still to come",
    );
    says(
        ComplianceError::NoticeTooShort {
            wanted: earlier,
            earliest: later,
        },
        "an audit on 2026-03-30 is asked for too late; the first possible day is 2026-03-31",
    );
    says(
        ComplianceError::AuditsUsedUp {
            used: 2,
            per_year: 1,
        },
        "2 audits within twelve months, of 1 allowed",
    );
}

#[test]
fn what_papers_lack_reads_as_words() {
    let asset = key("song");
    assert_eq!(
        RightsGap::NoProof { asset }.to_string(),
        "no proof that song may be used"
    );
    assert_eq!(
        RightsGap::NoDataOwner.to_string(),
        "nobody owns the data after the end"
    );
    let studio = || party("studio");
    let found = [
        DisagreementProblem::MissingPosition { party: studio() },
        DisagreementProblem::MissingInterests { party: studio() },
        DisagreementProblem::NoEvidence,
        DisagreementProblem::NoCompromise,
    ];
    let said = [
        "studio takes no position",
        "studio names no interests",
        "no evidence",
        "no compromise is offered",
    ];
    assert_eq!(found.map(|problem| problem.to_string()), said);
    let found = [
        LogProblem::Description,
        LogProblem::Rationale,
        LogProblem::Who,
        LogProblem::Alternatives,
        LogProblem::Steps,
        LogProblem::FollowUpBeforeDecision,
    ];
    let said = [
        "no description",
        "no rationale",
        "nobody who does it",
        "no alternative",
        "no steps",
        "the follow-up lies before the decision",
    ];
    assert_eq!(found.map(|problem| problem.to_string()), said);
}
