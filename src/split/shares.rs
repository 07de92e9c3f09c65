//! [`Split`]: the parties and their exact shares.

use std::collections::BTreeMap;
use std::fmt;

use crate::allocate::{Ledger, SequenceError, Sequenced};
use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::{Ratio, Weight, Weights, WeightsError};
use crate::text::as_one_word;

use super::error::SplitError;
use super::grid::{COARSE, Fitted, fit};

/// The agreed shares of the parties, which make a whole.
///
/// Kept as integer weights in lowest terms, sorted by party, so the order in which a caller lists
/// the parties changes nothing. A party whose share is 0 stays listed and never receives a unit.
/// Two splits are equal if they list the same parties with the same shares. The wire form is an
/// object of ratio texts that add up to 1: `{"partner": "3/10", "producer": "7/10"}`
/// (spec/splits.md 2).
///
/// # Examples
///
/// ```
/// use partnership::split::Split;
/// use partnership::{PartyId, Ratio};
///
/// let (producer, partner) = (PartyId::new("producer")?, PartyId::new("partner")?);
/// let split = Split::fixed([
///     (producer.clone(), "70%".parse()?),
///     (partner.clone(), "30%".parse()?),
/// ])?;
/// let parts = split.allocate("100.01 USD".parse()?);
/// assert_eq!(parts[&producer].to_string(), "70.01 USD");
/// assert_eq!(parts[&partner].to_string(), "30.00 USD");
/// assert_eq!(split.to_string(), "partner 3/10, producer 7/10");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "revenue share")]
#[doc(alias = "profit share")]
#[doc(alias = "points")]
pub struct Split {
    parties: Vec<PartyId>,
    /// In lowest terms, one for each party.
    weights: Weights,
    quantised: bool,
}

impl Split {
    /// Returns the split that gives every party the same share.
    ///
    /// # Errors
    ///
    /// [`SplitError::Empty`], [`SplitError::DuplicateParty`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{PartyId, Ratio};
    ///
    /// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
    /// let even = Split::equal([ana.clone(), ben])?;
    /// assert_eq!(even.share(&ana), Some(Ratio::from_percent(50)));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "50/50")]
    #[doc(alias = "fifty-fifty")]
    pub fn equal(parties: impl IntoIterator<Item = PartyId>) -> Result<Self, SplitError> {
        Self::weighted(parties.into_iter().map(|party| (party, Ratio::ONE)))
    }

    /// Returns the split in proportion to weights, which need no particular total.
    ///
    /// # Errors
    ///
    /// In this order: [`SplitError::Empty`], [`SplitError::DuplicateParty`],
    /// [`SplitError::Weights`] for what [`Weights::from_ratios`] refuses; its positions are in
    /// party order.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{PartyId, Ratio};
    ///
    /// let (agency, creator) = (PartyId::new("agency")?, PartyId::new("creator")?);
    /// let split = Split::weighted([(creator.clone(), 2), (agency, 1)])?;
    /// assert_eq!(split.share(&creator), Some(Ratio::new(2, 3)?));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "pro rata")]
    pub fn weighted(
        weights: impl IntoIterator<Item = (PartyId, impl Into<Ratio>)>,
    ) -> Result<Self, SplitError> {
        let weights = weights.into_iter();
        let (parties, ratios) = sorted(weights.map(|(party, weight)| (party, weight.into())))?;
        Ok(Self {
            parties,
            weights: Weights::from_ratios(&ratios)?.reduced(),
            quantised: false,
        })
    }

    /// Returns the split of shares that were agreed as parts of the whole: exactly 1 together.
    ///
    /// 33.33% three times is no whole, and neither is 33.33%, 33.33% and 33.33% of a register that
    /// was rounded: see [`Self::import_within`].
    ///
    /// # Errors
    ///
    /// In this order: [`SplitError::Empty`], [`SplitError::DuplicateParty`],
    /// [`SplitError::NegativeShare`], [`SplitError::TooFine`] if the least common denominator is
    /// `2^64` or more, [`SplitError::NotWhole`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{PartyId, Ratio};
    ///
    /// let third = |name| Ok::<_, partnership::Error>((PartyId::new(name)?, "33.33%".parse()?));
    /// let error = Split::fixed([third("a")?, third("b")?, third("c")?]).unwrap_err();
    /// assert_eq!(error.to_string(), "shares add up to 9999/10000, not 1");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "70/30")]
    #[doc(alias = "percentage split")]
    pub fn fixed(shares: impl IntoIterator<Item = (PartyId, Ratio)>) -> Result<Self, SplitError> {
        let (parties, shares) = sorted(shares)?;
        check_shares(&parties, &shares)?;
        let total = sum_of(&shares);
        if total != Some(Ratio::ONE) {
            return Err(not_whole(total));
        }
        Ok(Self {
            parties,
            weights: Weights::from_ratios(&shares)?.reduced(),
            quantised: false,
        })
    }

