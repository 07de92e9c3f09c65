//! [`LedgerFigures`]: one ledger as figures, read from the state and written back to it.

use std::collections::BTreeMap;

use super::measure::Stream;
use super::memory::{ActiveDays, LedgerState, LevelState, Net};
use super::state_key::LedgerKey;
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::{Exact, Money};
use crate::rounding::Rounding;

/// By stream a net amount and units, or by name a level and the period that it is about.
pub(super) type ByName<F> = BTreeMap<Stream, (F, F)>;

/// One ledger as figures.
#[derive(Clone, Debug)]
pub(super) struct LedgerFigures<F> {
    pub(super) own: ByName<F>,
    pub(super) levels: ByName<F>,
    pub(super) days: Option<(F, F)>,
    /// What single events came to, exactly.
    pub(super) worth: Option<F>,
    /// What would be booked if it could fall.
    pub(super) target: Option<F>,
    /// What was booked before this statement.
    pub(super) was: F,
    /// What is booked now.
    pub(super) booked: F,
    pub(super) surcharges: BTreeMap<Id, F>,
}

impl<F: Copy> LedgerFigures<F> {
    /// A ledger as it stands in the state, if it does.
    pub(super) fn stored<W: Working<Figure = F>>(
        working: &mut W,
        key: &LedgerKey,
        known: Option<&LedgerState>,
        zero: Money,
    ) -> Done<Self> {
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let place = ledgers.name(&text);
        let booked = known.map_or(zero, |ledger| ledger.booked);
        let label = || format!("already booked for {}", key.item);
        let booked = working.optional(&place.name("booked"), booked.into(), label)?;
        let mut figures = Self {
            own: BTreeMap::new(),
            levels: BTreeMap::new(),
            days: None,
            worth: None,
            target: None,
            was: booked,
            booked,
            surcharges: BTreeMap::new(),
        };
        if let Some(known) = known {
            figures.own = read_own(working, &known.own, &place)?;
            figures.levels = read_levels(working, &known.levels, &place)?;
            figures.read_days(working, known, &place)?;
            figures.read_booked(working, key, known, &place)?;
        }
        Ok(figures)
    }

    fn read_days<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
        known: &LedgerState,
        place: &Path<'_>,
    ) -> Done<()> {
        if let Some(days) = known.days {
            let place = place.name("days");
            let from = Value::Date(days.from);
            let from = working.input(&place.name("from"), from, || "first active day".into())?;
            let to = Value::Date(days.to);
            let to = working.input(&place.name("to"), to, || "active until".into())?;
            self.days = Some((from, to));
        }
        Ok(())
    }

    fn read_booked<W: Working<Figure = F>>(
        &mut self,
        working: &mut W,
        key: &LedgerKey,
        known: &LedgerState,
        place: &Path<'_>,
    ) -> Done<()> {
        if let Some(events) = known.events {
            let label = || format!("events of {} so far", key.item);
            let mut worth = working.input(&place.name("events"), events.into(), label)?;
            if let Some(rest) = known.rest {
                let label = || "less what was rounded".into();
                let rest = working.input(&place.name("rest"), Value::Price(rest), label)?;
                worth = working.sum(&[worth, rest], || "events so far, exactly".into())?;
            }
            self.worth = Some(worth);
        }
        if let Some(target) = known.target {
            let label = || format!("{} if it could fall", key.item);
            self.target = Some(working.input(&place.name("target"), target.into(), label)?);
        }
        let list = place.name("surcharges");
        for (id, booked) in &known.surcharges {
            let label = || format!("already booked for {}/{id}", key.item);
            let place = list.name(id.as_str());
            let booked = working.optional(&place, (*booked).into(), label)?;
            self.surcharges.insert(id.clone(), booked);
        }
        Ok(())
    }

    /// The ledger in the state after.
    pub(super) fn remembered<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
    ) -> Done<LedgerState> {
        let text = key.to_string();
        let ledgers = Path::STATE.name("ledgers");
        let place = ledgers.name(&text);
        let (events, rest) = self.write_events(working, key, &place)?;
        let list = place.name("surcharges");
        let mut surcharges = BTreeMap::new();
        for (id, booked) in &self.surcharges {
            working.remember(&list.name(id.as_str()), *booked);
            surcharges.insert(id.clone(), working.money(*booked)?);
        }
        let target = match self.target {
            None => None,
            Some(target) => {
                working.remember(&place.name("target"), target);
                Some(working.money(target)?)
            }
        };
        working.remember(&place.name("booked"), self.booked);
        Ok(LedgerState {
            own: write_own(working, &self.own, &place)?,
            levels: write_levels(working, &self.levels, &place)?,
            days: self.write_days(working, &place)?,
            events,
            rest,
            target,
            booked: working.money(self.booked)?,
            surcharges,
        })
    }

    fn write_days<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
    ) -> Done<Option<ActiveDays>> {
        let Some((from, to)) = self.days else {
            return Ok(None);
        };
        let place = place.name("days");
        working.remember(&place.name("from"), from);
        working.remember(&place.name("to"), to);
        Ok(Some(ActiveDays {
            from: working.day(from)?,
            to: working.day(to)?,
        }))
    }

    /// What events came to in whole minor units, and what rounding took away.
    fn write_events<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        key: &LedgerKey,
        place: &Path<'_>,
    ) -> Done<(Option<Money>, Option<Exact>)> {
        let Some(worth) = self.worth else {
            return Ok((None, None));
        };
        let whole = working.round(worth, || format!("{} so far, rounded", key.item))?;
        working.remember(&place.name("events"), whole);
        let events = Some(working.money(whole)?);
        let left = working.difference(worth, whole, || "taken away by rounding".into())?;
        if working.sign(left).is_eq() {
            return Ok((events, None));
        }
        working.remember(&place.name("rest"), left);
        Ok((events, Some(working.exact(left)?)))
    }
}

