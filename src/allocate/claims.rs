//! [`ClaimsRule`]: who gets what when more is claimed than there is.

use crate::money::{Currency, Money};
use crate::wide::signed;

use super::claims_rule::ClaimsRule;
use super::level::{Exact, Level};
use super::step::Ranks;
use super::units::ExactUnits;

/// What each claimant is awarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awards {
    exact: Vec<ExactUnits>,
    units: Vec<Money>,
    rest: Money,
}

impl Awards {
    /// Returns the exact awards in minor units, in the order of the claims.
    pub fn exact(&self) -> &[ExactUnits] {
        &self.exact
    }

    /// Returns the awards, in the order of the claims; with the rest they add up to the estate.
    pub fn awards(&self) -> &[Money] {
        &self.units
    }

    /// Returns what is left of an estate that exceeds the claims.
    pub const fn rest(&self) -> Money {
        self.rest
    }
}

impl ClaimsRule {
    /// Returns what each claimant is awarded, claims in party order, or for `InOrder` in the
    /// order in which they are filled.
    ///
    /// # Rounding
    ///
    /// The exact awards are cut down to the minor unit; the units left go one each to the
    /// largest cut-off fractions, ties in the order of the claims: never above a claim.
    ///
    /// # Errors
    ///
    /// In this order: [`ClaimsError::CurrencyMismatch`], [`ClaimsError::NegativeEstate`],
    /// [`ClaimsError::NegativeClaim`], [`ClaimsError::Empty`], [`ClaimsError::Overflow`].
    pub fn award(self, estate: Money, claims: &[Money]) -> Result<Awards, ClaimsError> {
        let currency = estate.currency();
        let total = check(estate, claims)?;
        let shared = estate.minor().unsigned_abs().min(total);
        let level = Level::of(self, shared, total, claims);
        let exact: Vec<Exact> = level.exacts(claims).collect();
        let below = level.denominator();
        let mut awards = vec![Money::zero(currency); claims.len()];
        let whole: Vec<i128> = exact.iter().map(|exact| units(exact.whole)).collect();
        let rests: Vec<u128> = exact.iter().map(|exact| exact.numerator).collect();
        Ranks::default().hand_out(&whole, &rests, shared, currency, &mut awards);
        let exact = exact
            .iter()
            .map(|exact| ExactUnits::new(units(exact.whole), exact.numerator, below));
        let rest = estate.minor().saturating_sub(units(shared));
        Ok(Awards {
            exact: exact.collect(),
            units: awards,
            rest: Money::clamped(rest, currency),
        })
    }