    /// Returns the parties in party order.
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Returns the weights in lowest terms, in party order: the door to
    /// [`Weights::allocate_into`] and [`Ledger::pay_into`], which need no heap.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Returns the share of a party, if the split lists it.
    pub fn share(&self, party: &PartyId) -> Option<Ratio> {
        self.weights.share(self.position(party)?)
    }

    /// Returns the exact shares by party; they add up to 1.
    pub fn shares(&self) -> BTreeMap<PartyId, Ratio> {
        self.entries()
            .map(|(party, share)| (party.clone(), share))
            .collect()
    }

    /// Returns whether a share on the way to this split needed a finer fraction than a split
    /// keeps, and was put on a grid of `10^18` parts, or of `10^9` by [`Self::coarsened`].
    ///
    /// The shares themselves are exact either way. The wire form does not say it.
    pub const fn is_quantised(&self) -> bool {
        self.quantised
    }

    /// Returns the parts of one amount by party; they add up to it.
    ///
    /// # Rounding
    ///
    /// Each part is cut down to the minor unit; the units left go one each to the largest cut-off
    /// fractions, the first in party order among equals. A loss mirrors a profit
    /// (spec/splits.md 1.1).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{Money, PartyId};
    ///
    /// let split = Split::equal([PartyId::new("ana")?, PartyId::new("ben")?])?;
    /// let cents = |amount: Money| split.allocate(amount).into_values().collect::<Vec<_>>();
    /// assert_eq!(cents("0.01 USD".parse()?), ["0.01 USD".parse()?, "0.00 USD".parse()?]);
    /// assert_eq!(cents("-0.01 USD".parse()?), ["-0.01 USD".parse()?, "0.00 USD".parse()?]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn allocate(&self, amount: Money) -> BTreeMap<PartyId, Money> {
        let parts = self.weights.allocate(amount);
        self.parties.iter().cloned().zip(parts).collect()
    }

    /// Returns an empty ledger of these parties, which carries fractions from payment to payment.
    ///
    /// The shares come with each payment, since they may change over time.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::Split;
    /// use partnership::{Currency, Money, PartyId};
    ///
    /// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
    /// let split = Split::equal([ana.clone(), ben.clone()])?;
    /// let mut ledger = split.ledger(Currency::USD);
    /// let cent = Money::from_minor(1, Currency::USD);
    /// assert_eq!(ledger.pay(cent, &split.shares())?[&ana], cent);
    /// assert_eq!(ledger.pay(cent, &split.shares())?[&ben], cent);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn ledger(&self, currency: Currency) -> Ledger {
        Ledger::with_parties(currency, self.parties.iter().cloned())
    }

    /// Returns an empty account of these shares, whose balances depend on its total alone.
    ///
    /// # Errors
    ///
    /// [`SequenceError::SequenceTooLong`] if the weights in lowest terms add up to more than
    /// 1,000,000.
    pub fn sequenced(&self, currency: Currency) -> Result<Sequenced, SequenceError> {
        Sequenced::new(currency, &self.weights)
    }

    /// Returns the split on `10^9` parts by largest remainder if its weights add up to more, and
    /// as it is if not.
    ///
    /// Models that multiply splits coarsen them first, so that nothing overflows.
    #[must_use]
    pub fn coarsened(&self) -> Self {
        if self.weights.sum() <= COARSE.finest {
            return self.clone();
        }
        let mut parts = vec![0; self.weights.len()];
        // One place per weight; parts of a total above 0 are not below 0.
        let divided = i64::try_from(COARSE.parts)
            .is_ok_and(|total| self.weights.allocate_minor_into(total, &mut parts).is_ok());
        let parts: Vec<Weight> = parts.into_iter().map(i64::unsigned_abs).collect();
        match Weights::new(parts) {
            Ok(weights) if divided => Self {
                parties: self.parties.clone(),
                weights: weights.reduced(),
                quantised: true,
            },
            _ => self.clone(),
        }
    }

    /// The split of parts that stand in this proportion, quantised if need be; `quantised` says
    /// whether something was before.
    pub(super) fn of_parts(
        parts: BTreeMap<PartyId, u128>,
        quantised: bool,
        step: &'static str,
    ) -> Result<Self, SplitError> {
        let (parties, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let sum = parts
            .iter()
            .try_fold(0_u128, |sum, part| sum.checked_add(*part));
        let fitted = fit(&parts, sum.ok_or(SplitError::Overflow { step })?)?;
        let Fitted {
            weights,
            quantised: on_grid,
        } = fitted;
        Ok(Self {
            parties,
            weights,
            quantised: quantised || on_grid,
        })
    }

    /// The split of exact shares that were fitted to what a split keeps, one for each party in
    /// party order.
    pub(super) fn of_shares(
        parties: &[PartyId],
        shares: &[Ratio],
        quantised: bool,
    ) -> Result<Self, SplitError> {
        Ok(Self {
            parties: parties.to_vec(),
            weights: Weights::from_ratios(shares)?.reduced(),
            quantised,
        })
    }

    /// The same shares in a longer list of parties, in party order; whoever is new has none.
    pub(super) fn among(&self, parties: &[PartyId]) -> Self {
        let weight = |party| self.weight(party).unwrap_or(0);
        let weights: Vec<Weight> = parties.iter().map(weight).collect();
        match Weights::new(weights) {
            Ok(weights) => Self {
                parties: parties.to_vec(),
                weights,
                quantised: self.quantised,
            },
            Err(_) => self.clone(),
        }
    }

    /// Parties and shares in party order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&PartyId, Ratio)> {
        let share = |position| self.weights.share(position).unwrap_or(Ratio::ZERO);
        self.parties
            .iter()
            .enumerate()
            .map(move |(position, party)| (party, share(position)))
    }

    /// The weight of a party, if the split lists it.
    pub(super) fn weight(&self, party: &PartyId) -> Option<Weight> {
        self.weights.as_slice().get(self.position(party)?).copied()
    }

    fn position(&self, party: &PartyId) -> Option<usize> {
        self.parties.binary_search(party).ok()
    }
}

