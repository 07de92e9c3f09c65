//! [`Lint`]: what is legal in a term sheet, and suspicious.

use std::fmt;

use chrono::NaiveDate;

use super::check_scope::Members;
use super::clause::{Cap, Guarantee, GuaranteeOn, Payout};
use super::sheet::Version;
use super::terms::Terms;
use super::tiers::Bound;
use super::wire::Id;
use crate::explain::Path;
use crate::money::{Exact, Money, MoneyError};
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::time::{DueRule, Span, Unit};

/// Something legal that is seldom meant (spec/compensation.md 13); the place stands in its
/// [`Problem`](crate::Problem).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Lint {
    /// On a bound of whole tiers the pay for all that was sold before jumps.
    #[error("beyond {at} the pay jumps by {jump}")]
    Cliff {
        /// The bound.
        at: Bound,
        /// By how much.
        jump: Jump,
    },
    /// On a bound of whole tiers the pay drops: who sells more is paid less.
    #[error("beyond {at} the pay drops by {drop}")]
    NonMonotone {
        /// The bound.
        at: Bound,
        /// By how much.
        drop: Jump,
    },
    /// A tier pays what the one before it pays.
    #[error("the tier pays what the one before it pays")]
    DeadTier,
    /// A guarantee that fixed fees meet already.
    #[error("the {guaranteed} guaranteed are always met: at least {least} are earned")]
    GuaranteeCannotBind {
        /// The largest sum that is guaranteed.
        guaranteed: Money,
        /// What is earned whatever happens.
        least: Exact,
    },
    /// A cap that fixed fees use up.
    #[error("the cap of {cap} is always reached: at least {least} are earned")]
    CapBelowRetainer {
        /// The amount of the cap.
        cap: Money,
        /// What is earned whatever happens.
        least: Exact,
    },
    /// A version that is complete by itself does not name what the one before it has.
    #[error("{id} of the version before is not in this one and has ended")]
    ItemDropped {
        /// The item, schedule or timing.
        id: Id,
    },
    /// A part, an installment or an advance lies before the terms that first name it.
    #[error("{on} lies before {from}: it is booked at once, and was perhaps paid before")]
    PartBeforeStart {
        /// Its day.
        on: NaiveDate,
        /// Where the first version that has it begins.
        from: NaiveDate,
    },
    /// The rates of a base take more than all of it.
    #[error("the deductions take more than all: {left} is left of 1")]
    DeductionsAboveGross {
        /// What is left of 1.
        left: Ratio,
    },
    /// Lateness costs, earliness earns nothing.
    #[error("lateness costs and earliness earns nothing")]
    OneSidedTiming,
    /// A penalty without an end.
    #[error("the penalty has no limit")]
    UncappedPenalty,
    /// Money that arrives more than 90 days after its period.
    #[error("money arrives up to {days} days after the period")]
    SlowPay {
        /// How many days.
        days: u64,
    },
    /// After the forecast an advance is still open, or was written off.
    #[error("of the advance {open} are never earned back")]
    AdvanceWillNotRecoup {
        /// What is open.
        open: Money,
    },
    /// In more than half of the statements of the forecast nothing is paid for want of the
    /// minimum.
    #[error("the minimum is missed by {missed} of {statements} statements")]
    MinimumRarelyMet {
        /// How many statements stay below it.
        missed: usize,
        /// How many there are.
        statements: usize,
    },
}

impl Lint {
    /// Returns the name of the lint in text.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Cliff { .. } => "cliff",
            Self::NonMonotone { .. } => "non_monotone",
            Self::DeadTier => "dead_tier",
            Self::GuaranteeCannotBind { .. } => "guarantee_cannot_bind",
            Self::CapBelowRetainer { .. } => "cap_below_retainer",
            Self::ItemDropped { .. } => "item_dropped",
            Self::PartBeforeStart { .. } => "part_before_start",
            Self::DeductionsAboveGross { .. } => "deductions_above_gross",
            Self::OneSidedTiming => "one_sided_timing",
            Self::UncappedPenalty => "uncapped_penalty",
            Self::SlowPay { .. } => "slow_pay",
            Self::AdvanceWillNotRecoup { .. } => "advance_will_not_recoup",
            Self::MinimumRarelyMet { .. } => "minimum_rarely_met",
        }
    }
}

