//! [`Terms`]: a term sheet that was checked.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::canonical::fingerprint;
use super::change::BasedOn;
use super::clause::{Cap, Guarantee, Hold, InKind, Payout, Reserve, Timing};
use super::part::Part;
use super::problem::TermsProblem;
use super::recoupment::Advance;
use super::sheet::{Item, Schedule, TermsDraft, Version};
use super::state::State;
use super::wire::{Id, Schema};
use crate::money::{Currency, Money};
use crate::problem::Problem;

/// A checked term sheet: what is paid for, by version.
///
/// Made from a [`TermsDraft`], from JSON, or by [`Terms::builder`]; every fault of a draft is
/// listed by [`TermsDraft::problems`] (spec/compensation.md 2, 12).
///
/// # Examples
///
/// ```
/// use partnership::compensation::{Item, PayDraft, Terms, Window};
/// use partnership::time::date;
///
/// let share = PayDraft::share(&["shop"], "10%".parse()?);
/// let terms = Terms::builder("acme-jane", "USD".parse()?, date("2026-01-01")?)
///     .item(Item::new("sales".parse()?, Window::Lifetime, share))
///     .build()?;
/// assert_eq!(terms.versions().len(), 1);
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TermsDraft", into = "TermsDraft"))]
#[doc(alias = "contract")]
#[doc(alias = "term sheet")]
pub struct Terms {
    /// The sheet with every version written out.
    sheet: TermsDraft,
    /// The sheet as it was written, where a version names only what it changes.
    written: Option<Box<TermsDraft>>,
    fingerprints: Vec<u64>,
}

impl Terms {
    /// Returns a builder of a term sheet with one version from the start.
    ///
    /// The id is checked by [`TermsBuilder::build`].
    pub fn builder(id: &str, currency: Currency, start: NaiveDate) -> TermsBuilder {
        TermsBuilder {
            id: id.to_owned(),
            draft: empty(currency, start),
        }
    }

    /// Returns the state of the agreement before its first period.
    ///
    /// # Examples
    ///
    /// See [`settle`](super::settle).
    pub fn new_state(&self) -> State {
        State::open(self.sheet.id.clone(), self.sheet.currency)
    }

    /// Returns the name of the agreement.
    pub const fn id(&self) -> &Id {
        &self.sheet.id
    }

    /// Returns the currency of every amount.
    pub const fn currency(&self) -> Currency {
        self.sheet.currency
    }

    /// Returns the versions, by the day from which they hold, each written out.
    pub fn versions(&self) -> &[Version] {
        &self.sheet.versions
    }

    /// Returns the sheet as it was written.
    pub fn sheet(&self) -> &TermsDraft {
        self.written.as_deref().unwrap_or(&self.sheet)
    }

