//! The factor of a window under an escalator (spec/contracts.md X5).

use super::escalator::Escalator;
use super::terms::Terms;
use super::working::{Done, Relation, Value, Working};
use crate::explain::Path;
use crate::time::{MonthRule, add_months};

/// How the factor of an escalator is called in a working.
pub(super) const FACTOR: &str = "escalator factor f";

impl Escalator {
    /// The day from which steps count.
    pub(super) fn from<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        terms: &Terms,
    ) -> Done<W::Figure> {
        let sheet = terms.sheet();
        let (place, day) = match (self.from, sheet.anchor) {
            (Some(from), _) => (place.name("from"), from),
            (None, Some(anchor)) => (Path::TERMS.name("anchor"), anchor),
            (None, None) => (Path::TERMS.name("start"), sheet.start),
        };
        let label = || "day from which steps of the escalator count".into();
        working.input(&place, Value::Date(day), label)
    }

    /// The factor of a window by its first day, where steps count from a day.
    pub(super) fn factor<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        from: W::Figure,
        first: W::Figure,
    ) -> Done<W::Figure> {
        let months = Value::Number(self.months.into());
        let label = || "months of a step".into();
        let months = working.input(&place.name("months"), months, label)?;
        let one = working.quotient(months, months, || "no rise".into())?;
        let rate = Value::Number(self.rate);
        let rate = working.input(&place.name("rate"), rate, || "rise of a step".into())?;
        let rise = working.sum(&[one, rate], || "rise of a step, with the whole".into())?;
        let none = working.no_number()?;
        let (mut steps, mut factor) = (none, one);
        let begins = working.day(from)?;
        let mut after = 0_u32;
        loop {
            after = after.saturating_add(self.months.max(1));
            // A day that the calendar does not have is never reached.
            if add_months(begins, i64::from(after), MonthRule::SameDay).is_err() {
                return Ok(factor);
            }
            let day = working.months_after(from, after, || "day of the next step".into())?;
            let label = || "the window begins on it, or after it".into();
            let reached = working.compare(day, Relation::AtMost, first, label)?;
            let is_reached = working.value(reached) == Value::Flag(true);
            let step = working.choose(reached, one, none, || "one step more".into())?;
            let before = steps;
            steps = working.sum(&[before, step], || "steps of the escalator, k".into())?;
            let label = || "k rises".into();
            let rises = working.compare(steps, Relation::More, before, label)?;
            let by = working.choose(rises, rise, one, || "rise of this step".into())?;
            let exact = working.product(by, factor, || "factor before it is rounded".into())?;
            let k = working.number(steps)?;
            factor = working.to_15_decimals(exact, || format!("{FACTOR}, k = {k}"))?;
            if !is_reached {
                return Ok(factor);
            }
        }
    }
}
