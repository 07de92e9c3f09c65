//! Pays of every kind, their edges where the amounts drawn for them lie.

use serde_json::{Map, Value, json};

use super::Tape;

/// Streams of amounts and units.
pub const STREAMS: [&str; 3] = ["x", "y", "z"];
/// The stream whose sales are known one by one.
pub const SALES: &str = "sales";
/// All streams.
pub const WITH_SALES: [&str; 4] = ["x", "y", "z", SALES];
/// The one level.
pub const LEVEL: &str = "level";
const RATES: [&str; 8] = ["10%", "20%", "0", "1", "1/3", "2.9%", "0.5%", "15%"];
const STEPS: [i64; 7] = [1, 99, 100, 5_000, 9_999, 10_000, 33_333];
const UNIT_STEPS: [&str; 4] = ["1", "5", "10.5", "1/3"];

/// Money of a currency by its minor units.
pub fn money(minor: i64, currency: &str) -> Value {
    let places = match currency {
        "JPY" => 0,
        "KWD" => 3,
        _ => 2,
    };
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>1$}", minor.abs(), places + 1);
    let (major, minor) = digits.split_at(digits.len() - places);
    let point = if places == 0 { "" } else { "." };
    json!(format!("{sign}{major}{point}{minor} {currency}"))
}

/// What a pay is drawn with.
pub struct Draw<'a> {
    pub tape: &'a mut Tape,
    pub currency: &'a str,
    /// Whether a retainer may stand in it.
    pub retainers: bool,
    /// The streams that it may read.
    pub streams: &'a [&'static str],
}

