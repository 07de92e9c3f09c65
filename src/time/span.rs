//! [`Span`]: a length of time with its unit, which is never converted behind the back.

use std::cmp::Ordering;
use std::fmt;

/// What a [`Span`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Elapsed hours of 3,600 seconds.
    Hours,
    /// Calendar days.
    Days,
    /// Business days of a calendar.
    BusinessDays,
    /// Seven calendar days each.
    Weeks,
    /// Calendar months, clamped to the last day of a short one.
    Months,
    /// Twelve months each.
    Years,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Hours,
        Self::Days,
        Self::BusinessDays,
        Self::Weeks,
        Self::Months,
        Self::Years,
    ];

    /// Returns the letters that follow the number in text: `h`, `d`, `bd`, `w`, `m`, `y`.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Hours => "h",
            Self::Days => "d",
            Self::BusinessDays => "bd",
            Self::Weeks => "w",
            Self::Months => "m",
            Self::Years => "y",
        }
    }

    /// Returns the largest number that a span of this unit may have, about a century.
    pub const fn most(self) -> u32 {
        match self {
            Self::Hours => 876_000,
            Self::Days => 36_500,
            Self::BusinessDays => 26_000,
            Self::Weeks => 5_200,
            Self::Months => 1_200,
            Self::Years => 100,
        }
    }
}

mod sealed_value {
    use super::Unit;

    /// A length of time with its unit, zero or more: `48h 14d 10bd 2w 3m 1y`.
    ///
    /// Thirty days are not a month and ten business days are not two weeks, so there is no common
    /// order: [`compare`](Span::compare) answers `None` for unlike units. Equality is by number
    /// and unit, `2w != 14d` (spec/time.md 1).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use partnership::time::Span;
    ///
    /// let notice: Span = "14d".parse()?;
    /// assert_eq!(notice.compare(Span::weeks(2)?), Some(Ordering::Equal));
    /// assert_ne!(notice, Span::weeks(2)?);
    /// assert_eq!(Span::days(30)?.compare(Span::months(1)?), None);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[doc(alias = "duration")]
    #[doc(alias = "notice period")]
    pub struct Span {
        number: u32,
        unit: Unit,
    }

    impl Span {
        /// So many of a unit, if it allows as many.
        pub(in crate::time) const fn within(number: u32, unit: Unit) -> Option<Self> {
            if number > unit.most() {
                None
            } else {
                Some(Self { number, unit })
            }
        }

        /// So many of a unit, or as many as it allows: for tables of spans.
        pub(crate) const fn clamped(number: u32, unit: Unit) -> Self {
            let most = unit.most();
            let number = if number > most { most } else { number };
            Self { number, unit }
        }

        /// Returns how many of the unit.
        pub const fn number(self) -> u32 {
            self.number
        }

        /// Returns what is counted.
        pub const fn unit(self) -> Unit {
            self.unit
        }
    }
}
pub use sealed_value::Span;

impl Span {
    /// Returns whether the span is one of nothing.
    pub const fn is_zero(self) -> bool {
        self.number() == 0
    }

    /// Returns which of two spans is longer, or `None` if the units are unlike.
    ///
    /// Hours, days and weeks convert (24, 168), months and years convert (12), business days
    /// compare with business days alone.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let (kind, length) = self.measure();
        let (other_kind, other_length) = other.measure();
        (kind == other_kind).then(|| length.cmp(&other_length))
    }

    /// The unit that the span converts to, and how many of it.
    fn measure(self) -> (Unit, u64) {
        let (unit, factor) = match self.unit() {
            Unit::Hours => (Unit::Hours, 1),
            Unit::Days => (Unit::Hours, 24),
            Unit::Weeks => (Unit::Hours, 168),
            Unit::BusinessDays => (Unit::BusinessDays, 1),
            Unit::Months => (Unit::Months, 1),
            Unit::Years => (Unit::Months, 12),
        };
        (unit, u64::from(self.number()).saturating_mul(factor))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number(), self.unit().suffix())
    }
}
