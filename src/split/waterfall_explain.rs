//! [`WaterfallStatement::explain`]: the proof of a statement, made by passing its receipt through
//! the tiers once more.

use crate::explain::{Explanation, Proof, Value, pointer};
use crate::money::Money;
use crate::party::PartyId;

use super::pools::Pools;
use super::pools_state::PoolsState;
use super::walk::{Received, receive};
use super::waterfall::Waterfall;
use super::waterfall_books::Papers;
use super::waterfall_error::WaterfallError;
use super::waterfall_proof::Proving;
use super::waterfall_state::WaterfallState;
use super::waterfall_statement::WaterfallStatement;

impl WaterfallStatement {
    /// Returns the proof of every figure of the statement and of the state after it, tier by tier,
    /// down to the carried fraction.
    ///
    /// The papers of the explanation are `waterfall`, `state` (the one before) and `receipt`; the
    /// result is `{statement, state}`. It is a second computation: a statement that a stranger
    /// hands in is tested by it (spec/explain.md).
    ///
    /// # Errors
    ///
    /// Those of [`Waterfall::distribute`], [`WaterfallError::Differs`] if the papers come to
    /// another statement, and [`WaterfallError::Explain`] or [`WaterfallError::Overflow`] where an
    /// exact value does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
    /// use partnership::{Currency, PartyId};
    ///
    /// let (label, artist) = (PartyId::new("label")?, PartyId::new("artist")?);
    /// let parties = [label.clone(), artist.clone()];
    /// let advance = Tier::recoup([(label, "100.00 USD".parse()?)]);
    /// let rest = Tier::residual(Split::equal(parties.clone())?);
    /// let deal = Waterfall::new(WaterfallTerms::new(Currency::USD, parties, vec![advance, rest]))?;
    ///
    /// let before = deal.new_state();
    /// let receipt = Receipt::undated("130.00 USD".parse()?);
    /// let (_, statement) = deal.distribute(&before, receipt)?;
    /// let proof = statement.explain(&deal, &before)?;
    /// proof.check()?;
    /// let why = proof.why("/statement/tiers/0/amount")?.text();
    /// assert!(why.contains("tier 0, recoup: passes into the tier: 100.00 USD"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(
        &self,
        waterfall: &Waterfall,
        before: &WaterfallState,
    ) -> Result<Explanation, WaterfallError> {
        let (_, computed) = waterfall.distribute(before, self.receipt)?;
        let papers = [Papers {
            path: Vec::new(),
            waterfall,
            state: before,
        }];
        self.prove(&computed, &papers, 0)
    }

    /// Returns the proof of the statement of a receipt that went to a pool.
    ///
    /// The papers are `waterfall`, which are the pools, `state` and `receipt`, the result
    /// `{statement, state}`.
    ///
    /// # Errors
    ///
    /// Those of [`Pools::distribute`] and of [`Self::explain`].
    pub fn explain_in_pools(
        &self,
        pools: &Pools,
        before: &PoolsState,
        pool: &str,
    ) -> Result<Explanation, WaterfallError> {
        let (_, computed) = pools.distribute(before, pool, self.receipt)?;
        let papers = pools.pools().zip(&before.pools);
        let papers = papers.map(|((name, waterfall), (_, state))| Papers {
            path: vec!["pools", name],
            waterfall,
            state,
        });
        let papers: Vec<Papers<'_>> = papers.collect();
        self.prove(&computed, &papers, pools.position(pool)?)
    }

    fn prove(
        &self,
        computed: &Self,
        papers: &[Papers<'_>],
        own: usize,
    ) -> Result<Explanation, WaterfallError> {
        if let Some(pointer) = self.first_difference(computed) {
            return Err(WaterfallError::Differs { pointer });
        }
        let mut proving = Proving::new(papers, own, self.receipt)?;
        let waterfall = proving.own()?.0.waterfall;
        let correction = waterfall.terms().correction;
        let received = receive(&mut proving, waterfall.plans(), correction)?;
        proving.finish(self, &received)
    }

    /// The first figure in which another statement is not this one.
    fn first_difference(&self, other: &Self) -> Option<String> {
        let figures = |statement: &Self| -> Vec<(String, Money)> {
            let mut figures = vec![
                ("/deficit".to_owned(), statement.deficit),
                ("/undistributed".to_owned(), statement.undistributed),
            ];
            let line = |party: &PartyId, line: &Money, path: &[&str]| {
                let path = path.iter().copied().chain(["lines", party.as_str()]);
                (pointer(path), *line)
            };
            let lines = statement.parties.iter().zip(&statement.lines);
            figures.extend(lines.map(|(party, amount)| line(party, amount, &[])));
            for (at, tier) in statement.tiers.iter().enumerate() {
                let at = at.to_string();
                figures.push((pointer(["tiers", &at, "amount"]), tier.amount));
                let lines = tier.parties.iter().zip(&tier.lines);
                figures.extend(lines.map(|(party, amount)| line(party, amount, &["tiers", &at])));
            }
            figures
        };
        let (own, computed) = (figures(self), figures(other));
        let mut pairs = own.iter().zip(&computed);
        let differs = pairs.find(|(own, computed)| own != computed);
        match differs {
            Some(((place, _), _)) => Some(place.clone()),
            None if own.len() == computed.len() => None,
            None => Some("/lines".to_owned()),
        }
    }
}

