//! The level of a risk, and the order of the register.

use partnership::governance::{
    GridError, Rating, Risk, RiskCategory, RiskError, RiskGrid, RiskRegister, Treatment,
};
use proptest::prelude::*;

use crate::support::laws;

fn risk(key: &str, inherent: (u32, u32), residual: Option<(u32, u32)>) -> Risk {
    Risk {
        key: key.parse().unwrap(),
        category: RiskCategory::default(),
        likelihood: inherent.0,
        impact: inherent.1,
        residual: residual.map(Rating::from),
        treatment: Treatment::default(),
        mitigation: String::new(),
        owner: None,
        review_on: None,
    }
}

fn scale() -> impl Strategy<Value = (u32, u32)> {
    (1_u32..=5, 1_u32..=5)
}

#[test]
fn a_grid_without_a_cell_is_ragged() {
    let levels = || vec!["low".to_owned()];
    let ragged = |likelihood| Err(GridError::RaggedGrid { likelihood });
    assert_eq!(RiskGrid::new(levels(), vec![]), ragged(1));
    assert_eq!(RiskGrid::new(levels(), vec![vec![]]), ragged(1));
    assert_eq!(
        RiskGrid::new(levels(), vec![vec![0], vec![0, 0]]),
        ragged(2)
    );
}

#[test]
fn a_grid_is_as_long_and_wide_as_its_cells() {
    let grid = RiskGrid::five_by_five();
    assert_eq!((grid.likelihoods(), grid.impacts()), (5, 5));
    let levels = || vec!["low".to_owned(), "high".to_owned()];
    let grid = RiskGrid::new(levels(), vec![vec![0, 0, 1], vec![0, 1, 1]]).unwrap();
    assert_eq!((grid.likelihoods(), grid.impacts()), (2, 3));
}

#[test]
fn the_first_place_that_is_wrong_is_named() {
    let levels = || vec!["low".to_owned()];
    let rows = vec![vec![0], vec![0, 0], vec![0], vec![0, 0, 0]];
    assert_eq!(
        RiskGrid::new(levels(), rows),
        Err(GridError::RaggedGrid { likelihood: 2 })
    );
    let cells = vec![vec![0, 3], vec![2, 0]];
    assert_eq!(
        RiskGrid::new(levels(), cells),
        Err(GridError::UnknownLevel { level: 3 })
    );
}

#[test]
fn a_level_may_not_fall_along_either_side() {
    let levels = || vec!["low".to_owned(), "high".to_owned()];
    let fall = |likelihood, impact| Err(GridError::NotMonotone { likelihood, impact });
    assert_eq!(RiskGrid::new(levels(), vec![vec![1, 0]]), fall(1, 1));
    assert_eq!(RiskGrid::new(levels(), vec![vec![1], vec![0]]), fall(1, 1));
    assert!(RiskGrid::new(levels(), vec![vec![0, 1], vec![0, 1]]).is_ok());
}

#[test]
fn two_risks_of_one_name_are_refused() {
    let twice = vec![risk("ip", (1, 1), None), risk("ip", (2, 2), None)];
    let key = "ip".parse().unwrap();
    let found = RiskRegister::new(RiskGrid::default(), twice);
    assert_eq!(found, Err(RiskError::DuplicateKey { key }));
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn no_level_of_the_default_grid_falls(here in scale(), there in scale()) {
        let grid = RiskGrid::five_by_five();
        let (low, high) = (here.min(there), (here.0.max(there.0), here.1.max(there.1)));
        prop_assert!(grid.level_index(low.0, low.1.min(high.1)) <= grid.level_index(high.0, high.1));
    }

    #[test]
    fn the_order_of_a_register_is_the_order_of_its_residuals(
        rated in proptest::collection::vec((scale(), proptest::option::of(scale())), 0..8),
        turn in 0_usize..8,
    ) {
        let mut risks: Vec<Risk> = rated
            .iter()
            .enumerate()
            .map(|(at, (inherent, residual))| risk(&format!("r{at}"), *inherent, *residual))
            .collect();
        let register = RiskRegister::new(RiskGrid::default(), risks.clone()).unwrap();
        if !risks.is_empty() {
            let turn = turn % risks.len();
            risks.rotate_left(turn);
        }
        prop_assert_eq!(&RiskRegister::new(RiskGrid::default(), risks).unwrap(), &register);

        let grid = RiskGrid::default();
        let severity = |risk: &&Risk| {
            let Rating { likelihood, impact } = risk.residual();
            (grid.level_index(likelihood, impact).unwrap(), impact, likelihood)
        };
        let order = register.by_severity();
        for pair in order.windows(2) {
            let (left, right) = (severity(&pair[0]), severity(&pair[1]));
            prop_assert!(left > right || (left == right && pair[0].key < pair[1].key));
        }
        let worst = order.first().map_or(0, |risk| severity(risk).0);
        prop_assert_eq!(register.highest(), worst);
    }
}
