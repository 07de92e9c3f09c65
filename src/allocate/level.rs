//! Where an estate stands among the claims: the exact award of each (spec/splits.md 1.4).

use crate::money::Money;
use crate::wide::{U256, count};

use super::claims_rule::ClaimsRule;

/// An exact award: whole units, and a numerator below the common denominator of all awards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    pub(super) whole: u128,
    pub(super) numerator: u128,
}

/// What decides all awards of a rule.
pub(super) enum Level {
    /// The estate over the sum of the claims.
    Proportional { estate: u128, total: u128 },
    /// Everybody gets the claim up to the mark.
    Awards(Mark),
    /// Everybody gets the claim less the mark.
    Losses(Mark),
    /// Everybody gets half of the claim up to the mark.
    HalfAwards(Mark),
    /// Everybody gets the claim less half of it up to the mark.
    HalfLosses(Mark),
    /// The estate is used up from the first claim on.
    InOrder { estate: u128 },
}

/// A level `whole + numerator / parties` up to which all claims are filled.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    whole: u128,
    numerator: u128,
    parties: u128,
}

impl Level {
    /// The estate is at most the total of the claims, which is below 2^126.
    pub(super) fn of(rule: ClaimsRule, estate: u128, total: u128, claims: &[Money]) -> Self {
        let loss = total.saturating_sub(estate);
        let mark = |filled| Mark::of(filled, total, claims);
        match rule {
            ClaimsRule::Proportional => Self::Proportional { estate, total },
            ClaimsRule::EqualAwards => Self::Awards(mark(estate)),
            ClaimsRule::EqualLosses => Self::Losses(mark(loss)),
            ClaimsRule::Talmud if estate <= loss => {
                Self::HalfAwards(mark(estate.saturating_mul(2)))
            }
            ClaimsRule::Talmud => Self::HalfLosses(mark(loss.saturating_mul(2))),
            ClaimsRule::InOrder => Self::InOrder { estate },
        }
    }

    /// The common denominator of the exact awards.
    pub(super) const fn denominator(&self) -> u128 {
        match self {
            Self::Proportional { total, .. } if *total > 0 => *total,
            Self::Proportional { .. } | Self::InOrder { .. } => 1,
            Self::Awards(mark) | Self::Losses(mark) => mark.parties,
            Self::HalfAwards(mark) | Self::HalfLosses(mark) => mark.parties.saturating_mul(2),
        }
    }

    /// The exact awards in the order of the claims.
    pub(super) fn exacts(&self, claims: &[Money]) -> impl Iterator<Item = Exact> {
        let mut left = match self {
            Self::InOrder { estate } => *estate,
            _ => 0,
        };
        claims.iter().map(move |claim| {
            let claim = claim.minor().unsigned_abs();
            if let Self::InOrder { .. } = self {
                let whole = claim.min(left);
                left = left.saturating_sub(whole);
                return Exact {
                    whole,
                    numerator: 0,
                };
            }
            self.exact(claim)
        })
    }

    fn exact(&self, claim: u128) -> Exact {
        match self {
            Self::Proportional { estate, total } => {
                if let Some(product) = estate.checked_mul(claim) {
                    return Exact {
                        whole: product.checked_div(*total).unwrap_or(0),
                        numerator: product.checked_rem(*total).unwrap_or(0),
                    };
                }
                let shared = U256::product(*estate, claim).div_rem(*total);
                let (whole, numerator) = shared.unwrap_or((U256::ZERO, 0));
                Exact {
                    whole: whole.to_u128().unwrap_or(0),
                    numerator,
                }
            }
            Self::Awards(mark) => mark.up_to(claim),
            Self::Losses(mark) => mark.up_to(claim).taken_from(claim, mark.parties),
            Self::HalfAwards(mark) => mark.up_to(claim).half(mark.parties),
            Self::HalfLosses(mark) => {
                let half = mark.up_to(claim).half(mark.parties);
                half.taken_from(claim, mark.parties.saturating_mul(2))
            }
            Self::InOrder { .. } => Exact {
                whole: 0,
                numerator: 0,
            },
        }
    }
}

impl Mark {
    /// The level at which the claims up to it add up to `filled`, at most the total.
    fn of(filled: u128, total: u128, claims: &[Money]) -> Self {
        let everything = Self {
            whole: u128::MAX,
            numerator: 0,
            parties: 1,
        };
        if filled >= total {
            return everything;
        }
        let (mut below, mut sum) = (0, 0);
        loop {
            // Those above the mark share what those below it leave; each pass raises the mark.
            let above = u128::from(count(claims.len())).saturating_sub(below);
            let left = filled.saturating_sub(sum);
            let (Some(whole), Some(numerator)) = (left.checked_div(above), left.checked_rem(above))
            else {
                return everything;
            };
            let before = below;
            (below, sum) = (0_u128, 0_u128);
            for claim in claims {
                let claim = claim.minor().unsigned_abs();
                if claim <= whole {
                    below = below.saturating_add(1);
                    sum = sum.saturating_add(claim);
                }
            }
            if below == before {
                return Self {
                    whole,
                    numerator,
                    parties: above,
                };
            }
        }
    }

    /// A claim, or the mark if the claim is larger.
    const fn up_to(self, claim: u128) -> Exact {
        if claim <= self.whole {
            Exact {
                whole: claim,
                numerator: 0,
            }
        } else {
            Exact {
                whole: self.whole,
                numerator: self.numerator,
            }
        }
    }
}

impl Exact {
    /// The claim less this, over the same denominator.
    const fn taken_from(self, claim: u128, denominator: u128) -> Self {
        let rest = claim.saturating_sub(self.whole);
        if self.numerator == 0 {
            Self {
                whole: rest,
                numerator: 0,
            }
        } else {
            Self {
                whole: rest.saturating_sub(1),
                numerator: denominator.saturating_sub(self.numerator),
            }
        }
    }

    /// Half of this, over twice the denominator.
    const fn half(self, denominator: u128) -> Self {
        let odd = if self.whole & 1 == 1 { denominator } else { 0 };
        Self {
            whole: self.whole >> 1,
            numerator: self.numerator.saturating_add(odd),
        }
    }
}
