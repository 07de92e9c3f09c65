//! The value of a pay, read off the tables of spec/compensation.md 3 and 4.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Big, list, major, money_of, ratio, ratio_of, rounded, text, whole};

/// What a pay is evaluated on.
pub struct Given<'a> {
    pub amounts: BTreeMap<String, Big>,
    pub units: BTreeMap<String, Big>,
    pub levels: BTreeMap<String, Big>,
    /// What a retainer is worth here.
    pub retainer: &'a dyn Fn(&Value) -> Big,
    /// Whether a fixed sum is due here.
    pub fixed: bool,
}

/// The sum over streams; one that is absent is 0.
fn sum(of: &BTreeMap<String, Big>, streams: &Value) -> Big {
    let streams = streams.as_array().expect("streams");
    streams
        .iter()
        .filter_map(|stream| of.get(stream.as_str().expect("a stream")))
        .fold(whole(0), |sum, net| sum + net)
}

impl Given<'_> {
    fn base(&self, base: &Value) -> Big {
        let gross = sum(&self.amounts, &base["streams"]);
        let mut rest = gross.clone();
        for deduction in list(base, "deduct") {
            if let Some(rate) = text(deduction, "rate") {
                let of = match text(deduction, "from") {
                    Some("remaining") => rest.clone(),
                    _ => gross.clone(),
                };
                rest -= ratio(rate) * of;
            } else {
                let stream = text(deduction, "stream").expect("a stream");
                let mut cost = self.amounts.get(stream).cloned().unwrap_or(whole(0));
                if let Some(part) = text(deduction, "at_most") {
                    cost = cost.min(ratio(part) * gross.clone().max(whole(0)));
                }
                rest -= cost;
            }
        }
        match text(base, "at_least") {
            Some(stream) => rest.max(self.amounts.get(stream).cloned().unwrap_or(whole(0))),
            None => rest,
        }
    }

    /// Whether a pool holds something of which nobody has units.
    pub fn is_empty(&self, pool: &Value) -> bool {
        self.base(&pool["base"]) != whole(0) && sum(&self.units, &pool["all"]) <= whole(0)
    }

    /// The measure, and nothing for a level that is missing.
    pub fn measure(&self, measure: &Value) -> Option<Big> {
        if let Some(base) = measure.get("revenue") {
            Some(self.base(base))
        } else if let Some(streams) = measure.get("units") {
            Some(sum(&self.units, streams))
        } else {
            let name = text(measure, "level").expect("a level");
            self.levels.get(name).cloned()
        }
    }

    pub fn value(&self, pay: &Value) -> Big {
        let (kind, body) = pay
            .as_object()
            .and_then(|map| map.iter().next())
            .expect("a pay");
        let all = || -> Vec<Big> {
            let parts = body.as_array().expect("a list").iter();
            parts.map(|part| self.value(part)).collect()
        };
        match kind.as_str() {
            "share" => self.share(body),
            "per_unit" => {
                let sold = sum(&self.units, &body["streams"]);
                match body.get("price") {
                    Some(_) => slice(body, &sold),
                    None => tiered(body, &sold),
                }
            }
            "retainer" => (self.retainer)(body),
            "fixed" if self.fixed => money_of(body, "amount"),
            "fixed" => whole(0),
            "pool" => {
                let (own, all) = (
                    sum(&self.units, &body["own"]),
                    sum(&self.units, &body["all"]),
                );
                if all > whole(0) {
                    self.base(&body["base"]) * own / all
                } else {
                    whole(0)
                }
            }
            "cost_plus" => self.cost_plus(body),
            "bonus" => self.bonus(body),
            "bands" => {
                let Some(measured) = self.measure(&body["measure"]) else {
                    return whole(0);
                };
                let tier = lies_in(body, &measured);
                money_of(&list(body, "tiers")[tier], "pay")
            }
            "sum" => all().into_iter().fold(whole(0), |sum, part| sum + part),
            "greater_of" => all().into_iter().max().expect("one"),
            "lesser_of" => all().into_iter().min().expect("one"),
            "minus" => {
                let parts = all();
                &parts[0] - &parts[1]
            }
            "times" => ratio_of(body, "rate") * self.value(&body["pay"]),
            other => panic!("no such pay: {other}"),
        }
    }

    /// What a table of tiers without `tier_by` pays on: the base of a share, or units.
    pub fn paid_on(&self, table: &Value) -> Big {
        match table.get("base") {
            Some(base) => self.base(base),
            None => sum(&self.units, &table["streams"]),
        }
    }

    fn share(&self, share: &Value) -> Big {
        let base = self.base(&share["base"]);
        if let Some(rate) = text(share, "rate") {
            return ratio(rate) * base;
        }
        let Some(by) = share.get("tier_by") else {
            return tiered(share, &base);
        };
        let Some(by) = self.measure(by) else {
            return whole(0);
        };
        let tiers = list(share, "tiers");
        let flat = |index: usize| {
            if base > whole(0) {
                money_of(&tiers[index], "flat")
            } else {
                whole(0)
            }
        };
        if text(share, "mode") == Some("whole") {
            let tier = lies_in(share, &by);
            return ratio_of(&tiers[tier], "rate") * &base + flat(tier);
        }
        if by <= whole(0) {
            return ratio_of(&tiers[0], "rate") * base;
        }
        let mut value = whole(0);
        for (index, (from, to)) in slices(share).into_iter().enumerate() {
            let top = to.map_or(by.clone(), |to| to.min(by.clone()));
            if top > from {
                value += (top - &from) / &by * &base * ratio_of(&tiers[index], "rate");
            }
            if entered(share, index, &from, &by) {
                value += flat(index);
            }
        }
        value
    }

    fn cost_plus(&self, cost: &Value) -> Big {
        let costs = sum(&self.amounts, &cost["streams"]);
        let ceiling = text(cost, "ceiling").map(major);
        let reimbursed = ceiling.map_or(costs.clone(), |ceiling| ceiling.min(costs.clone()));
        match text(cost, "markup") {
            Some(markup) => reimbursed * (whole(1) + ratio(markup)),
            None if costs > whole(0) => reimbursed + money_of(cost, "fee"),
            None => reimbursed,
        }
    }

    fn bonus(&self, bonus: &Value) -> Big {
        let Some(measured) = self.measure(&bonus["measure"]) else {
            return whole(0);
        };
        let mut value = whole(0);
        for step in list(bonus, "steps") {
            if measured >= bound(step, "reach").expect("a target") {
                value += money_of(step, "pay");
            }
        }
        if let Some(then) = bonus.get("then") {
            let from = bound(then, "from").expect("a beginning");
            if measured >= from {
                let top = bound(then, "until").map_or(measured.clone(), |end| end.min(measured));
                let every = bound(then, "every").expect("a length");
                value += ((top - from) / every).floor() * money_of(then, "pay");
            }
        }
        value
    }
}

