//! The rules of a term sheet: every fault with its place, in the order of the document.

use std::collections::BTreeSet;

use super::clause::Payout;
use super::place::Path;
use super::problem::TermsProblem as Fault;
use super::sheet::{Item, Part, Schedule, TermsDraft, Version};
use super::window::Window;
use super::wire::Id;
use crate::money::{Currency, Money};
use crate::problem::Problem;
use crate::ratio::Ratio;

/// The faults found so far, and the currency that amounts must have, if there is a sheet.
#[derive(Debug)]
pub(super) struct Faults {
    pub(super) currency: Option<Currency>,
    found: Vec<Problem<Fault>>,
}

impl Faults {
    pub(super) const fn new(currency: Option<Currency>) -> Self {
        Self {
            currency,
            found: Vec::new(),
        }
    }

    pub(super) fn into_found(self) -> Vec<Problem<Fault>> {
        self.found
    }

    pub(super) fn add(&mut self, place: &Path<'_>, fault: Fault) {
        self.found.push(Problem {
            place: place.words(),
            fault,
        });
    }

    /// Whether an amount is in the currency of the sheet; a fault is noted if not.
    pub(super) fn currency(&mut self, place: &Path<'_>, found: Currency) -> bool {
        match self.currency {
            Some(expected) if expected != found => {
                self.add(place, Fault::CurrencyMismatch { expected, found });
                false
            }
            _ => true,
        }
    }

    /// Whether an amount is in the currency of the sheet and not below 0.
    pub(super) fn amount(&mut self, place: &Path<'_>, amount: Money) -> bool {
        if !self.currency(place, amount.currency()) {
            return false;
        }
        if amount.is_negative() {
            self.add(place, Fault::NegativeAmount { amount });
            return false;
        }
        true
    }

    /// Whether a rate lies in 0 to 1.
    pub(super) fn part(&mut self, place: &Path<'_>, rate: Ratio) -> bool {
        self.rate(place, rate, rate > Ratio::ONE)
    }

    /// Whether a rate is 0 or more.
    pub(super) fn factor(&mut self, place: &Path<'_>, rate: Ratio) -> bool {
        self.rate(place, rate, false)
    }

    fn rate(&mut self, place: &Path<'_>, rate: Ratio, too_high: bool) -> bool {
        let wrong = rate.is_negative() || too_high;
        if wrong {
            self.add(place, Fault::RateOutOfRange { rate });
        }
        !wrong
    }

    /// Notes the ids that stand twice; each belongs to one namespace.
    fn unique<'a>(&mut self, seen: &mut BTreeSet<&'a Id>, place: &Path<'_>, id: &'a Id) {
        if !seen.insert(id) {
            self.add(&place.name("id"), Fault::DuplicateId { id: id.clone() });
        }
    }
}

impl TermsDraft {
    /// Returns every fault of the sheet with its place, in the order of the document.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::TermsDraft;
    ///
    /// let sheet = r#"{"schema": 1, "id": "deal", "currency": "USD", "start": "2026-01-01",
    ///     "versions": [{"from": "2026-01-01", "items": [{"id": "sales", "window": "lifetime",
    ///         "pay": {"share": {"base": {"streams": []}, "rate": "120%"}}}]}]}"#;
    /// let draft: TermsDraft = serde_json::from_str(sheet)?;
    /// let problems: Vec<String> = draft.problems().iter().map(ToString::to_string).collect();
    /// assert_eq!(problems, [
    ///     "versions[0].items[0].pay.share.base.streams: no streams",
    ///     "versions[0].items[0].pay.share.rate: the rate 6/5 is out of range",
    /// ]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn problems(&self) -> Vec<Problem<Fault>> {
        let mut faults = Faults::new(Some(self.currency));
        let sheet = Path::TERMS;
        self.check_days(&mut faults, &sheet);
        let versions = sheet.name("versions");
        for (index, version) in self.versions.iter().enumerate() {
            let place = versions.index(index);
            let before = index
                .checked_sub(1)
                .and_then(|before| self.versions.get(before));
            match before {
                None if version.from != self.start => {
                    let (from, start) = (version.from, self.start);
                    faults.add(
                        &place.name("from"),
                        Fault::FirstVersionNotAtStart { from, start },
                    );
                }
                Some(before) if version.from <= before.from => {
                    let (from, previous) = (version.from, before.from);
                    faults.add(
                        &place.name("from"),
                        Fault::VersionsOutOfOrder { from, previous },
                    );
                }
                _ => {}
            }
            version.check(&mut faults, &place);
        }
        faults.into_found()
    }

    fn check_days(&self, faults: &mut Faults, sheet: &Path<'_>) {
        let start = self.start;
        if let Some(end) = self.end {
            if end <= start {
                faults.add(&sheet.name("end"), Fault::EndBeforeStart { end, start });
            }
        }
        if let Some(anchor) = self.anchor {
            if anchor > start {
                faults.add(
                    &sheet.name("anchor"),
                    Fault::AnchorAfterStart { anchor, start },
                );
            }
        }
        if self.versions.is_empty() {
            faults.add(&sheet.name("versions"), Fault::NoVersions);
        }
    }
}

