//! The terms of spec/contracts.md X5 to X7, added to agreements that do without.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::agreement::Agreement;
use super::pays::{Draw, STREAMS, money};
use super::{Tape, tapes};

/// Agreements with escalators, items that the payee owes, surcharges of caps, guarantees by
/// activity and by days of the year, and windows with an anchor of their own.
pub fn priced(from: impl Strategy<Value = Agreement>) -> impl Strategy<Value = Agreement> {
    (from, tapes(300)).prop_map(|(agreement, tape)| Pricing::new(agreement, tape).priced())
}

/// Agreements under a cap with surcharges over everything that was ever earned.
pub fn capped(from: impl Strategy<Value = Agreement>) -> impl Strategy<Value = Agreement> {
    (from, tapes(300)).prop_map(|(agreement, tape)| {
        let mut pricing = Pricing::new(agreement, tape);
        pricing.over_all("caps", |pricing| {
            let minor = pricing.tape.pick(&[0, 99, 5_000, 123_456]);
            let amount = money(minor, &pricing.currency);
            json!({"amount": amount, "surcharges": pricing.surcharges()})
        });
        pricing.priced()
    })
}

/// Agreements under a guarantee by activity over everything that was ever earned.
pub fn guaranteed(from: impl Strategy<Value = Agreement>) -> impl Strategy<Value = Agreement> {
    (from, tapes(300)).prop_map(|(agreement, tape)| {
        let mut pricing = Pricing::new(agreement, tape);
        pricing.over_all("guarantees", |pricing| json!({"amount_by": pricing.pay()}));
        pricing.priced()
    })
}

struct Pricing {
    agreement: Agreement,
    tape: Tape,
    currency: String,
    anchor: NaiveDate,
}

impl Pricing {
    fn new(agreement: Agreement, tape: Tape) -> Self {
        let terms = &agreement.terms;
        let anchor = terms.get("anchor").unwrap_or(&terms["start"]);
        Self {
            anchor: anchor.as_str().expect("a day").parse().expect("a day"),
            currency: terms["currency"].as_str().expect("a currency").to_owned(),
            agreement,
            tape,
        }
    }

    fn priced(mut self) -> Agreement {
        let mut versions = self.agreement.terms["versions"].take();
        let anchored = self.tape.once_in(2);
        for version in versions.as_array_mut().expect("versions") {
            for item in list(version, "items") {
                self.item(item);
            }
            for cap in list(version, "caps") {
                if self.tape.once_in(2) && cap.get("surcharges").is_none() {
                    cap["surcharges"] = self.surcharges();
                }
            }
            for guarantee in list(version, "guarantees") {
                self.guarantee(guarantee);
            }
        }
        if anchored {
            self.own_anchors(&mut versions);
        }
        self.agreement.terms["versions"] = versions;
        self.agreement
    }

    /// Adds one clause over the lifetime to every version.
    fn over_all(&mut self, field: &str, clause: impl Fn(&mut Self) -> Value) {
        let mut versions = self.agreement.terms["versions"].take();
        for version in versions.as_array_mut().expect("versions") {
            let mut clause = clause(self);
            clause["id"] = json!("all");
            clause["window"] = json!("lifetime");
            version[field] = json!([clause]);
        }
        self.agreement.terms["versions"] = versions;
    }

    fn item(&mut self, item: &mut Value) {
        let window = &item["window"];
        let dated = window == "event" || has_a_first_day(window);
        if dated && self.tape.once_in(2) {
            item["escalator"] = self.escalator();
        }
        if self.tape.once_in(4) {
            item["owed_by"] = json!("payee");
        }
    }

    fn escalator(&mut self) -> Value {
        let rate = self.tape.pick(&["3%", "5%", "1/3", "0", "1", "1/7"]);
        let mut escalator = json!({"rate": rate, "months": self.tape.pick(&[1, 2, 12, 3])});
        if self.tape.once_in(3) {
            let from = self.tape.pick(&["2025-11-30", "2026-02-15", "2024-02-29"]);
            escalator["from"] = json!(from);
        }
        escalator
    }

    fn surcharges(&mut self) -> Value {
        let rate = self.tape.pick(&["25%", "1/3", "0", "150%"]);
        let mut surcharges = vec![json!({"id": "exclusive", "rate": rate})];
        if self.tape.once_in(3) {
            surcharges.push(json!({"id": "perpetual", "rate": "1/7"}));
        }
        json!(surcharges)
    }

    fn pay(&mut self) -> Value {
        let mut draw = Draw {
            tape: &mut self.tape,
            currency: &self.currency,
            retainers: false,
            streams: &STREAMS,
        };
        draw.pay(2)
    }

    fn guarantee(&mut self, guarantee: &mut Value) {
        let fields = guarantee.as_object_mut().expect("a guarantee");
        let by_days = fields.get("test").is_some_and(Value::is_object);
        let dated = has_a_first_day(&fields["window"]);
        if !by_days && fields.get("amount_by").is_none() && self.tape.once_in(3) {
            fields.remove("amount");
            fields.remove("amounts");
            fields.remove("test");
            fields.insert("amount_by".into(), self.pay());
        } else if fields["window"] == json!({"months": 12}) && self.tape.once_in(2) {
            self.yearly(fields);
        }
        let fixed = fields.get("test").and_then(|test| test.get("installments"));
        if dated && fixed.is_none() && self.tape.once_in(3) {
            fields.insert("escalator".into(), self.escalator());
        }
    }

    fn yearly(&mut self, fields: &mut Map<String, Value>) {
        if fields.contains_key("amount_by") {
            return;
        }
        let shares = self
            .tape
            .pick(&[&["1/3", "1/3", "1/3"][..], &["1/2", "1/2"], &["0", "1"]]);
        let days = ["02-29", "01-31", "11-01", "03-15", "12-31"];
        let days = shares
            .iter()
            .map(|share| json!({"on": self.tape.pick(&days), "share": share}));
        let days: Vec<Value> = days.collect();
        fields.insert("test".into(), json!({"yearly": days}));
    }

    /// Anchors whole years before that of the sheet, so that windows still lie in each other.
    /// Own anchors, one for good for each cap and guarantee: the page does not say what a window is
    /// worth that an amendment leaves before its last day, nor the order of windows of two kinds.
    fn own_anchors(&mut self, versions: &mut Value) {
        let mut kept = BTreeMap::new();
        for version in versions.as_array_mut().expect("versions") {
            for field in ["items", "caps", "guarantees"] {
                for clause in list(version, field) {
                    let mut years = u32::try_from(self.tape.below(3)).expect("few");
                    if field != "items" {
                        let id = clause["id"].as_str().expect("an id").to_owned();
                        years = *kept.entry((field, id)).or_insert(years);
                    }
                    let window = &mut clause["window"];
                    if window.get("months").is_some() {
                        let anchor = self.anchor - Months::new(12 * years);
                        window["anchor"] = json!(anchor.to_string());
                    }
                }
            }
        }
    }
}

fn has_a_first_day(window: &Value) -> bool {
    window == "period" || window.get("months").is_some()
}

fn list<'a>(version: &'a mut Value, field: &str) -> impl Iterator<Item = &'a mut Value> {
    let list = version.get_mut(field).and_then(Value::as_array_mut);
    list.into_iter().flatten()
}
