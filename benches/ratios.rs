//! Our code, the bare loop and the peers over the same data in turns, in one process: prints the
//! ratios that the pages ask for (spec/splits.md 5, spec/time.md 10).
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
#[path = "ratios/time.rs"]
mod time;

fn main() {
    allocation::report();
    time::report();
    explain::report();
}
