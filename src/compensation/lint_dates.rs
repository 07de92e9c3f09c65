//! The lints of what a version leaves out, and of what lies before the terms that name it.

use std::collections::BTreeSet;

use super::clause::{Guarantee, GuaranteeTest, Installment};
use super::lint::{Lint, Lints};
use super::measure::{Base, DeductFrom, Deduction, Measure};
use super::part::{Part, PartOn};
use super::sheet::{TermsDraft, Version};
use super::wire::Id;
use crate::explain::Path;
use crate::ratio::{Ratio, RatioError};

impl TermsDraft {
    /// Notes the advances, and parts of advances, that are paid before the agreement begins.
    pub(super) fn lint_advances(&self, lints: &mut Lints) {
        let place = Path::TERMS.name("advances");
        for (index, advance) in self.advances.iter().enumerate() {
            let (place, from) = (place.index(index), self.start);
            if let Some(on) = advance.paid_on.filter(|on| *on < from) {
                lints.add(&place, Lint::PartBeforeStart { on, from });
            }
            let parts = place.name("parts");
            for (index, part) in advance.parts.iter().flatten().enumerate() {
                match part.on {
                    PartOn::Date(on) if on < from => {
                        lints.add(&parts.index(index), Lint::PartBeforeStart { on, from });
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Version {
    /// Notes what the version before has and this one does not name, if it is to be complete.
    pub(super) fn lint_dropped(&self, before: &Self, lints: &mut Lints, place: &Path<'_>) {
        let names = |version: &Self| {
            let items = version.items.iter().map(|item| item.id.clone());
            let schedules = version.schedules.iter().map(|schedule| schedule.id.clone());
            let timing = version.timing.iter().map(|timing| timing.id.clone());
            let names: Vec<Id> = items.chain(schedules).chain(timing).collect();
            names
        };
        let present: BTreeSet<Id> = names(self).into_iter().collect();
        for id in names(before) {
            if !present.contains(&id) {
                lints.add(place, Lint::ItemDropped { id });
            }
        }
    }
}

impl Version {
    /// Notes the dated parts that lie before the first version that has them, once each.
    pub(super) fn lint_parts(&self, earlier: &[Self], lints: &mut Lints, place: &Path<'_>) {
        let schedules = place.name("schedules");
        for (index, schedule) in self.schedules.iter().enumerate() {
            let parts = schedules.index(index);
            let parts = parts.name("parts");
            for (index, part) in schedule.parts.iter().enumerate() {
                let PartOn::Date(on) = part.on else { continue };
                let standing = earlier
                    .iter()
                    .filter_map(|version| Some((version, version.part(&schedule.id, &part.id)?)));
                let first = standing.clone().next();
                let from = first.map_or(self.from, |(version, _)| version.from);
                let is_noted = standing.clone().any(|(_, other)| other.on == part.on);
                if on < from && !is_noted {
                    lints.add(&parts.index(index), Lint::PartBeforeStart { on, from });
                }
            }
        }
    }

    fn part(&self, schedule: &Id, part: &Id) -> Option<&Part> {
        let schedule = self.schedules.iter().find(|one| one.id == *schedule)?;
        schedule.parts.iter().find(|one| one.id == *part)
    }

    /// Notes the installments that lie before the first version of their guarantee, once each.
    pub(super) fn lint_installments(&self, earlier: &[Self], lints: &mut Lints, place: &Path<'_>) {
        let guarantees = place.name("guarantees");
        for (index, guarantee) in self.guarantees.iter().enumerate() {
            let same = |other: &&Guarantee| other.id == guarantee.id;
            let standing = earlier
                .iter()
                .filter_map(|version| Some((version, version.guarantees.iter().find(same)?)));
            let first = standing.clone().next();
            let from = first.map_or(self.from, |(version, _)| version.from);
            let all = guarantees.index(index);
            let all = all.name("test");
            let all = all.name("installments");
            for (index, installment) in guarantee.installments().iter().enumerate() {
                let on = installment.on;
                let has_day =
                    |other: &Guarantee| other.installments().iter().any(|other| other.on == on);
                let is_noted = standing.clone().any(|(_, other)| has_day(other));
                if on < from && !is_noted {
                    lints.add(&all.index(index), Lint::PartBeforeStart { on, from });
                }
            }
        }
    }
}

impl Guarantee {
    fn installments(&self) -> &[Installment] {
        match &self.test {
            GuaranteeTest::Installments(installments) => installments,
            _ => &[],
        }
    }
}

impl Measure {
    /// Notes what is suspicious in what is measured.
    pub(super) fn lint(&self, lints: &mut Lints, place: &Path<'_>) {
        if let Self::Revenue(base) = self {
            base.lint(lints, &place.name("revenue"));
        }
    }
}

impl Base {
    /// Notes rates that take more than all of the base.
    pub(super) fn lint(&self, lints: &mut Lints, place: &Path<'_>) {
        if let Some(left) = self.left_by_rates().ok().filter(|left| left.is_negative()) {
            lints.add(place, Lint::DeductionsAboveGross { left });
        }
    }

    /// What the rates leave of 1.
    fn left_by_rates(&self) -> Result<Ratio, RatioError> {
        let mut left = Ratio::ONE;
        for deduction in &self.deduct {
            if let Deduction::Rate { rate, from } = deduction {
                let taken = match from {
                    DeductFrom::Gross => *rate,
                    DeductFrom::Remaining => rate.checked_mul(left)?,
                };
                left = left.checked_sub(taken)?;
            }
        }
        Ok(left)
    }
}
