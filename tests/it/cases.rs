//! Runs the case files: `tests/cases`, `tests/more_cases`, and every folder that
//! `PARTNERSHIP_CASES` names.
//!
//! A family without an adapter is listed as pending. Of a family that has one, a case that does
//! not pass yet stands in `tests/cases/pending.txt` as `file family id`; a case that passes, or
//! does not exist, must not stand there. A case of another folder whose expectation was corrected
//! here (same `given`, other `expect`, and our note begins with `Corrected:`) is counted, not run.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;
use serde_json::Value;

use crate::families::adapters;
use crate::support;

mod expected;
mod itself;
mod report;

pub use expected::{expect_error, expected_error, outcome, read, same, variant_name};
use report::Report;

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
