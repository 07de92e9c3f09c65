//! [`Curve`]: a pay as straight pieces over whole minor units of one stream's revenue.

use super::measure::{Base, DeductFrom, Deduction};
use super::pay::{CostPlus, PayDraft, Share};
use super::tiers::{Bound, Boundary, RateTier, TierMode};
use crate::money::Money;
use crate::ratio::{Ratio, RatioError};
use crate::rounding::Rounding;

/// `slope * x + constant`, all in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) slope: Ratio,
    pub(super) constant: Ratio,
}

/// A line over the revenues `from` to `to`, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: i128,
    pub(super) to: i128,
    pub(super) line: Line,
}

/// Pieces from 0 to the largest revenue asked for, without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Curve(Vec<Piece>);

/// Why a pay is no curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoCurve {
    /// A leaf that is not made of straight pieces over this stream alone.
    Leaf(&'static str),
    /// A number that does not fit.
    Overflow,
}

impl From<RatioError> for NoCurve {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}

type Made<T> = Result<T, NoCurve>;

impl Line {
    const NOTHING: Self = Self {
        slope: Ratio::ZERO,
        constant: Ratio::ZERO,
    };
    const ITSELF: Self = Self {
        slope: Ratio::ONE,
        constant: Ratio::ZERO,
    };

    fn flat(money: Money) -> Made<Self> {
        Ok(Self {
            slope: Ratio::ZERO,
            constant: minor(money)?,
        })
    }

    fn plus(self, other: Self) -> Made<Self> {
        Ok(Self {
            slope: self.slope.checked_add(other.slope)?,
            constant: self.constant.checked_add(other.constant)?,
        })
    }

    pub(super) fn minus(self, other: Self) -> Made<Self> {
        self.plus(other.times(-Ratio::ONE)?)
    }

    fn times(self, rate: Ratio) -> Made<Self> {
        Ok(Self {
            slope: self.slope.checked_mul(rate)?,
            constant: self.constant.checked_mul(rate)?,
        })
    }
}

fn minor(money: Money) -> Made<Ratio> {
    Ok(Ratio::new(money.minor(), 1)?)
}

impl Piece {
    /// The part of the piece between two revenues, if there is any.
    fn within(self, from: i128, to: i128) -> Option<Self> {
        let (from, to) = (self.from.max(from), self.to.min(to));
        let line = self.line;
        (from <= to).then_some(Self { from, to, line })
    }

    /// The piece cut where its line is below, at and above 0: at most three parts, in order, with
    /// the sign of each.
    pub(super) fn by_sign(self) -> Made<Vec<(Self, i8)>> {
        let Line { slope, constant } = self.line;
        if slope.is_zero() {
            return Ok(vec![(self, sign(constant))]);
        }
        let root = (-constant).checked_div(slope)?;
        // The last revenue before the root, and the first one after it.
        let last = root.round(Rounding::Ceiling).saturating_sub(1);
        let first = root.round(Rounding::Floor).saturating_add(1);
        let after = sign(slope);
        let parts = [
            (self.within(self.from, last), after.saturating_neg()),
            (
                self.within(last.saturating_add(1), first.saturating_sub(1)),
                0,
            ),
            (self.within(first, self.to), after),
        ];
        Ok(parts
            .into_iter()
            .filter_map(|(part, sign)| Some((part?, sign)))
            .collect())
    }
}

fn sign(number: Ratio) -> i8 {
    i8::from(number.is_positive()).saturating_sub(i8::from(number.is_negative()))
}

