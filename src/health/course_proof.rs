//! Proofs of [`Rule::course`] (spec/explain.md).

use super::level::Better;
use super::proof::{DEFINITION, READINGS};
use super::series::Series;
use super::series_proof::Known;
use super::underperformance::{Course, Reference, Rule, RuleError};
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Units};
use crate::ratio::Ratio;

/// The lines of a reference.
#[derive(Clone, Copy)]
struct Lines {
    low: Step,
    back: Step,
    /// The line of what is severe, and that the reference has one.
    severe: Option<[Step; 2]>,
}

/// A value with the lines it is held against, and its day if the course tells one.
struct Judged {
    value: Step,
    day: Option<Step>,
    lines: Lines,
}

/// The open spell after a point, step by step; what the course does not tell is left out.
struct Walk {
    lows: Step,
    /// Its lows before the last point.
    before: Step,
    is_back: Step,
    since: Option<Step>,
    severe: Option<Step>,
}

impl Rule {
    /// Returns the proof of [`Self::course`].
    ///
    /// It reads the documents `definition`, which is `{"rule": this rule, "reference": ..}`, and
    /// `readings`, which is the series. The result is the course.
    ///
    /// # Errors
    ///
    /// Those of [`Self::course`], and [`RuleError::Explain`].
    pub fn explain(
        &self,
        series: &Series,
        reference: &Reference,
        better: Better,
    ) -> Result<Explanation, RuleError> {
        let course = self.course(series, reference, better)?;
        let mut proof = Proof::new();
        let lows = Ratio::from(self.draft().lows);
        let lows = proof.input(DEFINITION, "/rule/lows", lows, "lows that are structural")?;
        let units = proof.units(lows)?;
        if matches!(course, Course::TooEarly { .. }) {
            prove_too_early(&mut proof, series, reference, units)?;
            return Ok(proof.finish());
        }
        let counts = |place| match reference {
            Reference::Plan(plan) => at(plan, place).is_some(),
            _ => true,
        };
        let mut known = series.prove_known(&mut proof, counts)?;
        let mut constant = None;
        match reference {
            Reference::Constant(value) => {
                let place = "/reference/constant";
                constant = Some(proof.input(DEFINITION, place, *value, "reference")?);
            }
            Reference::Plan(_) => {}
            Reference::MedianOfFirst(first) => {
                let first = usize::try_from(*first).unwrap_or(usize::MAX);
                let judged = known.split_off(first.min(known.len()));
                constant = Some(prove_median(&mut proof, &known, units)?);
                known = judged;
            }
        }
        let constant = constant
            .map(|value| self.prove_lines(&mut proof, value, better, &course))
            .transpose()?;
        let mut walk = None;
        for known in &known {
            let lines = match (constant, reference) {
                (None, Reference::Plan(plan)) => {
                    let planned = at(plan, known.place).unwrap_or(Ratio::ZERO);
                    let place = format!("/reference/plan/{}", known.place);
                    let planned = proof.input(DEFINITION, &place, planned, "plan")?;
                    self.prove_lines(&mut proof, planned, better, &course)?
                }
                (Some(lines), _) => lines,
                (None, _) => continue,
            };
            let value = signed(&mut proof, known.value, better)?;
            let day = is_open(&course).then(|| series.prove_day(&mut proof, known.place));
            let judged = Judged {
                value,
                day: day.transpose()?,
                lines,
            };
            walk = Some(prove_next(&mut proof, walk.as_ref(), &judged, units)?);
        }
        if let (Some(walk), Some(last)) = (walk, known.last()) {
            if matches!(course, Course::Recovered { .. }) {
                let day = series.prove_day(&mut proof, last.place)?;
                proof.result("/since", day);
            }
            prove_course(&mut proof, &course, &walk, [lows, units.none])?;
        }
        Ok(proof.finish())
    }

    fn prove_lines(
        &self,
        proof: &mut Proof,
        reference: Step,
        better: Better,
        course: &Course,
    ) -> Result<Lines, ExplainError> {
        let reference = signed(proof, reference, better)?;
        let size = proof.size(reference, "reference without its sign")?;
        let mut line = |key: &str, part: Ratio, label: &str| {
            let part = proof.input(DEFINITION, &format!("/rule/{key}"), part, key)?;
            let below = proof.product(&[part, size], "")?;
            proof.difference(reference, below, label)
        };
        let low = line("tolerance", self.draft().tolerance, "low below")?;
        let back = line("recovery", self.draft().recovery, "back above")?;
        let severe = match self.draft().severe {
            Some(severe) if is_open(course) => {
                let severe = line("severe", severe, "severe up to")?;
                let nothing = proof.difference(size, size, "")?;
                let is_there = proof.compare(size, nothing, Relation::More, "not zero")?;
                Some([severe, is_there])
            }
            _ => None,
        };
        Ok(Lines { low, back, severe })
    }
}

