//! [`Due`] and [`Dues`]: on which days money is due.

use chrono::NaiveDate;

use super::canonical::{Canonical, by_name};
use super::wire::paper;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::time::{DueRule, Roll};

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

/// The days on which an item, a schedule, a guarantee or a payout is paid, and how much of it on
/// each (spec/contracts.md X1).
///
/// What has dues keeps its own days; everything else falls due with the payout. What shortens the
/// payment takes from what is due last.
///
/// # Examples
///
/// A fee on the first day of the month, a tenth of the sales thirty days after its end:
///
/// ```
/// use partnership::compensation::{
///     Activity, Due, Dues, DuesFrom, Item, PayDraft, Payout, Terms, Window, settle,
/// };
/// use partnership::time::{DueRule, date};
///
/// let fee = Item {
///     dues: Some(Dues::on(DuesFrom::PeriodStart, DueRule::OnEvent)),
///     ..Item::new("fee".parse()?, Window::Period, PayDraft::retainer("500.00 USD".parse()?))
/// };
/// let share = PayDraft::share(&["shop"], "10%".parse()?);
/// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
///     .item(fee)
///     .item(Item::new("sales".parse()?, Window::Period, share))
///     .payout(Payout { due: Some(Due::new(DueRule::net(30)?)), ..Payout::default() })
///     .build()?;
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "4000.00 USD".parse()?)?;
///
/// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
/// let dues: Vec<String> = statement.dues().iter().map(ToString::to_string).collect();
/// assert_eq!(dues, ["500.00 USD on 2026-01-01", "400.00 USD on 2026-03-02"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[doc(alias = "payment terms")]
#[doc(alias = "payment schedule")]
pub struct Dues(pub Vec<DueShare>);

paper! {
    /// One of the days on which something is paid.
    pub struct DueShare {
        /// The part that is paid on it; all of it if nothing is said.
        optional share: Ratio,
        /// The day that it counts from.
        defaulted from: DuesFrom,
        /// The rule.
        required rule: DueRule,
        /// What happens on a day that is no business day.
        defaulted roll: Roll,
    }
}

/// The day that one of several due dates counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DuesFrom {
    /// The last day of the period.
    #[default]
    PeriodEnd,
    /// The first day of the period.
    PeriodStart,
    /// The day of the statement; the day after the period if none is given.
    Statement,
    /// The day of a part of a schedule, of the acceptance of its milestone, or of the last
    /// installment of a guarantee in the period; else the last day of the period.
    Event,
}

by_name! {
    DueFrom { PeriodEnd "period_end", Statement "statement" }
    DuesFrom {
        PeriodEnd "period_end",
        PeriodStart "period_start",
        Statement "statement",
        Event "event",
    }
}

impl From<DueFrom> for DuesFrom {
    fn from(from: DueFrom) -> Self {
        match from {
            DueFrom::PeriodEnd => Self::PeriodEnd,
            DueFrom::Statement => Self::Statement,
        }
    }
}

impl Canonical for Dues {
    fn canonical(&self, text: &mut String) {
        self.0.canonical(text);
    }
}

impl Dues {
    /// All of it on one day, which is not moved from days of rest.
    pub fn on(from: DuesFrom, rule: DueRule) -> Self {
        Self(vec![DueShare {
            share: None,
            from,
            rule,
            roll: Roll::None,
        }])
    }
}

/// What of a payment is due on a day; what no rule gives a day has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DueAmount {
    /// The day; it may lie before the statement, since that is when it was due.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            with = "crate::time::date_text::present",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub on: Option<NaiveDate>,
    /// What is due, after tax.
    pub amount: Money,
}

impl std::fmt::Display for DueAmount {
    /// The amount, and its day if it has one: `500.00 USD on 2026-01-01`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.on {
            Some(day) => write!(f, "{} on {day}", self.amount),
            None => write!(f, "{} on no day", self.amount),
        }
    }
}
