//! [`Balance`]: from what is earned to what is paid and carried (spec/compensation.md 7).

use super::activity::Activity;
use super::line::{Booked, Notices, Stop, at, period_edge};
use super::place::Path;
use super::refusal::Plan;
use super::sheet::{DueFrom, Payout};
use super::state::Memory;
use super::statement::{Figures, Notice, Shortfall};
use super::terms::Terms;
use super::working::{Done, Edge, Relation, Value, Working};
use crate::money::Money;
use crate::ratio::Ratio;

/// The balances of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Balance<F> {
    opening: F,
    earned: F,
    gross: F,
    tax: F,
    paid: F,
    pub(super) closing: F,
    minimum: F,
    due_on: Option<F>,
}

impl<F: Copy> Balance<F> {
    pub(super) fn of<W: Working<Figure = F>>(
        working: &mut W,
        terms: &Terms,
        before: &Memory,
        activity: &Activity,
        plan: Plan,
        lines: &[Booked<F>],
    ) -> Done<Self> {
        let place = Path::STATE.name("carry");
        let opening =
            working.optional(&place, before.carry.into(), || "carried from before".into())?;
        let amounts: Vec<F> = lines.iter().map(|line| line.amount).collect();
        let earned = if amounts.is_empty() {
            nothing_earned(working, terms, plan)?
        } else {
            working.sum(&amounts, || "earned".into())?
        };
        let available = working.sum(&[opening, earned], || "available".into())?;

        let payout = terms.payout(plan.version);
        let versions = Path::TERMS.name("versions");
        let version = versions.index(plan.version);
        let place = version.name("payout");
        let minimum = payout.and_then(|payout| payout.minimum);
        let minimum = minimum.unwrap_or(Money::zero(terms.currency()));
        let minimum = working.optional(&place.name("minimum"), minimum.into(), || {
            "least that is paid out".into()
        })?;
        let last = working.optional(
            &Path::ACTIVITY.name("final"),
            Value::Flag(activity.r#final.unwrap_or(false)),
            || "last statement".into(),
        )?;
        let gross = gross(working, available, minimum, last)?;
        let rate = payout.and_then(|payout| payout.tax).unwrap_or(Ratio::ZERO);
        let rate = working.optional(&place.name("tax"), Value::Number(rate), || {
            "rate of tax".into()
        })?;
        let tax = working.product(rate, gross, || "tax on what is paid".into())?;
        let tax = working.round(tax, || "tax".into())?;
        let paid = working.difference(gross, tax, || "paid".into())?;
        let closing = working.difference(available, gross, || "carried on".into())?;
        let due_on = match payout {
            Some(payout) if working.sign(paid).is_gt() => due_on(working, activity, payout)?,
            _ => None,
        };
        Ok(Self {
            opening,
            earned,
            gross,
            tax,
            paid,
            closing,
            minimum,
            due_on,
        })
    }

    /// Nothing is paid because of the minimum, or because the payee owes.
    pub(super) fn notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        notices: &mut Notices,
    ) -> Done<()> {
        let closing = working.money(self.closing)?;
        if closing.is_positive() {
            let missing = working.money(self.minimum)?.checked_sub(closing)?;
            notices.insert(Notice::BelowMinimum {
                missing: Shortfall(missing),
            });
        }
        if closing.is_negative() {
            notices.insert(Notice::DebitCarried {});
        }
        Ok(())
    }

    /// The statement, every figure of it proved.
    pub(super) fn figures<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        terms: &Terms,
        activity: &Activity,
        plan: Plan,
        lines: Vec<Booked<F>>,
        notices: Notices,
    ) -> Result<Figures, Stop> {
        let statement = Path::RESULT.name("statement");
        let list = statement.name("lines");
        for (index, line) in lines.iter().enumerate() {
            working.result(&list.index(index).name("amount"), line.amount);
        }
        let balances = [
            ("opening", self.opening),
            ("earned", self.earned),
            ("gross_paid", self.gross),
            ("tax", self.tax),
            ("paid", self.paid),
            ("closing", self.closing),
        ];
        for (name, figure) in balances {
            working.result(&statement.name(name), figure);
        }
        if let Some(day) = self.due_on {
            working.result(&statement.name("due_on"), day);
        }
        self.prove_notices(working, &statement, &notices)
            .map_err(at("the minimum"))?;
        let (id, version) = Figures::id(terms, activity, plan);
        let money = |figure| working.money(figure).map_err(at("the balance"));
        Ok(Figures {
            id,
            version,
            no: activity.no,
            period: activity.period,
            opening: money(self.opening)?,
            earned: money(self.earned)?,
            gross_paid: money(self.gross)?,
            tax: money(self.tax)?,
            paid: money(self.paid)?,
            closing: money(self.closing)?,
            due_on: self
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

    fn prove_notices<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        statement: &Path<'_>,
        notices: &Notices,
    ) -> Done<()> {
        let list = statement.name("notices");
        for (index, notice) in notices.iter().enumerate() {
            if matches!(notice, Notice::BelowMinimum { .. }) {
                let label = || "short of the minimum".into();
                let missing = working.difference(self.minimum, self.closing, label)?;
                let place = list.index(index);
                working.result(&place.name("below_minimum").name("missing"), missing);
            }
        }
        Ok(())
    }
}

/// Nothing is earned where the version has no items: proved from the missing clause.
fn nothing_earned<W: Working>(working: &mut W, terms: &Terms, plan: Plan) -> Done<W::Figure> {
    let versions = Path::TERMS.name("versions");
    let version = versions.index(plan.version);
    let items = version.name("items");
    let first = items.index(0);
    let zero = Money::zero(terms.currency());
    working.optional(&first.name("pay"), zero.into(), || "no items".into())
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
