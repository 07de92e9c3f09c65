//! [`Running`]: tiers that each period is rated in where it lies on the way of another measure
//! (spec/contracts.md X4).

use std::collections::{BTreeMap, BTreeSet};

use super::evaluate::share_ladder;
use super::given::{Elapsed, Given, of_base, of_measure};
use super::ledger::Books;
use super::measure::{Measure, Stream};
use super::pay::{Reads, Share};
use super::sheet::Item;
use super::state_key::PeriodStart;
use super::working::{Done, Failure, Value, Working};
use crate::explain::Path;

/// The running tiers of an item, and what is known of its periods.
pub(super) struct Running<'a, F> {
    pub(super) books: &'a Books<'a, F>,
    pub(super) item: &'a Item,
    pub(super) share: &'a Share,
    /// The measure that periods move along.
    pub(super) by: &'a Measure,
}

impl<'a, F: Copy> Running<'a, F> {
    /// Where a period begins: what the measure had come to, not below 0; whole minor units as
    /// money, as the state writes them.
    pub(super) fn reached<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        before: &Given<'_, F>,
    ) -> Done<F> {
        let measured = self.measured(working, place, before)?;
        let label = || "measured before".into();
        if let Value::Number(_) = working.value(measured) {
            let nothing = working.no_number()?;
            return working.largest(&[nothing, measured], label);
        }
        let nothing = working.no_money()?;
        let reached = working.largest(&[nothing, measured], label)?;
        if PeriodStart::is_money(working.exact(reached)?) {
            working.round(reached, || "measured before, in money".into())
        } else {
            Ok(reached)
        }
    }

    /// What the entries change of what a period is worth where it begins; nothing if there are
    /// none.
    pub(super) fn change<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        period: u32,
        start: F,
    ) -> Done<Option<F>> {
        let mut named = self.books.entries.nets.keys();
        if !named.any(|(of, stream)| *of == period && self.item.reads(stream, false)) {
            return Ok(None);
        }
        let now = self.sums(working, period, true)?;
        let now = self.worth(working, place, start, &now)?;
        if !self.books.before.periods.contains_key(&period) {
            return Ok(Some(now));
        }
        let before = self.sums(working, period, false)?;
        let before = self.worth(working, place, start, &before)?;
        let label = || format!("change of period {period}");
        working.difference(now, before, label).map(Some)
    }

    fn measured<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        given: &Given<'_, F>,
    ) -> Done<F> {
        // Levels are refused at the door.
        of_measure(working, self.by, &place.name("tier_by"), given)?.ok_or(Failure::Overflow)
    }

    /// What the sums of a period are worth where it begins.
    fn worth<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
        start: F,
        sums: &Given<'_, F>,
    ) -> Done<F> {
        let paid = of_base(working, &self.share.base, &place.name("base"), sums)?;
        let moved = self.measured(working, place, sums)?;
        let tiers = place.name("tiers");
        let list = self.share.tiers.as_deref().unwrap_or_default();
        let ladder = share_ladder(list, self.share.boundary, &tiers);
        ladder.moved(working, paid, start, moved)
    }

    /// What the streams of a period come to: before this statement, or with its entries.
    fn sums<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        period: u32,
        with_entries: bool,
    ) -> Done<Given<'a, F>> {
        let mut names: BTreeSet<&'a Stream> = BTreeSet::new();
        self.item.pay.reads(&mut |read| {
            if let Reads::Amounts(name) | Reads::Units(name) = read {
                names.insert(name);
            }
        });
        let (mut amounts, mut units) = (BTreeMap::new(), BTreeMap::new());
        for name in names {
            let mut parts = Vec::with_capacity(2);
            parts.extend(self.settled(working, period, name)?);
            if with_entries {
                let entry = self.books.entries.nets.get(&(period, Stream::clone(name)));
                parts.extend(entry.map(|entry| (entry.amount, entry.units)));
            }
            let (of_amounts, of_units): (Vec<F>, Vec<F>) = parts.into_iter().unzip();
            if of_amounts.is_empty() {
                continue;
            }
            let label = || format!("{name} of period {period} so far");
            amounts.insert(&**name, working.sum(&of_amounts, label)?);
            let label = || format!("units of {name} of period {period} so far");
            units.insert(&**name, working.sum(&of_units, label)?);
        }
        Ok(Given {
            amounts,
            units,
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Nothing,
            begins_in_term: true,
        })
    }

    /// What a stream had come to in a period before this statement.
    fn settled<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        period: u32,
        name: &Stream,
    ) -> Done<Option<(F, F)>> {
        let known = self.books.before.periods.get(&period);
        let Some(net) = known.and_then(|period| period.nets.get(name)) else {
            return Ok(None);
        };
        let number = period.to_string();
        let periods = Path::STATE.name("periods");
        let known = periods.name(&number);
        let nets = known.name("nets");
        let place = nets.name(name);
        let label = || format!("{name} of period {period}, settled before");
        let amount = working.optional(&place.name("amount"), net.amount.into(), label)?;
        let label = || format!("units of {name} of period {period}, settled before");
        let units = Value::Number(net.units);
        let units = working.optional(&place.name("units"), units, label)?;
        Ok(Some((amount, units)))
    }
}
