//! Steps 10 and 15: from what is earned to what is paid and carried (spec/compensation.md 7).

use super::activity::Activity;
use super::balance::Balance;
use super::clause::{DueFrom, Payout};
use super::line::{Stop, at, period_edge};
use super::place::Path;
use super::run::Run;
use super::state::number;
use super::statement::{Figures, StatementId};
use super::working::{Done, Edge, Relation, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;

impl<W: Working> Run<'_, W> {
    /// Nothing is earned for want of a line: proved from the missing clause.
    pub(super) fn nothing_earned(&mut self) -> Done<W::Figure> {
        let versions = Path::TERMS.name("versions");
        let version = versions.index(self.plan.version);
        let zero = Money::zero(self.terms.currency());
        let place = version.name("nothing");
        self.working
            .optional(&place, zero.into(), || "nothing earned".into())
    }

    /// What is earned, paid and carried.
    pub(super) fn balance(&mut self) -> Done<Balance<W::Figure>> {
        let run = self;
        let place = Path::STATE.name("carry");
        let carried = run.before.carry.into();
        let opening = run
            .working
            .optional(&place, carried, || "carried from before".into())?;
        let amounts: Vec<W::Figure> = run.lines.iter().map(|line| line.amount).collect();
        let earned = if amounts.is_empty() {
            run.nothing_earned()?
        } else {
            run.working.sum(&amounts, || "earned".into())?
        };
        let available = run.working.sum(&[opening, earned], || "available".into())?;

        let payout = run.terms.payout(run.plan.version);
        let versions = Path::TERMS.name("versions");
        let version = versions.index(run.plan.version);
        let place = version.name("payout");
        let minimum = payout.and_then(|payout| payout.minimum);
        let minimum = minimum.unwrap_or(Money::zero(run.terms.currency()));
        let label = || "least that is paid out".into();
        let minimum = run
            .working
            .optional(&place.name("minimum"), minimum.into(), label)?;
        let last = run.last()?;
        let working = &mut *run.working;
        let gross = gross(working, available, minimum, last)?;
        let rate = payout.and_then(|payout| payout.tax).unwrap_or(Ratio::ZERO);
        let label = || "rate of tax".into();
        let rate = working.optional(&place.name("tax"), Value::Number(rate), label)?;
        let tax = working.product(rate, gross, || "tax on what is paid".into())?;
        let tax = working.round(tax, || "tax".into())?;
        let paid = working.difference(gross, tax, || "paid".into())?;
        let closing = working.difference(available, gross, || "carried on".into())?;
        let due_on = match payout {
            Some(payout) if working.sign(paid).is_gt() => due_on(working, run.activity, payout)?,
            _ => None,
        };
        let balance = Balance {
            opening,
            earned,
            gross,
            tax,
            paid,
            closing,
            minimum,
            due_on,
        };
        balance.notices(working, &mut run.notices)?;
        Ok(balance)
    }

    /// The statement, every figure of it proved.
    pub(super) fn figures(self, balance: Balance<W::Figure>) -> Result<Figures, Stop> {
        let Run {
            working,
            terms,
            activity,
            plan,
            lines,
            notices,
            ..
        } = self;
        let statement = Path::RESULT.name("statement");
        let list = statement.name("lines");
        for (index, line) in lines.iter().enumerate() {
            working.result(&list.index(index).name("amount"), line.amount);
        }
        let balances = [
            ("opening", balance.opening),
            ("earned", balance.earned),
            ("gross_paid", balance.gross),
            ("tax", balance.tax),
            ("paid", balance.paid),
            ("closing", balance.closing),
        ];
        for (name, figure) in balances {
            working.result(&statement.name(name), figure);
        }
        if let Some(day) = balance.due_on {
            working.result(&statement.name("due_on"), day);
        }
        balance
            .prove_notices(working, &statement, &notices)
            .map_err(at("the minimum"))?;
        let version = number(plan.version);
        let money = |figure| working.money(figure).map_err(at("the balance"));
        Ok(Figures {
            id: StatementId::new(terms.id().clone(), activity.no, activity.period, version),
            version,
            no: activity.no,
            period: activity.period,
            opening: money(balance.opening)?,
            earned: money(balance.earned)?,
            gross_paid: money(balance.gross)?,
            tax: money(balance.tax)?,
            paid: money(balance.paid)?,
            closing: money(balance.closing)?,
            due_on: balance
                .due_on
                .map(|day| working.day(day))
                .transpose()
                .map_err(at("due"))?,
            lines: lines
                .into_iter()
                .map(|line| line.line(working))
                .collect::<Done<_>>()
                .map_err(at("the lines"))?,
            notices,
        })
    }
}

/// What leaves the balance: all of it, if it is above 0 and reaches the minimum, or is the last.
fn gross<W: Working>(
    working: &mut W,
    available: W::Figure,
    minimum: W::Figure,
    last: W::Figure,
) -> Done<W::Figure> {
    let nothing = working.no_money()?;
    let positive = working.largest(&[nothing, available], || "available, not below 0".into())?;
    let reaches = working.compare(available, Relation::AtLeast, minimum, || {
        "reaches the minimum".into()
    })?;
    let open = working.choose(reaches, positive, nothing, || "paid if not the last".into())?;
    working.choose(last, positive, open, || "paid before tax".into())
}

/// The day on which the payment is due, if the terms say one.
fn due_on<W: Working>(
    working: &mut W,
    activity: &Activity,
    payout: &Payout,
) -> Done<Option<W::Figure>> {
    let Some(due) = &payout.due else {
        return Ok(None);
    };
    let from = match (due.from, activity.statement_on) {
        (DueFrom::PeriodEnd, _) => period_edge(working, activity, Edge::Last)?,
        (DueFrom::Statement, None) => period_edge(working, activity, Edge::To)?,
        (DueFrom::Statement, Some(day)) => {
            let place = Path::ACTIVITY.name("statement_on");
            working.input(&place, Value::Date(day), || "day of the statement".into())?
        }
    };
    working.due(from, due, || "due".into()).map(Some)
}
