//! Agreements that are valid by construction: those of the property tests, drawn from the bytes.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::strategies::accounts::furnished;
pub use crate::strategies::agreement::Agreement;
use crate::strategies::agreement::{agreements, by_period, contracts};
use crate::strategies::prices::{capped, guaranteed, priced};

/// An agreement and its history, of whatever clauses the bytes ask for.
#[must_use]
pub fn agreement(bytes: &[u8]) -> Option<Agreement> {
    let (kind, choices) = bytes.split_first()?;
    let kinds = [
        agreements().boxed(),
        by_period().boxed(),
        contracts().boxed(),
        furnished().boxed(),
        priced(contracts()).boxed(),
        capped(agreements()).boxed(),
        guaranteed(agreements()).boxed(),
    ];
    // Few bytes decide all choices: those of the strategies are too many to be bytes of an input.
    let mut seed = [0; 32];
    for (at, byte) in choices.iter().enumerate() {
        seed[at % 32] ^= byte;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let drawn = kinds[usize::from(*kind) % kinds.len()]
        .new_tree(&mut runner)
        .ok()?;
    Some(drawn.current()).filter(|drawn| !has_a_returning_guarantee(drawn))
}

/// Whether a guarantee that carries its surplus forward is dropped and comes back under its id:
/// the page does not say what late lines of the time between are to it.
fn has_a_returning_guarantee(drawn: &Agreement) -> bool {
    let versions = drawn.terms["versions"].as_array().into_iter().flatten();
    let carried = versions.map(|version| {
        let all = version["guarantees"].as_array().into_iter().flatten();
        let carried = all.filter(|one| one["surplus"] == "carry_forward");
        carried.map(|one| &one["id"]).collect::<Vec<_>>()
    });
    let carried: Vec<_> = carried.collect();
    let returns = |id| {
        let held: Vec<bool> = carried.iter().map(|of| of.contains(&id)).collect();
        held.iter()
            .skip_while(|held| !**held)
            .skip_while(|held| **held)
            .any(|held| *held)
    };
    carried.iter().flatten().any(|id| returns(*id))
}