    /// Returns what each claimant gets next, so that with what was paid before they hold the
    /// awards of the estate: the step of a [`Ledger`](super::Ledger) with these awards as what
    /// the parties are entitled to.
    ///
    /// The lines add up to the estate, as far as it is claimed, less all that was paid. What was
    /// paid can be more than an award; it is taken back only as far as the estate has shrunk.
    ///
    /// # Errors
    ///
    /// Those of [`Self::award`], and [`ClaimsError::LengthMismatch`] if there is not one amount
    /// paid per claim.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::allocate::ClaimsRule;
    /// use partnership::{Currency, Money};
    ///
    /// let usd = |minor| Money::from_minor(minor, Currency::USD);
    /// let claims = [usd(1_000), usd(2_000)];
    /// let first = ClaimsRule::EqualAwards.award(usd(101), &claims)?;
    /// assert_eq!(first.awards(), [usd(51), usd(50)]);
    /// let lines = ClaimsRule::EqualAwards.award_after(first.awards(), usd(202), &claims)?;
    /// assert_eq!(lines, [usd(50), usd(51)]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn award_after(
        self,
        paid: &[Money],
        estate: Money,
        claims: &[Money],
    ) -> Result<Vec<Money>, ClaimsError> {
        let mut lines = vec![Money::zero(estate.currency()); claims.len()];
        self.award_after_into(paid, estate, claims, &mut ClaimsRoom::default(), &mut lines)?;
        Ok(lines)
    }

    /// The same into a slice of one place per claim, without any allocation on the heap where the
    /// room has served as many claims before.
    pub(crate) fn award_after_into(
        self,
        paid: &[Money],
        estate: Money,
        claims: &[Money],
        room: &mut ClaimsRoom,
        lines: &mut [Money],
    ) -> Result<(), ClaimsError> {
        let currency = estate.currency();
        let total = check(estate, claims)?;
        for given in [paid.len(), lines.len()] {
            if given != claims.len() {
                let claims = claims.len();
                return Err(ClaimsError::LengthMismatch { claims, given });
            }
        }
        let mut held: i128 = 0;
        for paid in paid {
            same_currency(currency, *paid)?;
            held = held
                .checked_add(paid.minor())
                .ok_or(ClaimsError::Overflow)?;
        }
        let shared = estate.minor().unsigned_abs().min(total);
        let step = units(shared).saturating_sub(held);
        let level = Level::of(self, shared, total, claims);
        let below = level.denominator();
        let ClaimsRoom {
            whole,
            rests,
            ranks,
        } = room;
        whole.clear();
        rests.clear();
        for (exact, paid) in level.exacts(claims).zip(paid) {
            let owed = units(exact.whole).saturating_sub(paid.minor());
            if step >= 0 || exact.numerator == 0 {
                whole.push(if step >= 0 {
                    owed
                } else {
                    owed.saturating_neg()
                });
                rests.push(exact.numerator);
            } else {
                // -(k + f) is -k - 1 and 1 - f.
                whole.push(owed.saturating_neg().saturating_sub(1));
                rests.push(below.saturating_sub(exact.numerator));
            }
        }
        ranks.hand_out(whole, rests, step.unsigned_abs(), currency, lines);
        if step < 0 {
            for line in lines {
                *line = -*line;
            }
        }
        Ok(())
    }
}

/// Room for the awards of one estate, so that paying claims needs no heap.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClaimsRoom {
    whole: Vec<i128>,
    rests: Vec<u128>,
    ranks: Ranks,
}

/// The sum of the claims, if all is as it must be.
fn check(estate: Money, claims: &[Money]) -> Result<u128, ClaimsError> {
    for claim in claims {
        same_currency(estate.currency(), *claim)?;
    }
    if estate.is_negative() {
        return Err(ClaimsError::NegativeEstate { estate });
    }
    let mut total: u128 = 0;
    for (party, claim) in claims.iter().enumerate() {
        if claim.is_negative() {
            let claim = *claim;
            return Err(ClaimsError::NegativeClaim { party, claim });
        }
        let sum = total.checked_add(claim.minor().unsigned_abs());
        total = sum
            .filter(|sum| *sum >> 126 == 0)
            .ok_or(ClaimsError::Overflow)?;
    }
    if claims.is_empty() {
        return Err(ClaimsError::Empty);
    }
    Ok(total)
}

fn same_currency(estate: Currency, given: Money) -> Result<(), ClaimsError> {
    let given = given.currency();
    if estate == given {
        Ok(())
    } else {
        Err(ClaimsError::CurrencyMismatch { estate, given })
    }
}

/// Units that are at most an amount of money.
fn units(units: u128) -> i128 {
    signed(units, false).unwrap_or(i128::MAX)
}

/// Why an estate was not divided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimsError {
    /// Nobody claims anything.
    #[error("no claims")]
    Empty,
    /// The estate is below 0.
    #[error("an estate of {estate} is below zero")]
    NegativeEstate {
        /// The estate given.
        estate: Money,
    },
    /// A claim is below 0.
    #[error("the claim {claim} at position {party} is below zero")]
    NegativeClaim {
        /// The position of the claimant.
        party: usize,
        /// The claim given.
        claim: Money,
    },
    /// A claim, or what was paid, is of another currency.
    #[error("an estate in {estate} takes no {given}")]
    CurrencyMismatch {
        /// The currency of the estate.
        estate: Currency,
        /// The other currency.
        given: Currency,
    },
    /// There is not one amount paid per claim.
    #[error("{given} amounts for {claims} claims")]
    LengthMismatch {
        /// How many claims there are.
        claims: usize,
        /// How many amounts were given.
        given: usize,
    },
    /// The claims, or what was paid, add up to more than can be computed with.
    #[error("the claims add up to too much")]
    Overflow,
}
