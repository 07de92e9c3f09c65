//! The state after, figure by figure: what was touched is proved by its step, what was not stands
//! in the state before.

use std::collections::BTreeMap;

use super::booked::period_edge;
use super::measure::Stream;
use super::memory::{
    AdvanceState, GuaranteeState, LedgerState, LevelState, Memory, Net, PeriodState,
};
use super::run::Run;
use super::working::{Done, Edge, Value, Working};
use crate::explain::Path;
use crate::money::Money;

impl<W: Working> Run<'_, W> {
    /// Says for every figure of the state after what proves it.
    pub(super) fn prove_state(&mut self) -> Done<()> {
        if !W::PROVES {
            return Ok(());
        }
        let state = Path::STATE;
        let through = period_edge(self.working, self.activity, Edge::To)?;
        self.working.remember(&state.name("through"), through);
        let closed = self.last()?;
        self.working.remember(&state.name("closed"), closed);
        let after = self.after.clone();
        let mut keeper = Keeper {
            working: self.working,
        };
        keeper.all(&after)
    }
}

/// Walks over a state and says of every figure that it stands there.
struct Keeper<'a, W> {
    working: &'a mut W,
}

impl<W: Working> Keeper<'_, W> {
    fn all(&mut self, after: &Memory) -> Done<()> {
        let state = Path::STATE;
        self.number(&state.name("settled"), after.settled)?;
        if let Some(through) = after.through {
            self.value(&state.name("through"), Value::Date(through))?;
        }
        self.value(&state.name("closed"), Value::Flag(after.closed))?;
        if let Some(first) = after.run_off {
            self.number(&state.name("run_off"), first)?;
        }
        self.money(&state.name("carry"), after.carry)?;
        let list = state.name("ledgers");
        for (key, ledger) in &after.ledgers {
            self.ledger(&list.name(&key.to_string()), ledger)?;
        }
        let list = state.name("caps");
        for (key, cap) in &after.caps {
            let text = key.to_string();
            let place = list.name(&text);
            self.money(&place.name("raw"), cap.raw)?;
            self.money(&place.name("booked"), cap.booked)?;
            let surcharges = place.name("surcharges");
            for (id, booked) in &cap.surcharges {
                self.money(&surcharges.name(id.as_str()), *booked)?;
            }
        }
        let list = state.name("guarantees");
        for (id, guarantee) in &after.guarantees {
            self.guarantee(&list.name(id.as_str()), guarantee)?;
        }
        let list = state.name("advances");
        for (id, advance) in &after.advances {
            self.advance(&list.name(id.as_str()), advance)?;
        }
        let list = state.name("reserve");
        for (number, amount) in &after.reserve {
            self.money(&list.name(&number.to_string()), *amount)?;
        }
        let list = state.name("hold");
        for (day, amount) in &after.hold {
            self.money(&list.name(&day.to_string()), *amount)?;
        }
        let list = state.name("once");
        for (key, amount) in &after.once {
            self.money(&list.name(&key.to_string()), *amount)?;
        }
        let list = state.name("milestones");
        for (id, milestone) in &after.milestones {
            let place = list.name(id.as_str());
            self.money(&place.name("escrow"), milestone.escrow)?;
            if let Some(on) = milestone.on {
                self.value(&place.name("on"), Value::Date(on))?;
            }
        }
        let list = state.name("in_kind");
        for (id, amount) in &after.in_kind {
            self.money(&list.name(id.as_str()), *amount)?;
        }
        let list = state.name("periods");
        for (number, period) in &after.periods {
            self.period(&list.name(&number.to_string()), period)?;
        }
        Ok(())
    }

    fn advance(&mut self, place: &Path<'_>, advance: &AdvanceState) -> Done<()> {
        self.money(&place.name("outstanding"), advance.outstanding)?;
        self.money(&place.name("own"), advance.own)?;
        self.money(&place.name("group"), advance.group)?;
        let parts = place.name("parts");
        for (part, amount) in &advance.parts {
            self.money(&parts.name(part.as_str()), *amount)?;
        }
        for (name, amount) in [("cost", advance.cost), ("charged", advance.charged)] {
            if let Some(amount) = amount {
                self.money(&place.name(name), amount)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, place: &Path<'_>, value: Value) -> Done<()> {
        self.working.keep(place, value, || "settled before".into())
    }

    fn money(&mut self, place: &Path<'_>, money: Money) -> Done<()> {
        self.value(place, money.into())
    }

    fn number(&mut self, place: &Path<'_>, number: u32) -> Done<()> {
        self.value(place, Value::Number(number.into()))
    }

    fn ledger(&mut self, place: &Path<'_>, ledger: &LedgerState) -> Done<()> {
        self.money(&place.name("booked"), ledger.booked)?;
        if let Some(events) = ledger.events {
            self.money(&place.name("events"), events)?;
        }
        if let Some(rest) = ledger.rest {
            self.value(&place.name("rest"), Value::Price(rest))?;
        }
        if let Some(target) = ledger.target {
            self.money(&place.name("target"), target)?;
        }
        let surcharges = place.name("surcharges");
        for (id, booked) in &ledger.surcharges {
            self.money(&surcharges.name(id.as_str()), *booked)?;
        }
        self.own(place, &ledger.own)?;
        self.levels(place, &ledger.levels)?;
        if let Some(days) = ledger.days {
            let place = place.name("days");
            self.value(&place.name("from"), Value::Date(days.from))?;
            self.value(&place.name("to"), Value::Date(days.to))?;
        }
        Ok(())
    }

    fn own(&mut self, place: &Path<'_>, sums: &BTreeMap<Stream, Net>) -> Done<()> {
        let own = place.name("own");
        for (stream, net) in sums {
            let place = own.name(stream);
            self.money(&place.name("amount"), net.amount)?;
            self.value(&place.name("units"), Value::Number(net.units))?;
        }
        Ok(())
    }

    fn levels(&mut self, place: &Path<'_>, reported: &BTreeMap<Stream, LevelState>) -> Done<()> {
        let levels = place.name("levels");
        for (name, level) in reported {
            let place = levels.name(name);
            self.value(&place.name("value"), Value::Number(level.value))?;
            self.number(&place.name("of"), level.of)?;
        }
        Ok(())
    }

    fn guarantee(&mut self, place: &Path<'_>, guarantee: &GuaranteeState) -> Done<()> {
        self.number(&place.name("since"), guarantee.since)?;
        self.value(&place.name("from"), Value::Date(guarantee.from))?;
        let windows = place.name("windows");
        for (key, window) in &guarantee.windows {
            let text = key.to_string();
            let place = windows.name(&text);
            self.money(&place.name("earned"), window.earned)?;
            self.money(&place.name("due"), window.due)?;
            self.money(&place.name("amount"), window.amount)?;
            if let Some(rated) = &window.rated {
                let place = place.name("rated");
                self.own(&place, &rated.own)?;
                self.levels(&place, &rated.levels)?;
            }
        }
        self.money(&place.name("folded"), guarantee.folded)?;
        self.money(&place.name("surplus"), guarantee.surplus)?;
        self.money(&place.name("booked"), guarantee.booked)
    }

    fn period(&mut self, place: &Path<'_>, period: &PeriodState) -> Done<()> {
        self.value(&place.name("start"), Value::Date(period.start))?;
        let forward = place.name("forward");
        for (item, start) in &period.forward {
            self.value(&forward.name(item.as_str()), (*start).into())?;
        }
        let nets = place.name("nets");
        for (stream, net) in &period.nets {
            let place = nets.name(stream);
            self.money(&place.name("amount"), net.amount)?;
            self.value(&place.name("units"), Value::Number(net.units))?;
            self.money(&place.name("reversed"), net.reversed)?;
        }
        Ok(())
    }
}
