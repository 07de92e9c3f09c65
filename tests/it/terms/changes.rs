//! Versions that name what they change, and what is wrong with how they do.

use partnership::compensation::{Advance, Amendment, Dropped, IdError, Terms, TermsDraft, Version};
use serde_json::{Value, json};

use super::{accepted, draft, refused, share_item, sheet, with};

fn cap(id: &str, amount: &str) -> Value {
    json!({"id": id, "amount": amount, "window": "lifetime"})
}

/// A share, a fee, a cap, a reserve, a hold and a payout from January, then these versions.
fn then(versions: &[Value]) -> Value {
    let first = json!({"from": "2026-01-01", "signed": "2025-12-20", "note": "the first deal",
        "items": [share_item("a", json!("lifetime")), share_item("b", json!("period"))],
        "caps": [cap("top", "500.00 USD")], "reserve": {"rate": "10%", "release": [1]},
        "hold": {"days": 3}, "payout": {"minimum": "10.00 USD"}});
    let mut all = vec![first];
    all.extend_from_slice(versions);
    sheet(json!(all))
}

/// A version from February that is based on the one before and changes this.
fn change(body: Value) -> Value {
    let based = with(body, "based_on", json!("previous"));
    with(based, "from", json!("2026-02-01"))
}

/// A version as the crate writes it.
fn written(version: Value) -> Value {
    let version: Version = serde_json::from_value(version).expect("a version of the shape");
    serde_json::to_value(version).expect("JSON")
}

fn written_out(terms: &Terms, version: usize) -> Value {
    serde_json::to_value(&terms.expanded().versions[version]).expect("JSON")
}

#[test]
fn what_a_version_does_not_name_goes_on_but_its_signatures_and_note() {
    let terms = accepted(then(&[change(json!({"note": "as before"}))]));
    let mut expected = written_out(&terms, 0);
    expected["from"] = json!("2026-02-01");
    expected["note"] = json!("as before");
    expected
        .as_object_mut()
        .expect("a version")
        .remove("signed");
    assert_eq!(written_out(&terms, 1), expected);
}

#[test]
fn an_entry_takes_the_whole_place_of_the_old_one_and_a_new_one_goes_to_the_end() {
    let mut first = share_item("a", json!("lifetime"));
    first["surcharges"] = json!([{"id": "x", "rate": "25%"}]);
    let start = json!({"from": "2026-01-01", "items": [first, share_item("b", json!("period"))]});
    let next = change(json!({"items": [share_item("c", json!("period")),
        share_item("a", json!("period"))]}));
    let terms = accepted(sheet(json!([start, next])));
    let items = ["a", "b", "c"].map(|id| share_item(id, json!("period")));
    assert_eq!(
        written_out(&terms, 1),
        written(json!({"from": "2026-02-01", "items": items}))
    );
}

#[test]
fn what_is_dropped_ends_and_can_come_again() {
    let drop = change(json!({"drop": ["b", "top", "/reserve", "/hold", "/payout"]}));
    let again = json!({"from": "2026-03-01", "based_on": "previous", "hold": {"days": 9},
        "caps": [cap("top", "9.00 USD")]});
    let terms = accepted(then(&[drop, again]));
    let item = share_item("a", json!("lifetime"));
    assert_eq!(
        written_out(&terms, 1),
        written(json!({"from": "2026-02-01", "items": [item]}))
    );
    assert_eq!(
        written_out(&terms, 2),
        written(
            json!({"from": "2026-03-01", "items": [item], "hold": {"days": 9},
            "caps": [cap("top", "9.00 USD")]})
        )
    );
}

#[test]
fn a_sheet_is_written_as_it_was_and_written_out_on_request() {
    let terms = accepted(then(&[change(json!({"drop": ["b"]}))]));
    let text = serde_json::to_string(&terms).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Terms>(&text).expect("a sheet"),
        terms
    );
    assert!(
        text.contains(r#""based_on":"previous","drop":["b"]"#),
        "{text}"
    );
    assert_eq!(TermsDraft::from(terms.clone()), *terms.sheet());
    assert_eq!(terms.sheet().versions[1].drop, ["b".parse().unwrap()]);
    let complete = accepted(serde_json::to_value(terms.expanded()).expect("JSON"));
    assert_eq!(complete.versions(), terms.versions());
    assert_eq!(complete.sheet(), complete.expanded());
}

