//! Issues, fair division and packages (spec/alignment.md 12): the guarantees of the page, by brute
//! force.

use std::collections::BTreeSet;

use partnership::alignment::{
    Acceptable, AlignmentDraft, AlignmentModel, Firmness, Id, Issue, IssueFinding, IssueReading,
    Position, SettleAt, Trade, Verdict, Zone, adjusted_winner, best_packages,
};
use partnership::explain::Documents;
use partnership::{Ratio, Side};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::exchange::holds;
use super::id;
use crate::laws::reference::{Big, big, whole};
use crate::support::laws;

fn ranges() -> impl Strategy<Value = Acceptable> {
    (0_i64..8, 0_i64..5, 0_i64..5).prop_map(|(from, width, at)| Acceptable::Range {
        from: from.into(),
        to: (from + width).into(),
        ideal: (from + at.min(width)).into(),
    })
}

fn options() -> impl Strategy<Value = Acceptable> {
    let names = btree_set(select(vec!["a", "b", "c", "3"]), 1..4);
    (names, any::<prop::sample::Index>()).prop_map(|(names, at)| {
        let options: BTreeSet<Id> = names.into_iter().map(id).collect();
        let ideal = options
            .iter()
            .nth(at.index(options.len()))
            .expect("one")
            .clone();
        Acceptable::Options { options, ideal }
    })
}

