//! Grants held against a walk over every day, channel and territory.

use std::collections::BTreeSet;

use partnership::PartyId;
use partnership::governance::{
    Asset, Conflict, Exclusivity, Grant, GrantKind, PartScope, Rights, RightsGap, Scope,
};
use partnership::time::{NaiveDate, date};
use proptest::prelude::*;
use proptest::sample::select;

use super::party;
use crate::support::laws;

/// The names that grants list, and one that none of them does.
const NAMES: [&str; 3] = ["x", "y", "unlisted"];
const PARTIES: [&str; 4] = ["owner", "north", "south", "east"];

fn day(number: u32) -> NaiveDate {
    date(&format!("2026-01-{:02}", number + 1)).unwrap()
}

fn scope() -> impl Strategy<Value = Scope> {
    select(vec![
        Scope::All,
        Scope::listed([]),
        Scope::listed(["x"]),
        Scope::listed(["y"]),
        Scope::listed(["x", "y"]),
    ])
}

fn exclusivity() -> impl Strategy<Value = Exclusivity> {
    let part = (scope(), scope()).prop_map(|(channels, territories)| {
        Exclusivity::Partly(PartScope {
            channels,
            territories,
        })
    });
    prop_oneof![Just(Exclusivity::Exclusive), Just(Exclusivity::None), part]
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let parties = (select(&PARTIES[..]), select(&PARTIES[1..]));
    let times = (0_u32..6, proptest::option::of(1_u32..6));
    let one = (
        parties,
        times,
        scope(),
        scope(),
        exclusivity(),
        any::<bool>(),
        0_u32..6,
    );
    let grants = proptest::collection::vec(one, 0..6);
    grants.prop_map(|grants| {
        let grants = grants.into_iter().enumerate();
        grants
            .map(
                |(at, (parties, times, channels, territories, exclusivity, sublicence, kind))| {
                    Grant {
                        key: format!("g{at}").parse().unwrap(),
                        asset: "film".parse().unwrap(),
                        grantor: party(parties.0),
                        grantee: party(parties.1),
                        kind: if kind == 0 {
                            GrantKind::BuyOut
                        } else {
                            GrantKind::Licence
                        },
                        from: day(times.0),
                        to: times.1.map(|days| day(times.0 + days)),
                        channels,
                        territories,
                        modification: false,
                        exclusivity,
                        sublicence,
                        sell_off: None,
                    }
                },
            )
            .collect()
    })
}

fn rights(grants: Vec<Grant>) -> Rights {
    let film = Asset {
        key: "film".parse().unwrap(),
        owner: party("owner"),
        third_party: false,
        proof: None,
    };
    Rights::new(vec![film], grants, None).unwrap()
}

fn is_buy_out(grant: &Grant) -> bool {
    grant.kind == GrantKind::BuyOut
}

/// Whether a grant reaches a point.
fn reaches(grant: &Grant, on: NaiveDate, channel: &str, territory: &str) -> bool {
    let ends = grant.to.filter(|_| !is_buy_out(grant));
    let scoped = grant.channels.contains(channel) && grant.territories.contains(territory);
    grant.from <= on && ends.is_none_or(|to| on < to) && (is_buy_out(grant) || scoped)
}

/// Whether nobody else may be granted a point.
fn alone(grant: &Grant, on: NaiveDate, channel: &str, territory: &str) -> bool {
    reaches(grant, on, channel, territory)
        && match &grant.exclusivity {
            _ if is_buy_out(grant) => true,
            Exclusivity::Exclusive => true,
            Exclusivity::None => false,
            Exclusivity::Partly(part) => {
                part.channels.contains(channel) && part.territories.contains(territory)
            }
        }
}

/// Whether grantees lead from one grant to the other.
fn leads(grants: &[Grant], from: &Grant, to: &Grant) -> bool {
    let mut holders = BTreeSet::from([from.grantee.clone()]);
    loop {
        if holders.contains(&to.grantor) {
            return true;
        }
        let further: BTreeSet<PartyId> = grants
            .iter()
            .filter(|grant| holders.contains(&grant.grantor))
            .map(|grant| grant.grantee.clone())
            .collect();
        let before = holders.len();
        holders.extend(further);
        if holders.len() == before {
            return false;
        }
    }
}

