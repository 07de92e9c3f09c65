//! `text` and `markdown`: an explanation for people, the same bytes everywhere.

use std::fmt::Write as _;

use super::explanation::Explanation;
use super::node::{Node, Op, Relation, Which};
use super::value::Value;
use crate::text::{as_one_word, code_span, without_markup};

/// How many levels of args are printed below a result.
const MAX_LEVELS: usize = 12;

/// A line that is still to be printed: a step, and how deep below its result.
struct Line<'a> {
    position: usize,
    level: usize,
    /// The place in the result document that the step proves.
    result: Option<&'a str>,
}

/// How lines look.
#[derive(Clone, Copy)]
enum Form {
    Plain,
    Markdown,
}

impl Explanation {
    /// Returns the explanation in words, a line per step, every result with its steps below it.
    ///
    /// A step that was printed before is named again without its steps (`, above`); at most
    /// twelve levels are printed. The text is deterministic, rounds nothing and translates
    /// nothing (spec/explain.md 5).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::Proof;
    /// use partnership::{Currency, Money};
    ///
    /// let mut proof = Proof::new();
    /// let fee = proof.input("terms", "/fee", Money::from_minor(50_000, Currency::USD), "fee")?;
    /// let zero = Money::zero(Currency::USD);
    /// let paid = proof.default("state", "/paid", zero, "already paid")?;
    /// let due = proof.difference(fee, paid, "due")?;
    /// proof.result("/due", due);
    ///
    /// assert_eq!(proof.finish().text(), "\
    /// result /due is #3 due: 500.00 USD = 500.00 USD - 0.00 USD
    ///   #1 fee: 500.00 USD [terms /fee]
    ///   #2 already paid: 0.00 USD [default: nothing at state /paid]
    /// ");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn text(&self) -> String {
        self.render(Form::Plain)
    }

    /// Returns [`text`](Self::text) as nested lists, with values in code spans.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::Proof;
    /// use partnership::{Currency, Money};
    ///
    /// let mut proof = Proof::new();
    /// let fee = proof.input("terms", "/fee", Money::from_minor(50_000, Currency::USD), "fee")?;
    /// proof.result("/due", fee);
    /// assert_eq!(
    ///     proof.finish().markdown(),
    ///     "- result `/due` is #1 fee: `500.00 USD` [terms /fee]\n"
    /// );
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn markdown(&self) -> String {
        self.render(Form::Markdown)
    }

    fn render(&self, form: Form) -> String {
        let mut results: Vec<_> = self.results.iter().collect();
        // The map is in the order of the pointers, and the sort keeps it for one step.
        results.sort_by_key(|(_, node)| **node);
        let mut text = String::new();
        let mut printed = vec![false; self.nodes.len()];
        let mut lines: Vec<Line<'_>> = Vec::new();
        for (pointer, &position) in results {
            lines.push(Line {
                position,
                level: 0,
                result: Some(pointer),
            });
            while let Some(line) = lines.pop() {
                let Some(node) = self.nodes.get(line.position) else {
                    continue;
                };
                let before = printed.get(line.position) == Some(&true);
                let above = before && !node.args.is_empty();
                form.line(&mut text, &self.nodes, node, &line, above);
                if let Some(mark) = printed.get_mut(line.position) {
                    *mark = true;
                }
                if !above && line.level < MAX_LEVELS {
                    let level = line.level.saturating_add(1);
                    // An arg that does not stand before its step is no arg: `check` says so.
                    let below = shown(&self.nodes, node).filter(|arg| *arg < line.position);
                    let below = below.map(|position| Line {
                        position,
                        level,
                        result: None,
                    });
                    lines.extend(below.rev());
                }
            }
        }
        text
    }
}

/// The args that are printed below a step: of an `if` the flag and the branch that it chose.
fn shown<'a>(nodes: &[Node], node: &'a Node) -> impl DoubleEndedIterator<Item = usize> + 'a {
    let left_out = match (
        &node.op,
        node.args.first().and_then(|flag| nodes.get(*flag)),
    ) {
        (Op::If, Some(flag)) if flag.value == Value::Flag(true) => Some(2),
        (Op::If, Some(_)) => Some(1),
        _ => None,
    };
    let args = node.args.iter().enumerate();
    args.filter(move |(index, _)| Some(*index) != left_out)
        .map(|(_, position)| *position)
}

