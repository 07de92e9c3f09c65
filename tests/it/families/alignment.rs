//! The families of `alignment.json` (spec/alignment.md 21).

use crate::cases::Adapter;

mod agreement;
mod comparison;
mod evaluation;
mod given;
mod ranking;
mod rubric;
mod sensitivity;

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
];
