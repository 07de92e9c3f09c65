//! [`settle`]: one period becomes one statement, in the fixed order of evaluation.

use std::collections::BTreeMap;

use super::activity::Activity;
use super::entry::Entries;
use super::ledger::Books;
use super::line::{Booked, Stop, at};
use super::payout::Balance;
use super::place::Path;
use super::plain::Plain;
use super::prove::prove_state;
use super::refusal::{Plan, SettleError, plan};
use super::sheet::{PartOn, Schedule};
use super::state::{Fingerprint, Memory, PartKey, SettledVersion, State, number};
use super::statement::{Figures, LineKind, Statement, StatementId};
use super::terms::Terms;
use super::touched::Touched;
use super::working::{Failure, Value, Working};

/// Returns the statement of one period and the state after it.
///
/// For every item, window and version that the period touches: the cumulative measure is rated,
/// rounded, and what is already booked is subtracted, `line = R(f(measure)) - booked`. A refund
/// therefore takes back exactly what its sale had paid, and one report or a thousand of the same
/// sales come to the same cents (spec/compensation.md 5, 7).
///
/// # Rounding
///
/// Each target once, to the minor unit, by the rounding of the terms.
///
/// # Errors
///
/// [`SettleError`] names what is refused; the state given stays as it was.
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Activity, Item, PayDraft, Terms, Window, settle};
///
/// let share = PayDraft::tiered_share(
///     &["shop"],
///     &[(Some("10000.00 USD".parse()?), "10%".parse()?), (None, "20%".parse()?)],
/// );
/// let terms = Terms::builder("acme-jane", "USD".parse()?, "2026-01-01".parse().unwrap())
///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
///     .build()?;
///
/// let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
/// january.add_sale("shop", "12000.00 USD".parse()?)?;
/// let (statement, state) = settle(&terms, &terms.new_state(), &january)?;
/// assert_eq!(statement.paid().to_string(), "1400.00 USD");
///
/// // 3,000.00 come back: 2,000.00 of them had paid 20%, the rest 10%.
/// let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse()?);
/// february.add_refund("shop", Some(1), "3000.00 USD".parse()?)?;
/// let (statement, _) = settle(&terms, &state, &february)?;
/// assert_eq!(statement.closing().to_string(), "-500.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
pub fn settle(
    terms: &Terms,
    state: &State,
    activity: &Activity,
) -> Result<(Statement, State), SettleError> {
    let mut plain = Plain {
        currency: terms.currency(),
        rounding: terms.sheet().rounding(),
        calendar: terms.sheet().calendar.as_ref(),
    };
    run(&mut plain, terms, state, activity).map_err(|stop| match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Failed {
            failure: Failure::Time(error),
            ..
        } => SettleError::Time(error),
        Stop::Failed { place, .. } => SettleError::Overflow { place },
    })
}

/// Settles in any working: figures alone, or figures and their proof.
pub(super) fn run<W: Working>(
    working: &mut W,
    terms: &Terms,
    state: &State,
    activity: &Activity,
) -> Result<(Statement, State), Stop> {
    let before = state.memory();
    let plan = plan(terms, before, activity).map_err(Stop::Refused)?;
    let mut after = next_memory(terms, before, activity, plan);
    let mut notices = std::collections::BTreeSet::new();
    let entries = Entries::gather(working, terms, before, activity, plan)
        .map_err(at("the entries of the activity"))?;
    entries.remember(&mut after, before, activity, plan);

    let touched = Touched::by(terms, before, activity, plan, &entries);
    let touched = touched.map_err(|error| Stop::Refused(SettleError::Time(error)))?;
    let mut books = Books {
        terms,
        before,
        activity,
        plan,
        entries: &entries,
    };
    let mut lines = Vec::new();
    let ledgers = books.settle(working, &touched, &mut after, &mut lines, &mut notices)?;
    let parts = schedules(working, terms, activity, plan, &mut after, &mut lines)?;

    let balance =
        Balance::of(working, terms, before, activity, plan, &lines).map_err(at("the balance"))?;
    after.carry = working
        .money(balance.closing)
        .map_err(at("the closing balance"))?;
    entries.notices(terms, activity, &after, &mut notices);
    balance
        .notices(working, &mut notices)
        .map_err(at("the minimum"))?;
    after.forget(activity, terms.sheet().horizon());

    let figures = balance.figures(working, terms, activity, plan, lines, notices)?;
    let statement = Statement::try_from(figures).map_err(|_| Stop::Failed {
        place: "the statement".to_owned(),
        failure: Failure::Overflow,
    })?;
    prove_state(
        working,
        activity,
        before,
        &after,
        &super::prove::Figures {
            entries: &entries,
            ledgers: &ledgers,
            parts: &parts,
            carry: balance.closing,
        },
    )
    .map_err(at("the state"))?;
    let state = State::try_from(after).map_err(|_| Stop::Failed {
        place: "the state".to_owned(),
        failure: Failure::Overflow,
    })?;
    Ok((statement, state))
}

