//! [`Statement`]: what is owed for a period, line by line, in balance.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use super::due::DueAmount;
use super::line::Line;
use super::notice::Notice;
use super::wire::Id;
use crate::money::{Money, MoneyError};
use crate::text::{cut, serde_as_text};
use crate::time::Period;

/// The name of a statement: `terms:no:from..to:vN`, the same for the same period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatementId {
    terms: Id,
    no: u32,
    period: Period,
    version: u32,
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}:v{}",
            self.terms, self.no, self.period, self.version
        )
    }
}

impl std::str::FromStr for StatementId {
    type Err = StatementError;

    fn from_str(text: &str) -> Result<Self, StatementError> {
        let malformed = || StatementError::MalformedId { text: cut(text) };
        let parts: Vec<&str> = text.split(':').collect();
        let [terms, no, period, version] = parts.as_slice() else {
            return Err(malformed());
        };
        let version = version.strip_prefix('v').ok_or_else(malformed)?;
        let number = |digits: &str| {
            digits
                .parse::<u32>()
                .ok()
                .filter(|_| crate::text::is_whole(digits))
                .ok_or_else(malformed)
        };
        Ok(Self {
            terms: terms.parse().map_err(|_| malformed())?,
            no: number(no)?,
            period: period.parse().map_err(|_| malformed())?,
            version: number(version)?,
        })
    }
}

serde_as_text!(StatementId, "the name of a statement");

/// What is owed for one period (spec/compensation.md 10).
///
/// A statement that does not balance cannot be built, also not from JSON: opening balance and
/// lines are what is paid and what is carried, and the gross is what is paid and the tax.
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Activity, Terms, settle};
/// use partnership::time::date;
///
/// let start = date("2026-01-01")?;
/// let terms = Terms::revenue_share("deal", "USD".parse()?, start, "shop", "10%".parse()?)
///     .build()?;
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "900.05 USD".parse()?)?;
/// january.add_refund("shop", None, "20.00 USD".parse()?)?;
/// let (statement, _) = settle(&terms, &terms.new_state(), &january)?;
/// assert_eq!(statement.lines()[0].to_string(), "item share: 88.01 USD"); // 88.005
/// assert_eq!(statement.paid().to_string(), "88.01 USD");
/// assert_eq!(statement.closing().to_string(), "0.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Figures", into = "Figures"))]
#[doc(alias = "royalty statement")]
#[doc(alias = "remittance")]
#[doc(alias = "settlement")]
pub struct Statement(Figures);

/// The fields of a statement as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Figures {
    pub(super) id: StatementId,
    pub(super) version: u32,
    pub(super) no: u32,
    pub(super) period: Period,
    pub(super) lines: Vec<Line>,
    pub(super) opening: Money,
    pub(super) earned: Money,
    pub(super) gross_paid: Money,
    pub(super) tax: Money,
    pub(super) paid: Money,
    pub(super) closing: Money,
    pub(super) advanced: Money,
    /// Left out where it is 0.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::present",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub(super) charged: Option<Money>,
    pub(super) in_kind: Money,
    pub(super) reserve: Money,
    pub(super) held: Money,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::unique_map"))]
    pub(super) advances: BTreeMap<Id, Money>,
    pub(super) written_off: Money,
    pub(super) recouped_by_group: Money,
    pub(super) escrow: Money,
    #[cfg_attr(
        feature = "serde",
        serde(
            with = "crate::time::date_text::option",
            default,
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub(super) due_on: Option<NaiveDate>,
    /// Left out where it says no more than `paid` and `due_on`.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(super) dues: Vec<DueAmount>,
    pub(super) notices: BTreeSet<Notice>,
}

impl StatementId {
    /// Returns the name of the agreement.
    pub const fn terms(&self) -> &Id {
        &self.terms
    }

    /// Returns the number of the period, from 1.
    pub const fn no(&self) -> u32 {
        self.no
    }

    /// Returns the days of the period.
    pub const fn period(&self) -> Period {
        self.period
    }

    pub(super) const fn new(terms: Id, no: u32, period: Period, version: u32) -> Self {
        Self {
            terms,
            no,
            period,
            version,
        }
    }
}

impl TryFrom<Figures> for Statement {
    type Error = StatementError;

    fn try_from(mut figures: Figures) -> Result<Self, StatementError> {
        let currency = figures.opening.currency();
        let lines = figures.lines.iter().map(|line| line.amount);
        let left = Money::sum(currency, lines.chain([figures.opening]))?;
        let right = figures.gross_paid.checked_add(figures.closing)?;
        if left != right {
            return Err(StatementError::Unbalanced { left, right });
        }
        let paid = figures.paid.checked_add(figures.tax)?;
        if figures.gross_paid != paid {
            return Err(StatementError::Unbalanced {
                left: figures.gross_paid,
                right: paid,
            });
        }
        figures.charged = figures.charged.filter(|charged| !charged.is_zero());
        if figures.dues.is_empty() {
            figures.dues = said_by(figures.paid, figures.due_on);
        }
        check_dues(&figures.dues, figures.paid)?;
        let beside = [
            figures.earned,
            figures.advanced,
            figures.in_kind,
            figures.reserve,
            figures.held,
            figures.written_off,
            figures.recouped_by_group,
            figures.escrow,
        ];
        Money::sum(
            currency,
            beside
                .into_iter()
                .chain(figures.charged)
                .chain(figures.advances.values().copied()),
        )?;
        let id = &figures.id;
        if id.no != figures.no || id.period != figures.period || id.version != figures.version {
            return Err(StatementError::MalformedId {
                text: id.to_string(),
            });
        }
        Ok(Self(figures))
    }
}

