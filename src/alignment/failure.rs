//! [`diagnose`]: which failure modes the answers of the other models reveal.

use super::failure_pattern::{FailureMode, Pattern};
use super::presets_failure::{CATALOGUE, Row};
use super::schema::Schema;
use super::signal::Signal;

impl FailureMode {
    /// Returns what to do about it.
    pub fn mitigation(self) -> &'static str {
        self.row().map_or("", |(_, mitigation, _)| mitigation)
    }

    /// Returns the patterns of which any one reveals it.
    pub fn revealed_by(self) -> &'static [Pattern] {
        self.row().map_or(&[], |(.., patterns)| patterns)
    }

    fn row(self) -> Option<&'static Row> {
        CATALOGUE.iter().find(|(mode, ..)| *mode == self)
    }
}

/// A failure mode that is revealed, what reveals it and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diagnosis {
    pub(super) schema: Schema,
    /// The mode.
    pub mode: FailureMode,
    /// The positions of the signals that reveal it.
    pub because: Vec<usize>,
    /// What to do about it.
    pub mitigation: &'static str,
}

/// Returns the failure modes that some signals reveal, in the order of the catalogue.
///
/// Any one signal reveals a mode, and one may reveal several (spec/alignment.md 15).
///
/// # Examples
///
/// ```
/// use partnership::alignment::{FailureMode, Signal, diagnose};
///
/// let gap = Signal::Gap {
///     rubric: "partnership-alignment-matrix".parse()?,
///     criterion: "cultural-compatibility".parse()?,
/// };
/// let found = diagnose(&[gap, Signal::ReplyLate {}]);
/// assert_eq!(found[0].mode, FailureMode::CommunicationBreakdown);
/// assert_eq!(found[0].because, [1]);
/// assert_eq!(found[1].mode, FailureMode::CulturalMismatch);
/// assert!(found[1].mitigation.starts_with("write down how the two sides decide"));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "risk diagnosis")]
pub fn diagnose(signals: &[Signal]) -> Vec<Diagnosis> {
    let mut found = Vec::new();
    for (mode, mitigation, patterns) in CATALOGUE.iter().copied() {
        let reveals = |signal: &Signal| patterns.iter().any(|pattern| pattern.matches(signal));
        let signals = signals.iter().enumerate();
        let because: Vec<usize> = signals
            .filter(|(_, signal)| reveals(signal))
            .map(|(position, _)| position)
            .collect();
        if !because.is_empty() {
            found.push(Diagnosis {
                schema: Schema,
                mode,
                because,
                mitigation,
            });
        }
    }
    found
}
