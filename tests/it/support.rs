//! What many tests share: data by path, and how many cases a property draws.
#![allow(dead_code, reason = "not every set of features uses every helper")]

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::test_runner::{Config, FileFailurePersistence};

/// How many tests have been skipped for want of data.
static SKIPPED: AtomicUsize = AtomicUsize::new(0);

/// The folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A line that is seen also where the output of a passing test is not.
pub fn say(line: &str) {
    // A line that cannot be written is no reason to fail a test.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Whether the folder of data is named by `PARTNERSHIP_DATA`.
pub fn has_data() -> bool {
    data_folder().is_some()
}

/// Returns the path of a data file, or says that a test is skipped if `PARTNERSHIP_DATA` names no
/// folder.
///
/// # Panics
///
/// If the folder is named and the file is not in it.
#[track_caller]
pub fn data(name: &str) -> Option<PathBuf> {
    let Some(folder) = data_folder() else {
        let skipped = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
        say(&format!(
            "skipped: {name} is wanted and PARTNERSHIP_DATA is not set ({skipped} so far)"
        ));
        return None;
    };
    let path = folder.join(name);
    assert!(
        path.is_file(),
        "PARTNERSHIP_DATA is set and there is no file {}",
        path.display()
    );
    Some(path)
}

fn data_folder() -> Option<PathBuf> {
    env::var_os("PARTNERSHIP_DATA")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
}

/// The settings of a property: 256 cases, or as many as `PROPTEST_CASES` says.
pub fn laws() -> Config {
    let config = Config::default();
    Config {
        max_shrink_iters: 10_000,
        // As many inputs may be unfit for a law, in proportion, however many are drawn.
        max_local_rejects: config
            .max_local_rejects
            .max(config.cases.saturating_mul(256)),
        max_global_rejects: config
            .max_global_rejects
            .max(config.cases.saturating_mul(4)),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource(
            "proptest-regressions",
        ))),
        ..config
    }
}

/// The settings of a slow property: so many cases where others draw 256, and in that proportion
/// to `PROPTEST_CASES`.
pub fn cases(of_256: u32) -> Config {
    let laws = laws();
    let scaled = u64::from(laws.cases) * u64::from(of_256) / 256;
    Config {
        cases: u32::try_from(scaled).unwrap_or(u32::MAX).max(1),
        ..laws
    }
}

/// The settings of a comparison with a slow program: so many cases, and a hundred times as many
/// where `PARTNERSHIP_HEAVY` is 1.
pub fn heavy(of_256: u32) -> Config {
    let light = cases(of_256);
    let times = match env::var_os("PARTNERSHIP_HEAVY") {
        Some(set) if set == "1" => 100,
        _ => 1,
    };
    Config {
        cases: light.cases.saturating_mul(times),
        max_global_rejects: light.max_global_rejects.saturating_mul(times),
        ..light
    }
}
