//! What is proved of a result besides its figures, and results of other papers.

use std::collections::BTreeMap;

use partnership::alignment::{
    AlignmentModel, AlphaLevel, Answer, Checklist, Evaluation, Id, ModelSelection, OrderBy, Panel,
    PillarValues, Pillars, Policy, Rating, Review, Rubric, Sensitivity, Signal, TrustFactors,
    TrustQuotient, adjusted_winner, best_packages, contrast, diagnose, diff, rank, select_model,
    two_way,
};
use partnership::explain::Documents;
use partnership::time::date;
use serde_json::{Value as Json, from_value, json};

use super::errors::{id, says};
use super::proof_papers::{
    evaluation, exchange, expectations, issues, levels, models, packages, panel, paper, polled,
    proves, report, review, shared,
};
use crate::documents::golden;
use crate::families::check_proof;

const OTHER: &str = "the result does not follow from the papers handed in";

#[test]
fn what_evaluations_come_to_is_explained_with_those_only() {
    let (elm, birch) = (evaluation("elm"), evaluation("birch"));
    let (aspen, cedar) = (evaluation("aspen"), evaluation("cedar"));
    says(
        contrast(&aspen, &elm)
            .expect("a contrast")
            .explain(&elm, &aspen),
        OTHER,
    );
    says(
        diff(&birch, &elm).expect("a diff").explain(&birch, &cedar),
        OTHER,
    );
    says(
        two_way(&birch, &elm).expect("a view").explain(&aspen, &elm),
        OTHER,
    );
    says(cedar.bridges().expect("bridges").explain(&elm), OTHER);
    let even = birch.break_even(4_u32.into()).expect("within");
    says(
        even.expect("one is missing").explain(&birch, 3_u32.into()),
        OTHER,
    );
    let ranking = |all: &[Evaluation]| rank(all, OrderBy::Low).expect("a ranking");
    let stable = ranking(&[elm.clone(), aspen.clone()]).stability();
    says(
        stable
            .expect("one leads")
            .explain(&ranking(&[aspen.clone(), birch])),
        OTHER,
    );
    let mut low: Json = json!(elm.assessment());
    low["ratings"]["strategic"]["scored"]["score"] = json!("3");
    let low = elm.rubric().evaluate(&paper(low)).expect("an evaluation");
    let lead = Sensitivity::new(&aspen, &elm).expect("a lead");
    says(lead.explain(&aspen, &low), OTHER);
    let (usual, other) = (panel(["5", "1", "2", "3"]), panel(["5", "2", "2", "3"]));
    says(polled(&usual).explain(&other.0, &other.1), OTHER);
}

#[test]
fn a_ranking_is_explained_with_all_who_are_ranked_and_nobody_else() {
    let (elm, birch, aspen) = (evaluation("elm"), evaluation("birch"), evaluation("aspen"));
    let both = [elm.clone(), birch.clone()];
    let ranking = rank(&both, OrderBy::Low).expect("a ranking");
    let turned = [birch.clone(), elm.clone()];
    assert!(ranking.explain(&both).is_ok() && ranking.explain(&turned).is_ok());
    let twice = [elm.clone(), elm.clone()];
    let more = [elm.clone(), birch, aspen.clone()];
    for others in [&more[..], &more[..1], &[], &[elm, aspen], &twice] {
        says(ranking.explain(others), OTHER);
    }
}

