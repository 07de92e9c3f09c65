//! The laws of spec/health-economics.md 11 about health.

use std::collections::{BTreeMap, BTreeSet};

use partnership::health::{
    AlignmentLoop, Answer, Answers, Area, Better, CheckDraft, Course, Decision, Dimension, Goal,
    HealthCheck, HealthReport, Kpi, KpiDraft, KpiKind, KpiState, Level, LoopEvent, Measure, Pace,
    Phase, Point, Question, Reach, Reading, Reference, Rule, RuleDraft, Scorecard, ScorecardDraft,
    Series,
};
use partnership::time::{NaiveDate, date};
use partnership::{PartyId, Ratio};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::laws;

fn start() -> NaiveDate {
    date("2026-01-01").unwrap()
}

fn after(days: u64) -> NaiveDate {
    start() + chrono::Days::new(days)
}

pub fn small() -> impl Strategy<Value = Ratio> {
    let edges = select(vec![0_i128, 1, -1, 90, 95, 100]).prop_map(|n| (n, 1));
    prop_oneof![2 => edges, 3 => (-120_i128..120, 1_i128..7)]
        .prop_map(|(n, d)| Ratio::new(n, d).unwrap())
}

fn plus(left: Ratio, right: Ratio) -> Ratio {
    left.checked_add(right).unwrap()
}

fn times(left: Ratio, right: Ratio) -> Ratio {
    left.checked_mul(right).unwrap()
}

// ---- KPIs ----

prop_compose! {
    fn goals()(
        baseline in small(), target in small(), days in 1_u64..100,
        pace in select(vec![Pace::Linear, Pace::AtEnd]),
    ) -> Reach {
        let target = if target == baseline { plus(target, Ratio::ONE) } else { target };
        Reach { baseline, target, from: start(), by: after(days), pace }
    }
}

fn state(reach: Reach, fresh_days: Option<u32>, value: Ratio, on: u64, at: u64) -> KpiState {
    let mut draft = KpiDraft::new("k", KpiKind::Leading, Goal::Reach(reach));
    draft.fresh_days = fresh_days;
    let reading = Reading {
        value,
        on: after(on),
    };
    let kpi = Kpi::new(draft).unwrap();
    kpi.status(Some(&reading), after(at)).unwrap()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_1_attainment_and_level_do_not_depend_on_the_unit(
        reach in goals(), value in small(), k in small(), c in small(),
        on in 0_u64..120, age in 0_u64..5,
    ) {
        prop_assume!(!k.is_zero());
        let in_unit = |value| plus(times(value, k), c);
        let other = Reach {
            baseline: in_unit(reach.baseline),
            target: in_unit(reach.target),
            ..reach
        };
        let here = state(reach, Some(2), value, on, on + age);
        let there = state(other, Some(2), in_unit(value), on, on + age);
        prop_assert_eq!(here.attainment, there.attainment);
        prop_assert_eq!((here.level, here.outcome), (there.level, there.outcome));
    }

    #[test]
    fn law_2_better_is_never_worse_and_stale_never_better(
        reach in goals(), value in small(), more in small(), on in 0_u64..120, age in 0_u64..5,
    ) {
        let more = if reach.target > reach.baseline { more.abs() } else { -more.abs() };
        let worse = state(reach, Some(2), value, on, on + age);
        let better = state(reach, Some(2), plus(value, more), on, on + age);
        prop_assert!(better.level >= worse.level);
        let fresh = state(reach, None, value, on, on + age);
        prop_assert!(worse.level <= fresh.level);
        prop_assert_eq!(worse.stale, age > 2);
        // Old good news is no news, old bad news stands.
        if worse.stale {
            let expected = if fresh.level == Level::Red { Level::Red } else { Level::Unknown };
            prop_assert_eq!(worse.level, expected);
        }
    }
}

// ---- series and courses ----

pub fn points(values: &[Option<Ratio>]) -> Series {
    let points = (0..).zip(values).map(|(place, value)| Point {
        on: after(place),
        value: *value,
    });
    Series::new(points.collect()).unwrap()
}

fn known(values: &[Ratio]) -> Series {
    points(&values.iter().copied().map(Some).collect::<Vec<_>>())
}

/// How bad a course is: steady and recovered alike.
fn rank(course: &Course) -> u8 {
    match course {
        Course::TooEarly { .. } | Course::Steady {} | Course::Recovered { .. } => 0,
        Course::Dip { .. } => 1,
        Course::Structural { .. } => 2,
    }
}

