//! [`receive`]: the way of a receipt through the tiers, written once (spec/splits.md 4).
//!
//! One implementor of [`Working`] computes figures, the other notes every step into a proof. So a
//! proof is a second computation, and cannot follow another rule.

use super::tier::{Correction, Counting};
use super::tier_plan::{Plan, PlanKind, Until};
use super::waterfall_error::WaterfallError;

/// What a rule gives.
pub(super) type Done<T> = Result<T, WaterfallError>;

/// The arithmetic of a waterfall, and what its papers say.
pub(super) trait Working {
    /// An amount in whole units, or the step that proves it.
    type Figure: Copy;

    /// No money.
    fn nothing(&mut self) -> Done<Self::Figure>;
    /// First and second together.
    fn sum(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: &'static str,
    ) -> Done<Self::Figure>;
    /// First less second.
    fn difference(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: &'static str,
    ) -> Done<Self::Figure>;
    /// The smaller of two.
    fn smallest(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: &'static str,
    ) -> Done<Self::Figure>;
    /// The larger of two.
    fn largest(
        &mut self,
        first: Self::Figure,
        second: Self::Figure,
        label: &'static str,
    ) -> Done<Self::Figure>;
    /// The amount in units.
    fn units(&self, figure: Self::Figure) -> i128;

    /// The amount of the receipt.
    fn amount(&mut self) -> Done<Self::Figure>;
    /// All that was received before.
    fn received(&mut self) -> Done<Self::Figure>;
    /// The most that was ever received before.
    fn highest(&mut self) -> Done<Self::Figure>;
    /// What a tier holds before.
    fn total(&mut self, tier: usize) -> Done<Self::Figure>;
    /// What the other tiers of the group of a recoup tier hold.
    fn elsewhere(&mut self, tier: usize) -> Done<Option<Self::Figure>>;
    /// The claims of a recoup tier together.
    fn claimed(&mut self, tier: usize) -> Done<Self::Figure>;
    /// The cap or amount that the paper names.
    fn limit(&mut self, tier: usize) -> Done<Self::Figure>;
    /// An amount times the factor of the tier, rounded.
    fn times(&mut self, tier: usize, amount: Self::Figure) -> Done<Self::Figure>;
    /// The return booked on a preferred tier so far.
    fn booked(&mut self, tier: usize) -> Done<Self::Figure>;
    /// What a party got in a tier that the receipt has passed, if it stands there.
    fn got(&mut self, tier: usize, party: usize) -> Done<Option<Self::Figure>>;

    /// Books the returns up to the day of the receipt.
    fn accrue(&mut self) -> Done<()>;
    /// Divides what moved in a tier, which now holds `after`.
    fn divide(&mut self, tier: usize, moved: Self::Figure, after: Self::Figure) -> Done<()>;
}

/// What a receipt comes to beside its lines.
pub(super) struct Received<F> {
    pub(super) total: F,
    /// The most that was ever received, if the terms ask for it.
    pub(super) highest: Option<F>,
    pub(super) deficit: F,
    /// What no tier took, or gave back.
    pub(super) undistributed: F,
}

/// Takes in a receipt: returns accrue, then the money passes the tiers.
pub(super) fn receive<W: Working>(
    w: &mut W,
    plans: &[Plan],
    correction: Correction,
) -> Done<Received<W::Figure>> {
    let before = w.received()?;
    let amount = w.amount()?;
    let received = w.sum(before, amount, "received so far")?;
    if correction == Correction::HighWater {
        let last = w.highest()?;
        let highest = w.largest(last, received, "the most ever received")?;
        let deficit = w.difference(highest, received, "deficit carried")?;
        let amount = w.difference(highest, last, "above the highest so far")?;
        w.accrue()?;
        return Ok(Received {
            total: received,
            highest: Some(highest),
            deficit,
            undistributed: pay_out(w, plans, amount, highest)?,
        });
    }
    let deficit = w.difference(received, received, "no deficit: refunds are taken back")?;
    w.accrue()?;
    let undistributed = if w.units(amount) < 0 {
        take_back(w, plans, before, received)?
    } else {
        pay_out(w, plans, amount, received)?
    };
    Ok(Received {
        total: received,
        highest: None,
        deficit,
        undistributed,
    })
}

