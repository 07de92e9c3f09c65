//! [`Proof`]: makes an explanation by computing it.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::compute::{compute, shape};
use super::error::{ExplainError, Fault};
use super::explanation::Explanation;
use super::node::{MAX_ARGS, MAX_LABEL, MAX_NODES, Node, Op};
use super::pointer::{is_pointer, push_token};
use super::value::Value;
use crate::Money;
use crate::text::is_hidden;

/// A step of a [`Proof`]: its position in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(pub(super) usize);

impl Step {
    /// Returns the position, counted from 0.
    pub const fn position(self) -> usize {
        self.0
    }
}

/// Makes an [`Explanation`] step by step, by *computing* every value: nobody tells it one.
///
/// Leaves are told, since they stand in the papers: [`input`](Self::input),
/// [`default`](Self::default), [`constant`](Self::constant) and [`text`](Self::text). Everything
/// else follows by the operators of spec/explain.md 2, through the same engine as
/// [`Explanation::check`]. So an explanation is a second computation of the figure.
///
/// Labels and notes are for people: what is longer than 200 characters is cut, and a hidden
/// character becomes a blank.
///
/// # Examples
///
/// A marginal scale, 10% up to 10,000 and 15% above:
///
/// ```
/// use partnership::explain::{Proof, Value};
/// use partnership::{Currency, Money, Ratio};
///
/// let usd = |cents| Money::from_minor(cents, Currency::USD);
/// let mut proof = Proof::new();
/// let sales = proof.input("activity", "/sales", usd(1_200_000), "sales")?;
/// let bound = proof.input("terms", "/tiers/0/up_to", usd(1_000_000), "first bound")?;
/// let first = proof.input("terms", "/tiers/0/rate", Ratio::from_percent(10), "first rate")?;
/// let above = proof.input("terms", "/tiers/1/rate", Ratio::from_percent(15), "rate above")?;
///
/// let below = proof.smallest(&[sales, bound], "sales up to the bound")?;
/// let over = proof.difference(sales, below, "sales above the bound")?;
/// let low = proof.product(&[first, below], "")?;
/// let high = proof.product(&[above, over], "")?;
/// let due = proof.sum(&[low, high], Money::zero(Currency::USD), "due")?;
/// assert_eq!(proof.value(due).to_string(), "1300 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[doc(alias = "builder")]
pub struct Proof {
    pub(super) nodes: Vec<Node>,
    results: BTreeMap<String, usize>,
    /// The leaves noted so far, by document and pointer.
    pub(super) leaves: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

impl Proof {
    /// Returns a proof without steps.
    pub fn new() -> Self {
        <Self as Default>::default()
    }

    /// Quotes beside a step what the term sheet says.
    pub fn note(&mut self, step: Step, text: &str) {
        if let Some(node) = self.nodes.get_mut(step.0) {
            node.note = Some(tidy(text));
        }
    }

    /// Returns what a step comes to; a step of another proof that is not there is no: `Flag(false)`.
    pub fn value(&self, step: Step) -> &Value {
        self.nodes
            .get(step.0)
            .map_or(&Value::Flag(false), |node| &node.value)
    }

    /// Returns what a step comes to, as money.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`] if it is anything else.
    pub fn money(&self, step: Step) -> Result<Money, ExplainError> {
        match self.value(step) {
            Value::Money(money) => Ok(*money),
            _ => Err(ExplainError::Kind { node: step.0 }),
        }
    }

    /// Says that a step proves the figure at a pointer of the result document.
    ///
    /// A text that is no RFC 6901 pointer counts as the name of a field of the document.
    pub fn result(&mut self, pointer: &str, step: Step) {
        let mut place = String::with_capacity(pointer.len());
        if is_pointer(pointer) {
            place.push_str(pointer);
        } else {
            push_token(&mut place, pointer);
        }
        self.results.insert(place, step.0);
    }

    /// Returns the explanation, with the steps that a result needs.
    pub fn finish(self) -> Explanation {
        Explanation::reduced(self.nodes, self.results)
    }

    /// The error of the step that is about to be noted.
    pub(super) fn fault(&self, fault: Fault) -> ExplainError {
        fault.at(self.nodes.len())
    }

    /// Computes a step and notes it; `given` is a leaf's value, or the zero of an empty sum.
    pub(super) fn push(
        &mut self,
        op: Op,
        args: Vec<usize>,
        given: Option<Value>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let position = self.nodes.len();
        if position >= MAX_NODES || args.len() > MAX_ARGS {
            return Err(ExplainError::TooLong);
        }
        let given = given.unwrap_or(Value::Flag(false));
        let computed = shape(&op, &args, position)
            .and_then(|()| compute(&self.nodes, &op, &args, &given))
            .map_err(|fault| self.fault(fault))?;
        let value = match computed {
            Some(computed) if matches!(op, Op::Default { .. }) && computed != given => {
                return Err(ExplainError::Differs {
                    node: position,
                    written: Box::new(given),
                    computed: Box::new(computed),
                });
            }
            computed => computed.unwrap_or(given),
        };
        if matches!(value, Value::Date(date) if !(1..=9999).contains(&date.year())) {
            return Err(self.fault(Fault::Overflow));
        }
        self.nodes.push(Node {
            op,
            args,
            value,
            label: tidy(label),
            note: None,
        });
        Ok(Step(position))
    }
}

/// A label as it may stand: at most 200 characters, none hidden.
fn tidy(label: &str) -> String {
    let shown = |character| if is_hidden(character) { ' ' } else { character };
    if label.len() <= MAX_LABEL && label.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return label.to_owned();
    }
    label.chars().take(MAX_LABEL).map(shown).collect()
}
