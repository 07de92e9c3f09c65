//! The answers of one model taken up by the next: pillars, answers and signals.

use partnership::alignment::{
    AlignmentDraft, Answer, Assessment, Benefit, ById, Checklist, Evaluation, ExchangeDraft,
    FailureMode, Flow, Issue, IssueFinding, Pillar, PillarValues, Pillars, Position, Review,
    Rubric, Score, SharedValueDraft, Sides, Signal, diagnose,
};
use partnership::time::date;
use partnership::{PartyId, Ratio};

use super::errors::id;

/// The alignment matrix with these scores; those that are left out are not assessed.
fn matrix(scores: &[i32]) -> Evaluation {
    let rubric = Rubric::partnership_alignment_matrix();
    let mut found = Assessment::new(id("Elm"), date("2026-01-01").expect("a day"));
    for (criterion, score) in rubric.criteria().iter().zip(scores) {
        found = found.rate(criterion.id().clone(), Score::from(*score));
    }
    rubric.evaluate(&found).expect("an evaluation")
}

/// One dimension in which the partner gives 2 for every 8 it receives.
fn lopsided() -> ExchangeDraft {
    let flow = Flow {
        gives: 8.into(),
        receives: 2.into(),
    };
    ExchangeDraft {
        dimensions: vec![id("control")],
        periods: vec![Sides::mirrored([(id("control"), flow)].into())],
        ..ExchangeDraft::default()
    }
}

fn clarity(yes: usize) -> Review {
    let mut review = Review::new(date("2026-01-01").expect("a day"));
    for item in Checklist::clarity().items().iter().take(yes) {
        review = review.answer(item.id.clone(), Answer::Yes);
    }
    review
}

#[test]
fn three_models_are_three_pillars() {
    let exchange = lopsided()
        .build()
        .expect("a matrix")
        .exchange()
        .expect("small");
    let list = Checklist::clarity().review(&clarity(2)).expect("a report");
    // Scores 4, 5, 4 and one unknown: the low mean is 14/4, 5/8 of the way from 1 to 5.
    let values = PillarValues::from_models(&matrix(&[4, 5, 4]), &exchange, &list).expect("values");
    assert_eq!(values.alignment, Ratio::new(5, 8).expect("a ratio"));
    assert_eq!(values.reciprocity, Ratio::new(1, 4).expect("a ratio"));
    assert_eq!(values.clarity, Ratio::new(2, 3).expect("a ratio"));
    let pillars = Pillars::of(&values).expect("pillars");
    assert_eq!(pillars.weakest, [Pillar::Reciprocity]);
}

#[test]
fn an_evaluation_answers_an_item() {
    assert_eq!(Answer::from(&matrix(&[4, 5, 4, 3])), Answer::Yes);
    assert_eq!(Answer::from(&matrix(&[4, 5, 4])), Answer::NotYet);
    assert_eq!(Answer::from(&matrix(&[4, 5, 2, 4])), Answer::No);
}

#[test]
fn findings_are_signals_and_signals_reveal_modes() {
    let modes = |signals: &[Signal]| -> Vec<FailureMode> {
        diagnose(signals).iter().map(|found| found.mode).collect()
    };
    let gaps = Signal::of_evaluation(&matrix(&[4, 1, 2, 5]));
    let gap = |criterion: &str| Signal::Gap {
        rubric: id("partnership-alignment-matrix"),
        criterion: id(criterion),
    };
    assert_eq!(
        gaps,
        [gap("operational-capacity"), gap("cultural-compatibility")]
    );
    assert_eq!(
        modes(&gaps),
        [FailureMode::CulturalMismatch, FailureMode::Burnout]
    );

    let exchange = lopsided()
        .build()
        .expect("a matrix")
        .exchange()
        .expect("small");
    let found = Signal::of_exchange(&exchange);
    assert!(matches!(found[0], Signal::Uneven { .. }));
    assert!(matches!(found[1], Signal::Unreciprocated { .. }));
    let expected = [
        FailureMode::MisalignedIncentives,
        FailureMode::PowerImbalance,
    ];
    assert_eq!(modes(&found), expected);

    let (ana, ben) = (
        PartyId::new("ana").expect("a name"),
        PartyId::new("ben").expect("a name"),
    );
    let brings = |amount: i64| ById::from([(id("creative"), Ratio::from(amount))]);
    let shared = SharedValueDraft::new(
        [(ana.clone(), brings(3)), (ben.clone(), brings(1))].into(),
        Benefit::Split([(ana.clone(), 1), (ben, 1)].into()),
    );
    let shared = shared
        .build()
        .expect("a matrix")
        .shared_value()
        .expect("small");
    let found = Signal::of_shared_value(&shared);
    assert_eq!(found, [Signal::OverContributes { party: ana }]);
    assert_eq!(modes(&found), [FailureMode::MisalignedIncentives]);

    let range = |from: i64, to: i64| Some(Position::range(from.into(), to.into(), from.into()));
    let wishes = AlignmentDraft::new([Issue {
        id: id("exclusivity"),
        producer: range(0, 3),
        partner: range(6, 12),
    }]);
    let compared = wishes.build().expect("a model").compare().expect("small");
    let found = Signal::of_comparison(&compared);
    let (issue, finding) = (id("exclusivity"), IssueFinding::Apart);
    assert_eq!(found, [Signal::Issue { issue, finding }]);
    assert_eq!(modes(&found), [FailureMode::Dependency]);

    let mut review = clarity(0);
    for item in Checklist::pilot().items().iter().skip(1) {
        review = review.answer(item.id.clone(), Answer::Yes);
    }
    let report = Checklist::pilot().review(&review).expect("a report");
    let open = Signal::OpenItem {
        checklist: id("pilot"),
        item: id("success-criteria"),
    };
    assert_eq!(Signal::of_checklist(&report), [open]);
}
