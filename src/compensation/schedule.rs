//! Step 2: parts of schedules, each booked once, on its day or when its milestone is accepted.

use chrono::NaiveDate;

use super::activity::{Milestone, MilestoneEvent};
use super::book::part_of;
use super::booked::{Booked, Member, Stop, at};
use super::clause::Surcharge;
use super::dated::{Clause, OwnSum};
use super::line::LineKind;
use super::memory::MilestoneState;
use super::part::{Part, PartOn, waits};
use super::run::Run;
use super::sheet::Schedule;
use super::state_key::Once;
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;

impl<'a, W: Working> Run<'a, W> {
    /// Books the parts of schedules whose day has come.
    pub(super) fn schedules(&mut self) -> Result<(), Stop> {
        let terms = self.terms;
        let version = Path::Version(self.plan.version);
        let list = version.name("schedules");
        for (index, schedule) in terms.schedules(self.plan.version).iter().enumerate() {
            self.schedule(schedule, index, &list.index(index))?;
        }
        Ok(())
    }

    fn schedule(
        &mut self,
        schedule: &'a Schedule,
        index: usize,
        place: &Path<'_>,
    ) -> Result<(), Stop> {
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
        let amounts = self.parts_of(schedule, place).map_err(at(&schedule.id))?;
        let mut booked = Vec::with_capacity(new.len());
        for (position, key) in new {
            let Some(amount) = amounts.get(position).copied() else {
                continue;
            };
            booked.push((position, amount));
            self.working.note(amount, schedule.note.as_ref());
            self.lines.push(Booked {
                kind: LineKind::Item,
                reference: key.reference(),
                window: None,
                amount,
                member: Some(Member {
                    id: schedule.id.clone(),
                    version: self.plan.version,
                }),
            });
            self.once(key, amount)?;
        }
        self.schedule_surcharges(schedule, place)?;
        self.part_dues(schedule, index, place, &booked)
            .map_err(at(&schedule.id))
    }

    /// The amounts of all parts of a schedule.
    fn parts_of(&mut self, schedule: &Schedule, place: &Path<'_>) -> Done<Vec<W::Figure>> {
        let Schedule { id, parts, .. } = schedule;
        let total = Some(("total", schedule.total));
        part_amounts(self.working, id, parts, total, place)
    }

    /// Parts that have days of their own, each with its share of the surcharges: the rate of all
    /// parts up to it, less that of those before it (spec/contracts.md X1).
    fn part_dues(
        &mut self,
        schedule: &'a Schedule,
        index: usize,
        place: &Path<'_>,
        new: &[(usize, W::Figure)],
    ) -> Done<()> {
        let Some(dues) = &schedule.dues else {
            return Ok(());
        };
        let (parts, surcharges) = (place.name("parts"), place.name("surcharges"));
        let mut before = self.parts_before(&schedule.id)?;
        for (position, amount) in new {
            let Some(part) = schedule.parts.get(*position) else {
                continue;
            };
            let own = OwnSum {
                id: &schedule.id,
                dues,
                clause: Clause {
                    version: self.plan.version,
                    list: "schedules",
                    index,
                },
                event: self.day_of(part, &parts.index(*position))?,
                amount: *amount,
            };
            self.own.push(own);
            let mut upto = before.clone();
            upto.push(*amount);
            for (index, surcharge) in schedule.surcharges.iter().enumerate() {
                let place = surcharges.index(index);
                let label = format!("{} on part {}", surcharge.id, part.id);
                let rate = Value::Number(surcharge.rate);
                let rate = self
                    .working
                    .input(&place.name("rate"), rate, || label.clone())?;
                let with = part_of(self.working, rate, &upto, &label)?;
                let without = part_of(self.working, rate, &before, &label)?;
                let amount = self.working.difference(with, without, || label)?;
                self.own.push(OwnSum { amount, ..own });
            }
            before = upto;
        }
        Ok(())
    }

    /// Parts of a schedule that earlier statements have booked.
    fn parts_before(&mut self, schedule: &Id) -> Done<Vec<W::Figure>> {
        let once = Path::STATE.name("once");
        let mut parts = Vec::new();
        for (key, booked) in &self.before.once {
            if key.is_part_of(schedule) {
                let text = key.to_string();
                let label = || format!("{text}, booked before");
                let place = once.name(&text);
                parts.push(self.working.input(&place, (*booked).into(), label)?);
            }
        }
        Ok(parts)
    }

