//! What a term sheet comes to on activities that are expected.

use super::activity::Activity;
use super::line::LineKind;
use super::lint::Lint;
use super::notice::Notice;
use super::settle::settle;
use super::settle_error::SettleError;
use super::state::State;
use super::statement::Statement;
use super::terms::Terms;
use crate::money::Money;
use crate::problem::Problem;

impl Terms {
    /// Returns the lints of the sheet, and what a forecast shows: advances that are never earned
    /// back, and a minimum that is missed by more than half of the statements.
    ///
    /// # Errors
    ///
    /// Those of [`settle`].
    ///
    /// # Examples
    ///
    /// 10% of 170.00 a month against a minimum of 50.00: only the third statement pays.
    ///
    /// ```
    /// use partnership::compensation::{Activity, Item, PayDraft, Payout, Terms, Window};
    /// use partnership::time::date;
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let minimum = Payout { minimum: Some("50.00 USD".parse()?), ..Payout::default() };
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
    ///     .payout(minimum)
    ///     .build()?;
    /// let mut forecast = Vec::new();
    /// let months = ["2026-01-01..2026-02-01", "2026-02-01..2026-03-01", "2026-03-01..2026-04-01"];
    /// for (no, period) in (1..).zip(months) {
    ///     let mut month = Activity::empty(no, period.parse()?);
    ///     month.add_sale("shop", "170.00 USD".parse()?)?;
    ///     forecast.push(month);
    /// }
    /// let lints: Vec<String> =
    ///     terms.lint_with(&forecast)?.iter().map(ToString::to_string).collect();
    /// assert_eq!(lints, [
    ///     "versions[0].payout.minimum: the minimum is missed by 2 of 3 statements",
    /// ]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lint_with(&self, forecast: &[Activity]) -> Result<Vec<Problem<Lint>>, SettleError> {
        let mut lints = self.lint();
        let mut state = self.new_state();
        let mut statements = Vec::with_capacity(forecast.len());
        for activity in forecast {
            let (statement, next) = settle(self, &state, activity)?;
            statements.push(statement);
            state = next;
        }
        lints.extend(self.never_recouped(&state, &statements));
        lints.extend(rarely_met(&statements));
        Ok(lints)
    }

    /// The advances that were paid and that the last statement leaves open, or wrote off.
    fn never_recouped(&self, last: &State, statements: &[Statement]) -> Vec<Problem<Lint>> {
        let Some(through) = statements.last().map(|last| last.period().to()) else {
            return Vec::new();
        };
        let lines = || statements.iter().flat_map(Statement::lines);
        let mut found = Vec::new();
        for (index, advance) in self.sheet().advances.iter().enumerate() {
            let Some(known) = last.memory().advances.get(&advance.id) else {
                continue;
            };
            let on_its_day = advance.paid_on.filter(|day| *day < through);
            let on_its_day = on_its_day.and(advance.amount);
            let paid = known.parts.values().copied().chain(on_its_day);
            let of_it = lines().filter(|line| line.reference == advance.id.as_str());
            let changes = of_it.filter(|line| {
                matches!(
                    line.kind,
                    LineKind::Recoupment
                        | LineKind::RecoupmentReversed
                        | LineKind::AdvanceRepayable
                )
            });
            let amounts = changes.map(|line| line.amount);
            let amounts = amounts.chain(paid).chain(known.charged);
            // What settled fits, so that its sum does.
            let open = Money::sum(self.currency(), amounts).unwrap_or(known.outstanding);
            if open.is_positive() {
                found.push(Problem {
                    place: format!("advances[{index}]"),
                    fault: Lint::AdvanceWillNotRecoup { open },
                });
            }
        }
        found
    }
}

/// A minimum that more than half of the statements miss; it stands in the version of the last.
fn rarely_met(statements: &[Statement]) -> Option<Problem<Lint>> {
    let is_below = |statement: &&Statement| {
        let mut notices = statement.notices();
        notices.any(|notice| matches!(notice, Notice::BelowMinimum { .. }))
    };
    let missed = statements.iter().filter(is_below).count();
    let version = statements
        .iter()
        .rfind(is_below)?
        .version()
        .saturating_sub(1);
    let statements = statements.len();
    (missed.saturating_mul(2) > statements).then(|| Problem {
        place: format!("versions[{version}].payout.minimum"),
        fault: Lint::MinimumRarelyMet { missed, statements },
    })
}
