//! Statements of a whole history, read off spec/compensation.md 5, 7 and 10.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use serde_json::{Value, json};

use super::pay::{Given, to_minor};
use super::{Big, exponent, list, money_of, money_text, ratio_of, text, whole};

/// A stretch of a window, by its text on the wire.
type WindowText = String;
/// An item, the position of a version, and a window.
type Ledger = (String, usize, WindowText);

#[derive(Clone, Copy)]
struct Stretch {
    from: NaiveDate,
    to: NaiveDate,
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn period(text: &str) -> Stretch {
    let (from, to) = text.split_once("..").expect("a period");
    Stretch {
        from: day(from),
        to: day(to),
    }
}

/// The terms and the activities up to one of them.
struct History<'a> {
    terms: &'a Value,
    activities: &'a [Value],
}

/// Every statement of a history, in the form in which the crate writes them.
pub fn settle_all(terms: &Value, activities: &[Value]) -> Vec<Value> {
    let mut statements = Vec::new();
    let mut carry = whole(0);
    for count in 1..=activities.len() {
        let before = History {
            terms,
            activities: &activities[..count - 1],
        };
        let now = History {
            terms,
            activities: &activities[..count],
        };
        let (statement, closing) = now.statement(&before, &carry);
        carry = closing;
        statements.push(statement);
    }
    statements
}

