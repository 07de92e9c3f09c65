//! Proofs of [`Series::trend`] and [`Trigger::run`] (spec/explain.md).

use super::proof::{DEFINITION, READINGS};
use super::series::{Series, SeriesError, Switch, Trigger};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Units};
use crate::ratio::Ratio;

/// A known value and its place among the points.
pub(super) struct Known {
    pub(super) place: usize,
    pub(super) value: Step,
}

impl Series {
    /// Returns the proof of [`Self::trend`].
    ///
    /// It reads the documents `definition`, which is `{"band": ..}`, and `readings`, which is this
    /// series. The result is the trend.
    ///
    /// # Errors
    ///
    /// Those of [`Self::trend`], and [`SeriesError::Explain`].
    pub fn explain(&self, band: Ratio) -> Result<Explanation, SeriesError> {
        self.trend(band)?;
        let mut proof = Proof::new();
        let length = proof.length((READINGS, "/points"), self.points().len(), "points")?;
        let missed = self.points().iter().enumerate();
        let missed = missed.filter(|(_, point)| point.value.is_none());
        for (number, (place, _)) in missed.enumerate() {
            let day = self.prove_day(&mut proof, place)?;
            proof.result(&format!("/missed/{number}"), day);
        }
        if self.points().is_empty() {
            proof.result("/falls", length);
            return Ok(proof.finish());
        }
        let units = proof.units(length)?;
        let known = self.prove_known(&mut proof, |_| true)?;
        if let Some(last) = known.last() {
            proof.result("/last", last.value);
        }
        if let [.., before, last] = known.as_slice() {
            let change = proof.difference(last.value, before.value, "change")?;
            proof.result("/change", change);
            let band = proof.input(DEFINITION, "/band", band, "band")?;
            let below = proof.negate(band, "band downwards")?;
            let is_up = proof.compare(change, band, Relation::More, "up")?;
            let is_down = proof.compare(change, below, Relation::Less, "down")?;
            let directions = [(is_up, "up"), (is_down, "down")];
            let direction = proof.pick(&directions, "flat", "direction")?;
            proof.result("/direction", direction);
            let slope = prove_slope(&mut proof, &known, units)?;
            proof.result("/slope", slope);
        }
        let mut falls = units.none;
        for (before, after) in known.iter().zip(known.iter().skip(1)) {
            let fell = proof.compare(after.value, before.value, Relation::Less, "it fell")?;
            let more = proof.sum(&[falls, units.one], Ratio::ZERO, "once more")?;
            falls = proof.choose(fell, more, units.none, "falls in a row")?;
        }
        proof.result("/falls", falls);
        Ok(proof.finish())
    }

    /// The day of a point; a place that is none has the day of no point, and fails.
    pub(super) fn prove_day(&self, proof: &mut Proof, place: usize) -> Result<Step, ExplainError> {
        let on = self.points().get(place).map(|point| point.on);
        let on = on.unwrap_or_default();
        proof.input(READINGS, &format!("/points/{place}/on"), on, "day")
    }