impl Form {
    /// Prints one line; writing to a `String` cannot fail.
    fn line(self, text: &mut String, nodes: &[Node], node: &Node, line: &Line<'_>, above: bool) {
        for _ in 0..line.level {
            text.push_str("  ");
        }
        if matches!(self, Self::Markdown) {
            text.push_str("- ");
        }
        if let Some(pointer) = line.result {
            let pointer = self.code(&as_one_word(pointer));
            let _ = write!(text, "result {pointer} is ");
        }
        let _ = write!(text, "#{}", line.position.saturating_add(1));
        if !node.label.is_empty() {
            let _ = write!(text, " {}", self.prose(&node.label));
        }
        let _ = write!(text, ": {}", self.code(&node.value.to_string()));
        if above {
            text.push_str(", above");
        } else {
            text.push(' ');
            self.how(text, nodes, node);
            if let Some(note) = &node.note {
                let _ = write!(text, " ({})", self.prose(note));
            }
        }
        text.push('\n');
    }

    /// Prints how a step comes to its value.
    fn how(self, text: &mut String, nodes: &[Node], node: &Node) {
        let arg = |index: usize| self.arg(nodes, node, index);
        let list = |between: &str| {
            let args: Vec<_> = (0..node.args.len()).map(arg).collect();
            if args.is_empty() {
                "nothing".to_owned()
            } else {
                args.join(between)
            }
        };
        let how = match &node.op {
            Op::Input { from } => format!("[{}]", self.prose(&from.to_string())),
            Op::Default { from } => {
                let place = self.prose(&from.to_string());
                format!("[default: nothing at {place}]")
            }
            Op::Constant { name } => format!("[constant {}]", self.prose(&as_one_word(name))),
            Op::Text => "[name]".to_owned(),
            Op::Sum => format!("= {}", list(" + ")),
            Op::Difference => format!("= {}", list(" - ")),
            Op::Product => format!("= {}", list(" x ")),
            Op::Quotient => format!("= {}", list(" / ")),
            Op::Negate => format!("= -{}", arg(0)),
            Op::Smallest | Op::Largest | Op::All | Op::Any => {
                format!("= {} of {}", node.op.name(), list(", "))
            }
            Op::Whole { rounding, step, .. } => {
                let step = step.map(Value::from);
                self.rounded(&arg(0), rounding.name(), step.as_ref())
            }
            Op::Round { rounding, step, .. } => {
                let step = step.map(Value::from);
                self.rounded(&arg(0), rounding.name(), step.as_ref())
            }
            Op::End { which } => format!("= {} of {}", day(*which), arg(0)),
            Op::Compare { relation } => format!("= {} is {} {}", arg(0), words(*relation), arg(1)),
            Op::Not => format!("= not {}", arg(0)),
            Op::If => format!("= if {} then {} else {}", arg(0), arg(1), arg(2)),
            Op::Days => format!("= days from {} to {}", arg(0), arg(1)),
            Op::Divide { rule, .. } => format!("= {} divided by {}", arg(0), rule.name()),
            Op::Part { of } => format!("= part of {}", self.prose(&as_one_word(of.as_str()))),
            Op::Calendar { rule, .. } => {
                format!(
                    "= by calendar {} from {}",
                    self.code(&rule.json()),
                    list(" to ")
                )
            }
        };
        text.push_str(&how);
    }

    fn rounded(self, arg: &str, rounding: &str, step: Option<&Value>) -> String {
        let words = rounding.replace('_', " ");
        match step {
            Some(step) => {
                format!(
                    "= {arg} rounded {words} to steps of {}",
                    self.code(&step.to_string())
                )
            }
            None => format!("= {arg} rounded {words}"),
        }
    }

    /// The value of an arg; in parentheses if a sign or a stroke could be read as an operator.
    fn arg(self, nodes: &[Node], node: &Node, index: usize) -> String {
        let position = node.args.get(index);
        let Some(arg) = position.and_then(|position| nodes.get(*position)) else {
            return "?".to_owned();
        };
        let value = arg.value.to_string();
        let apart = value.starts_with('-') || value.contains('/');
        let value = self.code(&value);
        if apart { format!("({value})") } else { value }
    }

    /// A value or a pointer.
    fn code(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Markdown => code_span(text),
        }
    }

    /// A label, note or name.
    fn prose(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Markdown => without_markup(text),
        }
    }
}

fn words(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => "less than",
        Relation::AtMost => "at most",
        Relation::Equal => "equal to",
        Relation::AtLeast => "at least",
        Relation::More => "more than",
    }
}

fn day(which: Which) -> &'static str {
    match which {
        Which::From => "first day",
        Which::To => "end",
        Which::Last => "last day",
    }
}
