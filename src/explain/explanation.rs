//! [`Explanation`]: the list of steps and the results they prove.

use std::collections::BTreeMap;

use super::error::{ExplainError, OtherProof, Place};
use super::node::Node;

/// A figure, or all figures of a document, with the steps that made them.
///
/// One flat list of [`Node`]s, each of which takes only steps before it, and a map from JSON
/// Pointers into the result document to the steps that prove the figures there. It is made by a
/// [`Proof`](super::Proof) or read from JSON, and says three things: why a figure is what it is
/// ([`text`](Self::text)), whether every step follows ([`check`](Self::check)), and whether it
/// speaks of these papers ([`check_against`](Self::check_against)). Reading checks only the form
/// (spec/explain.md 1).
///
/// # Examples
///
/// A share of 10% of the net sales of February:
///
/// ```
/// use partnership::explain::Proof;
/// use partnership::{Money, Ratio, Rounding};
///
/// let mut proof = Proof::new();
/// let sales: Money = "900.05 USD".parse()?;
/// let refunds: Money = "20.00 USD".parse()?;
/// let sales = proof.input("activity", "/totals/0/amount", sales, "sales of shop in February")?;
/// let refunds = proof.input("activity", "/totals/0/refunds", refunds, "refunds")?;
/// let net = proof.difference(sales, refunds, "net sales")?;
/// let rate = Ratio::from_percent(10);
/// let rate = proof.input("terms", "/versions/0/items/0/pay/share/rate", rate, "rate")?;
/// let share = proof.product(&[rate, net], "share of net sales")?;
/// let line = proof.round(share, Rounding::HalfAwayFromZero, None, None, "sales share, February")?;
/// proof.result("/statement/lines/0/amount", line);
///
/// let explanation = proof.finish();
/// assert_eq!(explanation.check()?.steps, 6);
/// assert_eq!(explanation.text(), "\
/// result /statement/lines/0/amount is \
/// #6 sales share, February: 88.01 USD = 88.005 USD rounded half away from zero
///   #5 share of net sales: 88.005 USD = 0.1 x 880.05 USD
///     #4 rate: 0.1 [terms /versions/0/items/0/pay/share/rate]
///     #3 net sales: 880.05 USD = 900.05 USD - 20.00 USD
///       #1 sales of shop in February: 900.05 USD [activity /totals/0/amount]
///       #2 refunds: 20.00 USD [activity /totals/0/refunds]
/// ");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "proof")]
#[doc(alias = "audit trail")]
#[doc(alias = "working")]
pub struct Explanation {
    pub(super) nodes: Vec<Node>,
    pub(super) results: BTreeMap<String, usize>,
}

impl Explanation {
    /// Returns the steps in their order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns the proved places of the result document and the position of the step behind each.
    pub const fn results(&self) -> &BTreeMap<String, usize> {
        &self.results
    }

    /// Returns the steps that one result needs, in their order: why this figure?
    ///
    /// # Errors
    ///
    /// [`ExplainError::NotThere`] for a pointer that is no result of this explanation,
    /// [`ExplainError::BadIndex`] if its step is not there.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::Proof;
    /// use partnership::{Currency, Money};
    ///
    /// let mut proof = Proof::new();
    /// let fee = proof.input("terms", "/fee", Money::from_minor(50_000, Currency::USD), "fee")?;
    /// let cap = proof.input("terms", "/cap", Money::from_minor(40_000, Currency::USD), "cap")?;
    /// let due = proof.smallest(&[fee, cap], "fee, capped")?;
    /// proof.result("/fee", fee);
    /// proof.result("/due", due);
    ///
    /// let explanation = proof.finish();
    /// assert_eq!(explanation.why("/fee")?.nodes().len(), 1);
    /// assert_eq!(explanation.why("/due")?.nodes().len(), 3);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn why(&self, pointer: &str) -> Result<Self, ExplainError> {
        let Some((pointer, &node)) = self.results.get_key_value(pointer) else {
            let at = Place::Pointer(pointer.to_owned());
            return Err(ExplainError::NotThere { at });
        };
        if node >= self.nodes.len() {
            return Err(ExplainError::BadIndex { node });
        }
        Ok(Self::reduced(
            self.nodes.clone(),
            [(pointer.clone(), node)].into(),
        ))
    }

    /// Compares two explanations as proofs: who holds this crate makes the explanation from his
    /// own papers and compares.
    ///
    /// # Errors
    ///
    /// [`OtherProof`] with the first step where operator, args, parameters, source or value
    /// differ, or whose figure differs; labels and notes do not count.
    pub fn same_proof(&self, other: &Self) -> Result<(), OtherProof> {
        let same = |(left, right): (&Node, &Node)| {
            left.op == right.op && left.args == right.args && left.value == right.value
        };
        let alike = self
            .nodes
            .iter()
            .zip(&other.nodes)
            .take_while(|pair| same(*pair))
            .count();
        if alike < self.nodes.len().max(other.nodes.len()) {
            return Err(OtherProof { node: alike });
        }
        let mut entries = self.results.iter().chain(&other.results);
        match entries.find(|(pointer, _)| self.results.get(*pointer) != other.results.get(*pointer))
        {
            Some((_, &node)) => Err(OtherProof { node }),
            None => Ok(()),
        }
    }

    /// Which steps the given ones need, themselves included.
    pub(super) fn needed(nodes: &[Node], wanted: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut needed = vec![false; nodes.len()];
        let mark = |needed: &mut Vec<bool>, position: usize| {
            if let Some(mark) = needed.get_mut(position) {
                *mark = true;
            }
        };
        for position in wanted {
            mark(&mut needed, position);
        }
        for (position, node) in nodes.iter().enumerate().rev() {
            if needed.get(position) == Some(&true) {
                for before in node.needs().filter(|before| *before < position) {
                    mark(&mut needed, before);
                }
            }
        }
        needed
    }

    /// The steps that the results need, counted anew, in their order.
    pub(super) fn reduced(nodes: Vec<Node>, results: BTreeMap<String, usize>) -> Self {
        let needed = Self::needed(&nodes, results.values().copied());
        let kept = nodes
            .into_iter()
            .zip(&needed)
            .filter(|(_, needed)| **needed);
        Self::recounted(kept.map(|(node, _)| node).collect(), results, &needed)
    }

    /// The kept steps, counted anew.
    fn recounted(
        mut nodes: Vec<Node>,
        mut results: BTreeMap<String, usize>,
        needed: &[bool],
    ) -> Self {
        if nodes.len() == needed.len() {
            return Self { nodes, results };
        }
        let mut kept: usize = 0;
        let mut places = Vec::with_capacity(needed.len());
        for needed in needed {
            places.push(kept);
            kept = kept.saturating_add(usize::from(*needed));
        }
        // A position that is no step stays what it was: `check` says so.
        let place = |position: &mut usize| {
            *position = places.get(*position).copied().unwrap_or(*position);
        };
        for node in &mut nodes {
            node.args.iter_mut().for_each(place);
            node.op.by_mut().into_iter().for_each(place);
        }
        results.values_mut().for_each(place);
        Self { nodes, results }
    }
}
