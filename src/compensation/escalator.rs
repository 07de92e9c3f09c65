//! [`Escalator`]: amounts that rise from step to step of so many months.

use super::wire::paper;
use crate::ratio::Ratio;

paper! {
    /// What an item pays, or a guarantee promises, rises by a rate every so many months
    /// (spec/contracts.md X5).
    ///
    /// A window is multiplied by `(1 + rate)^k`, where k is how many steps lie between the day that
    /// they count from and the first day of the window. It keeps that factor for ever: what is
    /// reported late of January has January's price.
    ///
    /// # Rounding
    ///
    /// The factor is rounded half away from zero to 15 decimals at each step, so that the first
    /// years are exact; the amount is rounded once, after it was multiplied.
    ///
    /// # Examples
    ///
    /// 0.17 for each of a million patrons, 5% more every year:
    ///
    /// ```
    /// use partnership::compensation::{Activity, Escalator, Item, PayDraft, Terms, Window, settle};
    /// use partnership::time::date;
    ///
    /// let fee = PayDraft::per_unit(&["patrons"], "0.17 USD".parse()?);
    /// let mut patrons = Item::new("patrons".parse()?, Window::Period, fee);
    /// patrons.escalator = Some(Escalator::new("5%".parse()?, 12));
    /// let terms = Terms::builder("screens", "USD".parse()?, date("2026-01-01")?)
    ///     .item(patrons)
    ///     .build()?;
    /// let mut state = terms.new_state();
    /// let mut paid = Vec::new();
    /// for (no, year) in (1..).zip(["2026-01-01..2027-01-01", "2027-01-01..2028-01-01"]) {
    ///     let mut activity = Activity::empty(no, year.parse()?);
    ///     activity.add_units("patrons", 1_000_000)?;
    ///     let (statement, next) = settle(&terms, &state, &activity)?;
    ///     paid.push(statement.paid().to_string());
    ///     state = next;
    /// }
    /// assert_eq!(paid, ["170000.00 USD", "178500.00 USD"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc(alias = "annual increase")]
    #[doc(alias = "indexation")]
    #[doc(alias = "step-up")]
    pub struct Escalator {
        /// By how much of itself the amount rises with each step, 0 or more.
        required rate: Ratio,
        /// How many months a step has.
        required months: u32,
        /// The day from which steps count; that of the months of the sheet if nothing is said.
        optional_day from,
    }
}

impl Escalator {
    /// A rise by a rate every so many months, counted as the months of the sheet are.
    pub const fn new(rate: Ratio, months: u32) -> Self {
        Self {
            rate,
            months,
            from: None,
        }
    }
}
