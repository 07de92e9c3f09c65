//! [`CoDevelopment`]: shared development costs and shared revenue, agreed separately.

use std::collections::{BTreeMap, BTreeSet};

use crate::money::{Currency, Money};
use crate::party::PartyId;

use super::co_development_error::CoDevelopmentError;
use super::shares::Split;

/// What the parties paid and received, in one currency; nothing beside a party is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// The currency of every amount.
    pub currency: Currency,
    /// The costs that each party paid, 0 or more.
    pub costs_paid: BTreeMap<PartyId, Money>,
    /// The revenue that each party received, below 0 for what it paid back.
    pub revenue_received: BTreeMap<PartyId, Money>,
}

impl Books {
    /// Returns books without entries.
    pub const fn new(currency: Currency) -> Self {
        Self {
            currency,
            costs_paid: BTreeMap::new(),
            revenue_received: BTreeMap::new(),
        }
    }

    pub(super) fn nothing(&self) -> Money {
        Money::zero(self.currency)
    }

    fn check(&self) -> Result<(), CoDevelopmentError> {
        for (party, cost) in &self.costs_paid {
            if cost.compare(self.nothing())?.is_lt() {
                return Err(CoDevelopmentError::NegativeCost {
                    party: party.clone(),
                    cost: *cost,
                });
            }
        }
        for revenue in self.revenue_received.values() {
            revenue.compare(self.nothing())?;
        }
        Ok(())
    }
}

/// A payment from one party to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transfer {
    /// Who pays.
    pub from: PartyId,
    /// Who gets it.
    pub to: PartyId,
    /// How much, above 0.
    pub amount: Money,
}

/// Where everybody stands, and what has to be paid to be even.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Settlement {
    /// What each party is owed, or owes below 0; 0 together.
    pub positions: BTreeMap<PartyId, Money>,
    /// The payments that make everybody even, in their order.
    pub transfers: Vec<Transfer>,
    /// What each party has earned in all: its revenue less its costs, by the splits.
    pub profit: BTreeMap<PartyId, Money>,
}

/// A split of costs and another one of revenue.
///
/// `position = (revenue due - revenue received) - (cost due - cost paid)`, where what is due is the
/// part of all costs, or of all revenue, by largest remainder. Who owes most pays who is owed most,
/// until all are even: at most one transfer fewer than parties. Costs are not paid back first;
/// where they are to be, that is a waterfall which recoups costs and then shares the rest
/// (spec/splits.md 3.4).
///
/// # Examples
///
/// Costs of 60,000 at 60/40, of which one partner paid 45,000 and the other 15,000; revenue of
/// 90,000 at 50/50, all of it with the first:
///
/// ```
/// use std::collections::BTreeMap;
/// use partnership::split::{Books, CoDevelopment, Split};
/// use partnership::{Currency, PartyId};
///
/// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
/// let costs = Split::fixed([(ana.clone(), "60%".parse()?), (ben.clone(), "40%".parse()?)])?;
/// let deal = CoDevelopment::new(costs, Split::equal([ana.clone(), ben.clone()])?);
/// let mut books = Books::new(Currency::USD);
/// books.costs_paid.insert(ana.clone(), "45000.00 USD".parse()?);
/// books.costs_paid.insert(ben.clone(), "15000.00 USD".parse()?);
/// books.revenue_received.insert(ana.clone(), "90000.00 USD".parse()?);
///
/// let settlement = deal.settle(&books)?;
/// assert_eq!(settlement.transfers[0].amount.to_string(), "36000.00 USD"); // ana to ben
/// assert_eq!(settlement.profit[&ben].to_string(), "21000.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "joint venture")]
#[doc(alias = "cost sharing")]
pub struct CoDevelopment {
    cost_split: Split,
    revenue_split: Split,
}

impl CoDevelopment {
    /// Returns the two splits together; they may list other parties.
    pub const fn new(cost_split: Split, revenue_split: Split) -> Self {
        Self {
            cost_split,
            revenue_split,
        }
    }

