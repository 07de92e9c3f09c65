//! [`ClaimsRule`]: the names of the rules for claims.

/// A rule by which an estate is divided among claims.
///
/// With `E` the estate, at most the sum `D` of the claims `d` (spec/splits.md 1.4):
///
/// | rule | what each is awarded |
/// |---|---|
/// | `Proportional` | `E * d / D` |
/// | `EqualAwards` | `min(d, l)`, with the `l` at which the awards add up to `E` |
/// | `EqualLosses` | `d` less what equal awards would give of the loss `D - E` |
/// | `Talmud` | equal awards on half claims up to `E = D/2`, then equal losses on half claims |
/// | `InOrder` | claims filled one after the other, in the order given |
///
/// # Examples
///
/// ```
/// use partnership::allocate::ClaimsRule;
/// use partnership::{Currency, Money};
///
/// let usd = |major| Money::from_major(major, Currency::USD);
/// let claims = [usd(100)?, usd(200)?, usd(300)?];
/// let awards = ClaimsRule::Talmud.award(usd(200)?, &claims)?;
/// assert_eq!(awards.awards(), [usd(50)?, usd(75)?, usd(75)?]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[doc(alias = "pari passu")]
#[doc(alias = "bankruptcy rule")]
pub enum ClaimsRule {
    /// In proportion to the claims.
    #[doc(alias = "pro rata")]
    Proportional,
    /// The same for everybody, but nobody more than the claim.
    #[doc(alias = "constrained equal awards")]
    EqualAwards,
    /// The same loss for everybody, but nobody less than nothing.
    #[doc(alias = "constrained equal losses")]
    EqualLosses,
    /// Of two claimants each concedes what it does not claim; of more, any two agree so.
    #[doc(alias = "contested garment")]
    Talmud,
    /// One claim after the other.
    #[doc(alias = "priority")]
    InOrder,
}

impl ClaimsRule {
    /// Every rule, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Proportional,
        Self::EqualAwards,
        Self::EqualLosses,
        Self::Talmud,
        Self::InOrder,
    ];
}
