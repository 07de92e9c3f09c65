//! Proofs of [`Kpi::status`] (spec/explain.md).

use chrono::NaiveDate;

use super::kpi::{Goal, Hold, Kpi, KpiError, Pace, Reach};
use super::kpi_state::Reading;
use super::level::{Better, Level};
use super::proof::{DEFINITION, READINGS};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Value};
use crate::ratio::Ratio;

/// The figures that every kind of goal has.
struct Figures {
    level: Step,
    attainment: Step,
    /// What became of it; none for a limit, which has no end.
    outcome: Option<Step>,
}

impl Kpi {
    /// Returns the proof of [`Self::status`].
    ///
    /// It reads the documents `definition`, which is this KPI, and `readings`, which is
    /// `{"at": day, "reading": the reading or null}`. The result is the state.
    ///
    /// # Errors
    ///
    /// Those of [`Self::status`], and [`KpiError::Explain`].
    pub fn explain(
        &self,
        reading: Option<&Reading>,
        at: NaiveDate,
    ) -> Result<Explanation, KpiError> {
        self.status(reading, at)?;
        let mut proof = Proof::new();
        let now = proof.input(READINGS, "/at", at, "asked on")?;
        let Some(reading) = reading else {
            self.prove_unread(&mut proof, now)?;
            return Ok(proof.finish());
        };
        let value = proof.input(READINGS, "/reading/value", reading.value, "reading")?;
        let on = proof.input(READINGS, "/reading/on", reading.on, "day of the reading")?;
        let figures = match &self.draft().goal {
            Goal::Reach(reach) => self.prove_reach(&mut proof, reach, value, [on, now])?,
            Goal::Hold(hold) => prove_hold(&mut proof, hold, value)?,
        };
        let stale = self.prove_stale(&mut proof, on, now)?;
        let red = proof.text(Level::Red.name(), "")?;
        let is_red = proof.compare(figures.level, red, Relation::Equal, "red stays red")?;
        let is_not_red = proof.not(is_red, "")?;
        let is_old_news = proof.all(&[stale, is_not_red], "old good news")?;
        let unknown = proof.text(Level::Unknown.name(), "")?;
        let level = proof.choose(is_old_news, unknown, figures.level, "level")?;
        proof.result("/level", level);
        proof.result("/stale", stale);
        proof.result("/attainment", figures.attainment);
        if let Some(outcome) = figures.outcome {
            proof.result("/outcome", outcome);
        }
        Ok(proof.finish())
    }

    /// Without a reading only the end of the goal can be proved.
    fn prove_unread(&self, proof: &mut Proof, now: Step) -> Result<(), ExplainError> {
        let stale = proof.default(READINGS, "/reading", false, "no reading")?;
        proof.result("/stale", stale);
        if let Goal::Reach(reach) = &self.draft().goal {
            let by = proof.input(DEFINITION, "/goal/reach/by", reach.by, "last day")?;
            let is_over = proof.compare(now, by, Relation::More, "the last day is over")?;
            let (missed, open) = (proof.text("missed", "")?, proof.text("open", "")?);
            let outcome = proof.choose(is_over, missed, open, "outcome")?;
            proof.result("/outcome", outcome);
        }
        Ok(())
    }

    fn prove_stale(&self, proof: &mut Proof, on: Step, now: Step) -> Result<Step, ExplainError> {
        let place = "/fresh_days";
        let Some(fresh) = self.draft().fresh_days else {
            return proof.default(DEFINITION, place, false, "stays news for ever");
        };
        let fresh = proof.input(DEFINITION, place, Ratio::from(fresh), "days it is news")?;
        let age = proof.days(on, now, "age of the reading")?;
        proof.compare(age, fresh, Relation::More, "stale")
    }

