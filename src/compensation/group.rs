//! [`settle_group`]: agreements whose advances recoup from each other.

use std::collections::BTreeSet;

use super::activity::Activity;
use super::booked::{Stop, at};
use super::cross::Crossing;
use super::plain::Plain;
use super::run::{Half, begin};
use super::settle::{plain, refusal};
use super::settle_error::SettleError;
use super::state::State;
use super::statement::Statement;
use super::terms::Terms;
use super::wire::Id;
use crate::money::Currency;

/// A round of a group: what every agreement comes to, and what crossed between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSettlement {
    /// The statement and the state after it of every agreement, in the order given.
    pub settled: Vec<(Statement, State)>,
    /// What advances of one agreement took from another, in the order of evaluation.
    pub crossings: Vec<Crossing>,
}

/// Why a group cannot be settled; every state is as it was (spec/compensation.md 12).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// An agreement names no group, or another than the first.
    #[error("{terms} is of {}, not of {}", group(found.as_ref()), group(expected.as_ref()))]
    GroupMismatch {
        /// The agreement.
        terms: Id,
        /// The group of the first agreement, if it names one.
        expected: Option<Id>,
        /// The group of this one, if it names one.
        found: Option<Id>,
    },
    /// An agreement in another currency than the first.
    #[error("{terms} is in {found}, the group is in {expected}")]
    CurrencyMismatch {
        /// The agreement.
        terms: Id,
        /// The currency of the first agreement.
        expected: Currency,
        /// The currency found.
        found: Currency,
    },
    /// Two agreements of one name.
    #[error("the agreement {terms} stands twice")]
    DuplicateId {
        /// The name.
        terms: Id,
    },
    /// An agreement that cannot be settled.
    #[error("{terms}: {error}")]
    Settle {
        /// The agreement.
        terms: Id,
        /// Why.
        error: Box<SettleError>,
    },
}

/// A group in words.
fn group(id: Option<&Id>) -> String {
    id.map_or_else(|| "no group".to_owned(), |id| format!("group {id}"))
}

/// Returns the statements of agreements that are cross-collateralised: what one of them earns
/// beyond its own advances earns back the advances of the others.
///
/// Every agreement is settled up to its own recoupment. Then each in turn, by its name, gives of
/// what is left of its base to the open advances of the others, by their names: `min(outstanding,
/// R(share * base left))`. Guarantees on payable, final write-offs and payouts come last. Debits
/// are not shared, and an advance that names the items it recoups from keeps to its own
/// agreement. The order of the entries changes nothing (spec/compensation.md 9).
///
/// # Rounding
///
/// As [`settle`](super::settle); what is given, by the rounding of the giver.
///
/// # Errors
///
/// [`GroupError`]: first agreements of another group, of another currency and of one name, then
/// what [`settle`](super::settle) refuses.
///
/// # Examples
///
/// The hit earns back its own 500.00, and then what the flop still owes:
///
/// ```
/// use partnership::compensation::{Activity, Advance, Terms, settle_group};
/// use partnership::time::date;
///
/// let sheet = |id: &str, advance: &str| -> Result<Terms, partnership::Error> {
///     let paid_on = date("2026-01-01")?;
///     let advance = Advance::new("signing".parse()?, advance.parse()?, paid_on);
///     let slate = Some("slate".parse()?);
///     let start = date("2026-01-01")?;
///     let terms = Terms::revenue_share(id, "USD".parse()?, start, "shop", "10%".parse()?);
///     let terms = terms.with(|sheet| {
///         sheet.group = slate;
///         sheet.advances.push(advance);
///     });
///     Ok(terms.build()?)
/// };
/// let sold = |amount: &str| -> Result<Activity, partnership::Error> {
///     let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
///     january.add_sale("shop", amount.parse()?)?;
///     Ok(january)
/// };
/// let (hit, flop) = (sheet("hit", "500.00 USD")?, sheet("flop", "1000.00 USD")?);
/// let (hit_state, flop_state) = (hit.new_state(), flop.new_state());
/// let (hit_sold, flop_sold) = (sold("20000.00 USD")?, sold("1000.00 USD")?);
///
/// let round = settle_group(&[(&hit, &hit_state, &hit_sold), (&flop, &flop_state, &flop_sold)])?;
/// let (statement, _) = &round.settled[0];
/// assert_eq!(statement.paid().to_string(), "600.00 USD");
/// let (statement, _) = &round.settled[1];
/// assert_eq!(statement.recouped_by_group().to_string(), "900.00 USD");
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "cross-collateralisation")]
#[doc(alias = "cross-collateralization")]
pub fn settle_group(
    entries: &[(&Terms, &State, &Activity)],
) -> Result<GroupSettlement, GroupError> {
    check(entries)?;
    let mut workings: Vec<Plain<'_>> = entries.iter().map(|(terms, ..)| plain(terms)).collect();
    let mut halves = Vec::with_capacity(entries.len());
    for (position, (working, entry)) in workings.iter_mut().zip(entries).enumerate() {
        let (terms, state, activity) = *entry;
        let half = begin(working, terms, state, activity);
        halves.push((position, half.map_err(|stop| refused(terms, stop))?));
    }
    halves.sort_by(|(_, left), (_, right)| left.run.terms.id().cmp(right.run.terms.id()));
    let mut crossings = Vec::new();
    for donor in 0..halves.len() {
        for receiver in (0..halves.len()).filter(|receiver| *receiver != donor) {
            cross(&mut halves, donor, receiver, &mut crossings)?;
        }
    }
    halves.sort_by_key(|(position, _)| *position);
    let end = |(_, half): (usize, Half<'_, _>)| {
        let terms = half.run.terms;
        half.end().map_err(|stop| refused(terms, stop))
    };
    Ok(GroupSettlement {
        settled: halves.into_iter().map(end).collect::<Result<_, _>>()?,
        crossings,
    })
}

