//! [`History`]: everything that happened to an agreement, from its founding on.

use chrono::NaiveDate;

use super::dated::Version;
use super::deal::Agreement;
use super::division::Division;
use super::facts::GovernanceFacts;
use super::history_entry::Entry;
use super::refusal::AgreementError;
use super::settlement::Settlement;
use crate::compensation::{Activity, Amendment};
use crate::governance::Charter;
use crate::lifecycle::{Event, Request};
use crate::money::{Money, MoneyError};
use crate::party::PartyId;
use crate::time::Period;

/// An agreement as it was founded, everything that happened to it since, and what it is now.
///
/// The agreement keeps balances, so that year ten costs what year one did; its history is a log
/// beside it, from which anybody can work out every figure again. A history that exists is
/// [verified](Self::verify): also one that is read from JSON was repeated, entry by entry, and
/// came to what stands in it. It may begin at any day: what was founded can be an agreement that
/// was settled for years.
///
/// # Examples
///
/// ```
/// use partnership::PartyId;
/// use partnership::agreement::{Agreement, Division, History, Member};
/// use partnership::compensation::{Activity, Terms};
/// use partnership::time::date;
///
/// let start = date("2026-01-01")?;
/// let studio = PartyId::new("studio")?;
/// let parties = [Member::producer(studio.clone()), Member::partner("platform".parse()?)];
/// let terms = Terms::retainer("film", start, "100.00 USD".parse()?).build()?;
/// let whole = Division::Whole(studio.clone());
/// let mut film = History::new(Agreement::new(parties, terms, whole)?);
///
/// let january = film.settle(Activity::empty(1, "2026-01-01..2026-02-01".parse()?))?;
/// film.pay(january.id(), &studio, "40.00 USD".parse()?, date("2026-02-10")?)?;
/// assert_eq!(film.agreement().account().unpaid()[0].amount.to_string(), "60.00 USD");
/// film.verify()?;
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawHistory", into = "RawHistory"))]
#[doc(alias = "event sourcing")]
#[doc(alias = "audit trail")]
pub struct History {
    founded: Agreement,
    entries: Vec<Entry>,
    now: Agreement,
}

impl History {
    /// Returns the history of an agreement to which nothing has happened yet.
    pub fn new(founded: Agreement) -> Self {
        Self {
            now: founded.clone(),
            entries: Vec::new(),
            founded,
        }
    }

    /// Repeats a history that was written down, and returns it if it comes to what it says.
    ///
    /// # Errors
    ///
    /// The first entry that diverges: [`Divergence::Refused`] if the agreement does not follow it,
    /// [`Divergence::Differs`] if it comes to another figure.
    pub fn replay(founded: Agreement, entries: Vec<Entry>) -> Result<Self, Divergence> {
        let mut now = founded.clone();
        for (at, entry) in entries.iter().enumerate() {
            let again = entry.repeat(&mut now);
            let again = again.map_err(|error| Divergence::Refused {
                entry: at,
                error: Box::new(error),
            })?;
            if let Some([figure, written, computed]) = entry.differs_from(&again) {
                return Err(Divergence::Differs {
                    entry: at,
                    figure,
                    written,
                    computed,
                });
            }
        }
        Ok(Self {
            founded,
            entries,
            now,
        })
    }

    /// Repeats the whole history once more.
    ///
    /// # Errors
    ///
    /// None for a history that exists: what was written down diverges at
    /// [`replay`](Self::replay), or when it is read.
    pub fn verify(&self) -> Result<(), Divergence> {
        let again = Self::replay(self.founded.clone(), self.entries.clone())?;
        self.now.same_as(&again.now)
    }

    /// Returns the agreement as it is now.
    pub const fn agreement(&self) -> &Agreement {
        &self.now
    }

    /// Returns the agreement as it was founded.
    pub const fn founded(&self) -> &Agreement {
        &self.founded
    }

    /// Returns what happened since, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Settles a period and makes it count.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::settle`].
    pub fn settle(&mut self, activity: Activity) -> Result<Settlement, AgreementError> {
        let (entry, settlement) = Entry::settled(&mut self.now, activity)?;
        self.entries.push(entry);
        Ok(settlement)
    }

    /// Notes that a payout was paid, in whole or in part.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::record_payment`].
    pub fn pay(
        &mut self,
        settlement: &str,
        party: &PartyId,
        amount: Money,
        on: NaiveDate,
    ) -> Result<(), AgreementError> {
        self.follow(&Entry::Paid {
            settlement: settlement.to_owned(),
            party: party.clone(),
            amount,
            on,
        })
    }

    /// Changes the terms from a day on, for good or for a time.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::amend_terms`].
    pub fn amend_terms(&mut self, amendment: Amendment) -> Result<(), AgreementError> {
        let Amendment {
            version,
            from,
            until,
        } = amendment;
        let version = Box::new(version);
        self.follow(&Entry::TermsAmended {
            from,
            until,
            version,
        })
    }

