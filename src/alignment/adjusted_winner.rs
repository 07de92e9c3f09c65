//! [`adjusted_winner`]: items divided so that both sides are equally well off.

use std::collections::BTreeSet;

use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::id::Id;
use super::issue_error::IssueError;
use super::schema::Schema;
use super::sides::Sides;

/// Which part of an item the producer gets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemShare {
    /// The item.
    pub item: Id,
    /// The producer's part of it; the partner gets the rest.
    pub producer_share: Ratio,
}

/// Items divided between two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Division {
    pub(super) schema: Schema,
    /// The producer's part of every item, in order.
    pub shares: Vec<ItemShare>,
    /// How much each side gets of what it would like best: the same for both, 1/2 or more.
    pub each: Ratio,
    /// The one item that has to be divided, if any.
    pub split: Option<Id>,
}

/// An item on its way to a side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) worth: Sides<Ratio>,
    /// The producer's part.
    pub(super) share: Ratio,
}

impl Item {
    fn is_of(&self, side: Side) -> bool {
        (self.share == Ratio::ONE) == (side == Side::Producer)
    }
}

/// Divides items by the points that each side gives them, so that both get the same part of what
/// they would like best: adjusted winner.
///
/// Points become shares of each side's total. Every item goes to the side for which it counts
/// more; those that count alike go, in order, to the side that has less so far. Then items of the
/// leader change hands, the cheapest for what they bring first, and the one that would overshoot
/// is divided. No division is better for both, neither side would rather have the other's lot,
/// and at most one item is divided (spec/alignment.md 12).
///
/// # Errors
///
/// [`IssueError::NoItems`], [`IssueError::DuplicateItem`], [`IssueError::NoPoints`],
/// [`IssueError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Id, adjusted_winner};
///
/// let item = |name: &str, producer, partner| Ok::<_, partnership::Error>(
///     (name.parse::<Id>()?, producer, partner)
/// );
/// let division = adjusted_winner(&[
///     item("Retirement", 50, 40)?,
///     item("Home", 20, 30)?,
///     item("Cottage", 15, 10)?,
///     item("Investments", 10, 10)?,
///     item("Other", 5, 10)?,
/// ])?;
/// assert_eq!(division.each.to_string(), "17/30");
/// assert_eq!(division.shares[0].producer_share.to_string(), "5/6");
/// assert_eq!(division.split.map(|item| item.to_string()).as_deref(), Some("Retirement"));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "fair division")]
pub fn adjusted_winner(items: &[(Id, u32, u32)]) -> Result<Division, IssueError> {
    check(items)?;
    let mut worth = first_owners(&worths(items)?)?;
    let mut each = held(&worth, Side::Producer)?;
    let mut split = None;
    let partner = held(&worth, Side::Partner)?;
    if each != partner {
        let leader = if each > partner {
            Side::Producer
        } else {
            Side::Partner
        };
        let lots = (each.max(partner), each.min(partner));
        split = level(&mut worth, leader, lots)?;
        each = held(&worth, Side::Producer)?;
    }
    let shares = items.iter().zip(&worth);
    let shares = shares.map(|((item, ..), divided)| ItemShare {
        item: item.clone(),
        producer_share: divided.share,
    });
    let split = split
        .and_then(|at| items.get(at))
        .map(|(item, ..)| item.clone());
    Ok(Division {
        schema: Schema,
        shares: shares.collect(),
        each,
        split,
    })
}

fn check(items: &[(Id, u32, u32)]) -> Result<(), IssueError> {
    if items.is_empty() {
        return Err(IssueError::NoItems);
    }
    let mut seen = BTreeSet::new();
    for (item, ..) in items {
        if !seen.insert(item) {
            let item = item.clone();
            return Err(IssueError::DuplicateItem { item });
        }
    }
    if items.iter().all(|(_, points, _)| *points == 0) {
        let side = Side::Producer;
        return Err(IssueError::NoPoints { side });
    }
    if items.iter().all(|(.., points)| *points == 0) {
        let side = Side::Partner;
        return Err(IssueError::NoPoints { side });
    }
    Ok(())
}

