//! Random explanations that are right: leaves of random papers and steps that the builder computes.

use chrono::NaiveDate;
use partnership::allocate::{ClaimsRule, InstallmentPolicy};
use partnership::explain::{
    CalendarRule, DivideRule, Documents, Explanation, Parts, Proof, Relation, Step, Value, Which,
};
use partnership::time::{DueRule, Roll};
use partnership::{Currency, Exact, Money, PartyId, Ratio, Rounding};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

/// An explanation with the papers and the result that it speaks of.
#[derive(Clone, Debug)]
pub struct Made {
    pub explanation: Explanation,
    pub papers: Json,
    pub result: Json,
}

impl Made {
    pub fn documents(&self) -> Documents {
        Documents::new()
            .with("papers", self.papers.clone())
            .in_full("papers")
    }
}

pub fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

fn money() -> impl Strategy<Value = Money> {
    prop_oneof![
        select(vec![
            0,
            1,
            -1,
            2,
            3,
            99,
            100,
            101,
            -5_000,
            i64::MAX,
            i64::MIN
        ])
        .prop_map(usd),
        (-100_000_i64..100_000).prop_map(usd),
        (0_i64..1_000).prop_map(|minor| Money::from_minor(minor, Currency::JPY)),
    ]
}

pub fn ratio() -> impl Strategy<Value = Ratio> {
    prop_oneof![
        select(vec![
            "0", "1", "-1", "1/2", "1/3", "-5/2", "10", "1/10", "7/25", "18/25"
        ])
        .prop_map(|text| text.parse().unwrap()),
        (-1_000_i128..1_000, 1_i128..60).prop_map(|(p, q)| Ratio::new(p, q).unwrap()),
        (0_i64..20).prop_map(Ratio::from),
    ]
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (2023_i32..2028, 1_u32..=12, 1_u32..=31).prop_filter_map("a day", |(year, month, day)| {
        NaiveDate::from_ymd_opt(year, month, day)
    })
}

/// What stands in a paper.
pub fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => money().prop_map(Value::Money),
        1 => ratio().prop_map(|major| Value::Exact(Exact::new(major, Currency::USD))),
        4 => ratio().prop_map(Value::Ratio),
        2 => date().prop_map(Value::Date),
        2 => any::<bool>().prop_map(Value::Flag),
        2 => select(vec!["fit", "half_even", "up", "2026-01-01..2026-02-01", "front_loaded"])
            .prop_map(Value::from),
        1 => vec(-500_i64..500, 0..3).prop_map(|parts| {
            let parts = parts.into_iter().enumerate();
            Value::Parts(Parts::Money(parts.map(|(at, part)| (party(at), usd(part))).collect()))
        }),
    ]
}

pub fn party(at: usize) -> PartyId {
    PartyId::new(["ana", "ben", "cem", "dia"][at % 4]).unwrap()
}

/// What is done next: a number for the operator, and numbers for args and parameters.
pub type Instruction = (u8, [prop::sample::Index; 4], u8);

fn instruction() -> impl Strategy<Value = Instruction> {
    (any::<u8>(), any::<[prop::sample::Index; 4]>(), any::<u8>())
}

/// A value as it stands in a document.
pub fn in_paper(value: &Value) -> Json {
    let written = serde_json::to_value(value).unwrap();
    written
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone()
}

/// Whether a result document can hold the value as a figure of its own: an exact amount of whole
/// units is written as money is, and money alone proves that.
fn is_figure(value: &Value) -> bool {
    match value {
        Value::Exact(exact) => exact.to_string().parse::<Money>().is_err(),
        Value::Parts(Parts::Exact(_)) => false,
        _ => true,
    }
}

pub fn made() -> impl Strategy<Value = Made> {
    made_of(vec(leaf(), 3..12), vec(instruction(), 1..90))
}

