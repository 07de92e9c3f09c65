//! [`Advance`]: what is paid ahead or charged to an account, and earned back.

use chrono::NaiveDate;

use super::canonical::by_name;
use super::part::Part;
use super::wire::{Id, paper};
use crate::money::Money;
use crate::ratio::Ratio;

paper! {
    /// A sum paid ahead and earned back from later shares (spec/compensation.md 7, step 11).
    ///
    /// An advance of 1,000.00 on 10% of sales is earned back by 10,000.00 of sales; until then
    /// nothing is paid. It is paid on a day, or in parts on days and milestones; costs can be
    /// charged to it, or to an account of costs alone (spec/contracts.md X2).
    #[doc(alias = "recoupment")]
    #[doc(alias = "prepayment")]
    #[cfg_attr(feature = "serde", serde(try_from = "RawAdvance"))]
    pub struct Advance {
        /// Its name.
        required id: Id,
        /// The sum, unless it is an account of costs alone.
        optional amount: Money,
        /// The day on which it is paid.
        optional_day paid_on,
        /// The parts in which it is paid, in place of one day.
        optional parts: Vec<Part>,
        /// Whether, and how far, costs are charged to it.
        optional charges: Charges,
        /// The part of what is available that earns it back, above 0 and at most 1; all of it if
        /// nothing is said.
        optional share: Ratio,
        /// The items that earn it back; all if nothing is said.
        optional from: Vec<Id>,
        /// What happens to what is not earned back at the end.
        defaulted at_end: AtEnd,
        /// Free text, shown in the working.
        optional note: String,
    }
}

impl Advance {
    /// An advance that everything earns back, written off at the end.
    pub fn new(id: Id, amount: Money, paid_on: NaiveDate) -> Self {
        Self {
            amount: Some(amount),
            paid_on: Some(paid_on),
            ..Self::unpaid(id)
        }
    }

    /// An advance that is paid in parts, that everything earns back, written off at the end.
    ///
    /// # Examples
    ///
    /// A third at signature, the rest on delivery: what was paid is earned back.
    ///
    /// ```
    /// use partnership::compensation::{Activity, Advance, Part, PartOn, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let delivery = PartOn::Milestone("delivery".parse()?);
    /// let parts = vec![
    ///     Part::share("signature".parse()?, PartOn::Date(start), "1/3".parse()?),
    ///     Part::share("delivery".parse()?, delivery, "2/3".parse()?),
    /// ];
    /// let advance = Advance::in_parts("book".parse()?, "30000.00 USD".parse()?, parts);
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .advance(advance)
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "25000.00 USD".parse()?)?;
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.advanced().to_string(), "10000.00 USD");
    /// assert_eq!(statement.advances()["book"].to_string(), "7500.00 USD"); // 2,500.00 earned
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn in_parts(id: Id, amount: Money, parts: Vec<Part>) -> Self {
        Self {
            amount: Some(amount),
            parts: Some(parts),
            ..Self::unpaid(id)
        }
    }

    /// An account that costs are charged to, that everything earns back, written off at the end.
    ///
    /// # Examples
    ///
    /// Half of the costs of a video are earned back:
    ///
    /// ```
    /// use partnership::compensation::{Activity, Advance, Charge, Charges, Terms, settle};
    /// use partnership::time::date;
    ///
    /// let half = Charges { rate: Some("50%".parse()?), at_most: None };
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .advance(Advance::account("video".parse()?, half))
    ///     .build()?;
    /// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    /// january.add_sale("shop", "1000.00 USD".parse()?)?;
    /// january.charges.push(Charge::new(
    ///     "clip".parse()?,
    ///     "video".parse()?,
    ///     "8000.00 USD".parse()?,
    /// ));
    /// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
    /// assert_eq!(statement.charged().to_string(), "4000.00 USD");
    /// assert_eq!(statement.advances()["video"].to_string(), "3900.00 USD"); // 100.00 earned
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "recoupable costs")]
    pub fn account(id: Id, charges: Charges) -> Self {
        Self {
            charges: Some(charges),
            ..Self::unpaid(id)
        }
    }

    fn unpaid(id: Id) -> Self {
        Self {
            id,
            amount: None,
            paid_on: None,
            parts: None,
            charges: None,
            share: None,
            from: None,
            at_end: AtEnd::WriteOff,
            note: None,
        }
    }

    /// The parts of an advance that is paid in parts.
    pub(super) fn parts(&self) -> &[Part] {
        self.parts.as_deref().unwrap_or_default()
    }
}

paper! {
    /// How costs are charged to an account: `min(rate * cost, at_most)`, of all costs so far.
    #[derive(Default)]
    pub struct Charges {
        /// The part that is charged, 0 to 1; all of it if nothing is said.
        optional rate: Ratio,
        /// The most that is charged in all.
        optional at_most: Money,
    }
}

/// What advances do not earn back from, though it is available: extra work and expenses that are
/// paid in cash while an advance is open.
///
/// With a share of 300.00, extra work of 400.00 and an open advance of 1,000.00, 400.00 are paid
/// and 700.00 stay open; by default, which is our choice where the terms are silent, nothing is
/// paid and 300.00 stay open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Outside {
    /// What change orders come to, if that is above 0.
    ChangeOrders,
    /// What adjustments come to, if that is above 0.
    Adjustments,
}

/// What happens at the end to an advance that was not earned back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AtEnd {
    /// It is written off: the payee keeps it.
    #[default]
    WriteOff,
    /// The payee gives it back.
    Repay,
}

/// What happens to recouped advances when the balance falls below 0.
///
/// 1,000.00 advanced and earned back, then a refund that takes back 300.00: `Unrecoup` opens the
/// advance again by 300.00, `Carry` leaves it recouped and carries a debit of 300.00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Deficit {
    /// They are opened again, by what was recouped from own income at most.
    #[default]
    Unrecoup,
    /// They stay recouped; the debit is carried.
    Carry,
}

by_name! {
    AtEnd { WriteOff "write_off", Repay "repay" }
    Deficit { Unrecoup "unrecoup", Carry "carry" }
    Outside { ChangeOrders "change_orders", Adjustments "adjustments" }
}

/// An advance as it is read: one that is neither paid nor charged to is none.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAdvance {
    id: Id,
    #[serde(default, deserialize_with = "crate::text::present")]
    amount: Option<Money>,
    #[serde(default, with = "crate::time::date_text::present")]
    paid_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "crate::text::present")]
    parts: Option<Vec<Part>>,
    #[serde(default, deserialize_with = "crate::text::present")]
    charges: Option<Charges>,
    #[serde(default, deserialize_with = "crate::text::present")]
    share: Option<Ratio>,
    #[serde(default, deserialize_with = "crate::text::present")]
    from: Option<Vec<Id>>,
    #[serde(default)]
    at_end: AtEnd,
    #[serde(default, deserialize_with = "crate::text::present")]
    note: Option<String>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawAdvance> for Advance {
    type Error = &'static str;

    fn try_from(raw: RawAdvance) -> Result<Self, Self::Error> {
        if raw.paid_on.is_none() && raw.parts.is_none() && raw.charges.is_none() {
            return Err("an advance has paid_on, parts or charges");
        }
        Ok(Self {
            id: raw.id,
            amount: raw.amount,
            paid_on: raw.paid_on,
            parts: raw.parts,
            charges: raw.charges,
            share: raw.share,
            from: raw.from,
            at_end: raw.at_end,
            note: raw.note,
        })
    }
}
