//! [`Ranking`]: subjects in tiers, ties shown as ties.

use std::cmp::Ordering;

use super::evaluation::Evaluation;
use super::id::Id;
use super::line::Verdict;
use super::rank_error::RankError;
use super::schema::Schema;
use crate::ratio::Ratio;

/// By which mean subjects are ranked inside a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OrderBy {
    /// As if every missing score were the worst: what was not measured flatters nobody.
    #[default]
    Low,
    /// The mean of what is scored; a subject without any comes last.
    Point,
    /// As if every missing score were the best.
    High,
}

impl OrderBy {
    /// The figure of an evaluation that decides its place.
    pub(super) fn key(self, evaluation: &Evaluation) -> Option<Ratio> {
        match self {
            Self::Low => Some(evaluation.low()),
            Self::Point => evaluation.score(),
            Self::High => Some(evaluation.high()),
        }
    }
}

/// Ranks evaluations of one rubric: the verdict first, then the mean.
///
/// A subject that is no fit is not ranked. Equal means share a position, and the next position
/// counts everybody before it: 1, 1, 3. Scales are fixed, so adding or removing a subject changes
/// nobody's score or order (spec/alignment.md 5).
///
/// # Errors
///
/// [`RankError::DuplicateSubject`], then [`RankError::MixedRubrics`]; [`RankError::Overflow`]
/// only for the aggregates of panels.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, OrderBy, Rubric, Score, Verdict, rank};
/// use partnership::time::date;
///
/// let rubric = Rubric::three_r();
/// let mut evaluations = Vec::new();
/// for (subject, scores) in [("Elm", [4, 5, 4]), ("Oak", [5, 5, 2]), ("Ash", [4, 5, 4])] {
///     let mut found = Assessment::new(subject.parse()?, date("2026-01-01")?);
///     for (criterion, score) in rubric.criteria().iter().zip(scores) {
///         found = found.rate(criterion.id().clone(), Score::from(score));
///     }
///     evaluations.push(rubric.evaluate(&found)?);
/// }
/// let ranking = rank(&evaluations, OrderBy::Low)?;
/// let first = &ranking.tiers()[0].groups()[0];
/// let members: Vec<&str> = first.members().iter().map(|id| id.as_str()).collect();
/// assert_eq!((first.position(), members), (1, vec!["Ash", "Elm"]));
/// // Oak's reliability is a gap: it stands behind every fit.
/// let bridging = &ranking.tiers()[1];
/// assert_eq!(bridging.verdict(), Verdict::NeedsBridging);
/// assert_eq!(bridging.groups()[0].position(), 3);
/// # Ok::<(), partnership::Error>(())
/// ```
#[doc(alias = "shortlist")]
#[doc(alias = "leaderboard")]
pub fn rank(evaluations: &[Evaluation], order: OrderBy) -> Result<Ranking, RankError> {
    let mut sorted: Vec<&Evaluation> = evaluations.iter().collect();
    sorted.sort_by_key(|evaluation| evaluation.subject());
    for pair in sorted.windows(2) {
        if let [left, right] = pair {
            if left.subject() == right.subject() {
                let subject = left.subject().clone();
                return Err(RankError::DuplicateSubject { subject });
            }
        }
    }
    if let Some((left, rest)) = evaluations.split_first() {
        let mixed = |right: &&Evaluation| !left.rubric().is_same(right.rubric());
        if let Some(right) = rest.iter().find(mixed) {
            return Err(RankError::MixedRubrics {
                left: left.subject().clone(),
                right: right.subject().clone(),
            });
        }
    }
    // Stable, so equals stay in the order of their subjects.
    sorted.sort_by(|left, right| {
        let by_key = || match left.verdict() {
            Verdict::NoFit => Ordering::Equal,
            _ => order.key(right).cmp(&order.key(left)),
        };
        left.verdict().cmp(&right.verdict()).then_with(by_key)
    });
    let fits = sorted.partition_point(|evaluation| evaluation.verdict() != Verdict::NoFit);
    let (ranked, excluded) = sorted.split_at_checked(fits).unwrap_or_default();
    Ok(Ranking {
        order,
        tiers: tiers(ranked, order)?,
        ranked: ranked.iter().copied().cloned().collect(),
        excluded: excluded.iter().copied().map(Excluded::of).collect(),
    })
}

