//! One evaluation: its figures, its verdict, and what would have to change.

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::alignment::{
    BreakEvenOutcome, Criterion, Evaluation, Floor, Line, Polarity, Rating, Rubric, Scale, Score,
    Status, Verdict, contrast, diff,
};
use proptest::prelude::*;

use super::{evaluated, id, level, scaled, score};
use crate::laws::reference::{Big, big, whole};
use crate::support::laws;

/// What a raw value is worth, read off spec/alignment.md 2.
fn good(rubric: &Rubric, at: usize, raw: &Big) -> Big {
    let end = |score: Score| big(score.to_ratio());
    let own = rubric.scale_of(at).expect("a scale");
    let (a, b) = (end(own.min()), end(own.max()));
    let mut part = (raw - &a) / (&b - &a);
    if rubric.criteria()[at].polarity() == Polarity::LowerIsBetter {
        part = whole(1) - part;
    }
    let (lo, hi) = (end(rubric.scale().min()), end(rubric.scale().max()));
    &lo + (&hi - &lo) * part
}

/// Every figure once more: score, low, high, coverage, verdict (spec/alignment.md 3).
fn figures(evaluation: &Evaluation) -> (Option<Big>, Big, Big, Big, Verdict) {
    let rubric = evaluation.rubric();
    let (mut scored, mut missing, mut sum) = (whole(0), whole(0), whole(0));
    let (mut gaps, mut breaches, mut unknown) = (0, 0, false);
    for (at, criterion) in rubric.criteria().iter().enumerate() {
        let weight = whole(criterion.weight());
        let Floor { reject, bridge } = criterion.floor();
        match evaluation.assessment().ratings.get(criterion.id()) {
            Some(Rating::NotApplicable { .. }) => {}
            Some(Rating::Scored(found)) => {
                let raw = found.score;
                let is_past = |limit: Option<Score>| match criterion.polarity() {
                    Polarity::HigherIsBetter => limit.is_some_and(|limit| raw < limit),
                    Polarity::LowerIsBetter => limit.is_some_and(|limit| raw > limit),
                };
                if is_past(reject) {
                    breaches += 1;
                } else if is_past(bridge) {
                    gaps += 1;
                }
                sum += &weight * good(rubric, at, &big(raw.to_ratio()));
                scored += weight;
            }
            _ => {
                unknown |= reject.is_some() || bridge.is_some();
                missing += weight;
            }
        }
    }
    let ends = (
        rubric.scale().min().to_ratio(),
        rubric.scale().max().to_ratio(),
    );
    let all = &scored + &missing;
    let coverage = &scored / &all;
    let too_many = rubric.max_gaps().is_some_and(|most| gaps > most);
    let verdict = if breaches > 0 || too_many {
        Verdict::NoFit
    } else if unknown || scored == whole(0) || coverage < big(rubric.min_coverage()) {
        Verdict::Incomplete
    } else if gaps > 0 {
        Verdict::NeedsBridging
    } else {
        Verdict::Fit
    };
    let mean = (scored != whole(0)).then(|| &sum / &scored);
    let low = (&sum + &missing * big(ends.0)) / &all;
    let high = (&sum + &missing * big(ends.1)) / &all;
    (mean, low, high, coverage, verdict)
}

fn sum(values: impl IntoIterator<Item = Ratio>) -> Ratio {
    let mut values = values.into_iter();
    let sum = values.try_fold(Ratio::ZERO, Ratio::checked_add);
    sum.expect("within range")
}

