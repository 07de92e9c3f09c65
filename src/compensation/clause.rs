//! The clauses around pay items: caps, guarantees, reserve, hold, timing, rights.

use super::canonical::{Canonical, by_name, field};
use super::due::{Due, Dues};
use super::escalator::Escalator;
use super::interest::LateInterest;
use super::pay::PayDraft;
use super::window::Window;
use super::wire::{Id, paper};
use super::yearly::YearlyInstallment;
use crate::money::Money;
use crate::ratio::Ratio;

paper! {
    /// The most that items pay in a window.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Cap, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let most = Cap::new("most".parse()?, "2000.00 USD".parse()?, Window::Lifetime);
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .cap(most)
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "30000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.paid().to_string(), "2000.00 USD"); // of 3,000.00
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
        /// Parts on top of what it lets through, for further rights: 25% on a cap of 3,000.00 are
        /// 750.00 at most, where a surcharge of an item would be cut with the rest.
        defaulted surcharges: Vec<Surcharge>,
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
            surcharges: Vec::new(),
            note: None,
        }
    }
}

paper! {
    /// The least that is earned, or paid, in a window (spec/compensation.md 8).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Guarantee, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let least = Guarantee::new("least".parse()?, "500.00 USD".parse()?, Window::Months(1));
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .guarantee(least)
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "3000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// let lines: Vec<String> = statement.lines().iter().map(ToString::to_string).collect();
    /// assert_eq!(lines, ["item share: 300.00 USD", "guarantee least: 200.00 USD"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
        /// What activity of the window decides: 0.17 for each patron, by the number of stores
        /// (spec/contracts.md X6). It is never prorated.
        #[doc(alias = "minimum per patron")]
        optional amount_by: PayDraft,
        /// What is held against the sum.
        defaulted on: GuaranteeOn,
        /// When a window falls due.
        defaulted test: GuaranteeTest,
        /// What becomes of earnings above the sum.
        defaulted surplus: Surplus,
        /// Whether a part of a window owes a part of the sum; it does if nothing is said.
        optional prorate: bool,
        /// By how much the sum rises from year to year.
        optional escalator: Escalator,
        /// The items whose earnings count; all if nothing is said.
        optional scope: Vec<Id>,
        /// On which days its line is due; with the payout if nothing is said.
        optional dues: Dues,
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
            amount_by: None,
            on: GuaranteeOn::Earned,
            test: GuaranteeTest::AtClose,
            surplus: Surplus::Forfeit,
            prorate: None,
            escalator: None,
            scope: None,
            dues: None,
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
    /// In parts on days of every year, over windows of twelve months: a third of 100.00 on each of
    /// three days is 33.34, 33.33 and 33.33, year by year.
    Yearly(Vec<YearlyInstallment>),
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
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Reserve, ReserveOn, Terms, settle};
    /// use partnership::time::date;
    ///
    /// // A fifth is kept back, and comes in two equal parts with the next two statements.
    /// let fifth = "20%".parse()?;
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "copies", "10%".parse()?)
    ///     .reserve(Reserve { rate: fifth, on: ReserveOn::Earned, release: vec![1, 1], scope: None })
    ///     .build()?;
    /// let mut first = Activity::empty(1, "2026-01-01..2026-04-01".parse()?);
    /// first.add_sale("copies", "10000.00 USD".parse()?)?;
    /// let (statement, state) = settle(&terms, &terms.new_state(), &first)?;
    /// assert_eq!(statement.paid().to_string(), "800.00 USD"); // of 1,000.00
    /// let second = Activity::empty(2, "2026-04-01..2026-07-01".parse()?);
    /// let (statement, _) = settle(&terms, &state, &second)?;
    /// assert_eq!(statement.paid().to_string(), "100.00 USD");
    /// assert_eq!(statement.reserve().to_string(), "100.00 USD"); // still kept back
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Hold, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .hold(Hold { days: 45, scope: None })
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "3000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.earned().to_string(), "300.00 USD");
    /// assert_eq!(statement.held().to_string(), "300.00 USD"); // until the middle of March
    /// assert_eq!(statement.paid().to_string(), "0.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Item, PayDraft, Surcharge, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let fee = PayDraft::retainer("1000.00 USD".parse()?);
    /// let mut fee = Item::new("fee".parse()?, Window::Months(1), fee);
    /// fee.surcharges.push(Surcharge { id: "exclusive".parse()?, rate: "25%".parse()? });
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?).item(fee).build()?;
    /// let january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// let lines: Vec<String> = statement.lines().iter().map(ToString::to_string).collect();
    /// assert_eq!(lines, ["item fee: 1000.00 USD", "surcharge fee/exclusive: 250.00 USD"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
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
            Self::Yearly(installments) => field(text, "yearly", installments),
        }
    }
}

paper! {
    /// When and how money leaves; by default all of it, without tax and without a due date.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Payout, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let payout = Payout {
    ///     minimum: Some("50.00 USD".parse()?),
    ///     tax: Some("30%".parse()?),
    ///     ..Payout::default()
    /// };
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .payout(payout)
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "700.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.gross_paid().to_string(), "70.00 USD"); // 50.00 are enough
    /// assert_eq!(statement.paid().to_string(), "49.00 USD"); // 21.00 are withheld
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Default)]
    pub struct Payout {
        /// The least that is paid out; less is carried. On it is enough.
        optional minimum: Money,
        /// The part that is withheld from what is paid, 0 to 1.
        optional tax: Ratio,
        /// The day on which it is due.
        optional due: Due,
        /// The days on which it is due, in place of one.
        optional dues: Dues,
        /// What it costs to pay later; a statement does not read it.
        optional interest: LateInterest,
    }
}
