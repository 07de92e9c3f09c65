//! What is handed about is small (spec/lifecycle.md 11).

use partnership::lifecycle::{Key, Refusal, Unmet};

#[test]
fn a_refusal_is_small() {
    assert!(size_of::<Refusal>() <= 128, "{}", size_of::<Refusal>());
    assert!(size_of::<Unmet>() <= 128, "{}", size_of::<Unmet>());
    assert_eq!(size_of::<Key>(), 24);
}