/// What is remembered whatever happened in the period.
fn next_memory(terms: &Terms, before: &Memory, activity: &Activity, plan: Plan) -> Memory {
    let mut after = before.clone();
    after.settled = activity.no;
    after.through = Some(activity.period.to());
    after.closed = activity.r#final.unwrap_or(false);
    after.versions = (0..=plan.version)
        .zip(1_u32..)
        .map(|(index, version)| SettledVersion {
            version,
            fingerprint: Fingerprint(terms.fingerprint(index)),
        })
        .collect();
    after
}

/// Books the parts of schedules whose day has come, each once.
fn schedules<W: Working>(
    working: &mut W,
    terms: &Terms,
    activity: &Activity,
    plan: Plan,
    after: &mut Memory,
    lines: &mut Vec<Booked<W::Figure>>,
) -> Result<BTreeMap<PartKey, W::Figure>, Stop> {
    let mut booked = BTreeMap::new();
    let versions = Path::TERMS.name("versions");
    let version = versions.index(plan.version);
    let list = version.name("schedules");
    for (index, schedule) in terms.schedules(plan.version).iter().enumerate() {
        let due = |on: &PartOn| match on {
            PartOn::Date(date) => *date < activity.period.to(),
            PartOn::Milestone(_) => false,
        };
        let keys = schedule.parts.iter().map(|part| PartKey {
            schedule: schedule.id.clone(),
            part: part.id.clone(),
        });
        let new: Vec<(usize, PartKey)> = keys
            .enumerate()
            .zip(&schedule.parts)
            .filter(|((_, key), part)| due(&part.on) && !after.parts.contains_key(key))
            .map(|(key, _)| key)
            .collect();
        if new.is_empty() {
            continue;
        }
        let amounts = part_amounts(working, schedule, &list.index(index))
            .map_err(at(format_args!("the schedule {}", schedule.id)))?;
        for (position, key) in new {
            let Some(amount) = amounts.get(position).copied() else {
                continue;
            };
            let reference = key.to_string();
            let money = working.money(amount).map_err(at(&reference))?;
            working.note(amount, schedule.note.as_ref());
            lines.push(Booked {
                kind: LineKind::Item,
                reference,
                window: None,
                amount,
            });
            after.parts.insert(key.clone(), money);
            booked.insert(key, amount);
        }
    }
    Ok(booked)
}

/// The amounts of all parts of a schedule: as written, or the total divided by the shares.
fn part_amounts<W: Working>(
    working: &mut W,
    schedule: &Schedule,
    place: &Path<'_>,
) -> Result<Vec<W::Figure>, Failure> {
    let parts = place.name("parts");
    let mut amounts = Vec::with_capacity(schedule.parts.len());
    let mut shares = Vec::with_capacity(schedule.parts.len());
    for (index, part) in schedule.parts.iter().enumerate() {
        let place = parts.index(index);
        if let Some(amount) = part.amount {
            amounts.push(working.input(&place.name("amount"), amount.into(), || {
                format!("part {} of {}", part.id, schedule.id)
            })?);
        } else if let Some(share) = part.share {
            shares.push(
                working.input(&place.name("share"), Value::Number(share), || {
                    format!("share of part {} of {}", part.id, schedule.id)
                })?,
            );
        }
    }
    if shares.is_empty() {
        return Ok(amounts);
    }
    let total = working.input(&place.name("total"), schedule.total.into(), || {
        format!("total of {}", schedule.id)
    })?;
    working.installments(total, &shares, || format!("parts of {}", schedule.id))
}

impl Memory {
    /// Drops what no entry can touch any more (spec/compensation.md 11).
    fn forget(&mut self, activity: &Activity, horizon: u32) {
        let next = activity.no.saturating_add(1);
        let oldest = next.saturating_sub(horizon);
        self.periods.retain(|number, _| *number >= oldest);
        let start = self
            .periods
            .values()
            .next()
            .map_or(activity.period.to(), |first| first.start);
        self.ledgers
            .retain(|key, _| !key.window.is_over_before(oldest, start));
    }
}

impl Figures {
    /// The head of a statement; everything else is filled in by the balance.
    pub(super) fn id(terms: &Terms, activity: &Activity, plan: Plan) -> (StatementId, u32) {
        let version = number(plan.version);
        let id = StatementId::new(terms.id().clone(), activity.no, activity.period, version);
        (id, version)
    }
}
