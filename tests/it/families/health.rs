//! The families of `health-economics.json` about health (spec/health-economics.md 1 to 6, 10).

use std::collections::BTreeMap;

use partnership::explain::{Documents, Explanation, Finding};
use partnership::health::{
    AlignmentLoop, Answer, Answers, Area, Audit, Better, CheckDraft, Course, Dimension,
    EarlierReport, Goal, HealthCheck, Hold, Kpi, KpiDraft, KpiError, KpiKind, LoopEvent, Measure,
    Pace, Point, Question, Reach, Reading, Reference, Rule, RuleDraft, Scorecard, ScorecardDraft,
    ScorecardError, Series, SeriesError, Trigger, six_monthly_audit,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cases::{Adapter, expect_error, outcome, read, same};

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("kpi_status", kpi_status),
    ("series", series),
    ("trigger", trigger),
    ("course", course),
    ("health_check", health_check),
    ("scorecard", scorecard),
    ("alignment_loop", alignment_loop),
    ("preset", preset),
];

/// The day on which the checks and cards of the cases are taken.
fn day(text: &str) -> Result<NaiveDate, String> {
    date(text).map_err(|why| why.to_string())
}

// ---- KPIs ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KpiGiven {
    at: String,
    reading: Option<Reading>,
    kpi: KpiOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KpiOf {
    goal: GoalOf,
    better: Option<Better>,
    green_from: Option<Ratio>,
    amber_from: Option<Ratio>,
    fresh_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum GoalOf {
    Reach(ReachOf),
    Hold(Hold),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReachOf {
    baseline: Ratio,
    target: Option<Ratio>,
    growth: Option<Ratio>,
    from: String,
    by: String,
    #[serde(default)]
    pace: Pace,
}

fn goal(given: GoalOf) -> Result<Result<Goal, KpiError>, String> {
    let reach = match given {
        GoalOf::Hold(hold) => return Ok(Ok(Goal::Hold(hold))),
        GoalOf::Reach(reach) => reach,
    };
    let (from, by, pace) = (day(&reach.from)?, day(&reach.by)?, reach.pace);
    let baseline = reach.baseline;
    Ok(match (reach.target, reach.growth) {
        (Some(target), None) => Ok(Goal::Reach(Reach {
            baseline,
            target,
            from,
            by,
            pace,
        })),
        (None, Some(growth)) => Reach::growth(baseline, growth, from, by)
            .map(|reach| Goal::Reach(Reach { pace, ..reach })),
        _ => return Err("a target or a growth".to_owned()),
    })
}

fn kpi_status(given: &Value, expect: &Value) -> Result<(), String> {
    let given: KpiGiven = read(given)?;
    let at = day(&given.at)?;
    let kpi = goal(given.kpi.goal)?.and_then(|goal| {
        let mut draft = KpiDraft::new("kpi", KpiKind::Leading, goal);
        draft.better = given.kpi.better;
        draft.fresh_days = given.kpi.fresh_days;
        draft.green_from = given.kpi.green_from.unwrap_or(draft.green_from);
        draft.amber_from = given.kpi.amber_from.unwrap_or(draft.amber_from);
        Kpi::new(draft)
    });
    let reading = given.reading.as_ref();
    if let Ok(kpi) = &kpi {
        if let Ok(state) = kpi.status(reading, at) {
            let readings = json!({"at": given.at, "reading": reading});
            let papers = [("definition", json!(kpi)), ("readings", readings)];
            proved(kpi.explain(reading, at), papers, &json!(state))?;
        }
    }
    let found = kpi.and_then(|kpi| kpi.status(reading, at));
    outcome(found, expect, |state| json!(state))
}

/// Law 1 of spec/explain.md: the explanation checks, also against its papers, covers every
/// figure, and an audit finds nothing but what is taken on trust.
pub fn proved<E: ToString>(
    explanation: Result<Explanation, E>,
    papers: impl IntoIterator<Item = (&'static str, Value)>,
    result: &Value,
) -> Result<(), String> {
    let explanation = explanation.map_err(|why| why.to_string())?;
    if explanation.nodes().is_empty() && explanation.covers(result).is_empty() {
        // A result without a figure has nothing to prove.
        return Ok(());
    }
    explanation.check().map_err(|why| why.to_string())?;
    let mut documents = Documents::new();
    for (name, paper) in papers {
        documents = documents.with(name, paper);
    }
    let checked = explanation.check_against(&documents, result);
    checked.map_err(|why| why.to_string())?;
    let open = explanation.covers(result);
    if !open.is_empty() {
        return Err(format!("not proved: {open:?}"));
    }
    let found = explanation.audit(&documents, result);
    match found
        .iter()
        .find(|one| !matches!(one, Finding::Trusted { .. }))
    {
        Some(finding) => Err(format!("found by the audit: {finding:?}")),
        None => Ok(()),
    }
}

// ---- series ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesGiven {
    points: Vec<Point>,
    #[serde(default = "zero")]
    band: Ratio,
}

const fn zero() -> Ratio {
    Ratio::ZERO
}

fn series(given: &Value, expect: &Value) -> Result<(), String> {
    let given: SeriesGiven = read(given)?;
    let series = Series::new(given.points);
    if let Ok(series) = &series {
        if let Ok(trend) = series.trend(given.band) {
            let papers = [
                ("definition", json!({"band": given.band})),
                ("readings", json!(series)),
            ];
            proved(series.explain(given.band), papers, &json!(trend))?;
        }
    }
    let found = series.and_then(|series| series.trend(given.band));
    outcome(found, expect, |trend| json!(trend))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerGiven {
    points: Vec<Point>,
    enter_below: Ratio,
    leave_at: Option<Ratio>,
    for_periods: Option<u32>,
}

fn trigger(given: &Value, expect: &Value) -> Result<(), String> {
    let given: TriggerGiven = read(given)?;
    let both = || -> Result<_, SeriesError> {
        let leave_at = given.leave_at.unwrap_or(given.enter_below);
        let trigger = Trigger::new(given.enter_below, leave_at, given.for_periods.unwrap_or(1))?;
        Ok((trigger, Series::new(given.points)?))
    };
    let both = both();
    if let Ok((trigger, series)) = &both {
        let papers = [("definition", json!(trigger)), ("readings", json!(series))];
        proved(trigger.explain(series), papers, &json!(trigger.run(series)))?;
    }
    let run = both.map(|(trigger, series)| trigger.run(&series));
    outcome(run, expect, |run| json!(run))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseGiven {
    points: Vec<Point>,
    reference: Reference,
    rule: Option<RuleOf>,
    #[serde(default)]
    better: Better,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RuleOf {
    Named(String),
    Own(RuleDraft),
}

fn course(given: &Value, expect: &Value) -> Result<(), String> {
    let given: CourseGiven = read(given)?;
    let rule = match given.rule {
        None => Ok(Rule::default()),
        Some(RuleOf::Named(name)) => match name.as_str() {
            "standard" => Ok(Rule::standard()),
            "run_chart" => Ok(Rule::run_chart()),
            _ => return Err(format!("no rule {name}")),
        },
        Some(RuleOf::Own(draft)) => Rule::new(draft),
    };
    let series = match Series::new(given.points) {
        Ok(series) => series,
        Err(error) => return expect_error(expect, &error),
    };
    let (reference, better) = (&given.reference, given.better);
    if let Ok(rule) = &rule {
        if let Ok(course) = rule.course(&series, reference, better) {
            let definition = json!({"rule": rule, "reference": reference});
            let papers = [("definition", definition), ("readings", json!(series))];
            let explanation = rule.explain(&series, reference, better);
            proved(explanation, papers, &json!(course))?;
        }
    }
    let found = rule.and_then(|rule| rule.course(&series, reference, better));
    outcome(found, expect, |course: Course| {
        let mut found = json!(course);
        found["advice"] = json!(course.advice());
        found
    })
}

// ---- checks and cards ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckGiven {
    scale: Option<(i64, i64)>,
    dimensions: Vec<DimensionOf>,
    parties: Vec<PartyId>,
    answers: BTreeMap<PartyId, BTreeMap<String, Value>>,
    previous: Option<BTreeMap<String, Ratio>>,
    red_below: Option<Ratio>,
    green_from: Option<Ratio>,
    contested_gap: Option<Ratio>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionOf {
    id: String,
    questions: Vec<String>,
}

fn answers(given: BTreeMap<PartyId, BTreeMap<String, Value>>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    for (party, own) in given {
        for (question, answer) in own {
            let answer = match (answer.as_i64(), answer.as_str()) {
                (Some(score), _) => Answer::Score(score),
                (_, Some("not_assessed")) => Answer::NotAssessed,
                (_, Some("not_applicable")) => Answer::NotApplicable {
                    reason: "as given".to_owned(),
                },
                _ => return Err(format!("no answer {answer}")),
            };
            answers.give(party.clone(), &question, answer);
        }
    }
    Ok(answers)
}

fn health_check(given: &Value, expect: &Value) -> Result<(), String> {
    let given: CheckGiven = read(given)?;
    let dimensions = given.dimensions.into_iter().map(|dimension| Dimension {
        id: dimension.id,
        questions: (dimension.questions.into_iter())
            .map(|id| Question {
                id,
                text: String::new(),
            })
            .collect(),
    });
    let mut draft = CheckDraft::new("check", dimensions.collect());
    (draft.min, draft.max) = given.scale.unwrap_or((draft.min, draft.max));
    draft.red_below = given.red_below.unwrap_or(draft.red_below);
    draft.green_from = given.green_from.unwrap_or(draft.green_from);
    draft.contested_gap = given.contested_gap.unwrap_or(draft.contested_gap);
    let answers = answers(given.answers)?;
    let (before, on) = (day("2026-03-31")?, day("2026-06-30")?);
    let previous = given.previous.map(|lowest| EarlierReport {
        id: "check".to_owned(),
        version: 1,
        on: before,
        lowest,
    });
    let (parties, previous) = (&given.parties, previous.as_ref());
    let check = HealthCheck::new(draft);
    if let Ok(check) = &check {
        if let Ok(report) = check.report(on, parties, &answers, previous) {
            let readings = json!({"on": on.to_string(), "answers": answers, "previous": previous});
            let papers = [("definition", json!(check)), ("readings", readings)];
            let explanation = check.explain(on, parties, &answers, previous);
            proved(explanation, papers, &json!(report))?;
        }
    }
    let found = check.and_then(|check| check.report(on, parties, &answers, previous));
    outcome(found, expect, |report| {
        let mut found = json!(report);
        let fields = found.as_object_mut().expect("a report");
        for beside in ["id", "version", "on"] {
            fields.remove(beside);
        }
        for dimension in fields["dimensions"].as_array_mut().expect("a list") {
            if dimension["level"].is_null() {
                dimension["level"] = json!("not_applicable");
            }
        }
        found
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardGiven {
    cap: Option<Ratio>,
    areas: Vec<Area>,
    actuals: BTreeMap<String, Option<Ratio>>,
}

fn scorecard(given: &Value, expect: &Value) -> Result<(), String> {
    let given: CardGiven = read(given)?;
    let mut draft = ScorecardDraft::new("card", given.areas);
    draft.cap = given.cap.unwrap_or(draft.cap);
    let card = Scorecard::new(draft);
    if let Ok(card) = &card {
        if let Ok(score) = card.score(&given.actuals) {
            let papers = [
                ("definition", json!(card)),
                ("readings", json!(given.actuals)),
            ];
            proved(card.explain(&given.actuals), papers, &json!(score))?;
        }
    }
    let found = card.and_then(|card| card.score(&given.actuals));
    outcome(found, expect, |card| {
        let mut found = json!(card);
        found["verdict"] = json!(card.verdict.name());
        found["because"] = json!(card.verdict.because());
        found
    })
}

// ---- the loop ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoopGiven {
    parties: Vec<PartyId>,
    events: Vec<LoopEvent>,
}

fn alignment_loop(given: &Value, expect: &Value) -> Result<(), String> {
    let given: LoopGiven = read(given)?;
    let all = match AlignmentLoop::replay(given.parties, given.events) {
        Ok(all) => all,
        Err((at, error)) => {
            expect_error(expect, &error)?;
            return same(&expect["at"], &json!(at));
        }
    };
    let goals: Vec<Value> = (all.goals().iter())
        .map(|(id, goal)| json!({"id": id, "target": goal.target, "agreed": goal.agreed}))
        .collect();
    let history: Vec<Value> = (all.history().iter())
        .map(|row| {
            let mut found = json!(row);
            found["decision"] = json!(row.decision.name());
            found
        })
        .collect();
    let result = json!({"cycle": all.cycle(), "goals": all.goals(), "history": all.history()});
    proved(all.explain(), [("definition", json!(all))], &result)?;
    let again = AlignmentLoop::replay(all.parties().clone(), all.events().to_vec());
    if again.as_ref() != Ok(&all) {
        return Err("replaying the events gives another state".to_owned());
    }
    let found = json!({
        "cycle": all.cycle(),
        "phase": all.phase(),
        "goals": goals,
        "history": history,
        "missing": all.missing(),
    });
    same(expect, &found)
}

// ---- presets ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetGiven {
    preset: String,
}

fn check_json(check: &HealthCheck) -> Value {
    let draft = check.draft();
    assert_eq!(HealthCheck::new(draft.clone()).as_ref(), Ok(check));
    let groups = draft.dimensions.iter();
    let groups = groups
        .map(|dimension| json!({"id": dimension.id, "items": dimension.questions}))
        .collect();
    preset_json(&draft.id, draft.version, draft.every_months, groups)
}

fn audit_json(audit: &Audit) -> Value {
    let parts = audit.parts.iter().map(|part| {
        let items = part.items().iter();
        let items: Vec<Value> = items
            .map(|item| json!({"id": item.id, "text": item.question}))
            .collect();
        json!({"id": part.id(), "items": items})
    });
    preset_json(audit.id, audit.version, audit.every_months, parts.collect())
}

fn preset_json(id: &str, version: u32, every_months: u32, groups: Vec<Value>) -> Value {
    json!({"id": id, "version": version, "every_months": every_months, "groups": groups})
}

fn balanced_json() -> Result<Value, ScorecardError> {
    let figures = Scorecard::balanced_measures().map(|measure| {
        let ends = match measure.better {
            Better::Higher => (Ratio::ZERO, Ratio::ONE),
            Better::Lower => (Ratio::ONE, Ratio::ZERO),
        };
        (measure.id.to_owned(), ends)
    });
    let card = Scorecard::balanced(&figures.collect())?;
    let draft = card.draft();
    let item = |measure: &Measure| {
        assert_eq!(measure.weight, 1, "equal weights");
        json!({
            "id": measure.id,
            "text": measure.text,
            "better": measure.better,
            "kind": measure.kind,
        })
    };
    let groups = draft.areas.iter().map(|area| {
        assert_eq!(area.weight, 1, "equal weights");
        let items: Vec<Value> = area.measures.iter().map(item).collect();
        json!({"id": area.id, "items": items})
    });
    Ok(preset_json(
        &draft.id,
        draft.version,
        draft.every_months,
        groups.collect(),
    ))
}

fn preset(given: &Value, expect: &Value) -> Result<(), String> {
    let given: PresetGiven = read(given)?;
    let found = match given.preset.as_str() {
        "quarterly_health_check" => check_json(&HealthCheck::quarterly()),
        "eight_dimensions" => check_json(&HealthCheck::eight_dimensions()),
        "balanced_scorecard" => balanced_json().map_err(|why| why.to_string())?,
        "six_monthly_audit" => audit_json(&six_monthly_audit()),
        other => return Err(format!("no preset {other}")),
    };
    same(expect, &found)
}