    /// Lets the terms run on, up to another day after the last.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::extend_term`].
    pub fn extend_term(&mut self, until: NaiveDate) -> Result<(), AgreementError> {
        self.follow(&Entry::TermExtended { until })
    }

    /// Divides otherwise from a day on.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::amend_division`].
    pub fn amend_division(&mut self, version: Version<Division>) -> Result<(), AgreementError> {
        self.follow(&Entry::DivisionAmended(Box::new(version)))
    }

    /// Lets the lifecycle follow a command, and returns what happened.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::step`].
    pub fn step(&mut self, request: Request) -> Result<Vec<Event>, AgreementError> {
        let events = self.now.step(&request)?;
        self.entries.push(Entry::Stepped {
            request,
            events: events.clone(),
        });
        Ok(events)
    }

    /// Puts other facts of governance in the place of those there are.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::govern`].
    pub fn govern(&mut self, facts: GovernanceFacts) -> Result<(), AgreementError> {
        self.follow(&Entry::Governed(Box::new(facts)))
    }

    /// Puts another charter, or the same with more signatures, in the place of the one there is.
    ///
    /// # Errors
    ///
    /// Those of [`Agreement::set_charter`].
    pub fn set_charter(&mut self, charter: Charter) -> Result<(), AgreementError> {
        self.follow(&Entry::Chartered(Box::new(charter)))
    }

    /// Does what an entry says, and notes it.
    fn follow(&mut self, entry: &Entry) -> Result<(), AgreementError> {
        let entry = entry.repeat(&mut self.now)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Returns what all settlements of periods that lie in a longer one came to: the income that
    /// [`economics`](crate::economics) weighs across agreements.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn income(&self, during: Period) -> Result<Money, MoneyError> {
        let settled = self.entries.iter().filter_map(|entry| match entry {
            Entry::Settled(settled) => Some(settled),
            _ => None,
        });
        let within = settled.filter(|settled| {
            let period = settled.statement.period();
            during.from() <= period.from() && period.to() <= during.to()
        });
        let amounts = within.map(|settled| settled.payable);
        Money::sum(self.now.terms.currency(), amounts)
    }
}

impl Agreement {
    /// Holds a document against the history that it should come from.
    ///
    /// # Errors
    ///
    /// [`Divergence::Other`] with the first part of the document that the history does not lead
    /// to.
    ///
    /// # Examples
    ///
    /// See [`History`].
    pub fn verify(&self, history: &History) -> Result<(), Divergence> {
        self.same_as(&history.now)
    }

    /// Whether another agreement is the same, or the first part in which it is not.
    fn same_as(&self, other: &Self) -> Result<(), Divergence> {
        let (own, others) = (&self.account, &other.account);
        let parts = [
            (self.frame == other.frame, "parties, term or calendar"),
            (self.terms == other.terms, "terms"),
            (self.division == other.division, "division"),
            (self.lifecycle == other.lifecycle, "lifecycle"),
            (self.charter == other.charter, "charter"),
            (self.governance == other.governance, "governance"),
            (own.state == others.state, "account.state"),
            (own.books == others.books, "account.ledger"),
            (own.unpaid == others.unpaid, "account.unpaid"),
        ];
        match parts.into_iter().find(|(is_same, _)| !is_same) {
            Some((_, part)) => Err(Divergence::Other { part }),
            None => Ok(()),
        }
    }
}

/// A history as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHistory {
    schema: crate::compensation::Schema,
    founded: Agreement,
    entries: Vec<Entry>,
}

#[cfg(feature = "serde")]
impl From<History> for RawHistory {
    fn from(history: History) -> Self {
        Self {
            schema: crate::compensation::Schema,
            founded: history.founded,
            entries: history.entries,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<RawHistory> for History {
    type Error = Divergence;

    fn try_from(raw: RawHistory) -> Result<Self, Divergence> {
        Self::replay(raw.founded, raw.entries)
    }
}

/// Where a history, or a document, is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Divergence {
    /// The agreement does not follow an entry.
    #[error("entry {entry}: {error}")]
    Refused {
        /// Its place in the history, from 0.
        entry: usize,
        /// Why.
        error: Box<AgreementError>,
    },
    /// An entry comes to another figure.
    #[error("entry {entry} says {written} as {figure}, but comes to {computed}")]
    Differs {
        /// Its place in the history, from 0.
        entry: usize,
        /// The figure, such as `lines[0]` or `payouts[1]`.
        figure: String,
        /// What stands in the history.
        written: String,
        /// What it comes to.
        computed: String,
    },
    /// A document is not what its history leads to.
    #[error("the history leads to another {part}")]
    Other {
        /// The first part that differs.
        part: &'static str,
    },
}
