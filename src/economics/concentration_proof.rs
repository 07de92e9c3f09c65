//! Proofs of a [`Concentration`](super::Concentration) (spec/explain.md).

use super::concentration::{Band, Dependency, Incomes, Negatives};
use super::concentration_lines::{DependencyLines, HhiBands, MOST_POINTS};
use super::concentration_report::ConcentrationReport;
use super::error::EconomicsError;
use super::proof::DEFINITION;
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Units};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// What the figures are made of.
struct Figures {
    total: Step,
    largest: Step,
    payers: Step,
    hhi: Step,
    units: Units,
}

impl Incomes {
    /// Returns the proof of the [report](super::Concentration::report) of their concentration.
    ///
    /// It reads the document `definition`, which is `{"incomes": these, "lines": .., "bands": ..,
    /// "unit": the smallest amount of their currency}`. The result is the report.
    ///
    /// # Errors
    ///
    /// Those of [`concentration`](Self::concentration) and of the report, and
    /// [`EconomicsError::Explain`].
    pub fn explain(
        &self,
        negatives: Negatives,
        lines: &DependencyLines,
        bands: &HhiBands,
    ) -> Result<Explanation, EconomicsError> {
        let report = self.concentration(negatives)?.report(lines, bands)?;
        let mut proof = Proof::new();
        let figures = self.prove(&mut proof, report.total)?;
        let Figures { hhi, units, .. } = figures;
        let most = Ratio::from(MOST_POINTS);
        let most = proof.constant("most_points", most, "points of one payer")?;
        let points = proof.product(&[hhi, most], "points")?;
        let effective = proof.quotient(units.one, hhi, "as many equal payers")?;
        let share = proof.quotient(figures.largest, figures.total, "top share")?;
        for (pointer, step) in [
            ("/total", figures.total),
            ("/payers", figures.payers),
            ("/hhi", hhi),
            ("/points", points),
            ("/effective", effective),
            ("/top_share", share),
        ] {
            proof.result(pointer, step);
        }
        if report.normalised.is_some() {
            let least = proof.quotient(units.one, figures.payers, "equal payers")?;
            let above = proof.difference(hhi, least, "above equal payers")?;
            let range = proof.difference(units.one, least, "range above them")?;
            let normalised = proof.quotient(above, range, "normalised")?;
            proof.result("/normalised", normalised);
        }
        self.prove_top(&mut proof, figures.largest, &report)?;
        prove_band(&mut proof, points, *bands)?;
        prove_lines(&mut proof, &figures, share, lines, &report)?;
        Ok(proof.finish())
    }

    /// The sums over all that is above 0.
    fn prove(&self, proof: &mut Proof, total: Money) -> Result<Figures, ExplainError> {
        let mut paid = Vec::with_capacity(self.by_id().len());
        for (place, (id, amount)) in self.by_id().iter().enumerate() {
            let pointer = format!("/incomes/{place}/amount");
            paid.push(proof.input(DEFINITION, &pointer, *amount, id)?);
        }
        // Somebody paid something, so the largest is above 0.
        let largest = proof.largest(&paid, "largest")?;
        let nothing = proof.difference(largest, largest, "nothing")?;
        let mut counted = Vec::with_capacity(paid.len());
        for (step, (id, amount)) in paid.iter().zip(self.by_id()) {
            counted.push(if amount.is_negative() {
                proof.largest(&[*step, nothing], &format!("{id}, not below 0"))?
            } else {
                *step
            });
        }
        let total = proof.sum(&counted, Money::zero(total.currency()), "total")?;
        let units = proof.units(total)?;
        let (mut payers, mut squares) = (Vec::new(), Vec::new());
        for step in counted {
            payers.push(proof.compare(step, nothing, Relation::More, "paid something")?);
            let share = proof.quotient(step, total, "share")?;
            squares.push(proof.product(&[share, share], "")?);
        }
        Ok(Figures {
            total,
            largest,
            payers: proof.count(&payers, units, "payers")?,
            hhi: proof.sum(&squares, Ratio::ZERO, "HHI")?,
            units,
        })
    }

    fn prove_top(
        &self,
        proof: &mut Proof,
        largest: Step,
        report: &ConcentrationReport,
    ) -> Result<(), ExplainError> {
        for (number, top) in report.top.iter().enumerate() {
            let found = self.by_id().iter().enumerate();
            let found = found.filter(|(_, (id, _))| id == top);
            for (place, (id, amount)) in found {
                let at = |key: &str| format!("/incomes/{place}/{key}");
                let paid = proof.input(DEFINITION, &at("amount"), *amount, id)?;
                let id = proof.input(DEFINITION, &at("id"), id.as_str(), "who")?;
                let is_top = proof.compare(paid, largest, Relation::Equal, "paid most")?;
                let nobody = proof.text("", "")?;
                let id = proof.choose(is_top, id, nobody, "top payer")?;
                proof.result(&format!("/top/{number}"), id);
            }
        }
        Ok(())
    }
}

fn prove_band(proof: &mut Proof, points: Step, bands: HhiBands) -> Result<(), ExplainError> {
    let mut line = |key: &str, points: u32| {
        let place = format!("/bands/{key}");
        proof.input(DEFINITION, &place, Ratio::from(points), key)
    };
    let (low, high) = (line("low", bands.low())?, line("high", bands.high())?);
    let is_low = proof.compare(points, low, Relation::Less, "below both lines")?;
    let is_high = proof.compare(points, high, Relation::More, "above both lines")?;
    let names = [(is_low, Band::Low.name()), (is_high, Band::High.name())];
    let band = proof.pick(&names, Band::Moderate.name(), "band")?;
    proof.result("/band", band);
    Ok(())
}

fn prove_lines(
    proof: &mut Proof,
    figures: &Figures,
    share: Step,
    lines: &DependencyLines,
    report: &ConcentrationReport,
) -> Result<(), ExplainError> {
    let over = proof.input(
        DEFINITION,
        "/lines/over",
        lines.over(),
        "over-reliance from",
    )?;
    let watch = proof.input(DEFINITION, "/lines/watch", lines.watch(), "watched from")?;
    let is_over = proof.compare(share, over, Relation::AtLeast, "over-reliance")?;
    let is_watched = proof.compare(share, watch, Relation::AtLeast, "watched")?;
    let names = [
        (is_over, Dependency::OverReliance.name()),
        (is_watched, Dependency::Watch.name()),
    ];
    let dependency = proof.pick(&names, Dependency::None.name(), "dependency")?;
    proof.result("/dependency", dependency);
    let unit = Money::from_minor(1, report.total.currency());
    let unit = proof.input(DEFINITION, "/unit", unit, "smallest amount")?;
    let nothing = proof.difference(unit, unit, "nothing")?;
    let line = proof.quotient(figures.largest, over, "total that is on the line")?;
    let missing = proof.difference(line, figures.total, "missing to it")?;
    let missing = proof.round(missing, Rounding::Floor, None, None, "missing, whole")?;
    let more = proof.sum(&[missing, unit], unit_zero(report), "one unit more")?;
    let needed = proof.choose(is_over, more, nothing, "needed elsewhere")?;
    proof.result("/needed_elsewhere", needed);
    Ok(())
}

const fn unit_zero(report: &ConcentrationReport) -> Money {
    Money::zero(report.total.currency())
}
