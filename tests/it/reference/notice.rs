//! The notices of a statement (spec/compensation.md 10).

use std::collections::BTreeSet;

use super::calendar::day_of;
use super::entry::{Reads, moves, named};
use super::guarantee::Stand;
use super::history::History;
use super::line::{Books, Ledger, Line};
use super::{Big, list, money_of, text, whole};

impl History<'_> {
    /// The names of what is to be said of a statement, books already closed.
    pub fn notices(
        &self,
        closing: &Big,
        stands: &[Stand],
        books: &Books,
    ) -> BTreeSet<&'static str> {
        let mut notices = self.notices_of_entries();
        let mut say = |name: &'static str, holds: bool| {
            if holds {
                notices.insert(name);
            }
        };
        let advances = self.advances(self.no());
        let open = |advance: &&serde_json::Value| self.outstanding(advance, &[], books) > whole(0);
        say("unrecouped", advances.iter().any(open));
        say("below_minimum", *closing > whole(0));
        say("debit_carried", *closing < whole(0));
        say("held", !books.held.is_empty());
        let reserved = books
            .reserve
            .iter()
            .any(|tranche| tranche.amount > whole(0));
        say("reserved", reserved);
        say("may_terminate", self.may_terminate());
        let pending = |stand: &Stand| {
            let there = &stand.earned + &stand.surplus + &stand.top_up;
            stand.open && stand.guaranteed > there
        };
        say("guarantee_pending", stands.iter().any(pending));
        let touched = self.touched();
        say(
            "negative_measure",
            touched.iter().any(|ledger| self.is_negative(ledger)),
        );
        say(
            "level_missing",
            touched.iter().any(|ledger| self.lacks_level(ledger)),
        );
        let guarantees = self.clauses(self.version(), "guarantees");
        let mut guarantees = guarantees.iter();
        say(
            "level_missing",
            guarantees.any(|clause| self.closes_without_level(clause)),
        );
        let mut present = touched.iter().filter(|ledger| self.is_present(ledger));
        say(
            "pool_empty",
            present.any(|ledger| self.has_empty_pool(ledger)),
        );
        notices
    }

    fn notices_of_entries(&self) -> BTreeSet<&'static str> {
        let (no, activity) = (self.no(), self.activity());
        let mut notices = BTreeSet::new();
        let mut late = moves(activity).chain(list(activity, "levels"));
        if late.any(|entry| named(entry, no) < no) {
            notices.insert("late_lines");
        }
        for entry in moves(activity) {
            let version = self.version_of(named(entry, no));
            let stream = text(entry, "stream").expect("a stream");
            let items = self.clauses(version, "items").iter();
            let guarantees = self.clauses(version, "guarantees").iter();
            let mut pays = items
                .map(|item| &item["pay"])
                .chain(guarantees.filter_map(|clause| clause.get("amount_by")));
            if !pays.any(|pay| Reads::of(pay).stream(stream)) {
                notices.insert("unused_stream");
            }
        }
        let to = self.period(no).to;
        let waits = |order: &serde_json::Value| {
            day_of(order, "approved_on").is_none_or(|approved| to <= approved)
        };
        let pending = |total: &serde_json::Value| money_of(total, "pending") > whole(0);
        if list(activity, "change_orders").iter().any(waits)
            || list(activity, "totals").iter().any(pending)
        {
            notices.insert("not_approved");
        }
        notices
    }

    /// The ledgers that the present statement touches.
    fn touched(&self) -> Vec<Ledger> {
        let (no, activity) = (self.no(), self.activity());
        let mut touched: BTreeSet<Ledger> = BTreeSet::new();
        for ledger in self.ledgers.keys() {
            let item = self.item_of(ledger);
            let reads = Reads::of(&item["pay"]);
            let present = ledger.1 == self.version() && self.window(item, no) == ledger.2;
            let of_stream = moves(activity)
                .filter(|entry| reads.stream(text(entry, "stream").expect("a stream")));
            let of_level = list(activity, "levels")
                .iter()
                .filter(|level| reads.levels.contains(text(level, "name").expect("a name")));
            let mut of = of_stream.chain(of_level).map(|entry| named(entry, no));
            if present || of.any(|of| self.ledgers[ledger].contains(&of)) {
                touched.insert(ledger.clone());
            }
        }
        let later = self.ledgers.keys().filter(|ledger| {
            let chain = self.chain(ledger);
            chain.iter().any(|earlier| touched.contains(earlier))
        });
        later.cloned().collect()
    }

    fn is_negative(&self, ledger: &Ledger) -> bool {
        if self.item_of(ledger)["window"] == "event" {
            return false;
        }
        let chain = self.chain(ledger);
        let all = self.measures(&chain, chain.len(), self.no());
        let reads = Reads::of(&self.item_of(ledger)["pay"]);
        let amounts = all
            .amounts
            .iter()
            .filter(|(stream, _)| reads.amounts.contains(*stream));
        let units = all
            .units
            .iter()
            .filter(|(stream, _)| reads.units.contains(*stream));
        amounts.chain(units).any(|(_, figure)| *figure < whole(0))
    }

    /// Whether a ledger is of the present version and window.
    fn is_present(&self, ledger: &Ledger) -> bool {
        ledger.1 == self.version() && self.window(self.item_of(ledger), self.no()) == ledger.2
    }

    /// Whether the present window lacks a level: said at once, in windows that end when they close.
    fn lacks_level(&self, ledger: &Ledger) -> bool {
        let item = self.item_of(ledger);
        if !self.is_present(ledger) {
            return false;
        }
        let chain = self.chain(ledger);
        let known = self.measures(&chain, chain.len(), self.no()).levels;
        let levels = Reads::of(&item["pay"]).levels;
        levels.iter().any(|level| !known.contains_key(level)) && self.is_over(ledger)
    }

    fn is_over(&self, ledger: &Ledger) -> bool {
        let item = self.item_of(ledger);
        let to = self.period(self.no()).to;
        if self.is_final() || item["window"].is_string() {
            return true;
        }
        match super::count_of(&item["window"], "periods") {
            Some(count) => self.no() >= (self.first_of(ledger) - 1) / count * count + count,
            None => self
                .month_window(item, self.first_of(ledger))
                .is_some_and(|window| window.to <= to),
        }
    }

    /// Whether a cap has taken something off in a window that this statement touched.
    pub fn cap_reached(&self, lines: &[Line], books: &Books) -> bool {
        let all: Vec<&Line> = books.lines().chain(lines).collect();
        let cuts = self.cuts(&all);
        let touched = self.touched_caps(lines, &cuts);
        touched.into_iter().any(|(id, window)| {
            let of = cuts
                .iter()
                .filter(|((cap, at, _), _)| *cap == id && *at == window);
            of.map(|(_, cut)| cut).sum::<Big>() < whole(0)
        })
    }
}