type Point = (String, String, u32, &'static str, &'static str);

fn points(left: &Grant, right: &Grant, such: impl Fn(NaiveDate, &str, &str) -> bool) -> Vec<Point> {
    let mut points = Vec::new();
    for on in 0..12 {
        for channel in NAMES {
            for territory in NAMES {
                if such(day(on), channel, territory) {
                    let keys = (left.key.to_string(), right.key.to_string());
                    points.push((keys.0, keys.1, on, channel, territory));
                }
            }
        }
    }
    points
}

fn covers(conflict: &Conflict, on: NaiveDate, channel: &str, territory: &str) -> bool {
    conflict.from <= on
        && conflict.to.is_none_or(|to| on < to)
        && conflict.channels.contains(channel)
        && conflict.territories.contains(territory)
}

#[test]
fn what_the_papers_lack_is_named() {
    let song = Asset {
        key: "song".parse().unwrap(),
        owner: party("band"),
        third_party: true,
        proof: Some(" ".into()),
    };
    let rights = Rights::new(vec![song], vec![], None).unwrap();
    let asset = "song".parse().unwrap();
    assert_eq!(
        rights.gaps(),
        [RightsGap::NoProof { asset }, RightsGap::NoDataOwner]
    );
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn conflicts_are_the_points_that_two_cannot_both_have(grants in grants()) {
        let rights = rights(grants.clone());
        let (mut wanted, mut found) = (BTreeSet::new(), BTreeSet::new());
        for (at, left) in grants.iter().enumerate() {
            for right in &grants[at + 1..] {
                let related = leads(&grants, left, right) || leads(&grants, right, left);
                if left.grantee != right.grantee && !related {
                    wanted.extend(points(left, right, |on, channel, territory| {
                        (alone(left, on, channel, territory)
                            && reaches(right, on, channel, territory))
                            || (alone(right, on, channel, territory)
                                && reaches(left, on, channel, territory))
                    }));
                }
                let reported = rights.conflicts();
                let of_pair = reported.iter().filter(|conflict| {
                    conflict.left == left.key && conflict.right == right.key
                });
                for conflict in of_pair {
                    found.extend(points(left, right, |on, channel, territory| {
                        covers(conflict, on, channel, territory)
                    }));
                }
            }
        }
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn the_order_of_grants_changes_nothing(grants in grants(), turn in 0_usize..6) {
        let mut turned = grants.clone();
        if !turned.is_empty() {
            let turn = turn % turned.len();
            turned.rotate_left(turn);
        }
        prop_assert_eq!(rights(turned), rights(grants));
    }

    #[test]
    fn a_grantor_without_rights_is_found(grants in grants()) {
        let rights = rights(grants.clone());
        let wrong: BTreeSet<&str> =
            rights.no_right_to_grant().into_iter().map(|grant| grant.key.as_str()).collect();
        // Rightful: the owner's, and step by step what a rightful and wider grant lets on.
        let mut rightful: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..=grants.len() {
            for grant in &grants {
                let carried = grants.iter().any(|holder| {
                    let wider = |on: u32, channel: &str, territory: &str| {
                        !reaches(grant, day(on), channel, territory)
                            || reaches(holder, day(on), channel, territory)
                    };
                    let empty = grant.kind == GrantKind::Licence
                        && (grant.channels == Scope::listed([])
                            || grant.territories == Scope::listed([]));
                    rightful.contains(holder.key.as_str())
                        && holder.grantee == grant.grantor
                        && (holder.sublicence || is_buy_out(holder))
                        && !empty
                        && (0..30).all(|on| NAMES.iter().all(|channel| {
                            NAMES.iter().all(|territory| wider(on, channel, territory))
                        }))
                });
                if grant.grantor.as_str() == "owner" || carried {
                    rightful.insert(grant.key.as_str());
                }
            }
        }
        for grant in &grants {
            let empty = grant.channels == Scope::listed([]) || grant.territories == Scope::listed([]);
            if grant.kind == GrantKind::BuyOut || !empty {
                let is_rightful = rightful.contains(grant.key.as_str());
                // A chain through a grant of nothing is left out of the walk.
                prop_assert!(is_rightful != wrong.contains(grant.key.as_str()));
            }
        }
    }
}
