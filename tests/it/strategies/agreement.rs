//! Agreements and what happened under them, as JSON.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::pays::{Draw, LEVEL, SALES, STREAMS, WITH_SALES, money};
use super::{Tape, tapes};

/// A term sheet and its activities, one after the other.
#[derive(Clone, Debug)]
pub struct Agreement {
    pub terms: Value,
    pub activities: Vec<Value>,
}

/// Agreements of up to seven periods, three versions and three items, paid out as they come.
pub fn agreements() -> impl Strategy<Value = Agreement> {
    tapes(400).prop_map(|tape| Drawn::new(tape, false).agreement())
}

/// Agreements of the same kind with many forward and running tiers.
pub fn by_period() -> impl Strategy<Value = Agreement> {
    tapes(400).prop_map(|tape| {
        let mut drawn = Drawn::new(tape, false);
        drawn.by_period = true;
        drawn.agreement()
    })
}

/// Agreements with every clause of the page.
pub fn contracts() -> impl Strategy<Value = Agreement> {
    tapes(900).prop_map(|tape| Drawn::new(tape, true).agreement())
}

/// Net minor units, sixths of a unit, and reversed minor units of a stream and period.
#[derive(Clone, Copy, Default)]
pub(super) struct Settled {
    pub(super) amount: i64,
    pub(super) sixths: i64,
    reversed: i64,
}

/// What is drawn of an agreement, and what later choices must know of it.
pub(super) struct Drawn {
    pub(super) tape: Tape,
    pub(super) currency: &'static str,
    anchor: NaiveDate,
    /// The first day of each period, and the day after the last.
    pub(super) cuts: Vec<NaiveDate>,
    /// The period from which on nothing new counts.
    end: Option<usize>,
    horizon: Option<usize>,
    /// Whether there are clauses beside items, schedules and payout.
    rich: bool,
    /// Whether half of the items have forward or running tiers.
    by_period: bool,
    /// The first period of each version, and the version.
    pub(super) versions: Vec<(usize, Value)>,
    /// What an id is from its first version on: windows, caps, guarantees, advances.
    pub(super) kept: BTreeMap<&'static str, Value>,
    /// What happens once: milestones and ids that were used.
    pub(super) done: BTreeMap<String, i64>,
}

impl Drawn {
    fn new(mut tape: Tape, rich: bool) -> Self {
        let currency = tape.pick(&["USD", "JPY", "KWD"]);
        let anchor: NaiveDate = tape
            .pick(&["2026-01-01", "2026-01-15", "2025-10-31"])
            .parse()
            .expect("a day");
        let offset = tape.pick(&[0, 0, 15, 37]);
        let start = anchor + Days::new(offset);
        let count = 1 + tape.below(7);
        let mut cuts = vec![start];
        let edges = (1..).map(|month| anchor + Months::new(month));
        for edge in edges.skip_while(|edge| *edge <= start).take(count) {
            let last = *cuts.last().expect("one");
            if tape.once_in(5) && last + Days::new(9) < edge {
                cuts.push(last + Days::new(9));
            }
            cuts.push(edge);
        }
        let count = cuts.len() - 1;
        let end = tape.once_in(4).then(|| 1 + tape.below(count));
        let horizon = [None, None, Some(0), Some(1), Some(2)];
        let horizon = tape.pick(&horizon);
        Self {
            tape,
            currency,
            anchor,
            cuts,
            end,
            horizon,
            rich,
            by_period: false,
            versions: Vec::new(),
            kept: BTreeMap::new(),
            done: BTreeMap::new(),
        }
    }

    pub(super) fn anchor(&self) -> NaiveDate {
        self.anchor
    }

    pub(super) fn money(&self, minor: i64) -> Value {
        money(minor, self.currency)
    }

    fn agreement(mut self) -> Agreement {
        let terms = self.terms();
        let activities = self.activities();
        Agreement { terms, activities }
    }

    fn terms(&mut self) -> Value {
        let mut terms = Map::new();
        terms.insert("schema".into(), json!(1));
        terms.insert("id".into(), json!("deal"));
        terms.insert("currency".into(), json!(self.currency));
        terms.insert("start".into(), json!(self.cuts[0].to_string()));
        if self.anchor != self.cuts[0] {
            terms.insert("anchor".into(), json!(self.anchor.to_string()));
        }
        if let Some(end) = self.end {
            terms.insert("end".into(), json!(self.cuts[end].to_string()));
        }
        if let Some(horizon) = self.horizon {
            terms.insert("refund_horizon".into(), json!(horizon));
        }
        let roundings = [
            "half_away_from_zero",
            "half_even",
            "down",
            "up",
            "floor",
            "ceiling",
        ];
        if self.tape.once_in(2) {
            terms.insert("rounding".into(), json!(self.tape.pick(&roundings)));
        }
        let mut begins = vec![0];
        for period in 1..self.end.unwrap_or(self.cuts.len() - 1) {
            if begins.len() < 3 && self.tape.once_in(3) {
                begins.push(period);
            }
        }
        if self.rich {
            self.advances(&mut terms);
        }
        for begin in begins {
            let version = self.version(begin);
            self.versions.push((begin + 1, version));
        }
        let versions = self.versions.iter().map(|(_, version)| version);
        let versions: Vec<Value> = versions.cloned().collect();
        terms.insert("versions".into(), json!(versions));
        Value::Object(terms)
    }

