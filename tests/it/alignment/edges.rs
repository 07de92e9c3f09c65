//! Scores, verdicts and ranks where they turn: worked out from the page by hand.

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::alignment::{
    Alpha, AlphaLevel, Assessment, Bands, Criterion, Evaluation, Floor, Id, OrderBy, Panel, Raise,
    Rating, Rubric, RubricDraft, RubricLint, Scale, Score, Sensitivity, Status, Verdict, Waiver,
    WaiverReason, krippendorff_alpha, rank,
};
use partnership::time::date;

use super::errors::{id, says, score};

#[track_caller]
fn ratio(text: &str) -> Ratio {
    text.parse().expect("a ratio")
}

fn scale(min: &str, max: &str, step: &str) -> Scale {
    Scale::new(score(min), score(max), score(step)).expect("a scale")
}

fn draft() -> RubricDraft {
    Rubric::builder(id("rubric"))
}

fn bridged(name: &str, weight: u32) -> Criterion {
    Criterion::new(id(name), weight).with_floor(Floor::bridge(Score::from(3)))
}

fn assessed(subject: &str, scores: &[(&str, i32)]) -> Assessment {
    let mut found = Assessment::new(id(subject), date("2026-01-01").expect("a day"));
    for (name, score) in scores {
        found = found.rate(id(name), Score::from(*score));
    }
    found
}

fn evaluated(rubric: &Rubric, subject: &str, scores: &[(&str, i32)]) -> Evaluation {
    rubric
        .evaluate(&assessed(subject, scores))
        .expect("an evaluation")
}

fn leaders(all: &[Evaluation]) -> Vec<String> {
    let ranking = rank(all, OrderBy::Low).expect("a ranking");
    let leaders = ranking.possible_leaders();
    leaders.into_iter().map(Id::to_string).collect()
}

// One part of four is scored: 1/4 is less than 1/3, and no less than 1/4.
#[test]
fn coverage_meets_its_limit_exactly() {
    for (least, verdict) in [("1/3", Verdict::Incomplete), ("1/4", Verdict::Fit)] {
        let draft = draft().min_coverage(ratio(least));
        let draft = draft.criterion(Criterion::new(id("a"), 1));
        let rubric = draft.criterion(Criterion::new(id("b"), 3)).build();
        let rubric = rubric.expect("a rubric");
        assert_eq!(evaluated(&rubric, "s", &[("a", 4)]).verdict(), verdict);
        let tally = rubric.tally(&[Some(Score::from(4)), None]).expect("scores");
        assert_eq!(tally.verdict(), verdict);
    }
}

// The worst of x is 1 on a, which its waiver lets pass: a fit of 3, and y has 5/2 at best.
#[test]
fn a_waiver_holds_for_a_score_that_is_still_to_come() {
    let draft = draft().criterion(bridged("a", 1));
    let rubric = draft.criterion(Criterion::new(id("b"), 1)).build();
    let rubric = rubric.expect("a rubric");
    let waiver = Waiver::new(id("a"), WaiverReason::Other, id("board"));
    let found = assessed("x", &[("b", 5)]);
    let x = |found| rubric.evaluate(&found).expect("an evaluation");
    let y = evaluated(&rubric, "y", &[("a", 3), ("b", 2)]);
    assert_eq!(leaders(&[x(found.clone().waive(waiver)), y.clone()]), ["x"]);
    assert_eq!(leaders(&[x(found), y]), ["x", "y"]);
}

// Of x the worst is 3 with two gaps, which are too many, or 7/2 with one; y is bridging at 9/4.
#[test]
fn a_worst_case_with_too_many_gaps_is_no_fit() {
    let draft = draft().max_gaps(1).criterion(bridged("a", 1));
    let draft = draft.criterion(bridged("b", 1));
    let rubric = draft.criterion(Criterion::new(id("c"), 2)).build();
    let rubric = rubric.expect("a rubric");
    let y = evaluated(&rubric, "y", &[("a", 2), ("b", 3), ("c", 2)]);
    assert_eq!(y.verdict(), Verdict::NeedsBridging);
    let x = evaluated(&rubric, "x", &[("c", 5)]);
    assert_eq!(leaders(&[x, y.clone()]), ["x", "y"]);
    let x = evaluated(&rubric, "x", &[("b", 3), ("c", 5)]);
    assert_eq!(leaders(&[x, y]), ["x"]);
}

