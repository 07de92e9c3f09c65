//! The terms and what happened under them: periods, versions, windows, scopes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate};
use serde_json::Value;

use super::calendar::{Calendar, Stretch, day, day_of, period};
use super::line::{Ledger, WindowText};
use super::pay::to_minor;
use super::{Big, count_of, exponent, list, text};

/// The ids that a clause covers; none stands for everything.
pub type Scope = Option<BTreeSet<String>>;

/// The terms and the activities up to one of them.
pub struct History<'a> {
    pub terms: &'a Value,
    pub activities: &'a [Value],
    /// Every ledger that a period has opened, with its periods.
    pub ledgers: BTreeMap<Ledger, Vec<usize>>,
    pub calendar: Calendar,
    periods: Vec<Stretch>,
    /// The version in force on the first day of each period.
    in_force: Vec<usize>,
}

impl<'a> History<'a> {
    pub fn new(terms: &'a Value, activities: &'a [Value]) -> Self {
        let text_of = |activity: &Value| period(text(activity, "period").expect("a period"));
        let periods: Vec<Stretch> = activities.iter().map(text_of).collect();
        let in_force = periods.iter().map(|period| {
            let begun = |from: &NaiveDate| *from <= period.from;
            let versions = list(terms, "versions").iter();
            let begins = versions.map(|version| day_of(version, "from").expect("a day"));
            begins.take_while(begun).count() - 1
        });
        let mut history = Self {
            terms,
            activities,
            ledgers: BTreeMap::new(),
            calendar: Calendar::of(terms),
            in_force: in_force.collect(),
            periods,
        };
        let mut ledgers: BTreeMap<Ledger, Vec<usize>> = BTreeMap::new();
        for no in 1..=activities.len() {
            let version = history.version_of(no);
            for item in history.clauses(version, "items") {
                let id = text(item, "id").expect("an id").to_owned();
                let ledger = (id, version, history.window(item, no));
                ledgers.entry(ledger).or_default().push(no);
            }
        }
        history.ledgers = ledgers;
        history
    }

    /// The number of the present period.
    pub fn no(&self) -> usize {
        self.activities.len()
    }