    fn version(&mut self, begin: usize) -> Value {
        let mut version = Map::new();
        version.insert("from".into(), json!(self.cuts[begin].to_string()));
        let mut items = Vec::new();
        let needed: BTreeSet<String> = self.recouped_from();
        for id in ["a", "b", "c"] {
            let needed = id == "a" || needed.contains(id);
            if !needed && self.tape.once_in(2) {
                continue;
            }
            if !self.kept.contains_key(id) || self.tape.once_in(5) {
                let window = self.window();
                self.kept.insert(id, window);
            }
            let item = self.item(id, self.kept[id].clone());
            items.push(item);
        }
        version.insert("items".into(), json!(items));
        if self.tape.once_in(3) {
            version.insert("schedules".into(), json!([self.schedule()]));
        }
        if self.rich {
            self.clauses(&mut version);
        }
        if self.tape.once_in(2) {
            version.insert("payout".into(), self.payout());
        }
        Value::Object(version)
    }

    fn window(&mut self) -> Value {
        if self.rich && self.tape.once_in(8) {
            return json!("event");
        }
        match self.tape.below(6) {
            0 | 1 => json!("lifetime"),
            2 => json!("period"),
            3 => json!({"periods": 1 + self.tape.below(3)}),
            _ => json!({"months": self.tape.pick(&[1, 2, 3, 12])}),
        }
    }

    fn item(&mut self, id: &str, window: Value) -> Value {
        let mut item = Map::new();
        let retainers = window == "period" || window.get("months").is_some();
        let mut draw = Draw {
            tape: &mut self.tape,
            currency: self.currency,
            retainers,
            streams: if window == "event" {
                &[SALES]
            } else if self.rich {
                &WITH_SALES
            } else {
                &STREAMS
            },
        };
        let pay = if window == "event" {
            draw.of_event(2)
        } else if self.rich && draw.tape.once_in(4) || self.by_period && draw.tape.once_in(2) {
            draw.by_period()
        } else {
            draw.pay(2)
        };
        if self.rich {
            self.extras(&mut item, &window);
        }
        item.insert("pay".into(), pay);
        item.insert("id".into(), json!(id));
        if self.tape.once_in(3) {
            item.insert("on_change".into(), json!("reset"));
        }
        if window == "lifetime" && self.tape.once_in(4) {
            let minor = self.tape.pick(&[100, 5_000, 123_456]);
            let opening = json!([{"stream": self.tape.pick(&STREAMS), "amount": self.money(minor),
                                  "units": self.tape.pick(&["0", "7", "1/3"])}]);
            item.insert("opening".into(), opening);
        }
        item.insert("window".into(), window);
        Value::Object(item)
    }

    fn schedule(&mut self) -> Value {
        let mut parts = Vec::new();
        let shares = self
            .tape
            .pick(&[&["1"][..], &["1/3", "2/3"], &["1/2", "1/3", "1/6"]]);
        let by_share = self.tape.once_in(2);
        let mut total = 0;
        for (share, number) in shares.iter().zip(1..) {
            let cut = self.tape.below(self.cuts.len());
            let on = self.cuts[cut] - Days::new(self.tape.pick(&[0, 1, 12]));
            let mut on = json!({"date": on.to_string()});
            if self.rich && self.tape.once_in(2) {
                on = json!({"milestone": self.tape.pick(&["m1", "m2"])});
            }
            let mut part = json!({"id": number.to_string(), "on": on});
            let minor = self.tape.pick(&[0, 1, 7, 100_001]);
            if by_share {
                part["share"] = json!(share);
            } else {
                part["amount"] = self.money(minor);
            }
            total += minor;
            parts.push(part);
        }
        let mut schedule = json!({"id": "film", "total": self.money(total), "parts": parts});
        if self.rich {
            self.schedule_extras(&mut schedule);
        }
        schedule
    }

    fn payout(&mut self) -> Value {
        let mut payout = Map::new();
        if self.tape.once_in(2) {
            let minor = self.tape.pick(&[1, 5_000, 25_000]);
            payout.insert("minimum".into(), self.money(minor));
        }
        if self.tape.once_in(2) {
            payout.insert(
                "tax".into(),
                json!(self.tape.pick(&["15%", "1/3", "1", "0"])),
            );
        }
        if self.tape.once_in(2) {
            let days = self.tape.pick(&["30d", "1d", "0d"]);
            let from = self.tape.pick(&["period_end", "statement"]);
            payout.insert("due".into(), json!({"from": from, "rule": {"after": days}}));
        }
        Value::Object(payout)
    }

