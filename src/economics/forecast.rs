//! [`dashboard`]: what was planned, what came, and why (E6).

use std::collections::BTreeSet;

use super::error::EconomicsError;
use crate::money::{Currency, Money};
use crate::ratio::Ratio;

/// Which way money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LineKind {
    /// In.
    Income,
    /// Out.
    Cost,
}

/// Why an amount is not the planned one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Cause {
    /// More or fewer units.
    Volume,
    /// Dearer or cheaper units.
    Price,
    /// Earlier or later.
    Timing,
    /// More or less was done.
    Scope,
    /// A rate of exchange.
    Currency,
    /// A slip.
    Mistake,
    /// Anything else.
    Other,
}

/// A part of a variance and why it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CausePart {
    /// Why.
    pub cause: Cause,
    /// How much of `actual - planned`.
    pub amount: Money,
}

/// A line of a plan, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ForecastLine {
    /// Its name, once in a period.
    pub key: String,
    /// Which way the money goes.
    pub kind: LineKind,
    /// What was planned.
    pub planned: Money,
    /// What came, once that is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub actual: Option<Money>,
    /// Why it is not the same.
    #[cfg_attr(feature = "serde", serde(default))]
    pub causes: Vec<CausePart>,
}

/// The lines of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ForecastPeriod {
    /// Its name, once in a dashboard.
    pub period: String,
    /// Its lines.
    pub lines: Vec<ForecastLine>,
}

/// Whether what came is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LineState {
    /// More income or less cost.
    Favourable,
    /// Less income or more cost.
    Adverse,
    /// As planned.
    OnPlan,
    /// Not known yet, and in no sum.
    Open,
}

impl LineState {
    /// Returns the name in text and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::Adverse => "adverse",
            Self::OnPlan => "on_plan",
            Self::Open => "open",
        }
    }
}

/// A line held against its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DashboardRow {
    /// Its name.
    pub key: String,
    /// Whether it is good.
    pub state: LineState,
    /// `actual - planned`.
    pub variance: Option<Money>,
    /// The variance so that positive is good, always: turned for a cost.
    pub effect: Option<Money>,
    /// The variance as a part of what was planned; none if that is 0.
    pub percent: Option<Ratio>,
    /// Whether something came where nothing was planned.
    pub unplanned: bool,
    /// Whether the variance is beyond the tolerance.
    pub material: bool,
    /// The variance less its causes.
    pub unexplained: Option<Money>,
}

/// A period held against its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DashboardPeriod {
    /// Its name.
    pub period: String,
    /// Its lines, in their order.
    pub rows: Vec<DashboardRow>,
    /// The sum of their effects.
    pub effect: Money,
    /// The effects up to here.
    pub cumulative: Money,
    /// The costs that are adverse beyond the tolerance.
    pub overruns: Vec<String>,
    /// The incomes that are.
    pub shortfalls: Vec<String>,
    /// Those of both that are not fully explained.
    pub cause_needed: Vec<String>,
}

/// All periods held against their plan.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Dashboard {
    /// The periods, in their order.
    pub periods: Vec<DashboardPeriod>,
    /// The result that was planned for the lines that are closed.
    pub planned_result: Money,
    /// Their result.
    pub actual_result: Money,
    /// The difference: the sum of all effects.
    pub effect: Money,
}

