//! A slow program for waterfalls and pools, written from spec/splits.md 4 over exact fractions. It
//! reads the `given` of a case, writes its `expect`, and imports nothing of the crate.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_bigint::BigInt;
use serde_json::{Map, Value, json};

use super::reference_rules::{
    Exact, award, day, days, half_away, hand_out, later, list, number, one, text, zero,
};

/// What a case of the family `waterfall` or `pools` expects of its `given`.
pub fn expect(given: &Value) -> Value {
    match run(given) {
        Ok(expected) => expected,
        Err(variant) => json!({ "error": variant }),
    }
}

struct Pool<'a> {
    tiers: &'a [Value],
    anchor: Option<NaiveDate>,
    open: bool,
    received: BigInt,
    highest: BigInt,
    books: Vec<Book>,
}

/// What a tier holds: units, by party in party order.
#[derive(Clone)]
struct Book {
    total: BigInt,
    paid: Vec<BigInt>,
    carry: Vec<Exact>,
    exact: Vec<Exact>,
    compounded: Vec<BigInt>,
}

struct World<'a> {
    places: u32,
    parties: Vec<String>,
    pools: BTreeMap<String, Pool<'a>>,
    last: Option<NaiveDate>,
}

fn run(given: &Value) -> Result<Value, &'static str> {
    let places = match given["currency"].as_str().unwrap() {
        "JPY" => 0,
        _ => 2,
    };
    let mut parties: Vec<String> = list(&given["parties"]).iter().map(text).collect();
    parties.sort();
    let lone = given.get("pools").is_none();
    let mut pools = BTreeMap::new();
    let one = BTreeMap::from([(String::new(), given)]);
    let named = match given.get("pools") {
        Some(Value::Object(pools)) => pools
            .iter()
            .map(|(name, pool)| (name.clone(), pool))
            .collect(),
        _ => one,
    };
    for (name, pool) in named {
        let tiers = list(&pool["tiers"]);
        let book = Book {
            total: BigInt::ZERO,
            paid: vec![BigInt::ZERO; parties.len()],
            carry: vec![zero(); parties.len()],
            exact: vec![zero(); parties.len()],
            compounded: vec![BigInt::ZERO; parties.len()],
        };
        let pool = Pool {
            tiers,
            anchor: day(&pool["anchor"]),
            open: pool["open"].as_bool().unwrap(),
            received: BigInt::ZERO,
            highest: BigInt::ZERO,
            books: vec![book; tiers.len()],
        };
        pools.insert(name, pool);
    }
    let mut world = World {
        places,
        parties,
        pools,
        last: None,
    };
    let high_water = given["correction"] == "high_water";
    let (mut lines, mut by_tier) = (Vec::new(), Vec::new());
    let (mut deficits, mut rests) = (Vec::new(), Vec::new());
    for receipt in list(&given["receipts"]) {
        let pool = receipt.get("pool").map_or_else(String::new, text);
        let amount = world.units(&receipt["amount"]);
        let before = world.snapshot();
        let held = world.held(&pool);
        let (deficit, rest) = world.receive(&pool, day(&receipt["on"]), amount, high_water)?;
        let moved = world.held(&pool);
        let moved = moved
            .iter()
            .zip(&held)
            .map(|(after, before)| after - before);
        by_tier.push(moved.map(|units| world.money(&units)).collect::<Vec<_>>());
        lines.push(world.lines(&before));
        deficits.push(world.money(&deficit));
        rests.push(world.money(&rest));
    }
    let nothing = vec![BigInt::ZERO; world.parties.len()];
    let totals = world.lines(&nothing);
    Ok(if lone {
        json!({"lines": lines, "by_tier": by_tier, "deficit": deficits, "undistributed": rests,
            "totals": totals})
    } else {
        json!({"lines": lines, "totals": totals})
    })
}

