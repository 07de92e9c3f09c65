//! The rules of guarantees: their sums, their windows, and the caps above them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::check::{Faults, Frame, has_a_first_day};
use super::check_cap::SoundCap;
use super::clause::{Guarantee, GuaranteeOn, GuaranteeTest, Installment};
use super::plain::Plain;
use super::problem::TermsProblem as Fault;
use super::sheet::Version;
use super::window::{Window, WindowKey};
use super::wire::Id;
use super::working::{Value, Working as _};
use super::yearly::YearlyInstallment;
use crate::explain::Path;
use crate::money::Money;

/// The number of the window from which a sum holds, and the sum if it is sound.
type SumFrom = (i64, Option<Money>);

impl Version {
    /// Notes every fault of the guarantees.
    pub(super) fn check_guarantees<'a>(
        &'a self,
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
        seen: &mut BTreeSet<&'a Id>,
        caps: &[SoundCap<'_>],
    ) {
        for (index, guarantee) in self.guarantees.iter().enumerate() {
            let place = place.index(index);
            faults.unique(seen, &place, &guarantee.id);
            guarantee.check(faults, &place, frame, caps);
        }
    }
}

impl Guarantee {
    fn check(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
        caps: &[SoundCap<'_>],
    ) {
        let on_event = Fault::GuaranteeWindow;
        let window = faults.long(&place.name("window"), self.window, on_event, frame);
        let sums = self.check_sums(faults, place);
        let escalator_place = place.name("escalator");
        let rises = self.escalator.as_ref().is_none_or(|escalator| {
            escalator.check(faults, &escalator_place, self.window, has_a_first_day)
        });
        self.check_test(
            faults,
            &place.name("test"),
            frame,
            window.and(sums.as_deref()).filter(|_| rises),
        );
        let scope_place = place.name("scope");
        let is_payable = self.on == GuaranteeOn::Payable;
        if is_payable && self.scope.is_some() {
            faults.add(&scope_place, Fault::PayableScope);
        }
        let scope = faults.scope(&scope_place, self.scope.as_deref(), &frame.items);
        let scope = scope.filter(|_| !is_payable || self.scope.is_none());
        faults.dues(place, self.dues.as_ref());
        let most = sums.as_deref().and_then(largest);
        let (Some(window), Some(scope), Some(guaranteed)) = (window, scope, most) else {
            return;
        };
        for cap in caps.iter().filter(|cap| cap.window == Some(window)) {
            let (Some(most), Some(over)) = (cap.amount, &cap.scope) else {
                continue;
            };
            let above = guaranteed.compare(most).is_ok_and(Ordering::is_gt);
            if above && scope.lies_in(over, &frame.with_older) {
                let cap = cap.id.clone();
                faults.add(
                    place,
                    Fault::GuaranteeAboveCap {
                        guaranteed,
                        cap,
                        most,
                    },
                );
            }
        }
    }

    /// The sums and the windows from which they hold, if there is one way to read them.
    fn check_sums(&self, faults: &mut Faults, place: &Path<'_>) -> Option<Vec<SumFrom>> {
        let mut sums = Vec::new();
        if let Some(amount) = self.amount {
            let sound = faults.amount(&place.name("amount"), amount);
            sums.push((i64::MIN, sound.then_some(amount)));
        }
        if let Some(amounts) = &self.amounts {
            let place = place.name("amounts");
            if amounts.is_empty() {
                faults.add(&place, Fault::AmountsOutOfOrder);
            }
            let mut before = 0;
            for (index, sum) in amounts.iter().enumerate() {
                let place = place.index(index);
                if sum.from <= before {
                    faults.add(&place.name("from"), Fault::AmountsOutOfOrder);
                }
                before = sum.from;
                let sound = faults.amount(&place.name("amount"), sum.amount);
                sums.push((i64::from(sum.from), sound.then_some(sum.amount)));
            }
        }
        if let Some(pay) = &self.amount_by {
            faults.is_sum = true;
            pay.check(faults, &place.name("amount_by"), 1);
            faults.is_sum = false;
            if self.test != GuaranteeTest::AtClose {
                faults.add(&place.name("test"), Fault::AmountByAtClose);
            }
        }
        let ways = [
            self.amount.is_some(),
            self.amounts.is_some(),
            self.amount_by.is_some(),
        ];
        if ways.into_iter().filter(|is_given| *is_given).count() != 1 {
            faults.add(place, Fault::AmountOrAmounts);
            return None;
        }
        (!sums.is_empty()).then_some(sums)
    }

    /// The sums are given if the window is sound too.
    fn check_test(
        &self,
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
        sums: Option<&[SumFrom]>,
    ) {
        let in_months = self.window.months().is_some();
        match &self.test {
            GuaranteeTest::AtClose => {}
            GuaranteeTest::Accrued => {
                if !in_months {
                    faults.add(place, Fault::AccruedNeedsMonths);
                }
            }
            GuaranteeTest::Installments(installments) => {
                let place = place.name("installments");
                let has_days = in_months || self.window == Window::Lifetime;
                if !has_days {
                    faults.add(&place, Fault::InstallmentsWindow);
                }
                if installments.is_empty() {
                    faults.add(&place, Fault::NoTiers);
                }
                let windows = self.by_window(installments, faults, &place, frame);
                if let Some(sums) = sums.filter(|_| has_days) {
                    self.check_windows(&windows, sums, faults, &place, frame);
                }
            }
            GuaranteeTest::Yearly(yearly) => {
                let place = place.name("yearly");
                if self.window.months() != Some(12) {
                    faults.add(&place, Fault::InstallmentsWindow);
                }
                check_yearly(yearly, faults, &place);
            }
        }
    }

    /// The installments of each window with its number, the ones that are not sound as `None`.
    fn by_window(
        &self,
        installments: &[Installment],
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
    ) -> BTreeMap<(i64, WindowKey), Vec<Option<Money>>> {
        let mut windows: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (index, installment) in installments.iter().enumerate() {
            let amount = installment.amount;
            let sound = faults.amount(&place.index(index).name("amount"), amount);
            // A window that ends after the last date there is never closes.
            if let Ok(key) = self.window.key(1, installment.on, frame.anchor) {
                let number = key.number(self.window, frame.anchor);
                let list = windows.entry((number, key)).or_default();
                list.push(sound.then_some(amount));
            }
        }
        windows
    }
}

impl Guarantee {
    /// The installments of each window add up to what it guarantees.
    fn check_windows(
        &self,
        windows: &BTreeMap<(i64, WindowKey), Vec<Option<Money>>>,
        sums: &[SumFrom],
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
    ) {
        for ((number, window), installments) in windows {
            let amounts: Option<Vec<Money>> = installments.iter().copied().collect();
            let Some(amounts) = amounts else { continue };
            let Some(currency) = amounts.first().map(|amount| amount.currency()) else {
                continue;
            };
            let holding = sums.iter().rev().find(|(from, _)| from <= number);
            let none = Some(Money::zero(currency));
            let Some(guaranteed) = holding.map_or(none, |(_, amount)| *amount) else {
                continue;
            };
            let guaranteed = self.escalated(guaranteed, *window, frame);
            let found = Money::sum(currency, amounts).ok().zip(guaranteed);
            match found {
                Some((sum, guaranteed)) if sum == guaranteed => {}
                Some((sum, guaranteed)) => {
                    let window = *window;
                    faults.add(
                        place,
                        Fault::InstallmentsMissGuarantee {
                            window,
                            guaranteed,
                            sum,
                        },
                    );
                }
                None => faults.add(place, Fault::Overflow),
            }
        }
    }

