//! Every public type, on the list that says what it does.
//!
//! Whatever list it is on, it can be sent, shared, moved, kept across a panic, cloned and printed.
//! All but those of [`views`] can be compared, wholly: nothing in this crate is unequal to itself.

use std::error::Error;
use std::fmt::{Debug, Display};
use std::panic::{RefUnwindSafe, UnwindSafe};

use partnership::{
    agreement, alignment, allocate, compensation, economics, explain, governance, health,
    lifecycle, split, time,
};

mod the_crate {
    pub use partnership::{
        Currency, CurrencyError, Error, Exact, Money, MoneyError, PartyError, PartyId, Problem,
        Ratio, RatioError, Rounding, RoundingError, Side, SideError, Weights, WeightsError,
    };
}

/// What every type does.
trait Handy: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Clone + Debug {}
impl<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Clone + Debug> Handy for T {}

/// A type with a wire form to write; without the feature it only has to be there.
#[cfg(feature = "serde")]
trait Written: serde::Serialize {}
#[cfg(feature = "serde")]
impl<T: serde::Serialize> Written for T {}
#[cfg(not(feature = "serde"))]
trait Written {}
#[cfg(not(feature = "serde"))]
impl<T> Written for T {}

/// A type with a wire form to read.
#[cfg(feature = "serde")]
trait Read: serde::de::DeserializeOwned {}
#[cfg(feature = "serde")]
impl<T: serde::de::DeserializeOwned> Read for T {}
#[cfg(not(feature = "serde"))]
trait Read {}
#[cfg(not(feature = "serde"))]
impl<T> Read for T {}

fn is_document<T: Handy + Eq + Written + Read>() {}
fn is_answer<T: Handy + Eq + Written>() {}
fn is_value<T: Handy + Eq>() {}
fn is_error<T: Handy + Eq + Display + Error + 'static>() {}
fn is_view<T: Handy>() {}

/// A list of types by module: what each has to do, and their names.
macro_rules! list {
    (
        $(#[$doc:meta])* $list:ident: $check:ident {
            $($module:ident { $($type:ident $(<$argument:tt $(:: $more:tt)*>)?)+ })+
        }
    ) => {
        $(#[$doc])*
        fn $list() -> Vec<&'static str> {
            $($($check::<$module::$type $(<$argument $(:: $more)*>)?>();)+)+
            vec![$($(concat!(stringify!($module), "::", stringify!($type))),+),+]
        }
    };
}

/// Every public type, by its path in the crate.
pub fn listed() -> Vec<&'static str> {
    #[cfg(feature = "json")]
    {
        is_value::<explain::Documents>();
        is_value::<explain::Finding>();
    }
    #[cfg(feature = "svg")]
    is_value::<partnership::figure::Figure>();
    let of_features = vec!["explain::Documents", "explain::Finding", "figure::Figure"];
    let lists = [
        documents(),
        answers(),
        values(),
        errors(),
        views(),
        of_features,
    ];
    let names = lists.into_iter().flatten();
    names
        .map(|name| name.strip_prefix("the_crate::").unwrap_or(name))
        .collect()
}