impl From<Statement> for Figures {
    fn from(statement: Statement) -> Self {
        let mut figures = statement.0;
        if figures.dues == said_by(figures.paid, figures.due_on) {
            figures.dues = Vec::new();
        }
        figures
    }
}

/// What is due where nothing has a day of its own: all of the payment, on the day of the payout.
pub(super) fn said_by(paid: Money, due_on: Option<NaiveDate>) -> Vec<DueAmount> {
    let all = DueAmount {
        on: due_on,
        amount: paid,
    };
    paid.is_positive().then_some(all).into_iter().collect()
}

/// What is due is above 0 on each day, by rising day, and is the payment in all.
fn check_dues(dues: &[DueAmount], paid: Money) -> Result<(), StatementError> {
    let sum = Money::sum(paid.currency(), dues.iter().map(|due| due.amount))?;
    if sum != paid {
        return Err(StatementError::Unbalanced {
            left: paid,
            right: sum,
        });
    }
    let day = |due: &DueAmount| (due.on.is_none(), due.on);
    let rises = dues.is_sorted_by(|before, due| day(before) < day(due));
    if rises && dues.iter().all(|due| due.amount.is_positive()) {
        Ok(())
    } else {
        Err(StatementError::DuesOutOfOrder)
    }
}

impl Statement {
    pub(super) const fn figures(&self) -> &Figures {
        &self.0
    }

    /// Returns the name of the statement, the same for the same period.
    pub const fn id(&self) -> &StatementId {
        &self.0.id
    }

    /// Returns the number of the version in force, from 1.
    pub const fn version(&self) -> u32 {
        self.0.version
    }

    /// Returns the number of the period, from 1.
    pub const fn no(&self) -> u32 {
        self.0.no
    }

    /// Returns the days of the period.
    pub const fn period(&self) -> Period {
        self.0.period
    }

    /// Returns the lines, in the order of evaluation.
    pub fn lines(&self) -> &[Line] {
        &self.0.lines
    }

    /// Returns what was carried in; below 0 the payee owed.
    pub const fn opening(&self) -> Money {
        self.0.opening
    }

    /// Returns what items earned in this statement.
    pub const fn earned(&self) -> Money {
        self.0.earned
    }

    /// Returns what leaves the balance: what is paid and what is withheld.
    pub const fn gross_paid(&self) -> Money {
        self.0.gross_paid
    }

    /// Returns what is withheld.
    pub const fn tax(&self) -> Money {
        self.0.tax
    }

    /// Returns what is paid.
    pub const fn paid(&self) -> Money {
        self.0.paid
    }

    /// Returns what is carried on; below 0 the payee owes.
    pub const fn closing(&self) -> Money {
        self.0.closing
    }

    /// Returns what is paid ahead by this statement.
    pub const fn advanced(&self) -> Money {
        self.0.advanced
    }

    /// Returns what is charged to advances by this statement, without cash; below 0 more comes back
    /// than is charged (spec/contracts.md X2).
    pub fn charged(&self) -> Money {
        let zero = Money::zero(self.0.opening.currency());
        self.0.charged.unwrap_or(zero)
    }

    /// Returns what was given in kind.
    pub const fn in_kind(&self) -> Money {
        self.0.in_kind
    }

    /// Returns what is kept back against returns, after the statement.
    pub const fn reserve(&self) -> Money {
        self.0.reserve
    }

    /// Returns what waits, after the statement.
    pub const fn held(&self) -> Money {
        self.0.held
    }

    /// Returns what is left of advances and written off.
    pub const fn written_off(&self) -> Money {
        self.0.written_off
    }

    /// Returns what other agreements of the group earned back of the advances.
    pub const fn recouped_by_group(&self) -> Money {
        self.0.recouped_by_group
    }

    /// Returns what is in escrow, after the statement.
    pub const fn escrow(&self) -> Money {
        self.0.escrow
    }

    /// Returns what is left of every advance that is paid.
    pub const fn advances(&self) -> &BTreeMap<Id, Money> {
        &self.0.advances
    }

    /// Returns the day on which the payment is due, if something is paid and the terms say a day.
    pub const fn due_on(&self) -> Option<NaiveDate> {
        self.0.due_on
    }

    /// Returns what of the payment is due on which day, by rising day; what no rule gives a day
    /// stands last. It adds up to [`paid`](Self::paid) (spec/contracts.md X1).
    #[doc(alias = "payment schedule")]
    pub fn dues(&self) -> &[DueAmount] {
        &self.0.dues
    }

    /// Returns what a reader should know, sorted.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.0.notices.iter()
    }
}

/// Why figures are no statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatementError {
    /// What comes in is not what goes out.
    #[error("{left} on one side, {right} on the other")]
    Unbalanced {
        /// The opening balance and the lines, or the gross.
        left: Money,
        /// What is paid and carried, or paid and withheld.
        right: Money,
    },
    /// What is due does not rise by its days, or is nothing.
    #[error("what is due does not follow its days, or is not above 0")]
    DuesOutOfOrder,
    /// The name does not fit the statement.
    #[error("malformed name of a statement {text:?}")]
    MalformedId {
        /// What was given, cut to 64 characters.
        text: String,
    },
    /// Amounts that cannot be added.
    #[error(transparent)]
    Money(#[from] MoneyError),
}
