//! Caps, nested and over versions (spec/compensation.md 7, step 4).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::history::{History, names};
use super::line::{Books, Line, WindowText};
use super::{Big, at_least_nothing, list, money_of, ratio_of, text, whole};

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
            "cap_surcharge" => self.is_outside(cap, version, &line.id),
            _ => line.is_item() && names(&scope, &line.id),
        }
    }

    fn covers_guarantee(&self, cap: &Value, version: usize, id: &str) -> bool {
        let guarantee = self.clause(version, "guarantees", id);
        let of = Self::scope(guarantee.expect("a guarantee"), "scope");
        self.scope_inside(&of, &Self::scope(cap, "scope"), version)
    }

    /// Whether a cap of a version comes after another and around it.
    fn is_outside(&self, cap: &Value, version: usize, inner: &str) -> bool {
        let caps = self.clauses(version, "caps").iter();
        let mut before = caps.take_while(|one| one["id"] != cap["id"]);
        let inner = before.find(|one| text(one, "id") == Some(inner));
        let outer = Self::scope(cap, "scope");
        inner.is_some_and(|inner| self.scope_inside(&Self::scope(inner, "scope"), &outer, version))
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

    /// What a version of a cap lets through in a window: what counts, less what is cut.
    fn let_through(&self, id: &str, version: usize, window: &str, lines: &[&Line]) -> Big {
        let cap = self.clause(version, "caps", id).expect("a cap");
        let cuts = self.cuts(lines);
        let raw = self.raw(cap, version, lines, &cuts).into_iter();
        let raw = raw.filter(|part| part.window == window);
        let cut = cuts.get(&(id.to_owned(), window.to_owned(), version));
        raw.map(|part| part.amount).sum::<Big>() + cut.cloned().unwrap_or_default()
    }

    /// The change of what the caps take off, each followed by its surcharges.
    pub fn cap_lines(&self, books: &Books, lines: &[Line]) -> Vec<Line> {
        let before: Vec<&Line> = books.lines().collect();
        let old = self.cuts(&before);
        let mut present = lines.to_vec();
        let mut found: Vec<Line> = Vec::new();
        for id in self.inner_first() {
            let all: Vec<&Line> = books.lines().chain(&present).collect();
            let new = self.cuts(&all);
            let of_cap = new.keys().filter(|(cap, ..)| cap == id);
            let mut windows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for (_, window, version) in of_cap {
                let versions = windows.entry((rank(window), window)).or_default();
                versions.push(*version);
            }
            let touched = self.touched_caps(&present, &new);
            let mut surcharges = Vec::new();
            for ((_, window), versions) in windows {
                for version in &versions {
                    let key = (id.to_owned(), window.clone(), *version);
                    let change = &new[&key] - old.get(&key).cloned().unwrap_or_default();
                    found.push(self.cap_line("cap", id, (window, *version), change));
                }
                if touched.contains(&(id.to_owned(), window.clone())) {
                    let lines = self.cap_surcharges(id, window, &versions, &all);
                    found.extend(lines.iter().cloned());
                    surcharges.extend(lines);
                }
            }
            present.extend(surcharges);
        }
        let order = self.ids("caps");
        found.sort_by_key(|line| order.iter().position(|id| *id == line.id));
        found
    }

    fn cap_line(
        &self,
        kind: &'static str,
        id: &str,
        (window, version): (&WindowText, usize),
        amount: Big,
    ) -> Line {
        let cap = self.clause(version, "caps", id).expect("a cap");
        let period = self.period_in(cap, version, window);
        let mut line = Line::new(kind, id, amount, (version, period));
        line.window = Some(window.clone());
        line
    }

    /// What the surcharges of a cap change by in a window, those of the newest version first.
    fn cap_surcharges(
        &self,
        id: &str,
        window: &WindowText,
        versions: &[usize],
        lines: &[&Line],
    ) -> Vec<Line> {
        let mut ids: Vec<&str> = Vec::new();
        let mut found: Vec<Line> = Vec::new();
        let clause = |version: usize| self.clause(version, "caps", id).expect("a cap");
        for version in versions.iter().rev() {
            for surcharge in list(clause(*version), "surcharges") {
                let id = text(surcharge, "id").expect("an id");
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        for surcharge in ids {
            let mut before = whole(0);
            for version in versions {
                let through = self.let_through(id, *version, window, lines);
                let with = &before + through;
                let mut all = list(clause(*version), "surcharges").iter();
                if let Some(one) = all.find(|one| text(one, "id") == Some(surcharge)) {
                    let rate = ratio_of(one, "rate");
                    let target = self.round(&(&rate * &with)) - self.round(&(&rate * &before));
                    let reference = format!("{id}/{surcharge}");
                    let booked = lines.iter().filter(|line| {
                        line.kind == "cap_surcharge"
                            && line.reference == reference
                            && line.version == *version
                            && line.window.as_ref() == Some(window)
                    });
                    let booked: Big = booked.map(|line| &line.amount).sum();
                    let place = (window, *version);
                    let mut line = self.cap_line("cap_surcharge", id, place, target - booked);
                    line.reference = reference;
                    found.push(line);
                }
                before = with;
            }
        }
        found
    }

    /// The windows of caps that the lines of a statement touch: by a line, or by a cap inside that
    /// was touched in a version of both.
    pub fn touched_caps(&self, lines: &[Line], cuts: &Cuts) -> BTreeSet<(String, WindowText)> {
        let mut touched: BTreeSet<(String, WindowText)> = BTreeSet::new();
        for id in self.inner_first() {
            for line in lines {
                let cap = self.clause(line.version, "caps", id);
                if let Some(cap) = cap.filter(|cap| self.counts(cap, line.version, line)) {
                    touched.insert((id.to_owned(), self.window(cap, line.period)));
                }
            }
            for (inner, window, version) in cuts.keys() {
                let Some(cap) = self.clause(*version, "caps", id) else {
                    continue;
                };
                if touched.contains(&(inner.clone(), window.clone()))
                    && self.is_outside(cap, *version, inner)
                {
                    let within = self.clause(*version, "caps", inner).expect("a cap");
                    let period = self.period_in(within, *version, window);
                    touched.insert((id.to_owned(), self.window(cap, period)));
                }
            }
        }
        touched
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
