//! What two sides give and get (spec/alignment.md 10, 11), against the page over big rationals.

use partnership::alignment::{
    ById, Exchange, ExchangeDraft, ExchangeFinding, ExchangeMatrix, Flow, Id, Scale, Score, Sides,
};
use partnership::explain::{Documents, Explanation};
use partnership::{Ratio, Side};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde_json::json;

use super::id;
use crate::laws::reference::{Big, big, magnitude, whole};
use crate::support::{cases, laws};

pub const NAMES: [&str; 3] = ["money", "reach", "1/2"];

/// A proof follows from its papers and covers its result.
#[track_caller]
pub fn holds(proof: &Explanation, papers: &Documents, result: &impl Serialize) {
    let result = json!(result);
    if let Err(error) = proof.check_against(papers, &result) {
        panic!("{error}\n{}", proof.text());
    }
    assert_eq!(proof.covers(&result), [""; 0], "{result}");
}

pub fn parts(dimensions: usize) -> impl Strategy<Value = Option<ById<u32>>> {
    let part = prop_oneof![1 => Just(0_u32), 3 => 1_u32..5, 1 => Just(u32::MAX)];
    let some = vec(part, dimensions).prop_filter_map("all parts are 0", move |parts| {
        let any = parts.iter().any(|part| *part > 0);
        let named = NAMES.iter().zip(parts).map(|(name, part)| (id(name), part));
        any.then(|| Some(named.collect::<ById<u32>>()))
    });
    prop_oneof![1 => Just(None), 3 => some]
}

fn flows(dimensions: usize, most: i32) -> impl Strategy<Value = ById<Flow>> {
    let level = prop_oneof![1 => Just(0), 1 => Just(most), 3 => 0..=most];
    vec((level.clone(), level), dimensions).prop_map(|flows| {
        let flow = |(gives, receives): (i32, i32)| Flow {
            gives: gives.into(),
            receives: receives.into(),
        };
        let named = NAMES.iter().zip(flows);
        named
            .map(|(name, levels)| (id(name), flow(levels)))
            .collect()
    })
}

fn matrices() -> impl Strategy<Value = ExchangeMatrix> {
    let tolerance = select(vec!["0", "1/10", "1/3", "1"]);
    (1_usize..=3, select(vec![1_i32, 4, 10]), tolerance).prop_flat_map(
        |(count, most, tolerance)| {
            let periods = (flows(count, most), flows(count, most), any::<bool>());
            let periods = vec(periods, 1..4);
            (parts(count), parts(count), periods).prop_map(move |(own, other, periods)| {
                let period = |(producer, partner, mirrored)| {
                    if mirrored {
                        Sides::mirrored(producer)
                    } else {
                        Sides { producer, partner }
                    }
                };
                let scale = Scale::new(0.into(), most.into(), 1.into()).expect("a scale");
                let draft = ExchangeDraft {
                    dimensions: NAMES.iter().take(count).map(|name| id(name)).collect(),
                    scale,
                    weights: Sides {
                        producer: own,
                        partner: other,
                    },
                    tolerance: tolerance.parse().expect("a ratio"),
                    periods: periods.into_iter().map(period).collect(),
                };
                draft.build().expect("a matrix")
            })
        },
    )
}

fn exchange(matrix: &ExchangeMatrix) -> Exchange {
    matrix.exchange().expect("small numbers")
}

/// One side, read off the page.
struct View {
    shares: Vec<Big>,
    gives: Vec<Big>,
    receives: Vec<Big>,
    nets: Vec<Big>,
}

impl View {
    fn of(matrix: &ExchangeMatrix, side: Side, from: usize) -> Self {
        let draft = matrix.draft();
        let weights = draft.weights.get(side);
        let part = |dimension: &Id| match weights {
            None => whole(1),
            Some(weights) => whole(weights.get(dimension).copied().unwrap_or(0)),
        };
        let all: Big = draft.dimensions.iter().map(part).sum();
        let periods = &draft.periods[from..];
        let mean = |dimension: &Id, level: fn(&Flow) -> Score| {
            let levels = periods.iter().map(|period| period.get(side)[dimension]);
            let sum: Big = levels.map(|flow| big(level(&flow).to_ratio())).sum();
            sum / whole(periods.len())
        };
        let dimensions = draft.dimensions.iter();
        let shares: Vec<Big> = dimensions.clone().map(|of| part(of) / &all).collect();
        let gives: Vec<Big> = dimensions
            .clone()
            .map(|of| mean(of, |flow| flow.gives))
            .collect();
        let receives: Vec<Big> = dimensions
            .map(|of| mean(of, |flow| flow.receives))
            .collect();
        let nets = shares.iter().zip(receives.iter().zip(&gives));
        let nets = nets
            .map(|(share, (gets, gives))| share * (gets - gives))
            .collect();
        Self {
            shares,
            gives,
            receives,
            nets,
        }
    }