// Shares 1/2, 1/4, 1/4 and differences 10, 9, -1: with e from 1/2 on, all may leave the first,
// and -(1/4 + e) + 9(3/4 - e) is 0 at 13/20.
#[test]
fn a_tolerance_may_empty_the_largest_share() {
    let wide = scale("0", "20", "1");
    let draft = draft().scale(wide).criterion(Criterion::new(id("a"), 2));
    let draft = draft.criterion(Criterion::new(id("b"), 1));
    let rubric = draft.criterion(Criterion::new(id("c"), 1)).build();
    let rubric = rubric.expect("a rubric");
    let leader = evaluated(&rubric, "s", &[("a", 12), ("b", 12), ("c", 1)]);
    let rival = evaluated(&rubric, "t", &[("a", 2), ("b", 3), ("c", 2)]);
    let found = Sensitivity::new(&leader, &rival).expect("a lead");
    assert_eq!(found.tolerance(), Some(ratio("13/20")));
}

// A step of a brings 2 of 1/4 of the weight, one of b 1 of 3/4: b is raised first.
#[test]
fn a_plan_begins_where_a_step_brings_most() {
    let coarse = Criterion::new(id("a"), 1).with_scale(scale("0", "2", "1"));
    let draft = draft().criterion(coarse);
    let rubric = draft.criterion(Criterion::new(id("b"), 3)).build();
    let found = evaluated(&rubric.expect("a rubric"), "s", &[("a", 0), ("b", 1)]);
    let lift = found.lift_to(2_u32.into()).expect("a lift");
    let raise = Raise {
        criterion: id("b"),
        from: Ratio::ONE,
        to: Score::from(3),
    };
    assert_eq!((lift.plan, lift.plan_score), (vec![raise], ratio("5/2")));
}

// Means 7/2 and 9/2: half a point on a reaches 17/4 exactly, and b stays between its steps.
#[test]
fn a_plan_ends_at_its_target() {
    let rubric = draft().criterion(Criterion::new(id("a"), 1));
    let rubric = rubric.criterion(Criterion::new(id("b"), 1)).build();
    let report = votes(&[
        ("ann", &[("a", 3), ("b", 4)]),
        ("bob", &[("a", 4), ("b", 5)]),
    ])
    .report(
        &rubric.expect("a rubric"),
        id("s"),
        date("2026-01-01").expect("a day"),
        &[],
    );
    let report = report.expect("a report");
    let lift = report.evaluation().lift_to(ratio("17/4")).expect("a lift");
    let raise = Raise {
        criterion: id("a"),
        from: ratio("7/2"),
        to: Score::from(4),
    };
    assert_eq!((lift.plan, lift.plan_score), (vec![raise], ratio("17/4")));
}

fn votes(all: &[(&str, &[(&str, i32)])]) -> Panel {
    let rate = |(name, score): &(&str, i32)| (id(name), Rating::from(Score::from(*score)));
    let votes = all.iter();
    let votes = votes.map(|(assessor, votes)| (id(assessor), votes.iter().map(rate).collect()));
    Panel::new(votes.collect::<BTreeMap<Id, BTreeMap<Id, Rating>>>())
}

#[test]
fn a_waiver_lets_the_gap_of_a_panel_pass() {
    let rubric = draft().criterion(bridged("a", 1)).build();
    let (rubric, day) = (
        rubric.expect("a rubric"),
        date("2026-01-01").expect("a day"),
    );
    let panel = votes(&[("ann", &[("a", 2)]), ("bob", &[("a", 3)])]);
    let waiver = Waiver::new(id("a"), WaiverReason::Other, id("board"));
    let report = panel.report(&rubric, id("s"), day, &[waiver]);
    let report = report.expect("a report");
    assert_eq!(report.evaluation().verdict(), Verdict::Fit);
    assert_eq!(report.evaluation().lines()[0].status(), Status::Waived);
}

