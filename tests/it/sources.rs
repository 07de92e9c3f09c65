//! What every source file of the crate keeps to.

use std::collections::BTreeSet;
use std::fs;

use partnership::Money;

use crate::source_text::{code_of, files_below, tokens};
use crate::support::root;

/// The longest file of `src`, in lines.
const MOST_LINES: usize = 500;

/// Words that no code of `src` uses, and why.
const BANNED: [(&str, &str); 12] = [
    ("f32", "no floats"),
    ("f64", "no floats"),
    ("HashMap", "order must not vary"),
    ("HashSet", "order must not vary"),
    ("SystemTime", "time is an argument"),
    ("Instant", "time is an argument"),
    ("thread_local", "no global state"),
    ("OnceLock", "no global state"),
    ("Rc", "values are sent and shared"),
    ("Cell", "values are sent and shared"),
    ("RefCell", "values are sent and shared"),
    ("unsafe", "checked code only"),
];

fn sources() -> Vec<(String, String)> {
    let found = files_below(&root().join("src"), ".rs");
    assert!(found.len() > 5, "only {} files were found", found.len());
    found
}

/// The words of a source that are banned, outside comments and literals.
fn banned_in(source: &str) -> Vec<String> {
    let words: BTreeSet<String> = tokens(&code_of(source)).into_iter().collect();
    let banned = BANNED.iter().filter(|(word, _)| words.contains(*word));
    banned
        .map(|(word, reason)| format!("{word} ({reason})"))
        .collect()
}

/// The lines that name a folder of somebody's machine.
fn machine_paths_in(text: &str) -> Vec<String> {
    let names_one = |line: &&str| {
        line.match_indices('/').any(|(at, _)| {
            let is_root = !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".}".contains(c));
            let rest = &line[at + 1..];
            let folder = rest.split('/').next().unwrap_or_default();
            let inside = rest[folder.len()..].strip_prefix('/').unwrap_or_default();
            is_root
                && ["home", "root", "tmp", "work"].contains(&folder)
                && inside.starts_with(|c: char| c.is_alphabetic() || c == '.')
        })
    };
    text.lines().filter(names_one).map(str::to_owned).collect()
}

#[test]
fn no_file_is_too_long() {
    for (file, source) in sources() {
        let lines = source.lines().count();
        assert!(
            lines <= MOST_LINES,
            "src/{file} has {lines} lines: is there a second noun in it?"
        );
    }
}

#[test]
fn no_code_uses_floats_clocks_or_hash_order() {
    for (file, source) in sources() {
        assert_eq!(banned_in(&source), [""; 0], "src/{file}");
    }
    assert_eq!(banned_in("let x: f64 = 1; // HashMap"), ["f64 (no floats)"]);
    assert_eq!(banned_in("//! No f64.\nlet f64s = \"f32\";"), [""; 0]);
}

#[test]
fn no_file_names_a_folder_of_a_machine() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples", "benches", "doc", "spec", ".ci"] {
        files.extend(files_below(&root().join(folder), ""));
    }
    for page in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Cargo.toml"] {
        let text = fs::read_to_string(root().join(page)).expect("a page of the repository");
        files.push((page.to_owned(), text));
    }
    for (file, text) in files {
        assert_eq!(machine_paths_in(&text), [""; 0], "{file}");
    }
    let folder = format!("see /{}/someone/x", "home");
    assert_eq!(machine_paths_in(&folder), [folder]);
    assert_eq!(
        machine_paths_in("src/work/x, a/tmp/b, /work, and / root /"),
        [""; 0]
    );
}

#[test]
fn an_amount_is_small() {
    // spec/money.md 1.
    assert!(size_of::<Money>() <= 32, "{} bytes", size_of::<Money>());
}
