//! One total among several, as spec/splits.md 1 says it, in minor units.

use num_bigint::BigInt;

use super::value::{Fraction, whole};

/// To the next whole number, in the direction that a rounding names.
pub fn rounded(number: &Fraction, rounding: &str) -> Option<Fraction> {
    let floor = number.floor();
    let rest = number - &floor;
    let half = Fraction::new(1.into(), 2.into());
    let (is_whole, is_negative) = (rest == whole(0), *number < whole(0));
    let goes_up = match rounding {
        "floor" => false,
        "ceiling" => !is_whole,
        "down" => !is_whole && is_negative,
        "up" => !is_whole && !is_negative,
        "half_away_from_zero" => rest > half || rest == half && !is_negative,
        "half_even" => rest > half || rest == half && (&floor % whole(2)) != whole(0),
        _ => return None,
    };
    Some(if goes_up { floor + whole(1) } else { floor })
}

fn sum(numbers: &[Fraction]) -> Fraction {
    numbers.iter().fold(whole(0), |sum, number| sum + number)
}

fn count(number: &Fraction) -> Option<usize> {
    usize::try_from(number.to_integer()).ok()
}

/// A loss is divided as a gain is, and turned round.
fn mirrored(
    total: &Fraction,
    divide: impl Fn(&Fraction) -> Option<Vec<Fraction>>,
) -> Option<Vec<Fraction>> {
    if *total >= whole(0) {
        return divide(total);
    }
    Some(divide(&-total)?.into_iter().map(|part| -part).collect())
}

/// Positions by what is largest; of equals the first comes first.
fn by_size(numbers: &[Fraction]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|left, right| numbers[*right].cmp(&numbers[*left]));
    order
}

/// Whole parts below, and one more to each of the largest rests.
fn filled_up(exact: &[Fraction], total: &Fraction, key: u64) -> Option<Vec<Fraction>> {
    let mut parts: Vec<Fraction> = exact.iter().map(Fraction::floor).collect();
    let rests: Vec<Fraction> = exact
        .iter()
        .zip(&parts)
        .map(|(all, part)| all - part)
        .collect();
    let left = count(&(total - sum(&parts)))?;
    let order = by_size(&rests);
    let Some(cut) = left.checked_sub(1).map(|last| rests[order[last]].clone()) else {
        return Some(parts);
    };
    let (above, tied): (Vec<usize>, Vec<usize>) = order
        .into_iter()
        .filter(|at| rests[*at] >= cut)
        .partition(|at| rests[*at] > cut);
    let start = key % u64::try_from(tied.len()).ok()?;
    let around = tied.iter().cycle().skip(usize::try_from(start).ok()?);
    for at in above.iter().chain(around).take(left) {
        parts[*at] += whole(1);
    }
    Some(parts)
}

fn shares(total: &Fraction, weights: &[Fraction]) -> Option<Vec<Fraction>> {
    let all = sum(weights);
    let fits = all > whole(0) && weights.iter().all(|weight| *weight >= whole(0));
    fits.then(|| weights.iter().map(|weight| total * weight / &all).collect())
}

/// Rounded down, and the units left to the largest rests; equal rests begin at the key.
pub fn largest_remainder(
    total: &Fraction,
    weights: &[Fraction],
    key: Option<u64>,
) -> Option<Vec<Fraction>> {
    mirrored(total, |total| {
        filled_up(&shares(total, weights)?, total, key.unwrap_or(0))
    })
}

/// Every share rounded by itself.
pub fn each_alone(total: &Fraction, weights: &[Fraction], rounding: &str) -> Option<Vec<Fraction>> {
    let exact = shares(total, weights)?;
    exact.iter().map(|share| rounded(share, rounding)).collect()
}

