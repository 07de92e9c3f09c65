//! [`settle`]: one period becomes one statement, in the fixed order of evaluation.

use super::activity::Activity;
use super::booked::Stop;
use super::plain::Plain;
use super::run::run;
use super::settle_error::SettleError;
use super::state::State;
use super::statement::Statement;
use super::terms::Terms;
use super::working::Failure;

/// Returns the statement of one period and the state after it.
///
/// For every item, window and version that the period touches: the cumulative measure is rated,
/// rounded, and what is already booked is subtracted, `line = R(f(measure)) - booked`. A refund
/// therefore takes back exactly what its sale had paid, and one report or a thousand of the same
/// sales come to the same cents (spec/compensation.md 5, 7).
///
/// # Rounding
///
/// Each target once, to the minor unit, by the rounding of the terms.
///
/// # Errors
///
/// [`SettleError`] names what is refused; the state given stays as it was.
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
/// use partnership::time::date;
///
/// let share = PayDraft::tiered_share(
///     &["shop"],
///     &[(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "20%".parse()?)],
/// );
/// let terms = Terms::builder("acme-jane", "USD".parse()?, date("2026-01-01")?)
///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
///     .build()?;
///
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "12000.00 USD".parse()?)?;
/// let (statement, state) = settle(&terms, &terms.new_state(), &january)?;
/// assert_eq!(statement.paid().to_string(), "1400.00 USD");
///
/// // 3,000.00 come back: 2,000.00 of them had paid 20%, the rest 10%.
/// let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse()?);
/// february.add_refund("shop", Some(1), "3000.00 USD".parse()?)?;
/// let (statement, _) = settle(&terms, &state, &february)?;
/// assert_eq!(statement.closing().to_string(), "-500.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn settle(
    terms: &Terms,
    state: &State,
    activity: &Activity,
) -> Result<(Statement, State), SettleError> {
    run(&mut plain(terms), terms, state, activity).map_err(refusal)
}

/// The working of a sheet that computes figures.
pub(super) fn plain(terms: &Terms) -> Plain<'_> {
    Plain {
        currency: terms.currency(),
        rounding: terms.sheet().rounding(),
        calendar: terms.sheet().calendar.as_ref(),
    }
}

/// What a caller learns of a run that stopped.
pub(super) fn refusal(stop: Stop) -> SettleError {
    match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Failed {
            failure: Failure::Time(error),
            ..
        } => SettleError::Time(error),
        Stop::Failed { place, .. } => SettleError::Overflow { place },
    }
}
