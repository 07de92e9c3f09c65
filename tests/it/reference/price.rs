//! Prices that move: escalators, who owes, windows of the year (spec/contracts.md X5, X6).

use chrono::{Datelike as _, Months, NaiveDate};
use serde_json::Value;

use super::calendar::{Stretch, day_of};
use super::entry::{Own, Reads, moves, named, net};
use super::history::History;
use super::pay::{Given, to_minor};
use super::{Big, at_least_nothing, count_of, installments, list, ratio_of, text, whole};

/// What the lines of an item count as: what the payee owes is booked the other way round.
pub fn sign(item: &Value) -> Big {
    whole(if text(item, "owed_by") == Some("payee") {
        -1
    } else {
        1
    })
}

impl History<'_> {
    /// The factor of the window of a clause around a period.
    pub fn factor(&self, clause: &Value, no: usize) -> Big {
        let Some(escalator) = clause.get("escalator") else {
            return whole(1);
        };
        let window = self.month_window(clause, no);
        let first = window.unwrap_or(self.period(no)).from;
        let from = day_of(escalator, "from").unwrap_or(self.anchor());
        let months = u32::try_from(count_of(escalator, "months").expect("a count")).expect("few");
        let steps = (1..).take_while(|step| from + Months::new(step * months) <= first);
        let rise = whole(1) + ratio_of(escalator, "rate");
        steps.fold(whole(1), |factor, _: u32| {
            to_minor(&(factor * &rise), "half_away_from_zero", 15)
        })
    }

    /// What activity makes of a guarantee in one of its windows, by the clause of a version.
    pub fn by_activity(&self, clause: &Value, id: &str, no: usize) -> Big {
        let pay = &clause["amount_by"];
        let own = self.own_of_guarantee(clause, id, no);
        let levels = own.levels.into_iter();
        let given = Given {
            amounts: own.amounts,
            units: own.units,
            levels: levels.map(|(name, (_, value))| (name, value)).collect(),
            retainer: &|_| whole(0),
            fixed: true,
        };
        let worth = at_least_nothing(given.value(pay));
        self.round(&(self.factor(clause, no) * worth))
    }

    /// All that is known of the window of a guarantee around a period, from the first version that
    /// has it on.
    fn own_of_guarantee(&self, clause: &Value, id: &str, no: usize) -> Own {
        let reads = Reads::of(&clause["amount_by"]);
        let window = self.window(clause, no);
        let first = self.first_version(id);
        let here = |of: usize| {
            let then = self.guarantee(id, of).unwrap_or(clause);
            first <= self.version_of(of) && self.window(then, of) == window
        };
        let mut own = Own::default();
        for (activity, no) in self.activities.iter().zip(1..) {
            for entry in moves(activity).filter(|entry| here(named(entry, no))) {
                let (amount, units) = net(entry);
                own.add(text(entry, "stream").expect("a stream"), &amount, &units);
            }
            for level in list(activity, "levels") {
                let (of, name) = (named(level, no), text(level, "name").expect("a name"));
                let mut later = Own::default();
                if here(of) && reads.levels.contains(name) {
                    let value = ratio_of(level, "value");
                    later.levels.insert(name.to_owned(), (of, value));
                }
                own.join(&later);
            }
        }
        own
    }

    /// Whether the present window of a guarantee closes without a level that it reads.
    pub fn closes_without_level(&self, clause: &Value) -> bool {
        let Some(pay) = clause.get("amount_by") else {
            return false;
        };
        let id = text(clause, "id").expect("an id");
        let known = self.own_of_guarantee(clause, id, self.no()).levels;
        let wanted = Reads::of(pay).levels;
        let lacks = wanted.iter().any(|level| !known.contains_key(level));
        lacks && self.closes(clause) && !self.run_off(self.no())
    }
}

/// The parts of a sum on the days of the year that lie in a stretch.
pub fn parts_of_year(yearly: &[Value], stretch: Stretch, sum: &Big, exponent: u32) -> Days {
    let mut days: Vec<(NaiveDate, Big)> = Vec::new();
    for year in stretch.from.year()..=stretch.to.year() {
        for part in yearly {
            let on = text(part, "on").expect("a day");
            let on = format!("{year}-{on}");
            let on = on.parse::<NaiveDate>().ok();
            let on = on.or(NaiveDate::from_ymd_opt(year, 2, 28)).expect("a day");
            if stretch.from <= on && on < stretch.to {
                days.push((on, ratio_of(part, "share")));
            }
        }
    }
    days.sort_by_key(|(on, _)| *on);
    let shares: Vec<Big> = days.iter().map(|(_, share)| share.clone()).collect();
    let parts = installments(sum, &shares, exponent);
    days.into_iter().map(|(on, _)| on).zip(parts).collect()
}

/// Days, each with what falls due on it.
pub type Days = Vec<(NaiveDate, Big)>;
