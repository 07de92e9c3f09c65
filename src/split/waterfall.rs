//! [`Waterfall`]: checked tiers, and the door through which money passes them.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use crate::money::Money;
use crate::party::PartyId;

use super::tier::Correction;
use super::tier_plan::{Plan, PlanKind};
use super::waterfall_error::WaterfallError;
use super::waterfall_state::WaterfallState;
use super::waterfall_statement::{Receipt, WaterfallStatement};
use super::waterfall_terms::WaterfallTerms;

/// Money that passes tier after tier: fees, recoupment, preferred returns, profit.
///
/// Every tier takes what it can still hold and passes on the rest. Capacities are cumulative, so
/// however receipts are cut, each tier holds the same in the end; inside a tier money goes by the
/// [`Ledger`](crate::allocate::Ledger), or by a rule on claims. A refund is taken back from the
/// last money first. History is never rewritten: a capacity that grew later is filled from new
/// money only (spec/splits.md 4).
///
/// Whole fund or deal by deal: one waterfall for all deals, or one for each, and
/// [`clawback`](super::clawback) for what a party holds beyond its part of the whole.
///
/// # Rounding
///
/// Fees, claims times their multiple, returns and catch-ups are rounded half away from zero on
/// cumulative amounts; lines are whole minor units that add up to the receipt.
///
/// # Examples
///
/// 50.00 are put in; 8% of preferred return, a full catch-up, then 80/20. After a year 100.00
/// come out:
///
/// ```
/// use partnership::split::{
///     Compounding, DayCount, Receipt, Split, Tier, Waterfall, WaterfallTerms,
/// };
/// use partnership::allocate::ClaimsRule;
/// use partnership::time::date;
/// use partnership::{Currency, PartyId};
///
/// let (gp, lp) = (PartyId::new("gp")?, PartyId::new("lp")?);
/// let tiers = vec![
///     Tier::recoup([(lp.clone(), "50.00 USD".parse()?)]),
///     Tier::Preferred {
///         on: 0,
///         rate: "8%".parse()?,
///         compounding: Compounding::Yearly,
///         day_count: DayCount::Thirty360,
///         rule: ClaimsRule::Proportional,
///     },
///     Tier::CatchUp {
///         party: gp.clone(),
///         share: "100%".parse()?,
///         target: "20%".parse()?,
///         others: Split::equal([lp.clone()])?,
///     },
///     Tier::residual(Split::fixed([
///         (gp.clone(), "20%".parse()?),
///         (lp.clone(), "80%".parse()?),
///     ])?),
/// ];
/// let fund = Waterfall::new(WaterfallTerms {
///     anchor: Some(date("2021-01-01")?),
///     ..WaterfallTerms::new(Currency::USD, [gp.clone(), lp.clone()], tiers)
/// })?;
///
/// let exit = Receipt::on(date("2022-01-01")?, "100.00 USD".parse()?);
/// let (_, statement) = fund.distribute(&fund.new_state(), exit)?;
/// assert_eq!(statement.lines()[&gp].to_string(), "10.00 USD"); // 20% of the 50.00 of profit
/// assert_eq!(statement.lines()[&lp].to_string(), "90.00 USD");
/// let tiers: Vec<String> = statement.tiers().iter().map(|tier| tier.amount().to_string()).collect();
/// assert_eq!(tiers, ["50.00 USD", "4.00 USD", "1.00 USD", "45.00 USD"]);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "distribution")]
#[doc(alias = "recoupment schedule")]
#[doc(alias = "preferred return")]
#[doc(alias = "hurdle")]
pub struct Waterfall {
    terms: WaterfallTerms,
    open: bool,
    parties: Arc<[PartyId]>,
    plans: Vec<Plan>,
    accrues: bool,
}

impl PartialEq for Waterfall {
    /// All else follows from the terms.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.open == other.open
    }
}

impl Eq for Waterfall {}

impl Waterfall {
    /// Returns the waterfall whose last tier takes everything that is left.
    ///
    /// # Errors
    ///
    /// The first of [`WaterfallTerms::problems`].
    pub fn new(terms: WaterfallTerms) -> Result<Self, WaterfallError> {
        Self::checked(terms, false)
    }

