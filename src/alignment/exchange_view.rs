//! [`View`]: how a side sees what flows.

use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::by_id::ById;
use super::exchange::{ExchangeMatrix, Flow};
use super::sides::Sides;

/// What a side gives and receives in a dimension, on average.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mean {
    pub(super) gives: Ratio,
    pub(super) receives: Ratio,
}

/// How a side sees a stretch of periods.
#[derive(Debug)]
pub(super) struct View {
    /// The share of every dimension.
    pub(super) shares: Vec<Ratio>,
    /// The flow of every dimension.
    pub(super) means: Vec<Mean>,
    /// What every dimension is worth to the side.
    pub(super) nets: Vec<Ratio>,
    /// What all are worth.
    pub(super) net: Ratio,
    giving: Ratio,
    receiving: Ratio,
}

impl View {
    /// How a side sees some periods.
    fn of(
        matrix: &ExchangeMatrix,
        side: Side,
        periods: &[Sides<ById<Flow>>],
    ) -> Result<Self, RatioError> {
        let count = u64::try_from(periods.len()).unwrap_or(u64::MAX);
        let mut view = Self {
            shares: matrix.importance(side).shares()?,
            means: Vec::new(),
            nets: Vec::new(),
            net: Ratio::ZERO,
            giving: Ratio::ZERO,
            receiving: Ratio::ZERO,
        };
        for (dimension, share) in matrix.draft().dimensions.iter().zip(&view.shares) {
            let (mut gives, mut receives) = (Ratio::ZERO, Ratio::ZERO);
            // The door found a flow of every side in every dimension and period.
            let flows = periods
                .iter()
                .filter_map(|period| period.get(side).get(dimension));
            for flow in flows {
                gives = gives.checked_add(flow.gives.to_ratio())?;
                receives = receives.checked_add(flow.receives.to_ratio())?;
            }
            let mean = Mean {
                gives: gives.checked_div(count.into())?,
                receives: receives.checked_div(count.into())?,
            };
            let net = share.checked_mul(mean.receives.checked_sub(mean.gives)?)?;
            view.net = view.net.checked_add(net)?;
            view.giving = view.giving.checked_add(share.checked_mul(mean.gives)?)?;
            view.receiving = view
                .receiving
                .checked_add(share.checked_mul(mean.receives)?)?;
            view.means.push(mean);
            view.nets.push(net);
        }
        Ok(view)
    }

    /// What it receives over what it gives, from -1 to 1; none if nothing flows.
    pub(super) fn index(&self) -> Result<Option<Ratio>, RatioError> {
        let all = self.receiving.checked_add(self.giving)?;
        if all.is_zero() {
            return Ok(None);
        }
        let more = self.receiving.checked_sub(self.giving)?;
        more.checked_div(all).map(Some)
    }

    /// The part of what it gives that comes back, at most 1.
    pub(super) fn reciprocity(&self) -> Result<Ratio, RatioError> {
        if self.giving.is_zero() {
            return Ok(Ratio::ONE);
        }
        Ok(self.receiving.checked_div(self.giving)?.min(Ratio::ONE))
    }

    /// The first dimension in which the side loses most.
    pub(super) fn worst(&self) -> Option<usize> {
        let nets = self.nets.iter().enumerate();
        nets.min_by_key(|(_, net)| **net)
            .map(|(position, _)| position)
    }
}

impl ExchangeMatrix {
    /// How both sides see some periods.
    pub(super) fn views(&self, periods: &[Sides<ById<Flow>>]) -> Result<Sides<View>, RatioError> {
        Sides::try_of(|side| View::of(self, side, periods))
    }
}
