//! Advances: paid, charged to, recouped, re-opened, written off (spec/compensation.md 7, steps 11
//! and 14, spec/contracts.md X2).

use serde_json::Value;

use super::calendar::day_of;
use super::history::{History, Scope};
use super::line::{Books, Line};
use super::reserve::Kept;
use super::schedule::amounts;
use super::{Big, at_least_nothing, list, major, money_of, ratio, text, whole};

impl History<'_> {
    /// The advances that are paid, in part at least, or charged to by the end of a period.
    pub fn advances(&self, no: usize) -> Vec<&Value> {
        let all = list(self.terms, "advances").iter();
        let begun = |advance: &&Value| {
            self.paid(advance, no).is_some() || !self.costs(advance, no).is_empty()
        };
        all.filter(begun).collect()
    }

    /// What is paid of an advance by the end of a period, if anything fell due.
    fn paid(&self, advance: &Value, no: usize) -> Option<Big> {
        let to = match no {
            0 => return None,
            no => self.period(no).to,
        };
        if let Some(day) = day_of(advance, "paid_on") {
            return (day < to).then(|| money_of(advance, "amount"));
        }
        let amounts = match list(advance, "parts") {
            [] => return None,
            _ => amounts(advance, "amount", self.exponent()),
        };
        let parts = list(advance, "parts").iter().zip(amounts);
        let due = parts.filter(|(part, _)| match day_of(&part["on"], "date") {
            Some(day) => day < to,
            None => self.is_accepted(text(&part["on"], "milestone").expect("an id"), no),
        });
        due.map(|(_, amount)| amount).reduce(|sum, part| sum + part)
    }

    /// What was charged to an advance in the first so many periods, cost by cost.
    fn costs(&self, advance: &Value, no: usize) -> Vec<Big> {
        let charges = self.activities[..no]
            .iter()
            .flat_map(|activity| list(activity, "charges"));
        let of_it = charges.filter(|charge| charge["advance"] == advance["id"]);
        of_it.map(|charge| money_of(charge, "amount")).collect()
    }

    /// The part of the costs that is charged, at most the limit.
    fn charged_to(&self, advance: &Value, no: usize) -> Big {
        let Some(charges) = advance.get("charges") else {
            return whole(0);
        };
        let rate = text(charges, "rate").map_or(whole(1), ratio);
        let cost: Big = self.costs(advance, no).iter().sum();
        let part = self.round(&(rate * cost));
        match text(charges, "at_most") {
            Some(at_most) => part.min(major(at_most)),
            None => part,
        }
    }

    /// What is paid out as advances with this statement.
    pub fn advanced(&self) -> Big {
        let all = |no: usize| -> Big {
            let advances = self.advances(no).into_iter();
            advances.filter_map(|advance| self.paid(advance, no)).sum()
        };
        all(self.no()) - all(self.no() - 1)
    }

    /// What is charged to advances with this statement.
    pub fn charged(&self) -> Big {
        let all = |no: usize| -> Big {
            let advances = self.advances(no).into_iter();
            advances.map(|advance| self.charged_to(advance, no)).sum()
        };
        all(self.no()) - all(self.no() - 1)
    }

    /// What was recouped of an advance and not re-opened.
    fn recouped(id: &str, lines: &[Line], books: &Books) -> Big {
        let all = books.lines().chain(lines);
        let of = |line: &&Line| {
            line.id == id && ["recoupment", "recoupment_reversed"].contains(&line.kind)
        };
        -all.filter(of).map(|line| &line.amount).sum::<Big>()
    }

    /// What is still open of an advance; below 0 that much comes back of costs.
    pub fn outstanding(&self, advance: &Value, lines: &[Line], books: &Books) -> Big {
        let id = text(advance, "id").expect("an id");
        let repaid: Big = books
            .lines()
            .chain(lines)
            .filter(|line| line.kind == "advance_repayable" && line.id == id)
            .map(|line| &line.amount)
            .sum();
        let written_off: Big = books
            .written_off
            .iter()
            .filter(|(of, _)| of == id)
            .map(|(_, amount)| amount)
            .sum();
        let paid = self.paid(advance, self.no()).unwrap_or_default();
        let charged = self.charged_to(advance, self.no());
        paid + charged - Self::recouped(id, lines, books) + repaid - written_off
    }

    /// The most that an advance may take of the items that it names.
    fn most_of(&self, from: &Scope, lines: &[Line], kept: &Kept, earlier: &[(Scope, Big)]) -> Big {
        let mut most = self.earned(from, lines);
        for (other, took) in earlier {
            // One without names takes from all.
            let shared = match (from, other) {
                (Some(from), Some(other)) => !from.is_disjoint(other),
                (named, None) | (None, named) => named.as_ref().is_none_or(|ids| !ids.is_empty()),
            };
            if shared {
                most -= took;
            }
        }
        // Where that scope lies inside: by the clauses of the present version, also for what
        // earlier ones have kept back.
        let version = self.version();
        let inside = |key: &str| {
            // A version that keeps nothing back lets go what may be of any of its items.
            let clause = self.versions()[version].get(key);
            let scope = clause.and_then(|_| self.scope_of(version, key));
            self.clause_inside(&scope, from, version)
        };
        if inside("reserve") {
            most += &kept.released - &kept.taken;
        }
        if inside("hold") {
            most += &kept.unheld - &kept.held;
        }
        most
    }

    /// What is recouped of an available sum, or re-opened to cover one below zero.
    pub fn recoup(
        &self,
        (available, opening): (&Big, &Big),
        earned: &[Line],
        kept: &Kept,
        books: &Books,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let at = (self.version(), self.no());
        let id_of = |advance: &Value| text(advance, "id").expect("an id").to_owned();
        let mut available = available.clone();
        let mut base = at_least_nothing(&available - at_least_nothing(opening.clone()));
        if available >= whole(0) {
            base = at_least_nothing(base - at_least_nothing(self.outside(earned)));
        }
        let mut earlier: Vec<(Scope, Big)> = Vec::new();
        let has_debit = available < whole(0);
        for advance in self.advances(self.no()) {
            if has_debit {
                break;
            }
            let from = Self::scope(advance, "from");
            let mut left = base.clone();
            if from.is_some() {
                left = left.min(self.most_of(&from, earned, kept, &earlier));
            }
            let share = text(advance, "share").map_or(whole(1), ratio);
            let most = self.round(&(share * at_least_nothing(left)));
            let open = at_least_nothing(self.outstanding(advance, &[], books));
            let part = open.min(most);
            base -= &part;
            lines.push(Line::new("recoupment", &id_of(advance), -part.clone(), at));
            earlier.push((from, part));
        }
        for advance in self.advances(self.no()) {
            let back = at_least_nothing(-self.outstanding(advance, &lines, books));
            available += &back;
            lines.push(Line::new("recoupment_reversed", &id_of(advance), back, at));
        }
        if available < whole(0) && text(self.terms, "deficit") != Some("carry") {
            let mut missing = -available;
            for advance in self.advances(self.no()).into_iter().rev() {
                let id = id_of(advance);
                let part = Self::recouped(&id, &lines, books).min(missing.clone());
                missing -= &part;
                lines.push(Line::new("recoupment_reversed", &id, part, at));
            }
        }
        lines
    }

    /// What change orders and adjustments come to that advances are not recouped from.
    fn outside(&self, lines: &[Line]) -> Big {
        let kinds = list(self.terms, "outside_recoupment");
        let outside = lines.iter().filter(|line| match line.kind {
            "change_order" => kinds.contains(&"change_orders".into()),
            "adjustment" => kinds.contains(&"adjustments".into()),
            _ => false,
        });
        outside.map(|line| &line.amount).sum()
    }

    /// What a final statement does with what is open: called back, or written off.
    pub fn close_advances(&self, lines: &[Line], books: &mut Books) -> Vec<Line> {
        let mut called = Vec::new();
        for advance in self.advances(self.no()) {
            let open = self.outstanding(advance, lines, books);
            let id = text(advance, "id").expect("an id");
            if text(advance, "at_end") == Some("repay") {
                let at = (self.version(), self.no());
                called.push(Line::new("advance_repayable", id, -open, at));
            } else if open != whole(0) {
                books.written_off.push((id.to_owned(), open));
            }
        }
        called
    }
}