#[test]
fn what_models_come_to_is_explained_with_those_only() {
    let items = |own| [(id("x"), 5, 4), (id("y"), own, 6)];
    let division = adjusted_winner(&items(3)).expect("a division");
    says(division.explain(&items(4)), OTHER);
    says(
        report(&review(true)).explain(&Checklist::clarity(), &review(false)),
        OTHER,
    );
    let found = expectations("3").compare().expect("small");
    says(found.explain(&expectations("2")), OTHER);
    let found = diagnose(&[Signal::RightsMissing {}]);
    says(found[0].explain(&[Signal::AudienceFalling {}]), OTHER);
    let found = issues(70, "1/10").compare().expect("small");
    says(found.explain(&issues(60, "1/10")), OTHER);
    let selection = models(&[("m", json!([]))]);
    let choice = select_model(&selection, &levels(&[("h", 5)])).expect("a choice");
    says(choice.explain(&selection, &levels(&[("h", 4)])), OTHER);
    let reserve = (2_u32.into(), 2_u32.into());
    let found = best_packages(reserve, &packages(4)).expect("packages");
    says(found.explain(reserve, &packages(5)), OTHER);
    let values = |clarity: &str| -> PillarValues {
        paper(json!({"alignment": "1", "reciprocity": "1", "clarity": clarity}))
    };
    let found = Pillars::of(&values("1/2")).expect("pillars");
    says(found.explain(&values("1/3")), OTHER);
    let found = shared(1, "1/20").shared_value().expect("small");
    says(found.explain(&shared(2, "1/20")), OTHER);
    let factors = |intimacy: &str| -> TrustFactors {
        paper(
            json!({"credibility": "8", "reliability": "7", "intimacy": intimacy,
            "self_orientation": "2"}),
        )
    };
    let found = TrustQuotient::of(&factors("5")).expect("a quotient");
    says(found.explain(&factors("6")), OTHER);
}

#[test]
fn names_and_verdicts_of_evaluations_are_proved() {
    let (elm, birch) = (evaluation("elm"), evaluation("birch"));
    let (aspen, cedar) = (evaluation("aspen"), evaluation("cedar"));
    proves(
        &elm.explain().expect("a proof"),
        &["/lines/0/status", "/lines/2/status", "/verdict"],
    );
    let found = diff(&birch, &elm)
        .expect("a diff")
        .explain(&birch, &elm)
        .expect("a proof");
    let changed = ["criterion", "before", "after"].map(|key| format!("/status_changes/0/{key}"));
    proves(&found, &changed.each_ref().map(String::as_str));
    proves(&found, &["/verdict_before", "/verdict_after"]);
    let found = Sensitivity::new(&aspen, &elm)
        .expect("a lead")
        .explain(&aspen, &elm);
    let places = [
        "/flips/0/0",
        "/steps_to_lose/3/0",
        "/least_shift/moves/0/from",
        "/least_shift/moves/0/to",
    ];
    proves(&found.expect("a proof"), &places);
    let ranking = rank(&[elm, aspen.clone()], OrderBy::Low).expect("a ranking");
    let found = ranking.stability().expect("one leads").explain(&ranking);
    proves(
        &found.expect("a proof"),
        &["/intervals/0/criterion", "/intervals/3/criterion"],
    );
    // No score could bring Aspen's rubric below its worst: the outcome stands without a level.
    let mut open: Json = json!(aspen.assessment());
    open["ratings"]["operational"] = json!("not_assessed");
    let open = cedar
        .rubric()
        .evaluate(&paper(open))
        .expect("an evaluation");
    for (target, outcome) in [("1", "always"), ("5", "never")] {
        let target = target.parse().expect("a ratio");
        let even = open
            .break_even(target)
            .expect("within")
            .expect("one is missing");
        assert_eq!(json!(even)["outcome"], json!(outcome));
        proves(
            &even.explain(&open, target).expect("a proof"),
            &["/outcome"],
        );
    }
}

