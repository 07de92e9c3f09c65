//! [`compare`]: several term sheets over one history.

use super::activity::Activity;
use super::replay::replay;
use super::settle_error::SettleError;
use super::terms::Terms;
use crate::money::{Money, MoneyError};

/// What one sheet comes to over the history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SheetTotals {
    /// The name of the sheet.
    pub name: String,
    /// Earned, guarantees, change orders, and what was given in kind.
    pub value: Money,
    /// Paid, and paid ahead.
    pub cash: Money,
    /// What is carried at the end.
    pub closing: Money,
    /// What is left of advances at the end.
    pub unrecouped: Money,
}

/// Term sheets side by side; where several are best, all are named in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Comparison {
    /// The totals, in the order of the sheets.
    pub totals: Vec<SheetTotals>,
    /// The sheets of the highest value.
    pub best_by_value: Vec<String>,
    /// The sheets of the most cash.
    pub best_by_cash: Vec<String>,
    /// The sheets that hand over most, period by period.
    pub best_cash_per_period: Vec<Vec<String>>,
}

/// The first sheet that cannot be settled over the history.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sheet}: {error}")]
pub struct SheetRefused {
    /// The name of the sheet.
    pub sheet: String,
    /// Why.
    pub error: Box<SettleError>,
}

/// Returns what every sheet comes to over the same history, and which are best.
///
/// Value is earned + guarantees + change orders + in-kind; cash is paid + advanced. Both sides of
/// "an advance now or a higher share later" so stand beside each other (spec/compensation.md 13).
///
/// # Errors
///
/// [`SheetRefused`] names the first sheet that cannot be settled, with its error; a sheet of
/// another currency than the first is [`SettleError::CurrencyMismatch`].
///
/// # Examples
///
/// An advance of 800.00 on 10%, or 12% without: more cash at once, less over three months.
///
/// ```
/// use partnership::compensation::{
///     Activity, Advance, Item, PayDraft, Terms, Window, compare,
/// };
/// use partnership::time::date;
///
/// let sheet = |rate: &str| -> Result<_, partnership::Error> {
///     let share = PayDraft::share(&["shop"], rate.parse()?);
///     let start = date("2026-01-01")?;
///     Ok(Terms::builder("deal", "USD".parse()?, start)
///         .item(Item::new("share".parse()?, Window::Lifetime, share)))
/// };
/// let paid_on = date("2026-01-01")?;
/// let signing = Advance::new("signing".parse()?, "800.00 USD".parse()?, paid_on);
/// let ahead = sheet("10%")?.with(|sheet| sheet.advances.push(signing)).build()?;
/// let later = sheet("12%")?.build()?;
///
/// let mut history = Vec::new();
/// let months = ["2026-01-01..2026-02-01", "2026-02-01..2026-03-01", "2026-03-01..2026-04-01"];
/// for (no, month) in (1..).zip(months) {
///     let mut activity = Activity::empty(no, month.parse()?);
///     activity.add_sale("shop", "3000.00 USD".parse()?)?;
///     history.push(activity);
/// }
/// let comparison = compare(&[("ahead", &ahead), ("later", &later)], &history)?;
/// assert_eq!(comparison.totals[0].cash.to_string(), "900.00 USD");
/// assert_eq!(comparison.totals[1].cash.to_string(), "1080.00 USD");
/// assert_eq!(comparison.best_by_cash, ["later"]);
/// assert_eq!(comparison.best_cash_per_period[0], ["ahead"]);
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn compare(
    sheets: &[(&str, &Terms)],
    activities: &[Activity],
) -> Result<Comparison, SheetRefused> {
    let mut all: Vec<SheetCash> = Vec::with_capacity(sheets.len());
    for (name, terms) in sheets {
        let refused = |error: SettleError| SheetRefused {
            sheet: (*name).to_owned(),
            error: Box::new(error),
        };
        let sheet = settled(name, terms, activities).map_err(refused)?;
        if let Some((_, first)) = sheets
            .first()
            .filter(|(_, t)| t.currency() != terms.currency())
        {
            return Err(refused(SettleError::CurrencyMismatch {
                entry: (*name).to_owned(),
                expected: first.currency(),
                found: terms.currency(),
            }));
        }
        all.push(sheet);
    }
    let per_period = (0..activities.len()).map(|period| {
        let cash = |sheet: &SheetCash| sheet.per_period.get(period).map(|cash| cash.minor());
        best(&all, cash)
    });
    Ok(Comparison {
        best_cash_per_period: per_period.collect(),
        best_by_value: best(&all, |sheet| sheet.totals.value.minor()),
        best_by_cash: best(&all, |sheet| sheet.totals.cash.minor()),
        totals: all.into_iter().map(|sheet| sheet.totals).collect(),
    })
}

/// The totals of a sheet, and its cash period by period.
struct SheetCash {
    totals: SheetTotals,
    per_period: Vec<Money>,
}

/// Settles the whole history under one sheet.
fn settled(name: &str, terms: &Terms, activities: &[Activity]) -> Result<SheetCash, SettleError> {
    let overflow = |_: MoneyError| SettleError::Overflow {
        place: format!("the totals of {name}"),
    };
    let zero = Money::zero(terms.currency());
    let mut totals = SheetTotals {
        name: name.to_owned(),
        value: zero,
        cash: zero,
        closing: zero,
        unrecouped: zero,
    };
    let mut per_period = Vec::with_capacity(activities.len());
    for statement in replay(terms, activities) {
        let statement = statement.map_err(|refused| *refused.error)?;
        let worth = statement.worth().map_err(overflow)?;
        let value = worth.checked_add(statement.in_kind()).map_err(overflow)?;
        let cash = statement.cash().map_err(overflow)?;
        totals.value = totals.value.checked_add(value).map_err(overflow)?;
        totals.cash = totals.cash.checked_add(cash).map_err(overflow)?;
        totals.closing = statement.closing();
        let open = statement.advances().values().copied();
        totals.unrecouped = Money::sum(terms.currency(), open).map_err(overflow)?;
        per_period.push(cash);
    }
    Ok(SheetCash { totals, per_period })
}

/// The names of all sheets with the largest figure, in the order of the sheets.
fn best<K: Ord>(sheets: &[SheetCash], figure: impl Fn(&SheetCash) -> K) -> Vec<String> {
    let most = sheets.iter().map(&figure).max();
    let best = sheets
        .iter()
        .filter(|sheet| most.as_ref() == Some(&figure(sheet)));
    best.map(|sheet| sheet.totals.name.clone()).collect()
}
