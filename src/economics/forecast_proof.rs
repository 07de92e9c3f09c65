//! Proofs of [`dashboard`], [`price_volume`] and [`projection`] (spec/explain.md).

use super::error::EconomicsError;
use super::forecast::{ForecastLine, ForecastPeriod, LineKind, dashboard};
use super::projection::{Sold, price_volume, projection};
use super::proof::{DEFINITION, READINGS, total};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step};
use crate::money::{Currency, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// Returns the proof of [`dashboard`].
///
/// It reads the document `definition`, which is `{"tolerance": .., "periods": the periods}`. The
/// result is the dashboard.
///
/// # Errors
///
/// Those of [`dashboard`], and [`EconomicsError::Explain`].
pub fn explain_dashboard(
    currency: Currency,
    tolerance: Ratio,
    periods: &[ForecastPeriod],
) -> Result<Explanation, EconomicsError> {
    dashboard(currency, tolerance, periods)?;
    let zero = Money::zero(currency);
    let mut proof = Proof::new();
    let tolerance = proof.input(DEFINITION, "/tolerance", tolerance, "tolerance")?;
    let (mut planned, mut actual, mut effects) = (Vec::new(), Vec::new(), Vec::new());
    for (number, period) in periods.iter().enumerate() {
        let mut own = Vec::with_capacity(period.lines.len());
        for (place, line) in period.lines.iter().enumerate() {
            let row = line.prove(&mut proof, [number, place], tolerance)?;
            planned.push(row.planned);
            actual.push(row.actual);
            own.push(row.effect);
        }
        let lines = format!("/periods/{number}/lines");
        let label = format!("effect of {}", period.period);
        let effect = total(&mut proof, &own, (DEFINITION, &lines), zero, &label)?;
        effects.push(effect);
        let cumulative = proof.sum(&effects, zero, &format!("up to {}", period.period))?;
        proof.result(&format!("/periods/{number}/effect"), effect);
        proof.result(&format!("/periods/{number}/cumulative"), cumulative);
    }
    if planned.is_empty() {
        // Nothing was planned in any period, so that nothing came of it: what the periods add.
        planned.clone_from(&effects);
        actual.clone_from(&effects);
    }
    for (pointer, steps, label) in [
        ("/planned_result", &planned, "planned result"),
        ("/actual_result", &actual, "actual result"),
        ("/effect", &effects, "effect of all periods"),
    ] {
        let sum = total(&mut proof, steps, (DEFINITION, "/periods"), zero, label)?;
        proof.result(pointer, sum);
    }
    Ok(proof.finish())
}

/// What a line adds to the sums, so that positive is good.
struct Added {
    planned: Step,
    actual: Step,
    effect: Step,
}

impl ForecastLine {
    fn prove(
        &self,
        proof: &mut Proof,
        [period, line]: [usize; 2],
        tolerance: Step,
    ) -> Result<Added, ExplainError> {
        let place = format!("/periods/{period}/lines/{line}");
        let row = format!("/periods/{period}/rows/{line}");
        let at = |key: &str| format!("{place}/{key}");
        let Some(actual) = self.actual else {
            let open = proof.default(DEFINITION, &at("actual"), false, "not known yet")?;
            proof.result(&format!("{row}/unplanned"), open);
            proof.result(&format!("{row}/material"), open);
            let zero = Money::zero(self.planned.currency());
            let nothing = proof.default(DEFINITION, &at("actual"), zero, "in no sum")?;
            return Ok(Added {
                planned: nothing,
                actual: nothing,
                effect: nothing,
            });
        };
        let name = |what: &str| format!("{what} {}", self.key);
        let planned = proof.input(DEFINITION, &at("planned"), self.planned, &name("planned"))?;
        let actual = proof.input(DEFINITION, &at("actual"), actual, &name("actual"))?;
        let variance = proof.difference(actual, planned, &name("variance of"))?;
        let mut turned = |step: Step, label: &str| match self.kind {
            LineKind::Income => Ok(step),
            LineKind::Cost => proof.negate(step, label),
        };
        let effect = turned(variance, "effect of a cost")?;
        let (to_plan, to_actual) = (turned(planned, "")?, turned(actual, "")?);
        let nothing = proof.difference(planned, planned, "nothing")?;
        let without_plan = proof.compare(planned, nothing, Relation::Equal, "no plan")?;
        let nothing_came = proof.compare(actual, nothing, Relation::Equal, "")?;
        let came = proof.not(nothing_came, "something came")?;
        let unplanned = proof.all(&[without_plan, came], "unplanned")?;
        let size = proof.size(variance, "without its sign")?;
        let plan = proof.size(planned, "without its sign")?;
        let allowed = proof.product(&[tolerance, plan], "tolerated")?;
        let material = proof.compare(size, allowed, Relation::More, "material")?;
        let mut rest = variance;
        for (number, part) in self.causes.iter().enumerate() {
            let place = at(&format!("causes/{number}/amount"));
            let part = proof.input(DEFINITION, &place, part.amount, "cause")?;
            rest = proof.difference(rest, part, "unexplained")?;
        }
        for (key, step) in [
            ("variance", variance),
            ("effect", effect),
            ("unplanned", unplanned),
            ("material", material),
            ("unexplained", rest),
        ] {
            proof.result(&format!("{row}/{key}"), step);
        }
        if !self.planned.is_zero() {
            let percent = proof.quotient(variance, plan, &name("variance, as a part, of"))?;
            proof.result(&format!("{row}/percent"), percent);
        }
        Ok(Added {
            planned: to_plan,
            actual: to_actual,
            effect,
        })
    }
}

/// Returns the proof of [`price_volume`].
///
/// It reads the documents `definition`, which is what was planned, and `readings`, which is what
/// came. The result is the variance and its parts.
///
/// # Errors
///
/// Those of [`price_volume`], and [`EconomicsError::Explain`].
pub fn explain_price_volume(planned: Sold, actual: Sold) -> Result<Explanation, EconomicsError> {
    price_volume(planned, actual)?;
    let mut proof = Proof::new();
    let mut input = |document: &str, sold: Sold, label: &str| -> Result<_, ExplainError> {
        let units = format!("units {label}");
        let units = proof.input(document, "/units", sold.units, &units)?;
        let amount = format!("amount {label}");
        Ok((
            units,
            proof.input(document, "/amount", sold.amount, &amount)?,
        ))
    };
    let (units, amount) = input(DEFINITION, planned, "planned")?;
    let (units_now, amount_now) = input(READINGS, actual, "that came")?;
    let variance = proof.difference(amount_now, amount, "variance")?;
    let more = proof.difference(units_now, units, "more units")?;
    let part = proof.quotient(more, units, "as a part of the plan")?;
    let volume = proof.product(&[part, amount], "at the planned price")?;
    let volume = proof.round(volume, Rounding::HalfAwayFromZero, None, None, "volume")?;
    let price = proof.difference(variance, volume, "price")?;
    proof.result("/variance", variance);
    proof.result("/volume", volume);
    proof.result("/price", price);
    Ok(proof.finish())
}

/// Returns the proof of [`projection`].
///
/// It reads the documents `definition`, which is the plan, and `readings`, which is what came. The
/// result is the projection.
///
/// # Errors
///
/// Those of [`projection`], and [`EconomicsError::Explain`].
pub fn explain_projection(plan: &[Money], actual: &[Money]) -> Result<Explanation, EconomicsError> {
    let found = projection(plan, actual)?;
    let zero = Money::zero(found.planned_total.currency());
    let mut proof = Proof::new();
    let mut list = |document: &str, amounts: &[Money], label: &str| {
        let mut steps = Vec::with_capacity(amounts.len());
        for (number, amount) in amounts.iter().enumerate() {
            steps.push(proof.input(document, &format!("/{number}"), *amount, label)?);
        }
        Ok::<_, ExplainError>(steps)
    };
    let plan = list(DEFINITION, plan, "planned")?;
    let actual = list(READINGS, actual, "actual")?;
    let (past, rest) = plan.split_at_checked(actual.len()).unwrap_or((&plan, &[]));
    let all = proof.sum(&plan, zero, "planned in all")?;
    let to_date = total(&mut proof, &actual, (READINGS, ""), zero, "to date")?;
    let planned = proof.sum(past, zero, "planned to date")?;
    let rest = proof.sum(rest, zero, "rest of the plan")?;
    let as_planned = proof.sum(&[to_date, rest], zero, "end, as planned")?;
    proof.result("/planned_total", all);
    proof.result("/to_date", to_date);
    proof.result("/as_planned", as_planned);
    if found.at_pace.is_some() {
        let pace = proof.quotient(to_date, planned, "pace")?;
        let rest = proof.product(&[pace, rest], "rest at that pace")?;
        let rest = proof.round(rest, Rounding::HalfAwayFromZero, None, None, "")?;
        let at_pace = proof.sum(&[to_date, rest], zero, "end, at pace")?;
        proof.result("/at_pace", at_pace);
    }
    Ok(proof.finish())
}
