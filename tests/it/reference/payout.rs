//! What is paid, withheld and carried, and the day it is due (spec/compensation.md 7, step 15).

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::calendar::day_of;
use super::history::History;
use super::{Big, list, money_of, ratio_of, text, whole};

/// How an available sum goes out.
pub struct Payout {
    pub gross: Big,
    pub tax: Big,
    pub paid: Big,
    pub closing: Big,
    pub due_on: Option<NaiveDate>,
}

impl History<'_> {
    pub fn payout(&self, available: &Big) -> Payout {
        let payout = self.versions()[self.version()].get("payout");
        let payout = payout.cloned().unwrap_or(json!({}));
        let enough = *available >= money_of(&payout, "minimum") || self.is_final();
        let gross = if *available > whole(0) && enough {
            available.clone()
        } else {
            whole(0)
        };
        let tax = self.round(&(ratio_of(&payout, "tax") * &gross));
        let paid = &gross - &tax;
        Payout {
            due_on: self.due_on(&payout, &paid),
            closing: available - &gross,
            gross,
            tax,
            paid,
        }
    }

    fn due_on(&self, payout: &Value, paid: &Big) -> Option<NaiveDate> {
        if *paid <= whole(0) {
            return None;
        }
        let dues = payout.get("due").into_iter().chain(list(payout, "dues"));
        dues.map(|due| self.due_day(due, None)).max()
    }

    /// The day of one due date, of an event on a day if there is one.
    pub fn due_day(&self, due: &Value, event: Option<NaiveDate>) -> NaiveDate {
        let period = self.period(self.no());
        let last = period.to - Days::new(1);
        let from = match text(due, "from") {
            Some("statement") => day_of(self.activity(), "statement_on").unwrap_or(period.to),
            Some("period_start") => period.from,
            Some("event") => event.unwrap_or(last),
            _ => last,
        };
        self.calendar.due(from, due)
    }
}
