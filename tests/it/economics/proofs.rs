//! Law 1 of spec/explain.md over drawn figures: what is explained checks, also against its papers,
//! covers every figure, and an audit finds nothing but what is taken on trust.

use std::collections::BTreeSet;

use partnership::economics::{
    DependencyLines, Engagement, HhiBands, HighFrom, Holding, Intangible, IntangibleKind,
    LoadGuide, Negatives, Objection, Person, ScaleFacts, ScaleLimits, Work, ecosystem,
    explain_ecosystem, explain_load, explain_pursuit, explain_risk_reward, explain_scale,
    explain_team, explain_valuations, load, pursue, risk_reward, scale_objections, team,
    valuations,
};
use partnership::explain::Explanation;
use partnership::time::date;
use partnership::{PartyId, Ratio};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::laws::{amounts, candidates, incomes, members, over, skills, usd};
use crate::families::proved;
use crate::support::cases;

#[track_caller]
pub fn holds<E: ToString>(explanation: Result<Explanation, E>, definition: Value, result: &Value) {
    proved(explanation, [("definition", definition)], result).unwrap();
}

fn facts() -> impl Strategy<Value = ScaleFacts> {
    let fact = || prop::option::of(select(vec!["0", "1/20", "1/10", "11/100", "2.9", "3", "7"]));
    (fact(), fact(), fact(), fact()).prop_map(|(multiple, overhead, free, vision)| {
        let ratio = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        ScaleFacts {
            return_multiple: ratio(multiple),
            overhead_share: ratio(overhead),
            free_capacity: ratio(free),
            shared_vision: ratio(vision),
        }
    })
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn of_concentrations(
        paid in vec(amounts(), 1..8), less in 0_i64..300, watch in 1_i64..=100, more in 0_i64..99,
    ) {
        let mut paid = paid;
        paid.push(-less);
        let all = incomes(&paid);
        let (lines, bands) = (
            DependencyLines::new(
                Ratio::from_percent(watch),
                Ratio::from_percent((watch + more).min(100)),
            ).unwrap(),
            HhiBands::us_2010(),
        );
        let Ok(found) = all.concentration(Negatives::AsZero) else { return Ok(()) };
        let report = found.report(&lines, &bands).unwrap();
        let definition =
            json!({"incomes": all, "lines": lines, "bands": bands, "unit": usd(1)});
        let explanation = all.explain(Negatives::AsZero, &lines, &bands);
        holds(explanation, definition, &json!(report));
    }

    #[test]
    fn of_loads(
        rooms in vec(0_i64..=10, 0..4),
        works in vec((any::<bool>(), vec((0_usize..4, 1_i64..=20), 0..4)), 0..5),
    ) {
        let person = |place: usize| format!("p{place}");
        let people: Vec<Person> = (rooms.iter().enumerate())
            .map(|(place, tenths)| Person { id: person(place), capacity: over(*tenths, 10) })
            .collect();
        let partnerships: Vec<Engagement> = (works.iter().enumerate())
            .map(|(number, (active, work))| {
                let mut seen = BTreeSet::new();
                let known = work.iter().filter(|(who, _)| *who < people.len() && seen.insert(*who));
                let work = known.map(|(who, share)| Work {
                    person: person(*who),
                    share: over(*share, 20),
                });
                Engagement { id: format!("d{number}"), active: *active, work: work.collect() }
            })
            .collect();
        let guide = LoadGuide::new((1, 3), (over(1, 10), over(1, 5))).unwrap();
        let report = load(&people, &partnerships, &guide).unwrap();
        let definition =
            json!({"people": people, "partnerships": partnerships, "guide": guide});
        let explanation = explain_load(&people, &partnerships, &guide);
        holds(explanation, definition, &json!(report));
    }

    #[test]
    fn of_risks_and_rewards(values in vec((0_i64..5, 0_i64..5), 1..7)) {
        let holdings: Vec<Holding> = (values.iter().enumerate())
            .map(|(place, (reward, risk))| Holding {
                id: format!("h{place}"),
                reward: (*reward).into(),
                risk: (*risk).into(),
            })
            .collect();
        let high = HighFrom { reward: 3_i64.into(), risk: 2_i64.into() };
        let found = risk_reward(&holdings, &high).unwrap();
        let definition = json!({"holdings": holdings, "high": high});
        holds(explain_risk_reward(&holdings, &high), definition, &json!(found));
    }

    #[test]
    fn of_pursuits(all in candidates(), quarters in 0_i64..40, slots in prop::option::of(0_u32..5)) {
        let all: Vec<_> = all.into_iter().map(|mut one| {
            one.id.insert(0, 'c');
            one
        }).collect();
        let capacity = over(quarters, 4);
        let found = pursue(&all, capacity, slots).unwrap();
        let definition = json!({"candidates": all, "capacity": capacity});
        holds(explain_pursuit(&all, capacity, slots), definition, &json!(found));
    }

    #[test]
    fn of_ecosystems_and_teams(members in members(), needs in skills()) {
        let found = ecosystem(&members).unwrap();
        if members.len() > 1 {
            holds(explain_ecosystem(&members), json!(members), &json!(found));
        }
        if let Ok(found) = team(&needs, &members) {
            let definition = json!({"needs": needs, "members": members});
            holds(explain_team(&needs, &members), definition, &json!(found));
        }
    }

    #[test]
    fn of_objections(facts in facts()) {
        let limits = ScaleLimits::default();
        let found = scale_objections(&facts, &limits);
        let result = json!({"objections": found});
        let papers = [("definition", json!(limits)), ("readings", json!(facts))];
        proved(explain_scale(&facts, &limits), papers, &result).unwrap();
        let unknown = found.iter().filter(|one| matches!(one, Objection::Unknown(_))).count();
        let readings = json!(facts);
        let absent = readings.as_object().unwrap().values().filter(|fact| fact.is_null());
        prop_assert_eq!(unknown, absent.count());
    }

    #[test]
    fn of_intangibles(
        money in -300_i64..5_000,
        items in vec((0_usize..2, 0_usize..4, prop::option::of(amounts())), 1..8),
    ) {
        let kinds = [
            IntangibleKind::NetworkExpansion,
            IntangibleKind::CapabilityDevelopment,
            IntangibleKind::Reputation,
            IntangibleKind::Other,
        ];
        let items: Vec<Intangible> = (items.iter())
            .map(|(by, kind, value)| Intangible {
                kind: kinds[*kind],
                value: value.map(usd),
                by: PartyId::new(["film-co", "platform"][*by]).unwrap(),
                on: date("2026-12-31").unwrap(),
                why: "as agreed".to_owned(),
            })
            .collect();
        let found = valuations(usd(money), &items).unwrap();
        let definition = json!({"money": usd(money), "items": items});
        holds(explain_valuations(usd(money), &items), definition, &json!(found));
    }
}

#[test]
fn a_forged_figure_is_found() {
    let all = incomes(&[800, 200]);
    let (lines, bands) = (DependencyLines::default(), HhiBands::default());
    let found = all.concentration(Negatives::Refuse).unwrap();
    let mut report = json!(found.report(&lines, &bands).unwrap());
    let definition = json!({"incomes": all, "lines": lines, "bands": bands, "unit": usd(1)});
    let explanation = || all.explain(Negatives::Refuse, &lines, &bands);
    holds(explanation(), definition.clone(), &report);
    for (figure, forged) in [("needed_elsewhere", "0.00 USD"), ("dependency", "watch")] {
        let right = std::mem::replace(&mut report[figure], json!(forged));
        let found = proved(explanation(), [("definition", definition.clone())], &report);
        assert!(found.unwrap_err().contains(figure));
        report[figure] = right;
    }
}