    pub fn activity(&self) -> &'a Value {
        &self.activities[self.no() - 1]
    }

    pub fn is_final(&self) -> bool {
        super::flag(self.activity(), "final")
    }

    pub fn currency(&self) -> &'a str {
        text(self.terms, "currency").expect("a currency")
    }

    pub fn exponent(&self) -> u32 {
        exponent(self.currency())
    }

    pub fn round(&self, value: &Big) -> Big {
        let rule = text(self.terms, "rounding").unwrap_or("half_away_from_zero");
        to_minor(value, rule, self.exponent())
    }

    pub fn versions(&self) -> &'a [Value] {
        list(self.terms, "versions")
    }

    pub fn period(&self, no: usize) -> Stretch {
        self.periods[no - 1]
    }

    /// The version in force on the first day of a period.
    pub fn version_of(&self, no: usize) -> usize {
        self.in_force[no - 1]
    }

    /// The version of the present period.
    pub fn version(&self) -> usize {
        self.version_of(self.no())
    }

    pub fn clauses(&self, version: usize, key: &str) -> &'a [Value] {
        list(&self.versions()[version], key)
    }

    pub fn clause(&self, version: usize, key: &str, id: &str) -> Option<&'a Value> {
        let mut clauses = self.clauses(version, key).iter();
        clauses.find(|clause| text(clause, "id") == Some(id))
    }

    /// The ids of the clauses of a kind: those of the present version in their order, then those
    /// that only older ones have, the newest first.
    pub fn ids(&self, key: &str) -> Vec<&'a str> {
        let mut ids = Vec::new();
        let older = (0..self.version()).rev();
        for version in std::iter::once(self.version()).chain(older) {
            for clause in self.clauses(version, key) {
                let id = text(clause, "id").expect("an id");
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    pub fn item_of(&self, (id, version, _): &Ledger) -> &'a Value {
        self.clause(*version, "items", id).expect("an item")
    }

    /// The first period of a ledger.
    pub fn first_of(&self, ledger: &Ledger) -> usize {
        self.ledgers[ledger][0]
    }

    pub fn end(&self) -> Option<NaiveDate> {
        day_of(self.terms, "end")
    }

    pub fn run_off(&self, no: usize) -> bool {
        self.end().is_some_and(|end| end <= self.period(no).from)
    }

    pub fn anchor(&self) -> NaiveDate {
        let start = text(self.terms, "start").expect("a start");
        day(text(self.terms, "anchor").unwrap_or(start))
    }

    /// The day that the months of a window count from.
    fn anchor_of(&self, window: &Value) -> NaiveDate {
        day_of(window, "anchor").unwrap_or(self.anchor())
    }

    /// The window of months around a day, and how many lie before it.
    fn months(&self, window: &Value, around: NaiveDate) -> Option<(usize, Stretch)> {
        let count = u32::try_from(count_of(window, "months")?).expect("few");
        let edge = |rank: u32| self.anchor_of(window) + Months::new(rank * count);
        let rank = (0..=u32::from(u16::MAX))
            .find(|rank| edge(rank + 1) > around)
            .expect("a window");
        let days = Stretch {
            from: edge(rank),
            to: edge(rank + 1),
        };
        Some((usize::try_from(rank).expect("few"), days))
    }

    /// The window of a clause that a period lies in.
    pub fn window(&self, clause: &Value, no: usize) -> WindowText {
        let window = &clause["window"];
        if let Some(name) = window.as_str() {
            return match name {
                "lifetime" => name.to_owned(),
                _ => format!("p{no}"),
            };
        }
        if let Some(count) = count_of(window, "periods") {
            let first = (no - 1) / count * count + 1;
            let last = first + count - 1;
            return if count == 1 {
                format!("p{first}")
            } else {
                format!("p{first}-{last}")
            };
        }
        let days = self.month_window(clause, no).expect("months");
        let anchor = self.anchor_of(window);
        let own = if anchor == self.anchor() {
            String::new()
        } else {
            format!("@{anchor}")
        };
        format!("{}..{}{own}", days.from, days.to)
    }

    /// The days of a window of months.
    pub fn month_window(&self, clause: &Value, no: usize) -> Option<Stretch> {
        let found = self.months(&clause["window"], self.period(no).from);
        found.map(|(_, days)| days)
    }

    /// The number of a window, from 1 on, counted from the anchor.
    pub fn window_number(&self, clause: &Value, no: usize) -> usize {
        let window = &clause["window"];
        if let Some((before, _)) = self.months(window, self.period(no).from) {
            return before + 1;
        }
        match count_of(window, "periods") {
            Some(count) => (no - 1) / count + 1,
            None if window == "lifetime" => 1,
            None => no,
        }
    }

    /// Whether the window of a clause around a period lies inside that of another.
    pub fn inside(&self, inner: &Value, outer: &Value, no: usize) -> bool {
        let (own, all) = (&inner["window"], &outer["window"]);
        let one = count_of(own, "periods") == Some(1);
        if one || own == "event" || own == "period" || all == "lifetime" {
            return true;
        }
        if let (Some(own), Some(all)) = (count_of(own, "periods"), count_of(all, "periods")) {
            let edges = |count: usize| ((no - 1) / count * count, (no - 1) / count * count + count);
            return edges(all).0 <= edges(own).0 && edges(own).1 <= edges(all).1;
        }
        let (days, outer_days) = (self.month_window(inner, no), self.month_window(outer, no));
        let (Some(days), Some(outer_days)) = (days, outer_days) else {
            return false;
        };
        let within = outer_days.from <= days.from && days.to <= outer_days.to;
        within && self.apart_by_windows(own, all)
    }

    /// Whether the anchors of two windows of months are whole windows of the first apart.
    fn apart_by_windows(&self, own: &Value, all: &Value) -> bool {
        let (one, other) = (self.anchor_of(own), self.anchor_of(all));
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
        let apart = (months(one) - months(other)).unsigned_abs();
        let count = own["months"].as_u64().expect("a count");
        one == other || one.day() == other.day() && apart % count == 0
    }

    /// Everything that a scope can name in a version.
    pub fn all_of(&self, version: usize) -> BTreeSet<String> {
        let kinds = ["items", "schedules", "timing"].into_iter();
        let clauses = kinds.flat_map(|kind| self.clauses(version, kind));
        let ids = clauses.filter_map(|clause| text(clause, "id"));
        ids.map(str::to_owned).collect()
    }

    pub fn scope(clause: &Value, key: &str) -> Scope {
        let scope = clause.get(key)?.as_array().expect("a list").iter();
        let ids = scope.filter_map(Value::as_str);
        Some(ids.map(str::to_owned).collect())
    }

    /// Whether the scope of a guarantee, reserve or hold lies inside another: without one they
    /// cover the items of older versions too.
    pub fn clause_inside(&self, inner: &Scope, outer: &Scope, version: usize) -> bool {
        (0..=version).all(|older| self.scope_inside(inner, outer, older))
    }

    /// Whether a scope of a version lies inside another.
    pub fn scope_inside(&self, inner: &Scope, outer: &Scope, version: usize) -> bool {
        let Some(outer) = outer else {
            return true;
        };
        match inner {
            Some(inner) => inner.is_subset(outer),
            None => self.all_of(version).is_subset(outer),
        }
    }
}

/// Whether a scope names something.
pub fn names(scope: &Scope, id: &str) -> bool {
    scope.as_ref().is_none_or(|ids| ids.contains(id))
}
