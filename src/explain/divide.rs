//! [`DivideRule`]: what a division of one total among parties comes to.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use num_integer::Integer as _;

use super::error::Fault;
use super::names::names;
use super::natural::{self, Natural};
use super::value::{Parts, Value};
use crate::allocate::{ClaimsError, ClaimsRule, ExactUnits, InstallmentPolicy, Installments, Ties};
use crate::{Currency, Exact, Money, PartyId, Ratio, Rounding, Weights, WeightsError};

/// The rule of [`Op::Divide`](super::Op::Divide), as spec/splits.md 1 defines it.
///
/// The first arg is the total. What follows, one for each party, depends on the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DivideRule {
    /// By weights (ratios): cut down, and the units left to the largest cut-off fractions.
    ///
    /// The total is money, or a whole number whose parts are ratios.
    LargestRemainder {
        /// Which of the tied comes first; the first in party order if absent.
        key: Option<u64>,
    },
    /// By weights (ratios), every part rounded alone; the parts need not add up.
    EachAlone {
        /// How each part is rounded.
        rounding: Rounding,
    },
    /// A payment of a ledger: what was paid before (money), then the entitlements (exact).
    Greedy,
    /// By claims (money) on an estate, which may exceed them.
    Claims {
        /// Who gives way when the estate is short.
        rule: ClaimsRule,
        /// Whether the parts are exact amounts, before rounding.
        exact: bool,
    },
    /// By weights (ratios) in tranches, `"1"`, `"2"` and so on in time order.
    Installments {
        /// Where the units left fall.
        policy: InstallmentPolicy,
    },
}

impl DivideRule {
    /// Returns the name of the rule on the wire.
    pub const fn name(self) -> &'static str {
        self.code().name()
    }

    /// The rule without its parameters.
    pub(super) const fn code(self) -> RuleCode {
        match self {
            Self::LargestRemainder { .. } => RuleCode::LargestRemainder,
            Self::EachAlone { .. } => RuleCode::EachAlone,
            Self::Greedy => RuleCode::Greedy,
            Self::Claims { rule, .. } => match rule {
                ClaimsRule::Proportional => RuleCode::Proportional,
                ClaimsRule::EqualAwards => RuleCode::EqualAwards,
                ClaimsRule::EqualLosses => RuleCode::EqualLosses,
                ClaimsRule::Talmud => RuleCode::Talmud,
                ClaimsRule::InOrder => RuleCode::InOrder,
            },
            Self::Installments { .. } => RuleCode::Installments,
        }
    }

    /// The name of the rounding or policy that a paper may give.
    pub(super) const fn agreed_name(self) -> Option<&'static str> {
        match self {
            Self::EachAlone { rounding } => Some(rounding.name()),
            Self::Installments { policy } => Some(policy_name(policy)),
            _ => None,
        }
    }

    /// Whether a division among so many takes so many args.
    pub(super) const fn takes(self, among: usize, args: usize) -> bool {
        let each: usize = if matches!(self, Self::Greedy) { 2 } else { 1 };
        args == among.saturating_mul(each).saturating_add(1)
    }

    /// Whether the parts are not rounded.
    pub(super) const fn is_exact(self) -> bool {
        matches!(self, Self::Claims { exact: true, .. })
    }

    /// Whether the ids are of parties, not of tranches.
    #[cfg(feature = "json")]
    pub(super) const fn has_parties(self) -> bool {
        !matches!(self, Self::Installments { .. })
    }

    /// Whether such a list of ids may stand in `among`.
    pub(super) fn accepts(self, among: &[PartyId]) -> bool {
        let in_order = |pair: &[PartyId]| matches!(pair, [left, right] if left < right);
        let fits = match self {
            Self::Installments { .. } => (1_usize..)
                .zip(among)
                .all(|(number, id)| id.as_str() == number.to_string()),
            Self::Claims {
                rule: ClaimsRule::InOrder,
                ..
            } => among.iter().collect::<BTreeSet<_>>().len() == among.len(),
            _ => among.windows(2).all(in_order),
        };
        fits && !among.is_empty()
    }

    /// The parts, in the order of the parties.
    pub(super) fn parts(self, among: &[PartyId], args: &[&Value]) -> Result<Parts, Fault> {
        let (total, each) = args.split_first().ok_or(Fault::Arity)?;
        match (self, *total) {
            (Self::LargestRemainder { key }, Value::Money(total)) => {
                let units = largest_remainder(total.minor(), &ratios(each)?, key)?;
                money(among, *total, units)
            }
            (Self::LargestRemainder { key }, Value::Ratio(total)) => {
                let weights = ratios(each)?;
                if !total.is_integer() {
                    return Err(Fault::BadParameter);
                }
                let units = largest_remainder(total.numerator(), &weights, key)?;
                let parts = units.into_iter().map(|part| Ratio::new(part, 1));
                let parts: Result<Vec<_>, _> = parts.collect();
                let parts = parts.map_err(|_| Fault::Overflow)?;
                Ok(Parts::Ratio(among.iter().cloned().zip(parts).collect()))
            }
            (Self::EachAlone { rounding }, Value::Money(total)) => {
                let units = each_alone(*total, &ratios(each)?, rounding)?;
                money(among, *total, units)
            }
            (Self::Greedy, Value::Money(total)) => greedy(among, *total, each),
            (Self::Claims { rule, exact }, Value::Money(estate)) => {
                claims(among, *estate, each, rule, exact)
            }
            (Self::Installments { policy }, Value::Money(total)) => {
                let Common::Narrow(weights) = common(&ratios(each)?)? else {
                    return Err(Fault::Overflow);
                };
                let parts = Installments::new(weights, policy).parts(*total);
                Ok(Parts::Money(among.iter().cloned().zip(parts).collect()))
            }
            _ => Err(Fault::Kind),
        }
    }
}

