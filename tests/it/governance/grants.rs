//! Grants beyond one asset, what they rest on, and what a set of rights lacks.

use partnership::governance::{
    Asset, Exclusivity, Grant, GrantKind, Rights, RightsError, RightsGap, Scope, Use, UseVerdict,
};
use partnership::time::{Calendar, date};

use super::{key, party};

fn asset(name: &str) -> Asset {
    Asset {
        key: key(name),
        owner: party("owner"),
        third_party: false,
        proof: None,
    }
}

/// A licence of an asset for ever, on every channel everywhere, that may be granted on.
fn grant(name: &str, of: &str, [grantor, grantee]: [&str; 2]) -> Grant {
    Grant {
        key: key(name),
        asset: key(of),
        grantor: party(grantor),
        grantee: party(grantee),
        kind: GrantKind::Licence,
        from: date("2026-01-01").unwrap(),
        to: None,
        channels: Scope::All,
        territories: Scope::All,
        modification: false,
        exclusivity: Exclusivity::None,
        sublicence: true,
        sell_off: None,
    }
}

/// The grants that nobody had a right to, where the owner has granted the film to `north`.
fn unfounded(more: impl IntoIterator<Item = Grant>) -> Vec<String> {
    let grants = [grant("first", "film", ["owner", "north"])];
    let grants = grants.into_iter().chain(more).collect();
    let rights = Rights::new(vec![asset("film"), asset("song")], grants, None).unwrap();
    let found = rights.no_right_to_grant();
    found.iter().map(|grant| grant.key.to_string()).collect()
}

#[test]
fn a_grant_rests_on_one_of_the_same_asset_that_lasts_and_reaches_as_far() {
    let on = |of: &str| grant("second", of, ["north", "south"]);
    assert_eq!(unfounded([on("film")]), [""; 0]);
    assert_eq!(unfounded([on("song")]), ["second"]);
    // What `south` holds for a year in one country is granted on for that at most.
    let held = |third: fn(&mut Grant)| {
        let mut second = on("film");
        second.to = Some(date("2027-01-01").unwrap());
        second.channels = Scope::listed(["tv"]);
        second.territories = Scope::listed(["us"]);
        let mut granted = grant("third", "film", ["south", "west"]);
        granted.to = second.to;
        granted.channels = second.channels.clone();
        granted.territories = second.territories.clone();
        third(&mut granted);
        unfounded([second, granted])
    };
    assert_eq!(held(|_| {}), [""; 0]);
    assert_eq!(held(|third| third.to = date("2026-12-31").ok()), [""; 0]);
    assert_eq!(held(|third| third.to = date("2027-01-02").ok()), ["third"]);
    assert_eq!(held(|third| third.to = None), ["third"]);
    assert_eq!(held(|third| third.territories = Scope::All), ["third"]);
    assert_eq!(held(|third| third.channels = Scope::All), ["third"]);
}

#[test]
fn a_chain_of_grants_stays_with_its_asset() {
    let alone = |name: &str, of: &str, parties: [&str; 2]| Grant {
        exclusivity: Exclusivity::Exclusive,
        ..grant(name, of, parties)
    };
    let conflicts = |of: &str| {
        // The second one derives from the first only through a grant of the film.
        let grants = vec![
            alone("a", "film", ["owner", "north"]),
            grant("b", of, ["north", "east"]),
            alone("c", "film", ["east", "south"]),
        ];
        let rights = Rights::new(vec![asset("film"), asset("song")], grants, None).unwrap();
        let found = rights.conflicts();
        let pairs = found
            .iter()
            .map(|found| format!("{} {}", found.left, found.right));
        pairs.collect::<Vec<String>>()
    };
    assert_eq!(conflicts("film"), [""; 0]);
    assert_eq!(conflicts("song"), ["a c"]);
}

#[test]
fn a_name_stands_once_among_assets_and_once_among_grants() {
    let song = || asset("song");
    let found = Rights::new(vec![song(), asset("film"), song()], Vec::new(), None);
    assert_eq!(found, Err(RightsError::DuplicateKey { key: key("song") }));
    let tv = || grant("tv", "film", ["owner", "north"]);
    let grants = vec![tv(), grant("film", "film", ["owner", "north"]), tv()];
    let found = Rights::new(vec![asset("film")], grants, None);
    assert_eq!(found, Err(RightsError::DuplicateKey { key: key("tv") }));
}

#[test]
fn what_is_of_others_needs_a_proof_and_data_need_an_owner() {
    let borrowed = |name: &str, proof: Option<&str>| Asset {
        third_party: true,
        proof: proof.map(str::to_owned),
        ..asset(name)
    };
    let assets = || {
        vec![
            borrowed("song", None),
            asset("film"),
            borrowed("font", Some(" ")),
            borrowed("photo", Some("licence 12")),
        ]
    };
    let rights = Rights::new(assets(), Vec::new(), None).unwrap();
    let no_proof = |name: &str| RightsGap::NoProof { asset: key(name) };
    let (font, song) = (no_proof("font"), no_proof("song"));
    assert_eq!(
        rights.gaps(),
        [font.clone(), song.clone(), RightsGap::NoDataOwner]
    );
    assert_eq!(rights.data_owner(), None);
    let owned = Rights::new(assets(), Vec::new(), Some(party("owner"))).unwrap();
    assert_eq!(owned.gaps(), [font, song]);
    assert_eq!(owned.data_owner(), Some(&party("owner")));
}

#[test]
fn nothing_is_known_about_the_use_of_an_asset_that_is_not_there() {
    let rights = Rights::new(vec![asset("film")], Vec::new(), None).unwrap();
    let wanted = |name: &str| Use {
        asset: key(name),
        who: party("north"),
        channel: "tv".to_owned(),
        territory: "us".to_owned(),
        on: date("2026-01-05").unwrap(),
        modify: false,
    };
    let calendar = Calendar::default();
    assert_eq!(
        rights.may_use(&wanted("song"), &calendar),
        Err(RightsError::UnknownAsset { asset: key("song") })
    );
    let nothing = Ok(UseVerdict::Refused(Vec::new()));
    assert_eq!(rights.may_use(&wanted("film"), &calendar), nothing);
}
