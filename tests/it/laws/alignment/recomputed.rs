//! Panels, waivers, diffs and two-way views once more, read off spec/alignment.md 3, 6 and 8.

use std::collections::BTreeMap;

use partnership::Ratio;
use partnership::alignment::{
    Alpha, AlphaLevel, Assessment, CompareError, Criterion, Evaluation, Floor, Id, OrderBy, Panel,
    PanelReport, Polarity, Policy, Rating, Reach, Rubric, Sensitivity, Status, Verdict, Waiver,
    WaiverReason, contrast, diff, rank, two_way,
};
use partnership::time::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::agreement::slow_alpha;
use super::{Draw, assess, draws, evaluated, id, rubrics};
use crate::laws::reference::{Big, big, magnitude, ratio_of, whole};
use crate::support::{cases, laws};

/// What a raw value is worth on the scale of the rubric.
fn good(rubric: &Rubric, at: usize, raw: &Big) -> Big {
    let own = rubric.scale_of(at).unwrap();
    let (a, b) = (big(own.min().to_ratio()), big(own.max().to_ratio()));
    let part = (raw - &a) / (&b - &a);
    let part = match rubric.criteria()[at].polarity() {
        Polarity::HigherIsBetter => part,
        Polarity::LowerIsBetter => whole(1) - part,
    };
    let (lo, hi) = (
        rubric.scale().min().to_ratio(),
        rubric.scale().max().to_ratio(),
    );
    big(lo) + (big(hi) - big(lo)) * part
}

/// 0 for met, 1 for a gap, 2 for a breach.
fn severity(criterion: &Criterion, raw: &Big) -> u8 {
    let Floor { reject, bridge } = criterion.floor();
    let is_past = |limit: Option<partnership::alignment::Score>| {
        limit.is_some_and(|limit| match criterion.polarity() {
            Polarity::HigherIsBetter => *raw < big(limit.to_ratio()),
            Polarity::LowerIsBetter => *raw > big(limit.to_ratio()),
        })
    };
    if is_past(reject) {
        2
    } else {
        u8::from(is_past(bridge))
    }
}

fn mean(values: &[Big]) -> Big {
    values.iter().fold(whole(0), |sum, value| sum + value) / whole(values.len())
}

fn as_big(value: Option<Ratio>) -> Option<Big> {
    value.map(big)
}

type Drawn = (Rubric, Vec<Vec<Draw>>, Policy, AlphaLevel);

fn panels() -> impl Strategy<Value = Drawn> {
    let policies = select(vec![Policy::Mean, Policy::Median, Policy::Worst]);
    let levels = select(vec![
        AlphaLevel::Nominal,
        AlphaLevel::Ordinal,
        AlphaLevel::Interval,
        AlphaLevel::Ratio,
    ]);
    (rubrics(), vec(vec(draws(), 5), 1..5), policies, levels)
}

fn panel_of((rubric, votes, policy, level): &Drawn) -> Panel {
    let votes = votes.iter().zip(["bo", "al", "cy", "di"]);
    let votes = votes.map(|(draws, name)| (id(name), assess(rubric, name, draws).ratings));
    Panel::new(votes.collect())
        .with_policy(*policy)
        .with_level(*level)
}

fn report_of(drawn: &Drawn, subject: &str) -> Option<(Panel, PanelReport)> {
    let panel = panel_of(drawn);
    let day = date("2026-01-01").unwrap();
    let report = panel.report(&drawn.0, id(subject), day, &[]).ok()?;
    Some((panel, report))
}

/// The votes on a criterion, by assessor.
fn votes_on(panel: &Panel, criterion: &Id) -> Vec<(Id, Big)> {
    let all = panel.assessors().iter();
    all.filter_map(|(name, ratings)| Some((name.clone(), big(ratings.get(criterion)?.value()?))))
        .collect()
}