/// A bound in major units, or a quantity.
fn bound(tier: &Value, key: &str) -> Option<Big> {
    let text = text(tier, key)?;
    Some(if text.contains(' ') {
        major(text)
    } else {
        ratio(text)
    })
}

fn reaches(table: &Value) -> bool {
    text(table, "boundary") == Some("reaches")
}

/// The position of the tier that a measure lies in.
pub fn lies_in(table: &Value, measured: &Big) -> usize {
    let inside = |tier: &Value| match bound(tier, "up_to") {
        None => true,
        Some(up_to) if reaches(table) => *measured < up_to,
        Some(up_to) => *measured <= up_to,
    };
    list(table, "tiers")
        .iter()
        .position(inside)
        .expect("the last is open")
}

/// Each tier from its lower to its upper bound.
fn slices(table: &Value) -> Vec<(Big, Option<Big>)> {
    let mut lower = whole(0);
    let mut slices = Vec::new();
    for tier in list(table, "tiers") {
        let upper = bound(tier, "up_to");
        slices.push((lower.clone(), upper.clone()));
        lower = upper.unwrap_or(lower);
    }
    slices
}

fn entered(table: &Value, index: usize, from: &Big, measured: &Big) -> bool {
    if index > 0 && reaches(table) {
        measured >= from
    } else {
        measured > from
    }
}

/// What a slice is worth at the rate or price of a tier, blocks rounded as the tier says.
fn slice(tier: &Value, measured: &Big) -> Big {
    let blocks = match text(tier, "block") {
        None => measured.clone(),
        Some(block) => {
            let blocks = measured / ratio(block);
            match text(tier, "count") {
                Some("exact") => blocks,
                _ if *measured < whole(0) => blocks,
                Some("completed") => blocks.floor(),
                _ => blocks.ceil(),
            }
        }
    };
    blocks * rate_of(tier)
}

pub fn rate_of(tier: &Value) -> Big {
    match text(tier, "price") {
        Some(price) => major(price),
        None => ratio_of(tier, "rate"),
    }
}

/// Tiers on one measure.
pub fn tiered(table: &Value, measured: &Big) -> Big {
    let tiers = list(table, "tiers");
    if *measured < whole(0) {
        return slice(&tiers[0], measured);
    }
    if text(table, "mode") == Some("whole") {
        let tier = &tiers[lies_in(table, measured)];
        let flat = if *measured > whole(0) {
            money_of(tier, "flat")
        } else {
            whole(0)
        };
        return slice(tier, measured) + flat;
    }
    let mut value = whole(0);
    for (index, (from, to)) in slices(table).into_iter().enumerate() {
        let top = to.map_or(measured.clone(), |to| to.min(measured.clone()));
        if top > from {
            value += slice(&tiers[index], &(top - &from));
        }
        if entered(table, index, &from, measured) {
            value += money_of(&tiers[index], "flat");
        }
    }
    value
}

/// Money rounded to the minor unit by a rule.
pub fn to_minor(value: &Big, rule: &str, exponent: u32) -> Big {
    let scale = Big::from_integer(num_bigint::BigInt::from(10).pow(exponent));
    Big::from_integer(rounded(&(value * &scale), rule)) / scale
}
