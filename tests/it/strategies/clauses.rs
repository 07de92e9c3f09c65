//! Clauses of a version beside its items: caps, reserve, hold, timing, in kind; advances.

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::{Map, Value, json};

use super::agreement::Drawn;

/// Amounts where limits bind now and then.
pub(super) const LIMITS: [i64; 7] = [5_000, 0, 1, 777, 10_001, 20_000, 123_456];

/// Whether windows of one kind lie inside windows of another.
pub(super) fn inside(inner: &Value, outer: &Value) -> bool {
    if inner == "event" || inner == "period" || outer == "lifetime" {
        return true;
    }
    ["periods", "months"].iter().any(|key| {
        let count = |window: &Value| window.get(key).and_then(Value::as_u64);
        match (count(inner), count(outer)) {
            (Some(inner), Some(outer)) => outer % inner == 0,
            _ => false,
        }
    })
}

/// The ids that a clause of a version names, or all that it could.
pub(super) fn covered(clause: &Value, key: &str, version: &Map<String, Value>) -> BTreeSet<String> {
    let of = |list: &Value| -> BTreeSet<String> {
        let list = list.as_array().into_iter().flatten();
        let ids = list.filter_map(|entry| entry.get("id").unwrap_or(entry).as_str());
        ids.map(str::to_owned).collect()
    };
    match clause.get(key) {
        Some(scope) => of(scope),
        None => ["items", "schedules", "timing"]
            .into_iter()
            .filter_map(|kind| version.get(kind))
            .flat_map(of)
            .collect(),
    }
}

impl Drawn {
    pub(super) fn limit(&mut self) -> Value {
        let minor = self.tape.pick(&LIMITS);
        self.money(minor)
    }

    /// The advances of the agreement, and what a debit does to them.
    pub(super) fn advances(&mut self, terms: &mut Map<String, Value>) {
        if self.tape.once_in(3) {
            terms.insert("deficit".into(), json!("carry"));
        }
        let mut advances = Vec::new();
        let count = self.tape.below(3);
        for id in ["first", "second"].into_iter().take(count) {
            let cut = self.tape.below(self.cuts.len());
            let paid_on = self.cuts[cut] + Days::new(self.tape.pick(&[0, 3]));
            let mut advance = json!({"id": id, "amount": self.limit(),
                                     "paid_on": paid_on.to_string()});
            if self.tape.once_in(2) {
                advance["share"] = json!(self.tape.pick(&["50%", "1/3", "1"]));
            }
            if self.tape.once_in(2) {
                let from = self
                    .tape
                    .pick(&[&["a"][..], &["b"], &["a", "b"], &["c", "a"]]);
                advance["from"] = json!(from);
            }
            if self.tape.once_in(3) {
                advance["at_end"] = json!("repay");
            }
            advances.push(advance);
        }
        terms.insert("advances".into(), json!(advances));
        self.kept.insert("advances", json!(advances));
    }

    /// The items that an advance is recouped from by name.
    pub(super) fn recouped_from(&self) -> BTreeSet<String> {
        self.froms().into_iter().flatten().collect()
    }

    fn froms(&self) -> Vec<BTreeSet<String>> {
        let advances = self.kept.get("advances").and_then(Value::as_array);
        let named = advances.into_iter().flatten();
        let named = named.filter(|advance| advance.get("from").is_some());
        named
            .map(|advance| covered(advance, "from", &Map::new()))
            .collect()
    }

    /// Surcharges, the ratchet and the limits of a sale.
    pub(super) fn extras(&mut self, item: &mut Map<String, Value>, window: &Value) {
        if self.tape.once_in(4) {
            item.insert("ratchet".into(), json!(true));
        }
        if self.tape.once_in(3) {
            item.insert("surcharges".into(), self.surcharges());
        }
        if window == "event" && self.tape.once_in(2) {
            let mut limits = Map::new();
            if self.tape.once_in(2) {
                limits.insert("fixed".into(), self.money(30));
            }
            if self.tape.once_in(2) {
                limits.insert("min".into(), self.money(100));
            }
            if self.tape.once_in(2) || limits.is_empty() {
                limits.insert("max".into(), self.money(700));
            }
            item.insert("per_event".into(), Value::Object(limits));
        }
    }

    fn surcharges(&mut self) -> Value {
        let rate = self.tape.pick(&["25%", "1/3", "0", "150%"]);
        let mut surcharges = vec![json!({"id": "exclusive", "rate": rate})];
        if self.tape.once_in(3) {
            surcharges.push(json!({"id": "perpetual", "rate": "1/7"}));
        }
        json!(surcharges)
    }

    /// Escrow, the same in every version, and surcharges.
    pub(super) fn schedule_extras(&mut self, schedule: &mut Value) {
        let escrow = self.tape.once_in(2);
        let escrow = self.kept.entry("escrow").or_insert(json!(escrow));
        schedule["escrow"] = escrow.clone();
        if self.tape.once_in(3) {
            schedule["surcharges"] = self.surcharges();
        }
    }

