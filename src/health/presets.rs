//! The checks, the card and the audit of practice: ids and texts as data
//! (spec/health-economics.md 10).

use std::collections::BTreeMap;

use super::check::{CheckDraft, Dimension, HealthCheck, Question};
use super::kpi::KpiKind;
use super::level::Better;
use super::scorecard::{Area, Measure, Scorecard, ScorecardDraft, ScorecardError, area_floor};
use crate::ratio::Ratio;

/// A dimension or area: its id, and the id and text of what it asks.
type Group<Item> = (&'static str, &'static [Item]);

/// A question: id and text.
type Asked = (&'static str, &'static str);

const QUARTERLY: &[Group<Asked>] = &[
    (
        "trust",
        &[
            (
                "promises",
                "The other side does what it said it would do, when it said so.",
            ),
            (
                "bad-news",
                "We hear bad news early, and can tell ours without fear.",
            ),
            (
                "our-interest",
                "Decisions of the other side take our interests into account.",
            ),
        ],
    ),
    (
        "communication",
        &[
            ("answers", "Questions are answered within the agreed times."),
            (
                "right-people",
                "Those who need to know are told before they have to ask.",
            ),
            (
                "meetings",
                "Our meetings end with decisions, owners and dates.",
            ),
        ],
    ),
    (
        "value-delivery",
        &[
            (
                "promised",
                "This quarter we received the value that was promised to us.",
            ),
            ("worth", "What we get is worth what we put in."),
            (
                "next",
                "The plan for the next quarter serves our own goals.",
            ),
        ],
    ),
];

const EIGHT: &[Group<Asked>] = &[
    (
        "communication-effectiveness",
        &[
            ("clear", "What is said is understood the first time."),
            ("timely", "News reaches us in time to act on it."),
        ],
    ),
    (
        "decision-making-efficiency",
        &[
            ("who", "It is clear who decides what."),
            (
                "pace",
                "Decisions come when the work needs them, and they hold.",
            ),
        ],
    ),
    (
        "conflict-resolution",
        &[
            ("open", "Disagreements are voiced early and openly."),
            ("result", "They end in something both sides can live with."),
        ],
    ),
    (
        "trust-levels",
        &[
            (
                "word",
                "We rely on the other side's word without checking it.",
            ),
            ("sensitive", "We would show them a plan that could hurt us."),
        ],
    ),
    (
        "resource-allocation-fairness",
        &[
            (
                "as-agreed",
                "Both sides put in the time, money and people they agreed to.",
            ),
            (
                "in-proportion",
                "The load is shared in proportion to what each side gains.",
            ),
        ],
    ),
    (
        "creative-alignment",
        &[
            ("same-good", "We mean the same by good work."),
            (
                "freedom",
                "Creative freedom and approvals are used as agreed.",
            ),
        ],
    ),
    (
        "financial-transparency",
        &[
            (
                "traceable",
                "Every figure we are paid on can be traced to its source.",
            ),
            (
                "announced",
                "Costs and changes are announced before they happen.",
            ),
        ],
    ),
    (
        "strategic-value-creation",
        &[
            (
                "goals",
                "The partnership moves us towards our own long-term goals.",
            ),
            (
                "doors",
                "It opens doors that neither side could open alone.",
            ),
        ],
    ),
];

/// A measure: id, text, which way is good, and what it tells about.
type Measured = (&'static str, &'static str, Better, KpiKind);

const BALANCED: &[Group<Measured>] = &[
    (
        "financial-performance",
        &[
            (
                "attributed-revenue",
                "Revenue attributed to the partnership",
                Better::Higher,
                KpiKind::Lagging,
            ),
            (
                "return-multiple",
                "Return for each unit of full cost",
                Better::Higher,
                KpiKind::Lagging,
            ),
            (
                "cost-overrun",
                "Cost above plan, as a part of plan",
                Better::Lower,
                KpiKind::Leading,
            ),
        ],
    ),
    (
        "creative-innovation",
        &[
            (
                "new-formats",
                "New formats tried",
                Better::Higher,
                KpiKind::Leading,
            ),
            (
                "first-pass",
                "Deliverables accepted without revision, as a part of all",
                Better::Higher,
                KpiKind::Leading,
            ),
            (
                "audience-response",
                "Audience response to joint work",
                Better::Higher,
                KpiKind::Lagging,
            ),
        ],
    ),
    (
        "relationship-health",
        &[
            (
                "health-lowest",
                "Lowest dimension of the last health check",
                Better::Higher,
                KpiKind::Leading,
            ),
            (
                "on-time",
                "Answers within the agreed times, as a part of all",
                Better::Higher,
                KpiKind::Leading,
            ),
            (
                "open-escalations",
                "Escalations still open",
                Better::Lower,
                KpiKind::Leading,
            ),
        ],
    ),
    (
        "strategic-alignment",
        &[
            (
                "shared-goals",
                "Goals both sides still agree to, as a part of all",
                Better::Higher,
                KpiKind::Leading,
            ),
            (
                "goals-met",
                "Goals met in the last cycle, as a part of all",
                Better::Higher,
                KpiKind::Lagging,
            ),
            (
                "new-openings",
                "Joint opportunities opened",
                Better::Higher,
                KpiKind::Leading,
            ),
        ],
    ),
];

