//! The models around the rubric where they turn: worked out from the page by hand.

use partnership::alignment::{
    Acceptable, AlignmentDraft, AlignmentModel, Benefit, ById, Checklist, Correction,
    ExchangeDraft, ExpectationsDraft, Flow, Issue, IssueFinding, Lever, ModelProfile, Pattern,
    Position, Review, Scale, Score, SelectionDraft, SharedValueDraft, Sides, Signal, Want,
    select_model,
};
use partnership::time::date;
use partnership::{PartyId, Ratio};

use super::errors::{id, says};

#[track_caller]
fn ratio(text: &str) -> Ratio {
    text.parse().expect("a ratio")
}

fn flow(gives: i32, receives: i32) -> Flow {
    Flow {
        gives: gives.into(),
        receives: receives.into(),
    }
}

// Money counts for both, fame for the producer alone: it is ahead by 21/2, and of the money that
// the partner gives it receives 1, which is all that can move.
#[test]
fn less_is_given_only_of_what_is_received() {
    let (money, fame) = (id("money"), id("fame"));
    let draft = ExchangeDraft {
        dimensions: vec![money.clone(), fame.clone()],
        weights: Sides {
            producer: None,
            partner: Some(ById::from([(money.clone(), 1)])),
        },
        periods: vec![Sides {
            producer: ById::from([(money.clone(), flow(10, 1)), (fame.clone(), flow(0, 10))]),
            partner: ById::from([(money.clone(), flow(10, 0)), (fame, flow(0, 0))]),
        }],
        ..ExchangeDraft::default()
    };
    let found = draft.build().expect("a matrix").exchange().expect("small");
    assert_eq!(found.disparity, ratio("21/2"));
    let step = Correction {
        dimension: money,
        lever: Lever::LessFromBehind,
        amount: Ratio::ONE,
    };
    assert_eq!(found.correction, [step]);
    assert_eq!(
        (found.after.producer, found.after.partner),
        (0.into(), (-9).into())
    );
    assert_eq!(found.remaining, 9_u32.into());
}

#[test]
fn the_first_dimension_that_stands_twice_is_told() {
    let draft = ExchangeDraft {
        dimensions: ["a", "a", "b", "b"].map(id).into(),
        ..ExchangeDraft::default()
    };
    says(draft.build(), "the dimension a stands twice");
}

#[test]
fn what_is_not_offered_is_a_gap_also_where_nothing_is_expected_of_it() {
    let draft = ExpectationsDraft {
        scale: Scale::new(0.into(), 5.into(), 1.into()).expect("a scale"),
        expects: Sides {
            producer: ById::from([(id("data"), Score::from(0))]),
            partner: ById::default(),
        },
        ..ExpectationsDraft::default()
    };
    let found = draft.build().expect("expectations").compare();
    let found = found.expect("small");
    assert!(!found.met);
    assert_eq!(
        (found.gaps[0].offered, found.gaps[0].shortfall),
        (None, Ratio::ZERO)
    );
}

/// An issue on which both accept 0 to 10, and want 2 and 8.
fn issue(name: &str, producer: u32, partner: u32) -> Issue {
    let position = |ideal: i64, parts| {
        Position::range(Ratio::ZERO, 10_i64.into(), ideal.into()).with_importance(parts)
    };
    Issue {
        id: id(name),
        producer: Some(position(2, producer)),
        partner: Some(position(8, partner)),
    }
}

fn model(issues: Vec<Issue>, trade_gap: &str) -> AlignmentModel {
    let mut draft = AlignmentDraft::new(issues);
    draft.trade_gap = ratio(trade_gap);
    draft.build().expect("a model")
}

// Shares 1 to 2/3 of x; two issues are on the table and one is stated by both: 5/3 is less than 2.
#[test]
fn an_issue_counts_by_what_both_stated() {
    let mut other = issue("y", 1, 1);
    other.producer = None;
    let found = model(vec![issue("x", 1, 2), other], "1").compare();
    let found = found.expect("small");
    assert_eq!(found.issues[0].finding, IssueFinding::Minor);
    assert_eq!(found.issues[1].finding, IssueFinding::Unstated);
}

// Of 100 parts: (30, 20), (60, 10) and (10, 70). The sums of the gains are 35/100 and 55/100.
#[test]
fn the_trade_that_gains_most_comes_first() {
    let issues = vec![issue("a", 30, 20), issue("b", 60, 10), issue("c", 10, 70)];
    let found = model(issues, "1/10").compare().expect("small");
    let trades: Vec<(&str, &str, Ratio, Ratio)> = found
        .trades
        .iter()
        .map(|trade| {
            let gain = trade.gain;
            let (producer, partner) = (trade.to_producer.as_str(), trade.to_partner.as_str());
            (producer, partner, gain.producer, gain.partner)
        })
        .collect();
    let first = ("b", "c", ratio("1/4"), ratio("3/10"));
    assert_eq!(trades, [first, ("a", "c", ratio("1/10"), ratio("1/4"))]);
}