impl World<'_> {
    fn units(&self, amount: &Value) -> BigInt {
        let text = amount.as_str().unwrap();
        let exact = number(text) * Exact::from(BigInt::from(10_u32.pow(self.places)));
        assert!(exact.is_integer(), "{text}");
        exact.to_integer()
    }

    fn money(&self, units: &BigInt) -> String {
        let places = usize::try_from(self.places).unwrap();
        let digits = format!("{:0>1$}", units.magnitude(), places + 1);
        let (whole, rest) = digits.split_at(digits.len() - places);
        let sign = if *units < BigInt::ZERO { "-" } else { "" };
        let point = if places == 0 { "" } else { "." };
        format!("{sign}{whole}{point}{rest}")
    }

    /// What every party got so far.
    fn snapshot(&self) -> Vec<BigInt> {
        let mut got = vec![BigInt::ZERO; self.parties.len()];
        for pool in self.pools.values() {
            for book in &pool.books {
                for (sum, paid) in got.iter_mut().zip(&book.paid) {
                    *sum += paid;
                }
            }
        }
        got
    }

    fn held(&self, pool: &str) -> Vec<BigInt> {
        let books = &self.pools[pool].books;
        books.iter().map(|book| book.total.clone()).collect()
    }

    fn lines(&self, before: &[BigInt]) -> Value {
        let after = self.snapshot();
        let mut lines = Map::new();
        for ((party, after), before) in self.parties.iter().zip(&after).zip(before) {
            lines.insert(party.clone(), json!(self.money(&(after - before))));
        }
        Value::Object(lines)
    }

    /// Shares by party, of weights that need no particular total.
    fn shares(&self, weights: &Value) -> Vec<Exact> {
        let weight = |party: &String| {
            weights
                .get(party)
                .map_or_else(zero, |weight| number(&text(weight)))
        };
        let all: Vec<Exact> = self.parties.iter().map(weight).collect();
        let sum: Exact = all.iter().sum();
        all.into_iter().map(|weight| weight / &sum).collect()
    }

    /// Claims, and claims times the multiple.
    fn claims(&self, tier: &Value) -> (Vec<BigInt>, Vec<BigInt>) {
        let multiple = number(&text(&tier["multiple"]));
        let claims = &tier["claims"];
        let claim = |party: &String| {
            claims
                .get(party)
                .map_or(BigInt::ZERO, |claim| self.units(claim))
        };
        let stated: Vec<BigInt> = self.parties.iter().map(claim).collect();
        let due = stated
            .iter()
            .map(|claim| half_away(&(Exact::from(claim.clone()) * &multiple)));
        (stated.clone(), due.collect())
    }

    /// The tiers that share the claim of a recoup tier.
    fn group(&self, pool: &str, tier: usize) -> Vec<(String, usize)> {
        let group = &self.pools[pool].tiers[tier]["group"];
        if group.is_null() {
            return vec![(pool.to_owned(), tier)];
        }
        let mut members = Vec::new();
        for (name, pool) in &self.pools {
            for (at, other) in pool.tiers.iter().enumerate() {
                if other["kind"] == "recoup" && other["group"] == *group {
                    members.push((name.clone(), at));
                }
            }
        }
        members
    }

    /// What the parties hold in all tiers of a group, and together.
    fn in_group(&self, pool: &str, tier: usize) -> (Vec<BigInt>, BigInt) {
        let mut paid = vec![BigInt::ZERO; self.parties.len()];
        let mut total = BigInt::ZERO;
        for (name, at) in self.group(pool, tier) {
            let book = &self.pools[&name].books[at];
            total += &book.total;
            for (sum, paid) in paid.iter_mut().zip(&book.paid) {
                *sum += paid;
            }
        }
        (paid, total)
    }

    fn receive(
        &mut self,
        pool: &str,
        on: Option<NaiveDate>,
        amount: BigInt,
        high_water: bool,
    ) -> Result<(BigInt, BigInt), &'static str> {
        if let Some(on) = on {
            let anchor = self.pools[pool].anchor;
            if self.last.max(anchor).is_some_and(|last| on < last) {
                return Err("DateGoesBack");
            }
        }
        let received = &self.pools[pool].received + &amount;
        if !high_water && received < BigInt::ZERO {
            return Err("NegativePool");
        }
        if let Some(on) = on {
            let names: Vec<String> = self.pools.keys().cloned().collect();
            for name in names {
                self.accrue(&name, on);
            }
            self.last = Some(on);
        }
        let own = self.pools.get_mut(pool).unwrap();
        own.received.clone_from(&received);
        if high_water {
            let highest = own.highest.clone().max(received.clone());
            let above = &highest - &own.highest;
            own.highest.clone_from(&highest);
            let rest = self.pay_out(pool, above, highest.clone());
            return Ok((highest - received, rest));
        }
        let rest = if amount < BigInt::ZERO {
            self.take_back(pool, &received - amount, received)
        } else {
            self.pay_out(pool, amount, received)
        };
        Ok((BigInt::ZERO, rest))
    }

    /// Pays down the tiers; returns what is left.
    fn pay_out(&mut self, pool: &str, amount: BigInt, distributed: BigInt) -> BigInt {
        let mut left = amount;
        for tier in 0..self.pools[pool].tiers.len() {
            let above: BigInt = self.held(pool).iter().take(tier).sum();
            let arrived = &distributed - above;
            let moved = match self.capacity(pool, tier, &arrived) {
                None => left.clone(),
                Some(room) => left.clone().min(room.max(BigInt::ZERO)),
            };
            self.divide(pool, tier, &moved);
            left -= moved;
        }
        left
    }

    /// What a tier can still take, `None` for everything.
    fn capacity(&self, pool: &str, tier: usize, arrived: &BigInt) -> Option<BigInt> {
        let own = &self.pools[pool];
        let (terms, book) = (&own.tiers[tier], &own.books[tier]);
        let holds = match text(&terms["kind"]).as_str() {
            "recoup" => {
                let (_, due) = self.claims(terms);
                return Some(due.iter().sum::<BigInt>() - self.in_group(pool, tier).1);
            }
            "off_the_top" => self.fee(terms, arrived),
            "share_until" => self.units(&terms["cap"]),
            "share_until_party" => {
                let party = text(&terms["party"]);
                let at = self.parties.iter().position(|own| *own == party).unwrap();
                let mut missing = self.units(&terms["amount"]);
                if terms["counting"] == "all_tiers" {
                    for book in &own.books[..tier] {
                        missing -= &book.paid[at];
                    }
                }
                let share = &self.shares(&terms["split"])[at];
                (Exact::from(missing) / share)
                    .ceil()
                    .to_integer()
                    .max(BigInt::ZERO)
            }
            "preferred" => book.exact.iter().map(half_away).sum(),
            "catch_up" => {
                let (c, k) = (
                    number(&text(&terms["share"])),
                    number(&text(&terms["target"])),
                );
                let above = own.tiers.iter().zip(&own.books).take(tier);
                let above = above.filter(|(tier, _)| tier["kind"] == "preferred");
                let paid: BigInt = above.map(|(_, book)| &book.total).sum();
                half_away(&(&k * Exact::from(paid) / (c - &k)))
            }
            "residual" => return None,
            other => panic!("{other}"),
        };
        Some(holds - &book.total)
    }

    fn fee(&self, terms: &Value, arrived: &BigInt) -> BigInt {
        let fee = half_away(&(number(&text(&terms["rate"])) * Exact::from(arrived.clone())));
        match &terms["cap"] {
            Value::Null => fee,
            cap => fee.min(self.units(cap)),
        }
    }

    /// Last money in, first money out; returns by how much the rest changed.
    fn take_back(&mut self, pool: &str, before: BigInt, received: BigInt) -> BigInt {
        let held: BigInt = self.held(pool).iter().sum();
        let rest_before = before - held;
        let mut arrived = received;
        for tier in 0..self.pools[pool].tiers.len() {
            let own = &self.pools[pool];
            let (terms, total) = (&own.tiers[tier], own.books[tier].total.clone());
            let after = match text(&terms["kind"]).as_str() {
                "residual" => arrived.clone(),
                "off_the_top" => total.clone().min(self.fee(terms, &arrived)),
                _ => total.clone().min(arrived.clone()),
            };
            self.divide(pool, tier, &(&after - total));
            arrived -= after;
        }
        assert!(self.pools[pool].open || arrived == BigInt::ZERO);
        arrived - rest_before
    }

    fn divide(&mut self, pool: &str, tier: usize, moved: &BigInt) {
        if *moved == BigInt::ZERO {
            return;
        }
        let terms = &self.pools[pool].tiers[tier];
        let book = &self.pools[pool].books[tier];
        let kind = text(&terms["kind"]);
        let lines = match kind.as_str() {
            "recoup" => {
                let (paid, total) = self.in_group(pool, tier);
                let (_, due) = self.claims(terms);
                let owed = award(&text(&terms["rule"]), &(total + moved), &due);
                hand_out(&paid, &owed, moved)
            }
            "preferred" => {
                let nothing = vec![BigInt::ZERO; self.parties.len()];
                if *moved < BigInt::ZERO {
                    let owed = award("proportional", &-moved, &book.paid);
                    let lines = hand_out(&nothing, &owed, &-moved);
                    lines.into_iter().map(|line| -line).collect()
                } else {
                    let booked = book.exact.iter().map(half_away);
                    let unpaid = booked.zip(&book.paid).map(|(booked, paid)| booked - paid);
                    let unpaid: Vec<BigInt> = unpaid.collect();
                    let owed = award(&text(&terms["rule"]), moved, &unpaid);
                    hand_out(&nothing, &owed, moved)
                }
            }
            _ => {
                let shares = self.ledger_shares(terms);
                let owed = book.paid.iter().zip(&book.carry).zip(&shares);
                let owed = owed.map(|((paid, carry), share)| {
                    Exact::from(paid.clone()) + carry + share * Exact::from(moved.clone())
                });
                let owed: Vec<Exact> = owed.collect();
                let lines = hand_out(&book.paid, &owed, moved);
                let book = &mut self.pools.get_mut(pool).unwrap().books[tier];
                for (position, owed) in owed.iter().enumerate() {
                    let paid = &book.paid[position] + &lines[position];
                    book.carry[position] = owed - Exact::from(paid);
                }
                lines
            }
        };
        let book = &mut self.pools.get_mut(pool).unwrap().books[tier];
        book.total += moved;
        for (position, line) in lines.iter().enumerate() {
            book.paid[position] += line;
            if kind == "preferred" && *line > BigInt::ZERO {
                let left = &book.compounded[position] - line;
                book.compounded[position] = left.max(BigInt::ZERO);
            }
        }
        assert_eq!(lines.iter().sum::<BigInt>(), *moved);
    }

    fn ledger_shares(&self, terms: &Value) -> Vec<Exact> {
        match text(&terms["kind"]).as_str() {
            "off_the_top" => self.shares(&terms["to"]),
            "catch_up" => {
                let c = number(&text(&terms["share"]));
                let party = text(&terms["party"]);
                let rest = one() - &c;
                let others = self.shares(&terms["others"]);
                let share = |(name, other): (&String, Exact)| {
                    let own = if *name == party { c.clone() } else { zero() };
                    own + &rest * other
                };
                self.parties.iter().zip(others).map(share).collect()
            }
            _ => self.shares(&terms["split"]),
        }
    }

    fn accrue(&mut self, name: &str, on: NaiveDate) {
        let pool = &self.pools[name];
        let Some(anchor) = pool.anchor else {
            return;
        };
        let mut cuts: Vec<NaiveDate> = (1..200).map(|year| later(anchor, year)).collect();
        let from = self.last.map_or(anchor, |last| last.max(anchor));
        cuts.retain(|cut| *cut > from && *cut < on);
        let anniversaries: Vec<NaiveDate> = (1..200).map(|year| later(anchor, year)).collect();
        cuts.push(on);
        for tier in 0..pool.tiers.len() {
            let terms = self.pools[name].tiers[tier].clone();
            if terms["kind"] != "preferred" {
                continue;
            }
            let capital = usize::try_from(terms["on"].as_u64().unwrap()).unwrap();
            let (claims, _) = self.claims(&self.pools[name].tiers[capital]);
            let (paid, _) = self.in_group(name, capital);
            let rate = number(&text(&terms["rate"]));
            let book = &mut self.pools.get_mut(name).unwrap().books[tier];
            for (position, claim) in claims.iter().enumerate() {
                let open = (claim - &paid[position]).max(BigInt::ZERO);
                let mut start = from;
                for cut in cuts.iter().filter(|cut| **cut > from) {
                    let (days, basis) = days(&text(&terms["day_count"]), start, *cut);
                    let base = Exact::from(&open + &book.compounded[position]);
                    let part = Exact::new(BigInt::from(days), BigInt::from(basis));
                    book.exact[position] += base * &rate * part;
                    if terms["compounding"] == "yearly" && anniversaries.contains(cut) {
                        let booked = half_away(&book.exact[position]);
                        book.compounded[position] = booked - &book.paid[position];
                    }
                    start = *cut;
                }
            }
        }
    }
}
