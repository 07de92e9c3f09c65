//! Every message of the models around the rubric word for word, from the door that gives it.

use partnership::alignment::{
    Acceptable, AlignmentDraft, Answer, Benefit, ById, Checklist, ExchangeDraft, Expectations,
    ExpectationsDraft, Flow, Id, Issue, ModelProfile, ModelSelection, NeedBound, PillarValues,
    Pillars, Position, Remedy, Review, Scale, Score, SelectionDraft, SharedValueDraft, Sides,
    TrustFactors, TrustQuotient, Want, adjusted_winner, best_packages, select_model,
};
use partnership::time::date;
use partnership::{Error, PartyId, Problem, Ratio};

use super::errors::{id, says, score};

#[track_caller]
fn ratio(text: &str) -> Ratio {
    text.parse().expect("a ratio")
}

#[track_caller]
fn party(name: &str) -> PartyId {
    PartyId::new(name).expect("a name")
}

fn listed<T: std::fmt::Display>(problems: &[Problem<T>]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// One period in which both give 1 and receive 2 of `money`.
fn exchange() -> ExchangeDraft {
    let flow = Flow {
        gives: 1.into(),
        receives: 2.into(),
    };
    let flows = || ById::from([(id("money"), flow)]);
    ExchangeDraft {
        dimensions: vec![id("money")],
        periods: vec![Sides {
            producer: flows(),
            partner: flows(),
        }],
        ..ExchangeDraft::default()
    }
}

#[test]
fn an_exchange_lists_all_its_faults() {
    let mut draft = exchange();
    draft.dimensions = vec![id("money"), id("reach"), id("money")];
    draft.scale = Scale::FIVE;
    draft.weights.producer = Some(ById::from([(id("fame"), 1)]));
    draft.tolerance = ratio("3/2");
    let level = |level: &str| Flow {
        gives: score(level),
        receives: 2.into(),
    };
    draft.periods[0].partner = ById::from([(id("fame"), level("1")), (id("money"), level("6"))]);
    draft.periods[0].producer =
        ById::from([(id("money"), level("1.5")), (id("reach"), level("1"))]);
    let expected = [
        "dimensions: the dimension money stands twice",
        "scale: the scale of flows starts at 1, not at 0",
        "weights.producer: fame is no dimension of the exchange",
        "weights.producer: no dimension has a weight for the producer",
        "tolerance: the tolerance 3/2 is not from 0 to 1",
        "periods[0].producer: period 1: the producer puts money at 1.5, on no step of 1 to 5 by 1",
        "periods[0].producer: period 1: the producer puts money at 1.5, on no step of 1 to 5 by 1",
        "periods[0].partner: fame is no dimension of the exchange",
        "periods[0].partner: period 1: the partner puts money at 6, outside 1 to 5 by 1",
        "periods[0].partner: period 1: the partner says nothing about reach",
        "periods[0].partner: period 1: the partner puts money at 6, outside 1 to 5 by 1",
    ];
    assert_eq!(listed(&draft.problems()), expected);
    says(draft.build(), "the dimension money stands twice");
    assert!(exchange().build().is_ok());
    let mut empty = exchange();
    empty.periods.clear();
    says(empty.build(), "an exchange without periods");
}

#[test]
fn expectations_stand_on_their_scale() {
    let mut draft = ExpectationsDraft::default();
    draft.expects.partner = ById::from([(id("data"), score("2.5"))]);
    draft.offers.producer = ById::from([(id("data"), score("6"))]);
    assert_eq!(
        listed(&draft.problems()),
        [
            "expects.partner: the partner puts data at 2.5, on no step of 1 to 5 by 1",
            "offers.producer: the producer puts data at 6, outside 1 to 5 by 1",
        ]
    );
    let message = "the partner puts data at 2.5, on no step of 1 to 5 by 1";
    says(draft.build(), message);
    let usual = Expectations::OF_PRODUCER
        .iter()
        .chain(&Expectations::OF_PARTNER);
    assert_eq!(usual.count(), 7);
}

#[test]
fn a_shared_value_lists_all_its_faults() {
    let brings = |amount: &str| ById::from([(id("financial"), ratio(amount))]);
    let (ana, ben) = (party("ana"), party("ben"));
    let good = || {
        let contributions = [(ana.clone(), brings("1"))].into();
        SharedValueDraft::new(contributions, Benefit::Split([(ana.clone(), 1)].into()))
    };
    assert!(good().build().is_ok());
    let mut draft = good();
    draft.dimensions.push(id("financial"));
    draft.weights = Some(ById::from([(id("fame"), 0)]));
    draft.contributions = [(ana.clone(), brings("-1"))].into();
    draft.benefit = Benefit::Split([(ben.clone(), 0)].into());
    draft.tolerance = ratio("-1/2");
    assert_eq!(
        listed(&draft.problems()),
        [
            "dimensions: the dimension financial stands twice",
            "weights: fame is no dimension of the value",
            "weights: the parts add up to 0",
            "contributions.ana.financial: ana has -1 of financial, which is below 0",
            "contributions: nothing that counts was contributed",
            "benefit: ben takes part in the benefit, but not in the contributions",
            "benefit.split: the parts add up to 0",
            "tolerance: the tolerance -1/2 is not from 0 to 1",
        ]
    );
    let mut nobody = good();
    nobody.contributions.clear();
    nobody.benefit = Benefit::Received([].into());
    says(nobody.clone().build(), "a value without parties");
    let last = nobody.problems().pop().expect("a problem");
    assert_eq!(
        last.to_string(),
        "benefit.received: nothing that counts was received"
    );
}

#[test]
fn a_model_of_issues_lists_all_its_faults() {
    let range = |from: i64, to: i64, ideal: i64| {
        Some(Position::range(from.into(), to.into(), ideal.into()))
    };
    let options = |names: &[&str], ideal: &str| {
        Some(Position::options(
            names.iter().map(|name| id(name)),
            id(ideal),
        ))
    };
    let issue = |name: &str, producer, partner| Issue {
        id: id(name),
        producer,
        partner,
    };
    let zero = |position: Option<Position>| position.map(|position| position.with_importance(0));
    let mut draft = AlignmentDraft::new([
        issue("volume", zero(range(2, 1, 1)), range(1, 2, 3)),
        issue("volume", zero(options(&[], "a")), options(&["a"], "b")),
        issue("term", zero(range(1, 2, 1)), options(&["a"], "a")),
    ]);
    draft.trade_gap = Ratio::ZERO;
    assert_eq!(
        listed(&draft.problems()),
        [
            "issues[1].id: the issue volume stands twice",
            "issues[0].producer: the producer accepts volume from 2 to 1, which is reversed",
            "issues[0].partner: the partner wants 3 for volume, which it does not accept",
            "issues[1].producer: the producer accepts no option for volume",
            "issues[1].partner: the partner wants b for volume, which it does not accept",
            "issues[2]: term is a range for one side and a list of options for the other",
            "issues: no issue has a weight for the producer",
            "trade_gap: the trade gap 0 is not above 0 and at most 1",
        ]
    );
    says(draft.build(), "the issue volume stands twice");
    says(AlignmentDraft::new([]).build(), "a model without issues");
    let sound = AlignmentDraft::new([issue("volume", range(1, 2, 1), None)]);
    assert!(sound.build().is_ok());
    assert!(matches!(
        range(1, 2, 1).expect("one").acceptable,
        Acceptable::Range { .. }
    ));
}

#[test]
fn items_and_packages() {
    says(adjusted_winner(&[]), "no items to divide");
    let twice = [(id("a"), 1, 1), (id("a"), 1, 1)];
    says(adjusted_winner(&twice), "the item a stands twice");
    says(
        adjusted_winner(&[(id("a"), 0, 1)]),
        "no item has points of the producer",
    );
    says(
        adjusted_winner(&[(id("a"), 1, 0)]),
        "no item has points of the partner",
    );
    let twice = [
        (id("p"), Ratio::ONE, Ratio::ONE),
        (id("p"), Ratio::ONE, Ratio::ZERO),
    ];
    let reserve = (Ratio::ZERO, Ratio::ZERO);
    says(best_packages(reserve, &twice), "the package p stands twice");
    let huge = Ratio::new(i128::MAX, 1).expect("a ratio");
    let overflow = "a figure of the issues is beyond the range of exact ratios";
    says(best_packages(reserve, &[(id("p"), huge, huge)]), overflow);
}

#[test]
fn pillars_and_trust() {
    let values = |clarity: &str| PillarValues {
        alignment: Ratio::ONE,
        reciprocity: Ratio::ZERO,
        clarity: ratio(clarity),
    };
    assert!(Pillars::of(&values("1")).is_ok());
    says(
        Pillars::of(&values("3/2")),
        "clarity is 3/2, not from 0 to 1",
    );
    let huge = format!("1/{}", i128::MAX);
    let mut fine = values(&huge);
    fine.reciprocity = ratio("1/2");
    let overflow = "a figure of the pillars is beyond the range of exact ratios";
    says(Pillars::of(&fine), overflow);

    let factors = |own: &str| TrustFactors {
        credibility: 8_u32.into(),
        reliability: 7_u32.into(),
        intimacy: ratio("5"),
        self_orientation: ratio(own),
    };
    assert!(TrustQuotient::of(&factors("1")).is_ok());
    says(
        TrustQuotient::of(&factors("0")),
        "self_orientation is 0, not from 1 to 10",
    );
    let overflow = "a figure of the trust quotient is beyond the range of exact ratios";
    let fine = format!("{}/{}", i128::MAX, i128::MAX - 1);
    let mut finer = factors(&fine);
    finer.intimacy = ratio(&format!("{}/{}", i128::MAX, i128::MAX - 2));
    says(TrustQuotient::of(&finer), overflow);
}

#[test]
fn models_and_levels() {
    let nothing = ModelProfile::builder(id("m"));
    says(nothing.build(), "the model m asks for no factor");
    let draft = ModelProfile::builder(id("m"))
        .factor(id("time-pressure"), score("2.5"), Want::Nearer)
        .need(id("time-pressure"), NeedBound::AtMost(score("6")));
    assert_eq!(
        listed(&draft.problems()),
        [
            "factors.time-pressure: time-pressure is at 2.5, which is no whole level",
            "needs[0]: time-pressure is at 6, not from 1 to 5",
        ]
    );
    let mood = ModelProfile::builder(id("m")).factor(id("mood"), 3.into(), Want::AtLeast);
    let mood = mood.build().expect("a profile");
    let draft = SelectionDraft {
        weights: ById::from([(id("luck"), 1), (id("time-pressure"), 0)]),
        profiles: vec![mood.clone(), mood],
        hybrid_margin: ratio("-1"),
        ..SelectionDraft::default()
    };
    assert_eq!(
        listed(&draft.problems()),
        [
            "factors: time-pressure has the weight 0 and is no gate",
            "weights: luck is no factor of the selection",
            "profiles[0]: mood is no factor of the selection",
            "profiles[1]: mood is no factor of the selection",
            "profiles[1].model: the model m stands twice",
            "hybrid_margin: the margin -1 is below 0",
        ]
    );
    let usual = ModelSelection::default();
    let levels = |factor: &str, level: &str| ById::from([(id(factor), score(level))]);
    let select = |factor: &str, level: &str| select_model(&usual, &levels(factor, level));
    says(select("mood", "3"), "mood is no factor of the selection");
    says(
        select("time-pressure", "0"),
        "time-pressure is at 0, not from 1 to 5",
    );
    says(
        select("time-pressure", "1.5"),
        "time-pressure is at 1.5, which is no whole level",
    );
    assert!(select("time-pressure", "5").is_ok());
}

#[test]
fn checklists() {
    says(
        Checklist::builder(id("own")).build(),
        "a checklist without items",
    );
    let twice = Checklist::builder(id("own"))
        .item(id("a"), "?")
        .item(id("a"), "?");
    assert_eq!(
        listed(&twice.problems()),
        ["items[1].id: the item a stands twice"]
    );
    let list = Checklist::builder(id("own"))
        .item(id("a"), "Is it?")
        .build()
        .expect("a list");
    let day = date("2026-02-01").expect("a day");
    let review = || Review::new(day);
    let given = |review: Review| list.review(&review).map_err(Error::from);
    says(
        given(review().answer(id("b"), Answer::Yes)),
        "b is no item of the checklist",
    );
    let not_applicable = |reason: &str| Answer::NotApplicable {
        reason: reason.to_owned(),
    };
    let blank = review().answer(id("a"), not_applicable(" "));
    says(given(blank), "a is not applicable, and nothing says why");
    let remedy = Remedy {
        how: "write it".to_owned(),
        owner: " ".to_owned(),
        due: day,
        done_on: None,
    };
    let message = "the remedy of a does not say how, or by whom";
    says(given(review().remedy(id("a"), remedy)), message);
    let nothing = review().answer(id("a"), not_applicable("remote"));
    says(given(nothing), "no item of the checklist applies");
}

#[test]
fn a_result_of_other_inputs_is_not_explained() {
    let matrix = exchange().build().expect("a matrix");
    let mut other = exchange();
    other.tolerance = Ratio::ZERO;
    other.periods[0].producer = ById::from([(
        id("money"),
        Flow {
            gives: 5.into(),
            receives: 0.into(),
        },
    )]);
    let other = other.build().expect("a matrix").exchange().expect("small");
    let message = "the result does not follow from the papers handed in";
    says(other.explain(&matrix), message);
    let _: (Id, Score) = (id("a"), score("1"));
}
