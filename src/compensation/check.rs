//! The rules of a term sheet: every fault with its place, in the order of the document.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::check_scope::Members;
use super::clause::{Payout, Surcharge};
use super::due::Dues;
use super::part::Part;
use super::problem::TermsProblem as Fault;
use super::sheet::{Item, Schedule, TermsDraft, Version};
use super::window::Window;
use super::wire::Id;
use crate::explain::Path;
use crate::money::{Currency, Money};
use crate::problem::Problem;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The faults found so far, the currency that amounts must have, if there is a sheet, and the
/// window of the item whose pay is checked, if there is an item.
#[derive(Debug)]
pub(super) struct Faults {
    currency: Option<Currency>,
    pub(super) window: Option<Window>,
    /// Whether the pay that is checked is the sum of a guarantee.
    pub(super) is_sum: bool,
    found: Vec<Problem<Fault>>,
}

/// What the clauses of a version may name, and what its windows count from.
#[derive(Clone, Debug)]
pub(super) struct Frame<'a> {
    /// The start of the sheet.
    pub(super) start: NaiveDate,
    /// The anchor of the sheet.
    pub(super) anchor: NaiveDate,
    /// The rounding of the sheet.
    pub(super) rounding: Rounding,
    /// The items of the version.
    pub(super) items: BTreeSet<&'a Id>,
    /// These, and the items that only older versions have: their lines may still come.
    pub(super) with_older: BTreeSet<&'a Id>,
}

impl Faults {
    pub(super) const fn new(currency: Option<Currency>) -> Self {
        Self {
            currency,
            window: None,
            is_sum: false,
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

    /// Shares are the whole together.
    pub(super) fn whole(&mut self, place: &Path<'_>, shares: impl IntoIterator<Item = Ratio>) {
        let sum = shares.into_iter().try_fold(Ratio::ZERO, Ratio::checked_add);
        match sum {
            Ok(Ratio::ONE) => {}
            Ok(sum) => self.add(place, Fault::SharesMissWhole { sum }),
            Err(_) => self.add(place, Fault::Overflow),
        }
    }

    /// Notes every fault of days on which something is due, if there are any.
    pub(super) fn dues(&mut self, place: &Path<'_>, dues: Option<&Dues>) {
        if let Some(dues) = dues {
            dues.check(self, &place.name("dues"));
        }
    }

    /// Whether the count of a window is one that exists, and its own anchor no later than the
    /// start.
    pub(super) fn window(&mut self, place: &Path<'_>, window: Window, frame: &Frame<'_>) -> bool {
        let count = match window {
            Window::Periods(count) => Some(count),
            other => other.months(),
        };
        if let Some(count) = count.filter(|_| !window.has_valid_count()) {
            self.add(place, Fault::WindowCount { count });
        }
        let start = frame.start;
        if let Some(anchor) = window.own_anchor().filter(|anchor| *anchor > start) {
            let place = place.name("anchor");
            self.add(&place, Fault::AnchorAfterStart { anchor, start });
        }
        window.is_sound(start)
    }

    /// The scope that is written, if it names something and only what is known.
    pub(super) fn scope<'a>(
        &mut self,
        place: &Path<'_>,
        written: Option<&'a [Id]>,
        known: &BTreeSet<&Id>,
    ) -> Option<Members<'a>> {
        if written.is_some_and(<[Id]>::is_empty) {
            self.add(place, Fault::EmptyScope);
        }
        for (index, id) in written.unwrap_or_default().iter().enumerate() {
            if !known.contains(id) {
                let id = id.to_string();
                self.add(&place.index(index), Fault::UnknownId { id });
            }
        }
        Members::of(written, known)
    }

    /// Notes the ids that stand twice; each belongs to one namespace.
    pub(super) fn unique<'a>(&mut self, seen: &mut BTreeSet<&'a Id>, place: &Path<'_>, id: &'a Id) {
        if !seen.insert(id) {
            self.add(&place.name("id"), Fault::DuplicateId { id: id.clone() });
        }
    }
}

