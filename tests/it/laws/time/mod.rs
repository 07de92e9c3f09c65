//! The laws of time (spec/time.md 9), and the answers of slow programs that walk day by day.

mod calendar;
mod deadlines;
mod proration;
mod recurring;
mod strategies;
mod terms;
mod values;