impl fmt::Display for Split {
    /// Writes every party with its exact share, in party order: `director 18/25, producer 7/25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for (party, share) in self.shares() {
            write!(f, "{before}{} {share}", as_one_word(party.as_str()))?;
            before = ", ";
        }
        Ok(())
    }
}

impl PartialEq for Split {
    fn eq(&self, other: &Self) -> bool {
        self.parties == other.parties && self.weights == other.weights
    }
}

impl Eq for Split {}

/// Parties in party order, each once, and what stands beside them.
pub(super) fn sorted<T>(
    entries: impl IntoIterator<Item = (PartyId, T)>,
) -> Result<(Vec<PartyId>, Vec<T>), SplitError> {
    let mut entries: Vec<(PartyId, T)> = entries.into_iter().collect();
    if entries.is_empty() {
        return Err(SplitError::Empty);
    }
    entries.sort_by(|(left, _), (right, _)| left.cmp(right));
    let same = |pair: &&[(PartyId, T)]| matches!(pair, [(left, _), (right, _)] if left == right);
    if let Some([(party, _), ..]) = entries.windows(2).find(same) {
        return Err(SplitError::DuplicateParty {
            party: party.clone(),
        });
    }
    Ok(entries.into_iter().unzip())
}

/// That no share is below 0, and their least common denominator below `2^64`.
pub(super) fn check_shares(parties: &[PartyId], shares: &[Ratio]) -> Result<(), SplitError> {
    let mut entries = parties.iter().zip(shares);
    if let Some((party, share)) = entries.find(|(_, share)| share.is_negative()) {
        return Err(SplitError::NegativeShare {
            party: party.clone(),
            share: *share,
        });
    }
    match Weights::from_ratios(shares) {
        Err(WeightsError::TooFine { denominator }) => Err(SplitError::TooFine { denominator }),
        _ => Ok(()),
    }
}

/// The exact sum, if a ratio can hold it.
pub(super) fn sum_of<'a>(shares: impl IntoIterator<Item = &'a Ratio>) -> Option<Ratio> {
    let mut shares = shares.into_iter();
    shares.try_fold(Ratio::ZERO, |sum, share| sum.checked_add(*share).ok())
}

/// The refusal of a sum that is not 1; one that no ratio holds stops counting at `2^127 - 1`.
pub(super) fn not_whole(total: Option<Ratio>) -> SplitError {
    let most = || Ratio::new(i128::MAX, 1).unwrap_or(Ratio::ONE);
    let total = total.unwrap_or_else(most);
    SplitError::NotWhole {
        total,
        // The total is not below 0.
        difference: total.checked_sub(Ratio::ONE).unwrap_or(total),
    }
}
