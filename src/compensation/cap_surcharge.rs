//! Surcharges of a cap: a part on top of what it lets through (spec/contracts.md X5).

use super::book::part_of;
use super::booked::{Booked, CapPart};
use super::line::LineKind;
use super::run::Run;
use super::state_key::{LedgerKey, number};
use super::window::WindowKey;
use super::wire::Id;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;

/// What the versions of a cap let through in one window, in their order.
type LetThrough<F> = [(usize, F)];

impl<W: Working> Run<'_, W> {
    /// Books what the surcharges of a cap change by in one window.
    pub(super) fn cap_surcharges(
        &mut self,
        cap: &Id,
        window: WindowKey,
        through: &LetThrough<W::Figure>,
    ) -> Done<()> {
        for id in self.surcharges_of(cap, through) {
            let reference = format!("{cap}/{id}");
            let mut changes = Vec::with_capacity(through.len());
            let mut earlier = Vec::with_capacity(through.len());
            for (version, booked) in through {
                let change = self.cap_surcharge((cap, &id), *version, window, &earlier, *booked)?;
                earlier.push(*booked);
                let Some(amount) = change else { continue };
                changes.push(amount);
                self.cap_parts.push(CapPart {
                    cap: cap.clone(),
                    version: *version,
                    window,
                    amount,
                });
            }
            let amount = self
                .working
                .sum(&changes, || format!("{reference} in all"))?;
            if self.working.sign(amount).is_ne() {
                let mut caps = self.terms.caps(self.plan.version).iter();
                let note = caps
                    .find(|one| one.id == *cap)
                    .and_then(|one| one.note.clone());
                self.working.note(amount, note.as_ref());
                self.lines.push(Booked {
                    kind: LineKind::Surcharge,
                    reference,
                    window: Some(window),
                    amount,
                    member: None,
                });
            }
        }
        Ok(())
    }

    /// The surcharges of a cap in some version of a window, those of the newest version first.
    fn surcharges_of(&self, cap: &Id, through: &LetThrough<W::Figure>) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        for (version, _) in through.iter().rev() {
            let caps = self.terms.caps(*version).iter();
            for surcharge in caps
                .filter(|one| one.id == *cap)
                .flat_map(|one| &one.surcharges)
            {
                if !ids.contains(&surcharge.id) {
                    ids.push(surcharge.id.clone());
                }
            }
        }
        ids
    }

    /// `R(rate * (b + booked)) - R(rate * b)` less what is booked, b booked by earlier versions;
    /// nothing if the version has no such surcharge.
    fn cap_surcharge(
        &mut self,
        (cap, id): (&Id, &Id),
        version: usize,
        window: WindowKey,
        earlier: &[W::Figure],
        booked: W::Figure,
    ) -> Done<Option<W::Figure>> {
        let Some(rate) = self.rate_of((cap, id), version)? else {
            return Ok(None);
        };
        let reference = format!("{cap}/{id}");
        let all: Vec<W::Figure> = earlier.iter().copied().chain([booked]).collect();
        let mut target = part_of(self.working, rate, &all, &reference)?;
        if !earlier.is_empty() {
            let before = part_of(self.working, rate, earlier, &reference)?;
            let label = || format!("{reference} of this version");
            target = self.working.difference(target, before, label)?;
        }
        let key = LedgerKey {
            item: cap.clone(),
            version: number(version),
            window,
        };
        let (text, list) = (key.to_string(), Path::STATE.name("caps"));
        let place = list.name(&text);
        let list = place.name("surcharges");
        let place = list.name(id.as_str());
        let known = self.before.caps.get(&key);
        let known = known.and_then(|known| known.surcharges.get(id)).copied();
        let known = known.unwrap_or(Money::zero(self.terms.currency()));
        let label = || format!("already booked for {reference}");
        let was = self.working.optional(&place, known.into(), label)?;
        self.working.remember(&place, target);
        let amount = self.working.money(target)?;
        if let Some(state) = self.after.caps.get_mut(&key) {
            state.surcharges.insert(id.clone(), amount);
        }
        let label = || format!("{reference}, booked now");
        self.working.difference(target, was, label).map(Some)
    }

    /// The rate of a surcharge of a cap under a version, if it has one.
    fn rate_of(&mut self, (cap, id): (&Id, &Id), version: usize) -> Done<Option<W::Figure>> {
        let terms = self.terms;
        let mut caps = terms.caps(version).iter().enumerate();
        let Some((index, cap)) = caps.find(|(_, one)| one.id == *cap) else {
            return Ok(None);
        };
        let mut surcharges = cap.surcharges.iter().enumerate();
        let Some((position, surcharge)) = surcharges.find(|(_, one)| one.id == *id) else {
            return Ok(None);
        };
        let version = Path::Version(version);
        let list = version.name("caps");
        let place = list.index(index);
        let list = place.name("surcharges");
        let place = list.index(position);
        let label = || format!("surcharge {id}");
        let rate = Value::Number(surcharge.rate);
        let rate = self.working.input(&place.name("rate"), rate, label)?;
        Ok(Some(rate))
    }
}