/// A payment of a ledger: what was paid before, and what everybody should have with this payment.
pub fn greedy(total: &Fraction, paid: &[Fraction], owed: &[Fraction]) -> Option<Vec<Fraction>> {
    if sum(owed) != sum(paid) + total {
        return None;
    }
    let turned = |numbers: &[Fraction]| -> Vec<Fraction> {
        let is_back = *total < whole(0);
        let turn = |number: &Fraction| if is_back { -number } else { number.clone() };
        numbers.iter().map(turn).collect()
    };
    let (paid, owed) = (turned(paid), turned(owed));
    mirrored(total, |total| {
        let floors = paid
            .iter()
            .zip(&owed)
            .map(|(paid, owed)| paid.clone().max(owed.floor()));
        let mut have: Vec<Fraction> = floors.collect();
        let mut left = total - (sum(&have) - sum(&paid));
        while left != whole(0) {
            let rest = |at: &usize| &owed[*at] - &have[*at];
            let gives = left < whole(0);
            let mut order = 0..have.len();
            let next = if gives {
                // The last of the smallest rests, of what is fresh.
                order
                    .filter(|at| have[*at] > paid[*at])
                    .rev()
                    .min_by_key(rest)
            } else {
                let first = order.next()?;
                Some(order.fold(
                    first,
                    |best, at| if rest(&at) > rest(&best) { at } else { best },
                ))
            }?;
            let step = whole(if gives { -1 } else { 1 });
            have[next] += &step;
            left -= step;
        }
        Some(
            have.iter()
                .zip(&paid)
                .map(|(have, paid)| have - paid)
                .collect(),
        )
    })
}

/// The same for everybody, and nobody more than his claim.
fn equal_awards(estate: &Fraction, claims: &[Fraction]) -> Vec<Fraction> {
    let mut awards = vec![whole(0); claims.len()];
    let mut left = estate.clone();
    let order = by_size(claims);
    for (after, at) in order.iter().rev().enumerate() {
        let level = &left / whole(BigInt::from(claims.len() - after));
        awards[*at] = level.min(claims[*at].clone());
        left -= &awards[*at];
    }
    awards
}

fn less(claims: &[Fraction], losses: &[Fraction]) -> Vec<Fraction> {
    claims
        .iter()
        .zip(losses)
        .map(|(claim, loss)| claim - loss)
        .collect()
}

/// Exact awards of an estate that may not be enough, or their whole units.
pub fn claims(
    rule: &str,
    estate: &Fraction,
    claims: &[Fraction],
    exact: bool,
) -> Option<Vec<Fraction>> {
    if *estate < whole(0) || claims.iter().any(|claim| *claim < whole(0)) {
        return None;
    }
    let all = sum(claims);
    let estate = estate.clone().min(all.clone());
    let halves: Vec<Fraction> = claims.iter().map(|claim| claim / whole(2)).collect();
    let awards = match rule {
        "proportional" if all == whole(0) => vec![whole(0); claims.len()],
        "proportional" => shares(&estate, claims)?,
        "equal_awards" => equal_awards(&estate, claims),
        "equal_losses" => less(claims, &equal_awards(&(all - &estate), claims)),
        "talmud" if &estate + &estate <= all => equal_awards(&estate, &halves),
        "talmud" => less(claims, &equal_awards(&(all - &estate), &halves)),
        "in_order" => {
            let mut left = estate.clone();
            let fill = |claim: &Fraction| {
                let award = claim.clone().min(left.clone());
                left -= &award;
                award
            };
            claims.iter().map(fill).collect()
        }
        _ => return None,
    };
    if exact {
        Some(awards)
    } else {
        filled_up(&awards, &estate, 0)
    }
}

/// Tranches in the order of time.
pub fn installments(total: &Fraction, weights: &[Fraction], policy: &str) -> Option<Vec<Fraction>> {
    mirrored(total, |total| {
        let exact = shares(total, weights)?;
        let upto = |rounding: &str| {
            let mut so_far = whole(0);
            let mut before = whole(0);
            let part = |share: &Fraction| {
                so_far += share;
                let now = rounded(&so_far, rounding)?;
                let part = &now - &before;
                before = now;
                Some(part)
            };
            exact.iter().map(part).collect()
        };
        let mut parts: Vec<Fraction> = exact.iter().map(Fraction::floor).collect();
        let left = count(&(total - sum(&parts)))?;
        let able = (0..weights.len()).filter(|at| weights[*at] > whole(0));
        let receivers: Vec<usize> = match policy {
            "cumulative_rounding" => return upto("half_away_from_zero"),
            "cumulative_round_down" => return upto("floor"),
            "largest_remainder" => return filled_up(&exact, total, 0),
            "front_loaded" => able.take(left).collect(),
            "back_loaded" => able.rev().take(left).collect(),
            "front_single" => able.take(1).cycle().take(left).collect(),
            "back_single" => able.rev().take(1).cycle().take(left).collect(),
            _ => return None,
        };
        for at in receivers {
            parts[at] += whole(1);
        }
        Some(parts)
    })
}
