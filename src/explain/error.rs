//! [`ExplainError`] and [`OtherProof`].

use std::fmt;

use super::source::Source;
use super::value::Value;
use crate::text::as_one_word;

/// Why an explanation does not hold, or could not be built.
///
/// `node` is counted from 0, as in the list; the messages count steps from 1, as
/// [`text`](super::Explanation::text) does.
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
    #[error("{} names a step that does not stand before it, or is no step", Shown(*node))]
    BadIndex {
        /// The step; for a result the number that it names.
        node: usize,
    },
    /// The operator takes another number of args.
    #[error("{} has too few or too many args", Shown(*node))]
    Arity {
        /// The step.
        node: usize,
    },
    /// A parameter that the operator cannot work with.
    #[error("{} has a bad parameter", Shown(*node))]
    BadParameter {
        /// The step.
        node: usize,
    },
    /// Kinds or currencies that the operator does not take.
    #[error("{} takes no values of these kinds or currencies", Shown(*node))]
    Kind {
        /// The step.
        node: usize,
    },
    /// A quotient by 0.
    #[error("{} divides by zero", Shown(*node))]
    DivisionByZero {
        /// The step.
        node: usize,
    },
    /// An exact value that the types cannot hold.
    #[error("the value of {} is beyond the range of its kind", Shown(*node))]
    Overflow {
        /// The step.
        node: usize,
    },
    /// The step does not follow from the steps before it.
    #[error("{} says {written}, but comes to {computed}", Shown(*node))]
    Differs {
        /// The step.
        node: usize,
        /// What the explanation says.
        written: Box<Value>,
        /// What follows.
        computed: Box<Value>,
    },
    /// A document that was not handed in; a result proves nothing.
    #[error("{} reads {name:?}, which is not among the documents", Shown(*node))]
    UnknownDocument {
        /// The step.
        node: usize,
        /// The name of the document.
        name: String,
    },
    /// Nothing, or null, stands there.
    #[error("nothing stands at {at}")]
    NotThere {
        /// The step, or the pointer of the result.
        at: Place,
    },
    /// Something else than the default stands there.
    #[error("{} takes the default {written} for {from}, where {found} stands", Shown(*node))]
    There {
        /// The step.
        node: usize,
        /// Where nothing was to stand.
        from: Box<Source>,
        /// The default, as text.
        written: Box<str>,
        /// What the document says.
        found: Box<str>,
    },
    /// The document says something else.
    #[error("{} takes {written} from {from}, where {found} stands", Shown(*node))]
    DocumentDiffers {
        /// The step.
        node: usize,
        /// Where it reads.
        from: Box<Source>,
        /// What the explanation says, as text.
        written: Box<str>,
        /// What the document says.
        found: Box<str>,
    },
    /// The result says something else than its proof.
    #[error("the result says {found} at {}, but {} proves {proved}", as_one_word(pointer), Shown(*node))]
    ResultDiffers {
        /// Where in the result.
        pointer: String,
        /// The step that proves the figure there.
        node: usize,
        /// What it comes to, as text.
        proved: Box<str>,
        /// What the result says.
        found: Box<str>,
    },
    /// The result as a whole does not follow from what it is said to follow from.
    #[error("the result does not follow from the papers handed in")]
    OtherResult,
}

impl ExplainError {
    /// That another value stands where a step reads.
    pub(super) fn document_differs(
        node: usize,
        from: &Source,
        written: &impl fmt::Display,
        found: &impl fmt::Display,
    ) -> Self {
        Self::DocumentDiffers {
            node,
            from: Box::new(from.clone()),
            written: written.to_string().into(),
            found: found.to_string().into(),
        }
    }
}

/// A place in an explanation: a step, or a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// What a step reads.
    Node {
        /// The step, counted from 0.
        node: usize,
        /// Where it reads.
        from: Box<Source>,
    },
    /// A pointer into the result document.
    Pointer(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node { node, from } => write!(f, "{from}, which {} reads", Shown(*node)),
            Self::Pointer(pointer) => write!(f, "{} of the result", as_one_word(pointer)),
        }
    }
}

/// A step as [`text`](super::Explanation::text) numbers it, from 1.
pub(super) struct Shown(pub(super) usize);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step #{}", self.0.saturating_add(1))
    }
}

/// Two explanations are not the same proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proofs differ at {}", Shown(*node))]
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
