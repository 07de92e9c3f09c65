//! What became of the cases of a file, counted by family.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// What became of the cases of one family.
#[derive(Default)]
pub struct Tally {
    pub ran: usize,
    pub passed: usize,
    pub listed: usize,
    pub skipped: usize,
    pub corrected: usize,
    pub unadapted: usize,
}

/// What became of one file in one folder.
pub struct Report {
    pub title: String,
    pub families: BTreeMap<String, Tally>,
    pub failures: Vec<String>,
}

impl Report {
    fn total(&self, of: fn(&Tally) -> usize) -> usize {
        self.families.values().map(of).sum()
    }

    pub fn summary(&self) -> String {
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