/// Refuses agreements that are no group.
fn check(entries: &[(&Terms, &State, &Activity)]) -> Result<(), GroupError> {
    let Some((first, ..)) = entries.first() else {
        return Ok(());
    };
    let expected = &first.sheet().group;
    for (terms, ..) in entries {
        let found = &terms.sheet().group;
        if found.is_none() || found != expected {
            return Err(GroupError::GroupMismatch {
                terms: terms.id().clone(),
                expected: expected.clone(),
                found: found.clone(),
            });
        }
    }
    for (terms, ..) in entries {
        let (expected, found) = (first.currency(), terms.currency());
        if found != expected {
            return Err(GroupError::CurrencyMismatch {
                terms: terms.id().clone(),
                expected,
                found,
            });
        }
    }
    let mut ids = BTreeSet::new();
    for (terms, ..) in entries {
        if !ids.insert(terms.id()) {
            let terms = terms.id().clone();
            return Err(GroupError::DuplicateId { terms });
        }
    }
    Ok(())
}

/// Lets one agreement give to the open advances of another.
fn cross(
    halves: &mut [(usize, Half<'_, Plain<'_>>)],
    donor: usize,
    receiver: usize,
    crossings: &mut Vec<Crossing>,
) -> Result<(), GroupError> {
    let Some(giver) = halves.get(donor).map(|(_, half)| half.run.terms) else {
        return Ok(());
    };
    let failed = |failure| refused(giver, at("the group")(failure));
    let open = halves
        .get(receiver)
        .map(|(_, half)| half.open_to(giver.id()));
    for mut crossing in open.transpose().map_err(failed)?.unwrap_or_default() {
        let Some((_, half)) = halves.get_mut(donor) else {
            return Ok(());
        };
        let index = crossings.len();
        let Some(taken) = half.give(index, &crossing).map_err(failed)? else {
            continue;
        };
        crossing.taken = half
            .run
            .money(taken, "the group")
            .map_err(|stop| refused(giver, stop))?;
        if let Some((_, half)) = halves.get_mut(receiver) {
            half.receive(index, &crossing).map_err(failed)?;
        }
        crossings.push(crossing);
    }
    Ok(())
}

fn refused(terms: &Terms, stop: Stop) -> GroupError {
    GroupError::Settle {
        terms: terms.id().clone(),
        error: Box::new(refusal(stop)),
    }
}
