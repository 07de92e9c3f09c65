//! Panels and alpha, against the definition over all pairs; bands and weights from an order.

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::alignment::{
    Alpha, AlphaLevel, Bands, Id, Panel, Policy, Rating, Rubric, Scale, Score, exact_pairs,
    krippendorff_alpha, rank_order_centroid,
};
use partnership::time::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Draw, assess, draws, id, rubrics};
use crate::laws::reference::{Big, big, whole};
use crate::support::{cases, laws};

fn units() -> impl Strategy<Value = Vec<Vec<Ratio>>> {
    let value = prop_oneof![
        4 => (1_i64..=5).prop_map(Ratio::from_integer),
        1 => (0_i64..9).prop_map(|parts| Ratio::new(parts.into(), 2).unwrap()),
    ];
    vec(vec(value, 0..5), 0..6)
}

fn levels() -> impl Strategy<Value = AlphaLevel> {
    use AlphaLevel::{Interval, Nominal, Ordinal, Ratio};
    select(vec![Nominal, Ordinal, Interval, Ratio])
}

/// Alpha by its definition: all ordered pairs, one by one.
pub fn slow_alpha(units: &[Vec<Ratio>], level: AlphaLevel) -> Option<Big> {
    let units: Vec<Vec<Big>> = units
        .iter()
        .filter(|unit| unit.len() > 1)
        .map(|unit| unit.iter().copied().map(big).collect())
        .collect();
    let all: Vec<&Big> = units.iter().flatten().collect();
    let distance = |left: &Big, right: &Big| -> Big {
        if left == right {
            return whole(0);
        }
        let (low, high) = (left.min(right), left.max(right));
        let difference = match level {
            AlphaLevel::Nominal => whole(1),
            AlphaLevel::Interval => high - low,
            AlphaLevel::Ratio => (high - low) / (high + low),
            AlphaLevel::Ordinal => {
                let count = |wanted: &dyn Fn(&Big) -> bool| {
                    whole(all.iter().filter(|value| wanted(value)).count())
                };
                let between = count(&|value| low <= value && value <= high);
                let ends = count(&|value| value == low || value == high);
                between - ends / whole(2)
            }
        };
        &difference * &difference
    };
    let pairs = |values: &[&Big]| {
        let mut sum = whole(0);
        for (i, left) in values.iter().enumerate() {
            for (j, right) in values.iter().enumerate() {
                if i != j {
                    sum += distance(left, right);
                }
            }
        }
        sum
    };
    let n = whole(all.len());
    let mut inside = whole(0);
    for unit in &units {
        let values: Vec<&Big> = unit.iter().collect();
        inside += pairs(&values) / whole(unit.len() - 1);
    }
    let chance = pairs(&all);
    if chance == whole(0) {
        return None;
    }
    Some(whole(1) - inside / &n / (chance / (&n * (&n - whole(1)))))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn alpha_is_its_definition(units in units(), level in levels()) {
        let found = match krippendorff_alpha(&units, level).unwrap() {
            Alpha::Value(alpha) => Some(big(alpha)),
            Alpha::Undefined(_) => None,
        };
        prop_assert!(found.as_ref().is_none_or(|alpha| *alpha <= whole(1)));
        prop_assert_eq!(found, slow_alpha(&units, level));
    }

    #[test]
    fn alpha_knows_no_order_and_no_unit_of_measurement(
        units in units(),
        level in levels(),
        times in 1_i64..5,
        plus in -3_i64..4,
    ) {
        let alpha = krippendorff_alpha(&units, level).unwrap();
        let mut turned = units.clone();
        turned.reverse();
        for unit in &mut turned {
            unit.reverse();
        }
        prop_assert_eq!(krippendorff_alpha(&turned, level).unwrap(), alpha);
        let moved: Vec<Vec<Ratio>> = units.iter().map(|unit| unit.iter().map(|value| {
            value.checked_mul(times.into()).unwrap().checked_add(plus.into()).unwrap()
        }).collect()).collect();
        if level != AlphaLevel::Ratio {
            prop_assert_eq!(krippendorff_alpha(&moved, level).unwrap(), alpha);
        }
        let relabelled: Vec<Vec<Ratio>> = units.iter().map(|unit| unit.iter().map(|value| -*value).collect()).collect();
        if level == AlphaLevel::Nominal {
            prop_assert_eq!(krippendorff_alpha(&relabelled, level).unwrap(), alpha);
        }
    }

    #[test]
    fn equal_pairs_are_counted(units in units()) {
        let (mut equal, mut all) = (0, 0);
        for unit in &units {
            for (at, left) in unit.iter().enumerate() {
                for right in &unit[..at] {
                    equal += i128::from(left == right);
                    all += 1;
                }
            }
        }
        prop_assert_eq!(exact_pairs(&units), Ratio::new(equal, all).ok());
    }

    #[test]
    fn bands_are_total_and_monotone(
        lowers in vec(1_i64..50_000, 0..4),
        values in vec(10_000_i64..=50_000, 2),
    ) {
        let mut lowers: Vec<i64> = lowers.into_iter().map(|lower| lower.max(10_001)).collect();
        lowers.push(10_000);
        lowers.sort_unstable();
        lowers.dedup();
        let names = ["a", "b", "c", "d", "e"];
        let bands = names.iter().zip(&lowers);
        let bands = bands.map(|(name, lower)| (*name, Score::from_ten_thousandths(*lower)));
        let bands = Bands::new(Scale::FIVE, bands).unwrap();
        let mut values = values;
        values.sort_unstable();
        let label = |units: i64| bands.label(Score::from_ten_thousandths(units).to_ratio()).unwrap();
        prop_assert!(label(values[0]) <= label(values[1]));
        for (name, lower) in names.iter().zip(&lowers) {
            prop_assert_eq!(label(*lower), *name);
        }
    }
}

