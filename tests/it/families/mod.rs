//! The adapters between the case files and the crate: one function per family.

use crate::cases::Adapter;

mod compensation;
mod explain;
mod lifecycle;
mod money;
mod splits;
mod time;

/// The adapters of a case file, by family.
pub fn adapters(file: &str) -> &'static [(&'static str, Adapter)] {
    match file {
        "compensation.json" => compensation::FAMILIES,
        "explain.json" => explain::FAMILIES,
        "lifecycle.json" => lifecycle::FAMILIES,
        "money.json" => money::FAMILIES,
        "time.json" => time::FAMILIES,
        "splits.json" => splits::FAMILIES,
        _ => &[],
    }
}