/// Passes an amount from the first tier on; returns what is left. `arrived` is all that arrived at
/// the first tier with it.
fn pay_out<W: Working>(
    w: &mut W,
    plans: &[Plan],
    amount: W::Figure,
    arrived: W::Figure,
) -> Done<W::Figure> {
    let (mut left, mut arrived) = (amount, arrived);
    let mut returned = None;
    for (tier, plan) in plans.iter().enumerate() {
        let before = w.total(tier)?;
        let moved = if plan.is_residual() {
            left
        } else {
            let holds = match w.elsewhere(tier)? {
                Some(elsewhere) => w.sum(before, elsewhere, "held by the group")?,
                None => before,
            };
            let capacity = capacity(w, plans, tier, arrived, returned)?;
            let room = w.difference(capacity, holds, "room in the tier")?;
            let nothing = w.nothing()?;
            let room = w.largest(nothing, room, "room in the tier, at least none")?;
            w.smallest(left, room, "passes into the tier")?
        };
        let after = w.sum(before, moved, "held by the tier")?;
        w.divide(tier, moved, after)?;
        left = w.difference(left, moved, "left for the next tier")?;
        arrived = w.difference(arrived, after, "ever arrived at the next tier")?;
        if matches!(plan.kind, PlanKind::Preferred(_)) {
            returned = Some(match returned {
                Some(above) => w.sum(above, after, "returns paid above")?,
                None => after,
            });
        }
    }
    Ok(left)
}

/// Takes a refund back, last money in first out; returns by how much the rest that no tier took
/// has changed.
fn take_back<W: Working>(
    w: &mut W,
    plans: &[Plan],
    before: W::Figure,
    received: W::Figure,
) -> Done<W::Figure> {
    let (mut rest, mut arrived) = (before, received);
    for (tier, plan) in plans.iter().enumerate() {
        let held = w.total(tier)?;
        rest = w.difference(rest, held, "went past the tier before")?;
        let after = if plan.is_residual() {
            arrived
        } else {
            let most = match plan.kind {
                PlanKind::Share {
                    until: Until::Rate { .. },
                    ..
                } => capacity(w, plans, tier, arrived, None)?,
                _ => arrived,
            };
            w.smallest(held, most, "kept by the tier")?
        };
        let moved = w.difference(after, held, "moves in the tier")?;
        w.divide(tier, moved, after)?;
        arrived = w.difference(arrived, after, "ever arrived at the next tier")?;
    }
    w.difference(arrived, rest, "handed back, or taken back from there")
}

/// The first tier that holds what no receipts leave there: of all that ever arrived at it, as much
/// as it can hold. A return that grew takes new money only, and so does what follows from it or
/// from a claim that pools share: such a tier may hold less.
pub(super) fn misplaced<W: Working>(w: &mut W, plans: &[Plan]) -> Done<Option<usize>> {
    let (mut arrived, mut returned) = (w.highest()?, None);
    let mut shared = false;
    for (tier, plan) in plans.iter().enumerate() {
        let held = w.total(tier)?;
        let own = w.elsewhere(tier)?.is_none();
        shared |= !own;
        let capacity = capacity(w, plans, tier, arrived, returned)?;
        let (holds, came) = (w.units(held), w.units(arrived));
        let most = came.min(w.units(capacity));
        let fits = match &plan.kind {
            PlanKind::Share { until, .. } => match until {
                Until::CaughtUp(_) => holds <= most,
                Until::Party { counting, .. } if *counting == Counting::AllTiers && shared => {
                    holds <= came
                }
                _ => holds == most,
            },
            PlanKind::Recoup(_) if own => holds == most,
            PlanKind::Recoup(_) | PlanKind::Preferred(_) => holds <= most,
        };
        if !fits {
            return Ok(Some(tier));
        }
        arrived = w.difference(arrived, held, "ever arrived at the next tier")?;
        if matches!(plan.kind, PlanKind::Preferred(_)) {
            returned = Some(match returned {
                Some(above) => w.sum(above, held, "returns paid above")?,
                None => held,
            });
        }
    }
    Ok(None)
}

/// What a tier can hold.
fn capacity<W: Working>(
    w: &mut W,
    plans: &[Plan],
    tier: usize,
    arrived: W::Figure,
    returned: Option<W::Figure>,
) -> Done<W::Figure> {
    let until = match plans.get(tier).map(|plan| &plan.kind) {
        Some(PlanKind::Recoup(_)) => return w.claimed(tier),
        Some(PlanKind::Preferred(_)) => return w.booked(tier),
        Some(PlanKind::Share { until, .. }) => *until,
        None => Until::Rest,
    };
    match until {
        Until::Rate { cap, .. } => {
            let fee = w.times(tier, arrived)?;
            match cap {
                Some(_) => {
                    let cap = w.limit(tier)?;
                    w.smallest(fee, cap, "fee, capped")
                }
                None => Ok(fee),
            }
        }
        Until::Cap(_) => w.limit(tier),
        Until::Party {
            party, counting, ..
        } => {
            let mut missing = w.limit(tier)?;
            if counting == Counting::AllTiers {
                for above in 0..tier {
                    if let Some(got) = w.got(above, party)? {
                        missing = w.difference(missing, got, "still missing to the amount")?;
                    }
                }
            }
            let nothing = w.nothing()?;
            let missing = w.largest(nothing, missing, "missing in this tier, at least none")?;
            w.times(tier, missing)
        }
        Until::CaughtUp(_) => {
            let returned = match returned {
                Some(returned) => returned,
                None => w.nothing()?,
            };
            w.times(tier, returned)
        }
        Until::Rest => Ok(arrived),
    }
}