pub fn rules() -> impl Strategy<Value = Rule> {
    let own = (0_i64..40, 0_i64..40, 1_u32..5).prop_map(|(one, other, lows)| {
        let draft = RuleDraft {
            tolerance: Ratio::from_percent(one.max(other)),
            recovery: Ratio::from_percent(one.min(other)),
            lows,
            severe: Some(Ratio::from_percent(60)),
        };
        Rule::new(draft).unwrap()
    });
    prop_oneof![Just(Rule::standard()), Just(Rule::run_chart()), own]
}

/// The course of spec/health-economics.md 3, written once more: backwards, from the last value.
fn course_again(rule: &RuleDraft, values: &[Ratio], reference: Ratio) -> u8 {
    let line = |part: Ratio| plus(reference, -times(part, reference.abs()));
    let (low, back) = (line(rule.tolerance), line(rule.recovery));
    let spell = values.iter().rev().take_while(|value| **value <= back);
    let lows = spell.filter(|value| **value < low).count();
    match lows {
        0 => 0,
        some if some < usize::try_from(rule.lows).unwrap() => 1,
        _ => 2,
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_3_the_slope_of_a_line_is_its_slope(
        a in small(), b in small(), known in vec(any::<bool>(), 2..12),
    ) {
        let values: Vec<Option<Ratio>> = (0_i64..)
            .zip(&known)
            .map(|(place, is_known)| is_known.then(|| plus(a, times(b, place.into()))))
            .collect();
        let slope = points(&values).trend(Ratio::ZERO).unwrap().slope;
        let is_line = known.iter().filter(|is_known| **is_known).count() > 1;
        prop_assert_eq!(slope, is_line.then_some(b));
    }

    #[test]
    fn law_4_a_course_follows_the_page(
        rule in rules(), values in vec(small(), 1..12), reference in small(), k in 1_i64..9,
    ) {
        let course = |values: &[Ratio], reference, better| {
            rule.course(&known(values), &Reference::Constant(reference), better).unwrap()
        };
        let found = course(&values, reference, Better::Higher);
        prop_assert_eq!(rank(&found), course_again(rule.draft(), &values, reference));
        // In another unit, and with the sign turned.
        let scaled: Vec<Ratio> = values.iter().map(|value| times(*value, k.into())).collect();
        let other = course(&scaled, times(reference, k.into()), Better::Higher);
        prop_assert_eq!(&other, &found);
        let turned: Vec<Ratio> = values.iter().map(|value| -*value).collect();
        prop_assert_eq!(&course(&turned, -reference, Better::Lower), &found);
        // A plan that is the same for all.
        let plan = Reference::Plan(vec![Some(reference); values.len()]);
        prop_assert_eq!(&rule.course(&known(&values), &plan, Better::Higher).unwrap(), &found);
    }

    #[test]
    fn law_4_worse_values_never_make_a_better_course(
        rule in rules(), values in vec(small(), 1..12), reference in small(),
        place in any::<prop::sample::Index>(), less in small(),
        plan in vec(prop::option::weighted(0.9, small()), 12),
    ) {
        let constant = Reference::Constant(reference);
        let course = |values: &[Ratio]| {
            rule.course(&known(values), &constant, Better::Higher).unwrap()
        };
        let before = rank(&course(&values));
        let mut worse = values.clone();
        let place = place.index(values.len());
        worse[place] = plus(worse[place], -less.abs());
        prop_assert!(rank(&course(&worse)) >= before);
        // The same against a plan, in which every point has its own reference.
        let planned = |values: &[Ratio]| {
            let plan = plan[..values.len()].to_vec();
            let course = rule.course(&known(values), &Reference::Plan(plan), Better::Higher);
            rank(&course.unwrap())
        };
        prop_assert!(planned(&worse) >= planned(&values));
        // A low behind all others.
        let mut longer = values;
        longer.push(plus(reference, -plus(reference.abs(), Ratio::ONE)));
        prop_assert!(rank(&course(&longer)) >= before);
    }

    #[test]
    fn law_4_missed_points_change_nothing(
        rule in rules(), values in vec(small(), 1..9), missed in vec(any::<bool>(), 9),
        reference in small(),
    ) {
        let constant = Reference::Constant(reference);
        let day = |days| after(days);
        let (mut dense, mut sparse) = (Vec::new(), Vec::new());
        for ((place, value), is_missed) in (0_u64..).zip(&values).zip(&missed) {
            if *is_missed {
                sparse.push(Point { on: day(2 * place), value: None });
            }
            let point = Point { on: day(2 * place + 1), value: Some(*value) };
            dense.push(point);
            sparse.push(point);
        }
        let course = |points| {
            rule.course(&Series::new(points).unwrap(), &constant, Better::Higher)
        };
        prop_assert_eq!(course(dense), course(sparse));
    }
}

// ---- checks ----

fn check() -> HealthCheck {
    let question = |id: &str| Question {
        id: id.to_owned(),
        text: String::new(),
    };
    let dimension = |id: &str, questions: &[&str]| Dimension {
        id: id.to_owned(),
        questions: questions.iter().map(|id| question(id)).collect(),
    };
    let dimensions = vec![
        dimension("trust", &["t1", "t2"]),
        dimension("value", &["v1"]),
    ];
    HealthCheck::new(CheckDraft::new("check", dimensions)).unwrap()
}

const ASKED: [&str; 3] = ["t1", "t2", "v1"];

fn party(place: usize) -> PartyId {
    PartyId::new(["a", "b", "c"][place]).unwrap()
}

/// Scores of up to three parties; 0 is no answer, 6 not applicable.
fn scores() -> impl Strategy<Value = Vec<[i64; 3]>> {
    vec([0_i64..=6, 0_i64..=6, 0_i64..=6], 1..4)
}

fn report(scores: &[[i64; 3]], order: &[usize]) -> Option<HealthReport> {
    let mut answers = Answers::new();
    for (place, own) in scores.iter().enumerate() {
        for (question, score) in ASKED.iter().zip(own) {
            let answer = match score {
                0 => Answer::NotAssessed,
                6 => Answer::NotApplicable {
                    reason: "so".to_owned(),
                },
                score => Answer::Score(*score),
            };
            answers.give(party(place), question, answer);
        }
    }
    let parties: Vec<PartyId> = order.iter().map(|place| party(*place)).collect();
    check().report(start(), &parties, &answers, None).ok()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_5_a_check_speaks_for_the_weakest(
        scores in scores(), who in any::<prop::sample::Index>(), which in 0_usize..3,
    ) {
        let order: Vec<usize> = (0..scores.len()).collect();
        let turned: Vec<usize> = order.iter().rev().copied().collect();
        let found = report(&scores, &order);
        prop_assert_eq!(&report(&scores, &turned), &found);
        let Some(found) = found else { return Ok(()) };
        let who = who.index(scores.len());
        // Raising a score worsens no level.
        if (1..5).contains(&scores[who][which]) {
            let mut raised = scores.clone();
            raised[who][which] += 1;
            let raised = report(&raised, &order).expect("as many scores");
            prop_assert!(raised.overall >= found.overall);
            for (now, before) in raised.dimensions.iter().zip(&found.dimensions) {
                prop_assert!(now.level >= before.level);
            }
        }
        // A silenced party leaves nothing that looks well.
        let mut silenced = scores.clone();
        silenced[who] = [0; 3];
        if let Some(report) = report(&silenced, &order) {
            for dimension in &report.dimensions {
                prop_assert!(dimension.level <= Some(Level::Unknown));
            }
        }
        prop_assert_eq!(
            found.overall,
            found.dimensions.iter().filter_map(|one| one.level).min().unwrap()
        );
    }
}

// ---- cards ----

prop_compose! {
    fn cards()(
        weights in vec((1_u32..5, vec((1_u32..5, small(), small()), 1..4)), 1..4),
        cap in select(vec![Ratio::ONE, Ratio::from_percent(150)]),
    ) -> Scorecard {
        let mut next = 0;
        let areas = weights.into_iter().enumerate().map(|(place, (weight, measures))| Area {
            id: format!("area {place}"),
            weight,
            floor: Ratio::from_percent(50),
            measures: (measures.into_iter())
                .map(|(weight, baseline, way)| {
                    next += 1;
                    let way = if way.is_zero() { Ratio::ONE } else { way };
                    Measure {
                        id: next.to_string(),
                        text: String::new(),
                        kind: None,
                        weight,
                        better: None,
                        baseline,
                        target: plus(baseline, way),
                    }
                })
                .collect(),
        });
        let mut draft = ScorecardDraft::new("card", areas.collect());
        draft.cap = cap;
        Scorecard::new(draft).unwrap()
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_6_what_is_missing_is_a_range_that_narrows(
        card in cards(), values in vec(prop::option::of(small()), 12), fills in small(),
    ) {
        let measures = card.draft().areas.iter().flat_map(|area| &area.measures);
        let ids: Vec<String> = measures.map(|measure| measure.id.clone()).collect();
        let mut actuals: BTreeMap<String, Option<Ratio>> =
            ids.iter().cloned().zip(values).collect();
        let Ok(found) = card.score(&actuals) else { return Ok(()) };
        let cap = card.draft().cap;
        let open = |coverage: Ratio| times(cap, plus(Ratio::ONE, -coverage));
        prop_assert_eq!(plus(found.high, -found.low), open(found.coverage));
        prop_assert!(found.low <= found.score && found.score <= found.high);
        for area in &found.areas {
            prop_assert_eq!(plus(area.high, -area.low), open(area.coverage));
            prop_assert!(area.score.is_none_or(|score| area.low <= score && score <= area.high));
        }
        if let Some(gap) = ids.iter().find(|id| actuals[*id].is_none()) {
            actuals.insert(gap.clone(), Some(fills));
            let filled = card.score(&actuals).unwrap();
            prop_assert!(found.low <= filled.low && filled.high <= found.high);
            prop_assert!(filled.coverage > found.coverage);
        }
    }
}

// ---- the loop ----

#[derive(Clone, Debug)]
pub enum Act {
    Define(usize, usize, u8),
    Measure(usize, bool),
    Decide(usize, u8),
    Go,
}

pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0_usize..3, 0_usize..2, 0_u8..8).prop_map(|(goal, by, what)| Act::Define(goal, by, what)),
        2 => (0_usize..3, any::<bool>()).prop_map(|(goal, is_known)| Act::Measure(goal, is_known)),
        2 => (0_usize..3, 0_u8..3).prop_map(|(goal, what)| Act::Decide(goal, what)),
        2 => Just(Act::Go),
    ];
    vec(act, 0..60)
}