names! {
    /// The rules of division by name.
    pub(super) enum RuleCode "the name of a rule, such as \"largest_remainder\"" {
        LargestRemainder = "largest_remainder",
        EachAlone = "each_alone",
        Greedy = "greedy",
        Proportional = "proportional",
        EqualAwards = "equal_awards",
        EqualLosses = "equal_losses",
        Talmud = "talmud",
        InOrder = "in_order",
        Installments = "installments",
    }
}

/// All args as ratios.
fn ratios(args: &[&Value]) -> Result<Vec<Ratio>, Fault> {
    let ratio = |value: &&Value| match value {
        Value::Ratio(ratio) => Ok(*ratio),
        _ => Err(Fault::Kind),
    };
    args.iter().map(ratio).collect()
}

/// All args as money of one currency.
fn amounts(total: Money, args: &[&Value]) -> Result<Vec<Money>, Fault> {
    let amount = |value: &&Value| match value {
        Value::Money(money) if money.currency() == total.currency() => Ok(*money),
        _ => Err(Fault::Kind),
    };
    args.iter().map(amount).collect()
}

/// Units as parts in the currency of the total.
fn money(among: &[PartyId], total: Money, units: Vec<i128>) -> Result<Parts, Fault> {
    let part = |units| Money::from_minor_wide(units, total.currency());
    let parts: Result<Vec<_>, _> = units.into_iter().map(part).collect();
    let parts = parts.map_err(|_| Fault::Overflow)?;
    Ok(Parts::Money(among.iter().cloned().zip(parts).collect()))
}

/// Weights on one denominator below `2^64`, or on a wider one.
enum Common {
    Narrow(Weights),
    Wide { weights: Vec<Natural>, sum: Natural },
}

fn common(ratios: &[Ratio]) -> Result<Common, Fault> {
    match Weights::from_ratios(ratios) {
        Ok(weights) => Ok(Common::Narrow(weights)),
        Err(WeightsError::TooFine { .. } | WeightsError::WeightOverflow { .. }) => {
            let weights = natural::on_one_denominator(ratios).ok_or(Fault::Overflow)?;
            let start = Natural::from(0);
            let sum = weights.iter().fold(start, |sum, weight| sum.plus(weight));
            Ok(Common::Wide { weights, sum })
        }
        Err(_) => Err(Fault::BadParameter),
    }
}

/// spec/splits.md 1.1 over weights of any fineness: quantising has shares of any denominator.
fn largest_remainder(total: i128, ratios: &[Ratio], key: Option<u64>) -> Result<Vec<i128>, Fault> {
    let ties = key.map_or(Ties::ByParty, Ties::Rotated);
    let (weights, sum) = match (common(ratios)?, i64::try_from(total)) {
        (Common::Narrow(weights), Ok(total)) => {
            let mut units = vec![0; weights.len()];
            let divided = weights
                .with_ties(ties)
                .allocate_minor_into(total, &mut units);
            divided.map_err(|_| Fault::Arity)?;
            return Ok(units.into_iter().map(i128::from).collect());
        }
        (Common::Narrow(weights), Err(_)) => {
            let natural = |weight: &u64| Natural::from(u128::from(*weight));
            let wide = weights.as_slice().iter().map(natural).collect();
            (wide, Natural::from(u128::from(weights.sum())))
        }
        (Common::Wide { weights, sum }, _) => (weights, sum),
    };
    let magnitude = total.unsigned_abs();
    let mut left = magnitude;
    let mut units = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    for weight in &weights {
        let (whole, rest) = weight.times(magnitude).div_rem_wide(&sum);
        let whole = whole.to_u128().ok_or(Fault::Overflow)?;
        left = left.saturating_sub(whole);
        units.push(whole);
        rests.push(rest);
    }
    // Fewer units are left than there are parties.
    let left = usize::try_from(left).map_err(|_| Fault::Overflow)?;
    for receives in first_of(&rests, left, key.unwrap_or(0)) {
        if let Some(part) = units.get_mut(receives) {
            *part = part.saturating_add(1);
        }
    }
    let signed = |part: u128| {
        let part = i128::try_from(part).map_err(|_| Fault::Overflow)?;
        Ok(if total < 0 {
            part.saturating_neg()
        } else {
            part
        })
    };
    units.into_iter().map(signed).collect()
}