fn made_of(
    leaves: impl Strategy<Value = Vec<Value>>,
    instructions: impl Strategy<Value = Vec<Instruction>>,
) -> impl Strategy<Value = Made> {
    (leaves, instructions).prop_map(|(leaves, instructions)| {
        let mut proof = Proof::new();
        let mut steps = Vec::new();
        let mut papers = Vec::new();
        for (at, leaf) in leaves.iter().enumerate() {
            papers.push(in_paper(leaf));
            let label = if at % 2 == 0 { "leaf" } else { "" };
            steps.push(
                proof
                    .input("papers", &format!("/{at}"), leaf.clone(), label)
                    .unwrap(),
            );
        }
        let before = steps.len();
        for instruction in &instructions {
            // What does not work out is left out: the builder refuses it.
            if let Some(step) = follow(&mut proof, &steps, instruction) {
                steps.push(step);
            }
        }
        let mut result = Map::new();
        for (count, step) in steps.iter().skip(before).rev().enumerate() {
            let value = proof.value(*step);
            if count % 3 == 0 && is_figure(value) {
                let key = format!("figure {count}");
                result.insert(key.clone(), in_paper(value));
                proof.result(&format!("/{key}"), *step);
            }
        }
        if result.is_empty() {
            let nothing = proof.default("papers", "/none", usd(0), "nothing").unwrap();
            result.insert("nothing".to_owned(), json!("0.00 USD"));
            proof.result("/nothing", nothing);
        }
        Made {
            explanation: proof.finish(),
            papers: Json::Array(papers),
            result: Json::Object(result),
        }
    })
}

/// Every step of one kind, starting somewhere.
fn all_like(proof: &Proof, steps: &[Step], like: Step, most: usize) -> Vec<Step> {
    let kind = std::mem::discriminant(proof.value(like));
    let alike = steps
        .iter()
        .copied()
        .filter(|step| std::mem::discriminant(proof.value(*step)) == kind);
    alike.take(most).collect()
}

#[expect(clippy::too_many_lines, reason = "one line for each operator")]
fn follow(proof: &mut Proof, steps: &[Step], (op, picks, extra): &Instruction) -> Option<Step> {
    let [a, b, c, _] = picks.map(|pick| *pick.get(steps));
    // Most operators take values of one kind.
    let like = |step: Step, pick: prop::sample::Index| {
        let alike = all_like(proof, steps, step, steps.len());
        *pick.get(&alike)
    };
    let (same, too) = (like(a, picks[1]), like(a, picks[2]));
    let of = |wanted: &Value, pick: prop::sample::Index| {
        let wanted = std::mem::discriminant(wanted);
        let fit = |step: &Step| std::mem::discriminant(proof.value(*step)) == wanted;
        let fitting: Vec<Step> = steps.iter().copied().filter(fit).collect();
        if fitting.is_empty() {
            a
        } else {
            *pick.get(&fitting)
        }
    };
    let flag = of(&Value::Flag(true), picks[0]);
    let text = of(&Value::Text(String::new()), picks[0]);
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).map(Value::Date)?;
    let (from, to) = (of(&day, picks[2]), of(&day, picks[3]));
    let rounding = Rounding::ALL[usize::from(*extra) % 6];
    let few = usize::from(extra % 4);
    let relations = [
        Relation::Less,
        Relation::AtMost,
        Relation::Equal,
        Relation::AtLeast,
        Relation::More,
    ];
    let step = match op % 24 {
        0 => proof.sum(&[a, same, too][..few.min(3)], usd(0), "sum"),
        1 => proof.sum(&all_like(proof, steps, a, 9), Ratio::ZERO, ""),
        2 => proof.difference(a, same, "difference"),
        3 => proof.negate(a, ""),
        4 => proof.product(&[a, b], "product"),
        5 => proof.product(&[a, b, c][..few.clamp(1, 3)], ""),
        6 => proof.quotient(a, b, "quotient"),
        7 => proof.smallest(&all_like(proof, steps, a, few + 1), "smallest"),
        8 => proof.largest(&all_like(proof, steps, a, few + 1), ""),
        9 => proof.whole(a, rounding, None, None, "whole"),
        10 => proof.whole(
            a,
            rounding,
            Some(Ratio::new(5, 3).ok()?),
            by(proof, steps, rounding),
            "",
        ),
        11 => proof.round(a, rounding, None, by(proof, steps, rounding), "rounded"),
        12 => proof.round(a, rounding, Some(usd(5)), None, ""),
        13 => proof.end(text, [Which::From, Which::To, Which::Last][few % 3], "end"),
        14 => proof.compare(a, same, relations[usize::from(*extra) % 5], "compare"),
        15 => proof.all(&all_like(proof, steps, flag, few), ""),
        16 => proof.any(&all_like(proof, steps, flag, few), "any"),
        17 => proof.not(flag, ""),
        18 => {
            let otherwise = all_like(proof, steps, b, steps.len());
            proof.choose(flag, b, *picks[2].get(&otherwise), "choice")
        }
        19 => proof.days(from, to, "days"),
        20 => {
            let name = proof.text("fit", "").ok()?;
            proof.compare(text, name, Relation::Equal, "")
        }
        21 => divide(proof, steps, a, *extra),
        22 => {
            let parts = divide(proof, steps, a, *extra).ok()?;
            let of = if extra % 9 == 8 {
                PartyId::new("1").ok()?
            } else {
                party(few)
            };
            proof.part(parts, &of, "part")
        }
        _ => {
            let span = ["1m", "10d", "3bd"][few % 3].parse().ok()?;
            let rules = [
                CalendarRule::Add(span),
                CalendarRule::Roll(Roll::Following),
                CalendarRule::Due {
                    rule: DueRule::After(span),
                    roll: Roll::Preceding,
                },
                CalendarRule::BusinessDays {},
                CalendarRule::ThirtyDays {},
            ];
            let rule = rules[usize::from(*extra) % 5];
            let both = [from, to];
            proof.calendar(
                rule,
                if extra % 5 < 3 { &both[1..] } else { &both },
                "calendar",
            )
        }
    };
    step.ok()
}

