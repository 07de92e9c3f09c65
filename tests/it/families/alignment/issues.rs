//! The families of what two sides want, and how they settle.

use std::collections::{BTreeMap, BTreeSet};

use partnership::alignment::{
    Acceptable, AlignmentComparison, AlignmentDraft, Firmness, Id, Issue, IssueFinding, Position,
    SettleAt, Zone, adjusted_winner, best_packages,
};
use partnership::explain::Documents;
use partnership::{Error, Ratio};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::proved::proved;
use crate::cases::{outcome, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenIssues {
    issues: Vec<GivenIssue>,
    trade_gap: Option<Ratio>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenIssue {
    id: String,
    producer: Option<GivenPosition>,
    partner: Option<GivenPosition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenPosition {
    range: Option<[Ratio; 2]>,
    options: Option<BTreeSet<String>>,
    ideal: String,
    importance: Option<u32>,
    #[serde(default)]
    non_negotiable: bool,
}

fn ids(given: &BTreeSet<String>) -> Result<BTreeSet<Id>, Error> {
    given.iter().map(|id| Ok(id.parse()?)).collect()
}

impl GivenPosition {
    fn position(self) -> Result<Position, Error> {
        let acceptable = match (self.range, self.options) {
            (Some([from, to]), None) => Acceptable::Range {
                from,
                to,
                ideal: self.ideal.parse()?,
            },
            (None, Some(options)) => Acceptable::Options {
                options: ids(&options)?,
                ideal: self.ideal.parse()?,
            },
            _ => panic!("a range or options?"),
        };
        Ok(Position {
            acceptable,
            importance: self.importance.unwrap_or(1),
            firmness: if self.non_negotiable {
                Firmness::NonNegotiable
            } else {
                Firmness::Negotiable
            },
        })
    }
}

impl GivenIssue {
    fn issue(self) -> Result<Issue, Error> {
        Ok(Issue {
            id: self.id.parse()?,
            producer: self.producer.map(GivenPosition::position).transpose()?,
            partner: self.partner.map(GivenPosition::position).transpose()?,
        })
    }
}

pub fn issues(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenIssues = read(given)?;
    let run = || -> Result<_, Error> {
        let issues: Result<Vec<Issue>, Error> =
            given.issues.into_iter().map(GivenIssue::issue).collect();
        let mut draft = AlignmentDraft::new(issues?);
        draft.trade_gap = given.trade_gap.unwrap_or(draft.trade_gap);
        let model = draft.build()?;
        let comparison = model.compare()?;
        Ok((model, comparison))
    };
    let found = run();
    if let Ok((model, comparison)) = &found {
        let papers = Documents::new().with("model", json!(model));
        proved(comparison.explain(model), papers, comparison)?;
    }
    outcome(found, expect, |(_, comparison)| shown(&comparison))
}

fn shown(comparison: &AlignmentComparison) -> Value {
    let mut findings = BTreeMap::new();
    let (mut zones, mut settle_at, mut gains) = (Map::new(), Map::new(), Map::new());
    for issue in &comparison.issues {
        let id = issue.id.to_string();
        findings.insert(id.clone(), issue.finding);
        if issue.finding != IssueFinding::Unstated {
            let zone = match &issue.zone {
                None => Value::Null,
                Some(Zone::Range { from, to }) => json!([from, to]),
                Some(Zone::Options(options)) => json!(options),
            };
            zones.insert(id.clone(), zone);
        }
        if let Some(side) = issue.gains {
            gains.insert(id.clone(), json!(side));
            let point = match &issue.settle_at {
                None => Value::Null,
                Some(SettleAt::Value(value)) => json!(value),
                Some(SettleAt::Option(option)) => json!(option),
            };
            settle_at.insert(id, point);
        }
    }
    let trades = comparison.trades.iter().map(|trade| {
        let (own, other) = (trade.gain.producer, trade.gain.partner);
        json!([trade.to_producer, trade.to_partner, own, other])
    });
    json!({
        "verdict": comparison.verdict,
        "findings": findings,
        "zones": zones,
        "settle_at": settle_at,
        "gains": gains,
        "trades": trades.collect::<Value>(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenItems {
    items: Vec<(String, u32, u32)>,
}

pub fn divided(given: &Value, expect: &Value) -> Result<(), String> {
    let given: GivenItems = read(given)?;
    let run = || -> Result<_, Error> {
        let items = given.items.iter();
        let items = items.map(|(item, own, other)| Ok((item.parse()?, *own, *other)));
        let items: Vec<(Id, u32, u32)> = items.collect::<Result<_, Error>>()?;
        let division = adjusted_winner(&items)?;
        Ok((items, division))
    };
    let found = run();
    if let Ok((items, division)) = &found {
        let paper = items.iter().map(|(item, producer, partner)| {
            json!({"item": item, "producer": producer, "partner": partner})
        });
        let papers = Documents::new().with("items", paper.collect());
        proved(division.explain(items), papers, division)?;
    }
    outcome(found, expect, |(_, division)| {
        let shares = division.shares.iter();
        let shares: BTreeMap<String, Ratio> = shares
            .map(|share| (share.item.to_string(), share.producer_share))
            .collect();
        json!({"producer_share": shares, "each": division.each, "split": division.split})
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenPackages {
    reserve: (Ratio, Ratio),
    packages: Vec<(String, Ratio, Ratio)>,
}

pub fn packages(given: &Value, expect: &Value) -> Result<(), String> {
    let GivenPackages { reserve, packages } = read(given)?;
    let run = || -> Result<_, Error> {
        let packages = packages.iter();
        let packages = packages.map(|(package, own, other)| Ok((package.parse()?, *own, *other)));
        let packages: Vec<(Id, Ratio, Ratio)> = packages.collect::<Result<_, Error>>()?;
        let best = best_packages(reserve, &packages)?;
        Ok((packages, best))
    };
    let found = run();
    if let Ok((packages, best)) = &found {
        let list = packages.iter().map(|(package, producer, partner)| {
            json!({"package": package, "producer": producer, "partner": partner})
        });
        let paper = json!({
            "reserve": {"producer": reserve.0, "partner": reserve.1},
            "packages": list.collect::<Value>(),
        });
        if !packages.is_empty() {
            let papers = Documents::new().with("packages", paper);
            proved(best.explain(reserve, packages), papers, best)?;
        }
    }
    outcome(found, expect, |(_, best)| {
        json!({
            "rejected": best.rejected,
            "dominated": best.dominated,
            "best": best.best,
            "product": best.product,
        })
    })
}
