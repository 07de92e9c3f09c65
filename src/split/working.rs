//! [`Working`]: the arithmetic in which models that move a split are written, once.
//!
//! [`Plain`] computes shares and nothing else, [`Proved`] notes every step. One code thus says what
//! the shares are and why, and a proof cannot follow another rule. That of compensation is another
//! one: its figures are amounts, days and flags beside numbers, these are ratios alone, so that the
//! plain figure is the ratio itself and no step can meet a value of another kind.

use crate::explain::{ExplainError, Path, Proof, Step, Value};
use crate::party::PartyId;
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

use super::grid::{Grid, shares_on_grid};
use super::proof;
use super::shares::Split;

/// Why a rule came to no value.
#[derive(Debug)]
pub(super) enum Failure {
    /// An exact number that no ratio can hold.
    Overflow,
    /// The proof refused a step.
    Explain(ExplainError),
}

impl From<RatioError> for Failure {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}

impl From<ExplainError> for Failure {
    fn from(error: ExplainError) -> Self {
        Self::Explain(error)
    }
}

/// What a rule gives.
pub(super) type Done<T> = Result<T, Failure>;

/// A named constant of a page, which holds where a paper says nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usual {
    pub(super) constant: &'static str,
    pub(super) value: Ratio,
}

/// The arithmetic of shares. Labels are asked for only by who writes them down.
pub(super) trait Working {
    /// A number, or the step that proves it.
    type Figure: Copy;

    /// What stands in a paper.
    fn input(
        &mut self,
        at: &Path<'_>,
        value: Ratio,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// What a paper leaves out where the page says 0 or 1.
    fn absent(
        &mut self,
        at: &Path<'_>,
        value: Ratio,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// A named constant of a page.
    fn constant(&mut self, usual: Usual, label: impl FnOnce() -> String) -> Done<Self::Figure>;
    /// The sum; 0 of nothing.
    fn sum(&mut self, parts: &[Self::Figure], label: impl FnOnce() -> String)
    -> Done<Self::Figure>;
    /// First less second.
    fn difference(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The same on the other side of 0.
    fn negate(
        &mut self,
        figure: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// First times second.
    fn product(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// First by second; nobody divides by what may be 0.
    fn quotient(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The smallest of at least one.
    fn smallest(
        &mut self,
        of: &[Self::Figure],
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// The nearest millionth, half even.
    fn millionth(
        &mut self,
        figure: Self::Figure,
        label: impl FnOnce() -> String,
    ) -> Done<Self::Figure>;
    /// Shares that make a whole on the parts of a grid, by largest remainder.
    fn on_grid(
        &mut self,
        parties: &[PartyId],
        shares: &[Self::Figure],
        grid: Grid,
    ) -> Done<Vec<Self::Figure>>;
    /// Says beside a figure what the page says; only a proof listens.
    fn note(&mut self, figure: Self::Figure, text: &str);
    /// The number behind a figure.
    fn value(&self, figure: Self::Figure) -> Ratio;

    /// The shares that a split in a paper gives to parties; whoever it does not list has none.
    fn split(
        &mut self,
        at: &Path<'_>,
        split: &Split,
        parties: &[PartyId],
        what: &str,
    ) -> Done<Vec<Self::Figure>> {
        let mut shares = Vec::with_capacity(parties.len());
        for party in parties {
            let place = at.name(party.as_str());
            let label = || proof::label(what, party);
            shares.push(match split.share(party) {
                Some(share) => self.input(&place, share, label)?,
                None => self.absent(&place, Ratio::ZERO, label)?,
            });
        }
        Ok(shares)
    }

    /// Shares that are no finer than the grid leaves them.
    fn fitted(
        &mut self,
        parties: &[PartyId],
        shares: Vec<Self::Figure>,
        grid: Grid,
    ) -> Done<Vec<Self::Figure>> {
        if grid.is_needed(shares.iter().map(|share| self.value(*share))) {
            self.on_grid(parties, &shares, grid)
        } else {
            Ok(shares)
        }
    }
}

/// The arithmetic that computes shares.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// Whether shares were put on a grid.
    pub(super) quantised: bool,
}

impl Working for Plain {
    type Figure = Ratio;

    fn input(&mut self, _: &Path<'_>, value: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(value)
    }

    fn absent(&mut self, _: &Path<'_>, value: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(value)
    }

    fn constant(&mut self, usual: Usual, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(usual.value)
    }

    fn sum(&mut self, parts: &[Ratio], _: impl FnOnce() -> String) -> Done<Ratio> {
        let sum = |sum: Ratio, part: &Ratio| sum.checked_add(*part);
        Ok(parts.iter().try_fold(Ratio::ZERO, sum)?)
    }

    fn difference(
        &mut self,
        first: Ratio,
        second: Ratio,
        _: impl FnOnce() -> String,
    ) -> Done<Ratio> {
        Ok(first.checked_sub(second)?)
    }

    fn negate(&mut self, figure: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(-figure)
    }

    fn product(&mut self, first: Ratio, second: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(first.checked_mul(second)?)
    }

    fn quotient(&mut self, first: Ratio, second: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(first.checked_div(second)?)
    }

    fn smallest(&mut self, of: &[Ratio], _: impl FnOnce() -> String) -> Done<Ratio> {
        of.iter().min().copied().ok_or(Failure::Overflow)
    }

    fn millionth(&mut self, figure: Ratio, _: impl FnOnce() -> String) -> Done<Ratio> {
        Ok(Ratio::from_decimal(
            figure.to_decimal(6, Rounding::HalfEven)?,
        ))
    }

    fn on_grid(&mut self, _: &[PartyId], shares: &[Ratio], grid: Grid) -> Done<Vec<Ratio>> {
        self.quantised = true;
        let whole = i128::from(grid.parts);
        let parts = shares_on_grid(shares, grid).into_iter();
        let shares: Result<Vec<Ratio>, _> =
            parts.map(|part| Ratio::new(part.into(), whole)).collect();
        Ok(shares?)
    }

    fn note(&mut self, _: Ratio, _: &str) {}

    fn value(&self, figure: Ratio) -> Ratio {
        figure
    }
}

/// The arithmetic that notes every step of the same rules.
#[derive(Debug)]
pub(super) struct Proved<'a>(pub(super) &'a mut Proof);

impl Working for Proved<'_> {
    type Figure = Step;

    fn input(&mut self, at: &Path<'_>, value: Ratio, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self
            .0
            .input(at.document(), &at.pointer(), value, &label())?)
    }

    fn absent(
        &mut self,
        at: &Path<'_>,
        value: Ratio,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self
            .0
            .default(at.document(), &at.pointer(), value, &label())?)
    }

    fn constant(&mut self, usual: Usual, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.0.constant(usual.constant, usual.value, &label())?)
    }

    fn sum(&mut self, parts: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.0.sum(parts, Ratio::ZERO, &label())?)
    }