fn is_not_applicable(rating: Option<&Rating>) -> bool {
    matches!(rating, Some(Rating::NotApplicable { .. }))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_panel_is_what_the_page_says(drawn in panels()) {
        let Some((panel, report)) = report_of(&drawn, "s") else { return Ok(()) };
        let (rubric, _, policy, _) = &drawn;
        let (mut contested, mut split, mut dissent) = (Vec::new(), Vec::new(), Vec::new());
        let mut above: BTreeMap<Id, Vec<Big>> = BTreeMap::new();
        let (mut equal, mut near, mut pairs) = (0, 0, 0);
        for (at, criterion) in rubric.criteria().iter().enumerate() {
            let votes = votes_on(&panel, criterion.id());
            let mut raws: Vec<Big> = votes.iter().map(|(_, raw)| raw.clone()).collect();
            raws.sort();
            let found = &report.criteria()[at];
            prop_assert_eq!(found.votes, raws.len());
            let everyone = panel.assessors().values();
            let applies_not = everyone.filter(|all| is_not_applicable(all.get(criterion.id()))).count();
            if raws.is_empty() {
                let status = report.evaluation().lines()[at].status();
                prop_assert_eq!(status == Status::NotApplicable, applies_not > 0);
                continue;
            }
            let middle = &raws[(raws.len() - 1) / 2..=raws.len() / 2];
            let value = match (policy, criterion.polarity()) {
                (Policy::Mean, _) => mean(&raws),
                (Policy::Median, _) => mean(middle),
                (Policy::Worst, Polarity::HigherIsBetter) => raws[0].clone(),
                (Policy::Worst, Polarity::LowerIsBetter) => raws[raws.len() - 1].clone(),
                other => panic!("a policy that nobody drew: {other:?}"),
            };
            prop_assert_eq!(as_big(found.value), Some(value.clone()));
            let spread = &raws[raws.len() - 1] - &raws[0];
            prop_assert_eq!(as_big(found.spread), Some(spread.clone()));
            let scale = rubric.scale_of(at).unwrap();
            let width = big(scale.max().to_ratio()) - big(scale.min().to_ratio());
            if raws.len() > 1 && spread >= width / whole(2) {
                contested.push(criterion.id().clone());
            }
            if applies_not > 0 {
                split.push(criterion.id().clone());
            }
            for (name, raw) in &votes {
                if severity(criterion, raw) > severity(criterion, &value) {
                    dissent.push((criterion.id().clone(), name.clone()));
                }
                let own = good(rubric, at, raw);
                let others = votes.iter().filter(|(other, _)| other != name);
                let others: Vec<Big> = others.map(|(_, raw)| good(rubric, at, raw)).collect();
                if !others.is_empty() {
                    above.entry(name.clone()).or_default().push(own - mean(&others));
                }
            }
            for (place, left) in raws.iter().enumerate() {
                for right in &raws[..place] {
                    pairs += 1;
                    equal += i32::from(left == right);
                    near += i32::from(magnitude(&(left - right)) <= big(scale.step().to_ratio()));
                }
            }
        }
        prop_assert_eq!(report.contested(), contested);
        prop_assert_eq!(report.split_on_applicability(), split);
        let found = report.dissent().iter().map(|one| (one.criterion.clone(), one.assessor.clone()));
        prop_assert_eq!(found.collect::<Vec<_>>(), dissent);
        for (name, found) in report.leniency() {
            prop_assert_eq!(as_big(*found), above.get(name).map(|all| mean(all)));
        }
        let part = |count: i32| (pairs > 0).then(|| whole(count) / whole(pairs));
        prop_assert_eq!(as_big(report.agreement().exact_pairs), part(equal));
        prop_assert_eq!(as_big(report.agreement().within_one_step), part(near));
    }

    #[test]
    fn the_alpha_of_a_panel_is_that_of_its_worths(drawn in panels()) {
        let Some((panel, report)) = report_of(&drawn, "s") else { return Ok(()) };
        let criteria = drawn.0.criteria().iter().enumerate();
        let units: Vec<Vec<Ratio>> = criteria.map(|(at, criterion)| {
            let votes = panel.assessors().values();
            votes.filter_map(|all| drawn.0.good(at, all.get(criterion.id())?.value()?)).collect()
        }).collect();
        let found = match report.agreement().alpha {
            Alpha::Value(alpha) => Some(big(alpha)),
            Alpha::Undefined(_) => None,
        };
        prop_assert_eq!(found, slow_alpha(&units, drawn.3));
    }
}

/// How far a waiver reaches, and whether it has run out, for the first so many criteria.
fn waivers() -> impl Strategy<Value = Vec<(bool, Option<bool>)>> {
    vec((any::<bool>(), proptest::option::of(any::<bool>())), 0..5)
}

