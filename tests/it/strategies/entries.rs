//! Entries of an activity beside totals and levels: sales, milestones, deliveries, extra work.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::Days;
use serde_json::{Map, Value, json};

use super::agreement::{Drawn, Settled};
use super::pays::SALES;

impl Drawn {
    /// The version of a period.
    fn version_of(&self, no: usize) -> Value {
        let begun = self.versions.iter().rev().find(|(first, _)| *first <= no);
        begun.expect("a version").1.clone()
    }

    pub(super) fn entries(
        &mut self,
        activity: &mut Map<String, Value>,
        no: usize,
        periods: RangeInclusive<usize>,
        settled: &mut BTreeMap<(usize, &'static str), Settled>,
    ) {
        let version = self.version_of(no);
        let mut events = Vec::new();
        for of in periods.rev() {
            let count = self.tape.below(if of == no { 3 } else { 6 });
            if of != no && count > 1 {
                continue;
            }
            for index in 0..count {
                let settled = settled.entry((of, SALES)).or_default();
                let event = self.event(&format!("e{no}-{of}-{index}"), of, no, settled);
                events.push(event);
            }
        }
        activity.insert("events".into(), json!(events));
        let milestones = self.milestones(&version);
        activity.insert("milestones".into(), json!(milestones));
        if version.get("timing").is_some() && self.tape.once_in(2) {
            let due = self.cuts[no - 1] + Days::new(20);
            let done = due - Days::new(15) + Days::new(self.tape.pick(&[15, 18, 0, 22, 60, 14]));
            let value = self.tape.pick(&[300_000, 0, 12_345]);
            let excused = self.tape.pick(&[0, 0, 2, 50]);
            let delivery = json!({"timing": "delivery", "id": format!("d{no}"),
                "due": due.to_string(), "done": done.to_string(),
                "value": self.money(value), "excused_days": excused});
            activity.insert("deliveries".into(), json!([delivery]));
        }
        if version.get("in_kind").is_some() && self.tape.once_in(2) {
            let value = self.tape.pick(&[20, 4_000, 0]);
            let gift = json!({"id": format!("k{no}"), "item": "gear", "value": self.money(value)});
            activity.insert("in_kind".into(), json!([gift]));
        }
        if self.tape.once_in(4) {
            let minor = self.tape.pick(&[-700, 1, 40_000, -20_001]);
            let adjustment = json!({"id": format!("a{no}"), "amount": self.money(minor),
                                    "reason": "postage"});
            activity.insert("adjustments".into(), json!([adjustment]));
        }
        self.change_orders(activity, no);
    }

    /// What is approved too late comes again with the next activity.
    fn change_orders(&mut self, activity: &mut Map<String, Value>, no: usize) {
        let mut orders: Vec<Value> = Vec::new();
        if let Some(waiting) = self.kept.remove("waiting") {
            orders.push(waiting);
        }
        if self.tape.once_in(4) {
            let late = self.tape.once_in(3);
            let approved_on = self.cuts[no] - Days::new(u64::from(!late));
            let minor = self.tape.pick(&[40_000, -333, 5]);
            let order = json!({"id": format!("c{no}"), "amount": self.money(minor),
                               "approved_on": approved_on.to_string()});
            if late {
                self.kept.insert("waiting", order.clone());
            }
            orders.push(order);
        }
        activity.insert("change_orders".into(), json!(orders));
    }

    fn event(&mut self, id: &str, of: usize, no: usize, settled: &mut Settled) -> Value {
        let amounts = [10_000, 0, 1, 2_999, 777, 50_000];
        let (before, mut after) = (self.tape.pick(&amounts), self.tape.pick(&amounts));
        let sixths = [6, 0, 12, 2];
        let (units_before, mut units_after) = (self.tape.pick(&sixths), self.tape.pick(&sixths));
        let sale = self.tape.once_in(2);
        let (before, units_before) = if sale { (0, 0) } else { (before, units_before) };
        if of < no {
            after = after.max(before - settled.amount);
            units_after = units_after.max(units_before - settled.sixths);
        }
        settled.amount += after - before;
        settled.sixths += units_after - units_before;
        let mut event = json!({"id": id, "stream": SALES,
            "before": self.money(before), "units_before": format!("{units_before}/6"),
            "after": self.money(after), "units_after": format!("{units_after}/6")});
        if of != no {
            event["of"] = json!(of);
        }
        event
    }

    /// Steps that milestones of the present schedules may take.
    fn milestones(&mut self, version: &Value) -> Vec<Value> {
        let schedules = version.get("schedules").and_then(Value::as_array);
        let Some(schedule) = schedules.and_then(|schedules| schedules.first()) else {
            return Vec::new();
        };
        let escrow = schedule["escrow"] == true;
        let parts = schedule["parts"].as_array().expect("parts").iter();
        let named = parts.filter_map(|part| part["on"]["milestone"].as_str());
        let mut named: Vec<&str> = named.collect();
        named.sort_unstable();
        named.dedup();
        let mut events = Vec::new();
        for id in named {
            if !self.tape.once_in(2) {
                continue;
            }
            let stands = self.done.get(id).copied().unwrap_or(0);
            let both = self.tape.once_in(3);
            let end = if self.tape.once_in(3) {
                "cancelled"
            } else {
                "accepted"
            };
            let steps: &[&str] = match (escrow, stands) {
                (true, 0) if both => &[end, "funded"],
                (true, 0) => &["funded"],
                (true, 1) | (false, 0) => &[end],
                _ => &[],
            };
            for step in steps {
                events.push(json!({"id": id, "event": step}));
            }
            let stands = match steps.len() {
                0 => stands,
                _ if steps == ["funded"] => 1,
                _ => 2,
            };
            self.done.insert(id.to_owned(), stands);
        }
        events
    }
}
