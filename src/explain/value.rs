//! [`Value`] and [`Parts`]: what a step of an explanation comes to.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use crate::text::as_one_word;
use crate::time::parse_date;
use crate::{Currency, Exact, Money, PartyId, Ratio};

/// What a step comes to, or what stands in a paper.
///
/// [`Display`](fmt::Display) is the form for people: money as its text, exact amounts and ratios
/// as plain decimals where these end, flags as `yes` and `no`, names in quotes if they hold a
/// blank (spec/explain.md 1, 5).
///
/// # Examples
///
/// ```
/// use partnership::explain::Value;
/// use partnership::{Exact, Ratio};
///
/// let share: Exact = "17601/200 USD".parse()?;
/// assert_eq!(Value::from(share).to_string(), "88.005 USD");
/// assert_eq!(Value::from(Ratio::new(1, 3)?).to_string(), "1/3");
/// assert_eq!(Value::from(true).to_string(), "yes");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Money in whole minor units.
    Money(Money),
    /// Money before rounding.
    Exact(Exact),
    /// A pure number: a rate, weight, count, score, or days.
    Ratio(Ratio),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A name: a verdict, a party, a tier.
    Text(String),
    /// What a division gave.
    Parts(Parts),
}

/// What a division gave, by party; for installments by tranche, `"1"`, `"2"` and so on.
///
/// Equality is by value: money parts equal exact parts of the same amounts.
#[derive(Clone, Debug)]
pub enum Parts {
    /// Parts in whole minor units.
    Money(BTreeMap<PartyId, Money>),
    /// Parts before rounding.
    Exact(BTreeMap<PartyId, Exact>),
    /// Parts of a whole number.
    Ratio(BTreeMap<PartyId, Ratio>),
}

impl Parts {
    /// Returns one party's part.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::explain::{Parts, Value};
    /// use partnership::{Money, PartyId};
    ///
    /// let ana = PartyId::new("ana")?;
    /// let due: Money = "1.67 USD".parse()?;
    /// let parts = Parts::Money([(ana.clone(), due)].into());
    /// assert_eq!(parts.get(&ana), Some(Value::Money(due)));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn get(&self, party: &PartyId) -> Option<Value> {
        match self {
            Self::Money(all) => all.get(party).copied().map(Value::Money),
            Self::Exact(all) => all.get(party).copied().map(Value::Exact),
            Self::Ratio(all) => all.get(party).copied().map(Value::Ratio),
        }
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Money(parts) => parts.len(),
            Self::Exact(parts) => parts.len(),
            Self::Ratio(parts) => parts.len(),
        }
    }

    /// The same parts as exact amounts, if they are amounts.
    pub(super) fn to_exact(&self) -> Option<BTreeMap<PartyId, Exact>> {
        match self {
            Self::Money(parts) => Some(
                parts
                    .iter()
                    .map(|(party, part)| (party.clone(), Exact::from(*part)))
                    .collect(),
            ),
            Self::Exact(parts) => Some(parts.clone()),
            Self::Ratio(_) => None,
        }
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Money(left), Self::Money(right)) => left == right,
            (Self::Ratio(left), Self::Ratio(right)) => left == right,
            (Self::Ratio(_), _) | (_, Self::Ratio(_)) => self.len() == 0 && other.len() == 0,
            _ => self.to_exact() == other.to_exact(),
        }
    }
}

// Nothing but lists without a part are equal across kinds, and those are all equal.
impl Eq for Parts {}

/// The kinds among which operators do not mix; money and exact amounts are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Amount(Currency),
    Ratio,
    Date,
    Flag,
    Text,
    Parts,
}

impl Value {
    /// What the value may be compared with.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Money(money) => Kind::Amount(money.currency()),
            Self::Exact(exact) => Kind::Amount(exact.currency()),
            Self::Ratio(_) => Kind::Ratio,
            Self::Date(_) => Kind::Date,
            Self::Flag(_) => Kind::Flag,
            Self::Text(_) => Kind::Text,
            Self::Parts(_) => Kind::Parts,
        }
    }

    /// The amount, if it is money or exact.
    pub(super) fn amount(&self) -> Option<Exact> {
        match self {
            Self::Money(money) => Some((*money).into()),
            Self::Exact(exact) => Some(*exact),
            _ => None,
        }
    }

    /// Whether this is the same value of the same kind.
    pub(super) fn is_money(&self) -> bool {
        matches!(self, Self::Money(_))
    }
}

macro_rules! from {
    ($($variant:ident($type:ty),)*) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*
    };
}

from! {
    Money(Money),
    Exact(Exact),
    Ratio(Ratio),
    Date(NaiveDate),
    Flag(bool),
    Text(String),
    Parts(Parts),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&PartyId> for Value {
    fn from(party: &PartyId) -> Self {
        Self::Text(party.as_str().to_owned())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => write!(f, "{money}"),
            Self::Exact(exact) => write!(f, "{} {}", exact.major().plain(), exact.currency()),
            Self::Ratio(ratio) => f.write_str(&ratio.plain()),
            Self::Date(date) => write!(f, "{date}"),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Text(text) => f.write_str(&as_one_word(text)),
            Self::Parts(parts) => write!(f, "{parts}"),
        }
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<'a, V: Copy + Into<Value> + 'a>(
            f: &mut fmt::Formatter<'_>,
            parts: &BTreeMap<PartyId, V>,
        ) -> fmt::Result {
            let mut before = "";
            for (party, part) in parts {
                write!(
                    f,
                    "{before}{} {}",
                    as_one_word(party.as_str()),
                    (*part).into()
                )?;
                before = ", ";
            }
            Ok(())
        }
        match self {
            Self::Money(parts) => list(f, parts),
            Self::Exact(parts) => list(f, parts),
            Self::Ratio(parts) => list(f, parts),
        }
    }
}

/// Whether a text reads as a figure: as money, before or after rounding, a number or a day.
pub(crate) fn reads_as_figure(text: &str) -> bool {
    text.parse::<Money>().is_ok()
        || text.parse::<Exact>().is_ok()
        || text.parse::<Ratio>().is_ok()
        || parse_date(text).is_some()
}