    /// Returns the sheet with every version written out: what the sheet means.
    ///
    /// Places of problems and lints, fingerprints and the paper `terms` of explanations are those
    /// of this sheet (spec/contracts.md X8).
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::compensation::{Cap, Terms, Version, Window};
    /// use partnership::time::date;
    ///
    /// let (start, from) = (date("2026-01-01")?, date("2027-01-01")?);
    /// let terms = Terms::fifty_fifty("deal", "USD".parse()?, start, "shop")
    ///     .changed_from(from)
    ///     .cap(Cap::new("most".parse()?, "900.00 USD".parse()?, Window::Lifetime))
    ///     .build()?;
    /// assert!(terms.sheet().versions[1].items.is_empty());
    /// assert_eq!(terms.expanded().versions[1].items, terms.versions()[0].items);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub const fn expanded(&self) -> &TermsDraft {
        &self.sheet
    }

    /// Returns the position of the version in force on a day; before the start, the first.
    pub(super) fn version_on(&self, day: NaiveDate) -> usize {
        let begun = self
            .sheet
            .versions
            .iter()
            .take_while(|version| version.from <= day);
        begun.count().saturating_sub(1)
    }

    /// The fingerprint of a version.
    pub(super) fn fingerprint(&self, version: usize) -> u64 {
        self.fingerprints.get(version).copied().unwrap_or(0)
    }

    /// The items of a version.
    pub(super) fn items(&self, version: usize) -> &[Item] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.items)
    }

    /// The item of an id in a version, and its position.
    pub(super) fn item(&self, version: usize, id: &Id) -> Option<(usize, &Item)> {
        self.items(version)
            .iter()
            .enumerate()
            .find(|(_, item)| item.id == *id)
    }

    /// The schedule of an id in a version, and its position.
    pub(super) fn schedules(&self, version: usize) -> &[Schedule] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.schedules)
    }

    /// The timing clauses of a version.
    pub(super) fn timing(&self, version: usize) -> &[Timing] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.timing)
    }

    /// What may be given in kind under a version.
    pub(super) fn in_kind(&self, version: usize) -> &[InKind] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.in_kind)
    }

    /// The caps of a version.
    pub(super) fn caps(&self, version: usize) -> &[Cap] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.caps)
    }

    /// The guarantees of a version.
    pub(super) fn guarantees(&self, version: usize) -> &[Guarantee] {
        self.sheet
            .versions
            .get(version)
            .map_or(&[], |version| &version.guarantees)
    }

    /// What a version keeps back.
    pub(super) fn reserve(&self, version: usize) -> Option<&Reserve> {
        self.sheet.versions.get(version)?.reserve.as_ref()
    }

    /// How long a version holds earnings.
    pub(super) fn hold(&self, version: usize) -> Option<&Hold> {
        self.sheet.versions.get(version)?.hold.as_ref()
    }

    /// The payout of a version.
    pub(super) fn payout(&self, version: usize) -> Option<&Payout> {
        self.sheet.versions.get(version)?.payout.as_ref()
    }
}

impl TryFrom<TermsDraft> for Terms {
    type Error = Problem<TermsProblem>;

    fn try_from(draft: TermsDraft) -> Result<Self, Self::Error> {
        if let Some(problem) = draft.problems().into_iter().next() {
            return Err(problem);
        }
        let (sheet, written) = match draft.written_out() {
            Cow::Owned(sheet) => (sheet, Some(Box::new(draft))),
            Cow::Borrowed(_) => (draft, None),
        };
        Ok(Self {
            fingerprints: sheet.versions.iter().map(fingerprint).collect(),
            sheet,
            written,
        })
    }
}

impl From<Terms> for TermsDraft {
    fn from(terms: Terms) -> Self {
        terms.written.map_or(terms.sheet, |written| *written)
    }
}

fn empty(currency: Currency, start: NaiveDate) -> TermsDraft {
    TermsDraft {
        schema: Schema,
        id: Id::placeholder(),
        currency,
        payer: None,
        payee: None,
        start,
        end: None,
        anchor: None,
        rounding: None,
        refund_horizon: None,
        deficit: super::recoupment::Deficit::default(),
        group: None,
        outside_recoupment: Vec::new(),
        advances: Vec::new(),
        calendar: None,
        note: None,
        versions: vec![Version::starting(start)],
    }
}

impl Version {
    /// A version from a day on that goes on with all of the one before it.
    pub const fn changing(from: NaiveDate) -> Self {
        let mut version = Self::starting(from);
        version.based_on = Some(BasedOn::Previous);
        version
    }

    /// A version without content from a day on.
    pub const fn starting(from: NaiveDate) -> Self {
        Self {
            from,
            based_on: None,
            drop: Vec::new(),
            signed: None,
            note: None,
            items: Vec::new(),
            schedules: Vec::new(),
            timing: Vec::new(),
            in_kind: Vec::new(),
            caps: Vec::new(),
            guarantees: Vec::new(),
            reserve: None,
            hold: None,
            payout: None,
        }
    }
}