pub fn event(act: &Act, phase: Phase) -> LoopEvent {
    let goal = |place: usize| ["x", "y", "z"][place].to_owned();
    let (target, why) = (Ratio::from_integer(5), "so".to_owned());
    match act {
        Act::Define(place, by, what) => {
            let (goal, by) = (goal(*place), party(*by));
            match what {
                0 => LoopEvent::Withdraw { goal, by, why },
                1 => LoopEvent::Counter { goal, target, by },
                2 | 3 => LoopEvent::Propose {
                    goal,
                    target,
                    better: Better::Lower,
                    by,
                },
                _ => LoopEvent::Agree { goal, by },
            }
        }
        Act::Measure(place, true) => LoopEvent::Measured {
            goal: goal(*place),
            actual: target,
        },
        Act::Measure(place, false) => LoopEvent::NotMeasured {
            goal: goal(*place),
            why,
        },
        Act::Decide(place, what) => {
            let goal = goal(*place);
            match what {
                0 => LoopEvent::Keep { goal },
                1 => LoopEvent::Change { goal, target, why },
                _ => LoopEvent::Drop { goal, why },
            }
        }
        Act::Go => match phase {
            Phase::Define => LoopEvent::Begin {},
            Phase::Execute => LoopEvent::Close {},
            Phase::Measure => LoopEvent::Review {},
            Phase::Adjust => LoopEvent::Next {},
        },
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn law_7_no_goal_vanishes(acts in acts()) {
        let mut all = AlignmentLoop::new([party(0), party(1)]).unwrap();
        for act in &acts {
            let before = all.clone();
            if all.apply(event(act, all.phase())).is_err() {
                prop_assert_eq!(&all, &before);
                continue;
            }
            let (now, then) = (all.cycle(), before.cycle());
            if now == then {
                // Only a withdrawal takes a goal off the table, and leaves a row.
                let gone = before.goals().keys().filter(|id| !all.goals().contains_key(*id)).count();
                prop_assert_eq!(all.history().len(), before.history().len() + gone);
                continue;
            }
            let rows = &all.history()[before.history().len()..];
            let decided: Vec<&String> = rows.iter().map(|row| &row.goal).collect();
            prop_assert_eq!(decided, before.goals().keys().collect::<Vec<_>>());
            let carried: BTreeSet<&String> = rows
                .iter()
                .filter(|row| !matches!(row.decision, Decision::Drop))
                .map(|row| &row.goal)
                .collect();
            prop_assert_eq!(all.goals().keys().collect::<BTreeSet<_>>(), carried);
        }
        let again = AlignmentLoop::replay(all.parties().clone(), all.events().to_vec());
        prop_assert_eq!(again.as_ref(), Ok(&all));
    }
}