    /// A sum with the rise of a window of months, if it can be told.
    fn escalated(&self, sum: Money, window: WindowKey, frame: &Frame<'_>) -> Option<Money> {
        let (Some(escalator), Some(days)) = (&self.escalator, window.days()) else {
            return Some(sum);
        };
        let mut working = Plain {
            currency: sum.currency(),
            rounding: frame.rounding,
            calendar: None,
        };
        let from = Value::Date(escalator.from.unwrap_or(frame.anchor));
        let first = Value::Date(days.from());
        let factor = escalator.factor(&mut working, &Path::TERMS, from, first);
        let exact = working.product(factor.ok()?, sum.into(), String::new);
        let rounded = working.round(exact.ok()?, String::new);
        working.money(rounded.ok()?).ok()
    }
}

/// The shares of installments are parts, and all of them the whole.
fn check_yearly(yearly: &[YearlyInstallment], faults: &mut Faults, place: &Path<'_>) {
    let mut all_sound = true;
    for (index, installment) in yearly.iter().enumerate() {
        all_sound &= faults.part(&place.index(index).name("share"), installment.share);
    }
    if yearly.is_empty() {
        faults.add(place, Fault::NoTiers);
    } else if all_sound {
        faults.whole(place, yearly.iter().map(|installment| installment.share));
    }
}

/// The largest of sums of one currency.
fn largest(sums: &[SumFrom]) -> Option<Money> {
    let amounts = sums.iter().filter_map(|(_, amount)| *amount);
    amounts.reduce(|most, amount| most.max(amount).unwrap_or(most))
}
