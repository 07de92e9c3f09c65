//! Runs every example in this process and holds what it prints against the file beside it.
//!
//! An example has `pub fn run(args: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>>`
//! that its `main` calls. It is included here by its path and has a row in [`EXAMPLES`]; what it
//! must print stands in `examples/NAME.out`.

use std::error::Error;
use std::fs;
use std::io::Write;

use crate::support::{data, root};

/// What every example offers.
type Run = fn(&[String], &mut dyn Write) -> Result<(), Box<dyn Error>>;

/// An example, and the file of `PARTNERSHIP_DATA` that it is given, if it reads one.
struct Example {
    name: &'static str,
    run: Run,
    data: Option<&'static str>,
}

/// Every example. One is included as `#[path = "../../examples/NAME.rs"] mod NAME;`.
const EXAMPLES: [Example; 0] = [];

/// The first line in which two texts differ, if they do.
fn difference(expected: &str, found: &str) -> Option<String> {
    let (mut left, mut right) = (expected.lines(), found.lines());
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (expected, found) if expected == found => {}
            (expected, found) => {
                let text = |line: Option<&str>| line.unwrap_or("the end").to_owned();
                let (expected, found) = (text(expected), text(found));
                return Some(format!(
                    "line {line}\n  expected {expected}\n  found    {found}"
                ));
            }
        }
    }
    None
}

/// Holds what an example prints against what it must; `Err` says where they differ.
fn check(run: Run, args: &[String], expected: &str) -> Result<(), String> {
    let mut out = Vec::new();
    run(args, &mut out).map_err(|error| format!("it fails: {error}"))?;
    let found = String::from_utf8(out).map_err(|error| error.to_string())?;
    difference(expected, &found).map_or(Ok(()), Err)
}

#[test]
fn every_example_prints_what_stands_beside_it() {
    let mut faults = Vec::new();
    for example in EXAMPLES {
        let path = root().join(format!("examples/{}.out", example.name));
        let expected =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let args = match example.data.map(data) {
            Some(None) => continue,
            Some(Some(file)) => vec![file.display().to_string()],
            None => Vec::new(),
        };
        if let Err(fault) = check(example.run, &args, &expected) {
            faults.push(format!("{}: {fault}", example.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_example_is_left_out() {
    let folder = root().join("examples");
    let entries = fs::read_dir(&folder).into_iter().flatten();
    for entry in entries {
        let name = entry.expect("an entry of a folder").file_name();
        let name = name.to_string_lossy();
        if let Some(name) = name.strip_suffix(".rs") {
            let is_run = EXAMPLES.iter().any(|example| example.name == name);
            assert!(
                is_run,
                "examples/{name}.rs has no row in tests/it/examples.rs"
            );
        }
    }
}

#[test]
fn another_output_is_found() {
    let greet: Run = |args, out| Ok(writeln!(out, "hello\n{}", args.join(" "))?);
    let args = ["world".to_owned()];
    assert_eq!(check(greet, &args, "hello\nworld\n"), Ok(()));
    let differs = "line 2\n  expected moon\n  found    world";
    assert_eq!(
        check(greet, &args, "hello\nmoon\n"),
        Err(differs.to_owned())
    );
    let differs = "line 2\n  expected the end\n  found    world";
    assert_eq!(check(greet, &args, "hello\n"), Err(differs.to_owned()));
    let fail: Run = |_, _| Err("no such file".into());
    assert_eq!(
        check(fail, &[], ""),
        Err("it fails: no such file".to_owned())
    );
}
