//! Alignment: should we work together, and where does it pull apart?
//!
//! | question | door |
//! |---|---|
//! | what do we ask, and where does it knock out? | [`Rubric`], [`RubricDraft::problems`], [`Rubric::lint`] |
//! | is this a fit? | [`Rubric::evaluate`], [`Evaluation`]; for whole tables [`Rubric::tally`] |
//! | what would have to change? | [`Evaluation::bridges`], [`Evaluation::lift_to`], [`Evaluation::break_even`] |
//! | with whom first? | [`rank`], [`Ranking`], [`Ranking::take`] |
//! | who could still come first? | [`Ranking::possible_leaders`] |
//! | why is one ahead of another, or better than last year? | [`contrast`], [`diff`], [`two_way`] |
//! | what would turn the lead? | [`Sensitivity`], [`Ranking::stability`], [`first_places`] |
//! | what do several assessors come to, and do they agree? | [`Panel`], [`krippendorff_alpha`] |
//! | which grade is this, which weights has an order? | [`Bands`], [`rank_order_centroid`] |
//! | prove it | [`Evaluation::explain`], [`Ranking::explain`], [`Sensitivity::explain`] |
//!
//! Everything is an exact ratio of integers; nothing is rounded. The verdict comes before the
//! number: a mean of 4.40 with a gap stands behind a 3.00 without one. What is not assessed is no
//! 0; it makes a range. [Scoring](crate::_guide::scoring) says why scales are fixed
//! (spec/alignment.md).
//!
//! # Around the rubric
//!
//! | question | door |
//! |---|---|
//! | Who gives more than it gets, and what would level it? | [`ExchangeDraft`], [`ExchangeMatrix::exchange`] |
//! | What is expected that nobody offers? | [`ExpectationsDraft`], [`Expectations::compare`] |
//! | Who brings which part of the value, and who gets it? | [`SharedValueDraft`], [`SharedValueMatrix::shared_value`] |
//! | Where do the positions break, and what can be traded? | [`AlignmentDraft`], [`AlignmentModel::compare`] |
//! | Who gets which item, so that both are equally well off? | [`adjusted_winner`] |
//! | On which package should both settle? | [`best_packages`] |
//! | How far does the weakest pillar carry? | [`Pillars`] |
//! | How much trust is there, and what raises it most? | [`TrustQuotient`] |
//! | Which way of working together suits us? | [`select_model`], [`DealShape`] |
//! | May we go on? | [`Checklist::review`] |
//! | How is this likely to fail, and what helps? | [`Signal`], [`diagnose`] |
//!
//! What a person writes down is a draft; `build` checks it, `problems` lists all that is wrong with
//! it. Every result has an `explain` that proves its figures from the papers it came from.
//!
//! # Examples
//!
//! ```
//! use partnership::alignment::{Assessment, OrderBy, Rubric, Score, rank};
//! use partnership::time::date;
//!
//! let matrix = Rubric::partnership_alignment_matrix();
//! let mut evaluations = Vec::new();
//! for (subject, scores) in [("Cedar", [5, 5, 2, 5]), ("Elm", [4, 5, 4, 4])] {
//!     let mut found = Assessment::new(subject.parse()?, date("2026-01-01")?);
//!     for (criterion, score) in matrix.criteria().iter().zip(scores) {
//!         found = found.rate(criterion.id().clone(), Score::from(score));
//!     }
//!     evaluations.push(matrix.evaluate(&found)?);
//! }
//! let ranking = rank(&evaluations, OrderBy::Low)?;
//! let first = &ranking.ranked()[0];
//! assert_eq!((first.subject().as_str(), first.score()), ("Elm", Some("17/4".parse()?)));
//! // Cedar has the same mean, and a gap: it stands in the next tier.
//! let cedar = &ranking.ranked()[1];
//! assert_eq!(cedar.score(), first.score());
//! assert_eq!(cedar.bridges()?.bridges[0].criterion.as_str(), "cultural-compatibility");
//! # Ok::<(), partnership::Error>(())
//! ```
//!
//! A partner as a rubric sees it: its score on each criterion, and the limits of each:
//!
#![doc = include_str!("../../doc/figure_alignment_profile.svg")]