    /// The clauses of a version that stand after its schedules.
    pub(super) fn clauses(&mut self, version: &mut Map<String, Value>) {
        if self.tape.once_in(4) {
            version.insert("timing".into(), json!([self.timing()]));
        }
        if self.tape.once_in(4) {
            let mut gear = json!({"id": "gear", "limit": self.money(50_000)});
            gear["counts"] = json!(self.tape.once_in(2));
            version.insert("in_kind".into(), json!([gear]));
        }
        let caps = self.caps(version);
        version.insert("caps".into(), json!(caps));
        let guarantees = self.guarantees(version);
        version.insert("guarantees".into(), json!(guarantees));
        if self.tape.once_in(3) {
            let mut reserve = json!({"rate": self.tape.pick(&["20%", "1/3", "100%"])});
            reserve["release"] =
                self.tape
                    .pick(&[json!([1, 1, 1]), json!([1]), json!([0, 50, 50])]);
            if self.tape.once_in(2) {
                reserve["on"] = json!("revenue");
            }
            if self.kept_scope(&mut reserve, version) {
                version.insert("reserve".into(), reserve);
            }
        }
        if self.tape.once_in(3) {
            let mut hold = json!({"days": self.tape.pick(&[30, 0, 1, 45, 90])});
            if self.kept_scope(&mut hold, version) {
                version.insert("hold".into(), hold);
            }
        }
    }

    /// Draws the scope of a reserve or hold: no advance may be recouped from part of it alone.
    fn kept_scope(&mut self, clause: &mut Value, version: &Map<String, Value>) -> bool {
        let all = covered(&json!({}), "scope", version);
        let named = self.froms().is_empty();
        let fits = |scope: &BTreeSet<String>| {
            let mut froms = self.froms().into_iter();
            froms.all(|from| from.is_disjoint(scope) || scope.is_subset(&from))
        };
        let mut choices: Vec<Option<BTreeSet<String>>> = Vec::new();
        if named {
            choices.push(None);
        }
        let subsets: [&[&str]; 5] = [&["a"], &["b"], &["a", "b"], &["film", "a"], &["film"]];
        for subset in subsets {
            let subset: BTreeSet<String> = subset.iter().map(|id| (*id).to_owned()).collect();
            if subset.is_subset(&all) && fits(&subset) {
                choices.push(Some(subset));
            }
        }
        if choices.is_empty() {
            return false;
        }
        if let Some(scope) = self.tape.pick(&choices) {
            clause["scope"] = json!(scope);
        }
        true
    }

    fn timing(&mut self) -> Value {
        let mut timing = json!({"id": "delivery"});
        for side in ["late", "early"] {
            if side == "early" && self.tape.once_in(2) {
                continue;
            }
            let mut rule = Map::new();
            if self.tape.once_in(3) {
                rule.insert("fixed".into(), self.money(333));
            } else {
                rule.insert("rate".into(), json!(self.tape.pick(&["1%", "0.5%", "1/7"])));
            }
            if self.tape.once_in(2) {
                rule.insert("grace_days".into(), json!(2));
            }
            if self.tape.once_in(2) {
                rule.insert("step_days".into(), json!(self.tape.pick(&[7, 3])));
                let count = self.tape.pick(&["completed", "started", "exact"]);
                rule.insert("count".into(), json!(count));
            }
            if self.tape.once_in(2) {
                rule.insert("at_most_rate".into(), json!("10%"));
            }
            if self.tape.once_in(3) {
                rule.insert("at_most".into(), self.money(1_000));
            }
            timing[side] = Value::Object(rule);
        }
        if self.tape.once_in(2) {
            timing["terminate_after_days"] = json!(self.tape.pick(&[0, 10]));
        }
        timing
    }

    /// An inner and an outer cap; one that stays changes its amount at most.
    fn caps(&mut self, version: &Map<String, Value>) -> Vec<Value> {
        let mut caps = Vec::new();
        let mut within: Vec<Value> = Vec::new();
        for (id, subsets) in [
            ("inner", &[&["a"][..], &["a", "b"], &["b"]][..]),
            ("outer", &[&[][..], &["a", "b"], &[]][..]),
        ] {
            if self.tape.once_in(3) {
                continue;
            }
            if !self.kept.contains_key(id) || self.tape.once_in(6) {
                let mut cap = json!({"id": id});
                let subset = self.tape.pick(subsets);
                if !subset.is_empty() {
                    cap["scope"] = json!(subset);
                }
                self.kept.insert(id, cap);
            }
            let mut cap = self.kept[id].clone();
            let scope = covered(&cap, "scope", version);
            let all = covered(&json!({}), "scope", version);
            let crosses = caps.iter().any(|inner: &Value| {
                let inner = covered(inner, "scope", version);
                !inner.is_subset(&scope) && !inner.is_disjoint(&scope)
            });
            if !scope.is_subset(&all) || crosses {
                continue;
            }
            let items = version["items"].as_array().expect("items").iter();
            let items = items.filter(|item| scope.contains(item["id"].as_str().expect("an id")));
            let windows = items.map(|item| item["window"].clone());
            let all: Vec<Value> = windows.chain(within.iter().cloned()).collect();
            let fits = |outer: &Value| all.iter().all(|window| inside(window, outer));
            if !cap.get("window").is_some_and(fits) {
                let choices = [
                    json!("period"),
                    json!({"months": 1}),
                    json!({"months": 3}),
                    json!({"months": 12}),
                    json!({"months": 6}),
                    json!({"periods": 2}),
                    json!({"periods": 6}),
                    json!("lifetime"),
                ];
                let choices: Vec<Value> = choices.into_iter().filter(fits).collect();
                cap["window"] = self.tape.pick(&choices);
            }
            if cap.get("amount").is_none() || self.tape.once_in(4) {
                cap["amount"] = self.limit();
            }
            within.push(cap["window"].clone());
            self.kept.insert(id, cap.clone());
            caps.push(cap);
        }
        caps
    }
}
