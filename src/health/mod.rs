//! Does the whole partnership still work?
//!
//! | question | door |
//! |---|---|
//! | Are we where we should be by now? | [`Kpi::status`], [`summarise`] |
//! | Which way does it go, and does that call for something? | [`Series::trend`], [`Trigger::run`] |
//! | Is this a dip or the end? | [`Rule::course`] |
//! | What do both sides say? | [`HealthCheck::report`], [`HealthCheck::quarterly`] |
//! | Is it balanced? | [`Scorecard::score`], [`Scorecard::balanced`] |
//! | Was everything done as agreed? | [`six_monthly_audit`] |
//! | What became of our goals? | [`AlignmentLoop`] |
//!
//! What is not known is never green: a KPI without a fresh reading, a party that is silent and a
//! measure without a value are shown as such, and old bad news stands until better is shown. No
//! figure says how well everything is: it would hide what is red. All figures are exact; days are
//! arguments. Normative is spec/health-economics.md.
//!
//! # Examples
//!
//! Trust as both sides gave it, quarter by quarter, goes down; under 7 they wanted to talk:
//!
//! ```
//! use partnership::Ratio;
//! use partnership::health::{Point, Series, Trigger};
//! use partnership::time::date;
//!
//! let mut points = Vec::new();
//! for (day, score) in [("2026-03-31", 8), ("2026-06-30", 7), ("2026-09-30", 6)] {
//!     points.push(Point { on: date(day)?, value: Some(Ratio::from_integer(score)) });
//! }
//! let trust = Series::new(points)?;
//! assert_eq!(trust.trend(Ratio::ZERO)?.slope, Some("-1".parse()?));
//! let talk = Trigger::new("7".parse()?, "7".parse()?, 1)?;
//! assert_eq!(talk.run(&trust).since, Some(date("2026-09-30")?));
//! # Ok::<(), partnership::Error>(())
//! ```

mod alignment_loop;
mod attainment;
mod audit;
mod card;
mod card_proof;
mod check;
mod check_proof;
mod course_proof;
mod health_report;
mod kpi;
mod kpi_proof;
mod kpi_state;
mod level;
mod loop_error;
mod loop_event;
mod loop_goal;
mod loop_proof;
mod presets;
mod proof;
mod scorecard;
mod series;
mod series_proof;
mod underperformance;

pub use alignment_loop::AlignmentLoop;
pub use audit::{Audit, six_monthly_audit};
pub use card::{AreaScore, Card, Verdict};
pub use check::{CheckDraft, CheckError, Dimension, HealthCheck, Question};
pub use health_report::{Answer, Answers, DimensionReport, EarlierReport, HealthReport};
pub use kpi::{Goal, Hold, Kpi, KpiDraft, KpiError, KpiKind, Pace, Reach};
pub use kpi_state::{KpiLint, KpiState, KpiSummary, Outcome, Reading, summarise};
pub use level::{Better, Level};
pub use loop_error::{LoopError, Missing};
pub use loop_event::{LoopEvent, Phase};
pub use loop_goal::{Decision, HistoryRow, LoopGoal};
pub use presets::BlankMeasure;
pub use scorecard::{Area, Measure, Scorecard, ScorecardDraft, ScorecardError};
pub use series::{
    Direction, Point, Series, SeriesError, Switch, Switched, Trend, Trigger, TriggerRun,
};
pub use underperformance::{Advice, Course, Reference, Rule, RuleDraft, RuleError, Spell};
