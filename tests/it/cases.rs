//! Runs the case files: `tests/cases`, `tests/more_cases`, and every folder that
//! `PARTNERSHIP_CASES` names.
//!
//! A family without an adapter is listed as pending. Of a family that has one, a case that does
//! not pass yet stands in `tests/cases/pending.txt` as `file family id`; a case that passes, or
//! does not exist, must not stand there. A case of another folder whose expectation was corrected
//! here (same `given`, other `expect`, and our note begins with `Corrected:`) is counted, not run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug, Write as _};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::families::adapters;
use crate::support;

/// Runs one case of a family: `Err` says what differs.
pub type Adapter = fn(given: &Value, expect: &Value) -> Result<(), String>;

/// Every file of `tests/cases`; one that is missing is a failure.
const FILES: [&str; 9] = [
    "alignment.json",
    "compensation.json",
    "contracts.json",
    "explain.json",
    "health-economics.json",
    "lifecycle.json",
    "money.json",
    "splits.json",
    "time.json",
];

/// Families whose cases read a file of `PARTNERSHIP_DATA`: skipped and counted without it.
const NEED_DATA: [(&str, &str); 1] = [("alignment.json", "lpi")];

// ---- helpers of the adapters ----

/// The name of the innermost variant of an error: `Currency(UnknownCode { .. })` is `UnknownCode`.
pub fn variant_name(error: &dyn Debug) -> String {
    let text = format!("{error:?}");
    let mut rest = text.as_str();
    loop {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        match after.strip_prefix('(') {
            Some(inner) if inner.starts_with(|c: char| c.is_ascii_uppercase()) => rest = inner,
            _ => return name.to_owned(),
        }
    }
}

/// Reads what a case gives; an unknown or missing field is named.
pub fn read<T: DeserializeOwned>(given: &Value) -> Result<T, String> {
    T::deserialize(given).map_err(|error| format!("cannot read {given}: {error}"))
}

/// The variant that a case expects, if it expects an error.
pub fn expected_error(expect: &Value) -> Option<&str> {
    expect.get("error").and_then(Value::as_str)
}

/// Holds an error against what a case expects.
pub fn expect_error(expect: &Value, error: &dyn Debug) -> Result<(), String> {
    let found = variant_name(error);
    match expected_error(expect) {
        Some(expected) if expected == found => Ok(()),
        Some(expected) => Err(format!("expected error {expected}, found {error:?}")),
        None => Err(format!("expected {expect}, found error {error:?}")),
    }
}

/// Holds an outcome against what a case expects: an error by its variant, a value by its JSON.
pub fn outcome<T, E: Debug>(
    found: Result<T, E>,
    expect: &Value,
    to_json: impl FnOnce(T) -> Value,
) -> Result<(), String> {
    match found {
        Ok(value) => same(expect, &to_json(value)),
        Err(error) => expect_error(expect, &error),
    }
}

/// Holds two JSON values against each other; the message names every place where they differ.
pub fn same(expected: &Value, found: &Value) -> Result<(), String> {
    let mut differences = Vec::new();
    compare("", expected, found, &mut differences);
    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences.join("\n"))
    }
}

fn compare(path: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    let place = if path.is_empty() { "/" } else { path };
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                match right.get(key) {
                    Some(other) => compare(&format!("{path}/{key}"), value, other, differences),
                    None => differences.push(format!("{path}/{key}: expected {value}, not found")),
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                differences.push(format!("{path}/{key}: not expected, found {value}"));
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            if left.len() != right.len() {
                let (left, right) = (left.len(), right.len());
                differences.push(format!("{place}: expected {left} elements, found {right}"));
            }
            for (index, (value, other)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}/{index}"), value, other, differences);
            }
            for (index, value) in left.iter().enumerate().skip(right.len()) {
                differences.push(format!("{path}/{index}: expected {value}, not found"));
            }
            for (index, value) in right.iter().enumerate().skip(left.len()) {
                differences.push(format!("{path}/{index}: not expected, found {value}"));
            }
        }
        _ if expected == found => {}
        _ => differences.push(format!("{place}: expected {expected}, found {found}")),
    }
}

// ---- the files ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    schema: u32,
    cases: Vec<Case>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    family: String,
    #[serde(rename = "source")]
    _source: String,
    given: Value,
    expect: Value,
    #[serde(default)]
    note: String,
}

