//! The families of `lifecycle.json` and `health-economics.json` that governance answers for
//! (spec/lifecycle.md 9 and 14, spec/health-economics.md 9).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use partnership::governance::{
    Asset, AuditRight, Ballot, Charter, CharterKind, DecisionLog, Deliverable, Facts, Feedback,
    FeedbackItem, Grant, Indicator, JointProject, LogEntry, Milestone, MilestoneStatus, Objective,
    Proposal, ResponseTier, Rights, Risk, RiskGrid, RiskRegister, Rule, Signature, Signatures, Use,
    Veto, VetoRight, Vote,
};
use partnership::lifecycle::{Fingerprint, Key};
use partnership::time::{Calendar, Moment, Roll};
use partnership::{Error, PartyId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::time::{At, Day};
use crate::cases::{Adapter, outcome, read};

/// The adapters of `lifecycle.json` that stand here.
pub const FAMILIES: &[(&str, Adapter)] = &[
    ("response", response),
    ("decision", decision),
    ("risk", risk),
    ("rights", rights),
    ("rights_use", rights_use),
    ("milestones", milestones),
    ("feedback", feedback),
    ("signatures", signatures),
    ("audit", audit),
    ("follow_ups", follow_ups),
];

/// The adapters of `health-economics.json` that stand here.
pub const CHARTER_FAMILIES: &[(&str, Adapter)] = &[("agreement_gaps", agreement_gaps)];

fn settled<E: Into<Error> + Debug>(found: Result<Value, E>, expect: &Value) -> Result<(), String> {
    outcome(found.map_err(Into::into), expect, |found| found)
}

fn json_of(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("the value has a wire form")
}

/// The moment of an instant in UTC.
fn moment(at: At) -> Moment {
    Calendar::default()
        .moment(at.0)
        .expect("an instant in range")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseGiven {
    tier: ResponseTier,
    sent: At,
    #[serde(default)]
    answered: Option<At>,
    at: At,
}

fn response(given: &Value, expect: &Value) -> Result<(), String> {
    let given: ResponseGiven = read(given)?;
    let answered = given.answered.map(moment);
    let found = given.tier.response(
        &moment(given.sent),
        answered.as_ref(),
        &moment(given.at),
        &Calendar::default(),
    );
    settled(found.map(json_of), expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoteGiven {
    party: PartyId,
    vote: Vote,
    at: At,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VetoGiven {
    by: PartyId,
    at: At,
    #[serde(default)]
    alternative_at: Option<At>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionGiven {
    parties: Vec<PartyId>,
    class: Key,
    rule: Rule,
    votes: Vec<VoteGiven>,
    #[serde(default)]
    veto: Option<VetoGiven>,
    #[serde(default)]
    veto_right: Option<VetoRight>,
    at: At,
}

fn decision(given: &Value, expect: &Value) -> Result<(), String> {
    let given: DecisionGiven = read(given)?;
    let proposal = Proposal {
        class: given.class,
        rule: given.rule,
        parties: given.parties,
        veto_right: given.veto_right,
    };
    let ballot = |vote: VoteGiven| Ballot {
        party: vote.party,
        vote: vote.vote,
        at: moment(vote.at),
    };
    let votes: Vec<Ballot> = given.votes.into_iter().map(ballot).collect();
    let veto = given.veto.map(|veto| Veto {
        by: veto.by,
        at: moment(veto.at),
        alternative_at: veto.alternative_at.map(moment),
    });
    let now = moment(given.at);
    let found = proposal.decide(&votes, veto.as_ref(), &now, &Calendar::default());
    let found = found.map(|decision| {
        let mut found = json!({ "outcome": json_of(&decision.outcome) });
        // The cases know instants; the moment of an adoption has its day too.
        if let Some(at) = found.pointer("/outcome/adopted/at/at").cloned() {
            found["outcome"]["adopted"]["at"] = at;
        }
        if decision.veto_lapsed {
            found["veto_lapsed"] = json!(true);
        }
        found
    });
    settled(found, expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskGiven {
    grid: Value,
    risks: Vec<Risk>,
    on: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridGiven {
    levels: Vec<String>,
    cells: Vec<Vec<usize>>,
}

fn risk(given: &Value, expect: &Value) -> Result<(), String> {
    let given: RiskGiven = read(given)?;
    let grid: GridGiven = read(&given.grid)?;
    let found = RiskGrid::new(grid.levels, grid.cells)
        .map_err(Error::from)
        .and_then(|grid| Ok(RiskRegister::new(grid, given.risks)?));
    let found = found.map(|register| {
        let keys = |risks: Vec<&Risk>| -> Vec<String> {
            let keys = risks.into_iter().map(|risk| risk.key.to_string());
            keys.collect()
        };
        let levels = register.risks().iter().map(|risk| {
            let level = |rating| register.level(rating);
            let both = json!({
                "inherent": level(risk.inherent()),
                "residual": level(risk.residual()),
            });
            (risk.key.to_string(), both)
        });
        json!({
            "levels": levels.collect::<Map<String, Value>>(),
            "order": keys(register.by_severity()),
            "highest": register.highest(),
            "review_overdue": keys(register.review_overdue(given.on.0).collect()),
            "residual_above_inherent": keys(register.residual_above_inherent().collect()),
        })
    });
    settled(found, expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RightsGiven {
    assets: Vec<Asset>,
    grants: Vec<Grant>,
}

fn rights(given: &Value, expect: &Value) -> Result<(), String> {
    let given: RightsGiven = read(given)?;
    let found = Rights::new(given.assets, given.grants, None).map(|rights| {
        let without = rights.no_right_to_grant();
        let without: Vec<&str> = without.iter().map(|grant| grant.key.as_str()).collect();
        json!({ "conflicts": json_of(rights.conflicts()), "no_right_to_grant": without })
    });
    settled(found, expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UseGiven {
    #[serde(default)]
    assets: Vec<Asset>,
    grants: Vec<Grant>,
    asset: Key,
    who: PartyId,
    channel: String,
    territory: String,
    on: Day,
    modify: bool,
}

fn rights_use(given: &Value, expect: &Value) -> Result<(), String> {
    let given: UseGiven = read(given)?;
    let mut assets = given.assets;
    if assets.is_empty() {
        // The cases leave the owners out: nobody's use hangs on them.
        let granted = given.grants.iter().map(|grant| &grant.asset);
        let named: BTreeSet<&Key> = granted.chain([&given.asset]).collect();
        assets.extend(named.into_iter().map(|key| Asset {
            key: key.clone(),
            owner: PartyId::new("owner").expect("a name"),
            third_party: false,
            proof: None,
        }));
    }
    let wanted = Use {
        asset: given.asset,
        who: given.who,
        channel: given.channel,
        territory: given.territory,
        on: given.on.0,
        modify: given.modify,
    };
    let found = Rights::new(assets, given.grants, None)
        .and_then(|rights| rights.may_use(&wanted, &Calendar::default()));
    settled(found.map(json_of), expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MilestonesGiven {
    start: Day,
    on: Day,
    #[serde(default)]
    roll: Option<Roll>,
    #[serde(default)]
    calendar: Calendar,
    milestones: Vec<Milestone>,
}

fn milestones(given: &Value, expect: &Value) -> Result<(), String> {
    let given: MilestonesGiven = read(given)?;
    let project = JointProject {
        start: given.start.0,
        roll: given.roll.unwrap_or(Roll::None),
        milestones: given.milestones,
    };
    let found = project.status(given.on.0, &given.calendar).map(|stands| {
        let mut overdue = 0;
        let stands: Vec<Value> = stands
            .iter()
            .map(|stand| {
                let (status, days) = match stand.status {
                    MilestoneStatus::AcceptedInTime => ("accepted_in_time", 0),
                    MilestoneStatus::AcceptedLate { days } => ("accepted_late", days),
                    MilestoneStatus::Pending => ("pending", 0),
                    MilestoneStatus::Overdue { days } => ("overdue", days),
                };
                overdue += u32::from(status == "overdue");
                json!({
                    "key": stand.key, "due": stand.due.to_string(), "status": status,
                    "days_late": days,
                })
            })
            .collect();
        json!({ "milestones": stands, "overdue": overdue })
    });
    settled(found, expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedbackGiven {
    items: Vec<FeedbackItem>,
}

fn feedback(given: &Value, expect: &Value) -> Result<(), String> {
    let given: FeedbackGiven = read(given)?;
    let found = Feedback::new(given.items).map(|feedback| {
        json!({
            "must_fix_open": feedback.must_fix_open(),
            "consider_unanswered": feedback.consider_unanswered(),
            "future_noted": feedback.future_noted(),
            "may_accept": feedback.may_accept(),
            "may_start_round": feedback.may_start_round(),
        })
    });
    settled(found, expect)
}

fn signatures(given: &Value, expect: &Value) -> Result<(), String> {
    let signatures: Signatures = read(given)?;
    settled(signatures.binding().map(json_of), expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuditGiven {
    right: AuditRight,
    requested: Day,
    wanted: Day,
    past: Vec<Day>,
    #[serde(default)]
    calendar: Calendar,
}

fn audit(given: &Value, expect: &Value) -> Result<(), String> {
    let given: AuditGiven = read(given)?;
    let past: Vec<_> = given.past.iter().map(|on| on.0).collect();
    let found = given
        .right
        .request(given.requested.0, given.wanted.0, &past, &given.calendar);
    settled(found.map(json_of), expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowUpsGiven {
    on: Day,
    entries: Vec<LogEntry>,
}

fn follow_ups(given: &Value, expect: &Value) -> Result<(), String> {
    let given: FollowUpsGiven = read(given)?;
    let log = DecisionLog {
        entries: given.entries,
    };
    let mut found = json_of(log.follow_ups(given.on.0));
    found["problems"] = json_of(log.problems());
    settled(Ok::<Value, Error>(found), expect)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GapsGiven {
    kind: CharterKind,
    parties: Vec<PartyId>,
    charter: CharterGiven,
    facts: FactsGiven,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CharterGiven {
    sections: BTreeMap<String, Vec<String>>,
    fingerprint: Fingerprint,
    signatures: Vec<Signature>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FactsGiven {
    objectives: Vec<Objective>,
    kpis: Vec<KpiGiven>,
    deliverables: Vec<Deliverable>,
    roles: Vec<PartyId>,
    resources: Vec<PartyId>,
    sponsors: Vec<PartyId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KpiGiven {
    id: String,
    baseline: Option<String>,
    target: Option<String>,
    by: Option<Day>,
}

fn agreement_gaps(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GapsGiven = read(given)?;
    let facts = Facts {
        objectives: given.facts.objectives,
        indicators: given.facts.kpis.into_iter().map(indicator).collect(),
        deliverables: given.facts.deliverables,
        roles: given.facts.roles,
        resources: given.facts.resources,
        sponsors: given.facts.sponsors,
    };
    let named = given.charter.sections.into_iter();
    let sections: Result<BTreeMap<_, _>, _> = named
        .map(|(name, texts)| Ok((name.parse()?, texts)))
        .collect();
    let found = sections.and_then(|sections| {
        let charter = Charter {
            sections,
            fingerprint: given.charter.fingerprint,
            signatures: given.charter.signatures,
        };
        charter.gaps(given.kind, &given.parties, &facts)
    });
    let found = found.map(|gaps| {
        let gaps_json: Vec<Value> = gaps.iter().map(gap_json).collect();
        json!({ "complete": gaps.is_empty(), "gaps": gaps_json })
    });
    settled(found, expect)
}

fn indicator(kpi: KpiGiven) -> Indicator {
    Indicator {
        id: kpi.id,
        has_baseline: kpi.baseline.is_some(),
        has_target: kpi.target.is_some(),
        by: kpi.by.map(|by| by.0),
    }
}

fn gap_json(gap: &partnership::governance::Gap) -> Value {
    let mut found = json!({ "gap": gap.name(), "of": gap.of() });
    if let partnership::governance::Gap::KpiIncomplete(_, lacks) = gap {
        found["lacks"] = json_of(lacks);
    }
    found
}