impl Version {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        let mut seen = BTreeSet::new();
        let items = place.name("items");
        for (index, item) in self.items.iter().enumerate() {
            let place = items.index(index);
            faults.unique(&mut seen, &place, &item.id);
            item.check(faults, &place);
        }
        let schedules = place.name("schedules");
        for (index, schedule) in self.schedules.iter().enumerate() {
            let place = schedules.index(index);
            faults.unique(&mut seen, &place, &schedule.id);
            schedule.check(faults, &place);
        }
        let timings = place.name("timing");
        for (index, timing) in self.timing.iter().enumerate() {
            let place = timings.index(index);
            faults.unique(&mut seen, &place, &timing.id);
            timing.check(faults, &place);
        }
        if let Some(payout) = &self.payout {
            payout.check(faults, &place.name("payout"));
        }
    }
}

impl Item {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        match self.window {
            Window::Periods(count) | Window::Months(count) if !self.window.has_valid_count() => {
                faults.add(&place.name("window"), Fault::WindowCount { count });
            }
            _ => {}
        }
        self.pay.check(faults, &place.name("pay"), 1);
        let has_days = matches!(self.window, Window::Period | Window::Months(_));
        if self.pay.has_retainer() && !has_days {
            faults.add(&place.name("window"), Fault::RetainerWindow);
        }
        let openings = place.name("opening");
        if !self.opening.is_empty() && self.window != Window::Lifetime {
            faults.add(&openings, Fault::OpeningWindow);
        }
        let mut seen = BTreeSet::new();
        for (index, opening) in self.opening.iter().enumerate() {
            let place = openings.index(index);
            if !seen.insert(&opening.stream) {
                let stream = opening.stream.to_string();
                faults.add(&place.name("stream"), Fault::DuplicateStream { stream });
            }
            if let Some(amount) = opening.amount {
                faults.amount(&place.name("amount"), amount);
            }
            if let Some(units) = opening.units.filter(|units| units.is_negative()) {
                faults.add(&place.name("units"), Fault::NegativeUnits { units });
            }
        }
    }
}

impl Schedule {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        let total_is_sound = faults.amount(&place.name("total"), self.total);
        let parts = place.name("parts");
        let mut seen = BTreeSet::new();
        let mut all_sound = total_is_sound;
        for (index, part) in self.parts.iter().enumerate() {
            let place = parts.index(index);
            faults.unique(&mut seen, &place, &part.id);
            if let Some(amount) = part.amount {
                all_sound &= faults.amount(&place.name("amount"), amount);
            }
            if let Some(share) = part.share {
                all_sound &= faults.part(&place.name("share"), share);
            }
        }
        let amounts = |part: &Part| part.amount.is_some() && part.share.is_none();
        let shares = |part: &Part| part.share.is_some() && part.amount.is_none();
        if self.parts.is_empty()
            || !(self.parts.iter().all(amounts) || self.parts.iter().all(shares))
        {
            faults.add(&parts, Fault::PartKind);
        } else if all_sound {
            self.check_sum(faults, &parts);
        }
    }

    /// The parts are the whole; every part is sound.
    fn check_sum(&self, faults: &mut Faults, parts: &Path<'_>) {
        let shares: Option<Vec<Ratio>> = self.parts.iter().map(|part| part.share).collect();
        if let Some(shares) = shares {
            let sum = shares.into_iter().try_fold(Ratio::ZERO, Ratio::checked_add);
            match sum {
                Ok(Ratio::ONE) => {}
                Ok(sum) => faults.add(parts, Fault::SharesMissWhole { sum }),
                Err(_) => faults.add(parts, Fault::Overflow),
            }
            return;
        }
        let amounts = self.parts.iter().filter_map(|part| part.amount);
        match Money::sum(self.total.currency(), amounts) {
            Ok(sum) if sum == self.total => {}
            Ok(sum) => {
                faults.add(
                    parts,
                    Fault::ScheduleMissesTotal {
                        total: self.total,
                        sum,
                    },
                );
            }
            Err(_) => faults.add(parts, Fault::Overflow),
        }
    }
}

impl Payout {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        if let Some(minimum) = self.minimum {
            faults.amount(&place.name("minimum"), minimum);
        }
        if let Some(tax) = self.tax {
            faults.part(&place.name("tax"), tax);
        }
        if let Some(due) = &self.due {
            if let Err(error) = due.rule.check() {
                faults.add(&place.name("due").name("rule"), error.into());
            }
        }
    }
}
