//! [`Escalator`]: amounts that rise from step to step of so many months.

use super::check::Faults;
use super::place::Path;
use super::problem::TermsProblem as Fault;
use super::terms::Terms;
use super::window::Window;
use super::wire::paper;
use super::working::{Done, Relation, Value, Working};
use crate::ratio::Ratio;
use crate::time::{MonthRule, add_months};

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
    ///     activity.add_units("patrons", "1000000".parse()?)?;
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

/// The most months that a step can have.
const MOST_MONTHS: u32 = 1_200;

impl Escalator {
    /// A rise by a rate every so many months, counted as the months of the sheet are.
    pub const fn new(rate: Ratio, months: u32) -> Self {
        Self {
            rate,
            months,
            from: None,
        }
    }

    /// Whether it is sound, in a window that it may stand in; faults are noted.
    pub(super) fn check(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        window: Window,
        windows: fn(Window) -> bool,
    ) -> bool {
        let fits = windows(window);
        if !fits {
            faults.add(place, Fault::EscalatorWindow);
        }
        let rate = faults.factor(&place.name("rate"), self.rate);
        let counted = (1..=MOST_MONTHS).contains(&self.months);
        if !counted {
            let count = self.months;
            faults.add(&place.name("months"), Fault::WindowCount { count });
        }
        fits && rate && counted
    }

    /// The day from which steps count.
    pub(super) fn from<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        terms: &Terms,
    ) -> Done<W::Figure> {
        let sheet = terms.sheet();
        let (place, day) = match (self.from, sheet.anchor) {
            (Some(from), _) => (place.name("from"), from),
            (None, Some(anchor)) => (Path::TERMS.name("anchor"), anchor),
            (None, None) => (Path::TERMS.name("start"), sheet.start),
        };
        let label = || "day from which steps of the escalator count".into();
        working.input(&place, Value::Date(day), label)
    }

    /// The factor of a window by its first day, where steps count from a day.
    pub(super) fn factor<W: Working>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        from: W::Figure,
        first: W::Figure,
    ) -> Done<W::Figure> {
        let months = Value::Number(self.months.into());
        let label = || "months of a step".into();
        let months = working.input(&place.name("months"), months, label)?;
        let one = working.quotient(months, months, || "no rise".into())?;
        let rate = Value::Number(self.rate);
        let rate = working.input(&place.name("rate"), rate, || "rise of a step".into())?;
        let rise = working.sum(&[one, rate], || "rise of a step, with the whole".into())?;
        let none = working.no_number()?;
        let (mut steps, mut factor) = (none, one);
        let begins = working.day(from)?;
        let mut after = 0_u32;
        loop {
            after = after.saturating_add(self.months.max(1));
            // A day that the calendar does not have is never reached.
            if add_months(begins, i64::from(after), MonthRule::SameDay).is_err() {
                return Ok(factor);
            }
            let day = working.months_after(from, after, || "day of the next step".into())?;
            let label = || "the window begins on it, or after it".into();
            let reached = working.compare(day, Relation::AtMost, first, label)?;
            let is_reached = working.value(reached) == Value::Flag(true);
            let step = working.choose(reached, one, none, || "one step more".into())?;
            let before = steps;
            steps = working.sum(&[before, step], || "steps of the escalator, k".into())?;
            let label = || "k rises".into();
            let rises = working.compare(steps, Relation::More, before, label)?;
            let by = working.choose(rises, rise, one, || "rise of this step".into())?;
            let exact = working.product(by, factor, || "factor before it is rounded".into())?;
            let k = working.number(steps)?;
            factor = working.to_15_decimals(exact, || format!("{FACTOR}, k = {k}"))?;
            if !is_reached {
                return Ok(factor);
            }
        }
    }
}

/// How the factor of an escalator is called in a working.
pub(super) const FACTOR: &str = "escalator factor f";
