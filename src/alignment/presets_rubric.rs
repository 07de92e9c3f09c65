//! The rubrics of practice: texts, parts and floors as data (spec/alignment.md 16).

use super::criterion::{Criterion, Floor};
use super::id::Id;
use super::rubric::Rubric;
use super::scale::{Scale, Score};

/// A criterion of a preset: id, label, question, parts, and what levels mean.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    u32,
    &'static [(i32, &'static str)],
);

const PARTNERSHIP_ALIGNMENT_MATRIX: [Row; 4] = [
    (
        "strategic-fit",
        "Strategic fit",
        "Does this partnership move both sides towards goals they already have?",
        1,
        &[
            (1, "the goals pull against each other"),
            (2, "the goals merely do not collide"),
            (3, "one shared goal, the rest runs beside it"),
            (4, "most goals of the plan are shared"),
            (5, "each side needs the other to reach its main goal"),
        ],
    ),
    (
        "operational-capacity",
        "Operational capacity",
        "Can both sides deliver their part with the people, time, tools and money they have now?",
        1,
        &[
            (1, "a part has nobody to do it"),
            (2, "it works only if other work is dropped"),
            (3, "feasible with named changes"),
            (4, "covered, with little slack"),
            (5, "covered with slack and a stand-in"),
        ],
    ),
    (
        "cultural-compatibility",
        "Cultural compatibility",
        "Do the two sides decide, speak and handle mistakes in ways that go together?",
        1,
        &[
            (1, "habits of one side offend the other"),
            (2, "frequent friction, seldom talked about"),
            (3, "different habits, differences are named"),
            (4, "alike in what matters, friction is settled quickly"),
            (5, "each side could work in the other's team"),
        ],
    ),
    (
        "shared-vision",
        "Shared vision",
        "Would both sides describe the result in two years in the same words?",
        1,
        &[
            (1, "the pictures contradict each other"),
            (2, "only the next step is common"),
            (3, "the direction is common, the end is open"),
            (4, "the same picture, details differ"),
            (5, "one written picture that both sides quote"),
        ],
    ),
];

const CANDIDATE_CRITERIA_MATRIX: [Row; 3] = [
    (
        "values-alignment",
        "Values alignment",
        "Would each side stand behind the other's public conduct, claims and sponsors?",
        1,
        &[
            (1, "conduct we would have to apologise for"),
            (3, "no conflict known, little proof"),
            (5, "the same positions, held in public"),
        ],
    ),
    (
        "market-position",
        "Market position",
        "Does the candidate reach people, places or price levels that we do not, \
         and the other way round?",
        1,
        &[
            (1, "the same audience as ours and nothing beyond"),
            (3, "some reach that one side lacks"),
            (5, "each opens a market to the other"),
        ],
    ),
    (
        "resource-fit",
        "Resource fit",
        "Does each side bring what the other lacks: skills, tools, data, time, money?",
        1,
        &[
            (1, "both bring the same and lack the same"),
            (3, "one gap of one side is filled"),
            (5, "the main gap of each side is filled by the other"),
        ],
    ),
];

const THREE_R: [Row; 3] = [
    (
        "relevance",
        "Relevance",
        "How much of the candidate's audience belongs to the niche that we serve?",
        4,
        &[
            (1, "another niche"),
            (3, "about half of the audience"),
            (5, "the niche is the audience"),
        ],
    ),
    (
        "resonance",
        "Resonance",
        "How deeply does the audience take part: replies, saves, purchases, coming back?",
        3,
        &[
            (1, "views without reaction"),
            (3, "reactions as usual for its size"),
            (5, "the audience acts on what it is told"),
        ],
    ),
    (
        "reliability",
        "Reliability",
        "Does the candidate deliver on time, as agreed, at steady quality?",
        3,
        &[
            (1, "deadlines or terms were broken without word"),
            (3, "late at times, always announced"),
            (5, "on time and as agreed for a year"),
        ],
    ),
];

const TRUST_ASSESSMENT: [Row; 3] = [
    (
        "communication-transparency",
        "Communication transparency",
        "Do we hear what matters in time, bad news included?",
        1,
        &[],
    ),
    (
        "reliability",
        "Reliability",
        "Does the other side do what it said, when it said it?",
        1,
        &[],
    ),
    (
        "mutual-respect",
        "Mutual respect",
        "Are both sides' time, work and opinion treated as equal in worth?",
        1,
        &[],
    ),
];

impl Rubric {
    /// Returns the Partnership Alignment Matrix: strategic fit, operational capacity, cultural
    /// compatibility and shared vision, each from 1 to 5 in equal parts; below 3 asks for bridging.
    ///
    /// The anchors are this crate's. For "no fit" below 3 give its criteria a reject limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Rubric, Score};
    ///
    /// let matrix = Rubric::partnership_alignment_matrix();
    /// let vision = &matrix.criteria()[3];
    /// assert_eq!(vision.anchors()[&Score::from(2)], "only the next step is common");
    /// ```
    #[doc(alias = "strategic fit")]
    #[doc(alias = "cultural fit")]
    pub fn partnership_alignment_matrix() -> Self {
        let rows = &PARTNERSHIP_ALIGNMENT_MATRIX;
        preset("partnership-alignment-matrix", Scale::FIVE, 3, rows)
    }

    /// Returns the candidate criteria matrix: values alignment, market position and resource fit,
    /// each from 1 to 5; below 3 asks for bridging.
    ///
    /// Equal parts, floors and anchors are this crate's; the anchors reward what complements, not
    /// an equal audience.
    #[doc(alias = "partner selection")]
    pub fn candidate_criteria_matrix() -> Self {
        let rows = &CANDIDATE_CRITERIA_MATRIX;
        preset("candidate-criteria-matrix", Scale::FIVE, 3, rows)
    }

    /// Returns the rubric of the three R: relevance, resonance and reliability, each from 1 to 5,
    /// 4 : 3 : 3; below 3 asks for bridging.
    ///
    /// Parts, floors and anchors are this crate's.
    #[doc(alias = "influencer rubric")]
    pub fn three_r() -> Self {
        preset("three-r", Scale::FIVE, 3, &THREE_R)
    }

    /// Returns the monthly trust assessment: communication transparency, reliability and mutual
    /// respect, each from 1 to 10 in equal parts; any factor below 7 asks for a structured
    /// conversation.
    pub fn trust_assessment() -> Self {
        preset("trust-assessment", Scale::TEN, 7, &TRUST_ASSESSMENT)
    }
}

/// The rubric of a table, with one bridge limit for all.
fn preset(id: &'static str, scale: Scale, bridge: i32, rows: &[Row]) -> Rubric {
    let mut draft = Rubric::builder(Id::fixed(id)).scale(scale);
    for (id, label, question, parts, anchors) in rows {
        let mut criterion = Criterion::new(Id::fixed(id), *parts)
            .with_label(label)
            .with_question(question)
            .with_floor(Floor::bridge(Score::from(bridge)));
        for (level, text) in *anchors {
            criterion = criterion.with_anchor(Score::from(*level), text);
        }
        draft = draft.criterion(criterion);
    }
    draft.checked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_passes_the_door_that_it_does_not_take() {
        for rubric in [
            Rubric::partnership_alignment_matrix(),
            Rubric::candidate_criteria_matrix(),
            Rubric::three_r(),
            Rubric::trust_assessment(),
        ] {
            assert_eq!(rubric.draft().problems(), []);
            assert_eq!(rubric.draft().clone().build(), Ok(rubric));
        }
    }
}
