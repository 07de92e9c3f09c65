//! [`Pools`]: waterfalls that recoup one claim together.

use std::collections::BTreeMap;

use crate::money::Money;

use super::pools_state::PoolsState;
use super::waterfall::Waterfall;
use super::waterfall_check::group_faults;
use super::waterfall_error::WaterfallError;
use super::waterfall_plain::accrue;
use super::waterfall_state::{TierState, WaterfallState};
use super::waterfall_statement::{Receipt, WaterfallStatement};
use super::waterfall_terms::WaterfallTerms;
use super::waterfall_verify::verify_claims;

/// Named waterfalls over one set of parties, whose [`Recoup`](super::Tier::Recoup) tiers of one group
/// share one claim: what one pool recoups, the others need not.
///
/// Receipts have a total order, by date and then as they come, which matters by nature: with a
/// shared claim of 100 and another split in each pool, who gets what depends on which pool earned
/// first. A refund is taken back from its own pool, and never more than that pool received
/// (spec/splits.md 4).
///
/// # Examples
///
/// Cinema shares 1:1 after recoupment, television 1:4:
///
/// ```
/// use partnership::allocate::ClaimsRule;
/// use partnership::split::{Pools, Receipt, Split, Tier, Waterfall, WaterfallTerms};
/// use partnership::{Currency, PartyId, Ratio};
///
/// let (p, q) = (PartyId::new("p")?, PartyId::new("q")?);
/// let pool = |weight: u32| -> Result<Waterfall, partnership::Error> {
///     let shared = Tier::Recoup {
///         claims: [(p.clone(), "100.00 USD".parse()?)].into(),
///         rule: ClaimsRule::Proportional,
///         multiple: Ratio::ONE,
///         group: Some("budget".to_owned()),
///     };
///     let split = Split::weighted([(p.clone(), 1), (q.clone(), weight)])?;
///     let tiers = vec![shared, Tier::residual(split)];
///     Ok(Waterfall::new(WaterfallTerms::new(Currency::USD, [p.clone(), q.clone()], tiers))?)
/// };
/// let pools = Pools::new([("cinema".to_owned(), pool(1)?), ("tv".to_owned(), pool(4)?)])?;
///
/// let receipt = Receipt::undated("100.00 USD".parse()?);
/// let run = |order: [&str; 2]| -> Result<String, partnership::Error> {
///     let (first, _) = pools.distribute(&pools.new_state(), order[0], receipt)?;
///     let (both, _) = pools.distribute(&first, order[1], receipt)?;
///     Ok(both.paid()[&p].to_string())
/// };
/// assert_eq!(run(["cinema", "tv"])?, "120.00 USD");
/// assert_eq!(run(["tv", "cinema"])?, "150.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "cross-collateralisation")]
#[doc(alias = "cross-collateralization")]
#[doc(alias = "slate")]
pub struct Pools {
    /// By name.
    pools: Vec<(String, Waterfall)>,
}

impl Pools {
    /// Returns the pools; whoever stands in one of them is a party of all.
    ///
    /// # Errors
    ///
    /// [`WaterfallError::Empty`] without a pool, [`WaterfallError::CurrencyMismatch`],
    /// [`WaterfallError::PoolsDiffer`] for a second pool of one name or one whose refunds are
    /// corrected otherwise, [`WaterfallError::GroupMismatch`].
    pub fn new(
        pools: impl IntoIterator<Item = (String, Waterfall)>,
    ) -> Result<Self, WaterfallError> {
        let mut pools: Vec<(String, Waterfall)> = pools.into_iter().collect();
        pools.sort_by(|(left, _), (right, _)| left.cmp(right));
        let Some((_, first)) = pools.first() else {
            return Err(WaterfallError::Empty);
        };
        let (currency, correction) = (first.terms().currency, first.terms().correction);
        let mut last = None;
        for (name, pool) in &pools {
            let (waterfall, given) = (currency, pool.terms().currency);
            if waterfall != given {
                return Err(WaterfallError::CurrencyMismatch { waterfall, given });
            }
            if last == Some(name) || pool.terms().correction != correction {
                let name = name.clone();
                return Err(WaterfallError::PoolsDiffer { name });
            }
            last = Some(name);
        }
        let tiers = pools.iter().flat_map(|(_, pool)| &pool.terms().tiers);
        if let Some(fault) = group_faults(tiers).into_iter().next() {
            return Err(fault);
        }
        let parties = pools.iter().flat_map(|(_, pool)| &pool.terms().parties);
        let parties: Vec<_> = parties.cloned().collect();
        let together = |(name, pool): (String, Waterfall)| {
            let terms = WaterfallTerms {
                parties: parties.clone(),
                ..pool.terms().clone()
            };
            let pool = if pool.is_open() {
                Waterfall::open(terms)
            } else {
                Waterfall::new(terms)
            };
            Ok((name, pool?))
        };
        let pools = pools.into_iter().map(together);
        Ok(Self {
            pools: pools.collect::<Result<_, WaterfallError>>()?,
        })
    }

    /// Returns a pool, if there is one of this name.
    pub fn pool(&self, name: &str) -> Option<&Waterfall> {
        let position = self.position(name).ok()?;
        self.pools.get(position).map(|(_, pool)| pool)
    }

    /// Returns the names and waterfalls in the order of names.
    pub fn pools(&self) -> impl Iterator<Item = (&str, &Waterfall)> {
        self.pools.iter().map(|(name, pool)| (name.as_str(), pool))
    }

    /// Returns the state before the first receipt.
    pub fn new_state(&self) -> PoolsState {
        let state = |(name, pool): &(String, Waterfall)| (name.clone(), pool.new_state());
        PoolsState {
            pools: self.pools.iter().map(state).collect(),
        }
    }

