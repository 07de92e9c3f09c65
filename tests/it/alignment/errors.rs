//! Every message word for word, from the door that gives it.

use std::collections::BTreeMap;

use partnership::alignment::{
    AlphaLevel, Assessment, Bands, Criterion, Evaluation, Floor, Id, IdError, OrderBy, Panel,
    Polarity, Rating, Rubric, RubricDraft, Scale, Score, Sensitivity, Waiver, WaiverReason,
    contrast, diff, first_places, krippendorff_alpha, rank, rank_order_centroid,
};
use partnership::time::date;
use partnership::{Error, Ratio};

#[track_caller]
pub fn id(text: &str) -> Id {
    text.parse().expect("an id")
}

#[track_caller]
pub fn score(text: &str) -> Score {
    text.parse().expect("a score")
}

#[track_caller]
pub fn says<T: std::fmt::Debug, E: Into<Error>>(found: Result<T, E>, message: &str) {
    let error: Error = found.expect_err(message).into();
    assert_eq!(error.to_string(), message);
}

fn draft() -> RubricDraft {
    Rubric::builder(id("rubric"))
}

fn criterion(name: &str) -> Criterion {
    Criterion::new(id(name), 1)
}

/// Two criteria of one part each, `a` with a bridge at 3.
fn rubric() -> Rubric {
    let bridge = Floor::bridge(Score::from(3));
    let draft = draft().criterion(criterion("a").with_floor(bridge));
    draft.criterion(criterion("b")).build().expect("a rubric")
}

fn assessed<const N: usize>(subject: &str, scores: [(&str, i32); N]) -> Assessment {
    let mut found = Assessment::new(id(subject), date("2026-01-01").expect("a day"));
    for (name, score) in scores {
        found = found.rate(id(name), Score::from(score));
    }
    found
}

fn evaluated<const N: usize>(subject: &str, scores: [(&str, i32); N]) -> Evaluation {
    let evaluation = rubric().evaluate(&assessed(subject, scores));
    evaluation.expect("an evaluation")
}

#[test]
fn ids_and_scores() {
    says(Id::new(" \t"), "an id is blank");
    assert_eq!(Id::new(""), Err(IdError::BlankId));
    says("4,5".parse::<Score>(), "\"4,5\" is no decimal");
    says("1/2".parse::<Score>(), "\"1/2\" is no decimal");
    says(
        "1.00001".parse::<Score>(),
        "\"1.00001\" has more than 4 decimal places",
    );
    assert_eq!("1.500000".parse(), Ok(score("1.5")));
    says(
        "999999999999999999999".parse::<Score>(),
        "\"999999999999999999999\" is beyond every scale",
    );
}

#[test]
fn scales() {
    let scale = |min, max, step| Scale::new(score(min), score(max), score(step));
    says(
        scale("0", "1000000000.0001", "1"),
        "the bound 1000000000.0001 of a scale is beyond 10^9",
    );
    assert!(scale("-1000000000", "1000000000", "0.0001").is_ok());
    says(scale("5", "5", "1"), "a scale from 5 to 5 does not ascend");
    says(
        scale("1", "5", "0.3"),
        "steps of 0.3 do not lead from 1 to 5",
    );
    says(scale("1", "5", "0"), "steps of 0 do not lead from 1 to 5");
}