#[test]
fn names_and_findings_of_models_are_proved() {
    let items = [(id("a"), 10, 9), (id("b"), 60, 41), (id("c"), 30, 50)];
    let division = adjusted_winner(&items).expect("a division");
    proves(&division.explain(&items).expect("a proof"), &["/split"]);
    let late = report(&review(true)).explain(&Checklist::clarity(), &review(true));
    let places = [
        "/checklist",
        "/outcome/blocked/no/0",
        "/remedied/0",
        "/overdue/0",
        "/unused/0",
    ];
    proves(&late.expect("a proof"), &places);
    let fine = Review::new(date("2026-01-10").expect("a day"));
    let items = Checklist::clarity();
    let fine = items.items().iter().fold(fine, |review, item| {
        review.answer(item.id.clone(), Answer::Yes)
    });
    let found = report(&fine)
        .explain(&Checklist::clarity(), &fine)
        .expect("a proof");
    proves(&found, &["/outcome"]);
    let matrix = exchange("3", "1/10");
    let found = matrix
        .exchange()
        .expect("small")
        .explain(&matrix)
        .expect("a proof");
    let uneven = ["ahead", "behind", "dimension"].map(|key| format!("/findings/0/uneven/{key}"));
    proves(&found, &uneven.each_ref().map(String::as_str));
    proves(
        &found,
        &[
            "/findings/1/unreciprocated/dimension",
            "/correction/0/dimension",
        ],
    );
    let signals = [Signal::ReplyLate {}, Signal::RightsMissing {}];
    proves(
        &diagnose(&signals)[0].explain(&signals).expect("a proof"),
        &["/mode"],
    );
    let model = issues(70, "1/10");
    let found = model
        .compare()
        .expect("small")
        .explain(&model)
        .expect("a proof");
    let places = [
        "/verdict",
        "/issues/0/finding",
        "/issues/0/gains",
        "/trades/0/to_producer",
        "/trades/0/to_partner",
    ];
    proves(&found, &places);
    let reserve = (2_u32.into(), 2_u32.into());
    let found = best_packages(reserve, &packages(4)).expect("packages");
    let found = found.explain(reserve, &packages(4)).expect("a proof");
    proves(&found, &["/best/0", "/dominated/0", "/rejected/0"]);
    let values: PillarValues =
        paper(json!({"alignment": "1/2", "reciprocity": "1", "clarity": "1/2"}));
    let found = Pillars::of(&values).expect("pillars").explain(&values);
    proves(&found.expect("a proof"), &["/weakest/0", "/weakest/1"]);
}

// Votes of 5, 1, 2 and 3, the largest first; without bob's 1 they are 10/3 on average, which is met.
#[test]
fn lists_of_a_panel_are_proved_by_its_votes() {
    let (panel, rubric) = panel(["5", "1", "2", "3"]);
    for policy in [Policy::Mean, Policy::Median, Policy::Worst] {
        let panel = panel
            .clone()
            .with_policy(policy)
            .with_level(AlphaLevel::Interval);
        let found = polled(&(panel.clone(), rubric.clone()));
        let proof = found.explain(&panel, &rubric).expect("a proof");
        assert!(proof.check().is_ok());
        proves(&proof, &["/contested/0"]);
    }
    let mut some = panel.assessors().clone();
    let away: Rating = paper(json!({"not_applicable": {"reason": "away"}}));
    some.get_mut(&id("bob")).expect("bob").insert(id("a"), away);
    let panel = Panel::new(some);
    // Cy's 2 is past the bridge limit, and not past the other.
    let found = polled(&(panel.clone(), rubric.clone()));
    let proof = found.explain(&panel, &rubric).expect("a proof");
    let places = [
        "/split_on_applicability/0",
        "/dissent/0/criterion",
        "/dissent/0/assessor",
    ];
    proves(&proof, &places);
}

// By proportions a vote of 0 has no distance to itself, which is 0 / 0.
#[test]
fn votes_of_nothing_are_compared_by_proportions() {
    let scale = json!({"min": "0", "max": "10", "step": "1"});
    let rubric: Rubric = paper(json!({"id": "r", "scale": scale, "criteria": [
        {"id": "a", "weight": 1}, {"id": "b", "weight": 1}]}));
    let votes: BTreeMap<Id, BTreeMap<Id, Rating>> = paper(json!({
        "ann": {"a": {"scored": {"score": "0"}}, "b": {"scored": {"score": "10"}}},
        "bob": {"a": {"scored": {"score": "5"}}, "b": {"scored": {"score": "10"}}}}));
    let panel = Panel::new(votes).with_level(AlphaLevel::Ratio);
    let found = polled(&(panel.clone(), rubric.clone()));
    let proof = found.explain(&panel, &rubric).expect("a proof");
    proves(&proof, &["/agreement/alpha/value"]);
}

