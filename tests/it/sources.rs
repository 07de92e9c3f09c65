//! What every source file of the crate keeps to, and what every public type can do.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;

use partnership::{
    Currency, CurrencyError, Error, Exact, Money, MoneyError, PartyError, PartyId, Ratio,
    RatioError, Rounding, RoundingError, Side, SideError, Weights, WeightsError, allocate,
    economics, explain, health, lifecycle, split, time,
};

use crate::source_text::{code_of, files_below, tokens};
use crate::support::root;

/// The longest file of `src`, in lines.
const MOST_LINES: usize = 600;

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

/// A type that a caller may send, share, copy and print.
fn is_handy<T: Send + Sync + Clone + Debug>() {}

/// An error that a caller may box and compare.
fn is_error<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>() {}

#[test]
fn every_public_type_can_be_sent_shared_cloned_and_printed() {
    is_handy::<Money>();
    is_handy::<Currency>();
    is_handy::<Exact>();
    is_handy::<Ratio>();
    is_handy::<Rounding>();
    is_handy::<Weights>();
    is_handy::<PartyId>();
    is_handy::<Side>();
    is_handy::<time::Period>();
    is_handy::<time::Span>();
    is_handy::<time::Moment>();
    is_handy::<time::Calendar>();
    is_handy::<time::Zone>();
    is_handy::<time::Deadline>();
    is_handy::<time::DueRule>();
    is_handy::<time::NoticeRule<'_>>();
    is_handy::<time::NoticeWindow>();
    is_handy::<time::Term>();
    is_handy::<time::Schedule>();
    is_handy::<time::Cadence>();
    is_handy::<time::RecurringFee>();
    is_handy::<time::Slice>();
    is_handy::<allocate::Apportionment<'_>>();
    is_handy::<allocate::Ties>();
    is_handy::<allocate::Ledger>();
    is_handy::<explain::Explanation>();
    is_handy::<explain::Node>();
    is_handy::<explain::Op>();
    is_handy::<explain::Value>();
    is_handy::<explain::Parts>();
    is_handy::<explain::Checked>();
    is_handy::<lifecycle::Draft>();
    is_handy::<lifecycle::Checked>();
    is_handy::<lifecycle::Event>();
    is_handy::<lifecycle::State>();
    is_handy::<lifecycle::Request>();
    is_handy::<lifecycle::MoveOption>();
    is_handy::<lifecycle::Due>();
    is_handy::<lifecycle::Diff>();
    is_handy::<lifecycle::Report>();
    is_handy::<lifecycle::Level>();
    is_handy::<split::Split>();
    is_handy::<split::Imported>();
    is_handy::<split::LossPolicy>();
    is_handy::<split::ProfitAndLoss>();
    is_handy::<split::Contribution>();
    is_handy::<split::ContributionType>();
    is_handy::<split::Contributed>();
    is_handy::<split::TypeWeight>();
    is_handy::<split::ShareOfType>();
    is_handy::<split::EmptyType>();
    is_handy::<split::SliceEntry>();
    is_handy::<split::Slices>();
    is_handy::<split::ContributionLint>();
    is_handy::<split::Waterfall>();
    is_handy::<split::WaterfallTerms>();
    is_handy::<split::WaterfallState>();
    is_handy::<split::WaterfallStatement>();
    is_handy::<split::WaterfallLint>();
    is_handy::<split::Pools>();
    is_handy::<split::PoolsState>();
    is_handy::<split::Tier>();
    is_handy::<split::TierLines>();
    is_handy::<split::Receipt>();
}

#[test]
fn so_can_those_of_health_and_economics() {
    is_handy::<health::Kpi>();
    is_handy::<health::Series>();
    is_handy::<health::Course>();
    is_handy::<health::HealthReport>();
    is_handy::<health::Card>();
    is_handy::<health::AlignmentLoop>();
    is_handy::<economics::TimeBreakEven>();
    is_handy::<economics::BudgetReport>();
    is_handy::<economics::Dashboard>();
    is_handy::<economics::Concentration<'_>>();
    is_handy::<economics::Pursuit>();
    is_handy::<economics::Ecosystem>();
}

#[test]
fn every_error_can_be_boxed_and_compared() {
    is_error::<Error>();
    is_error::<MoneyError>();
    is_error::<CurrencyError>();
    is_error::<RatioError>();
    is_error::<RoundingError>();
    is_error::<WeightsError>();
    is_error::<PartyError>();
    is_error::<SideError>();
    is_error::<time::TimeError>();
    is_error::<allocate::AllocateError>();
    is_error::<allocate::LedgerError>();
    is_error::<explain::ExplainError>();
    is_error::<lifecycle::WordError>();
    is_error::<lifecycle::DraftRefused>();
    is_error::<lifecycle::Refusal>();
    is_error::<lifecycle::ReplayError>();
    is_error::<lifecycle::StateError>();
    is_error::<lifecycle::MigrationFault>();
    is_error::<lifecycle::ExploreError>();
    is_error::<lifecycle::CommitmentError>();
    is_error::<health::KpiError>();
    is_error::<health::SeriesError>();
    is_error::<health::RuleError>();
    is_error::<health::CheckError>();
    is_error::<health::ScorecardError>();
    is_error::<health::LoopError>();
    is_error::<economics::EconomicsError>();
    is_error::<split::SplitError>();
    is_error::<split::ContributionError>();
    is_error::<split::WaterfallError>();
}

#[test]
fn an_amount_is_small() {
    // spec/money.md 1.
    assert!(size_of::<Money>() <= 32, "{} bytes", size_of::<Money>());
}
