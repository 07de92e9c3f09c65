//! Steps 6 and 13: minimum guarantees, window by window (spec/compensation.md 8).

use std::collections::BTreeMap;

use super::booked::{Booked, Stop, at};
use super::clause::{Guarantee, GuaranteeOn, GuaranteeTest, Surplus};
use super::guaranteed::{Guaranteed, Sums};
use super::line::LineKind;
use super::memory::{GuaranteeState, GuaranteedWindow};
use super::notice::{Notice, Shortfall};
use super::rated_figures::RatedFigures;
use super::run::Run;
use super::scope::is_covered;
use super::window::{Window, WindowKey};
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;

impl<'a, W: Working> Run<'a, W> {
    /// Tops up every guarantee of the present version that asks for earnings, or for payables.
    pub(super) fn guarantees(
        &mut self,
        on: GuaranteeOn,
        payable: Option<W::Figure>,
    ) -> Result<(), Stop> {
        let terms = self.terms;
        let clauses = terms.guarantees(self.plan.version).iter().enumerate();
        for (index, clause) in clauses.filter(|(_, clause)| clause.on == on) {
            self.guarantee(index, clause, payable)
                .map_err(at(&clause.id))?;
        }
        Ok(())
    }

    fn guarantee(
        &mut self,
        index: usize,
        clause: &'a Guarantee,
        payable: Option<W::Figure>,
    ) -> Done<()> {
        let mut sums = self.stored_guarantee(clause)?;
        let before = clause.dues.is_some().then(|| sums.clone());
        self.credit(clause, payable, &mut sums)?;
        self.rate_guarantee(clause, &mut sums)?;
        let guaranteed = Guaranteed::new(index, clause);
        let open = guaranteed.present(self, &mut sums)?;
        // Topping up folds windows away that claims still read.
        let stood = before.map(|before| [before, sums.clone()]);
        let (total, short) = self.top_ups(clause, &mut sums, open)?;
        let label = || format!("top-up of {}", clause.id);
        let line = self.working.difference(total, sums.booked, label)?;
        sums.booked = total;
        let line = self.through_caps(clause.scope.as_deref(), line)?;
        if let Some([before, now]) = &stood {
            self.guarantee_dues(index, clause, line, [before, now])?;
        }
        if self.working.sign(line).is_ne() {
            self.working.note(line, clause.note.as_ref());
            self.lines.push(Booked {
                kind: LineKind::Guarantee,
                reference: clause.id.to_string(),
                window: self.containing(clause.window, None)?,
                amount: line,
                member: None,
            });
        }
        if let Some(short) = short {
            self.short.insert(clause.id.to_string(), short);
            let short = Shortfall(self.working.money(short)?);
            let guarantee = clause.id.as_str().into();
            self.notices
                .insert(Notice::GuaranteePending { guarantee, short });
        }
        self.keep_guarantee(clause, &sums)
    }