/// The positions of the so many largest; those tied at the cut begin at `key` and go around.
fn first_of<T: Ord>(values: &[T], count: usize, key: u64) -> Vec<usize> {
    let mut order: Vec<(usize, &T)> = values.iter().enumerate().collect();
    order.sort_by(|(_, left), (_, right)| right.cmp(left));
    let Some((_, cut)) = count
        .checked_sub(1)
        .and_then(|last| order.get(last).copied())
    else {
        return Vec::new();
    };
    let above = order.iter().take_while(|(_, value)| *value > cut);
    let mut first: Vec<usize> = above.map(|(position, _)| *position).collect();
    let tied: Vec<usize> = order
        .iter()
        .filter(|(_, value)| *value == cut)
        .map(|(at, _)| *at)
        .collect();
    let around = u64::try_from(tied.len())
        .ok()
        .and_then(|tied| key.checked_rem(tied));
    let start = around
        .and_then(|start| usize::try_from(start).ok())
        .unwrap_or(0);
    let places = count.saturating_sub(first.len());
    first.extend(tied.iter().cycle().skip(start).take(places));
    first
}

/// spec/splits.md 1.1, each share rounded alone.
fn each_alone(total: Money, ratios: &[Ratio], rounding: Rounding) -> Result<Vec<i128>, Fault> {
    match common(ratios)? {
        Common::Narrow(weights) => {
            let (parts, _) = weights.round_each(total, rounding);
            Ok(parts.into_iter().map(Money::minor).collect())
        }
        Common::Wide { weights, sum } => {
            let (magnitude, negative) = (total.minor().unsigned_abs(), total.is_negative());
            let part = |weight: &Natural| {
                let part = weight
                    .times(magnitude)
                    .rounded(negative, &sum, rounding)
                    .to_u128();
                let part = part
                    .and_then(|part| i128::try_from(part).ok())
                    .ok_or(Fault::Overflow)?;
                Ok(if negative {
                    part.saturating_neg()
                } else {
                    part
                })
            };
            weights.iter().map(part).collect()
        }
    }
}

/// spec/splits.md 1.4.
fn claims(
    among: &[PartyId],
    estate: Money,
    each: &[&Value],
    rule: ClaimsRule,
    exact: bool,
) -> Result<Parts, Fault> {
    let claims = amounts(estate, each)?;
    let awards = rule.award(estate, &claims).map_err(|error| match error {
        ClaimsError::Overflow => Fault::Overflow,
        _ => Fault::BadParameter,
    })?;
    let parties = among.iter().cloned();
    if !exact {
        return Ok(Parts::Money(
            parties.zip(awards.awards().iter().copied()).collect(),
        ));
    }
    let part = |units: &ExactUnits| {
        let major = in_major_units(*units, estate.currency()).ok_or(Fault::Overflow)?;
        Ok(Exact::new(major, estate.currency()))
    };
    let parts: Result<Vec<_>, _> = awards.exact().iter().map(part).collect();
    Ok(Parts::Exact(parties.zip(parts?).collect()))
}

/// Minor units of 0 and above as a ratio of major units, if that fits.
fn in_major_units(units: ExactUnits, currency: Currency) -> Option<Ratio> {
    let scale = currency.minor_per_major();
    let whole = Natural::from(units.whole().unsigned_abs()).times(units.denominator());
    let above = whole.plus(&Natural::from(units.numerator()));
    // The fraction is in lowest terms, so only the scale can be cancelled.
    let shared = above.div_rem(scale).1.gcd(&scale);
    let below = Natural::from(units.denominator()).times(scale.checked_div(shared)?);
    let above = i128::try_from(above.div_rem(shared).0.to_u128()?).ok()?;
    Ratio::new(above, i128::try_from(below.to_u128()?).ok()?).ok()
}

/// The name of a policy on the wire.
const fn policy_name(policy: InstallmentPolicy) -> &'static str {
    match policy {
        InstallmentPolicy::CumulativeRounding => "cumulative_rounding",
        InstallmentPolicy::CumulativeRoundDown => "cumulative_round_down",
        InstallmentPolicy::FrontLoaded => "front_loaded",
        InstallmentPolicy::BackLoaded => "back_loaded",
        InstallmentPolicy::FrontSingle => "front_single",
        InstallmentPolicy::BackSingle => "back_single",
        InstallmentPolicy::LargestRemainder => "largest_remainder",
    }
}