    /// Returns who bears which part of the costs.
    pub const fn cost_split(&self) -> &Split {
        &self.cost_split
    }

    /// Returns who has which part of the revenue.
    pub const fn revenue_split(&self) -> &Split {
        &self.revenue_split
    }

    /// Returns where everybody stands by their books, and the payments that make them even.
    ///
    /// Who stands in the books and in neither split gets back what it paid and hands over what it
    /// received.
    ///
    /// # Rounding
    ///
    /// All costs and all revenue are divided once each, by largest remainder.
    ///
    /// # Errors
    ///
    /// [`CoDevelopmentError::NegativeCost`], and [`CoDevelopmentError::Money`] for amounts of
    /// another currency or beyond the range of money.
    pub fn settle(&self, books: &Books) -> Result<Settlement, CoDevelopmentError> {
        books.check()?;
        let sum = |amounts: &BTreeMap<PartyId, Money>| {
            Money::sum(books.currency, amounts.values().copied())
        };
        let costs = self.cost_split.allocate(sum(&books.costs_paid)?);
        let revenue = self.revenue_split.allocate(sum(&books.revenue_received)?);
        let of = |amounts: &BTreeMap<PartyId, Money>, party: &PartyId| {
            amounts.get(party).copied().unwrap_or(books.nothing())
        };
        // Money is far from the ends of `i128`: only what comes out has to be money.
        let less = |first: Money, second: Money| first.minor().saturating_sub(second.minor());
        let money = |minor| Money::from_minor_wide(minor, books.currency);
        let mut positions = BTreeMap::new();
        let mut profit = BTreeMap::new();
        for party in self.parties(books) {
            let (cost, share) = (of(&costs, &party), of(&revenue, &party));
            let due = less(share, of(&books.revenue_received, &party));
            let borne = less(cost, of(&books.costs_paid, &party));
            positions.insert(party.clone(), money(due.saturating_sub(borne))?);
            profit.insert(party, money(less(share, cost))?);
        }
        let transfers = transfers(&positions)?;
        Ok(Settlement {
            positions,
            transfers,
            profit,
        })
    }

    /// Everybody in the splits and the books, in party order.
    pub(super) fn parties(&self, books: &Books) -> BTreeSet<PartyId> {
        let splits = [&self.cost_split, &self.revenue_split];
        let listed = splits.into_iter().flat_map(|split| split.parties().iter());
        let booked = books.costs_paid.keys().chain(books.revenue_received.keys());
        listed.chain(booked).cloned().collect()
    }
}

/// The most negative position pays the most positive one, ties in party order, until all are 0.
fn transfers(positions: &BTreeMap<PartyId, Money>) -> Result<Vec<Transfer>, CoDevelopmentError> {
    // Largest first; a position that shrank takes its new place among the others.
    let ordered = |sign: fn(Money) -> Money| {
        let open = positions
            .iter()
            .map(|(party, position)| (sign(*position), party));
        let open = open.filter(|(amount, _)| amount.is_positive());
        open.map(|(amount, party)| (amount.minor(), std::cmp::Reverse(party)))
            .collect::<BTreeSet<_>>()
    };
    let (mut owed, mut owing) = (ordered(|amount| amount), ordered(|amount| -amount));
    let currency = positions
        .values()
        .next()
        .map(|position| position.currency());
    let mut transfers = Vec::new();
    while let (Some((credit, to)), Some((debt, from)), Some(currency)) =
        (owed.pop_last(), owing.pop_last(), currency)
    {
        let paid = credit.min(debt);
        transfers.push(Transfer {
            from: from.0.clone(),
            to: to.0.clone(),
            amount: Money::from_minor_wide(paid, currency)?,
        });
        if credit > paid {
            owed.insert((credit.saturating_sub(paid), to));
        }
        if debt > paid {
            owing.insert((debt.saturating_sub(paid), from));
        }
    }
    Ok(transfers)
}
