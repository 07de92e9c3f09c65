//! [`steps`]: how a line was worked out, read from the proof of its statement.

use super::escalator_factor::FACTOR;
use super::line::{Line, LineKind};
use super::notes::grouped;
use super::statement::Statement;
use crate::explain::{Explanation, Node, Op, Value};
use crate::money::{Exact, Money};
use crate::ratio::Ratio;
use crate::rounding::Rounding;
use crate::text::as_one_word;

/// One step of a line, in words.
pub(super) struct Step {
    pub(super) words: String,
    pub(super) value: String,
}

impl Step {
    fn new(words: String, value: &Value) -> Self {
        let value = shown(value);
        Self { words, value }
    }
}

/// A value without its currency, as all other figures of a paper; what comes to whole minor units
/// as money.
fn shown(value: &Value) -> String {
    let money = match value {
        Value::Money(money) => Some(*money),
        Value::Exact(exact) => in_minor(*exact),
        _ => None,
    };
    let plain = || value.to_string().split(' ').next().map(str::to_owned);
    money.map(grouped).or_else(plain).unwrap_or_default()
}

/// An exact amount of whole minor units.
fn in_minor(exact: Exact) -> Option<Money> {
    let money = exact.round(Rounding::Down).ok()?;
    (Exact::from(money) == exact).then_some(money)
}

/// Whether an explanation speaks of the statement of this number that closes so.
pub(super) fn is_of(explanation: &Explanation, statement: &Statement) -> bool {
    let proof = Proof(explanation);
    let proves = |place: &str, value: Value| {
        let position = explanation.results().get(place);
        let node = position.and_then(|position| proof.node(*position));
        node.is_some_and(|node| *node.value() == value)
    };
    proves("/statement/no", Ratio::from(statement.no()).into())
        && proves("/statement/closing", statement.closing().into())
}

/// What a line was measured on before and now, the tiers that pay it, and what rounding did.
///
/// Nothing if the explanation proves another amount in this place, or none.
pub(super) fn steps(explanation: &Explanation, statement: &Statement, index: usize) -> Vec<Step> {
    let (proof, version) = (Proof(explanation), statement.version());
    let Some(line) = statement.lines().get(index) else {
        return Vec::new();
    };
    let place = format!("/statement/lines/{index}/amount");
    let position = explanation.results().get(&place).copied();
    let proved = position.and_then(|position| Some((position, proof.node(position)?)));
    let Some((position, mut node)) = proved.filter(|(_, node)| *node.value() == line.amount.into())
    else {
        return Vec::new();
    };
    let mut steps = match line.kind {
        LineKind::Item | LineKind::Surcharge => {
            proof.measures(line, version, &proof.below(position))
        }
        _ => Vec::new(),
    };
    // What the payee owes is turned round at the end.
    let mut turned = None;
    let mut position = position;
    if let (Op::Negate, [owed]) = (node.op(), node.args()) {
        if let Some(other) = proof.node(*owed) {
            turned = Some(Step::new(node.label().to_owned(), node.value()));
            (position, node) = (*owed, other);
        }
    }
    // A line is a target less what is booked, and a target what a rounded value is now.
    let nothing = Value::Money(Money::zero(line.amount.currency()));
    let mut booked = Vec::new();
    let mut at = position;
    while let (Op::Difference, [first, second]) = (node.op(), node.args()) {
        let (Some(target), Some(less), true) =
            (proof.node(*first), proof.node(*second), *first < at)
        else {
            break;
        };
        if *less.value() != nothing {
            let words = format!("less {}", less.label());
            booked.push(Step::new(words, less.value()));
        }
        (at, node) = (*first, target);
    }
    if let (Op::Round { .. }, [exact]) = (node.op(), node.args()) {
        steps.extend(proof.rated(&proof.below(*exact)));
        if let Some(exact) = proof.node(*exact) {
            steps.extend(rounding(exact.value(), node.value()));
        }
    }
    // A target that stands alone is the line itself.
    if !booked.is_empty() && *node.value() != nothing {
        booked.reverse();
        steps.push(Step::new(node.label().to_owned(), node.value()));
        steps.append(&mut booked);
    }
    steps.extend(turned);
    steps
}

/// What an exact value lost or won when it was rounded, if it did.
fn rounding(exact: &Value, rounded: &Value) -> Vec<Step> {
    let amount = |value: &Value| match value {
        Value::Money(money) => Some(Exact::from(*money)),
        Value::Exact(exact) => Some(*exact),
        _ => None,
    };
    let residue = amount(rounded)
        .zip(amount(exact))
        .and_then(|(rounded, exact)| rounded.checked_sub(exact).ok())
        .filter(|residue| !residue.major().is_zero());
    residue.map_or_else(Vec::new, |residue| {
        vec![
            Step::new("before rounding".to_owned(), exact),
            Step::new("rounding".to_owned(), &Value::Exact(residue)),
        ]
    })
}

/// A part of a JSON pointer without its escapes.
fn plain(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// A proof as its lines are read.
struct Proof<'a>(&'a Explanation);

