//! The state after, figure by figure: what was touched is proved by its step, what was not stands
//! in the state before.

use super::line::period_edge;
use super::place::Path;
use super::run::Run;
use super::state::{LedgerState, Memory, PeriodState};
use super::working::{Done, Edge, Value, Working};
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
        self.money(&state.name("carry"), after.carry)?;
        let list = state.name("ledgers");
        for (key, ledger) in &after.ledgers {
            self.ledger(&list.name(&key.to_string()), ledger)?;
        }
        let list = state.name("once");
        for (key, amount) in &after.once {
            self.money(&list.name(&key.to_string()), *amount)?;
        }
        let list = state.name("periods");
        for (number, period) in &after.periods {
            self.period(&list.name(&number.to_string()), period)?;
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
        let own = place.name("own");
        for (stream, net) in &ledger.own {
            let place = own.name(stream);
            self.money(&place.name("amount"), net.amount)?;
            self.value(&place.name("units"), Value::Number(net.units))?;
        }
        let levels = place.name("levels");
        for (name, level) in &ledger.levels {
            let place = levels.name(name);
            self.value(&place.name("value"), Value::Number(level.value))?;
            self.number(&place.name("of"), level.of)?;
        }
        if let Some(days) = ledger.days {
            let place = place.name("days");
            self.value(&place.name("from"), Value::Date(days.from))?;
            self.value(&place.name("to"), Value::Date(days.to))?;
        }
        Ok(())
    }

    fn period(&mut self, place: &Path<'_>, period: &PeriodState) -> Done<()> {
        self.value(&place.name("start"), Value::Date(period.start))?;
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
