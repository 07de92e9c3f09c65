//! The families of one-shot allocation and of payments with a history.

use std::collections::BTreeMap;

use partnership::allocate::{Ledger, Ties};
use partnership::{Currency, Error, Money, PartyId, Ratio, Rounding, Weights};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cases::{outcome, read};

/// An amount in major units, as the cases of this page write it.
pub fn amount(text: &str, currency: Currency) -> Result<Money, String> {
    format!("{text} {currency}")
        .parse()
        .map_err(|error| format!("cannot read the amount {text:?}: {error}"))
}

/// The digits of an amount, without its currency.
pub fn digits(money: Money) -> String {
    let text = money.to_string();
    text.split(' ').next().unwrap_or_default().to_owned()
}

pub fn by_party<T>(parties: &[PartyId], values: &[T], write: impl Fn(&T) -> Value) -> Value {
    let map: BTreeMap<&str, Value> = parties
        .iter()
        .map(PartyId::as_str)
        .zip(values.iter().map(write))
        .collect();
    json!(map)
}

pub fn money_by_party(parties: &[PartyId], parts: &[Money]) -> Value {
    by_party(parties, parts, |part| json!(digits(*part)))
}

/// Parties in party order, and their ratios.
pub fn columns<T: Copy>(map: &BTreeMap<PartyId, T>) -> (Vec<PartyId>, Vec<T>) {
    (
        map.keys().cloned().collect(),
        map.values().copied().collect(),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allocate {
    currency: Currency,
    total: String,
    weights: BTreeMap<PartyId, Ratio>,
    rotate: Option<u64>,
    step: String,
}

pub fn allocate(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Allocate = read(given)?;
    let total = amount(&given.total, given.currency)?;
    let step = amount(&given.step, given.currency)?;
    let ties = given.rotate.map_or(Ties::ByParty, Ties::Rotated);
    let (parties, ratios) = columns(&given.weights);
    let run = || -> Result<Vec<Money>, Error> {
        let weights = Weights::from_ratios(&ratios)?;
        let parts = weights.with_ties(ties).allocate_in_steps(total, step)?;
        if step.minor() == 1 {
            assert_eq!(parts, weights.with_ties(ties).allocate(total));
        }
        Ok(parts)
    };
    outcome(
        run(),
        expect,
        |parts| json!({"parts": money_by_party(&parties, &parts)}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Each {
    currency: Currency,
    total: String,
    weights: BTreeMap<PartyId, Ratio>,
    rounding: Rounding,
}

pub fn allocate_each(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Each = read(given)?;
    let total = amount(&given.total, given.currency)?;
    let (parties, ratios) = columns(&given.weights);
    let found =
        Weights::from_ratios(&ratios).map(|weights| weights.round_each(total, given.rounding));
    outcome(
        found,
        expect,
        |(parts, drift)| json!({"parts": money_by_party(&parties, &parts), "drift": digits(drift)}),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Payments {
    currency: Currency,
    payments: Vec<Payment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Payment {
    amount: String,
    weights: BTreeMap<PartyId, Ratio>,
    times: u32,
}

pub fn ledger(given: &Value, expect: &Value) -> Result<(), String> {
    let given: Payments = read(given)?;
    let mut amounts = Vec::new();
    for payment in &given.payments {
        amounts.push(amount(&payment.amount, given.currency)?);
    }
    let mut ledger = Ledger::new(given.currency);
    let mut lines: Vec<BTreeMap<PartyId, Money>> = Vec::new();
    let mut run = || -> Result<(), Error> {
        for (payment, amount) in given.payments.iter().zip(&amounts) {
            let mut sums = BTreeMap::new();
            for _ in 0..payment.times {
                for (party, line) in ledger.pay(*amount, &payment.weights)? {
                    let sum = sums.entry(party).or_insert(Money::zero(given.currency));
                    *sum = sum.checked_add(line)?;
                }
            }
            lines.push(sums);
        }
        Ok(())
    };
    let found = run();
    outcome(found, expect, |()| {
        let parties = ledger.parties();
        let of = |sums: &BTreeMap<PartyId, Money>| {
            let zero = Money::zero(given.currency);
            let line = |party| digits(sums.get(party).copied().unwrap_or(zero));
            json!(
                parties
                    .iter()
                    .map(|party| (party.as_str(), line(party)))
                    .collect::<BTreeMap<_, _>>()
            )
        };
        let paid: Vec<Money> = parties
            .iter()
            .filter_map(|party| ledger.paid(party))
            .collect();
        let carry: Vec<Ratio> = parties
            .iter()
            .filter_map(|party| ledger.carry(party))
            .collect();
        json!({
            "lines": lines.iter().map(of).collect::<Vec<_>>(),
            "paid": money_by_party(parties, &paid),
            "carry": by_party(parties, &carry, |carry| json!(carry)),
        })
    })
}
