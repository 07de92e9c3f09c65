//! Every message, word for word.

use partnership::explain::{ExplainError, Finding, OtherProof, Place, Source, Value};
use partnership::{Error, Ratio};

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each error")]
fn every_message_names_the_step() {
    let pointer = || "/due".to_owned();
    let from = || {
        let place = r#"{"document": "my terms", "pointer": "/rate"}"#;
        Box::new(serde_json::from_str::<Source>(place).unwrap())
    };
    let cases = [
        (ExplainError::Empty, "an explanation without steps"),
        (
            ExplainError::TooLong,
            "an explanation with more than 1000000 steps, or 100000 args of one step",
        ),
        (
            ExplainError::BadIndex { node: 3 },
            "step #4 names a step that does not stand before it, or is no step",
        ),
        (
            ExplainError::Arity { node: 3 },
            "step #4 has too few or too many args",
        ),
        (
            ExplainError::BadParameter { node: 3 },
            "step #4 has a bad parameter",
        ),
        (
            ExplainError::Kind { node: 3 },
            "step #4 takes no values of these kinds or currencies",
        ),
        (
            ExplainError::DivisionByZero { node: 3 },
            "step #4 divides by zero",
        ),
        (
            ExplainError::Overflow { node: 3 },
            "the value of step #4 is beyond the range of its kind",
        ),
        (
            ExplainError::Differs {
                node: 3,
                written: Box::new(Value::Flag(true)),
                computed: Box::new(Value::Ratio(Ratio::ONE)),
            },
            "step #4 says yes, but comes to 1",
        ),
        (
            ExplainError::UnknownDocument {
                node: 3,
                name: "terms".into(),
            },
            "step #4 reads \"terms\", which is not among the documents",
        ),
        (
            ExplainError::NotThere {
                at: Place::Node {
                    node: 3,
                    from: from(),
                },
            },
            "nothing stands at \"my terms\" /rate, which step #4 reads",
        ),
        (
            ExplainError::NotThere {
                at: Place::Pointer(pointer()),
            },
            "nothing stands at /due of the result",
        ),
        (
            ExplainError::There {
                node: 3,
                from: from(),
                written: "0".into(),
                found: "\"12%\"".into(),
            },
            "step #4 takes the default 0 for \"my terms\" /rate, where \"12%\" stands",
        ),
        (
            ExplainError::DocumentDiffers {
                node: 3,
                from: from(),
                written: "0.1".into(),
                found: "\"12%\"".into(),
            },
            "step #4 takes 0.1 from \"my terms\" /rate, where \"12%\" stands",
        ),
        (
            ExplainError::ResultDiffers {
                pointer: pointer(),
                node: 3,
                proved: "88.01 USD".into(),
                found: "\"88.02 USD\"".into(),
            },
            "the result says \"88.02 USD\" at /due, but step #4 proves 88.01 USD",
        ),
        (
            ExplainError::OtherResult,
            "the result does not follow from the papers handed in",
        ),
    ];
    for (error, message) in cases {
        assert_eq!(error.to_string(), message);
        assert_eq!(Error::from(error).to_string(), message);
    }
    let other = OtherProof { node: 3 };
    assert_eq!(
        Error::from(other).to_string(),
        "the proofs differ at step #4"
    );
    let unknown = "mostly"
        .parse::<partnership::explain::Relation>()
        .unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "unknown name \"mostly\", not one of less, at_most, equal, at_least, more"
    );
}

#[test]
fn every_finding_says_what_to_ask_about() {
    let pointer = || "/lines/0".to_owned();
    let activity = Finding::Unread {
        document: "activity".to_owned(),
        pointer: "/sales".to_owned(),
    };
    for (finding, message) in [
        (
            Finding::Uncovered { pointer: pointer() },
            "nothing proves \"/lines/0\" of the result",
        ),
        (activity, "no result needs \"/sales\" of \"activity\""),
        (Finding::Idle { node: 3 }, "no result needs step #4"),
        (
            Finding::FromNothing { pointer: pointer() },
            "\"/lines/0\" of the result comes from nothing that was said",
        ),
        (
            Finding::OtherParty { node: 3 },
            "step #4 takes for one party what is said of another",
        ),
        (Finding::Trusted { node: 3 }, "step #4 is taken on trust"),
    ] {
        assert_eq!(finding.to_string(), message);
    }
}