impl<'a> Proof<'a> {
    fn node(&self, position: usize) -> Option<&'a Node> {
        self.0.nodes().get(position)
    }

    /// The steps that one needs, itself included, first to last; of an `if` the branch it chose.
    fn below(&self, position: usize) -> Vec<usize> {
        let mut needed = vec![false; self.0.nodes().len()];
        let mut open = vec![position];
        while let Some(position) = open.pop() {
            let Some((node, mark)) = self.node(position).zip(needed.get_mut(position)) else {
                continue;
            };
            if std::mem::replace(mark, true) {
                continue;
            }
            let chosen = match (node.op(), node.args()) {
                (Op::If, [flag, then, otherwise]) => {
                    let flag = self.node(*flag).map(Node::value);
                    vec![if flag == Some(&Value::Flag(true)) {
                        *then
                    } else {
                        *otherwise
                    }]
                }
                _ => node.args().to_vec(),
            };
            open.extend(chosen);
        }
        let needed = needed.into_iter().enumerate();
        needed
            .filter_map(|(position, needed)| needed.then_some(position))
            .collect()
    }

    /// The streams of the ledgers of a line, before the statement and now; those of a version that
    /// is not the present one say so.
    fn measures(&self, line: &Line, version: u32, needed: &[usize]) -> Vec<Step> {
        let item = line.reference.split('/').next().unwrap_or_default();
        let window = line.window.map(|window| window.to_string());
        let mut steps = Vec::new();
        for (result, position) in self.0.results() {
            let place = result.strip_prefix("/state/ledgers/");
            let Some((ledger, place)) = place.and_then(|place| place.split_once("/own/")) else {
                continue;
            };
            let ledger = plain(ledger);
            let parts: Vec<&str> = ledger.splitn(3, '/').collect();
            let [of, rated_by, over] = parts.as_slice() else {
                continue;
            };
            if *of != item || window.as_deref() != Some(*over) {
                continue;
            }
            let rated_by = match rated_by.parse::<u32>() {
                Ok(by) if by == version => String::new(),
                _ => format!(" under version {rated_by}"),
            };
            let (Some(now), Some((stream, field)), Ok(_)) = (
                self.node(*position),
                place.rsplit_once('/'),
                needed.binary_search(position),
            ) else {
                continue;
            };
            let stream = as_one_word(&plain(stream));
            let units = if field == "units" { "units of " } else { "" };
            let from = |node: &&Node| {
                let Op::Input { from } = node.op() else {
                    return false;
                };
                from.document() == "state" && result.strip_prefix("/state") == Some(from.pointer())
            };
            let mut nodes = self.0.nodes().iter();
            if let Some(before) = nodes.find(from) {
                let words = format!("{units}{stream} before{rated_by}");
                steps.push(Step::new(words, before.value()));
            }
            let words = format!("{units}{stream} now{rated_by}");
            steps.push(Step::new(words, now.value()));
        }
        steps
    }

    /// What rates and prices of the terms come to, each with what it is applied to, and the fixed
    /// amounts of the terms that are paid as they stand.
    fn rated(&self, needed: &[usize]) -> Vec<Step> {
        let nodes = || {
            let nodes = needed.iter().copied();
            nodes.filter_map(|position| Some((position, self.node(position)?)))
        };
        let products = nodes().filter(|(_, node)| matches!(node.op(), Op::Product));
        let mut multiplied: Vec<usize> = products
            .flat_map(|(_, node)| node.args().to_vec())
            .collect();
        multiplied.sort_unstable();
        let mut steps = Vec::new();
        for (position, node) in nodes() {
            steps.extend(match (node.op(), node.args()) {
                (Op::Product, [first, second]) => self.product(node, *first, *second),
                _ if multiplied.binary_search(&position).is_ok() => None,
                _ => of_terms(node, &["flat", "fee", "pay", "fixed/amount"])
                    .map(|tier| Step::new(format!("{}{tier}", node.label()), node.value())),
            });
        }
        steps
    }

    /// A product of something that the terms say.
    fn product(&self, node: &Node, first: usize, second: usize) -> Option<Step> {
        let (first, second) = (self.node(first)?, self.node(second)?);
        let is_amount = !matches!(node.value(), Value::Ratio(_));
        let risen = |node: &Node| {
            let factor = is_amount && node.label().starts_with(FACTOR);
            factor.then(|| format!(" by the {}", node.label()))
        };
        let said = |node| {
            let terms = of_terms(node, &["rate", "price", "markup", "pay"]);
            terms.or_else(|| risen(node))
        };
        let (rate, tier, of) = match said(first) {
            Some(tier) => (first, tier, second),
            None => (second, said(second)?, first),
        };
        let (of, applied) = (shown(of.value()), rate_text(rate.value()));
        let sum = match rate.value() {
            Value::Ratio(_) => format!("{applied} of {of}"),
            _ => format!("{of} at {applied}"),
        };
        let words = format!("{}{tier}: {sum}", node.label());
        Some(Step::new(words, node.value()))
    }
}

/// The tier of a field of the terms that has one of these names, in words; empty if it has none.
fn of_terms(node: &Node, fields: &[&str]) -> Option<String> {
    let Op::Input { from } = node.op() else {
        return None;
    };
    let place = |field: &&str| from.pointer().strip_suffix(*field)?.strip_suffix('/');
    let place = fields.iter().find_map(place)?;
    if from.document() != "terms" {
        return None;
    }
    let tier = place.rsplit_once("/tiers/").map(|(_, tier)| tier);
    let tier = tier.and_then(|tier| tier.parse::<u32>().ok());
    Some(tier.map_or_else(String::new, |tier| {
        format!(", tier {}", tier.saturating_add(1))
    }))
}

/// A rate as a percentage where that ends, and a price as an amount.
fn rate_text(rate: &Value) -> String {
    let Value::Ratio(ratio) = rate else {
        return shown(rate);
    };
    let percent = ratio.checked_mul(Ratio::from_integer(100));
    match percent.map(|percent| Value::Ratio(percent).to_string()) {
        Ok(percent) if !percent.contains('/') => format!("{percent}%"),
        _ => ratio.to_string(),
    }
}
