//! [`Correction`]: what levels an uneven exchange at the largest joint value.

use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::exchange::ExchangeMatrix;
use super::exchange_view::{Mean, View};
use super::id::Id;
use super::sides::Sides;

/// Which flow a correction changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Lever {
    /// The side ahead gives more.
    MoreFromAhead,
    /// The side behind gives less.
    LessFromBehind,
}

/// One step towards a level exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Correction {
    /// The dimension.
    pub dimension: Id,
    /// Which flow changes.
    pub lever: Lever,
    /// By how many points of the scale, on average of the periods.
    pub amount: Ratio,
}

/// What a correction comes to.
#[derive(Debug)]
pub(super) struct Corrected {
    pub(super) steps: Vec<Correction>,
    pub(super) after: Sides<Ratio>,
    pub(super) remaining: Ratio,
}

/// What one dimension offers: a point moved costs the side ahead its share of it, and brings the
/// side behind its own.
#[derive(Clone, Copy, Debug)]
struct Offer<'a> {
    dimension: &'a Id,
    /// The share of the side ahead.
    costs: Ratio,
    /// The share of the side behind, above 0.
    brings: Ratio,
    ahead: Mean,
    behind: Mean,
}

impl Offer<'_> {
    /// How far a lever can move.
    fn cap(&self, lever: Lever, max: Ratio) -> Result<Ratio, RatioError> {
        Ok(match lever {
            Lever::MoreFromAhead => max
                .checked_sub(self.ahead.gives)?
                .min(max.checked_sub(self.behind.receives)?),
            Lever::LessFromBehind => self.behind.gives.min(self.ahead.receives),
        })
    }
}

/// Returns the steps that level an exchange: where a point costs the side ahead least for what it
/// brings the side behind, first (spec/alignment.md 10).
pub(super) fn correct(
    matrix: &ExchangeMatrix,
    views: &Sides<View>,
    ahead: Side,
    gap: Ratio,
) -> Result<Corrected, RatioError> {
    let (first, second) = (views.get(ahead), views.get(ahead.other()));
    let max = matrix.draft().scale.max().to_ratio();
    let mut corrected = Corrected {
        steps: Vec::new(),
        after: Sides::try_of(|side| Ok(views.get(side).net))?,
        remaining: gap,
    };
    let (mut net_ahead, mut net_behind) = (first.net, second.net);
    for offer in offers(&matrix.draft().dimensions, first, second)? {
        for lever in [Lever::MoreFromAhead, Lever::LessFromBehind] {
            let both = offer.costs.checked_add(offer.brings)?;
            let wanted = corrected.remaining.checked_div(both)?;
            let amount = wanted.min(offer.cap(lever, max)?);
            if amount.is_zero() {
                continue;
            }
            net_ahead = net_ahead.checked_sub(amount.checked_mul(offer.costs)?)?;
            net_behind = net_behind.checked_add(amount.checked_mul(offer.brings)?)?;
            let closed = amount.checked_mul(both)?;
            corrected.remaining = corrected.remaining.checked_sub(closed)?;
            corrected.steps.push(Correction {
                dimension: offer.dimension.clone(),
                lever,
                amount,
            });
        }
    }
    let after = Sides {
        producer: net_ahead,
        partner: net_behind,
    };
    corrected.after = match ahead {
        Side::Producer => after,
        Side::Partner => after.swapped(),
    };
    Ok(corrected)
}

/// The dimensions in which something can be moved, the best first, ties in their order.
fn offers<'a>(
    dimensions: &'a [Id],
    ahead: &View,
    behind: &View,
) -> Result<Vec<Offer<'a>>, RatioError> {
    let shares = ahead.shares.iter().zip(&behind.shares);
    let means = ahead.means.iter().zip(&behind.means);
    let mut offers = Vec::with_capacity(dimensions.len());
    for ((dimension, (costs, brings)), (ahead, behind)) in dimensions.iter().zip(shares).zip(means)
    {
        if brings.is_zero() {
            continue;
        }
        let offer = Offer {
            dimension,
            costs: *costs,
            brings: *brings,
            ahead: *ahead,
            behind: *behind,
        };
        // What it brings over what it costs, falling, where the cost may be 0.
        offers.push((costs.checked_div(*brings)?, offer));
    }
    offers.sort_by_key(|(price, _)| *price);
    Ok(offers.into_iter().map(|(_, offer)| offer).collect())
}