/// How far a pay jumps on a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// By so much money, where the bound measures what is paid.
    Amount(Exact),
    /// By so much of the rate, where another measure chooses the tier.
    Rate(Ratio),
}

impl fmt::Display for Jump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => amount.fmt(f),
            Self::Rate(rate) => write!(f, "{rate} of the rate"),
        }
    }
}

/// The most days after a period that are not slow.
const SLOW_AFTER: u64 = 90;

impl Terms {
    /// Returns what is legal and seldom meant, with its place, in the order of the document.
    ///
    /// Looks for cliffs and drops between whole tiers, tiers that change nothing, guarantees and
    /// caps that fixed fees decide already, penalties without limit or counterpart, money that is
    /// due more than 90 days after its period (spec/compensation.md 13); items that a complete
    /// version leaves out, parts that lie before their terms, and deductions of more than all
    /// (spec/contracts.md X10). A comparison that exact numbers cannot hold is left out. Places
    /// are those of the sheet [written out](Self::expanded).
    ///
    /// # Examples
    ///
    /// 10% on everything up to 10,000.00 and 15% on everything beyond it: the next cent is worth
    /// 500.00.
    ///
    /// ```
    /// use partnership::compensation::{Item, PayDraft, Terms, TierMode, Window};
    /// use partnership::time::date;
    ///
    /// let tiers = [(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "15%".parse()?)];
    /// let mut pay = PayDraft::tiered_share(&["shop"], &tiers);
    /// if let PayDraft::Share(share) = &mut pay {
    ///     share.mode = TierMode::Whole;
    /// }
    /// let terms = Terms::builder("deal", "USD".parse()?, date("2026-01-01")?)
    ///     .item(Item::new("sales".parse()?, Window::Lifetime, pay))
    ///     .build()?;
    /// let lints: Vec<String> = terms.lint().iter().map(ToString::to_string).collect();
    /// assert_eq!(lints, ["versions[0].items[0].pay.share.tiers[1]: \
    ///     beyond 10000.00 USD the pay jumps by 500 USD"]);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Problem<Lint>> {
        let mut lints = Lints { found: Vec::new() };
        self.sheet().lint_advances(&mut lints);
        let place = Path::TERMS.name("versions");
        let written = self.sheet().versions.iter();
        for (index, (version, written)) in self.versions().iter().zip(written).enumerate() {
            let place = place.index(index);
            let earlier = self.versions().get(..index).unwrap_or_default();
            let before = earlier.last().filter(|_| written.based_on.is_none());
            if let Some(before) = before {
                version.lint_dropped(before, &mut lints, &place);
            }
            version.lint(earlier, &mut lints, &place, self);
        }
        lints.found
    }
}

/// The lints found so far.
#[derive(Debug)]
pub(super) struct Lints {
    pub(super) found: Vec<Problem<Lint>>,
}

impl Lints {
    pub(super) fn add(&mut self, place: &Path<'_>, fault: Lint) {
        let place = place.words();
        self.found.push(Problem { place, fault });
    }
}

