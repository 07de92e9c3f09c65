//! [`Expectations`]: what one side expects against what the other offers.

use crate::explain::{ExplainError, Explanation, Relation, Step};
use crate::party::Side;
use crate::problem::{Problem, door};
use crate::ratio::{Ratio, RatioError};

use super::by_id::ById;
use super::id::Id;
use super::proving::{Noted, Proving, same};
use super::scale::{Scale, ScaleError, Score};
use super::schema::Schema;
use super::sides::{BOTH, Sides};

/// Expectations as they are written down; [`Self::build`] checks them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ExpectationsDraft {
    /// How levels are measured: by default 1 to 5 by 1.
    pub scale: Scale,
    /// What each side expects of the other.
    pub expects: Sides<ById<Score>>,
    /// What each side offers the other.
    pub offers: Sides<ById<Score>>,
}

impl ExpectationsDraft {
    /// Checks expectations and offers.
    ///
    /// # Errors
    ///
    /// The first of [`Self::problems`].
    pub fn build(self) -> Result<Expectations, ExpectationsError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.fault),
            None => Ok(Expectations { draft: self }),
        }
    }

    /// Returns every fault with its place: [`ExpectationsError::OutOfScale`] and
    /// [`ExpectationsError::OffStep`], first of what is expected, then of what is offered.
    pub fn problems(&self) -> Vec<Problem<ExpectationsError>> {
        let mut problems = Vec::new();
        for (name, levels) in [("expects", &self.expects), ("offers", &self.offers)] {
            for side in BOTH {
                let faults = self.faults_of(side, levels.get(side)).into_iter();
                problems.extend(faults.map(|fault| Problem {
                    place: format!("{name}.{side}"),
                    fault,
                }));
            }
        }
        problems
    }

    /// What is wrong with the levels of one side.
    fn faults_of(&self, side: Side, levels: &ById<Score>) -> Vec<ExpectationsError> {
        let scale = self.scale;
        let fault = |(item, level): (&Id, &Score)| {
            let (item, level) = (item.clone(), *level);
            scale.level(level).err().map(|fault| match fault {
                ScaleError::OffStep { .. } => ExpectationsError::OffStep {
                    side,
                    item,
                    level,
                    scale,
                },
                _ => ExpectationsError::OutOfScale {
                    side,
                    item,
                    level,
                    scale,
                },
            })
        };
        levels.iter().filter_map(fault).collect()
    }
}

/// What each side expects of the other, and what each offers: the second use of the Value Exchange
/// Matrix.
///
/// An expectation that the other side meets in part or not at all is a gap (spec/alignment.md 10).
///
/// # Examples
///
/// ```
/// use partnership::alignment::{ById, ExpectationsDraft, Score, Sides};
///
/// let level = |item: &str, level: i32| Ok::<_, partnership::Error>((item.parse()?, level.into()));
/// let expectations = ExpectationsDraft {
///     expects: Sides {
///         producer: ById::from([level("compensation", 4)?, level("data", 4)?]),
///         partner: ById::from([level("audience-trust", 5)?]),
///     },
///     offers: Sides {
///         producer: ById::from([level("audience-trust", 4)?]),
///         partner: ById::from([level("compensation", 4)?]),
///     },
///     ..ExpectationsDraft::default()
/// }.build()?;
/// let met = expectations.compare()?;
/// assert_eq!(met.gaps[0].item.as_str(), "data"); // offered by nobody
/// assert_eq!(met.gaps[1].item.as_str(), "audience-trust"); // one short
/// assert_eq!(met.gaps[1].shortfall, 1_u32.into());
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "ExpectationsDraft", into = "ExpectationsDraft")
)]
pub struct Expectations {
    draft: ExpectationsDraft,
}

/// An expectation that the other side does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExpectationGap {
    /// Who expects it.
    pub side: Side,
    /// What is expected.
    pub item: Id,
    /// The level expected.
    pub expected: Score,
    /// The level offered, if it is offered at all.
    pub offered: Option<Score>,
    /// What is missing: all of it if it is not offered.
    pub shortfall: Ratio,
}

/// Something offered that the other side does not expect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Unasked {
    /// Who offers it.
    pub side: Side,
    /// What is offered.
    pub item: Id,
}

/// Expectations held against offers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExpectationsMet {
    schema: Schema,
    /// Whether there is no gap.
    pub met: bool,
    /// What is not met: what nobody offers first, then by shortfall falling, item, producer first.
    pub gaps: Vec<ExpectationGap>,
    /// What is offered and not expected, by item, producer first.
    pub unasked: Vec<Unasked>,
}

/// The name of the expectations in a proof.
const DOCUMENT: &str = "expectations";

