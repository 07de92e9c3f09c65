//! The proof of an [`Evaluation`] (spec/explain.md).

use std::collections::BTreeMap;

use super::assessment::{Rating, Reach, Waiver};
use super::criterion::{Criterion, Polarity};
use super::evaluation::Evaluation;
use super::id::Id;
use super::line::{Line, Status, Verdict};
use super::proving::{Noted, Proving, named};
use super::scale::Scale;
use crate::explain::{ExplainError, Explanation, Relation, Step, Value, pointer, reads_as_figure};
use crate::ratio::Ratio;

/// The names of the papers in a proof.
const RUBRIC: &str = "rubric";
const ASSESSMENT: &str = "assessment";

/// The steps that every criterion shares.
struct Basis {
    low: Step,
    high: Step,
    width: Step,
    zero: Step,
    one: Step,
    on: Step,
}

/// The steps about one criterion.
struct Row {
    weight: Step,
    /// What it is worth, if it is scored.
    good: Option<Step>,
    breach: Step,
    gap: Step,
    /// That it was not assessed, if it has a limit.
    unknown: Option<Step>,
    applies: bool,
}

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

    /// The names and words that read as figures, which a careful reader takes for some.
    fn prove_words(&self, proving: &mut Proving) -> Noted<()> {
        let assessment = self.assessment();
        words(
            proving,
            ASSESSMENT,
            &["subject"],
            assessment.subject.as_str(),
        )?;
        for (id, rating) in &assessment.ratings {
            let path = |key| ["ratings", id.as_str(), "scored", key];
            if let Rating::Scored(scored) = rating {
                let by = scored.by.as_ref().map(Id::as_str);
                let evidence = scored.evidence.as_deref();
                for (key, text) in [("by", by), ("evidence", evidence)] {
                    words(proving, ASSESSMENT, &path(key), text.unwrap_or_default())?;
                }
            }
        }
        for (position, waiver) in assessment.waivers.iter().enumerate() {
            let at = position.to_string();
            let path = |key| ["waivers", at.as_str(), key];
            words(
                proving,
                ASSESSMENT,
                &path("criterion"),
                waiver.criterion.as_str(),
            )?;
            words(proving, ASSESSMENT, &path("by"), waiver.by.as_str())?;
        }
        let mut names = BTreeMap::new();
        let criteria = self.rubric().criteria().iter();
        for (position, (criterion, line)) in criteria.zip(self.lines()).enumerate() {
            let at = position.to_string();
            let path = |key| ["criteria", at.as_str(), key];
            words(proving, RUBRIC, &path("label"), criterion.label())?;
            words(proving, RUBRIC, &path("question"), criterion.question())?;
            for (level, text) in criterion.anchors() {
                let path = ["criteria", &at, "anchors", &level.to_string()];
                let step = words(proving, RUBRIC, &path, text)?;
                if let (Some(step), Some(text)) = (step, line.anchor.as_deref()) {
                    if proving.proof.value(step) == &named(text) {
                        proving.proves(&["lines", &at, "anchor"], step, named(text))?;
                    }
                }
            }
            if reads_as_figure(criterion.id().as_str()) {
                let name = named(criterion.id().as_str());
                let name = proving.input_from(RUBRIC, &path("id"), name, "criterion")?;
                names.insert(criterion.id(), name);
            }
        }
        self.prove_lists(proving, &names)
    }

    /// The names of criteria in the lists of the evaluation.
    fn prove_lists(&self, proving: &mut Proving, names: &BTreeMap<&Id, Step>) -> Noted<()> {
        let lists: [(&str, Vec<&Id>); 8] = [
            ("gaps", self.gaps().collect()),
            ("breaches", self.breaches().collect()),
            ("missing", self.missing().collect()),
            (
                "not_applicable",
                self.not_applicable().map(|(id, _)| id).collect(),
            ),
            ("waived", self.waived().collect()),
            ("expired", self.expired().collect()),
            ("unused", self.unused().collect()),
            ("weakest", self.weakest().collect()),
        ];
        for (list, ids) in lists {
            for (position, id) in ids.into_iter().enumerate() {
                if let Some(name) = names.get(id) {
                    let place = [list, &position.to_string()];
                    proving.proves(&place, *name, named(id.as_str()))?;
                }
            }
        }
        Ok(())
    }

    /// The scale, the day, and what of the papers no figure rests on.
    fn prove_basis(&self, proving: &mut Proving) -> Noted<Basis> {
        let ends = prove_scale(proving, &["scale"], self.rubric().scale())?;
        let width = proving
            .proof
            .difference(ends.1, ends.0, "width of the scale")?;
        let zero = proving.proof.difference(width, width, "nothing")?;
        let one = proving.proof.quotient(width, width, "one")?;
        let on = leaf(
            proving,
            ASSESSMENT,
            &["on"],
            self.on(),
            "day of the assessment",
        )?;
        for (id, rating) in &self.assessment().ratings {
            let Rating::Scored(scored) = rating else {
                continue;
            };
            if let Some(on) = scored.on {
                let path = ["ratings", id.as_str(), "scored", "on"];
                leaf(proving, ASSESSMENT, &path, on, "day of the score")?;
            }
        }
        Ok(Basis {
            low: ends.0,
            high: ends.1,
            width,
            zero,
            one,
            on,
        })
    }

    fn prove_row(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        position: usize,
        criterion: &Criterion,
        line: &Line,
    ) -> Noted<Row> {
        let at = position.to_string();
        let weight = prove_weight(proving, &at, criterion)?;
        let own = criterion.own_scale();
        let ends = match own {
            Some(own) => prove_scale(proving, &["criteria", &at, "scale"], own)?,
            None => (basis.low, basis.high),
        };
        let mut limits = Vec::new();
        for (name, limit) in criterion.floor().limits() {
            let path = ["criteria", &at, "floor", name];
            let label = format!("{name} limit of {}", criterion.id());
            limits.push((
                name,
                leaf(proving, RUBRIC, &path, limit.to_ratio(), &label)?,
            ));
        }
        let (mut breach, mut gap) = (no(proving)?, no(proving)?);
        let (mut good, mut unknown) = (None, None);
        let status = if let Some(raw) = self.prove_raw(proving, criterion)? {
            let label = format!("worth of {}", criterion.id());
            let common = (basis.low, basis.width);
            let worth = prove_good(proving, common, ends, criterion.polarity(), (raw, &label))?;
            proving.proves(
                &["lines", &at, "good"],
                worth,
                line.good.unwrap_or(Ratio::ZERO),
            )?;
            good = Some(worth);
            for (name, limit) in &limits {
                let relation = match criterion.polarity() {
                    Polarity::HigherIsBetter => Relation::Less,
                    Polarity::LowerIsBetter => Relation::More,
                };
                let label = format!("{} past its {name} limit", criterion.id());
                let past = proving.proof.compare(raw, *limit, relation, &label)?;
                if *name == "reject" {
                    breach = past;
                } else {
                    let not_breach = proving.proof.not(breach, "not past the other")?;
                    gap = proving.proof.all(&[past, not_breach], &label)?;
                }
            }
            let waived = self.prove_waiver(proving, basis, criterion, breach, gap)?;
            let left = proving.proof.not(waived, "no waiver lets it pass")?;
            breach = proving.proof.all(&[breach, left], "breach that is left")?;
            gap = proving.proof.all(&[gap, left], "gap that is left")?;
            let mut chain = vec![(waived, "waived"), (breach, "breach"), (gap, "gap")];
            if limits.is_empty() {
                let place = pointer(["criteria", &at, "floor"]);
                let limited = proving.proof.default(RUBRIC, &place, false, "has limits")?;
                chain.push((proving.proof.not(limited, "without limits")?, "no_floor"));
            }
            proving.first_that_holds(&chain, "met", &format!("status of {}", criterion.id()))?
        } else {
            let absent = self.prove_absence(proving, criterion)?;
            unknown = (line.status == Status::Unknown).then_some(absent);
            // A waiver lets nothing pass here; its last day is read all the same.
            let waived = self.prove_waiver(proving, basis, criterion, breach, gap)?;
            let chain = [(waived, "waived"), (absent, line.status.name())];
            proving.first_that_holds(&chain, "met", &format!("status of {}", criterion.id()))?
        };
        proving.proves(&["lines", &at, "status"], status, line.status.name())?;
        Ok(Row {
            weight,
            good,
            breach,
            gap,
            unknown,
            applies: line.status != Status::NotApplicable,
        })
    }

    /// The raw value that stands in the assessment, if any does.
    fn prove_raw(&self, proving: &mut Proving, criterion: &Criterion) -> Noted<Option<Step>> {
        let id = criterion.id().as_str();
        let label = format!("score of {id}");
        let (path, value): (&[&str], Ratio) = match self.assessment().ratings.get(id) {
            Some(Rating::Scored(scored)) => {
                (&["ratings", id, "scored", "score"], scored.score.to_ratio())
            }
            Some(Rating::Aggregate(aggregate)) => {
                (&["ratings", id, "aggregate"], aggregate.value())
            }
            _ => return Ok(None),
        };
        leaf(proving, ASSESSMENT, path, value, &label).map(Some)
    }

    /// That a criterion was not assessed, or does not apply.
    fn prove_absence(&self, proving: &mut Proving, criterion: &Criterion) -> Noted {
        let id = criterion.id().as_str();
        match self.assessment().ratings.get(id) {
            Some(Rating::NotApplicable { reason }) => {
                let path = ["ratings", id, "not_applicable", "reason"];
                let reason = proving.input(&path, reason.as_str(), "why it does not apply")?;
                let blank = proving.proof.text("", "")?;
                let is_blank = proving.proof.compare(reason, blank, Relation::Equal, "")?;
                proving.proof.not(is_blank, "a reason is given")
            }
            Some(_) => {
                let found = proving.input(&["ratings", id], "not_assessed", "rating")?;
                let nothing = proving.proof.text("not_assessed", "")?;
                let label = "not assessed";
                proving
                    .proof
                    .compare(found, nothing, Relation::Equal, label)
            }
            None => {
                let rated = proving.default(&["ratings", id], false, "rated")?;
                proving.proof.not(rated, "not assessed")
            }
        }
    }

    /// Whether a waiver lets a breach or gap pass.
    fn prove_waiver(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        criterion: &Criterion,
        breach: Step,
        gap: Step,
    ) -> Noted {
        let waivers = self.assessment().waivers.iter().enumerate();
        let is_own = |(_, waiver): &(usize, &Waiver)| waiver.criterion == *criterion.id();
        let mut own = waivers.filter(is_own);
        let Some((position, waiver)) = own.next() else {
            return no(proving);
        };
        let at = position.to_string();
        let mut conditions = Vec::new();
        if let Some(until) = waiver.until {
            let path = ["waivers", &at, "until"];
            let until = leaf(proving, ASSESSMENT, &path, until, "last day of the waiver")?;
            let holds = Relation::AtMost;
            conditions.push(
                proving
                    .proof
                    .compare(basis.on, until, holds, "it still holds")?,
            );
        }
        let reach = match waiver.reach {
            Reach::Gap => "gap",
            Reach::Breach => "breach",
        };
        let reach = proving.input(&["waivers", &at, "reach"], reach, "reach of the waiver")?;
        let far = proving.proof.text("breach", "")?;
        let far = proving
            .proof
            .compare(reach, far, Relation::Equal, "it reaches a breach")?;
        let breach = proving
            .proof
            .all(&[breach, far], "a breach within its reach")?;
        conditions.push(proving.proof.any(&[gap, breach], "something to let pass")?);
        proving
            .proof
            .all(&conditions, &format!("{} is waived", criterion.id()))
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
                let most = leaf(proving, RUBRIC, &["max_gaps"], most, "gaps let pass")?;
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
        let least = leaf(proving, RUBRIC, &["min_coverage"], least, "coverage wanted")?;
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

/// What stands in a paper that the evaluation also carries.
fn leaf(
    proving: &mut Proving,
    document: &str,
    path: &[&str],
    value: impl Into<Value>,
    label: &str,
) -> Noted {
    let value = value.into();
    let step = proving.input_from(document, path, value.clone(), label)?;
    let carried: Vec<&str> = std::iter::once(document)
        .chain(path.iter().copied())
        .collect();
    proving.proves(&carried, step, value)?;
    Ok(step)
}

/// Words of a paper that the evaluation also carries, noted if they read as a figure.
fn words(proving: &mut Proving, document: &str, path: &[&str], text: &str) -> Noted<Option<Step>> {
    if !reads_as_figure(text) {
        return Ok(None);
    }
    leaf(proving, document, path, named(text), "as written").map(Some)
}

/// The flag that nothing raises.
fn no(proving: &mut Proving) -> Noted {
    proving.proof.any(&[], "no")
}

/// The least and the largest score of a scale.
fn prove_scale(proving: &mut Proving, path: &[&str], scale: Scale) -> Noted<(Step, Step)> {
    let mut end = |name: &'static str, value: Ratio| {
        let path: Vec<&str> = path.iter().copied().chain([name]).collect();
        leaf(
            proving,
            RUBRIC,
            &path,
            value,
            &format!("{name} of the scale"),
        )
    };
    let low = end("min", scale.min().to_ratio())?;
    let high = end("max", scale.max().to_ratio())?;
    end("step", scale.step().to_ratio())?;
    Ok((low, high))
}

