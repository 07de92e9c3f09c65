//! The rules of caps: their windows, and how their scopes lie to each other.

use std::collections::BTreeSet;

use super::check::{Faults, Frame, check_surcharges};
use super::check_scope::Members;
use super::problem::TermsProblem as Fault;
use super::sheet::Version;
use super::window::Window;
use super::wire::Id;
use crate::explain::Path;
use crate::money::Money;

/// What of a cap is sound, so that it can be compared.
#[derive(Debug)]
pub(super) struct SoundCap<'a> {
    pub(super) id: &'a Id,
    pub(super) amount: Option<Money>,
    pub(super) window: Option<Window>,
    pub(super) scope: Option<Members<'a>>,
}

impl Version {
    /// Notes every fault of the caps.
    pub(super) fn check_caps<'a>(
        &'a self,
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
        seen: &mut BTreeSet<&'a Id>,
    ) -> Vec<SoundCap<'a>> {
        let mut sound: Vec<SoundCap<'a>> = Vec::with_capacity(self.caps.len());
        for (index, cap) in self.caps.iter().enumerate() {
            let place = place.index(index);
            faults.unique(seen, &place, &cap.id);
            let amount = faults.amount(&place.name("amount"), cap.amount);
            let window = faults.long(&place.name("window"), cap.window, Fault::CapWindow, frame);
            let scope = faults.scope(&place.name("scope"), cap.scope.as_deref(), &frame.items);
            check_surcharges(&cap.surcharges, faults, &place.name("surcharges"));
            let cap = SoundCap {
                id: &cap.id,
                amount: amount.then_some(cap.amount),
                window,
                scope,
            };
            self.check_width(&cap, faults, &place, frame);
            for earlier in &sound {
                check_pair(earlier, &cap, faults, &place, frame);
            }
            sound.push(cap);
        }
        sound
    }

    /// The window of every item under a cap lies inside that of the cap.
    fn check_width(
        &self,
        cap: &SoundCap<'_>,
        faults: &mut Faults,
        place: &Path<'_>,
        frame: &Frame<'_>,
    ) {
        let (Some(window), Some(scope)) = (cap.window, &cap.scope) else {
            return;
        };
        let sound = self
            .items
            .iter()
            .filter(|item| item.window.is_sound(frame.start));
        for item in sound.filter(|item| scope.holds(&item.id)) {
            if !item.window.lies_in(window, frame.anchor) {
                let item = item.id.clone();
                faults.add(place, Fault::CapNarrowerThanItem { item });
            }
        }
    }
}

/// Two caps are apart, or the earlier lies inside the later, with its window too.
fn check_pair(
    inner: &SoundCap<'_>,
    outer: &SoundCap<'_>,
    faults: &mut Faults,
    place: &Path<'_>,
    frame: &Frame<'_>,
) {
    let (Some(inner_scope), Some(outer_scope)) = (&inner.scope, &outer.scope) else {
        return;
    };
    if !inner_scope.lies_in(outer_scope, &frame.items) {
        if inner_scope.meets(outer_scope, &frame.items) {
            let cap = inner.id.clone();
            faults.add(place, Fault::ScopesCross { cap });
        }
    } else if let (Some(inner_window), Some(outer_window)) = (inner.window, outer.window) {
        if !inner_window.lies_in(outer_window, frame.anchor) {
            let inner = inner.id.clone();
            faults.add(place, Fault::CapNarrowerThanCap { inner });
        }
    }
}

impl Faults {
    /// The window of a cap or guarantee, if it is one that they can have.
    pub(super) fn long(
        &mut self,
        place: &Path<'_>,
        window: Window,
        on_event: Fault,
        frame: &Frame<'_>,
    ) -> Option<Window> {
        if window == Window::Event {
            self.add(place, on_event);
            return None;
        }
        let sound = self.window(place, window, frame);
        sound.then(|| window.in_sheet(frame.anchor))
    }
}
