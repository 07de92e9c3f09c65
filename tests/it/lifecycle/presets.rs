//! The presets and their typed stages come from one table.

use partnership::lifecycle::{
    ARBITRATION_AFTER, CampaignStage, Draft, GrowthStage, Key, MaturityLevel, PartnershipStage,
    PilotStage, ProductionStage, TrustRung, Value, begin, ladders, rank, replay, scale_advised,
    strategic_gates,
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
fn the_rung_of_trust_is_a_reading() {
    let ladder = Draft::trust_ladder().check().unwrap();
    let first = begin(&ladder, at("2026-01-05T09:00:00Z"), &Calendar::default()).unwrap();
    let state = replay(&[first]).unwrap();
    assert_eq!(rank(&ladder, &state), Some(1));
    assert_eq!(rank(&Draft::pilot().check().unwrap(), &state), None);
}
