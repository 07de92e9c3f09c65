//! The names that economics hands out, verdicts and who was chosen, are proved like its figures,
//! from all that they hang on.

use std::collections::BTreeSet;

use partnership::Ratio;
use partnership::economics::{
    Candidate, DependencyLines, Engagement, HhiBands, HighFrom, Holding, LoadGuide, Member, Need,
    Negatives, Person, ScaleFacts, ScaleLimits, Work, ecosystem, explain_ecosystem, explain_load,
    explain_pursuit, explain_risk_reward, explain_scale, explain_team, load, pursue, risk_reward,
    scale_objections, team,
};
use partnership::explain::{Explanation, Value};
use serde_json::json;

use super::laws::{incomes, over, usd};
use super::proofs::holds;
use crate::proofs::{instead, names};

fn words(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|&word| word.to_owned()).collect()
}

fn member(id: &str, offers: &[&str], needs: &[&str]) -> Member {
    let needs = needs.iter().map(|key| Need {
        key: (*key).to_owned(),
        weight: 1,
    });
    Member {
        id: id.to_owned(),
        offers: words(offers),
        needs: needs.collect(),
    }
}

/// The proof of a length: how many stand in a list.
fn count(proof: &Explanation, place: &str) -> Value {
    proof.nodes()[proof.results()[place]].value().clone()
}

#[test]
fn of_what_nobody_else_or_one_alone_offers() {
    // For ana there are two who offer sound, so nothing of hers hangs on one.
    let members = [
        member("ana", &["script"], &["sound"]),
        member("bo", &["sound"], &["sound"]),
        member("cy", &["sound"], &["sound", "light"]),
    ];
    let found = ecosystem(&members).unwrap();
    let proof = explain_ecosystem(&members).unwrap();
    let (light, by_bo, by_cy) = (
        "/gaps/0/need",
        "/sole_providers/0/capability",
        "/sole_providers/1/capability",
    );
    let told = [(light, "light"), (by_bo, "sound"), (by_cy, "sound")];
    assert_eq!(names(&proof), told);
    holds(explain_ecosystem(&members), json!(members), &json!(found));
    for (place, offer, told) in [
        (
            "/0/offers/0",
            "light",
            [(light, ""), (by_bo, "sound"), (by_cy, "sound")],
        ),
        (
            "/0/offers/0",
            "sound",
            [(light, "light"), (by_bo, ""), (by_cy, "")],
        ),
        (
            "/1/offers/0",
            "voice",
            [(light, "light"), (by_bo, ""), (by_cy, "sound")],
        ),
    ] {
        let other = instead(&proof, place, json!({"text": offer}));
        assert_eq!(names(&other), told, "{offer} at {place}");
    }
    // Who is alone has nobody else to ask.
    let alone = [member("ana", &["sound"], &["sound", "light"])];
    let found = ecosystem(&alone).unwrap();
    let proof = explain_ecosystem(&alone).unwrap();
    assert_eq!(
        names(&proof),
        [("/gaps/0/need", "light"), ("/gaps/1/need", "sound")]
    );
    holds(explain_ecosystem(&alone), json!(alone), &json!(found));
}

#[test]
fn of_a_team() {
    let needs = words(&["camera", "script", "sound"]);
    let members = [
        member("bo", &["camera", "sound"], &[]),
        member("ana", &["camera", "script"], &[]),
        member("dee", &["camera"], &[]),
    ];
    let found = team(&needs, &members).unwrap();
    let proof = explain_team(&needs, &members).unwrap();
    let told = |sole: [&'static str; 2], team: [&'static str; 2]| {
        [
            ("/sole/0", sole[0]),
            ("/sole/1", sole[1]),
            ("/team/0", team[0]),
            ("/team/1", team[1]),
        ]
    };
    assert_eq!(names(&proof), told(["script", "sound"], ["ana", "bo"]));
    let definition = json!({"needs": needs, "members": members});
    holds(explain_team(&needs, &members), definition, &json!(found));
    // Two who can do the sound, and nobody who writes.
    let other = instead(&proof, "/members/1/offers/1", json!({"text": "sound"}));
    assert_eq!(names(&other), told(["", ""], ["", ""]));
    // Two who can do the sound, and a camera less.
    let other = instead(&proof, "/members/1/offers/0", json!({"text": "sound"}));
    assert_eq!(names(&other), told(["script", ""], ["ana", "bo"]));
}

