//! [`Curve`]: a pay as straight pieces over whole minor units of one stream's revenue.

use super::measure::{Base, DeductFrom, Deduction, Measure};
use super::pay::{Bands, Bonus, CostPlus, PayDraft, Share};
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
    /// More steps of a bonus than are looked at.
    Steps(i128),
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

    fn at(self, revenue: i128) -> Made<Ratio> {
        let risen = self.slope.checked_mul(Ratio::new(revenue, 1)?)?;
        Ok(risen.checked_add(self.constant)?)
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

    /// The largest value at an end of a piece: there is none above it.
    fn top(&self) -> Made<Ratio> {
        let mut top: Option<Ratio> = None;
        for piece in &self.0 {
            for revenue in [piece.from, piece.to] {
                let value = piece.line.at(revenue)?;
                top = Some(top.map_or(value, |top| top.max(value)));
            }
        }
        Ok(top.unwrap_or(Ratio::ZERO))
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
            PayDraft::Bonus(bonus) => of_bonus(bonus, stream, most),
            PayDraft::Bands(bands) => of_bands(bands, stream, most),
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

/// A base of one stream: a part of it, or the stream itself as the least.
fn of_base(base: &Base, leaf: &'static str, stream: &str, most: i128) -> Made<Curve> {
    let no_curve = NoCurve::Leaf(leaf);
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
    if share.tier_by.is_some() || share.mode.is_by_period() {
        return Err(NoCurve::Leaf("share"));
    }
    let base = of_base(&share.base, "share", stream, most)?;
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
            TierMode::Whole | TierMode::Forward | TierMode::Running => {
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

/// The most steps of a bonus that are looked at.
const MOST_STEPS: i128 = 10_000;

/// The revenue that a bonus or a band is paid by.
fn measured(measure: &Measure, leaf: &'static str, stream: &str, most: i128) -> Made<Curve> {
    match measure {
        Measure::Revenue(base) => of_base(base, leaf, stream, most),
        Measure::Units(_) | Measure::Level(_) => Err(NoCurve::Leaf(leaf)),
    }
}

/// A bound of revenue in minor units.
fn revenue(bound: Bound, leaf: &'static str) -> Made<Ratio> {
    match bound {
        Bound::Money(money) => minor(money),
        Bound::Quantity(_) => Err(NoCurve::Leaf(leaf)),
    }
}

/// Amounts that add up with each target reached, and with each step beyond them.
fn of_bonus(bonus: &Bonus, stream: &str, most: i128) -> Made<Curve> {
    let leaf = "bonus";
    let base = measured(&bonus.measure, leaf, stream, most)?;
    let mut stairs = Vec::with_capacity(bonus.steps.len());
    let mut paid = Ratio::ZERO;
    for step in &bonus.steps {
        paid = paid.checked_add(minor(step.pay)?)?;
        stairs.push((revenue(step.reach, leaf)?, paid));
    }
    let reached = climbed(&base, Ratio::ZERO, &stairs, Boundary::Reaches)?;
    let Some(then) = &bonus.then else {
        return Ok(reached);
    };
    let (from, every) = (revenue(then.from, leaf)?, revenue(then.every, leaf)?);
    let top = base.top()?;
    let top = match then.until {
        Some(until) => top.min(revenue(until, leaf)?),
        None => top,
    };
    let steps = top.checked_sub(from)?.checked_div(every)?;
    let steps = steps.round(Rounding::Floor);
    if steps > MOST_STEPS {
        return Err(NoCurve::Steps(steps));
    }
    let pay = minor(then.pay)?;
    let stairs = (1..=steps).map(|number| {
        let number = Ratio::new(number, 1)?;
        let at = from.checked_add(every.checked_mul(number)?)?;
        Made::Ok((at, pay.checked_mul(number)?))
    });
    let stairs: Vec<(Ratio, Ratio)> = stairs.collect::<Made<_>>()?;
    let further = climbed(&base, Ratio::ZERO, &stairs, Boundary::Reaches)?;
    reached.combined(&further, Line::plus)
}

/// The amount of the band that revenue lies in.
fn of_bands(bands: &Bands, stream: &str, most: i128) -> Made<Curve> {
    let leaf = "bands";
    let base = measured(&bands.measure, leaf, stream, most)?;
    let ground = bands
        .tiers
        .first()
        .map_or(Ok(Ratio::ZERO), |t| minor(t.pay))?;
    let upper = bands.tiers.iter().skip(1);
    let stairs = bands.tiers.iter().zip(upper).map(|(tier, next)| {
        let bound = tier.up_to.ok_or(NoCurve::Leaf(leaf))?;
        Made::Ok((revenue(bound, leaf)?, minor(next.pay)?))
    });
    let stairs: Vec<(Ratio, Ratio)> = stairs.collect::<Made<_>>()?;
    climbed(&base, ground, &stairs, bands.boundary)
}

/// Constant pieces: the ground below the first stair, then what each stair pays from its height
/// on, which rises from stair to stair.
fn climbed(
    base: &Curve,
    ground: Ratio,
    stairs: &[(Ratio, Ratio)],
    boundary: Boundary,
) -> Made<Curve> {
    let mut pieces = Vec::with_capacity(stairs.len().saturating_add(1));
    let mut push = |piece: Option<Piece>, constant| {
        let slope = Ratio::ZERO;
        let line = Line { slope, constant };
        pieces.extend(piece.map(|piece| Piece { line, ..piece }));
    };
    for piece in base.pieces() {
        let mut rest = Some(*piece);
        if piece.line.slope.is_negative() {
            for (height, paid) in stairs.iter().rev() {
                let Some(piece) = rest else { break };
                let (within, beyond) = cut(piece, *height, boundary)?;
                push(beyond, *paid);
                rest = within;
            }
            push(rest, ground);
            continue;
        }
        let mut paid = ground;
        for (height, next) in stairs {
            let Some(piece) = rest else { break };
            let (within, beyond) = cut(piece, *height, boundary)?;
            push(within, paid);
            (rest, paid) = (beyond, *next);
        }
        push(rest, paid);
    }
    Ok(Curve(pieces))
}

/// The part of a piece whose line does not leave a tier, and the part whose line does; of a line
/// that rises the first comes first.
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
