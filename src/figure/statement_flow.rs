//! The picture of a period, from the balance before to the balance after.

use super::axis::{Axis, minor};
use super::sheet::{Bar, Figure, Guide, Row, Shade};
use crate::compensation::{Line, Statement};
use crate::money::Money;

/// As many lines of a statement have a row of their own.
const MOST_LINES: usize = 24;

/// A step of the balance: a change, or where it stands.
enum Step {
    Change(String, Money),
    Stands(&'static str, Money),
}

impl Figure {
    /// Returns the flow of a statement: the balance brought forward, every line, what is paid and
    /// withheld, and the balance carried on.
    ///
    /// Of a long statement the lines after the 24th stand together in one row.
    ///
    #[doc = include_str!("../../doc/figure_statement_flow.svg")]
    #[doc(alias = "waterfall chart")]
    pub fn statement_flow(statement: &Statement) -> Self {
        let steps = steps_of(statement);
        // Where the balance stands before and after every step.
        let mut ways = Vec::with_capacity(steps.len());
        let mut balance: i128 = 0;
        for step in &steps {
            let (from, to) = match step {
                Step::Change(_, amount) => (balance, balance.saturating_add(minor(*amount))),
                Step::Stands(_, amount) => (0, minor(*amount)),
            };
            balance = to;
            ways.push([from, to]);
        }
        let axis = Axis::of(ways.iter().flatten().copied());
        let rows = steps.iter().zip(&ways).map(|(step, [from, to])| {
            let (name, amount, shade) = match step {
                Step::Change(name, amount) if amount.is_negative() => {
                    (name.as_str(), amount, Shade::Light)
                }
                Step::Change(name, amount) => (name.as_str(), amount, Shade::Half),
                Step::Stands(name, amount) => (*name, amount, Shade::Full),
            };
            let (from, to) = (axis.at(*from), axis.at(*to));
            Row {
                name: name.to_owned(),
                told: amount.to_string(),
                bars: vec![Bar { from, to, shade }],
                marks: Vec::new(),
            }
        });
        let guides = vec![Guide {
            at: axis.at(0),
            name: "0".to_owned(),
        }];
        let due = statement.due_on();
        let due = due.map_or_else(String::new, |due| format!(", due on {due}"));
        let told = format!(
            "Earned {}; paid {}{due}",
            statement.earned(),
            statement.paid()
        );
        let legend = vec![
            (Shade::Full, "balance"),
            (Shade::Half, "comes to it"),
            (Shade::Light, "goes off"),
        ];
        let title = format!("Statement of {}", statement.period());
        Self::new(title, told, rows.collect(), guides, legend)
    }
}

fn steps_of(statement: &Statement) -> Vec<Step> {
    let lines = statement.lines();
    let (shown, rest) = lines.split_at_checked(MOST_LINES).unwrap_or((lines, &[]));
    let mut steps = vec![Step::Stands("brought forward", statement.opening())];
    steps.extend(
        shown
            .iter()
            .map(|line| Step::Change(name_of(line), line.amount)),
    );
    if !rest.is_empty() {
        let name = format!("{} more lines", rest.len());
        let amounts = rest.iter().map(|line| line.amount);
        // The lines of a statement add up.
        let sum = Money::sum(statement.opening().currency(), amounts);
        steps.extend(sum.map(|sum| Step::Change(name, sum)));
    }
    steps.push(Step::Change("paid".to_owned(), -statement.paid()));
    if !statement.tax().is_zero() {
        steps.push(Step::Change("withheld".to_owned(), -statement.tax()));
    }
    steps.push(Step::Stands("carried on", statement.closing()));
    steps
}

fn name_of(line: &Line) -> String {
    let kind = line.kind.name().replace('_', " ");
    if line.reference.is_empty() {
        return kind;
    }
    format!("{kind} {}", line.reference)
}
