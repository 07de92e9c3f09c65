//! [`Exchange`]: what a matrix of flows comes to.

use crate::party::Side;
use crate::ratio::{Ratio, RatioError};

use super::by_id::ById;
use super::correction::{Correction, correct};
use super::exchange::ExchangeMatrix;
use super::exchange_error::ExchangeError;
use super::exchange_view::View;
use super::id::Id;
use super::schema::Schema;
use super::sides::{BOTH, Sides};

/// What is wrong with an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ExchangeFinding {
    /// One side is ahead of the other by more than the tolerance.
    Uneven {
        /// The side whose net is higher.
        ahead: Side,
        /// The other side.
        behind: Side,
        /// By how much.
        by: Ratio,
        /// The dimension that leans most towards the side ahead, the first of several.
        dimension: Id,
    },
    /// A side gives more than it receives by more than the tolerance.
    Unreciprocated {
        /// The side.
        side: Side,
        /// What it receives over what it gives, from -1 to 1.
        index: Ratio,
        /// The dimension where it loses most, the first of several.
        dimension: Id,
    },
}

/// What a matrix of flows comes to over the whole window: an early gift may be paid back later.
///
/// A share p is a dimension's parts in all parts of the side; means G and R are taken over the
/// periods (spec/alignment.md 10).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Exchange {
    pub(super) schema: Schema,
    /// What each side is better off by, in its own eyes: the sum of `p * (R - G)`.
    pub net: Sides<Ratio>,
    /// Both nets together.
    pub joint: Ratio,
    /// The producer's net less the partner's.
    pub disparity: Ratio,
    /// The disparity of the last period alone.
    pub last_disparity: Ratio,
    /// How many of the latest periods in a row lean the way of the last; 0 if that is level.
    pub run: u32,
    /// `(receiving - giving) / (receiving + giving)`, where receiving and giving are the sums of
    /// `p * R` and `p * G`; none for a side on which nothing flows.
    pub index: Sides<Option<Ratio>>,
    /// How far each dimension leans towards the producer; no fault by itself.
    pub leans: ById<Ratio>,
    /// The smaller of both sides' `receiving / giving`, at most 1.
    pub reciprocity: Ratio,
    /// Whether there is no finding.
    pub balanced: bool,
    /// What is wrong: uneven, then unreciprocated for the producer and for the partner.
    pub findings: Vec<ExchangeFinding>,
    /// What would level an uneven exchange at the largest joint value.
    pub correction: Vec<Correction>,
    /// The nets after it.
    pub after: Sides<Ratio>,
    /// The disparity that is left after it, without sign.
    pub remaining: Ratio,
}

impl ExchangeMatrix {
    /// Returns what the matrix comes to: how uneven, how reciprocal, and what would level it.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Overflow`].
    pub fn exchange(&self) -> Result<Exchange, ExchangeError> {
        let draft = self.draft();
        let views = self.views(&draft.periods)?;
        let net = Sides {
            producer: views.producer.net,
            partner: views.partner.net,
        };
        let disparity = net.producer.checked_sub(net.partner)?;
        let nets = views.producer.nets.iter().zip(&views.partner.nets);
        let leans: Vec<Ratio> = nets
            .map(|(producer, partner)| producer.checked_sub(*partner))
            .collect::<Result<_, _>>()?;
        let index = Sides::try_of(|side| views.get(side).index())?;
        let findings = self.findings(&views, disparity, &leans, &index)?;
        let mut exchange = Exchange {
            schema: Schema,
            net,
            joint: net.producer.checked_add(net.partner)?,
            disparity,
            last_disparity: Ratio::ZERO,
            run: 0,
            index,
            leans: draft.dimensions.iter().cloned().zip(leans).collect(),
            reciprocity: views
                .producer
                .reciprocity()?
                .min(views.partner.reciprocity()?),
            balanced: findings.is_empty(),
            findings,
            correction: Vec::new(),
            after: net,
            remaining: disparity.abs(),
        };
        (exchange.last_disparity, exchange.run) = self.run()?;
        if let Some(ExchangeFinding::Uneven { ahead, .. }) = exchange.findings.first() {
            let corrected = correct(self, &views, *ahead, disparity.abs())?;
            exchange.correction = corrected.steps;
            exchange.after = corrected.after;
            exchange.remaining = corrected.remaining;
        }
        Ok(exchange)
    }

    fn findings(
        &self,
        views: &Sides<View>,
        disparity: Ratio,
        leans: &[Ratio],
        index: &Sides<Option<Ratio>>,
    ) -> Result<Vec<ExchangeFinding>, RatioError> {
        let draft = self.draft();
        let named = |position: Option<usize>| {
            position
                .and_then(|position| draft.dimensions.get(position))
                .cloned()
        };
        let mut findings = Vec::new();
        let most = draft.tolerance.checked_mul(draft.scale.max().to_ratio())?;
        if disparity.abs() > most {
            let (ahead, towards): (_, fn(Ratio) -> Ratio) = if disparity.is_positive() {
                (Side::Producer, |lean| lean)
            } else {
                (Side::Partner, |lean| -lean)
            };
            // The first of the largest, so that the last of the reversed is taken.
            let leans = leans.iter().enumerate().rev();
            let largest = leans.max_by_key(|(_, lean)| towards(**lean));
            let dimension = named(largest.map(|(position, _)| position));
            findings.extend(dimension.map(|dimension| ExchangeFinding::Uneven {
                ahead,
                behind: ahead.other(),
                by: disparity.abs(),
                dimension,
            }));
        }
        for side in BOTH {
            let low = index.get(side).filter(|index| *index < -draft.tolerance);
            let dimension = named(views.get(side).worst());
            findings.extend(low.zip(dimension).map(|(index, dimension)| {
                ExchangeFinding::Unreciprocated {
                    side,
                    index,
                    dimension,
                }
            }));
        }
        Ok(findings)
    }

    /// The disparity of the last period, and how many latest ones have its sign.
    fn run(&self) -> Result<(Ratio, u32), RatioError> {
        let mut last = None;
        let mut run: u32 = 0;
        for period in self.draft().periods.iter().rev() {
            let views = self.views(std::slice::from_ref(period))?;
            let disparity = views.producer.net.checked_sub(views.partner.net)?;
            let first = *last.get_or_insert(disparity);
            if first.is_zero() || first.numerator().signum() != disparity.numerator().signum() {
                break;
            }
            run = run.saturating_add(1);
        }
        Ok((last.unwrap_or(Ratio::ZERO), run))
    }
}
