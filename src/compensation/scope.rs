//! What a scope covers, and in which window of a clause a line counts.

use std::collections::BTreeSet;

use super::booked::{Booked, CapPart, Member};
use super::run::Run;
use super::terms::Terms;
use super::window::{Window, WindowKey};
use super::wire::Id;
use super::working::{Done, Working};

/// The ids that a scope names; nothing means all.
pub(super) type Scope<'a> = Option<&'a [Id]>;

/// Whether a scope covers an id.
pub(super) fn covers(scope: Scope<'_>, id: &Id) -> bool {
    scope.is_none_or(|ids| ids.contains(id))
}

/// Whether everything that an inner scope covers under a version is covered by an outer one.
pub(super) fn lies_inside(
    terms: &Terms,
    version: usize,
    inner: Scope<'_>,
    outer: Scope<'_>,
) -> bool {
    match (inner, outer) {
        (_, None) => true,
        (Some(inner), Some(outer)) => inner.iter().all(|id| outer.contains(id)),
        (None, Some(outer)) => members(terms, version).iter().all(|id| outer.contains(id)),
    }
}

/// Whether everything that a reserve or hold covers is covered by an outer scope; without a scope
/// it covers also what only older versions have.
pub(super) fn clause_lies_inside(
    terms: &Terms,
    version: usize,
    inner: Scope<'_>,
    outer: Scope<'_>,
) -> bool {
    let mut versions = 0..=version;
    inner.is_some() && lies_inside(terms, version, inner, outer)
        || inner.is_none() && versions.all(|version| lies_inside(terms, version, None, outer))
}

/// Whether two scopes have an id in common, of any version so far.
pub(super) fn share_an_id(
    terms: &Terms,
    version: usize,
    left: Scope<'_>,
    right: Scope<'_>,
) -> bool {
    let all: BTreeSet<&Id> = (0..=version)
        .flat_map(|version| members(terms, version))
        .collect();
    all.iter().any(|id| covers(left, id) && covers(right, id))
}

/// Everything that a scope of a version can name.
fn members(terms: &Terms, version: usize) -> BTreeSet<&Id> {
    let items = terms.items(version).iter().map(|item| &item.id);
    let schedules = terms.schedules(version).iter().map(|schedule| &schedule.id);
    let timing = terms.timing(version).iter().map(|timing| &timing.id);
    items.chain(schedules).chain(timing).collect()
}

impl<W: Working> Run<'_, W> {
    /// The window of a clause that contains the window of a line; `None` if none does.
    pub(super) fn containing(
        &self,
        window: Window,
        line: Option<WindowKey>,
    ) -> Done<Option<WindowKey>> {
        let anchor = self.terms.sheet().months_from();
        let (number, from) = match line {
            None => (self.activity.no, self.activity.period.from()),
            Some(WindowKey::Lifetime) => {
                return Ok((window == Window::Lifetime).then_some(WindowKey::Lifetime));
            }
            Some(WindowKey::Periods { first, last }) => {
                let known = self.after.periods.get(&first).map(|period| period.start);
                let from = match known {
                    Some(start) => start,
                    // A window of months holds single periods, which are known as long as
                    // entries may name them.
                    None if window.months().is_some() => return Ok(None),
                    None => self.activity.period.from(),
                };
                if first != last && (window == Window::Period || window.months().is_some()) {
                    return Ok(None);
                }
                (first, from)
            }
            Some(WindowKey::Months(days) | WindowKey::MonthsFrom { days, .. }) => {
                if window != Window::Lifetime && window.months().is_none() {
                    return Ok(None);
                }
                (self.activity.no, days.from())
            }
        };
        let key = window.key(number, from, anchor)?;
        if let (Some(outer), Some(inner)) = (key.days(), line.and_then(|line| line.days())) {
            let holds = outer.from() <= inner.from() && inner.to() <= outer.to();
            return Ok(holds.then_some(key));
        }
        let holds = match (key, line) {
            (
                WindowKey::Periods { first, last },
                Some(WindowKey::Periods {
                    first: inner_first,
                    last: inner_last,
                }),
            ) => first <= inner_first && inner_last <= last,
            _ => true,
        };
        Ok(holds.then_some(key))
    }

    /// What a scope earned in this statement: its item lines, and the caps inside it.
    pub(super) fn earned_by(&mut self, scope: Scope<'_>) -> Done<W::Figure> {
        let mut parts: Vec<W::Figure> = self
            .lines
            .iter()
            .filter(|line| is_covered(line, scope))
            .map(|line| line.amount)
            .collect();
        for part in &self.cap_parts {
            if self.is_inside(part, scope) {
                parts.push(part.amount);
            }
        }
        if parts.is_empty() {
            return self.nothing_earned();
        }
        self.working.sum(&parts, || "earned by the scope".into())
    }

    /// Whether a part of a cap lies inside a scope.
    pub(super) fn is_inside(&self, part: &CapPart<W::Figure>, scope: Scope<'_>) -> bool {
        let caps = self.terms.caps(part.version).iter();
        let inner = caps
            .filter(|cap| cap.id == part.cap)
            .map(|cap| cap.scope.as_deref())
            .next();
        inner.is_some_and(|inner| lies_inside(self.terms, part.version, inner, scope))
    }
}

/// Whether a line is an item line that a scope covers.
pub(super) fn is_covered<F>(line: &Booked<F>, scope: Scope<'_>) -> bool {
    matches!(&line.member, Some(Member { id, .. }) if covers(scope, id))
}
