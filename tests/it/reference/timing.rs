//! What early or late deliveries cost (spec/compensation.md 13).

use serde_json::Value;

use super::calendar::day_of;
use super::history::History;
use super::line::Line;
use super::{Big, at_least_nothing, list, money_of, ratio, ratio_of, text, whole};

/// Days late, without those that are excused; negative if early.
fn days_late(delivery: &Value) -> i64 {
    let day = |key: &str| day_of(delivery, key).expect("a day");
    let raw = (day("done") - day("due")).num_days();
    let excused = delivery.get("excused_days").and_then(Value::as_i64);
    if raw > 0 {
        (raw - excused.unwrap_or(0)).max(0)
    } else {
        raw
    }
}

/// What a rule comes to for so many days, before rounding.
fn exact(rule: &Value, days: i64, value: &Big) -> Big {
    let number = |key: &str, absent: i64| rule.get(key).and_then(Value::as_i64).unwrap_or(absent);
    let steps = whole(days - number("grace_days", 0)) / whole(number("step_days", 1));
    let steps = at_least_nothing(steps);
    let steps = match text(rule, "count") {
        Some("exact") => steps,
        Some("started") => steps.ceil(),
        _ => steps.floor(),
    };
    let per = match text(rule, "rate") {
        Some(rate) => ratio(rate) * value,
        None => money_of(rule, "fixed"),
    };
    let mut amount = steps * per;
    if rule.get("at_most").is_some() {
        amount = amount.min(money_of(rule, "at_most"));
    }
    if rule.get("at_most_rate").is_some() {
        amount = amount.min(ratio_of(rule, "at_most_rate") * value);
    }
    amount
}

impl History<'_> {
    /// The deliveries with the clause that they fall under.
    fn deliveries(&self) -> impl Iterator<Item = (&Value, &Value)> {
        list(self.activity(), "deliveries").iter().map(|delivery| {
            let id = text(delivery, "timing").expect("an id");
            let clause = self.clause(self.version(), "timing", id);
            (clause.expect("a clause on timing"), delivery)
        })
    }

    pub fn timing_lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (clause, delivery) in self.deliveries() {
            let (days, value) = (days_late(delivery), money_of(delivery, "value"));
            let amount = |rule: &str, days: i64| match clause.get(rule) {
                Some(rule) => self.round(&exact(rule, days, &value)),
                None => whole(0),
            };
            let amount = match days {
                1.. => -amount("late", days),
                0 => whole(0),
                _ => amount("early", -days),
            };
            let id = text(clause, "id").expect("an id");
            let mut line = Line::new("item", id, amount, (self.version(), self.no()));
            line.reference = format!("{id}/{}", text(delivery, "id").expect("an id"));
            lines.push(line);
        }
        lines
    }

    /// Whether a delivery is so late that the agreement may be ended.
    pub fn may_terminate(&self) -> bool {
        self.deliveries().any(|(clause, delivery)| {
            let limit = clause.get("terminate_after_days").and_then(Value::as_i64);
            limit.is_some_and(|limit| days_late(delivery) > limit)
        })
    }
}
