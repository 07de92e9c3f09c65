//! The families of `health-economics.json` about economics (spec/health-economics.md 7, 8).

use std::collections::BTreeSet;

use partnership::economics::{
    Budget, Candidate, CausePart, DependencyLines, EconomicsError, Effort, Engagement,
    ForecastLine, ForecastPeriod, GoodReturn, HhiBands, HiddenCost, HighFrom, Holding, Incomes,
    Intangible, IntangibleKind, Investment, InvestmentPeriod, LineKind, LoadGuide, Member,
    Negatives, Pay, Per, Person, ScaleFacts, ScaleLimits, Sold, UnitSale, Work, dashboard,
    ecosystem, explain_dashboard, explain_ecosystem, explain_load, explain_price_volume,
    explain_projection, explain_pursuit, explain_risk_reward, explain_scale, explain_team,
    explain_valuations, load, price_volume, projection, pursue, risk_reward, scale_objections,
    team, valuations,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId, Ratio};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::{Value, json};

use super::health::proved;
use crate::cases::{Adapter, outcome, read};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("break_even_units", break_even_units),
    ("break_even_time", break_even_time),
    ("intangibles", intangibles),
    ("budget", budget),
    ("dashboard", dashboards),
    ("price_volume", price_volumes),
    ("projection", projections),
    ("scale", scale),
    ("concentration", concentration),
    ("load", loads),
    ("risk_reward", risk_rewards),
    ("pursue", pursuit),
    ("ecosystem", ecosystems),
    ("team", teams),
];

/// An amount of the cases: major units without the currency, in dollars.
#[derive(Clone, Copy)]
struct Usd(Money);

impl Default for Usd {
    fn default() -> Self {
        Self(Money::zero(Currency::USD))
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let money = format!("{text} USD").parse();
        money.map(Self).map_err(D::Error::custom)
    }
}

/// Every amount of a result as the cases write it; a text with a currency is no other figure.
fn in_major(found: Value) -> Value {
    match found {
        Value::String(text) => match text.strip_suffix(" USD") {
            Some(amount) => json!(amount),
            None => json!(text),
        },
        Value::Array(all) => all.into_iter().map(in_major).collect(),
        Value::Object(all) => {
            let all = all.into_iter();
            Value::Object(all.map(|(key, value)| (key, in_major(value))).collect())
        }
        other => other,
    }
}

fn with(mut found: Value, more: &Value) -> Value {
    let more = more.as_object().expect("fields");
    let fields = found.as_object_mut().expect("a result");
    fields.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    in_major(found)
}

// ---- break-even ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsGiven {
    #[serde(default)]
    fixed: Usd,
    price: Usd,
    #[serde(default)]
    variable: Usd,
    #[serde(default = "zero")]
    share: Ratio,
    expected_units: Option<u64>,
}

const fn zero() -> Ratio {
    Ratio::ZERO
}