// Of 17/20 and 3/5 the producer hands over all of `a` and a hundredth and a bit of `b`.
#[test]
fn a_division_is_proved_item_by_item() {
    let items = [(id("a"), 10, 9), (id("b"), 60, 41), (id("c"), 30, 50)];
    let division = adjusted_winner(&items).expect("a division");
    assert_eq!(division.each, "60/101".parse().expect("a ratio"));
    let papers: Vec<Json> = items
        .iter()
        .map(|(item, own, other)| json!({"item": item, "producer": own, "partner": other}))
        .collect();
    let papers = Documents::new().with("items", json!(papers));
    assert_eq!(
        check_proof(division.explain(&items), papers, &division),
        Ok(())
    );
}

/// The choice with levels of `h` and some others, held against its papers.
#[track_caller]
fn chosen(selection: &ModelSelection, known: &[(&str, i32)], places: &[&str]) {
    let levels = levels(known);
    let choice = select_model(selection, &levels).expect("a choice");
    let proof = choice.explain(selection, &levels).expect("a proof");
    proves(&proof, places);
    let papers = Documents::new()
        .with("selection", json!(selection))
        .with("levels", json!(levels));
    assert_eq!(check_proof(Ok::<_, String>(proof), papers, &choice), Ok(()));
}

#[test]
fn every_need_of_every_model_is_proved() {
    let at_least = |factor: &str, level: &str| json!({"factor": factor, "at_least": level});
    let at_most = |factor: &str, level: &str| json!({"factor": factor, "at_most": level});
    let open = |at: usize| ["model", "factor"].map(|key| format!("/unchecked/{at}/{key}"));
    let open: Vec<String> = (0..3).flat_map(open).collect();
    let open: Vec<&str> = open.iter().map(String::as_str).collect();
    let both = json!([at_least("f", "3"), at_least("g", "3")]);
    let two = models(&[("m", both), ("n", json!([at_least("f", "2")]))]);
    chosen(&two, &[("h", 5)], &open);
    let twice = json!([at_least("f", "2"), at_most("f", "3")]);
    let twice = models(&[("m", twice), ("n", json!([at_least("f", "2")]))]);
    chosen(&twice, &[("h", 5)], &open);
    // No level is at least 5 and at most 2: 3 fails both.
    let never = models(&[("m", json!([at_least("f", "5"), at_most("f", "2")]))]);
    let out = ["/ruled_out/0/model", "/ruled_out/1/model"];
    chosen(&never, &[("f", 3), ("h", 5)], &out);
    // A level of 5 is enough for the one, and too much for the other.
    let out = ["model", "factor", "level"].map(|key| format!("/ruled_out/0/{key}"));
    chosen(
        &twice,
        &[("f", 5), ("h", 5)],
        &out.each_ref().map(String::as_str),
    );
}

#[test]
fn a_break_even_leaves_out_what_does_not_apply() {
    let birch = evaluation("birch");
    let even = birch
        .break_even(4_u32.into())
        .expect("within")
        .expect("one is missing");
    let papers = Documents::new()
        .with("evaluation", json!(birch))
        .with("target", json!("4"));
    assert_eq!(
        check_proof(even.explain(&birch, 4_u32.into()), papers, &even),
        Ok(())
    );
}

