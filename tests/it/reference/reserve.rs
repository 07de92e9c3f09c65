//! What is kept back for a while: reserve and hold (spec/compensation.md 7, steps 8 and 9).

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::Value;

use super::entry::{moves, net};
use super::history::{History, Scope, names};
use super::line::{Books, Line, Tranche};
use super::{Big, at_least_nothing, installments, list, ratio_of, text, whole};

/// What is taken and what comes back.
#[derive(Default)]
pub struct Kept {
    pub taken: Big,
    pub released: Big,
    pub held: Big,
    pub unheld: Big,
}

/// The streams of the shares in a pay.
fn base_streams(pay: &Value, streams: &mut BTreeSet<String>) {
    match pay {
        Value::Array(parts) => parts.iter().for_each(|part| base_streams(part, streams)),
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "share" {
                    let names = list(&value["base"], "streams").iter();
                    let names = names.filter_map(Value::as_str);
                    streams.extend(names.map(str::to_owned));
                } else {
                    base_streams(value, streams);
                }
            }
        }
        _ => {}
    }
}

impl History<'_> {
    fn one(&self, version: usize, key: &str) -> Option<&Value> {
        self.versions()[version].get(key)
    }

    pub fn scope_of(&self, version: usize, key: &str) -> Scope {
        Self::scope(self.one(version, key).expect("a clause"), "scope")
    }

    /// E(scope): item lines, and the caps whose scope lies inside.
    pub fn earned(&self, scope: &Scope, lines: &[Line]) -> Big {
        let mut earned = whole(0);
        for line in lines {
            let counts = match line.kind {
                "cap" | "cap_surcharge" => self.cap_inside(line, scope),
                _ => line.is_item() && names(scope, &line.id),
            };
            if counts {
                earned += &line.amount;
            }
        }
        earned
    }

    /// The net of the streams that the shares of a scope are paid on, in this activity.
    fn revenue(&self, scope: &Scope) -> Big {
        let mut streams = BTreeSet::new();
        for item in self.clauses(self.version(), "items") {
            if names(scope, text(item, "id").expect("an id")) {
                base_streams(&item["pay"], &mut streams);
            }
        }
        let entries = moves(self.activity());
        let counted = entries.filter(|entry| streams.contains(text(entry, "stream").expect("one")));
        counted.map(|entry| net(entry).0).sum()
    }

    fn taken(&self, lines: &[Line]) -> Big {
        let Some(reserve) = self.one(self.version(), "reserve") else {
            return whole(0);
        };
        let scope = self.scope_of(self.version(), "reserve");
        let earned = self.earned(&scope, lines).min(self.earned(&None, lines));
        let earned = at_least_nothing(earned);
        let rate = ratio_of(reserve, "rate");
        if text(reserve, "on") == Some("revenue") {
            let revenue = at_least_nothing(self.revenue(&scope));
            return self.round(&(rate * revenue)).min(earned);
        }
        self.round(&(rate * earned))
    }

    fn reserve(&self, lines: &[Line], books: &mut Books, kept: &mut Kept) {
        let (no, version) = (self.no(), self.version());
        let last = self.is_final();
        let due = |tranche: &Tranche<usize>| last || tranche.until <= no;
        let out = books.reserve.iter().filter(|tranche| due(tranche));
        for tranche in out {
            kept.released += &tranche.amount;
        }
        books.reserve.retain(|tranche| !due(tranche));
        if last {
            return;
        }
        kept.taken = self.taken(lines);
        if kept.taken == whole(0) {
            return;
        }
        let reserve = self.one(version, "reserve").expect("a reserve");
        let weights = list(reserve, "release").iter().map(|weight| {
            let weight = weight.as_i64().expect("a whole weight");
            whole(weight)
        });
        let weights: Vec<Big> = weights.collect();
        let parts = installments(&kept.taken, &weights, self.exponent());
        for (amount, until) in parts.into_iter().zip(no + 1..) {
            books.reserve.push(Tranche { until, amount });
        }
    }

    fn hold(&self, lines: &[Line], books: &mut Books, kept: &mut Kept) {
        let (version, to) = (self.version(), self.period(self.no()).to);
        let last = self.is_final();
        let due = |tranche: &Tranche<_>| last || tranche.until <= to;
        let out = books.held.iter().filter(|tranche| due(tranche));
        for tranche in out {
            kept.unheld += &tranche.amount;
        }
        books.held.retain(|tranche| !due(tranche));
        let Some(hold) = self.one(version, "hold").filter(|_| !last) else {
            return;
        };
        let days = hold["days"].as_u64().expect("a count");
        if days == 0 {
            return;
        }
        let scope = self.scope_of(version, "hold");
        let earned = self.earned(&scope, lines);
        let reserved = self.one(version, "reserve").is_some()
            && self.clause_inside(&self.scope_of(version, "reserve"), &scope, version);
        let rest = if reserved {
            &earned - &kept.taken
        } else {
            earned.clone()
        };
        kept.held = at_least_nothing(rest.min(self.earned(&None, lines) - &kept.taken));
        if kept.held > whole(0) {
            books.held.push(Tranche {
                until: to + Days::new(days),
                amount: kept.held.clone(),
            });
        }
        // Where a version holds for fewer days, what is held last is not what goes last.
        books.held.sort_by_key(|tranche| tranche.until);
        let mut wanted = at_least_nothing(-earned);
        for tranche in books.held.iter_mut().rev() {
            let part = wanted.clone().min(tranche.amount.clone());
            tranche.amount -= &part;
            wanted -= &part;
            kept.unheld += &part;
        }
        books.held.retain(|tranche| tranche.amount != whole(0));
    }

    /// Takes, holds and releases.
    pub fn keep(&self, lines: &[Line], books: &mut Books) -> Kept {
        let mut kept = Kept::default();
        self.reserve(lines, books, &mut kept);
        self.hold(lines, books, &mut kept);
        kept
    }
}
