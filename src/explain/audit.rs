//! `audit`: what a careful reader asks who has no crate to rebuild the explanation with.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value as Json;

use super::against::figures;
use super::check::is_trusted;
use super::document::Documents;
use super::error::Shown;
use super::explanation::Explanation;
use super::node::{Node, Op};
use super::pointer::last_token;
use super::value::Value;
use crate::PartyId;

/// What an [`audit`](Explanation::audit) found; none is an error by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Finding {
    /// A figure of the result that nothing proves.
    Uncovered {
        /// Where in the result.
        pointer: String,
    },
    /// A figure of a document that is read in full, which no result needs.
    Unread {
        /// The document.
        document: String,
        /// Where in it.
        pointer: String,
    },
    /// A step that no result needs.
    Idle {
        /// The step, counted from 0.
        node: usize,
    },
    /// A result without an input, a default or a constant on its way.
    FromNothing {
        /// Where in the result.
        pointer: String,
    },
    /// A division takes for one party what a document says of another.
    OtherParty {
        /// The step, counted from 0.
        node: usize,
    },
    /// A constant or a date by a calendar, which a checker without this crate takes on trust, or
    /// a result that hangs on one.
    Trusted {
        /// The step, counted from 0.
        node: usize,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uncovered { pointer } => write!(f, "nothing proves {pointer:?} of the result"),
            Self::Unread { document, pointer } => {
                write!(f, "no result needs {pointer:?} of {document:?}")
            }
            Self::Idle { node } => write!(f, "no result needs {}", Shown(*node)),
            Self::FromNothing { pointer } => {
                write!(
                    f,
                    "{pointer:?} of the result comes from nothing that was said"
                )
            }
            Self::OtherParty { node } => {
                let step = Shown(*node);
                write!(f, "{step} takes for one party what is said of another")
            }
            Self::Trusted { node } => write!(f, "{} is taken on trust", Shown(*node)),
        }
    }
}

impl Explanation {
    /// Returns what a reader should ask about: figures that nothing proves, figures that nobody
    /// read, steps that prove nothing, and what is taken on trust.
    ///
    /// Which documents are read in full says [`Documents::in_full`]. A duty, not a proof: what
    /// this crate hands out gives only [`Finding::Trusted`] and [`Finding::Unread`] figures that
    /// no rule asks for (spec/explain.md 4).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::{Documents, Finding, Proof};
    /// use partnership::{Currency, Money};
    /// use serde_json::json;
    ///
    /// let mut proof = Proof::new();
    /// let sales = Money::from_minor(90_000, Currency::USD);
    /// let sales = proof.input("activity", "/sales/0", sales, "sales of January")?;
    /// proof.result("/due", sales);
    ///
    /// let papers = Documents::new()
    ///     .with("activity", json!({"sales": ["900.00 USD", "500.00 USD"]}))
    ///     .in_full("activity");
    /// let findings = proof.finish().audit(&papers, &json!({"due": "900.00 USD"}));
    /// let unread = Finding::Unread { document: "activity".into(), pointer: "/sales/1".into() };
    /// assert_eq!(findings, [unread]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn audit(&self, documents: &Documents, result: &Json) -> Vec<Finding> {
        let needed = Self::needed(&self.nodes, self.results.values().copied());
        let is_needed = |node: usize| needed.get(node) == Some(&true);
        let mut findings: Vec<_> = self
            .covers(result)
            .into_iter()
            .map(|pointer| Finding::Uncovered { pointer })
            .collect();
        findings.extend(self.unread(documents, is_needed));
        let idle = (0..self.nodes.len()).filter(|node| !is_needed(*node));
        findings.extend(idle.map(|node| Finding::Idle { node }));

        let grounded = self.reached(|op| {
            matches!(
                op,
                Op::Input { .. } | Op::Default { .. } | Op::Constant { .. }
            )
        });
        for (pointer, node) in &self.results {
            if grounded.get(*node) == Some(&false) {
                findings.push(Finding::FromNothing {
                    pointer: pointer.clone(),
                });
            }
        }
        let mixed = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| self.mixes_parties(node));
        findings.extend(mixed.map(|(node, _)| Finding::OtherParty { node }));

        let hanging = self.reached(is_trusted);
        let results: BTreeSet<usize> = self.results.values().copied().collect();
        for (position, node) in self.nodes.iter().enumerate() {
            let hangs = results.contains(&position) && hanging.get(position) == Some(&true);
            if hangs || is_trusted(&node.op) {
                findings.push(Finding::Trusted { node: position });
            }
        }
        findings
    }

    /// Which steps are such an operator or follow from one.
    fn reached(&self, is_start: impl Fn(&Op) -> bool) -> Vec<bool> {
        let mut reached: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let follows = node
                .needs()
                .any(|before| reached.get(before) == Some(&true));
            reached.push(follows || is_start(&node.op));
        }
        reached
    }

    /// The figures of the documents read in full that no needed leaf names.
    fn unread(&self, documents: &Documents, is_needed: impl Fn(usize) -> bool) -> Vec<Finding> {
        let mut unread = Vec::new();
        for (document, json) in documents.full() {
            let mut read: BTreeSet<&str> = BTreeSet::new();
            let mut whole: BTreeSet<&str> = BTreeSet::new();
            let leaves = self
                .nodes
                .iter()
                .enumerate()
                .filter(|(at, _)| is_needed(*at));
            for (_, node) in leaves {
                let (Op::Input { from } | Op::Default { from }) = &node.op else {
                    continue;
                };
                if from.document() == document {
                    read.insert(from.pointer());
                    if matches!(node.value, Value::Parts(_)) {
                        whole.insert(from.pointer());
                    }
                }
            }
            for pointer in figures(json, |pointer| whole.contains(pointer)) {
                if !read.contains(pointer.as_str()) {
                    unread.push(Finding::Unread {
                        document: document.to_owned(),
                        pointer,
                    });
                }
            }
        }
        unread
    }

    /// Whether a division takes an input of one party for another.
    fn mixes_parties(&self, node: &Node) -> bool {
        let Op::Divide { rule, among, .. } = &node.op else {
            return false;
        };
        if !rule.has_parties() {
            return false;
        }
        let parties: BTreeSet<&str> = among.iter().map(PartyId::as_str).collect();
        let each = node.args.iter().skip(1);
        each.zip(among.iter().cycle()).any(|(arg, own)| {
            let Some(Op::Input { from }) = self.nodes.get(*arg).map(|arg| &arg.op) else {
                return false;
            };
            let Some(last) = last_token(from.pointer()) else {
                return false;
            };
            last != own.as_str() && parties.contains(last.as_str())
        })
    }
}