impl<'a> History<'a> {
    fn currency(&self) -> &'a str {
        text(self.terms, "currency").expect("a currency")
    }

    fn round(&self, value: &Big) -> Big {
        let rule = text(self.terms, "rounding").unwrap_or("half_away_from_zero");
        to_minor(value, rule, exponent(self.currency()))
    }

    fn versions(&self) -> &'a [Value] {
        list(self.terms, "versions")
    }

    fn period(&self, no: usize) -> Stretch {
        period(text(&self.activities[no - 1], "period").expect("a period"))
    }

    /// The version in force on the first day of a period.
    fn version_of(&self, no: usize) -> usize {
        let first = self.period(no).from;
        let begun = |version: &&Value| day(text(version, "from").expect("a day")) <= first;
        self.versions().iter().take_while(begun).count() - 1
    }

    fn item(&self, version: usize, id: &str) -> Option<&'a Value> {
        let mut items = list(&self.versions()[version], "items").iter();
        items.find(|item| text(item, "id") == Some(id))
    }

    fn run_off(&self, no: usize) -> bool {
        text(self.terms, "end").is_some_and(|end| day(end) <= self.period(no).from)
    }

    fn anchor(&self) -> NaiveDate {
        let start = text(self.terms, "start").expect("a start");
        day(text(self.terms, "anchor").unwrap_or(start))
    }

    /// The window of months around a day.
    fn months(&self, count: u32, around: NaiveDate) -> Stretch {
        let edge = |rank: u32| self.anchor() + Months::new(rank * count);
        let rank = (0..=u32::from(u16::MAX))
            .find(|rank| edge(rank + 1) > around)
            .expect("a window");
        Stretch {
            from: edge(rank),
            to: edge(rank + 1),
        }
    }

    fn window(&self, item: &Value, no: usize) -> WindowText {
        let window = &item["window"];
        if let Some(name) = window.as_str() {
            return match name {
                "lifetime" => name.to_owned(),
                _ => format!("p{no}"),
            };
        }
        if let Some(count) = window.get("periods") {
            let count = usize::try_from(count.as_u64().expect("a count")).expect("small");
            let first = (no - 1) / count * count + 1;
            let last = first + count - 1;
            return if count == 1 {
                format!("p{first}")
            } else {
                format!("p{first}-{last}")
            };
        }
        let count = u32::try_from(window["months"].as_u64().expect("a count")).expect("small");
        let days = self.months(count, self.period(no).from);
        format!("{}..{}", days.from, days.to)
    }

    /// Everything that an item reads: amounts, units, levels.
    fn reads(pay: &Value, streams: &mut BTreeSet<String>, levels: &mut BTreeSet<String>) {
        match pay {
            Value::Array(parts) => {
                for part in parts {
                    Self::reads(part, streams, levels);
                }
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("level", Value::String(name)) => {
                            levels.insert(name.clone());
                        }
                        ("stream" | "at_least", Value::String(name)) => {
                            streams.insert(name.clone());
                        }
                        ("streams" | "units", Value::Array(names)) => {
                            let names = names.iter().filter_map(Value::as_str);
                            streams.extend(names.map(str::to_owned));
                        }
                        _ => Self::reads(value, streams, levels),
                    }
                }
            }
            _ => {}
        }
    }

    /// The entries of all activities for a ledger: net amounts, net units, latest levels.
    fn own(&self, (id, version, window): &Ledger) -> Own {
        let mut own = Own::default();
        let item = self.item(*version, id).expect("the item of the ledger");
        let (mut streams, mut levels) = (BTreeSet::new(), BTreeSet::new());
        Self::reads(&item["pay"], &mut streams, &mut levels);
        let belongs =
            |of: usize| self.version_of(of) == *version && self.window(item, of) == *window;
        for (activity, no) in self.activities.iter().zip(1..) {
            for total in list(activity, "totals") {
                let of = named(total, no);
                let stream = text(total, "stream").expect("a stream");
                if streams.contains(stream) && belongs(of) {
                    *own.amounts.entry(stream.to_owned()).or_insert(whole(0)) += net(total);
                    *own.units.entry(stream.to_owned()).or_insert(whole(0)) += net_units(total);
                }
            }
            for level in list(activity, "levels") {
                let of = named(level, no);
                let name = text(level, "name").expect("a name");
                let latest = own.levels.get(name).is_none_or(|(known, _)| *known <= of);
                if levels.contains(name) && belongs(of) && latest {
                    own.levels
                        .insert(name.to_owned(), (of, ratio_of(level, "value")));
                }
            }
            if belongs(no) && !self.run_off(no) && window.contains("..") {
                let days = self.period(no);
                let from = own.days.map_or(days.from, |known| known.from);
                own.days = Some(Stretch { from, to: days.to });
            }
        }
        own
    }

    /// The ledgers of the chain up to one, itself last.
    fn chain(&self, ledger: &Ledger) -> Vec<Ledger> {
        let (id, version, window) = ledger;
        let mut chain = Vec::new();
        let item = self.item(*version, id).expect("the item of the ledger");
        if text(item, "on_change") != Some("reset") {
            let earlier = (0..*version).rev().find(|earlier| {
                self.ledgers()
                    .contains(&(id.clone(), *earlier, window.clone()))
            });
            if let Some(earlier) = earlier {
                chain = self.chain(&(id.clone(), earlier, window.clone()));
            }
        }
        chain.push(ledger.clone());
        chain
    }

    /// Every ledger that a period has opened.
    fn ledgers(&self) -> BTreeSet<Ledger> {
        let mut ledgers = BTreeSet::new();
        for no in 1..=self.activities.len() {
            let version = self.version_of(no);
            for item in list(&self.versions()[version], "items") {
                let id = text(item, "id").expect("an id").to_owned();
                ledgers.insert((id, version, self.window(item, no)));
            }
        }
        ledgers
    }

    /// What a ledger has to stand at: `R(F(before + own)) - R(F(before))`.
    fn target(&self, ledger: &Ledger) -> Big {
        if !self.ledgers().contains(ledger) {
            return whole(0);
        }
        let chain = self.chain(ledger);
        let now = self.value(ledger, &chain, chain.len());
        let first = self.item(chain[0].1, &ledger.0).expect("the first item");
        if chain.len() == 1 && list(first, "opening").is_empty() {
            return self.round(&now);
        }
        let before = self.value(ledger, &chain, chain.len() - 1);
        self.round(&now) - self.round(&before)
    }

    /// `F` over the first so many ledgers of a chain, by the pay of the last.
    fn value(&self, ledger: &Ledger, chain: &[Ledger], count: usize) -> Big {
        let item = self
            .item(ledger.1, &ledger.0)
            .expect("the item of the ledger");
        let all: Vec<Own> = chain.iter().map(|ledger| self.own(ledger)).collect();
        let (mut amounts, mut units) = (BTreeMap::new(), BTreeMap::new());
        let add = |map: &mut BTreeMap<String, Big>, stream: &str, net: Big| {
            *map.entry(stream.to_owned()).or_insert(whole(0)) += net;
        };
        let first = self.item(chain[0].1, &ledger.0).expect("the first item");
        for opening in list(first, "opening") {
            let stream = text(opening, "stream").expect("a stream");
            add(&mut amounts, stream, money_of(opening, "amount"));
            add(&mut units, stream, ratio_of(opening, "units"));
        }
        let mut levels: BTreeMap<String, (usize, Big)> = BTreeMap::new();
        for own in &all[..count] {
            for (stream, net) in &own.amounts {
                add(&mut amounts, stream, net.clone());
            }
            for (stream, net) in &own.units {
                add(&mut units, stream, net.clone());
            }
            for (name, (of, value)) in &own.levels {
                if levels.get(name).is_none_or(|(known, _)| known <= of) {
                    levels.insert(name.clone(), (*of, value.clone()));
                }
            }
        }
        let retainer = |retainer: &Value| self.retainer(retainer, item, ledger, &all, count);
        let given = Given {
            amounts,
            units,
            levels: levels
                .into_iter()
                .map(|(name, (_, value))| (name, value))
                .collect(),
            retainer: &retainer,
        };
        given.value(&item["pay"])
    }

    fn retainer(
        &self,
        retainer: &Value,
        item: &Value,
        ledger: &Ledger,
        all: &[Own],
        count: usize,
    ) -> Big {
        let fee = money_of(retainer, "amount");
        let Some(months) = item["window"].get("months").and_then(Value::as_u64) else {
            let no: usize = ledger.2[1..].parse().expect("the number of a period");
            return if self.run_off(no) { whole(0) } else { fee };
        };
        let Some(first) = all.iter().find_map(|own| own.days).map(|days| days.from) else {
            return whole(0);
        };
        let ends = all.iter().take(count).rev().find_map(|own| own.days);
        let upto = match (all.get(count).and_then(|own| own.days), ends) {
            (Some(own), _) => own.from,
            (None, Some(days)) => days.to,
            (None, None) => return whole(0),
        };
        let basis = text(retainer, "basis").unwrap_or("calendar_days");
        let window = period(&ledger.2);
        let share = |day: NaiveDate| share_before(basis, day, first, window, months);
        self.round(&(&fee * share(upto))) - self.round(&(&fee * share(first)))
    }

    fn statement(&self, before: &Self, carry: &Big) -> (Value, Big) {
        let no = self.activities.len();
        let (activity, version) = (&self.activities[no - 1], self.version_of(no));
        let items = list(&self.versions()[version], "items");
        let mut order: Vec<&str> = items.iter().filter_map(|item| text(item, "id")).collect();
        let ledgers = self.ledgers();
        let former: BTreeSet<&str> = ledgers.iter().map(|(id, ..)| id.as_str()).collect();
        order.extend(
            former
                .into_iter()
                .filter(|id| self.item(version, id).is_none()),
        );

        let mut lines: Vec<(String, Option<String>, Big)> = Vec::new();
        for id in order {
            let mut of_item: Vec<&Ledger> =
                ledgers.iter().filter(|(item, ..)| item == id).collect();
            of_item.sort_by_key(|(_, version, window)| (*version, rank(window)));
            for ledger in of_item {
                let change = self.target(ledger) - before.target(ledger);
                let now = ledger.1 == version
                    && self
                        .item(version, id)
                        .is_some_and(|item| self.window(item, no) == ledger.2);
                if now || change != whole(0) {
                    lines.push((id.to_owned(), Some(ledger.2.clone()), change));
                }
            }
        }
        lines.extend(
            self.parts_due()
                .into_iter()
                .filter(|(reference, ..)| !before.parts_booked().contains(reference)),
        );
        self.balance(activity, &self.versions()[version], carry, lines)
    }

    /// The ids of the parts that earlier statements have booked.
    fn parts_booked(&self) -> BTreeSet<String> {
        let mut booked = BTreeSet::new();
        for count in 1..=self.activities.len() {
            let then = History {
                terms: self.terms,
                activities: &self.activities[..count],
            };
            booked.extend(
                then.parts_due()
                    .into_iter()
                    .map(|(reference, ..)| reference),
            );
        }
        booked
    }

    /// The parts of the present schedules whose day lies before the end of the period.
    fn parts_due(&self) -> Vec<(String, Option<String>, Big)> {
        let no = self.activities.len();
        let mut due = Vec::new();
        for schedule in list(&self.versions()[self.version_of(no)], "schedules") {
            let parts = list(schedule, "parts");
            let total = money_of(schedule, "total");
            let amounts = if parts[0].get("amount").is_some() {
                parts.iter().map(|part| money_of(part, "amount")).collect()
            } else {
                let shares = parts
                    .iter()
                    .map(|part| ratio_of(part, "share"))
                    .collect::<Vec<_>>();
                largest_remainder(&total, &shares, exponent(self.currency()))
            };
            for (part, amount) in parts.iter().zip(amounts) {
                let on = day(text(&part["on"], "date").expect("a day"));
                if on < self.period(no).to {
                    let schedule = text(schedule, "id").expect("an id");
                    let part = text(part, "id").expect("an id");
                    due.push((format!("{schedule}/{part}"), None, amount));
                }
            }
        }
        due
    }

    fn balance(
        &self,
        activity: &Value,
        version: &Value,
        opening: &Big,
        lines: Vec<(String, Option<String>, Big)>,
    ) -> (Value, Big) {
        let payout = version.get("payout").cloned().unwrap_or(json!({}));
        let minimum = money_of(&payout, "minimum");
        let earned = lines
            .iter()
            .fold(whole(0), |sum, (.., amount)| sum + amount);
        let available = opening + &earned;
        let last = activity.get("final") == Some(&json!(true));
        let gross = if available > whole(0) && (available >= minimum || last) {
            available.clone()
        } else {
            whole(0)
        };
        let tax = self.round(&(ratio_of(&payout, "tax") * &gross));
        let paid = &gross - &tax;
        let closing = &available - &gross;
        let money = |value: &Big| money_text(value, self.currency());
        let lines: Vec<Value> = lines
            .iter()
            .map(|(reference, window, amount)| json!([reference, window, money(amount)]))
            .collect();
        let statement = json!({
            "lines": lines,
            "opening": money(opening),
            "earned": money(&earned),
            "gross_paid": money(&gross),
            "tax": money(&tax),
            "paid": money(&paid),
            "closing": money(&closing),
            "due_on": self.due_on(activity, &payout, &paid),
            "notices": self.notices(&closing),
        });
        (statement, closing)
    }

    fn due_on(&self, activity: &Value, payout: &Value, paid: &Big) -> Option<String> {
        let due = payout.get("due").filter(|_| *paid > whole(0))?;
        let end = self.period(self.activities.len()).to;
        let from = match text(due, "from") {
            Some("statement") => text(activity, "statement_on").map_or(end, day),
            _ => end - Days::new(1),
        };
        let days = text(&due["rule"], "after").and_then(|span| span.strip_suffix('d'));
        let days = days
            .and_then(|days| days.parse().ok())
            .expect("a number of days");
        Some((from + Days::new(days)).to_string())
    }

    fn notices(&self, closing: &Big) -> Vec<&'static str> {
        let no = self.activities.len();
        let activity = &self.activities[no - 1];
        let mut notices = BTreeSet::new();
        if *closing > whole(0) {
            notices.insert("below_minimum");
        }
        if *closing < whole(0) {
            notices.insert("debit_carried");
        }
        let entries = || {
            list(activity, "totals")
                .iter()
                .chain(list(activity, "levels"))
        };
        if entries().any(|entry| named(entry, no) < no) {
            notices.insert("late_lines");
        }
        for total in list(activity, "totals") {
            if money_of(total, "pending") > whole(0) {
                notices.insert("not_approved");
            }
            let version = self.version_of(named(total, no));
            let (mut streams, mut levels) = (BTreeSet::new(), BTreeSet::new());
            for item in list(&self.versions()[version], "items") {
                Self::reads(&item["pay"], &mut streams, &mut levels);
            }
            if !streams.contains(text(total, "stream").expect("a stream")) {
                notices.insert("unused_stream");
            }
        }
        notices.into_iter().collect()
    }
}

