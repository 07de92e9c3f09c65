//! The laws of spec/lifecycle.md 10, over runs of every preset.

mod changes;
mod ladders;
mod runs;
mod strategies;
mod ways_out;
