//! [`Weekend`]: which days of a week are days of rest.

use chrono::Weekday;

/// A set of weekdays, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Weekend(u8);

impl Weekend {
    pub(super) const WEEK: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    pub(super) fn from_days(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | Self::bit(day)))
    }

    const fn bit(day: Weekday) -> u8 {
        match day {
            Weekday::Mon => 1,
            Weekday::Tue => 2,
            Weekday::Wed => 4,
            Weekday::Thu => 8,
            Weekday::Fri => 16,
            Weekday::Sat => 32,
            Weekday::Sun => 64,
        }
    }

    #[inline]
    pub(super) const fn has(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    pub(super) fn days(self) -> impl Iterator<Item = Weekday> {
        Self::WEEK.into_iter().filter(move |day| self.has(*day))
    }

    /// How many of so many days from a weekday on are no days of rest.
    pub(super) fn worked_days(self, first: Weekday, days: i64) -> i64 {
        let (weeks, rest) = (days.div_euclid(7), days.rem_euclid(7));
        let a_week = i64::from(self.0.count_zeros().saturating_sub(1));
        let mut worked = weeks.saturating_mul(a_week);
        let mut day = first;
        for _ in 0..rest {
            worked = worked.saturating_add(i64::from(!self.has(day)));
            day = day.succ();
        }
        worked
    }
}
