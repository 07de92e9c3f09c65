//! [`Division`]: among whom what is owed is divided.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::dated::Version;
use super::refusal::AgreementError;
use crate::allocate::Ledger;
use crate::money::{Currency, Money};
use crate::party::PartyId;
use crate::ratio::Ratio;
use crate::split::{Receipt, Split, Waterfall, WaterfallState};

/// Among whom what a statement pays is divided.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::agreement::Division;
/// use partnership::split::Split;
///
/// let (studio, director) = (PartyId::new("studio")?, PartyId::new("director")?);
/// let halves = Division::Split(Split::equal([studio.clone(), director])?);
/// assert_eq!(halves.parties().len(), 2);
/// assert_eq!(Division::Whole(studio.clone()).parties(), [studio]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Division {
    /// One party gets all of it.
    Whole(PartyId),
    /// The parties of a split, through the account's ledger.
    Split(Split),
    /// The parties of a waterfall, tier after tier; what the account paid through another version
    /// counts for nothing here.
    Waterfall(Box<Waterfall>),
}

impl Division {
    /// Returns the parties that it names, in party order.
    pub fn parties(&self) -> &[PartyId] {
        match self {
            Self::Whole(party) => std::slice::from_ref(party),
            Self::Split(split) => split.parties(),
            Self::Waterfall(waterfall) => waterfall.parties(),
        }
    }

    /// The currency that it keeps its amounts in, if it has any.
    pub(super) fn currency(&self) -> Option<Currency> {
        match self {
            Self::Whole(_) | Self::Split(_) => None,
            Self::Waterfall(waterfall) => Some(waterfall.terms().currency),
        }
    }

    /// Divides an amount, and moves on what the account remembers of the division.
    pub(super) fn pay(
        &self,
        since: NaiveDate,
        amount: Money,
        on: NaiveDate,
        books: &mut Books,
    ) -> Result<Divided, AgreementError> {
        let shares = match self {
            Self::Whole(party) => BTreeMap::from([(party.clone(), Ratio::ONE)]),
            Self::Split(split) => split.shares(),
            Self::Waterfall(waterfall) => return fall(waterfall, since, amount, on, books),
        };
        let lines = books.ledger.pay(amount, &shares)?;
        // A version that is over never comes back: where its waterfall was is forgotten.
        books.waterfall = None;
        let payout = |(party, amount): (PartyId, Money)| Payout {
            share: shares.get(&party).copied(),
            carried: books.ledger.carry(&party).unwrap_or(Ratio::ZERO),
            party,
            amount,
        };
        Ok(Divided {
            payouts: lines.into_iter().map(payout).collect(),
            undistributed: Money::zero(amount.currency()),
        })
    }
}

/// What an account remembers of divisions: fractions of a minor unit, and where a waterfall is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Books {
    pub(super) ledger: Ledger,
    pub(super) waterfall: Option<Falling>,
}

/// A waterfall on its way, by the day on which its version began to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Falling {
    #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
    pub(super) since: NaiveDate,
    pub(super) state: WaterfallState,
}

impl Falling {
    /// Whether some version of a division can have led to it: its waterfall takes in nothing more
    /// on the day of its last receipt.
    pub(super) fn fits(&self, division: &[Version<Division>]) -> bool {
        let mut begun = division.iter().filter(|version| version.from == self.since);
        begun.any(|version| match &version.value {
            Division::Waterfall(waterfall) => {
                let nothing = Money::zero(self.state.currency());
                let on = self.state.on().unwrap_or(self.since);
                let nothing = Receipt::on(on, nothing);
                waterfall.distribute(&self.state, nothing).is_ok()
            }
            Division::Whole(_) | Division::Split(_) => false,
        })
    }
}

/// What one party gets of a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Payout {
    /// Who.
    pub party: PartyId,
    /// What it gets now.
    pub amount: Money,
    /// Its share in this period; none for a party of a waterfall, or one that is only owed a
    /// fraction from before.
    pub share: Option<Ratio>,
    /// The fraction of a minor unit that it is still owed, or has had too much; a waterfall
    /// carries its own.
    pub carried: Ratio,
}

/// Payouts in party order, and what no tier of an open waterfall took.
#[derive(Debug)]
pub(super) struct Divided {
    pub(super) payouts: Vec<Payout>,
    pub(super) undistributed: Money,
}

/// One receipt through a waterfall; another version of the division begins anew.
fn fall(
    waterfall: &Waterfall,
    since: NaiveDate,
    amount: Money,
    on: NaiveDate,
    books: &mut Books,
) -> Result<Divided, AgreementError> {
    let known = books.waterfall.take();
    let known = known.filter(|falling| falling.since == since);
    let state = known.map_or_else(|| waterfall.new_state(), |falling| falling.state);
    let (state, statement) = waterfall.distribute(&state, Receipt::on(on, amount))?;
    books.waterfall = Some(Falling { since, state });
    let payout = |(party, amount)| Payout {
        party,
        amount,
        share: None,
        carried: Ratio::ZERO,
    };
    Ok(Divided {
        payouts: statement.lines().into_iter().map(payout).collect(),
        undistributed: statement.undistributed(),
    })
}
