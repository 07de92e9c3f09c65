//! `Explanation::check`: recomputing every step from the steps before it.

use super::compute::{compute, shape};
use super::error::ExplainError;
use super::explanation::Explanation;
use super::node::{MAX_ARGS, MAX_NODES, Node, Op};
use super::value::Value;

/// What a check that found nothing wrong counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The steps, all of which follow.
    pub steps: usize,
    /// How many of them are taken on trust by a checker without this crate: dates of a calendar
    /// and constants.
    pub trusted: usize,
}

impl Explanation {
    /// Recomputes every step from the values of its args.
    ///
    /// Needs nothing but the explanation itself: that the leaves stand in the papers is what
    /// `check_against` finds (spec/explain.md 4).
    ///
    /// # Errors
    ///
    /// The first fault in the order of spec/explain.md 6: [`ExplainError::Empty`],
    /// [`ExplainError::TooLong`]; then per step what shows without values; then per step what
    /// shows with them, [`ExplainError::Differs`] last.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use partnership::explain::{Explanation, ExplainError};
    ///
    /// let tampered = r#"{"schema": 1, "nodes": [
    ///     {"op": "input", "from": {"document": "terms", "pointer": "/fee"},
    ///      "value": {"money": "500.00 USD"}},
    ///     {"op": "negate", "args": [0], "value": {"money": "-50.00 USD"}}]}"#;
    /// let explanation: Explanation = serde_json::from_str(tampered).unwrap();
    /// let fault = explanation.check().unwrap_err();
    /// assert!(matches!(fault, ExplainError::Differs { node: 1, .. }));
    /// assert_eq!(fault.to_string(), "step #2 says -50.00 USD, but comes to -500.00 USD");
    /// # }
    /// ```
    pub fn check(&self) -> Result<Checked, ExplainError> {
        self.check_shape()?;
        for (position, node) in self.nodes.iter().enumerate() {
            check_value(&self.nodes, position, node)?;
        }
        let trusted = self
            .nodes
            .iter()
            .filter(|node| is_trusted(&node.op))
            .count();
        Ok(Checked {
            steps: self.nodes.len(),
            trusted,
        })
    }

    /// What shows without values: sizes, indices, numbers of args, parameters.
    fn check_shape(&self) -> Result<(), ExplainError> {
        if self.nodes.is_empty() {
            return Err(ExplainError::Empty);
        }
        let long = |node: &Node| node.args.len() > MAX_ARGS;
        if self.nodes.len() > MAX_NODES || self.nodes.iter().any(long) {
            return Err(ExplainError::TooLong);
        }
        for (position, node) in self.nodes.iter().enumerate() {
            shape(&node.op, &node.args, position).map_err(|fault| fault.at(position))?;
        }
        match self
            .results
            .values()
            .find(|node| **node >= self.nodes.len())
        {
            Some(node) => Err(ExplainError::BadIndex { node: *node }),
            None => Ok(()),
        }
    }
}

/// Whether a checker without this crate takes the step on trust.
pub(super) const fn is_trusted(op: &Op) -> bool {
    matches!(op, Op::Constant { .. } | Op::Calendar { .. })
}

/// Recomputes one step.
fn check_value(nodes: &[Node], position: usize, node: &Node) -> Result<(), ExplainError> {
    let computed = compute(nodes, &node.op, &node.args, &node.value);
    same(
        position,
        node,
        computed.map_err(|fault| fault.at(position))?,
    )
}

/// Holds what a step says against what it comes to, if that is not told from outside.
pub(super) fn same(
    position: usize,
    node: &Node,
    computed: Option<Value>,
) -> Result<(), ExplainError> {
    match computed {
        Some(computed) if computed != node.value => Err(ExplainError::Differs {
            node: position,
            written: Box::new(node.value.clone()),
            computed: Box::new(computed),
        }),
        _ => Ok(()),
    }
}