impl TermsDraft {
    /// Returns every fault of the sheet with its place, in the order of the document.
    ///
    /// A version that is based on the one before it is written out first: places are those of the
    /// whole version (spec/contracts.md X8).
    ///
    /// # Examples
    ///
    #[cfg_attr(feature = "serde", doc = "```")]
    #[cfg_attr(not(feature = "serde"), doc = "```ignore")]
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
        let whole = self.written_out();
        self.check_days(&mut faults, &sheet);
        whole.check_advances(&mut faults, &sheet.name("advances"));
        let versions = sheet.name("versions");
        let mut before: Option<&Version> = None;
        let expansion = self.versions.iter().zip(&whole.versions);
        for (index, ((written, version), frame)) in expansion.zip(whole.frames()).enumerate() {
            let place = versions.index(index);
            self.check_from(&mut faults, &place.name("from"), version.from, before);
            written.check_change(&mut faults, &place, before);
            version.check(&mut faults, &place, &frame);
            before = Some(version);
        }
        faults.into_found()
    }

    /// What the clauses of each version may name.
    pub(super) fn frames(&self) -> impl Iterator<Item = Frame<'_>> {
        let mut with_older = BTreeSet::new();
        self.versions.iter().map(move |version| {
            with_older.extend(version.item_ids());
            Frame {
                start: self.start,
                anchor: self.months_from(),
                rounding: self.rounding(),
                items: version.item_ids().collect(),
                with_older: with_older.clone(),
            }
        })
    }

    /// The first version begins with the agreement, each other one after the one before it.
    fn check_from(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        from: NaiveDate,
        before: Option<&Version>,
    ) {
        let start = self.start;
        match before {
            None if from != start => {
                faults.add(place, Fault::FirstVersionNotAtStart { from, start });
            }
            Some(before) if from <= before.from => {
                let previous = before.from;
                faults.add(place, Fault::VersionsOutOfOrder { from, previous });
            }
            _ => {}
        }
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
    fn check(&self, faults: &mut Faults, place: &Path<'_>, frame: &Frame<'_>) {
        let mut seen = BTreeSet::new();
        let items = place.name("items");
        for (index, item) in self.items.iter().enumerate() {
            let place = items.index(index);
            faults.unique(&mut seen, &place, &item.id);
            item.check(faults, &place, frame);
        }
        let schedules = place.name("schedules");
        for (index, schedule) in self.schedules.iter().enumerate() {
            let place = schedules.index(index);
            faults.unique(&mut seen, &place, &schedule.id);
            schedule.check(faults, &place);
        }
        let timing = place.name("timing");
        for (index, clause) in self.timing.iter().enumerate() {
            let place = timing.index(index);
            faults.unique(&mut seen, &place, &clause.id);
            clause.check(faults, &place);
        }
        let in_kind = place.name("in_kind");
        for (index, clause) in self.in_kind.iter().enumerate() {
            let place = in_kind.index(index);
            faults.unique(&mut seen, &place, &clause.id);
            clause.check(faults, &place);
        }
        let caps = self.check_caps(faults, &place.name("caps"), frame, &mut seen);
        self.check_guarantees(faults, &place.name("guarantees"), frame, &mut seen, &caps);
        if let Some(reserve) = &self.reserve {
            reserve.check(faults, &place.name("reserve"), frame);
        }
        if let Some(hold) = &self.hold {
            hold.check(faults, &place.name("hold"), frame);
        }
        if let Some(payout) = &self.payout {
            payout.check(faults, &place.name("payout"));
        }
    }
}

impl Item {
    fn check(&self, faults: &mut Faults, place: &Path<'_>, frame: &Frame<'_>) {
        faults.window(&place.name("window"), self.window, frame);
        faults.window = Some(self.window);
        self.pay.check(faults, &place.name("pay"), 1);
        faults.window = None;
        if let Some(per_event) = &self.per_event {
            let place = place.name("per_event");
            if self.window != Window::Event {
                faults.add(&place, Fault::PerEventWindow);
            }
            per_event.check(faults, &place);
        }
        check_surcharges(&self.surcharges, faults, &place.name("surcharges"));
        self.check_opening(faults, place);
        if let Some(escalator) = &self.escalator {
            let place = place.name("escalator");
            escalator.check(faults, &place, self.window, |window| {
                window == Window::Event || has_a_first_day(window)
            });
        }
        faults.dues(place, self.dues.as_ref());
    }

    fn check_opening(&self, faults: &mut Faults, place: &Path<'_>) {
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

/// Whether a window that is longer than an event has a first day that prices it for ever.
pub(super) fn has_a_first_day(window: Window) -> bool {
    window == Window::Period || window.months().is_some()
}

/// Surcharges of one item, schedule or cap.
pub(super) fn check_surcharges(surcharges: &[Surcharge], faults: &mut Faults, place: &Path<'_>) {
    let mut seen = BTreeSet::new();
    for (index, surcharge) in surcharges.iter().enumerate() {
        let place = place.index(index);
        faults.unique(&mut seen, &place, &surcharge.id);
        faults.factor(&place.name("rate"), surcharge.rate);
    }
}

impl Schedule {
    fn check(&self, faults: &mut Faults, place: &Path<'_>) {
        let sound = faults.amount(&place.name("total"), self.total);
        let total = sound.then_some(self.total);
        check_parts(&self.parts, total, faults, &place.name("parts"));
        check_surcharges(&self.surcharges, faults, &place.name("surcharges"));
        faults.dues(place, self.dues.as_ref());
    }
}

/// Parts of one schedule or advance: the total is given if it is sound.
pub(super) fn check_parts(
    parts: &[Part],
    total: Option<Money>,
    faults: &mut Faults,
    place: &Path<'_>,
) {
    let mut seen = BTreeSet::new();
    let mut all_sound = true;
    for (index, part) in parts.iter().enumerate() {
        let place = place.index(index);
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
    if parts.is_empty() || !(parts.iter().all(amounts) || parts.iter().all(shares)) {
        faults.add(place, Fault::PartKind);
    } else if all_sound {
        check_sum(parts, total, faults, place);
    }
}

/// The parts are the whole; every part is sound. Shares need no total.
fn check_sum(parts: &[Part], total: Option<Money>, faults: &mut Faults, place: &Path<'_>) {
    let shares: Option<Vec<Ratio>> = parts.iter().map(|part| part.share).collect();
    if let Some(shares) = shares {
        faults.whole(place, shares);
        return;
    }
    let Some(total) = total else { return };
    let amounts = parts.iter().filter_map(|part| part.amount);
    match Money::sum(total.currency(), amounts) {
        Ok(sum) if sum == total => {}
        Ok(sum) => faults.add(place, Fault::ScheduleMissesTotal { total, sum }),
        Err(_) => faults.add(place, Fault::Overflow),
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
        faults.dues(place, self.dues.as_ref());
        if self.due.is_some() && self.dues.is_some() {
            faults.add(place, Fault::DueOrDues);
        }
        if let Some(interest) = &self.interest {
            interest.check(faults, &place.name("interest"));
        }
    }
}
