//! [`Ladder`]: tiers as they are climbed, marginal or whole, in any [`Working`].

use super::tiers::{BlockCount, Bound, Boundary};
use super::working::{Done, Relation, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// One tier, whatever it pays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rung {
    pub(super) up_to: Option<Bound>,
    /// A rate, a price, or the amount of a band.
    pub(super) rate: Value,
    /// The key under which it stands.
    pub(super) rate_key: &'static str,
    pub(super) flat: Option<Money>,
    pub(super) block: Option<Ratio>,
    pub(super) count: BlockCount,
}

/// How a measure lies in a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// Below 0: blocks count exactly and no flat is paid.
    Below,
    /// Above, or at 0.
    Within,
}

/// Tiers, where they stand, and on which side their bounds lie.
#[derive(Debug)]
pub(super) struct Ladder<'a> {
    pub(super) rungs: Vec<Rung>,
    pub(super) place: &'a Path<'a>,
    pub(super) boundary: Boundary,
}

impl Bound {
    /// The bound as a value of the rules.
    pub(super) fn value(self) -> Value {
        match self {
            Self::Money(money) => money.into(),
            Self::Quantity(quantity) => Value::Number(quantity),
        }
    }
}

impl Rung {
    fn rate<W: Working>(self, working: &mut W, place: &Path<'_>) -> Done<W::Figure> {
        working.input(&place.name(self.rate_key), self.rate, || {
            self.rate_key.into()
        })
    }

    fn flat<W: Working>(self, working: &mut W, place: &Path<'_>) -> Done<Option<W::Figure>> {
        let flat = |flat: Money| {
            working.input(&place.name("flat"), flat.into(), || {
                "flat of the tier".into()
            })
        };
        self.flat.map(flat).transpose()
    }

    /// What a slice of the measure is worth in this tier, without the flat.
    pub(super) fn slice<W: Working>(
        self,
        working: &mut W,
        place: &Path<'_>,
        slice: W::Figure,
        entered: Entered,
    ) -> Done<W::Figure> {
        let rate = self.rate(working, place)?;
        let Some(block) = self.block else {
            return self.product(working, rate, slice);
        };
        let block = working.input(&place.name("block"), Value::Number(block), || {
            "units in a block".into()
        })?;
        let blocks = working.quotient(slice, block, || "blocks".into())?;
        let rounding = match (self.count, entered) {
            (BlockCount::Exact, _) | (_, Entered::Below) => None,
            (BlockCount::Started, Entered::Within) => Some(Rounding::Ceiling),
            (BlockCount::Completed, Entered::Within) => Some(Rounding::Floor),
        };
        let blocks = match rounding {
            None => blocks,
            Some(rounding) => working.whole(blocks, rounding, || match self.count {
                BlockCount::Completed => "completed blocks".into(),
                _ => "started blocks".into(),
            })?,
        };
        self.product(working, rate, blocks)
    }

    /// A rate is a number and multiplies revenue; a price is an amount and multiplies units.
    fn product<W: Working>(
        self,
        working: &mut W,
        rate: W::Figure,
        of: W::Figure,
    ) -> Done<W::Figure> {
        match self.rate {
            Value::Price(_) => working.product(of, rate, || "value of the units".into()),
            _ => working.product(rate, of, || "value of the slice".into()),
        }
    }
}

