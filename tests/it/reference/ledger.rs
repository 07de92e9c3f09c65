//! What a ledger has to stand at: `R(F(before + own)) - R(F(before))` (spec/compensation.md 5).

use std::collections::BTreeMap;

use serde_json::Value;

use super::entry::{Own, Reads, named};
use super::history::History;
use super::line::{Books, Ledger, Line};
use super::pay::{Given, lies_in, rate_of, tiered};
use super::price::sign;
use super::{Big, count_of, flag, list, money_of, ratio_of, text, whole};

/// The table of a share or price per unit in which a period stays where it began.
fn by_period(pay: &Value) -> Option<&Value> {
    let table = pay.get("share").or_else(|| pay.get("per_unit"))?;
    let mode = text(table, "mode");
    (mode == Some("forward") || mode == Some("running")).then_some(table)
}

impl History<'_> {
    /// The ledgers of the chain up to one, itself last.
    pub fn chain(&self, ledger: &Ledger) -> Vec<Ledger> {
        let (id, version, window) = ledger;
        let mut chain = Vec::new();
        if text(self.item_of(ledger), "on_change") != Some("reset") {
            let older = (0..*version).rev();
            let mut older = older.map(|older| (id.clone(), older, window.clone()));
            if let Some(older) = older.find(|older| self.ledgers.contains_key(older)) {
                chain = self.chain(&older);
            }
        }
        chain.push(ledger.clone());
        chain
    }

    /// Without the ratchet: what everything that is known says.
    fn target(&self, ledger: &Ledger) -> Big {
        let item = self.item_of(ledger);
        if item["window"] == "event" {
            let factor = self.factor(item, self.first_of(ledger));
            return self.round(&(factor * self.of_events(item, ledger)));
        }
        let chain = self.chain(ledger);
        let earlier = &chain[..chain.len() - 1];
        if let Some(table) = by_period(&item["pay"]) {
            let last = self.of_periods(table, ledger, &chain);
            let mut before = whole(0);
            for (older, count) in earlier.iter().zip(1..) {
                if let Some(table) = by_period(&self.item_of(older)["pay"]) {
                    before += self.of_periods(table, older, &chain[..count]);
                }
            }
            return self.round(&(&before + last)) - self.round(&before);
        }
        let now = self.value(ledger, &chain, chain.len());
        let first = self.item_of(&chain[0]);
        if chain.len() == 1 && list(first, "opening").is_empty() {
            return self.round(&now);
        }
        let before = self.value(ledger, &chain, chain.len() - 1);
        self.round(&now) - self.round(&before)
    }

    /// What counts of the history before a chain, and of its first so many ledgers as the first
    /// so many activities left them.
    pub fn measures(&self, chain: &[Ledger], count: usize, activities: usize) -> Own {
        let mut all = Own::default();
        for opening in list(self.item_of(&chain[0]), "opening") {
            let stream = text(opening, "stream").expect("a stream");
            let (amount, units) = (money_of(opening, "amount"), ratio_of(opening, "units"));
            all.add(stream, &amount, &units);
        }
        for ledger in &chain[..count] {
            all.join(&self.own(ledger, activities));
        }
        all
    }

    /// `F` over the first so many ledgers of a chain, by the pay of the last.
    fn value(&self, ledger: &Ledger, chain: &[Ledger], count: usize) -> Big {
        let retainer = |retainer: &Value| self.retainer(retainer, ledger, chain, count);
        let counted = self.measures(chain, count, self.no());
        let mut given = given(counted, &retainer);
        given.fixed = self.begins_in_term(ledger);
        let item = self.item_of(ledger);
        self.factor(item, self.first_of(ledger)) * given.value(&item["pay"])
    }

    /// Whether the window of a ledger begins before the end.
    fn begins_in_term(&self, ledger: &Ledger) -> bool {
        let (item, period) = (self.item_of(ledger), self.first_of(ledger));
        let first = match (&item["window"], self.month_window(item, period)) {
            (_, Some(window)) => window.from,
            (Value::String(name), _) if name == "lifetime" => return true,
            (window, _) => {
                let count = count_of(window, "periods").unwrap_or(1);
                self.period((period - 1) / count * count + 1).from
            }
        };
        self.end().is_none_or(|end| first < end)
    }

    /// Whether a pool of a ledger's pay holds something of which nobody has units.
    pub fn has_empty_pool(&self, ledger: &Ledger) -> bool {
        fn pools<'a>(pay: &'a Value, found: &mut Vec<&'a Value>) {
            match pay {
                Value::Array(parts) => parts.iter().for_each(|part| pools(part, found)),
                Value::Object(fields) => {
                    found.extend(fields.get("pool"));
                    fields.values().for_each(|part| pools(part, found));
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        pools(&self.item_of(ledger)["pay"], &mut found);
        let chain = self.chain(ledger);
        let nothing = |_: &Value| whole(0);
        let given = given(self.measures(&chain, chain.len(), self.no()), &nothing);
        found.into_iter().any(|pool| given.is_empty(pool))
    }

    fn retainer(&self, retainer: &Value, ledger: &Ledger, chain: &[Ledger], count: usize) -> Big {
        let fee = money_of(retainer, "amount");
        let item = self.item_of(ledger);
        let first_period = self.first_of(ledger);
        let Some(window) = self.month_window(item, first_period) else {
            return if self.run_off(first_period) {
                whole(0)
            } else {
                fee
            };
        };
        let all: Vec<Own> = chain
            .iter()
            .map(|ledger| self.own(ledger, self.no()))
            .collect();
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
        let months = item["window"]["months"].as_u64();
        let before = |day| {
            let share = self
                .calendar
                .share_before(basis, day, first, window, months);
            self.round(&(&fee * share))
        };
        before(upto) - before(first)
    }

    /// The exact sum of what the events of a period changed.
    fn of_events(&self, item: &Value, ledger: &Ledger) -> Big {
        let reads = Reads::of(&item["pay"]);
        let mut value = whole(0);
        for (activity, no) in self.activities.iter().zip(1..) {
            for event in list(activity, "events") {
                let stream = text(event, "stream").expect("a stream");
                let of = named(event, no);
                let here = self.version_of(of) == ledger.1 && self.window(item, of) == ledger.2;
                if here && reads.stream(stream) {
                    let at = |when: &str| {
                        let amount = money_of(event, when);
                        of_event(
                            item,
                            stream,
                            amount,
                            ratio_of(event, &format!("units_{when}")),
                        )
                    };
                    value += at("after") - at("before");
                }
            }
        }
        value
    }

    /// Each period of a ledger at the rate that its window had reached when the period began, or
    /// along the tiers from there on.
    fn of_periods(&self, table: &Value, ledger: &Ledger, chain: &[Ledger]) -> Big {
        let mut value = whole(0);
        for &no in &self.ledgers[ledger] {
            let nothing = |_: &Value| whole(0);
            let before = given(self.measures(chain, chain.len(), no - 1), &nothing);
            let own = given(self.own_of_period(ledger, no, self.no()), &nothing);
            let (reached, moved) = match table.get("tier_by") {
                Some(by) => (before.measure(by), own.measure(by)),
                None => (Some(before.paid_on(table)), Some(whole(0))),
            };
            let reached = reached.expect("no level").max(whole(0));
            let moved = moved.expect("no level");
            let rate = if moved == whole(0) {
                rate_of(&list(table, "tiers")[lies_in(table, &reached)])
            } else {
                (tiered(table, &(&reached + &moved)) - tiered(table, &reached)) / moved
            };
            value += own.paid_on(table) * rate;
        }
        value * self.factor(self.item_of(ledger), self.first_of(ledger))
    }

    /// The item lines of the pay items, each ledger followed by its surcharges.
    pub fn item_lines(&self, books: &Books) -> Vec<Line> {
        let mut ids = Vec::new();
        for item in self.clauses(self.version(), "items") {
            ids.push(text(item, "id").expect("an id"));
        }
        let older = self.ledgers.keys().map(|(id, ..)| id.as_str());
        let older = older.filter(|id| self.clause(self.version(), "items", id).is_none());
        for id in older {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut lines = Vec::new();
        for id in ids {
            let of_item = self.ledgers.iter().filter(|((item, ..), _)| item == id);
            let mut of_item: Vec<(&Ledger, usize)> =
                of_item.map(|(ledger, no)| (ledger, no[0])).collect();
            of_item.sort_by_key(|((_, version, _), no)| (*version, *no));
            for (ledger, period) in of_item {
                self.add_ledger(ledger, period, books, &mut lines);
            }
        }
        lines
    }

    fn add_ledger(&self, ledger: &Ledger, period: usize, books: &Books, lines: &mut Vec<Line>) {
        let item = self.item_of(ledger);
        let chain = self.chain(ledger);
        let earlier = &chain[..chain.len() - 1];
        let id = &ledger.0;
        let of = |kind: &'static str, reference: String, lines: &[Line], ledgers: &[Ledger]| {
            let mine = |line: &&Line| {
                let at = |ledger: &Ledger| {
                    line.id == ledger.0
                        && line.version == ledger.1
                        && line.window.as_ref() == Some(&ledger.2)
                };
                line.kind == kind && line.reference == reference && ledgers.iter().any(at)
            };
            let booked = books.lines().chain(lines).filter(mine);
            booked.fold(whole(0), |owed, line| {
                let item = self.clause(line.version, "items", id);
                owed + sign(item.expect("an item")) * &line.amount
            })
        };
        let itself = std::slice::from_ref(ledger);
        let booked = of("item", id.clone(), lines, itself);
        let before = of("item", id.clone(), lines, earlier);
        let mut target = self.target(ledger);
        if flag(item, "ratchet") {
            let all: Big = chain.iter().map(|ledger| self.target(ledger)).sum();
            let stood = of("item", id.clone(), &[], &chain);
            target = all.max(stood) - &before;
        }
        let present = ledger.1 == self.version() && self.window(item, self.no()) == ledger.2;
        let mut add = |kind: &'static str, reference: String, amount: Big| {
            let amount = sign(item) * amount;
            let mut line = Line::new(kind, id, amount, (ledger.1, period));
            line.window = Some(ledger.2.clone());
            line.reference = reference;
            if present || line.amount != whole(0) {
                lines.push(line);
            }
        };
        add("item", id.clone(), &target - &booked);
        for surcharge in list(item, "surcharges") {
            let rate = ratio_of(surcharge, "rate");
            let reference = format!("{id}/{}", text(surcharge, "id").expect("an id"));
            let booked = of("surcharge", reference.clone(), &[], itself);
            let due = self.round(&(&rate * (&before + &target))) - self.round(&(&rate * &before));
            add("surcharge", reference, due - booked);
        }
    }
}

fn given(own: Own, retainer: &dyn Fn(&Value) -> Big) -> Given<'_> {
    let levels = own.levels.into_iter();
    Given {
        amounts: own.amounts,
        units: own.units,
        levels: levels.map(|(name, (_, value))| (name, value)).collect(),
        retainer,
        fixed: true,
    }
}

/// What one sale is worth, on its own stream.
fn of_event(item: &Value, stream: &str, amount: Big, units: Big) -> Big {
    if amount == whole(0) && units == whole(0) {
        return whole(0);
    }
    let alone = |value: Big| BTreeMap::from([(stream.to_owned(), value)]);
    let given = Given {
        amounts: alone(amount),
        units: alone(units),
        levels: BTreeMap::new(),
        retainer: &|_| whole(0),
        fixed: true,
    };
    let mut value = given.value(&item["pay"]);
    if let Some(limits) = item.get("per_event") {
        value += money_of(limits, "fixed");
        if limits.get("max").is_some() {
            value = value.min(money_of(limits, "max"));
        }
        if limits.get("min").is_some() {
            value = value.max(money_of(limits, "min"));
        }
    }
    value
}