fn waived(rubric: &Rubric, found: &Assessment, drawn: &[(bool, Option<bool>)]) -> Assessment {
    let mut found = found.clone();
    for (criterion, (far, late)) in rubric.criteria().iter().zip(drawn) {
        let mut waiver = Waiver::new(criterion.id().clone(), WaiverReason::Other, id("board"));
        waiver.reach = if *far { Reach::Breach } else { Reach::Gap };
        // The last day is included.
        let until = late.map(|late| if late { "2025-12-31" } else { "2026-01-01" });
        waiver.until = until.map(|until| date(until).unwrap());
        found = found.waive(waiver);
    }
    found
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_waiver_lets_pass_what_it_reaches_while_it_holds(
        (rubric, all) in evaluated(1..2),
        drawn in waivers(),
    ) {
        for before in &all {
            let after = rubric.evaluate(&waived(&rubric, before.assessment(), &drawn)).unwrap();
            prop_assert_eq!((after.score(), after.low(), after.high()), (before.score(), before.low(), before.high()));
            let (mut expired, mut unused, mut gaps, mut breaches) = (vec![], vec![], 0, 0);
            for (at, (old, new)) in before.lines().iter().zip(after.lines()).enumerate() {
                let waiver = drawn.get(at);
                let passes = match (waiver, old.status()) {
                    (Some((_, Some(true))) | None, _) => false,
                    (Some((far, _)), Status::Breach) => *far,
                    (Some(_), status) => status == Status::Gap,
                };
                prop_assert_eq!(new.status(), if passes { Status::Waived } else { old.status() });
                gaps += u32::from(new.status() == Status::Gap);
                breaches += u32::from(new.status() == Status::Breach);
                match waiver {
                    Some((_, Some(true))) => expired.push(old.criterion()),
                    Some(_) if !passes => unused.push(old.criterion()),
                    _ => {}
                }
            }
            prop_assert_eq!(after.expired().collect::<Vec<_>>(), expired);
            prop_assert_eq!(after.unused().collect::<Vec<_>>(), unused);
            let refused = breaches > 0 || rubric.max_gaps().is_some_and(|most| gaps > most);
            prop_assert_eq!(after.verdict() == Verdict::NoFit, refused);
        }
    }

    #[test]
    fn effects_and_views_are_those_of_the_page((rubric, all) in evaluated(2..3), other in rubrics(), row in vec(draws(), 5)) {
        if let [left, right] = all.as_slice() {
            assert_viewed(&rubric, left, right);
            if let Ok(later) = other.evaluate(&assess(&other, "p", &row)) {
                assert_changed(left, &later);
            }
            assert_changed(left, right);
        }
    }
}

fn assert_viewed(rubric: &Rubric, left: &Evaluation, right: &Evaluation) {
    let view = two_way(left, right).unwrap();
    let (mut sum, mut all) = (whole(0), whole(0));
    let (mut asymmetry, mut alone) = (Vec::new(), Vec::new());
    for (at, criterion) in rubric.criteria().iter().enumerate() {
        let goods = (
            as_big(left.lines()[at].good()),
            as_big(right.lines()[at].good()),
        );
        match goods {
            (Some(g), Some(h)) => {
                sum += whole(criterion.weight()) * g.clone().min(h.clone());
                all += whole(criterion.weight());
                asymmetry.push((criterion.id().clone(), g - h));
            }
            (None, None) => {}
            _ => alone.push(criterion.id().clone()),
        }
    }
    let score = (all > whole(0)).then(|| sum / all);
    assert_eq!(as_big(view.score()), score);
    assert_eq!(view.verdict(), left.verdict().max(right.verdict()));
    let found = view
        .asymmetry()
        .iter()
        .map(|(id, by)| (id.clone(), big(*by)));
    assert_eq!(found.collect::<Vec<_>>(), asymmetry);
    assert_eq!(view.one_sided(), alone);
}

fn assert_changed(before: &Evaluation, after: &Evaluation) {
    let found = diff(before, after);
    if let Err(CompareError::NoScore { .. }) = found {
        assert!(before.score().is_none() || after.score().is_none());
        return;
    }
    let side = |evaluation: &Evaluation, id: &Id| -> (Big, Option<Big>, Option<Status>) {
        let mut lines = evaluation.lines().iter();
        match lines.find(|line| line.criterion() == id) {
            None => (whole(0), None, None),
            Some(line) => (big(line.share()), as_big(line.good()), Some(line.status())),
        }
    };
    let half = |value: Big| value / whole(2);
    let scores = (big(before.score().unwrap()), big(after.score().unwrap()));
    let middle = half(&scores.0 + &scores.1);
    let mut ids: Vec<Id> = after
        .lines()
        .iter()
        .map(|line| line.criterion().clone())
        .collect();
    let old = before.lines().iter().map(|line| line.criterion().clone());
    let removed: Vec<Id> = old.filter(|id| !ids.contains(id)).collect();
    ids.extend(removed);
    let (mut lines, mut changes, mut total) = (Vec::new(), Vec::new(), whole(0));
    let mut fits = true;
    for id in ids {
        let ((p, g, was), (q, h, is)) = (side(before, &id), side(after, &id));
        if was != is {
            changes.push((id.clone(), was, is));
        }
        if p == whole(0) && q == whole(0) {
            continue;
        }
        let (g, h) = (g.clone().or(h.clone()).unwrap(), h.or(g).unwrap());
        let score_effect = half(&p + &q) * (&h - &g);
        let above = half(g + h) - &middle;
        let weight_effect = (q - p) * &above;
        for figure in [&score_effect, &weight_effect, &above] {
            fits &= ratio_of(figure).is_some();
        }
        total += &score_effect + &weight_effect;
        lines.push((id, score_effect, weight_effect));
    }
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            // Two totals of weights, multiplied with each other twice.
            assert_eq!((error, fits), (CompareError::Overflow, false));
            return;
        }
    };
    let shown = found.lines().iter();
    let shown = shown.map(|line| {
        (
            line.criterion.clone(),
            big(line.score_effect),
            big(line.weight_effect),
        )
    });
    assert_eq!(shown.collect::<Vec<_>>(), lines);
    assert_eq!(
        (big(found.delta()), total),
        (&scores.1 - &scores.0, &scores.1 - &scores.0)
    );
    let shown = found.status_changes().iter();
    let shown = shown.map(|change| (change.criterion.clone(), change.before, change.after));
    assert_eq!(shown.collect::<Vec<_>>(), changes);
}

