//! Path independence: what counts is the net of each stream and period, not how it came in.

use std::collections::BTreeMap;

use partnership::Money;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, settle_all};
use crate::reference::{Big, list, money_of, money_text, ratio_of, text, whole};
use crate::strategies::agreement::{Agreement, agreements};
use crate::support;

/// What every item, window and part came to in all.
pub(super) fn totals(agreement: &Agreement) -> BTreeMap<(String, String), Money> {
    let papers = read(agreement);
    let settled = settle_all(&papers.terms, &papers.activities).expect("valid");
    let mut totals: BTreeMap<(String, String), Money> = BTreeMap::new();
    for line in settled.iter().flat_map(|(statement, _)| statement.lines()) {
        let window = line.window.map(|window| window.to_string());
        let key = (line.reference.clone(), window.unwrap_or_default());
        let zero = Money::zero(line.amount.currency());
        let total = totals.entry(key).or_insert(zero);
        *total = total.checked_add(line.amount).expect("small");
    }
    totals.retain(|_, total| !total.is_zero());
    totals
}

/// Net amount and units by stream and period, and the levels that were reported last.
#[derive(Default)]
struct Nets {
    streams: BTreeMap<(usize, String), (Big, Big)>,
    levels: BTreeMap<(usize, String), Value>,
}

fn nets(activities: &[Value]) -> Nets {
    let mut nets = Nets::default();
    for (activity, no) in activities.iter().zip(1_usize..) {
        let of = |entry: &Value| {
            let of = entry.get("of").and_then(Value::as_u64);
            of.map_or(no, |of| usize::try_from(of).expect("small"))
        };
        for total in list(activity, "totals") {
            let key = (
                of(total),
                text(total, "stream").expect("a stream").to_owned(),
            );
            let (amount, units) = nets.streams.entry(key).or_insert((whole(0), whole(0)));
            *amount += money_of(total, "amount")
                - money_of(total, "refunds")
                - money_of(total, "chargebacks")
                + money_of(total, "reinstated");
            *units += ratio_of(total, "units") - ratio_of(total, "units_returned");
        }
        for level in list(activity, "levels") {
            let key = (of(level), text(level, "name").expect("a name").to_owned());
            nets.levels.insert(key, level["value"].clone());
        }
    }
    nets
}

/// A total that moves a net by so much.
fn total(stream: &str, (amount, units): &(Big, Big), currency: &str) -> Value {
    let size = |value: &Big| {
        if *value < whole(0) {
            -value
        } else {
            value.clone()
        }
    };
    let money = money_text(&size(amount), currency);
    let (money_key, units_key) = (
        if *amount < whole(0) {
            "refunds"
        } else {
            "amount"
        },
        if *units < whole(0) {
            "units_returned"
        } else {
            "units"
        },
    );
    json!({"stream": stream, money_key: money, units_key: size(units).to_string()})
}

/// The same agreement with other entries.
fn with_entries(
    agreement: &Agreement,
    entries: impl Fn(usize) -> (Vec<Value>, Vec<Value>),
) -> Agreement {
    let mut agreement = agreement.clone();
    agreement
        .terms
        .as_object_mut()
        .expect("terms")
        .remove("refund_horizon");
    for (activity, no) in agreement.activities.iter_mut().zip(1..) {
        let (totals, levels) = entries(no);
        activity["totals"] = json!(totals);
        activity["levels"] = json!(levels);
    }
    agreement
}

/// The same agreement with the nets of each stream and period alone, in their own periods.
pub(super) fn at_once(agreement: &Agreement) -> Agreement {
    let nets = nets(&agreement.activities);
    let currency = text(&agreement.terms, "currency").expect("a currency");
    with_entries(agreement, |no| {
        let of_period = nets.streams.iter().filter(|((of, _), _)| *of == no);
        let totals = of_period.map(|((_, stream), net)| total(stream, net, currency));
        let of_period = nets.levels.iter().filter(|((of, _), _)| *of == no);
        let levels = of_period.map(|((_, name), value)| json!({"name": name, "value": value}));
        (totals.collect(), levels.collect())
    })
}

/// The same agreement, in the last period of which all that came in before is taken back, and the
/// same where nothing ever came in.
pub(super) fn taken_back(agreement: &Agreement) -> (Agreement, Agreement) {
    let last = agreement.activities.len();
    let nets = nets(&agreement.activities[..last - 1]);
    let currency = text(&agreement.terms, "currency").expect("a currency");
    let given = |no: usize, key: &str| list(&agreement.activities[no - 1], key).to_vec();
    let taken_back = with_entries(agreement, |no| {
        if no < last {
            return (given(no, "totals"), given(no, "levels"));
        }
        let totals = nets.streams.iter().map(|((of, stream), (amount, units))| {
            let mut total = total(stream, &(-amount, -units), currency);
            total["of"] = json!(of);
            total
        });
        (totals.collect(), given(no, "levels"))
    });
    let nothing = with_entries(agreement, |no| (Vec::new(), given(no, "levels")));
    (taken_back, nothing)
}

proptest! {
    #![proptest_config(support::cases(64))]

    #[test]
    fn late_data_and_refunds_reach_what_the_nets_alone_reach(agreement in agreements()) {
        prop_assert_eq!(totals(&agreement), totals(&at_once(&agreement)));
    }

    #[test]
    fn what_was_taken_back_leaves_nothing_behind(agreement in agreements()) {
        let (taken_back, nothing) = taken_back(&agreement);
        prop_assert_eq!(totals(&taken_back), totals(&nothing));
    }
}
