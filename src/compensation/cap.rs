//! Step 4: caps, each over the cumulative sum of its window (spec/compensation.md 7).

use std::collections::{BTreeMap, BTreeSet};

use super::booked::{Booked, CapPart, Stop, at};
use super::clause::Cap;
use super::line::LineKind;
use super::memory::CapState;
use super::notice::Notice;
use super::run::Run;
use super::scope::{covers, lies_inside};
use super::state_key::{LedgerKey, number, position};
use super::window::WindowKey;
use super::wire::Id;
use super::working::{Done, Working};
use crate::explain::Path;
use crate::money::Money;

/// What counts into a cap now, by window and version.
type Contributions<F> = BTreeMap<WindowKey, BTreeMap<usize, Vec<F>>>;

/// One version of a cap in one window, as figures.
#[derive(Clone, Copy, Debug)]
struct Capped<F> {
    version: usize,
    raw_before: F,
    booked_before: F,
    raw: F,
    booked: F,
}

impl<W: Working> Run<'_, W> {
    /// Cuts every touched window of every cap, inner caps before outer ones.
    pub(super) fn caps(&mut self) -> Result<(), Stop> {
        let first = self.lines.len();
        let shown = self.cap_order();
        for id in self.inner_first(&shown) {
            let contributions = self.contributions(&id).map_err(at(&id))?;
            for (window, by_version) in contributions {
                self.cap_window(&id, window, &by_version).map_err(at(&id))?;
            }
        }
        let rank = |line: &Booked<W::Figure>| {
            let mut ids = shown.iter();
            let cap = line.reference.split('/').next();
            ids.position(|id| Some(id.as_str()) == cap)
        };
        if let Some(lines) = self.lines.get_mut(first..) {
            lines.sort_by_key(rank);
        }
        Ok(())
    }

    /// Caps in an order in which none comes before one that lies inside it in some version: the
    /// present one may have dropped an inner cap that an older ledger still passes.
    fn inner_first(&self, ids: &[Id]) -> Vec<Id> {
        let mut left: Vec<&Id> = ids.iter().collect();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let ready = |outer: &&Id| !left.iter().any(|inner| self.is_inner(inner, outer));
            let next = left.iter().position(ready).unwrap_or_default();
            order.push(left.remove(next).clone());
        }
        order
    }

    /// Whether some version so far has a cap before another, and inside it.
    fn is_inner(&self, inner: &Id, outer: &Id) -> bool {
        (0..=self.plan.version).any(|version| {
            let (inner, outer) = (self.cap(version, inner), self.cap(version, outer));
            let (Some((before, inner)), Some((after, outer))) = (inner, outer) else {
                return false;
            };
            let (inner, outer) = (inner.scope.as_deref(), outer.scope.as_deref());
            before < after && lies_inside(self.terms, version, inner, outer)
        })
    }

    /// Caps in the order of the present version, then those that only older versions have.
    fn cap_order(&self) -> Vec<Id> {
        let present = self.plan.version;
        let mut order: Vec<Id> = self
            .terms
            .caps(present)
            .iter()
            .map(|cap| cap.id.clone())
            .collect();
        for version in (0..present).rev() {
            for cap in self.terms.caps(version) {
                if !order.contains(&cap.id) {
                    order.push(cap.id.clone());
                }
            }
        }
        order
    }

    fn cap(&self, version: usize, id: &Id) -> Option<(usize, &Cap)> {
        self.terms
            .caps(version)
            .iter()
            .enumerate()
            .find(|(_, cap)| cap.id == *id)
    }

    /// The lines that count into a cap: each in the cap of the version of its ledger.
    fn contributions(&self, id: &Id) -> Done<Contributions<W::Figure>> {
        let mut contributions = Contributions::new();
        let mut add = |window, version, amount| {
            let by_version: &mut BTreeMap<usize, Vec<W::Figure>> =
                contributions.entry(window).or_default();
            by_version.entry(version).or_default().push(amount);
        };
        for line in &self.lines {
            let Some(member) = &line.member else { continue };
            let Some((_, cap)) = self.cap(member.version, id) else {
                continue;
            };
            if covers(cap.scope.as_deref(), &member.id) {
                if let Some(window) = self.containing(cap.window, line.window)? {
                    add(window, member.version, line.amount);
                }
            }
        }
        for part in &self.cap_parts {
            let Some((_, cap)) = self.cap(part.version, id) else {
                continue;
            };
            let Some((_, inner)) = self.cap(part.version, &part.cap) else {
                continue;
            };
            let (inner, outer) = (inner.scope.as_deref(), cap.scope.as_deref());
            if lies_inside(self.terms, part.version, inner, outer) {
                if let Some(window) = self.containing(cap.window, Some(part.window))? {
                    add(window, part.version, part.amount);
                }
            }
        }
        Ok(contributions)
    }

    /// Cuts one window: what is booked changes by less than what came in. Surcharges of the cap
    /// follow.
    fn cap_window(
        &mut self,
        id: &Id,
        window: WindowKey,
        by_version: &BTreeMap<usize, Vec<W::Figure>>,
    ) -> Done<()> {
        let capped = self.capped(id, window, by_version)?;
        let amount = self.cut(id, window, &capped)?;
        if self.working.sign(amount).is_ne() {
            let cap = self.cap(self.plan.version, id);
            let note = cap.and_then(|(_, cap)| cap.note.clone());
            self.working.note(amount, note.as_ref());
            self.lines.push(Booked {
                kind: LineKind::Cap,
                reference: id.to_string(),
                window: Some(window),
                amount,
                member: None,
            });
        }
        let through = capped.iter().map(|one| (one.version, one.booked));
        self.cap_surcharges(id, window, &through.collect::<Vec<_>>())
    }

    /// What a window cuts of what comes in, by version and in all.
    fn cut(&mut self, id: &Id, window: WindowKey, capped: &[Capped<W::Figure>]) -> Done<W::Figure> {
        let mut parts = Vec::with_capacity(capped.len());
        for one in capped {
            let text = || format!("{id}, version {}", number(one.version));
            let cut = self.working.difference(one.booked, one.raw, text)?;
            let before = self
                .working
                .difference(one.booked_before, one.raw_before, text)?;
            let part = self.working.difference(cut, before, text)?;
            let version = one.version;
            self.cap_parts.push(CapPart {
                cap: id.clone(),
                version,
                window,
                amount: part,
            });
            parts.push(part);
        }
        let amount = self.working.sum(&parts, || format!("cut by {id}"))?;
        let total = |of: &dyn Fn(&Capped<W::Figure>) -> W::Figure| -> Vec<W::Figure> {
            capped.iter().map(of).collect()
        };
        let raw = self
            .working
            .sum(&total(&|one| one.raw), || format!("{id}, uncut"))?;
        let booked = self
            .working
            .sum(&total(&|one| one.booked), || format!("{id}, cut"))?;
        if self
            .working
            .money(raw)?
            .compare(self.working.money(booked)?)?
            .is_gt()
        {
            self.notices.insert(Notice::CapReached {
                cap: id.as_str().into(),
            });
        }
        Ok(amount)
    }

    /// Every version of a cap in a window: `booked = min(raw, what the segment may still book)`.
    fn capped(
        &mut self,
        id: &Id,
        window: WindowKey,
        by_version: &BTreeMap<usize, Vec<W::Figure>>,
    ) -> Done<Vec<Capped<W::Figure>>> {
        let known = self
            .after
            .caps
            .keys()
            .filter(|key| key.item == *id && key.window == window);
        let versions: BTreeSet<usize> = known
            .map(|key| position(key.version))
            .chain(by_version.keys().copied())
            .collect();
        let mut all: Vec<Capped<W::Figure>> = Vec::with_capacity(versions.len());
        // What the present segment has let through, and what it may let through.
        let mut segment: Option<(usize, Vec<W::Figure>, W::Figure)> = None;
        let mut segment_booked: Option<W::Figure> = None;
        for version in versions {
            let key = LedgerKey {
                item: id.clone(),
                version: number(version),
                window,
            };
            let (raw_before, booked_before) = self.stored_cap(&key)?;
            let mut raw = vec![raw_before];
            raw.extend(by_version.get(&version).into_iter().flatten().copied());
            let raw = self.working.sum(&raw, || format!("{id}, uncut so far"))?;
            let continues = segment
                .as_ref()
                .is_some_and(|(last, ..)| self.is_one_segment(id, *last, version));
            let (mut raws, limit) = match segment.take() {
                Some((_, raws, limit)) if continues => (raws, limit),
                _ => {
                    segment_booked = None;
                    (Vec::new(), self.limit(id, version, &all)?)
                }
            };
            raws.push(raw);
            let sum = self.working.sum(&raws, || format!("{id}, uncut so far"))?;
            let upto = self
                .working
                .smallest(&[sum, limit], || format!("{id}, let through"))?;
            let booked = match segment_booked {
                None => upto,
                Some(before) => {
                    let label = || format!("{id}, let through by this version");
                    self.working.difference(upto, before, label)?
                }
            };
            segment_booked = Some(upto);
            segment = Some((version, raws, limit));
            self.remember_cap(key, raw, booked)?;
            all.push(Capped {
                version,
                raw_before,
                booked_before,
                raw,
                booked,
            });
        }
        Ok(all)
    }

    /// What a segment may let through: the amount less what earlier segments have.
    fn limit(&mut self, id: &Id, version: usize, earlier: &[Capped<W::Figure>]) -> Done<W::Figure> {
        let terms = self.terms;
        let caps = terms.caps(version).iter().enumerate();
        let Some((index, cap)) = caps.clone().find(|(_, cap)| cap.id == *id) else {
            return self.working.no_money();
        };
        let version = Path::Version(version);
        let list = version.name("caps");
        let place = list.index(index);
        let label = || format!("amount of {id}");
        let amount = self
            .working
            .input(&place.name("amount"), cap.amount.into(), label)?;
        if earlier.is_empty() {
            return Ok(amount);
        }
        let booked: Vec<W::Figure> = earlier.iter().map(|one| one.booked).collect();
        let booked = self
            .working
            .sum(&booked, || format!("{id}, let through before"))?;
        let left = self
            .working
            .difference(amount, booked, || format!("{id}, left"))?;
        let nothing = self.working.no_money()?;
        self.working
            .largest(&[nothing, left], || format!("{id}, left, not below 0"))
    }

    /// Whether versions in a row have the cap with the same amount, scope and window.
    fn is_one_segment(&self, id: &Id, from: usize, to: usize) -> bool {
        let Some((_, first)) = self.cap(from, id) else {
            return false;
        };
        (from..=to).all(|version| {
            self.cap(version, id).is_some_and(|(_, cap)| {
                let anchor = self.terms.sheet().months_from();
                let window = |cap: &Cap| cap.window.in_sheet(anchor);
                (cap.amount, window(cap), &cap.scope) == (first.amount, window(first), &first.scope)
            })
        })
    }

    /// What a cap had let through: in this statement, or before it.
    fn stored_cap(&mut self, key: &LedgerKey) -> Done<(W::Figure, W::Figure)> {
        if let Some(figures) = self.cap_figures.get(key) {
            return Ok(*figures);
        }
        let text = key.to_string();
        let list = Path::STATE.name("caps");
        let place = list.name(&text);
        let zero = Money::zero(self.terms.currency());
        let known = self.before.caps.get(key);
        let raw = known.map_or(zero, |cap| cap.raw);
        let booked = known.map_or(zero, |cap| cap.booked);
        let label = || format!("{}, uncut before", key.item);
        let raw = self
            .working
            .optional(&place.name("raw"), raw.into(), label)?;
        let label = || format!("{}, let through before", key.item);
        Ok((
            raw,
            self.working
                .optional(&place.name("booked"), booked.into(), label)?,
        ))
    }

    fn remember_cap(&mut self, key: LedgerKey, raw: W::Figure, booked: W::Figure) -> Done<()> {
        let text = key.to_string();
        let list = Path::STATE.name("caps");
        let place = list.name(&text);
        self.working.remember(&place.name("raw"), raw);
        self.working.remember(&place.name("booked"), booked);
        let known = self.after.caps.get(&key);
        let state = CapState {
            raw: self.working.money(raw)?,
            booked: self.working.money(booked)?,
            surcharges: known.map_or_else(BTreeMap::new, |cap| cap.surcharges.clone()),
        };
        self.cap_figures.insert(key.clone(), (raw, booked));
        self.after.caps.insert(key, state);
        Ok(())
    }

    /// Lets a line through every cap of the present version that covers a scope.
    pub(super) fn through_caps(
        &mut self,
        scope: super::scope::Scope<'_>,
        mut amount: W::Figure,
    ) -> Done<W::Figure> {
        let present = self.plan.version;
        for id in self.cap_order() {
            let Some((_, cap)) = self.cap(present, &id) else {
                continue;
            };
            if !lies_inside(self.terms, present, scope, cap.scope.as_deref()) {
                continue;
            }
            let Some(window) = self.containing(cap.window, None)? else {
                continue;
            };
            let by_version = BTreeMap::from([(present, vec![amount])]);
            let earned = self.cap_parts.len();
            let capped = self.capped(&id, window, &by_version)?;
            let cut = self.cut(&id, window, &capped)?;
            // What a guarantee loses to a cap is no part of what items earned.
            self.cap_parts.truncate(earned);
            let label = || format!("within {id}");
            amount = self.working.sum(&[amount, cut], label)?;
        }
        Ok(amount)
    }
}
