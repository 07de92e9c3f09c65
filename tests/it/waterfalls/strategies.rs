//! Random waterfalls and pools, as the cases write them.

use proptest::prelude::*;
use serde_json::{Value, json};

const PARTIES: [&str; 4] = ["a", "b", "c", "d"];

fn cents(range: std::ops::Range<i64>) -> impl Strategy<Value = String> {
    range.prop_map(|cents| {
        let sign = if cents < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
    })
}

fn weights() -> impl Strategy<Value = Value> {
    let weight = prop_oneof![Just(0_u32), Just(1), Just(1), 1..8_u32, Just(33_u32)];
    let weights = prop::collection::vec(weight, PARTIES.len());
    weights.prop_map(|mut weights| {
        if weights.iter().all(|weight| *weight == 0) {
            weights[0] = 1;
        }
        let parties = PARTIES.iter().zip(weights);
        let listed =
            parties.map(|(party, weight)| ((*party).to_owned(), json!(weight.to_string())));
        Value::Object(listed.collect())
    })
}

fn claims() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(0..PARTIES.len(), cents(0..700), 1..4).prop_map(|claims| {
        let listed = claims.into_iter();
        let listed = listed.map(|(at, claim)| (PARTIES[at].to_owned(), json!(claim)));
        Value::Object(listed.collect())
    })
}

fn rate() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["0", "10%", "1/3", "1/7", "15%", "1", "33.33%"])
}

fn rule() -> impl Strategy<Value = &'static str> {
    let rules = [
        "proportional",
        "equal_awards",
        "equal_losses",
        "talmud",
        "in_order",
    ];
    prop::sample::select(rules.to_vec())
}

fn recoup(group: Value) -> impl Strategy<Value = Value> {
    let multiple = prop::sample::select(vec!["1", "1", "120%", "1/3", "0"]);
    (claims(), rule(), multiple).prop_map(move |(claims, rule, multiple)| {
        json!({"kind": "recoup", "claims": claims, "rule": rule, "multiple": multiple,
            "group": group})
    })
}

fn tier() -> impl Strategy<Value = Value> {
    let off = (weights(), rate(), prop::option::of(cents(0..500)));
    let off = off.prop_map(
        |(to, rate, cap)| json!({"kind": "off_the_top", "to": to, "rate": rate, "cap": cap}),
    );
    let until = (weights(), cents(0..900));
    let until =
        until.prop_map(|(split, cap)| json!({"kind": "share_until", "split": split, "cap": cap}));
    let party = (
        weights(),
        cents(0..500),
        prop::sample::select(PARTIES.to_vec()),
    );
    let party = party.prop_map(|(mut split, amount, party)| {
        if split[party] == "0" {
            split[party] = json!("2");
        }
        json!({"kind": "share_until_party", "split": split, "party": party, "amount": amount,
            "counting": "all_tiers"})
    });
    let preferred = (
        prop::sample::select(vec!["8%", "10%", "1/7", "0", "150%"]),
        prop::sample::select(vec!["simple", "yearly"]),
        prop::sample::select(vec!["act365", "act360", "thirty360"]),
        prop::sample::select(vec![
            "proportional",
            "equal_awards",
            "equal_losses",
            "in_order",
        ]),
    );
    let preferred = preferred.prop_map(|(rate, compounding, day_count, rule)| {
        json!({"kind": "preferred", "on": 0, "rate": rate, "compounding": compounding,
            "day_count": day_count, "rule": rule})
    });
    let caught = prop::sample::select(vec![
        ("1", "20%"),
        ("80%", "20%"),
        ("1/2", "0"),
        ("50%", "1/3"),
    ]);
    let caught = (caught, prop::sample::select(PARTIES.to_vec()), weights());
    let caught = caught.prop_map(|((share, target), party, others)| {
        json!({"kind": "catch_up", "party": party, "share": share, "target": target,
            "others": others})
    });
    prop_oneof![recoup(Value::Null), off, until, party, preferred, caught]
}

