//! [`Error`]: one type for a user's `main`, so that `?` works on every error of the crate.

use crate::agreement::{AgendaError, AgreementError, DatedError, Divergence, WhatIfError};
use crate::alignment;
use crate::allocate::{
    AllocateError, ClaimsError, LedgerError, PoolError, ScheduleError, SequenceError,
};
use crate::compensation::{
    ActivityError, AmendError, BreakEvenError, DayOfYearError, GroupError, IdError, InterestError,
    MinimumError, PayError, PeriodRefused, ProofError, RangesError, SettleError, SheetRefused,
    StateError, StatementError, TermsError, TermsProblem, TimingError,
};
use crate::economics::EconomicsError;
use crate::explain::{ExplainError, OtherProof};
use crate::governance::{
    CharterError, ComplianceError, DecisionError, FeedbackError, GridError, ProjectError,
    ResponseError, RightsError, RiskError, SignatureError,
};
use crate::health::{CheckError, KpiError, LoopError, RuleError, ScorecardError, SeriesError};
use crate::lifecycle::{
    CommitmentError, DraftRefused, ExploreError, Refusal, ReplayError,
    StateError as LifecycleStateError, WordError,
};
use crate::problem::Problem;
use crate::split::{
    CoDevelopmentError, ComposeError, ContributionError, EquityError, SplitError, WaterfallError,
};
use crate::time::TimeError;
use crate::{
    CurrencyError, MoneyError, PartyError, RatioError, RoundingError, SideError, WeightsError,
};

