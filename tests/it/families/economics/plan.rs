//! The families of plan and actual: budgets, forecasts, and what speaks against doing more.

use partnership::economics::{
    Budget, CausePart, ForecastLine, ForecastPeriod, GoodReturn, HiddenCost, LineKind, Pay, Per,
    ScaleFacts, ScaleLimits, Sold, dashboard, explain_dashboard, explain_price_volume,
    explain_projection, explain_scale, price_volume, projection, scale_objections,
};
use partnership::{Currency, Money, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::health::proved;
use super::{Usd, in_major, zero};
use crate::cases::{Adapter, outcome, read};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("budget", budget),
    ("dashboard", dashboards),
    ("price_volume", price_volumes),
    ("projection", projections),
    ("scale", scale),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BudgetGiven {
    compensation: PayOf,
    #[serde(default)]
    hidden: Vec<HiddenOf>,
    expected_return: Usd,
    good_from: Option<Ratio>,
    good_to: Option<Ratio>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PayOf {
    count: Option<u32>,
    average: Option<Usd>,
    each: Option<Vec<Usd>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HiddenOf {
    amount: Usd,
    per: Per,
}

fn budget(given: &Value, expect: &Value) -> Result<(), String> {
    let given: BudgetGiven = read(given)?;
    let pay = &given.compensation;
    let compensation = match (&pay.count, &pay.average, &pay.each) {
        (Some(count), Some(average), None) => Pay::Average {
            count: *count,
            average: average.0,
        },
        (None, None, Some(each)) => Pay::Each(each.iter().map(|paid| paid.0).collect()),
        _ => return Err("count and average, or each".to_owned()),
    };
    let hidden = given.hidden.iter().map(|cost| HiddenCost {
        what: "as given".to_owned(),
        amount: cost.amount.0,
        per: cost.per,
    });
    let usual = GoodReturn::default();
    let good = GoodReturn::new(
        given.good_from.unwrap_or(usual.from()),
        given.good_to.unwrap_or(usual.to()),
    );
    let programme = good.map(|good| Budget {
        compensation,
        hidden: hidden.collect(),
        expected_return: given.expected_return.0,
        good,
    });
    if let Ok(programme) = &programme {
        if let Ok(report) = programme.report() {
            let papers = [("definition", json!(programme))];
            proved(programme.explain(), papers, &json!(report))?;
        }
    }
    let found = programme.and_then(|programme| programme.report());
    outcome(found, expect, |report| {
        let mut found = in_major(json!(report));
        let fields = found.as_object_mut().expect("a report");
        let lints = fields.remove("lints").expect("lints");
        fields.insert("lint".to_owned(), lints);
        found
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DashboardGiven {
    #[serde(default = "zero")]
    tolerance: Ratio,
    periods: Vec<BoardPeriodOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoardPeriodOf {
    period: String,
    lines: Vec<LineOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineOf {
    key: String,
    kind: LineKind,
    #[serde(default)]
    planned: Usd,
    actual: Option<Usd>,
    #[serde(default)]
    causes: Vec<CauseOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseOf {
    cause: partnership::economics::Cause,
    amount: Usd,
}

fn dashboards(given: &Value, expect: &Value) -> Result<(), String> {
    let given: DashboardGiven = read(given)?;
    let line = |line: LineOf| ForecastLine {
        key: line.key,
        kind: line.kind,
        planned: line.planned.0,
        actual: line.actual.map(|actual| actual.0),
        causes: (line.causes.iter())
            .map(|part| CausePart {
                cause: part.cause,
                amount: part.amount.0,
            })
            .collect(),
    };
    let periods = given.periods.into_iter().map(|period| ForecastPeriod {
        period: period.period,
        lines: period.lines.into_iter().map(line).collect(),
    });
    let periods: Vec<ForecastPeriod> = periods.collect();
    let found = dashboard(Currency::USD, given.tolerance, &periods);
    if let Ok(board) = &found {
        let definition = json!({"tolerance": given.tolerance, "periods": periods});
        let explanation = explain_dashboard(Currency::USD, given.tolerance, &periods);
        proved(explanation, [("definition", definition)], &json!(board))?;
    }
    outcome(found, expect, |board| in_major(json!(board)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceVolumeGiven {
    planned: SoldOf,
    actual: SoldOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SoldOf {
    units: Ratio,
    amount: Usd,
}

fn price_volumes(given: &Value, expect: &Value) -> Result<(), String> {
    let given: PriceVolumeGiven = read(given)?;
    let sold = |sold: SoldOf| Sold {
        units: sold.units,
        amount: sold.amount.0,
    };
    let (planned, actual) = (sold(given.planned), sold(given.actual));
    let found = price_volume(planned, actual);
    if let Ok(why) = &found {
        let papers = [("definition", json!(planned)), ("readings", json!(actual))];
        proved(explain_price_volume(planned, actual), papers, &json!(why))?;
    }
    outcome(found, expect, |found| in_major(json!(found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectionGiven {
    plan: Vec<Usd>,
    actual: Vec<Usd>,
}

fn projections(given: &Value, expect: &Value) -> Result<(), String> {
    let given: ProjectionGiven = read(given)?;
    let money = |all: &[Usd]| -> Vec<Money> { all.iter().map(|one| one.0).collect() };
    let (plan, actual) = (money(&given.plan), money(&given.actual));
    let found = projection(&plan, &actual);
    if let Ok(end) = &found {
        let papers = [("definition", json!(plan)), ("readings", json!(actual))];
        proved(explain_projection(&plan, &actual), papers, &json!(end))?;
    }
    outcome(found, expect, |found| in_major(json!(found)))
}

fn scale(given: &Value, expect: &Value) -> Result<(), String> {
    let facts: ScaleFacts = read(given)?;
    let limits = ScaleLimits::default();
    let found = json!({"objections": scale_objections(&facts, &limits)});
    let papers = [("definition", json!(limits)), ("readings", json!(facts))];
    proved(explain_scale(&facts, &limits), papers, &found)?;
    crate::cases::same(expect, &found)
}
