//! [`Books`]: the figures of a state as steps of a proof, before the receipt and after it.

use crate::explain::{ExplainError, Proof, Step, pointer};
use crate::money::Money;
use crate::party::PartyId;

use super::waterfall::Waterfall;
use super::waterfall_state::{Held, TierState, WaterfallState};

/// One pool of the papers; a lone waterfall is the only one, and stands at their top.
pub(super) struct Papers<'a> {
    /// The way to it in each document.
    pub(super) path: Vec<&'a str>,
    pub(super) waterfall: &'a Waterfall,
    pub(super) state: &'a WaterfallState,
}

impl Papers<'_> {
    /// The pointer to a figure.
    pub(super) fn place(&self, figure: &[&str]) -> String {
        pointer(self.path.iter().chain(figure))
    }

    /// The pointer to a figure of a tier.
    pub(super) fn tier(&self, tier: usize, figure: &[&str]) -> String {
        let tier = tier.to_string();
        pointer(self.path.iter().chain(&["tiers", &tier]).chain(figure))
    }
}

/// The figures of one pool's state.
pub(super) struct Books {
    pub(super) received: Step,
    pub(super) highest: Option<Step>,
    pub(super) unit: Step,
    pub(super) on: Option<Step>,
    pub(super) tiers: Vec<TierBook>,
}

/// The figures of a tier, each list in party order.
pub(super) struct TierBook {
    pub(super) total: Step,
    pub(super) paid: Vec<Step>,
    /// Of shares and returns.
    pub(super) carry: Vec<Step>,
    /// Of returns.
    pub(super) booked: Vec<Step>,
    pub(super) compounded: Vec<Step>,
}

impl Books {
    /// What stands in the state before.
    pub(super) fn read(proof: &mut Proof, papers: &Papers<'_>) -> Result<Self, ExplainError> {
        let state = papers.state;
        let place = |figure: &str| papers.place(&[figure]);
        let unit = Money::from_minor(1, state.currency);
        let received = "received before";
        let received = proof.input("state", &place("received"), state.received, received)?;
        let highest = match state.highest {
            Some(highest) => {
                let label = "the most received before";
                Some(proof.input("state", &place("highest"), highest, label)?)
            }
            None => None,
        };
        let on = match state.on {
            Some(on) => Some(proof.input("state", &place("on"), on, "last receipt")?),
            None => None,
        };
        let unit = proof.input("state", &place("unit"), unit, "one minor unit")?;
        let mut tiers = Vec::with_capacity(state.tiers.len());
        for (at, tier) in state.tiers.iter().enumerate() {
            tiers.push(TierBook::read(proof, papers, at, tier)?);
        }
        Ok(Self {
            received,
            highest,
            unit,
            on,
            tiers,
        })
    }

    /// Says that these figures stand in the state after.
    pub(super) fn prove(&self, proof: &mut Proof, papers: &Papers<'_>) {
        let place = |figure: &str| format!("/state{}", papers.place(&[figure]));
        proof.result(&place("received"), self.received);
        proof.result(&place("unit"), self.unit);
        if let Some(highest) = self.highest {
            proof.result(&place("highest"), highest);
        }
        if let Some(on) = self.on {
            proof.result(&place("on"), on);
        }
        for (at, (book, tier)) in self.tiers.iter().zip(&papers.state.tiers).enumerate() {
            let place = |figure: &[&str]| format!("/state{}", papers.tier(at, figure));
            proof.result(&place(&["total"]), book.total);
            for (figure, steps) in book.lists(tier) {
                for (party, step) in tier.parties.iter().zip(steps) {
                    proof.result(&place(&tier.way(party, figure)), *step);
                }
            }
        }
    }
}

impl TierBook {
    fn read(
        proof: &mut Proof,
        papers: &Papers<'_>,
        at: usize,
        tier: &TierState,
    ) -> Result<Self, ExplainError> {
        let label = "held by the tier before";
        let mut book = Self {
            total: proof.input("state", &papers.tier(at, &["total"]), tier.total, label)?,
            paid: Vec::new(),
            carry: Vec::new(),
            booked: Vec::new(),
            compounded: Vec::new(),
        };
        for (position, party) in tier.parties.iter().enumerate() {
            let place = |figure| papers.tier(at, &tier.way(party, figure));
            let paid = tier.paid(position);
            let label = format!("paid to {party} before");
            book.paid
                .push(proof.input("state", &place("paid"), paid, &label)?);
            let carry = match &tier.held {
                Held::Shares(ledger) => ledger.carry_at(position),
                Held::Returns(returns) => returns.get(position).map(|earned| earned.carry),
                Held::Claims(_) => None,
            };
            if let Some(carry) = carry {
                let label = format!("carried fraction of {party}, in units");
                book.carry
                    .push(proof.input("state", &place("carry"), carry, &label)?);
            }
            let Held::Returns(returns) = &tier.held else {
                continue;
            };
            if let Some(earned) = returns.get(position) {
                let label = format!("return of {party} booked before");
                let booked = proof.input("state", &place("booked"), earned.booked, &label)?;
                book.booked.push(booked);
                let label = format!("return of {party} that earns a return");
                let compounded = place("compounded");
                let compounded = proof.input("state", &compounded, earned.compounded, &label)?;
                book.compounded.push(compounded);
            }
        }
        Ok(book)
    }

    /// The lists by the names of their figures.
    fn lists(&self, tier: &TierState) -> Vec<(&'static str, &[Step])> {
        match &tier.held {
            Held::Shares(_) => vec![("paid", &self.paid), ("carry", &self.carry)],
            Held::Claims(_) => vec![("paid", &self.paid)],
            Held::Returns(_) => vec![
                ("paid", &self.paid),
                ("booked", &self.booked),
                ("carry", &self.carry),
                ("compounded", &self.compounded),
            ],
        }
    }
}

impl TierState {
    /// The way to a figure of a party.
    fn way<'a>(&self, party: &'a PartyId, figure: &'a str) -> Vec<&'a str> {
        match &self.held {
            Held::Shares(_) => vec!["shares", "parties", party.as_str(), figure],
            Held::Claims(_) => vec!["claims", party.as_str()],
            Held::Returns(_) => vec!["returns", party.as_str(), figure],
        }
    }
}
