//! The families of `health-economics.json` that the agreement answers for
//! (spec/health-economics.md 9 and 15).

use std::collections::BTreeMap;

use partnership::agreement::{
    AgendaError, Agreement, AgreementDraft, Dated, Division, Due, DueFact, DueKind, DueState,
    DueWhen, Member, Variant, Version, WhatIfError, agenda, what_if,
};
use partnership::compensation::{Activity, Item, PayDraft, Payout, Terms, Window};
use partnership::split::Split;
use partnership::time::{Cadence, Calendar, NaiveDate, NoticeDates, Period, Span};
use partnership::{Currency, Error, Money, PartyId, Ratio};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::time::Day;
use crate::cases::{Adapter, expect_error, outcome, read, same};

/// The adapters of `health-economics.json` that stand here.
pub const FAMILIES: &[(&str, Adapter)] = &[
    ("agenda", agenda_case),
    ("dated", dated),
    ("settle", settle),
    ("what_if", what_if_case),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgendaGiven {
    at: Day,
    #[serde(default)]
    horizon_days: Option<u32>,
    facts: Vec<FactGiven>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactGiven {
    kind: DueKind,
    key: String,
    #[serde(default)]
    on: Option<Day>,
    #[serde(default)]
    opens: Option<Day>,
    #[serde(default)]
    closes: Option<Day>,
    #[serde(default)]
    anchor: Option<Day>,
    #[serde(default)]
    every: Option<String>,
    #[serde(default)]
    grace: Option<String>,
    #[serde(default)]
    held: Vec<Day>,
    #[serde(default)]
    until: Option<Day>,
}

impl FactGiven {
    fn fact(self) -> Result<DueFact, AgendaError> {
        let when = match (self.on, self.closes, self.anchor) {
            (Some(on), None, None) => DueWhen::Once(on.0),
            (None, Some(closes), None) => {
                let opens = self.opens.map(|opens| opens.0);
                DueWhen::Window(NoticeDates::new(opens, closes.0)?)
            }
            (None, None, Some(anchor)) => {
                let span = |text: Option<String>| text.unwrap_or("0d".into()).parse::<Span>();
                let (every, grace) = (span(self.every)?, span(self.grace)?);
                DueWhen::Recurring {
                    cadence: Cadence::new(self.key.clone(), anchor.0, every, grace)?,
                    held: self.held.iter().map(|held| held.0).collect(),
                    until: self.until.map(|until| until.0),
                }
            }
            _ => panic!("{} {} is dated in one way", self.kind.name(), self.key),
        };
        Ok(DueFact {
            kind: self.kind,
            key: self.key,
            when,
            amount: None,
        })
    }
}

fn agenda_case(given: &Value, expect: &Value) -> Result<(), String> {
    let given: AgendaGiven = read(given)?;
    let facts: Result<Vec<DueFact>, AgendaError> =
        given.facts.into_iter().map(FactGiven::fact).collect();
    let found = facts
        .and_then(|facts| agenda(given.at.0, given.horizon_days, &facts, &Calendar::default()));
    outcome(
        found.map_err(Error::from),
        expect,
        |entries| json!({ "due": entries.iter().map(due).collect::<Vec<Value>>() }),
    )
}

fn due(entry: &Due) -> Value {
    let (state, days, missed) = match entry.state {
        DueState::Overdue { days, missed } => ("overdue", days, missed),
        DueState::InGrace { days } => ("in_grace", days, 0),
        DueState::Today => ("today", 0, 0),
        DueState::Ahead { days } => ("ahead", days, 0),
        DueState::NotOpen { days } => ("not_open", days, 0),
        DueState::Open { days } => ("open", days, 0),
    };
    json!({
        "on": entry.on.to_string(), "kind": entry.kind.name(), "key": entry.key,
        "state": state, "days": days, "missed": missed, "occurrence": entry.occurrence,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatedGiven {
    versions: Vec<VersionGiven>,
    #[serde(default)]
    closed_until: Option<Day>,
    #[serde(default)]
    amend: Option<VersionGiven>,
    #[serde(default)]
    ask: Vec<Day>,
    #[serde(default)]
    period: Option<Period>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionGiven {
    key: String,
    from: Day,
}

impl VersionGiven {
    fn version(self) -> Version<String> {
        Version {
            from: self.from.0,
            value: self.key,
        }
    }
}

fn dated(given: &Value, expect: &Value) -> Result<(), String> {
    let given: DatedGiven = read(given)?;
    outcome(holds(given).map_err(Error::from), expect, |found| found)
}

fn holds(given: DatedGiven) -> Result<Value, partnership::agreement::DatedError> {
    let versions = given.versions.into_iter().map(VersionGiven::version);
    let mut dated = Dated::new(versions.collect())?;
    if let Some(amend) = given.amend {
        let closed = given.closed_until.map(|closed| closed.0);
        dated.amend(amend.version(), closed)?;
    }
    let at: Vec<Option<&String>> = given.ask.iter().map(|on| dated.at(on.0)).collect();
    let mut found = json!({ "at": at });
    if let Some(period) = given.period {
        let parts: Vec<Value> = dated
            .parts(period)?
            .into_iter()
            .map(|(period, key)| json!({ "period": period.to_string(), "key": key }))
            .collect();
        found["parts"] = json!(parts);
    }
    Ok(found)
}

// ---- settlements ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettleGiven {
    parties: Vec<Member>,
    terms: Vec<TermsGiven>,
    division: Vec<DivisionGiven>,
    periods: Vec<PeriodGiven>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermsGiven {
    #[serde(default)]
    from: Option<Day>,
    #[serde(default)]
    retainer: Option<String>,
    #[serde(default)]
    share: Option<Ratio>,
    #[serde(default)]
    minimum_payout: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DivisionGiven {
    from: Day,
    split: BTreeMap<PartyId, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodGiven {
    period: Period,
    totals: Vec<TotalGiven>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalGiven {
    #[serde(default)]
    of: Option<u32>,
    #[serde(default)]
    sales: Option<String>,
    #[serde(default)]
    refunds: Option<String>,
}

fn usd(text: &str) -> Money {
    format!("{text} USD").parse().expect("an amount")
}

/// The sheet of a case: a retainer per period and a share of all sales, version by version.
fn terms(versions: &[TermsGiven], start: NaiveDate) -> Terms {
    let mut builder = Terms::builder("deal", Currency::USD, start);
    for (index, given) in versions.iter().enumerate() {
        let from = given.from.map_or(start, |from| from.0);
        if index > 0 {
            builder = builder.version_from(from);
        }
        if let Some(retainer) = &given.retainer {
            let fee = PayDraft::retainer(usd(retainer));
            builder = builder.item(Item::new("fee".parse().unwrap(), Window::Period, fee));
        }
        if let Some(share) = given.share {
            let pay = PayDraft::share(&["sales"], share);
            builder = builder.item(Item::new("share".parse().unwrap(), Window::Lifetime, pay));
        }
        if let Some(minimum) = &given.minimum_payout {
            builder = builder.payout(Payout {
                minimum: Some(usd(minimum)),
                ..Payout::default()
            });
        }
    }
    builder.build().expect("a sheet")
}

fn split(weights: BTreeMap<PartyId, u32>) -> Division {
    let weights = weights
        .into_iter()
        .map(|(party, weight)| (party, Ratio::from(i64::from(weight))));
    Division::Split(Split::weighted(weights).expect("a split"))
}

/// The activity of a period; what is not told is nothing.
fn activity(no: u32, given: &PeriodGiven) -> Activity {
    let totals = given.totals.iter().map(|total| {
        let mut entry = json!({"stream": "sales"});
        if let Some(of) = total.of.filter(|of| *of != no) {
            entry["of"] = json!(of);
        }
        for (name, amount) in [("amount", &total.sales), ("refunds", &total.refunds)] {
            if let Some(amount) = amount {
                entry[name] = json!(usd(amount));
            }
        }
        entry
    });
    let totals: Vec<Value> = totals.collect();
    let activity = json!({"no": no, "period": given.period, "totals": totals});
    serde_json::from_value(activity).expect("an activity")
}

fn major(amount: Money) -> Value {
    let text = amount.to_string();
    json!(text.strip_suffix(" USD").expect("dollars"))
}

fn settle(given: &Value, expect: &Value) -> Result<(), String> {
    let given: SettleGiven = read(given)?;
    match settled(given).map_err(|refused| *refused) {
        Ok(found) => same(expect, &found),
        Err((error, None)) => expect_error(expect, &error),
        Err((error, Some(at))) => {
            expect_error(expect, &error)?;
            same(&expect["at"], &json!(at))
        }
    }
}

/// What a case settles to, or the refusal and the period that is refused.
fn settled(given: SettleGiven) -> Result<Value, Box<(Error, Option<usize>)>> {
    let start = given.terms[0].from.expect("a start").0;
    let versions = given.division.into_iter().map(|given| Version {
        from: given.from.0,
        value: split(given.split),
    });
    let terms = terms(&given.terms, start);
    let nobody = Division::Whole("nobody".parse().expect("a name"));
    let mut draft = AgreementDraft::new(given.parties, terms.clone(), nobody);
    draft.division = versions.collect();
    let mut agreement =
        Agreement::try_from(draft).map_err(|error| Box::new((error.into(), None)))?;
    let mut found = Vec::new();
    // A period that is settled again, or leaves a gap, has the number that comes next.
    for (at, period) in given.periods.iter().enumerate() {
        let no = u32::try_from(at + 1).unwrap();
        let settlement = agreement
            .settle(&activity(no, period))
            .map_err(|error| Box::new((error.into(), Some(at))))?;
        let statement = settlement.statement();
        let on = statement.period().from();
        let version = terms
            .versions()
            .iter()
            .rposition(|version| version.from <= on);
        let payouts = settlement.payouts().iter();
        let paid: Map<String, Value> = payouts
            .clone()
            .map(|payout| (payout.party.to_string(), major(payout.amount)))
            .collect();
        let carried: Map<String, Value> = payouts
            .map(|payout| {
                let carried = payout.carried;
                let text = if carried.denominator() == 1 {
                    carried.numerator().to_string()
                } else {
                    format!("{}/{}", carried.numerator(), carried.denominator())
                };
                (payout.party.to_string(), json!(text))
            })
            .collect();
        found.push(json!({
            "terms": version, "opening": major(statement.opening()),
            "earned": major(statement.earned()), "payable": major(settlement.payable()),
            "closing": major(statement.closing()), "payouts": paid, "carried": carried,
        }));
        agreement
            .book(settlement)
            .map_err(|error| Box::new((error.into(), Some(at))))?;
    }
    Ok(json!({ "settlements": found }))
}

// ---- what if ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhatIfGiven {
    parties: Vec<Member>,
    variants: Vec<VariantGiven>,
    periods: Vec<PeriodGiven>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantGiven {
    name: String,
    terms: TermsGiven,
    split: BTreeMap<PartyId, u32>,
}

fn what_if_case(given: &Value, expect: &Value) -> Result<(), String> {
    let given: WhatIfGiven = read(given)?;
    let start = given.periods[0].period.from();
    let history: Vec<Activity> = (1..)
        .zip(&given.periods)
        .map(|(no, period)| activity(no, period))
        .collect();
    let variants = given.variants.into_iter().map(|given| Variant {
        name: given.name,
        terms: terms(&[given.terms], start),
        division: split(given.split),
    });
    let variants: Vec<Variant> = variants.collect();
    let found = what_if(&given.parties, &history, &variants);
    if let Err(WhatIfError::Refused { error, .. }) = &found {
        return expect_error(expect, error);
    }
    outcome(found.map_err(Error::from), expect, |found| {
        let amounts = |amounts: &BTreeMap<PartyId, Money>| -> Map<String, Value> {
            let named = amounts.iter();
            named
                .map(|(party, amount)| (party.to_string(), major(*amount)))
                .collect()
        };
        let mut by_name = json!({ "payable": {}, "totals": {}, "unpaid": {}, "against_first": {} });
        for (index, variant) in found.variants.iter().enumerate() {
            let name = variant.name.as_str();
            let payable: Vec<Value> = variant.payable.iter().copied().map(major).collect();
            by_name["payable"][name] = json!(payable);
            by_name["totals"][name] = json!(amounts(&variant.totals));
            by_name["unpaid"][name] = major(variant.unpaid);
            if index > 0 {
                by_name["against_first"][name] = json!(amounts(&variant.against_first));
            }
        }
        by_name["leads"] = json!(found.leads);
        by_name["crossovers"] = json!(found.crossovers);
        by_name
    })
}
