//! The ratios of explanations (spec/explain.md 8).

use std::fmt::Write as _;
use std::hint::black_box;

use partnership::explain::{DivideRule, Explanation, Proof, Step};
use partnership::{Currency, Money, PartyId, Ratio, Rounding};

use crate::measure::{Numbers, Way, interleave, line};

/// Prints how checking stands to parsing and building to writing, for one statement and for many
/// lines.
pub fn report() {
    println!("explanations: check against parse, build against write");
    for lines in [1, 100, 10_000] {
        statement(lines);
    }
}

fn statement(lines: usize) {
    let mut numbers = Numbers(11);
    let sales: Vec<Sale> = (0..lines).map(|at| Sale::of(at, &mut numbers)).collect();
    let explanation = build(&sales);
    let json = serde_json::to_string(&explanation).unwrap();
    let mut ways = [
        Way::new("parse", || {
            black_box(serde_json::from_str::<Explanation>(black_box(&json)).unwrap());
        }),
        Way::new("check", || {
            black_box(black_box(&explanation).check().unwrap());
        }),
        Way::new("write", || {
            black_box(serde_json::to_string(black_box(&explanation)).unwrap());
        }),
        Way::new("build", || {
            black_box(build(black_box(&sales)));
        }),
        Way::new("text", || {
            black_box(black_box(&explanation).text());
        }),
    ];
    let times = interleave(&mut ways);
    let nodes = u128::try_from(explanation.nodes().len()).unwrap_or(1);
    let name = |what: &str| format!("{lines:>9}  {what}");
    line(&name("parse"), times[0], times[0], nodes, None);
    line(&name("check"), times[1], times[0], nodes, Some(300));
    line(&name("write"), times[2], times[2], nodes, None);
    line(&name("build"), times[3], times[2], nodes, Some(300));
    line(&name("text"), times[4], times[2], nodes, None);
}

/// What one line of a statement is made of, with its places in the papers.
struct Sale {
    amount: (String, Money),
    refunds: (String, Money),
    rate: (String, Ratio),
    weights: Vec<(String, Ratio)>,
    among: Vec<PartyId>,
    line: String,
}

impl Sale {
    fn of(at: usize, numbers: &mut Numbers) -> Self {
        let mut usd = |limit| {
            let minor = i64::try_from(numbers.below(limit)).unwrap_or(0);
            Money::from_minor(minor, Currency::USD)
        };
        let (amount, refunds) = (usd(100_000_000), usd(1_000_000));
        let place = |name: &str| {
            let mut pointer = String::new();
            let _ = write!(pointer, "/totals/{at}/{name}");
            pointer
        };
        Self {
            amount: (place("amount"), amount),
            refunds: (place("refunds"), refunds),
            rate: (
                format!("/versions/0/items/{}/rate", at % 7),
                Ratio::from_percent(10),
            ),
            weights: [(18, "ana"), (7, "ben")]
                .map(|(weight, party)| {
                    (format!("/shares/{party}"), Ratio::new(weight, 25).unwrap())
                })
                .into(),
            among: ["ana", "ben"]
                .map(|party| PartyId::new(party).unwrap())
                .into(),
            line: format!("/statement/lines/{at}/amount"),
        }
    }

    fn prove(&self, proof: &mut Proof) {
        let amount = proof
            .input("activity", &self.amount.0, self.amount.1, "sales")
            .unwrap();
        let refunds = proof
            .input("activity", &self.refunds.0, self.refunds.1, "refunds")
            .unwrap();
        let net = proof.difference(amount, refunds, "net sales").unwrap();
        let rate = proof
            .input("terms", &self.rate.0, self.rate.1, "rate")
            .unwrap();
        let share = proof.product(&[rate, net], "share of net sales").unwrap();
        let due = proof
            .round(
                share,
                Rounding::HalfAwayFromZero,
                None,
                None,
                "sales share, February",
            )
            .unwrap();
        let weights = self.weights.iter();
        let weights: Vec<Step> = weights
            .map(|(pointer, weight)| proof.input("split", pointer, *weight, "share").unwrap())
            .collect();
        let rule = DivideRule::LargestRemainder { key: None };
        let parts = proof
            .divide(rule, &self.among, due, &weights, None, "line divided")
            .unwrap();
        let part = proof.part(parts, &self.among[0], "ana's part").unwrap();
        proof.result(&self.line, part);
    }
}

fn build(sales: &[Sale]) -> Explanation {
    let mut proof = Proof::new();
    for sale in sales {
        sale.prove(&mut proof);
    }
    proof.finish()
}
