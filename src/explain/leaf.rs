//! The leaves of a [`Proof`]: what stands in the papers, constants and names.

use std::collections::BTreeMap;

use super::error::{ExplainError, Fault};
use super::node::{Code, Op};
use super::proof::{Proof, Step};
use super::source::Source;
use super::value::Value;

impl Proof {
    /// Notes what stands at a place of a document; one place is noted once for each kind of value.
    ///
    /// # Errors
    ///
    /// [`ExplainError::BadParameter`] for a pointer that is no RFC 6901 text,
    /// [`ExplainError::DocumentDiffers`] if another value was noted there before,
    /// [`ExplainError::Overflow`] for a date outside the years 1 to 9999,
    /// [`ExplainError::TooLong`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::Proof;
    /// use partnership::Ratio;
    ///
    /// let mut proof = Proof::new();
    /// let rate = proof.input("terms", "/rate", Ratio::from_percent(10), "rate")?;
    /// let again = proof.input("terms", "/rate", Ratio::from_percent(10), "rate")?;
    /// assert_eq!(rate, again);
    /// assert!(proof.input("terms", "/rate", Ratio::from_percent(12), "rate").is_err());
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn input(
        &mut self,
        document: &str,
        pointer: &str,
        value: impl Into<Value>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.leaf(Code::Input, document, pointer, value.into(), label)
    }

    /// Notes that nothing stands at a place and the page's default holds: 0, ratio 1 or a flag.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Kind`] or [`ExplainError::Differs`] for a value that is no default; those
    /// of [`input`](Self::input).
    pub fn default(
        &mut self,
        document: &str,
        pointer: &str,
        value: impl Into<Value>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        self.leaf(Code::Default, document, pointer, value.into(), label)
    }

    fn leaf(
        &mut self,
        code: Code,
        document: &str,
        pointer: &str,
        value: Value,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let noted = self
            .leaves
            .get(document)
            .and_then(|leaves| leaves.get(pointer));
        for &position in noted.into_iter().flatten() {
            let Some(node) = self.nodes.get(position) else {
                continue;
            };
            if node.op.code() == code && same_variant(&node.value, &value) {
                return if node.value == value {
                    Ok(Step(position))
                } else {
                    let from = self.source(document, pointer)?;
                    let noted = &node.value;
                    Err(ExplainError::document_differs(
                        position, &from, noted, &value,
                    ))
                };
            }
        }
        let from = self.source(document, pointer)?;
        let op = match code {
            Code::Default => Op::Default { from },
            _ => Op::Input { from },
        };
        let step = self.push(op, Vec::new(), Some(value), label)?;
        if !self.leaves.contains_key(document) {
            self.leaves.insert(document.to_owned(), BTreeMap::new());
        }
        if let Some(leaves) = self.leaves.get_mut(document) {
            leaves.entry(pointer.to_owned()).or_default().push(step.0);
        }
        Ok(step)
    }

    /// A place of a document.
    pub(super) fn source(&self, document: &str, pointer: &str) -> Result<Source, ExplainError> {
        Source::new(document, pointer).ok_or(self.fault(Fault::BadParameter))
    }

    /// Notes a named constant of a page; see [`constants`](super::constants).
    ///
    /// # Errors
    ///
    /// [`ExplainError::TooLong`], [`ExplainError::Overflow`] for a date outside the years.
    pub fn constant(
        &mut self,
        name: &str,
        value: impl Into<Value>,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let op = Op::Constant {
            name: name.to_owned(),
        };
        self.push(op, Vec::new(), Some(value.into()), label)
    }

    /// Notes a name that follows from nothing, such as a branch of [`choose`](Self::choose).
    ///
    /// # Errors
    ///
    /// [`ExplainError::TooLong`].
    pub fn text(&mut self, text: &str, label: &str) -> Result<Step, ExplainError> {
        self.push(Op::Text, Vec::new(), Some(text.into()), label)
    }
}

/// Whether two values are written the same way.
fn same_variant(left: &Value, right: &Value) -> bool {
    std::mem::discriminant(left) == std::mem::discriminant(right)
}
