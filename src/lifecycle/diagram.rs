//! The drawings of a definition as text: Mermaid and DOT (spec/lifecycle.md 7).

use std::fmt::Write as _;

use super::check::Checked;
use super::definition::{MoveKind, Phase, Stage};

impl Checked {
    /// Returns the definition as a Mermaid state diagram.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::Draft;
    ///
    /// let drawing = Draft::pilot().check()?.mermaid();
    /// assert!(drawing.contains("    state \"Running (limit 90d)\" as running\n"));
    /// assert!(drawing.contains("    running --> running : adjust [pilot_review, adjustments]\n"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn mermaid(&self) -> String {
        let draft = self.definition();
        let mut text = String::from("stateDiagram-v2\n    direction LR\n");
        for stage in &draft.stages {
            let limit = stage.limit.as_ref();
            let limit = limit.map_or_else(String::new, |limit| format!(" (limit {})", limit.after));
            let title = escaped(&stage.title, mermaid_word);
            line(
                &mut text,
                format_args!("    state \"{title}{limit}\" as {}", stage.key),
            );
        }
        line(&mut text, format_args!("    [*] --> {}", draft.start));
        for way in &draft.moves {
            let gates: Vec<&str> = way.gates.iter().map(|gate| gate.key.as_str()).collect();
            let gates = match gates.join(", ") {
                none if none.is_empty() => none,
                gates => format!(" [{gates}]"),
            };
            line(
                &mut text,
                format_args!("    {} --> {} : {}{gates}", way.from, way.to, way.key),
            );
        }
        for stage in draft.stages.iter().filter(|stage| is_end(stage)) {
            line(&mut text, format_args!("    {} --> [*]", stage.key));
        }
        text
    }

    /// Returns the definition as a graph in the DOT language of Graphviz.
    #[doc(alias = "graphviz")]
    pub fn dot(&self) -> String {
        let draft = self.definition();
        let mut text = format!("digraph \"{}\" {{\n  rankdir=LR;\n", draft.id);
        text.push_str("  node [shape=box];\n  \"*\" [shape=point];\n");
        for stage in &draft.stages {
            let limit = stage.limit.as_ref();
            let limit = limit.map_or_else(String::new, |limit| format!("\\nlimit {}", limit.after));
            let shape = if is_end(stage) {
                ", shape=doublecircle"
            } else {
                ""
            };
            let title = escaped(&stage.title, dot_word);
            line(
                &mut text,
                format_args!("  \"{}\" [label=\"{title}{limit}\"{shape}];", stage.key),
            );
        }
        line(&mut text, format_args!("  \"*\" -> \"{}\";", draft.start));
        for way in &draft.moves {
            let mut label = way.key.to_string();
            for gate in &way.gates {
                label.push_str("\\n");
                label.push_str(gate.key.as_str());
            }
            let style = match way.kind {
                MoveKind::Advance => "",
                MoveKind::Rework => ", style=dashed",
                MoveKind::Renew => ", style=bold",
                MoveKind::Exit => ", color=gray",
            };
            line(
                &mut text,
                format_args!(
                    "  \"{}\" -> \"{}\" [label=\"{label}\"{style}];",
                    way.from, way.to
                ),
            );
        }
        text.push_str("}\n");
        text
    }
}

pub(super) fn is_end(stage: &Stage) -> bool {
    stage.phase == Phase::Closed
}

/// Adds a line; writing into a text cannot fail.
pub(super) fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(words);
    text.push('\n');
}

/// A title in which characters that mean something to a language stand for themselves.
pub(super) fn escaped(title: &str, word: fn(char) -> Option<&'static str>) -> String {
    let mut text = String::new();
    for character in title.chars() {
        match word(character) {
            Some(word) => text.push_str(word),
            None if character.is_control() => text.push(' '),
            None => text.push(character),
        }
    }
    text
}

fn mermaid_word(character: char) -> Option<&'static str> {
    match character {
        '#' => Some("#35;"),
        '"' => Some("#quot;"),
        ';' => Some("#59;"),
        '<' => Some("#lt;"),
        '>' => Some("#gt;"),
        _ => None,
    }
}

fn dot_word(character: char) -> Option<&'static str> {
    match character {
        '\\' => Some("\\\\"),
        '"' => Some("\\\""),
        _ => None,
    }
}
