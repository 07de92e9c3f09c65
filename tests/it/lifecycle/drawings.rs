//! The pictures of the presets that stand in `doc/`, and the picture of an instance.

use std::fs;
use std::path::PathBuf;

use partnership::lifecycle::{Draft, options};

use super::{Instance, at, running_pilot, table};
use crate::support::root;

/// Every preset with the path of its picture and what its table draws.
fn pictures() -> impl Iterator<Item = (PathBuf, String)> {
    Draft::presets().into_iter().map(|preset| {
        let path = root().join(format!("doc/lifecycle_{}.svg", preset.id));
        (path, preset.check().unwrap().svg())
    })
}

#[test]
fn the_pictures_in_the_docs_are_those_of_the_tables() {
    for (path, drawn) in pictures() {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{}: draw it again", path.display());
    }
}

#[test]
#[ignore = "draws them again, after a table was changed"]
fn draw_the_pictures_in_the_docs() {
    for (path, drawn) in pictures() {
        fs::write(path, drawn).unwrap();
    }
}

#[test]
fn the_picture_of_an_instance_shows_where_it_stands_and_what_is_missing() {
    let mut pilot = running_pilot();
    let day = "2026-04-05T09:00:00Z";
    pilot.does(
        day,
        r#"{"record": {"activity": "pilot_review", "by": "partner"}}"#,
    );
    let shown = options(&pilot.definition, &pilot.state, at(day), &pilot.calendar).unwrap();
    let drawn = pilot.definition.svg_of(&pilot.state, &shown);
    assert_eq!(
        drawn.matches("fill=\"currentColor\" fill-opacity").count(),
        1
    );
    assert!(
        drawn.contains(
            "<desc>Stages by rank: Set-up, Running, Scaled, Ended. Now in: Running.</desc>"
        )
    );
    for line in [
        "setup → running, start: criteria_set, contacts_named, log_opened",
        "running → scaled, scale: ✓ ran_90_days, ✗ lead_lift_producer, ✗ lead_lift_partner, \
         ✗ decision_log, ✓ pilot_review, ✗ both_approve, ✓ no_open_issue",
        "running → running, adjust: ✓ pilot_review, ✓ adjustments",
        "running → ended, end: ✓ no_open_issue",
    ] {
        assert!(
            drawn.contains(&format!(">{line}</text>")),
            "{line}\n{drawn}"
        );
    }
    pilot.does(day, r#"{"suspend": {"by": "partner"}}"#);
    let shown = options(&pilot.definition, &pilot.state, at(day), &pilot.calendar).unwrap();
    let drawn = pilot.definition.svg_of(&pilot.state, &shown);
    assert!(drawn.contains("adjust: ✗ running, ✓ pilot_review, ✓ adjustments"));
}

#[test]
fn only_moves_of_the_present_stage_are_marked() {
    let begun = Instance::of(Draft::partnership());
    let day = at("2026-01-05T09:00:00Z");
    let shown = options(&begun.definition, &begun.state, day, &begun.calendar).unwrap();
    let drawn = begun.definition.svg_of(&begun.state, &shown);
    for line in [
        "exploration → closed, withdraw: ✓ no_open_issue",
        "formation → closed, withdraw: no_open_issue",
    ] {
        assert!(drawn.contains(&format!(">{line}</text>")), "{drawn}");
    }
}

#[test]
fn a_sheet_is_as_wide_as_its_widest_row() {
    let end = |stage: &str| {
        let gate = r#"{"key": "no_open_issue", "need": "no_open_issue"}"#;
        let way = r#""from": "a", "kind": "exit""#;
        let stage_json = format!(r#"{{"key": "{stage}", "title": "", "phase": "closed"}}"#);
        let way_json =
            format!(r#"{{"key": "{stage}", "to": "{stage}", {way}, "gates": [{gate}]}}"#);
        (stage_json, way_json)
    };
    let ((first, to_first), (second, to_second), (third, to_third)) =
        (end("x"), end("y"), end("z"));
    let many = table(&format!(
        r#"{{"schema": 1, "id": "fork", "version": 1, "title": "Fork", "parties": ["owner"],
            "metrics": [], "start": "a",
            "stages": [{{"key": "a", "title": "", "phase": "execute"}}, {first}, {second}, {third}],
            "moves": [{to_first}, {to_second}, {to_third}]}}"#
    ));
    let drawn = many.check().unwrap().svg();
    let number = |line: &str, name: &str| -> i64 {
        let (_, rest) = line.split_once(&format!(" {name}=\"")).expect(name);
        rest.split_once('"')
            .expect("its end")
            .0
            .parse()
            .expect("a number")
    };
    let width = number(&drawn, "width");
    let right = drawn.lines().filter(|line| line.starts_with("<rect"));
    let right: Vec<i64> = right
        .map(|line| number(line, "x") + number(line, "width"))
        .collect();
    assert_eq!(right.len(), 4);
    assert!(
        right.iter().all(|right| *right <= width),
        "{right:?} on {width}"
    );
}

#[test]
fn titles_cannot_break_a_drawing() {
    let mut draft = Draft::pilot();
    draft.title = "<b>&\"x\"".into();
    draft.stages[0].title = "a\n\n# \"b\" <c>; \\".into();
    let checked = draft.check().unwrap();
    let svg = checked.svg();
    assert!(svg.contains("aria-label=\"&lt;b&gt;&amp;&quot;x&quot;\""));
    assert!(svg.lines().all(|line| !line.trim().is_empty()));
    assert!(svg.contains("a  # &quot;b&quot; &lt;c&gt;; \\"));
    assert!(
        checked
            .mermaid()
            .contains("state \"a  #35; #quot;b#quot; #lt;c#gt;#59; \\\" as setup")
    );
    assert!(checked.dot().contains("label=\"a  # \\\"b\\\" <c>; \\\\\""));
}
