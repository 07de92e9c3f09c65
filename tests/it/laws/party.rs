//! `PartyId` and `Side` (spec/money.md 5).

use partnership::{Error, PartyError, PartyId, Side, SideError};
use proptest::prelude::*;

use super::strategies::texts;
use crate::support::laws;

/// Pieces of names, good and bad.
const PIECES: &[&str] = &[
    "a",
    "Z",
    "0",
    "-",
    ".",
    " ",
    "\u{e9}",
    "e\u{301}",
    "\u{1f3ac}",
    "\u{a0}",
    "\t",
    "\n",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{200e}",
    "\u{200f}",
    "\u{202e}",
    "\u{2028}",
    "\u{2066}",
    "\u{61c}",
    "studio",
    "\u{5d0}",
];

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_name_is_kept_byte_by_byte_or_refused(name in texts(PIECES, 6)) {
        match PartyId::new(&name) {
            Ok(party) => {
                prop_assert_eq!(party.as_str(), &name);
                prop_assert_eq!(party.to_string(), name.clone());
                prop_assert_eq!(name.trim(), &name);
                prop_assert!(!name.chars().any(char::is_control));
                prop_assert_eq!(name.parse(), Ok(party));
            }
            Err(PartyError::Empty) => prop_assert!(name.is_empty()),
            Err(PartyError::BadCharacter { at }) => {
                let bad = name[at..].chars().next().expect("a character at this byte");
                prop_assert!(!bad.is_alphanumeric(), "{:?}", bad);
            }
            Err(error) => prop_assert!(name.len() > 128, "{}", error),
        }
    }

    #[test]
    fn party_order_is_the_order_of_bytes(left in texts(PIECES, 4), right in texts(PIECES, 4)) {
        if let (Ok(a), Ok(b)) = (PartyId::new(&left), PartyId::new(&right)) {
            prop_assert_eq!(a.cmp(&b), left.as_bytes().cmp(right.as_bytes()));
            prop_assert_eq!(a == b, left == right);
        }
    }
}

#[test]
fn hidden_characters_and_blanks_at_an_end_are_refused_where_they_stand() {
    for (name, at) in [
        (" ana", 0),
        ("ana ", 3),
        ("ana\u{a0}", 3),
        ("\u{3000}ana", 0),
        ("a\0b", 1),
        ("ana\n", 3),
        ("a\tb", 1),
        ("a\u{7f}", 1),
        ("a\u{85}b", 1),
        ("\u{e9}\u{200f}", 2),
        ("a\u{202e}cba", 1),
        ("a\u{2028}b", 1),
        ("a\u{2029}b", 1),
        ("a\u{2066}b\u{2069}", 1),
        ("a\u{61c}b", 1),
    ] {
        assert_eq!(
            PartyId::new(name),
            Err(PartyError::BadCharacter { at }),
            "{name:?}"
        );
    }
}

#[test]
fn names_of_all_scripts_are_kept_as_they_are() {
    for name in [
        "Ana Mar\u{ed}a",
        "\u{6771}\u{5b9d}",
        "\u{1f3ac}",
        "\u{5d0}\u{5d1}",
        "a  b",
        "x",
    ] {
        assert_eq!(
            PartyId::new(name).map(|party| party.to_string()),
            Ok(name.to_owned())
        );
    }
    // Neither case nor composition is folded: these are four parties.
    let names = ["\u{e9}va", "e\u{301}va", "Eva", "eva"].map(|name| PartyId::new(name).unwrap());
    let distinct: std::collections::BTreeSet<&PartyId> = names.iter().collect();
    assert_eq!(distinct.len(), 4);
}

#[test]
fn a_name_has_1_to_128_bytes() {
    assert_eq!(PartyId::new(""), Err(PartyError::Empty));
    assert!(PartyId::new(&"x".repeat(128)).is_ok());
    let long = "x".repeat(129);
    let refused = PartyError::TooLong {
        text: "x".repeat(64),
        bytes: 129,
    };
    assert_eq!(PartyId::new(&long), Err(refused));
    // Bytes count, not characters; a megabyte is refused as fast.
    assert!(PartyId::new(&"\u{e9}".repeat(64)).is_ok());
    assert!(matches!(
        PartyId::new(&"\u{e9}".repeat(65)),
        Err(PartyError::TooLong { bytes: 130, .. })
    ));
    assert!(matches!(
        PartyId::new(&"x".repeat(1 << 20)),
        Err(PartyError::TooLong { .. })
    ));
}

#[test]
fn a_party_is_looked_up_by_its_name() {
    let ana = PartyId::new("ana").unwrap();
    let parts = std::collections::BTreeMap::from([(ana, 3)]);
    assert_eq!(parts.get("ana"), Some(&3));
    assert_eq!(parts.get("Ana"), None);
}

#[test]
fn there_are_two_sides() {
    for (name, side, other) in [
        ("producer", Side::Producer, Side::Partner),
        ("partner", Side::Partner, Side::Producer),
    ] {
        assert_eq!(name.parse(), Ok(side));
        assert_eq!(side.to_string(), name);
        assert_eq!(side.other(), other);
    }
    assert_eq!(
        "Producer".parse::<Side>(),
        Err(SideError::Unknown {
            text: "Producer".to_owned()
        })
    );
}

#[cfg(feature = "json")]
#[test]
fn names_travel_as_text_and_through_the_same_door() {
    let party = PartyId::new("studio").unwrap();
    assert_eq!(serde_json::to_string(&party).unwrap(), "\"studio\"");
    assert_eq!(
        serde_json::from_str::<PartyId>("\"studio\"").unwrap(),
        party
    );
    for json in ["\"\"", "\" a\"", "1", "null", "[\"a\"]", "\"a\\u0000\""] {
        assert!(serde_json::from_str::<PartyId>(json).is_err(), "{json}");
    }
    assert_eq!(
        serde_json::from_str::<Side>("\"partner\"").unwrap(),
        Side::Partner
    );
    assert!(serde_json::from_str::<Side>("\"neither\"").is_err());
}

#[test]
fn each_message_is_what_it_is() {
    let said = |error: Error| error.to_string();
    assert_eq!(said(PartyError::Empty.into()), "a party without a name");
    let bad = PartyError::BadCharacter { at: 3 };
    assert_eq!(said(bad.into()), "bad character in a party at byte 3");
    assert_eq!(
        said(PartyId::new(&"x".repeat(200)).unwrap_err().into()),
        format!(
            "the name of a party has 200 bytes, more than 128: \"{}\"",
            "x".repeat(64)
        )
    );
    let side = "both".parse::<Side>().unwrap_err();
    assert_eq!(
        said(side.into()),
        "unknown side \"both\", neither producer nor partner"
    );
}