list! {
    /// What travels both ways: papers, states, statements, events, and the words in them.
    documents: is_document {
        the_crate {
            Currency Exact Money PartyId Ratio Rounding Side
        }
        agreement {
            Account Agreement AgreementDraft Dated<u8> Division DueKind Entry
            GovernanceFacts History Instance KpiFact Member Payout Review Settled Unpaid
            Version<u8>
        }
        alignment {
            Acceptable Aggregate AlignmentDraft AlignmentModel AlphaLevel Answer
            Answered Assessment Bands Benefit ById<u8> Checklist ChecklistDraft
            ChecklistItem Criterion DealShape Evaluation ExchangeDraft ExchangeMatrix
            Expectations ExpectationsDraft FailureMode Firmness Floor Flow Id Ideal
            Issue IssueFinding Lever Line ModelDraft ModelProfile ModelSelection Need
            OrderBy Pillar PillarValues Polarity Policy Position Rating Reach Remedy
            RemedyRule Review Rubric RubricDraft Scale Score Scored SelectionDraft
            SharedValueDraft SharedValueMatrix Sides<u8> Signal Status TrustFactor
            TrustFactors Verdict Waiver WaiverReason Want
        }
        allocate {
            ClaimsRule Elimination Excess InstallmentPolicy Ledger PoolRounding
            PoolStatus Sequenced
        }
        compensation {
            Activity Addition Adjustment Advance AtEnd BandTier Bands Base BasedOn
            Better BlockCount Bonus BonusStep BonusThen Bound Boundary Cap Caution
            ChangeOrder Charge Charges Complexity CompoundInterest CostPlus Crossing
            DayCount DayOfYear DeductFrom Deduction Deficit Delivery Dropped Due
            DueAmount DueFrom DueShare Dues DuesFrom ElapsedCount Escalator Event Fixed
            Guarantee GuaranteeFrom GuaranteeOn GuaranteeTest Hold Id InKind InKindGiven
            Installment InterestFrom InterestLimit Item LateInterest Level Line LineKind
            Maturity Measure Milestone MilestoneEvent MinimumBasis MinimumViable Model
            Notice OnChange Opening Outside OwedBy Part PartOn Pay PayDraft Payout
            PerEvent PerUnit Pool PriceTier Published RateFrom RatePer RateTier Reserve
            ReserveOn Retainer Schedule Schema Share Shortfall Situation State Statement
            StatementId StepCount Surcharge Surplus Terms TermsDraft TierMode Times
            Timing TimingRule Total Version Window WindowKey Work YearlyInstallment
        }
        economics {
            Budget Candidate Cause CausePart DependencyLines Effort Engagement
            ForecastLine ForecastPeriod GoodReturn HhiBands HiddenCost HighFrom Holding
            Incomes Intangible IntangibleKind Investment InvestmentPeriod LineKind
            LoadGuide Member Need Negatives Objection Pay Per Person ScaleFact
            ScaleFacts ScaleLimits Sold UnitSale Work
        }
        explain {
            CalendarRule Explanation Node Relation Source Value Which
        }
        governance {
            Asset AuditRight Ballot Charter CharterKind Compliance DecisionLog
            Deliverable DisagreementBrief Duty DutyRule Exclusivity Feedback
            FeedbackItem FeedbackStatus Grant GrantKind JointProject LogEntry Milestone
            Objective PartScope PartyView Proposal Rating ResponseTier Rights Risk
            RiskCategory RiskGrid RiskRegister Rule Scope Section Signature Signatures
            Stream Treatment Veto VetoRight Vote
        }
        health {
            AlignmentLoop Answer Answers Area Better CheckDraft Dimension EarlierReport
            Goal HealthCheck Hold Kpi KpiDraft KpiKind Level LoopEvent Measure Pace
            Phase Point Question Reach Reading Reference Rule RuleDraft Scorecard
            ScorecardDraft Series Trigger
        }
        lifecycle {
            CadenceRule ChangeLevel Checked Command Deemed Draft DueKind Effective Event
            Fact Fingerprint Found Gate Issue IssueKey Key Ladder LadderLevel Limit Move
            MoveKind Moved Need Notice NoticeGiven Pause Phase Reading Reason Request
            Stage State Subject TermRule Thing Threshold Unmet Value
        }
        split {
            Books CoDevelopment Composition Compounding Contribution Correction Counting
            DayCount DynamicEquity EquityHistory LossPolicy Pools PoolsState
            ProfitAndLoss Receipt RiskAdjustment SliceEntry Slices Split Tier Waterfall
            WaterfallState WaterfallStatement
        }
        time {
            Basis BillingRule Cadence CadenceState Calendar Deadline DueRule ElapsedPart
            ElapsedUnit Moment MonthRule NoticeDates NoticeVerdict NoticeWindow Offset
            Period RecurringFee Renewal Roll Schedule Span Stub Term TermStatus Zone
        }
    }
}

list! {
    /// What is computed from papers and written for a report. Nothing reads it back: who wants to know
    /// whether it is right computes it again from the papers, or checks its explanation.
    answers: is_answer {
        agreement {
            Settlement SettlementLint VariantTotals WhatIf
        }
        alignment {
            AlignmentComparison Alpha BreakEven BreakEvenOutcome Bridge Bridges
            ChecklistReport Contrast Correction Diagnosis Diff Dissent Division
            Dominance Effect Exchange ExchangeFinding Excluded ExpectationGap
            ExpectationsMet FirstPlaces Flip Interval IssueReading ItemShare Lift
            ModelChoice ModelScore Move Outcome Packages PanelReport Pillars
            PolledCriterion Raise Ranking RaterAgreement RivalLeads RuledOut Sensitivity
            SettleAt SharedValue Shift Stability StatusChange Steps Taken TieGroup Tier
            Trade TrustMove TrustQuotient TwoWay Unasked Unchecked Undefined Zone
        }
        allocate {
            ExactUnits
        }
        compensation {
            Advice BreakEvenRange Comparison Difference SheetTotals Viability
        }
        economics {
            Band BudgetLint BudgetReport Complement ConcentrationReport Dashboard
            DashboardPeriod DashboardRow Dependency Dominated Ecosystem EngagementLoad
            Grade Guided LeftOut LineState LoadNote LoadReport PersonLoad PriceVolume
            Projection Pursuit Quadrant RiskReward RuleOfThumb SoleProvider Team
            TimeBreakEven UnitBreakEven UnmetNeed Valuation
        }
        explain {
            Constant
        }
        governance {
            AuditSlot Binding Conflict Decision FollowUps Lack LogProblem MilestoneAt
            MilestoneStatus Outcome Response ResponseStatus UseRefusal UseVerdict
        }
        health {
            Advice AreaScore Audit Card Course Decision DimensionReport Direction
            HealthReport HistoryRow KpiLint KpiState KpiSummary LoopGoal Missing Outcome
            Spell Switch Switched Trend TriggerRun Verdict
        }
        lifecycle {
            Change ChangeKind Diff Due MoveOption Report
        }
        split {
            Composed EquityShares RiskLines RiskShares Settlement Transfer
        }
    }
}

