//! The adapters between the case files and the crate: one function per family.

use crate::cases::Adapter;

mod agreement;
mod alignment;
pub mod compensation;
mod economics;
mod explain;
mod governance;
mod health;
mod lifecycle;
mod money;
mod splits;
mod time;

pub use alignment::check_proof;
pub use health::proved;
pub use splits::built_waterfall;

/// The adapters of a case file, by family.
pub fn adapters(file: &str) -> Vec<(&'static str, Adapter)> {
    let families: &[&[(&'static str, Adapter)]] = match file {
        "alignment.json" => &[alignment::FAMILIES],
        "compensation.json" => &[compensation::FAMILIES],
        "contracts.json" => &[compensation::CONTRACT_FAMILIES],
        "explain.json" => &[explain::FAMILIES],
        "health-economics.json" => &[
            agreement::FAMILIES,
            economics::FAMILIES,
            economics::plan::FAMILIES,
            economics::portfolio::FAMILIES,
            governance::CHARTER_FAMILIES,
            health::FAMILIES,
        ],
        "lifecycle.json" => &[lifecycle::FAMILIES, governance::FAMILIES],
        "money.json" => &[money::FAMILIES],
        "time.json" => &[
            time::FAMILIES,
            time::cadences::FAMILIES,
            time::terms::FAMILIES,
        ],
        "splits.json" => &[splits::FAMILIES],
        _ => &[],
    };
    families.concat()
}
