//! What of a payment is due on which day (spec/contracts.md X1).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::calendar::day_of;
use super::history::History;
use super::line::{Books, Line};
use super::payout::Payout;
use super::price::parts_of_year;
use super::{Big, at_least_nothing, installments, list, ratio, ratio_of, text, whole};

/// A sum with days of its own: id, dues, day of the event.
type Own<'a> = (String, &'a Value, Option<NaiveDate>);

/// Sums by day; what has no day stands last.
type Falls = BTreeMap<(bool, Option<NaiveDate>), Big>;

impl History<'_> {
    pub fn dues(&self, payout: &Payout, lines: &[Line], books: &Books) -> Vec<Value> {
        if payout.paid <= whole(0) {
            return Vec::new();
        }
        let mut own: Vec<(Own<'_>, Big)> = Vec::new();
        for (key, amount) in self.own_sums(lines, books) {
            match own.iter_mut().find(|(known, _)| *known == key) {
                Some((_, sum)) => *sum += amount,
                None => own.push((key, amount)),
            }
        }
        let mut rest = payout.gross.clone();
        let mut falls = Falls::new();
        for ((_, dues, event), amount) in own {
            rest -= &amount;
            self.split(&amount, dues, event, &mut falls);
        }
        let none = json!({});
        let clause = self.versions()[self.version()]
            .get("payout")
            .unwrap_or(&none);
        if let Some(dues) = clause.get("dues") {
            self.split(&rest, dues, None, &mut falls);
        } else {
            let day = (payout.due_on.is_none(), payout.due_on);
            *falls.entry(day).or_default() += rest;
        }
        let mut claims = Falls::new();
        for ((_, dues, event), amount) in self.claims(lines, books) {
            self.split(&amount, dues, event, &mut claims);
        }
        for day in claims.keys() {
            falls.entry(*day).or_default();
        }
        let mut dues = Vec::new();
        let (mut before, mut net_before) = (whole(0), whole(0));
        for day in falls.keys() {
            let upto = |falls: &Falls, day: &(bool, Option<NaiveDate>)| -> Big {
                falls.range(..=*day).map(|(_, amount)| amount).sum()
            };
            let later = falls.range(*day..).map(|(later, _)| upto(&falls, later));
            let least = at_least_nothing(later.min().expect("this day"));
            let claimed = upto(&claims, day).min(payout.gross.clone());
            let reached = least.max(claimed).max(before);
            let net = &reached - self.round(&(ratio_of(clause, "tax") * &reached));
            if net != net_before {
                let on = day.1.map(|day| day.to_string());
                dues.push(json!({"on": on, "amount": self.money(&(&net - net_before))}));
            }
            (before, net_before) = (reached, net);
        }
        dues
    }

    /// A sum divided over the days of its clause.
    fn split(&self, amount: &Big, dues: &Value, event: Option<NaiveDate>, falls: &mut Falls) {
        let dues = dues.as_array().expect("a list");
        let share = |due: &Value| text(due, "share").map_or(whole(1), ratio);
        let shares: Vec<Big> = dues.iter().map(share).collect();
        // What is taken back mirrors what was given.
        let size = if *amount < whole(0) {
            -amount
        } else {
            amount.clone()
        };
        for (due, part) in dues
            .iter()
            .zip(installments(&size, &shares, self.exponent()))
        {
            let part = if *amount < whole(0) { -part } else { part };
            let day = self.due_day(due, event);
            *falls.entry((false, Some(day))).or_default() += part;
        }
    }

    /// The amounts of lines that have days of their own.
    fn own_sums(&self, lines: &[Line], books: &Books) -> Vec<(Own<'_>, Big)> {
        let mut own = Vec::new();
        for line in lines.iter().filter(|line| line.is_item()) {
            let item = self.clause(line.version, "items", &line.id);
            if let Some(dues) = item.and_then(|item| item.get("dues")) {
                own.push(((line.id.clone(), dues, None), line.amount.clone()));
            }
        }
        for schedule in self.clauses(self.version(), "schedules") {
            own.extend(self.parts(schedule, lines, books));
        }
        for line in lines.iter().filter(|line| line.kind == "guarantee") {
            let guarantee = self.guarantee(&line.id, self.no()).expect("a guarantee");
            if let Some(dues) = guarantee.get("dues") {
                let event = self.last_installment(guarantee);
                own.push(((line.id.clone(), dues, event), line.amount.clone()));
            }
        }
        own
    }

    /// The parts of a schedule in this statement, each with its share of the surcharges.
    fn parts<'a>(
        &'a self,
        schedule: &'a Value,
        lines: &[Line],
        books: &Books,
    ) -> Vec<(Own<'a>, Big)> {
        let id = text(schedule, "id").expect("an id");
        let Some(dues) = schedule.get("dues") else {
            return Vec::new();
        };
        let reference = |part: &Value| format!("{id}/{}", text(part, "id").expect("an id"));
        let booked = books
            .lines()
            .filter(|line| line.kind == "item" && line.reference.starts_with(&format!("{id}/")));
        let mut before: Big = booked.map(|line| &line.amount).sum();
        let mut own = Vec::new();
        for part in list(schedule, "parts") {
            let mut now = lines.iter();
            let Some(line) = now.find(|line| line.reference == reference(part)) else {
                continue;
            };
            let with = &before + &line.amount;
            let mut amount = line.amount.clone();
            for surcharge in list(schedule, "surcharges") {
                let rate = ratio_of(surcharge, "rate");
                amount += self.round(&(&rate * &with)) - self.round(&(&rate * &before));
            }
            let day = match text(&part["on"], "milestone") {
                Some(milestone) => self.accepted_on(milestone),
                None => day_of(&part["on"], "date"),
            };
            own.push(((id.to_owned(), dues, day), amount));
            before = with;
        }
        own
    }

    /// The day of the acceptance of a milestone, if it was said.
    fn accepted_on(&self, milestone: &str) -> Option<NaiveDate> {
        let events = self
            .activities
            .iter()
            .flat_map(|activity| list(activity, "milestones"));
        let mut accepted = events.filter(|event| {
            text(event, "id") == Some(milestone) && text(event, "event") == Some("accepted")
        });
        accepted.find_map(|event| day_of(event, "on"))
    }

    /// The last installment of a guarantee inside the period.
    fn last_installment(&self, guarantee: &Value) -> Option<NaiveDate> {
        let period = self.period(self.no());
        let test = guarantee.get("test")?;
        if let Some(yearly) = test.get("yearly") {
            let yearly = yearly.as_array().expect("a list");
            let days = parts_of_year(yearly, period, &whole(0), self.exponent());
            return days.into_iter().map(|(on, _)| on).max();
        }
        let days = list(test, "installments").iter();
        let days = days.filter_map(|installment| day_of(installment, "on"));
        days.filter(|day| period.from <= *day && *day < period.to)
            .max()
    }

    /// What guarantees with an installment in this period claim by their days.
    fn claims(&self, lines: &[Line], books: &Books) -> Vec<(Own<'_>, Big)> {
        let mut claims = Vec::new();
        for guarantee in self.clauses(self.version(), "guarantees") {
            let event = self.last_installment(guarantee);
            if let (Some(dues), Some(_)) = (guarantee.get("dues"), event) {
                let id = text(guarantee, "id").expect("an id");
                let amount = self.claim(id, guarantee, lines, books);
                claims.push(((id.to_owned(), dues, event), amount));
            }
        }
        claims
    }

    fn claim(&self, id: &str, guarantee: &Value, lines: &[Line], books: &Books) -> Big {
        let present = self.window(guarantee, self.no());
        let mut own = lines.iter();
        let line = own.find(|line| line.kind == "guarantee" && line.id == id);
        let line = line.expect("a line, also of nothing");
        let now = self.stands(id, lines, books);
        let now = now.iter().find(|stand| stand.window == present);
        let now = now.expect("the present window");
        let mut before = (1..self.no()).rev();
        let before = before.find(|no| self.guarantee(id, *no).is_some());
        let before = before.and_then(|no| {
            let mut books = books.clone();
            let lines = books.statements[no - 1].clone();
            books.statements.truncate(no - 1);
            let stands = self.first(no).stands(id, &lines, &books);
            stands.into_iter().find(|stand| stand.window == present)
        });
        let (mut booked, mut topped) = (whole(0), whole(0));
        if let Some(before) = before {
            booked = before.earned.clone();
            if before.due > whole(0) {
                booked = booked.max(&before.due - &now.surplus);
            }
            topped = before.top_up;
        }
        let claimed = at_least_nothing(&now.due - &now.surplus - booked);
        &line.amount - (&now.top_up - topped) + claimed
    }
}
