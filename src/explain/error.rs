//! [`ExplainError`] and [`OtherProof`].

use std::fmt;

use super::value::Value;

/// Why an explanation does not hold, or could not be built.
///
/// Nodes are counted from 0, as in the list; texts for people count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// There is no step.
    #[error("an explanation without steps")]
    Empty,
    /// More than 1,000,000 steps, or more than 100,000 args of one step.
    #[error("an explanation with more than 1000000 steps, or 100000 args of one step")]
    TooLong,
    /// An arg does not stand before its step, or a result is out of range.
    #[error("node {node} names a step that does not stand before it, or is no step")]
    BadIndex {
        /// The step; for a result the number that it names.
        node: usize,
    },
    /// The operator takes another number of args.
    #[error("node {node} has too few or too many args")]
    Arity {
        /// The step.
        node: usize,
    },
    /// A parameter that the operator cannot work with.
    #[error("node {node} has a bad parameter")]
    BadParameter {
        /// The step.
        node: usize,
    },
    /// Kinds or currencies that the operator does not take.
    #[error("node {node} takes no values of these kinds or currencies")]
    Kind {
        /// The step.
        node: usize,
    },
    /// A quotient by 0.
    #[error("node {node} divides by zero")]
    DivisionByZero {
        /// The step.
        node: usize,
    },
    /// An exact value that the types cannot hold.
    #[error("the value of node {node} is beyond the range of its kind")]
    Overflow {
        /// The step.
        node: usize,
    },
    /// The step does not follow from the steps before it.
    #[error("node {node} says {written}, but comes to {computed}")]
    Differs {
        /// The step.
        node: usize,
        /// What the explanation says.
        written: Box<Value>,
        /// What follows.
        computed: Box<Value>,
    },
    /// A document that was not handed in; a result proves nothing.
    #[error("node {node} reads {name:?}, which is not among the documents")]
    UnknownDocument {
        /// The step.
        node: usize,
        /// The name of the document.
        name: String,
    },
    /// Nothing, or null, stands there.
    #[error("nothing stands where {at} points to")]
    NotThere {
        /// The step, or the pointer of the result.
        at: Place,
    },
    /// Something else than the default stands there.
    #[error("node {node} takes a default where something else is written")]
    There {
        /// The step.
        node: usize,
    },
    /// The document says something else.
    #[error("node {node} says something else than the document it names")]
    DocumentDiffers {
        /// The step.
        node: usize,
    },
    /// The result says something else than its proof.
    #[error("the figure at {pointer:?} of the result is not the one that was proved")]
    ResultDiffers {
        /// Where in the result.
        pointer: String,
    },
}

/// A place in an explanation: a step, or a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A step, counted from 0.
    Node(usize),
    /// A pointer into the result document.
    Pointer(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => write!(f, "node {node}"),
            Self::Pointer(pointer) => write!(f, "the result {pointer:?}"),
        }
    }
}

/// Two explanations are not the same proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proofs differ at node {node}")]
pub struct OtherProof {
    /// The first step that differs, counted from 0; labels and notes do not count.
    pub node: usize,
}

/// Why an operator has no value for its args.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    BadIndex,
    Arity,
    Kind,
    BadParameter,
    DivisionByZero,
    Overflow,
}

impl Fault {
    /// The error of a step.
    pub(super) fn at(self, node: usize) -> ExplainError {
        match self {
            Self::BadIndex => ExplainError::BadIndex { node },
            Self::Arity => ExplainError::Arity { node },
            Self::Kind => ExplainError::Kind { node },
            Self::BadParameter => ExplainError::BadParameter { node },
            Self::DivisionByZero => ExplainError::DivisionByZero { node },
            Self::Overflow => ExplainError::Overflow { node },
        }
    }
}
