//! The clauses around pay items: advances, caps, guarantees, reserve, hold, timing, rights.

use chrono::NaiveDate;

use super::canonical::{Canonical, by_name, field};
use super::interest::LateInterest;
use super::window::Window;
use super::wire::{Id, paper};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::time::{DueRule, Roll};

paper! {
    /// A sum paid ahead and earned back from later shares (spec/compensation.md 7, step 11).
    ///
    /// An advance of 1,000.00 on 10% of sales is earned back by 10,000.00 of sales; until then
    /// nothing is paid.
    #[doc(alias = "recoupment")]
    #[doc(alias = "prepayment")]
    pub struct Advance {
        /// Its name.
        required id: Id,
        /// The sum.
        required amount: Money,
        /// The day on which it is paid.
        required_day paid_on,
        /// The part of what is available that earns it back, above 0 and at most 1; all of it if
        /// nothing is said.
        optional share: Ratio,
        /// The items that earn it back; all if nothing is said.
        optional from: Vec<Id>,
        /// What happens to what is not earned back at the end.
        defaulted at_end: AtEnd,
        /// Free text, shown in the working.
        optional note: String,
    }
}

impl Advance {
    /// An advance that everything earns back, written off at the end.
    pub const fn new(id: Id, amount: Money, paid_on: NaiveDate) -> Self {
        Self {
            id,
            amount,
            paid_on,
            share: None,
            from: None,
            at_end: AtEnd::WriteOff,
            note: None,
        }
    }
}

/// What happens at the end to an advance that was not earned back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AtEnd {
    /// It is written off: the payee keeps it.
    #[default]
    WriteOff,
    /// The payee gives it back.
    Repay,
}

/// What happens to recouped advances when the balance falls below 0.
///
/// 1,000.00 advanced and earned back, then a refund that takes back 300.00: `Unrecoup` opens the
/// advance again by 300.00, `Carry` leaves it recouped and carries a debit of 300.00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Deficit {
    /// They are opened again, by what was recouped from own income at most.
    #[default]
    Unrecoup,
    /// They stay recouped; the debit is carried.
    Carry,
}

paper! {
    /// The most that items pay in a window.
    #[doc(alias = "ceiling")]
    pub struct Cap {
        /// Its name.
        required id: Id,
        /// The most.
        required amount: Money,
        /// Over which stretch.
        required window: Window,
        /// The items under it; all if nothing is said.
        optional scope: Vec<Id>,
        /// Free text, shown in the working.
        optional note: String,
    }
}

impl Cap {
    /// A cap on all items together.
    pub const fn new(id: Id, amount: Money, window: Window) -> Self {
        Self {
            id,
            amount,
            window,
            scope: None,
            note: None,
        }
    }
}

paper! {
    /// The least that is earned, or paid, in a window (spec/compensation.md 8).
    #[doc(alias = "minimum guarantee")]
    #[doc(alias = "MG")]
    #[doc(alias = "revenue floor")]
    pub struct Guarantee {
        /// Its name.
        required id: Id,
        /// Over which stretch.
        required window: Window,
        /// One sum for every window.
        optional amount: Money,
        /// Sums that change with the number of the window.
        optional amounts: Vec<GuaranteeFrom>,
        /// What is held against the sum.
        defaulted on: GuaranteeOn,
        /// When a window falls due.
        defaulted test: GuaranteeTest,
        /// What becomes of earnings above the sum.
        defaulted surplus: Surplus,
        /// Whether a part of a window owes a part of the sum; it does if nothing is said.
        optional prorate: bool,
        /// The items whose earnings count; all if nothing is said.
        optional scope: Vec<Id>,
        /// Free text, shown in the working.
        optional note: String,
    }
}

impl Guarantee {
    /// A guarantee of one sum for every window, held against what all items earn in it when it
    /// closes.
    pub const fn new(id: Id, amount: Money, window: Window) -> Self {
        Self {
            id,
            window,
            amount: Some(amount),
            amounts: None,
            on: GuaranteeOn::Earned,
            test: GuaranteeTest::AtClose,
            surplus: Surplus::Forfeit,
            prorate: None,
            scope: None,
            note: None,
        }
    }
}

paper! {
    /// The sum of a guarantee from one window on.
    pub struct GuaranteeFrom {
        /// The number of the window, from 1.
        required from: u32,
        /// The sum.
        required amount: Money,
    }
}

/// What is held against a guarantee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum GuaranteeOn {
    /// What was earned, before advances are recouped.
    #[default]
    Earned,
    /// What can be paid, after advances are recouped.
    Payable,
}

/// What becomes of earnings above a guarantee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Surplus {
    /// They help no other window.
    #[default]
    Forfeit,
    /// They count in the windows after it.
    CarryForward,
}

/// When a guarantee falls due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum GuaranteeTest {
    /// When its window closes.
    #[default]
    AtClose,
    /// Day by day over the months of its window.
    Accrued,
    /// In sums on days.
    Installments(Vec<Installment>),
}

paper! {
    /// One sum of a guarantee on a day.
    pub struct Installment {
        /// The day.
        required_day on,
        /// The sum.
        required amount: Money,
    }
}

