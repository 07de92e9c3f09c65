//! [`best_packages`]: which packages two sides should settle on.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::ratio::{Ratio, RatioError};

use super::id::Id;
use super::issue_error::IssueError;
use super::schema::Schema;

/// Packages sorted out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Packages {
    pub(super) schema: Schema,
    /// Those that are worse for a side than no deal, by id.
    pub rejected: Vec<Id>,
    /// Those that another is at least as good as for both, and better for one, by id.
    pub dominated: Vec<Id>,
    /// Those with the largest product, by id.
    pub best: Vec<Id>,
    /// What both sides gain over their reserves, multiplied; none if nothing is left.
    pub product: Option<Ratio>,
}

/// A package: its id, what it is worth to the producer and to the partner.
pub(super) type Package = (Id, Ratio, Ratio);

/// Returns the packages with the largest product of gains over what each side has without a deal:
/// the Nash solution.
///
/// What is below a reserve is rejected first, so that two losses never multiply to a gain; of the
/// rest, what another package beats is dominated (spec/alignment.md 12).
///
/// # Errors
///
/// [`IssueError::DuplicatePackage`], [`IssueError::Overflow`].
///
/// # Examples
///
/// ```
/// use partnership::Ratio;
/// use partnership::alignment::{Id, best_packages};
///
/// let package = |name: &str, own: i64, other: i64| Ok::<_, partnership::Error>(
///     (name.parse::<Id>()?, Ratio::from(own), Ratio::from(other))
/// );
/// let offers = [package("short", 3, 3)?, package("long", 6, 5)?, package("wide", 5, 7)?];
/// let packages = best_packages((4_u32.into(), 4_u32.into()), &offers)?;
/// assert_eq!(packages.rejected, ["short".parse()?]);
/// assert_eq!(packages.best, ["wide".parse()?]); // 1 x 3 beats 2 x 1
/// assert_eq!(packages.product, Some(Ratio::from(3_u32)));
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "Nash product")]
#[doc(alias = "BATNA")]
#[doc(alias = "reservation value")]
pub fn best_packages(
    reserve: (Ratio, Ratio),
    packages: &[Package],
) -> Result<Packages, IssueError> {
    let mut seen = BTreeSet::new();
    for (package, ..) in packages {
        if !seen.insert(package) {
            let package = package.clone();
            return Err(IssueError::DuplicatePackage { package });
        }
    }
    let accepts = |(_, own, other): &&Package| *own >= reserve.0 && *other >= reserve.1;
    let left: Vec<&Package> = packages.iter().filter(accepts).collect();
    let beaten = dominated(&left);
    let mut best: BTreeSet<Id> = BTreeSet::new();
    let mut product = None;
    for (id, own, other) in left.iter().filter(|(id, ..)| !beaten.contains(id)) {
        let gains = gains(reserve, *own, *other)?;
        if product.is_none_or(|product| gains > product) {
            product = Some(gains);
            best.clear();
        }
        if product == Some(gains) {
            best.insert(id.clone());
        }
    }
    let accepted: BTreeSet<&Id> = left.iter().map(|(id, ..)| id).collect();
    let rejected: BTreeSet<&Id> = seen.difference(&accepted).copied().collect();
    Ok(Packages {
        schema: Schema,
        rejected: rejected.into_iter().cloned().collect(),
        dominated: beaten.into_iter().cloned().collect(),
        best: best.into_iter().collect(),
        product,
    })
}

fn gains(reserve: (Ratio, Ratio), own: Ratio, other: Ratio) -> Result<Ratio, RatioError> {
    let own = own.checked_sub(reserve.0)?;
    own.checked_mul(other.checked_sub(reserve.1)?)
}

/// The packages that another beats: by one pass from the best for the producer down.
fn dominated<'a>(packages: &[&'a Package]) -> BTreeSet<&'a Id> {
    let mut order: Vec<&Package> = packages.to_vec();
    order.sort_by_key(|(_, own, other)| Reverse((*own, *other)));
    let mut beaten = BTreeSet::new();
    // The most for the partner among those so far: of all before, and of the last of these.
    let mut most: Option<(Ratio, Ratio)> = None;
    for (id, own, other) in order {
        match most {
            Some((best_own, best_other))
                if *other < best_other || (*other == best_other && *own < best_own) =>
            {
                beaten.insert(id);
            }
            _ => most = Some((*own, *other)),
        }
    }
    beaten
}
