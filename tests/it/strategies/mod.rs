//! Papers that are valid by construction, drawn from a tape of choices.

pub mod agreement;
mod clauses;
mod entries;
mod guarantees;
pub mod pays;
pub mod prices;

use proptest::collection::vec;
use proptest::prelude::*;

/// Choices that a paper is built from; one that has run out goes on with the first of each.
#[derive(Clone, Debug)]
pub struct Tape {
    choices: Vec<u16>,
    at: usize,
}

/// Tapes of so many choices at most. A shorter tape, or one of smaller numbers, is a simpler paper.
pub fn tapes(length: usize) -> impl Strategy<Value = Tape> {
    vec(any::<u16>(), 0..length).prop_map(|choices| Tape { choices, at: 0 })
}

impl Tape {
    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(choice) % count
    }

    /// One of a list.
    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// Yes once in so many times; a tape that has run out says no.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }
}