impl Proving<'_> {
    /// Says what the steps come to, in the statement and in the state after it.
    fn finish(
        mut self,
        statement: &WaterfallStatement,
        received: &Received<crate::explain::Step>,
    ) -> Result<Explanation, WaterfallError> {
        let amount = super::walk::Working::amount(&mut self)?;
        self.proof.result("/statement/amount", amount);
        self.proof.result("/statement/deficit", received.deficit);
        self.proof
            .result("/statement/undistributed", received.undistributed);
        self.lines(statement)?;
        if let Some(on) = self.receipt.on {
            let label = "day of the receipt";
            let on = self.proof.input("receipt", "/on", on, label)?;
            self.proof.result("/statement/on", on);
            for books in &mut self.books {
                books.on = Some(on);
            }
        }
        if let Some(books) = self.books.get_mut(self.own) {
            books.received = received.total;
            books.highest = received.highest;
        }
        let Self {
            mut proof,
            papers,
            books,
            ..
        } = self;
        for (books, papers) in books.iter().zip(papers) {
            books.prove(&mut proof, papers);
        }
        agree(&proof, received, statement)?;
        Ok(proof.finish())
    }

    /// The lines of the tiers, and of all tiers together.
    fn lines(&mut self, statement: &WaterfallStatement) -> Result<(), WaterfallError> {
        let moved = std::mem::take(&mut self.moved);
        for (at, ((amount, lines), tier)) in moved.iter().zip(&statement.tiers).enumerate() {
            let at = at.to_string();
            let place = pointer(["statement", "tiers", &at, "amount"]);
            self.proof.result(&place, *amount);
            for ((party, line), written) in tier.parties.iter().zip(lines).zip(&tier.lines) {
                let path = ["statement", "tiers", &at, "lines", party.as_str()];
                self.proof.result(&pointer(path), *line);
                self.same(*line, *written, &pointer(path))?;
            }
        }
        for (party, written) in statement.parties.iter().zip(&statement.lines) {
            let mut steps = Vec::new();
            for ((_, lines), tier) in moved.iter().zip(&statement.tiers) {
                let position = tier.parties.binary_search(party).ok();
                steps.extend(position.and_then(|position| lines.get(position).copied()));
            }
            let line = match steps.as_slice() {
                [] => {
                    // Nothing stands in any tier for this party.
                    let papers = self.own()?.0;
                    let place = papers.tier(0, &["parties", party.as_str()]);
                    let label = format!("{party} has no part in any tier");
                    let zero = self.zero();
                    self.proof.default("waterfall", &place, zero, &label)?
                }
                [only] => *only,
                many => {
                    let label = format!("all tiers for {party}");
                    let zero = self.zero();
                    self.proof.sum(many, zero, &label)?
                }
            };
            let place = pointer(["statement", "lines", party.as_str()]);
            self.proof.result(&place, line);
            self.same(line, *written, &place)?;
        }
        Ok(())
    }

    /// That a step comes to what was written.
    fn same(
        &self,
        step: crate::explain::Step,
        written: Money,
        place: &str,
    ) -> Result<(), WaterfallError> {
        if *self.proof.value(step) == Value::Money(written) {
            Ok(())
        } else {
            let pointer = place.to_owned();
            Err(WaterfallError::Differs { pointer })
        }
    }
}

/// That the figures beside the lines come to what was written.
fn agree(
    proof: &Proof,
    received: &Received<crate::explain::Step>,
    statement: &WaterfallStatement,
) -> Result<(), WaterfallError> {
    let figures = [
        ("/statement/deficit", received.deficit, statement.deficit),
        (
            "/statement/undistributed",
            received.undistributed,
            statement.undistributed,
        ),
    ];
    for (place, step, written) in figures {
        if *proof.value(step) != Value::Money(written) {
            let pointer = place.to_owned();
            return Err(WaterfallError::Differs { pointer });
        }
    }
    Ok(())
}
