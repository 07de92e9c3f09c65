//! [`Plain`]: the way of a receipt through the tiers in figures, without any heap.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::allocate::ClaimsRule;
use crate::money::Money;
use crate::rounding::Rounding;

use super::accrual::{Earned, stretches};
use super::tier_plan::{Claims, Plan, PlanKind, Return, Until};
use super::walk::{Done, Received, Working, misplaced, receive};
use super::waterfall::Waterfall;
use super::waterfall_error::WaterfallError;
use super::waterfall_state::{Held, Room, TierState, WaterfallState};
use super::waterfall_statement::{Receipt, TierLines, WaterfallStatement};

/// The other pools that a group can reach into.
pub(super) type Others<'a> = &'a [(&'a Waterfall, &'a WaterfallState)];

impl Waterfall {
    /// Takes in a receipt that was checked, beside other pools.
    pub(super) fn run(
        &self,
        state: &mut WaterfallState,
        others: Others<'_>,
        receipt: Receipt,
        statement: &mut WaterfallStatement,
    ) -> Done<()> {
        let plain = Plain {
            waterfall: self,
            others,
            state,
            statement,
            receipt,
        };
        plain.run()
    }
}

impl Waterfall {
    /// The first tier that holds what no receipts leave there.
    pub(super) fn misplaced(&self, state: &WaterfallState) -> Done<Option<usize>> {
        let mut plain = Plain {
            waterfall: self,
            others: &[],
            state: &mut state.clone(),
            statement: &mut self.blank_statement(),
            receipt: Receipt::undated(Money::zero(state.currency)),
        };
        misplaced(&mut plain, self.plans())
    }
}

/// The arithmetic that computes figures, on a state that was checked.
struct Plain<'a> {
    waterfall: &'a Waterfall,
    others: Others<'a>,
    state: &'a mut WaterfallState,
    statement: &'a mut WaterfallStatement,
    receipt: Receipt,
}

impl Plain<'_> {
    /// What can fail does so before anything changes.
    fn run(mut self) -> Done<()> {
        let waterfall = self.waterfall;
        let Received {
            total,
            highest,
            deficit,
            undistributed,
        } = receive(&mut self, waterfall.plans(), waterfall.terms().correction)?;
        self.state.received = self.money(total);
        self.state.highest = highest.map(|highest| self.money(highest));
        self.state.on = self.receipt.on.or(self.state.on);
        self.statement.receipt = self.receipt;
        self.statement.deficit = self.money(deficit);
        self.statement.undistributed = self.money(undistributed);
        self.add_up();
        Ok(())
    }

    fn money(&self, units: i128) -> Money {
        Money::clamped(units, self.state.currency)
    }

    /// The lines of the tiers by party.
    fn add_up(&mut self) {
        let nothing = Money::zero(self.state.currency);
        self.statement.lines.fill(nothing);
        for (plan, tier) in self.waterfall.plans().iter().zip(&self.statement.tiers) {
            if tier.amount.is_zero() {
                continue;
            }
            for (place, line) in plan.places.iter().zip(&tier.lines) {
                if let Some(sum) = self.statement.lines.get_mut(*place) {
                    let both = sum.minor().saturating_add(line.minor());
                    *sum = Money::clamped(both, nothing.currency());
                }
            }
        }
    }

    fn plan(&self, tier: usize) -> Done<&Plan> {
        let missing = WaterfallError::BadState {
            place: String::new(),
        };
        self.waterfall.plans().get(tier).ok_or(missing)
    }

    fn claims_of(&self, tier: usize) -> Done<&Claims> {
        self.plan(tier)?.claims().ok_or(WaterfallError::Empty)
    }
}