/// What the walk comes to.
fn prove_course(
    proof: &mut Proof,
    course: &Course,
    walk: &Walk,
    [structural, none]: [Step; 2],
) -> Result<(), ExplainError> {
    let was_low = proof.compare(walk.before, none, Relation::More, "lows before")?;
    let is_low = proof.compare(walk.lows, none, Relation::More, "lows")?;
    let is_long = proof.compare(walk.lows, structural, Relation::AtLeast, "enough lows")?;
    let ended = proof.pick(&[(was_low, "recovered")], "steady", "ended")?;
    let long = proof.pick(&[(is_long, "structural")], "dip", "open")?;
    let steady = proof.text("steady", "")?;
    let open = proof.choose(is_low, long, steady, "open")?;
    let told = proof.choose(walk.is_back, ended, open, "course")?;
    proof.result("/course", told);
    match course {
        Course::Recovered { .. } => {
            let at_least = Relation::AtLeast;
            let was_long = proof.compare(walk.before, structural, at_least, "enough lows")?;
            let was = proof.pick(&[(was_long, "structural")], "dip", "what it was")?;
            proof.result("/was", was);
            proof.result("/lows", walk.before);
            return Ok(());
        }
        Course::Dip { .. } => {
            let left = proof.difference(structural, walk.lows, "left")?;
            proof.result("/left", left);
        }
        Course::Structural { .. } => {}
        Course::TooEarly { .. } | Course::Steady {} => return Ok(()),
    }
    proof.result("/lows", walk.lows);
    if let Some(since) = walk.since {
        proof.result("/since", since);
    }
    let severe = match walk.severe {
        Some(severe) => severe,
        None => proof.default(DEFINITION, "/rule/severe", false, "nothing is severe")?,
    };
    proof.result("/severe", severe);
    Ok(())
}

/// Whether the course tells of a spell that is open: since when, and whether it is severe.
const fn is_open(course: &Course) -> bool {
    matches!(course, Course::Dip { .. } | Course::Structural { .. })
}

fn at(plan: &[Option<Ratio>], place: usize) -> Option<Ratio> {
    plan.get(place).copied().flatten()
}

/// A value so that higher is better.
fn signed(proof: &mut Proof, value: Step, better: Better) -> Result<Step, ExplainError> {
    match better {
        Better::Higher => Ok(value),
        Better::Lower => proof.negate(value, "turned: lower is better"),
    }
}

/// Judges the next value.
fn prove_next(
    proof: &mut Proof,
    walk: Option<&Walk>,
    judged: &Judged,
    units: Units,
) -> Result<Walk, ExplainError> {
    let (Units { one, none }, Judged { value, day, lines }) = (units, judged);
    let (value, day) = (*value, *day);
    let before = walk.map_or(none, |walk| walk.lows);
    let is_back = proof.compare(value, lines.back, Relation::More, "back")?;
    let is_low = proof.compare(value, lines.low, Relation::Less, "low")?;
    let added = proof.choose(is_low, one, none, "")?;
    let more = proof.sum(&[before, added], Ratio::ZERO, "lows with this one")?;
    let lows = proof.choose(is_back, none, more, "lows of the open spell")?;
    let mut severe = None;
    let mut since = day;
    if let Some([line, is_there]) = lines.severe {
        let is_deep = proof.compare(value, line, Relation::AtMost, "")?;
        let is_severe = proof.all(&[is_low, is_deep, is_there], "severe")?;
        severe = Some(match walk.and_then(|walk| walk.severe) {
            None => is_severe,
            Some(before) => {
                let either = proof.any(&[before, is_severe], "")?;
                let is_open = proof.not(is_back, "")?;
                proof.all(&[either, is_open], "a severe low in the spell")?
            }
        });
    }
    if let (Some(day), Some(since_before)) = (day, walk.and_then(|walk| walk.since)) {
        let has_lows = proof.compare(before, none, Relation::More, "a low before")?;
        since = Some(proof.choose(has_lows, since_before, day, "first low")?);
    }
    Ok(Walk {
        lows,
        before,
        is_back,
        since,
        severe,
    })
}

