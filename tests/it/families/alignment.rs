//! The families of `alignment.json` (spec/alignment.md 21).

use crate::cases::Adapter;

mod agreement;
mod checklists;
mod comparison;
mod evaluation;
mod exchange;
mod fit;
mod given;
mod issues;
mod presets;
mod proved;
mod ranking;
mod rubric;
mod sensitivity;

pub use proved::proved as check_proof;

pub const FAMILIES: &[(&str, Adapter)] = &[
    ("rubric", rubric::rubric),
    ("rank_order_weights", rubric::rank_order_weights),
    ("bands", rubric::bands),
    ("evaluate", evaluation::evaluate),
    ("lift", evaluation::lift),
    ("rank", ranking::ranked),
    ("lpi", ranking::countries),
    ("contrast", comparison::contrasted),
    ("diff", comparison::differing),
    ("two_way", comparison::two_sided),
    ("sensitivity", sensitivity::sensitivity),
    ("stability", sensitivity::stability),
    ("weightings", sensitivity::weightings),
    ("panel", agreement::panel),
    ("alpha", agreement::alpha),
    ("exchange", exchange::exchange),
    ("expectations", exchange::expectations),
    ("shared_value", exchange::shared_value),
    ("issues", issues::issues),
    ("adjusted_winner", issues::divided),
    ("nash", issues::packages),
    ("pillars", fit::pillars),
    ("trust_quotient", fit::trust),
    ("model_selection", fit::models),
    ("checklist", checklists::checklist),
    ("failure_modes", checklists::failure_modes),
    ("preset", presets::preset),
];