/// Returns plan and actual side by side, so that positive is good, always.
///
/// `effect = actual - planned` of an income, and the same turned of a cost; a line is material if
/// `|variance| > tolerance x |planned|` (spec/health-economics.md 7).
///
/// # Errors
///
/// [`EconomicsError::BadThreshold`] for a tolerance below 0,
/// [`EconomicsError::DuplicatePeriod`], [`EconomicsError::DuplicateLine`],
/// [`EconomicsError::Money`] for two currencies, [`EconomicsError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::{Currency, Ratio};
/// use partnership::economics::{ForecastLine, ForecastPeriod, LineKind, dashboard};
///
/// let line = |key: &str, kind, planned: &str, actual: &str| -> Result<_, partnership::Error> {
///     let (key, causes) = (key.to_owned(), Vec::new());
///     Ok(ForecastLine { key, kind, planned: planned.parse()?, actual: Some(actual.parse()?), causes })
/// };
/// let january = ForecastPeriod {
///     period: "2026-01".to_owned(),
///     lines: vec![
///         line("sales", LineKind::Income, "1000.00 USD", "1200.00 USD")?,
///         line("crew", LineKind::Cost, "400.00 USD", "450.00 USD")?,
///     ],
/// };
/// let board = dashboard(Currency::USD, Ratio::ZERO, &[january])?;
/// assert_eq!(board.effect.to_string(), "150.00 USD");
/// assert_eq!(board.periods[0].overruns, ["crew"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "plan versus actual")]
#[doc(alias = "variance analysis")]
pub fn dashboard(
    currency: Currency,
    tolerance: Ratio,
    periods: &[ForecastPeriod],
) -> Result<Dashboard, EconomicsError> {
    if tolerance.is_negative() {
        return Err(EconomicsError::BadThreshold { value: tolerance });
    }
    let nothing = Money::zero(currency);
    let mut all = Dashboard {
        periods: Vec::with_capacity(periods.len()),
        planned_result: nothing,
        actual_result: nothing,
        effect: nothing,
    };
    let mut names = BTreeSet::new();
    for period in periods {
        if !names.insert(&period.period) {
            return Err(EconomicsError::DuplicatePeriod {
                period: period.period.clone(),
            });
        }
        let held = all.hold(period, tolerance, nothing)?;
        all.periods.push(held);
    }
    Ok(all)
}

impl Dashboard {
    /// Holds the next period against its plan, and adds it to the sums.
    fn hold(
        &mut self,
        period: &ForecastPeriod,
        tolerance: Ratio,
        nothing: Money,
    ) -> Result<DashboardPeriod, EconomicsError> {
        let mut held = DashboardPeriod {
            period: period.period.clone(),
            rows: Vec::with_capacity(period.lines.len()),
            effect: nothing,
            cumulative: nothing,
            overruns: Vec::new(),
            shortfalls: Vec::new(),
            cause_needed: Vec::new(),
        };
        let mut keys = BTreeSet::new();
        for line in &period.lines {
            if !keys.insert(&line.key) {
                return Err(EconomicsError::DuplicateLine {
                    period: period.period.clone(),
                    line: line.key.clone(),
                });
            }
            nothing.compare(line.planned)?;
            let row = line.row(tolerance)?;
            if let (Some(actual), Some(effect)) = (line.actual, row.effect) {
                held.effect = held.effect.checked_add(effect)?;
                let add = |result: Money, amount| result.checked_add(line.kind.signed(amount));
                self.planned_result = add(self.planned_result, line.planned)?;
                self.actual_result = add(self.actual_result, actual)?;
            }
            if row.state == LineState::Adverse && row.material {
                let list = match line.kind {
                    LineKind::Cost => &mut held.overruns,
                    LineKind::Income => &mut held.shortfalls,
                };
                list.push(line.key.clone());
                if row.unexplained.is_some_and(|rest| !rest.is_zero()) {
                    held.cause_needed.push(line.key.clone());
                }
            }
            held.rows.push(row);
        }
        self.effect = self.effect.checked_add(held.effect)?;
        held.cumulative = self.effect;
        Ok(held)
    }
}

impl LineKind {
    /// An amount so that positive is good.
    fn signed(self, amount: Money) -> Money {
        match self {
            Self::Income => amount,
            Self::Cost => -amount,
        }
    }
}

impl ForecastLine {
    fn row(&self, tolerance: Ratio) -> Result<DashboardRow, EconomicsError> {
        let mut row = DashboardRow {
            key: self.key.clone(),
            state: LineState::Open,
            variance: None,
            effect: None,
            percent: None,
            unplanned: false,
            material: false,
            unexplained: None,
        };
        let Some(actual) = self.actual else {
            return Ok(row);
        };
        let variance = actual.checked_sub(self.planned)?;
        let effect = self.kind.signed(variance);
        row.state = match effect.signum() {
            1 => LineState::Favourable,
            -1 => LineState::Adverse,
            _ => LineState::OnPlan,
        };
        row.percent = variance.ratio_to(self.planned.abs()).ok();
        row.unplanned = self.planned.is_zero() && !actual.is_zero();
        row.material = match row.percent {
            Some(percent) => percent.abs() > tolerance,
            None => !variance.is_zero(),
        };
        let causes = self.causes.iter().map(|part| part.amount);
        let explained = Money::sum(variance.currency(), causes)?;
        row.unexplained = Some(variance.checked_sub(explained)?);
        row.variance = Some(variance);
        row.effect = Some(effect);
        Ok(row)
    }
}