impl Ladder<'_> {
    fn upper<W: Working>(&self, working: &mut W, index: usize) -> Done<Option<W::Figure>> {
        let bound = self.rungs.get(index).and_then(|rung| rung.up_to);
        let place = self.place.index(index);
        bound
            .map(|bound| {
                working.input(&place.name("up_to"), bound.value(), || "upper bound".into())
            })
            .transpose()
    }

    fn nothing<W: Working>(working: &mut W, like: W::Figure) -> Done<W::Figure> {
        match working.value(like) {
            Value::Amount(_) => working.no_money(),
            _ => working.no_number(),
        }
    }

    /// The part of the measure that lies in each tier: the first also below 0.
    fn slices<W: Working>(&self, working: &mut W, measured: W::Figure) -> Done<Vec<W::Figure>> {
        let nothing = Self::nothing(working, measured)?;
        let mut slices = Vec::with_capacity(self.rungs.len());
        let mut lower = None;
        for index in 0..self.rungs.len() {
            let upper = self.upper(working, index)?;
            let reached = match upper {
                None => measured,
                Some(upper) => {
                    working.smallest(&[measured, upper], || "measure up to the bound".into())?
                }
            };
            slices.push(match lower {
                None => reached,
                Some(lower) => {
                    let above = working.difference(reached, lower, || "above the bound".into())?;
                    working.largest(&[nothing, above], || "slice of the tier".into())?
                }
            });
            lower = upper;
        }
        Ok(slices)
    }

    /// Whether the measure has entered a tier, so that its flat is paid.
    fn entered<W: Working>(
        &self,
        working: &mut W,
        measured: W::Figure,
        index: usize,
    ) -> Done<W::Figure> {
        let lower = match index.checked_sub(1) {
            None => None,
            Some(before) => self.upper(working, before)?,
        };
        let (relation, lower) = match (lower, self.boundary) {
            (None, _) => (Relation::More, Self::nothing(working, measured)?),
            (Some(lower), Boundary::UpTo) => (Relation::More, lower),
            (Some(lower), Boundary::Reaches) => (Relation::AtLeast, lower),
        };
        working.compare(measured, relation, lower, || "tier entered".into())
    }

    /// The flats of all tiers that a measure has entered.
    fn flats<W: Working>(
        &self,
        working: &mut W,
        measured: W::Figure,
        parts: &mut Vec<W::Figure>,
    ) -> Done<()> {
        for (index, rung) in self.rungs.iter().enumerate() {
            if let Some(flat) = rung.flat(working, &self.place.index(index))? {
                let entered = self.entered(working, measured, index)?;
                let nothing = working.no_money()?;
                parts.push(working.choose(entered, flat, nothing, || "flat".into())?);
            }
        }
        Ok(())
    }

    /// Each tier pays its slice, and its flat once entered.
    pub(super) fn marginal<W: Working>(
        &self,
        working: &mut W,
        measured: W::Figure,
    ) -> Done<W::Figure> {
        let below = working.sign(measured).is_lt();
        let entered = if below {
            Entered::Below
        } else {
            Entered::Within
        };
        let mut parts = Vec::new();
        for (index, slice) in self.slices(working, measured)?.into_iter().enumerate() {
            let Some(rung) = self.rungs.get(index) else {
                continue;
            };
            parts.push(rung.slice(working, &self.place.index(index), slice, entered)?);
        }
        if !below {
            self.flats(working, measured, &mut parts)?;
        }
        working.sum(&parts, || "value of all tiers".into())
    }

    /// Everything at the rate of the first tier, without its flat: what is below 0, what no other
    /// measure speaks for, and what has no history.
    pub(super) fn first<W: Working>(&self, working: &mut W, paid: W::Figure) -> Done<W::Figure> {
        match self.rungs.first() {
            None => working.no_money(),
            Some(first) => first.slice(working, &self.place.index(0), paid, Entered::Below),
        }
    }

    /// The tier that the measure lies in pays everything, and its flat above 0.
    pub(super) fn whole<W: Working>(
        &self,
        working: &mut W,
        measured: W::Figure,
    ) -> Done<W::Figure> {
        if working.sign(measured).is_lt() {
            return self.first(working, measured);
        }
        let mut values = Vec::with_capacity(self.rungs.len());
        for (index, rung) in self.rungs.iter().enumerate() {
            let place = self.place.index(index);
            let value = rung.slice(working, &place, measured, Entered::Within)?;
            values.push(Self::with_flat(working, *rung, &place, measured, value)?);
        }
        self.pick(working, measured, &values)
    }

    /// A value and the flat of its tier, if there is anything to pay for.
    fn with_flat<W: Working>(
        working: &mut W,
        rung: Rung,
        place: &Path<'_>,
        paid: W::Figure,
        value: W::Figure,
    ) -> Done<W::Figure> {
        let Some(flat) = rung.flat(working, place)? else {
            return Ok(value);
        };
        let nothing = Self::nothing(working, paid)?;
        let any = working.compare(paid, Relation::More, nothing, || "above 0".into())?;
        let with = working.sum(&[value, flat], || "with the flat".into())?;
        working.choose(any, with, value, || "value of the tier".into())
    }

    /// Another measure chooses the tier, whose rate pays everything.
    pub(super) fn chosen<W: Working>(
        &self,
        working: &mut W,
        paid: W::Figure,
        by: W::Figure,
    ) -> Done<W::Figure> {
        let mut values = Vec::with_capacity(self.rungs.len());
        for (index, rung) in self.rungs.iter().enumerate() {
            let place = self.place.index(index);
            let value = rung.slice(working, &place, paid, Entered::Within)?;
            values.push(Self::with_flat(working, *rung, &place, paid, value)?);
        }
        self.pick(working, by, &values)
    }

    /// The average method: the slices of another measure weigh the rates.
    pub(super) fn average<W: Working>(
        &self,
        working: &mut W,
        paid: W::Figure,
        by: W::Figure,
    ) -> Done<W::Figure> {
        if working.sign(by).is_le() {
            return self.first(working, paid);
        }
        let mut parts = Vec::new();
        for (index, slice) in self.slices(working, by)?.into_iter().enumerate() {
            let Some(rung) = self.rungs.get(index) else {
                continue;
            };
            let part = working.quotient(slice, by, || "part of the measure".into())?;
            let paid = working.product(part, paid, || "revenue of the tier".into())?;
            parts.push(rung.slice(working, &self.place.index(index), paid, Entered::Within)?);
        }
        if working.sign(paid).is_gt() {
            self.flats(working, by, &mut parts)?;
        }
        working.sum(&parts, || "value of all tiers".into())
    }

    /// What a period is paid that begins where another measure stands and moves it: its money over
    /// the slices that it moves through; without a move, at the rate of where it begins.
    pub(super) fn moved<W: Working>(
        &self,
        working: &mut W,
        paid: W::Figure,
        from: W::Figure,
        by: W::Figure,
    ) -> Done<W::Figure> {
        if working.sign(by).is_eq() {
            let rates = self.rates(working)?;
            let rate = self.pick(working, from, &rates)?;
            let label = || "at the rate of where the period begins".into();
            return working.product(rate, paid, label);
        }
        let to = working.sum(&[from, by], || "measure with the period".into())?;
        let after = self.slices(working, to)?;
        let before = self.slices(working, from)?;
        let mut parts = Vec::new();
        for (index, (after, before)) in after.into_iter().zip(before).enumerate() {
            let Some(rung) = self.rungs.get(index) else {
                continue;
            };
            let slice = working.difference(after, before, || "moved in the tier".into())?;
            let part = working.quotient(slice, by, || "part of the period".into())?;
            let paid = working.product(part, paid, || "revenue of the tier".into())?;
            parts.push(rung.slice(working, &self.place.index(index), paid, Entered::Within)?);
        }
        working.sum(&parts, || "value of all tiers".into())
    }

    /// The rates themselves.
    pub(super) fn rates<W: Working>(&self, working: &mut W) -> Done<Vec<W::Figure>> {
        let rungs = self.rungs.iter().enumerate();
        rungs
            .map(|(index, rung)| rung.rate(working, &self.place.index(index)))
            .collect()
    }

    /// The value of the tier that a measure lies in, as a chain of comparisons with its bounds.
    pub(super) fn pick<W: Working>(
        &self,
        working: &mut W,
        measured: W::Figure,
        values: &[W::Figure],
    ) -> Done<W::Figure> {
        let Some((last, lower)) = values.split_last() else {
            return working.no_money();
        };
        let relation = match self.boundary {
            Boundary::UpTo => Relation::AtMost,
            Boundary::Reaches => Relation::Less,
        };
        let mut chosen = *last;
        for (index, value) in lower.iter().enumerate().rev() {
            let Some(upper) = self.upper(working, index)? else {
                continue;
            };
            let within =
                working.compare(measured, relation, upper, || "within the bound".into())?;
            chosen = working.choose(within, *value, chosen, || "by the tier".into())?;
        }
        Ok(chosen)
    }
}
