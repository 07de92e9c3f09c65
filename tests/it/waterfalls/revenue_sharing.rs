//! The six documents of a public language for revenue sharing as waterfalls of ours, with their
//! placeholders filled in. A period of theirs is a new state at each start.

use std::collections::BTreeMap;
use std::fs;

use partnership::allocate::ClaimsRule;
use partnership::split::{Receipt, Split, Tier, Waterfall};
use partnership::{Money, Ratio};

use super::{party, proved, usd};
use crate::support::{data, root, say};

/// Their names, and our files.
const DOCUMENTS: [(&str, &str); 6] = [
    ("Best of times, Worst of times", "book.json"),
    ("Abi's Road", "album.json"),
    ("Film distribution share", "stream.json"),
    ("Film income share", "film.json"),
    ("Artists United", "studio.json"),
    ("Dev Camp", "camp.json"),
];

#[track_caller]
fn read(file: &str) -> Waterfall {
    let path = root().join("tests/golden/waterfalls").join(file);
    let text = fs::read_to_string(path).unwrap();
    let waterfall: Waterfall = serde_json::from_str(&text).unwrap();
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::json!(waterfall), written, "{file}");
    waterfall
}

/// What everybody gets of receipts in a row, in party order, without those who get nothing.
#[track_caller]
fn paid(waterfall: &Waterfall, receipts: &[&str]) -> BTreeMap<String, String> {
    let mut state = waterfall.new_state();
    for amount in receipts {
        let receipt = Receipt::undated(amount.parse().unwrap());
        let (after, statement) = waterfall.distribute(&state, receipt).unwrap();
        proved(waterfall, &state, &after, &statement);
        state = after;
    }
    let paid = state.paid().into_iter().filter(|(_, paid)| !paid.is_zero());
    paid.map(|(party, paid)| (party.to_string(), paid.to_string()))
        .collect()
}

#[track_caller]
fn pays<const N: usize>(file: &str, receipts: &[&str], expected: [(&str, &str); N]) {
    let expected = expected.map(|(name, amount)| (name.to_owned(), amount.to_owned()));
    assert_eq!(paid(&read(file), receipts), expected.into(), "{file}");
}

#[test]
fn the_documents_pay_as_they_say() {
    pays(
        "book.json",
        &["39999.00 EUR", "10001.00 EUR"],
        [
            ("Charlene Dickens", "2250.00 EUR"),
            ("Internet Artists Management", "250.00 EUR"),
            ("PRNG House", "47500.00 EUR"),
        ],
    );
    pays(
        "album.json",
        &["1010001.00 EUR"],
        [
            ("Georgie", "250000.00 EUR"),
            ("Georgina Martina", "5000.00 EUR"),
            ("Joan", "250000.00 EUR"),
            ("Orange Records", "5000.00 EUR"),
            ("Paula", "250000.00 EUR"),
            ("Reena", "250000.00 EUR"),
            ("Unicef", "1.00 EUR"),
        ],
    );
    // 3/7 and 4/7 of 0.40 are 17.14 and 22.86 cents.
    pays(
        "stream.json",
        &["1.40 USD"],
        [
            ("Celia Bee Da'mil", "0.70 USD"),
            ("Ocean forest restoration", "0.23 USD"),
            ("Streaming costs", "0.17 USD"),
            ("Website", "0.30 USD"),
        ],
    );
    pays(
        "film.json",
        &["8000.00 USD", "57000.00 USD"],
        [
            ("Cinematographer", "100.00 USD"),
            ("Composer", "100.00 USD"),
            ("Credit Card", "50000.00 USD"),
            ("Deferral", "10000.00 USD"),
            ("Director", "100.00 USD"),
            ("Interest", "4000.00 USD"),
            ("Investor", "250.00 USD"),
            ("Lead actor", "100.00 USD"),
            ("Producer", "250.00 USD"),
            ("Writer", "100.00 USD"),
        ],
    );
    pays(
        "studio.json",
        &["60000.04 USD"],
        [
            ("Annual expenses", "60000.00 USD"),
            ("Chaplin", "0.01 USD"),
            ("Fairbanks", "0.01 USD"),
            ("Griffith", "0.01 USD"),
            ("Pickford", "0.01 USD"),
        ],
    );
    pays(
        "camp.json",
        &["1000 JPY", "400 JPY"],
        [
            ("Charity", "200 JPY"),
            ("Developer 1", "1100 JPY"),
            ("Developer 2", "100 JPY"),
        ],
    );
}

// A is owed 5 and B 10: in proportion 2 and 4 of 6, 4 and 8 of 12; in equal amounts 3 and 3, 5
// and 7.
#[test]
fn both_readings_of_what_is_owed_are_rules_of_ours() {
    for (rule, first, second) in [
        (ClaimsRule::Proportional, [2, 4], [4, 8]),
        (ClaimsRule::EqualAwards, [3, 3], [5, 7]),
    ] {
        let claims = [usd("5.00"), usd("10.00")];
        for (estate, awards) in [("6.00", first), ("12.00", second)] {
            let found = rule.award(usd(estate), &claims).unwrap();
            let awards = awards.map(|major| Money::from_major(major, usd("0").currency()).unwrap());
            assert_eq!(found.awards(), awards);
        }
    }
}