#[test]
fn faults_of_a_change_stand_at_the_version_that_makes_it() {
    let first = with(change(json!({"drop": ["x"]})), "from", json!("2026-01-01"));
    refused(
        sheet(json!([first])),
        &["versions[0].based_on: there is no version before this one to be based on"],
    );
    let complete = json!({"from": "2026-02-01", "drop": ["a", "none"]});
    refused(
        then(&[complete]),
        &[
            "versions[1].drop: what is dropped belongs to the version before, and this one is \
             not based on it",
        ],
    );
    let twice = change(json!({"drop": ["none", "b", "b", "/reserve", "top"],
        "reserve": {"rate": "5%", "release": [1]}, "caps": [cap("top", "1.00 USD")]}));
    refused(
        then(&[twice]),
        &[
            "versions[1].drop[0]: there is nothing named none",
            "versions[1].drop[2]: there is nothing named b",
            "versions[1].drop[3]: /reserve is dropped and named in one version",
            "versions[1].drop[4]: top is dropped and named in one version",
        ],
    );
    let bare = json!({"from": "2026-02-01", "items": []});
    let nothing = json!({"from": "2026-03-01", "based_on": "previous", "drop": ["/hold"]});
    refused(
        then(&[bare, nothing]),
        &["versions[2].drop[0]: there is nothing named /hold"],
    );
}

#[test]
fn faults_of_what_goes_on_stand_at_their_place_in_the_whole_version() {
    let capped = json!({"id": "low", "amount": "1.00 USD", "window": "lifetime", "scope": ["b"]});
    let start = json!({"from": "2026-01-01", "caps": [capped],
        "items": [share_item("a", json!("period")), share_item("b", json!("period"))]});
    let next = change(json!({"drop": ["b"], "items": [share_item("c", json!({"months": 0}))]}));
    refused(
        sheet(json!([start, next])),
        &[
            "versions[1].items[1].window: a window of 0 periods or months",
            "versions[1].caps[0].scope[0]: there is nothing named b",
        ],
    );
    let again = change(json!({"caps": [cap("a", "1.00 USD")]}));
    refused(
        then(&[again]),
        &["versions[1].caps[1].id: the id a stands twice"],
    );
    let twice = change(json!({"items": [share_item("a", json!("lifetime")),
        share_item("a", json!("lifetime"))]}));
    refused(
        then(&[twice]),
        &["versions[1].items[2].id: the id a stands twice"],
    );
}

#[test]
fn a_change_is_based_on_the_version_before_and_drops_ids_or_single_clauses() {
    let read = |body: Value| {
        let sheet = then(&[change(body)]);
        serde_json::from_value::<TermsDraft>(sheet).map_err(|why| why.to_string())
    };
    assert!(read(json!({"drop": ["a"]})).is_ok());
    let why = read(json!({"drop": ["/cap"]})).unwrap_err();
    assert!(why.contains("malformed id \"/cap\""), "{why}");
    assert!(read(json!({"drop": null})).is_err());
    let other = with(
        then(&[]),
        "versions",
        json!([{"from": "2026-01-01", "based_on": "first"}]),
    );
    assert!(serde_json::from_value::<TermsDraft>(other).is_err());
    assert_eq!("/hold".parse(), Ok::<Dropped, IdError>(Dropped::Hold));
    assert_eq!(Dropped::Payout.to_string(), "/payout");
}

#[test]
fn an_amendment_for_a_while_returns_to_the_whole_body_of_before() {
    let terms = accepted(then(&[change(json!({"drop": ["b"]}))]));
    let day = |text: &str| text.parse().expect("a day");
    let mut version = Version::changing(day("2026-04-01"));
    version.drop = vec![Dropped::Hold, Dropped::Reserve];
    let amendment = Amendment {
        version,
        from: day("2026-04-01"),
        until: Some(day("2026-05-01")),
    };
    let amended = terms.amend(amendment, None).expect("open");
    let back = &amended.sheet().versions[3];
    assert_eq!((back.based_on, &back.drop), (None, &Vec::new()));
    assert_eq!(back.items, terms.versions()[1].items);
    assert!(amended.versions()[2].hold.is_none() && back.hold.is_some());
    let unknown = draft(then(&[change(json!({"drop": ["c"]}))]));
    assert!(Terms::try_from(unknown).is_err());
}

// Two parts on days; another advance that milestones alone pay.
#[test]
fn an_advance_in_parts_is_added_if_its_earliest_day_is_open() {
    let terms = accepted(then(&[]));
    let on = |day: &str| json!({"date": day});
    let advance = |parts: [Value; 2]| {
        let parts = parts.into_iter().zip(["1", "2"]);
        let parts = parts.map(|(on, id)| json!({"id": id, "on": on, "share": "1/2"}));
        let advance = json!({"id": "book", "amount": "9.00 USD",
            "parts": parts.collect::<Vec<Value>>()});
        serde_json::from_value::<Advance>(advance).expect("an advance")
    };
    let add = |parts| {
        let through = "2026-03-01".parse().expect("a day");
        let added = terms.with_advance(advance(parts), Some(through));
        added.map(drop).map_err(|why| why.to_string())
    };
    for parts in [["2026-06-15", "2026-02-28"], ["2026-02-28", "2026-06-15"]] {
        let refused = "a change from 2026-02-28 rewrites what is settled through 2026-03-01";
        assert_eq!(add(parts.map(on)), Err(refused.to_owned()));
    }
    assert_eq!(add(["2026-03-01", "2026-06-15"].map(on)), Ok(()));
    let milestone = |id: &str| json!({"milestone": id});
    assert_eq!(add(["script", "film"].map(milestone)), Ok(()));
}
