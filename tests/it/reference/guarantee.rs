//! Guarantees on what is earned or payable (spec/compensation.md 8).

use std::collections::BTreeMap;

use serde_json::Value;

use super::calendar::{day_of, days};
use super::history::{History, Scope, names};
use super::line::{Books, Line, WindowText};
use super::price::{Days, parts_of_year};
use super::{Big, at_least_nothing, count_of, flag, list, money_of, text, whole};

/// What stands in a window of a guarantee.
pub struct Stand {
    pub window: WindowText,
    /// What it owes by now, before earnings.
    pub due: Big,
    pub earned: Big,
    /// What came over from the windows before.
    pub surplus: Big,
    pub top_up: Big,
    /// The guaranteed amount, prorated.
    pub guaranteed: Big,
    pub open: bool,
}

impl History<'_> {
    /// The history as it was after the first so many activities.
    pub fn first(&self, activities: usize) -> History<'_> {
        History::new(self.terms, &self.activities[..activities])
    }

    /// The first version that has a guarantee.
    pub fn first_version(&self, id: &str) -> usize {
        let mut versions = 0..self.versions().len();
        versions
            .find(|version| self.clause(*version, "guarantees", id).is_some())
            .expect("a version that has it")
    }

    /// The guarantee as the version of a period has it.
    pub fn guarantee(&self, id: &str, no: usize) -> Option<&Value> {
        self.clause(self.version_of(no), "guarantees", id)
    }

    /// What is guaranteed for the window of a period, before proration.
    fn amount(&self, guarantee: &Value, no: usize) -> Big {
        let written = self.as_written(guarantee, no);
        self.round(&(self.factor(guarantee, no) * written))
    }

    fn as_written(&self, guarantee: &Value, no: usize) -> Big {
        let number = self.window_number(guarantee, no);
        if guarantee.get("amounts").is_none() {
            return money_of(guarantee, "amount");
        }
        let begun = |step: &&Value| count_of(step, "from").expect("a number") <= number;
        let mut steps = list(guarantee, "amounts").iter().rev();
        steps
            .find(begun)
            .map_or(whole(0), |step| money_of(step, "amount"))
    }

    /// Whether a window ends with the present period.
    pub fn closes(&self, guarantee: &Value) -> bool {
        let (no, days) = (self.no(), self.period(self.no()));
        let over = self.end().is_some_and(|end| end <= days.to);
        if self.is_final() || over || guarantee["window"] == "period" {
            return true;
        }
        match count_of(&guarantee["window"], "periods") {
            Some(count) => no % count == 0,
            None => self
                .month_window(guarantee, no)
                .is_some_and(|window| window.to == days.to),
        }
    }

    /// `G'` of the present window: until it ends, or with a final statement until now.
    fn prorated(&self, guarantee: &Value, id: &str) -> Big {
        let amount = self.amount(guarantee, self.no());
        let prorate = guarantee.get("prorate").and_then(Value::as_bool);
        if prorate == Some(false) {
            return amount;
        }
        if let Some(window) = self.month_window(guarantee, self.no()) {
            let first = &self.versions()[self.first_version(id)];
            let from = window.from.max(day_of(first, "from").expect("a day"));
            let mut to = self.end().map_or(window.to, |end| end.min(window.to));
            if self.is_final() {
                to = to.min(self.period(self.no()).to);
            }
            return self.round(&(amount * days(from, to) / days(window.from, window.to)));
        }
        let Some(count) = count_of(&guarantee["window"], "periods") else {
            return amount;
        };
        let mut having = (1..=self.no()).filter(|no| self.guarantee(id, *no).is_some());
        let begun = (self.no() - 1) / count * count + 1;
        let first = having.next().expect("the present period").max(begun);
        let last = if self.closes(guarantee) {
            self.no()
        } else {
            (self.no() - 1) / count * count + count
        };
        let share = whole(i64::try_from(last + 1 - first).expect("few"))
            / whole(i64::try_from(count).expect("few"));
        self.round(&(amount * share))
    }

    /// What is due in the present window by the present period.
    fn due(&self, guarantee: &Value, id: &str) -> Big {
        if self.run_off(self.no()) {
            return whole(0);
        }
        let prorated = self.prorated(guarantee, id);
        let closes = self.closes(guarantee);
        let test = &guarantee["test"];
        let present = self.period(self.no());
        if test == "accrued" && !closes {
            let window = self.month_window(guarantee, self.no()).expect("months");
            let mut from = window.from;
            if guarantee.get("prorate").and_then(Value::as_bool) != Some(false)
                && guarantee.get("amount_by").is_none()
            {
                let first = &self.versions()[self.first_version(id)];
                from = from.max(day_of(first, "from").expect("a day"));
            }
            let share = days(from, present.to) / days(window.from, window.to);
            return self.round(&(self.amount(guarantee, self.no()) * share));
        }
        let window = self.month_window(guarantee, self.no());
        let by_year = self.yearly(guarantee, id);
        let by_year = by_year.into_iter().filter(|(on, _)| *on < present.to);
        let by_year: Big = by_year.map(|(_, part)| part).sum();
        let so_far = list(test, "installments").iter().filter(|installment| {
            let on = day_of(installment, "on").expect("a day");
            on < present.to && window.is_none_or(|window| window.from <= on && on < window.to)
        });
        let so_far = so_far
            .map(|installment| money_of(installment, "amount"))
            .sum::<Big>()
            + by_year;
        if closes { prorated.max(so_far) } else { so_far }
    }

    /// The installments of the present window on days of the year, since the guarantee began.
    fn yearly(&self, guarantee: &Value, id: &str) -> Days {
        let yearly = guarantee.get("test").and_then(|test| test.get("yearly"));
        let (Some(yearly), Some(window)) = (yearly, self.month_window(guarantee, self.no())) else {
            return Days::new();
        };
        let yearly = yearly.as_array().expect("a list");
        let amount = self.amount(guarantee, self.no());
        let first = &self.versions()[self.first_version(id)];
        let first = day_of(first, "from").expect("a day");
        let mut days = parts_of_year(yearly, window, &amount, self.exponent());
        days.retain(|(on, _)| first <= *on);
        days
    }

    /// What the lines of one statement count for a guarantee, by window.
    fn credits(
        &self,
        id: &str,
        (no, lines): (usize, &[Line]),
        books: &Books,
        earned: &mut BTreeMap<WindowText, Big>,
    ) {
        let Some(guarantee) = self.guarantee(id, no) else {
            return;
        };
        let present = self.window(guarantee, no);
        if text(guarantee, "on") == Some("payable") {
            let mine = books
                .payable
                .iter()
                .filter(|(of, at, _)| of == id && *at == no);
            for (.., amount) in mine {
                *earned.entry(present.clone()).or_default() += amount;
            }
            return;
        }
        let scope = Self::scope(guarantee, "scope");
        for line in lines {
            if line.version < self.first_version(id) || !self.credited(line, &scope, no) {
                continue;
            }
            let of_cap = line.kind.starts_with("cap");
            let clauses = if of_cap { "caps" } else { "items" };
            let clause = self.clause(line.version, clauses, &line.id);
            let then = self.clause(line.version, "guarantees", id);
            let then = then.unwrap_or(guarantee);
            let inside = clause.is_some_and(|clause| self.inside(clause, then, line.period));
            let window = if line.window.is_some() && inside {
                self.window(then, line.period)
            } else {
                present.clone()
            };
            *earned.entry(window).or_default() += &line.amount;
        }
    }

    fn credited(&self, line: &Line, scope: &Scope, no: usize) -> bool {
        match line.kind {
            "cap" | "cap_surcharge" => self.cap_inside(line, scope),
            "in_kind" => {
                let entries = list(&self.activities[no - 1], "in_kind").iter();
                let mut entries = entries.filter(|entry| text(entry, "id") == Some(&line.id));
                let item = text(entries.next().expect("an entry"), "item").expect("an item");
                let clause = self.clause(line.version, "in_kind", item);
                scope.is_none() && flag(clause.expect("a clause"), "counts")
            }
            _ => line.is_item() && names(scope, &line.id),
        }
    }

    /// Every window of a guarantee of the present version, in order.
    pub fn stands(&self, id: &str, lines: &[Line], books: &Books) -> Vec<Stand> {
        let present = self.guarantee(id, self.no()).expect("a guarantee");
        let mut earned = BTreeMap::new();
        for (lines, no) in books.statements.iter().zip(1..) {
            self.credits(id, (no, lines), books, &mut earned);
        }
        self.credits(id, (self.no(), lines), books, &mut earned);
        let mut windows: Vec<WindowText> = Vec::new();
        for no in 1..=self.no() {
            if let Some(guarantee) = self.guarantee(id, no) {
                let window = self.window(guarantee, no);
                if !windows.contains(&window) {
                    windows.push(window);
                }
            }
        }
        let mut surplus = whole(0);
        let mut stands = Vec::new();
        for window in windows {
            let earned = earned.remove(&window).unwrap_or_default();
            let (due, guaranteed, open) = self.due_of(id, &window);
            let top_up = if due == whole(0) {
                whole(0)
            } else {
                at_least_nothing(&due - &earned - &surplus)
            };
            let next = match text(present, "surplus") {
                Some("carry_forward") => at_least_nothing(&earned + &surplus - &guaranteed),
                _ => whole(0),
            };
            stands.push(Stand {
                window,
                due,
                earned,
                surplus: std::mem::replace(&mut surplus, next),
                top_up,
                guaranteed,
                open,
            });
        }
        stands
    }

    /// What a window owes, what it guarantees, and whether it is still open: as it closed, or as
    /// it stands now.
    fn due_of(&self, id: &str, window: &str) -> (Big, Big, bool) {
        let mut inside = (1..=self.no()).rev().filter(|no| {
            let guarantee = self.guarantee(id, *no);
            guarantee.is_some_and(|guarantee| self.window(guarantee, *no) == window)
        });
        let Some(no) = inside.find(|no| !self.run_off(*no)) else {
            return (whole(0), whole(0), false);
        };
        let then = self.first(no);
        let guarantee = then.guarantee(id, no).expect("a guarantee");
        let closes = then.closes(guarantee);
        let open = no == self.no() && !closes;
        if guarantee.get("amount_by").is_some() {
            let amount = self.by_activity(guarantee, id, no);
            let due = if closes { amount.clone() } else { whole(0) };
            return (due, amount, open);
        }
        (then.due(guarantee, id), then.prorated(guarantee, id), open)
    }

    /// The line of a guarantee, cut by the caps that cover it.
    pub fn guarantee_line(&self, id: &str, lines: &[Line], books: &Books) -> Line {
        let top_ups: Big = self
            .stands(id, lines, books)
            .into_iter()
            .map(|stand| stand.top_up)
            .sum();
        let mine = books
            .lines()
            .filter(|line| line.kind == "guarantee" && line.id == id);
        let asked = top_ups - mine.map(|line| &line.asked).sum::<Big>();
        let mut line = Line::new("guarantee", id, asked.clone(), (self.version(), self.no()));
        let guarantee = self.guarantee(id, self.no()).expect("a guarantee");
        line.window = Some(self.window(guarantee, self.no()));
        let so_far: Vec<&Line> = books.lines().chain(lines).collect();
        let with: Vec<&Line> = so_far.iter().copied().chain([&line]).collect();
        let (before, after) = (self.cuts(&so_far), self.cuts(&with));
        let all = |cuts: super::cap::Cuts| cuts.into_values().sum::<Big>();
        line.amount = asked + all(after) - all(before);
        line
    }
}