    fn net(&self) -> Big {
        self.nets.iter().sum()
    }

    fn weighted(&self, flows: &[Big]) -> Big {
        self.shares
            .iter()
            .zip(flows)
            .map(|(share, flow)| share * flow)
            .sum()
    }

    fn flow(&self) -> (Big, Big) {
        (self.weighted(&self.gives), self.weighted(&self.receives))
    }
}

fn views(matrix: &ExchangeMatrix, from: usize) -> [View; 2] {
    [Side::Producer, Side::Partner].map(|side| View::of(matrix, side, from))
}

/// The largest joint value after as much of the gap is closed as can be: over every vertex.
fn best_joint(matrix: &ExchangeMatrix, ahead: Side, gap: &Big) -> (Big, Big) {
    let [own, other] = views(matrix, 0);
    let (first, second) = match ahead {
        Side::Producer => (&own, &other),
        Side::Partner => (&other, &own),
    };
    let max = big(matrix.draft().scale.max().to_ratio());
    let mut moves = Vec::new();
    for at in 0..first.shares.len() {
        let (costs, brings) = (&first.shares[at], &second.shares[at]);
        if *brings > whole(0) {
            let more = (&max - &first.gives[at]).min(&max - &second.receives[at]);
            let less = second.gives[at].clone().min(first.receives[at].clone());
            for cap in [more, less] {
                moves.push((cap, costs + brings, brings - costs));
            }
        }
    }
    let reach: Big = moves.iter().map(|(cap, closes, _)| cap * closes).sum();
    let closable = reach.clone().min(gap.clone());
    let before = own.net() + other.net();
    let mut best: Option<Big> = None;
    for fraction in 0..moves.len() {
        for full in 0..1_u32 << moves.len() {
            let mut left = closable.clone();
            let mut joint = before.clone();
            for (at, (cap, closes, gains)) in moves.iter().enumerate() {
                if at != fraction && full >> at & 1 == 1 {
                    left -= cap * closes;
                    joint += cap * gains;
                }
            }
            let (cap, closes, gains) = &moves[fraction];
            let part = left / closes;
            if full >> fraction & 1 == 0 && part >= whole(0) && part <= *cap {
                joint += part * gains;
                best = Some(best.map_or(joint.clone(), |best| best.max(joint)));
            }
        }
    }
    (best.unwrap_or(before), gap - closable)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn an_exchange_is_what_the_page_says(matrix in matrices()) {
        let found = exchange(&matrix);
        let [own, other] = views(&matrix, 0);
        let gap = own.net() - other.net();
        prop_assert_eq!(big(found.net.producer), own.net());
        prop_assert_eq!(big(found.net.partner), other.net());
        prop_assert_eq!(big(found.joint), own.net() + other.net());
        prop_assert_eq!(big(found.disparity), gap.clone());
        for (at, dimension) in matrix.draft().dimensions.iter().enumerate() {
            prop_assert_eq!(big(found.leans[dimension]), &own.nets[at] - &other.nets[at]);
        }
        let mut returned = whole(1);
        for (view, index) in [(&own, found.index.producer), (&other, found.index.partner)] {
            let (giving, receiving) = view.flow();
            if giving > whole(0) {
                returned = returned.min(&receiving / &giving);
            }
            let all = &receiving + &giving;
            let expected = (all > whole(0)).then(|| (receiving - giving) / all);
            prop_assert_eq!(index.map(big), expected);
        }
        prop_assert_eq!(big(found.reciprocity), returned);

        let each: Vec<Big> = (0..matrix.draft().periods.len())
            .map(|period| {
                let mut draft = matrix.draft().clone();
                draft.periods = vec![draft.periods[period].clone()];
                let [own, other] = views(&draft.build().expect("one period"), 0);
                own.net() - other.net()
            })
            .collect();
        let last = each.last().expect("a period");
        prop_assert_eq!(big(found.last_disparity), last.clone());
        let same = |other: &&Big| (*other * last) > whole(0);
        let run = usize::try_from(found.run).expect("few");
        prop_assert_eq!(run, each.iter().rev().take_while(same).count());

        let most = big(matrix.draft().tolerance) * big(matrix.draft().scale.max().to_ratio());
        let low = -big(matrix.draft().tolerance);
        let below = |index: Option<Ratio>| index.is_some_and(|index| big(index) < low);
        let expected = [
            magnitude(&gap) > most,
            below(found.index.producer),
            below(found.index.partner),
        ];
        let kinds = found.findings.iter().map(|finding| match finding {
            ExchangeFinding::Uneven { .. } => 0,
            ExchangeFinding::Unreciprocated { side: Side::Producer, .. } => 1,
            ExchangeFinding::Unreciprocated { side: Side::Partner, .. } => 2,
        });
        let expected: Vec<usize> = (0..3).filter(|kind| expected[*kind]).collect();
        prop_assert_eq!(kinds.collect::<Vec<usize>>(), expected);
        prop_assert_eq!(found.balanced, found.findings.is_empty());
    }

    #[test]
    fn swapping_the_sides_turns_everything_round(matrix in matrices()) {
        let mut draft = matrix.draft().clone();
        draft.weights = draft.weights.swapped();
        draft.periods = draft.periods.into_iter().map(Sides::swapped).collect();
        let (found, turned) = (exchange(&matrix), exchange(&draft.build().expect("a matrix")));
        prop_assert_eq!(found.disparity, -turned.disparity);
        prop_assert_eq!(found.last_disparity, -turned.last_disparity);
        prop_assert_eq!(found.net, turned.net.swapped());
        prop_assert_eq!(found.index, turned.index.swapped());
        prop_assert_eq!(found.after, turned.after.swapped());
        prop_assert_eq!(found.run, turned.run);
        prop_assert_eq!(found.reciprocity, turned.reciprocity);
        prop_assert_eq!(found.remaining, turned.remaining);
        prop_assert_eq!(found.correction, turned.correction);
    }

    #[test]
    fn scaling_the_parts_of_a_side_changes_nothing(matrix in matrices(), times in 1_u32..5) {
        let mut draft = matrix.draft().clone();
        if let Some(parts) = &draft.weights.partner {
            let small = parts.iter().map(|(id, part)| (id.clone(), *part % 1_000 + 1));
            let parts: ById<u32> = small.collect();
            draft.weights.partner = Some(parts.clone());
            let before = exchange(&draft.clone().build().expect("a matrix"));
            let scaled = parts.iter().map(|(id, part)| (id.clone(), part * times));
            draft.weights.partner = Some(scaled.collect());
            prop_assert_eq!(before, exchange(&draft.build().expect("a matrix")));
        }
    }

    #[test]
    fn a_correction_never_crosses_over(matrix in matrices()) {
        let found = exchange(&matrix);
        let left = found.after.producer.checked_sub(found.after.partner).expect("small");
        prop_assert_eq!(left.abs(), found.remaining);
        prop_assert!(left.is_zero() || left.is_negative() == found.disparity.is_negative());
        prop_assert!(found.remaining <= found.disparity.abs());
        prop_assert!(found.correction.iter().all(|step| step.amount.is_positive()));
        let uneven = found.findings.iter().any(|f| matches!(f, ExchangeFinding::Uneven { .. }));
        if !uneven {
            prop_assert_eq!(found.after, found.net);
            prop_assert!(found.correction.is_empty());
        }
    }

    #[test]
    fn an_exchange_proves_itself_and_travels(matrix in matrices()) {
        let found = exchange(&matrix);
        let papers = Documents::new().with("exchange", json!(matrix));
        holds(&found.explain(&matrix).expect("a proof"), &papers, &found);
        let mut other = found.clone();
        other.run += 1;
        prop_assert!(other.explain(&matrix).is_err());
        let written = json!(matrix);
        let read: ExchangeMatrix = serde_json::from_value(written).expect("a matrix");
        prop_assert_eq!(read, matrix);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_correction_leaves_the_largest_joint_value(matrix in matrices()) {
        let found = exchange(&matrix);
        if let Some(ExchangeFinding::Uneven { ahead, by, .. }) = found.findings.first() {
            let (joint, remaining) = best_joint(&matrix, *ahead, &big(*by));
            prop_assert_eq!(big(found.after.producer) + big(found.after.partner), joint);
            prop_assert_eq!(big(found.remaining), remaining);
        }
    }
}
