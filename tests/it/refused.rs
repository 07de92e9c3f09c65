//! Inputs that are refused, or come to something that is stated, each in exact words.
//!
//! `tests/golden/refused.json` lists the kinds of bad input that the crate has to survive, and has
//! a row for every door: a text, a JSON document, or a call whose arguments are values. A document
//! may be a golden file with some places set otherwise. What is too large for a file stands below.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use partnership::agreement::{Agreement, AgreementDraft, History};
use partnership::compensation::{Activity, State, Statement, Terms, settle};
use partnership::split::{
    Books, CoDevelopment, Composition, Contribution, DynamicEquity, EquityHistory, Pools,
    PoolsState, Receipt, RiskAdjustment, Slices, Split, Waterfall, WaterfallState,
    WaterfallStatement,
};
use partnership::time::{
    Cadence, Calendar, DueRule, MonthRule, NoticeDates, Offset, Period, RecurringFee, Roll,
    Schedule, Span, Term, Zone, add_months, billing_periods, date, instant,
};
use partnership::{
    Currency, Exact, Money, PartyId, Ratio, Rounding, Side, Weight, Weights, alignment, allocate,
    compensation, economics, explain, governance, health, lifecycle,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::documents::golden;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The kinds of bad input, by number.
    kinds: BTreeMap<u8, String>,
    rows: Vec<Row>,
}

/// A `name`, the `door`, `kinds` of which it is an example, the input of the door, and what it
/// comes to: an `error`, or what it `gives`.
#[derive(Deserialize)]
struct Row(BTreeMap<String, Value>);

impl Row {
    fn text(&self, key: &str) -> Option<&str> {
        let value = self.0.get(key);
        value.map(|value| value.as_str().expect("a text"))
    }

    fn name(&self) -> &str {
        self.text("name").expect("a name")
    }

    fn door(&self) -> &str {
        self.text("door").expect("a door")
    }

    fn kinds(&self) -> Vec<u8> {
        let kinds = self.0.get("kinds").cloned().unwrap_or(json!([]));
        serde_json::from_value(kinds).expect("kinds")
    }

    /// What the row promises: an error, or what comes out.
    fn expected(&self) -> Result<String, String> {
        match (self.text("error"), self.text("gives")) {
            (Some(error), None) => Err(error.to_owned()),
            (None, Some(given)) => Ok(given.to_owned()),
            _ => panic!("{}: one of error and gives", self.name()),
        }
    }
}

fn table() -> Table {
    serde_json::from_value(golden("refused.json")).expect("the table")
}

