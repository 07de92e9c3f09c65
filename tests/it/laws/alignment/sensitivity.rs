//! Leads: flips, shifts, tolerances and steps, held against the shares themselves.

use partnership::alignment::{
    Criterion, Dominance, Evaluation, OrderBy, Polarity, Rating, RivalLeads, Score, Sensitivity,
    first_places, rank,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{evaluated, scaled};
use crate::laws::reference::{Big, big, whole};
use crate::support::laws;

/// Weights and differences of what two subjects are scored on.
pub fn table(leader: &Evaluation, rival: &Evaluation) -> Vec<(Big, Big)> {
    let mut table = Vec::new();
    for (at, criterion) in leader.rubric().criteria().iter().enumerate() {
        let goods = (leader.lines()[at].good(), rival.lines()[at].good());
        if let ((Some(left), Some(right)), false) = (goods, criterion.is_gate()) {
            table.push((whole(criterion.weight()), big(left) - big(right)));
        }
    }
    table
}

/// The lead under weights or shares.
fn lead<'a>(pairs: impl IntoIterator<Item = (&'a Big, &'a Big)>) -> Big {
    let pairs = pairs.into_iter();
    pairs.fold(whole(0), |sum, (weight, by)| sum + weight * by)
}

fn shares(table: &[(Big, Big)]) -> Vec<Big> {
    let all = table.iter().fold(whole(0), |sum, (weight, _)| sum + weight);
    table.iter().map(|(weight, _)| weight / &all).collect()
}

/// The least lead of all shares within an error: every share at its least, and what is left of
/// the whole given to the smallest differences first.
pub fn least_lead(table: &[(Big, Big)], error: &Big) -> Big {
    let (nothing, one) = (whole(0), whole(1));
    let mut rows: Vec<(Big, Big, Big)> = Vec::new();
    for (share, (_, by)) in shares(table).into_iter().zip(table) {
        let least = (&share - error).max(nothing.clone());
        let most = (&share + error).min(one.clone());
        rows.push((by.clone(), least, most));
    }
    rows.sort();
    let given = rows
        .iter()
        .fold(nothing.clone(), |sum, (_, least, _)| sum + least);
    let mut rest = one - given;
    let mut lead = nothing;
    for (by, least, most) in rows {
        let more = rest.clone().min(&most - &least);
        rest -= &more;
        lead += by * (least + more);
    }
    lead
}

