//! Dynamic equity (spec/splits.md 3.3).

use std::collections::BTreeMap;

use partnership::explain::Documents;
use partnership::split::{DynamicEquity, EquityError, EquityTerms, Measured, Metric};
use proptest::collection::{btree_map, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use serde_json::{from_value, json};

use super::*;
use crate::laws::split::papers::holds;
use crate::reference::shares;
use crate::support::{cases, heavy};

fn gains() -> impl Strategy<Value = Ratio> {
    let edges = vec![
        fraction(1, 10_000),
        fraction(1_000, 1),
        fraction(1, 1),
        fraction(1, 2),
    ];
    prop_oneof![1 => select(edges), 2 => (1_i128..40, 1_i128..20).prop_map(|(a, b)| fraction(a, b))]
}

fn terms() -> impl Strategy<Value = EquityTerms> {
    let most =
        (1_i128..=10, 0_i128..100).prop_map(|(whole, cents)| fraction(whole * 100 + cents, 100));
    let most = most.prop_map(|most| most.min(fraction(10, 1)));
    let step = parts().prop_map(|step| if step.is_zero() { Ratio::ONE } else { step });
    let some = weighted(0.8, parts());
    (
        some,
        weighted(0.7, gains()),
        weighted(0.5, most),
        weighted(0.3, step),
    )
        .prop_map(|(band, gain, max_attainment, max_step)| EquityTerms {
            band,
            gain,
            max_attainment,
            max_step,
        })
}

pub fn scores() -> impl Strategy<Value = Ratio> {
    let edges = vec![
        Ratio::ZERO,
        Ratio::ONE,
        fraction(10, 1),
        fraction(1, 1_000_003),
    ];
    prop_oneof![
        2 => select(edges),
        4 => (0_i128..40, 1_i128..20).prop_map(|(a, b)| fraction(a, b).min(fraction(10, 1))),
        1 => (0_i128..10_000_000, Just(1_000_000_i128)).prop_map(|(a, b)| fraction(a, b)),
        1 => (0_i128..1 << 60, Just((1_i128 << 60) - 93)).prop_map(|(a, b)| fraction(a, b)),
    ]
}

fn metrics(parties: Vec<PartyId>) -> impl Strategy<Value = Measured> {
    let target = prop_oneof![
        4 => (1_i128..30, 1_i128..4).prop_map(|(a, b)| fraction(a, b)),
        1 => (1_i128..2_000_000).prop_map(|a| fraction(a, 1)),
    ];
    let actual = prop_oneof![
        1 => Just(Ratio::ZERO),
        4 => (0_i128..60, 1_i128..4).prop_map(|(a, b)| fraction(a, b)),
        1 => (0_i128..2_000_000).prop_map(|a| fraction(a, 1)),
    ];
    let weight = prop_oneof![1 => Just(0_u64), 4 => 1_u64..50, 1 => Just(200_000)];
    let measured = vec((target, actual, 0..4_u8), parties.len());
    let metric = (weight, measured).prop_map(move |(weight, measured)| {
        let mut metric = Metric {
            name: "reach".to_owned(),
            weight,
            ..Metric::default()
        };
        for (party, (target, actual, kind)) in parties.iter().zip(measured) {
            if kind > 0 {
                metric.targets.insert(party.clone(), target);
                metric.actuals.insert(party.clone(), actual);
            }
        }
        metric
    });
    vec(metric, 0..5).prop_map(Measured::Metrics)
}

pub fn measures(baseline: &Split) -> BoxedStrategy<Measured> {
    let parties = baseline.parties().to_vec();
    let some = parties.clone();
    let given = btree_map(select(parties.clone()), scores(), 0..6).prop_map(Measured::Scores);
    let sigma = vec(1_u64..1 << 40, parties.len()).prop_map(move |weights| {
        let weights = some.iter().cloned().zip(weights);
        let sigma = Split::weighted(weights);
        Measured::ContributionShare(sigma.expect("a split"))
    });
    prop_oneof![2 => metrics(parties), 2 => given, 1 => sigma].boxed()
}

/// A baseline, terms, measures, and perhaps another split of the same parties in force.
fn milestones(baselines: impl Strategy<Value = Split>) -> impl Strategy<Value = DynamicEquity> {
    let all = baselines.prop_flat_map(|baseline| {
        let current = vec(0_u32..1_000, baseline.parties().len());
        (
            measures(&baseline),
            Just(baseline),
            terms(),
            weighted(0.7, current),
        )
    });
    all.prop_map(|(measured, baseline, terms, current)| {
        let current = current.filter(|weights| weights.iter().any(|weight| *weight > 0));
        match current {
            Some(weights) => {
                let weights = baseline.parties().iter().cloned().zip(weights);
                let current = Split::weighted(weights).expect("a split");
                DynamicEquity::in_force(baseline, terms, measured, current).expect("a milestone")
            }
            None => DynamicEquity::new(baseline, terms, measured).expect("a milestone"),
        }
    })
}

proptest! {
    #![proptest_config(heavy(1024))]

    #[test]
    fn shares_are_those_of_the_page(equity in milestones(splits())) {
        let papers = json!(equity);
        let expected = shares::equity(&shares::numbers(&papers["baseline"]), &papers);
        let found = equity.shares();
        prop_assert_eq!(shares_of(found.shares()), expected.shares, "{}", papers);
        prop_assert_eq!(big(found.alpha()), expected.alpha);
        let scores = found.scores().map(|scores| {
            let scores = scores.iter();
            scores.map(|(party, score)| (party.to_string(), big(*score))).collect()
        });
        prop_assert_eq!(scores, expected.scores);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn papers_are_read_as_they_are_written_and_every_figure_is_proved(
        equity in milestones(splits())
    ) {
        prop_assert_eq!(&from_value::<DynamicEquity>(json!(equity)).unwrap(), &equity);
        let papers = Documents::new().with("equity", json!(equity));
        match equity.explain() {
            Ok(proof) => holds(&proof, &papers, &json!(equity.shares())),
            Err(error) => prop_assert!(matches!(error, EquityError::Explain(_)), "{error:?}"),
        }
    }
}

/// Milestones of small numbers and without a maximum step: no share needs a grid.
fn exact() -> impl Strategy<Value = DynamicEquity> {
    let score = (0_i128..=40).prop_map(|tenths| fraction(tenths, 10).min(fraction(10, 1)));
    let band = (0_i128..=20).prop_map(|steps| fraction(steps, 20));
    let gain = select(vec![
        fraction(1, 2),
        fraction(1, 1),
        fraction(3, 2),
        fraction(7, 1),
    ]);
    (small_splits(), vec(score, 5), band, gain).prop_map(|(baseline, scores, band, gain)| {
        let terms = EquityTerms {
            band: Some(band),
            gain: Some(gain),
            ..EquityTerms::default()
        };
        let scores = baseline.parties().iter().cloned().zip(scores).collect();
        DynamicEquity::new(baseline, terms, Measured::Scores(scores)).expect("a milestone")
    })
}

fn with_scores(equity: &DynamicEquity, scores: BTreeMap<PartyId, Ratio>) -> DynamicEquity {
    let measured = Measured::Scores(scores);
    DynamicEquity::new(equity.baseline().clone(), equity.terms().clone(), measured)
        .expect("a milestone")
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn nobody_leaves_the_band_and_moves_keep_their_sign_and_order(equity in exact()) {
        let (baseline, found) = (equity.baseline(), equity.shares());
        let band = equity.terms().band_or_usual();
        let scores = found.scores().unwrap();
        let all = found.shares().shares();
        prop_assert_eq!(all.values().fold(Ratio::ZERO, |sum, share| plus(sum, *share)), Ratio::ONE);
        let mean = scores.iter().fold(Ratio::ZERO, |sum, (party, score)| {
            plus(sum, times(share(baseline, party), *score))
        });
        let quantised = found.shares().is_quantised();
        let grain = if quantised { fraction(1, 10_i128.pow(18)) } else { Ratio::ZERO };
        let mut moves = Vec::new();
        for (party, after) in &all {
            let moved = minus(*after, share(baseline, party));
            prop_assert!(moved.abs() <= plus(band, grain));
            prop_assert!(!after.is_negative() && *after <= Ratio::ONE);
            if !mean.is_zero() && !quantised {
                let wished = times(share(baseline, party), minus(scores[party], mean));
                moves.push((wished, moved));
                let alike = (wished.is_negative() == moved.is_negative()
                    && wished.is_positive() == moved.is_positive())
                    || found.alpha().is_zero();
                prop_assert!(alike);
            }
        }
        moves.sort();
        prop_assert!(moves.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        // All moves are one part of what was wished.
        for pair in moves.windows(2) {
            let ((one, moved_one), (two, moved_two)) = (pair[0], pair[1]);
            prop_assert_eq!(times(one, moved_two), times(two, moved_one));
        }
    }

    #[test]
    fn a_higher_score_never_lowers_the_own_share(
        equity in exact(), at in 0_usize..5, more in 1_i128..30
    ) {
        let scores = equity.shares().scores().unwrap();
        let who = equity.baseline().parties()[at % scores.len()].clone();
        let mut better = scores.clone();
        let score = plus(scores[&who], fraction(more, 10)).min(fraction(10, 1));
        better.insert(who.clone(), score);
        let (before, after) = (equity.shares().shares(), with_scores(&equity, better));
        let after = after.shares().shares();
        let exact = !before.is_quantised() && !after.is_quantised();
        let grain = if exact { Ratio::ZERO } else { fraction(1, 10_i128.pow(18)) };
        prop_assert!(plus(share(after, &who), grain) >= share(before, &who));
    }

    #[test]
    fn only_proportions_of_scores_matter(equity in exact(), times_of in 1_i128..6) {
        let scores = equity.shares().scores().unwrap();
        let factor = fraction(times_of, 2);
        let scaled: BTreeMap<PartyId, Ratio> = scores
            .iter()
            .map(|(party, score)| (party.clone(), times(*score, factor)))
            .collect();
        if scaled.values().all(|score| *score <= fraction(10, 1)) {
            let after = with_scores(&equity, scaled);
            prop_assert_eq!(after.shares().shares(), equity.shares().shares());
        }
    }

    #[test]
    fn actuals_and_targets_scale_together(
        equity in milestones(small_splits()), factor in 1_i128..20
    ) {
        if let Measured::Metrics(metrics) = equity.measured() {
            let mut scaled = metrics.clone();
            for metric in &mut scaled {
                let Metric { targets, actuals, .. } = metric;
                for number in targets.values_mut().chain(actuals.values_mut()) {
                    *number = times(*number, fraction(factor, 7));
                }
            }
            let measured = Measured::Metrics(scaled);
            let (baseline, terms) = (equity.baseline().clone(), equity.terms().clone());
            let after = match equity.current().cloned() {
                Some(current) => DynamicEquity::in_force(baseline, terms, measured, current),
                None => DynamicEquity::new(baseline, terms, measured),
            };
            let after = after.unwrap();
            prop_assert_eq!(after.shares(), equity.shares());
        }
    }

    /// Scores just short of the band and just over it give shares that are as close.
    #[test]
    fn nothing_jumps_at_the_band(share_of_one in 1_i128..100, band in 1_i128..=20) {
        let (one, two) = (party("a"), party("b"));
        let baseline = Split::fixed([
            (one.clone(), fraction(share_of_one, 100)),
            (two.clone(), fraction(100 - share_of_one, 100)),
        ]).unwrap();
        let band = fraction(band, 100);
        let terms = EquityTerms { band: Some(band), ..EquityTerms::default() };
        let of = |score: Ratio| {
            let scores = BTreeMap::from([(one.clone(), score), (two.clone(), Ratio::ONE)]);
            let milestone =
                DynamicEquity::new(baseline.clone(), terms.clone(), Measured::Scores(scores));
            share(milestone.unwrap().shares().shares(), &one)
        };
        // The score at which b + band is reached: s = b P / (1 + b (P - 1)).
        let b = fraction(share_of_one, 100);
        let edge = plus(b, band);
        if edge < Ratio::ONE {
            let score = by(times(edge, minus(Ratio::ONE, b)), times(b, minus(Ratio::ONE, edge)));
            let little = fraction(1, 1_000_000);
            if score < fraction(9, 1) && minus(Ratio::ONE, edge) > fraction(1, 100) {
                let near = |found: Ratio| minus(found, edge).abs() <= fraction(1, 10_000);
                prop_assert!(near(of(minus(score, little).max(Ratio::ZERO))));
                prop_assert!(near(of(score)));
                prop_assert!(of(score) <= edge);
                prop_assert!(near(of(plus(score, little))));
            }
        }
    }

    #[test]
    fn no_step_is_longer_than_agreed(equity in milestones(small_splits())) {
        if let Some(limit) = equity.terms().max_step {
            let from = equity.current().unwrap_or(equity.baseline());
            let grain = fraction(2, 1_000_000_000);
            for (party, after) in equity.shares().shares().shares() {
                prop_assert!(minus(after, share(from, &party)).abs() <= plus(limit, grain));
            }
        }
    }
}
