//! Pillars, trust, models, checklists and failure modes (spec/alignment.md 13 to 15).

use std::collections::BTreeSet;

use partnership::Ratio;
use partnership::alignment::{
    Answer, ById, Checklist, ChecklistReport, Diagnosis, FailureMode, Id, IssueFinding,
    ModelChoice, ModelProfile, ModelSelection, NeedBound, Outcome, PillarValues, Pillars, Remedy,
    RemedyRule, Review, Score, SelectionDraft, Signal, TrustFactor, TrustFactors, TrustQuotient,
    Want, diagnose, select_model,
};
use partnership::explain::Documents;
use partnership::time::{NaiveDate, date};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::exchange::holds;
use super::id;
use crate::laws::reference::{Big, big, whole};
use crate::support::laws;

fn unit() -> impl Strategy<Value = Ratio> {
    (0_i128..=12).prop_map(|parts| Ratio::new(parts, 12).expect("a ratio"))
}

fn level() -> impl Strategy<Value = Ratio> {
    let edges = select(vec!["1", "3/2", "2", "9", "19/2", "10"]);
    prop_oneof![
        edges.prop_map(|text| text.parse().expect("a ratio")),
        (1_i64..=10).prop_map(Ratio::from)
    ]
}

fn factors() -> impl Strategy<Value = TrustFactors> {
    (level(), level(), level(), level()).prop_map(|levels| TrustFactors {
        credibility: levels.0,
        reliability: levels.1,
        intimacy: levels.2,
        self_orientation: levels.3,
    })
}