    fn difference(
        &mut self,
        first: Step,
        second: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self.0.difference(first, second, &label())?)
    }

    fn negate(&mut self, figure: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.0.negate(figure, &label())?)
    }

    fn product(&mut self, first: Step, second: Step, label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.0.product(&[first, second], &label())?)
    }

    fn quotient(
        &mut self,
        first: Step,
        second: Step,
        label: impl FnOnce() -> String,
    ) -> Done<Step> {
        Ok(self.0.quotient(first, second, &label())?)
    }

    fn smallest(&mut self, of: &[Step], label: impl FnOnce() -> String) -> Done<Step> {
        Ok(self.0.smallest(of, &label())?)
    }

    fn millionth(&mut self, figure: Step, label: impl FnOnce() -> String) -> Done<Step> {
        let step = Ratio::new(1, 1_000_000)?;
        let rounding = Rounding::HalfEven;
        Ok(self.0.whole(figure, rounding, Some(step), None, &label())?)
    }

    fn on_grid(&mut self, parties: &[PartyId], shares: &[Step], grid: Grid) -> Done<Vec<Step>> {
        Ok(proof::on_grid(self.0, parties, shares, grid)?)
    }

    fn note(&mut self, figure: Step, text: &str) {
        self.0.note(figure, text);
    }

    fn value(&self, figure: Step) -> Ratio {
        match self.0.value(figure) {
            Value::Ratio(ratio) => *ratio,
            _ => Ratio::ZERO,
        }
    }
}