fn check(id: &str, table: &[Group<Asked>]) -> HealthCheck {
    HealthCheck::of_table(CheckDraft::new(id, dimensions(table)))
}

fn dimensions(table: &[Group<Asked>]) -> Vec<Dimension> {
    let dimensions = table.iter().map(|(id, questions)| Dimension {
        id: (*id).to_owned(),
        questions: (questions.iter())
            .map(|(id, text)| Question {
                id: (*id).to_owned(),
                text: (*text).to_owned(),
            })
            .collect(),
    });
    dimensions.collect()
}

impl HealthCheck {
    /// Returns the quarterly health check: trust, communication and value delivery, three
    /// questions each (H1).
    pub fn quarterly() -> Self {
        check("quarterly-health-check", QUARTERLY)
    }

    /// Returns the assessment along eight dimensions, two questions each, every three months (H2).
    pub fn eight_dimensions() -> Self {
        check("eight-dimensions", EIGHT)
    }
}

/// A measure of a card that has no figures yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlankMeasure {
    /// The area it belongs to.
    pub area: &'static str,
    /// Its id.
    pub id: &'static str,
    /// What is measured.
    pub text: &'static str,
    /// Which way is good.
    pub better: Better,
    /// What it tells about.
    pub kind: KpiKind,
}

impl Scorecard {
    /// Returns the measures of the balanced scorecard, area by area: financial performance,
    /// creative innovation, relationship health and strategic alignment (H3).
    pub fn balanced_measures() -> impl Iterator<Item = BlankMeasure> {
        BALANCED.iter().flat_map(|(area, measures)| {
            measures
                .iter()
                .map(|(id, text, better, kind)| BlankMeasure {
                    area,
                    id,
                    text,
                    better: *better,
                    kind: *kind,
                })
        })
    }

    /// Returns the balanced scorecard: four areas of equal weight, three measures each, every
    /// three months; the caller says where each measure starts and should go.
    ///
    /// # Errors
    ///
    /// [`ScorecardError::UnknownMeasure`] for a figure of no measure of the card, or a measure
    /// without figures; those of [`Scorecard::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::Ratio;
    /// use partnership::health::{Better, Scorecard};
    ///
    /// let ends = |better| match better {
    ///     Better::Higher => (Ratio::ZERO, Ratio::ONE),
    ///     Better::Lower => (Ratio::ONE, Ratio::ZERO),
    /// };
    /// let measures = Scorecard::balanced_measures();
    /// let figures = measures.map(|measure| (measure.id.to_owned(), ends(measure.better)));
    /// let card = Scorecard::balanced(&figures.collect())?;
    /// assert_eq!(card.draft().areas.len(), 4);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn balanced(figures: &BTreeMap<String, (Ratio, Ratio)>) -> Result<Self, ScorecardError> {
        let unknown = |id: &str| ScorecardError::UnknownMeasure {
            measure: id.to_owned(),
        };
        if let Some(id) = (figures.keys())
            .find(|id| !Self::balanced_measures().any(|measure| measure.id == id.as_str()))
        {
            return Err(unknown(id));
        }
        let mut areas = Vec::with_capacity(BALANCED.len());
        for (area, measures) in BALANCED {
            let mut filled = Vec::with_capacity(measures.len());
            for (id, text, better, kind) in *measures {
                let (baseline, target) = *figures.get(*id).ok_or_else(|| unknown(id))?;
                filled.push(Measure {
                    id: (*id).to_owned(),
                    text: (*text).to_owned(),
                    kind: Some(*kind),
                    weight: 1,
                    better: Some(*better),
                    baseline,
                    target,
                });
            }
            areas.push(Area {
                id: (*area).to_owned(),
                weight: 1,
                floor: area_floor(),
                measures: filled,
            });
        }
        Self::new(ScorecardDraft::new("balanced-scorecard", areas))
    }
}
