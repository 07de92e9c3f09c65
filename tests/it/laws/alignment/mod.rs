//! Rubrics and what follows from them (spec/alignment.md 17), against the page over big rationals.

mod agreement;
mod evaluation;
#[cfg(feature = "json")]
mod exchange;
#[cfg(feature = "json")]
mod expectations;
#[cfg(feature = "json")]
mod issues;
#[cfg(feature = "json")]
mod models;
#[cfg(feature = "json")]
mod proofs;
mod ranking;
mod recomputed;
mod sensitivity;
#[cfg(feature = "json")]
mod shared_value;

use partnership::alignment::{
    Assessment, Criterion, Evaluation, Floor, Id, Polarity, Rating, Rubric, Scale, Score,
};
use partnership::time::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

#[track_caller]
pub fn id(text: &str) -> Id {
    text.parse().expect("an id")
}

#[track_caller]
pub fn score(text: &str) -> Score {
    text.parse().expect("a score")
}

/// The scales that criteria have here: the rubric's own, a percentage, a fine and a negative one.
fn scales() -> impl Strategy<Value = Option<Scale>> {
    let of = |min: &str, max: &str, step: &str| {
        Some(Scale::new(score(min), score(max), score(step)).expect("a scale"))
    };
    select(vec![
        None,
        None,
        None,
        of("0", "100", "5"),
        of("0", "1", "0.25"),
        of("-3", "3", "1.5"),
    ])
}

/// A level of a scale by a number that stands for its place.
fn level(scale: Scale, place: u64) -> Score {
    let steps = i64::try_from(place % (scale.steps() + 1)).expect("few steps");
    let way = scale.step().to_ten_thousandths() * steps;
    Score::from_ten_thousandths(scale.min().to_ten_thousandths() + way)
}

/// Limits in the right order for a polarity.
fn floor(scale: Scale, polarity: Polarity, places: (Option<u64>, Option<u64>)) -> Floor {
    let (reject, bridge) = (
        places.0.map(|place| level(scale, place)),
        places.1.map(|place| level(scale, place)),
    );
    let in_order = match (reject, bridge, polarity) {
        (Some(reject), Some(bridge), Polarity::HigherIsBetter) => reject <= bridge,
        (Some(reject), Some(bridge), Polarity::LowerIsBetter) => reject >= bridge,
        _ => true,
    };
    if in_order {
        Floor { reject, bridge }
    } else {
        Floor {
            reject: bridge,
            bridge: reject,
        }
    }
}

fn weights() -> impl Strategy<Value = u32> {
    prop_oneof![2 => select(vec![1, 1, 2, 3, u32::MAX]), 3 => 1_u32..50]
}

fn criteria() -> impl Strategy<Value = Criterion> {
    let limits = || prop_oneof![2 => Just(None), 3 => (0_u64..30).prop_map(Some)];
    let polarities = select(vec![Polarity::HigherIsBetter, Polarity::LowerIsBetter]);
    let is_gate = prop_oneof![5 => Just(false), 1 => Just(true)];
    (
        weights(),
        scales(),
        polarities,
        (limits(), limits()),
        is_gate,
    )
        .prop_map(|(weight, scale, polarity, places, is_gate)| {
            let floor = floor(scale.unwrap_or_default(), polarity, places);
            let mut criterion = if is_gate && !floor.is_none() {
                Criterion::gate(id("x"), floor)
            } else {
                Criterion::new(id("x"), weight).with_floor(floor)
            };
            if let Some(scale) = scale {
                criterion = criterion.with_scale(scale);
            }
            criterion.with_polarity(polarity)
        })
}

/// The same criterion under another name and weight.
pub fn renamed(criterion: &Criterion, name: &str, weight: u32) -> Criterion {
    let mut copy = if criterion.is_gate() {
        Criterion::gate(id(name), criterion.floor())
    } else {
        Criterion::new(id(name), weight).with_floor(criterion.floor())
    };
    if let Some(scale) = criterion.own_scale() {
        copy = copy.with_scale(scale);
    }
    copy.with_polarity(criterion.polarity())
}

/// Rubrics of one criterion with a weight and up to four more.
pub fn rubrics() -> impl Strategy<Value = Rubric> {
    let most = prop_oneof![Just(None), (0_u32..3).prop_map(Some)];
    let coverage = select(vec!["0", "1/2", "4/5", "1"]);
    (vec(criteria(), 0..5), weights(), most, coverage).prop_map(
        |(criteria, weight, most, coverage)| {
            let mut draft = Rubric::builder(id("rubric"));
            draft.max_gaps = most;
            draft.min_coverage = coverage.parse().expect("a ratio");
            // Ids in another order than the criteria.
            for (criterion, name) in criteria.iter().zip(["m", "c", "x", "a"]) {
                draft = draft.criterion(renamed(criterion, name, criterion.weight()));
            }
            draft = draft.criterion(Criterion::new(id("k"), weight));
            draft.build().expect("a rubric")
        },
    )
}

/// What is drawn for a criterion: a level, nothing, or that it does not apply.
#[derive(Clone, Copy, Debug)]
pub enum Draw {
    Level(u64),
    Nothing,
    NotApplicable,
}

pub fn draws() -> impl Strategy<Value = Draw> {
    prop_oneof![
        6 => (0_u64..21).prop_map(Draw::Level),
        1 => Just(Draw::Nothing),
        1 => Just(Draw::NotApplicable),
    ]
}

pub fn assess(rubric: &Rubric, subject: &str, draws: &[Draw]) -> Assessment {
    let day = date("2026-01-01").expect("a day");
    let mut assessment = Assessment::new(id(subject), day);
    for (at, (criterion, draw)) in rubric.criteria().iter().zip(draws).enumerate() {
        let scale = rubric.scale_of(at).expect("a scale");
        let rating = match draw {
            Draw::Level(place) => Rating::from(level(scale, *place)),
            Draw::Nothing => continue,
            Draw::NotApplicable => Rating::NotApplicable {
                reason: "it is remote".to_owned(),
            },
        };
        assessment = assessment.rate(criterion.id().clone(), rating);
    }
    assessment
}

/// A rubric and the evaluations of some subjects by it; what has nothing to score is left out.
pub fn evaluated(
    subjects: std::ops::Range<usize>,
) -> impl Strategy<Value = (Rubric, Vec<Evaluation>)> {
    (rubrics(), vec(vec(draws(), 5), subjects)).prop_map(|(rubric, all)| {
        let names = ["p", "d", "z", "b", "q", "e"];
        let all = all.iter().zip(names);
        let all = all
            .filter_map(|(draws, name)| rubric.evaluate(&assess(&rubric, name, draws)).ok())
            .collect();
        (rubric, all)
    })
}

/// The same assessment under the rubric with all weights times a factor.
pub fn scaled(rubric: &Rubric, times: u32) -> Rubric {
    let mut draft = rubric.draft().clone();
    for criterion in &mut draft.criteria {
        let weight = criterion.weight() * times;
        *criterion = renamed(&criterion.clone(), criterion.id().as_str(), weight);
    }
    draft.build().expect("a rubric")
}
