//! Wire forms that never change: events, requests, states and the tables of the presets.

use std::collections::BTreeSet;

use partnership::lifecycle::{Checked, Draft, Event, Request, State};
use serde_json::Value;

use crate::documents::{golden, reads};

/// The tags of externally tagged values.
fn tags(values: &Value, field: &str) -> BTreeSet<String> {
    let values = values.as_array().expect("a list").iter();
    let tagged = values.map(|value| value[field].as_object().expect("a tagged value"));
    tagged.flat_map(|tagged| tagged.keys().cloned()).collect()
}

#[test]
fn events_are_written_as_ever() {
    let events: Vec<Event> = reads("lifecycle/events.json");
    assert_eq!(events.len(), 26);
    assert_eq!(
        tags(&golden("lifecycle/events.json"), "fact").len(),
        18,
        "every fact stands there"
    );
}

#[test]
fn requests_are_written_as_ever() {
    let requests: Vec<Request> = reads("lifecycle/requests.json");
    assert_eq!(requests.len(), 17);
    assert_eq!(
        tags(&golden("lifecycle/requests.json"), "command").len(),
        15,
        "every command stands there"
    );
}

#[test]
fn a_state_is_written_as_ever() {
    let state: State = reads("lifecycle/state.json");
    assert_eq!(state.visit(), 2);
    assert_eq!(state.held(&"check_in".parse().unwrap()).count(), 1);
}

#[test]
fn presets_are_written_as_ever() {
    for preset in Draft::presets() {
        let read: Checked = reads(&format!("lifecycle/{}.json", preset.id));
        assert_eq!(*read.definition(), preset);
    }
}

/// Every object of a document with an unknown field in it, one at a time.
fn with_unknown_fields(document: &Value) -> Vec<Value> {
    fn spoil(value: &mut Value, count: &mut usize) -> bool {
        match value {
            Value::Object(fields) => {
                if *count == 0 {
                    fields.insert("unheard_of".into(), Value::Bool(true));
                    return true;
                }
                *count -= 1;
                fields.values_mut().any(|field| spoil(field, count))
            }
            Value::Array(values) => values.iter_mut().any(|value| spoil(value, count)),
            _ => false,
        }
    }
    let mut spoilt = Vec::new();
    for number in 0.. {
        let (mut copy, mut count) = (document.clone(), number);
        if !spoil(&mut copy, &mut count) {
            return spoilt;
        }
        spoilt.push(copy);
    }
    spoilt
}

#[test]
fn an_unknown_field_is_refused_wherever_it_stands() {
    for event in golden("lifecycle/events.json").as_array().unwrap() {
        for spoilt in with_unknown_fields(event) {
            let read = serde_json::from_value::<Event>(spoilt.clone());
            assert!(read.is_err(), "{spoilt}");
        }
    }
    for request in golden("lifecycle/requests.json").as_array().unwrap() {
        for spoilt in with_unknown_fields(request) {
            let read = serde_json::from_value::<Request>(spoilt.clone());
            assert!(read.is_err(), "{spoilt}");
        }
    }
    for spoilt in with_unknown_fields(&golden("lifecycle/production.json")) {
        assert!(
            serde_json::from_value::<Draft>(spoilt.clone()).is_err(),
            "{spoilt}"
        );
    }
    for spoilt in with_unknown_fields(&golden("lifecycle/state.json")) {
        assert!(
            serde_json::from_value::<State>(spoilt.clone()).is_err(),
            "{spoilt}"
        );
    }
}

#[test]
fn a_state_that_no_log_leads_to_is_refused() {
    let spoilt = |field: &str, value: Value| {
        let mut state = golden("lifecycle/state.json");
        state[field] = value;
        let read = serde_json::from_value::<State>(state);
        read.expect_err(field).to_string()
    };
    assert_eq!(
        spoilt("schema", 2.into()),
        "a state of schema 2 is not known"
    );
    assert_eq!(
        spoilt("visit", 3.into()),
        "no log leads to this state: visit is not that of visits"
    );
    assert_eq!(
        spoilt("visit", 0.into()),
        "no log leads to this state: visit is 0"
    );
    assert_eq!(
        spoilt("term", 0.into()),
        "no log leads to this state: seq or term is 0"
    );
    assert_eq!(
        spoilt("seq", 0.into()),
        "no log leads to this state: seq or term is 0"
    );
    let later = serde_json::json!({"at": "2026-03-01T09:00:00Z", "on": "2026-03-01"});
    assert_eq!(
        spoilt("entered", later.clone()),
        "no log leads to this state: entered after the last event"
    );
    assert_eq!(
        spoilt("paused", later),
        "no log leads to this state: paused after the last event"
    );
    let unnoted = "no log leads to this state: a fact that no event noted";
    for seq in [0, 13] {
        let noted = serde_json::json!({"pilot_review": {"on": "2026-02-02", "seq": seq}});
        assert_eq!(spoilt("done", noted), unnoted);
        let read = serde_json::json!({"health": {"value": "1", "on": "2026-02-02", "seq": seq}});
        assert_eq!(spoilt("readings", read), unnoted);
    }
}

#[test]
fn a_key_given_twice_is_refused() {
    let text = serde_json::to_string(&golden("lifecycle/state.json")).unwrap();
    let twice = text.replace("\"adjust\":1", "\"adjust\":1,\"adjust\":2");
    let refused = serde_json::from_str::<State>(&twice)
        .expect_err("twice")
        .to_string();
    assert!(
        refused.starts_with("the key adjust stands twice"),
        "{refused}"
    );
}
