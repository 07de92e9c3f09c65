//! The public API as a whole: it is the committed text, and every type in it does what callers
//! count on.

mod closed;
mod extract;
mod types;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::{env, fs};

use partnership::compensation::SettleError;
use partnership::time::TimeError;
use partnership::{CurrencyError, Error, MoneyError};

use crate::source_text::files_below;
use crate::support::root;
use extract::{Module, public_of, text_of, types_of};

fn public() -> BTreeMap<String, Module> {
    public_of(&files_below(&root().join("src"), ".rs"))
}

/// The lines of one text that the other lacks.
fn only_in<'a>(text: &'a str, other: &'a str) -> Vec<&'a str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in other.lines() {
        *left.entry(line).or_default() += 1;
    }
    let is_new = |line: &&str| match left.get_mut(*line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    text.lines().filter(is_new).collect()
}

#[test]
fn the_public_api_is_the_committed_text() {
    let path = root().join("api/public.txt");
    let found = text_of(&public());
    if env::var_os("PARTNERSHIP_API").is_some_and(|wish| wish == "write") {
        fs::write(&path, &found).expect("the text of the API is written");
    }
    let kept = fs::read_to_string(&path).expect("api/public.txt");
    let (gone, new) = (only_in(&kept, &found), only_in(&found, &kept));
    assert!(
        kept == found,
        "the public API is not api/public.txt, which CONTRIBUTING.md says how to renew\n- {}\n+ {}",
        gone.join("\n- "),
        new.join("\n+ ")
    );
}

#[test]
fn what_is_public_is_read_from_any_source() {
    let root = "pub mod park; mod gate; pub use gate::{Gate, open}; pub use other::Thing;";
    let park = r"
        //! pub struct NotMe;
        mod inner;
        pub use inner::{Bench, Tree};
        ";
    let inner = r#"
        use std::fmt;
        /// A bench.
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub struct Bench { /** Seats. */ pub seats: Vec<(u8, u8)>, hidden: u8 }
        #[derive(Clone, thiserror::Error)]
        #[non_exhaustive]
        pub enum Tree { #[error("an oak")] Oak, Lime { age: u32 }, Other(#[from] Gate), }
        struct Private { field: u8 }
        impl Bench {
            /// Returns it.
            pub const fn first(&self) -> (u8, u8) { if true { pub_fn() } else { (0, 0) } }
            pub(crate) fn mine() {}
            fn own() {}
        }
        impl<'a> From<&'a Bench> for Tree { fn from(_: &'a Bench) -> Self { Self::Oak } }
        impl fmt::Display for Private { fn fmt(&self) {} }
        macro_rules! made { (pub enum $name:ident { $($one:ident)* }) => {
            #[derive(Copy)] pub enum $name { $($one),* }
            impl $name { pub fn all() -> &'static [Self] { &[] } }
        }; }
        made! { #[derive(Eq)] pub enum Flower { Rose, Lily } }
        #[cfg(test)] mod tests { pub fn not_me() {} }
        "#;
    let gate = "pub struct Gate(u8); pub fn open(gate: &Gate, wide: bool,) -> Option<Gate> { None }
        pub struct Pair(pub u8, u8); pub const MOST: usize = 3;";
    let sources = [
        ("lib.rs", root),
        ("park/mod.rs", park),
        ("park/inner.rs", inner),
        ("gate.rs", gate),
    ];
    let sources = sources.map(|(file, text)| (file.to_owned(), text.to_owned()));
    let expected = "# the crate
struct Gate
const MOST: usize
struct Pair
    u8
use Thing
mod park
fn open(gate: &Gate, wide: bool) -> Option<Gate>

# park
struct Bench: Clone, Debug, Serialize
    seats: Vec<(u8, u8)>
    const fn first(&self) -> (u8, u8)
enum Tree: Clone, Error, non_exhaustive
    Oak
    Lime { age: u32 }
    Other(#[from] Gate)
    impl<'a> From<&'a Bench>
what made! makes
    $($one)
    *
    enum $name: Copy
    fn all() -> &'static [Self]

";
    assert_eq!(text_of(&public_of(&sources)), expected);
}

#[test]
fn every_public_type_is_on_a_list() {
    let mut found = Vec::new();
    for (module, items) in public() {
        for name in types_of(&items) {
            let path = if module.is_empty() {
                name.to_owned()
            } else {
                format!("{module}::{name}")
            };
            found.push(path);
        }
    }
    let mut listed: Vec<&str> = types::listed();
    listed.sort_unstable();
    found.sort();
    let twice = listed.windows(2).find(|two| two[0] == two[1]);
    assert_eq!(twice, None, "a type is on two lists");
    let (found, listed) = (found.join("\n"), listed.join("\n"));
    let (missing, unknown) = (only_in(&found, &listed), only_in(&listed, &found));
    assert_eq!(
        missing, [""; 0],
        "types that tests/it/api/types.rs does not list"
    );
    assert_eq!(unknown, [""; 0], "listed types that the API does not have");
}

#[test]
fn every_enum_may_grow_or_is_closed_for_a_reason() {
    let mut found = Vec::new();
    for (module, items) in public() {
        // What a macro adds to the enums that it makes.
        let grows = |maker: &str| {
            let made = items.get(maker).map(|item| item.members.iter());
            made.into_iter()
                .flatten()
                .any(|line| line.contains("non_exhaustive"))
        };
        for (name, item) in &items {
            let maker = item.head.split(": by ").nth(1).unwrap_or_default();
            let maker = maker.split(',').next().unwrap_or_default();
            let is_enum = item.head.starts_with("enum ");
            if is_enum && !item.head.contains("non_exhaustive") && !grows(maker) {
                let path = if module.is_empty() {
                    name.clone()
                } else {
                    format!("{module}::{name}")
                };
                found.push(path);
            }
        }
    }
    let mut closed: Vec<&str> = closed::CLOSED
        .iter()
        .flat_map(|(_, names)| names.split_whitespace())
        .collect();
    closed.sort_unstable();
    found.sort();
    let (found, closed) = (found.join("\n"), closed.join("\n"));
    assert_eq!(
        only_in(&found, &closed),
        [""; 0],
        "closed enums without a reason"
    );
    assert_eq!(
        only_in(&closed, &found),
        [""; 0],
        "reasons for what is no closed enum"
    );
}

// What wraps another error passes its words and its cause on, or names it as the cause.
#[test]
fn a_cause_is_told_once() {
    let unknown = CurrencyError::UnknownCode {
        code: "usd".to_owned(),
    };
    let error = Error::from(MoneyError::from(unknown.clone()));
    assert_eq!(error.to_string(), unknown.to_string());
    assert!(error.source().is_none(), "{:?}", error.source());
    let date = TimeError::BadDate {
        text: "soon".to_owned(),
    };
    let error = Error::from(SettleError::from(date.clone()));
    assert_eq!(error.to_string(), date.to_string());
    let sources = files_below(&root().join("src"), ".rs");
    for (file, source) in sources {
        for (at, _) in source.match_indices("#[from]") {
            let before = &source[..at];
            let message = before.rfind("#[error(").map_or("", |from| &before[from..]);
            assert!(
                message.starts_with("#[error(transparent)]"),
                "src/{file}: {message}"
            );
        }
    }
}
