//! The proof of [`CoDevelopment::settle`] (spec/explain.md).

use std::collections::BTreeMap;

use crate::explain::{ExplainError, Explanation, Path, Proof, Relation, Step, pointer};
use crate::money::Money;
use crate::party::PartyId;

use super::co_development::{Books, CoDevelopment};
use super::co_development_error::CoDevelopmentError;
use super::proof::{divided, label};
use super::shares::Split;
use super::working::{Failure, Proved, Working as _};

impl CoDevelopment {
    /// Returns the proof of [`Self::settle`].
    ///
    /// It reads the documents `co_development`, which is this deal, and `books`.
    ///
    /// # Errors
    ///
    /// Those of [`Self::settle`], and [`CoDevelopmentError::Explain`].
    pub fn explain(&self, books: &Books) -> Result<Explanation, CoDevelopmentError> {
        let settlement = self.settle(books)?;
        let mut proof = Proof::new();
        let parties: Vec<PartyId> = self.parties(books).into_iter().collect();
        let cost = Column {
            split: self.cost_split(),
            split_key: "cost_split",
            amounts: &books.costs_paid,
            amounts_key: "costs_paid",
            what: "cost",
        };
        let revenue = Column {
            split: self.revenue_split(),
            split_key: "revenue_split",
            amounts: &books.revenue_received,
            amounts_key: "revenue_received",
            what: "revenue",
        };
        let costs = cost.prove(&mut proof, books, &parties)?;
        let revenue = revenue.prove(&mut proof, books, &parties)?;
        let mut positions = BTreeMap::new();
        for ((party, (cost, paid)), (share, received)) in parties.iter().zip(costs).zip(revenue) {
            let due = proof.difference(share, received, &label("revenue still due to", party))?;
            let borne = proof.difference(cost, paid, &label("costs still borne by", party))?;
            let position = proof.difference(due, borne, &label("position", party))?;
            let profit = proof.difference(share, cost, &label("profit", party))?;
            proof.result(&pointer(["positions", party.as_str()]), position);
            proof.result(&pointer(["profit", party.as_str()]), profit);
            positions.insert(party, position);
        }
        let nothing = proof.sum(&[], books.nothing(), "nothing")?;
        let nobody = proof.text("", "nobody")?;
        for (number, transfer) in settlement.transfers.iter().enumerate() {
            let open = (positions.get(&transfer.from), positions.get(&transfer.to));
            let (Some(from), Some(to)) = (open.0.copied(), open.1.copied()) else {
                continue;
            };
            let debt = proof.negate(from, &label("debt", &transfer.from))?;
            let label = format!("transfer from {} to {}", transfer.from, transfer.to);
            let amount = proof.smallest(&[debt, to], &label)?;
            let number = number.to_string();
            let place = |key| pointer(["transfers", &number, key]);
            proof.result(&place("amount"), amount);
            let owes = proof.compare(from, nothing, Relation::Less, "owes")?;
            let is_owed = proof.compare(to, nothing, Relation::More, "is owed")?;
            for (key, flag, party) in [
                ("from", owes, &transfer.from),
                ("to", is_owed, &transfer.to),
            ] {
                // A name that reads as money is left: money alone proves it.
                if party.as_str().parse::<Money>().is_err() {
                    let name = proof.text(party.as_str(), "")?;
                    let who = proof.choose(flag, name, nobody, key)?;
                    proof.result(&place(key), who);
                }
            }
            let paid = proof.sum(&[from, amount], books.nothing(), "position after it")?;
            let got = proof.difference(to, amount, "position after it")?;
            positions.insert(&transfer.from, paid);
            positions.insert(&transfer.to, got);
        }
        Ok(proof.finish())
    }
}

/// Costs or revenue: the split of all, and what each party has booked.
struct Column<'a> {
    split: &'a Split,
    split_key: &'static str,
    amounts: &'a BTreeMap<PartyId, Money>,
    amounts_key: &'static str,
    what: &'static str,
}

impl Column<'_> {
    /// What each party should have and what it has booked.
    fn prove(
        &self,
        proof: &mut Proof,
        books: &Books,
        parties: &[PartyId],
    ) -> Result<Vec<(Step, Step)>, CoDevelopmentError> {
        let what = self.what;
        let nothing = books.nothing();
        let mut booked = Vec::with_capacity(parties.len());
        for party in parties {
            let place = pointer([self.amounts_key, party.as_str()]);
            let label = label(&format!("{what} booked"), party);
            booked.push(match self.amounts.get(party) {
                Some(amount) => proof.input("books", &place, *amount, &label)?,
                None => proof.default("books", &place, nothing, &label)?,
            });
        }
        let all = proof.sum(&booked, nothing, &format!("all {what}"))?;
        let at = Path::Document("co_development");
        let split_at = at.name(self.split_key);
        let listed = Proved(proof).split(&split_at, self.split, self.split.parties(), "share")?;
        let due = divided(proof, self.split.parties(), all, &listed, what)?;
        let mut due = self.split.parties().iter().zip(due).peekable();
        let mut columns = Vec::with_capacity(parties.len());
        for (party, booked) in parties.iter().zip(booked) {
            let own = if let Some((_, own)) = due.next_if(|(listed, _)| *listed == party) {
                own
            } else {
                let place = split_at.name(party.as_str()).pointer();
                let label = label(&format!("{what} share"), party);
                proof.default(split_at.document(), &place, nothing, &label)?
            };
            columns.push((own, booked));
        }
        Ok(columns)
    }
}

impl From<Failure> for CoDevelopmentError {
    fn from(failure: Failure) -> Self {
        match failure {
            // Shares that stand in a paper are computed with no further.
            Failure::Overflow => Self::Explain(ExplainError::Overflow { node: 0 }),
            Failure::Explain(error) => Self::Explain(error),
        }
    }
}