    fn activities(&mut self) -> Vec<Value> {
        let mut settled: BTreeMap<(usize, &str), Settled> = BTreeMap::new();
        let count = self.cuts.len() - 1;
        (1..=count)
            .map(|no| self.activity(no, no == count, &mut settled))
            .collect()
    }

    /// The last period that an entry may name, if there is any.
    fn newest(&self, no: usize) -> usize {
        self.end.map_or(no, |end| no.min(end))
    }

    fn activity(
        &mut self,
        no: usize,
        last: bool,
        settled: &mut BTreeMap<(usize, &'static str), Settled>,
    ) -> Value {
        let mut activity = Map::new();
        let period = format!("{}..{}", self.cuts[no - 1], self.cuts[no]);
        activity.insert("no".into(), json!(no));
        activity.insert("period".into(), json!(period));
        if last && self.tape.once_in(3) {
            activity.insert("final".into(), json!(true));
        }
        if self.tape.once_in(3) {
            let on = self.cuts[no] + Days::new(4);
            activity.insert("statement_on".into(), json!(on.to_string()));
        }
        let oldest = no.saturating_sub(self.horizon.unwrap_or(24)).max(1);
        let mut totals = Vec::new();
        for stream in STREAMS.into_iter().chain(["unread"]) {
            if stream == "unread" && !self.tape.once_in(8) {
                continue;
            }
            for of in (oldest..=self.newest(no)).rev() {
                let drawn = if of == no {
                    !self.tape.once_in(5)
                } else {
                    self.tape.once_in(4)
                };
                if drawn {
                    totals.push(self.total(
                        stream,
                        of,
                        no,
                        settled.entry((of, stream)).or_default(),
                    ));
                }
            }
        }
        let mut levels = Vec::new();
        if self.rich {
            let oldest = oldest..=self.newest(no);
            self.entries(&mut activity, no, oldest, settled);
        }
        for of in (oldest..=self.newest(no)).rev() {
            let drawn = if of == no {
                self.tape.once_in(2)
            } else {
                self.tape.once_in(8)
            };
            if drawn {
                let value = self.tape.pick(&["0", "5", "7500", "-3", "10.5"]);
                let mut level = json!({"name": LEVEL, "value": value});
                if of != no {
                    level["of"] = json!(of);
                }
                levels.push(level);
            }
        }
        activity.insert("totals".into(), json!(totals));
        activity.insert("levels".into(), json!(levels));
        Value::Object(activity)
    }

    /// A total that takes back no more than there was of an earlier period.
    fn total(&mut self, stream: &str, of: usize, no: usize, settled: &mut Settled) -> Value {
        let minors = [
            10_000, 0, 1, 50, 99, 100, 5_000, 9_999, 10_001, 33_333, 123_457,
        ];
        let mut amount = self.tape.pick(&minors);
        let refunds = if self.tape.once_in(3) {
            self.tape.pick(&minors)
        } else {
            0
        };
        let chargebacks = if self.tape.once_in(6) {
            self.tape.pick(&minors)
        } else {
            0
        };
        let out = settled.reversed + refunds + chargebacks;
        let reinstated = if self.tape.once_in(5) { out / 2 } else { 0 };
        let mut sixths = self.tape.pick(&[6, 0, 2, 57, 60, 66, 30]);
        let returned = if self.tape.once_in(4) {
            self.tape.pick(&[6, 0, 2, 57, 60])
        } else {
            0
        };
        let net = |amount: i64| settled.amount + amount - refunds - chargebacks + reinstated;
        let net_sixths = |sixths: i64| settled.sixths + sixths - returned;
        if of < no {
            amount += (-net(amount)).max(0);
            sixths += (-net_sixths(sixths)).max(0);
        }
        *settled = Settled {
            amount: net(amount),
            sixths: net_sixths(sixths),
            reversed: out - reinstated,
        };
        let mut total = Map::new();
        total.insert("stream".into(), json!(stream));
        if of != no {
            total.insert("of".into(), json!(of));
        }
        for (field, minor) in [
            ("amount", amount),
            ("refunds", refunds),
            ("chargebacks", chargebacks),
            ("reinstated", reinstated),
        ] {
            if minor != 0 {
                total.insert(field.into(), self.money(minor));
            }
        }
        for (field, sixths) in [("units", sixths), ("units_returned", returned)] {
            if sixths != 0 {
                total.insert(field.into(), json!(format!("{sixths}/6")));
            }
        }
        if self.tape.once_in(12) {
            total.insert("pending".into(), self.money(5));
        }
        Value::Object(total)
    }
}
