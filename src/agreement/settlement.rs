//! [`Settlement`]: one period, its statement and who gets which cent.

use std::fmt;

use super::account::{Account, Unpaid};
use super::division::Payout;
use crate::compensation::Statement;
use crate::lifecycle::Key;
use crate::money::Money;
use crate::party::PartyId;

/// One period as it would be booked: computed by [`Agreement::settle`](super::Agreement::settle)
/// and by no other way.
///
/// Payouts and what is undistributed add up to what is payable.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "it counts only once it is booked"]
pub struct Settlement {
    pub(super) id: String,
    pub(super) statement: Statement,
    pub(super) payable: Money,
    pub(super) payouts: Vec<Payout>,
    pub(super) undistributed: Money,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) lints: Vec<SettlementLint>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) before: u32,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) after: Account,
}

/// What is legal about a settlement, and suspicious.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SettlementLint {
    /// It settles an agreement that is still explored, formed or tried out.
    BeforeExecution {
        /// The stage of the lifecycle.
        stage: Key,
    },
}

impl fmt::Display for SettlementLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeExecution { stage } => {
                write!(
                    f,
                    "it is settled in the stage {stage}, before its execution"
                )
            }
        }
    }
}

impl Settlement {
    /// Returns the name, which is that of its statement: the same input has the same name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the statement.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Returns what is divided: what the statement pays, after tax, and advances.
    pub const fn payable(&self) -> Money {
        self.payable
    }

    /// Returns what every party gets, in party order; also those who get nothing.
    pub fn payouts(&self) -> &[Payout] {
        &self.payouts
    }

    /// Returns what no tier took: above 0 only for a waterfall without a residual tier.
    pub const fn undistributed(&self) -> Money {
        self.undistributed
    }

    /// Returns what is legal about it, and suspicious: no stage forbids a settlement.
    pub fn lints(&self) -> &[SettlementLint] {
        &self.lints
    }

    /// Returns what every party gets on each day on which something is due, day by day and in
    /// party order; nothing that is 0.
    ///
    /// It adds up to the payouts, party by party, and to what the statement says of each day: of a
    /// day's sum everybody gets in proportion to what it is still to get. What is undistributed
    /// is missing from what is due last, and an advance is due with the payout.
    ///
    /// # Rounding
    ///
    /// Down to the minor unit; the units left go one each to the largest cut-off fractions, in
    /// party order where they are equal. Whoever got less gets more of the next day.
    ///
    /// # Examples
    ///
    /// A fee on the first day of the month, a tenth of the sales thirty days after its end, among
    /// three:
    ///
    /// ```
    /// use partnership::PartyId;
    /// use partnership::agreement::{Agreement, Division, Member};
    /// use partnership::compensation::{
    ///     Activity, Due, Dues, DuesFrom, Item, PayDraft, Payout, Terms, Window,
    /// };
    /// use partnership::split::Split;
    /// use partnership::time::{DueRule, date};
    ///
    /// let fee = Item {
    ///     dues: Some(Dues::on(DuesFrom::PeriodStart, DueRule::OnEvent)),
    ///     ..Item::new("fee".parse()?, Window::Period, PayDraft::retainer("500.00 USD".parse()?))
    /// };
    /// let share = PayDraft::share(&["shop"], "10%".parse()?);
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(fee)
    ///     .item(Item::new("sales".parse()?, Window::Period, share))
    ///     .payout(Payout { due: Some(Due::new(DueRule::net(30)?)), ..Payout::default() })
    ///     .build()?;
    /// let band = ["ana", "ben", "cleo"].map(|name| PartyId::new(name));
    /// let band = band.into_iter().collect::<Result<Vec<_>, _>>()?;
    /// let mut parties: Vec<Member> = band.iter().cloned().map(Member::producer).collect();
    /// parties.push(Member::partner("shop".parse()?));
    /// let thirds = Division::Split(Split::equal(band)?);
    /// let deal = Agreement::new(parties, terms, thirds)?;
    ///
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "4000.00 USD".parse()?)?;
    /// let settlement = deal.settle(&january)?;
    /// let dues: Vec<String> = settlement
    ///     .dues()
    ///     .map(|due| format!("{} {} {}", due.due_on.unwrap(), due.party, due.amount))
    ///     .collect();
    /// assert_eq!(dues, [
    ///     "2026-01-01 ana 166.67 USD",
    ///     "2026-01-01 ben 166.67 USD",
    ///     "2026-01-01 cleo 166.66 USD",
    ///     "2026-03-02 ana 133.33 USD",
    ///     "2026-03-02 ben 133.33 USD",
    ///     "2026-03-02 cleo 133.34 USD",
    /// ]); // 300.00 each
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "payment schedule")]
    pub fn dues(&self) -> impl Iterator<Item = &Unpaid> {
        let unpaid = self.after.unpaid.iter();
        unpaid.filter(|unpaid| unpaid.settlement == self.id)
    }

    /// Returns what one party gets, if it has ever had a share.
    pub fn payout(&self, party: &PartyId) -> Option<&Payout> {
        self.payouts.iter().find(|payout| payout.party == *party)
    }
}
