//! [`Given`]: what a pay is evaluated on, and the bases and measures that follow from it.

use std::collections::BTreeMap;

use super::measure::{Base, DeductFrom, Deduction, Measure, Stream};
use super::working::{Done, Stretch, Value, Working};
use crate::explain::Path;

/// What a pay is evaluated on: net amounts and units of its streams, levels, and time.
#[derive(Clone, Debug)]
pub(super) struct Given<'a, F> {
    /// Net amounts by stream; a stream that is not here is 0.
    pub(super) amounts: BTreeMap<&'a str, F>,
    /// Net units by stream; a stream that is not here is 0.
    pub(super) units: BTreeMap<&'a str, F>,
    /// Levels that were reported.
    pub(super) levels: BTreeMap<&'a str, F>,
    /// What a leaf pays by a level that nobody reported: nothing, proved where it is missing.
    pub(super) missing: BTreeMap<&'a str, F>,
    /// How much of a retainer is due.
    pub(super) elapsed: Elapsed<F>,
    /// Whether the window begins before the end of the agreement, so that fixed sums are due.
    pub(super) begins_in_term: bool,
}

/// How much of its window a retainer has run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Elapsed<F> {
    /// This part, rounded half away from zero.
    Part(F),
    /// From the first active day of a window to the end of the active days so far, each share of
    /// the window rounded by the terms: parts of a window add up to the window.
    Window {
        /// The window and its first active day.
        stretch: Stretch<F>,
        /// The day after the active days so far.
        upto: F,
    },
    /// All of it.
    Whole,
    /// None of it.
    Nothing,
}

impl<'a, F: Copy> Given<'a, F> {
    /// The values of the sums, without what proves them.
    pub(super) fn values<W: Working<Figure = F>>(&self, working: &W) -> Given<'a, Value> {
        let values = |figures: &BTreeMap<&'a str, F>| {
            let figures = figures.iter();
            let values = figures.map(|(name, figure)| (*name, working.value(*figure)));
            values.collect()
        };
        Given {
            amounts: values(&self.amounts),
            units: values(&self.units),
            levels: values(&self.levels),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Nothing,
            begins_in_term: self.begins_in_term,
        }
    }
}

fn amount<W: Working>(
    working: &mut W,
    given: &Given<'_, W::Figure>,
    stream: &Stream,
) -> Done<W::Figure> {
    match given.amounts.get(&**stream) {
        Some(amount) => Ok(*amount),
        None => working.no_money(),
    }
}

pub(super) fn amounts<W: Working>(
    working: &mut W,
    given: &Given<'_, W::Figure>,
    streams: &[Stream],
) -> Done<W::Figure> {
    let parts: Done<Vec<_>> = streams.iter().map(|s| amount(working, given, s)).collect();
    match parts?.as_slice() {
        [one] => Ok(*one),
        many => working.sum(many, || format!("sum of {}", streams.join(", "))),
    }
}

pub(super) fn units<W: Working>(
    working: &mut W,
    given: &Given<'_, W::Figure>,
    streams: &[Stream],
) -> Done<W::Figure> {
    let mut parts = Vec::with_capacity(streams.len());
    for stream in streams {
        parts.push(match given.units.get(&**stream) {
            Some(units) => *units,
            None => working.no_number()?,
        });
    }
    match parts.as_slice() {
        [one] => Ok(*one),
        many => working.sum(many, || format!("units of {}", streams.join(", "))),
    }
}

/// Revenue less deductions, in order (spec/compensation.md 3).
pub(super) fn of_base<W: Working>(
    working: &mut W,
    base: &Base,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let gross = amounts(working, given, &base.streams)?;
    let mut rest = gross;
    let deductions = place.name("deduct");
    for (index, deduction) in base.deduct.iter().enumerate() {
        let place = deductions.index(index);
        let part = match deduction {
            Deduction::Rate { rate, from } => {
                let rate = working.input(&place.name("rate"), Value::Number(*rate), || {
                    "rate of the deduction".into()
                })?;
                let of = if *from == DeductFrom::Gross {
                    gross
                } else {
                    rest
                };
                working.product(rate, of, || "deduction".into())?
            }
            Deduction::Stream { stream, at_most } => {
                let cost = amount(working, given, stream)?;
                match at_most {
                    None => cost,
                    Some(limit) => {
                        let nothing = working.no_money()?;
                        let limit =
                            working.input(&place.name("at_most"), Value::Number(*limit), || {
                                format!("largest part that {stream} may take")
                            })?;
                        let of =
                            working.largest(&[nothing, gross], || "gross, not below 0".into())?;
                        let most = working.product(limit, of, || format!("most of {stream}"))?;
                        working.smallest(&[cost, most], || format!("{stream} as deducted"))?
                    }
                }
            }
        };
        rest = working.difference(rest, part, || "base after the deduction".into())?;
    }
    match &base.at_least {
        None => Ok(rest),
        Some(stream) => {
            let least = amount(working, given, stream)?;
            working.largest(&[rest, least], || format!("base, at least {stream}"))
        }
    }
}

/// What a leaf pays whose level nobody reported.
pub(super) fn unmeasured<W: Working>(
    working: &mut W,
    measure: &Measure,
    given: &Given<'_, W::Figure>,
) -> Done<W::Figure> {
    let nothing = match measure {
        Measure::Level(name) => given.missing.get(&**name),
        Measure::Revenue(_) | Measure::Units(_) => None,
    };
    nothing.map_or_else(|| working.no_money(), |nothing| Ok(*nothing))
}

/// The value of a measure; nothing if it is a level that nobody reported.
pub(super) fn of_measure<W: Working>(
    working: &mut W,
    measure: &Measure,
    place: &Path<'_>,
    given: &Given<'_, W::Figure>,
) -> Done<Option<W::Figure>> {
    match measure {
        Measure::Revenue(base) => of_base(working, base, &place.name("revenue"), given).map(Some),
        Measure::Units(streams) => units(working, given, streams).map(Some),
        Measure::Level(name) => Ok(given.levels.get(&**name).copied()),
    }
}