    /// Returns a waterfall that may lack a residual tier, and hands back what no tier takes.
    ///
    /// # Errors
    ///
    /// The first of [`WaterfallTerms::open_problems`].
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::split::{Receipt, Tier, Waterfall, WaterfallTerms};
    /// use partnership::{Currency, PartyId};
    ///
    /// let label = PartyId::new("label")?;
    /// let advance = Tier::recoup([(label.clone(), "10.00 USD".parse()?)]);
    /// let terms = WaterfallTerms::new(Currency::USD, [label], vec![advance]);
    /// let deal = Waterfall::open(terms)?;
    /// let receipt = Receipt::undated("13.00 USD".parse()?);
    /// let (_, statement) = deal.distribute(&deal.new_state(), receipt)?;
    /// assert_eq!(statement.undistributed().to_string(), "3.00 USD");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn open(terms: WaterfallTerms) -> Result<Self, WaterfallError> {
        Self::checked(terms, true)
    }

    fn checked(mut terms: WaterfallTerms, open: bool) -> Result<Self, WaterfallError> {
        let problems = if open {
            terms.open_problems()
        } else {
            terms.problems()
        };
        if let Some(problem) = problems.into_iter().next() {
            return Err(problem.fault);
        }
        terms.parties.sort_unstable();
        terms.parties.dedup();
        let plans = Plan::all(&terms)?;
        let returns = |plan: &Plan| matches!(plan.kind, PlanKind::Preferred(_));
        Ok(Self {
            open,
            parties: terms.parties.as_slice().into(),
            accrues: plans.iter().any(returns),
            plans,
            terms,
        })
    }

    /// Returns the paper, its parties in party order.
    pub const fn terms(&self) -> &WaterfallTerms {
        &self.terms
    }

    /// Returns whether what no tier takes is handed back.
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Returns the state before the first receipt.
    ///
    /// Terms that are amended for the future begin with a new state of the new waterfall; for
    /// terms that are amended for the past see [`Self::replay`].
    pub fn new_state(&self) -> WaterfallState {
        let high_water = self.terms.correction == Correction::HighWater;
        WaterfallState::new(self.terms.currency, &self.plans, high_water)
    }

    /// Returns a statement for [`Self::distribute_into`] to write to.
    pub fn blank_statement(&self) -> WaterfallStatement {
        WaterfallStatement::blank(self.terms.currency, &self.parties, &self.plans)
    }

    /// Takes in a receipt, or a refund below 0, and returns the state after it and who gets what.
    ///
    /// # Errors
    ///
    /// In this order: [`WaterfallError::BadState`] for a state of another waterfall or one that
    /// contradicts itself, [`WaterfallError::CurrencyMismatch`], [`WaterfallError::NoDate`],
    /// [`WaterfallError::DateGoesBack`], [`WaterfallError::NegativePool`] if more is taken back
    /// than was received, [`WaterfallError::Overflow`].
    pub fn distribute(
        &self,
        state: &WaterfallState,
        receipt: Receipt,
    ) -> Result<(WaterfallState, WaterfallStatement), WaterfallError> {
        let mut after = state.clone();
        let mut statement = self.blank_statement();
        self.distribute_into(&mut after, receipt, &mut statement)?;
        Ok((after, statement))
    }

    /// The same on a state in place, into a statement that the caller lends: without any
    /// allocation on the heap after the first receipt. An error leaves the state as it was.
    ///
    /// # Errors
    ///
    /// Those of [`Self::distribute`]; a statement of another waterfall is
    /// [`WaterfallError::BadState`].
    pub fn distribute_into(
        &self,
        state: &mut WaterfallState,
        receipt: Receipt,
        statement: &mut WaterfallStatement,
    ) -> Result<(), WaterfallError> {
        self.check_state(state)?;
        self.check_statement(statement)?;
        state.trusted = true;
        self.check_receipt(state, receipt)?;
        self.run(state, &[], receipt, statement)
    }

    /// The tiers as they are computed.
    pub(super) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The parties in party order, shared.
    pub(super) const fn shared_parties(&self) -> &Arc<[PartyId]> {
        &self.parties
    }

    /// Returns the parties in party order.
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Whether a return accrues.
    pub(super) const fn accrues(&self) -> bool {
        self.accrues
    }

    pub(super) fn check_receipt(
        &self,
        state: &WaterfallState,
        receipt: Receipt,
    ) -> Result<(), WaterfallError> {
        let (waterfall, given) = (self.terms.currency, receipt.amount.currency());
        if waterfall != given {
            return Err(WaterfallError::CurrencyMismatch { waterfall, given });
        }
        match receipt.on {
            None if self.accrues => return Err(WaterfallError::NoDate),
            None => {}
            Some(on) => check_date(on, self.terms.anchor.max(state.on))?,
        }
        self.check_received(state, receipt.amount)
    }

    /// That no more is taken back than was received.
    fn check_received(&self, state: &WaterfallState, amount: Money) -> Result<(), WaterfallError> {
        let received = state.received.checked_add(amount)?;
        if self.terms.correction == Correction::Restate && received.is_negative() {
            let shortfall = -received;
            return Err(WaterfallError::NegativePool { shortfall });
        }
        let deficit = state.distributed().checked_sub(received);
        deficit.map(|_| ()).map_err(|_| WaterfallError::Overflow {
            step: "the deficit",
        })
    }
}

/// That a date does not go back, and has a year that text can name.
fn check_date(on: NaiveDate, last: Option<NaiveDate>) -> Result<(), WaterfallError> {
    if !(1..=9999).contains(&on.year()) {
        return Err(WaterfallError::Overflow {
            step: "the date of a receipt",
        });
    }
    match last {
        Some(last) if on < last => Err(WaterfallError::DateGoesBack { on, last }),
        _ => Ok(()),
    }
}
