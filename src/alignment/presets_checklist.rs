//! The checklists of practice: ids and questions as data (spec/alignment.md 16).

use super::checklist::Checklist;

/// Items of a preset: id and question.
type Items = &'static [(&'static str, &'static str)];

const ENTERING_PARTNERSHIP: Items = &[
    (
        "objectives-and-success-criteria",
        "Are the objectives and the criteria of success defined?",
    ),
    (
        "alignment-at-least-three",
        "Does every alignment dimension reach at least 3 of 5?",
    ),
    (
        "governance-and-cadence",
        "Are governance and the rhythm of meetings agreed?",
    ),
    (
        "fair-open-economics",
        "Are the economics fair and open to both sides?",
    ),
    (
        "resources-available",
        "Are time, budget and people available?",
    ),
    (
        "risks-and-mitigations",
        "Are the risks named, each with a mitigation?",
    ),
    ("exit-clause", "Does the exit clause protect both sides?"),
    (
        "executive-sponsors",
        "Is there an executive sponsor on each side?",
    ),
];

const NEW_PARTNERSHIP: Items = &[
    (
        "goals-and-constraints-known",
        "Does each side know the other's goals and constraints?",
    ),
    (
        "written-agreement",
        "Is there a written agreement on rights, money and exit?",
    ),
    (
        "pilot-tested",
        "Was the partnership tested with a small pilot?",
    ),
    (
        "shared-tools",
        "Are there shared tools for talking and measuring?",
    ),
    (
        "review-and-conflict-plan",
        "Is there a plan for reviews and for conflicts?",
    ),
];

const STRATEGIC_PROGRAMME: Items = &[
    (
        "strategic-objective",
        "Is the strategic objective of the programme stated?",
    ),
    (
        "producer-vetted",
        "Was the producer vetted on relevance, resonance and reliability?",
    ),
    (
        "written-agreement",
        "Does a written agreement cover deliverables, pay, rights and termination?",
    ),
    (
        "review-and-feedback",
        "Is there a process for review and feedback?",
    ),
    (
        "leading-and-lagging-indicators",
        "Are leading and lagging indicators tracked?",
    ),
    (
        "scale-or-leave-plan",
        "Is there a plan for scaling up and one for leaving?",
    ),
];

const FIT_AND_TERMS: Items = &[
    (
        "audience-match",
        "Does the audience match the target group?",
    ),
    (
        "style-match",
        "Does the style match the voice of the brand?",
    ),
    (
        "fair-pay-and-creative-freedom",
        "Can fair pay and creative freedom be offered?",
    ),
    ("internal-resources", "Do the internal resources exist?"),
    (
        "willing-to-pilot",
        "Are both sides willing to start with a pilot?",
    ),
    ("terms-documented", "Are the terms documented?"),
    (
        "feedback-and-revisions",
        "Is the process of feedback and revisions clear?",
    ),
    (
        "measurable-success",
        "Are the success metrics defined and measurable?",
    ),
];

const PILOT: Items = &[
    ("success-criteria", "Are the success criteria set?"),
    ("fixed-duration", "Is the duration fixed?"),
    ("one-contact-each", "Is there one contact on each side?"),
    (
        "fortnightly-check-in",
        "Is a check-in held every two weeks?",
    ),
    (
        "shared-decision-log",
        "Are decisions written in a shared log?",
    ),
];

const CLARITY: Items = &[
    ("roles-written", "Is it written down who does what?"),
    (
        "rights-written",
        "Is it written down who may use what, where and how long?",
    ),
    (
        "metrics-written",
        "Is it written down by which numbers success is judged?",
    ),
];

impl Checklist {
    /// Returns the eight questions before entering a partnership.
    ///
    /// # Examples
    ///
    /// One of them is answered by an evaluation:
    ///
    /// ```
    /// use partnership::alignment::{Answer, Assessment, Checklist, Rubric, Score};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::partnership_alignment_matrix();
    /// let mut elm = Assessment::new("Elm".parse()?, date("2026-01-01")?);
    /// for criterion in rubric.criteria() {
    ///     elm = elm.rate(criterion.id().clone(), Score::from(4));
    /// }
    /// let answer = Answer::from(&rubric.evaluate(&elm)?);
    /// assert_eq!(answer, Answer::Yes);
    /// let list = Checklist::entering_partnership();
    /// let question = &list.items()[1].question;
    /// assert_eq!(question, "Does every alignment dimension reach at least 3 of 5?");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn entering_partnership() -> Self {
        Self::fixed("entering-partnership", ENTERING_PARTNERSHIP)
    }

    /// Returns the five questions of a new partnership.
    pub fn new_partnership() -> Self {
        Self::fixed("new-partnership", NEW_PARTNERSHIP)
    }

    /// Returns the six questions of a strategic programme.
    pub fn strategic_programme() -> Self {
        Self::fixed("strategic-programme", STRATEGIC_PROGRAMME)
    }

    /// Returns the eight questions of fit and terms.
    pub fn fit_and_terms() -> Self {
        Self::fixed("fit-and-terms", FIT_AND_TERMS)
    }

    /// Returns the five questions before a pilot.
    pub fn pilot() -> Self {
        Self::fixed("pilot", PILOT)
    }

    /// Returns the three questions of the pillar clarity: roles, rights and metrics.
    pub fn clarity() -> Self {
        Self::fixed("clarity", CLARITY)
    }
}
