//! The wire form of the models around the rubric: what is written, and what is refused.

use partnership::alignment::{
    AlignmentModel, Answer, Checklist, ExchangeMatrix, Expectations, Firmness, ModelProfile,
    ModelSelection, PillarValues, Pillars, Review, SharedValueMatrix, Signal, TrustFactors,
    TrustQuotient, adjusted_winner, best_packages, diagnose,
};
use partnership::time::date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{from_str, to_string};

use super::errors::id;
use crate::documents::refuses;

/// A text is read, and written again alike.
#[track_caller]
fn travels<T: Serialize + DeserializeOwned>(json: &str) {
    let value: T = from_str(json).expect("it is read");
    assert_eq!(to_string(&value).expect("it is written"), json);
}

#[track_caller]
fn writes<T: Serialize>(value: &T, json: &str) {
    assert_eq!(to_string(value).expect("it is written"), json);
}

#[test]
fn an_exchange_travels_through_its_door() {
    travels::<ExchangeMatrix>(concat!(
        r#"{"dimensions":["money"],"scale":{"min":"0","max":"10","step":"1"},"#,
        r#""weights":{"producer":{"money":2},"partner":null},"tolerance":"1/10","#,
        r#""periods":[{"producer":{"money":{"gives":"3","receives":"5"}},"#,
        r#""partner":{"money":{"gives":"5","receives":"3"}}}]}"#,
    ));
    let flow = r#"{"gives":"3","receives":"5"}"#;
    let period = |producer: &str| {
        format!(
            r#"{{"dimensions":["money"],"periods":[{{"producer":{producer},"partner":{{"money":{flow}}}}}]}}"#
        )
    };
    let twice = format!(r#"{{"money":{flow},"money":{flow}}}"#);
    refuses::<ExchangeMatrix>(&period(&twice), "the key money stands twice");
    let missing = "period 1: the producer says nothing about money";
    refuses::<ExchangeMatrix>(&period("{}"), missing);
    let number = period(r#"{"money":{"gives":3,"receives":"5"}}"#);
    refuses::<ExchangeMatrix>(&number, "invalid type: integer `3`");
    refuses::<ExchangeMatrix>(r#"{"periods":[],"note":""}"#, "unknown field `note`");
    refuses::<ExchangeMatrix>("{}", "an exchange without periods");
}

#[test]
fn expectations_and_shared_value_travel() {
    travels::<Expectations>(concat!(
        r#"{"scale":{"min":"1","max":"5","step":"1"},"#,
        r#""expects":{"producer":{"data":"4"},"partner":{}},"#,
        r#""offers":{"producer":{},"partner":{"data":"3"}}}"#,
    ));
    let six = r#"{"expects":{"producer":{"data":"6"},"partner":{}}}"#;
    refuses::<Expectations>(six, "the producer puts data at 6, outside 1 to 5 by 1");
    for benefit in [
        r#"{"split":{"ana":1,"ben":2}}"#,
        r#"{"received":{"ana":{"money":"1"}}}"#,
    ] {
        travels::<SharedValueMatrix>(&format!(
            concat!(
                r#"{{"dimensions":["money"],"weights":null,"#,
                r#""contributions":{{"ana":{{"money":"2"}},"ben":{{}}}},"#,
                r#""benefit":{},"tolerance":"1/20"}}"#,
            ),
            benefit
        ));
    }
    let twice = r#"{"contributions":{"ana":{}},"benefit":{"split":{"ana":1,"ana":1}}}"#;
    refuses::<SharedValueMatrix>(twice, "the key ana stands twice");
    let list = r#"{"contributions":[],"benefit":{"split":{}}}"#;
    let message = "invalid type: sequence, expected a map in which no key stands twice";
    refuses::<SharedValueMatrix>(list, message);
    let both = r#"{"contributions":{"ana":{}},"benefit":{"split":{},"received":{}}}"#;
    assert!(from_str::<SharedValueMatrix>(both).is_err());
}

#[test]
fn a_model_of_issues_travels() {
    travels::<AlignmentModel>(concat!(
        r#"{"trade_gap":"1/10","issues":[{"id":"volume","#,
        r#""producer":{"acceptable":{"range":{"from":"1","to":"5/2","ideal":"2"}},"#,
        r#""importance":3,"firmness":"negotiable"},"partner":null},{"id":"ip-rights","#,
        r#""producer":null,"partner":{"acceptable":{"options":"#,
        r#"{"options":["licence","shared"],"ideal":"shared"}},"#,
        r#""importance":1,"firmness":"non_negotiable"}}]}"#,
    ));
    let least = r#"{"issues":[{"id":"volume","producer":{"acceptable":{"range":{"from":"1","to":"2","ideal":"1"}}}}]}"#;
    let least: AlignmentModel = from_str(least).expect("a model");
    let position = least.issues()[0].producer.as_ref().expect("a position");
    assert_eq!(
        (position.importance, position.firmness),
        (1, Firmness::Negotiable)
    );
    refuses::<AlignmentModel>(r#"{"issues":[]}"#, "a model without issues");
    let more = r#"{"issues":[{"id":"volume","producer":{"acceptable":{"range":{"from":"1","to":"2","ideal":"1","step":"1"}}}}]}"#;
    refuses::<AlignmentModel>(more, "unknown field `step`");
}

#[test]
fn checklists_and_reviews_travel() {
    travels::<Checklist>(r#"{"id":"own","version":2,"items":[{"id":"a","question":"Is it so?"}]}"#);
    for (json, version) in [
        (
            r#"{"id":"own","version":2,"items":[{"id":"a","question":"?"}]}"#,
            2,
        ),
        (r#"{"id":"own","items":[{"id":"a","question":"?"}]}"#, 1),
    ] {
        let list: Checklist = from_str(json).expect("a checklist");
        assert_eq!(list.version(), version);
    }
    refuses::<Checklist>(r#"{"id":"own","items":[]}"#, "a checklist without items");
    travels::<Review>(concat!(
        r#"{"on":"2026-02-01","rule":"plan","#,
        r#""answers":{"a":{"answer":"no"},"b":{"answer":"not_yet","note":"in March"},"#,
        r#""c":{"answer":{"not_applicable":{"reason":"remote"}}}},"#,
        r#""remedies":{"a":{"how":"x","owner":"y","due":"2026-03-01","done_on":"2026-02-01"}}}"#,
    ));
    let twice = r#"{"on":"2026-02-01","answers":{"a":{"answer":"no"},"a":{"answer":"yes"}}}"#;
    refuses::<Review>(twice, "the key a stands twice");
    let report = Checklist::pilot().review(&Review::new(date("2026-02-01").expect("a day")));
    writes(
        &report.expect("a report"),
        concat!(
            r#"{"schema":1,"checklist":"pilot","outcome":{"blocked":{"no":[],"not_yet":["#,
            r#""success-criteria","fixed-duration","one-contact-each","#,
            r#""fortnightly-check-in","shared-decision-log"]}},"#,
            r#""remedied":[],"overdue":[],"unused":[],"yes":0,"applicable":5}"#,
        ),
    );
    assert_eq!(to_string(&Answer::Yes).expect("it is written"), r#""yes""#);
}

#[test]
fn models_travel() {
    travels::<ModelProfile>(concat!(
        r#"{"model":"sprint","reason":"","#,
        r#""factors":{"time-pressure":{"ideal":"4","want":"at_least"}},"#,
        r#""needs":[{"factor":"planning-depth","at_most":"3"}]}"#,
    ));
    let both =
        r#"{"model":"m","factors":{},"needs":[{"factor":"x","at_most":"3","at_least":"1"}]}"#;
    refuses::<ModelProfile>(both, "a need has either at_least or at_most");
    refuses::<ModelProfile>(
        r#"{"model":"m","factors":{}}"#,
        "the model m asks for no factor",
    );
    let usual: ModelSelection = from_str("{}").expect("the usual selection");
    assert_eq!(usual, ModelSelection::default());
    refuses::<ModelSelection>(r#"{"hybrid_margin":"-1"}"#, "the margin -1 is below 0");
}

#[test]
fn results_carry_their_schema() {
    let factors: TrustFactors = from_str(
        r#"{"credibility":"10","reliability":"10","intimacy":"10","self_orientation":"1"}"#,
    )
    .expect("factors");
    let trust = TrustQuotient::of(&factors).expect("a quotient");
    writes(&trust, r#"{"schema":1,"quotient":"30","moves":[]}"#);
    let values: PillarValues =
        from_str(r#"{"alignment":"1","reciprocity":"1","clarity":"1/2"}"#).expect("values");
    writes(
        &Pillars::of(&values).expect("pillars"),
        r#"{"schema":1,"value":"1/2","weakest":["clarity"],"mean":"5/6"}"#,
    );
    let division = adjusted_winner(&[(id("only"), 5, 9)]).expect("a division");
    writes(
        &division,
        r#"{"schema":1,"shares":[{"item":"only","producer_share":"1/2"}],"each":"1/2","split":"only"}"#,
    );
    let reserve = (0_u32.into(), 0_u32.into());
    let packages =
        best_packages(reserve, &[(id("p"), 2_u32.into(), 3_u32.into())]).expect("packages");
    writes(
        &packages,
        r#"{"schema":1,"rejected":[],"dominated":[],"best":["p"],"product":"6"}"#,
    );
}

#[test]
fn signals_are_closed() {
    travels::<Signal>(
        r#"{"uneven":{"ahead":"partner","behind":"producer","dimension":"control"}}"#,
    );
    travels::<Signal>(r#"{"rights_missing":{}}"#);
    refuses::<Signal>(
        r#"{"rights_missing":{"since":"May"}}"#,
        "unknown field `since`",
    );
    refuses::<Signal>(r#"{"weather":{}}"#, "unknown variant `weather`");
    writes(
        &diagnose(&[Signal::AudienceFalling {}]),
        concat!(
            r#"[{"schema":1,"mode":"channel_fatigue","because":[0],"mitigation":"#,
            r#""lower the frequency, change the format, and rest the channel until the audience "#,
            r#"reacts again"}]"#,
        ),
    );
}