/// That nothing could be judged yet: how many are known, and how many it takes.
fn prove_too_early(
    proof: &mut Proof,
    series: &Series,
    reference: &Reference,
    units: Units,
) -> Result<(), ExplainError> {
    let mut found = vec![units.none];
    let mut needed = units.one;
    if let Reference::MedianOfFirst(first) = reference {
        let known = series.points().iter().filter(|point| point.value.is_some());
        found.extend(known.map(|_| units.one));
        let place = "/reference/median_of_first";
        let first = proof.input(DEFINITION, place, Ratio::from(*first), "for the median")?;
        needed = proof.sum(&[first, units.one], Ratio::ZERO, "and one to judge")?;
    } else {
        for (place, point) in series.points().iter().enumerate() {
            found.push(if point.value.is_none() {
                let place = format!("/points/{place}/value");
                proof.default(READINGS, &place, Ratio::ZERO, "missed")?
            } else {
                let place = format!("/reference/plan/{place}");
                proof.default(DEFINITION, &place, Ratio::ZERO, "without a plan")?
            });
        }
    }
    let known = proof.sum(&found, Ratio::ZERO, "known")?;
    let is_early = proof.compare(known, needed, Relation::Less, "too few")?;
    let course = proof.pick(&[(is_early, "too_early")], "judged", "course")?;
    proof.result("/known", known);
    proof.result("/needed", needed);
    proof.result("/course", course);
    Ok(())
}

/// The median, by a network that sorts; only what the middle needs is noted.
fn prove_median(proof: &mut Proof, known: &[Known], units: Units) -> Result<Step, ExplainError> {
    let mut wires: Vec<Step> = known.iter().map(|known| known.value).collect();
    let half = wires.len() >> 1;
    let is_odd = wires.len() & 1 == 1;
    let middle = if is_odd {
        vec![half]
    } else {
        vec![half.saturating_sub(1), half]
    };
    for (low, high, keeps) in needed_of(&network(wires.len()), &middle) {
        let (Some(&left), Some(&right)) = (wires.get(low), wires.get(high)) else {
            continue;
        };
        for (wire, is_kept, is_low) in [(low, keeps[0], true), (high, keeps[1], false)] {
            if let (true, Some(wire)) = (is_kept, wires.get_mut(wire)) {
                *wire = if is_low {
                    proof.smallest(&[left, right], "")?
                } else {
                    proof.largest(&[left, right], "")?
                };
            }
        }
    }
    let middle = middle.iter().filter_map(|place| wires.get(*place));
    let middle: Vec<Step> = middle.copied().collect();
    match middle.as_slice() {
        [only] => Ok(*only),
        both => {
            let sum = proof.sum(both, Ratio::ZERO, "the two in the middle")?;
            let two = proof.sum(&[units.one, units.one], Ratio::ZERO, "two")?;
            proof.quotient(sum, two, "median")
        }
    }
}

/// The comparators of a sorting network: odd-even merges of ever larger parts.
fn network(wires: usize) -> Vec<(usize, usize)> {
    let mut comparators = Vec::new();
    let top = wires.next_power_of_two() >> 1;
    let mut part = top;
    while part > 0 {
        let (mut apart, mut other, mut phase) = (part, top, 0);
        loop {
            for low in 0..wires.saturating_sub(apart) {
                if low & part == phase {
                    comparators.push((low, low.saturating_add(apart)));
                }
            }
            if other == part {
                break;
            }
            apart = other.saturating_sub(part);
            other >>= 1;
            phase = part;
        }
        part >>= 1;
    }
    comparators
}

/// The comparators that some wires need in the end, and which of their two ends.
fn needed_of(comparators: &[(usize, usize)], wanted: &[usize]) -> Vec<(usize, usize, [bool; 2])> {
    let mut wanted: std::collections::BTreeSet<usize> = wanted.iter().copied().collect();
    let mut needed = Vec::new();
    for &(low, high) in comparators.iter().rev() {
        let keeps = [wanted.contains(&low), wanted.contains(&high)];
        if keeps != [false; 2] {
            wanted.extend([low, high]);
            needed.push((low, high, keeps));
        }
    }
    needed.reverse();
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The wires after some comparators, by the two ends that each keeps.
    fn sorted(mut wires: Vec<u8>, comparators: &[(usize, usize, [bool; 2])]) -> Vec<u8> {
        for &(low, high, [keeps_low, keeps_high]) in comparators {
            let (left, right) = (wires[low], wires[high]);
            if keeps_low {
                wires[low] = left.min(right);
            }
            if keeps_high {
                wires[high] = left.max(right);
            }
        }
        wires
    }

    #[test]
    fn the_network_sorts_whatever_it_is_given() {
        // What sorts every list of zeros and ones sorts every list.
        for wires in 1..11_usize {
            let comparators: Vec<_> = network(wires)
                .into_iter()
                .map(|(low, high)| (low, high, [true; 2]))
                .collect();
            let half = wires >> 1;
            let for_the_middle = needed_of(&network(wires), &[half]);
            for bits in 0_u32..1 << wires {
                let list: Vec<u8> = (0..wires)
                    .map(|wire| u8::from(bits >> wire & 1 == 1))
                    .collect();
                let mut expected = list.clone();
                expected.sort_unstable();
                assert_eq!(sorted(list.clone(), &comparators), expected);
                assert_eq!(sorted(list, &for_the_middle)[half], expected[half]);
            }
        }
    }
}
