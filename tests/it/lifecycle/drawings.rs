//! The pictures of the presets that stand in `doc/`, and the picture of an instance.

use std::fs;
use std::path::PathBuf;

use partnership::lifecycle::{Draft, options};

use super::{at, running_pilot};
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