proptest! {
    #![proptest_config(cases(128))]

    // Means of votes lie between the steps; whatever is said of an evaluation is said of theirs.
    #[test]
    fn what_votes_come_to_is_ranked_lifted_and_compared_like_any_other(
        drawn in panels(),
        more in vec(vec(draws(), 5), 1..5),
    ) {
        let other = (drawn.0.clone(), more, drawn.2, drawn.3);
        let reports = report_of(&drawn, "s").zip(report_of(&other, "t"));
        let Some(((_, left), (_, right))) = reports else { return Ok(()) };
        let (left, right) = (left.evaluation(), right.evaluation());
        let all = [left.clone(), right.clone()];
        let ranking = rank(&all, OrderBy::Low).unwrap();
        prop_assert!(ranking.possible_leaders().len() <= 2);
        let bridges = left.bridges().unwrap();
        for bridge in &bridges.bridges {
            let better = left.assessment().clone().rate(bridge.criterion.clone(), bridge.to);
            let better = left.rubric().evaluate(&better).unwrap();
            prop_assert_eq!(better.score(), bridge.score_after);
        }
        let top = left.rubric().scale().max().to_ratio();
        if let Ok(lift) = left.lift_to(top) {
            prop_assert_eq!(lift.plan_score, top);
            let mut best = left.assessment().clone();
            for raise in &lift.plan {
                best = best.rate(raise.criterion.clone(), raise.to);
            }
            prop_assert_eq!(left.rubric().evaluate(&best).unwrap().score(), Some(top));
        }
        if let Ok(found) = contrast(left, right) {
            let sum = found.lines().iter().fold(whole(0), |sum, (_, part)| sum + big(*part));
            prop_assert_eq!(sum, big(found.gap()));
        }
        if let Ok(found) = Sensitivity::new(left, right) {
            let table = super::sensitivity::table(left, right);
            if let Some(tolerance) = found.tolerance() {
                let least = super::sensitivity::least_lead(&table, &big(tolerance));
                prop_assert_eq!(least, whole(0));
            }
            assert_steps(&found, left, right);
        }
    }
}

/// So many steps put the rival ahead, one less does not, and none where the scale ends first.
fn assert_steps(found: &Sensitivity, leader: &Evaluation, rival: &Evaluation) {
    let gap = big(found.gap());
    for (criterion, steps) in found.steps_to_lose() {
        let at = leader.rubric().position(criterion).unwrap();
        let line = &leader.lines()[at];
        let count = whole(leader.rubric().scale_of(at).unwrap().steps());
        let scale = leader.rubric().scale();
        let (lo, hi) = (big(scale.min().to_ratio()), big(scale.max().to_ratio()));
        let step = (&hi - &lo) / count;
        let own = big(line.good().unwrap());
        let other = big(rival.lines()[at].good().unwrap());
        for (steps, room) in [(steps.leader_down, own - lo), (steps.rival_up, hi - other)] {
            let costs = |steps: Big| big(line.share()) * &step * steps;
            if let Some(steps) = steps {
                assert!(costs(whole(steps)) > gap && costs(whole(steps - 1)) <= gap);
                assert!(&step * whole(steps) <= room);
            } else {
                let most = (&room / &step).floor();
                assert!(costs(most) <= gap);
            }
        }
    }
}