#[test]
fn who_cannot_move_breaks_the_deal() {
    let apart = |partner: Position| {
        let position = Position::range(Ratio::ZERO, Ratio::ONE, Ratio::ZERO);
        assert_eq!(position.importance, 1);
        let issue = Issue {
            id: id("x"),
            producer: Some(position),
            partner: Some(partner),
        };
        let found = model(vec![issue], "1/10").compare().expect("small");
        found.issues[0].finding
    };
    let partner = || Position::range(2_i64.into(), 3_i64.into(), 2_i64.into());
    assert_eq!(apart(partner()), IssueFinding::Apart);
    assert_eq!(apart(partner().non_negotiable()), IssueFinding::DealBreaker);
}

#[test]
fn an_ideal_lies_within_what_is_accepted_on_both_ends() {
    for (ideal, is_fine) in [(0, false), (1, true), (2, true), (3, false)] {
        let mut draft = AlignmentDraft::new(vec![issue("x", 1, 1)]);
        let accepted = Acceptable::Range {
            from: Ratio::ONE,
            to: 2_i64.into(),
            ideal: ideal.into(),
        };
        let position = draft.issues[0].producer.as_mut().expect("a position");
        position.acceptable = accepted;
        if is_fine {
            assert!(draft.build().is_ok());
        } else {
            let message = format!("the producer wants {ideal} for x, which it does not accept");
            says(draft.build(), &message);
        }
    }
}

/// Ana, ben and cy bring so much of `art`, where `art` and `money` count by these parts.
fn shared(brought: [i64; 3], split: [u32; 3], parts: [u32; 2]) -> SharedValueDraft {
    let names = ["ana", "ben", "cy"].map(|name| PartyId::new(name).expect("a name"));
    let bring = |amount: i64| ById::from([(id("art"), Ratio::from(amount))]);
    let brought = brought.map(bring);
    let mut draft = SharedValueDraft::new(
        names.iter().cloned().zip(brought).collect(),
        Benefit::Split(names.into_iter().zip(split).collect()),
    );
    draft.dimensions = ["art", "money"].map(id).into();
    draft.weights = Some(ById::from([(id("art"), parts[0]), (id("money"), parts[1])]));
    draft
}

// Shares 3/10, 4/10 and 3/10 against 2/10, 2/10 and 6/10: over by 1/10, 2/10 and -3/10.
#[test]
fn who_brings_most_beyond_its_part_comes_first() {
    let over = |draft: SharedValueDraft| {
        let found = draft.build().expect("a matrix").shared_value();
        let over = found.expect("small").over_contributors;
        over.iter().map(PartyId::to_string).collect::<Vec<_>>()
    };
    let brought = [3, 4, 3];
    assert_eq!(over(shared(brought, [2, 2, 6], [1, 0])), ["ben", "ana"]);
    // One may get nothing, and a tolerance of the whole lets everything pass.
    let mut draft = shared(brought, [0, 4, 6], [1, 0]);
    assert_eq!(over(draft.clone()), ["ana"]);
    draft.tolerance = Ratio::ONE;
    assert_eq!(over(draft), [""; 0]);
}

#[test]
fn what_does_not_count_is_no_contribution() {
    says(
        shared([3, 4, 3], [2, 2, 6], [0, 1]).build(),
        "nothing that counts was contributed",
    );
    let nobody = SharedValueDraft::new([].into(), Benefit::Received([].into()));
    let problems: Vec<String> = nobody.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "contributions: a value without parties",
            "benefit.received: nothing that counts was received"
        ]
    );
}

#[test]
fn the_first_unknown_item_is_told() {
    let remark = |name: &str| (id(name), partnership::alignment::Answer::Yes);
    let mut review = Review::new(date("2026-01-01").expect("a day"));
    for (item, answer) in ["x", "y"].map(remark) {
        review = review.answer(item, answer);
    }
    says(
        Checklist::pilot().review(&review),
        "x is no item of the checklist",
    );
}

// What is known of `one` makes it a fit; of the others a level is missing, so they stand apart.
#[test]
fn models_of_the_first_tier_mix() {
    let profile = |name: &str, factors: &[&str]| -> ModelProfile {
        let profile = factors
            .iter()
            .fold(ModelProfile::builder(id(name)), |draft, factor| {
                draft.factor(id(factor), Score::from(5), Want::Nearer)
            });
        profile.build().expect("a profile")
    };
    let mix = |profiles: Vec<ModelProfile>| {
        let selection = SelectionDraft {
            factors: vec![id("f"), id("g")],
            profiles,
            ..SelectionDraft::default()
        };
        let selection = selection.build().expect("a selection");
        let levels = ById::from([(id("f"), Score::from(5))]);
        select_model(&selection, &levels).expect("a choice").hybrid
    };
    let (two, three) = (profile("two", &["f", "g"]), profile("three", &["f", "g"]));
    let alone = vec![profile("one", &["f"]), two.clone(), three.clone()];
    assert!(mix(alone).is_empty());
    assert_eq!(mix(vec![two, three]), [id("three"), id("two")]);
}

#[test]
fn an_empty_list_of_a_pattern_is_any_value() {
    let signal = Signal::Issue {
        issue: id("volume"),
        finding: IssueFinding::Minor,
    };
    let matches = |issue, finding| Pattern::Issue { issue, finding }.matches(&signal);
    assert!(matches(&[], &[]) && matches(&["volume"], &[]) && matches(&[], &[IssueFinding::Minor]));
    assert!(!matches(&["frequency"], &[]) && !matches(&[], &[IssueFinding::Apart]));
}
