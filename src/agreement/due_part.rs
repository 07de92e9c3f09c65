//! What every party gets on each day on which something of a settlement is due.

use super::account::Unpaid;
use super::division::Payout;
use super::refusal::AgreementError;
use crate::allocate::ClaimsRule;
use crate::compensation::{DueAmount, Statement};
use crate::money::{Money, MoneyError};

/// How the sum of a day is divided: by what everybody is still to get of the settlement. So
/// nobody gets more than the payout, on the last day everybody has all of it, and what no tier
/// took is missing from what is due last.
pub(super) const RULE: ClaimsRule = ClaimsRule::Proportional;

/// On which days a settlement is due, and how much of it on each: the days of the statement, and
/// what is paid ahead on the day of its payout.
pub(super) fn days(statement: &Statement) -> Result<Vec<DueAmount>, MoneyError> {
    let mut days = statement.dues().to_vec();
    let (on, amount) = (statement.due_on(), statement.advanced());
    if amount.is_zero() {
        return Ok(days);
    }
    if let Some(day) = days.iter_mut().find(|day| day.on == on) {
        day.amount = day.amount.checked_add(amount)?;
    } else {
        days.push(DueAmount { on, amount });
        days.sort_by_key(|day| (day.on.is_none(), day.on));
    }
    Ok(days)
}

/// The payouts of a settlement day by day, in party order; they add up to the payouts.
pub(super) fn parts(
    settlement: &str,
    days: &[DueAmount],
    payouts: &[Payout],
) -> Result<Vec<Unpaid>, AgreementError> {
    let mut parts = Vec::with_capacity(payouts.len().saturating_mul(days.len()));
    let mut claims: Vec<Money> = payouts.iter().map(|payout| payout.amount).collect();
    for (day, at) in days.iter().zip(1_usize..) {
        let gets = if at == days.len() {
            std::mem::take(&mut claims)
        } else {
            RULE.award(day.amount, &claims)?.awards().to_vec()
        };
        for (claim, got) in claims.iter_mut().zip(&gets) {
            *claim = claim.checked_sub(*got)?;
        }
        let paid = payouts.iter().zip(gets);
        parts.extend(
            paid.filter(|(_, amount)| !amount.is_zero())
                .map(|(payout, amount)| Unpaid {
                    settlement: settlement.to_owned(),
                    party: payout.party.clone(),
                    amount,
                    due_on: day.on,
                }),
        );
    }
    Ok(parts)
}
