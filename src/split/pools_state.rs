//! [`PoolsState`]: what several waterfalls remember together.

use std::collections::BTreeMap;

use crate::money::Money;
use crate::party::PartyId;

use super::waterfall_state::WaterfallState;

/// What [`Pools`](super::Pools) remember: the state of every pool by name.
///
/// What the tiers of a group hold together is the sum over the pools, so it stands nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolsState {
    /// By name.
    pub(super) pools: Vec<(String, WaterfallState)>,
}

impl PoolsState {
    /// Returns the state of a pool, if there is one of this name.
    pub fn pool(&self, name: &str) -> Option<&WaterfallState> {
        let mut pools = self.pools.iter();
        pools.find(|(own, _)| own == name).map(|(_, state)| state)
    }

    /// Returns what every party got in all pools.
    pub fn paid(&self) -> BTreeMap<PartyId, Money> {
        let mut paid: BTreeMap<PartyId, Money> = BTreeMap::new();
        for (_, state) in &self.pools {
            for (party, more) in state.paid() {
                let sum = paid.entry(party).or_insert(Money::zero(state.currency));
                let both = sum.minor().saturating_add(more.minor());
                *sum = Money::clamped(both, state.currency);
            }
        }
        paid
    }
}
