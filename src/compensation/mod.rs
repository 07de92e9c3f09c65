//! Compensation: what is owed for this period, and why?
//!
//! [`settle`] takes the [`Terms`] that were agreed, the [`State`] that the last period left and the
//! [`Activity`] of this one, and returns a [`Statement`] and the next state.
//!
//! ```
//! use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
//! use partnership::time::date;
//!
//! let fee = PayDraft::retainer("1000.00 USD".parse()?);
//! let share = PayDraft::share(&["shop"], "10%".parse()?);
//! let terms = Terms::builder("acme-jane", "USD".parse()?, date("2026-01-01")?)
//!     .item(Item::new("base".parse()?, Window::Months(1), fee))
//!     .item(Item::new("sales".parse()?, Window::Lifetime, share))
//!     .build()?;
//! let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
//! january.add_sale("shop", "5000.05 USD".parse()?)?;
//! let (statement, state) = settle(&terms, &terms.new_state(), &january)?;
//! assert_eq!(statement.paid().to_string(), "1500.01 USD"); // 500.005 is rounded once
//!
//! let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse()?);
//! february.add_refund("shop", Some(1), "0.05 USD".parse()?)?; // of period 1
//! let (statement, _) = settle(&terms, &state, &february)?;
//! assert_eq!(statement.paid().to_string(), "999.99 USD"); // 500.00 in all, 500.01 were booked
//! # Ok::<(), partnership::Error>(())
//! ```
//!
//! One idea carries it: **rate the cumulative measure of a window, round it, subtract what is
//! booked**, `line = R(f(measure)) - booked`. Refunds, late reports, tiers and caps follow from it,
//! and the order in which sales arrived does not matter (but to forward tiers, which ask for it).
//!
//! | question | door |
//! |---|---|
//! | what is owed for this period? | [`settle`]; [`settle_group`] where advances are shared |
//! | why? | [`Statement::explain`] |
//! | is this term sheet sound, and is it wise? | [`TermsDraft::problems`], [`Terms::lint`] |
//! | a well-known deal to start from | [`Terms::flat_fee`], [`Terms::hybrid_monthly`] and others |
//! | the terms change from a day on | [`Terms::amend`] |
//! | are these published statements right? | [`verify`] |
//! | it was paid late: what does that cost? | [`late_interest`] |
//! | which of these offers is better? | [`compare`] over a history, [`break_even`] over revenue |
//! | what is the next sale worth? | [`Pay::marginal`] |
//! | what is the least that I can accept? | [`MinimumViable`] |
//! | which model fits? | [`advise`] |
//! | how do I book it? | [`Statement::postings`] |
//! | what do I send to payee and payer? | [`Statement::view`]: text and Markdown for both sides |
//!
//! # Which piece says what
//!
//! | the contract says | write |
//! |---|---|
//! | 10% of sales | [`PayDraft::share`] |
//! | 10% up to 10,000.00, 20% above | [`PayDraft::tiered_share`], [`Share::tiered`] for other modes |
//! | 500.00 per video, per copy | [`PayDraft::per_unit`], [`PerUnit`] for tiers and blocks |
//! | 1,000.00 a month | [`PayDraft::retainer`] in [`Window::Months`] |
//! | 250.00 at signature, or when each quarter begins | [`PayDraft::fixed`] |
//! | costs and 15% | [`CostPlus`] |
//! | a part of a pool by views | [`PayDraft::pool`] |
//! | 250.00 once there are 100,000 views | [`Bonus`]; [`Bands`] for one amount by rank |
//! | the greater of, less, together, half of | [`PayDraft::GreaterOf`], `Minus`, `Sum`, `Times` |
//! | 1,000.00 ahead, to be earned back | [`Advance`] |
//! | a third now, the rest on delivery | [`Advance::in_parts`] |
//! | studio costs, earned back too | [`Advance::account`] |
//! | at least, at most | [`Guarantee`], [`Cap`] |
//! | 3% more every year | [`Escalator`] |
//! | a fee that the payee pays | [`OwedBy`] |
//! | 20% kept back against returns; paid after 30 days | [`Reserve`], [`Hold`] |
//! | a third on the script, the rest on delivery | [`Schedule`], with or without escrow |
//! | 1% for every day late | [`Timing`] |
//! | nothing below 50.00, net 30 | [`Payout`], [`Due`] |
//! | the fee on the first, the royalty in thirty days | [`Dues`] |
//! | 1.5% a month on what is paid late | [`LateInterest`] |
//! | from July on, other terms | another [`Version`], complete or [`BasedOn`] the one before |
//!
//! A [`Window`] says over which stretch a measure is accumulated: a single sale, a period, some
//! periods, some months from the anchor, or the whole life of the agreement. Tiers and caps start
//! anew with each window; a share in `Lifetime` never does.
//!
//! # Order of evaluation
//!
//! It is fixed, and the lines of a statement stand in it.
//!
//! | step | what | line |
//! |---|---|---|
//! | 0 | what cannot be settled is refused: [`SettleError`] | |
//! | 1 | pay items, each followed by its surcharges | `item`, `surcharge` |
//! | 2, 3 | schedules whose day or milestone has come; late and early deliveries | `item` |
//! | 4 | caps, inner before outer; with the items they are what is **earned** | `cap` |
//! | 5 | change orders that were approved | `change_order` |
//! | 6 | guarantees on what is earned | `guarantee` |
//! | 7 | adjustments, then what was given in kind | `adjustment`, `in_kind`, `in_kind_settled` |
//! | 8 | reserve | `reserve_taken`, `reserve_released` |
//! | 9 | hold | `held`, `unheld` |
//! | 10 | available = opening balance + all lines so far | |
//! | 11 | advances earn back from what is available | `recoupment`, `recoupment_reversed` |
//! | 12 | in a group: what is left earns back the advances of the others | `cross_recoupment` |
//! | 13 | guarantees on what can be paid | `guarantee` |
//! | 14 | at the end: advances are written off or called back | `advance_repayable` |
//! | 15 | payout: all of it if it reaches the minimum, less tax; the rest is carried | |
//!
//! Always: opening balance + lines = gross paid + closing balance.
//!
//! # Tiers
//!
//! 10% up to 10,000.00 and 20% above; 12,000.00 in January, of which 3,000.00 come back in
//! February:
//!
//! | [`TierMode`] | what it does | January | February |
//! |---|---|---|---|
//! | `Marginal` (default) | each slice at its own rate | 1,400.00 | -500.00 |
//! | `Whole` | the tier reached pays everything | 2,400.00 | -1,500.00 |
//! | `Forward` | the rate is fixed before the period begins | 1,200.00 | -300.00 |
//!
//! Where another measure chooses the tier, `Running` keeps each period where it lies on the way of
//! that measure: copies fill the tiers, and the money of a period is paid by the tiers that its own
//! copies fill, whatever the prices of others.
//!
//! On the bound itself a measure is still in the lower tier, unless the terms say
//! [`Boundary::Reaches`]. [`Terms::lint`] points at bounds where one more cent of sales jumps.
//!
//! # Rounding
//!
//! Everything before a line is an exact ratio. Each target is rounded once, to the minor unit, by
//! the rounding of the terms: half away from zero where they are silent, so that a refund mirrors
//! its sale.
//!
//! # More
//!
//! The [cookbook](crate::_guide::cookbook) has whole tasks, and
//! [clauses](crate::_guide::clauses) the commonest ones as JSON. Normative is spec/compensation.md in
//! the repository: section 3 for pay, 4 for tiers, 5 for windows, 7 for the order.