/// Pairs of which the first is ahead.
fn leads() -> impl Strategy<Value = (Evaluation, Evaluation, Sensitivity)> {
    evaluated(2..6).prop_filter_map("nobody is ahead", |(_, all)| {
        for left in &all {
            for right in &all {
                if let Ok(found) = Sensitivity::new(left, right) {
                    return Some((left.clone(), right.clone(), found));
                }
            }
        }
        None
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn at_a_flip_they_tie_and_beyond_it_the_rival_leads((leader, rival, found) in leads()) {
        let table = table(&leader, &rival);
        for (at, (_, flip)) in found.flips().iter().enumerate() {
            let with = |parts: &Big| {
                let rows = table.iter().enumerate();
                let weights: Vec<Big> = rows
                    .map(|(row, (weight, _))| if row == at { parts.clone() } else { weight.clone() })
                    .collect();
                lead(weights.iter().zip(table.iter().map(|(_, by)| by)))
            };
            let (weight, by) = &table[at];
            if let Some(flip) = flip {
                let parts = big(flip.parts);
                prop_assert_eq!(with(&parts), whole(0));
                let others = shares(&table).len();
                prop_assert!(others > 0);
                let all = table.iter().fold(whole(0), |sum, (weight, _)| sum + weight);
                prop_assert_eq!(big(flip.share), &parts / (all - weight + &parts));
                let beyond = match flip.rival_leads {
                    RivalLeads::Below => {
                        prop_assert!(*by > whole(0));
                        &parts / whole(2)
                    }
                    RivalLeads::Above => {
                        prop_assert!(*by < whole(0));
                        &parts + whole(1)
                    }
                };
                if beyond > whole(0) {
                    prop_assert!(with(&beyond) < whole(0));
                }
            } else {
                // Neither without it nor with all of the weight does the rival lead.
                prop_assert!(with(&whole(0)) > whole(0) || table.len() == 1);
                prop_assert!(*by >= whole(0));
            }
        }
    }

    #[test]
    fn the_least_shift_ties_and_nothing_smaller_does(
        (leader, rival, found) in leads(),
        draws in vec((0_usize..8, 0_usize..8, 1_u8..20), 1..5),
    ) {
        let table = table(&leader, &rival);
        let names: Vec<_> = found.flips().iter().map(|(id, _)| id.clone()).collect();
        let at = |id| names.iter().position(|name| name == id).unwrap();
        let all_ahead = table.iter().all(|(_, by)| *by > whole(0));
        prop_assert_eq!(found.least_shift().is_none(), all_ahead);
        let Some(shift) = found.least_shift() else { return Ok(()) };
        let agreed = shares(&table);
        let mut moved = agreed.clone();
        let mut total = whole(0);
        for one in &shift.moves {
            moved[at(&one.from)] -= big(one.share);
            moved[at(&one.to)] += big(one.share);
            total += big(one.share);
        }
        prop_assert_eq!(total, big(shift.share));
        prop_assert!(moved.iter().all(|share| *share >= whole(0)));
        let by = || table.iter().map(|(_, by)| by);
        prop_assert_eq!(lead(moved.iter().zip(by())), whole(0));
        // Any other shift of nine tenths of it leaves the leader ahead.
        let amounts = draws.iter().fold(0_u32, |sum, draw| sum + u32::from(draw.2));
        let budget = big(shift.share) * Big::new(9.into(), 10.into());
        let mut moved = agreed;
        for (from, to, part) in draws {
            let (from, to) = (from % moved.len(), to % moved.len());
            let wanted = &budget * whole(part) / whole(amounts);
            let amount = wanted.min(moved[from].clone());
            moved[from] -= &amount;
            moved[to] += &amount;
        }
        prop_assert!(lead(moved.iter().zip(by())) > whole(0));
    }

    #[test]
    fn within_the_tolerance_the_leader_leads((leader, rival, found) in leads()) {
        let table = table(&leader, &rival);
        let nowhere_worse = table.iter().all(|(_, by)| *by >= whole(0));
        prop_assert_eq!(found.tolerance().is_none(), nowhere_worse);
        let Some(tolerance) = found.tolerance() else { return Ok(()) };
        let tolerance = big(tolerance);
        prop_assert_eq!(least_lead(&table, &tolerance), whole(0));
        let little = Big::new(1.into(), 1_000_000_000_i64.into());
        prop_assert!(least_lead(&table, &(&tolerance + little)) < whole(0));
        prop_assert!(least_lead(&table, &(&tolerance / whole(2))) > whole(0));
        let shift = found.least_shift().unwrap();
        prop_assert!(tolerance <= big(shift.share));
    }

    #[test]
    fn the_fewest_steps_put_the_rival_ahead((leader, rival, found) in leads()) {
        let rubric = leader.rubric();
        for (criterion, steps) in found.steps_to_lose() {
            let at = rubric.position(criterion).unwrap();
            let step = rubric.scale_of(at).unwrap().step().to_ten_thousandths();
            let up = match rubric.criteria()[at].polarity() {
                Polarity::HigherIsBetter => step,
                Polarity::LowerIsBetter => -step,
            };
            let moved = |one: &Evaluation, by: i64| {
                let raw = one.assessment().ratings.get(criterion).and_then(Rating::value).unwrap();
                let units = Score::try_from(raw).unwrap().to_ten_thousandths() + by;
                let to = Score::from_ten_thousandths(units);
                let with = one.assessment().clone().rate(criterion.clone(), to);
                rubric.evaluate(&with).ok().and_then(|one| one.score())
            };
            let (low, high) = (rival.score().unwrap(), leader.score().unwrap());
            let most = i64::try_from(rubric.scale_of(at).unwrap().steps()).unwrap() + 1;
            let first = |turned: &dyn Fn(i64) -> Option<bool>| {
                (1..=most).take_while(|by| turned(*by).is_some()).find(|by| turned(*by) == Some(true))
            };
            let down = first(&|by| moved(&leader, -by * up).map(|score| score < low));
            let raised = first(&|by| moved(&rival, by * up).map(|score| score > high));
            prop_assert_eq!(steps.leader_down, down.map(i64::unsigned_abs));
            prop_assert_eq!(steps.rival_up, raised.map(i64::unsigned_abs));
        }
    }

    #[test]
    fn only_the_parts_of_a_flip_know_the_total((leader, rival, found) in leads(), times in 1_u32..9) {
        let rubric = leader.rubric();
        let mut weights = rubric.criteria().iter().map(Criterion::weight);
        prop_assume!(weights.all(|weight| weight < u32::MAX / 9));
        let more = scaled(rubric, times);
        let again = |one: &Evaluation| more.evaluate(one.assessment()).unwrap();
        let other = Sensitivity::new(&again(&leader), &again(&rival)).unwrap();
        prop_assert_eq!(other.gap(), found.gap());
        prop_assert_eq!(other.least_shift(), found.least_shift());
        prop_assert_eq!(other.tolerance(), found.tolerance());
        prop_assert_eq!(other.steps_to_lose(), found.steps_to_lose());
        for ((_, left), (_, right)) in found.flips().iter().zip(other.flips()) {
            let (left, right) = (left.as_ref(), right.as_ref());
            prop_assert_eq!(left.map(|flip| flip.share), right.map(|flip| flip.share));
            let parts = left.map(|flip| flip.parts.checked_mul(times.into()).unwrap());
            prop_assert_eq!(parts, right.map(|flip| flip.parts));
        }
    }

    #[test]
    fn dominance_is_read_off_the_differences((leader, rival, found) in leads()) {
        let table = table(&leader, &rival);
        let expected = if table.iter().all(|(_, by)| *by > whole(0)) {
            Dominance::Strict
        } else if table.iter().all(|(_, by)| *by >= whole(0)) {
            Dominance::Weak
        } else {
            Dominance::None
        };
        prop_assert_eq!(found.dominance(), expected);
    }

    #[test]
    fn inside_its_interval_the_leader_stays_first((rubric, all) in evaluated(2..6)) {
        let ranking = rank(&all, OrderBy::Low).unwrap();
        let Ok(stability) = ranking.stability() else { return Ok(()) };
        let leader = &ranking.ranked()[0];
        let rivals: Vec<&Evaluation> = ranking.ranked()[1..]
            .iter()
            .filter(|one| one.verdict() == leader.verdict())
            .collect();
        for (at, interval) in stability.intervals().iter().enumerate() {
            prop_assert!(interval.lower <= interval.upper);
            for end in [interval.lower, interval.upper] {
                let end = big(end);
                let worst = rivals.iter().map(|rival| {
                    let table = table(leader, rival);
                    let others = &whole(1) - &shares(&table)[at];
                    let rows = shares(&table).into_iter().enumerate();
                    let moved: Vec<Big> = rows.map(|(row, share)| {
                        if row == at {
                            end.clone()
                        } else {
                            share * (whole(1) - &end) / &others
                        }
                    }).collect();
                    lead(moved.iter().zip(table.iter().map(|(_, by)| by)))
                });
                if table(leader, leader).len() < 2 {
                    continue;
                }
                if let Some(worst) = worst.min() {
                    // Never behind inside, and tied where the range was cut.
                    prop_assert!(worst >= whole(0));
                    if end != whole(0) && end != whole(1) {
                        prop_assert_eq!(worst, whole(0));
                    }
                }
            }
        }
        prop_assert!(rubric.criteria().len() >= stability.intervals().len());
    }

    #[test]
    fn every_weighting_has_a_first_place(
        (rubric, all) in evaluated(1..5),
        draws in vec(vec(0_u32..9, 5), 1..6),
    ) {
        let weighted = rubric.criteria().iter().filter(|criterion| !criterion.is_gate()).count();
        let views: Vec<Vec<u32>> = draws.iter().map(|parts| parts[..weighted].to_vec()).collect();
        prop_assume!(views.iter().all(|parts| parts.iter().any(|part| *part > 0)));
        if let Ok(first) = first_places(&all, &views) {
            let alone: u64 = first.values().map(|places| places.alone).sum();
            let shared: u64 = first.values().map(|places| places.shared).sum();
            let views = u64::try_from(views.len()).unwrap();
            prop_assert!(alone <= views && (shared >= 2 * (views - alone)));
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_sensitivity_is_proved_from_both_evaluations((leader, rival, found) in leads()) {
        use partnership::explain::Documents;
        use serde_json::json;

        let papers = Documents::new()
            .with("leader", json!(leader))
            .with("rival", json!(rival));
        let result = json!(found);
        let proof = found.explain(&leader, &rival).unwrap();
        let checked = proof.check_against(&papers, &result);
        prop_assert!(checked.is_ok(), "{:?}", checked);
        prop_assert_eq!(proof.covers(&result), [""; 0]);
    }
}