    /// Surcharges of a schedule: a rate of all parts booked so far, less that rate of those that
    /// were booked before, which had the surcharges of their own version.
    fn schedule_surcharges(&mut self, schedule: &Schedule, place: &Path<'_>) -> Result<(), Stop> {
        let list = place.name("surcharges");
        for (index, surcharge) in schedule.surcharges.iter().enumerate() {
            let reference = format!("{}/{}", schedule.id, surcharge.id);
            let booked = self
                .schedule_surcharge(schedule, surcharge, &list.index(index), &reference)
                .map_err(at(&reference))?;
            let member = Member {
                id: schedule.id.clone(),
                version: self.plan.version,
            };
            self.lines.push(Booked {
                kind: LineKind::Surcharge,
                reference,
                window: None,
                amount: booked,
                member: Some(member),
            });
        }
        Ok(())
    }

    fn schedule_surcharge(
        &mut self,
        schedule: &Schedule,
        surcharge: &Surcharge,
        place: &Path<'_>,
        reference: &str,
    ) -> Done<W::Figure> {
        let mut parts = self.parts_before(&schedule.id)?;
        let known = parts.len();
        let new = self.parts.iter();
        let new = new.filter(|(key, _)| key.is_part_of(&schedule.id));
        parts.extend(new.map(|(_, amount)| *amount));
        let label = || format!("surcharge {}", surcharge.id);
        let rate = Value::Number(surcharge.rate);
        let rate = self.working.input(&place.name("rate"), rate, label)?;
        let upto = part_of(self.working, rate, &parts, reference)?;
        parts.truncate(known);
        if parts.is_empty() {
            return Ok(upto);
        }
        let before = part_of(self.working, rate, &parts, reference)?;
        let label = || format!("{reference}, booked now");
        self.working.difference(upto, before, label)
    }

    pub(super) fn is_due(&self, on: &PartOn) -> bool {
        match on {
            PartOn::Date(date) => *date < self.activity.period.to(),
            PartOn::Milestone(id) => {
                let stage = self
                    .after
                    .milestones
                    .get(id)
                    .map(|milestone| milestone.stage);
                stage == Some(MilestoneEvent::Accepted)
            }
        }
    }

    /// Applies what happened to milestones, and puts into escrow what is funded.
    pub(super) fn milestones(&mut self) -> Result<(), Stop> {
        let mut events: Vec<_> = self.activity.milestones.iter().collect();
        // Of one milestone they are applied as funded, accepted, cancelled.
        events.sort_by_key(|milestone| milestone.event);
        for milestone in events {
            let escrow = self.in_escrow(milestone).map_err(at(&milestone.id))?;
            let accepted = milestone.event == MilestoneEvent::Accepted;
            let on = milestone.on.filter(|_| accepted);
            if let Some(on) = on {
                self.accepted_on(milestone, on).map_err(at(&milestone.id))?;
            }
            let state = MilestoneState {
                stage: milestone.event,
                escrow: self.money(escrow, &milestone.id)?,
                on,
            };
            let list = Path::STATE.name("milestones");
            let place = list.name(milestone.id.as_str());
            self.working.remember(&place.name("escrow"), escrow);
            self.after.milestones.insert(milestone.id.clone(), state);
            self.escrow.insert(milestone.id.clone(), escrow);
        }
        Ok(())
    }

    /// Remembers the day on which a milestone is accepted.
    fn accepted_on(&mut self, milestone: &Milestone, on: NaiveDate) -> Done<()> {
        let list = Path::ACTIVITY.name("milestones");
        let mut known = self.activity.milestones.iter();
        let index = known.position(|known| known == milestone).unwrap_or(0);
        let place = list.index(index);
        let label = || format!("{} accepted on", milestone.id);
        let day = self
            .working
            .input(&place.name("on"), Value::Date(on), label)?;
        let list = Path::STATE.name("milestones");
        let place = list.name(milestone.id.as_str());
        self.working.remember(&place.name("on"), day);
        self.accepted.insert(milestone.id.clone(), day);
        Ok(())
    }