fn prove_weight(proving: &mut Proving, at: &str, criterion: &Criterion) -> Noted {
    let label = format!("weight of {}", criterion.id());
    if criterion.is_gate() {
        leaf(proving, RUBRIC, &["criteria", at, "gate"], true, "a gate")?;
        let place = pointer(["criteria", at, "weight"]);
        return proving.proof.default(RUBRIC, &place, Ratio::ZERO, &label);
    }
    let weight = Ratio::from(criterion.weight());
    leaf(proving, RUBRIC, &["criteria", at, "weight"], weight, &label)
}

/// What a raw value is worth on the scale of the rubric, by the least value and the width of that.
pub(super) fn prove_good(
    proving: &mut Proving,
    (least, common): (Step, Step),
    (low, high): (Step, Step),
    polarity: Polarity,
    (raw, label): (Step, &str),
) -> Noted {
    let (worst, best) = match polarity {
        Polarity::HigherIsBetter => (low, high),
        Polarity::LowerIsBetter => (high, low),
    };
    let proof = &mut proving.proof;
    let above = proof.difference(raw, worst, "from the worst level")?;
    let width = proof.difference(best, worst, "from the worst to the best")?;
    let place = proof.quotient(above, width, "part of the way")?;
    let above = proof.product(&[common, place], "on the scale of the rubric")?;
    proof.sum(&[least, above], Ratio::ZERO, label)
}
