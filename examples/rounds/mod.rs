//! Rounds of grants as they were published, and as the formula computes them.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;

use partnership::allocate::{CappedPool, Elimination, PoolRounding, PoolShares};
use partnership::{Currency, Money, Ratio, Rounding, Weight, Weights};

use super::rows;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A project of a round: its score as a weight, if it has one, and what it was paid.
pub(crate) struct Payout {
    pub(crate) project: String,
    pub(crate) name: String,
    pub(crate) weight: Option<Weight>,
    pub(crate) reward: Money,
}

/// A round: what was published, and what the formula comes to.
pub(crate) struct Round {
    pub(crate) name: String,
    pub(crate) budget: Money,
    /// By the name of the project, those with a score first; the others were paid all the same.
    pub(crate) scored: Vec<Payout>,
    pub(crate) late: Vec<Payout>,
    /// Every reward rounded alone, as it was published.
    pub(crate) alone: PoolShares,
    /// All rewards rounded together.
    pub(crate) exact: PoolShares,
}

impl Round {
    fn new([name, budget, minimum, share]: [String; 4], payouts: Vec<Payout>) -> Result<Self> {
        let (mut scored, late): (Vec<_>, Vec<_>) = payouts
            .into_iter()
            .partition(|payout| payout.weight.is_some());
        // Positions are party order: it decides who gets the cent where fractions are equal.
        scored.sort_by(|left, right| left.project.cmp(&right.project));
        let weights: Vec<Weight> = scored.iter().filter_map(|payout| payout.weight).collect();

        // Budgets such as 1333333.3333333333 are no whole cents, so they stay ratios.
        let budget = budget
            .parse::<Ratio>()?
            .checked_mul(Ratio::from_integer(100))?;
        let cap = budget.checked_mul(share.parse()?)?;
        let pool = CappedPool::new(token()?, budget, Weights::new(weights)?)?
            .with_cap(cap)?
            .with_minimum(tokens(&minimum)?)?
            .with_elimination(Elimination::AllBelow);
        let alone = PoolRounding::EachAlone(Rounding::HalfEven);
        Ok(Self {
            name,
            budget: Money::from_minor_wide(budget.round(Rounding::Floor), token()?)?,
            scored,
            late,
            alone: pool.clone().with_rounding(alone).distribute()?,
            exact: pool.distribute()?,
        })
    }

    /// Every project with a score, its reward by the formula, and its reward of all together.
    pub(crate) fn rewards(&self) -> impl Iterator<Item = (&Payout, Money, Money)> {
        let amounts = self.alone.amounts().zip(self.exact.amounts());
        self.scored
            .iter()
            .zip(amounts)
            .map(|(payout, (alone, exact))| (payout, alone, exact))
    }
}

/// Reads the rounds, each with its payouts.
pub(crate) fn read(rounds: impl Read, payouts: impl Read) -> Result<Vec<Round>> {
    let mut by_round: BTreeMap<String, Vec<Payout>> = BTreeMap::new();
    let columns = ["round", "project", "name", "score", "op_reward"];
    for [round, project, name, score, reward] in rows::read(payouts, columns)? {
        let weight = (!score.is_empty()).then(|| weight(&score)).transpose()?;
        let reward = tokens(if reward.is_empty() { "0" } else { &reward })?;
        let payout = Payout {
            project,
            name,
            weight,
            reward,
        };
        by_round.entry(round).or_default().push(payout);
    }
    let rows = rows::read(rounds, ["round", "budget", "min_amount", "max_share"])?;
    let round = |row: [String; 4]| {
        let payouts = by_round.remove(&row[0]).unwrap_or_default();
        Round::new(row, payouts)
    };
    rows.into_iter().map(round).collect()
}

/// The unit of the rewards.
pub(crate) fn token() -> Result<Currency> {
    Ok(Currency::custom("OP", 2)?)
}

fn tokens(text: &str) -> Result<Money> {
    Ok(format!("{text} OP:2").parse()?)
}

/// A score as a whole weight: its text, such as `9.12e-02`, times 10^18, cut.
fn weight(score: &str) -> Result<Weight> {
    let (digits, exponent) = score.split_once('e').unwrap_or((score, "0"));
    let places = exponent.parse::<i32>()?.saturating_add(18);
    let power = 10_i128
        .checked_pow(places.unsigned_abs())
        .ok_or("a score beyond reach")?;
    let power = if places < 0 {
        Ratio::new(1, power)?
    } else {
        Ratio::new(power, 1)?
    };
    let weight = digits.parse::<Ratio>()?.checked_mul(power)?;
    Ok(Weight::try_from(weight.round(Rounding::Floor))?)
}
