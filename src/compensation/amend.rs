//! [`Amendment`]: terms that change from a day on, and advances that are added.

use chrono::NaiveDate;

use super::part::PartOn;
use super::problem::TermsProblem;
use super::recoupment::Advance;
use super::sheet::{TermsDraft, Version};
use super::terms::Terms;
use crate::problem::Problem;

/// New terms from a day on, for good or for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "change of terms")]
#[doc(alias = "addendum")]
pub struct Amendment {
    /// The terms of that time: what changes ([`Version::changing`]), or all of them
    /// ([`Version::starting`]); the day in it is replaced by `from`.
    pub version: Version,
    /// The first day.
    pub from: NaiveDate,
    /// The day from which the present terms hold again; never if there is none.
    pub until: Option<NaiveDate>,
}

impl From<Version> for Amendment {
    /// A version that holds for good, from its own first day on.
    fn from(version: Version) -> Self {
        let from = version.from;
        Self {
            version,
            from,
            until: None,
        }
    }
}

/// Why terms cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmendError {
    /// The change begins in a time that is settled.
    #[error("a change from {from} rewrites what is settled through {through}")]
    RewritesClosedPeriod {
        /// The first day of the change.
        from: NaiveDate,
        /// The day up to which everything is settled, not included.
        through: NaiveDate,
    },
    /// The changed sheet has a fault.
    #[error(transparent)]
    Problem(#[from] Box<Problem<TermsProblem>>),
}

impl Terms {
    /// Returns the terms with an amendment; those before it stay word for word.
    ///
    /// The version best names what changes: it is then based on the newest one, and whatever it
    /// does not name goes on (spec/contracts.md X8). With `until`, a copy of the present terms,
    /// written out, follows from that day on. `settled_through` is
    /// [`State::settled_through`](super::State::settled_through) (spec/compensation.md 13).
    ///
    /// # Errors
    ///
    /// [`AmendError::RewritesClosedPeriod`] for a change before what is settled; then the faults
    /// [`TermsProblem::VersionsOutOfOrder`] if it does not begin after the newest version,
    /// [`TermsProblem::EndBeforeStart`] if it ends before it begins, and the first fault of the
    /// changed sheet.
    ///
    /// # Examples
    ///
    /// A lower share for three months; the minimum of 25.00 goes on:
    ///
    /// ```
    /// use partnership::compensation::{Amendment, Item, PayDraft, Payout, Terms, Version, Window};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let minimum = Some("25.00 USD".parse()?);
    /// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
    ///     .payout(Payout { minimum, ..Payout::default() })
    ///     .build()?;
    /// let from = date("2026-03-01")?;
    /// let mut version = Version::changing(from);
    /// let share = PayDraft::share(&["shop"], "6%".parse()?);
    /// version.items.push(Item::new("share".parse()?, Window::Lifetime, share));
    /// let downturn = Amendment { version, from, until: Some(date("2026-06-01")?) };
    ///
    /// let amended = terms.amend(downturn, Some(date("2026-02-01")?))?;
    /// let days: Vec<String> = amended.versions().iter().map(|v| v.from.to_string()).collect();
    /// assert_eq!(days, ["2026-01-01", "2026-03-01", "2026-06-01"]);
    /// assert_eq!(amended.versions()[1].payout, terms.versions()[0].payout);
    /// assert_eq!(amended.versions()[2].items, terms.versions()[0].items);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn amend(
        &self,
        amendment: Amendment,
        settled_through: Option<NaiveDate>,
    ) -> Result<Self, AmendError> {
        let Amendment {
            version,
            from,
            until,
        } = amendment;
        is_open(from, settled_through)?;
        let mut draft = self.sheet().clone();
        let place = format!("versions[{}]", draft.versions.len());
        let present = self.versions().last().cloned();
        if let Some(last) = present.as_ref().filter(|last| from <= last.from) {
            let previous = last.from;
            let fault = TermsProblem::VersionsOutOfOrder { from, previous };
            return Err(refused(&place, fault));
        }
        draft.versions.push(Version { from, ..version });
        if let Some(until) = until {
            if until <= from {
                let (end, start) = (until, from);
                let fault = TermsProblem::EndBeforeStart { end, start };
                return Err(refused(&place, fault));
            }
            let back = present.map(|present| Version {
                from: until,
                ..present
            });
            draft.versions.extend(back);
        }
        checked(draft)
    }

    /// Returns the terms with one more advance, recouped after those there are.
    ///
    /// # Errors
    ///
    /// [`AmendError::RewritesClosedPeriod`] if it, or the earliest of its dated parts, is paid
    /// before what is settled, then the first fault of the changed sheet.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Advance, AmendError, Terms};
    /// use partnership::time::date;
    ///
    /// let start = date("2026-01-01")?;
    /// let terms = Terms::fifty_fifty("deal", "USD".parse()?, start, "shop").build()?;
    /// let bridge =
    ///     Advance::new("bridge".parse()?, "500.00 USD".parse()?, date("2026-04-10")?);
    /// assert!(terms.with_advance(bridge.clone(), Some(date("2026-04-01")?)).is_ok());
    /// let late = terms.with_advance(bridge, Some(date("2026-05-01")?));
    /// assert!(matches!(late, Err(AmendError::RewritesClosedPeriod { .. })));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn with_advance(
        &self,
        advance: Advance,
        settled_through: Option<NaiveDate>,
    ) -> Result<Self, AmendError> {
        let dated = advance.parts().iter().filter_map(|part| match part.on {
            PartOn::Date(day) => Some(day),
            PartOn::Milestone(_) => None,
        });
        if let Some(first) = dated.chain(advance.paid_on).min() {
            is_open(first, settled_through)?;
        }
        let mut draft = self.sheet().clone();
        draft.advances.push(advance);
        checked(draft)
    }
}

/// Refuses a day that is settled.
fn is_open(from: NaiveDate, settled_through: Option<NaiveDate>) -> Result<(), AmendError> {
    match settled_through.filter(|through| from < *through) {
        Some(through) => Err(AmendError::RewritesClosedPeriod { from, through }),
        None => Ok(()),
    }
}

fn refused(place: &str, fault: TermsProblem) -> AmendError {
    let place = place.to_owned();
    AmendError::Problem(Box::new(Problem { place, fault }))
}

fn checked(draft: TermsDraft) -> Result<Terms, AmendError> {
    Terms::try_from(draft).map_err(|problem| AmendError::Problem(Box::new(problem)))
}
