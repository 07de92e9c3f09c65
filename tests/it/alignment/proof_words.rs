//! What a proof says that it takes, line by line.

use partnership::Side;
use partnership::alignment::{
    Answer, Assessment, Checklist, FailureMode, IssueFinding, Review, Rubric, Score, Sensitivity,
    Signal, adjusted_winner, best_packages, diagnose,
};
use partnership::explain::Explanation;
use partnership::time::date;

use super::errors::id;
use super::proof_papers::{evaluation, exchange, expectations, issues, report, review, shared};

/// The words of the proof of one figure hold all of these, each on a line of its own.
#[track_caller]
fn says(proof: &Explanation, place: &str, lines: &[&str]) {
    let text = proof.why(place).expect(place).text();
    for line in lines {
        assert!(
            text.lines().any(|found| found.contains(line)),
            "{line}\n{text}"
        );
    }
}

/// The proof of two packages, of which `a` is better for both sides.
fn packages() -> Explanation {
    let packages = [
        (id("a"), 5_u32.into(), 4_u32.into()),
        (id("b"), 4_u32.into(), 3_u32.into()),
    ];
    let reserve = (2_u32.into(), 2_u32.into());
    let found = best_packages(reserve, &packages).expect("packages");
    found.explain(reserve, &packages).expect("a proof")
}

#[test]
fn conditions_that_hold_together_are_named_so() {
    let late = review(true);
    let proof = report(&late).explain(&Checklist::clarity(), &late);
    let proof = proof.expect("a proof");
    for (place, lines) in [
        (
            "/outcome/blocked/no/0",
            &["an open no: yes = all of yes, yes"][..],
        ),
        ("/remedied/0", &["addressed: yes = all of yes, yes"]),
        (
            "/overdue/0",
            &[
                "overdue: yes = all of yes, yes",
                "the remedy is late: yes = all of yes, yes",
            ],
        ),
        (
            "/unused/0",
            &["a remedy for nothing: yes = all of yes, yes"],
        ),
    ] {
        says(&proof, place, lines);
    }
    let items = [(id("a"), 10, 9), (id("b"), 60, 41), (id("c"), 30, 50)];
    let division = adjusted_winner(&items).expect("a division");
    let proof = division.explain(&items).expect("a proof");
    says(&proof, "/split", &["it is divided: yes = all of yes, yes"]);
    let proof = packages();
    let line = "as good for both and better for one: yes = all of yes, yes, yes";
    says(&proof, "/dominated/0", &[line]);
}

#[test]
fn one_of_several_is_enough_where_the_page_says_so() {
    let on = date("2026-01-10").expect("a day");
    let fine = Checklist::clarity()
        .items()
        .iter()
        .fold(Review::new(on), |review, item| {
            review.answer(item.id.clone(), Answer::Yes)
        });
    let proof = report(&fine).explain(&Checklist::clarity(), &fine);
    let line = "something is open: no = any of no, no";
    says(&proof.expect("a proof"), "/outcome", &[line]);
    let signals = [
        Signal::ReplyLate {},
        Signal::AudienceFalling {},
        Signal::ReplyLate {},
    ];
    let found = &diagnose(&signals)[0];
    let proof = found.explain(&signals).expect("a proof");
    says(
        &proof,
        "/mode",
        &["a signal reveals it: yes = any of yes, yes"],
    );
}

/// A signal, a mode that it reveals, and what is read of it.
type Revealed = (Signal, FailureMode, &'static [&'static str]);

fn revealed() -> [Revealed; 6] {
    let gap = Signal::Gap {
        rubric: id("three-r"),
        criterion: id("resonance"),
    };
    let issue = Signal::Issue {
        issue: id("exclusivity"),
        finding: IssueFinding::Apart,
    };
    let item = Signal::OpenItem {
        checklist: id("pilot"),
        item: id("fortnightly-check-in"),
    };
    let uneven = Signal::Uneven {
        ahead: Side::Partner,
        behind: Side::Producer,
        dimension: id("control"),
    };
    let unreciprocated = Signal::Unreciprocated {
        side: Side::Producer,
        dimension: id("resources"),
    };
    let health = Signal::HealthRed {
        dimension: id("communication-effectiveness"),
    };
    let both = FailureMode::CommunicationBreakdown;
    [
        (
            gap,
            FailureMode::ChannelFatigue,
            &[
                "three-r [signals /1/gap/rubric]",
                "resonance [signals /1/gap/criterion]",
            ],
        ),
        (
            issue,
            FailureMode::Dependency,
            &[
                "exclusivity [signals /1/issue/issue]",
                "apart [signals /1/issue/finding]",
            ],
        ),
        (
            item,
            both,
            &[
                "pilot [signals /1/open_item/checklist]",
                "fortnightly-check-in [signals /1/open_item/item]",
            ],
        ),
        (
            uneven,
            FailureMode::PowerImbalance,
            &["control [signals /1/uneven/dimension]"],
        ),
        (
            unreciprocated,
            FailureMode::Burnout,
            &["resources [signals /1/unreciprocated/dimension]"],
        ),
        (
            health,
            both,
            &["communication-effectiveness [signals /1/health_red/dimension]"],
        ),
    ]
}

