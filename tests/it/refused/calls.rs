//! The doors that are calls: their arguments are values.

use std::fmt::Display;

use partnership::compensation::{Activity, Terms, settle};
use partnership::split::{Contribution, Receipt, Split, Waterfall};
use partnership::time::{
    Calendar, DueRule, MonthRule, Roll, add_months, billing_periods, date, instant,
};
use partnership::{
    Money, PartyId, Ratio, Rounding, Weight, Weights, alignment, economics, explain, lifecycle,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::doors::document;

/// One argument of a call.
#[track_caller]
fn taken<T: DeserializeOwned>(given: &Value, key: &str) -> T {
    let value = document(given.get(key).unwrap_or_else(|| panic!("no {key}")));
    serde_json::from_value(value).unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// What a call comes to, in words.
fn called<T: Display, E: Display>(result: Result<T, E>) -> Result<String, String> {
    result
        .map(|value| value.to_string())
        .map_err(|error| error.to_string())
}

fn joined<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    values.join(", ")
}

/// Calls whose arguments are values.
#[expect(clippy::too_many_lines, reason = "a few lines for each call")]
pub fn call(door: &str, given: &Value) -> Option<Result<String, String>> {
    Some(match door {
        "Money::checked_add" => {
            called(taken::<Money>(given, "left").checked_add(taken(given, "right")))
        }
        "Money::checked_times" => {
            called(taken::<Money>(given, "amount").checked_times(taken(given, "factor")))
        }
        "Money::times_ratio" => called(
            taken::<Money>(given, "amount")
                .times_ratio(taken(given, "ratio"), taken(given, "rounding")),
        ),
        "Money::from_major" => called(Money::from_major(
            taken(given, "major"),
            taken(given, "currency"),
        )),
        "Money::from_minor" => called(Ok::<_, String>(Money::from_minor(
            taken(given, "minor"),
            taken(given, "currency"),
        ))),
        "Money::round_to_step" => called(
            taken::<Money>(given, "amount")
                .round_to_step(taken(given, "step"), Rounding::default()),
        ),
        "Ratio::checked_mul" => {
            called(taken::<Ratio>(given, "left").checked_mul(taken(given, "right")))
        }
        "Ratio::checked_div" => {
            called(taken::<Ratio>(given, "left").checked_div(taken(given, "right")))
        }
        "Weights::from_ratios" => {
            let weights = Weights::from_ratios(&taken::<Vec<Ratio>>(given, "weights"));
            called(weights.map(|weights| joined(weights.allocate(taken(given, "total")))))
        }
        "Weights::new" => {
            let weights = Weights::new(taken::<Vec<Weight>>(given, "weights"));
            called(weights.map(|weights| joined(weights.allocate(taken(given, "total")))))
        }
        "Split::fixed" => called(Split::fixed(taken::<Vec<(PartyId, Ratio)>>(
            given, "shares",
        ))),
        "Split::allocate" => {
            let split = Split::fixed(taken::<Vec<(PartyId, Ratio)>>(given, "shares"));
            called(split.map(|split| {
                let parts = split.allocate(taken(given, "total"));
                joined(parts.iter().map(|(party, part)| format!("{party} {part}")))
            }))
        }
        "settle" => {
            let terms: Terms = taken(given, "terms");
            let before = match given.get("state") {
                Some(_) => taken(given, "state"),
                None => terms.new_state(),
            };
            let settled = settle(&terms, &before, &taken::<Activity>(given, "activity"));
            called(settled.map(|(statement, _)| statement.paid()))
        }
        "Waterfall::distribute" => {
            let waterfall: Waterfall = taken(given, "waterfall");
            let receipt: Receipt = taken(given, "receipt");
            let before = match given.get("state") {
                Some(_) => taken(given, "state"),
                None => waterfall.new_state(),
            };
            let result = waterfall.distribute(&before, receipt);
            called(result.map(|(_, statement)| joined(statement.lines().into_values())))
        }
        "add_months" => {
            let day = date(given["date"].as_str().expect("a day")).expect("a day");
            called(add_months(
                day,
                taken(given, "months"),
                MonthRule::default(),
            ))
        }
        "DueRule::due_on" => {
            let day = date(given["date"].as_str().expect("a day")).expect("a day");
            let rule: DueRule = taken(given, "rule");
            called(rule.due_on(day, Roll::default(), &Calendar::default()))
        }
        "billing_periods" => {
            let periods = billing_periods(taken(given, "active"), taken(given, "rule"));
            called(periods.map(joined))
        }
        "Rubric::evaluate" => {
            let rubric: alignment::Rubric = taken(given, "rubric");
            let found = rubric.evaluate(&taken(given, "assessment"));
            called(found.map(|evaluation| format!("{:?}", evaluation.verdict())))
        }
        "TrustQuotient::of" => {
            let quotient = alignment::TrustQuotient::of(&taken(given, "factors"));
            called(quotient.map(|found| found.quotient))
        }
        "UnitSale::break_even" => {
            let found = taken::<economics::UnitSale>(given, "sale").break_even();
            called(found.map(|found| format!("{found:?}")))
        }
        "Budget::report" => {
            let budget: economics::Budget = taken(given, "budget");
            called(budget.report().map(|found| format!("{found:?}")))
        }
        "Incomes::concentration" => {
            let incomes: economics::Incomes = taken(given, "incomes");
            let found = incomes.concentration(economics::Negatives::Refuse);
            called(found.and_then(|found| found.hhi()))
        }
        "Contribution::split" => called(taken::<Contribution>(given, "contribution").split()),
        "Explanation::check" => {
            let explanation: explain::Explanation = taken(given, "explanation");
            called(explanation.check().map(|checked| checked.steps))
        }
        "lifecycle::step" => called(stepped(given)),
        _ => return None,
    })
}

/// Follows requests from the beginning of a lifecycle, up to the first that is refused.
fn stepped(given: &Value) -> Result<String, String> {
    let draft: lifecycle::Draft = taken(given, "definition");
    let definition = draft.check().map_err(|error| error.to_string())?;
    let calendar = Calendar::default();
    let at = instant(given["at"].as_str().expect("an instant")).expect("an instant");
    let begun = lifecycle::begin(&definition, at, &calendar).map_err(|error| error.to_string())?;
    let mut state = definition
        .replay(&[begun])
        .map_err(|error| error.to_string())?;
    for request in taken::<Vec<lifecycle::Request>>(given, "requests") {
        lifecycle::step(&definition, &mut state, &request, &calendar)
            .map_err(|error| error.to_string())?;
    }
    Ok(state.stage().to_string())
}