list! {
    /// What has no wire form: arguments of one call, parts that a builder takes before they stand in a
    /// paper, findings that are read as text, stages of presets whose keys travel, and what is handed
    /// out in the middle of a calculation.
    values: is_value {
        the_crate {
            Weights
        }
        agreement {
            Due DueFact DueState DueWhen Variant
        }
        alignment {
            NeedBound Panel Pattern RubricLint Tally
        }
        allocate {
            Awards CappedPool Carried Installments PoolShare PoolShares Ties Vesting
        }
        compensation {
            Account Amendment Costs GroupSettlement Jump Late Measures Posting RowKind
            StatementView<'static> TimingOutcome ViewRow
        }
        explain {
            Checked DivideRule Op Parts Place Step
        }
        governance {
            DisagreementProblem Facts Gap Indicator Reading Use
        }
        health {
            BlankMeasure
        }
        lifecycle {
            Acknowledgement CampaignStage GrowthStage Level MaturityLevel
            PartnershipStage PilotStage ProductionStage TrustRung
        }
        split {
            Contributed ContributionType EmptyType EquityMilestone EquityParameter
            EquityTerms Imported Measured Metric Opening Performance Retroactive
            RiskTerms ShareOfType TierLines TypeWeight WaterfallTerms
        }
        time {
            CadenceStatus NoticeRule<'static> Slice TermAt Unit
        }
    }
}

list! {
    /// Errors and findings that can be raised as errors; they travel as their text.
    errors: is_error {
        the_crate {
            CurrencyError Error MoneyError PartyError Problem<partnership::MoneyError>
            RatioError RoundingError SideError WeightsError
        }
        agreement {
            AgendaError AgreementError DatedError Divergence WhatIfError
        }
        alignment {
            BandsError ChecklistError CompareError EvaluateError ExchangeError
            ExpectationsError IdError IssueError LiftError ModelError PanelError
            PillarsError RankError RubricError ScaleError ScoreError SensitivityError
            SharedValueError TrustError
        }
        allocate {
            AllocateError ClaimsError LedgerError PoolError ScheduleError SequenceError
        }
        compensation {
            ActivityError AmendError BoundError BreakEvenError DayOfYearError GroupError
            IdError InterestError Lint MinimumError PayError PeriodRefused ProofError
            RangesError SettleError SheetRefused StateError StatementError TermsError
            TermsProblem TimingError WindowError
        }
        economics {
            EconomicsError
        }
        explain {
            ExplainError OtherProof UnknownName
        }
        governance {
            CharterError ComplianceError DecisionError FeedbackError GridError
            ProjectError ResponseError RightsError RightsGap RiskError SignatureError
        }
        health {
            CheckError KpiError LoopError RuleError ScorecardError SeriesError
        }
        lifecycle {
            CommitmentError DraftRefused ExploreError Fault MigrationFault Refusal
            ReplayError StateError WordError
        }
        split {
            CoDevelopmentError ComposeError ContributionError ContributionLint
            EquityError EquityLint RiskError SplitError WaterfallError WaterfallLint
        }
        time {
            TimeError
        }
    }
}

list! {
    /// What is looked through or filled, and so has nothing to be compared by: views that borrow what
    /// they show, an iterator's beginning, and builders.
    views: is_view {
        allocate {
            Apportionment<'static>
        }
        compensation {
            TermsBuilder Tiers
        }
        economics {
            Concentration<'static>
        }
        explain {
            Proof
        }
    }
}
