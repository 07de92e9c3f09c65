//! Statements in the order of evaluation of spec/compensation.md 7.

use serde_json::{Map, Value, json};

use super::calendar::day_of;
use super::history::History;
use super::line::{Books, Line, sum};
use super::{Big, list, money_of, money_text, text, whole};

/// Every statement of a history.
pub fn settle_all(terms: &Value, activities: &[Value]) -> Vec<Value> {
    let terms = &super::expand::expanded(terms);
    let mut books = Books::default();
    (1..=activities.len())
        .map(|count| History::new(terms, &activities[..count]).statement(&mut books))
        .collect()
}

impl History<'_> {
    /// Steps 1 to 14: the lines, what was earned, and whether a cap was reached on the way.
    fn evaluate(&self, opening: &Big, books: &mut Books) -> (Vec<Line>, Big, bool) {
        let mut lines = self.item_lines(books);
        lines.extend(self.schedule_lines(books));
        lines.extend(self.timing_lines());
        let caps = self.cap_lines(books, &lines);
        lines.extend(caps);
        let mut reached = self.cap_reached(&lines, books);
        let earned = sum(&lines);
        lines.extend(self.change_orders(books));
        // In-kind values count for guarantees, and stand after them.
        lines.extend(self.in_kind());
        for id in self.guarantees("earned") {
            lines.push(self.guarantee_line(&id, &lines, books));
            reached |= self.cap_reached(&lines, books);
        }
        lines.extend(self.adjustments());
        let kept = self.keep(&lines, books);
        for (kind, amount) in [
            ("reserve_taken", -kept.taken.clone()),
            ("reserve_released", kept.released.clone()),
            ("held", -kept.held.clone()),
            ("unheld", kept.unheld.clone()),
        ] {
            lines.push(Line::new(kind, "", amount, (self.version(), self.no())));
        }
        let available = opening + sum(&lines);
        let recouped = self.recoup((&available, opening), &lines, &kept, books);
        lines.extend(recouped);
        for id in self.guarantees("payable") {
            let payable = sum(&lines);
            books.payable.push((id.clone(), self.no(), payable));
            lines.push(self.guarantee_line(&id, &lines, books));
            reached |= self.cap_reached(&lines, books);
        }
        if self.is_final() {
            lines.extend(self.close_advances(&lines, books));
        }
        (lines, earned, reached)
    }

    fn statement(&self, books: &mut Books) -> Value {
        let opening = books.carry.clone().unwrap_or_default();
        let written_off = books.written_off.len();
        let (lines, earned, reached) = self.evaluate(&opening, books);
        let mut stands = Vec::new();
        for on in ["earned", "payable"] {
            for id in self.guarantees(on) {
                stands.extend(self.stands(&id, &lines, books));
            }
        }
        let payout = self.payout(&(&opening + sum(&lines)));
        let dues = self.dues(&payout, &lines, books);
        books.carry = Some(payout.closing.clone());
        books.statements.push(lines.clone());
        let mut notices = self.notices(&payout.closing, &stands, books);
        if reached {
            notices.insert("cap_reached");
        }
        let written_off: Big = books.written_off[written_off..]
            .iter()
            .map(|(_, amount)| amount)
            .sum();
        let reserve: Big = books.reserve.iter().map(|tranche| &tranche.amount).sum();
        let held: Big = books.held.iter().map(|tranche| &tranche.amount).sum();
        let in_kind = lines.iter().filter(|line| line.kind == "in_kind");
        let mut statement = self.figures(&[
            ("opening", opening),
            ("earned", earned),
            ("gross_paid", payout.gross),
            ("tax", payout.tax),
            ("paid", payout.paid),
            ("closing", payout.closing),
            ("advanced", self.advanced()),
            ("charged", self.charged()),
            ("in_kind", in_kind.map(|line| &line.amount).sum()),
            ("reserve", reserve),
            ("held", held),
            ("written_off", written_off),
            ("escrow", self.escrow()),
        ]);
        let advances = self.advances(self.no()).into_iter().map(|advance| {
            let open = self.outstanding(advance, &[], books);
            (
                text(advance, "id").expect("an id").to_owned(),
                self.money(&open),
            )
        });
        statement.insert("advances".into(), Value::Object(advances.collect()));
        statement.insert("lines".into(), json!(self.in_order(lines)));
        statement.insert("dues".into(), json!(dues));
        let due_on = payout.due_on.map(|day| day.to_string());
        statement.insert("due_on".into(), json!(due_on));
        statement.insert("notices".into(), json!(notices));
        Value::Object(statement)
    }

    pub fn money(&self, value: &Big) -> Value {
        json!(money_text(value, self.currency()))
    }

    fn figures(&self, figures: &[(&str, Big)]) -> Map<String, Value> {
        let figures = figures.iter();
        figures
            .map(|(name, amount)| ((*name).to_owned(), self.money(amount)))
            .collect()
    }

    /// The guarantees of the present version on what is earned, or payable.
    fn guarantees(&self, on: &str) -> Vec<String> {
        let all = self.clauses(self.version(), "guarantees").iter();
        let wanted = all.filter(|clause| text(clause, "on").unwrap_or("earned") == on);
        let ids = wanted.filter_map(|clause| text(clause, "id"));
        ids.map(str::to_owned).collect()
    }

    /// The change orders that are approved before the period ends.
    fn change_orders(&self, books: &Books) -> Vec<Line> {
        let to = self.period(self.no()).to;
        let orders = list(self.activity(), "change_orders").iter();
        let approved = orders
            .filter(|order| day_of(order, "approved_on").is_some_and(|approved| approved < to));
        let lines = approved.map(|order| {
            let id = text(order, "id").expect("an id");
            let known = |line: &Line| line.kind == "change_order" && line.id == id;
            assert!(!books.lines().any(known), "a change order comes once");
            let at = (self.version(), self.no());
            Line::new("change_order", id, money_of(order, "amount"), at)
        });
        lines.collect()
    }

    fn adjustments(&self) -> Vec<Line> {
        let at = (self.version(), self.no());
        let entries = list(self.activity(), "adjustments").iter();
        let line = |entry: &Value| {
            let id = text(entry, "id").expect("an id");
            Line::new("adjustment", id, money_of(entry, "amount"), at)
        };
        entries.map(line).collect()
    }

    fn in_kind(&self) -> Vec<Line> {
        let at = (self.version(), self.no());
        let mut lines = Vec::new();
        for entry in list(self.activity(), "in_kind") {
            let id = text(entry, "id").expect("an id");
            let value = money_of(entry, "value");
            lines.push(Line::new("in_kind", id, value.clone(), at));
            lines.push(Line::new("in_kind_settled", id, -value, at));
        }
        lines
    }

    /// The lines as a statement shows them: without zeros, but for the items of present windows,
    /// the versions of a cap in one.
    fn in_order(&self, lines: Vec<Line>) -> Vec<Value> {
        let mut order = vec!["item", "cap", "change_order", "guarantee", "adjustment"];
        order.extend([
            "in_kind",
            "reserve_taken",
            "reserve_released",
            "held",
            "unheld",
        ]);
        order.extend(["recoupment", "recoupment_reversed", "guarantee_payable"]);
        order.push("advance_repayable");
        let rank = |line: &Line| {
            let payable = line.kind == "guarantee" && !self.guarantees("earned").contains(&line.id);
            let kind = match line.kind {
                "surcharge" => "item",
                "cap_surcharge" => "cap",
                "in_kind_settled" => "in_kind",
                _ if payable => "guarantee_payable",
                kind => kind,
            };
            order
                .iter()
                .position(|known| *known == kind)
                .expect("a kind")
        };
        let mut merged: Vec<Line> = Vec::new();
        for line in lines {
            let same = |known: &&mut Line| {
                ["cap", "cap_surcharge"].contains(&known.kind)
                    && known.kind == line.kind
                    && (&known.reference, &known.window) == (&line.reference, &line.window)
            };
            match merged.iter_mut().find(same) {
                Some(known) => known.amount += &line.amount,
                None => merged.push(line),
            }
        }
        merged.sort_by_key(rank);
        let shown = merged.iter().filter(|line| {
            let present = line.kind == "item" && line.window.is_some();
            present || line.amount != whole(0)
        });
        let shown = shown.map(|line| {
            let kind = match line.kind {
                "cap_surcharge" => "surcharge",
                kind => kind,
            };
            json!([kind, line.reference, line.window, self.money(&line.amount)])
        });
        shown.collect()
    }
}