/// What every item is worth to each side, as a part of all its points.
pub(super) fn worths(items: &[(Id, u32, u32)]) -> Result<Vec<Sides<Ratio>>, RatioError> {
    let sum = |points: fn(&(Id, u32, u32)) -> u32| {
        let points = items.iter().map(points).map(u64::from);
        points.fold(0_u64, u64::saturating_add)
    };
    let (own, other) = (sum(|item| item.1), sum(|item| item.2));
    let worth = |(_, producer, partner): &(Id, u32, u32)| {
        Ok(Sides {
            producer: Ratio::new((*producer).into(), own.into())?,
            partner: Ratio::new((*partner).into(), other.into())?,
        })
    };
    items.iter().map(worth).collect()
}

/// Every item with the side for which it counts more; those that count alike with the side that
/// has less so far.
pub(super) fn first_owners(worths: &[Sides<Ratio>]) -> Result<Vec<Item>, RatioError> {
    let mut items = Vec::with_capacity(worths.len());
    let mut lots = Sides {
        producer: Ratio::ZERO,
        partner: Ratio::ZERO,
    };
    for worth in worths {
        let to_producer = worth.producer > worth.partner;
        items.push(Item {
            worth: *worth,
            share: if to_producer { Ratio::ONE } else { Ratio::ZERO },
        });
        if to_producer {
            lots.producer = lots.producer.checked_add(worth.producer)?;
        } else if worth.partner > worth.producer {
            lots.partner = lots.partner.checked_add(worth.partner)?;
        }
    }
    for item in items
        .iter_mut()
        .filter(|item| item.worth.producer == item.worth.partner)
    {
        if lots.producer <= lots.partner {
            item.share = Ratio::ONE;
            lots.producer = lots.producer.checked_add(item.worth.producer)?;
        } else {
            lots.partner = lots.partner.checked_add(item.worth.partner)?;
        }
    }
    Ok(items)
}

/// What a side holds of all that counts for it.
fn held(items: &[Item], side: Side) -> Result<Ratio, RatioError> {
    let mut lot = Ratio::ZERO;
    for item in items {
        let part = match side {
            Side::Producer => item.share,
            Side::Partner => Ratio::ONE.checked_sub(item.share)?,
        };
        lot = lot.checked_add(item.worth.get(side).checked_mul(part)?)?;
    }
    Ok(lot)
}

/// The items that the leader may hand over: the cheapest for what they bring first, ties in order.
pub(super) fn transfers(items: &[Item], leader: Side) -> Result<Vec<usize>, RatioError> {
    let mut order = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let (costs, brings) = (item.worth.get(leader), item.worth.get(leader.other()));
        // What brings nothing would come last, and by then both are level.
        if item.is_of(leader) && !brings.is_zero() {
            order.push((costs.checked_div(*brings)?, position));
        }
    }
    order.sort_unstable();
    Ok(order.into_iter().map(|(_, position)| position).collect())
}

/// Hands items of the leader over until both are level, and says which one was divided.
fn level(
    items: &mut [Item],
    leader: Side,
    (mut lead, mut trail): (Ratio, Ratio),
) -> Result<Option<usize>, RatioError> {
    for position in transfers(items, leader)? {
        let Some(item) = items.get_mut(position).filter(|_| lead > trail) else {
            break;
        };
        let (costs, brings) = (*item.worth.get(leader), *item.worth.get(leader.other()));
        let wanted = lead
            .checked_sub(trail)?
            .checked_div(costs.checked_add(brings)?)?;
        let moved = wanted.min(Ratio::ONE);
        item.share = match leader {
            Side::Producer => Ratio::ONE.checked_sub(moved)?,
            Side::Partner => moved,
        };
        if moved < Ratio::ONE {
            return Ok(Some(position));
        }
        lead = lead.checked_sub(costs)?;
        trail = trail.checked_add(brings)?;
    }
    Ok(None)
}