mod account;
mod activity;
mod advance;
mod advise;
mod amend;
mod balance;
mod book;
mod booked;
mod break_even;
mod canonical;
mod cap;
mod cap_surcharge;
mod change;
mod check;
mod check_cap;
mod check_clause;
mod check_guarantee;
mod check_pay;
mod check_scope;
mod claim;
mod clause;
mod compare;
mod cross;
mod dated;
mod due;
mod due_days;
mod entry;
mod escalator;
mod escalator_factor;
mod evaluate;
mod event;
mod expand;
mod explained;
mod extra;
mod forecast;
mod forward;
mod given;
mod group;
mod guarantee;
mod guarantee_rated;
mod guaranteed;
mod interest;
mod ladder;
mod late;
mod least;
mod ledger;
mod ledger_figures;
mod line;
mod linear;
mod lint;
mod lint_dates;
mod lint_tiers;
mod measure;
mod measured;
mod measures;
mod memory;
mod merge;
mod milestone;
mod minimum;
mod notes;
mod notice;
mod once;
mod paper;
mod part;
mod pay;
mod pay_door;
mod payout;
mod plain;
mod posting;
mod presets;
mod problem;
mod proof;
mod prove;
mod ranges;
mod rated;
mod rated_figures;
mod recoupment;
mod refusal;
mod replay;
mod reserve;
mod run;
mod running;
mod schedule;
mod scope;
mod settle;
mod settle_error;
mod sheet;
mod state;
mod state_key;
mod statement;
mod terms;
mod tiers;
mod timing;
mod touched;
mod verify;
mod view;
mod window;
mod wire;
mod working;
mod yearly;

