//! What governance promises beyond its cases.

mod grants;
mod messages;
mod papers;
mod rights;
mod risk;
mod votes;
#[cfg(feature = "json")]
mod wire;

use partnership::PartyId;
use partnership::lifecycle::Key;

#[track_caller]
pub fn key(text: &str) -> Key {
    text.parse().unwrap()
}

#[track_caller]
pub fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}