/// The policy of a name on the wire.
#[cfg(feature = "serde")]
pub(super) fn policy(name: &str) -> Option<InstallmentPolicy> {
    InstallmentPolicy::ALL
        .into_iter()
        .find(|policy| policy_name(*policy) == name)
}

/// spec/splits.md 1.2: units go one at a time to whoever is owed most.
fn greedy(among: &[PartyId], total: Money, each: &[&Value]) -> Result<Parts, Fault> {
    let (paid, owed) = each.split_at_checked(among.len()).ok_or(Fault::Arity)?;
    let paid = amounts(total, paid)?;
    let entitlement = |value: &&Value| match value {
        Value::Exact(exact) if exact.currency() == total.currency() => Ok(exact.major()),
        _ => Err(Fault::Kind),
    };
    let owed: Vec<Ratio> = owed.iter().map(entitlement).collect::<Result<_, _>>()?;
    let major = |money: &Money| Exact::from(*money).major();
    let before = paid.iter().chain([&total]).map(major);
    let (owed_in_all, due_in_all) = (natural::sum(owed.iter().copied()), natural::sum(before));
    if owed_in_all.ok_or(Fault::Overflow)? != due_in_all.ok_or(Fault::Overflow)? {
        return Err(Fault::BadParameter);
    }
    // A refund is the mirror of a payment.
    let mirror = |number: Ratio| if total.is_negative() { -number } else { number };
    let scale = total.currency().minor_per_major();
    let mut wholes = Vec::with_capacity(among.len());
    let mut rests = Vec::with_capacity(among.len());
    for (owed, paid) in owed.into_iter().zip(&paid) {
        // What is still owed, in units; paid are whole ones.
        let (whole, rest) = in_units(mirror(owed), scale).ok_or(Fault::Overflow)?;
        let paid = if total.is_negative() {
            paid.minor().saturating_neg()
        } else {
            paid.minor()
        };
        wholes.push(whole.checked_sub(paid).ok_or(Fault::Overflow)?);
        rests.push(rest);
    }
    let lines = lines(&wholes, &rests, total.minor().saturating_abs()).ok_or(Fault::Overflow)?;
    let signed = |line: i128| {
        if total.is_negative() {
            line.saturating_neg()
        } else {
            line
        }
    };
    money(among, total, lines.into_iter().map(signed).collect())
}

/// Major units as whole minor units, rounded down, and the rest below one: no product of the two
/// denominators has to fit.
fn in_units(major: Ratio, scale: u128) -> Option<(i128, Ratio)> {
    let below = major.denominator();
    let above = Natural::from(major.numerator().unsigned_abs()).times(scale);
    let (whole, rest) = above.div_rem(below.unsigned_abs());
    let whole = i128::try_from(whole.to_u128()?).ok()?;
    let rest = Ratio::new(i128::try_from(rest).ok()?, below).ok()?;
    match (major.is_negative(), rest.is_zero()) {
        (false, _) => Some((whole, rest)),
        (true, true) => Some((whole.saturating_neg(), rest)),
        (true, false) => {
            let whole = whole.saturating_neg().checked_sub(1)?;
            Some((whole, Ratio::ONE.checked_sub(rest).ok()?))
        }
    }
}

/// The lines of a payment: `whole` units and a `rest` below one unit are owed to each.
fn lines(wholes: &[i128], rests: &[Ratio], units: i128) -> Option<Vec<i128>> {
    // The lowest level at which so many units suffice to leave nobody more than it behind.
    let at = |level: i128| {
        wholes
            .iter()
            .map(|whole| whole.saturating_sub(level).max(0))
            .try_fold(0_i128, i128::checked_add)
    };
    let mut level: i128 = 0;
    let mut enough = wholes.iter().copied().max()?.max(0);
    while level < enough {
        let middle = level.saturating_add(enough.saturating_sub(level) >> 1);
        if at(middle).is_some_and(|sum| sum <= units) {
            enough = middle;
        } else {
            level = middle.saturating_add(1);
        }
    }
    let left = usize::try_from(units.checked_sub(at(level)?)?).ok()?;
    let mut lines: Vec<i128> = wholes
        .iter()
        .map(|whole| whole.saturating_sub(level).max(0))
        .collect();
    // Who stands at the level is behind by it and his rest; everybody else by less.
    let behind: Vec<Option<Ratio>> = wholes
        .iter()
        .zip(rests)
        .map(|(whole, rest)| (whole.cmp(&level) != Ordering::Less).then_some(*rest))
        .collect();
    for receives in first_of(&behind, left, 0) {
        if let Some(line) = lines.get_mut(receives) {
            *line = line.saturating_add(1);
        }
    }
    Some(lines)
}