// An issue that one side leaves out counts for no average: shares of 1 and 2/3 are below 2.
#[test]
fn a_minor_issue_is_proved_beside_an_unstated_one() {
    let mut written = json!(issues(70, "1"));
    written["issues"][0]["partner"]["importance"] = json!(20);
    written["issues"][1]["producer"] = Json::Null;
    written["issues"][1]["partner"]["importance"] = json!(10);
    let model: AlignmentModel = paper(written.clone());
    let found = model.compare().expect("small");
    assert_eq!(json!(found)["issues"][0]["finding"], json!("minor"));
    let papers = Documents::new().with("model", written);
    assert_eq!(check_proof(found.explain(&model), papers, &found), Ok(()));
}

// The anchor of the level reads as a day, and that of another level as money.
#[test]
fn words_that_read_as_figures_are_proved_and_others_are_not() {
    let found = |name: &str| {
        let anchors = json!({"2": "2027-01-01", "4": "12.00 USD"});
        let floor = json!({"reject": "1", "bridge": "3"});
        let rubric: Rubric = paper(json!({"id": "r", "criteria": [
            {"id": name, "weight": 1, "floor": floor, "anchors": anchors},
            {"id": "other", "weight": 1}]}));
        let rate = |score: &str| json!({"scored": {"score": score}});
        let assessment = json!({"subject": name, "on": "2026-01-15",
            "ratings": {name: rate("2"), "other": rate("4")}});
        rubric.evaluate(&paper(assessment)).expect("an evaluation")
    };
    for (name, is_figure) in [("2030", true), ("plain", false)] {
        let evaluation = found(name);
        let papers = Documents::new()
            .with("rubric", json!(evaluation.rubric()))
            .with("assessment", json!(evaluation.assessment()));
        let proof = evaluation.explain().expect("a proof");
        assert_eq!(proof.results().contains_key("/gaps/0"), is_figure);
        proves(&proof, &["/lines/0/anchor"]);
        assert_eq!(
            check_proof(Ok::<_, String>(proof), papers, &evaluation),
            Ok(())
        );
    }
}

#[test]
fn names_in_a_ranking_are_proved_where_they_read_as_figures() {
    let rubric = |name: &str| -> Rubric {
        paper(json!({"id": "r", "criteria": [{"id": name, "weight": 1, "floor": {"reject": "2"}}]}))
    };
    let names = |first: &str, out: &str, criterion: &str| {
        let of = |subject: &str, score: &str| {
            let assessment = json!({"subject": subject, "on": "2026-01-15",
                "ratings": {criterion: {"scored": {"score": score}}}});
            rubric(criterion)
                .evaluate(&paper(assessment))
                .expect("an evaluation")
        };
        let all = [of(first, "4"), of(out, "1")];
        let ranking = rank(&all, OrderBy::Low).expect("a ranking");
        let proof = ranking.explain(&all).expect("a proof");
        let papers = Documents::new().with("evaluations", json!(all));
        let found = proof.results().keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            check_proof(Ok::<_, String>(proof), papers, &ranking),
            Ok(())
        );
        found
    };
    let figures = [
        "/excluded/0/too_many_gaps",
        "/tiers/0/groups/0/key",
        "/tiers/0/groups/0/position",
    ];
    assert_eq!(names("x", "y", "a"), figures);
    let mut all = [
        &figures[..],
        &[
            "/excluded/0/breaches/0",
            "/excluded/0/subject",
            "/tiers/0/groups/0/members/0",
        ],
    ]
    .concat();
    all.sort_unstable();
    assert_eq!(names("2026-01-01", "1/2", "3"), all);
}

#[test]
fn an_aggregate_is_read_within_its_scale_only() {
    let mut written = golden("alignment/panel_report.json")["evaluation"].clone();
    assert!(from_value::<Evaluation>(written.clone()).is_ok());
    for aggregate in ["1/2", "16/3"] {
        written["assessment"]["ratings"]["b"]["aggregate"] = json!(aggregate);
        let error = from_value::<Evaluation>(written.clone())
            .expect_err(aggregate)
            .to_string();
        let message = format!("the score {aggregate} of b is outside its scale 1 to 5 by 1");
        assert!(error.contains(&message), "{error}");
    }
}
