//! Whatever is compared, lifted or led is proved from its papers, also where names read as figures.

use partnership::Ratio;
use partnership::alignment::{
    Assessment, Criterion, Evaluation, OrderBy, Rating, Rubric, Scored, Waiver, WaiverReason,
    contrast, diff, rank, two_way,
};
use partnership::explain::Documents;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::{assess, draws, evaluated, id, renamed, rubrics};
use crate::families::check_proof;
use crate::support::{cases, laws};

/// The same rubric with names that read as numbers, days and money, or need an escape.
fn strange(rubric: &Rubric) -> Rubric {
    let mut draft = rubric.draft().clone();
    let names = ["5", "2026-01-01", "10%", "1.00 USD", "a/b~c"];
    for (criterion, name) in draft.criteria.iter_mut().zip(names) {
        let weight = criterion.weight();
        let label = if weight % 2 == 0 { "2030" } else { "of 2030" };
        *criterion = renamed(&criterion.clone(), name, weight)
            .with_label(label)
            .with_question("17");
    }
    draft.build().expect("a rubric")
}

/// The same assessment under the strange names.
fn under(rubric: &Rubric, other: &Rubric, found: &Assessment, subject: &str) -> Assessment {
    let mut assessment = Assessment::new(id(subject), found.on);
    let criteria = rubric.criteria().iter().zip(other.criteria());
    for (old, new) in criteria {
        let rating = match found.ratings.get(old.id()).cloned() {
            None => continue,
            Some(Rating::Scored(scored)) => Rating::Scored(Scored {
                by: Some(id("7")),
                evidence: Some("12.00 USD".to_owned()),
                ..scored
            }),
            Some(rating) => rating,
        };
        assessment = assessment.rate(new.id().clone(), rating);
    }
    let waiver = |one: &Criterion| Waiver::new(one.id().clone(), WaiverReason::Other, id("9"));
    assessment.waive(waiver(&other.criteria()[0]))
}

/// Two evaluations of one rubric, with plain names or strange ones.
fn pairs() -> impl Strategy<Value = (Evaluation, Evaluation)> {
    let all = (
        rubrics(),
        proptest::collection::vec(draws(), 5),
        proptest::collection::vec(draws(), 5),
        any::<bool>(),
    );
    all.prop_filter_map("nothing to score", |(rubric, left, right, plain)| {
        let (left, right) = (assess(&rubric, "l", &left), assess(&rubric, "r", &right));
        if plain {
            return Some((rubric.evaluate(&left).ok()?, rubric.evaluate(&right).ok()?));
        }
        let other = strange(&rubric);
        let left = under(&rubric, &other, &left, "2026-02-28");
        let right = under(&rubric, &other, &right, "1/2");
        Some((other.evaluate(&left).ok()?, other.evaluate(&right).ok()?))
    })
}

fn papers(left: (&str, &Evaluation), right: (&str, &Evaluation)) -> Documents {
    Documents::new()
        .with(left.0, json!(left.1))
        .with(right.0, json!(right.1))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn an_evaluation_is_proved_by_its_papers((evaluation, _) in pairs()) {
        let papers = Documents::new()
            .with("rubric", json!(evaluation.rubric()))
            .with("assessment", json!(evaluation.assessment()));
        prop_assert_eq!(check_proof(evaluation.explain(), papers, &evaluation), Ok(()));
    }

    #[test]
    fn comparisons_are_proved_by_both_evaluations((left, right) in pairs()) {
        let sides = || papers(("left", &left), ("right", &right));
        if let Ok(found) = contrast(&left, &right) {
            prop_assert_eq!(check_proof(found.explain(&left, &right), sides(), &found), Ok(()));
        }
        let view = two_way(&left, &right).unwrap();
        prop_assert_eq!(check_proof(view.explain(&left, &right), sides(), &view), Ok(()));
        prop_assert!(view.explain(&right, &left).is_err() || two_way(&right, &left).unwrap() == view);
    }

    #[test]
    fn a_change_is_proved_also_where_the_rubric_changed(
        (before, _) in pairs(),
        (_, after) in pairs(),
    ) {
        if let Ok(found) = diff(&before, &after) {
            let papers = papers(("before", &before), ("after", &after));
            prop_assert_eq!(check_proof(found.explain(&before, &after), papers, &found), Ok(()));
        }
    }

    #[test]
    fn what_would_have_to_change_is_proved(
        (evaluation, _) in pairs(),
        target in select(vec!["1", "2", "3.1", "17/4", "5"]),
    ) {
        let target: Ratio = target.parse().unwrap();
        let papers = || Documents::new()
            .with("evaluation", json!(evaluation))
            .with("target", json!(target));
        let bridges = evaluation.bridges().unwrap();
        prop_assert_eq!(check_proof(bridges.explain(&evaluation), papers(), &bridges), Ok(()));
        if let Ok(lift) = evaluation.lift_to(target) {
            prop_assert_eq!(check_proof(lift.explain(&evaluation), papers(), &lift), Ok(()));
        }
        if let Some(even) = evaluation.break_even(target).unwrap() {
            let proof = even.explain(&evaluation, target);
            prop_assert_eq!(check_proof(proof, papers(), &even), Ok(()));
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_stable_lead_is_proved_by_those_who_are_ranked((_, all) in evaluated(1..5)) {
        let ranking = rank(&all, OrderBy::Low).unwrap();
        if let Ok(found) = ranking.stability() {
            let papers = Documents::new().with("evaluations", json!(ranking.ranked()));
            prop_assert_eq!(check_proof(found.explain(&ranking), papers, &found), Ok(()));
        }
    }
}

#[test]
fn a_lift_says_how_it_came_to_its_plan() {
    let rubric = Rubric::three_r();
    let mut found = Assessment::new(id("Dune"), partnership::time::date("2026-01-01").unwrap());
    for criterion in rubric.criteria() {
        found = found.rate(
            criterion.id().clone(),
            partnership::alignment::Score::from(3),
        );
    }
    let evaluation = rubric.evaluate(&found).unwrap();
    let lift = evaluation.lift_to("3.5".parse().unwrap()).unwrap();
    let text = lift
        .explain(&evaluation)
        .unwrap()
        .why("/plan/0/to")
        .unwrap()
        .text();
    // Half a point at a share of 2/5 asks for 5/4 points: two steps, from 1 on four in all.
    assert!(text.starts_with("result /plan/0/to is #"), "{text}");
    for line in [
        "what it has to be worth more: 1.25 = 0.5 / 0.4",
        "the next whole step: 4 = 3.25 rounded",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let other = evaluation.lift_to("3.6".parse().unwrap()).unwrap();
    let mut forged = lift;
    forged.plan_score = other.target;
    let error = forged.explain(&evaluation).unwrap_err().to_string();
    assert_eq!(
        error,
        "the result does not follow from the papers handed in"
    );
}