/// A document: as it is given, or a golden file (`like`, from the place `at` on) in which some
/// places are `set` otherwise and some are left out (`without`).
fn document(input: &Value) -> Value {
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
enum Json<'a> {
    Text(&'a str),
    Value(Value),
}

/// What reads a document of one type, and writes it again.
type Reads = fn(&Json<'_>) -> Result<String, String>;

/// Every document that is kept or sent: its name, what reads it, and one that is good.
#[expect(clippy::too_many_lines, reason = "one line for each document")]
fn documents() -> Vec<(&'static str, Reads, Value)> {
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
type Parses = fn(&str) -> Result<String, String>;

/// The doors that read texts.
fn texts(door: &str) -> Option<Parses> {
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
fn small(door: &str) -> Option<Reads> {
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
fn call(door: &str, given: &Value) -> Option<Result<String, String>> {
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

/// What a row comes to.
fn found(row: &Row, documents: &BTreeMap<&str, Reads>) -> Result<String, String> {
    let mut given = row.0.clone();
    given.retain(|key, _| !["name", "door", "kinds", "error", "gives"].contains(&key.as_str()));
    let given = json!(given);
    if let Some(text) = row.text("text") {
        let door = texts(row.door()).unwrap_or_else(|| panic!("no door of texts {}", row.door()));
        return door(text);
    }
    if let Some(answer) = call(row.door(), &given) {
        return answer;
    }
    let reads = documents
        .get(row.door())
        .copied()
        .or_else(|| small(row.door()));
    let reads = reads.unwrap_or_else(|| panic!("no door {}", row.door()));
    match row.text("json") {
        Some(text) => reads(&Json::Text(text)),
        None => reads(&Json::Value(document(&given))),
    }
}

#[test]
fn every_row_comes_to_its_exact_words() {
    let documents: BTreeMap<&str, Reads> = documents()
        .into_iter()
        .map(|(name, reads, _)| (name, reads))
        .collect();
    let table = table();
    assert!(table.rows.len() >= 60, "{} rows", table.rows.len());
    let mut faults = Vec::new();
    for row in &table.rows {
        let (expected, found) = (row.expected(), found(row, &documents));
        if found != expected {
            let name = row.name();
            faults.push(format!(
                "{name}\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{} rows differ\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Kinds of input that are too large for a file, and the tests below that build them.
const BUILT: [u8; 4] = [34, 35, 76, 80];

#[test]
fn every_kind_of_bad_input_has_a_row() {
    let table = table();
    let numbers: Vec<u8> = (1..=80).collect();
    assert_eq!(table.kinds.keys().copied().collect::<Vec<_>>(), numbers);
    let missing: Vec<u8> = numbers
        .into_iter()
        .filter(|kind| !BUILT.contains(kind))
        .filter(|kind| !table.rows.iter().any(|row| row.kinds().contains(kind)))
        .collect();
    assert_eq!(missing, [0; 0], "kinds without a row");
}

/// What does not depend on what a document is about.
#[test]
fn every_document_refuses_what_no_document_may_be() {
    for (name, reads, good) in documents() {
        let text = good.to_string();
        for good_form in [Json::Value(good.clone()), Json::Text(&text)] {
            let again = reads(&good_form).expect(name);
            let again: Value = serde_json::from_str(&again).expect("JSON");
            assert_eq!(again, good, "{name} is written as it was read");
        }
        for wrong in [
            json!(null),
            json!(17),
            json!("text"),
            json!([1]),
            json!(true),
        ] {
            assert!(
                reads(&Json::Value(wrong.clone())).is_err(),
                "{name} is {wrong}"
            );
        }
        for cut in [text.len() / 3, text.len() / 2, text.len() - 1] {
            let end = (0..=cut)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0);
            assert!(
                reads(&Json::Text(&text[..end])).is_err(),
                "{name} cut at {end}"
            );
        }
        assert!(
            reads(&Json::Text(&format!("{text} more"))).is_err(),
            "{name} and more"
        );
        let Some(fields) = good.as_object().filter(|fields| !fields.is_empty()) else {
            continue;
        };
        let (key, value) = fields.iter().next().expect("a field");
        let twice = format!("{{\"{key}\": {value}, {}", &text[1..]);
        let said = reads(&Json::Text(&twice)).expect_err(name);
        let is_said = said.contains("duplicate field") || said.contains("stands twice");
        assert!(is_said, "{name}: {said}");
        let mut more = good.clone();
        more["surprise"] = json!(1);
        let said = reads(&Json::Value(more)).expect_err(name);
        let is_map = name == "Split";
        assert!(
            is_map || said.contains("unknown field `surprise`"),
            "{name}: {said}"
        );
    }
}

#[test]
fn every_document_with_a_schema_refuses_the_next_one() {
    let mut numbered = 0;
    for (name, reads, good) in documents() {
        // What is read as it is, and checked in its place.
        let is_checked_later = ["lifecycle::Draft", "lifecycle::Event"].contains(&name);
        if !is_checked_later && good.get("schema").is_some() {
            let mut later = good.clone();
            later["schema"] = json!(2);
            assert!(reads(&Json::Value(later)).is_err(), "{name}");
            numbered += 1;
        }
    }
    assert!(numbered >= 15, "only {numbered} documents have a schema");
}

// Kind 76.
#[test]
fn ten_thousand_brackets_are_refused_and_not_followed() {
    for (name, reads, _) in documents() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            assert!(reads(&Json::Text(&deep)).is_err(), "{name}");
        }
    }
    // What serde_json would still follow, a pay does not.
    let times = "{\"times\": {\"rate\": \"1\", \"pay\": ".repeat(20);
    let pay = format!(
        "{times}{{\"fixed\": {{\"amount\": \"1 USD\"}}}}{}",
        "}}".repeat(20)
    );
    let read = serde_json::from_str::<compensation::Pay>(&pay).map(|_| ());
    let said = read.unwrap_err().to_string();
    assert!(said.contains("pays are nested more than 16 deep"), "{said}");
}

// Kind 34.
#[test]
fn a_name_of_a_megabyte_is_refused_and_not_repeated() {
    let long = "n".repeat(1_000_000);
    let head = "n".repeat(64);
    let expected = [
        (
            "PartyId",
            format!("the name of a party has 1000000 bytes, more than 128: \"{head}\""),
        ),
        ("Money", format!("malformed amount \"{head}\"")),
        (
            "Ratio",
            format!("malformed ratio \"{head}\": write 10%, 1/3 or 0.125"),
        ),
        ("Currency", format!("malformed currency \"{head}\"")),
        (
            "Key",
            format!("malformed key \"{head}\": write lower case, such as pilot_review"),
        ),
        (
            "Period",
            format!("malformed period \"{head}\": write both days, such as 2026-01-01..2026-02-01"),
        ),
        (
            "Span",
            format!("malformed span \"{head}\": write 48h, 30d, 10bd, 2w, 3m or 1y"),
        ),
        ("date", format!("malformed date \"{head}\"")),
    ];
    for (door, message) in expected {
        let reads = texts(door).expect(door);
        assert_eq!(reads(&long), Err(message), "{door}");
    }
    for (name, reads, good) in documents() {
        for key in ["id", "key", "party"] {
            if good.get(key).is_some() {
                let mut named = good.clone();
                named[key] = json!(long);
                if let Err(said) = reads(&Json::Value(named)) {
                    assert!(said.len() < 400, "{name}: an error of {} bytes", said.len());
                }
            }
        }
    }
}

// Kind 35.
#[test]
fn one_cent_for_a_hundred_thousand_is_one_cent() {
    let weights = Weights::new(vec![1; 100_000]).expect("weights");
    let parts = weights.allocate("0.01 USD".parse().expect("an amount"));
    let paid = parts.iter().filter(|part| !part.is_zero()).count();
    assert_eq!((parts.len(), paid), (100_000, 1));
    assert_eq!(parts[0].to_string(), "0.01 USD");
}