#[test]
fn one_vote_alone_is_not_contested() {
    let rubric = draft().criterion(bridged("a", 1)).build();
    let (rubric, day) = (
        rubric.expect("a rubric"),
        date("2026-01-01").expect("a day"),
    );
    let usual = votes(&[("ann", &[("a", 3)])]);
    assert_eq!(usual.contested_at(), ratio("1/2"));
    let strict = |panel: Panel| {
        let panel = panel.with_contested_at(Ratio::ZERO);
        assert_eq!(panel.contested_at(), Ratio::ZERO);
        let report = panel.report(&rubric, id("s"), day, &[]).expect("a report");
        report.contested().to_vec()
    };
    assert_eq!(strict(usual), []);
    let both = votes(&[("ann", &[("a", 3)]), ("bob", &[("a", 3)])]);
    assert_eq!(strict(both), [id("a")]);
}

// The unit and the zero of a scale do not count (law 12), however far from the others they are.
#[test]
fn alpha_of_far_and_of_fine_values_is_that_of_near_ones() {
    let units = [[1_i128, 1], [1, 3], [3, 7], [7, 7]];
    let alpha = |times: Ratio, above: Ratio| {
        let value = |value: i128| {
            let value = Ratio::new(value, 1).expect("a ratio");
            value.checked_mul(times)?.checked_add(above)
        };
        let units: Result<Vec<Vec<Ratio>>, _> = units
            .iter()
            .map(|unit| unit.iter().map(|one| value(*one)).collect())
            .collect();
        krippendorff_alpha(&units.expect("small"), AlphaLevel::Interval).expect("small")
    };
    let near = alpha(Ratio::ONE, Ratio::ZERO);
    // 40 / 8 inside the units, and (2 x (8 x 168 - 30^2)) / 56 among all.
    assert_eq!(near, Alpha::Value(ratio("76/111")));
    let (far, fine) = (ratio("30000000000000000000"), ratio("1/10000000000001"));
    assert_eq!(alpha(Ratio::ONE, far), near);
    assert_eq!(alpha(far, Ratio::ZERO), near);
    assert_eq!(alpha(fine, Ratio::ZERO), near);
    let finest = ratio("1/150000000000000000000000000000000000001");
    assert_eq!(alpha(finest, Ratio::ZERO), near);
}

// Pairs i, i + 1 below 100, so that each value comes twice and far apart: 1 inside the units, and
// 2 x (200 x 666700 - 10000^2) / (200 x 199) among all.
#[test]
fn a_value_that_comes_again_late_is_the_same_value() {
    let unit = |at: i64| [at * 37 % 100, at * 37 % 100 + 1].map(Ratio::from_integer);
    let units: Vec<[Ratio; 2]> = (0..100).map(unit).collect();
    let alpha = krippendorff_alpha(&units, AlphaLevel::Interval).expect("small");
    assert_eq!(alpha, Alpha::Value(ratio("333201/333400")));
    // No two of a unit are equal; of all ordered pairs 2 x 99 are, of 99 values that come twice.
    let alpha = krippendorff_alpha(&units, AlphaLevel::Nominal).expect("small");
    assert_eq!(alpha, Alpha::Value(ratio("-99/19801")));
}

// In proportion nothing differs by 1 from x and from 3x, and these by 1/2: 2 of 6 inside the units,
// and 2 x (3 + 6 + 2/4) of 30 among all.
#[test]
fn nothing_and_two_numbers_differ_alike_in_proportion() {
    let nothing = Ratio::ZERO;
    for number in 1..=200 {
        let (one, other) = (Ratio::from_integer(number), Ratio::from_integer(3 * number));
        let units = [[nothing, one], [nothing, nothing], [other, other]];
        let alpha = krippendorff_alpha(&units, AlphaLevel::Ratio).expect("small");
        assert_eq!(alpha, Alpha::Value(ratio("9/19")), "{number}");
    }
}

#[test]
fn the_first_fault_of_a_kind_is_told() {
    let below = [[-1, 1], [-2, 2]].map(|unit| unit.map(Ratio::from_integer));
    says(
        krippendorff_alpha(&below, AlphaLevel::Ratio),
        "-1 is below 0, which the ratio level cannot compare",
    );
    let list = ["a", "a", "b", "b"].into_iter().zip(1..);
    says(
        Bands::new(
            Scale::FIVE,
            list.map(|(label, at)| (label, Score::from(at))),
        ),
        "the label \"a\" stands twice",
    );
    let rubric = |version| draft().version(version).criterion(bridged("a", 1)).build();
    let of =
        |version, subject| evaluated(&rubric(version).expect("a rubric"), subject, &[("a", 4)]);
    says(
        rank(&[of(1, "s"), of(2, "t"), of(3, "u")], OrderBy::Low),
        "s and t were not evaluated by one rubric",
    );
}

