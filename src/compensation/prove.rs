//! The state after, figure by figure: what was touched is proved by its step, what was not stands
//! in the state before.

use std::collections::BTreeMap;

use super::activity::Activity;
use super::entry::Entries;
use super::ledger::Ledgers;
use super::line::period_edge;
use super::place::Path;
use super::state::{LedgerKey, LedgerState, Memory, PartKey, PeriodState};
use super::working::{Done, Edge, Value, Working};

/// The figures that a settlement has touched.
#[derive(Debug)]
pub(super) struct Figures<'a, F> {
    pub(super) entries: &'a Entries<F>,
    pub(super) ledgers: &'a Ledgers<F>,
    pub(super) parts: &'a BTreeMap<PartKey, F>,
    pub(super) carry: F,
}

/// Says for every figure of the state after, and for the number of the statement, what proves it.
pub(super) fn prove_state<W: Working>(
    working: &mut W,
    activity: &Activity,
    before: &Memory,
    after: &Memory,
    figures: &Figures<'_, W::Figure>,
) -> Done<()> {
    if !W::PROVES {
        return Ok(());
    }
    let statement = Path::RESULT.name("statement");
    working.result(&statement.name("no"), figures.entries.no);
    let state = Path::RESULT.name("state");
    working.result(&state.name("settled"), figures.entries.no);
    working.result(&state.name("carry"), figures.carry);
    let through = period_edge(working, activity, Edge::To)?;
    working.result(&state.name("through"), through);
    let closed = working.optional(
        &Path::ACTIVITY.name("final"),
        Value::Flag(activity.r#final.unwrap_or(false)),
        || "last statement".into(),
    )?;
    working.result(&state.name("closed"), closed);
    let list = state.name("ledgers");
    let stored = Path::STATE.name("ledgers");
    for (key, ledger) in &after.ledgers {
        let text = key.to_string();
        ledger_figures(
            working,
            key,
            ledger,
            figures,
            &list.name(&text),
            &stored.name(&text),
        )?;
    }
    let list = state.name("parts");
    let stored = Path::STATE.name("parts");
    for (key, amount) in &after.parts {
        let text = key.to_string();
        let figure = match figures.parts.get(key) {
            Some(figure) => *figure,
            None => {
                let label = || format!("part {key}, booked before");
                working.input(&stored.name(&text), (*amount).into(), label)?
            }
        };
        working.result(&list.name(&text), figure);
    }
    for (number, period) in &after.periods {
        let is_new = !before.periods.contains_key(number);
        period_figures(working, activity, (*number, period), figures, is_new)?;
    }
    Ok(())
}

fn ledger_figures<W: Working>(
    working: &mut W,
    key: &LedgerKey,
    ledger: &LedgerState,
    figures: &Figures<'_, W::Figure>,
    place: &Path<'_>,
    stored: &Path<'_>,
) -> Done<()> {
    let touched = figures.ledgers.get(key);
    let booked = match touched {
        Some(touched) => touched.booked,
        None => working.input(&stored.name("booked"), ledger.booked.into(), || {
            format!("booked, {key}")
        })?,
    };
    working.result(&place.name("booked"), booked);
    let (own, own_stored) = (place.name("own"), stored.name("own"));
    for (stream, net) in &ledger.own {
        let place = own.name(stream);
        let stored = own_stored.name(stream);
        let (amount, units) = match touched.and_then(|touched| touched.own.get(stream)) {
            Some(figures) => *figures,
            None => {
                let label = || format!("{stream}, {key}");
                let amount = working.input(&stored.name("amount"), net.amount.into(), label)?;
                let units = Value::Number(net.units);
                (amount, working.input(&stored.name("units"), units, label)?)
            }
        };
        working.result(&place.name("amount"), amount);
        working.result(&place.name("units"), units);
    }
    let (levels, levels_stored) = (place.name("levels"), stored.name("levels"));
    for (name, level) in &ledger.levels {
        let place = levels.name(name);
        let stored = levels_stored.name(name);
        let (value, of) = match touched.and_then(|touched| touched.levels.get(name)) {
            Some(figures) => *figures,
            None => {
                let label = || format!("level {name}, {key}");
                let value = Value::Number(level.value);
                let value = working.input(&stored.name("value"), value, label)?;
                let of = Value::Number(level.of.into());
                (value, working.input(&stored.name("of"), of, label)?)
            }
        };
        working.result(&place.name("value"), value);
        working.result(&place.name("of"), of);
    }
    if let Some(days) = ledger.days {
        let (place, stored) = (place.name("days"), stored.name("days"));
        let (from, to) = match touched.and_then(|touched| touched.days) {
            Some(figures) => figures,
            None => {
                let label = || format!("active days, {key}");
                let from = working.input(&stored.name("from"), Value::Date(days.from), label)?;
                (
                    from,
                    working.input(&stored.name("to"), Value::Date(days.to), label)?,
                )
            }
        };
        working.result(&place.name("from"), from);
        working.result(&place.name("to"), to);
    }
    Ok(())
}

fn period_figures<W: Working>(
    working: &mut W,
    activity: &Activity,
    (number, period): (u32, &PeriodState),
    figures: &Figures<'_, W::Figure>,
    is_new: bool,
) -> Done<()> {
    let text = number.to_string();
    let list = Path::RESULT.name("state");
    let list = list.name("periods");
    let place = list.name(&text);
    let list = Path::STATE.name("periods");
    let stored = list.name(&text);
    let start = if is_new {
        period_edge(working, activity, Edge::From)?
    } else {
        let label = || format!("first day of period {number}");
        working.input(&stored.name("start"), Value::Date(period.start), label)?
    };
    working.result(&place.name("start"), start);
    let (nets, nets_stored) = (place.name("nets"), stored.name("nets"));
    for (stream, net) in &period.nets {
        let place = nets.name(stream);
        let stored = nets_stored.name(stream);
        let key = (number, std::sync::Arc::clone(stream));
        let (amount, units, reversed) = match figures.entries.nets.get(&key) {
            Some(entry) => (entry.after.amount, entry.after.units, entry.after.reversed),
            None => {
                let label = || format!("{stream} of period {number}");
                let amount = working.input(&stored.name("amount"), net.amount.into(), label)?;
                let units = Value::Number(net.units);
                let units = working.input(&stored.name("units"), units, label)?;
                let reversed = net.reversed.into();
                (
                    amount,
                    units,
                    working.input(&stored.name("reversed"), reversed, label)?,
                )
            }
        };
        working.result(&place.name("amount"), amount);
        working.result(&place.name("units"), units);
        working.result(&place.name("reversed"), reversed);
    }
    Ok(())
}
