//! Advances: paid, recouped, re-opened, written off (spec/compensation.md 7, steps 11 and 14).

use serde_json::Value;

use super::calendar::day_of;
use super::history::{History, Scope};
use super::line::{Books, Line};
use super::reserve::Kept;
use super::{Big, at_least_nothing, list, money_of, ratio, text, whole};

impl History<'_> {
    /// The advances that are paid by a day before the end of a period.
    pub fn advances(&self, no: usize) -> Vec<&Value> {
        let to = match no {
            0 => return Vec::new(),
            no => self.period(no).to,
        };
        let all = list(self.terms, "advances").iter();
        all.filter(|advance| day_of(advance, "paid_on").expect("a day") < to)
            .collect()
    }

    /// What is paid out as advances with this statement.
    pub fn advanced(&self) -> Big {
        let all = |no: usize| -> Big {
            let advances = self.advances(no).into_iter();
            advances.map(|advance| money_of(advance, "amount")).sum()
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

    /// What is still open of an advance.
    pub fn outstanding(advance: &Value, lines: &[Line], books: &Books) -> Big {
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
        money_of(advance, "amount") - Self::recouped(id, lines, books) + repaid - written_off
    }

    /// The most that an advance may take of the items that it names.
    fn most_of(&self, from: &Scope, lines: &[Line], kept: &Kept, earlier: &[(Scope, Big)]) -> Big {
        let mut most = self.earned(from, lines);
        for (other, took) in earlier {
            // One without names takes from what is left of the base, and from no item.
            let shared = match (from, other) {
                (Some(from), Some(other)) => !from.is_disjoint(other),
                _ => false,
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
        if *available < whole(0) {
            if text(self.terms, "deficit") == Some("carry") {
                return lines;
            }
            let mut missing = -available;
            for advance in self.advances(self.no()).into_iter().rev() {
                let id = id_of(advance);
                let part = Self::recouped(&id, &[], books).min(missing.clone());
                missing -= &part;
                lines.push(Line::new("recoupment_reversed", &id, part, at));
            }
            return lines;
        }
        let mut base = at_least_nothing(available - at_least_nothing(opening.clone()));
        let mut earlier: Vec<(Scope, Big)> = Vec::new();
        for advance in self.advances(self.no()) {
            let from = Self::scope(advance, "from");
            let mut left = base.clone();
            if from.is_some() {
                left = left.min(self.most_of(&from, earned, kept, &earlier));
            }
            let share = text(advance, "share").map_or(whole(1), ratio);
            let most = self.round(&(share * at_least_nothing(left)));
            let part = Self::outstanding(advance, &[], books).min(most);
            base -= &part;
            lines.push(Line::new("recoupment", &id_of(advance), -part.clone(), at));
            earlier.push((from, part));
        }
        lines
    }

    /// What a final statement does with what is open: called back, or written off.
    pub fn close_advances(&self, lines: &[Line], books: &mut Books) -> Vec<Line> {
        let mut called = Vec::new();
        for advance in self.advances(self.no()) {
            let open = Self::outstanding(advance, lines, books);
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