mod adjusted_winner;
mod adjusted_winner_proof;
mod agreement_proof;
mod assessment;
mod bands;
mod by_id;
mod centroid;
mod checklist;
mod checklist_error;
mod checklist_proof;
mod checklist_report;
mod compare_error;
mod comparison;
mod comparison_proof;
mod correction;
mod criterion;
mod criterion_proof;
mod deal_shape;
mod evaluate_error;
mod evaluation;
mod evaluation_proof;
#[cfg(feature = "serde")]
mod evaluation_wire;
mod exchange;
mod exchange_error;
mod exchange_proof;
mod exchange_reading;
mod exchange_view;
mod expectations;
mod failure;
mod failure_pattern;
mod failure_proof;
mod fingerprint;
mod flip;
mod found;
mod id;
mod importance;
mod issue;
mod issue_error;
mod issue_proof;
mod issue_reading;
mod krippendorff;
mod lift;
mod lift_error;
mod lift_proof;
mod line;
mod measure;
mod model_error;
mod model_profile;
mod model_proof;
mod model_selection;
mod packages;
mod packages_proof;
mod pair;
mod pair_proof;
mod panel;
mod panel_error;
mod panel_proof;
mod pillars;
mod presets_checklist;
mod presets_failure;
mod presets_model;
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
mod shared_value;
mod shared_value_error;
mod shared_value_proof;
mod sides;
mod signal;
mod stability;
mod stability_proof;
mod tally;
mod tolerance;
mod trust;
mod words_proof;

pub use adjusted_winner::{Division, ItemShare, adjusted_winner};
pub use assessment::{Aggregate, Assessment, Rating, Reach, Scored, Waiver, WaiverReason};
pub use bands::{Bands, BandsError};
pub use by_id::ById;
pub use centroid::rank_order_centroid;
pub use checklist::{
    Answer, Answered, Checklist, ChecklistDraft, ChecklistItem, Remedy, RemedyRule, Review,
};
pub use checklist_error::ChecklistError;
pub use checklist_report::{ChecklistReport, Outcome};
pub use compare_error::CompareError;
pub use comparison::{Contrast, Diff, Effect, StatusChange, TwoWay, contrast, diff, two_way};
pub use correction::{Correction, Lever};
pub use criterion::{Criterion, Floor, Polarity};
pub use deal_shape::DealShape;
pub use evaluate_error::EvaluateError;
pub use evaluation::Evaluation;
pub use exchange::{ExchangeDraft, ExchangeMatrix, Flow};
pub use exchange_error::ExchangeError;
pub use exchange_reading::{Exchange, ExchangeFinding};
pub use expectations::{
    ExpectationGap, Expectations, ExpectationsDraft, ExpectationsError, ExpectationsMet, Unasked,
};
pub use failure::{Diagnosis, diagnose};
pub use failure_pattern::{FailureMode, Pattern};
pub use flip::{Flip, RivalLeads};
pub use id::{Id, IdError};
pub use issue::{Acceptable, AlignmentDraft, AlignmentModel, Firmness, Issue, Position};
pub use issue_error::IssueError;
pub use issue_reading::{AlignmentComparison, IssueFinding, IssueReading, SettleAt, Trade, Zone};
pub use krippendorff::{Alpha, AlphaLevel, Undefined, exact_pairs, krippendorff_alpha};
pub use lift::{BreakEven, BreakEvenOutcome, Bridge, Bridges, Lift, Raise};
pub use lift_error::LiftError;
pub use line::{Line, Status, Verdict};
pub use model_error::ModelError;
pub use model_profile::{Ideal, ModelDraft, ModelProfile, Need, NeedBound, Want};
pub use model_selection::{
    ModelChoice, ModelScore, ModelSelection, RuledOut, SelectionDraft, Unchecked, select_model,
};
pub use packages::{Packages, best_packages};
pub use panel::{Dissent, Panel, PanelReport, Policy, PolledCriterion, RaterAgreement};
pub use panel_error::PanelError;
pub use pillars::{Pillar, PillarValues, Pillars, PillarsError};
pub use rank_error::RankError;
pub use ranking::{Excluded, OrderBy, Ranking, Taken, TieGroup, Tier, rank};
pub use rubric::Rubric;
pub use rubric_draft::RubricDraft;
pub use rubric_error::RubricError;
pub use rubric_lint::RubricLint;
pub use scale::{Scale, ScaleError, Score, ScoreError};
pub use sensitivity::{Dominance, Move, Sensitivity, Shift, Steps};
pub use sensitivity_error::SensitivityError;
pub use shared_value::{Benefit, SharedValue, SharedValueDraft, SharedValueMatrix};
pub use shared_value_error::SharedValueError;
pub use sides::Sides;
pub use signal::Signal;
pub use stability::{FirstPlaces, Interval, Stability, first_places};
pub use tally::Tally;
pub use trust::{TrustError, TrustFactor, TrustFactors, TrustMove, TrustQuotient};