paper! {
    /// A part of earnings or sales that is kept back against returns and released later.
    #[doc(alias = "reserve against returns")]
    pub struct Reserve {
        /// The part, 0 to 1.
        required rate: Ratio,
        /// Of what.
        defaulted on: ReserveOn,
        /// Weights of the parts that the next periods release.
        required release: Vec<i64>,
        /// The items it is kept from; all if nothing is said.
        optional scope: Vec<Id>,
    }
}

/// What a reserve is a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReserveOn {
    /// Of what was earned.
    #[default]
    Earned,
    /// Of the net revenue of this activity, at most what was earned.
    Revenue,
}

paper! {
    /// Earnings wait so many days before they can be paid.
    #[doc(alias = "holding period")]
    pub struct Hold {
        /// How many days after the end of the period.
        required days: u32,
        /// The items that wait; all if nothing is said.
        optional scope: Vec<Id>,
    }
}

paper! {
    /// Something given in kind: it counts as value and pays no cash.
    #[doc(alias = "product exchange")]
    pub struct InKind {
        /// Its name.
        required id: Id,
        /// The most over the whole agreement.
        optional limit: Money,
        /// Whether it counts towards guarantees.
        defaulted counts: bool,
    }
}

paper! {
    /// A part on top of an item for further rights: exclusive, perpetual, another territory.
    pub struct Surcharge {
        /// Its name.
        required id: Id,
        /// The part, 0 or more.
        required rate: Ratio,
    }
}

paper! {
    /// What each event pays beside its rate, and its limits.
    #[derive(Default)]
    pub struct PerEvent {
        /// A fee of each event.
        optional fixed: Money,
        /// The least of an event.
        optional min: Money,
        /// The most of an event.
        optional max: Money,
    }
}

paper! {
    /// What lateness costs and what earliness earns (spec/compensation.md 13).
    pub struct Timing {
        /// Its name.
        required id: Id,
        /// What a late delivery costs.
        #[doc(alias = "delay penalty")]
        optional late: TimingRule,
        /// What an early delivery earns.
        #[doc(alias = "early bonus")]
        optional early: TimingRule,
        /// After how many days of lateness the agreement may be terminated.
        optional terminate_after_days: u32,
        /// Free text, shown in the working.
        optional note: String,
    }
}

paper! {
    /// What every step of lateness or earliness is worth.
    pub struct TimingRule {
        /// Days that do not count.
        defaulted grace_days: u32,
        /// Days of a step; 1 if nothing is said.
        optional step_days: u32,
        /// How days become steps.
        defaulted count: StepCount,
        /// A part of the value of the delivery.
        optional rate: Ratio,
        /// A fixed sum.
        optional fixed: Money,
        /// The most in all.
        optional at_most: Money,
        /// The most in all, as a part of the value.
        optional at_most_rate: Ratio,
    }
}

/// How days of lateness, or earliness, become steps.
///
/// At 10.00 per step of 7 days, 13 days come to 10.00 by completed steps, 20.00 by started ones
/// and 18.57 exactly. Completed steps are our choice where the terms are silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum StepCount {
    /// Only full steps count.
    #[default]
    Completed,
    /// A step that was begun counts.
    Started,
    /// Parts of a step count as parts.
    Exact,
}

by_name! {
    AtEnd { WriteOff "write_off", Repay "repay" }
    Deficit { Unrecoup "unrecoup", Carry "carry" }
    GuaranteeOn { Earned "earned", Payable "payable" }
    Surplus { Forfeit "forfeit", CarryForward "carry_forward" }
    ReserveOn { Earned "earned", Revenue "revenue" }
    StepCount { Completed "completed", Started "started", Exact "exact" }
}

impl Canonical for GuaranteeTest {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::AtClose => text.push_str("at_close"),
            Self::Accrued => text.push_str("accrued"),
            Self::Installments(installments) => field(text, "installments", installments),
        }
    }
}

paper! {
    /// When and how money leaves; by default all of it, without tax and without a due date.
    #[derive(Default)]
    pub struct Payout {
        /// The least that is paid out; less is carried. On it is enough.
        optional minimum: Money,
        /// The part that is withheld from what is paid, 0 to 1.
        optional tax: Ratio,
        /// The day on which it is due.
        optional due: Due,
        /// What it costs to pay later; a statement does not read it.
        optional interest: LateInterest,
    }
}

paper! {
    /// The day on which a payout is due.
    pub struct Due {
        /// The day that it counts from.
        defaulted from: DueFrom,
        /// The rule.
        required rule: DueRule,
        /// What happens on a day that is no business day.
        defaulted roll: Roll,
    }
}

impl Due {
    /// A due date that counts from the last day of the period and is not moved from days of rest.
    pub const fn new(rule: DueRule) -> Self {
        Self {
            from: DueFrom::PeriodEnd,
            rule,
            roll: Roll::None,
        }
    }
}

/// The day that a due date counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DueFrom {
    /// The last day of the period.
    #[default]
    PeriodEnd,
    /// The day of the statement; the day after the period if none is given.
    Statement,
}

by_name! {
    DueFrom { PeriodEnd "period_end", Statement "statement" }
}
