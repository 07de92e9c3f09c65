//! Compensation: what is owed for this period, and why?

mod activity;
mod advance;
mod advise;
mod amend;
mod balance;
mod book;
mod break_even;
mod canonical;
mod cap;
mod check;
mod check_cap;
mod check_clause;
mod check_guarantee;
mod check_pay;
mod check_scope;
mod clause;
mod compare;
mod cross;
mod entry;
mod evaluate;
mod event;
mod extra;
mod forecast;
mod forward;
mod group;
mod guarantee;
mod guaranteed;
mod ladder;
mod least;
mod ledger;
mod ledger_figures;
mod line;
mod linear;
mod lint;
mod lint_tiers;
mod measure;
mod measures;
mod merge;
mod milestone;
mod minimum;
mod once;
mod pay;
mod pay_door;
mod payout;
mod place;
mod plain;
mod posting;
mod presets;
mod problem;
mod proof;
mod prove;
mod ranges;
mod rated;
mod refusal;
mod replay;
mod reserve;
mod run;
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
mod window;
mod wire;
mod working;

pub use activity::{
    Activity, ActivityError, Adjustment, ChangeOrder, Delivery, Event, InKindGiven, Level,
    Milestone, MilestoneEvent, Total,
};
pub use advise::{Addition, Advice, Caution, Complexity, Maturity, Model, Situation, Work, advise};
pub use amend::{AmendError, Amendment};
pub use break_even::{Better, BreakEvenError, BreakEvenRange, break_even};
pub use clause::{
    Advance, AtEnd, Cap, Deficit, Due, DueFrom, Guarantee, GuaranteeFrom, GuaranteeOn,
    GuaranteeTest, Hold, InKind, Installment, Payout, PerEvent, Reserve, ReserveOn, StepCount,
    Surcharge, Surplus, Timing, TimingRule,
};
pub use compare::{Comparison, SheetRefused, SheetTotals, compare};
pub use cross::Crossing;
pub use group::{GroupError, GroupSettlement, settle_group};
pub use lint::{Jump, Lint};
pub use measure::{Base, DeductFrom, Deduction, Measure, Stream};
pub use measures::Measures;
pub use minimum::{Costs, MinimumBasis, MinimumError, MinimumViable, Viability};
pub use pay::{
    Bands, Bonus, BonusStep, BonusThen, CostPlus, PayDraft, PerUnit, Retainer, Share, Times,
};
pub use pay_door::{Pay, PayError};
pub use posting::{Account, Posting};
pub use problem::{TermsError, TermsProblem};
pub use proof::ProofError;
pub use ranges::{RangesError, Tiers};
pub use replay::PeriodRefused;
pub use settle::settle;
pub use settle_error::SettleError;
pub use sheet::{
    DEFAULT_HORIZON, Item, OnChange, Opening, Part, PartOn, Schedule, TermsDraft, Version,
};
pub use state::State;
pub use state_key::StateError;
pub use statement::{Line, LineKind, Notice, Shortfall, Statement, StatementError, StatementId};
pub use terms::{Terms, TermsBuilder};
pub use tiers::{BandTier, BlockCount, Bound, BoundError, Boundary, PriceTier, RateTier, TierMode};
pub use timing::{TimingError, TimingOutcome};
pub use verify::{Difference, Published, verify};
pub use window::{Window, WindowError, WindowKey};
pub use wire::{Id, IdError, Schema};
