//! Our code, the bare loop and the peers over the same data in turns, in one process: prints the
//! ratios that the pages ask for (spec/splits.md 5).
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::arithmetic_side_effects, reason = "a program may fail loudly")]
#![allow(clippy::integer_division, reason = "a program may fail loudly")]
#![allow(clippy::unwrap_used, reason = "a program may fail loudly")]
#![allow(clippy::indexing_slicing, reason = "a program may fail loudly")]
#![allow(clippy::print_stdout, reason = "a program that prints")]

#[path = "ratios/allocation.rs"]
mod allocation;
#[path = "ratios/explain.rs"]
mod explain;
#[path = "ratios/measure.rs"]
mod measure;

fn main() {
    allocation::report();
    explain::report();
}
