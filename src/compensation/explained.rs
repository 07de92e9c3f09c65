//! [`Statement::explain`]: the proof of a statement, made by settling its papers once more.

use super::activity::Activity;
use super::booked::Stop;
use super::cross::{Crossing, run_crossed};
use super::proof::Proving;
use super::settle_error::SettleError;
use super::state::State;
use super::statement::Statement;
use super::terms::Terms;
use super::working::Failure;
use crate::explain::{ExplainError, Explanation};

impl Statement {
    /// Returns the proof of every figure of the statement and of the state after it.
    ///
    /// The papers of the explanation are `terms` ([`expanded`](Terms::expanded)), `state` (the one
    /// before), `activity`, and the result `{statement, state}`. It is a second computation: a statement that a stranger hands
    /// in is tested by it (spec/compensation.md 10, spec/explain.md).
    ///
    /// # Errors
    ///
    /// [`ProofError::Settle`] if the papers are refused, [`ProofError::Differs`] if they come to
    /// another statement, [`ProofError::Explain`] where an exact value does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let terms = Terms::builder("acme-jane", "USD".parse()?, date("2026-02-01")?)
    ///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
    ///     .build()?;
    /// let mut february = Activity::empty(1, "2026-02-01..2026-03-01".parse()?);
    /// february.add_sale("shop", "900.05 USD".parse()?)?;
    /// february.add_refund("shop", None, "20.00 USD".parse()?)?;
    ///
    /// let before = terms.new_state();
    /// let (statement, _) = settle(&terms, &before, &february)?;
    /// let explanation = statement.explain(&terms, &before, &february)?;
    /// explanation.check()?;
    /// let why = explanation.why("/statement/lines/0/amount")?;
    /// assert!(why.text().contains("net shop, period 1: 880.05 USD = 900.05 USD - 20.00 USD"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(
        &self,
        terms: &Terms,
        before: &State,
        activity: &Activity,
    ) -> Result<Explanation, ProofError> {
        self.explain_in_group(terms, before, activity, &[])
    }

    /// Returns the proof of a statement that was settled in a group.
    ///
    /// One more paper is named `group`: the crossings of the round. The giver's proof says why it
    /// gave what stands there, the receiver's reads it (spec/compensation.md 9).
    ///
    /// # Errors
    ///
    /// Those of [`explain`](Self::explain).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Activity, Terms, settle_group};
    /// use partnership::time::date;
    ///
    /// let slate = Some("slate".parse()?);
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::fifty_fifty("film", "USD".parse()?, start, "box office")
    ///     .with(|sheet| sheet.group = slate)
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("box office", "900.00 USD".parse()?)?;
    ///
    /// let before = terms.new_state();
    /// let round = settle_group(&[(&terms, &before, &january)])?;
    /// let (statement, _) = &round.settled[0];
    /// statement.explain_in_group(&terms, &before, &january, &round.crossings)?.check()?;
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain_in_group(
        &self,
        terms: &Terms,
        before: &State,
        activity: &Activity,
        crossings: &[Crossing],
    ) -> Result<Explanation, ProofError> {
        let mut proving = Proving::new(terms)?;
        let run = run_crossed(&mut proving, (terms, before, activity), crossings);
        let (statement, _) = run.map_err(|stop| match stop {
            Stop::Refused(refusal) => ProofError::Settle(Box::new(refusal)),
            Stop::Failed {
                failure: Failure::Explain(error),
                ..
            } => ProofError::Explain(*error),
            Stop::Failed {
                failure: Failure::Time(error),
                ..
            } => ProofError::Settle(Box::new(SettleError::Time(error))),
            Stop::Failed { place, .. } => {
                ProofError::Settle(Box::new(SettleError::Overflow { place }))
            }
        })?;
        match self.first_difference(&statement) {
            None => Ok(proving.finish()),
            Some(difference) => Err(difference),
        }
    }

    /// The first figure in which this statement is not the one that was computed: its name, what
    /// is written and what it comes to.
    pub(crate) fn differs_from(&self, computed: &Self) -> Option<[String; 3]> {
        match self.first_difference(computed)? {
            ProofError::Differs {
                figure,
                written,
                computed,
            } => Some([figure, written, computed]),
            ProofError::Settle(_) | ProofError::Explain(_) => None,
        }
    }

    /// The first figure in which this statement is not the one that the papers come to.
    fn first_difference(&self, computed: &Self) -> Option<ProofError> {
        let (left, right) = (self.figures(), computed.figures());
        if left == right {
            return None;
        }
        let differs = |figure: &str, written: String, computed: String| {
            Some(ProofError::Differs {
                figure: figure.to_owned(),
                written,
                computed,
            })
        };
        let amounts = [
            ("opening", left.opening, right.opening),
            ("earned", left.earned, right.earned),
            ("gross_paid", left.gross_paid, right.gross_paid),
            ("tax", left.tax, right.tax),
            ("paid", left.paid, right.paid),
            ("closing", left.closing, right.closing),
        ];
        let lines = left.lines.iter().zip(&right.lines).zip(0_usize..);
        for ((written, computed), index) in lines {
            if written != computed {
                let text = |line: &super::line::Line| {
                    format!("{} {} {}", line.kind.name(), line.reference, line.amount)
                };
                return differs(&format!("lines[{index}]"), text(written), text(computed));
            }
        }
        for (figure, written, computed) in amounts {
            if written != computed {
                return differs(figure, written.to_string(), computed.to_string());
            }
        }
        let dues = left.dues.iter().zip(&right.dues).zip(0_usize..);
        for ((written, computed), index) in dues {
            if written != computed {
                let figure = format!("dues[{index}]");
                return differs(&figure, written.to_string(), computed.to_string());
            }
        }
        let count = |figures: &super::statement::Figures| {
            let (lines, notices) = (figures.lines.len(), figures.notices.len());
            format!(
                "{}, {lines} lines, {notices} notices, due {:?}",
                figures.id, figures.due_on
            )
        };
        differs("statement", count(left), count(right))
    }
}

/// Why a statement could not be explained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The papers are refused.
    #[error(transparent)]
    Settle(Box<SettleError>),
    /// The papers come to another statement.
    #[error("the statement says {written} as {figure}, but comes to {computed}")]
    Differs {
        /// The figure, such as `lines[0]` or `closing`.
        figure: String,
        /// What the statement says.
        written: String,
        /// What the papers come to.
        computed: String,
    },
    /// A step does not fit into an explanation.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
