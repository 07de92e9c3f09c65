//! The doors that read documents and texts, by the names of their types.

use std::fmt::Display;
use std::str::FromStr;

use partnership::agreement::{Agreement, AgreementDraft, History};
use partnership::compensation::{Activity, State, Statement, Terms};
use partnership::split::{
    Books, CoDevelopment, Composition, Contribution, DynamicEquity, EquityHistory, Pools,
    PoolsState, RiskAdjustment, Slices, Split, Waterfall, WaterfallState, WaterfallStatement,
};
use partnership::time::{
    Cadence, Calendar, DueRule, NoticeDates, Offset, Period, RecurringFee, Schedule, Span, Term,
    Zone, date, instant,
};
use partnership::{
    Currency, Exact, Money, PartyId, Ratio, Rounding, Side, alignment, allocate, compensation,
    economics, explain, governance, health, lifecycle,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::documents::golden;

/// A document: as it is given, or a golden file (`like`, from the place `at` on) in which some
/// places are `set` otherwise and some are left out (`without`).
pub fn document(input: &Value) -> Value {
    let Some(like) = input.get("like") else {
        return input.clone();
    };
    let mut document = golden(like.as_str().expect("a file"));
    if let Some(at) = input.get("at") {
        document = document
            .pointer(at.as_str().expect("a pointer"))
            .expect("a place")
            .clone();
    }
    let changed = input.get("set").and_then(Value::as_object);
    for (place, value) in changed.into_iter().flatten() {
        let (parent, key) = place.rsplit_once('/').expect("a pointer");
        match document.pointer_mut(parent).expect("a parent") {
            Value::Object(fields) => {
                fields.insert(key.replace("~1", "/"), value.clone());
            }
            Value::Array(items) if key == "-" => items.push(value.clone()),
            other => other[key.parse::<usize>().expect("a position")] = value.clone(),
        }
    }
    for place in input
        .get("without")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let (parent, key) = place
            .as_str()
            .and_then(|place| place.rsplit_once('/'))
            .expect("a pointer");
        let fields = document.pointer_mut(parent).and_then(Value::as_object_mut);
        fields.expect("an object").remove(key).expect("a field");
    }
    document
}