impl Draw<'_> {
    fn rate(&mut self) -> Value {
        json!(self.tape.pick(&RATES))
    }

    fn amount(&mut self) -> Value {
        let minor = self.tape.pick(&STEPS);
        money(minor, self.currency)
    }

    fn streams(&mut self) -> Vec<&'static str> {
        let first = self.tape.below(self.streams.len());
        let count = (1 + self.tape.below(2)).min(self.streams.len());
        let rest = self.streams.iter().cycle().skip(first);
        rest.take(count).copied().collect()
    }

    pub fn pay(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 9 } else { 14 };
        match self.tape.below(kinds) {
            0 | 1 => json!({"share": self.share()}),
            2 => json!({"per_unit": self.per_unit()}),
            3 => json!({"cost_plus": self.cost_plus()}),
            4 => json!({"bonus": self.bonus()}),
            5 => json!({"bands": self.bands()}),
            6 if self.retainers => json!({"retainer": self.retainer()}),
            7 => json!({"fixed": {"amount": self.amount()}}),
            8 => json!({"pool": self.pool()}),
            9 => json!({"sum": self.some(depth)}),
            10 => json!({"greater_of": self.some(depth)}),
            11 => json!({"lesser_of": self.some(depth)}),
            12 => json!({"minus": [self.pay(depth - 1), self.pay(depth - 1)]}),
            13 => json!({"times": {"rate": self.tape.pick(&["1/2", "150%", "0", "1"]),
                                   "pay": self.pay(depth - 1)}}),
            _ => json!({"share": {"base": self.base(), "rate": self.rate()}}),
        }
    }

    /// What one sale pays: nothing that only a window can have.
    pub fn of_event(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 4 } else { 9 };
        let two = |draw: &mut Self| [draw.of_event(depth - 1), draw.of_event(depth - 1)];
        match self.tape.below(kinds) {
            0 | 1 => {
                let mut share = self.share();
                let fields = share.as_object_mut().expect("a share");
                if fields.remove("tier_by").is_some() {
                    fields.remove("tiers");
                    fields.remove("mode");
                    fields.remove("boundary");
                    fields.insert("rate".into(), self.rate());
                }
                json!({"share": share})
            }
            2 => json!({"per_unit": self.per_unit()}),
            3 => json!({"fixed": {"amount": self.amount()}}),
            4 => json!({"sum": two(self)}),
            5 => json!({"greater_of": two(self)}),
            6 => json!({"lesser_of": two(self)}),
            7 => json!({"minus": two(self)}),
            _ => json!({"times": {"rate": "150%", "pay": self.of_event(depth - 1)}}),
        }
    }

    /// A table in which a period stays where it began.
    pub fn by_period(&mut self) -> Value {
        if self.tape.once_in(3) {
            self.running()
        } else {
            self.forward()
        }
    }

    /// A base that adds up from sale to sale.
    fn additive_base(&mut self) -> Value {
        let mut base = json!({"streams": self.streams()});
        if self.tape.once_in(3) {
            base["deduct"] = json!([{"rate": self.rate()}]);
        }
        base
    }

    fn running(&mut self) -> Value {
        let mut table = Map::new();
        table.insert("mode".into(), json!("running"));
        self.boundary(&mut table);
        let by = if self.tape.once_in(3) {
            json!({"revenue": self.additive_base()})
        } else {
            json!({"units": self.streams()})
        };
        let tiers = self.tiers("rate", &by, false);
        table.insert("base".into(), self.additive_base());
        table.insert("tier_by".into(), by);
        table.insert("tiers".into(), json!(tiers));
        json!({"share": table})
    }

    fn forward(&mut self) -> Value {
        let mut table = Map::new();
        table.insert("mode".into(), json!("forward"));
        self.boundary(&mut table);
        let unit = self.tape.once_in(3);
        let (key, of) = if unit {
            table.insert("streams".into(), json!(self.streams()));
            ("price", json!({"units": null}))
        } else {
            table.insert("base".into(), self.additive_base());
            ("rate", json!({"revenue": null}))
        };
        let mut tiers = self.tiers(key, &of, false);
        for tier in &mut tiers {
            let tier = tier.as_object_mut().expect("a tier");
            tier.remove("block");
            tier.remove("count");
        }
        table.insert("tiers".into(), json!(tiers));
        if unit {
            json!({"per_unit": table})
        } else {
            json!({"share": table})
        }
    }

    fn some(&mut self, depth: usize) -> Vec<Value> {
        let count = 1 + self.tape.below(3);
        (0..count).map(|_| self.pay(depth - 1)).collect()
    }

    fn base(&mut self) -> Value {
        let streams = self.streams();
        let mut base = Map::new();
        let mut deductions = Vec::new();
        if self.tape.once_in(3) {
            let mut deduction = Map::new();
            deduction.insert("rate".into(), self.rate());
            if self.tape.once_in(2) {
                deduction.insert("from".into(), json!("remaining"));
            }
            deductions.push(Value::Object(deduction));
        }
        let other = self.streams.iter().find(|stream| !streams.contains(stream));
        if other.is_some() && self.tape.once_in(3) {
            let mut deduction = Map::new();
            deduction.insert("stream".into(), json!(other));
            if self.tape.once_in(2) {
                deduction.insert("at_most".into(), self.rate());
            }
            let at = self.tape.below(deductions.len() + 1);
            deductions.insert(at, Value::Object(deduction));
        }
        if !deductions.is_empty() {
            base.insert("deduct".into(), json!(deductions));
        }
        if self.tape.once_in(5) {
            base.insert("at_least".into(), json!(self.tape.pick(self.streams)));
        }
        base.insert("streams".into(), json!(streams));
        Value::Object(base)
    }

    /// So many rising bounds: money, units or levels.
    fn bounds(&mut self, count: usize, of: &Value) -> Vec<Value> {
        if of.get("revenue").is_some() {
            let mut sum = 0;
            let mut next = || {
                sum += self.tape.pick(&STEPS);
                money(sum, self.currency)
            };
            return (0..count).map(|_| next()).collect();
        }
        let sixths = if of.get("units").is_some() {
            [6, 30, 63, 2]
        } else {
            [6, 60, 45_000, 3]
        };
        let mut sum = 0;
        let mut next = || {
            sum += self.tape.pick(&sixths);
            json!(format!("{sum}/6"))
        };
        (0..count).map(|_| next()).collect()
    }

    fn measure(&mut self) -> Value {
        match self.tape.below(3) {
            0 => json!({"revenue": self.base()}),
            1 => json!({"units": self.streams()}),
            _ => json!({"level": LEVEL}),
        }
    }

    /// Tiers with rates, prices or amounts, on a measure.
    fn tiers(&mut self, key: &str, of: &Value, flats: bool) -> Vec<Value> {
        let count = self.tape.below(3);
        let bounds = self.bounds(count, of);
        let ends = bounds.into_iter().map(Some).chain([None]);
        let ends: Vec<Option<Value>> = ends.collect();
        let mut tiers = Vec::new();
        for end in ends {
            let mut tier = Map::new();
            tier.extend(end.map(|end| ("up_to".to_owned(), end)));
            let value = match key {
                "rate" => self.rate(),
                "price" => self.price(),
                _ => self.amount(),
            };
            tier.insert(key.into(), value);
            if flats && self.tape.once_in(3) {
                tier.insert("flat".into(), self.amount());
            }
            if key == "price" && self.tape.once_in(3) {
                tier.insert("block".into(), json!(self.tape.pick(&UNIT_STEPS)));
                self.count(&mut tier);
            }
            tiers.push(Value::Object(tier));
        }
        tiers
    }

    fn count(&mut self, tier: &mut Map<String, Value>) {
        let count = self.tape.below(4);
        if let Some(count) = ["started", "completed", "exact"].get(count) {
            tier.insert("count".into(), json!(count));
        }
    }

    fn price(&mut self) -> Value {
        let price = self.tape.pick(&["1", "0.001", "1/3", "0", "9.99"]);
        json!(format!("{price} {}", self.currency))
    }

    fn mode(&mut self, table: &mut Map<String, Value>) {
        if self.tape.once_in(3) {
            table.insert("mode".into(), json!("whole"));
        }
        self.boundary(table);
    }

    fn boundary(&mut self, table: &mut Map<String, Value>) {
        if self.tape.once_in(3) {
            table.insert("boundary".into(), json!("reaches"));
        }
    }

    fn share(&mut self) -> Value {
        let mut share = Map::new();
        share.insert("base".into(), self.base());
        if self.tape.once_in(3) {
            share.insert("rate".into(), self.rate());
            return Value::Object(share);
        }
        self.mode(&mut share);
        let mut measure = json!({"revenue": null});
        if self.tape.once_in(4) {
            measure = self.measure();
            share.insert("tier_by".into(), measure.clone());
        }
        share.insert("tiers".into(), json!(self.tiers("rate", &measure, true)));
        Value::Object(share)
    }

    fn per_unit(&mut self) -> Value {
        let mut unit = Map::new();
        unit.insert("streams".into(), json!(self.streams()));
        if self.tape.once_in(2) {
            unit.insert("price".into(), self.price());
            if self.tape.once_in(2) {
                unit.insert("block".into(), json!(self.tape.pick(&UNIT_STEPS)));
                self.count(&mut unit);
            }
            return Value::Object(unit);
        }
        self.mode(&mut unit);
        let tiers = self.tiers("price", &json!({"units": null}), true);
        unit.insert("tiers".into(), json!(tiers));
        Value::Object(unit)
    }

    fn cost_plus(&mut self) -> Value {
        let mut cost = Map::new();
        cost.insert("streams".into(), json!(self.streams()));
        if self.tape.once_in(2) {
            cost.insert("ceiling".into(), self.amount());
        }
        if self.tape.once_in(2) {
            cost.insert("fee".into(), self.amount());
        } else {
            cost.insert(
                "markup".into(),
                json!(self.tape.pick(&["15%", "0", "3/2", "1/7"])),
            );
        }
        Value::Object(cost)
    }

    fn bonus(&mut self) -> Value {
        let measure = self.measure();
        let mut bonus = Map::new();
        let count = 1 + self.tape.below(2);
        let bounds = self.bounds(count + 3, &measure);
        let steps = bounds.iter().take(count);
        let steps: Vec<Value> = steps
            .map(|reach| json!({"reach": reach, "pay": self.amount()}))
            .collect();
        bonus.insert("steps".into(), json!(steps));
        if self.tape.once_in(2) {
            let mut then = Map::new();
            then.insert("from".into(), bounds[count].clone());
            then.insert("every".into(), bounds[0].clone());
            then.insert("pay".into(), self.amount());
            if self.tape.once_in(2) {
                then.insert("until".into(), bounds[count + 1].clone());
            }
            bonus.insert("then".into(), Value::Object(then));
        }
        bonus.insert("measure".into(), measure);
        Value::Object(bonus)
    }

    fn bands(&mut self) -> Value {
        let mut bands = Map::new();
        let measure = self.measure();
        bands.insert("tiers".into(), json!(self.tiers("pay", &measure, false)));
        bands.insert("measure".into(), measure);
        self.boundary(&mut bands);
        Value::Object(bands)
    }

    /// A part of what some streams hold, by the units of some streams of several.
    fn pool(&mut self) -> Value {
        let (base, own, all) = (self.base(), self.streams(), self.streams());
        json!({"base": base, "own": own, "all": all})
    }

    fn retainer(&mut self) -> Value {
        let mut retainer = Map::new();
        retainer.insert("amount".into(), self.amount());
        let basis = self.tape.below(6);
        let names = [
            "business_days",
            "thirty_days",
            "whole_if_started",
            "only_if_complete",
            "calendar_days",
        ];
        if let Some(basis) = names.get(basis) {
            retainer.insert("basis".into(), json!(basis));
        }
        Value::Object(retainer)
    }
}
