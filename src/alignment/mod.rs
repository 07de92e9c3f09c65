//! Alignment: should we work together, and where does it pull apart?
//!
//! A [`Rubric`] asks, an assessment answers, and every figure is an exact ratio
//! (spec/alignment.md).

mod assessment;
mod bands;
mod centroid;
mod compare_error;
mod comparison;
mod criterion;
mod evaluate_error;
mod evaluation;
mod evaluation_proof;
#[cfg(feature = "serde")]
mod evaluation_wire;
mod flip;
mod found;
mod id;
mod krippendorff;
mod lift;
mod lift_error;
mod line;
mod measure;
mod pair;
mod panel;
mod panel_error;
mod panel_proof;
mod presets_rubric;
mod proving;
mod rank_error;
mod ranking;
mod ranking_proof;
mod rubric;
mod rubric_draft;
mod rubric_error;
mod rubric_lint;
mod scale;
mod schema;
mod sensitivity;
mod sensitivity_error;
mod sensitivity_proof;
mod stability;
mod tally;
mod tolerance;

pub use assessment::{Aggregate, Assessment, Rating, Reach, Scored, Waiver, WaiverReason};
pub use bands::{Bands, BandsError};
pub use centroid::rank_order_centroid;
pub use compare_error::CompareError;
pub use comparison::{Contrast, Diff, Effect, StatusChange, TwoWay, contrast, diff, two_way};
pub use criterion::{Criterion, Floor, Polarity};
pub use evaluate_error::EvaluateError;
pub use evaluation::Evaluation;
pub use flip::{Flip, RivalLeads};
pub use id::{Id, IdError};
pub use krippendorff::{Alpha, AlphaLevel, Undefined, exact_pairs, krippendorff_alpha};
pub use lift::{BreakEven, BreakEvenOutcome, Bridge, Bridges, Lift, Raise};
pub use lift_error::LiftError;
pub use line::{Line, Status, Verdict};
pub use panel::{Dissent, Panel, PanelReport, Policy, PolledCriterion, RaterAgreement};
pub use panel_error::PanelError;
pub use rank_error::RankError;
pub use ranking::{Excluded, OrderBy, Ranking, Taken, TieGroup, Tier, rank};
pub use rubric::Rubric;
pub use rubric_draft::RubricDraft;
pub use rubric_error::RubricError;
pub use rubric_lint::RubricLint;
pub use scale::{Scale, ScaleError, Score, ScoreError};
pub use sensitivity::{Dominance, Move, Sensitivity, Shift, Steps};
pub use sensitivity_error::SensitivityError;
pub use stability::{FirstPlaces, Interval, Stability, first_places};
pub use tally::Tally;