#[test]
fn of_a_team_that_nobody_needs() {
    let members = [member("ana", &["sound"], &[])];
    let found = team(&words(&[]), &members).unwrap();
    let proof = explain_team(&words(&[]), &members).unwrap();
    for place in ["/team", "/sole"] {
        assert_eq!(count(&proof, place), Ratio::ZERO.into(), "{place}");
    }
    let definition = json!({"needs": [], "members": members});
    holds(
        explain_team(&words(&[]), &members),
        definition,
        &json!(found),
    );
}

#[test]
fn of_risks_and_rewards() {
    let holding = |id: &str, reward: i64, risk: i64| Holding {
        id: id.to_owned(),
        reward: reward.into(),
        risk: risk.into(),
    };
    let all = [
        holding("c", 1, 5),
        holding("a", 5, 1),
        holding("d", 6, 4),
        holding("b", 4, 2),
    ];
    let high = HighFrom {
        reward: 3_i64.into(),
        risk: 3_i64.into(),
    };
    let found = risk_reward(&all, &high).unwrap();
    let proof = explain_risk_reward(&all, &high).unwrap();
    let told = |second: &'static str| {
        [
            ("/dominated/0/by/0", "a"),
            ("/dominated/0/id", "b"),
            ("/dominated/1/by/0", "a"),
            ("/dominated/1/by/1", "b"),
            ("/dominated/1/by/2", "d"),
            ("/dominated/1/id", "c"),
            ("/frontier/0", "a"),
            ("/frontier/1", second),
            ("/quadrants/0/0", "a"),
            ("/quadrants/0/1", "invest"),
            ("/quadrants/1/0", "b"),
            ("/quadrants/1/1", "invest"),
            ("/quadrants/2/0", "c"),
            ("/quadrants/2/1", "reconsider"),
            ("/quadrants/3/0", "d"),
            ("/quadrants/3/1", "guard"),
        ]
    };
    assert_eq!(names(&proof), told("d"));
    let definition = json!({"holdings": all, "high": high});
    holds(explain_risk_reward(&all, &high), definition, &json!(found));
    let other = instead(&proof, "/holdings/1/reward", json!({"ratio": "6"}));
    assert_eq!(names(&other), told(""), "a pays as much for less risk");
}

#[test]
fn of_what_to_pursue() {
    let candidate = |id: &str, value: i64, effort: i64, barred| Candidate {
        id: id.to_owned(),
        value: value.into(),
        effort: effort.into(),
        barred,
    };
    let all = [
        candidate("c", 5, 9, false),
        candidate("d", 9, 1, true),
        candidate("b", 2, 2, false),
        candidate("a", 3, 2, false),
    ];
    let capacity = Ratio::from_integer(3);
    let found = pursue(&all, capacity, None).unwrap();
    let proof = explain_pursuit(&all, capacity, None).unwrap();
    let told = |chosen: &'static str, left: [&'static str; 3]| {
        [
            ("/chosen/0", chosen),
            ("/left/0/1", left[0]),
            ("/left/1/1", left[1]),
            ("/left/2/1", left[2]),
        ]
    };
    assert_eq!(names(&proof), told("a", ["displaced", "too_big", "barred"]));
    let definition = json!({"candidates": all, "capacity": capacity});
    holds(
        explain_pursuit(&all, capacity, None),
        definition,
        &json!(found),
    );
    let other = instead(&proof, "/capacity", json!({"ratio": "1"}));
    assert_eq!(names(&other), told("", ["too_big", "too_big", "barred"]));
}

