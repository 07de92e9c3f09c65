//! What peers get wrong about shares (spec/splits.md 7).

use partnership::split::{Split, SplitError};

use super::{list, money, party, ratio, split};

// Failure 10: 99.99% read as a whole, 30/30 as 30/70, and one basis point too many.
#[test]
fn shares_that_make_no_whole_are_not_completed() {
    let thirds = list([("a", "33.33%"), ("b", "33.33%"), ("c", "33.33%")]);
    let halves = list([("a", "30%"), ("b", "30%")]);
    let too_many = list([("a", "5001/10000"), ("b", "5000/10000")]);
    for (shares, total, difference) in [
        (thirds, "99.99%", "-0.01%"),
        (halves, "60%", "-40%"),
        (too_many, "100.01%", "0.01%"),
    ] {
        let (total, difference) = (ratio(total), ratio(difference));
        let refused = SplitError::NotWhole { total, difference };
        assert_eq!(Split::fixed(shares), Err(refused));
    }
}

// Failure 12: half of 0.05 is 0.03 if it is rounded before ana and ben divide it, and one of them
// gets 0.02 of it; of the whole each has 0.0125, and the cent that is left is the producer's.
#[test]
fn nothing_is_rounded_between_two_splits() {
    let outer = split([("agency", "1/2"), ("producer", "1/2")]);
    let inner = split([("ana", "1/2"), ("ben", "1/2")]);
    let once = outer.nest(&party("agency"), &inner).unwrap();
    let once = once.allocate(money("0.05 USD"));
    assert_eq!(once[&party("ana")], money("0.01 USD"));
    assert_eq!(once[&party("ben")], money("0.01 USD"));
    assert_eq!(once[&party("producer")], money("0.03 USD"));

    let agency = outer.allocate(money("0.05 USD"))[&party("agency")];
    assert_eq!(inner.allocate(agency)[&party("ana")], money("0.02 USD"));
}
