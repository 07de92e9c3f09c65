//! [`RatedFigures`]: what the sum of a guarantee is rated on in one window.

use super::ledger_figures::{ByName, read_levels, read_own, write_levels, write_own};
use super::memory::RatedWindow;
use super::state_key::{number, position};
use super::working::{Done, Working};
use crate::explain::Path;

/// What the sum of one window is rated on, as figures.
#[derive(Clone, Debug)]
pub(super) struct RatedFigures<F> {
    pub(super) own: ByName<F>,
    pub(super) levels: ByName<F>,
    /// The version last present in the window.
    pub(super) version: usize,
}

impl<F: Copy> RatedFigures<F> {
    /// The sums of a window as they stand in the state.
    pub(super) fn stored<W: Working<Figure = F>>(
        working: &mut W,
        known: &RatedWindow,
        place: &Path<'_>,
    ) -> Done<Self> {
        Ok(Self {
            own: read_own(working, &known.own, place)?,
            levels: read_levels(working, &known.levels, place)?,
            version: position(known.version),
        })
    }

    /// The sums of a window in the state after.
    pub(super) fn remembered<W: Working<Figure = F>>(
        &self,
        working: &mut W,
        place: &Path<'_>,
    ) -> Done<RatedWindow> {
        Ok(RatedWindow {
            own: write_own(working, &self.own, place)?,
            levels: write_levels(working, &self.levels, place)?,
            version: number(self.version),
        })
    }
}
