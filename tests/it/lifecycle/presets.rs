//! The presets and their typed stages come from one table.

use partnership::Ratio;
use partnership::lifecycle::{
    ARBITRATION_AFTER, CampaignStage, CommitmentError, Draft, Gate, GrowthStage, Key,
    MaturityLevel, Need, PartnershipStage, PilotStage, ProductionStage, TrustRung, Value, begin,
    commitment, ladders, rank, replay, scale_advised, strategic_gates,
};
use partnership::time::Calendar;

use super::{at, key};

/// The keys and titles of a definition.
fn written(draft: &Draft) -> Vec<(String, String)> {
    let stages = draft.stages.iter();
    let named = stages.map(|stage| (stage.key.to_string(), stage.title.clone()));
    named.collect()
}

#[test]
fn typed_stages_agree_with_their_tables() {
    macro_rules! agree {
        ($($stage:ident $preset:ident)*) => {$(
            let typed = $stage::ALL.iter();
            let typed: Vec<(String, String)> =
                typed.map(|stage| (stage.key().to_string(), stage.title().to_owned())).collect();
            assert_eq!(typed, written(&Draft::$preset()));
            for stage in $stage::ALL {
                assert_eq!($stage::of(&stage.key()), Some(*stage));
                assert_eq!(stage.to_string(), stage.title());
            }
            assert_eq!($stage::of(&key("nowhere")), None);
        )*};
    }
    agree! {
        PartnershipStage partnership
        GrowthStage growth
        CampaignStage campaign
        ProductionStage production
        PilotStage pilot
        TrustRung trust_ladder
        MaturityLevel maturity
    }
}

#[test]
fn every_word_of_a_preset_has_the_form_of_a_word() {
    for preset in Draft::presets() {
        assert_eq!(preset.problems(), []);
        let text = serde_json::to_string(&preset).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), preset);
        for way in &preset.moves {
            for gate in &way.gates {
                assert!(gate.key.as_str().parse::<Key>().is_ok());
            }
        }
    }
    assert!("0.20".parse::<Value>().is_ok());
}

#[test]
fn the_ladders_are_those_of_every_preset() {
    for preset in Draft::presets() {
        assert_eq!(preset.ladders, ladders(ARBITRATION_AFTER));
    }
    let week = "1w".parse().unwrap();
    let hurried = ladders(week);
    assert_eq!(hurried[0].levels[3].after, week);
    assert_eq!(hurried[1].levels[2].after, week);
    assert_eq!(hurried[1].levels[1].after.to_string(), "14d");
}

#[test]
fn a_strategic_charter_and_advice_against_scaling_are_gates_like_others() {
    let draft = Draft::growth();
    let draft = draft.with_gates("pilot", "scale", strategic_gates()[..5].to_vec());
    let draft = draft.and_then(|draft| draft.with_gates("pilot", "scale", [scale_advised()]));
    let draft = draft.expect("such a move");
    assert_eq!(draft.problems(), []);
    assert!(draft.metrics.contains(&key("scale_objections")));
    let pilot = draft
        .stages
        .iter()
        .find(|stage| stage.key == key("pilot"))
        .unwrap();
    assert_eq!(pilot.activities.len(), 8);
    assert_eq!(Draft::growth().with_gates("pilot", "fly", []), None);
    assert_eq!(Draft::growth().with_gates("nowhere", "scale", []), None);
}

#[test]
fn a_strategic_charter_asks_for_five_papers_and_both() {
    let gates = strategic_gates();
    let keys: Vec<&str> = gates.iter().map(|gate| gate.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "strategic_charter",
            "shared_goals",
            "resources_committed",
            "governance_set",
            "evaluation_set",
            "both_approve",
        ]
    );
    let both = Need::Approved(vec![key("producer"), key("partner")]);
    assert_eq!(gates[5].need, both);
}

#[test]
fn a_gate_is_added_to_the_move_of_its_stage_and_asks_for_nothing_twice() {
    let report = Gate {
        key: key("reported"),
        need: Need::Done(key("kpi_report")),
    };
    let old = Draft::growth();
    let new = old.clone().with_gates("maturity", "exit", [report.clone()]);
    let new = new.expect("such a move");
    let gated: Vec<&str> = new
        .moves
        .iter()
        .filter(|way| way.gates.contains(&report))
        .map(|way| way.from.as_str())
        .collect();
    assert_eq!(gated, ["maturity"]);
    // In growth the report is asked for anyway.
    let same = old.clone().with_gates("growth", "exit", [report]);
    assert_eq!(same.expect("such a move").stages, old.stages);
}

#[test]
fn the_first_part_beyond_its_scale_is_named() {
    let part = |text: &str| text.parse::<Ratio>().unwrap();
    let parts = ["1/2", "2", "3", "1"].map(part);
    assert_eq!(
        commitment("1.00 USD".parse().unwrap(), TrustRung::Trial, parts),
        Err(CommitmentError::OutOfScale { part: part("2") })
    );
}

#[test]
fn the_rung_of_trust_is_a_reading() {
    let ladder = Draft::trust_ladder().check().unwrap();
    let first = begin(&ladder, at("2026-01-05T09:00:00Z"), &Calendar::default()).unwrap();
    let state = replay(&[first]).unwrap();
    assert_eq!(rank(&ladder, &state), Some(1));
    assert_eq!(rank(&Draft::pilot().check().unwrap(), &state), None);
}
