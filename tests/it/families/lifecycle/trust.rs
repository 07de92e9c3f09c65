//! The families `ladder` and `commitment`.

use partnership::lifecycle::{
    Acknowledgement, Key, Ladder, LadderLevel, TrustRung, commitment, commitment_parts,
};
use partnership::time::Span;
use partnership::{Money, Ratio};
use serde::Deserialize;
use serde_json::{Value, json};

use super::calendar;
use super::scenario::instant;
use crate::cases::{expect_error, read, same};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Climb {
    levels: Vec<LadderLevel>,
    opened: Value,
    at: Value,
    #[serde(default)]
    acknowledged: Vec<Hold>,
    calendar: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hold {
    at: Value,
    hold: Span,
}

pub fn ladder(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Climb = read(given)?;
    let calendar = calendar(given.calendar)?;
    let ladder = Ladder {
        key: "escalation".parse().map_err(|why| format!("{why}"))?,
        levels: given.levels,
    };
    let moment = |at: &Value| {
        let moment = calendar.moment(instant(at)?);
        moment.map_err(|why| why.to_string())
    };
    let mut acknowledged = Vec::new();
    for one in &given.acknowledged {
        acknowledged.push(Acknowledgement {
            at: moment(&one.at)?,
            hold: one.hold,
        });
    }
    let (opened, at) = (moment(&given.opened)?, moment(&given.at)?);
    match ladder.level_at(&opened, &at, &acknowledged, &calendar) {
        Ok(level) => {
            let key = ladder.levels.get(level.index).map(|level| &level.key);
            let history = level.history.iter();
            let history: Vec<Value> = history.map(|(key, since)| json!([key, since])).collect();
            let found = json!({
                "level": key,
                "index": level.index,
                "next": level.next,
                "history": history,
            });
            same(expect, &found)
        }
        Err(error) => expect_error(expect, &error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Committed {
    total: String,
    rung: Key,
    parts: Option<[Ratio; 4]>,
}

pub fn committed(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Committed = read(given)?;
    let total: Money = format!("{} USD", given.total)
        .parse()
        .map_err(|why| format!("{why}"))?;
    let rung = TrustRung::of(&given.rung).ok_or("no such rung")?;
    let parts = given.parts.unwrap_or_else(commitment_parts);
    match commitment(total, rung, parts) {
        Ok(limit) => {
            let limit = limit.to_string().replace(" USD", "");
            same(expect, &json!({"limit": limit}))
        }
        Err(error) => expect_error(expect, &error),
    }
}
