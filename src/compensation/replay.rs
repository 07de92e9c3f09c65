//! [`PeriodRefused`]: an agreement settled period by period, and where that stopped.

use super::activity::Activity;
use super::line::LineKind;
use super::settle::settle;
use super::settle_error::SettleError;
use super::statement::Statement;
use super::terms::Terms;
use crate::money::{Money, MoneyError};

/// A period of a history that could not be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("period {no}: {error}")]
pub struct PeriodRefused {
    /// The number of the period, as its activity says it.
    pub no: u32,
    /// Why.
    pub error: Box<SettleError>,
}

/// The statements of an agreement from its first period on, up to the first refusal.
pub(super) fn replay<'a>(
    terms: &'a Terms,
    activities: impl IntoIterator<Item = &'a Activity>,
) -> impl Iterator<Item = Result<Statement, PeriodRefused>> {
    let mut state = Some(terms.new_state());
    activities.into_iter().map_while(move |activity| {
        let before = state.take()?;
        Some(match settle(terms, &before, activity) {
            Ok((statement, after)) => {
                state = Some(after);
                Ok(statement)
            }
            Err(error) => Err(PeriodRefused {
                no: activity.no,
                error: Box::new(error),
            }),
        })
    })
}

impl Statement {
    /// What the period was worth in money: earned, guarantees and change orders.
    pub(super) fn worth(&self) -> Result<Money, MoneyError> {
        let beside = self
            .lines()
            .iter()
            .filter(|line| matches!(line.kind, LineKind::Guarantee | LineKind::ChangeOrder))
            .map(|line| line.amount);
        Money::sum(self.earned().currency(), beside.chain([self.earned()]))
    }

    /// What the period handed over: paid, and paid ahead.
    pub(super) fn cash(&self) -> Result<Money, MoneyError> {
        self.paid().checked_add(self.advanced())
    }
}