fn break_even_units(given: &Value, expect: &Value) -> Result<(), String> {
    let given: UnitsGiven = read(given)?;
    let sale = UnitSale {
        fixed: given.fixed.0,
        price: given.price.0,
        variable: given.variable.0,
        share: given.share,
    };
    if let Ok(line) = sale.break_even() {
        proved(sale.explain(), [("definition", json!(sale))], &json!(line))?;
    }
    let found = || -> Result<_, EconomicsError> {
        let line = sale.break_even()?;
        let expected = given.expected_units;
        let profit = expected.map(|units| sale.profit(units)).transpose()?;
        let safety = expected.map(|units| line.margin_of_safety(units));
        Ok(with(
            json!(line),
            &json!({
                "profit_expected": profit,
                "margin_of_safety": safety.transpose()?.flatten(),
            }),
        ))
    };
    outcome(found(), expect, |found| found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeGiven {
    #[serde(default)]
    once: Vec<OnceOf>,
    periods: Vec<PeriodOf>,
    #[serde(default)]
    intangibles: Vec<Usd>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnceOf {
    amount: Usd,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodOf {
    #[serde(default)]
    cash: Usd,
    #[serde(default)]
    value: Usd,
    #[serde(default)]
    efforts: Vec<EffortOf>,
    times: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffortOf {
    hours: Ratio,
    #[serde(default)]
    paid: Usd,
    #[serde(default)]
    elsewhere: Usd,
}

fn break_even_time(given: &Value, expect: &Value) -> Result<(), String> {
    let given: TimeGiven = read(given)?;
    let mut periods = Vec::new();
    for period in &given.periods {
        let efforts = period.efforts.iter().map(|effort| Effort {
            hours: effort.hours,
            paid: effort.paid.0,
            elsewhere: effort.elsewhere.0,
        });
        let period_of = InvestmentPeriod {
            cash: period.cash.0,
            value: period.value.0,
            efforts: efforts.collect(),
        };
        // More than 601 are as many too many.
        let times = period.times.unwrap_or(1).min(601);
        periods.extend(std::iter::repeat_n(period_of, times));
    }
    let plan = Investment {
        once: given.once.iter().map(|once| once.amount.0).collect(),
        periods,
    };
    if let Ok(pays) = plan.break_even() {
        proved(plan.explain(), [("definition", json!(plan))], &json!(pays))?;
    }
    let found = || -> Result<_, EconomicsError> {
        let pays = plan.break_even()?;
        let valued = given.intangibles.iter().map(|valued| valued.0);
        let valued = Money::sum(Currency::USD, valued)?;
        let covered = pays.is_covered_with_intangibles(valued)?;
        Ok(with(
            json!(pays),
            &json!({"covered_with_intangibles": covered}),
        ))
    };
    outcome(found(), expect, |found| found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntangiblesGiven {
    money: Usd,
    items: Vec<IntangibleOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntangibleOf {
    kind: IntangibleKind,
    value: Option<Usd>,
    by: PartyId,
}

fn intangibles(given: &Value, expect: &Value) -> Result<(), String> {
    let given: IntangiblesGiven = read(given)?;
    let on = date("2026-12-31").map_err(|why| why.to_string())?;
    let items = given.items.into_iter().map(|item| Intangible {
        kind: item.kind,
        value: item.value.map(|value| value.0),
        by: item.by,
        on,
        why: "as given".to_owned(),
    });
    let items: Vec<Intangible> = items.collect();
    let found = valuations(given.money.0, &items);
    if let Ok(by) = &found {
        let definition = json!({"money": given.money.0, "items": items});
        let explanation = explain_valuations(given.money.0, &items);
        proved(explanation, [("definition", definition)], &json!(by))?;
    }
    outcome(found, expect, |by| in_major(json!({"by": by})))
}

// ---- plan and actual ----

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

// ---- many partnerships ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConcentrationGiven {
    income: Vec<IncomeOf>,
    #[serde(default)]
    negative: Negatives,
    over: Option<Ratio>,
    watch: Option<Ratio>,
    bands: Option<(u32, u32)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IncomeOf {
    id: String,
    amount: Usd,
}

fn concentration(given: &Value, expect: &Value) -> Result<(), String> {
    let given: ConcentrationGiven = read(given)?;
    let income = given.income.into_iter();
    let income = income.map(|income| (income.id, income.amount.0)).collect();
    let found = || -> Result<_, EconomicsError> {
        let usual = DependencyLines::default();
        let watch = given.watch.unwrap_or(usual.watch());
        let lines = DependencyLines::new(watch, given.over.unwrap_or(usual.over()))?;
        let bands = match given.bands {
            Some((low, high)) => HhiBands::new(low, high)?,
            None => HhiBands::default(),
        };
        let incomes = Incomes::new(income)?;
        let report = incomes
            .concentration(given.negative)?
            .report(&lines, &bands)?;
        Ok((incomes, lines, bands, report))
    };
    let found = found();
    if let Ok((incomes, lines, bands, report)) = &found {
        let unit = Money::from_minor(1, Currency::USD);
        let definition = json!({"incomes": incomes, "lines": lines, "bands": bands, "unit": unit});
        let explanation = incomes.explain(given.negative, lines, bands);
        proved(explanation, [("definition", definition)], &json!(report))?;
    }
    outcome(found, expect, |(.., report)| in_major(json!(report)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoadGiven {
    people: Vec<Person>,
    partnerships: Vec<EngagementOf>,
    active_guide: Option<(u32, u32)>,
    share_guide: Option<(Ratio, Ratio)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EngagementOf {
    id: String,
    active: Option<bool>,
    #[serde(default)]
    work: Vec<Work>,
}

fn loads(given: &Value, expect: &Value) -> Result<(), String> {
    let given: LoadGiven = read(given)?;
    let partnerships = given.partnerships.into_iter().map(|one| Engagement {
        id: one.id,
        active: one.active.unwrap_or(true),
        work: one.work,
    });
    let partnerships: Vec<Engagement> = partnerships.collect();
    let found = || -> Result<_, EconomicsError> {
        let usual = LoadGuide::default();
        let guide = LoadGuide::new(
            given.active_guide.unwrap_or(usual.active()),
            given.share_guide.unwrap_or(usual.share()),
        )?;
        let report = load(&given.people, &partnerships, &guide)?;
        Ok((guide, report))
    };
    let found = found();
    if let Ok((guide, report)) = &found {
        let people = &given.people;
        let definition = json!({"people": people, "partnerships": partnerships, "guide": guide});
        let explanation = explain_load(people, &partnerships, guide);
        proved(explanation, [("definition", definition)], &json!(report))?;
    }
    outcome(found, expect, |(_, report)| json!(report))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskRewardGiven {
    holdings: Vec<Holding>,
    reward_from: Ratio,
    risk_from: Ratio,
}

fn risk_rewards(given: &Value, expect: &Value) -> Result<(), String> {
    let given: RiskRewardGiven = read(given)?;
    let high = HighFrom {
        reward: given.reward_from,
        risk: given.risk_from,
    };
    let found = risk_reward(&given.holdings, &high);
    if let Ok(found) = &found {
        let definition = json!({"holdings": given.holdings, "high": high});
        let explanation = explain_risk_reward(&given.holdings, &high);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| {
        let quadrants = found.quadrants.iter();
        let quadrants: Vec<Value> = quadrants
            .map(|(id, quadrant)| json!({"id": id, "quadrant": quadrant}))
            .collect();
        json!({
            "quadrants": quadrants,
            "frontier": found.frontier,
            "dominated": found.dominated,
        })
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PursueGiven {
    candidates: Vec<Candidate>,
    capacity: Ratio,
    slots: Option<u32>,
}

fn pursuit(given: &Value, expect: &Value) -> Result<(), String> {
    let given: PursueGiven = read(given)?;
    let (candidates, capacity) = (&given.candidates, given.capacity);
    let found = pursue(candidates, capacity, given.slots);
    if let Ok(found) = &found {
        let definition = json!({"candidates": candidates, "capacity": capacity});
        let explanation = explain_pursuit(candidates, capacity, given.slots);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| {
        let left = found.left.iter();
        let left: Vec<Value> = left
            .map(|(id, why)| json!({"id": id, "why": why}))
            .collect();
        let mut found = json!(found);
        found["left"] = json!(left);
        found
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EcosystemGiven {
    members: Vec<Member>,
}

fn ecosystems(given: &Value, expect: &Value) -> Result<(), String> {
    let given: EcosystemGiven = read(given)?;
    let found = ecosystem(&given.members);
    if let Ok(found) = &found {
        let papers = [("definition", json!(given.members))];
        proved(explain_ecosystem(&given.members), papers, &json!(found))?;
    }
    outcome(found, expect, |found| json!(found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamGiven {
    needs: Vec<String>,
    members: Vec<Member>,
}

fn teams(given: &Value, expect: &Value) -> Result<(), String> {
    let given: TeamGiven = read(given)?;
    let needs: BTreeSet<String> = given.needs.into_iter().collect();
    let found = team(&needs, &given.members);
    if let Ok(found) = &found {
        let definition = json!({"needs": needs, "members": given.members});
        let explanation = explain_team(&needs, &given.members);
        proved(explanation, [("definition", definition)], &json!(found))?;
    }
    outcome(found, expect, |found| json!(found))
}
