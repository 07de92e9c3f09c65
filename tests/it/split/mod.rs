//! Agreed splits: every message word for word, and the wire form.

mod co_development;
mod contribution;
mod errors;
mod milestones;
mod models;
#[cfg(feature = "json")]
mod models_wire;
mod peers;
#[cfg(feature = "json")]
mod proofs;
mod quantised;
mod risks;
#[cfg(feature = "json")]
mod wire;

use partnership::split::Split;
use partnership::{Money, PartyId, Ratio};

#[track_caller]
pub fn party(name: &str) -> PartyId {
    name.parse().expect("the name of a party")
}

#[track_caller]
pub fn ratio(text: &str) -> Ratio {
    text.parse().expect("a ratio")
}

#[track_caller]
pub fn money(text: &str) -> Money {
    text.parse().expect("an amount")
}

/// Parties and their shares, or weights.
#[track_caller]
pub fn list<const N: usize>(entries: [(&str, &str); N]) -> Vec<(PartyId, Ratio)> {
    let entries = entries.into_iter();
    entries
        .map(|(name, share)| (party(name), ratio(share)))
        .collect()
}

#[track_caller]
pub fn split<const N: usize>(entries: [(&str, &str); N]) -> Split {
    Split::fixed(list(entries)).expect("shares that make a whole")
}