impl Expectations {
    /// What a partner usually expects of a producer.
    pub const OF_PRODUCER: [&'static str; 3] =
        ["audience-trust", "creative-skill", "content-production"];
    /// What a producer usually expects of a partner.
    pub const OF_PARTNER: [&'static str; 4] =
        ["compensation", "product-access", "distribution", "data"];

    /// Returns expectations and offers as they were written down.
    pub const fn draft(&self) -> &ExpectationsDraft {
        &self.draft
    }

    /// Returns every expectation that is not met, and what is offered without being expected.
    ///
    /// # Errors
    ///
    /// [`ExpectationsError::Overflow`].
    pub fn compare(&self) -> Result<ExpectationsMet, ExpectationsError> {
        let (mut gaps, mut unasked) = (Vec::new(), Vec::new());
        for side in BOTH {
            let (expected, offered) = self.facing(side);
            for (item, level) in expected.iter() {
                let found = offered.get(item).copied();
                let offer = found.map_or(Ratio::ZERO, Score::to_ratio);
                let shortfall = level.to_ratio().checked_sub(offer)?;
                if found.is_none() || shortfall.is_positive() {
                    gaps.push(ExpectationGap {
                        side,
                        item: item.clone(),
                        expected: *level,
                        offered: found,
                        shortfall,
                    });
                }
            }
            let asked_of = self.draft.expects.get(side.other());
            let extra = self.draft.offers.get(side).keys();
            let extra = extra.filter(|item| !asked_of.contains_key(*item));
            unasked.extend(extra.map(|item| Unasked {
                side,
                item: item.clone(),
            }));
        }
        gaps.sort_by(|left, right| {
            let offered = left.offered.is_some().cmp(&right.offered.is_some());
            offered
                .then_with(|| right.shortfall.cmp(&left.shortfall))
                .then_with(|| left.item.cmp(&right.item))
        });
        unasked.sort_by(|left, right| left.item.cmp(&right.item));
        Ok(ExpectationsMet {
            schema: Schema,
            met: gaps.is_empty(),
            gaps,
            unasked,
        })
    }

    /// What a side expects, and what the other offers.
    fn facing(&self, side: Side) -> (&ById<Score>, &ById<Score>) {
        let offers = self.draft.offers.get(side.other());
        (self.draft.expects.get(side), offers)
    }
}

impl ExpectationsMet {
    /// Returns the proof of every shortfall, and of whether there is any.
    ///
    /// It reads the document `expectations`.
    ///
    /// # Errors
    ///
    /// Those of [`Expectations::compare`], and [`ExpectationsError::Explain`] if the result does
    /// not follow from the expectations.
    pub fn explain(&self, expectations: &Expectations) -> Result<Explanation, ExpectationsError> {
        same(self, &expectations.compare()?)?;
        let mut proving = Proving::about(DOCUMENT);
        let mut short = Vec::new();
        for side in BOTH {
            for (item, level) in expectations.facing(side).0.iter() {
                let steps = prove_item(&mut proving, expectations, side, item, *level)?;
                short.push(steps.is_short);
                let is_it = |gap: &ExpectationGap| gap.side == side && gap.item == *item;
                let Some(position) = self.gaps.iter().position(is_it) else {
                    continue;
                };
                let Some(gap) = self.gaps.get(position) else {
                    continue;
                };
                let at = position.to_string();
                proving.proves(&["gaps", &at, "expected"], steps.expected, level.to_ratio())?;
                proving.proves(&["gaps", &at, "shortfall"], steps.shortfall, gap.shortfall)?;
                if let Some(offered) = gap.offered {
                    proving.proves(&["gaps", &at, "offered"], steps.offered, offered.to_ratio())?;
                }
            }
        }
        if short.is_empty() {
            short.push(proving.default(&["expects", "-"], false, "another expectation")?);
        }
        let any = proving.proof.any(&short, "some expectation is not met")?;
        let met = proving.proof.not(any, "every expectation is met")?;
        proving.proves(&["met"], met, self.met)?;
        Ok(proving.finish())
    }
}

/// The steps about one expectation.
struct ItemSteps {
    expected: Step,
    offered: Step,
    shortfall: Step,
    is_short: Step,
}

fn prove_item(
    proving: &mut Proving,
    expectations: &Expectations,
    side: Side,
    item: &Id,
    level: Score,
) -> Noted<ItemSteps> {
    let name = item.as_str();
    let path = ["expects", side.name(), name];
    let expected = proving.input(
        &path,
        level.to_ratio(),
        &format!("{side} expects of {name}"),
    )?;
    let path = ["offers", side.other().name(), name];
    let label = format!("{} offers of {name}", side.other());
    let found = expectations.facing(side).1.get(item);
    let offered = match found {
        Some(level) => proving.input(&path, level.to_ratio(), &label)?,
        None => proving.default(&path, Ratio::ZERO, &label)?,
    };
    let label = format!("{name} missing to the {side}");
    let shortfall = proving.proof.difference(expected, offered, &label)?;
    let zero = proving.zero()?;
    let is_short = match found {
        Some(_) => proving
            .proof
            .compare(shortfall, zero, Relation::More, "not met")?,
        None => proving
            .proof
            .compare(shortfall, expected, Relation::Equal, "not offered")?,
    };
    Ok(ItemSteps {
        expected,
        offered,
        shortfall,
        is_short,
    })
}

/// Why a level does not stand, or expectations were not compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpectationsError {
    /// A level outside the scale.
    #[error("the {side} puts {item} at {level}, outside {scale}")]
    OutOfScale {
        /// Who expects or offers it.
        side: Side,
        /// The item.
        item: Id,
        /// The level.
        level: Score,
        /// The scale.
        scale: Scale,
    },
    /// A level between two steps of the scale.
    #[error("the {side} puts {item} at {level}, on no step of {scale}")]
    OffStep {
        /// Who expects or offers it.
        side: Side,
        /// The item.
        item: Id,
        /// The level.
        level: Score,
        /// The scale.
        scale: Scale,
    },
    /// A figure is beyond the range of exact ratios.
    #[error("a shortfall is beyond the range of exact ratios")]
    Overflow,
    /// The proof could not be built.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl From<RatioError> for ExpectationsError {
    fn from(_: RatioError) -> Self {
        Self::Overflow
    }
}

door!(ExpectationsDraft, Expectations, ExpectationsError);
