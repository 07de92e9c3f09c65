//! The harness itself: it must list every failure, and bite.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Adapter, Case, FILES, Judge, own_folder, same, variant_name};

#[test]
fn every_file_is_run_and_no_other_stands_in_the_folder() {
    let mut found: Vec<String> = fs::read_dir(own_folder())
        .expect("tests/cases is a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    found.sort();
    assert_eq!(found, FILES);
}

#[test]
fn the_variant_name_is_the_innermost() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "read through Debug")]
    enum Outer {
        Inner(Option<u8>),
        Text(&'static str),
        Fields { at: usize },
        Plain,
    }
    assert_eq!(variant_name(&Outer::Inner(None)), "None");
    assert_eq!(variant_name(&Outer::Text("Wrong")), "Text");
    assert_eq!(variant_name(&Outer::Fields { at: 1 }), "Fields");
    assert_eq!(variant_name(&Outer::Plain), "Plain");
}

#[test]
fn a_difference_is_named_with_its_path() {
    let expected = serde_json::json!({"lines": [{"amount": "1.00 USD"}], "missing": 1});
    let found = serde_json::json!({"lines": [{"amount": "2.00 USD"}, 3], "more": null});
    assert_eq!(
        same(&expected, &found),
        Err([
            "/lines: expected 1 elements, found 2",
            "/lines/0/amount: expected \"1.00 USD\", found \"2.00 USD\"",
            "/lines/1: not expected, found 3",
            "/missing: expected 1, not found",
            "/more: not expected, found null",
        ]
        .join("\n"))
    );
    assert_eq!(same(&expected, &expected.clone()), Ok(()));
}

/// A case of the family `sum` with what it gives and expects.
fn made_up(id: &str, given: u64, expect: u64, note: &str) -> Case {
    Case {
        id: id.to_owned(),
        family: "sum".to_owned(),
        _source: String::new(),
        given: Value::from(given),
        expect: Value::from(expect),
        note: note.to_owned(),
    }
}

/// An adapter that panics on 13 and else wants the two numbers to be the same.
fn equal_but_13(given: &Value, expect: &Value) -> Result<(), String> {
    assert!(given != 13, "thirteen");
    same(expect, given)
}

#[test]
fn the_runner_lists_every_failure_and_holds_the_pending_list_to_its_word() {
    let name = |id: &str| ("money.json".to_owned(), "sum".to_owned(), id.to_owned());
    let pending = BTreeSet::from([name("late"), name("done"), name("gone")]);
    let adapters: [(&str, Adapter); 2] = [("sum", equal_but_13), ("none", equal_but_13)];
    let judge = Judge {
        file: "money.json",
        adapters: &adapters,
        pending: &pending,
        has_data: false,
    };
    let own = [
        made_up("good", 1, 1, ""),
        made_up("wrong", 1, 2, ""),
        made_up("panics", 13, 13, ""),
        made_up("late", 1, 2, ""),
        made_up("done", 1, 1, ""),
        made_up("mended", 1, 1, "Corrected: one is one."),
        Case {
            family: "unknown".to_owned(),
            ..made_up("x", 1, 1, "")
        },
    ];
    let report = judge.run("here".to_owned(), &own, None);
    assert_eq!(
        report.failures,
        [
            "money.json sum wrong\n    /: expected 2, found 1",
            "money.json sum panics\n    the adapter panicked: thirteen",
            "money.json sum done: passes and stands in pending.txt: take it off the list",
        ]
    );
    assert_eq!(
        report.summary(),
        "cases of here: 3 of 6 passed, 1 in pending.txt, \
         1 pending for want of an adapter: unknown"
    );
    assert_eq!(
        judge.faults(&own),
        [
            "pending.txt: no case money.json sum gone",
            "money.json: an adapter for none, which has no case",
        ]
    );
    let elsewhere = [made_up("mended", 1, 9, ""), made_up("wrong", 4, 4, "")];
    let report = judge.run("there".to_owned(), &elsewhere, Some(&own));
    assert_eq!(report.failures, [""; 0]);
    assert_eq!(
        report.summary(),
        "cases of there: 1 of 1 passed, 1 corrected in tests/cases"
    );
}
