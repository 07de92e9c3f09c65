//! Guarantees of every kind, valid beside the caps of their version.

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value, json};

use super::agreement::Drawn;
use super::clauses::covered;

impl Drawn {
    /// One on what is earned and one on what is payable; one that stays changes its amount at
    /// most.
    pub(super) fn guarantees(&mut self, version: &Map<String, Value>) -> Vec<Value> {
        let mut guarantees = Vec::new();
        for id in ["floor", "cash"] {
            let wanted = if id == "floor" { 2 } else { 4 };
            let dropped = self.kept.contains_key(id) && self.tape.once_in(4);
            if dropped || !self.kept.contains_key(id) && !self.tape.once_in(wanted) {
                continue;
            }
            let mut guarantee = match self.kept.get(id) {
                Some(known) => known.clone(),
                None => self.guarantee(id),
            };
            let amounts = guarantee.get("amounts").is_some();
            let fixed = guarantee["test"].get("installments").is_some() || amounts;
            if !fixed && self.tape.once_in(3) {
                guarantee["amount"] = self.limit();
            }
            self.kept.insert(id, guarantee.clone());
            if !above_a_cap(&guarantee, version) {
                guarantees.push(guarantee);
            }
        }
        guarantees
    }

    fn guarantee(&mut self, id: &str) -> Value {
        let mut guarantee = json!({"id": id});
        let window = self.tape.pick(&[
            json!({"months": 3}),
            json!("period"),
            json!({"periods": 2}),
            json!({"periods": 3}),
            json!({"months": 1}),
            json!({"months": 2}),
            json!({"months": 12}),
            json!("lifetime"),
        ]);
        if id == "cash" {
            guarantee["on"] = json!("payable");
        } else if self.tape.once_in(3) {
            guarantee["scope"] = json!(["a"]);
        }
        let months = window.get("months").and_then(Value::as_u64);
        if months.is_some() && self.tape.once_in(3) {
            guarantee["test"] = json!("accrued");
        } else if (months.is_some() || window == "lifetime") && self.tape.once_in(3) {
            guarantee["test"] = json!({"installments": self.by_installments(months)});
        }
        if self.tape.once_in(2) {
            guarantee["surplus"] = json!("carry_forward");
        }
        if self.tape.once_in(3) {
            guarantee["prorate"] = json!(false);
        }
        let one_sum = guarantee.get("test").is_some_and(Value::is_object);
        if one_sum {
            guarantee["amount"] = self.money(20_000);
        } else if self.tape.once_in(4) {
            let first = 1 + self.tape.below(2);
            guarantee["amounts"] = json!([
                {"from": first, "amount": self.limit()},
                {"from": first + 2, "amount": self.limit()},
            ]);
        } else {
            guarantee["amount"] = self.limit();
        }
        guarantee["window"] = window;
        guarantee
    }

    /// Two installments that add up to 200 in one window.
    fn by_installments(&mut self, months: Option<u64>) -> Vec<Value> {
        let first = self.cuts[0];
        let anchor = self.anchor();
        let months = u32::try_from(months.unwrap_or(12)).expect("few");
        let edges = (1..).map(|rank| anchor + chrono::Months::new(rank * months));
        let last: NaiveDate = edges.into_iter().find(|edge| *edge > first).expect("one");
        // Also on the day after a period, which is no day of it.
        let choices = [first, first + Days::new(20), self.cuts[1]];
        let second = self.tape.pick(&choices).min(last - Days::new(1));
        let part = self.tape.pick(&[10_000, 0, 19_999]);
        vec![
            json!({"on": first.to_string(), "amount": self.money(part)}),
            json!({"on": second.to_string(), "amount": self.money(20_000 - part)}),
        ]
    }
}

/// Whether a guarantee promises what a cap over the same window takes away.
fn above_a_cap(guarantee: &Value, version: &Map<String, Value>) -> bool {
    let minor = |money: &Value| -> u64 {
        let digits = money.as_str().expect("money").chars();
        let digits: String = digits.filter(char::is_ascii_digit).collect();
        digits.parse().expect("digits")
    };
    let steps = guarantee.get("amounts").and_then(Value::as_array);
    let steps = steps.into_iter().flatten().chain([guarantee]);
    let most = steps.filter_map(|step| step.get("amount")).map(minor).max();
    let most = most.expect("an amount");
    let of = covered(guarantee, "scope", version);
    let caps = version["caps"].as_array().expect("caps").iter();
    caps.filter(|cap| cap["window"] == guarantee["window"])
        .filter(|cap| of.is_subset(&covered(cap, "scope", version)))
        .any(|cap| minor(&cap["amount"]) < most)
}
