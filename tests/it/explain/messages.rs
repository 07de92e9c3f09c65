//! Every message, word for word.

use partnership::explain::{ExplainError, Finding, OtherProof, Place, Value};
use partnership::{Error, Ratio};

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each error")]
fn every_message_names_the_step() {
    let pointer = || "/due".to_owned();
    let cases = [
        (ExplainError::Empty, "an explanation without steps"),
        (
            ExplainError::TooLong,
            "an explanation with more than 1000000 steps, or 100000 args of one step",
        ),
        (
            ExplainError::BadIndex { node: 3 },
            "node 3 names a step that does not stand before it, or is no step",
        ),
        (
            ExplainError::Arity { node: 3 },
            "node 3 has too few or too many args",
        ),
        (
            ExplainError::BadParameter { node: 3 },
            "node 3 has a bad parameter",
        ),
        (
            ExplainError::Kind { node: 3 },
            "node 3 takes no values of these kinds or currencies",
        ),
        (
            ExplainError::DivisionByZero { node: 3 },
            "node 3 divides by zero",
        ),
        (
            ExplainError::Overflow { node: 3 },
            "the value of node 3 is beyond the range of its kind",
        ),
        (
            ExplainError::Differs {
                node: 3,
                written: Box::new(Value::Flag(true)),
                computed: Box::new(Value::Ratio(Ratio::ONE)),
            },
            "node 3 says yes, but comes to 1",
        ),
        (
            ExplainError::UnknownDocument {
                node: 3,
                name: "terms".into(),
            },
            "node 3 reads \"terms\", which is not among the documents",
        ),
        (
            ExplainError::NotThere { at: Place::Node(3) },
            "nothing stands where node 3 points to",
        ),
        (
            ExplainError::NotThere {
                at: Place::Pointer(pointer()),
            },
            "nothing stands where the result \"/due\" points to",
        ),
        (
            ExplainError::There { node: 3 },
            "node 3 takes a default where something else is written",
        ),
        (
            ExplainError::DocumentDiffers { node: 3 },
            "node 3 says something else than the document it names",
        ),
        (
            ExplainError::ResultDiffers { pointer: pointer() },
            "the figure at \"/due\" of the result is not the one that was proved",
        ),
    ];
    for (error, message) in cases {
        assert_eq!(error.to_string(), message);
        assert_eq!(Error::from(error).to_string(), message);
    }
    let other = OtherProof { node: 3 };
    assert_eq!(
        Error::from(other).to_string(),
        "the proofs differ at node 3"
    );
    let unknown = "mostly"
        .parse::<partnership::explain::Relation>()
        .unwrap_err();
    assert_eq!(unknown.to_string(), "unknown name \"mostly\"");
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
        (Finding::Idle { node: 3 }, "no result needs node 3"),
        (
            Finding::FromNothing { pointer: pointer() },
            "\"/lines/0\" of the result comes from nothing that was said",
        ),
        (
            Finding::OtherParty { node: 3 },
            "node 3 takes for one party what is said of another",
        ),
        (Finding::Trusted { node: 3 }, "node 3 is taken on trust"),
    ] {
        assert_eq!(finding.to_string(), message);
    }
}