/// Net sums by stream as they stand in the state.
pub(super) fn read_own<W: Working>(
    working: &mut W,
    known: &BTreeMap<Stream, Net>,
    place: &Path<'_>,
) -> Done<ByName<W::Figure>> {
    let list = place.name("own");
    let mut own = BTreeMap::new();
    for (stream, net) in known {
        let place = list.name(stream);
        let label = || format!("{stream} in the window so far");
        let amount = working.optional(&place.name("amount"), net.amount.into(), label)?;
        let label = || format!("units of {stream} in the window so far");
        let units = Value::Number(net.units);
        let units = working.optional(&place.name("units"), units, label)?;
        own.insert(Stream::clone(stream), (amount, units));
    }
    Ok(own)
}

/// Levels by name, with the periods that they are about, as they stand in the state.
pub(super) fn read_levels<W: Working>(
    working: &mut W,
    known: &BTreeMap<Stream, LevelState>,
    place: &Path<'_>,
) -> Done<ByName<W::Figure>> {
    let list = place.name("levels");
    let mut levels = BTreeMap::new();
    for (name, level) in known {
        let place = list.name(name);
        let value = Value::Number(level.value);
        let value = working.input(&place.name("value"), value, || format!("level {name}"))?;
        let of = Value::Number(level.of.into());
        let of = working.input(&place.name("of"), of, || "period of the level".into())?;
        levels.insert(Stream::clone(name), (value, of));
    }
    Ok(levels)
}

/// Net sums by stream in the state after.
pub(super) fn write_own<W: Working>(
    working: &mut W,
    sums: &ByName<W::Figure>,
    place: &Path<'_>,
) -> Done<BTreeMap<Stream, Net>> {
    let list = place.name("own");
    let mut own = BTreeMap::new();
    for (stream, (amount, units)) in sums {
        let place = list.name(stream);
        working.remember(&place.name("amount"), *amount);
        working.remember(&place.name("units"), *units);
        let net = Net {
            amount: working.money(*amount)?,
            units: working.number(*units)?,
        };
        own.insert(Stream::clone(stream), net);
    }
    Ok(own)
}

/// Levels by name in the state after.
pub(super) fn write_levels<W: Working>(
    working: &mut W,
    reported: &ByName<W::Figure>,
    place: &Path<'_>,
) -> Done<BTreeMap<Stream, LevelState>> {
    let list = place.name("levels");
    let mut levels = BTreeMap::new();
    for (name, (value, of)) in reported {
        let place = list.name(name);
        working.remember(&place.name("value"), *value);
        working.remember(&place.name("of"), *of);
        let number = working.number(*of)?.round(Rounding::Down);
        let level = LevelState {
            value: working.number(*value)?,
            of: u32::try_from(number).unwrap_or(u32::MAX),
        };
        levels.insert(Stream::clone(name), level);
    }
    Ok(levels)
}
