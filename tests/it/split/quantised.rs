//! Whether a split says that its shares were put on a grid (spec/splits.md 2).

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::split::{
    Contributed, Contribution, ContributionType, EmptyType, RiskAdjustment, RiskTerms, ShareOfType,
    Split, TypeWeight,
};

use super::{list, party, ratio, split};

/// Parts of so many, of which a has one.
fn one_of(parts: u64) -> Split {
    Split::weighted([(party("a"), 1), (party("b"), parts - 1)]).unwrap()
}

/// One type to which a brought 1 of so many parts, and b the rest.
fn brought(part: &str) -> Vec<ContributionType> {
    let shares = BTreeMap::from([(party("a"), ShareOfType::new(ratio(part)))]);
    let residual = Some(party("b"));
    vec![ContributionType {
        name: "funding".to_owned(),
        weight: TypeWeight::new(1),
        contributed: Contributed::Stated { shares, residual },
    }]
}

/// 1 of 2^100 parts: on the grid a has nothing.
const TINY: &str = "1/1267650600228229401496703205376";

#[test]
fn shares_as_they_were_stated_are_on_no_grid() {
    let halves = || list([("a", "1/2"), ("b", "1/2")]);
    assert!(!Split::fixed(halves()).unwrap().is_quantised());
    assert!(!Split::weighted(halves()).unwrap().is_quantised());
    let imported = Split::import_within(halves(), ratio("1%")).unwrap();
    assert!(!imported.split().is_quantised());
}

#[test]
fn a_split_of_a_billion_parts_is_coarse_already() {
    let billion = one_of(1_000_000_000);
    assert!(!billion.coarsened().is_quantised());
    assert_eq!(billion.coarsened(), billion);
    let finer = one_of(1_000_000_001);
    assert!(finer.coarsened().is_quantised());
    assert_eq!(finer.coarsened(), billion);
}

#[test]
fn a_grid_is_remembered_when_splits_are_nested() {
    let (coarse, plain) = (one_of(1_000_000_001).coarsened(), one_of(2));
    let nested = |outer: &Split, inner: &Split| outer.nest(&party("a"), inner).unwrap();
    assert!(!nested(&plain, &plain).is_quantised());
    assert!(nested(&coarse, &plain).is_quantised());
    assert!(nested(&plain, &coarse).is_quantised());
}

#[test]
fn a_grid_is_remembered_when_risk_moves_a_split() {
    let vanished = || {
        let terms = Contribution::new(brought(TINY), EmptyType::Renormalise).unwrap();
        terms.split().unwrap()
    };
    assert_eq!(vanished(), split([("a", "0"), ("b", "1")]));
    assert!(vanished().is_quantised());
    for (base, exposure, quantised) in [
        (one_of(2), "1/2", false),
        (vanished(), "1/2", true),
        (one_of(2), TINY, true),
        (one_of(1_000_000_000), "1/2", false),
        (one_of(1_000_000_001), "1/2", true),
    ] {
        let terms = RiskTerms::new(brought(exposure), ratio("1/2")).unwrap();
        let risk = RiskAdjustment::new(base.clone(), terms).unwrap();
        assert_eq!(
            risk.shares().shares().is_quantised(),
            quantised,
            "{base} {exposure}"
        );
    }
}

#[test]
fn splits_of_other_parties_are_other_splits() {
    let of = |name| split([("a", "1/2"), (name, "1/2")]);
    assert_eq!(of("b"), of("b"));
    assert_ne!(of("b"), of("c"));
    assert_ne!(of("b"), split([("a", "1/3"), ("b", "2/3")]));
}

// The finest denominators that stated shares can have: with the weights 7 and 14 in lowest terms,
// and nobody's hours left out, one whole of 2^127 - 1 parts stays exact until it is quantised.
#[test]
fn a_type_of_the_most_parts_is_put_on_no_coarser_grid() {
    let third = "56713727820156410577229101238628035242/170141183460469231731687303715884105727";
    for weight in [1, 7] {
        let mut types = brought(third);
        types[0].weight = TypeWeight::new(weight);
        types.push(ContributionType {
            name: "hours".to_owned(),
            weight: TypeWeight::new(2 * weight),
            contributed: Contributed::Amounts([(party("c"), 0)].into()),
        });
        let terms = Contribution::new(types, EmptyType::Renormalise).unwrap();
        let found = terms.split().unwrap();
        let below = 1_000_000_000_000_000_000_i128;
        let of = |above| Ratio::new(above, below).unwrap();
        let parts = [333_333_333_333_333_333, 666_666_666_666_666_667, 0].map(of);
        assert_eq!(found.shares().into_values().collect::<Vec<_>>(), parts);
        assert!(found.is_quantised());
    }
}