/// The cases of a file in their order; `Err` says why the file is none.
fn load(path: &Path) -> Result<Vec<Case>, String> {
    let fail = |reason: String| format!("{}: {reason}", path.display());
    let text = fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    let file: CaseFile = serde_json::from_str(&text).map_err(|error| fail(error.to_string()))?;
    if file.schema != 1 {
        return Err(fail(format!("schema {} is not 1", file.schema)));
    }
    if file.cases.is_empty() {
        return Err(fail("no cases".to_owned()));
    }
    let mut seen = BTreeSet::new();
    for case in &file.cases {
        if !seen.insert((&case.family, &case.id)) {
            return Err(fail(format!(
                "the id {} {} stands twice",
                case.family, case.id
            )));
        }
    }
    Ok(file.cases)
}

fn own_folder() -> PathBuf {
    support::root().join("tests/cases")
}

/// `tests/more_cases`, and the folders that `PARTNERSHIP_CASES` names; each must exist and hold one
/// of the files.
fn more_folders() -> Vec<PathBuf> {
    let mut folders = vec![support::root().join("tests/more_cases")];
    if let Some(named) = env::var_os("PARTNERSHIP_CASES") {
        let named = env::split_paths(&named).filter(|folder| !folder.as_os_str().is_empty());
        folders.extend(named);
    }
    for folder in &folders {
        assert!(folder.is_dir(), "no folder of cases {}", folder.display());
        assert!(
            FILES.iter().any(|file| folder.join(file).is_file()),
            "{} holds none of {FILES:?}",
            folder.display()
        );
    }
    folders
}

/// The cases of `pending.txt`, as (file, family, id).
fn pending() -> BTreeSet<(String, String, String)> {
    let path = own_folder().join("pending.txt");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut listed = BTreeSet::new();
    for line in lines {
        let mut words = line.splitn(3, ' ').map(str::to_owned);
        let (Some(file), Some(family), Some(id)) = (words.next(), words.next(), words.next())
        else {
            panic!("pending.txt: {line:?} is not `file family id`");
        };
        assert!(
            FILES.contains(&file.as_str()),
            "pending.txt: no file {file}"
        );
        assert!(
            listed.insert((file, family, id)),
            "pending.txt: {line:?} stands twice"
        );
    }
    listed
}

// ---- one run ----

/// What became of the cases of one family.
#[derive(Default)]
struct Tally {
    ran: usize,
    passed: usize,
    listed: usize,
    skipped: usize,
    corrected: usize,
    unadapted: usize,
}

/// What became of one file in one folder.
struct Report {
    title: String,
    families: BTreeMap<String, Tally>,
    failures: Vec<String>,
}

impl Report {
    fn total(&self, of: fn(&Tally) -> usize) -> usize {
        self.families.values().map(of).sum()
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "cases of {}: {} of {} passed",
            self.title,
            self.total(|tally| tally.passed),
            self.total(|tally| tally.ran),
        );
        for (count, what) in [
            (self.total(|tally| tally.listed), "in pending.txt"),
            (
                self.total(|tally| tally.skipped),
                "skipped: PARTNERSHIP_DATA is not set",
            ),
            (
                self.total(|tally| tally.corrected),
                "corrected in tests/cases",
            ),
        ] {
            if count > 0 {
                let _ = write!(text, ", {count} {what}");
            }
        }
        let unadapted = self.total(|tally| tally.unadapted);
        if unadapted > 0 {
            let names: Vec<&str> = self
                .families
                .iter()
                .filter(|(_, tally)| tally.unadapted > 0)
                .map(|(family, _)| family.as_str())
                .collect();
            let _ = write!(
                text,
                ", {unadapted} pending for want of an adapter: {}",
                names.join(" ")
            );
        }
        text
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        for (family, tally) in &self.families {
            if tally.unadapted > 0 {
                writeln!(
                    f,
                    "  {family:<24} {:>4} pending, no adapter",
                    tally.unadapted
                )?;
                continue;
            }
            write!(
                f,
                "  {family:<24} {:>4} ran {:>4} passed",
                tally.ran, tally.passed
            )?;
            for (count, what) in [
                (tally.listed, "in pending.txt"),
                (tally.skipped, "skipped"),
                (tally.corrected, "corrected"),
            ] {
                if count > 0 {
                    write!(f, " {count:>4} {what}")?;
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Runs one case; a panic is its failure.
fn run_case(adapter: Adapter, case: &Case) -> Result<(), String> {
    catch_unwind(|| adapter(&case.given, &case.expect)).unwrap_or_else(|payload| {
        let said = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(format!("the adapter panicked: {said}"))
    })
}

/// What a run is held against: the adapters, and the lists of the repository.
struct Judge<'a> {
    file: &'a str,
    adapters: &'a [(&'a str, Adapter)],
    pending: &'a BTreeSet<(String, String, String)>,
    has_data: bool,
}

impl Judge<'_> {
    /// Runs the cases of a folder; `own` are those of `tests/cases`, for the corrections.
    fn run(&self, title: String, cases: &[Case], own: Option<&[Case]>) -> Report {
        let mut report = Report {
            title,
            families: BTreeMap::new(),
            failures: Vec::new(),
        };
        for case in cases {
            let tally = report.families.entry(case.family.clone()).or_default();
            let adapter = self
                .adapters
                .iter()
                .find(|(family, _)| *family == case.family);
            let Some((_, adapter)) = adapter else {
                tally.unadapted += 1;
                continue;
            };
            if own.is_some_and(|own| is_corrected(case, own)) {
                tally.corrected += 1;
                continue;
            }
            if !self.has_data && NEED_DATA.contains(&(self.file, case.family.as_str())) {
                tally.skipped += 1;
                continue;
            }
            tally.ran += 1;
            let name = (self.file.to_owned(), case.family.clone(), case.id.clone());
            let listed = self.pending.contains(&name);
            let place = format!("{} {} {}", self.file, case.family, case.id);
            match (run_case(*adapter, case), listed) {
                (Ok(()), false) => tally.passed += 1,
                (Ok(()), true) => {
                    tally.passed += 1;
                    if own.is_none() {
                        let text = "passes and stands in pending.txt: take it off the list";
                        report.failures.push(format!("{place}: {text}"));
                    }
                }
                (Err(_), true) => tally.listed += 1,
                (Err(difference), false) => {
                    let difference = difference.replace('\n', "\n    ");
                    report.failures.push(format!("{place}\n    {difference}"));
                }
            }
        }
        report
    }

