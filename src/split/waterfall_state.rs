//! [`WaterfallState`]: what a waterfall remembers from receipt to receipt.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::allocate::{ClaimsRoom, Ledger};
use crate::money::{Currency, Money};
use crate::party::PartyId;

use super::accrual::Earned;
use super::tier_plan::{Plan, PlanKind};

/// What a waterfall remembers: all receipts, what each tier holds and what each party got in it,
/// carried fractions, returns, and the last date.
///
/// It begins with [`Waterfall::new_state`](super::Waterfall::new_state) and travels as an object
/// with a schema number. A state that was read back is held against the waterfall before the first
/// receipt: one whose figures contradict each other or the waterfall is
/// [`WaterfallError::BadState`](super::WaterfallError::BadState). What only the receipts themselves
/// can tell, such as which of two days the last one came on, is told by the proof of the statement
/// that came with the state (spec/splits.md 4).
///
/// # Examples
///
/// ```
/// use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
/// use partnership::{Currency, PartyId};
///
/// let (label, artist) = (PartyId::new("label")?, PartyId::new("artist")?);
/// let parties = [label.clone(), artist.clone()];
/// let advance = Tier::recoup([(label.clone(), "100.00 USD".parse()?)]);
/// let rest = Tier::residual(Split::equal(parties.clone())?);
/// let deal = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, vec![advance, rest]))?;
///
/// let (state, _) = deal.distribute(&deal.new_state(), Receipt::undated("130.00 USD".parse()?))?;
/// assert_eq!(state.received().to_string(), "130.00 USD");
/// assert_eq!(state.held(0).map(|held| held.to_string()), Some("100.00 USD".to_owned()));
/// assert_eq!(state.paid()[&label].to_string(), "115.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct WaterfallState {
    pub(super) currency: Currency,
    pub(super) on: Option<NaiveDate>,
    pub(super) received: Money,
    /// The highest value of all receipts, where refunds are not taken back.
    pub(super) highest: Option<Money>,
    pub(super) tiers: Vec<TierState>,
    /// Whether it was made here, or held against the waterfall.
    pub(super) trusted: bool,
    pub(super) room: Room,
}

/// What a tier holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TierState {
    pub(super) parties: Arc<[PartyId]>,
    pub(super) total: Money,
    pub(super) held: Held,
}

/// Who holds it, in party order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Fixed shares, with carried fractions.
    Shares(Ledger),
    /// Claims.
    Claims(Vec<Money>),
    /// Returns, earned and paid.
    Returns(Vec<Earned>),
}

/// Room for one receipt, so that distributing needs no heap.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    pub(super) claims: ClaimsRoom,
    /// What claimants hold, or nothing of each.
    pub(super) paid: Vec<Money>,
    /// What is unpaid of a return.
    pub(super) open: Vec<Money>,
    /// The returns up to the day of the receipt, tier after tier.
    pub(super) earned: Vec<Earned>,
}

impl WaterfallState {
    /// The state before the first receipt.
    pub(super) fn new(currency: Currency, plans: &[Plan], high_water: bool) -> Self {
        let nothing = Money::zero(currency);
        Self {
            currency,
            on: None,
            received: nothing,
            highest: high_water.then_some(nothing),
            tiers: plans
                .iter()
                .map(|plan| TierState::new(currency, plan))
                .collect(),
            trusted: true,
            room: Room::default(),
        }
    }

    /// Returns the currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns the date of the last receipt that had one.
    pub const fn on(&self) -> Option<NaiveDate> {
        self.on
    }

    /// Returns all receipts, refunds taken off.
    pub const fn received(&self) -> Money {
        self.received
    }

    /// Returns what was ever distributed or handed back: all receipts, or their highest value
    /// where refunds are not taken back.
    pub fn distributed(&self) -> Money {
        self.highest.unwrap_or(self.received)
    }

    /// Returns what a tier holds, if there is such a tier.
    pub fn held(&self, tier: usize) -> Option<Money> {
        self.tiers.get(tier).map(|tier| tier.total)
    }

    /// Returns what a party got in a tier, if it stands in it.
    pub fn paid_in(&self, tier: usize, party: &PartyId) -> Option<Money> {
        let tier = self.tiers.get(tier)?;
        let position = tier.parties.binary_search(party).ok()?;
        Some(tier.paid(position))
    }

    /// Returns the return that is booked and not paid on a preferred tier, by party.
    pub fn unpaid_return(&self, tier: usize) -> BTreeMap<PartyId, Money> {
        match self.tiers.get(tier) {
            Some(TierState {
                parties,
                held: Held::Returns(returns),
                ..
            }) => {
                let unpaid = returns.iter().map(Earned::unpaid);
                parties.iter().cloned().zip(unpaid).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// Returns what every party of a tier got in all tiers.
    pub fn paid(&self) -> BTreeMap<PartyId, Money> {
        let mut paid: BTreeMap<PartyId, i128> = BTreeMap::new();
        for tier in &self.tiers {
            for (position, party) in tier.parties.iter().enumerate() {
                let sum = paid.entry(party.clone()).or_insert(0);
                *sum = sum.saturating_add(tier.paid(position).minor());
            }
        }
        let money = |(party, paid)| (party, Money::clamped(paid, self.currency));
        paid.into_iter().map(money).collect()
    }

    /// What no tier took.
    pub(super) fn undistributed(&self) -> i128 {
        let minor = |tier: &TierState| tier.total.minor();
        let held = self.tiers.iter().map(minor).fold(0, i128::saturating_add);
        self.distributed().minor().saturating_sub(held)
    }
}

impl PartialEq for WaterfallState {
    fn eq(&self, other: &Self) -> bool {
        self.currency == other.currency
            && self.on == other.on
            && self.received == other.received
            && self.highest == other.highest
            && self.tiers == other.tiers
    }
}

impl Eq for WaterfallState {}

impl TierState {
    fn new(currency: Currency, plan: &Plan) -> Self {
        let parties = Arc::clone(&plan.parties);
        let nothing = Money::zero(currency);
        let held = match &plan.kind {
            PlanKind::Share { .. } => {
                Held::Shares(Ledger::with_parties(currency, parties.iter().cloned()))
            }
            PlanKind::Recoup(_) => Held::Claims(vec![nothing; parties.len()]),
            PlanKind::Preferred(_) => Held::Returns(vec![Earned::nothing(currency); parties.len()]),
        };
        Self {
            parties,
            total: nothing,
            held,
        }
    }

    /// What the party at a position got here.
    pub(super) fn paid(&self, position: usize) -> Money {
        let paid = match &self.held {
            Held::Shares(ledger) => ledger.paid_at(position),
            Held::Claims(paid) => paid.get(position).copied(),
            Held::Returns(returns) => returns.get(position).map(|earned| earned.paid),
        };
        paid.unwrap_or(Money::zero(self.total.currency()))
    }
}