impl Item {
    /// An item that counts on through amendments.
    pub const fn new(id: Id, window: super::window::Window, pay: super::pay::PayDraft) -> Self {
        Self {
            id,
            window,
            pay,
            on_change: super::sheet::OnChange::Keep,
            ratchet: false,
            per_event: None,
            surcharges: Vec::new(),
            opening: Vec::new(),
            escalator: None,
            owed_by: super::sheet::OwedBy::Payer,
            dues: None,
            note: None,
        }
    }
}

impl Schedule {
    /// A sum in parts, without escrow, surcharges and due days of its own.
    pub const fn new(id: Id, total: Money, parts: Vec<Part>) -> Self {
        Self {
            id,
            total,
            parts,
            escrow: false,
            surcharges: Vec::new(),
            dues: None,
            note: None,
        }
    }
}

/// Puts a term sheet together; [`build`](Self::build) checks it.
#[derive(Clone, Debug)]
pub struct TermsBuilder {
    id: String,
    draft: TermsDraft,
}

impl TermsBuilder {
    /// Adds an item to the newest version.
    #[must_use]
    pub fn item(mut self, item: Item) -> Self {
        self.newest().items.push(item);
        self
    }

    /// Adds a schedule to the newest version.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.newest().schedules.push(schedule);
        self
    }

    /// Adds something given in kind to the newest version.
    #[must_use]
    pub fn in_kind(mut self, in_kind: InKind) -> Self {
        self.newest().in_kind.push(in_kind);
        self
    }

    /// Adds a cap to the newest version.
    #[must_use]
    pub fn cap(mut self, cap: Cap) -> Self {
        self.newest().caps.push(cap);
        self
    }

    /// Adds a guarantee to the newest version.
    #[must_use]
    pub fn guarantee(mut self, guarantee: Guarantee) -> Self {
        self.newest().guarantees.push(guarantee);
        self
    }

    /// Adds an advance, which belongs to the agreement and not to a version.
    #[must_use]
    pub fn advance(mut self, advance: Advance) -> Self {
        self.draft.advances.push(advance);
        self
    }

    /// Adds what lateness costs and earliness earns to the newest version.
    #[must_use]
    pub fn timing(mut self, timing: Timing) -> Self {
        self.newest().timing.push(timing);
        self
    }

    /// Sets what the newest version keeps back against returns.
    #[must_use]
    pub fn reserve(mut self, reserve: Reserve) -> Self {
        self.newest().reserve = Some(reserve);
        self
    }

    /// Sets how long the newest version holds earnings.
    #[must_use]
    pub fn hold(mut self, hold: Hold) -> Self {
        self.newest().hold = Some(hold);
        self
    }

    /// Sets the payout of the newest version.
    #[must_use]
    pub fn payout(mut self, payout: Payout) -> Self {
        self.newest().payout = Some(payout);
        self
    }

    /// Begins another version that names what it changes; what follows belongs to it.
    #[must_use]
    pub fn changed_from(mut self, from: NaiveDate) -> Self {
        self.draft.versions.push(Version::changing(from));
        self
    }

    /// Begins another version, complete by itself; what follows belongs to it.
    #[must_use]
    pub fn version_from(mut self, from: NaiveDate) -> Self {
        self.draft.versions.push(Version::starting(from));
        self
    }

    /// Changes anything else of the sheet: parties, end, anchor, rounding, calendar.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut TermsDraft)) -> Self {
        change(&mut self.draft);
        self
    }

    /// Checks the sheet.
    ///
    /// # Errors
    ///
    /// The first fault, in the order of the document.
    pub fn build(mut self) -> Result<Terms, crate::compensation::TermsError> {
        self.draft.id = self.id.parse()?;
        Ok(Terms::try_from(self.draft)?)
    }

    fn newest(&mut self) -> &mut Version {
        if self.draft.versions.is_empty() {
            self.draft
                .versions
                .push(Version::starting(self.draft.start));
        }
        let last = self.draft.versions.len().saturating_sub(1);
        // There is one now.
        #[expect(
            clippy::indexing_slicing,
            reason = "the list was filled two lines above"
        )]
        &mut self.draft.versions[last]
    }
}