    /// Takes a receipt into a pool and returns the state after it and who gets what; a receipt
    /// with a date books the returns of every pool first.
    ///
    /// # Errors
    ///
    /// [`WaterfallError::UnknownPool`], and those of [`Waterfall::distribute`]; dates do not go
    /// back over all pools.
    pub fn distribute(
        &self,
        state: &PoolsState,
        pool: &str,
        receipt: Receipt,
    ) -> Result<(PoolsState, WaterfallStatement), WaterfallError> {
        let position = self.position(pool)?;
        self.check_state(state)?;
        let mut after = state.clone();
        for (_, state) in &mut after.pools {
            state.trusted = true;
        }
        let statement = self.run(&mut after, position, receipt)?;
        Ok((after, statement))
    }

    /// Takes in a receipt on a state that was checked.
    fn run(
        &self,
        state: &mut PoolsState,
        position: usize,
        receipt: Receipt,
    ) -> Result<WaterfallStatement, WaterfallError> {
        let missing = || WaterfallError::UnknownPool {
            name: position.to_string(),
        };
        let (_, own) = self.pools.get(position).ok_or_else(missing)?;
        let (_, held) = state.pools.get(position).ok_or_else(missing)?;
        // All states are of one day, that of the last receipt.
        own.check_receipt(held, receipt)?;
        if let Some(on) = receipt.on {
            for at in (0..self.pools.len()).filter(|at| *at != position) {
                self.with_pool(state, at, |pool, others, state| {
                    accrue(pool, state, others, on)
                })?;
            }
        }
        let mut statement = own.blank_statement();
        self.with_pool(state, position, |pool, others, state| {
            pool.run(state, others, receipt, &mut statement)
        })?;
        if let Some(on) = receipt.on {
            for (_, state) in &mut state.pools {
                state.on = Some(on);
            }
        }
        Ok(statement)
    }

    /// Works on the state of one pool beside all others.
    fn with_pool(
        &self,
        state: &mut PoolsState,
        position: usize,
        work: impl FnOnce(
            &Waterfall,
            &[(&Waterfall, &WaterfallState)],
            &mut WaterfallState,
        ) -> Result<(), WaterfallError>,
    ) -> Result<(), WaterfallError> {
        let (mut own, mut others) = (None, Vec::new());
        let pairs = self.pools.iter().zip(&mut state.pools).enumerate();
        for (at, ((_, pool), (_, state))) in pairs {
            if at == position {
                own = Some((pool, state));
            } else {
                others.push((pool, &*state));
            }
        }
        match own {
            Some((pool, state)) => work(pool, &others, state),
            None => Ok(()),
        }
    }

    /// The position of a pool.
    pub(super) fn position(&self, name: &str) -> Result<usize, WaterfallError> {
        let found = self
            .pools
            .binary_search_by(|(own, _)| own.as_str().cmp(name));
        found.map_err(|_| WaterfallError::UnknownPool {
            name: crate::text::cut(name),
        })
    }

    /// That a state is one of these pools; what was read back is verified.
    pub(super) fn check_state(&self, state: &PoolsState) -> Result<(), WaterfallError> {
        let bad = |place: String| Err(WaterfallError::BadState { place });
        let names =
            |(pool, state): (&(String, Waterfall), &(String, WaterfallState))| pool.0 == state.0;
        let mut pairs = self.pools.iter().zip(&state.pools);
        if self.pools.len() != state.pools.len() || !pairs.all(names) {
            return bad("/pools".to_owned());
        }
        let mut groups: BTreeMap<&str, Vec<&TierState>> = BTreeMap::new();
        let mut trusted = true;
        for ((name, pool), (_, state)) in self.pools.iter().zip(&state.pools) {
            pool.check_state(state).map_err(|error| match error {
                WaterfallError::BadState { place } => WaterfallError::BadState {
                    place: format!("/pools/{name}{place}"),
                },
                other => other,
            })?;
            trusted &= state.trusted;
            for (plan, tier) in pool.plans().iter().zip(&state.tiers) {
                if let Some(group) = plan.claims().and_then(|claims| claims.group.as_deref()) {
                    groups.entry(group).or_default().push(tier);
                }
            }
        }
        if trusted {
            return Ok(());
        }
        let mut days = state.pools.iter().map(|(_, state)| state.on);
        let day = days.next().flatten();
        if days.any(|other| other != day) {
            return bad("/pools".to_owned());
        }
        self.check_groups(&groups)
    }

    /// That all tiers of a group hold together what its rule awards.
    fn check_groups(&self, groups: &BTreeMap<&str, Vec<&TierState>>) -> Result<(), WaterfallError> {
        let plans = self.pools.iter().flat_map(|(_, pool)| pool.plans());
        for claims in plans.filter_map(|plan| plan.claims()) {
            let tiers = claims.group.as_deref().and_then(|group| groups.get(group));
            let Some(tiers) = tiers else {
                continue;
            };
            let sum = |figure: &dyn Fn(&TierState) -> Money| {
                let figures = tiers.iter().map(|tier| figure(tier).minor());
                let sum = figures.fold(0, i128::saturating_add);
                Money::clamped(sum, claims.total.currency())
            };
            let held = (0..claims.due.len()).map(|position| sum(&|tier| tier.paid(position)));
            let held: Vec<Money> = held.collect();
            if verify_claims(&held, claims, sum(&|tier| tier.total)).is_err() {
                let group = claims.group.as_deref().unwrap_or_default();
                let place = format!("group {group}");
                return Err(WaterfallError::BadState { place });
            }
        }
        Ok(())
    }
}
