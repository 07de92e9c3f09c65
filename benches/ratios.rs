//! Our code, the bare loop and the peers over the same data in turns, in one process: prints the
//! ratios that the pages ask for (spec/money.md 8, spec/splits.md 5, spec/time.md 10,
//! spec/lifecycle.md 11, spec/health-economics.md 12).
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::arithmetic_side_effects, reason = "a program may fail loudly")]
#![allow(clippy::integer_division, reason = "a program may fail loudly")]
#![allow(clippy::unwrap_used, reason = "a program may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "a program may fail loudly")]
#![allow(clippy::as_conversions, reason = "small numbers")]
#![allow(clippy::disallowed_methods, reason = "sums are small")]
#![allow(clippy::too_many_lines, reason = "tables read top to bottom")]
#![allow(unreachable_pub, reason = "modules share their helpers")]
#![allow(clippy::semicolon_if_nothing_returned, reason = "one-line ways")]
#![allow(clippy::type_complexity, reason = "a table of shapes")]
#![allow(clippy::cast_possible_wrap, reason = "parts of an i64")]
#![allow(clippy::cast_possible_truncation, reason = "parts of an i64")]
#![allow(clippy::print_stdout, reason = "a program that prints")]

#[path = "ratios/alignment.rs"]
mod alignment;
#[path = "ratios/allocation.rs"]
mod allocation;
#[path = "ratios/bare.rs"]
mod bare;
#[path = "ratios/compensation.rs"]
mod compensation;
#[path = "ratios/economics.rs"]
mod economics;
#[path = "ratios/explain.rs"]
mod explain;
#[path = "ratios/lifecycle.rs"]
mod lifecycle;
#[path = "ratios/measure.rs"]
mod measure;
#[path = "ratios/money.rs"]
mod money;
#[path = "ratios/numbers.rs"]
mod numbers;
#[path = "ratios/split.rs"]
mod split;
#[path = "ratios/time.rs"]
mod time;
#[path = "ratios/waterfall.rs"]
mod waterfall;

fn main() {
    // Every report, or those that are named: `cargo bench --bench ratios -- allocation`.
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'))
        .collect();
    let reports: [(&str, fn()); 10] = [
        ("money", money::report),
        ("allocation", allocation::report),
        ("split", split::report),
        ("compensation", compensation::report),
        ("time", time::report),
        ("explain", explain::report),
        ("waterfall", waterfall::report),
        ("alignment", alignment::report),
        ("lifecycle", lifecycle::report),
        ("economics", economics::report),
    ];
    for (name, report) in reports {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            report();
        }
    }
}