#[test]
fn of_objections_and_how_many_there_are() {
    let three = Ratio::from_integer(3);
    let facts = ScaleFacts {
        return_multiple: Some(three),
        overhead_share: Some(over(1, 10)),
        free_capacity: None,
        shared_vision: Some(over(29, 10)),
    };
    let limits = ScaleLimits::default();
    let proof = explain_scale(&facts, &limits).unwrap();
    let told = [
        ("/objections/0", "already_efficient"),
        ("/objections/1", "diverging"),
        ("/objections/2/unknown", "free_capacity"),
    ];
    assert_eq!(names(&proof), told);
    assert_eq!(count(&proof, "/objections"), three.into());
    let facts = ScaleFacts {
        return_multiple: Some(Ratio::ONE),
        free_capacity: Some(Ratio::ONE),
        shared_vision: Some(three),
        ..facts
    };
    assert_eq!(scale_objections(&facts, &limits), []);
    let none = explain_scale(&facts, &limits).unwrap();
    assert_eq!(count(&none, "/objections"), Ratio::ZERO.into());
    let other = instead(&none, "/shared_vision", json!({"ratio": "2"}));
    assert_eq!(count(&other, "/objections"), Ratio::ONE.into());
}

#[test]
fn of_top_payers_and_bands() {
    let (lines, bands) = (DependencyLines::default(), HhiBands::default());
    let told = |paid: &[i64], expected: &[(&str, &str)]| {
        let all = incomes(paid);
        let found = all.concentration(Negatives::Refuse).unwrap();
        let report = found.report(&lines, &bands).unwrap();
        let proof = all.explain(Negatives::Refuse, &lines, &bands).unwrap();
        assert_eq!(names(&proof), expected, "{paid:?}");
        let definition = json!({"incomes": all, "lines": lines, "bands": bands, "unit": usd(1)});
        let explanation = all.explain(Negatives::Refuse, &lines, &bands);
        holds(explanation, definition, &json!(report));
        proof
    };
    let two = [
        ("/band", "high"),
        ("/dependency", "watch"),
        ("/top/0", "000"),
        ("/top/1", "002"),
    ];
    let proof = told(&[500, 0, 500], &two);
    let other = instead(&proof, "/incomes/0/amount", json!({"money": "4.00 USD"}));
    assert_eq!(names(&other)[2..], [("/top/0", ""), ("/top/1", "002")]);
    // 8 equal payers are 1,250 points, and 20 are 500.
    for (payers, band) in [(8, "moderate"), (20, "low")] {
        let all = incomes(&vec![100; payers]);
        let proof = all.explain(Negatives::Refuse, &lines, &bands).unwrap();
        assert_eq!(
            names(&proof)[..2],
            [("/band", band), ("/dependency", "none")]
        );
    }
}

#[test]
fn of_loads() {
    let person = |id: &str| Person {
        id: id.to_owned(),
        capacity: Ratio::ONE,
    };
    let engagement = |id: &str, active, share: Option<Ratio>| Engagement {
        id: id.to_owned(),
        active,
        work: Vec::from_iter(share.map(|share| Work {
            person: "bo".to_owned(),
            share,
        })),
    };
    let people = [person("bo"), person("ana")];
    let all = [
        engagement("z", true, Some(over(1, 4))),
        engagement("y", true, Some(over(1, 5))),
        engagement("x", false, Some(over(1, 5))),
        engagement("w", true, None),
    ];
    let guide = LoadGuide::new((3, 4), (over(1, 10), over(1, 5))).unwrap();
    let found = load(&people, &all, &guide).unwrap();
    let proof = explain_load(&people, &all, &guide).unwrap();
    let told = [
        ("/guide", "within"),
        ("/partnerships/0/note", "thin"),
        ("/partnerships/1/note", "inactive"),
        ("/partnerships/2/note", "within"),
        ("/partnerships/3/note", "heavy"),
    ];
    assert_eq!(names(&proof), told);
    let definition = json!({"people": people, "partnerships": all, "guide": guide});
    holds(
        explain_load(&people, &all, &guide),
        definition,
        &json!(found),
    );
    let other = instead(&proof, "/partnerships/3/active", json!({"flag": false}));
    assert_eq!(
        names(&other)[..2],
        [("/guide", "below"), ("/partnerships/0/note", "inactive")]
    );
    // A zero comes from the guide, not from a sum of nothing.
    let nobody = explain_load(&[], &[], &guide).unwrap();
    assert!(!nobody.text().contains("= nothing"), "{}", nobody.text());
}
