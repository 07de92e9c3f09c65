//! Reads `src/` and fails on an import that points up.
//!
//! A module imports lower floors, what stands before it on its own floor, and its own children. A
//! child imports what its parent may and its siblings, never its parent; siblings must have an
//! order in which each imports only those before it. An item that a module re-exports counts as an
//! item of the module that declares it. Tests are exempt.

use std::collections::{BTreeMap, BTreeSet};

use crate::source_text::{code_of, files_below, tokens, without_tests};
use crate::support;

/// The modules of the crate from the lowest up; those of one row do not know each other.
const FLOORS: [&[&str]; 15] = [
    &["text"],
    &["wide"],
    &["rounding"],
    &["ratio"],
    &["money"],
    &["party"],
    &["time"],
    &["problem"],
    &["allocate"],
    &["explain"],
    &["compensation", "split", "alignment", "lifecycle"],
    &["governance", "health", "economics"],
    &["agreement", "figure"],
    &["error"],
    &["_guide"],
];

/// A module by its names from the root of the crate, which has none.
type Module = Vec<String>;

/// What the modules of a crate declare and import.
#[derive(Default)]
struct Crate {
    /// Every module with a file of its own.
    files: BTreeSet<Module>,
    /// Every module, also those inside a file, and the file that it stands in.
    modules: BTreeMap<Module, Module>,
    /// The names that a module imports or re-exports, and the path that each stands for.
    names: BTreeMap<(Module, String), Vec<String>>,
    /// Every path of a module's code that leads through the crate.
    paths: BTreeSet<(Module, Vec<String>)>,
}

impl Crate {
    fn read(sources: &[(&str, &str)]) -> Self {
        let mut krate = Self::default();
        let mut parsed = Vec::new();
        for (file, source) in sources {
            let module = module_of(file);
            krate.files.insert(module.clone());
            krate.modules.insert(module.clone(), module.clone());
            parsed.push((module, without_tests(&tokens(&code_of(source)))));
        }
        for (module, tokens) in &parsed {
            krate.read_code(module, tokens);
        }
        krate
    }

