//! Caps, nested and over versions (spec/compensation.md 7, step 4).

use std::collections::BTreeMap;

use serde_json::Value;

use super::history::{History, names};
use super::line::{Line, WindowText};
use super::{Big, at_least_nothing, money_of, text, whole};

/// A cap, one of its windows, and a version: booked - raw.
pub type Cuts = BTreeMap<(String, WindowText, usize), Big>;

/// A line of an inner cap or an item, as an outer cap sees it.
struct Part {
    window: WindowText,
    amount: Big,
}

impl History<'_> {
    /// Whether a cap of a version counts a line.
    pub fn counts(&self, cap: &Value, version: usize, line: &Line) -> bool {
        if line.version != version {
            return false;
        }
        let scope = Self::scope(cap, "scope");
        match line.kind {
            "guarantee" => self.covers_guarantee(cap, version, &line.id),
            _ => line.is_item() && names(&scope, &line.id),
        }
    }

    fn covers_guarantee(&self, cap: &Value, version: usize, id: &str) -> bool {
        let guarantee = self.clause(version, "guarantees", id);
        let of = Self::scope(guarantee.expect("a guarantee"), "scope");
        self.scope_inside(&of, &Self::scope(cap, "scope"), version)
    }

    /// What a cap of a version counts: lines, and the cuts of caps inside it.
    fn raw(&self, cap: &Value, version: usize, lines: &[&Line], cuts: &Cuts) -> Vec<Part> {
        let counted = lines.iter().filter(|line| self.counts(cap, version, line));
        let mut raw: Vec<Part> = counted
            .map(|line| Part {
                window: self.window(cap, line.period),
                amount: line.asked.clone(),
            })
            .collect();
        let id = text(cap, "id");
        let scope = Self::scope(cap, "scope");
        for inner in self.clauses(version, "caps") {
            if text(inner, "id") == id {
                break;
            }
            if self.scope_inside(&Self::scope(inner, "scope"), &scope, version) {
                for ((cut, window, of), amount) in cuts {
                    if text(inner, "id") == Some(cut) && *of == version {
                        raw.push(Part {
                            window: self.window(cap, self.period_in(inner, version, window)),
                            amount: amount.clone(),
                        });
                    }
                }
            }
        }
        raw
    }

    /// A period of a version that lies in a window of a clause.
    pub fn period_in(&self, clause: &Value, version: usize, window: &str) -> usize {
        let inside =
            |no: &usize| self.version_of(*no) == version && self.window(clause, *no) == window;
        (1..=self.no())
            .find(inside)
            .expect("a period of the window")
    }

    /// The ids of all caps, inner ones first in every version.
    pub fn inner_first(&self) -> Vec<&str> {
        let mut ids = self.ids("caps");
        let mut order: Vec<&str> = Vec::new();
        while !ids.is_empty() {
            let ready = |id: &&str| {
                (0..=self.version()).all(|version| {
                    let caps = self.clauses(version, "caps").iter();
                    let mut caps = caps.filter_map(|cap| text(cap, "id"));
                    !caps.clone().any(|cap| cap == *id)
                        || caps
                            .by_ref()
                            .take_while(|cap| cap != id)
                            .all(|cap| order.contains(&cap))
                })
            };
            let next = ids.iter().position(ready).unwrap_or(0);
            order.push(ids.remove(next));
        }
        order
    }

    /// What all caps take off, or nothing, for lines since the beginning.
    pub fn cuts(&self, lines: &[&Line]) -> Cuts {
        let mut cuts = Cuts::new();
        for id in self.inner_first() {
            let mut booked: BTreeMap<WindowText, Big> = BTreeMap::new();
            let mut segment: Option<(usize, &Value)> = None;
            // Of the present segment, by window: raw so far, booked so far, room.
            let mut counted: BTreeMap<WindowText, (Big, Big, Big)> = BTreeMap::new();
            for version in 0..=self.version() {
                let Some(cap) = self.clause(version, "caps", id) else {
                    continue;
                };
                let goes_on = segment.is_some_and(|(last, of)| {
                    let same = |key: &str| of.get(key) == cap.get(key);
                    last + 1 == version && same("amount") && same("scope") && same("window")
                });
                if !goes_on {
                    counted.clear();
                }
                segment = Some((version, cap));
                let mut raw: BTreeMap<WindowText, Big> = BTreeMap::new();
                for part in self.raw(cap, version, lines, &cuts) {
                    *raw.entry(part.window).or_default() += part.amount;
                }
                for (window, raw) in raw {
                    let before = booked.entry(window.clone()).or_default();
                    let of_segment = counted.entry(window.clone()).or_insert_with(|| {
                        let room = at_least_nothing(money_of(cap, "amount") - &*before);
                        (whole(0), whole(0), room)
                    });
                    of_segment.0 += &raw;
                    let now = of_segment.0.clone().min(of_segment.2.clone());
                    let part = &now - &of_segment.1;
                    of_segment.1 = now;
                    *before += &part;
                    cuts.insert((id.to_owned(), window, version), part - raw);
                }
            }
        }
        cuts
    }

    /// The change of what the caps take off.
    pub fn cap_lines(&self, before: &[&Line], after: &[&Line]) -> Vec<Line> {
        let old = self.cuts(before);
        let mut lines = Vec::new();
        let new = self.cuts(after);
        for id in self.ids("caps") {
            let of_cap = new.iter().filter(|((cap, ..), _)| cap == id);
            let mut of_cap: Vec<_> = of_cap.collect();
            of_cap.sort_by_key(|((_, window, version), _)| (rank(window), *version));
            for ((cap, window, version), cut) in of_cap {
                let known = old.get(&(cap.clone(), window.clone(), *version));
                let clause = self.clause(*version, "caps", id).expect("a cap");
                let period = self.period_in(clause, *version, window);
                let change = cut - known.cloned().unwrap_or_default();
                let mut line = Line::new("cap", id, change, (*version, period));
                line.window = Some(window.clone());
                lines.push(line);
            }
        }
        lines
    }

    /// Whether a cap line belongs to a scope: the scope of the cap lies inside it.
    pub fn cap_inside(&self, line: &Line, scope: &super::history::Scope) -> bool {
        let cap = self.clause(line.version, "caps", &line.id).expect("a cap");
        self.scope_inside(&Self::scope(cap, "scope"), scope, line.version)
    }
}

/// Windows ascend, which the page leaves open where their kinds differ: the one for good, then
/// those of periods, then those of days, by their beginnings and ends.
fn rank(window: &WindowText) -> (u8, Vec<usize>, &str) {
    match window.strip_prefix('p') {
        _ if window == "lifetime" => (0, Vec::new(), ""),
        Some(numbers) => {
            let numbers = numbers.split('-');
            let numbers = numbers.map(|number| number.parse().expect("a number"));
            (1, numbers.collect(), "")
        }
        None => (2, Vec::new(), window),
    }
}