    fn prove_reach(
        &self,
        proof: &mut Proof,
        reach: &Reach,
        value: Step,
        [on, now]: [Step; 2],
    ) -> Result<Figures, ExplainError> {
        let mut input = |key: &str, value: Value, label: &str| {
            proof.input(DEFINITION, &format!("/goal/reach/{key}"), value, label)
        };
        let baseline = input("baseline", reach.baseline.into(), "baseline")?;
        let target = input("target", reach.target.into(), "target")?;
        let from = input("from", reach.from.into(), "day of the baseline")?;
        let by = input("by", reach.by.into(), "last day")?;
        let gone = proof.difference(value, baseline, "way gone")?;
        let way = proof.difference(target, baseline, "whole way")?;
        let attained = proof.quotient(gone, way, "attainment")?;
        let days = proof.days(from, by, "days in all")?;
        let one = proof.quotient(days, days, "all of it")?;
        let expected = match reach.pace {
            Pace::Linear => {
                let days_gone = proof.days(from, on, "days gone")?;
                let part = proof.quotient(days_gone, days, "part of the days")?;
                proof.smallest(&[part, one], "expected by then")?
            }
            Pace::AtEnd => {
                let none = proof.difference(one, one, "none of it")?;
                let is_end = proof.compare(on, by, Relation::AtLeast, "read at the end")?;
                proof.choose(is_end, one, none, "expected by then")?
            }
        };
        proof.result("/expected", expected);
        let level = self.prove_level(proof, attained, expected)?;
        if reach.baseline.is_positive() {
            let lift = proof.quotient(gone, baseline, "lift")?;
            proof.result("/lift", lift);
        }
        let is_met = proof.compare(attained, one, Relation::AtLeast, "target reached")?;
        let in_time = proof.compare(on, by, Relation::AtMost, "read in time")?;
        let is_over = proof.compare(now, by, Relation::More, "the last day is over")?;
        let [met, late, missed, open] = ["met", "met_late", "missed", "open"];
        let (met, late) = (proof.text(met, "")?, proof.text(late, "")?);
        let (missed, open) = (proof.text(missed, "")?, proof.text(open, "")?);
        let reached = proof.choose(in_time, met, late, "")?;
        let not_reached = proof.choose(is_over, missed, open, "")?;
        let outcome = proof.choose(is_met, reached, not_reached, "outcome")?;
        Ok(Figures {
            level,
            attainment: attained,
            outcome: Some(outcome),
        })
    }

    /// The level of a fresh reading, by what was expected.
    fn prove_level(
        &self,
        proof: &mut Proof,
        attained: Step,
        expected: Step,
    ) -> Result<Step, ExplainError> {
        let draft = self.draft();
        let mut is_from = |key: &str, part: Ratio, label: &str| {
            let part = proof.input(DEFINITION, &format!("/{key}"), part, label)?;
            let line = proof.product(&[expected, part], &format!("{label} then"))?;
            proof.compare(attained, line, Relation::AtLeast, "")
        };
        let is_green = is_from("green_from", draft.green_from, "green from")?;
        let is_amber = is_from("amber_from", draft.amber_from, "amber from")?;
        choose_level(proof, is_green, is_amber)
    }
}

/// Green, else amber, else red.
fn choose_level(proof: &mut Proof, is_green: Step, is_amber: Step) -> Result<Step, ExplainError> {
    let green = proof.text(Level::Green.name(), "")?;
    let amber = proof.text(Level::Amber.name(), "")?;
    let red = proof.text(Level::Red.name(), "")?;
    let other = proof.choose(is_amber, amber, red, "")?;
    proof.choose(is_green, green, other, "level of the reading")
}

fn prove_hold(proof: &mut Proof, hold: &Hold, value: Step) -> Result<Figures, ExplainError> {
    let relation = match hold.better {
        Better::Higher => Relation::AtLeast,
        Better::Lower => Relation::AtMost,
    };
    let place = "/goal/hold/limit";
    let limit = proof.input(DEFINITION, place, hold.limit, "limit")?;
    let is_kept = proof.compare(value, limit, relation, "limit kept")?;
    let place = "/goal/hold/amber";
    let is_amber = match hold.amber {
        Some(amber) => {
            let amber = proof.input(DEFINITION, place, amber, "laxer limit")?;
            proof.compare(value, amber, relation, "laxer limit kept")?
        }
        None => proof.default(DEFINITION, place, false, "no laxer limit")?,
    };
    let level = choose_level(proof, is_kept, is_amber)?;
    // A limit is kept or not: 1 or 0, and 1 is the constant from which a goal is green.
    let one = proof.constant("green_from", Ratio::ONE, "all of it")?;
    let none = proof.difference(one, one, "none of it")?;
    Ok(Figures {
        level,
        attainment: proof.choose(is_kept, one, none, "attainment")?,
        outcome: None,
    })
}