    /// What is wrong with the lists themselves: names that no case of `tests/cases` has.
    fn faults(&self, own: &[Case]) -> Vec<String> {
        let mut faults = Vec::new();
        for (file, family, id) in self.pending.iter().filter(|(file, ..)| file == self.file) {
            if !own
                .iter()
                .any(|case| case.family == *family && case.id == *id)
            {
                faults.push(format!("pending.txt: no case {file} {family} {id}"));
            }
        }
        let mut seen = BTreeSet::new();
        for (family, _) in self.adapters {
            if !own.iter().any(|case| case.family == *family) {
                faults.push(format!(
                    "{}: an adapter for {family}, which has no case",
                    self.file
                ));
            }
            if !seen.insert(family) {
                faults.push(format!("{}: two adapters for {family}", self.file));
            }
        }
        faults
    }
}

/// Whether the expectation of a case was corrected in the repository, and the note says so.
fn is_corrected(case: &Case, own: &[Case]) -> bool {
    own.iter().any(|copy| {
        (&copy.family, &copy.id, &copy.given) == (&case.family, &case.id, &case.given)
            && copy.expect != case.expect
            && copy.note.starts_with("Corrected:")
    })
}

/// Runs a file of every folder and fails with all that differs.
#[track_caller]
fn check(file: &str) {
    let listed = pending();
    let judge = Judge {
        file,
        adapters: &adapters(file),
        pending: &listed,
        has_data: support::has_data(),
    };
    let own = load(&own_folder().join(file)).unwrap_or_else(|reason| panic!("{reason}"));
    let mut failures = judge.faults(&own);
    let mut reports = vec![judge.run(format!("tests/cases/{file}"), &own, None)];
    for folder in more_folders() {
        let path = folder.join(file);
        if path.exists() {
            let cases = load(&path).unwrap_or_else(|reason| panic!("{reason}"));
            reports.push(judge.run(path.display().to_string(), &cases, Some(&own)));
        }
    }
    for report in &mut reports {
        print!("{report}");
        support::say(&report.summary());
        let title = &report.title;
        failures.extend(
            report
                .failures
                .drain(..)
                .map(|failure| format!("{title}: {failure}")),
        );
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn alignment() {
    check("alignment.json");
}

#[test]
fn compensation() {
    check("compensation.json");
}

#[test]
fn contracts() {
    check("contracts.json");
}

#[test]
fn explain() {
    check("explain.json");
}

#[test]
fn health_economics() {
    check("health-economics.json");
}

#[test]
fn lifecycle() {
    check("lifecycle.json");
}

#[test]
fn money() {
    check("money.json");
}

#[test]
fn splits() {
    check("splits.json");
}

#[test]
fn time() {
    check("time.json");
}

// ---- the harness itself ----

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