/// Sorted evaluations, in tiers of tie groups.
fn tiers(ranked: &[&Evaluation], order: OrderBy) -> Result<Vec<Tier>, RankError> {
    let same_tier = |left: &&Evaluation, right: &&Evaluation| left.verdict() == right.verdict();
    let same_key = |left: &&Evaluation, right: &&Evaluation| order.key(left) == order.key(right);
    let mut tiers = Vec::new();
    let mut position = 1_usize;
    for tier in ranked.chunk_by(same_tier) {
        let Some(verdict) = tier.first().map(|first| first.verdict()) else {
            continue;
        };
        let mut groups: Vec<TieGroup> = Vec::new();
        for members in tier.chunk_by(same_key) {
            let key = members.first().and_then(|first| order.key(first));
            if let Some(before) = groups.last_mut() {
                if let (Some(high), Some(low)) = (before.key, key) {
                    before.margin = Some(high.checked_sub(low)?);
                }
            }
            groups.push(TieGroup {
                position,
                key,
                members: members
                    .iter()
                    .map(|member| member.subject().clone())
                    .collect(),
                margin: None,
            });
            position = position.saturating_add(members.len());
        }
        tiers.push(Tier { verdict, groups });
    }
    Ok(tiers)
}

/// Subjects in tiers by verdict, and in each by their means; made by [`rank`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    order: OrderBy,
    tiers: Vec<Tier>,
    ranked: Vec<Evaluation>,
    excluded: Vec<Excluded>,
}

impl Ranking {
    /// Returns by which mean it ranks.
    pub const fn order(&self) -> OrderBy {
        self.order
    }

    /// Returns the tiers that have members, best first.
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// Returns who is no fit and therefore not ranked, by subject.
    pub fn excluded(&self) -> &[Excluded] {
        &self.excluded
    }

    /// Returns the evaluations that are ranked, best first, equals by subject.
    pub fn ranked(&self) -> &[Evaluation] {
        &self.ranked
    }

    /// Returns who gets one of so many seats: whole tie groups in order, down to a verdict.
    ///
    /// The first group that does not fit is undecided; nobody is drawn by lot.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{Assessment, OrderBy, Rubric, Score, Verdict, rank};
    /// use partnership::time::date;
    ///
    /// let rubric = Rubric::three_r();
    /// let mut evaluations = Vec::new();
    /// for (subject, relevance) in [("Ash", 4), ("Bay", 5), ("Cob", 4)] {
    ///     let found = Assessment::new(subject.parse()?, date("2026-01-01")?)
    ///         .rate("relevance".parse()?, Score::from(relevance))
    ///         .rate("resonance".parse()?, Score::from(4))
    ///         .rate("reliability".parse()?, Score::from(4));
    ///     evaluations.push(rubric.evaluate(&found)?);
    /// }
    /// let taken = rank(&evaluations, OrderBy::Low)?.take(2, Verdict::Fit);
    /// assert_eq!(taken.chosen, ["Bay".parse()?]);
    /// assert_eq!(taken.undecided, ["Ash".parse()?, "Cob".parse()?]);
    /// assert_eq!(taken.seats_left, 1);
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn take(&self, seats: usize, through: Verdict) -> Taken {
        let mut taken = Taken {
            schema: Schema,
            chosen: Vec::new(),
            undecided: Vec::new(),
            seats_left: seats,
        };
        let tiers = self.tiers.iter().filter(|tier| tier.verdict <= through);
        for group in tiers.flat_map(|tier| &tier.groups) {
            let Some(left) = taken.seats_left.checked_sub(group.members.len()) else {
                if taken.seats_left > 0 {
                    taken.undecided.clone_from(&group.members);
                }
                break;
            };
            taken.chosen.extend(group.members.iter().cloned());
            taken.seats_left = left;
        }
        taken
    }

    /// Returns who can still end first, by subject, however the missing scores turn out.
    ///
    /// Linear in the subjects. Those who are no fit now take no part.
    pub fn possible_leaders(&self) -> Vec<&Id> {
        let worst = self.ranked.iter().map(Outcome::worst);
        let bar = worst.reduce(|best, next| if next.is_behind(&best) { best } else { next });
        // Nobody's best case is behind their own worst case, so one bar serves all.
        let can_lead = |evaluation: &&Evaluation| {
            bar.as_ref()
                .is_some_and(|bar| !Outcome::best(evaluation).is_behind(bar))
        };
        let leaders = self.ranked.iter().filter(can_lead);
        let mut leaders: Vec<&Id> = leaders.map(Evaluation::subject).collect();
        leaders.sort();
        leaders
    }

