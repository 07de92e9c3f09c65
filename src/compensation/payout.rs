//! Steps 10 and 15: from what is earned to what is paid and carried (spec/compensation.md 7).

use super::balance::{Balance, Beside};
use super::booked::{Stop, at};
use super::due_days::Payment;
use super::run::Run;
use super::state_key::number;
use super::statement::{Figures, StatementId};
use super::working::{Done, Relation, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

impl<W: Working> Run<'_, W> {
    /// Nothing is earned for want of a line: proved from the missing clause.
    pub(super) fn nothing_earned(&mut self) -> Done<W::Figure> {
        let version = Path::Version(self.plan.version);
        let zero = Money::zero(self.terms.currency());
        let place = version.name("nothing");
        self.working
            .optional(&place, zero.into(), || "nothing earned".into())
    }

    /// What was carried in.
    pub(super) fn opening(&mut self) -> Done<W::Figure> {
        let carried = self.before.carry.into();
        let label = || "carried from before".into();
        self.working
            .optional(&Path::STATE.name("carry"), carried, label)
    }

    /// The opening balance and all lines so far.
    pub(super) fn available(&mut self, opening: W::Figure) -> Done<W::Figure> {
        let mut parts = vec![opening];
        parts.extend(self.lines.iter().map(|line| line.amount));
        self.working.sum(&parts, || "available".into())
    }

    /// What all lines so far come to.
    pub(super) fn earned(&mut self) -> Done<W::Figure> {
        let parts: Vec<W::Figure> = self.lines.iter().map(|line| line.amount).collect();
        if parts.is_empty() {
            return self.nothing_earned();
        }
        self.working.sum(&parts, || "earned".into())
    }

    /// A figure, or nothing where the activity says nothing of it.
    pub(super) fn or_nothing(
        &mut self,
        figure: Option<W::Figure>,
        what: &'static str,
    ) -> Done<W::Figure> {
        if let Some(figure) = figure {
            return Ok(figure);
        }
        let zero = Money::zero(self.terms.currency());
        let list = Path::ACTIVITY.name(what);
        let place = list.index(0);
        let label = || format!("nothing {}", what.replace('_', " "));
        self.working.optional(&place, zero.into(), label)
    }

    /// Step 15: what is paid and what is carried.
    pub(super) fn balance(
        &mut self,
        opening: W::Figure,
        earned: W::Figure,
        beside: Beside<W::Figure>,
    ) -> Done<Balance<W::Figure>> {
        let available = self.available(opening)?;
        let payout = self.terms.payout(self.plan.version);
        let version = Path::Version(self.plan.version);
        let place = version.name("payout");
        let minimum = payout.and_then(|payout| payout.minimum);
        let minimum = minimum.unwrap_or(Money::zero(self.terms.currency()));
        let label = || "least that is paid out".into();
        let minimum = self
            .working
            .optional(&place.name("minimum"), minimum.into(), label)?;
        let last = self.last()?;
        let working = &mut *self.working;
        let gross = gross(working, available, minimum, last)?;
        let rate = payout.and_then(|payout| payout.tax).unwrap_or(Ratio::ZERO);
        let label = || "rate of tax".into();
        let rate = working.optional(&place.name("tax"), Value::Number(rate), label)?;
        let tax = working.product(rate, gross, || "tax on what is paid".into())?;
        let tax = working.round(tax, || "tax".into())?;
        let paid = working.difference(gross, tax, || "paid".into())?;
        let closing = working.difference(available, gross, || "carried on".into())?;
        let due = self.due_days(Payment { gross, rate, paid })?;
        let balance = Balance {
            opening,
            earned,
            gross,
            tax,
            paid,
            closing,
            minimum,
            due_on: due.on,
            dues: due.dues,
            beside,
        };
        balance.notices(self.working, &mut self.notices)?;
        Ok(balance)
    }

    /// The statement, every figure of it proved.
    pub(super) fn figures(self, balance: &Balance<W::Figure>) -> Result<Figures, Stop> {
        let Run {
            short,
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
        let (due_on, dues) = balance.prove(working, &statement).map_err(at("due"))?;
        balance
            .prove_notices(working, &statement, &notices, &short)
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
            advanced: money(balance.beside.advanced)?,
            charged: balance.beside.charged.map(money).transpose()?,
            in_kind: money(balance.beside.in_kind)?,
            reserve: money(balance.beside.reserve)?,
            held: money(balance.beside.held)?,
            written_off: money(balance.beside.written_off)?,
            recouped_by_group: money(balance.beside.by_group)?,
            escrow: money(balance.beside.escrow)?,
            advances: balance.beside.advances.clone(),
            due_on,
            dues,
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