    /// Notes the modules, imports and paths of one file.
    fn read_code(&mut self, file: &Module, tokens: &[String]) {
        let word = |at: usize| tokens.get(at).map_or("", String::as_str);
        let mut module = file.clone();
        let mut depth = 0_usize;
        let mut inner: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match word(at) {
                "mod" if word(at + 2) == "{" => {
                    module.push(word(at + 1).to_owned());
                    self.modules.insert(module.clone(), file.clone());
                    depth += 1;
                    inner.push(depth);
                    at += 2;
                }
                "{" => depth += 1,
                "}" => {
                    if inner.last() == Some(&depth) {
                        inner.pop();
                        module.pop();
                    }
                    depth = depth.saturating_sub(1);
                }
                "use" if at == 0 || word(at - 1) != "<" => {
                    let mut found = Vec::new();
                    at = read_tree(tokens, at + 1, &mut Vec::new(), &mut found);
                    for (name, path) in found {
                        self.paths.insert((module.clone(), path.clone()));
                        self.names.insert((module.clone(), name), path);
                    }
                    continue;
                }
                "crate" | "super" | "self" if word(at + 1) == "::" && word(at - 1) != "in" => {
                    let mut path = vec![word(at).to_owned()];
                    while word(at + 1) == "::" && is_name(word(at + 2)) {
                        path.push(word(at + 2).to_owned());
                        at += 2;
                    }
                    self.paths.insert((module.clone(), path));
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// The module that declares what a path leads to; `None` outside the crate.
    fn target(&self, from: &Module, path: &[String], depth: usize) -> Option<Module> {
        let mut module = from.clone();
        let mut rest = path.iter();
        let first = rest.next()?;
        match first.as_str() {
            "crate" => module.clear(),
            "super" => drop(module.pop()),
            "self" => {}
            name => {
                module.push(name.to_owned());
                if !self.modules.contains_key(&module) {
                    return None;
                }
            }
        }
        for name in rest {
            if name == "super" {
                module.pop();
                continue;
            }
            let mut child = module.clone();
            child.push(name.clone());
            if self.modules.contains_key(&child) {
                module = child;
                continue;
            }
            // What a re-export leads to outside the crate belongs to the module that names it.
            return match self.names.get(&(module.clone(), name.clone())) {
                Some(path) if depth > 0 => self.target(&module, path, depth - 1).or(Some(module)),
                _ => Some(module),
            };
        }
        Some(module)
    }

    /// Every import that points up, as a sentence.
    fn faults(&self, floors: &[&[&str]]) -> Vec<String> {
        let mut faults = BTreeSet::new();
        let mut siblings: BTreeMap<Module, BTreeSet<(String, String)>> = BTreeMap::new();
        for module in self.files.iter().filter(|module| module.len() == 1) {
            if floor(floors, &module[0]).is_none() {
                faults.insert(format!("{} stands on no floor", module[0]));
            }
        }
        for (from, path) in &self.paths {
            let Some(to) = self.target(from, path, 8) else {
                continue;
            };
            let (from, to) = (&self.modules[from], &self.modules[&to]);
            if to.starts_with(from) {
                continue;
            }
            let (from_text, to_text) = (name_of(from), name_of(to));
            if from.starts_with(to) {
                faults.insert(format!("{from_text} imports its parent {to_text}"));
                continue;
            }
            let shared = from
                .iter()
                .zip(to)
                .take_while(|(left, right)| left == right)
                .count();
            let (left, right) = (&from[shared], &to[shared]);
            if shared > 0 {
                let parent = from[..shared].to_vec();
                siblings
                    .entry(parent)
                    .or_default()
                    .insert((left.clone(), right.clone()));
            } else if floor(floors, right) >= floor(floors, left) {
                faults.insert(format!(
                    "{from_text} imports {to_text}, which is not below it"
                ));
            }
        }
        for (parent, arrows) in &siblings {
            if let Some(circle) = circle_of(arrows) {
                let parent = name_of(parent);
                faults.insert(format!("children of {parent} import each other: {circle}"));
            }
        }
        faults.into_iter().collect()
    }
}

/// Where a module stands; a module that is nowhere stands above all.
fn floor(floors: &[&[&str]], module: &str) -> Option<usize> {
    floors.iter().position(|row| row.contains(&module))
}

/// The arrows between siblings that lie on a circle, if there are any.
fn circle_of(arrows: &BTreeSet<(String, String)>) -> Option<String> {
    let leads_to = |start: &String, end: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(
                    arrows
                        .iter()
                        .filter(|(from, _)| from == next)
                        .map(|(_, to)| to),
                );
            }
        }
        seen.contains(end)
    };
    let on_a_circle = arrows.iter().filter(|(from, to)| leads_to(to, from));
    let texts: Vec<String> = on_a_circle
        .map(|(from, to)| format!("{from} -> {to}"))
        .collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn name_of(module: &Module) -> String {
    if module.is_empty() {
        "the root".to_owned()
    } else {
        module.join("::")
    }
}

/// `money/exact.rs` is `money::exact`, `money/mod.rs` is `money`, `lib.rs` is the root.
fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs");
    let names = path
        .split('/')
        .filter(|name| *name != "mod" && *name != "lib");
    names.map(str::to_owned).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads a use tree up to its `;`, `,` or `}`: every name it brings and the path that it is.
fn read_tree(
    tokens: &[String],
    from: usize,
    before: &mut Vec<String>,
    found: &mut Vec<(String, Vec<String>)>,
) -> usize {
    let word = |at: usize| tokens.get(at).map_or(";", String::as_str);
    let start = before.len();
    let mut at = from;
    loop {
        match word(at) {
            "::" | "$" | "*" => at += 1,
            "{" => {
                at += 1;
                while word(at) != "}" && word(at) != ";" {
                    at = read_tree(tokens, at, before, found);
                    if word(at) == "," {
                        at += 1;
                    }
                }
                before.truncate(start);
                return at + 1;
            }
            "as" => {
                found.push((word(at + 1).to_owned(), before.clone()));
                before.truncate(start);
                return at + 2;
            }
            "self" if !before.is_empty() => at += 1,
            name if is_name(name) => {
                before.push(name.to_owned());
                at += 1;
            }
            _ => break,
        }
    }
    if before.len() > start || word(at - 1) == "self" || word(at - 1) == "*" {
        found.push((before.last().cloned().unwrap_or_default(), before.clone()));
    }
    before.truncate(start);
    at
}

#[test]
fn no_import_of_the_crate_points_up() {
    let sources = files_below(&support::root().join("src"), ".rs");
    let sources: Vec<(&str, &str)> = sources
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    let krate = Crate::read(&sources);
    assert!(
        krate.paths.len() > 20,
        "only {} imports were found",
        krate.paths.len()
    );
    let faults = krate.faults(&FLOORS);
    assert!(
        faults.is_empty(),
        "{} imports point up\n{}",
        faults.len(),
        faults.join("\n")
    );
}

// ---- the check itself: it must bite ----

const MADE_UP: [&[&str]; 4] = [&["low"], &["mid"], &["left", "right"], &["error"]];

fn faults_of(sources: &[(&str, &str)]) -> Vec<String> {
    Crate::read(sources).faults(&MADE_UP)
}

#[test]
fn an_import_of_a_higher_floor_is_found_in_every_spelling() {
    for low in [
        "use crate::mid::Mid;",
        "use crate::{mid::{self, Mid}, low::{more::X}};",
        "use crate::mid::*;",
        "use crate::mid as m;",
        "pub(crate) use crate::mid::Mid;",
        "use super::mid::Mid;",
        "fn f() -> crate::mid::Mid { todo() }",
        "fn f() { super::mid::go() }",
        "macro_rules! m { () => { $crate::mid::Mid } }",
        "mod inner { use super::super::mid::Mid; }",
        "use crate::Mid;",
        "use crate::Renamed;",
    ] {
        let lib = "mod low; mod mid; pub use mid::Mid; pub use mid::Mid as Renamed;";
        let sources = [
            ("lib.rs", lib),
            ("low.rs", low),
            ("mid.rs", "pub struct Mid;"),
        ];
        assert_eq!(
            faults_of(&sources),
            ["low imports mid, which is not below it"],
            "{low}"
        );
    }
}

#[test]
fn what_lies_below_and_what_is_no_code_may_be_named() {
    for mid in [
        "use crate::low::Low;",
        "use crate::Low; use std::fmt; pub(crate) fn f() {} pub(in crate::right) fn g() {}",
        "//! [`crate::left::Left`]\n/* use crate::left::Left; */ fn f() -> &'static str { \"crate::left::X\" }",
        "#[cfg(test)] mod tests { use super::*; use crate::left::Left; }",
        "mod inner { pub(super) use super::Own; } struct Own; use self::inner::Own as O;",
    ] {
        let lib = "mod low; mod mid; mod left; pub use low::Low; pub use left::Left;";
        let sources = [
            ("lib.rs", lib),
            ("low.rs", "pub struct Low;"),
            ("mid.rs", mid),
            ("left.rs", "pub struct Left; use crate::mid::Mid;"),
        ];
        assert_eq!(faults_of(&sources), [""; 0], "{mid}");
    }
}

#[test]
fn neighbours_do_not_know_each_other_and_every_module_has_a_floor() {
    let sources = [
        (
            "lib.rs",
            "mod left; mod right; mod new; mod error; pub use error::Error;",
        ),
        ("left.rs", "use crate::right::Right; use crate::Error;"),
        ("right.rs", "pub struct Right;"),
        ("new.rs", ""),
        ("error.rs", "use crate::left::X; pub enum Error {}"),
    ];
    assert_eq!(
        faults_of(&sources),
        [
            "left imports error, which is not below it",
            "left imports right, which is not below it",
            "new stands on no floor",
        ]
    );
}

#[test]
fn a_child_knows_its_siblings_and_never_its_parent() {
    let parent = "mod value; mod more; pub use value::Value; pub struct Mine;";
    let value = "pub struct Value; use crate::low::Low;";
    let check = |parent: &str, value: &str, more: &str| {
        faults_of(&[
            ("lib.rs", "mod low; mod mid;"),
            ("low.rs", "pub struct Low;"),
            ("mid/mod.rs", parent),
            ("mid/value.rs", value),
            ("mid/more.rs", more),
        ])
    };
    // A re-export counts as the module that declares the item.
    assert_eq!(
        check(parent, value, "use super::Value; use super::value;"),
        [""; 0]
    );
    assert_eq!(check(parent, value, "use crate::mid::Value;"), [""; 0]);
    assert_eq!(
        check(parent, value, "use super::Mine;"),
        ["mid::more imports its parent mid"]
    );
    assert_eq!(
        check(parent, value, "use super::*;"),
        ["mid::more imports its parent mid"]
    );
    assert_eq!(
        check(parent, "use super::more::More;", "use super::Value;"),
        ["children of mid import each other: more -> value, value -> more"]
    );
}