fn positions(
    acceptable: impl Strategy<Value = Acceptable>,
) -> impl Strategy<Value = Option<Position>> {
    let parts = prop_oneof![1 => Just(0_u32), 6 => 1_u32..9, 1 => Just(u32::MAX)];
    let position = (acceptable, parts, prop::bool::weighted(0.2));
    let position = position.prop_map(|(acceptable, importance, firm)| {
        let position = Position::range(Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
        let position = Position {
            acceptable,
            ..position.with_importance(importance)
        };
        Some(if firm {
            position.non_negotiable()
        } else {
            position
        })
    });
    prop_oneof![1 => Just(None), 9 => position]
}

fn issues() -> impl Strategy<Value = (Option<Position>, Option<Position>)> {
    prop_oneof![
        (positions(ranges()), positions(ranges())),
        (positions(options()), positions(options())),
    ]
}

fn models() -> impl Strategy<Value = AlignmentModel> {
    let gap = select(vec!["1/10", "1/5", "1/100", "1"]);
    (vec(issues(), 1..6), gap).prop_filter_map("a side without importance", |(issues, gap)| {
        let names = ["volume", "rights", "5", "pay", "term"].into_iter();
        let issue = |(name, (producer, partner))| Issue {
            id: id(name),
            producer,
            partner,
        };
        let issues: Vec<Issue> = names.zip(issues).map(issue).collect();
        let mut draft = AlignmentDraft::new(issues);
        draft.trade_gap = gap.parse().expect("a ratio");
        draft.build().ok()
    })
}

fn accepts(position: &Position, point: &Value) -> bool {
    match &position.acceptable {
        Acceptable::Range { from, to, .. } => {
            let point: Ratio = point.as_str().expect("a text").parse().expect("a number");
            *from <= point && point <= *to
        }
        Acceptable::Options { options, .. } => options.iter().any(|option| json!(option) == *point),
    }
}

/// Every point that matters: all bounds, or all options.
fn points() -> Vec<Value> {
    let names = ["a", "b", "c"].into_iter().map(|name| json!(name));
    (0..13)
        .map(|point| json!(point.to_string()))
        .chain(names)
        .collect()
}

fn in_zone(reading: &IssueReading, point: &Value) -> bool {
    match &reading.zone {
        None => false,
        Some(Zone::Range { from, to }) => {
            let point = point.as_str().and_then(|text| text.parse::<Ratio>().ok());
            point.is_some_and(|point| *from <= point && point <= *to)
        }
        Some(Zone::Options(options)) => options.iter().any(|option| json!(option) == *point),
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_zone_is_what_both_accept(model in models()) {
        let compared = model.compare().expect("small numbers");
        for (issue, reading) in model.issues().iter().zip(&compared.issues) {
            let (Some(own), Some(other)) = (&issue.producer, &issue.partner) else {
                prop_assert_eq!(reading.finding, IssueFinding::Unstated);
                continue;
            };
            let is_range = matches!(own.acceptable, Acceptable::Range { .. });
            let is_number = |point: &Value| point.as_str().is_some_and(|text| text.parse::<Ratio>().is_ok());
            for point in points().into_iter().filter(|point| !is_range || is_number(point)) {
                let both = accepts(own, &point) && accepts(other, &point);
                prop_assert_eq!(in_zone(reading, &point), both, "{}", point);
            }
            let breaks = [IssueFinding::DealBreaker, IssueFinding::Apart];
            prop_assert_eq!(reading.zone.is_none(), breaks.contains(&reading.finding));
            if let Some(point) = &reading.settle_at {
                let point = match point {
                    SettleAt::Value(value) => json!(value),
                    SettleAt::Option(option) => json!(option),
                };
                prop_assert!(in_zone(reading, &point));
            }
        }
    }

    #[test]
    fn findings_and_verdict_follow_the_table(model in models()) {
        let compared = model.compare().expect("small numbers");
        let stated: Vec<&Issue> = model.issues().iter()
            .filter(|issue| issue.producer.is_some() && issue.partner.is_some())
            .collect();
        let total = |side| {
            let parts = model.issues().iter().filter_map(|issue| issue.position(side));
            whole(parts.map(|position| u64::from(position.importance)).sum::<u64>())
        };
        for (issue, reading) in model.issues().iter().zip(&compared.issues) {
            let (Some(own), Some(other)) = (&issue.producer, &issue.partner) else {
                continue;
            };
            let share = |side, position: &Position| whole(position.importance) / total(side);
            let (a, b) = (share(Side::Producer, own), share(Side::Partner, other));
            prop_assert_eq!(reading.shares.producer.map(big), Some(a.clone()));
            let same = match (&own.acceptable, &other.acceptable) {
                (Acceptable::Range { ideal, .. }, Acceptable::Range { ideal: goal, .. }) => ideal == goal,
                (Acceptable::Options { ideal, .. }, Acceptable::Options { ideal: goal, .. }) => ideal == goal,
                _ => panic!("the door refuses two kinds"),
            };
            let firm = [own, other].iter().any(|side| side.firmness == Firmness::NonNegotiable);
            let gap = if a > b { &a - &b } else { &b - &a };
            let expected = match &reading.zone {
                None if firm => IssueFinding::DealBreaker,
                None => IssueFinding::Apart,
                Some(_) if same => IssueFinding::Aligned,
                Some(_) if gap >= big(model.trade_gap()) => IssueFinding::Trade,
                Some(_) if (&a + &b) * whole(stated.len()) >= whole(2) => IssueFinding::Contested,
                Some(_) => IssueFinding::Minor,
            };
            prop_assert_eq!(reading.finding, expected);
            let gains = (expected == IssueFinding::Trade).then_some(if a > b { Side::Producer } else { Side::Partner });
            prop_assert_eq!(reading.gains, gains);
        }
        let any = |finding| compared.issues.iter().any(|issue| issue.finding == finding);
        let expected = if any(IssueFinding::DealBreaker) {
            Verdict::NoFit
        } else if any(IssueFinding::Unstated) {
            Verdict::Incomplete
        } else if any(IssueFinding::Apart) || any(IssueFinding::Contested) || any(IssueFinding::Trade) {
            Verdict::NeedsBridging
        } else {
            Verdict::Fit
        };
        prop_assert_eq!(compared.verdict, expected);
    }

    #[test]
    fn swapping_the_sides_swaps_who_gains(model in models()) {
        let issues: Vec<Issue> = model.issues().iter().map(|issue| Issue {
            id: issue.id.clone(),
            producer: issue.partner.clone(),
            partner: issue.producer.clone(),
        }).collect();
        let mut draft = AlignmentDraft::new(issues);
        draft.trade_gap = model.trade_gap();
        let (found, turned) = (model.compare().unwrap(), draft.build().unwrap().compare().unwrap());
        prop_assert_eq!(found.verdict, turned.verdict);
        for (left, right) in found.issues.iter().zip(&turned.issues) {
            prop_assert_eq!(left.finding, right.finding);
            prop_assert_eq!(&left.zone, &right.zone);
            prop_assert_eq!(&left.settle_at, &right.settle_at);
            prop_assert_eq!(left.gains, right.gains.map(Side::other));
        }
        for trade in &found.trades {
            let mirrored = turned.trades.iter().find(|other| {
                other.to_producer == trade.to_partner && other.to_partner == trade.to_producer
            });
            prop_assert_eq!(mirrored.map(|other| other.gain.swapped()), Some(trade.gain));
            prop_assert!(!trade.gain.producer.is_negative() && !trade.gain.partner.is_negative());
            prop_assert!(trade.gain.producer.is_positive() || trade.gain.partner.is_positive());
        }
        prop_assert_eq!(found.trades.len(), turned.trades.len());
        let sum = |trade: &Trade| {
            trade.gain.producer.checked_add(trade.gain.partner).expect("small")
        };
        prop_assert!(found.trades.windows(2).all(|pair| sum(&pair[0]) >= sum(&pair[1])));
    }

    #[test]
    fn a_comparison_proves_itself_and_travels(model in models()) {
        let found = model.compare().expect("small numbers");
        let papers = Documents::new().with("model", json!(model));
        holds(&found.explain(&model).expect("a proof"), &papers, &found);
        let read: AlignmentModel = serde_json::from_value(json!(model)).expect("read");
        prop_assert_eq!(read, model);
    }
}

type Items = Vec<(Id, u32, u32)>;

fn items() -> impl Strategy<Value = Items> {
    let points = prop_oneof![1 => Just(0_u32), 5 => 1_u32..12, 1 => Just(u32::MAX)];
    let names = ["a", "b", "c", "d", "4"];
    vec((points.clone(), points), 1..6).prop_filter_map("a side without points", move |points| {
        let any = |of: fn(&(u32, u32)) -> u32| points.iter().any(|points| of(points) > 0);
        let pairs = || names.into_iter().zip(&points);
        (any(|points| points.0) && any(|points| points.1)).then(|| {
            pairs()
                .map(|(name, (own, other))| (id(name), *own, *other))
                .collect()
        })
    })
}

/// What each side gets of a lot, where the producer has these parts.
fn lots(items: &Items, shares: &[Big]) -> (Big, Big) {
    let total = |of: fn(&(Id, u32, u32)) -> u32| {
        whole(items.iter().map(|item| u64::from(of(item))).sum::<u64>())
    };
    let (own, other) = (total(|item| item.1), total(|item| item.2));
    let each = items.iter().zip(shares);
    let gets: Big = each
        .clone()
        .map(|(item, share)| share * whole(item.1))
        .sum();
    let leaves: Big = each
        .map(|(item, share)| (whole(1) - share) * whole(item.2))
        .sum();
    (gets / own, leaves / other)
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn adjusted_winner_is_equitable_envy_free_and_efficient(items in items()) {
        let division = adjusted_winner(&items).expect("points of both");
        let shares: Vec<Big> = division.shares.iter().map(|share| big(share.producer_share)).collect();
        let (own, other) = lots(&items, &shares);
        let half = whole(1) / whole(2);
        prop_assert_eq!(&own, &big(division.each));
        prop_assert_eq!(&other, &own, "both get the same");
        prop_assert!(own >= half, "nobody would rather have the other's lot");

        let divided = division.shares.iter().zip(&shares);
        let divided: Vec<&Id> = divided
            .filter(|(_, share)| **share > whole(0) && **share < whole(1))
            .map(|(share, _)| &share.item)
            .collect();
        prop_assert_eq!(divided, division.split.iter().collect::<Vec<_>>());

        // No exchange of a little of one item for a little of another is good for both.
        for (item, share) in items.iter().zip(&shares).filter(|(_, share)| **share > whole(0)) {
            for (rival, left) in items.iter().zip(&shares).filter(|(_, share)| **share < whole(1)) {
                let keeps = whole(item.1) * whole(rival.2);
                prop_assert!(keeps >= whole(rival.1) * whole(item.2), "{} {}", share, left);
            }
        }
        // And none of the divisions into thirds is.
        let count = 4_u32.pow(u32::try_from(items.len()).expect("few"));
        for code in 0..count {
            let third = |at: usize| whole(code / 4_u32.pow(u32::try_from(at).expect("few")) % 4) / whole(3);
            let shares: Vec<Big> = (0..items.len()).map(third).collect();
            let (mine, yours) = lots(&items, &shares);
            prop_assert!(mine <= own || yours <= other);
        }
    }

    #[test]
    fn adjusted_winner_favours_no_side(items in items()) {
        let division = adjusted_winner(&items).expect("points of both");
        let turned: Items = items.iter().map(|(item, own, other)| (item.clone(), *other, *own)).collect();
        prop_assert_eq!(division.each, adjusted_winner(&turned).expect("points of both").each);
        let paper: Value = items.iter().map(|(item, own, other)| {
            json!({"item": item, "producer": own, "partner": other})
        }).collect();
        let papers = Documents::new().with("items", paper);
        holds(&division.explain(&items).expect("a proof"), &papers, &division);
    }
}

type Packages = Vec<(Id, Ratio, Ratio)>;

fn packages() -> impl Strategy<Value = Packages> {
    let worth = || prop_oneof![4 => 0_i64..6, 1 => -3_i64..0].prop_map(Ratio::from);
    vec((worth(), worth()), 1..8).prop_map(|worths| {
        let names = ["h", "a", "g", "b", "f", "c", "7", "d"]
            .into_iter()
            .zip(worths);
        names
            .map(|(name, (own, other))| (id(name), own, other))
            .collect()
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn packages_are_sorted_out_as_the_page_says(packages in packages(), own in 0_i64..4, other in 0_i64..4) {
        let reserve = (Ratio::from(own), Ratio::from(other));
        let found = best_packages(reserve, &packages).expect("small numbers");
        let names = |list: Vec<&(Id, Ratio, Ratio)>| {
            list.into_iter().map(|package| package.0.clone()).collect::<BTreeSet<Id>>().into_iter().collect::<Vec<Id>>()
        };
        let (left, rejected): (Vec<_>, Vec<_>) = packages.iter()
            .partition(|package| package.1 >= reserve.0 && package.2 >= reserve.1);
        prop_assert_eq!(&found.rejected, &names(rejected));
        let beats = |a: &(Id, Ratio, Ratio), b: &(Id, Ratio, Ratio)| {
            a.1 >= b.1 && a.2 >= b.2 && (a.1 > b.1 || a.2 > b.2)
        };
        let (dominated, kept): (Vec<_>, Vec<_>) = left.iter()
            .partition(|package| left.iter().any(|other| beats(other, package)));
        prop_assert_eq!(&found.dominated, &names(dominated));
        let product = |package: &(Id, Ratio, Ratio)| {
            (big(package.1) - whole(own)) * (big(package.2) - whole(other))
        };
        let most = kept.iter().map(|package| product(package)).max();
        prop_assert_eq!(found.product.map(big), most.clone());
        let best = kept.into_iter().filter(|package| Some(product(package)) == most).collect();
        prop_assert_eq!(&found.best, &names(best));

        let list: Value = packages.iter().map(|(package, own, other)| {
            json!({"package": package, "producer": own, "partner": other})
        }).collect();
        let paper = json!({
            "reserve": {"producer": reserve.0, "partner": reserve.1},
            "packages": list,
        });
        let papers = Documents::new().with("packages", paper);
        holds(&found.explain(reserve, &packages).expect("a proof"), &papers, &found);
    }

    #[test]
    fn scaling_a_side_keeps_the_packages(packages in packages(), times in 1_i64..9) {
        let reserve = (Ratio::ONE, Ratio::ONE);
        let before = best_packages(reserve, &packages).expect("small numbers");
        let scale = |value: Ratio| value.checked_mul(times.into()).expect("small");
        let scaled: Packages = packages.iter().rev()
            .map(|(package, own, other)| (package.clone(), scale(*own), *other))
            .collect();
        let after = best_packages((scale(reserve.0), reserve.1), &scaled).expect("small numbers");
        prop_assert_eq!(before.rejected, after.rejected);
        prop_assert_eq!(before.dominated, after.dominated);
        prop_assert_eq!(before.best, after.best);
        prop_assert_eq!(before.product.map(scale), after.product);
    }
}