#[test]
fn a_signal_is_read_where_its_mode_looks_at_it() {
    for (signal, mode, reads) in revealed() {
        let signals = [Signal::ReviewMissed {}, signal];
        let found = diagnose(&signals);
        let mut found = found.iter().filter(|found| found.mode == mode);
        let found = found.next().expect("the mode");
        assert_eq!(found.because, [1]);
        let proof = found.explain(&signals).expect("a proof");
        says(&proof, "/because/0", reads);
        says(
            &proof,
            "/because/0",
            &["the signal reveals it: yes = all of yes, "],
        );
    }
}

#[test]
fn a_limit_is_the_constant_of_the_page_or_stands_in_the_paper() {
    for (tolerance, source) in [
        ("1/10", "0.1 [constant exchange_tolerance]"),
        ("1/5", "0.2 [exchange /tolerance]"),
    ] {
        let matrix = exchange("3", tolerance);
        let found = matrix.exchange().expect("small").explain(&matrix);
        says(&found.expect("a proof"), "/balanced", &[source]);
    }
    for (gap, source) in [
        ("1/10", "0.1 [constant trade_gap]"),
        ("1/5", "0.2 [model /trade_gap]"),
    ] {
        let model = issues(70, gap);
        let found = model.compare().expect("small").explain(&model);
        says(&found.expect("a proof"), "/issues/0/finding", &[source]);
    }
    let matrix = shared(1, "1/5");
    let found = matrix.shared_value().expect("small").explain(&matrix);
    says(
        &found.expect("a proof"),
        "/over_contributors/0",
        &["0.2 [shared_value /tolerance]"],
    );
}

// Differences of 1, -1, 1 and -4/5: the largest of them decides, and the others are 2 and 9/5 below.
#[test]
fn what_decides_takes_nothing_from_its_own_tolerance() {
    let (leader, rival) = (evaluation("aspen"), evaluation("elm"));
    let found = Sensitivity::new(&leader, &rival).expect("a lead");
    let proof = found.explain(&leader, &rival).expect("a proof");
    let line = "lost by each unit of error: 3.8 = 2 + 1.8";
    says(&proof, "/tolerance", &[line]);
}

#[test]
fn packages_and_items_that_do_not_count_are_left_out() {
    let proof = packages();
    let text = |place: &str| proof.why(place).expect(place).text();
    assert!(text("/dominated/0").contains("another package beats it: yes = any of yes\n"));
    assert!(!text("/product").contains("product of gains of b"));
    // Both have half of all from the start.
    let items = [(id("a"), 1, 1), (id("b"), 1, 1)];
    let division = adjusted_winner(&items).expect("a division");
    let proof = division.explain(&items).expect("a proof");
    let text = proof.why("/each").expect("a proof").text();
    assert!(!text.contains("handed over"), "{text}");
}

#[test]
fn nothing_more_is_taken_than_there_is() {
    let wishes = expectations("3");
    let proof = wishes.compare().expect("small").explain(&wishes);
    let text = proof.expect("a proof").why("/met").expect("a proof").text();
    assert!(!text.contains("another expectation"), "{text}");
    let rubric = Rubric::three_r();
    let found = Assessment::new(id("Oak"), date("2026-01-01").expect("a day"));
    let found = rubric.criteria().iter().fold(found, |found, criterion| {
        found.rate(criterion.id().clone(), Score::from(4))
    });
    let proof = rubric.evaluate(&found).expect("an evaluation").explain();
    let proof = proof.expect("a proof");
    // What is missing is the width of the scale less itself, and no sum of nothing.
    says(&proof, "/coverage", &["nothing: 0 = 4 - 4"]);
}