/// One factor moved by so many points.
fn moved(factors: &TrustFactors, factor: TrustFactor, points: i64) -> TrustFactors {
    let mut moved = *factors;
    let place = match factor {
        TrustFactor::Credibility => &mut moved.credibility,
        TrustFactor::Reliability => &mut moved.reliability,
        TrustFactor::Intimacy => &mut moved.intimacy,
        TrustFactor::SelfOrientation => &mut moved.self_orientation,
    };
    *place = place.checked_add(points.into()).expect("small");
    moved
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_pillar_carries_no_more_than_the_weakest(alignment in unit(), reciprocity in unit(), clarity in unit()) {
        let values = PillarValues { alignment, reciprocity, clarity };
        let pillars = Pillars::of(&values).expect("from 0 to 1");
        prop_assert!(!pillars.weakest.is_empty());
        for pillar in partnership::alignment::Pillar::ALL {
            let value = values.get(pillar);
            prop_assert!(value >= pillars.value);
            prop_assert_eq!(value == pillars.value, pillars.weakest.contains(&pillar));
        }
        let sum = big(alignment) + big(reciprocity) + big(clarity);
        prop_assert_eq!(big(pillars.mean), sum / whole(3));
        let papers = Documents::new().with("pillars", json!(values));
        holds(&pillars.explain(&values).expect("a proof"), &papers, &pillars);
    }

    #[test]
    fn trust_rises_in_three_factors_and_falls_in_the_fourth(factors in factors()) {
        let trust = TrustQuotient::of(&factors).expect("from 1 to 10");
        let said = big(factors.credibility) + big(factors.reliability) + big(factors.intimacy);
        prop_assert_eq!(big(trust.quotient), said / big(factors.self_orientation));
        let mut possible = 0;
        for factor in TrustFactor::ALL {
            let better = if factor == TrustFactor::SelfOrientation { -1 } else { 1 };
            let found = trust.moves.iter().find(|step| step.factor == factor);
            let after = TrustQuotient::of(&moved(&factors, factor, better));
            match (after, found) {
                (Ok(after), Some(step)) => {
                    possible += 1;
                    prop_assert!(after.quotient > trust.quotient);
                    let gain = after.quotient.checked_sub(trust.quotient).expect("small");
                    prop_assert_eq!(gain, step.gain);
                }
                (after, found) => prop_assert!(after.is_err() && found.is_none()),
            }
        }
        prop_assert_eq!(trust.moves.len(), possible);
        let key = |step: &partnership::alignment::TrustMove| (-step.gain, step.factor);
        prop_assert!(trust.moves.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
        let papers = Documents::new().with("trust", json!(factors));
        holds(&trust.explain(&factors).expect("a proof"), &papers, &trust);
    }
}

fn situations() -> impl Strategy<Value = ById<Score>> {
    btree_map(select(ModelSelection::FACTORS.to_vec()), 1_i32..=5, 0..=8).prop_map(|levels| {
        levels
            .into_iter()
            .map(|(factor, level)| (id(factor), level.into()))
            .collect()
    })
}

fn profile(name: &'static str) -> impl Strategy<Value = ModelProfile> {
    let want = select(vec![Want::Nearer, Want::AtLeast, Want::AtMost]);
    let factor = || select(ModelSelection::FACTORS.to_vec());
    let ideals = btree_map(factor(), (1_i32..=5, want), 1..8);
    let bound = (any::<bool>(), 1_i32..=5);
    (ideals, vec((factor(), bound), 0..2)).prop_map(move |(ideals, needs)| {
        let mut draft = ModelProfile::builder(id(name));
        for (factor, (ideal, want)) in ideals {
            draft = draft.factor(id(factor), ideal.into(), want);
        }
        for (factor, (least, level)) in needs {
            let level = Score::from(level);
            let bound = if least {
                NeedBound::AtLeast(level)
            } else {
                NeedBound::AtMost(level)
            };
            draft = draft.need(id(factor), bound);
        }
        draft.build().expect("a profile")
    })
}

fn selections() -> impl Strategy<Value = ModelSelection> {
    let profiles = (
        profile("studio"),
        profile("7"),
        profile("sprint"),
        1_usize..=3,
    );
    let profiles = profiles.prop_map(|(a, b, c, count)| {
        let all = vec![a, b, c];
        all.into_iter().take(count).collect::<Vec<ModelProfile>>()
    });
    let profiles = prop_oneof![3 => profiles, 1 => Just(ModelProfile::presets())];
    let weights = btree_map(select(ModelSelection::FACTORS.to_vec()), 1_u32..5, 0..8);
    (profiles, weights, select(vec!["0", "1/4", "1"])).prop_map(|(profiles, weights, margin)| {
        let draft = SelectionDraft {
            profiles,
            weights: weights
                .into_iter()
                .map(|(factor, parts)| (id(factor), parts))
                .collect(),
            hybrid_margin: margin.parse().expect("a ratio"),
            ..SelectionDraft::default()
        };
        draft.build().expect("a selection")
    })
}

/// What a model comes to, where unknown levels are worth so much.
fn mean(
    selection: &ModelSelection,
    profile: &ModelProfile,
    levels: &ById<Score>,
    unknown: i64,
) -> Big {
    let (mut sum, mut all) = (whole(0), whole(0));
    for (factor, ideal) in profile.factors().iter() {
        let parts = whole(selection.draft().weights.get(factor).copied().unwrap_or(1));
        let wanted = big(ideal.ideal.to_ratio());
        let rating = match levels.get(factor) {
            None => whole(unknown),
            Some(level) => {
                let over = big(level.to_ratio()) - wanted;
                let off = match ideal.want {
                    Want::Nearer => {
                        if over < whole(0) {
                            -over
                        } else {
                            over
                        }
                    }
                    Want::AtLeast => (-over).max(whole(0)),
                    Want::AtMost => over.max(whole(0)),
                };
                whole(5) - off
            }
        };
        sum += &parts * rating;
        all += parts;
    }
    sum / all
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn models_are_selected_as_the_page_says(selection in selections(), levels in situations()) {
        let choice: ModelChoice = select_model(&selection, &levels).expect("levels of the factors");
        let mut scored = Vec::new();
        for profile in &selection.draft().profiles {
            let out = profile.needs().iter().any(|need| {
                levels.get(&need.factor).is_some_and(|level| match need.bound {
                    NeedBound::AtLeast(least) => *level < least,
                    NeedBound::AtMost(most) => *level > most,
                })
            });
            let score = choice.scores.iter().find(|score| score.model == *profile.model());
            prop_assert_eq!(score.is_none(), out);
            prop_assert_eq!(choice.ruled_out.iter().any(|found| found.model == *profile.model()), out);
            let unknown = profile.needs().iter().filter(|need| !levels.contains_key(&need.factor));
            let open = choice.unchecked.iter().filter(|open| open.model == *profile.model());
            prop_assert_eq!(open.count(), unknown.count());
            if let Some(score) = score {
                prop_assert_eq!(big(score.low), mean(&selection, profile, &levels, 1));
                prop_assert_eq!(big(score.high), mean(&selection, profile, &levels, 5));
                let complete = profile.factors().keys().all(|factor| levels.contains_key(factor));
                scored.push((!complete, -score.low, score.model.clone(), score.high));
            }
        }
        scored.sort();
        let flat: Vec<Id> = choice.order.iter().flatten().cloned().collect();
        let expected: Vec<Id> = scored.iter().map(|score| score.2.clone()).collect();
        prop_assert_eq!(flat, expected);
        let first = scored.first().map(|first| (first.0, first.1));
        let near = |score: &&(bool, Ratio, Id, Ratio)| first.is_some_and(|(incomplete, low)| {
            score.0 == incomplete && big(score.1) - big(low) <= big(selection.draft().hybrid_margin)
        });
        let mixed: Vec<Id> = scored.iter().filter(near).map(|score| score.2.clone()).collect();
        prop_assert_eq!(&choice.hybrid, &if mixed.len() < 2 { Vec::new() } else { mixed });
        // A model can still be best if its most is not below the least of any other.
        let possible: BTreeSet<&Id> = scored.iter()
            .filter(|score| scored.iter().all(|other| score.2 == other.2 || score.3 >= -other.1))
            .map(|score| &score.2)
            .collect();
        prop_assert_eq!(choice.possible.iter().collect::<BTreeSet<_>>(), possible);
    }

    #[test]
    fn another_model_changes_no_score(selection in selections(), levels in situations()) {
        let choice = select_model(&selection, &levels).expect("levels of the factors");
        let mut draft = selection.draft().clone();
        draft.profiles.truncate(1);
        let alone = select_model(&draft.build().expect("one model"), &levels).expect("levels");
        for score in &alone.scores {
            prop_assert!(choice.scores.contains(score));
        }
    }

    #[test]
    fn a_choice_proves_itself_and_travels(selection in selections(), levels in situations()) {
        let choice = select_model(&selection, &levels).expect("levels of the factors");
        let papers = Documents::new()
            .with("selection", json!(selection))
            .with("levels", json!(levels));
        let proof = choice.explain(&selection, &levels).expect("a proof");
        if !proof.nodes().is_empty() {
            holds(&proof, &papers, &choice);
        }
        let read: ModelSelection = serde_json::from_value(json!(selection)).expect("read");
        prop_assert_eq!(read, selection);
    }
}

fn day(number: u32) -> NaiveDate {
    date(&format!("2026-02-{number:02}")).expect("a day")
}

fn answers() -> impl Strategy<Value = Answer> {
    let reason = "out of scope".to_owned();
    select(vec![
        Answer::Yes,
        Answer::No,
        Answer::NotYet,
        Answer::NotApplicable { reason },
    ])
}

fn reviews() -> impl Strategy<Value = Review> {
    let items = || {
        select(vec![
            "success-criteria",
            "fixed-duration",
            "one-contact-each",
        ])
        .prop_map(id)
    };
    let done = proptest::option::of(1_u32..6);
    let remedy = (1_u32..6, done).prop_map(|(due, done)| Remedy {
        how: "write it down".to_owned(),
        owner: "legal".to_owned(),
        due: day(due),
        done_on: done.map(day),
    });
    let rule = select(vec![RemedyRule::Plan, RemedyRule::Done]);
    (
        1_u32..6,
        rule,
        btree_map(items(), answers(), 0..4),
        btree_map(items(), remedy, 0..4),
    )
        .prop_map(|(on, rule, answers, remedies)| {
            let mut review = Review::new(day(on));
            review.rule = rule;
            for (item, answer) in answers {
                review = review.answer(item, answer);
            }
            review.remedies = remedies.into();
            review
        })
}

fn review(review: &Review) -> ChecklistReport {
    Checklist::pilot()
        .review(review)
        .expect("a review of the pilot")
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_review_is_what_the_page_says(given in reviews()) {
        let report = review(&given);
        let (mut no, mut not_yet) = (Vec::new(), Vec::new());
        let (mut remedied, mut overdue, mut unused) = (Vec::new(), Vec::new(), Vec::new());
        let (mut yes, mut applicable) = (0, 0);
        for item in Checklist::pilot().items() {
            let item = item.id.clone();
            let answer = given.answers.get(&item).map_or(Answer::NotYet, |answered| answered.answer.clone());
            let remedy = given.remedies.get(&item);
            let done = remedy.is_some_and(|remedy| remedy.done_on.is_some_and(|done| done <= given.on));
            let planned = remedy.is_some_and(|remedy| given.on <= remedy.due);
            let addressed = done || (planned && given.rule == RemedyRule::Plan);
            applicable += u32::from(!matches!(answer, Answer::NotApplicable { .. }));
            yes += u32::from(answer == Answer::Yes);
            let open = match answer {
                Answer::No => &mut no,
                Answer::NotYet => &mut not_yet,
                _ => {
                    unused.extend(remedy.map(|_| item));
                    continue;
                }
            };
            if remedy.is_some() && !done && !planned {
                overdue.push(item.clone());
            }
            if addressed { remedied.push(item) } else { open.push(item) }
        }
        let outcome = if !no.is_empty() || !not_yet.is_empty() {
            Outcome::Blocked { no, not_yet }
        } else if remedied.is_empty() {
            Outcome::Clear
        } else {
            Outcome::ClearWithRemedies
        };
        prop_assert_eq!(&report.outcome, &outcome);
        prop_assert_eq!((&report.remedied, &report.overdue, &report.unused), (&remedied, &overdue, &unused));
        prop_assert_eq!((report.yes, report.applicable), (yes, applicable));

        let papers = Documents::new()
            .with("checklist", json!(Checklist::pilot()))
            .with("review", json!(given));
        let proof = report.explain(&Checklist::pilot(), &given).expect("a proof");
        holds(&proof, &papers, &report);
        let read: Review = serde_json::from_value(json!(given)).expect("read");
        prop_assert_eq!(read, given);
    }

    #[test]
    fn turning_a_no_into_a_yes_never_blocks(given in reviews()) {
        let before = review(&given);
        for item in Checklist::pilot().items() {
            let after = review(&given.clone().answer(item.id.clone(), Answer::Yes));
            let open = |report: &ChecklistReport| report.open().cloned().collect::<BTreeSet<Id>>();
            prop_assert!(open(&after).is_subset(&open(&before)));
        }
    }
}

fn signals() -> impl Strategy<Value = Signal> {
    let name = |names: &[&'static str]| select(names.to_vec()).prop_map(id);
    let finding = select(vec![
        IssueFinding::Unstated,
        IssueFinding::DealBreaker,
        IssueFinding::Apart,
        IssueFinding::Aligned,
        IssueFinding::Trade,
        IssueFinding::Contested,
        IssueFinding::Minor,
    ]);
    let rubric = name(&[
        "partnership-alignment-matrix",
        "three-r",
        "trust-assessment",
        "other",
    ]);
    let criterion = name(&[
        "strategic-fit",
        "cultural-compatibility",
        "resonance",
        "mutual-respect",
    ]);
    let issue = name(&[
        "ip-rights",
        "volume",
        "exclusivity",
        "compensation",
        "other",
    ]);
    let dimension = || {
        name(&[
            "control",
            "resources",
            "communication-effectiveness",
            "other",
        ])
    };
    let checklist = name(&["new-partnership", "strategic-programme", "pilot", "other"]);
    let item = name(&["written-agreement", "fortnightly-check-in", "shared-tools"]);
    prop_oneof![
        (rubric, criterion).prop_map(|(rubric, criterion)| Signal::Gap { rubric, criterion }),
        (issue, finding).prop_map(|(issue, finding)| Signal::Issue { issue, finding }),
        (checklist, item).prop_map(|(checklist, item)| Signal::OpenItem { checklist, item }),
        dimension().prop_map(|dimension| Signal::HealthRed { dimension }),
        dimension().prop_map(|dimension| Signal::Unreciprocated {
            side: partnership::Side::Producer,
            dimension,
        }),
        dimension().prop_map(|dimension| Signal::Uneven {
            ahead: partnership::Side::Producer,
            behind: partnership::Side::Partner,
            dimension,
        }),
        select(vec![
            Signal::ReviewMissed {},
            Signal::ReplyLate {},
            Signal::RevisionsExceeded {},
            Signal::ChangeUnapproved {},
            Signal::RightsMissing {},
            Signal::Overload {},
            Signal::Concentration {},
            Signal::AudienceFalling {},
        ]),
    ]
}

fn modes(found: &[Diagnosis]) -> Vec<FailureMode> {
    found.iter().map(|diagnosis| diagnosis.mode).collect()
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn more_signals_never_show_fewer_modes(first in vec(signals(), 0..5), more in vec(signals(), 0..5)) {
        let before = modes(&diagnose(&first));
        let all: Vec<Signal> = first.iter().chain(&more).cloned().collect();
        let found = diagnose(&all);
        let after = modes(&found);
        prop_assert!(before.iter().all(|mode| after.contains(mode)));
        let alone = more.iter().flat_map(|signal| modes(&diagnose(std::slice::from_ref(signal))));
        let each: BTreeSet<FailureMode> = before.iter().copied().chain(alone).collect();
        prop_assert_eq!(after.iter().copied().collect::<BTreeSet<_>>(), each);
        prop_assert!(after.windows(2).all(|pair| pair[0] < pair[1]));
        let reversed: Vec<Signal> = all.iter().rev().cloned().collect();
        prop_assert_eq!(&modes(&diagnose(&reversed)), &after);
        for diagnosis in &found {
            let papers = Documents::new().with("signals", json!(all));
            holds(&diagnosis.explain(&all).expect("a proof"), &papers, diagnosis);
        }
        let read: Vec<Signal> = serde_json::from_value(json!(all)).expect("read");
        prop_assert_eq!(read, all);
    }
}