/// Tiers as they may stand: what is waited for does not move, and who catches up has a return
/// above, which stands on a recoup tier.
fn sound(tiers: Vec<Value>) -> (Vec<Value>, bool) {
    let mut sound: Vec<Value> = Vec::new();
    let recoup = tiers.iter().position(|tier| tier["kind"] == "recoup");
    let mut returns = Vec::new();
    let mut moves = false;
    for mut tier in tiers {
        match tier["kind"].as_str().unwrap() {
            "preferred" if recoup.is_none() => continue,
            "preferred" => {
                returns.push(sound.len());
                moves = true;
            }
            "catch_up" if returns.is_empty() => continue,
            "share_until_party" if moves => tier["counting"] = json!("this_tier"),
            "off_the_top" => moves = true,
            _ => {}
        }
        sound.push(tier);
    }
    let on = sound.iter().position(|tier| tier["kind"] == "recoup");
    for at in &returns {
        sound[*at]["on"] = json!(on);
    }
    (sound, !returns.is_empty())
}

prop_compose! {
    /// Amounts with refunds, and days between them.
    fn receipts()(
        receipts in prop::collection::vec(
            (prop_oneof![3 => cents(0..900), 1 => cents(-600..0), 1 => Just("0.01".to_owned())],
             prop_oneof![Just(0_i64), 1..400_i64, Just(365)]),
            1..9,
        )
    ) -> Vec<(String, i64)> {
        receipts
    }
}

prop_compose! {
    pub fn waterfall()(
        tiers in prop::collection::vec(tier(), 1..6),
        split in weights(),
        open: bool,
        high_water in prop::bool::weighted(0.25),
        receipts in receipts(),
        anchor in prop::sample::select(vec!["2020-02-29", "2021-01-31", "2023-12-31", "2021-01-01"]),
    ) -> Value {
        let (mut tiers, dated) = sound(tiers);
        let open = open && !tiers.is_empty();
        if !open {
            tiers.push(json!({"kind": "residual", "split": split}));
        }
        let receipts = dates(anchor, receipts, dated);
        json!({"currency": "USD", "parties": ["d", "a", "c", "b"], "tiers": tiers,
            "anchor": dated.then_some(anchor), "open": open, "receipts": receipts,
            "correction": if high_water { "high_water" } else { "restate" }})
    }
}

fn dates(anchor: &str, receipts: Vec<(String, i64)>, dated: bool) -> Vec<Value> {
    let mut day: chrono::NaiveDate = anchor.parse().unwrap();
    let mut all = Vec::new();
    for (amount, days) in receipts {
        day += chrono::TimeDelta::days(days);
        let on = dated.then(|| day.to_string());
        all.push(json!({"on": on, "amount": amount}));
    }
    all
}

prop_compose! {
    pub fn pools()(
        shared in recoup(json!("budget")),
        first in prop::collection::vec(tier(), 0..3),
        second in prop::collection::vec(tier(), 0..3),
        splits in (weights(), weights()),
        receipts in receipts(),
        order in prop::collection::vec(any::<bool>(), 9),
        anchor in prop::sample::select(vec!["2020-02-29", "2021-01-31"]),
    ) -> Value {
        let pool = |tiers: Vec<Value>, split: &Value| {
            let tiers = std::iter::once(shared.clone()).chain(tiers);
            let (mut tiers, dated) = sound(tiers.collect());
            tiers.push(json!({"kind": "residual", "split": split}));
            (tiers, dated)
        };
        let (cinema, tv) = (pool(first, &splits.0), pool(second, &splits.1));
        let dated = cinema.1 || tv.1;
        let mut receipts = dates(anchor, receipts, dated);
        for (receipt, first) in receipts.iter_mut().zip(order) {
            receipt["pool"] = json!(if first { "cinema" } else { "tv" });
        }
        let pool = |(tiers, dated): (Vec<Value>, bool)| {
            json!({"tiers": tiers, "anchor": dated.then_some(anchor), "open": false})
        };
        json!({"currency": "USD", "parties": PARTIES, "correction": "restate",
            "pools": {"cinema": pool(cinema), "tv": pool(tv)}, "receipts": receipts})
    }
}

prop_compose! {
    /// Terms that depend on the sum of all receipts alone: no return accrues.
    pub fn fixed_terms()(
        tiers in prop::collection::vec(tier(), 0..6),
        split in weights(),
        high_water in Just(false),
    ) -> Value {
        let fixed = |tier: &Value| !matches!(tier["kind"].as_str().unwrap(), "preferred" | "catch_up");
        let (mut tiers, _) = sound(tiers.into_iter().filter(fixed).collect());
        tiers.push(json!({"kind": "residual", "split": split}));
        json!({"currency": "USD", "parties": PARTIES, "tiers": tiers, "anchor": null,
            "open": false, "receipts": [],
            "correction": if high_water { "high_water" } else { "restate" }})
    }
}