fn share_of_missing(evaluation: &Evaluation) -> Ratio {
    Ratio::ONE
        .checked_sub(evaluation.coverage())
        .expect("within range")
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn an_evaluation_is_what_the_page_says((_, all) in evaluated(1..2)) {
        for evaluation in &all {
            let found = (
                evaluation.score().map(big),
                big(evaluation.low()),
                big(evaluation.high()),
                big(evaluation.coverage()),
                evaluation.verdict(),
            );
            prop_assert_eq!(found, figures(evaluation));
        }
    }

    #[test]
    fn lines_add_up_and_the_score_lies_between_them((rubric, all) in evaluated(1..2)) {
        for evaluation in &all {
            let Some(score) = evaluation.score() else { continue };
            let lines = evaluation.lines();
            let high = rubric.scale().max().to_ratio();
            prop_assert_eq!(sum(lines.iter().map(Line::share)), Ratio::ONE);
            prop_assert_eq!(sum(lines.iter().map(Line::contribution)), score);
            let lost = sum(lines.iter().map(Line::lost));
            prop_assert_eq!(lost, high.checked_sub(score).unwrap());
            let counted = lines.iter().filter(|line| line.share().is_positive());
            let goods: Vec<Ratio> = counted.filter_map(Line::good).collect();
            prop_assert!(*goods.iter().min().unwrap() <= score);
            prop_assert!(score <= *goods.iter().max().unwrap());
            prop_assert!(evaluation.low() <= score && score <= evaluation.high());
        }
    }

    #[test]
    fn the_range_is_as_wide_as_what_is_missing((rubric, all) in evaluated(1..2)) {
        let scale = rubric.scale();
        let width = scale.max().to_ratio().checked_sub(scale.min().to_ratio()).unwrap();
        for evaluation in &all {
            let range = evaluation.high().checked_sub(evaluation.low()).unwrap();
            let missing = share_of_missing(evaluation);
            prop_assert_eq!(range, width.checked_mul(missing).unwrap());
        }
    }

    #[test]
    fn rating_what_is_missing_narrows_the_range((rubric, all) in evaluated(1..2), place in 0_u64..21) {
        for evaluation in &all {
            for criterion in evaluation.missing() {
                let at = rubric.position(criterion).unwrap();
                let found = level(rubric.scale_of(at).unwrap(), place);
                let more = evaluation.assessment().clone().rate(criterion.clone(), found);
                let more = rubric.evaluate(&more).unwrap();
                prop_assert!(evaluation.low() <= more.low() && more.high() <= evaluation.high());
            }
        }
    }

    #[test]
    fn hiding_a_score_never_helps((rubric, all) in evaluated(1..2)) {
        for evaluation in &all {
            for criterion in rubric.criteria() {
                let mut less = evaluation.assessment().clone();
                if !matches!(less.ratings.get(criterion.id()), Some(Rating::Scored(_))) {
                    continue;
                }
                less.ratings.insert(criterion.id().clone(), Rating::NotAssessed);
                let hidden = rubric.evaluate(&less).unwrap();
                let at = rubric.position(criterion.id()).unwrap();
                let clean = |verdict| matches!(verdict, Verdict::Fit | Verdict::NeedsBridging);
                if !clean(evaluation.verdict()) {
                    prop_assert!(!clean(hidden.verdict()));
                }
                let others = evaluation.lines().iter().enumerate();
                let mut others = others.filter(|(other, _)| *other != at);
                if others.any(|(_, line)| line.status() == Status::Breach) {
                    prop_assert_eq!(hidden.verdict(), Verdict::NoFit);
                }
            }
        }
    }

    #[test]
    fn a_better_score_is_never_worse((rubric, all) in evaluated(1..2), place in 0_u64..21) {
        for evaluation in &all {
            for (at, criterion) in rubric.criteria().iter().enumerate() {
                let ratings = &evaluation.assessment().ratings;
                let Some(now) = ratings.get(criterion.id()).and_then(Rating::value) else {
                    continue;
                };
                let then = level(rubric.scale_of(at).unwrap(), place);
                let (now, then) = (rubric.good(at, now), rubric.good(at, then.to_ratio()));
                if then < now {
                    continue;
                }
                let found = level(rubric.scale_of(at).unwrap(), place);
                let better = evaluation.assessment().clone().rate(criterion.id().clone(), found);
                let better = rubric.evaluate(&better).unwrap();
                prop_assert!(better.score() >= evaluation.score());
                prop_assert!(better.verdict() <= evaluation.verdict());
            }
        }
    }

    #[test]
    fn weights_are_parts_of_any_total((rubric, all) in evaluated(1..3), times in 1_u32..9) {
        let largest = rubric.criteria().iter().map(Criterion::weight).max().unwrap();
        prop_assume!(largest < u32::MAX / 9);
        let more = scaled(&rubric, times);
        for evaluation in &all {
            let other = more.evaluate(evaluation.assessment()).unwrap();
            prop_assert_eq!(other.lines(), evaluation.lines());
            prop_assert_eq!(other.score(), evaluation.score());
            prop_assert_eq!(other.verdict(), evaluation.verdict());
            prop_assert_eq!((other.low(), other.high()), (evaluation.low(), evaluation.high()));
        }
    }

    #[test]
    fn a_tally_is_an_evaluation((rubric, all) in evaluated(1..2)) {
        for evaluation in &all {
            if evaluation.not_applicable().count() > 0 {
                continue;
            }
            let ratings = &evaluation.assessment().ratings;
            let row: Vec<Option<Score>> = rubric.criteria().iter().map(|criterion| {
                let raw = ratings.get(criterion.id())?.value()?;
                Some(Score::try_from(raw).unwrap())
            }).collect();
            let tally = rubric.tally(&row).unwrap();
            prop_assert_eq!(tally.verdict(), evaluation.verdict());
            prop_assert_eq!(tally.score(), evaluation.score());
            prop_assert_eq!((tally.low(), tally.high()), (evaluation.low(), evaluation.high()));
            prop_assert_eq!(tally.coverage(), evaluation.coverage());
        }
    }

    #[test]
    fn bridges_clear_every_limit_by_the_fewest_steps((rubric, all) in evaluated(1..2)) {
        for evaluation in &all {
            let bridges = evaluation.bridges().unwrap();
            let mut all = evaluation.assessment().clone();
            for bridge in &bridges.bridges {
                let at = rubric.position(&bridge.criterion).unwrap();
                let alone = evaluation.assessment().clone();
                let alone = alone.rate(bridge.criterion.clone(), bridge.to);
                let alone = rubric.evaluate(&alone).unwrap();
                prop_assert_eq!(alone.score(), bridge.score_after);
                prop_assert_eq!(alone.lines()[at].status(), Status::Met);
                if let Some(less) = one_step_less(&rubric, at, bridge.to) {
                    let less = evaluation.assessment().clone().rate(bridge.criterion.clone(), less);
                    let less = rubric.evaluate(&less).unwrap();
                    prop_assert_ne!(less.lines()[at].status(), Status::Met);
                }
                all = all.rate(bridge.criterion.clone(), bridge.to);
            }
            let all = rubric.evaluate(&all).unwrap();
            prop_assert_eq!(all.score(), bridges.bridged_score);
            prop_assert_eq!(all.gaps().count() + all.breaches().count(), 0);
        }
    }

    #[test]
    fn a_lift_reaches_its_target_and_one_step_less_does_not(
        (rubric, all) in evaluated(1..2),
        part in 0_i64..=12,
    ) {
        // The scale goes from 1 to 5.
        let target = Ratio::new(i128::from(3 + part), 3).unwrap();
        for evaluation in all.iter().filter(|one| one.score().is_some()) {
            let lift = evaluation.lift_to(target).unwrap();
            prop_assert_eq!(lift.already, evaluation.score().unwrap() >= target);
            for (criterion, to) in &lift.single {
                let at = rubric.position(criterion).unwrap();
                let with = |to: Score| {
                    let with = evaluation.assessment().clone().rate(criterion.clone(), to);
                    rubric.evaluate(&with).unwrap().score().unwrap()
                };
                match to {
                    Some(to) => {
                        prop_assert!(with(*to) >= target);
                        if let Some(less) = one_step_less(&rubric, at, *to) {
                            prop_assert!(with(less) < target);
                        }
                    }
                    None => prop_assert!(with(best(&rubric, at)) < target),
                }
            }
            let mut planned = evaluation.assessment().clone();
            for raise in &lift.plan {
                planned = planned.rate(raise.criterion.clone(), raise.to);
            }
            let planned = rubric.evaluate(&planned).unwrap().score().unwrap();
            prop_assert_eq!(planned, lift.plan_score);
            // All at their best reach every target of the scale.
            prop_assert!(planned >= target);
        }
    }

    #[test]
    fn at_break_even_the_target_is_met((rubric, all) in evaluated(1..2), part in 0_i64..=12) {
        let target = Ratio::new(i128::from(3 + part), 3).unwrap();
        for evaluation in &all {
            let Some(even) = evaluation.break_even(target).unwrap() else { continue };
            let at = rubric.position(&even.criterion).unwrap();
            let with = |to: Score| {
                let with = evaluation.assessment().clone().rate(even.criterion.clone(), to);
                rubric.evaluate(&with).unwrap().score().unwrap()
            };
            match even.outcome {
                BreakEvenOutcome::Always => prop_assert!(with(worst(&rubric, at)) >= target),
                BreakEvenOutcome::Never => prop_assert!(with(best(&rubric, at)) < target),
                BreakEvenOutcome::Needs(to) => {
                    prop_assert!(with(to) >= target);
                    let less = one_step_less(&rubric, at, to).unwrap();
                    prop_assert!(with(less) < target);
                }
            }
        }
    }

    #[test]
    fn contrasts_and_diffs_add_up((_, all) in evaluated(2..3)) {
        if let [left, right] = all.as_slice() {
            if let Ok(contrast) = contrast(left, right) {
                let parts = contrast.lines().iter().map(|(_, part)| big(*part));
                let parts = parts.fold(whole(0), |sum, part| sum + part);
                prop_assert_eq!(parts, big(contrast.gap()));
                let gap = left.score().unwrap().checked_sub(right.score().unwrap()).unwrap();
                prop_assert_eq!(gap, contrast.gap());
            }
            if let Ok(diff) = diff(left, right) {
                let effects = diff.lines().iter();
                let effects = effects.flat_map(|line| [line.score_effect, line.weight_effect]);
                // Effects have denominators of their own, whose sum a ratio may not hold.
                let effects = effects.fold(whole(0), |sum, effect| sum + big(effect));
                prop_assert_eq!(effects, big(diff.delta()));
            }
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn an_evaluation_is_proved_from_its_papers_and_read_back((rubric, all) in evaluated(1..2)) {
        use partnership::explain::{Documents, Finding};
        use serde_json::json;

        for evaluation in &all {
            let result = json!(evaluation);
            let papers = Documents::new()
                .with("rubric", json!(rubric))
                .with("assessment", json!(evaluation.assessment()));
            let proof = evaluation.explain().unwrap();
            prop_assert!(proof.check_against(&papers, &result).is_ok());
            prop_assert_eq!(proof.covers(&result), [""; 0]);
            let asked = proof.audit(&papers, &result);
            let plain = |finding: &&Finding| !matches!(finding, Finding::Trusted { .. });
            prop_assert_eq!(asked.iter().find(plain), None);
            let read: Evaluation = serde_json::from_value(result).unwrap();
            prop_assert_eq!(&read, evaluation);
        }
    }
}

fn one_step_less(rubric: &Rubric, at: usize, to: Score) -> Option<Score> {
    let step = rubric.scale_of(at)?.step().to_ten_thousandths();
    let units = to.to_ten_thousandths();
    let less = match rubric.criteria()[at].polarity() {
        Polarity::HigherIsBetter => units - step,
        Polarity::LowerIsBetter => units + step,
    };
    let less = Score::from_ten_thousandths(less);
    let scale = rubric.scale_of(at)?;
    (scale.min() <= less && less <= scale.max()).then_some(less)
}

fn ends(rubric: &Rubric, at: usize) -> (Score, Score) {
    let scale = rubric.scale_of(at).expect("a scale");
    match rubric.criteria()[at].polarity() {
        Polarity::HigherIsBetter => (scale.min(), scale.max()),
        Polarity::LowerIsBetter => (scale.max(), scale.min()),
    }
}

fn worst(rubric: &Rubric, at: usize) -> Score {
    ends(rubric, at).0
}

fn best(rubric: &Rubric, at: usize) -> Score {
    ends(rubric, at).1
}

/// Every row of scores 1 to 5 on weights 4 : 3 : 2 : 1, by its sum of weights times scores.
fn rows_by_sum() -> BTreeMap<i32, Vec<[i32; 4]>> {
    let mut rows: BTreeMap<i32, Vec<[i32; 4]>> = BTreeMap::new();
    for number in 0..625 {
        let row = [number / 125, number / 25 % 5, number / 5 % 5, number % 5].map(|one| one + 1);
        let sum = 4 * row[0] + 3 * row[1] + 2 * row[2] + row[3];
        rows.entry(sum).or_default().push(row);
    }
    rows
}

#[test]
fn ties_that_floats_break_are_ties() {
    let mut draft = Rubric::builder(id("tied"));
    for (name, weight) in [("a", 4), ("b", 3), ("c", 2), ("d", 1)] {
        draft = draft.criterion(Criterion::new(id(name), weight));
    }
    let rubric = draft.build().expect("a rubric");
    let mut pairs = 0;
    for (sum, rows) in rows_by_sum() {
        pairs += rows.len() * (rows.len() - 1) / 2;
        for row in rows {
            let row = row.map(|one| Some(Score::from(one)));
            let tally = rubric.tally(&row).expect("a tally");
            assert_eq!(tally.score(), Ratio::new(sum.into(), 10).ok());
        }
    }
    // spec/alignment.md 20: 3,261 of these come apart in floats.
    assert_eq!(pairs, 6_573);
}

#[test]
fn the_guard_of_the_door_stands_at_two_to_the_96() {
    // Scales from 0 to 2^24 and to 3^15 units by one unit: 2^24 x 3^15 parts, scores to 2^24.
    let scale = |max: i64, step: i64| {
        let of = Score::from_ten_thousandths;
        Scale::new(of(0), of(max), of(step)).expect("a scale")
    };
    let rubric = |weights: [u32; 2], other: Scale| {
        Rubric::builder(id("fine"))
            .scale(scale(1 << 24, 1))
            .criterion(Criterion::new(id("a"), weights[0]))
            .criterion(Criterion::new(id("b"), weights[1]).with_scale(other))
            .build()
    };
    let odd = scale(14_348_907, 1);
    assert!(rubric([1, 1], odd).is_ok());
    let whole = (1_u128 << 96) / ((1 << 48) * 14_348_907);
    let most = u32::try_from(whole - 1).expect("a weight");
    assert!(rubric([1, most], odd).is_ok());
    assert!(rubric([2, most], odd).is_err());
    assert!(score("0.0001") < score("0.0002"));
}