    /// A guarantee as it stands in the state.
    fn stored_guarantee(&mut self, clause: &Guarantee) -> Done<Sums<W::Figure>> {
        let list = Path::STATE.name("guarantees");
        let place = list.name(clause.id.as_str());
        let before = self.before;
        let known = before.guarantees.get(&clause.id);
        let zero = Money::zero(self.terms.currency());
        let since = known.map_or(self.activity.no, |known| known.since);
        let from = known.map_or(self.activity.period.from(), |known| known.from);
        let (since_figure, from_figure) = if known.is_some() {
            let since = Value::Number(since.into());
            let label = || format!("first period of {}", clause.id);
            let since = self.working.input(&place.name("since"), since, label)?;
            let label = || format!("first day of {}", clause.id);
            (
                since,
                self.working
                    .input(&place.name("from"), Value::Date(from), label)?,
            )
        } else {
            let number = Value::Number(since.into());
            let label = || "number of the period".into();
            let since = self
                .working
                .input(&Path::ACTIVITY.name("no"), number, label)?;
            (since, self.period_start()?)
        };
        let mut figure = |name: &'static str, money: Option<Money>| {
            let money = money.unwrap_or(zero).into();
            let label = || format!("{name} of {}", clause.id);
            self.working.optional(&place.name(name), money, label)
        };
        let folded = figure("folded", known.map(|known| known.folded))?;
        let surplus = figure("surplus", known.map(|known| known.surplus))?;
        let booked = figure("booked", known.map(|known| known.booked))?;
        let mut windows = BTreeMap::new();
        let mut rated = BTreeMap::new();
        let list = place.name("windows");
        for (key, window) in known.iter().flat_map(|known| &known.windows) {
            let text = key.to_string();
            let place = list.name(&text);
            let mut figure = |name: &'static str, money: Money| {
                let label = || format!("{name} of {}, {key}", clause.id);
                self.working
                    .optional(&place.name(name), money.into(), label)
            };
            let figures = super::guaranteed::Figures {
                earned: figure("earned", window.earned)?,
                due: figure("due", window.due)?,
                amount: figure("amount", window.amount)?,
            };
            windows.insert(*key, figures);
            if let Some(known) = &window.rated {
                let place = place.name("rated");
                rated.insert(*key, RatedFigures::stored(self.working, known, &place)?);
            }
        }
        Ok(Sums {
            since,
            since_figure,
            from,
            from_figure,
            windows,
            rated,
            folded,
            surplus,
            booked,
        })
    }

    /// Adds what was earned to the windows that contain it, else to the present one.
    fn credit(
        &mut self,
        clause: &Guarantee,
        payable: Option<W::Figure>,
        sums: &mut Sums<W::Figure>,
    ) -> Done<()> {
        let present = self.present_window(clause)?;
        let mut credits: Vec<(WindowKey, W::Figure)> = Vec::new();
        if let Some(payable) = payable {
            credits.push((present, payable));
        } else {
            let scope = clause.scope.as_deref();
            let first = self.first_version(clause);
            for line in &self.lines {
                let version = line.member.as_ref().map(|member| member.version);
                let since = version.filter(|version| *version >= first);
                if let Some(version) = since.filter(|_| is_covered(line, scope)) {
                    let window = self.window_then(clause, version);
                    let window = self.containing(window, line.window)?;
                    credits.push((window.unwrap_or(present), line.amount));
                }
            }
            for part in &self.cap_parts {
                if part.version >= first && self.is_inside(part, scope) {
                    let window = self.window_then(clause, part.version);
                    let window = self.containing(window, Some(part.window))?;
                    credits.push((window.unwrap_or(present), part.amount));
                }
            }
            if scope.is_none() {
                credits.extend(
                    self.counted_gifts()?
                        .into_iter()
                        .map(|value| (present, value)),
                );
            }
        }
        for (window, amount) in credits {
            let figures = match sums.windows.get(&window).copied() {
                Some(figures) => figures,
                None => self.no_window(clause, window)?,
            };
            let label = || format!("earned under {}, {window}", clause.id);
            let earned = self.working.sum(&[figures.earned, amount], label)?;
            let figures = super::guaranteed::Figures { earned, ..figures };
            sums.windows.insert(window, figures);
        }
        Ok(())
    }

    /// A window in which nothing was earned yet, and nothing is due.
    pub(super) fn no_window(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
    ) -> Done<super::guaranteed::Figures<W::Figure>> {
        let list = Path::STATE.name("guarantees");
        let guarantee = list.name(clause.id.as_str());
        let windows = guarantee.name("windows");
        let text = window.to_string();
        let place = windows.name(&text);
        let zero = Money::zero(self.terms.currency());
        let mut figure = |name: &'static str| {
            let label = || format!("nothing {name} under {} yet", clause.id);
            self.working.optional(&place.name(name), zero.into(), label)
        };
        Ok(super::guaranteed::Figures {
            earned: figure("earned")?,
            due: figure("due")?,
            amount: figure("amount")?,
        })
    }

    /// What was given in kind now and counts towards guarantees.
    fn counted_gifts(&mut self) -> Done<Vec<W::Figure>> {
        let (terms, activity) = (self.terms, self.activity);
        let list = Path::ACTIVITY.name("in_kind");
        let mut values = Vec::new();
        for (index, given) in activity.in_kind.iter().enumerate() {
            let clauses = terms.in_kind(self.plan.version);
            if clauses
                .iter()
                .any(|clause| clause.id == given.item && clause.counts)
            {
                let label = || format!("{} in kind", given.id);
                let place = list.index(index);
                let value = given.value.into();
                values.push(self.working.input(&place.name("value"), value, label)?);
            }
        }
        Ok(values)
    }

    /// The position of the first version that has the guarantee.
    pub(super) fn first_version(&self, clause: &Guarantee) -> usize {
        let has = |version: &super::sheet::Version| {
            version.guarantees.iter().any(|one| one.id == clause.id)
        };
        self.terms
            .versions()
            .iter()
            .position(has)
            .unwrap_or(self.plan.version)
    }

    /// The window that a guarantee had in a version: what comes late for that version counts in
    /// the windows of its time, whatever an amendment made of them. Where the version has no such
    /// guarantee, the window that it has now.
    pub(super) fn window_then(&self, clause: &Guarantee, version: usize) -> Window {
        let mut then = self.terms.guarantees(version).iter();
        then.find(|one| one.id == clause.id)
            .map_or(clause.window, |one| one.window)
    }

    /// The window of a guarantee that the present period lies in.
    pub(super) fn present_window(&self, clause: &Guarantee) -> Done<WindowKey> {
        let anchor = self.terms.sheet().months_from();
        let (no, from) = (self.activity.no, self.activity.period.from());
        Ok(clause.window.key(no, from, anchor)?)
    }

    /// The top-ups of all windows in order, and what the open window is short of.
    fn top_ups(
        &mut self,
        clause: &Guarantee,
        sums: &mut Sums<W::Figure>,
        open: Option<(WindowKey, W::Figure)>,
    ) -> Done<(W::Figure, Option<W::Figure>)> {
        let horizon = self.terms.sheet().horizon();
        let oldest = self.activity.no.saturating_add(1).saturating_sub(horizon);
        let start = self
            .after
            .periods
            .iter()
            .find(|(number, _)| **number >= oldest);
        let start = start.map_or(self.activity.period.to(), |(_, period)| period.start);
        let mut surplus = sums.surplus;
        let mut total = sums.folded;
        let mut short = None;
        let mut windows: Vec<_> = sums
            .windows
            .iter()
            .map(|(key, window)| (*key, *window))
            .collect();
        windows.sort_by_key(|(key, _)| key.by_end());
        // What is folded has to stand before all that is left.
        let mut folding = true;
        for (key, window) in windows {
            let top = self.top_up(clause, window, surplus)?;
            if let Some(top) = top {
                total = self
                    .working
                    .sum(&[total, top], || format!("{}, topped up", clause.id))?;
            }
            if let Some((_, guaranteed)) = open.filter(|(open, _)| *open == key) {
                short = self.short(guaranteed, window.earned, surplus, top)?;
            }
            surplus = self.surplus_after(clause, window, surplus)?;
            folding = folding && key.is_over_before(oldest, start);
            if folding {
                sums.windows.remove(&key);
                sums.rated.remove(&key);
                (sums.folded, sums.surplus) = (total, surplus);
            }
        }
        Ok((total, short))
    }

    /// `max(0, due - earned - surplus)`; nothing while nothing is due.
    pub(super) fn top_up(
        &mut self,
        clause: &Guarantee,
        window: super::guaranteed::Figures<W::Figure>,
        surplus: W::Figure,
    ) -> Done<Option<W::Figure>> {
        if self.working.sign(window.due).is_le() {
            return Ok(None);
        }
        let nothing = self.working.no_money()?;
        let label = || format!("due under {}, not earned", clause.id);
        let missing = self.working.difference(window.due, window.earned, label)?;
        let label = || "not covered by surplus".into();
        let missing = self.working.difference(missing, surplus, label)?;
        self.working
            .largest(&[nothing, missing], || "top-up".into())
            .map(Some)
    }

    /// What a window carries into the next one.
    pub(super) fn surplus_after(
        &mut self,
        clause: &Guarantee,
        window: super::guaranteed::Figures<W::Figure>,
        surplus: W::Figure,
    ) -> Done<W::Figure> {
        match clause.surplus {
            Surplus::Forfeit => self.no_surplus(clause),
            Surplus::CarryForward => self.surplus(window, surplus),
        }
    }

    fn no_surplus(&mut self, clause: &Guarantee) -> Done<W::Figure> {
        let list = Path::STATE.name("guarantees");
        let place = list.name(clause.id.as_str());
        let zero = Money::zero(self.terms.currency());
        self.working
            .optional(&place.name("forfeited"), zero.into(), || {
                "no surplus".into()
            })
    }

    fn surplus(
        &mut self,
        window: super::guaranteed::Figures<W::Figure>,
        surplus: W::Figure,
    ) -> Done<W::Figure> {
        let nothing = self.working.no_money()?;
        let all = self
            .working
            .sum(&[window.earned, surplus], || "with the surplus".into())?;
        let over = self
            .working
            .difference(all, window.amount, || "above the sum".into())?;
        self.working
            .largest(&[nothing, over], || "surplus carried forward".into())
    }

    /// What an open window is short of, if it is.
    fn short(
        &mut self,
        guaranteed: W::Figure,
        earned: W::Figure,
        surplus: W::Figure,
        top: Option<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let mut short = self
            .working
            .difference(guaranteed, earned, || "not earned".into())?;
        for covered in [Some(surplus), top].into_iter().flatten() {
            short = self
                .working
                .difference(short, covered, || "not covered".into())?;
        }
        Ok(self.working.sign(short).is_gt().then_some(short))
    }

    /// Writes a guarantee into the state.
    fn keep_guarantee(&mut self, clause: &Guarantee, sums: &Sums<W::Figure>) -> Done<()> {
        let list = Path::STATE.name("guarantees");
        let place = list.name(clause.id.as_str());
        self.working
            .remember(&place.name("since"), sums.since_figure);
        self.working.remember(&place.name("from"), sums.from_figure);
        let list = place.name("windows");
        let mut windows = BTreeMap::new();
        for (key, window) in &sums.windows {
            let text = key.to_string();
            let place = list.name(&text);
            self.working.remember(&place.name("earned"), window.earned);
            self.working.remember(&place.name("due"), window.due);
            self.working.remember(&place.name("amount"), window.amount);
            let rated = match sums.rated.get(key) {
                None => None,
                Some(rated) => Some(rated.remembered(self.working, &place.name("rated"))?),
            };
            let state = GuaranteedWindow {
                earned: self.working.money(window.earned)?,
                due: self.working.money(window.due)?,
                amount: self.working.money(window.amount)?,
                rated,
            };
            windows.insert(*key, state);
        }
        self.working.remember(&place.name("folded"), sums.folded);
        self.working.remember(&place.name("surplus"), sums.surplus);
        self.working.remember(&place.name("booked"), sums.booked);
        let state = GuaranteeState {
            since: sums.since,
            from: sums.from,
            windows,
            folded: self.working.money(sums.folded)?,
            surplus: self.working.money(sums.surplus)?,
            booked: self.working.money(sums.booked)?,
        };
        self.after.guarantees.insert(clause.id.clone(), state);
        Ok(())
    }

    /// Whether a guarantee of earnings counts now, or one of payables.
    pub(super) fn has_guarantee(&self, on: GuaranteeOn) -> bool {
        self.terms
            .guarantees(self.plan.version)
            .iter()
            .any(|clause| clause.on == on)
    }

    /// The installments of a guarantee.
    pub(super) fn installments_of(clause: &Guarantee) -> &[super::clause::Installment] {
        match &clause.test {
            GuaranteeTest::Installments(installments) => installments,
            GuaranteeTest::AtClose | GuaranteeTest::Accrued | GuaranteeTest::Yearly(_) => &[],
        }
    }
}
