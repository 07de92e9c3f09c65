//! Enums that will not grow, and why: callers may match them without a wildcard.

/// A reason, and the enums that are closed for it.
pub const CLOSED: [(&str, &str); 6] = [
    (
        "there are two of them, or three with the middle",
        "Side alignment::AlphaLevel alignment::Lever alignment::OrderBy alignment::Polarity \
         alignment::Want allocate::Carried compensation::Better compensation::DeductFrom \
         compensation::OnChange compensation::Work economics::LineKind economics::Negatives economics::Per \
         explain::Which governance::CharterKind governance::Stream health::Better \
         health::Direction health::KpiKind health::Pace health::Reference health::Switch \
         lifecycle::Deemed lifecycle::Effective lifecycle::Pause split::Counting time::Deadline \
         time::ElapsedPart time::MonthRule",
    ),
    (
        "a scale of the page, whole from its lowest to its highest",
        "alignment::Firmness alignment::Rating alignment::Reach compensation::Complexity \
         compensation::Maturity governance::ResponseTier governance::Vote health::Answer \
         health::Level lifecycle::ChangeLevel lifecycle::MoveKind lifecycle::Phase time::Unit",
    ),
    (
        "the outcomes of one question: another one would change what the old ones mean",
        "agreement::DueState alignment::Alpha alignment::BreakEvenOutcome alignment::Dominance \
         alignment::ExchangeFinding alignment::IssueFinding alignment::NeedBound \
         alignment::Outcome alignment::RivalLeads alignment::Signal alignment::Status \
         alignment::Undefined alignment::Verdict alignment::Zone allocate::PoolStatus \
         compensation::MilestoneEvent economics::Band economics::Dependency economics::Grade \
         economics::Guided economics::LineState economics::Quadrant governance::FeedbackStatus \
         governance::MilestoneStatus governance::Outcome governance::ResponseStatus \
         governance::UseVerdict health::Advice health::Course health::Missing health::Outcome \
         health::Phase health::Spell health::Verdict time::CadenceState time::NoticeVerdict \
         time::TermStatus",
    ),
    (
        "a list that its page closes, so that what covers all of it can say so",
        "alignment::Benefit alignment::Pillar alignment::TrustFactor economics::ScaleFact \
         governance::Section",
    ),
    (
        "what proofs are made of: who checks them without this crate has to know all of it",
        "explain::Parts explain::Place explain::Relation explain::Value",
    ),
    (
        "either this or that of a paper, by its form",
        "agreement::DueWhen alignment::Acceptable alignment::Answer alignment::RemedyRule \
         alignment::SettleAt allocate::Excess allocate::PoolRounding compensation::Bound \
         compensation::Dropped compensation::Jump governance::Exclusivity governance::Scope \
         time::NoticeRule",
    ),
];
