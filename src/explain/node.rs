//! [`Node`]: one step of an explanation, and the operators it may have.

use super::calendar::CalendarRule;
use super::divide::DivideRule;
use super::names::names;
use super::source::Source;
use super::value::Value;
use crate::{Money, PartyId, Ratio, Rounding};

/// The longest label or note, in characters.
pub(super) const MAX_LABEL: usize = 200;
/// The most steps of an explanation.
pub(super) const MAX_NODES: usize = 1_000_000;
/// The most args of one step.
pub(super) const MAX_ARGS: usize = 100_000;

/// One step of an explanation: an operator, the steps it takes, and what it comes to.
///
/// See [`Explanation::nodes`](super::Explanation::nodes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub(super) op: Op,
    pub(super) args: Vec<usize>,
    pub(super) value: Value,
    pub(super) label: String,
    pub(super) note: Option<String>,
}

impl Node {
    /// Returns the operator and its parameters.
    pub const fn op(&self) -> &Op {
        &self.op
    }

    /// Returns the positions of the steps that the operator takes.
    pub fn args(&self) -> &[usize] {
        &self.args
    }

    /// Returns what the step says it comes to.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Returns what the value is, in the field's words; may be empty.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns what the term sheet says beside the clause, if it is quoted.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Every position that the step names: its args and where its rounding is agreed.
    pub(super) fn needs(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.args.iter().copied().chain(self.op.by())
    }
}

/// An operator with its parameters: a closed set (spec/explain.md 2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Op {
    /// What stands in a document.
    Input {
        /// Where.
        from: Source,
    },
    /// The page's default, since nothing stands there: 0, ratio 1 or a flag.
    Default {
        /// Where nothing stands.
        from: Source,
    },
    /// A named constant of a page, taken on trust.
    Constant {
        /// Its name in [`constants`](super::constants).
        name: String,
    },
    /// The sum of numbers of one kind.
    Sum,
    /// The first number less the second.
    Difference,
    /// A number with the other sign.
    Negate,
    /// The product of numbers, at most one of them an amount.
    Product,
    /// The first number divided by the second.
    Quotient,
    /// The smallest of numbers or dates.
    Smallest,
    /// The largest of numbers or dates.
    Largest,
    /// The nearest multiple of a step.
    Whole {
        /// Which multiple is nearest.
        rounding: Rounding,
        /// The step, above 0; 1 if absent.
        step: Option<Ratio>,
        /// The step that names the rounding.
        by: Option<usize>,
    },
    /// Money of whole minor units, or whole steps.
    Round {
        /// Which unit is nearest.
        rounding: Rounding,
        /// The step, above 0; one minor unit if absent.
        step: Option<Money>,
        /// The step that names the rounding.
        by: Option<usize>,
    },
    /// A day at an end of a period.
    End {
        /// Which day.
        which: Which,
    },
    /// Whether a relation holds between two values.
    Compare {
        /// The relation.
        relation: Relation,
    },
    /// Whether all flags are yes.
    All,
    /// Whether any flag is yes.
    Any,
    /// The other flag.
    Not,
    /// The second arg if the first is yes, else the third.
    If,
    /// The days from one date to another.
    Days,
    /// A name that follows from nothing.
    Text,
    /// The parts of a total among parties.
    Divide {
        /// How it is divided.
        rule: DivideRule,
        /// The parties in party order, or in their order of rank, or the tranches in time.
        among: Vec<PartyId>,
        /// The step that names the rounding or policy.
        by: Option<usize>,
    },
    /// One party's part of a division.
    Part {
        /// The party.
        of: PartyId,
    },
    /// What follows from a calendar.
    Calendar {
        /// What is asked of it.
        rule: CalendarRule,
        /// Where the calendar stands, if it is not the default one.
        calendar: Option<Source>,
    },
}

impl Op {
    /// Returns the name of the operator on the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::{Op, Relation};
    ///
    /// assert_eq!(Op::Compare { relation: Relation::AtMost }.name(), "compare");
    /// ```
    pub const fn name(&self) -> &'static str {
        self.code().name()
    }

    /// The step that names the rounding or policy, if the operator says which.
    pub(super) const fn by(&self) -> Option<usize> {
        match self {
            Self::Whole { by, .. } | Self::Round { by, .. } | Self::Divide { by, .. } => *by,
            _ => None,
        }
    }

    pub(super) fn by_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Whole { by, .. } | Self::Round { by, .. } | Self::Divide { by, .. } => {
                by.as_mut()
            }
            _ => None,
        }
    }

    /// The operator without its parameters.
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::Input { .. } => Code::Input,
            Self::Default { .. } => Code::Default,
            Self::Constant { .. } => Code::Constant,
            Self::Sum => Code::Sum,
            Self::Difference => Code::Difference,
            Self::Negate => Code::Negate,
            Self::Product => Code::Product,
            Self::Quotient => Code::Quotient,
            Self::Smallest => Code::Smallest,
            Self::Largest => Code::Largest,
            Self::Whole { .. } => Code::Whole,
            Self::Round { .. } => Code::Round,
            Self::End { .. } => Code::End,
            Self::Compare { .. } => Code::Compare,
            Self::All => Code::All,
            Self::Any => Code::Any,
            Self::Not => Code::Not,
            Self::If => Code::If,
            Self::Days => Code::Days,
            Self::Text => Code::Text,
            Self::Divide { .. } => Code::Divide,
            Self::Part { .. } => Code::Part,
            Self::Calendar { .. } => Code::Calendar,
        }
    }
}

names! {
    /// Which day of a period [`Op::End`] takes; a period ends before its `to`.
    pub enum Which "\"from\", \"to\" or \"last\"" {
        /// The first day.
        From = "from",
        /// The day after the last.
        To = "to",
        /// The last day.
        Last = "last",
    }
}

names! {
    /// What [`Op::Compare`] asks of its first arg against its second.
    pub enum Relation "the name of a relation, such as \"at_most\"" {
        /// The first is smaller.
        Less = "less",
        /// The first is not larger.
        AtMost = "at_most",
        /// Both are the same; the only relation of texts.
        Equal = "equal",
        /// The first is not smaller.
        AtLeast = "at_least",
        /// The first is larger.
        More = "more",
    }
}

names! {
    /// The operators by name.
    pub(super) enum Code "the name of an operator, such as \"sum\"" {
        Input = "input",
        Default = "default",
        Constant = "constant",
        Sum = "sum",
        Difference = "difference",
        Negate = "negate",
        Product = "product",
        Quotient = "quotient",
        Smallest = "smallest",
        Largest = "largest",
        Whole = "whole",
        Round = "round",
        End = "end",
        Compare = "compare",
        All = "all",
        Any = "any",
        Not = "not",
        If = "if",
        Days = "days",
        Text = "text",
        Divide = "divide",
        Part = "part",
        Calendar = "calendar",
    }
}