impl Working for Plain<'_> {
    type Figure = i128;

    fn nothing(&mut self) -> Done<i128> {
        Ok(0)
    }

    fn sum(&mut self, first: i128, second: i128, _: &'static str) -> Done<i128> {
        Ok(first.saturating_add(second))
    }

    fn difference(&mut self, first: i128, second: i128, _: &'static str) -> Done<i128> {
        Ok(first.saturating_sub(second))
    }

    fn smallest(&mut self, first: i128, second: i128, _: &'static str) -> Done<i128> {
        Ok(first.min(second))
    }

    fn largest(&mut self, first: i128, second: i128, _: &'static str) -> Done<i128> {
        Ok(first.max(second))
    }

    fn units(&self, figure: i128) -> i128 {
        figure
    }

    fn amount(&mut self) -> Done<i128> {
        Ok(self.receipt.amount.minor())
    }

    fn received(&mut self) -> Done<i128> {
        Ok(self.state.received.minor())
    }

    fn highest(&mut self) -> Done<i128> {
        Ok(self.state.distributed().minor())
    }

    fn total(&mut self, tier: usize) -> Done<i128> {
        Ok(self
            .state
            .tiers
            .get(tier)
            .map_or(0, |tier| tier.total.minor()))
    }

    fn elsewhere(&mut self, tier: usize) -> Done<Option<i128>> {
        let waterfall = self.waterfall;
        let claims = waterfall.plans().get(tier).and_then(Plan::claims);
        let Some(group) = claims.and_then(|claims| claims.group.as_deref()) else {
            return Ok(None);
        };
        let mut sum: i128 = 0;
        for (at, other) in members(group, (waterfall, &*self.state), self.others) {
            if at != Some(tier) {
                sum = sum.saturating_add(other.total.minor());
            }
        }
        Ok(Some(sum))
    }

    fn claimed(&mut self, tier: usize) -> Done<i128> {
        Ok(self.claims_of(tier)?.total.minor())
    }

    fn limit(&mut self, tier: usize) -> Done<i128> {
        Ok(match &self.plan(tier)?.kind {
            PlanKind::Share { until, .. } => match until {
                Until::Rate { cap, .. } => cap.map_or(i128::MAX, Money::minor),
                Until::Cap(cap) => cap.minor(),
                Until::Party { amount, .. } => amount.minor(),
                Until::CaughtUp(_) | Until::Rest => i128::MAX,
            },
            _ => i128::MAX,
        })
    }

    fn times(&mut self, tier: usize, amount: i128) -> Done<i128> {
        let PlanKind::Share { until, .. } = &self.plan(tier)?.kind else {
            return Ok(0);
        };
        let (factor, rounding) = match until {
            Until::Rate { rate, .. } => (*rate, Rounding::HalfAwayFromZero),
            Until::Party { factor, .. } => (*factor, Rounding::Ceiling),
            Until::CaughtUp(factor) => (*factor, Rounding::HalfAwayFromZero),
            Until::Cap(_) | Until::Rest => return Ok(0),
        };
        // What is beyond the range of money is cut to it: no tier ever holds more.
        let most = Money::clamped(i128::MAX, self.state.currency);
        let product = self.money(amount).times_ratio(factor, rounding);
        Ok(product.unwrap_or(most).minor())
    }

    fn booked(&mut self, tier: usize) -> Done<i128> {
        Ok(match self.state.tiers.get(tier).map(|tier| &tier.held) {
            Some(Held::Returns(returns)) => returns
                .iter()
                .fold(0, |sum, earned| sum.saturating_add(earned.booked.minor())),
            _ => 0,
        })
    }

    fn got(&mut self, tier: usize, party: usize) -> Done<Option<i128>> {
        let Some(position) = self.plan(tier)?.position(party) else {
            return Ok(None);
        };
        let held = self.state.tiers.get(tier);
        Ok(held.map(|held| held.paid(position).minor()))
    }

    fn accrue(&mut self) -> Done<()> {
        match self.receipt.on {
            Some(on) => accrue(self.waterfall, self.state, self.others, on),
            None => Ok(()),
        }
    }

    fn divide(&mut self, tier: usize, moved: i128, after: i128) -> Done<()> {
        let amount = self.money(moved);
        let after = self.money(after);
        let waterfall = self.waterfall;
        let Some(lines) = self.statement.tiers.get_mut(tier) else {
            return Ok(());
        };
        lines.amount = amount;
        if moved == 0 {
            lines.lines.fill(amount);
            return Ok(());
        }
        let mut room = std::mem::take(&mut self.state.room);
        let own = (waterfall, &*self.state);
        if let Some(claims) = waterfall.plans().get(tier).and_then(Plan::claims) {
            room.hold(tier, claims, own, self.others);
        }
        let divided = match (waterfall.plans().get(tier), self.state.tiers.get_mut(tier)) {
            (Some(plan), Some(held)) => held.divide(plan, amount, after, &mut room, lines),
            _ => Ok(()),
        };
        self.state.room = room;
        divided
    }
}

impl TierState {
    fn divide(
        &mut self,
        plan: &Plan,
        amount: Money,
        after: Money,
        room: &mut Room,
        out: &mut TierLines,
    ) -> Done<()> {
        let lines = &mut out.lines;
        match (&plan.kind, &mut self.held) {
            (PlanKind::Share { split, .. }, Held::Shares(ledger)) => {
                ledger.pay_into(amount, split.weights(), lines)?;
            }
            (PlanKind::Recoup(claims), Held::Claims(paid)) => {
                let held = room
                    .paid
                    .iter()
                    .fold(amount.minor(), |sum, paid| sum.saturating_add(paid.minor()));
                let estate = Money::clamped(held, amount.currency());
                let (rule, due, room) = (claims.rule, &claims.due, &mut *room);
                rule.award_after_into(&room.paid, estate, due, &mut room.claims, lines)?;
                for (paid, line) in paid.iter_mut().zip(lines) {
                    let both = paid.minor().saturating_add(line.minor());
                    *paid = Money::clamped(both, line.currency());
                }
            }
            (PlanKind::Preferred(earned), Held::Returns(returns)) => {
                room.award(earned, amount, returns, lines)?;
            }
            _ => {}
        }
        self.total = after;
        Ok(())
    }
}