    /// Returns whether exactly one subject can still end first, even if it does not stand first.
    pub fn leader_is_certain(&self) -> bool {
        self.possible_leaders().len() == 1
    }

    /// The evaluation that stands first alone, and those of its tier behind it.
    pub(super) fn leader(&self) -> Lead<'_> {
        let tier = self.tiers.first();
        let Some((group, tier)) = tier.and_then(|tier| Some((tier.groups.first()?, tier))) else {
            return Lead::Nobody;
        };
        if group.members.len() > 1 {
            return Lead::Tied(&group.members);
        }
        let members = tier.groups.iter().map(|group| group.members.len());
        let members = members.fold(0_usize, usize::saturating_add);
        match self.ranked.get(..members).and_then(<[_]>::split_first) {
            Some((leader, rivals)) => Lead::Alone(leader, rivals),
            None => Lead::Nobody,
        }
    }
}

/// Who stands first.
pub(super) enum Lead<'a> {
    Nobody,
    Tied(&'a [Id]),
    Alone(&'a Evaluation, &'a [Evaluation]),
}

/// How an evaluation ends if every missing rating is filled in one way.
struct Outcome {
    verdict: Verdict,
    score: Ratio,
}

impl Outcome {
    fn best(evaluation: &Evaluation) -> Self {
        Self {
            verdict: evaluation.verdict_if_best(),
            score: evaluation.high(),
        }
    }

    fn worst(evaluation: &Evaluation) -> Self {
        Self {
            verdict: evaluation.verdict_if_worst(),
            score: evaluation.low(),
        }
    }

    fn is_behind(&self, other: &Self) -> bool {
        let by_score = || other.score.cmp(&self.score);
        self.verdict.cmp(&other.verdict).then_with(by_score) == Ordering::Greater
    }
}

/// The subjects of one verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Tier {
    verdict: Verdict,
    groups: Vec<TieGroup>,
}

impl Tier {
    /// Returns the verdict.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Returns the groups of equal means, best first.
    pub fn groups(&self) -> &[TieGroup] {
        &self.groups
    }
}

/// Subjects of one tier whose means are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TieGroup {
    position: usize,
    key: Option<Ratio>,
    members: Vec<Id>,
    margin: Option<Ratio>,
}

impl TieGroup {
    /// Returns 1 and the number of subjects ranked before.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Returns the mean that decides; none if nothing is scored.
    pub const fn key(&self) -> Option<Ratio> {
        self.key
    }

    /// Returns the subjects.
    pub fn members(&self) -> &[Id] {
        &self.members
    }

    /// Returns how far the next group of the tier is behind, if there is one with a mean.
    pub const fn margin(&self) -> Option<Ratio> {
        self.margin
    }
}

/// A subject that is not ranked, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Excluded {
    subject: Id,
    breaches: Vec<Id>,
    too_many_gaps: bool,
}

impl Excluded {
    fn of(evaluation: &Evaluation) -> Self {
        Self {
            subject: evaluation.subject().clone(),
            breaches: evaluation.breaches().cloned().collect(),
            too_many_gaps: evaluation.too_many_gaps(),
        }
    }

    /// Returns the subject.
    pub const fn subject(&self) -> &Id {
        &self.subject
    }

    /// Returns the criteria with a breach.
    pub fn breaches(&self) -> &[Id] {
        &self.breaches
    }

    /// Returns whether more gaps are left than the rubric lets pass.
    pub const fn too_many_gaps(&self) -> bool {
        self.too_many_gaps
    }
}

/// Who gets a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Taken {
    pub(super) schema: Schema,
    /// Who has one, best first, equals by subject.
    pub chosen: Vec<Id>,
    /// The tie group for which the seats that are left do not suffice.
    pub undecided: Vec<Id>,
    /// How many seats are left.
    pub seats_left: usize,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Ranking {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Written<'a> {
            schema: Schema,
            order: OrderBy,
            tiers: &'a [Tier],
            excluded: &'a [Excluded],
        }
        let written = Written {
            schema: Schema,
            order: self.order,
            tiers: &self.tiers,
            excluded: &self.excluded,
        };
        written.serialize(serializer)
    }
}
