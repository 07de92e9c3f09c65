//! The rule of a dynamic split (spec/splits.md 3.3), for figures and for proofs.

use std::collections::BTreeMap;

use num_integer::Integer as _;

use crate::explain::Path;
use crate::party::PartyId;
use crate::ratio::Ratio;

use super::equity_terms::{EquityTerms, Measured, Metric, usual_attainment, usual_band};
use super::grid::{COARSE, QUANTISED};
use super::shares::Split;
use super::working::{Done, Working};

/// The finest common denominator that attainments and scores keep.
const MILLIONTHS: u128 = 1_000_000;

/// One milestone: its papers, and where they stand.
pub(super) struct Milestone<'a> {
    pub(super) parties: &'a [PartyId],
    pub(super) terms: &'a EquityTerms,
    pub(super) measured: &'a Measured,
    /// The split in force, if it is another than the baseline.
    pub(super) current: Option<&'a Split>,
    pub(super) terms_at: &'a Path<'a>,
    pub(super) measured_at: &'a Path<'a>,
    pub(super) current_at: &'a Path<'a>,
    pub(super) limit_at: &'a Path<'a>,
}

/// What a milestone comes to, party by party.
pub(super) struct Adjusted<F> {
    pub(super) scores: Option<Vec<F>>,
    pub(super) alpha: F,
    pub(super) shares: Vec<F>,
}

