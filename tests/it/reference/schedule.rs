//! Parts of schedules, milestones and escrow (spec/compensation.md 7 and 10).

use std::collections::BTreeMap;

use serde_json::Value;

use super::calendar::day_of;
use super::history::History;
use super::line::{Books, Line};
use super::{Big, flag, installments, list, money_of, ratio_of, text, whole};

/// Where a milestone stands: the last event, and what was put aside for it.
#[derive(Clone, Default)]
struct Milestone {
    event: String,
    funded: Big,
}

/// The amounts of the parts of a schedule or of an advance.
pub fn amounts(clause: &Value, total: &str, exponent: u32) -> Vec<Big> {
    let parts = list(clause, "parts");
    if parts[0].get("amount").is_some() {
        return parts.iter().map(|part| money_of(part, "amount")).collect();
    }
    let shares: Vec<Big> = parts.iter().map(|part| ratio_of(part, "share")).collect();
    installments(&money_of(clause, total), &shares, exponent)
}

impl History<'_> {
    /// Whether a milestone is accepted by the end of a period.
    pub fn is_accepted(&self, milestone: &str, no: usize) -> bool {
        let milestones = self.first(no).milestones();
        let known = milestones.get(milestone);
        known.is_some_and(|milestone| milestone.event == "accepted")
    }

    fn milestones(&self) -> BTreeMap<String, Milestone> {
        let mut milestones: BTreeMap<String, Milestone> = BTreeMap::new();
        for (activity, no) in self.activities.iter().zip(1..) {
            for wanted in ["funded", "accepted", "cancelled"] {
                for event in list(activity, "milestones") {
                    if text(event, "event") == Some(wanted) {
                        let id = text(event, "id").expect("an id");
                        let funded = match wanted {
                            "funded" => self.cost(id, self.version_of(no)),
                            _ => whole(0),
                        };
                        let event = wanted.to_owned();
                        milestones.insert(id.to_owned(), Milestone { event, funded });
                    }
                }
            }
        }
        milestones
    }

    /// What the parts of schedules with escrow come to that wait for a milestone.
    fn cost(&self, milestone: &str, version: usize) -> Big {
        let mut cost = whole(0);
        for schedule in self.clauses(version, "schedules") {
            let amounts = amounts(schedule, "total", self.exponent());
            for (part, amount) in list(schedule, "parts").iter().zip(amounts) {
                if flag(schedule, "escrow") && text(&part["on"], "milestone") == Some(milestone) {
                    cost += amount;
                }
            }
        }
        cost
    }

    /// What is put aside and neither accepted nor cancelled.
    pub fn escrow(&self) -> Big {
        let milestones = self.milestones().into_values();
        milestones.map(|milestone| milestone.funded).sum()
    }

    /// The parts that are due and were not booked before, and the surcharges on them.
    pub fn schedule_lines(&self, books: &Books) -> Vec<Line> {
        let milestones = self.milestones();
        let at = (self.version(), self.no());
        let mut lines = Vec::new();
        for schedule in self.clauses(self.version(), "schedules") {
            let id = text(schedule, "id").expect("an id");
            let before: Big = books
                .lines()
                .filter(|line| line.kind == "item" && line.reference.starts_with(&format!("{id}/")))
                .map(|line| &line.amount)
                .sum();
            let mut now = before.clone();
            let amounts = amounts(schedule, "total", self.exponent());
            for (part, amount) in list(schedule, "parts").iter().zip(amounts) {
                let reference = format!("{id}/{}", text(part, "id").expect("an id"));
                let on = &part["on"];
                let due = match text(on, "milestone") {
                    Some(id) => milestones
                        .get(id)
                        .is_some_and(|milestone| milestone.event == "accepted"),
                    None => day_of(on, "date").expect("a day") < self.period(self.no()).to,
                };
                let known = books.lines().any(|line| line.reference == reference);
                if due && !known {
                    now += &amount;
                    let mut line = Line::new("item", id, amount, at);
                    line.reference = reference;
                    lines.push(line);
                }
            }
            for surcharge in list(schedule, "surcharges") {
                let rate = ratio_of(surcharge, "rate");
                let amount = self.round(&(&rate * &now)) - self.round(&(&rate * &before));
                let mut line = Line::new("surcharge", id, amount, at);
                line.reference = format!("{id}/{}", text(surcharge, "id").expect("an id"));
                lines.push(line);
            }
        }
        lines
    }
}
