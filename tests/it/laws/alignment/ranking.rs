//! Rankings: weak orders that nobody else can turn.

use partnership::alignment::{
    Evaluation, Excluded, Id, OrderBy, Ranking, Rubric, Score, Tier, Verdict, rank,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::evaluated;
use crate::support::{cases, laws};

fn orders() -> impl Strategy<Value = OrderBy> {
    select(vec![OrderBy::Low, OrderBy::Point, OrderBy::High])
}

/// Subjects with their positions, in the order of the ranking.
fn positions(ranking: &Ranking) -> Vec<(Id, usize, Verdict)> {
    let mut all = Vec::new();
    for tier in ranking.tiers() {
        for group in tier.groups() {
            for member in group.members() {
                all.push((member.clone(), group.position(), tier.verdict()));
            }
        }
    }
    all
}

/// Every level of a criterion.
fn levels(rubric: &Rubric, at: usize) -> Vec<Score> {
    let scale = rubric.scale_of(at).expect("a scale");
    let steps = i64::try_from(scale.steps()).expect("few");
    (0..=steps)
        .map(|step| scale.min().to_ten_thousandths() + step * scale.step().to_ten_thousandths())
        .map(Score::from_ten_thousandths)
        .collect()
}

/// Every way to rate what is missing by the worst, the middle or the best level.
fn completions(evaluation: &Evaluation) -> Vec<Evaluation> {
    let rubric = evaluation.rubric();
    let mut all = vec![evaluation.assessment().clone()];
    for criterion in evaluation.missing() {
        let levels = levels(rubric, rubric.position(criterion).expect("a criterion"));
        let ends = [
            levels[0],
            levels[levels.len() / 2],
            levels[levels.len() - 1],
        ];
        all = all
            .iter()
            .flat_map(|one| ends.map(|level| one.clone().rate(criterion.clone(), level)))
            .collect();
    }
    all.iter()
        .map(|one| rubric.evaluate(one).expect("an evaluation"))
        .collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn positions_are_a_weak_order((_, all) in evaluated(0..6), order in orders()) {
        let ranking = rank(&all, order).unwrap();
        let found = positions(&ranking);
        prop_assert_eq!(found.len() + ranking.excluded().len(), all.len());
        let key = |subject: &Id| {
            let one = all.iter().find(|one| one.subject() == subject).unwrap();
            match order {
                OrderBy::Low => Some(one.low()),
                OrderBy::Point => one.score(),
                OrderBy::High => Some(one.high()),
            }
        };
        for (subject, position, verdict) in &found {
            // 1 and the number of those before: a better verdict, or the same and a larger key.
            let before = found.iter().filter(|(other, _, tier)| {
                tier < verdict || (tier == verdict && key(other) > key(subject))
            });
            prop_assert_eq!(*position, 1 + before.count());
        }
        let tiers: Vec<Verdict> = ranking.tiers().iter().map(Tier::verdict).collect();
        prop_assert!(tiers.windows(2).all(|pair| pair[0] < pair[1]));
        let excluded: Vec<&Id> = ranking.excluded().iter().map(Excluded::subject).collect();
        prop_assert!(excluded.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn nobody_else_turns_an_order((_, all) in evaluated(2..6), order in orders()) {
        let together = positions(&rank(&all, order).unwrap());
        for leaves in 0..all.len() {
            let mut fewer = all.clone();
            fewer.remove(leaves);
            fewer.reverse();
            let alone = positions(&rank(&fewer, order).unwrap());
            for pair in alone.windows(2) {
                let at = |id: &Id| together.iter().position(|(other, _, _)| other == id).unwrap();
                let (left, right) = (&together[at(&pair[0].0)], &together[at(&pair[1].0)]);
                prop_assert_eq!(pair[0].1.cmp(&pair[1].1), left.1.cmp(&right.1));
            }
        }
    }

    #[test]
    fn margins_lead_from_group_to_group((_, all) in evaluated(0..6)) {
        for tier in rank(&all, OrderBy::Low).unwrap().tiers() {
            for pair in tier.groups().windows(2) {
                let margin = pair[0].margin().unwrap();
                prop_assert!(margin.is_positive());
                let next = pair[1].key().unwrap();
                prop_assert_eq!(next.checked_add(margin).ok(), pair[0].key());
            }
            prop_assert_eq!(tier.groups().last().unwrap().margin(), None);
        }
    }

    #[test]
    fn seats_go_to_whole_groups((_, all) in evaluated(0..6), seats in 0_usize..7) {
        let ranking = rank(&all, OrderBy::Low).unwrap();
        let taken = ranking.take(seats, Verdict::Incomplete);
        prop_assert_eq!(taken.chosen.len() + taken.seats_left, seats);
        prop_assert!(taken.undecided.is_empty() || taken.undecided.len() > taken.seats_left);
        let order: Vec<Id> = positions(&ranking).into_iter().map(|(id, _, _)| id).collect();
        prop_assert_eq!(&taken.chosen[..], &order[..taken.chosen.len()]);
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_ranking_is_proved_from_its_evaluations((_, all) in evaluated(0..6), order in orders()) {
        use partnership::explain::Documents;
        use serde_json::json;

        let ranking = rank(&all, order).unwrap();
        let papers = Documents::new().with("evaluations", json!(all));
        let proof = ranking.explain(&all).unwrap();
        let result = json!(ranking);
        if !ranking.tiers().is_empty() || !ranking.excluded().is_empty() {
            prop_assert!(proof.check_against(&papers, &result).is_ok());
        }
        prop_assert_eq!(proof.covers(&result), [""; 0]);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn possible_leaders_are_those_of_some_completion((_, all) in evaluated(1..4)) {
        let ranking = rank(&all, OrderBy::Low).unwrap();
        let ranked: Vec<&Evaluation> = ranking.ranked().iter().collect();
        let ways: Vec<Vec<Evaluation>> = ranked.iter().map(|one| completions(one)).collect();
        let rank_of = |one: &Evaluation| (one.verdict(), std::cmp::Reverse(one.score()));
        let mut expected: Vec<&Id> = Vec::new();
        for (at, own) in ways.iter().enumerate() {
            // Subjects are independent: each rival is completed as badly as it can be.
            let can_lead = own.iter().any(|own| {
                let rivals = ways.iter().enumerate().filter(|(other, _)| *other != at);
                rivals.clone().all(|(_, rival)| rival.iter().any(|one| rank_of(own) <= rank_of(one)))
            });
            if can_lead {
                expected.push(ranked[at].subject());
            }
        }
        expected.sort();
        prop_assert_eq!(ranking.possible_leaders(), expected);
    }
}