/// Any error of this crate.
///
/// Every module has its own error, whose variants name the culprit; this one wraps them so that
/// `?` works across modules. A `main` that returns it prints its variants; what is written for
/// people is its [`Display`](std::fmt::Display).
///
/// # Examples
///
/// ```
/// use partnership::Error;
/// use partnership::compensation::{Item, PayDraft, Terms, Window};
/// use partnership::time::date;
///
/// fn terms(rate: &str) -> Result<Terms, Error> {
///     let share = PayDraft::share(&["shop"], rate.parse()?);
///     let item = Item::new("sales".parse()?, Window::Lifetime, share);
///     Ok(Terms::builder("deal", "USD".parse()?, date("2026-01-01")?).item(item).build()?)
/// }
/// assert_eq!(
///     terms("10 %").unwrap_err().to_string(),
///     "malformed ratio \"10 %\": write 10%, 1/3 or 0.125"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A currency is unknown, reserved or malformed.
    #[error(transparent)]
    Currency(#[from] CurrencyError),
    /// An amount could not be read or computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A text is no name of a party.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// A text names no side.
    #[error(transparent)]
    Side(#[from] SideError),
    /// A ratio could not be read or computed.
    #[error(transparent)]
    Ratio(#[from] RatioError),
    /// A list is no list of weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A text names no rounding.
    #[error(transparent)]
    Rounding(#[from] RoundingError),
    /// A date, span or period is impossible, or a question about time has no answer.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// An amount was not divided.
    #[error(transparent)]
    Allocate(#[from] AllocateError),
    /// A payment was not booked in a ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A payment was not booked in a sequence.
    #[error(transparent)]
    Sequence(#[from] SequenceError),
    /// An estate was not divided among claims.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
    /// A pool was not divided.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// There is no such schedule of installments.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// An explanation does not hold, or could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// A list of shares is no split, or nothing was divided by it.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// Contributions make no split.
    #[error(transparent)]
    Contribution(#[from] ContributionError),
    /// A split was not adjusted by risk.
    #[error(transparent)]
    RiskAdjustment(#[from] crate::split::RiskError),
    /// A split was not adjusted by performance.
    #[error(transparent)]
    Equity(#[from] EquityError),
    /// Shared costs and revenue were not settled.
    #[error(transparent)]
    CoDevelopment(#[from] CoDevelopmentError),
    /// Models were not put together.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// Tiers are no waterfall, or a receipt was not distributed.
    #[error(transparent)]
    Waterfall(#[from] WaterfallError),
    /// Two explanations are not the same proof.
    #[error(transparent)]
    OtherProof(#[from] OtherProof),
    /// A term sheet has a fault.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// An id of an agreement or an item is none.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A text is no day of the year.
    #[error(transparent)]
    DayOfYear(#[from] DayOfYearError),
    /// Sale lines or activities were not added.
    #[error(transparent)]
    Activity(#[from] ActivityError),
    /// A period was not settled.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// Published statements were not verified, because a period was not settled.
    #[error(transparent)]
    Period(#[from] PeriodRefused),
    /// Term sheets were not compared.
    #[error(transparent)]
    Sheet(#[from] SheetRefused),
    /// A group was not settled.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// Terms were not amended.
    #[error(transparent)]
    Amend(#[from] AmendError),
    /// A pay has no value on some measures.
    #[error(transparent)]
    Pay(#[from] PayError),
    /// Two pays could not be compared over revenue.
    #[error(transparent)]
    BreakEven(#[from] BreakEvenError),
    /// Printed ranges are no table of tiers.
    #[error(transparent)]
    Ranges(#[from] RangesError),
    /// The timing of a delivery comes to nothing.
    #[error(transparent)]
    Timing(#[from] TimingError),
    /// There is no interest on a late payment.
    #[error(transparent)]
    Interest(#[from] InterestError),
    /// There is no least amount for some costs.
    #[error(transparent)]
    Minimum(#[from] MinimumError),
    /// Figures are no statement.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A statement was not explained.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A document is no state.
    #[error(transparent)]
    State(#[from] StateError),
    /// A text is no word of a lifecycle.
    #[error(transparent)]
    Word(#[from] WordError),
    /// A definition of a lifecycle has faults.
    #[error(transparent)]
    Draft(#[from] DraftRefused),
    /// A command was not followed.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// A log leads to no state.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// A definition was not explored to the end.
    #[error(transparent)]
    Explore(#[from] ExploreError),
    /// There is no limit of what may be committed.
    #[error(transparent)]
    Commitment(#[from] CommitmentError),
    /// A document is no state of a lifecycle.
    #[error(transparent)]
    LifecycleState(#[from] LifecycleStateError),
    /// A charter cannot be looked at.
    #[error(transparent)]
    Charter(#[from] CharterError),
    /// There is no audit on the wanted day.
    #[error(transparent)]
    Compliance(#[from] ComplianceError),
    /// It cannot be said where a proposal stands.
    #[error(transparent)]
    Decision(#[from] DecisionError),
    /// An answer to a remark is none.
    #[error(transparent)]
    Feedback(#[from] FeedbackError),
    /// It cannot be said where a joint project stands.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// It cannot be said whether an answer is in time.
    #[error(transparent)]
    Response(#[from] ResponseError),
    /// Assets and grants are refused.
    #[error(transparent)]
    Rights(#[from] RightsError),
    /// A list of risks is no register.
    #[error(transparent)]
    Risk(#[from] RiskError),
    /// A table is no grid of risks.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// It cannot be said whether a paper binds.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// Versions are refused, or nothing holds on a day.
    #[error(transparent)]
    Dated(#[from] DatedError),
    /// Parties make no agreement, or a period is not settled.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    /// A history, or a document, is not what it should be.
    #[error(transparent)]
    Divergence(#[from] Divergence),
    /// Variants are not held against each other.
    #[error(transparent)]
    WhatIf(#[from] WhatIfError),
    /// There is no agenda.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// An id of a rubric, criterion or subject is blank.
    #[error(transparent)]
    AlignmentId(#[from] alignment::IdError),
    /// A text is no score.
    #[error(transparent)]
    Score(#[from] alignment::ScoreError),
    /// Bounds and a step are no scale, or a score does not stand on one.
    #[error(transparent)]
    Scale(#[from] alignment::ScaleError),
    /// A draft is no rubric.
    #[error(transparent)]
    Rubric(#[from] alignment::RubricError),
    /// An assessment was not evaluated.
    #[error(transparent)]
    Evaluate(#[from] alignment::EvaluateError),
    /// Evaluations were not ranked.
    #[error(transparent)]
    Rank(#[from] alignment::RankError),
    /// There is no answer to what would have to change.
    #[error(transparent)]
    Lift(#[from] alignment::LiftError),
    /// Two evaluations were not compared.
    #[error(transparent)]
    Compare(#[from] alignment::CompareError),
    /// A lead has no sensitivity.
    #[error(transparent)]
    Sensitivity(#[from] alignment::SensitivityError),
    /// The votes of a panel come to nothing.
    #[error(transparent)]
    Panel(#[from] alignment::PanelError),
    /// Labels are no bands, or a value has none.
    #[error(transparent)]
    Bands(#[from] alignment::BandsError),
    /// Flows are no exchange, or an exchange has no reading.
    #[error(transparent)]
    Exchange(#[from] alignment::ExchangeError),
    /// Expectations do not stand, or were not compared.
    #[error(transparent)]
    Expectations(#[from] alignment::ExpectationsError),
    /// Contributions are no shared value, or have no reading.
    #[error(transparent)]
    SharedValue(#[from] alignment::SharedValueError),
    /// Positions are no model, or items and packages have no best division.
    #[error(transparent)]
    Issue(#[from] alignment::IssueError),
    /// There is no trust quotient.
    #[error(transparent)]
    Trust(#[from] alignment::TrustError),
    /// Values are no pillars.
    #[error(transparent)]
    Pillars(#[from] alignment::PillarsError),
    /// A profile does not stand, or no model was selected.
    #[error(transparent)]
    Model(#[from] alignment::ModelError),
    /// Questions are no checklist, or were not gone through.
    #[error(transparent)]
    Checklist(#[from] alignment::ChecklistError),
    /// A KPI is none, or has no state.
    #[error(transparent)]
    Kpi(#[from] KpiError),
    /// Points are no series, or a series has no trend.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// A rule of underperformance is none, or a series has no course.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A health check is none, or has no report.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A scorecard is none, or has no score.
    #[error(transparent)]
    Scorecard(#[from] ScorecardError),
    /// An event of an alignment loop was refused.
    #[error(transparent)]
    Loop(#[from] LoopError),
    /// A question of economics has no answer.
    #[error(transparent)]
    Economics(#[from] EconomicsError),
}

impl From<Problem<TermsProblem>> for Error {
    fn from(problem: Problem<TermsProblem>) -> Self {
        Self::Terms(problem.into())
    }
}