impl Curve {
    fn one(line: Line, most: i128) -> Self {
        let (from, to) = (0, most);
        Self(vec![Piece { from, to, line }])
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Both curves over the pieces that they share.
    fn joined(&self, other: &Self) -> Vec<(Piece, Line)> {
        let mut joined = Vec::with_capacity(self.0.len().saturating_add(other.0.len()));
        let mut others = other.0.iter().peekable();
        for piece in &self.0 {
            while let Some(second) = others.peek() {
                if let Some(part) = piece.within(second.from, second.to) {
                    joined.push((part, second.line));
                }
                if second.to > piece.to {
                    break;
                }
                others.next();
            }
        }
        joined
    }

    fn combined(&self, other: &Self, of: impl Fn(Line, Line) -> Made<Line>) -> Made<Self> {
        let pieces = self.joined(other).into_iter().map(|(piece, second)| {
            Ok(Piece {
                line: of(piece.line, second)?,
                ..piece
            })
        });
        pieces.collect::<Made<_>>().map(Self)
    }

    pub(super) fn minus(&self, other: &Self) -> Made<Self> {
        self.combined(other, Line::minus)
    }

    fn times(mut self, rate: Ratio) -> Made<Self> {
        for piece in &mut self.0 {
            piece.line = piece.line.times(rate)?;
        }
        Ok(self)
    }

    /// The greater of two curves at each revenue, or the lesser.
    fn extreme(&self, other: &Self, greater: bool) -> Made<Self> {
        let mut pieces = Vec::new();
        for (piece, second) in self.joined(other) {
            let first = piece.line;
            let line = first.minus(second)?;
            for (part, sign) in (Piece { line, ..piece }).by_sign()? {
                let line = if (sign > 0) == greater { first } else { second };
                pieces.push(Piece { line, ..part });
            }
        }
        Ok(Self(pieces))
    }

    /// A pay over the revenue of one stream, from 0 to `most` minor units.
    pub(super) fn of(pay: &PayDraft, stream: &str, most: i128) -> Made<Self> {
        let of = |pay: &PayDraft| Self::of(pay, stream, most);
        let extreme = |all: &[PayDraft], greater| {
            let mut curves = all.iter().map(&of);
            let first = curves
                .next()
                .unwrap_or(Ok(Self::one(Line::NOTHING, most)))?;
            curves.try_fold(first, |best, curve| best.extreme(&curve?, greater))
        };
        match pay {
            PayDraft::Share(share) => of_share(share, stream, most),
            PayDraft::Retainer(retainer) => Ok(Self::one(Line::flat(retainer.amount)?, most)),
            PayDraft::Fixed(fixed) => Ok(Self::one(Line::flat(fixed.amount)?, most)),
            PayDraft::CostPlus(cost) => of_costs(cost, stream, most),
            PayDraft::Sum(all) => {
                let nothing = Self::one(Line::NOTHING, most);
                all.iter()
                    .try_fold(nothing, |sum, pay| sum.combined(&of(pay)?, Line::plus))
            }
            PayDraft::GreaterOf(all) => extreme(all, true),
            PayDraft::LesserOf(all) => extreme(all, false),
            PayDraft::Minus(pair) => of(&pair.0)?.minus(&of(&pair.1)?),
            PayDraft::Times(times) => of(&times.pay)?.times(times.rate),
            PayDraft::PerUnit(_) => Err(NoCurve::Leaf("per_unit")),
            PayDraft::Pool(_) => Err(NoCurve::Leaf("pool")),
            PayDraft::Bonus(_) => Err(NoCurve::Leaf("bonus")),
            PayDraft::Bands(_) => Err(NoCurve::Leaf("bands")),
        }
    }
}

fn of_costs(cost: &CostPlus, stream: &str, most: i128) -> Made<Curve> {
    let alone = cost.streams.iter().all(|costs| **costs == *stream);
    if !alone {
        return Err(NoCurve::Leaf("cost_plus"));
    }
    let costs = Curve::one(Line::ITSELF, most);
    let reimbursed = match cost.ceiling {
        None => costs,
        Some(ceiling) => costs.extreme(&Curve::one(Line::flat(ceiling)?, most), false)?,
    };
    let Some(fee) = cost.fee else {
        let markup = cost.markup.unwrap_or(Ratio::ZERO);
        return reimbursed.times(Ratio::ONE.checked_add(markup)?);
    };
    // The fee is earned with the first costs.
    let (none, some) = ((0, 0), (1, most));
    let fees = [(none, Line::NOTHING), (some, Line::flat(fee)?)];
    let fees = fees.into_iter().filter(|((from, to), _)| from <= to);
    let fees = fees.map(|((from, to), line)| Piece { from, to, line });
    reimbursed.combined(&Curve(fees.collect()), Line::plus)
}

/// The base of a share of one stream: a part of it, or the stream itself as the least.
fn of_base(base: &Base, stream: &str, most: i128) -> Made<Curve> {
    let no_curve = NoCurve::Leaf("share");
    let alone = base.reads().all(|read| **read == *stream);
    if !alone {
        return Err(no_curve);
    }
    let mut part = Ratio::ONE;
    for deduction in &base.deduct {
        let Deduction::Rate { rate, from } = deduction else {
            return Err(no_curve);
        };
        let of = match from {
            DeductFrom::Gross => Ratio::ONE,
            DeductFrom::Remaining => part,
        };
        part = part.checked_sub(rate.checked_mul(of)?)?;
    }
    let curve = Curve::one(Line::ITSELF.times(part)?, most);
    match base.at_least {
        None => Ok(curve),
        Some(_) => curve.extreme(&Curve::one(Line::ITSELF, most), true),
    }
}

fn of_share(share: &Share, stream: &str, most: i128) -> Made<Curve> {
    if share.tier_by.is_some() || share.mode == TierMode::Forward {
        return Err(NoCurve::Leaf("share"));
    }
    let base = of_base(&share.base, stream, most)?;
    let Some(tiers) = &share.tiers else {
        return base.times(share.rate.unwrap_or(Ratio::ZERO));
    };
    let mut pieces = Vec::new();
    for piece in base.pieces() {
        for (part, sign) in piece.by_sign()? {
            if sign > 0 {
                climb(share, tiers, part, &mut pieces)?;
            } else {
                // Below 0 the first rate, without flats; at 0 nothing.
                let first = tiers.first().map_or(Ratio::ZERO, |tier| tier.rate);
                let line = part.line.times(first)?;
                pieces.push(Piece { line, ..part });
            }
        }
    }
    Ok(Curve(pieces))
}

/// Cuts a piece of a base above 0 at the bounds of the tiers, and rates each part.
fn climb(share: &Share, tiers: &[RateTier], base: Piece, pieces: &mut Vec<Piece>) -> Made<()> {
    // What the tiers below pay, with the flats that were entered, and their upper bound.
    let (mut paid, mut lower) = (Ratio::ZERO, Ratio::ZERO);
    let mut rest = Some(base);
    for tier in tiers {
        let Some(piece) = rest else { break };
        let flat = tier.flat.map_or(Ok(Ratio::ZERO), minor)?;
        let line = match share.mode {
            TierMode::Marginal => {
                paid = paid.checked_add(flat)?;
                let below = paid.checked_sub(tier.rate.checked_mul(lower)?)?;
                let above = base.line.times(tier.rate)?;
                Line {
                    constant: above.constant.checked_add(below)?,
                    ..above
                }
            }
            TierMode::Whole | TierMode::Forward => {
                let all = base.line.times(tier.rate)?;
                Line {
                    constant: all.constant.checked_add(flat)?,
                    ..all
                }
            }
        };
        let Some(Bound::Money(up_to)) = tier.up_to else {
            pieces.push(Piece { line, ..piece });
            break;
        };
        let upper = minor(up_to)?;
        let (within, beyond) = cut(piece, upper, share.boundary)?;
        pieces.extend(within.map(|part| Piece { line, ..part }));
        rest = beyond;
        paid = paid.checked_add(tier.rate.checked_mul(upper.checked_sub(lower)?)?)?;
        lower = upper;
    }
    Ok(())
}

/// The part of a piece that does not leave a tier, and the part that does. A base above 0 rises,
/// so that the first comes before the second.
fn cut(base: Piece, upper: Ratio, boundary: Boundary) -> Made<(Option<Piece>, Option<Piece>)> {
    let constant = base.line.constant.checked_sub(upper)?;
    let line = Line {
        constant,
        ..base.line
    };
    let (mut within, mut beyond): (Option<Piece>, Option<Piece>) = (None, None);
    for (part, sign) in (Piece { line, ..base }).by_sign()? {
        let stays = sign < 0 || (sign == 0 && boundary == Boundary::UpTo);
        let side = if stays { &mut within } else { &mut beyond };
        let from = side.map_or(part.from, |side| side.from);
        *side = base.within(from, part.to);
    }
    Ok((within, beyond))
}
