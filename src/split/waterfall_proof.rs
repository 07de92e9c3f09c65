//! [`Proving`]: the way of a receipt through the tiers in steps of a proof.

use std::collections::BTreeMap;

use crate::explain::{ExplainError, Proof, Step, Value};
use crate::money::Money;
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

use super::tier::Tier;
use super::tier_plan::{Plan, PlanKind};
use super::walk::{Done, Working};
use super::waterfall_books::{Books, Papers, TierBook};
use super::waterfall_error::WaterfallError;
use super::waterfall_statement::Receipt;

/// The arithmetic that notes every step. `own` is the pool that the receipt goes to.
pub(super) struct Proving<'a> {
    pub(super) proof: Proof,
    pub(super) papers: &'a [Papers<'a>],
    pub(super) own: usize,
    pub(super) books: Vec<Books>,
    pub(super) receipt: Receipt,
    /// What moved in each tier, and the line of each party in it.
    pub(super) moved: Vec<(Step, Vec<Step>)>,
    /// The tier of which labels speak.
    at: Option<usize>,
    /// Steps that are asked for more than once stand once.
    none: Option<Step>,
    dues: BTreeMap<(usize, usize), Vec<Step>>,
    others: Option<Step>,
}

impl<'a> Proving<'a> {
    /// A proof that has read the states before.
    pub(super) fn new(
        papers: &'a [Papers<'a>],
        own: usize,
        receipt: Receipt,
    ) -> Result<Self, ExplainError> {
        let mut proof = Proof::new();
        let mut books = Vec::with_capacity(papers.len());
        for papers in papers {
            books.push(Books::read(&mut proof, papers)?);
        }
        Ok(Self {
            proof,
            papers,
            own,
            books,
            receipt,
            moved: Vec::new(),
            at: None,
            none: None,
            dues: BTreeMap::new(),
            others: None,
        })
    }

    /// The papers and books of the pool that the receipt goes to.
    pub(super) fn own(&self) -> Done<(&'a Papers<'a>, &Books)> {
        let own = self.papers.get(self.own).zip(self.books.get(self.own));
        own.ok_or(WaterfallError::Empty)
    }

    pub(super) fn own_mut(&mut self) -> Done<&mut Books> {
        self.books.get_mut(self.own).ok_or(WaterfallError::Empty)
    }

    pub(super) fn plan(&self, tier: usize) -> Done<&'a Plan> {
        let (papers, _) = self.own()?;
        let plans = papers.waterfall.plans();
        plans.get(tier).ok_or(WaterfallError::Empty)
    }

    pub(super) fn book(&self, tier: usize) -> Done<&TierBook> {
        let (_, books) = self.own()?;
        books.tiers.get(tier).ok_or(WaterfallError::Empty)
    }

    /// A label that says of which tier it speaks.
    pub(super) fn label(&self, what: &str) -> String {
        let kind = self.at.and_then(|tier| {
            let tiers = &self.papers.get(self.own)?.waterfall.terms().tiers;
            Some((tier, tiers.get(tier)?.kind()))
        });
        match kind {
            Some((tier, kind)) => format!("tier {tier}, {kind}: {what}"),
            None => what.to_owned(),
        }
    }

    pub(super) fn label_of(&self, what: &str, party: &PartyId) -> String {
        self.label(&format!("{what} of {party}"))
    }

    /// The claims of a recoup tier, each times the multiple.
    pub(super) fn due(&mut self, pool: usize, tier: usize) -> Done<Vec<Step>> {
        if let Some(due) = self.dues.get(&(pool, tier)) {
            return Ok(due.clone());
        }
        let papers = self.papers.get(pool).ok_or(WaterfallError::Empty)?;
        let Some(Tier::Recoup {
            claims, multiple, ..
        }) = papers.waterfall.terms().tiers.get(tier)
        else {
            return Ok(Vec::new());
        };
        let place = papers.tier(tier, &["multiple"]);
        let multiple = if *multiple == Ratio::ONE {
            self.proof
                .default("waterfall", &place, *multiple, "multiple")?
        } else {
            self.proof
                .input("waterfall", &place, *multiple, "multiple")?
        };
        let mut due = Vec::with_capacity(claims.len());
        for party in claims.keys() {
            let claim = self.claim(pool, tier, party)?;
            let label = self.label_of("exact claim", party);
            let exact = self.proof.product(&[multiple, claim], &label)?;
            let rounding = Rounding::HalfAwayFromZero;
            let label = self.label_of("claim", party);
            due.push(self.proof.round(exact, rounding, None, None, &label)?);
        }
        self.dues.insert((pool, tier), due.clone());
        Ok(due)
    }

    /// What a party has put in.
    pub(super) fn claim(&mut self, pool: usize, tier: usize, party: &PartyId) -> Done<Step> {
        let papers = self.papers.get(pool).ok_or(WaterfallError::Empty)?;
        let claim = match papers.waterfall.terms().tiers.get(tier) {
            Some(Tier::Recoup { claims, .. }) => claims.get(party).copied(),
            _ => None,
        };
        let claim = claim.unwrap_or(Money::zero(self.receipt.amount.currency()));
        let place = papers.tier(tier, &["claims", party.as_str()]);
        let label = format!("put in by {party}");
        Ok(self.proof.input("waterfall", &place, claim, &label)?)
    }

    /// What the parties of a recoup tier hold in all tiers of its group.
    pub(super) fn held(&mut self, pool: usize, tier: usize) -> Done<Vec<Step>> {
        let members = self.members(pool, tier);
        let lists = members.iter().filter_map(|(pool, tier)| {
            let books = self.books.get(*pool)?;
            books.tiers.get(*tier).map(|book| book.paid.clone())
        });
        let lists: Vec<Vec<Step>> = lists.collect();
        if let [only] = lists.as_slice() {
            return Ok(only.clone());
        }
        let parties = lists.first().map_or(0, Vec::len);
        let mut held = Vec::with_capacity(parties);
        for position in 0..parties {
            let steps = lists.iter().filter_map(|list| list.get(position).copied());
            let steps: Vec<Step> = steps.collect();
            let label = self.label("held in all tiers of the group");
            held.push(self.proof.sum(&steps, self.zero(), &label)?);
        }
        Ok(held)
    }

    /// The tiers that share a claim with this one, itself among them.
    fn members(&self, pool: usize, tier: usize) -> Vec<(usize, usize)> {
        let group = |plan: &Plan| plan.claims().and_then(|claims| claims.group.clone());
        let own = self.papers.get(pool);
        let own = own.and_then(|papers| group(papers.waterfall.plans().get(tier)?));
        let Some(own) = own else {
            return vec![(pool, tier)];
        };
        let mut members = Vec::new();
        for (at, papers) in self.papers.iter().enumerate() {
            for (tier, plan) in papers.waterfall.plans().iter().enumerate() {
                if group(plan).as_ref() == Some(&own) {
                    members.push((at, tier));
                }
            }
        }
        members
    }

    pub(super) const fn zero(&self) -> Money {
        Money::zero(self.receipt.amount.currency())
    }

    /// What is owed of a carried fraction.
    pub(super) fn carried(&mut self, carry: Step, party: &PartyId) -> Done<Step> {
        let unit = self.own()?.1.unit;
        let label = self.label_of("carried fraction", party);
        Ok(self.proof.product(&[carry, unit], &label)?)
    }

    /// The fraction of a unit that an exact amount exceeds money by.
    pub(super) fn carry(&mut self, exact: Step, money: Step, party: &PartyId) -> Done<Step> {
        let unit = self.own()?.1.unit;
        let label = self.label_of("fraction", party);
        let over = self.proof.difference(exact, money, &label)?;
        let label = self.label_of("fraction in units", party);
        Ok(self.proof.quotient(over, unit, &label)?)
    }
}

