//! [`Entry`]: one thing that happened to an agreement, and what it came to.

use chrono::NaiveDate;

use super::dated::Version;
use super::deal::Agreement;
use super::division::{Division, Payout};
use super::facts::GovernanceFacts;
use super::refusal::AgreementError;
use super::settlement::Settlement;
use crate::compensation::{self, Activity, Amendment, Statement};
use crate::governance::Charter;
use crate::lifecycle::{Event, Request};
use crate::money::Money;
use crate::party::PartyId;

/// One thing that happened to an agreement.
///
/// It says what was given, and what that came to, so that anybody who repeats it can compare.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Entry {
    /// A period was settled and booked.
    Settled(Box<Settled>),
    /// A payout was paid, in whole or in part.
    Paid {
        /// The settlement.
        settlement: String,
        /// Who was paid.
        party: PartyId,
        /// How much.
        amount: Money,
        /// When.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        on: NaiveDate,
    },
    /// The terms changed.
    TermsAmended {
        /// The first day.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        from: NaiveDate,
        /// The day from which the former terms hold again.
        #[cfg_attr(
            feature = "serde",
            serde(
                default,
                skip_serializing_if = "Option::is_none",
                with = "crate::time::date_text::option"
            )
        )]
        until: Option<NaiveDate>,
        /// The terms of that time.
        version: Box<compensation::Version>,
    },
    /// The term was extended.
    TermExtended {
        /// The day after the last.
        #[cfg_attr(feature = "serde", serde(with = "crate::time::date_text"))]
        until: NaiveDate,
    },
    /// Another division holds from a day on.
    DivisionAmended(Box<Version<Division>>),
    /// The lifecycle followed a command.
    Stepped {
        /// The command, and when.
        request: Request,
        /// What happened.
        events: Vec<Event>,
    },
    /// Other facts of governance hold.
    Governed(Box<GovernanceFacts>),
    /// Another charter holds, or one with more signatures.
    Chartered(Box<Charter>),
}

/// A period that was settled: what happened in it, and what it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Settled {
    /// What happened.
    pub activity: Activity,
    /// What is owed for it.
    pub statement: Statement,
    /// What was divided.
    pub payable: Money,
    /// What every party got.
    pub payouts: Vec<Payout>,
    /// What no tier took.
    pub undistributed: Money,
}

impl Entry {
    /// Settles a period and makes it count.
    pub(super) fn settled(
        agreement: &mut Agreement,
        activity: Activity,
    ) -> Result<(Self, Settlement), AgreementError> {
        let settlement = agreement.settle(&activity)?;
        let settled = Settled {
            activity,
            statement: settlement.statement().clone(),
            payable: settlement.payable(),
            payouts: settlement.payouts().to_vec(),
            undistributed: settlement.undistributed(),
        };
        agreement.book(settlement.clone())?;
        Ok((Self::Settled(Box::new(settled)), settlement))
    }

    /// Does once more what was done, and returns what it comes to now.
    pub(super) fn repeat(&self, agreement: &mut Agreement) -> Result<Self, AgreementError> {
        match self {
            Self::Settled(settled) => {
                let (again, _) = Self::settled(agreement, settled.activity.clone())?;
                return Ok(again);
            }
            Self::Stepped { request, .. } => {
                return Ok(Self::Stepped {
                    events: agreement.step(request)?,
                    request: request.clone(),
                });
            }
            Self::Paid {
                settlement,
                party,
                amount,
                ..
            } => agreement.record_payment(settlement, party, *amount)?,
            Self::TermsAmended {
                from,
                until,
                version,
            } => agreement.amend_terms(Amendment {
                version: compensation::Version::clone(version),
                from: *from,
                until: *until,
            })?,
            Self::TermExtended { until } => agreement.extend_term(*until)?,
            Self::DivisionAmended(version) => agreement.amend_division(Version::clone(version))?,
            Self::Governed(facts) => agreement.govern(GovernanceFacts::clone(facts))?,
            Self::Chartered(charter) => agreement.set_charter(Charter::clone(charter))?,
        }
        Ok(self.clone())
    }

    /// The first figure in which it is not what it comes to: its name, what is written and what
    /// was computed.
    pub(super) fn differs_from(&self, computed: &Self) -> Option<[String; 3]> {
        match (self, computed) {
            (Self::Settled(written), Self::Settled(computed)) => written.differs_from(computed),
            (
                Self::Stepped {
                    events: written, ..
                },
                Self::Stepped {
                    events: computed, ..
                },
            ) => differing("events", written, computed, |event| format!("{event:?}")),
            _ => None,
        }
    }
}

impl Settled {
    fn differs_from(&self, computed: &Self) -> Option<[String; 3]> {
        let figure = |name: &str, written: Money, computed: Money| {
            let differs = written != computed;
            differs.then(|| [name.to_owned(), written.to_string(), computed.to_string()])
        };
        let statement = self.statement.differs_from(&computed.statement);
        statement
            .or_else(|| figure("payable", self.payable, computed.payable))
            .or_else(|| differing("payouts", &self.payouts, &computed.payouts, told))
            .or_else(|| figure("undistributed", self.undistributed, computed.undistributed))
    }
}

/// A payout in words.
fn told(payout: &Payout) -> String {
    let Payout {
        party,
        amount,
        share,
        carried,
    } = payout;
    let share = share.map(|share| format!(", share {share}"));
    format!(
        "{party} {amount}{}, carried {carried}",
        share.unwrap_or_default()
    )
}

/// The first place in which two lists are not the same.
fn differing<T: PartialEq>(
    name: &str,
    written: &[T],
    computed: &[T],
    told: impl Fn(&T) -> String,
) -> Option<[String; 3]> {
    let longest = written.len().max(computed.len());
    let at = (0..longest).find(|at| written.get(*at) != computed.get(*at))?;
    let text = |list: &[T]| list.get(at).map_or("nothing".to_owned(), &told);
    Some([format!("{name}[{at}]"), text(written), text(computed)])
}
