//! The papers of governance as they travel: what was written once is read, and written alike.

use std::fs;

use partnership::governance::{
    AuditRight, Charter, Compliance, DecisionLog, DisagreementBrief, Feedback, JointProject,
    Proposal, Rights, RiskRegister, Signatures, Veto,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::root;

/// Reads one of the papers, and holds what is written again to it.
#[track_caller]
fn round<T: DeserializeOwned + Serialize>(papers: &Value, name: &str) {
    let value: T = serde_json::from_value(papers[name].clone()).expect(name);
    assert_eq!(
        serde_json::to_value(&value).unwrap(),
        papers[name],
        "{name}"
    );
}

fn papers() -> Value {
    let path = root().join("tests/golden/governance/papers.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What is said of a paper that is refused.
#[track_caller]
fn refusal<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[test]
fn every_paper_is_written_as_ever() {
    let papers = papers();
    round::<AuditRight>(&papers, "audit_right");
    round::<Charter>(&papers, "charter");
    round::<Compliance>(&papers, "compliance");
    round::<DecisionLog>(&papers, "decision_log");
    round::<DisagreementBrief>(&papers, "disagreement");
    round::<Feedback>(&papers, "feedback");
    round::<JointProject>(&papers, "joint_project");
    round::<Proposal>(&papers, "proposal");
    round::<Rights>(&papers, "rights");
    round::<RiskRegister>(&papers, "risk_register");
    round::<Signatures>(&papers, "signatures");
    round::<Veto>(&papers, "veto");
    assert_eq!(
        papers.as_object().unwrap().len(),
        12,
        "every paper has its line above"
    );
}

#[test]
fn what_a_door_refuses_is_refused_on_the_wire_too() {
    let declined = r#"{"items": [{"key": "logo", "stream": "must_fix", "status": "declined"}]}"#;
    let said = refusal::<Feedback>(declined);
    assert!(
        said.starts_with("logo must be fixed or withdrawn"),
        "{said}"
    );
    let falling = r#"{"grid": {"levels": ["low", "high"], "cells": [[1, 0]]}, "risks": []}"#;
    let said = refusal::<RiskRegister>(falling);
    assert!(said.starts_with("the level falls after"), "{said}");
    let unknown = r#"{"duties": [], "fines": []}"#;
    let said = refusal::<Compliance>(unknown);
    assert!(said.starts_with("unknown field `fines`"), "{said}");
    let twice = r#"{"sections": {"roles": [], "roles": ["a"]}, "fingerprint": "v1",
        "signatures": []}"#;
    let said = refusal::<Charter>(twice);
    assert!(said.starts_with("the key roles stands twice"), "{said}");
    let scope = r#""some""#;
    let said = refusal::<partnership::governance::Scope>(scope);
    assert!(said.contains("\"all\" or a list of names"), "{said}");
}
