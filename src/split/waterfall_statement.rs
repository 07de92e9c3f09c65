//! [`WaterfallStatement`] and [`Receipt`]: what arrives, and what everybody gets of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::money::{Currency, Money};
use crate::party::PartyId;

use super::tier_plan::Plan;

/// Money that arrives, or below 0 a refund, on a day if the terms know days.
///
/// # Examples
///
/// ```
/// use partnership::split::Receipt;
/// use partnership::time::date;
///
/// let sales = Receipt::on(date("2027-03-31")?, "120000.00 USD".parse()?);
/// assert_eq!(sales.amount.to_string(), "120000.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Receipt {
    /// The day; a preferred return needs one.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "crate::time::date_text::option"
        )
    )]
    pub on: Option<NaiveDate>,
    /// What arrives.
    pub amount: Money,
}

impl Receipt {
    /// Returns a receipt without a date.
    pub const fn undated(amount: Money) -> Self {
        Self { on: None, amount }
    }

    /// Returns a receipt of a day.
    pub const fn on(date: NaiveDate, amount: Money) -> Self {
        Self {
            on: Some(date),
            amount,
        }
    }
}

/// What moved with one receipt: by party, and tier by tier.
///
/// Lines below 0 are taken back. All lines together with the undistributed rest are the receipt,
/// or what it exceeds the highest total by where refunds are not taken back.
/// [`WaterfallStatement::explain`] proves every figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaterfallStatement {
    pub(super) receipt: Receipt,
    pub(super) parties: Arc<[PartyId]>,
    pub(super) lines: Vec<Money>,
    pub(super) tiers: Vec<TierLines>,
    pub(super) deficit: Money,
    pub(super) undistributed: Money,
}

/// What moved in one tier of a [`WaterfallStatement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierLines {
    pub(super) parties: Arc<[PartyId]>,
    pub(super) amount: Money,
    pub(super) lines: Vec<Money>,
}

impl WaterfallStatement {
    /// A statement in which nothing moved.
    pub(super) fn blank(currency: Currency, parties: &Arc<[PartyId]>, plans: &[Plan]) -> Self {
        let nothing = Money::zero(currency);
        Self {
            receipt: Receipt::undated(nothing),
            parties: Arc::clone(parties),
            lines: vec![nothing; parties.len()],
            tiers: plans
                .iter()
                .map(|plan| TierLines {
                    parties: Arc::clone(&plan.parties),
                    amount: nothing,
                    lines: vec![nothing; plan.parties.len()],
                })
                .collect(),
            deficit: nothing,
            undistributed: nothing,
        }
    }

    /// Whether lines add up, tier by tier and party by party, in one currency.
    #[cfg(feature = "serde")]
    pub(super) fn adds_up(&self) -> bool {
        let mut sums: BTreeMap<&PartyId, i128> = BTreeMap::new();
        for tier in &self.tiers {
            let mut sum: i128 = 0;
            for (party, line) in tier.parties.iter().zip(&tier.lines) {
                let all = sums.entry(party).or_insert(0);
                *all = all.saturating_add(line.minor());
                sum = sum.saturating_add(line.minor());
            }
            if sum != tier.amount.minor() {
                return false;
            }
        }
        let all = [self.deficit, self.undistributed, self.receipt.amount];
        let tiers = self
            .tiers
            .iter()
            .flat_map(|tier| tier.lines.iter().chain([&tier.amount]));
        let mut all = all.iter().chain(tiers).chain(&self.lines);
        let currency = self.receipt.amount.currency();
        let mut lines = self.parties.iter().zip(&self.lines);
        all.all(|amount| amount.currency() == currency)
            && lines.all(|(party, line)| sums.remove(party).unwrap_or(0) == line.minor())
            && sums.is_empty()
    }

    /// Returns the receipt.
    pub const fn receipt(&self) -> Receipt {
        self.receipt
    }

    /// Returns what a party gets, if the waterfall lists it.
    pub fn line(&self, party: &PartyId) -> Option<Money> {
        let position = self.parties.binary_search(party).ok()?;
        self.lines.get(position).copied()
    }

    /// Returns what every party of the waterfall gets.
    pub fn lines(&self) -> BTreeMap<PartyId, Money> {
        by_party(&self.parties, &self.lines)
    }

    /// Returns what moved in each tier.
    pub fn tiers(&self) -> &[TierLines] {
        &self.tiers
    }

    /// Returns by how much all receipts are below their highest value: what the payer carries
    /// where refunds are not taken back, else 0.
    pub const fn deficit(&self) -> Money {
        self.deficit
    }

    /// Returns what no tier of an open waterfall took, or below 0 what a refund took from there.
    pub const fn undistributed(&self) -> Money {
        self.undistributed
    }
}

impl TierLines {
    /// Returns what moved in the tier.
    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// Returns what the parties of the tier get in it.
    pub fn lines(&self) -> BTreeMap<PartyId, Money> {
        by_party(&self.parties, &self.lines)
    }
}

/// Amounts in party order with their parties.
fn by_party(parties: &[PartyId], lines: &[Money]) -> BTreeMap<PartyId, Money> {
    parties.iter().cloned().zip(lines.iter().copied()).collect()
}