pub use activity::{
    Activity, ActivityError, Adjustment, ChangeOrder, Charge, Delivery, Event, InKindGiven, Level,
    Milestone, MilestoneEvent, Total,
};
pub use advise::{Addition, Advice, Caution, Complexity, Maturity, Model, Situation, Work, advise};
pub use amend::{AmendError, Amendment};
pub use break_even::{Better, BreakEvenError, BreakEvenRange, break_even};
pub use change::{BasedOn, Dropped};
pub use clause::{
    Cap, Guarantee, GuaranteeFrom, GuaranteeOn, GuaranteeTest, Hold, InKind, Installment, Payout,
    PerEvent, Reserve, ReserveOn, StepCount, Surcharge, Surplus, Timing, TimingRule,
};
pub use compare::{Comparison, SheetRefused, SheetTotals, compare};
pub use cross::Crossing;
pub use due::{Due, DueAmount, DueFrom, DueShare, Dues, DuesFrom};
pub use escalator::Escalator;
pub use explained::ProofError;
pub use group::{GroupError, GroupSettlement, settle_group};
pub use interest::{
    CompoundInterest, DayCount, ElapsedCount, InterestFrom, InterestLimit, LateInterest, RateFrom,
    RatePer,
};
pub use late::{InterestError, Late, late_interest};
pub use line::{Line, LineKind};
pub use lint::{Jump, Lint};
pub use measure::{Base, DeductFrom, Deduction, Measure, Stream};
pub use measures::Measures;
pub use minimum::{Costs, MinimumBasis, MinimumError, MinimumViable, Viability};
pub use notice::{Notice, Shortfall};
pub use part::{Part, PartOn};
pub use pay::{
    Bands, Bonus, BonusStep, BonusThen, CostPlus, Fixed, PayDraft, PerUnit, Pool, Retainer, Share,
    Times,
};
pub use pay_door::{Pay, PayError};
pub use posting::{Account, Posting};
pub use problem::{TermsError, TermsProblem};
pub use ranges::{RangesError, Tiers};
pub use recoupment::{Advance, AtEnd, Charges, Deficit, Outside};
pub use replay::PeriodRefused;
pub use settle::settle;
pub use settle_error::SettleError;
pub use sheet::{DEFAULT_HORIZON, Item, OnChange, Opening, OwedBy, Schedule, TermsDraft, Version};
pub use state::State;
pub use state_key::StateError;
pub use statement::{Statement, StatementError, StatementId};
pub use terms::{Terms, TermsBuilder};
pub use tiers::{BandTier, BlockCount, Bound, BoundError, Boundary, PriceTier, RateTier, TierMode};
pub use timing::{TimingError, TimingOutcome};
pub use verify::{Difference, Published, verify};
pub use view::{RowKind, StatementView, ViewRow};
pub use window::{Window, WindowError, WindowKey};
pub use wire::{Id, IdError, Schema};
pub use yearly::{DayOfYear, DayOfYearError, YearlyInstallment};