impl Room {
    /// What everybody of a recoup tier holds in all tiers of its group.
    fn hold(
        &mut self,
        tier: usize,
        claims: &Claims,
        own: (&Waterfall, &WaterfallState),
        others: Others<'_>,
    ) {
        self.paid.clear();
        match claims.group.as_deref() {
            None => {
                if let Some(Held::Claims(paid)) = own.1.tiers.get(tier).map(|tier| &tier.held) {
                    self.paid.extend_from_slice(paid);
                }
            }
            Some(group) => {
                let nothing = Money::zero(own.1.currency);
                self.paid.resize(claims.due.len(), nothing);
                for (_, member) in members(group, own, others) {
                    for (position, sum) in self.paid.iter_mut().enumerate() {
                        let both = sum.minor().saturating_add(member.paid(position).minor());
                        *sum = Money::clamped(both, sum.currency());
                    }
                }
            }
        }
    }

    /// Pays a return by its rule, or takes it back in proportion to what was paid.
    fn award(
        &mut self,
        earned: &Return,
        amount: Money,
        returns: &mut [Earned],
        lines: &mut [Money],
    ) -> Done<()> {
        self.paid.clear();
        self.paid
            .resize(returns.len(), Money::zero(amount.currency()));
        self.open.clear();
        let (rule, back) = if amount.is_negative() {
            self.open.extend(returns.iter().map(|earned| earned.paid));
            (ClaimsRule::Proportional, true)
        } else {
            self.open.extend(returns.iter().map(Earned::unpaid));
            (earned.rule, false)
        };
        let (paid, open, room) = (&self.paid, &self.open, &mut self.claims);
        rule.award_after_into(paid, amount.abs(), open, room, lines)?;
        for (earned, line) in returns.iter_mut().zip(lines) {
            if back {
                *line = -*line;
            }
            earned.pay(*line);
        }
        Ok(())
    }
}

/// Every tier of a group, with its position in the own waterfall.
fn members<'a>(
    group: &'a str,
    (waterfall, state): (&'a Waterfall, &'a WaterfallState),
    others: Others<'a>,
) -> impl Iterator<Item = (Option<usize>, &'a TierState)> {
    let of = move |(waterfall, state): (&'a Waterfall, &'a WaterfallState)| {
        let tiers = waterfall.plans().iter().zip(&state.tiers).enumerate();
        tiers.filter(move |(_, (plan, _))| {
            let own = plan.claims().and_then(|claims| claims.group.as_deref());
            own == Some(group)
        })
    };
    let own = of((waterfall, state)).map(|(at, (_, tier))| (Some(at), tier));
    let others = others.iter().copied().flat_map(of);
    own.chain(others.map(|(_, (_, tier))| (None, tier)))
}

/// Books the returns of a waterfall up to a day; nothing changes if one does not fit.
pub(super) fn accrue(
    waterfall: &Waterfall,
    state: &mut WaterfallState,
    others: Others<'_>,
    on: NaiveDate,
) -> Done<()> {
    let Some(anchor) = waterfall.terms().anchor else {
        return Ok(());
    };
    let from = state.on.map_or(anchor, |last| last.max(anchor));
    if from.cmp(&on) != Ordering::Less {
        return Ok(());
    }
    let mut room = std::mem::take(&mut state.room);
    let accrued = room.accrue((waterfall, state), others, (anchor, from, on));
    if accrued.is_ok() {
        let mut earned = room.earned.iter();
        for tier in &mut state.tiers {
            if let Held::Returns(returns) = &mut tier.held {
                for (booked, earned) in returns.iter_mut().zip(&mut earned) {
                    *booked = *earned;
                }
            }
        }
    }
    state.room = room;
    accrued
}

impl Room {
    /// The returns up to a day, tier after tier.
    fn accrue(
        &mut self,
        (waterfall, state): (&Waterfall, &WaterfallState),
        others: Others<'_>,
        (anchor, from, to): (NaiveDate, NaiveDate, NaiveDate),
    ) -> Done<()> {
        self.earned.clear();
        for (plan, tier) in waterfall.plans().iter().zip(&state.tiers) {
            let (PlanKind::Preferred(terms), Held::Returns(returns)) = (&plan.kind, &tier.held)
            else {
                continue;
            };
            let capital = waterfall.plans().get(terms.on).and_then(Plan::claims);
            if let Some(capital) = capital {
                self.hold(terms.on, capital, (waterfall, state), others);
            }
            for (position, earned) in returns.iter().enumerate() {
                let minor = |list: &[Money]| list.get(position).map_or(0, |held| held.minor());
                let open = minor(&terms.claims).saturating_sub(minor(&self.paid));
                let mut earned = *earned;
                for stretch in stretches(anchor, from, to) {
                    earned.accrue(open, terms, &stretch)?;
                }
                self.earned.push(earned);
            }
        }
        Ok(())
    }
}
