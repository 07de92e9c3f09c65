//! [`Audit`]: what is looked at every six months (H4).

use crate::alignment::Checklist;

/// The items of a part: id and text.
type Asked = &'static [(&'static str, &'static str)];

const AUDIT: &[(&str, Asked)] = &[
    (
        "communication",
        &[
            (
                "rhythm-kept",
                "Every meeting of the agreed rhythm took place, or both moved it.",
            ),
            ("times-kept", "The agreed response times were kept."),
            (
                "decisions-logged",
                "Every decision is in the log with reason, owner and follow-up.",
            ),
            (
                "issues-moved",
                "Every open issue was escalated when its time was up.",
            ),
        ],
    ),
    (
        "financial",
        &[
            (
                "recomputed",
                "Every statement was recomputed from its inputs with the same result.",
            ),
            ("paid-on-time", "Every payment was made by its due date."),
            (
                "approved-first",
                "Every cost was approved before it was charged; each overrun has a cause.",
            ),
            (
                "split-in-force",
                "The split that was applied is the one both signed.",
            ),
        ],
    ),
    (
        "strategic-alignment",
        &[
            (
                "goals-shared",
                "Both sides still want the goals that are written down.",
            ),
            (
                "kpis-reviewed",
                "Every KPI has a fresh reading and was talked about.",
            ),
            (
                "risks-reviewed",
                "Every risk has an owner and was reviewed.",
            ),
            (
                "no-dependency",
                "Neither side depends on the other beyond the agreed line.",
            ),
        ],
    ),
];

/// What is looked at every few months, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Audit {
    /// Its id.
    pub id: &'static str,
    /// Its version.
    pub version: u32,
    /// After how many months it comes again.
    pub every_months: u32,
    /// Its parts; [`Checklist::review`] goes through each.
    pub parts: Vec<Checklist>,
}

/// Returns the six-monthly audit: communication, financial and strategic alignment, four items
/// each (spec/health-economics.md 10).
///
/// # Examples
///
/// A no needs an action with an owner and a day:
///
/// ```
/// use partnership::alignment::{Answer, Outcome, Remedy, Review};
/// use partnership::health::six_monthly_audit;
/// use partnership::time::date;
///
/// let financial = &six_monthly_audit().parts[1];
/// let mut review = Review::new(date("2026-06-30")?);
/// for item in financial.items() {
///     review = review.answer(item.id.clone(), Answer::Yes);
/// }
/// let review = review.answer("paid-on-time".parse()?, Answer::No);
/// assert!(matches!(financial.review(&review)?.outcome, Outcome::Blocked { .. }));
/// let remedy = Remedy {
///     how: "pay by standing order".to_owned(),
///     owner: "accounts".to_owned(),
///     due: date("2026-07-31")?,
///     done_on: None,
/// };
/// let review = review.remedy("paid-on-time".parse()?, remedy);
/// assert_eq!(financial.review(&review)?.outcome, Outcome::ClearWithRemedies);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn six_monthly_audit() -> Audit {
    let parts = AUDIT.iter().map(|(id, items)| Checklist::fixed(id, items));
    Audit {
        id: "six-monthly-audit",
        version: 1,
        every_months: 6,
        parts: parts.collect(),
    }
}