#[test]
fn other_weights_or_names_are_another_rubric() {
    let of = |name: &str, weight, subject: &str| {
        let rubric = draft().criterion(bridged(name, weight)).build();
        evaluated(&rubric.expect("a rubric"), subject, &[(name, 4)])
    };
    let one = of("a", 1, "s");
    for other in [of("a", 2, "t"), of("b", 1, "t")] {
        assert_ne!(one.rubric(), other.rubric());
        says(
            rank(&[one.clone(), other], OrderBy::Low),
            "s and t were not evaluated by one rubric",
        );
    }
    assert_eq!(one.rubric(), of("a", 1, "t").rubric());
}

#[test]
fn a_score_is_worth_something_on_its_scale_only() {
    let rubric = draft().criterion(bridged("a", 1)).build();
    let rubric = rubric.expect("a rubric");
    let worth = ["1", "5", "0.9", "5.1"].map(|raw| rubric.good(0, ratio(raw)));
    assert_eq!(worth, [Some(ratio("1")), Some(ratio("5")), None, None]);
    assert_eq!(rubric.good(1, ratio("3")), None);
}

// W x D x S: 2^10 x 2^43 x 2^43 is 2^96, which is the limit, and S is the larger end.
#[test]
fn a_rubric_may_be_as_fine_as_its_guard_says() {
    let build = |min, max, weight| {
        let draft = draft().scale(scale(min, max, "0.0001"));
        draft.criterion(Criterion::new(id("a"), weight)).build()
    };
    let message = "weights, scales and steps are too fine together for an exact mean";
    assert!(build("0", "879609302.2208", 1024).is_ok());
    says(build("0", "879609302.2208", 1025), message);
    // Odd numbers of steps: nothing is lost on the way to the common one.
    assert!(build("0", "879609302.2207", 1024).is_ok());
    assert!(build("-879609302.2208", "0", 1024).is_ok());
    says(build("-879609302.2209", "0", 1024), message);
}

#[test]
fn a_rubric_has_up_to_1024_criteria_and_at_least_one() {
    let many = (0..1_024).fold(draft(), |draft, at| {
        draft.criterion(Criterion::new(id(&at.to_string()), 1))
    });
    assert!(many.build().is_ok());
    let problems = draft().problems();
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["criteria: no criteria"]);
}

#[test]
fn what_is_found_is_told_in_words() {
    let fair = draft()
        .max_gaps(1)
        .criterion(bridged("a", 3).with_anchor(score("4"), "most goals are shared"));
    let worst = Floor::bridge(Score::from(1));
    let fair = fair.criterion(Criterion::new(id("b"), 1).with_floor(worst));
    let lints = |draft: RubricDraft| {
        let lints = draft.build().expect("a rubric").lint();
        lints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        lints(fair.clone()),
        [
            "a has more than half of the weight",
            "a limit of b stands at its worst level"
        ]
    );
    let loose = draft().max_gaps(0).criterion(Criterion::new(id("a"), 1));
    let told = [
        RubricLint::NoFloor.to_string(),
        RubricLint::MaxGapsNeverBinds.to_string(),
    ];
    assert_eq!(lints(loose), told);
    assert_eq!(
        told,
        [
            "no criterion has a limit",
            "there are not more bridge limits than max_gaps"
        ]
    );
    let found = evaluated(&fair.build().expect("a rubric"), "s", &[("a", 4)]);
    assert_eq!(found.lines()[0].anchor(), Some("most goals are shared"));
    assert_eq!(found.lines()[1].anchor(), None);
    assert_eq!(found.verdict().to_string(), "incomplete");
    assert_eq!(format!("{:>8}", found.lines()[0].status()), "     met");
    assert_eq!(format!("{:?}", score("-2.50")), "-2.5");
}