impl Version {
    fn lint(&self, earlier: &[Self], lints: &mut Lints, place: &Path<'_>, terms: &Terms) {
        let items = place.name("items");
        for (index, item) in self.items.iter().enumerate() {
            item.pay.lint(lints, &items.index(index).name("pay"));
        }
        self.lint_parts(earlier, lints, place);
        let all = place.name("timing");
        for (index, timing) in self.timing.iter().enumerate() {
            let place = all.index(index);
            let Some(late) = &timing.late else { continue };
            if timing.early.is_none() {
                lints.add(&place, Lint::OneSidedTiming);
            }
            if late.at_most.is_none() && late.at_most_rate.is_none() {
                lints.add(&place.name("late"), Lint::UncappedPenalty);
            }
        }
        let caps = place.name("caps");
        for (index, cap) in self.caps.iter().enumerate() {
            if let Ok(Some(lint)) = self.lint_cap(cap, terms) {
                lints.add(&caps.index(index), lint);
            }
        }
        let guarantees = place.name("guarantees");
        for (index, guarantee) in self.guarantees.iter().enumerate() {
            if let Ok(Some(lint)) = self.lint_guarantee(guarantee, terms) {
                lints.add(&guarantees.index(index), lint);
            }
        }
        self.lint_installments(earlier, lints, place);
        let held = self.hold.as_ref().map_or(0, |hold| u64::from(hold.days));
        let days = held.saturating_add(self.payout.as_ref().map_or(0, Payout::days));
        if days > SLOW_AFTER {
            lints.add(place, Lint::SlowPay { days });
        }
    }

    fn lint_cap(&self, cap: &Cap, terms: &Terms) -> Result<Option<Lint>, MoneyError> {
        let scope = scope(cap.scope.as_deref());
        let least = self.least(&scope, cap.window, terms)?;
        let reached = least.compare(cap.amount.into())?.is_ge();
        Ok(
            (least.major().is_positive() && reached).then_some(Lint::CapBelowRetainer {
                cap: cap.amount,
                least,
            }),
        )
    }

    fn lint_guarantee(
        &self,
        guarantee: &Guarantee,
        terms: &Terms,
    ) -> Result<Option<Lint>, MoneyError> {
        let scope = scope(guarantee.scope.as_deref());
        let can_fall = self.timing.iter().any(|timing| scope.holds(&timing.id))
            || self
                .items
                .iter()
                .any(|item| scope.holds(&item.id) && item.can_fall());
        let Some(guaranteed) = guarantee.largest() else {
            return Ok(None);
        };
        let moves = guarantee.escalator.is_some() || guarantee.amount_by.is_some();
        if can_fall || moves || guarantee.on != GuaranteeOn::Earned {
            return Ok(None);
        }
        let least = self.least(&scope, guarantee.window, terms)?;
        let met = least.compare(guaranteed.into())?.is_ge();
        Ok(met.then_some(Lint::GuaranteeCannotBind { guaranteed, least }))
    }
}

/// The scope of a clause of a checked sheet.
fn scope(written: Option<&[Id]>) -> Members<'_> {
    written.map_or(Members::All, |ids| Members::These(ids.iter().collect()))
}

impl Guarantee {
    /// The largest sum of any window.
    fn largest(&self) -> Option<Money> {
        let amounts = self.amounts.iter().flatten().map(|sum| sum.amount);
        let mut all = amounts.chain(self.amount);
        let first = all.next()?;
        Some(all.fold(first, |most, amount| most.max(amount).unwrap_or(most)))
    }
}

impl Payout {
    /// The most days from the end of a period to the day on which its money is due, before a
    /// roll; a month counts 31 days, a year 372, a business day 7/5 of a day.
    fn days(&self) -> u64 {
        match self.due.as_ref().map(|due| due.rule) {
            None | Some(DueRule::OnEvent) => 0,
            Some(DueRule::After(span) | DueRule::EndOfMonthAfter(span)) => days_of(span),
            Some(DueRule::MonthEnd { months, plus_days }) => u64::from(months)
                .saturating_mul(31)
                .saturating_add(u64::from(plus_days)),
            Some(DueRule::DayOfMonth { after_days, .. }) => u64::from(after_days),
        }
    }
}

fn days_of(span: Span) -> u64 {
    let number = u64::from(span.number());
    match span.unit() {
        Unit::Hours => number.div_ceil(24),
        Unit::Days => number,
        Unit::BusinessDays => number.saturating_mul(7).div_ceil(5),
        Unit::Weeks => number.saturating_mul(7),
        Unit::Months => number.saturating_mul(31),
        Unit::Years => number.saturating_mul(372),
    }
}