impl Working for Proving<'_> {
    type Figure = Step;

    fn nothing(&mut self) -> Done<Step> {
        if let Some(none) = self.none {
            return Ok(none);
        }
        let none = self.proof.sum(&[], self.zero(), "nothing")?;
        self.none = Some(none);
        Ok(none)
    }

    fn sum(&mut self, first: Step, second: Step, label: &'static str) -> Done<Step> {
        let label = self.label(label);
        let zero = self.zero();
        Ok(self.proof.sum(&[first, second], zero, &label)?)
    }

    fn difference(&mut self, first: Step, second: Step, label: &'static str) -> Done<Step> {
        let label = self.label(label);
        Ok(self.proof.difference(first, second, &label)?)
    }

    fn smallest(&mut self, first: Step, second: Step, label: &'static str) -> Done<Step> {
        let label = self.label(label);
        Ok(self.proof.smallest(&[first, second], &label)?)
    }

    fn largest(&mut self, first: Step, second: Step, label: &'static str) -> Done<Step> {
        let label = self.label(label);
        Ok(self.proof.largest(&[first, second], &label)?)
    }

    fn units(&self, figure: Step) -> i128 {
        match self.proof.value(figure) {
            Value::Money(money) => money.minor(),
            _ => 0,
        }
    }

    fn amount(&mut self) -> Done<Step> {
        let amount = self.receipt.amount;
        Ok(self.proof.input("receipt", "/amount", amount, "receipt")?)
    }

    fn received(&mut self) -> Done<Step> {
        Ok(self.own()?.1.received)
    }

    fn highest(&mut self) -> Done<Step> {
        let (_, books) = self.own()?;
        Ok(books.highest.unwrap_or(books.received))
    }

    fn total(&mut self, tier: usize) -> Done<Step> {
        self.at = Some(tier);
        self.others = None;
        Ok(self.book(tier)?.total)
    }

    fn elsewhere(&mut self, tier: usize) -> Done<Option<Step>> {
        if self
            .plan(tier)?
            .claims()
            .is_none_or(|claims| claims.group.is_none())
        {
            return Ok(None);
        }
        if self.others.is_some() {
            return Ok(self.others);
        }
        let members = self.members(self.own, tier);
        let others = members.iter().filter(|at| **at != (self.own, tier));
        let totals = others.filter_map(|(pool, tier)| {
            let book = self.books.get(*pool)?.tiers.get(*tier)?;
            Some(book.total)
        });
        let totals: Vec<Step> = totals.collect();
        let label = self.label("held by other tiers of the group");
        self.others = Some(self.proof.sum(&totals, self.zero(), &label)?);
        Ok(self.others)
    }

    fn claimed(&mut self, tier: usize) -> Done<Step> {
        let due = self.due(self.own, tier)?;
        let label = self.label("all claims");
        let zero = self.zero();
        Ok(self.proof.sum(&due, zero, &label)?)
    }

    fn limit(&mut self, tier: usize) -> Done<Step> {
        let (papers, _) = self.own()?;
        let (key, amount) = match papers.waterfall.terms().tiers.get(tier) {
            Some(Tier::OffTheTop { cap: Some(cap), .. } | Tier::ShareUntil { cap, .. }) => {
                ("cap", *cap)
            }
            Some(Tier::ShareUntilParty { amount, .. }) => ("amount", *amount),
            _ => return self.nothing(),
        };
        let label = self.label(key);
        let place = papers.tier(tier, &[key]);
        Ok(self.proof.input("waterfall", &place, amount, &label)?)
    }

    fn times(&mut self, tier: usize, amount: Step) -> Done<Step> {
        let (papers, _) = self.own()?;
        let mut ratio = |key: &[&str], value: Ratio| {
            let (place, label) = (papers.tier(tier, key), key.join(" of "));
            self.proof.input("waterfall", &place, value, &label)
        };
        let (exact, rounding) = match papers.waterfall.terms().tiers.get(tier) {
            Some(Tier::OffTheTop { rate, .. }) => {
                let rate = ratio(&["rate"], *rate)?;
                let label = self.label("rate of all that arrived");
                let fee = self.proof.product(&[rate, amount], &label)?;
                (fee, Rounding::HalfAwayFromZero)
            }
            Some(Tier::CatchUp { share, target, .. }) => {
                let share = ratio(&["share"], *share)?;
                let target = ratio(&["target"], *target)?;
                let open = self.proof.difference(share, target, "share less target")?;
                let factor = self
                    .proof
                    .quotient(target, open, "factor of the catch-up")?;
                let label = self.label("factor of the returns paid above");
                let caught = self.proof.product(&[factor, amount], &label)?;
                (caught, Rounding::HalfAwayFromZero)
            }
            Some(Tier::ShareUntilParty { split, party, .. }) => {
                let share = split.share(party).unwrap_or(Ratio::ONE);
                let share = ratio(&["split", party.as_str()], share)?;
                let label = self.label("what it takes until the party has it");
                let all = self.proof.quotient(amount, share, &label)?;
                (all, Rounding::Ceiling)
            }
            _ => return self.nothing(),
        };
        let label = self.label("capacity");
        Ok(self.proof.round(exact, rounding, None, None, &label)?)
    }

    fn booked(&mut self, tier: usize) -> Done<Step> {
        let booked = self.book(tier)?.booked.clone();
        let label = self.label("all returns booked");
        let zero = self.zero();
        Ok(self.proof.sum(&booked, zero, &label)?)
    }

    fn got(&mut self, tier: usize, party: usize) -> Done<Option<Step>> {
        let position = self.plan(tier)?.position(party);
        let book = self.book(tier)?;
        Ok(position.and_then(|position| book.paid.get(position).copied()))
    }

    fn accrue(&mut self) -> Done<()> {
        for pool in 0..self.papers.len() {
            self.accrue_pool(pool)?;
        }
        Ok(())
    }

    fn divide(&mut self, tier: usize, moved: Step, after: Step) -> Done<()> {
        let plan = self.plan(tier)?;
        let lines = if self.units(moved) == 0 {
            vec![moved; plan.parties.len()]
        } else {
            match plan.kind {
                PlanKind::Share { .. } => self.pay_shares(tier, moved)?,
                PlanKind::Recoup(_) => self.pay_claims(tier, moved, after)?,
                PlanKind::Preferred(_) => self.pay_returns(tier, moved)?,
            }
        };
        if let Some(book) = self.own_mut()?.tiers.get_mut(tier) {
            book.total = after;
        }
        self.moved.push((moved, lines));
        Ok(())
    }
}