#[test]
fn rubrics() {
    says(draft().build(), "no criteria");
    let many = (0..=1_024).fold(draft(), |draft, at| {
        draft.criterion(criterion(&at.to_string()))
    });
    says(many.build(), "1025 criteria are more than 1024");
    let twice = draft().criterion(criterion("a")).criterion(criterion("a"));
    says(twice.build(), "the criterion a stands twice");
    let one = || draft().criterion(criterion("a"));
    says(
        one().min_coverage("3/2".parse().expect("a ratio")).build(),
        "a coverage of 3/2 is not within 0 to 1",
    );
    says(
        one().criterion(Criterion::new(id("b"), 0)).build(),
        "b has the weight 0 and is no gate",
    );
    let gate = |floor| Criterion::gate(id("g"), floor);
    says(
        draft()
            .criterion(gate(Floor::reject(Score::from(2))))
            .build(),
        "no criterion has a weight",
    );
    says(
        one().criterion(gate(Floor::NONE)).build(),
        "the gate g has no limit",
    );
    let with = |reject, bridge| {
        let (reject, bridge) = (Some(Score::from(reject)), Some(Score::from(bridge)));
        criterion("b").with_floor(Floor { reject, bridge })
    };
    says(
        one().criterion(with(1, 6)).build(),
        "the limit 6 of b is outside its scale 1 to 5 by 1",
    );
    says(
        one().criterion(with(4, 3)).build(),
        "b rejects past 4, before it asks for bridging past 3",
    );
    let lower = |reject, bridge| with(reject, bridge).with_polarity(Polarity::LowerIsBetter);
    assert!(one().criterion(lower(4, 3)).build().is_ok());
    assert!(one().criterion(lower(3, 4)).build().is_err());
    says(
        one()
            .criterion(criterion("b").with_anchor(score("2.5"), "?"))
            .build(),
        "the anchor 2.5 of b is no level of its scale 1 to 5 by 1",
    );
    let fine = |max: &str| Scale::new(score("0"), score(max), score("0.0001")).expect("a scale");
    let primes = [
        "999.9983", "999.9991", "999.9973", "999.9971", "999.9943", "999.9937",
    ];
    let finest = primes.iter().enumerate().fold(draft(), |draft, (at, max)| {
        draft.criterion(criterion(&at.to_string()).with_scale(fine(max)))
    });
    says(
        finest.build(),
        "weights, scales and steps are too fine together for an exact mean",
    );
    says(rank_order_centroid(0), "no criteria");
    says(
        rank_order_centroid(23),
        "an order of 23 criteria is longer than 22",
    );
}

#[test]
fn a_draft_lists_all_its_faults_with_their_places() {
    let floor = Floor {
        reject: Some(Score::from(9)),
        bridge: Some(Score::from(3)),
    };
    let draft = draft()
        .min_coverage(Ratio::from_integer(2))
        .criterion(Criterion::new(id("a"), 0).with_floor(floor))
        .criterion(Criterion::gate(id("a"), Floor::NONE));
    let problems: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "criteria[1].id: the criterion a stands twice",
            "min_coverage: a coverage of 2 is not within 0 to 1",
            "criteria[0].weight: a has the weight 0 and is no gate",
            "criteria[1].floor: the gate a has no limit",
            "criteria[0].floor.reject: the limit 9 of a is outside its scale 1 to 5 by 1",
            "criteria[0].floor.reject: a rejects past 9, before it asks for bridging past 3",
        ]
    );
    let fine = Scale::new(score("0"), score("1000000000"), score("0.0001")).expect("a scale");
    let too_fine = Rubric::builder(id("rubric")).scale(fine);
    let too_fine = too_fine.criterion(Criterion::new(id("a"), u32::MAX));
    let problems = too_fine.min_coverage(Ratio::from_integer(2)).problems();
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "min_coverage: a coverage of 2 is not within 0 to 1",
            "weights, scales and steps are too fine together for an exact mean",
        ]
    );
}

#[test]
fn evaluations() {
    let evaluate = |found: Assessment| rubric().evaluate(&found);
    says(
        evaluate(assessed("s", [("charm", 4)])),
        "charm is no criterion of the rubric, which has a, b",
    );
    let blank = Rating::NotApplicable {
        reason: " ".to_owned(),
    };
    says(
        evaluate(assessed("s", []).rate(id("a"), blank)),
        "a is not applicable, and nothing says why",
    );
    says(
        evaluate(assessed("s", [("a", 6)])),
        "the score 6 of a is outside its scale 1 to 5 by 1",
    );
    says(
        evaluate(assessed("s", []).rate(id("a"), score("4.5"))),
        "the score 9/2 of a is on no step of its scale 1 to 5 by 1",
    );
    let waiver = |name| Waiver::new(id(name), WaiverReason::Other, id("board"));
    says(
        evaluate(assessed("s", []).waive(waiver("x"))),
        "x is no criterion of the rubric, which has a, b",
    );
    says(
        evaluate(assessed("s", []).waive(waiver("a")).waive(waiver("a"))),
        "the criterion a is waived twice",
    );
    let remote = || Rating::NotApplicable {
        reason: "remote".to_owned(),
    };
    let nothing = assessed("s", [])
        .rate(id("a"), remote())
        .rate(id("b"), remote());
    says(evaluate(nothing), "no criterion with a weight applies");
    says(rubric().tally(&[]), "0 scores for 2 criteria");
    says(
        rubric().tally(&[Some(Score::from(0)), None]),
        "the score 0 of a is outside its scale 1 to 5 by 1",
    );
}