/// What a ledger has of its own.
#[derive(Default)]
struct Own {
    amounts: BTreeMap<String, Big>,
    units: BTreeMap<String, Big>,
    levels: BTreeMap<String, (usize, Big)>,
    days: Option<Stretch>,
}

/// The period that an entry names.
fn named(entry: &Value, no: usize) -> usize {
    let of = entry.get("of").and_then(Value::as_u64);
    of.map_or(no, |of| usize::try_from(of).expect("small"))
}

fn net(total: &Value) -> Big {
    money_of(total, "amount") - money_of(total, "refunds") - money_of(total, "chargebacks")
        + money_of(total, "reinstated")
}

fn net_units(total: &Value) -> Big {
    ratio_of(total, "units") - ratio_of(total, "units_returned")
}

/// The order of windows: periods by number, months by day.
fn rank(window: &str) -> (usize, String) {
    let number = window
        .strip_prefix('p')
        .and_then(|rest| rest.split('-').next());
    let number = number.and_then(|number| number.parse().ok());
    (number.unwrap_or(0), window.to_owned())
}

/// The part of a window before a day (spec/time.md 6).
fn share_before(
    basis: &str,
    day: NaiveDate,
    first: NaiveDate,
    window: Stretch,
    months: u64,
) -> Big {
    let apart = |to: NaiveDate| whole((to - window.from).num_days());
    let yes = |all: bool| whole(i64::from(all));
    match basis {
        "calendar_days" => apart(day) / apart(window.to),
        "business_days" => {
            let count = |to: NaiveDate| {
                let days = window.from.iter_days().take_while(|day| *day < to);
                let weekend = [Weekday::Sat, Weekday::Sun];
                let days = days.filter(|day| !weekend.contains(&day.weekday()));
                whole(i64::try_from(days.count()).expect("few"))
            };
            count(day) / count(window.to)
        }
        "thirty_days" if day == window.to => whole(1),
        "thirty_days" => {
            let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
            let all = 30 * i64::try_from(months).expect("few");
            let days = 30 * (month(day) - month(window.from)) + i64::from(day.day())
                - i64::from(window.from.day());
            whole(days.clamp(0, all)) / whole(all)
        }
        "whole_if_started" => yes(day > first),
        "only_if_complete" => yes(first == window.from && day == window.to),
        other => panic!("no such basis: {other}"),
    }
}

/// A total divided by shares: floors, then a unit each to the largest fractions, earliest first.
fn largest_remainder(total: &Big, shares: &[Big], exponent: u32) -> Vec<Big> {
    let scale = Big::from_integer(num_bigint::BigInt::from(10).pow(exponent));
    let exact: Vec<Big> = shares.iter().map(|share| total * &scale * share).collect();
    let mut parts: Vec<Big> = exact.iter().map(Big::floor).collect();
    let mut left = total * &scale - parts.iter().fold(whole(0), |sum, part| sum + part);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(&exact[*index] - &parts[*index]));
    for index in order {
        if left > whole(0) {
            parts[index] += whole(1);
            left -= whole(1);
        }
    }
    parts.into_iter().map(|part| part / &scale).collect()
}
