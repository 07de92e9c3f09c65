//! Step 2: parts of schedules, each booked once, on its day or when its milestone is accepted.

use super::line::{Booked, Stop, at};
use super::place::Path;
use super::run::Run;
use super::sheet::{PartOn, Schedule};
use super::state::Once;
use super::statement::LineKind;
use super::working::{Done, Value, Working};

impl<W: Working> Run<'_, W> {
    /// Books the parts of schedules whose day has come.
    pub(super) fn schedules(&mut self) -> Result<(), Stop> {
        let terms = self.terms;
        let versions = Path::TERMS.name("versions");
        let version = versions.index(self.plan.version);
        let list = version.name("schedules");
        for (index, schedule) in terms.schedules(self.plan.version).iter().enumerate() {
            self.schedule(schedule, &list.index(index))?;
        }
        Ok(())
    }

    fn schedule(&mut self, schedule: &Schedule, place: &Path<'_>) -> Result<(), Stop> {
        let mut new = Vec::new();
        for (position, part) in schedule.parts.iter().enumerate() {
            let key = Once::part(&schedule.id, &part.id);
            if self.is_due(&part.on) && !self.after.once.contains_key(&key) {
                new.push((position, key));
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let amounts = part_amounts(self.working, schedule, place).map_err(at(&schedule.id))?;
        for (position, key) in new {
            let Some(amount) = amounts.get(position).copied() else {
                continue;
            };
            self.working.note(amount, schedule.note.as_ref());
            self.lines.push(Booked {
                kind: LineKind::Item,
                reference: key.reference(),
                window: None,
                amount,
            });
            self.once(key, amount)?;
        }
        Ok(())
    }

    fn is_due(&self, on: &PartOn) -> bool {
        match on {
            PartOn::Date(date) => *date < self.activity.period.to(),
            PartOn::Milestone(_) => false,
        }
    }

    /// Remembers what is booked once and for all.
    pub(super) fn once(&mut self, key: Once, amount: W::Figure) -> Result<(), Stop> {
        let text = key.to_string();
        let list = Path::STATE.name("once");
        self.working.remember(&list.name(&text), amount);
        let money = self.money(amount, text)?;
        self.after.once.insert(key, money);
        Ok(())
    }
}

/// The amounts of all parts of a schedule: as written, or the total divided by the shares.
fn part_amounts<W: Working>(
    working: &mut W,
    schedule: &Schedule,
    place: &Path<'_>,
) -> Done<Vec<W::Figure>> {
    let parts = place.name("parts");
    let mut amounts = Vec::with_capacity(schedule.parts.len());
    let mut shares = Vec::with_capacity(schedule.parts.len());
    for (index, part) in schedule.parts.iter().enumerate() {
        let place = parts.index(index);
        if let Some(amount) = part.amount {
            let label = || format!("part {} of {}", part.id, schedule.id);
            amounts.push(working.input(&place.name("amount"), amount.into(), label)?);
        } else if let Some(share) = part.share {
            let label = || format!("share of part {} of {}", part.id, schedule.id);
            shares.push(working.input(&place.name("share"), Value::Number(share), label)?);
        }
    }
    if shares.is_empty() {
        return Ok(amounts);
    }
    let label = || format!("total of {}", schedule.id);
    let total = working.input(&place.name("total"), schedule.total.into(), label)?;
    working.installments(total, &shares, || format!("parts of {}", schedule.id))
}