#[test]
fn lifts_and_rankings() {
    let one = || evaluated("s", [("a", 4), ("b", 4)]);
    let half = "11/2".parse().expect("a ratio");
    says(
        one().lift_to(half),
        "the target 11/2 is outside the scale 1 to 5 by 1",
    );
    says(
        one().break_even(half),
        "the target 11/2 is outside the scale 1 to 5 by 1",
    );
    says(
        evaluated("s", []).lift_to(3_u32.into()),
        "there is no score to lift",
    );
    says(rank(&[one(), one()], OrderBy::Low), "s is ranked twice");
    let other = rubric()
        .draft()
        .clone()
        .version(2)
        .build()
        .expect("a rubric");
    let other = other
        .evaluate(&assessed("t", [("a", 4)]))
        .expect("an evaluation");
    let message = "s and t were not evaluated by one rubric";
    says(rank(&[one(), other.clone()], OrderBy::Low), message);
    says(contrast(&one(), &other), message);
}

#[test]
fn comparisons() {
    let (full, half) = (
        evaluated("s", [("a", 4), ("b", 4)]),
        evaluated("t", [("a", 3)]),
    );
    let none = evaluated("u", []);
    says(
        contrast(&full, &half),
        "b is scored for one of s and t alone",
    );
    says(contrast(&none, &none), "u has no score");
    says(diff(&full, &none), "u has no score");
    let ten = rubric()
        .draft()
        .clone()
        .scale(Scale::TEN)
        .build()
        .expect("a rubric");
    let ten = ten
        .evaluate(&assessed("v", [("a", 7)]))
        .expect("an evaluation");
    says(
        diff(&full, &ten),
        "the scales 1 to 5 by 1 and 1 to 10 by 1 have different ends",
    );
}

#[test]
fn leads() {
    let of = |subject, a, b| evaluated(subject, [("a", a), ("b", b)]);
    says(
        Sensitivity::new(&of("s", 4, 4), &of("t", 5, 3)),
        "s is not ahead of t: its score is not higher, and verdicts play no part",
    );
    let stability = |all: &[Evaluation]| rank(all, OrderBy::Low).expect("a ranking").stability();
    says(stability(&[]), "nobody is ranked");
    says(
        stability(&[of("t", 4, 4), of("s", 4, 4)]),
        "2 subjects share the lead, s among them",
    );
    let one = [of("s", 4, 4)];
    says(
        first_places(&one, &[[1, 1, 1]]),
        "weighting 0 has 3 parts for 2 criteria with a weight",
    );
    says(
        first_places(&one, &[[1, 1], [0, 0]]),
        "weighting 1 has no part above 0",
    );
    let half = [evaluated("t", [("a", 3)])];
    says(first_places(&half, &[[1, 1]]), "t is not scored on b");
}

#[test]
fn panels_and_bands() {
    let day = date("2026-01-01").expect("a day");
    let report = |panel: Panel| panel.report(&rubric(), id("s"), day, &[]);
    says(
        report(Panel::new(BTreeMap::new())),
        "a panel without assessors",
    );
    let vote = BTreeMap::from([(id("a"), Rating::from(Score::from(6)))]);
    says(
        report(Panel::new(BTreeMap::from([(id("ann"), vote)]))),
        "the score 6 of a is outside its scale 1 to 5 by 1",
    );
    let units = [[Ratio::from_integer(-1), Ratio::ONE]];
    says(
        krippendorff_alpha(&units, AlphaLevel::Ratio),
        "-1 is below 0, which the ratio level cannot compare",
    );
    let bands = |list: &[(&str, &str)]| {
        let list = list.iter().map(|(label, lower)| (*label, score(lower)));
        Bands::new(Scale::FIVE, list)
    };
    says(bands(&[]), "no bands");
    says(
        bands(&[("low", "1"), ("high", "1")]),
        "the lower bound 1 of \"high\" is not above the one before",
    );
    says(
        bands(&[("low", "1"), ("low", "3")]),
        "the label \"low\" stands twice",
    );
    says(
        bands(&[("low", "2")]),
        "the first band begins at 2, not where the scale 1 to 5 by 1 does",
    );
    says(
        bands(&[("low", "1"), ("high", "5.5")]),
        "the band \"high\" begins at 5.5, above the scale 1 to 5 by 1",
    );
    let one = bands(&[("all", "1")]).expect("bands");
    says(
        one.label(6_u32.into()).map(str::to_owned),
        "6 is outside the scale 1 to 5 by 1",
    );
}
