//! Guarantees whose sum is what activity comes to, window by window
//! (spec/contracts.md X6).

use std::collections::{BTreeMap, BTreeSet};

use super::clause::Guarantee;
use super::entry::Papers;
use super::evaluate::value;
use super::given::{Elapsed, Given};
use super::guaranteed::Sums;
use super::measure::Stream;
use super::notice::Notice;
use super::pay::{PayDraft, Reads};
use super::rated_figures::RatedFigures;
use super::run::Run;
use super::state_key::position;
use super::window::WindowKey;
use super::working::{Done, Value, Working};
use crate::explain::Path;
use crate::money::Money;
use crate::ratio::Ratio;

impl Guarantee {
    /// Whether the sum is rated on a stream, or on a level.
    pub(super) fn reads(&self, name: &Stream, is_level: bool) -> bool {
        let pay = self.amount_by.as_ref();
        pay.is_some_and(|pay| pay.reads_name(name, is_level))
    }
}

/// Whether activity decides a guarantee in one version.
fn is_rated(version: &[Guarantee], clause: &Guarantee) -> bool {
    let mut found = version.iter().filter(|one| one.id == clause.id);
    found.any(|one| one.amount_by.is_some())
}

impl<W: Working> Run<'_, W> {
    /// Adds the entries of this activity to the windows that they name, and rates again those
    /// that are closed.
    pub(super) fn rate_guarantee(
        &mut self,
        clause: &Guarantee,
        sums: &mut Sums<W::Figure>,
    ) -> Done<()> {
        let first = self.first_version(clause);
        let present = self.present_window(clause)?;
        let is_open = !self.plan.run_off;
        // What a later version asks for counts from the first one on.
        let terms = self.terms;
        let is_rated = |version| is_rated(terms.guarantees(version), clause);
        if is_open && (first..terms.versions().len()).any(is_rated) {
            let version = self.plan.version;
            let rated = sums.rated.entry(present).or_insert_with(|| RatedFigures {
                own: BTreeMap::new(),
                levels: BTreeMap::new(),
                version,
            });
            rated.version = version;
        }
        let names = self.named_windows(clause, first)?;
        let open = is_open.then_some(present);
        let known: Vec<WindowKey> = sums.rated.keys().copied().collect();
        for window in known {
            if !names.contains(&window) && open != Some(window) {
                continue;
            }
            let Some(mut rated) = sums.rated.remove(&window) else {
                continue;
            };
            self.add_entries(clause, window, &mut rated)?;
            if open != Some(window) {
                self.rate_again(clause, window, &rated, sums)?;
            }
            sums.rated.insert(window, rated);
        }
        Ok(())
    }

    /// The windows that entries name, from the first version that has the guarantee on.
    fn named_windows(&self, clause: &Guarantee, first: usize) -> Done<BTreeSet<WindowKey>> {
        let named = self.nets.keys().chain(self.levels.keys());
        let mut windows = BTreeSet::new();
        for (of, _) in named {
            windows.extend(self.window_of(clause, *of, first)?);
        }
        Ok(windows)
    }

    /// The window that a period lies in, from the first version that has the guarantee on.
    fn window_of(&self, clause: &Guarantee, of: u32, first: usize) -> Done<Option<WindowKey>> {
        let known = self.after.periods.get(&of);
        let Some(period) = known.filter(|period| first <= position(period.version)) else {
            return Ok(None);
        };
        let anchor = self.terms.sheet().months_from();
        let window = self.window_then(clause, position(period.version));
        Ok(Some(window.key(of, period.start, anchor)?))
    }

    /// Adds what entries say of the streams and levels of one window that its sum is rated on.
    fn add_entries(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
        rated: &mut RatedFigures<W::Figure>,
    ) -> Done<()> {
        let first = self.first_version(clause);
        let terms = self.terms;
        let versions = first..terms.versions().len();
        let reads = |name: &Stream, is_level: bool| {
            versions.clone().any(|version| {
                let found = terms.guarantees(version).iter();
                let mut found = found.filter(|one| one.id == clause.id);
                found.any(|one| one.reads(name, is_level))
            })
        };
        self.add_earlier(clause, window, rated, &reads)?;
        let nets: Vec<_> = self
            .nets
            .iter()
            .map(|(key, net)| (key.clone(), *net))
            .collect();
        for ((of, stream), net) in nets {
            if !reads(&stream, false) || self.window_of(clause, of, first)? != Some(window) {
                continue;
            }
            let label = || format!("{stream} under {}", clause.id);
            let sum = match rated.own.get(&stream) {
                None => (net.amount, net.units),
                Some((amount, units)) => (
                    self.working.sum(&[*amount, net.amount], label)?,
                    self.working.sum(&[*units, net.units], label)?,
                ),
            };
            rated.own.insert(stream, sum);
        }
        let levels: Vec<_> = self
            .levels
            .iter()
            .map(|(key, one)| (key.clone(), *one))
            .collect();
        for ((of, name), level) in levels {
            if !reads(&name, true) || self.window_of(clause, of, first)? != Some(window) {
                continue;
            }
            let latest = match rated.levels.get(&name) {
                None => true,
                Some((_, known)) => self.working.number(*known)? <= Ratio::from(of),
            };
            if latest {
                rated.levels.insert(name, (level.value, level.of));
            }
        }
        Ok(())
    }

    /// Adds what earlier periods of the window came to in streams that were not summed yet: an
    /// amendment may be the first to ask for them.
    fn add_earlier(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
        rated: &mut RatedFigures<W::Figure>,
        reads: &dyn Fn(&Stream, bool) -> bool,
    ) -> Done<()> {
        let first = self.first_version(clause);
        let before = self.before;
        let summed: BTreeSet<Stream> = rated.own.keys().cloned().collect();
        for (of, period) in &before.periods {
            if self.window_of(clause, *of, first)? != Some(window) {
                continue;
            }
            let number = of.to_string();
            let periods = Path::STATE.name("periods");
            let place = periods.name(&number);
            let nets = place.name("nets");
            for (stream, net) in &period.nets {
                if summed.contains(stream) || !reads(stream, false) {
                    continue;
                }
                let place = nets.name(stream);
                let label = || format!("{stream} of period {of}");
                let amount = net.amount.into();
                let amount = self
                    .working
                    .optional(&place.name("amount"), amount, label)?;
                let units = Value::Number(net.units);
                let units = self.working.optional(&place.name("units"), units, label)?;
                let sum = match rated.own.get(stream) {
                    None => (amount, units),
                    Some((sum, sum_units)) => (
                        self.working.sum(&[*sum, amount], label)?,
                        self.working.sum(&[*sum_units, units], label)?,
                    ),
                };
                rated.own.insert(Stream::clone(stream), sum);
            }
        }
        Ok(())
    }

    /// The sum of a window that entries have changed; it is due if the window is closed.
    fn rate_again(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
        rated: &RatedFigures<W::Figure>,
        sums: &mut Sums<W::Figure>,
    ) -> Done<()> {
        let Some(sum) = self.rated_sum(clause, window, rated)? else {
            return Ok(());
        };
        let mut figures = match sums.windows.get(&window).copied() {
            Some(figures) => figures,
            None => self.no_window(clause, window)?,
        };
        figures.amount = sum;
        if self.was_closed(clause, window, rated.version)? {
            figures.due = sum;
        }
        sums.windows.insert(window, figures);
        Ok(())
    }

    /// Whether a window was closed with the guarantee still there: an amendment may have left it
    /// before its last day.
    fn was_closed(&self, clause: &Guarantee, window: WindowKey, version: usize) -> Done<bool> {
        let first = self.first_version(clause);
        let end = self.terms.sheet().end;
        let mut last = None;
        for (of, period) in &self.before.periods {
            let in_term = end.is_none_or(|end| period.start < end);
            if in_term && self.window_of(clause, *of, first)? == Some(window) {
                last = Some((*of, position(period.version)));
            }
        }
        let Some((of, of_version)) = last else {
            return Ok(false);
        };
        let mut later = self.before.periods.range(of.saturating_add(1)..);
        let next = later.next().map(|(_, period)| period.start);
        let ended = next.unwrap_or(self.activity.period.from());
        let is_over = match window {
            WindowKey::Lifetime => false,
            WindowKey::Periods { last, .. } => last <= of,
            WindowKey::Months(days) | WindowKey::MonthsFrom { days, .. } => days.to() <= ended,
        };
        Ok(of_version == version && (is_over || end.is_some_and(|end| end <= ended)))
    }

    /// The sum of a window by the version last present in it, if that rates activity:
    /// `R(f * max(0, value))`.
    pub(super) fn rated_sum(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
        rated: &RatedFigures<W::Figure>,
    ) -> Done<Option<W::Figure>> {
        let terms = self.terms;
        let mut clauses = terms.guarantees(rated.version).iter().enumerate();
        let Some((index, then)) = clauses.find(|(_, one)| one.id == clause.id) else {
            return Ok(None);
        };
        let Some(pay) = &then.amount_by else {
            return Ok(None);
        };
        let version = Path::Version(rated.version);
        let list = version.name("guarantees");
        let place = list.index(index);
        let given = self.given(clause, window, pay, rated)?;
        let worth = value(self.working, pay, &place.name("amount_by"), &given)?;
        let nothing = self.working.no_money()?;
        let label = || format!("what {} comes to", clause.id);
        let mut worth = self.working.largest(&[nothing, worth], label)?;
        if let Some(factor) = self.factor_of(then, &place, window)? {
            worth = self.working.product(factor, worth, || "escalated".into())?;
        }
        let label = || format!("sum of {}", clause.id);
        self.working.round(worth, label).map(Some)
    }

    /// What the window of a guarantee is multiplied by, if there is an escalator.
    pub(super) fn factor_of(
        &mut self,
        clause: &Guarantee,
        place: &Path<'_>,
        window: WindowKey,
    ) -> Done<Option<W::Figure>> {
        let Some(escalator) = &clause.escalator else {
            return Ok(None);
        };
        let papers = Papers {
            terms: self.terms,
            before: self.before,
            activity: self.activity,
        };
        let over = (clause.window, &place.name("window"));
        let place = place.name("escalator");
        let first = papers.first_day(self.working, window, over)?;
        let from = escalator.from(self.working, &place, self.terms)?;
        escalator
            .factor(self.working, &place, from, first)
            .map(Some)
    }

    /// What the sum of a window is rated on; what is missing is proved by the state.
    fn given<'p>(
        &mut self,
        clause: &Guarantee,
        window: WindowKey,
        pay: &'p PayDraft,
        rated: &RatedFigures<W::Figure>,
    ) -> Done<Given<'p, W::Figure>> {
        let list = Path::STATE.name("guarantees");
        let guarantee = list.name(clause.id.as_str());
        let windows = guarantee.name("windows");
        let text = window.to_string();
        let place = windows.name(&text);
        let place = place.name("rated");
        let (own, levels) = (place.name("own"), place.name("levels"));
        let zero = Value::from(Money::zero(self.terms.currency()));
        let none = Value::Number(Ratio::ZERO);
        let mut reads = Vec::new();
        pay.reads(&mut |read| reads.push(read));
        let mut given = Given {
            amounts: BTreeMap::new(),
            units: BTreeMap::new(),
            levels: BTreeMap::new(),
            missing: BTreeMap::new(),
            elapsed: Elapsed::Nothing,
            begins_in_term: true,
        };
        for read in reads {
            let label = || format!("nothing of it under {} yet", clause.id);
            match read {
                Reads::Amounts(stream) => {
                    let place = own.name(stream);
                    let amount = match rated.own.get(stream) {
                        Some((amount, _)) => *amount,
                        None => self.working.optional(&place.name("amount"), zero, label)?,
                    };
                    given.amounts.insert(stream, amount);
                }
                Reads::Units(stream) => {
                    let place = own.name(stream);
                    let units = match rated.own.get(stream) {
                        Some((_, units)) => *units,
                        None => self.working.optional(&place.name("units"), none, label)?,
                    };
                    given.units.insert(stream, units);
                }
                Reads::Level(name) => {
                    if let Some((level, _)) = rated.levels.get(name) {
                        given.levels.insert(name, *level);
                    } else {
                        let place = levels.name(name);
                        let label = || format!("level {name} not reported");
                        let nothing = self.working.optional(&place.name("value"), zero, label)?;
                        given.missing.insert(name, nothing);
                    }
                }
            }
        }
        Ok(given)
    }

    /// Says which levels are missing when the present window closes.
    pub(super) fn missing_levels(&mut self, clause: &Guarantee, rated: &RatedFigures<W::Figure>) {
        let mut reads = Vec::new();
        if let Some(pay) = &clause.amount_by {
            pay.reads(&mut |read| reads.push(read));
        }
        for read in reads {
            if let Reads::Level(name) = read {
                if !rated.levels.contains_key(name) {
                    let name = Stream::clone(name);
                    self.notices.insert(Notice::LevelMissing { name });
                }
            }
        }
    }
}