/// Reads a document of a type, and writes it again.
fn read<T: DeserializeOwned + Serialize>(json: &Json<'_>) -> Result<String, String> {
    let read: Result<T, serde_json::Error> = match json {
        Json::Text(text) => serde_json::from_str(text),
        Json::Value(value) => serde_json::from_value(value.clone()),
    };
    let value = read.map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

/// JSON as text, where its form matters, or as a value.
pub enum Json<'a> {
    Text(&'a str),
    Value(Value),
}

/// What reads a document of one type, and writes it again.
pub type Reads = fn(&Json<'_>) -> Result<String, String>;

/// Every document that is kept or sent: its name, what reads it, and one that is good.
#[expect(clippy::too_many_lines, reason = "one line for each document")]
pub fn documents() -> Vec<(&'static str, Reads, Value)> {
    const fn row(name: &'static str, reads: Reads, good: Value) -> (&'static str, Reads, Value) {
        (name, reads, good)
    }
    macro_rules! all {
        ($($type:ty: $file:literal $($at:literal)?;)*) => {
            vec![$(row(
                stringify!($type),
                read::<$type>,
                document(&json!({"like": $file $(, "at": $at)?})),
            )),*]
        };
    }
    all! {
        Terms: "settled/terms.json";
        Activity: "settled/activity.json";
        State: "settled/state.json";
        Statement: "settled/statement.json";
        Split: "split/shares.json";
        Contribution: "split/contribution.json";
        Slices: "split/slices.json";
        RiskAdjustment: "split/risk.json";
        DynamicEquity: "split/equity.json";
        EquityHistory: "split/history.json";
        CoDevelopment: "split/co_development.json";
        Books: "split/books.json";
        Composition: "split/composition.json";
        Waterfall: "waterfalls/fund.json";
        WaterfallState: "waterfalls/fund_state.json";
        WaterfallStatement: "waterfalls/fund_statement.json";
        Pools: "waterfalls/pools.json";
        PoolsState: "waterfalls/pools_state.json";
        allocate::Ledger: "agreement/founded.json" "/account/ledger";
        alignment::Rubric: "alignment/rubric.json";
        alignment::Bands: "alignment/bands.json";
        alignment::Evaluation: "alignment/evaluation_aspen.json";
        lifecycle::Checked: "lifecycle/pilot.json";
        lifecycle::Draft: "lifecycle/pilot.json";
        lifecycle::State: "lifecycle/state.json";
        lifecycle::Event: "lifecycle/events.json" "/0";
        lifecycle::Request: "lifecycle/requests.json" "/0";
        governance::AuditRight: "governance/papers.json" "/audit_right";
        governance::Charter: "governance/papers.json" "/charter";
        governance::Compliance: "governance/papers.json" "/compliance";
        governance::DecisionLog: "governance/papers.json" "/decision_log";
        governance::DisagreementBrief: "governance/papers.json" "/disagreement";
        governance::Feedback: "governance/papers.json" "/feedback";
        governance::JointProject: "governance/papers.json" "/joint_project";
        governance::Proposal: "governance/papers.json" "/proposal";
        governance::Rights: "governance/papers.json" "/rights";
        governance::RiskRegister: "governance/papers.json" "/risk_register";
        governance::Signatures: "governance/papers.json" "/signatures";
        governance::Veto: "governance/papers.json" "/veto";
        health::Kpi: "health/kpi.json";
        health::HealthCheck: "health/check.json";
        health::Scorecard: "health/card.json";
        health::EarlierReport: "health/earlier.json";
        health::Rule: "health/rule.json";
        health::Series: "health/series.json";
        health::AlignmentLoop: "health/loop.json";
        health::Trigger: "health/trigger.json";
        economics::UnitSale: "economics/papers.json" "/unit_sale";
        economics::Investment: "economics/papers.json" "/investment";
        economics::Intangible: "economics/papers.json" "/intangible";
        economics::Budget: "economics/papers.json" "/budget";
        economics::ForecastPeriod: "economics/papers.json" "/forecast_period";
        economics::Sold: "economics/papers.json" "/sold";
        economics::ScaleFacts: "economics/papers.json" "/scale_facts";
        economics::ScaleLimits: "economics/papers.json" "/scale_limits";
        economics::DependencyLines: "economics/papers.json" "/dependency_lines";
        economics::HhiBands: "economics/papers.json" "/hhi_bands";
        economics::LoadGuide: "economics/papers.json" "/load_guide";
        economics::Person: "economics/papers.json" "/person";
        economics::Engagement: "economics/papers.json" "/engagement";
        economics::Holding: "economics/papers.json" "/holding";
        economics::HighFrom: "economics/papers.json" "/high_from";
        economics::Candidate: "economics/papers.json" "/candidate";
        economics::Member: "economics/papers.json" "/member";
        explain::Explanation: "explanation.json";
        Agreement: "agreement/settled.json";
        AgreementDraft: "agreement/founded.json";
        History: "agreement/history.json";
    }
}

/// Reads a text by its own door.
fn parsed<T: FromStr<Err: Display> + Display>(text: &str) -> Result<String, String> {
    let value = text.parse::<T>().map_err(|error| error.to_string())?;
    Ok(value.to_string())
}

/// What reads a text of one type, and writes it again.
pub type Parses = fn(&str) -> Result<String, String>;

/// The doors that read texts.
pub fn texts(door: &str) -> Option<Parses> {
    Some(match door {
        "Money" => parsed::<Money>,
        "Exact" => parsed::<Exact>,
        "Currency" => parsed::<Currency>,
        "Ratio" => parsed::<Ratio>,
        "Rounding" => parsed::<Rounding>,
        "PartyId" => parsed::<PartyId>,
        "Side" => parsed::<Side>,
        "Period" => parsed::<Period>,
        "Span" => parsed::<Span>,
        "Offset" => parsed::<Offset>,
        "date" => |text| {
            date(text)
                .map(|day| day.to_string())
                .map_err(|e| e.to_string())
        },
        "instant" => |text| {
            instant(text)
                .map(|at| format!("{at:?}"))
                .map_err(|e| e.to_string())
        },
        "compensation::Id" => parsed::<compensation::Id>,
        "DayOfYear" => parsed::<compensation::DayOfYear>,
        "StatementId" => |text| {
            serde_json::from_value::<compensation::StatementId>(json!(text))
                .map(|id| id.to_string())
                .map_err(|error| error.to_string())
        },
        "alignment::Id" => parsed::<alignment::Id>,
        "Score" => parsed::<alignment::Score>,
        "Key" => parsed::<lifecycle::Key>,
        "IssueKey" => parsed::<lifecycle::IssueKey>,
        "lifecycle::Value" => parsed::<lifecycle::Value>,
        "Fingerprint" => parsed::<lifecycle::Fingerprint>,
        "Section" => parsed::<governance::Section>,
        _ => return None,
    })
}

/// The doors of small documents that have no golden file of their own.
pub fn small(door: &str) -> Option<Reads> {
    Some(match door {
        "Money as JSON" => read::<Money>,
        "Ratio as JSON" => read::<Ratio>,
        "Calendar" => read::<Calendar>,
        "Zone" => read::<Zone>,
        "Cadence" => read::<Cadence>,
        "Term" => read::<Term>,
        "Schedule" => read::<Schedule>,
        "DueRule" => read::<DueRule>,
        "NoticeDates" => read::<NoticeDates>,
        "RecurringFee" => read::<RecurringFee>,
        "Sequenced" => read::<allocate::Sequenced>,
        "Assessment" => read::<alignment::Assessment>,
        "Scale" => read::<alignment::Scale>,
        "TrustFactors" => read::<alignment::TrustFactors>,
        "Checklist" => read::<alignment::Checklist>,
        "ExchangeMatrix" => read::<alignment::ExchangeMatrix>,
        "Incomes" => read::<economics::Incomes>,
        "Answers" => read::<health::Answers>,
        "LateInterest" => read::<compensation::LateInterest>,
        "Pay" => read::<compensation::Pay>,
        "Published" => read::<compensation::Published>,
        "ProfitAndLoss" => read::<partnership::split::ProfitAndLoss>,
        _ => return None,
    })
}