    /// What is known at the places that count, each with its place.
    pub(super) fn prove_known(
        &self,
        proof: &mut Proof,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Vec<Known>, ExplainError> {
        let mut known = Vec::with_capacity(self.points().len());
        let points = self.points().iter().enumerate();
        for (place, point) in points.filter(|(place, _)| counts(*place)) {
            if let Some(value) = point.value {
                let pointer = format!("/points/{place}/value");
                let value = proof.input(READINGS, &pointer, value, &format!("on {}", point.on))?;
                known.push(Known { place, value });
            }
        }
        Ok(known)
    }
}

/// `(n S(iy) - S(i) S(y)) / (n S(i^2) - S(i)^2)` of two known values or more.
fn prove_slope(proof: &mut Proof, known: &[Known], units: Units) -> Result<Step, ExplainError> {
    let (mut at, mut place) = (0, units.none);
    let (mut places, mut squares, mut products) = (Vec::new(), Vec::new(), Vec::new());
    for point in known {
        while at < point.place {
            place = proof.sum(&[place, units.one], Ratio::ZERO, "place")?;
            at = at.saturating_add(1);
        }
        places.push(place);
        squares.push(proof.product(&[place, place], "")?);
        products.push(proof.product(&[place, point.value], "")?);
    }
    let values: Vec<Step> = known.iter().map(|point| point.value).collect();
    let mut sum = |steps: &[Step], label: &str| proof.sum(steps, Ratio::ZERO, label);
    let count = sum(&vec![units.one; known.len()], "known values")?;
    let (places, squares) = (sum(&places, "places")?, sum(&squares, "their squares")?);
    let (values, products) = (sum(&values, "values")?, sum(&products, "place x value")?);
    let mut less = |left: [Step; 2], right: [Step; 2], label: &str| {
        let (left, right) = (proof.product(&left, "")?, proof.product(&right, "")?);
        proof.difference(left, right, label)
    };
    let above = less([count, products], [places, values], "above")?;
    let below = less([count, squares], [places, places], "below")?;
    proof.quotient(above, below, "slope of the least squares")
}

impl Trigger {
    /// Returns the proof of [`Self::run`].
    ///
    /// It reads the documents `definition`, which is this trigger, and `readings`, which is the
    /// series. The result is the run.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Explain`].
    pub fn explain(&self, series: &Series) -> Result<Explanation, SeriesError> {
        let run = self.run(series);
        let mut proof = Proof::new();
        let periods = Ratio::from(self.for_periods());
        let periods = proof.input(DEFINITION, "/for_periods", periods, "in a row")?;
        let units = proof.units(periods)?;
        let mut below = units.none;
        // None in a row are never enough.
        let mut active = proof.compare(below, periods, Relation::AtLeast, "on")?;
        let (mut since, mut changes) = (None, 0_usize);
        for known in series.prove_known(&mut proof, |_| true)? {
            let was_active = active;
            (active, below) =
                self.prove_next(&mut proof, &known, [active, below, periods], units)?;
            let day = series.points().get(known.place).map(|point| point.on);
            if run.active {
                let day = series.prove_day(&mut proof, known.place)?;
                since = Some(match since {
                    None => day,
                    Some(since) => proof.choose(was_active, since, day, "since, if on")?,
                });
            }
            let switched = run.changes.get(changes);
            let Some(switched) = switched.filter(|switched| Some(switched.on) == day) else {
                continue;
            };
            let (state, other) = match switched.state {
                Switch::On => ("on", "off"),
                Switch::Off => ("off", "on"),
            };
            let is_so = match switched.state {
                Switch::On => active,
                Switch::Off => proof.not(active, "off")?,
            };
            let state = proof.pick(&[(is_so, state)], other, "state")?;
            let day = series.prove_day(&mut proof, known.place)?;
            proof.result(&format!("/changes/{changes}/on"), day);
            proof.result(&format!("/changes/{changes}/state"), state);
            changes = changes.saturating_add(1);
        }
        proof.result("/active", active);
        if let Some(since) = since {
            proof.result("/since", since);
        }
        Ok(proof.finish())
    }

    /// Whether it is on after a value, and how many in a row were below the line.
    fn prove_next(
        &self,
        proof: &mut Proof,
        known: &Known,
        [active, below, periods]: [Step; 3],
        units: Units,
    ) -> Result<(Step, Step), ExplainError> {
        let enter = proof.input(DEFINITION, "/enter_below", self.enter_below(), "on below")?;
        let leave = proof.input(DEFINITION, "/leave_at", self.leave_at(), "off from")?;
        let is_below = proof.compare(known.value, enter, Relation::Less, "below the line")?;
        let more = proof.sum(&[below, units.one], Ratio::ZERO, "one more")?;
        let below = proof.choose(is_below, more, units.none, "in a row below the line")?;
        let is_enough = proof.compare(below, periods, Relation::AtLeast, "enough in a row")?;
        let is_short = proof.compare(known.value, leave, Relation::Less, "not back yet")?;
        let active = proof.choose(active, is_short, is_enough, "on")?;
        Ok((active, below))
    }
}