    /// The day of a part, or of the acceptance of its milestone if that was said.
    fn day_of(&mut self, part: &Part, place: &Path<'_>) -> Done<Option<W::Figure>> {
        let id = match &part.on {
            PartOn::Date(date) => {
                let on = place.name("on");
                let label = || format!("day of part {}", part.id);
                let day = Value::Date(*date);
                return self.working.input(&on.name("date"), day, label).map(Some);
            }
            PartOn::Milestone(id) => id,
        };
        let known = self.after.milestones.get(id);
        let Some(on) = known.and_then(|milestone| milestone.on) else {
            return Ok(None);
        };
        if let Some(day) = self.accepted.get(id) {
            return Ok(Some(*day));
        }
        let list = Path::STATE.name("milestones");
        let place = list.name(id.as_str());
        let label = || format!("{id} accepted on");
        let day = Value::Date(on);
        self.working.input(&place.name("on"), day, label).map(Some)
    }

    /// What is in escrow for a milestone after an event: its parts once funded, else nothing.
    fn in_escrow(&mut self, milestone: &Milestone) -> Done<W::Figure> {
        let terms = self.terms;
        let mut parts = Vec::new();
        if milestone.event == MilestoneEvent::Funded {
            let version = Path::Version(self.plan.version);
            let list = version.name("schedules");
            let schedules = terms.schedules(self.plan.version).iter().enumerate();
            for (index, schedule) in schedules.filter(|(_, schedule)| schedule.escrow) {
                if !waits(&schedule.parts, &milestone.id) {
                    continue;
                }
                let amounts = self.parts_of(schedule, &list.index(index))?;
                let waiting = schedule.parts.iter().zip(amounts);
                let waiting = waiting.filter(|(part, _)| part.on.is_for(&milestone.id));
                parts.extend(waiting.map(|(_, amount)| amount));
            }
        }
        if parts.is_empty() {
            // Nothing stands under a name that no escrow has.
            let list = Path::STATE.name("milestones");
            let zero = Money::zero(terms.currency());
            let place = list.name(milestone.id.as_str());
            let label = || format!("nothing in escrow for {}", milestone.id);
            return self
                .working
                .optional(&place.name("released"), zero.into(), label);
        }
        self.working
            .sum(&parts, || format!("in escrow for {}", milestone.id))
    }

    /// What is in escrow after the statement.
    pub(super) fn in_escrow_now(&mut self) -> Done<W::Figure> {
        let list = Path::STATE.name("milestones");
        let mut parts = Vec::new();
        for (id, milestone) in self.after.milestones.clone() {
            if milestone.escrow.is_zero() {
                continue;
            }
            let place = list.name(id.as_str());
            let label = || format!("in escrow for {id}");
            parts.push(if let Some(figure) = self.escrow.get(&id) {
                *figure
            } else {
                let escrow = milestone.escrow.into();
                self.working.input(&place.name("escrow"), escrow, label)?
            });
        }
        if parts.is_empty() {
            return self.or_nothing(None, "in_escrow");
        }
        self.working.sum(&parts, || "in escrow".into())
    }

    /// Remembers what is booked once and for all.
    pub(super) fn once(&mut self, key: Once, amount: W::Figure) -> Result<(), Stop> {
        let text = key.to_string();
        let list = Path::STATE.name("once");
        self.working.remember(&list.name(&text), amount);
        let money = self.money(amount, text)?;
        self.parts.insert(key.clone(), amount);
        self.after.once.insert(key, money);
        Ok(())
    }
}

/// The amounts of all parts: as written, or the total divided by the shares.
pub(super) fn part_amounts<W: Working>(
    working: &mut W,
    id: &Id,
    parts: &[Part],
    total: Option<(&'static str, Money)>,
    place: &Path<'_>,
) -> Done<Vec<W::Figure>> {
    let list = place.name("parts");
    let mut amounts = Vec::with_capacity(parts.len());
    let mut shares = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let place = list.index(index);
        if let Some(amount) = part.amount {
            let label = || format!("part {} of {id}", part.id);
            amounts.push(working.input(&place.name("amount"), amount.into(), label)?);
        } else if let Some(share) = part.share {
            let label = || format!("share of part {} of {id}", part.id);
            shares.push(working.input(&place.name("share"), Value::Number(share), label)?);
        }
    }
    let (Some((field, total)), false) = (total, shares.is_empty()) else {
        return Ok(amounts);
    };
    let label = || format!("total of {id}");
    let total = working.input(&place.name(field), total.into(), label)?;
    working.installments(total, &shares, || format!("parts of {id}"))
}