fn panels() -> impl Strategy<Value = (Rubric, Vec<Vec<Draw>>, Policy)> {
    let policies = select(vec![Policy::Mean, Policy::Median, Policy::Worst]);
    (rubrics(), vec(vec(draws(), 5), 1..5), policies)
}

fn panel_of(rubric: &Rubric, votes: &[Vec<Draw>], policy: Policy) -> Panel {
    let assessors = ["bo", "al", "cy", "di"];
    let votes = votes.iter().zip(assessors);
    let votes: BTreeMap<Id, BTreeMap<Id, Rating>> = votes
        .map(|(draws, name)| (id(name), assess(rubric, name, draws).ratings))
        .collect();
    Panel::new(votes).with_policy(policy)
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn an_aggregate_lies_between_its_votes((rubric, votes, policy) in panels()) {
        let panel = panel_of(&rubric, &votes, policy);
        let day = date("2026-01-01").unwrap();
        let Ok(report) = panel.report(&rubric, id("s"), day, &[]) else { return Ok(()) };
        for summary in report.criteria() {
            let votes = panel.assessors().values();
            let votes: Vec<Ratio> = votes
                .filter_map(|ratings| ratings.get(&summary.criterion)?.value())
                .collect();
            prop_assert_eq!(votes.len(), summary.votes);
            prop_assert_eq!(summary.value.is_some(), !votes.is_empty());
            if let Some(value) = summary.value {
                let (least, most) = (*votes.iter().min().unwrap(), *votes.iter().max().unwrap());
                prop_assert!(least <= value && value <= most);
                prop_assert_eq!(summary.spread, most.checked_sub(least).ok());
            }
        }
    }

    #[test]
    fn leniencies_of_a_complete_panel_make_nothing(
        rubric in rubrics(),
        votes in vec(vec((0_u64..21).prop_map(Draw::Level), 5), 2..5),
    ) {
        let panel = panel_of(&rubric, &votes, Policy::Mean);
        let report = panel.report(&rubric, id("s"), date("2026-01-01").unwrap(), &[]).unwrap();
        let sum = report.leniency().values().fold(whole(0), |sum, one| sum + big(one.unwrap()));
        prop_assert_eq!(sum, whole(0));
    }

    #[cfg(feature = "json")]
    #[test]
    fn votes_and_their_evaluation_are_proved((rubric, votes, policy) in panels()) {
        use partnership::explain::Documents;
        use serde_json::json;

        use crate::families::check_proof;

        let panel = panel_of(&rubric, &votes, policy);
        let day = date("2026-01-01").unwrap();
        let Ok(report) = panel.report(&rubric, id("s"), day, &[]) else { return Ok(()) };
        let papers = Documents::new()
            .with("rubric", json!(rubric))
            .with("panel", json!(panel.assessors()))
            .with("assessment", json!(report.evaluation().assessment()));
        prop_assert_eq!(check_proof(report.explain(&panel, &rubric), papers.clone(), &report), Ok(()));
        let evaluation = report.evaluation();
        let proof = evaluation.explain().unwrap();
        let checked = proof.check_against(&papers, &json!(evaluation));
        prop_assert!(checked.is_ok(), "{:?}", checked);
        prop_assert_eq!(proof.covers(&json!(evaluation)), [""; 0]);
    }
}

#[test]
fn weights_from_an_order_are_the_sums_of_the_page_in_lowest_terms() {
    for n in 1..=22_u32 {
        let parts = rank_order_centroid(usize::try_from(n).unwrap()).expect("parts");
        let sums: Vec<Big> = (1..=n)
            .map(|k| (k..=n).fold(whole(0), |sum, i| sum + whole(1) / whole(i)))
            .collect();
        for (part, sum) in parts.iter().zip(&sums) {
            assert_eq!(whole(*part) / whole(parts[0]), sum / &sums[0]);
        }
        let divisor = parts
            .iter()
            .fold(0, |divisor, part| num_integer::gcd(divisor, *part));
        assert_eq!(divisor, 1);
    }
}
