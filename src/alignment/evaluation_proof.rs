//! The proof of an [`Evaluation`] (spec/explain.md).

use super::criterion_proof::{ASSESSMENT, Basis, RUBRIC, Row};
use super::evaluation::Evaluation;
use super::line::Verdict;
use super::proving::{Noted, Proving};
use crate::explain::{ExplainError, Explanation, Relation, Step};
use crate::ratio::Ratio;

impl Evaluation {
    /// Returns the proof of every figure: what each score is worth, the means, limits and verdict.
    ///
    /// It reads the documents `rubric` and `assessment`; the result is the evaluation.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Overflow`] where an exact value does not fit, which happens for the
    /// aggregates of a panel alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, Rubric, Score};
    /// use partnership::time::date;
    ///
    /// let found = Assessment::new("Oak".parse()?, date("2026-01-01")?)
    ///     .rate("relevance".parse()?, Score::from(5))
    ///     .rate("resonance".parse()?, Score::from(4))
    ///     .rate("reliability".parse()?, Score::from(4));
    /// let proof = Rubric::three_r().evaluate(&found)?.explain()?;
    /// assert!(proof.check().is_ok());
    /// assert!(proof.why("/score")?.text().contains("score: 4.4 = 44 / 10"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(&self) -> Result<Explanation, ExplainError> {
        let mut proving = Proving::about(ASSESSMENT);
        self.prove(&mut proving)?;
        Ok(proving.finish())
    }

    /// Notes the steps of all figures, in a proof about the assessment.
    pub(super) fn prove(&self, proving: &mut Proving) -> Noted<()> {
        let basis = self.prove_basis(proving)?;
        let mut rows = Vec::with_capacity(self.lines().len());
        for (position, criterion) in self.rubric().criteria().iter().enumerate() {
            if let Some(line) = self.lines().get(position) {
                rows.push(self.prove_row(proving, &basis, position, criterion, line)?);
            }
        }
        let (scored, coverage) = self.prove_means(proving, &basis, &rows)?;
        self.prove_shares(proving, &basis, &rows, scored)?;
        self.prove_verdict(proving, &basis, &rows, scored, coverage)?;
        self.prove_words(proving)
    }

    /// The means and the coverage; returns the weight that is scored, and the coverage.
    fn prove_means(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        rows: &[Row],
    ) -> Noted<(Step, Step)> {
        let (mut scored, mut missing, mut products) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            if let Some(good) = row.good {
                scored.push(row.weight);
                products.push(proving.times(row.weight, good, "weight times worth")?);
            } else if row.applies {
                missing.push(row.weight);
            }
        }
        let total = |proving: &mut Proving, steps: &[Step], label: &str| {
            if steps.is_empty() {
                return Ok(basis.zero);
            }
            proving.proof.sum(steps, Ratio::ZERO, label)
        };
        let sum = total(proving, &products, "sum of weights times worth")?;
        let scored = total(proving, &scored, "weight that is scored")?;
        let missing = total(proving, &missing, "weight that is missing")?;
        if let Some(score) = self.score() {
            let step = proving.proof.quotient(sum, scored, "score")?;
            proving.proves(&["score"], step, score)?;
        }
        let all = proving
            .proof
            .sum(&[scored, missing], Ratio::ZERO, "weight that applies")?;
        let ends = [
            ("low", basis.low, self.low()),
            ("high", basis.high, self.high()),
        ];
        for (name, end, value) in ends {
            let rest = proving.times(missing, end, "missing at this end of the scale")?;
            let sum = proving.proof.sum(&[sum, rest], Ratio::ZERO, "")?;
            let step = proving.proof.quotient(sum, all, name)?;
            proving.proves(&[name], step, value)?;
        }
        let coverage = proving.proof.quotient(scored, all, "coverage")?;
        proving.proves(&["coverage"], coverage, self.coverage())?;
        Ok((scored, coverage))
    }

    fn prove_shares(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        rows: &[Row],
        scored: Step,
    ) -> Noted<()> {
        for ((position, line), row) in self.lines().iter().enumerate().zip(rows) {
            let at = position.to_string();
            let counts = if row.good.is_some() {
                row.weight
            } else {
                basis.zero
            };
            let share = if self.score().is_some() {
                proving
                    .proof
                    .quotient(counts, scored, &format!("share of {}", line.criterion))?
            } else {
                basis.zero
            };
            let good = row.good.unwrap_or(basis.high);
            let contribution = proving.times(share, good, "contribution")?;
            let lack = proving
                .proof
                .difference(basis.high, good, "lacks to the best")?;
            let lost = proving.times(share, lack, "lost")?;
            proving.proves(&["lines", &at, "share"], share, line.share)?;
            proving.proves(
                &["lines", &at, "contribution"],
                contribution,
                line.contribution,
            )?;
            proving.proves(&["lines", &at, "lost"], lost, line.lost)?;
        }
        Ok(())
    }

    fn prove_verdict(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        rows: &[Row],
        scored: Step,
        coverage: Step,
    ) -> Noted<()> {
        let mut counts = Vec::with_capacity(rows.len());
        for row in rows {
            counts.push(proving.proof.choose(row.gap, basis.one, basis.zero, "")?);
        }
        let gaps = proving
            .proof
            .sum(&counts, Ratio::ZERO, "gaps that are left")?;
        let too_many = match self.rubric().max_gaps() {
            Some(most) => {
                let most = Ratio::from(most);
                let most = proving.carried(RUBRIC, &["max_gaps"], most, "gaps let pass")?;
                proving
                    .proof
                    .compare(gaps, most, Relation::More, "too many gaps")?
            }
            None => proving
                .proof
                .default(RUBRIC, "/max_gaps", false, "too many gaps")?,
        };
        proving.proves(&["too_many_gaps"], too_many, self.too_many_gaps())?;
        let mut refused: Vec<Step> = rows.iter().map(|row| row.breach).collect();
        refused.push(too_many);
        let refused = proving.proof.any(&refused, "a breach, or too many gaps")?;
        let least = self.rubric().min_coverage();
        let least = proving.carried(RUBRIC, &["min_coverage"], least, "coverage wanted")?;
        let thin = proving
            .proof
            .compare(coverage, least, Relation::Less, "too little scored")?;
        let nothing =
            proving
                .proof
                .compare(scored, basis.zero, Relation::Equal, "nothing scored")?;
        let mut open = vec![nothing, thin];
        open.extend(rows.iter().filter_map(|row| row.unknown));
        let open = proving.proof.any(&open, "too little is known")?;
        let gaps: Vec<Step> = rows.iter().map(|row| row.gap).collect();
        let bridging = proving.proof.any(&gaps, "a gap is left")?;
        let chain = [
            (refused, Verdict::NoFit.name()),
            (open, Verdict::Incomplete.name()),
            (bridging, Verdict::NeedsBridging.name()),
        ];
        let verdict = proving.first_that_holds(&chain, Verdict::Fit.name(), "verdict")?;
        proving.proves(&["verdict"], verdict, self.verdict().name())
    }
}