// One transaction is one state: every view of the stream fills the first 0.40 once more.
#[test]
fn a_period_is_a_new_state() {
    let stream = read("stream.json");
    let once = paid(&stream, &["1.00 USD", "1.00 USD"]);
    assert_eq!(once["Streaming costs"], "0.17 USD");
    let twice = [paid(&stream, &["1.00 USD"]), paid(&stream, &["1.00 USD"])];
    assert!(
        twice
            .iter()
            .all(|view| view["Streaming costs"] == "0.17 USD")
    );
}

/// A document as the file has it.
struct Document {
    name: String,
    note: Option<String>,
    steps: Vec<Step>,
}

struct Step {
    kind: String,
    cap: Option<String>,
    payees: Vec<(String, String)>,
}

fn documents(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("- name: ") {
            documents.push(Document {
                name: name.trim_matches('"').to_owned(),
                note: None,
                steps: Vec::new(),
            });
        } else if let Some(note) = line.trim().strip_prefix("note: ") {
            documents.last_mut().unwrap().note = Some(note.trim_matches('"').to_owned());
        } else if let Some(step) = line.trim().strip_prefix("- {type: ") {
            documents.last_mut().unwrap().steps.push(read_step(step));
        }
    }
    documents
}

fn read_step(text: &str) -> Step {
    let (kind, rest) = text.split_once(", ").unwrap();
    let (cap, payees) = match rest.strip_prefix("cap: ") {
        Some(rest) => {
            let (cap, payees) = rest.split_once(", payees: ").unwrap();
            (Some(cap.trim_matches('"').to_owned()), payees)
        }
        None => (None, rest.strip_prefix("payees: ").unwrap()),
    };
    let payees = payees.trim_end_matches('}');
    let payees = payees
        .strip_prefix("[[")
        .unwrap()
        .strip_suffix("]]")
        .unwrap();
    let payee = |payee: &str| {
        let (name, value) = payee.rsplit_once(", ").unwrap();
        (
            name.trim_matches('"').to_owned(),
            value.trim_matches('"').to_owned(),
        )
    };
    Step {
        kind: kind.to_owned(),
        cap,
        payees: payees.split("], [").map(payee).collect(),
    }
}

fn is_placeholder(text: &str) -> bool {
    text.contains('{') || text.contains('N')
}

/// That a split gives every named payee its percent or weight.
fn same_shares(split: &Split, step: &Step) {
    let value = |text: &str| text.parse::<Ratio>().unwrap();
    let whole = match step.kind.as_str() {
        "percent" => value("100"),
        _ => step.payees.iter().fold(Ratio::ZERO, |sum, (_, weight)| {
            sum.checked_add(value(weight)).unwrap()
        }),
    };
    for (name, weight) in &step.payees {
        if name.contains('{') || weight.contains('{') || weight.contains(" / ") {
            continue;
        }
        let share = value(weight).checked_div(whole).unwrap();
        assert_eq!(split.share(&party(name)), Some(share), "{name}");
    }
}

#[test]
fn the_six_documents_are_ours_and_their_contradictions_are_named() {
    let Some(path) = data("rsl_documents.yaml") else {
        return;
    };
    let documents = documents(&fs::read_to_string(path).unwrap());
    assert_eq!(documents.len(), DOCUMENTS.len());
    let mut contradictions = Vec::new();
    for (document, (name, file)) in documents.iter().zip(DOCUMENTS) {
        assert_eq!(document.name, name);
        let ours = read(file);
        assert_eq!(document.steps.len(), ours.terms().tiers.len(), "{name}");
        for (step, tier) in document.steps.iter().zip(&ours.terms().tiers) {
            let currency = ours.terms().currency;
            let money = |text: &str| format!("{text} {currency}").parse::<Money>().unwrap();
            match (step.kind.as_str(), &step.cap, tier) {
                ("fixed", None, Tier::Recoup { claims, rule, .. }) => {
                    assert_eq!(*rule, ClaimsRule::EqualAwards, "{name}");
                    assert_eq!(claims.len(), step.payees.len(), "{name}");
                    for (payee, amount) in &step.payees {
                        if !is_placeholder(payee) && !is_placeholder(amount) {
                            assert_eq!(claims[&party(payee)], money(amount), "{name}");
                        }
                    }
                }
                ("percent" | "ratio", Some(stated), Tier::ShareUntil { split, cap }) => {
                    assert_eq!(*cap, money(stated), "{name}");
                    same_shares(split, step);
                }
                ("percent", None, Tier::Residual { split }) => same_shares(split, step),
                (kind, ..) => panic!("{name}: {kind} is no {}", tier.kind()),
            }
        }
        if let Some(note) = &document.note {
            say(&format!("{name} contradicts itself: {note}"));
            contradictions.push(name);
        }
    }
    // In prose an advance of 10,000 pounds and a cap of 50 cents; we follow the documents.
    assert_eq!(
        contradictions,
        ["Best of times, Worst of times", "Film distribution share"]
    );
}