/// A step that names the rounding, if there is one.
fn by(proof: &Proof, steps: &[Step], rounding: Rounding) -> Option<Step> {
    let name = Value::from(rounding.name());
    steps
        .iter()
        .copied()
        .find(|step| *proof.value(*step) == name)
}

fn divide(
    proof: &mut Proof,
    steps: &[Step],
    total: Step,
    extra: u8,
) -> Result<Step, partnership::explain::ExplainError> {
    let is_money = |proof: &Proof, step: &Step| {
        matches!(proof.value(*step), Value::Money(money)
            if money.currency() == Currency::USD && !money.is_negative())
    };
    let is_ratio = |proof: &Proof, step: &Step| matches!(proof.value(*step), Value::Ratio(ratio) if !ratio.is_negative());
    let rule = match extra % 9 {
        0 | 1 => DivideRule::LargestRemainder {
            key: (extra > 99).then_some(extra.into()),
        },
        2 => DivideRule::EachAlone {
            rounding: Rounding::HalfEven,
        },
        3 | 4 => DivideRule::Claims {
            rule: ClaimsRule::Talmud,
            exact: extra > 99,
        },
        5 => DivideRule::Claims {
            rule: ClaimsRule::EqualLosses,
            exact: false,
        },
        6 => DivideRule::Claims {
            rule: ClaimsRule::Proportional,
            exact: extra > 99,
        },
        7 => DivideRule::Claims {
            rule: ClaimsRule::InOrder,
            exact: false,
        },
        _ => DivideRule::Installments {
            policy: InstallmentPolicy::FrontLoaded,
        },
    };
    let fits = |step: &&Step| match rule {
        DivideRule::Claims { .. } => is_money(proof, step),
        _ => is_ratio(proof, step),
    };
    let each: Vec<Step> = steps.iter().filter(fits).copied().take(3).collect();
    let mut among: Vec<PartyId> = (0..each.len()).map(party).collect();
    if matches!(rule, DivideRule::Installments { .. }) {
        among = (1..=each.len())
            .map(|n| PartyId::new(&n.to_string()).unwrap())
            .collect();
    }
    proof.divide(rule, &among, total, &each, None, "division")
}

/// The papers with one leaf of them changed so that it reads as another value.
pub fn changed(json: &Json) -> Json {
    match json {
        Json::Bool(flag) => json!(!flag),
        Json::String(text) => match text.find(|c: char| c.is_ascii_digit()) {
            // The first digit counts in every kind of value.
            Some(at) if !text.starts_with('2') || text.contains(' ') => {
                let digit = if &text[at..=at] == "9" { "8" } else { "9" };
                json!(format!("{}{digit}{}", &text[..at], &text[at + 1..]))
            }
            _ => json!(format!("{text}x")),
        },
        Json::Object(parts) if parts.is_empty() => json!({"ana": "1.00 USD"}),
        Json::Object(parts) => {
            let change = |(key, part): (&String, &Json)| (key.clone(), changed(part));
            Json::Object(parts.iter().map(change).collect())
        }
        _ => json!("x"),
    }
}