impl Milestone<'_> {
    /// The shares of everybody, from those of the baseline.
    pub(super) fn adjust<W: Working>(
        &self,
        working: &mut W,
        baseline: Vec<W::Figure>,
    ) -> Done<Adjusted<W::Figure>> {
        let base = working.fitted(self.parties, baseline, COARSE)?;
        let whole = working.sum(&base, || "the whole".into())?;
        let scores = match self.measured {
            Measured::Metrics(metrics) => Some(self.scores_of(working, metrics, whole)?),
            Measured::Scores(scores) => Some(self.given_scores(working, scores, whole)?),
            Measured::ContributionShare(_) => None,
        };
        let moves = match (&scores, self.measured) {
            (Some(scores), _) => self.by_scores(working, &base, scores, whole)?,
            (None, Measured::ContributionShare(sigma)) => {
                Some(self.by_contribution(working, &base, sigma)?)
            }
            (None, _) => None,
        };
        let (alpha, shares) = if let Some(moves) = moves {
            self.within_band(working, &base, &moves, whole)?
        } else {
            working.note(whole, "nobody reached anything: no change");
            (whole, base.clone())
        };
        let shares = match self.terms.max_step {
            Some(limit) => self.step(working, limit, &base, shares, whole)?,
            None => shares,
        };
        Ok(Adjusted {
            scores,
            alpha,
            shares,
        })
    }

    /// The weighted mean of the attainments of each party, 1 if none was measured.
    fn scores_of<W: Working>(
        &self,
        working: &mut W,
        metrics: &[Metric],
        whole: W::Figure,
    ) -> Done<Vec<W::Figure>> {
        let mut attained = Vec::new();
        let mut weighed = Vec::new();
        let all = self.measured_at.name("metrics");
        for (position, metric) in metrics.iter().enumerate() {
            if metric.weight == 0 {
                continue;
            }
            let at = all.index(position);
            let label = || format!("weight of {}", metric.name);
            let weight = working.input(&at.name("weight"), metric.weight.into(), label)?;
            for (place, party) in self.parties.iter().enumerate() {
                let measured = (metric.targets.get(party), metric.actuals.get(party));
                let (Some(target), Some(actual)) = measured else {
                    continue;
                };
                let attainment = self.attainment(working, &at, metric, party, *target, *actual)?;
                attained.push(attainment);
                weighed.push((place, weight));
            }
        }
        let attained = on_millionths(working, attained)?;
        let mut own = vec![(Vec::new(), Vec::new()); self.parties.len()];
        for ((place, weight), attainment) in weighed.into_iter().zip(attained) {
            if let Some((weights, attainments)) = own.get_mut(place) {
                weights.push(weight);
                attainments.push(attainment);
            }
        }
        let mut means = Vec::with_capacity(self.parties.len());
        for ((weights, attainments), party) in own.iter().zip(self.parties) {
            if weights.is_empty() {
                means.push(whole);
                continue;
            }
            let mut points = Vec::with_capacity(weights.len());
            for (weight, attainment) in weights.iter().zip(attainments) {
                let label = || format!("points of {party}");
                points.push(working.product(*weight, *attainment, label)?);
            }
            let points = working.sum(&points, || format!("all points of {party}"))?;
            let weights = working.sum(weights, || format!("weights that count for {party}"))?;
            means.push(working.quotient(points, weights, || format!("score of {party}"))?);
        }
        on_millionths(working, means)
    }

    /// `actual / target`, as far as it counts.
    fn attainment<W: Working>(
        &self,
        working: &mut W,
        at: &Path<'_>,
        metric: &Metric,
        party: &PartyId,
        target: Ratio,
        actual: Ratio,
    ) -> Done<W::Figure> {
        let name = &metric.name;
        let (targets, actuals) = (at.name("targets"), at.name("actuals"));
        let place = targets.name(party.as_str());
        let target = working.input(&place, target, || format!("target of {party} in {name}"))?;
        let place = actuals.name(party.as_str());
        let actual = working.input(&place, actual, || format!("actual of {party} in {name}"))?;
        let label = || format!("attainment of {party} in {name}");
        let attained = working.quotient(actual, target, label)?;
        let label = || "most that an attainment counts".to_owned();
        let most = match self.terms.max_attainment {
            Some(most) => working.input(&self.terms_at.name("max_attainment"), most, label)?,
            None => working.constant(usual_attainment(), label)?,
        };
        let label = || format!("what counts of {party} in {name}");
        working.smallest(&[attained, most], label)
    }

    /// The scores as they were given, 1 where none was.
    fn given_scores<W: Working>(
        &self,
        working: &mut W,
        scores: &BTreeMap<PartyId, Ratio>,
        whole: W::Figure,
    ) -> Done<Vec<W::Figure>> {
        let all = self.measured_at.name("scores");
        let mut given = Vec::with_capacity(self.parties.len());
        for party in self.parties {
            given.push(match scores.get(party) {
                Some(score) => {
                    let label = || format!("score of {party}");
                    working.input(&all.name(party.as_str()), *score, label)?
                }
                None => whole,
            });
        }
        on_millionths(working, given)
    }

    /// How far each share would move: `gain x share x (score / mean score - 1)`. None if all who
    /// have a share scored 0.
    fn by_scores<W: Working>(
        &self,
        working: &mut W,
        base: &[W::Figure],
        scores: &[W::Figure],
        whole: W::Figure,
    ) -> Done<Option<Vec<W::Figure>>> {
        let mut weighed = Vec::with_capacity(base.len());
        for ((base, score), party) in base.iter().zip(scores).zip(self.parties) {
            let label = || format!("score of {party} by its share");
            weighed.push(working.product(*base, *score, label)?);
        }
        let mean = working.sum(&weighed, || "mean score".into())?;
        if working.value(mean).is_zero() {
            return Ok(None);
        }
        let gain = self.gain(working)?;
        let mut moves = Vec::with_capacity(base.len());
        for ((base, score), party) in base.iter().zip(scores).zip(self.parties) {
            let label = || format!("score of {party} over the mean");
            let over = working.quotient(*score, mean, label)?;
            let over = working.difference(over, whole, || format!("{party} above the mean"))?;
            let over = working.product(*base, over, || format!("raw move of {party}"))?;
            moves.push(working.product(gain, over, || format!("move of {party}"))?);
        }
        Ok(Some(moves))
    }

    /// How far each share would move: `gain x (share by contribution - share)`.
    fn by_contribution<W: Working>(
        &self,
        working: &mut W,
        base: &[W::Figure],
        sigma: &Split,
    ) -> Done<Vec<W::Figure>> {
        let at = self.measured_at.name("sigma");
        let sigma = working.split(&at, sigma, self.parties, "share by contribution")?;
        let sigma = working.fitted(self.parties, sigma, COARSE)?;
        let gain = self.gain(working)?;
        let mut moves = Vec::with_capacity(base.len());
        for ((base, sigma), party) in base.iter().zip(sigma).zip(self.parties) {
            let over = working.difference(sigma, *base, || format!("raw move of {party}"))?;
            moves.push(working.product(gain, over, || format!("move of {party}"))?);
        }
        Ok(moves)
    }

    fn gain<W: Working>(&self, working: &mut W) -> Done<W::Figure> {
        let at = self.terms_at.name("gain");
        match self.terms.gain {
            Some(gain) => working.input(&at, gain, || "gain".into()),
            None => working.absent(&at, Ratio::ONE, || "gain".into()),
        }
    }

    /// The part of all moves that the band leaves room for, and the shares after it.
    fn within_band<W: Working>(
        &self,
        working: &mut W,
        base: &[W::Figure],
        moves: &[W::Figure],
        whole: W::Figure,
    ) -> Done<(W::Figure, Vec<W::Figure>)> {
        let label = || "band".to_owned();
        let band = match self.terms.band {
            Some(band) => working.input(&self.terms_at.name("band"), band, label)?,
            None => working.constant(usual_band(), label)?,
        };
        let mut room = vec![whole];
        for ((base, change), party) in base.iter().zip(moves).zip(self.parties) {
            if working.value(*change).is_zero() {
                continue;
            }
            let (free, magnitude) = if working.value(*change).is_negative() {
                (
                    *base,
                    working.negate(*change, || format!("loss of {party}"))?,
                )
            } else {
                let label = || format!("what {party} has not");
                (working.difference(whole, *base, label)?, *change)
            };
            let free = working.smallest(&[band, free], || format!("room for {party}"))?;
            let label = || format!("part of its move that {party} has room for");
            room.push(working.quotient(free, magnitude, label)?);
        }
        let label = || "part of all moves within the band".to_owned();
        let alpha = working.smallest(&room, label)?;
        let shares = self.moved(working, base, alpha, moves)?;
        Ok((alpha, shares))
    }

    /// From the split in force towards the new one, by no more than the limit.
    fn step<W: Working>(
        &self,
        working: &mut W,
        limit: Ratio,
        base: &[W::Figure],
        shares: Vec<W::Figure>,
        whole: W::Figure,
    ) -> Done<Vec<W::Figure>> {
        let shares = working.fitted(self.parties, shares, COARSE)?;
        let current = match self.current {
            Some(current) => {
                let given =
                    working.split(self.current_at, current, self.parties, "share in force")?;
                working.fitted(self.parties, given, COARSE)?
            }
            None => base.to_vec(),
        };
        let limit = working.input(self.limit_at, limit, || "limit of a step".into())?;
        let mut room = vec![whole];
        let mut moves = Vec::with_capacity(shares.len());
        for ((share, current), party) in shares.into_iter().zip(&current).zip(self.parties) {
            let change = working.difference(share, *current, || format!("step of {party}"))?;
            moves.push(change);
            let magnitude = match working.value(change) {
                none if none.is_zero() => continue,
                down if down.is_negative() => {
                    working.negate(change, || format!("step down of {party}"))?
                }
                _ => change,
            };
            let label = || format!("part of its step that {party} may take");
            room.push(working.quotient(limit, magnitude, label)?);
        }
        let beta = working.smallest(&room, || "part of all steps within the limit".into())?;
        self.moved(working, &current, beta, &moves)
    }

    /// Shares after a part of their moves.
    fn moved<W: Working>(
        &self,
        working: &mut W,
        from: &[W::Figure],
        part: W::Figure,
        moves: &[W::Figure],
    ) -> Done<Vec<W::Figure>> {
        let mut shares = Vec::with_capacity(from.len());
        for ((from, change), party) in from.iter().zip(moves).zip(self.parties) {
            let change = working.product(part, *change, || format!("change of {party}"))?;
            shares.push(working.sum(&[*from, change], || format!("share of {party}"))?);
        }
        working.fitted(self.parties, shares, QUANTISED)
    }
}

/// Numbers as they are, or all of them on millionths if they are finer together.
fn on_millionths<W: Working>(working: &mut W, numbers: Vec<W::Figure>) -> Done<Vec<W::Figure>> {
    let mut common: u128 = 1;
    for number in &numbers {
        let denominator = working.value(*number).denominator().unsigned_abs();
        let rest = denominator.checked_div(common.gcd(&denominator));
        common = common.saturating_mul(rest.unwrap_or(1));
        if common > MILLIONTHS {
            break;
        }
    }
    if common <= MILLIONTHS {
        return Ok(numbers);
    }
    let mut rounded = Vec::with_capacity(numbers.len());
    for number in numbers {
        rounded.push(working.millionth(number, || "on millionths".into())?);
    }
    Ok(rounded)
}
