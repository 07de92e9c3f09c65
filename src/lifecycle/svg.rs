//! The drawing of a definition as a picture (spec/lifecycle.md 7).

use std::fmt;

use super::ask::MoveOption;
use super::check::Checked;
use super::definition::{Draft, Move, MoveKind, Stage};
use super::diagram::{escaped, is_end, line};
use super::state::State;
use super::word::Key;

/// Half the width of a stage.
const HALF: i64 = 65;
/// The height of a stage.
const TALL: i64 = 44;
/// Half the way from the middle of a stage to that of the next.
const STEP: i64 = 85;
/// The space around everything.
const MARGIN: i64 = 20;
/// How far a path bends for each stage that it passes.
const BEND: i64 = 12;
/// From line to line of the list.
const LINE: i64 = 18;
/// As wide as a letter of the list, or wider.
const LETTER: i64 = 7;

impl Checked {
    /// Returns the definition as a picture: the stages in one row by rank, moves forward as arcs
    /// above it, moves back as arcs below, exits down to the closed stages, and a list of the moves
    /// with their gates.
    ///
    /// It stands by itself, draws in the colour of the text around it and can be put into a page
    /// of rustdoc as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::Draft;
    ///
    /// let picture = Draft::pilot().check()?.svg();
    /// assert!(picture.starts_with("<svg "));
    /// assert!(picture.contains("start: criteria_set, contacts_named, log_opened"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn svg(&self) -> String {
        Picture::of(self.definition(), None).drawn()
    }

    /// Returns the picture of an instance: its stage is filled, and each gate of the moves that
    /// start there is marked as met (✓) or not (✗).
    ///
    /// The options are those that [`options`](super::options) returns for the state.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::lifecycle::{Draft, begin, options, replay};
    /// use partnership::time::{Calendar, instant};
    ///
    /// let (pilot, calendar) = (Draft::pilot().check()?, Calendar::default());
    /// let at = instant("2026-01-05T09:00:00Z")?;
    /// let state = replay(&[begin(&pilot, at, &calendar)?])?;
    /// let options = options(&pilot, &state, at, &calendar)?;
    /// let picture = pilot.svg_of(&state, &options);
    /// assert!(picture.contains("start: ✗ criteria_set, ✗ contacts_named, ✗ log_opened"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn svg_of(&self, state: &State, options: &[MoveOption]) -> String {
        Picture::of(self.definition(), Some((state, options))).drawn()
    }
}

/// A definition, perhaps with an instance, on its sheet.
struct Picture<'a> {
    draft: &'a Draft,
    now: Option<(&'a State, &'a [MoveOption])>,
    /// The top of the row of stages.
    row: i64,
    /// The top of the closed stages.
    ends: i64,
    text: String,
}

/// A place on the sheet.
#[derive(Clone, Copy)]
struct Spot {
    x: i64,
    y: i64,
}

impl Spot {
    /// The place so far to the right and down.
    const fn plus(self, x: i64, y: i64) -> Self {
        Self {
            x: self.x.saturating_add(x),
            y: self.y.saturating_add(y),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.x, self.y)
    }
}

/// So many times a length.
fn times(count: usize, length: i64) -> i64 {
    i64::try_from(count).unwrap_or(0).saturating_mul(length)
}

impl<'a> Picture<'a> {
    fn of(draft: &'a Draft, now: Option<(&'a State, &'a [MoveOption])>) -> Self {
        let (mut above, mut below) = (0, BEND.saturating_mul(4));
        for way in &draft.moves {
            let ends = column(draft, &way.from).zip(column(draft, &way.to));
            // What leads down to a closed stage bends neither way.
            let Some((from, to)) = ends.filter(|_| !draft.is_closed(&way.to)) else {
                continue;
            };
            let peak = peak_of(bend_of(from, to));
            if from < to {
                above = above.max(peak);
            } else {
                below = below.max(peak);
            }
        }
        let row = MARGIN.saturating_add(above).saturating_add(LINE);
        let ends = row.saturating_add(TALL).saturating_add(below);
        Self {
            draft,
            now,
            row,
            ends: ends.saturating_add(LINE.saturating_mul(3)),
            text: String::new(),
        }
    }

    fn drawn(mut self) -> String {
        let list: Vec<String> = self.draft.moves.iter().map(|way| self.told(way)).collect();
        let letters = list.iter().map(|told| told.chars().count()).max();
        let widest = times(letters.unwrap_or(0), LETTER);
        let open = self
            .draft
            .stages
            .iter()
            .filter(|stage| !is_end(stage))
            .count();
        let columns = open.max(self.draft.stages.len().saturating_sub(open));
        let row = times(columns, STEP.saturating_mul(2));
        let width = widest.max(row).saturating_add(MARGIN.saturating_mul(2));
        let below = self
            .ends
            .saturating_add(TALL)
            .saturating_add(MARGIN.saturating_mul(2));
        let height = below.saturating_add(times(list.len(), LINE));
        let title = markup(&self.draft.title);
        let story = markup(&self.story());
        self.add(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{title}\" \
             font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\" stroke=\"none\">"
        ));
        self.add(format_args!("<title>{title}</title>"));
        self.add(format_args!("<desc>{story}</desc>"));
        for (number, way) in self.draft.moves.iter().enumerate() {
            self.draw_move(number, way);
        }
        for stage in &self.draft.stages {
            self.draw_stage(stage);
        }
        for (number, told) in list.iter().enumerate() {
            let y = below.saturating_add(times(number, LINE));
            let told = markup(told);
            self.add(format_args!("<text x=\"{MARGIN}\" y=\"{y}\">{told}</text>"));
        }
        self.add(format_args!("</svg>"));
        self.text
    }

    fn add(&mut self, words: fmt::Arguments<'_>) {
        line(&mut self.text, words);
    }

    /// The picture in words, for who cannot see it.
    fn story(&self) -> String {
        let titles: Vec<&str> = self.draft.stages.iter().map(|s| s.title.as_str()).collect();
        let stages = format!("Stages by rank: {}.", titles.join(", "));
        let stage = self
            .now
            .and_then(|(state, _)| self.draft.stage(state.stage()));
        stage.map_or_else(
            || stages.clone(),
            |stage| format!("{stages} Now in: {}.", stage.title),
        )
    }

    /// A move and its gates in one line.
    fn told(&self, way: &Move) -> String {
        let options = self.now.filter(|(state, _)| *state.stage() == way.from);
        let option = options.and_then(|(_, options)| options.iter().find(|o| o.way == way.key));
        let shut = |gate: &Key| {
            let unmet = option.map(|option| option.unmet.iter().any(|u| u.gate == *gate));
            unmet.map_or("", |is_shut| if is_shut { "✗ " } else { "✓ " })
        };
        let unseen = option.into_iter().flat_map(|option| &option.unmet);
        let unseen = unseen.filter(|unmet| way.gates.iter().all(|gate| gate.key != unmet.gate));
        let gates = unseen.map(|unmet| format!("✗ {}", unmet.gate));
        let own = way.gates.iter();
        let own = own.map(|gate| format!("{}{}", shut(&gate.key), gate.key));
        let gates: Vec<String> = gates.chain(own).collect();
        let gates = match gates.join(", ") {
            none if none.is_empty() => "no gate".to_owned(),
            gates => gates,
        };
        format!("{} → {}, {}: {gates}", way.from, way.to, way.key)
    }

    /// The top of the middle of a stage: in the row, or among the ends.
    fn top_of(&self, key: &Key) -> Option<Spot> {
        let stage = self.draft.stage(key)?;
        let y = if is_end(stage) { self.ends } else { self.row };
        let x = column(self.draft, key)?;
        Some(Spot { x, y })
    }

    fn draw_stage(&mut self, stage: &Stage) {
        let Some(top) = self.top_of(&stage.key) else {
            return;
        };
        let corner = top.plus(HALF.saturating_neg(), 0);
        let is_now = self
            .now
            .is_some_and(|(state, _)| *state.stage() == stage.key);
        let fill = if is_now { "currentColor" } else { "none" };
        let border = if is_end(stage) { 3 } else { 1 };
        self.add(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{TALL}\" rx=\"6\" fill=\"{fill}\" \
             fill-opacity=\"0.2\" stroke=\"currentColor\" stroke-width=\"{border}\"/>",
            corner.x,
            corner.y,
            HALF.saturating_mul(2)
        ));
        let title = markup(&stage.title);
        let down = if stage.limit.is_some() { 19 } else { 27 };
        self.label(top.plus(0, down), &title);
        if let Some(limit) = &stage.limit {
            self.label(top.plus(0, 36), &format!("limit {}", limit.after));
        }
    }

    fn label(&mut self, spot: Spot, words: &str) {
        let Spot { x, y } = spot;
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{words}</text>"
        ));
    }

    fn draw_move(&mut self, number: usize, way: &Move) {
        let (Some(from), Some(to)) = (self.top_of(&way.from), self.top_of(&way.to)) else {
            return;
        };
        // Neighbours do not start at one point.
        let aside = times(number.checked_rem(4).unwrap_or(0), 8);
        let (start, end, bend) = if to.y > from.y {
            let left = aside.saturating_sub(55);
            let side = if way.kind == MoveKind::Exit { left } else { 30 };
            let start = from.plus(side, TALL);
            (start, to.plus(aside.saturating_sub(12), 0), TALL)
        } else if from.x < to.x {
            let bend = bend_of(from.x, to.x).saturating_neg();
            (from.plus(24, 0), to.plus(-24, 0), bend)
        } else {
            let bend = bend_of(from.x, to.x);
            (from.plus(20, TALL), to.plus(48, TALL), bend)
        };
        let goes_down = to.y > from.y;
        let end_bend = if goes_down {
            bend.saturating_neg()
        } else {
            bend
        };
        let style = match way.kind {
            MoveKind::Advance => "",
            MoveKind::Rework => " stroke-dasharray=\"5 4\"",
            MoveKind::Renew => " stroke-width=\"2\"",
            MoveKind::Exit => " stroke-opacity=\"0.5\"",
        };
        self.add(format_args!(
            "<path d=\"M {start} C {} {} {end}\" fill=\"none\" stroke=\"currentColor\"{style}/>",
            start.plus(0, bend),
            end.plus(0, end_bend)
        ));
        let back = if end_bend < 0 { -7 } else { 7 };
        self.add(format_args!(
            "<path d=\"M {end} L {} L {} Z\"/>",
            end.plus(-4, back),
            end.plus(4, back)
        ));
        let words = way.key.as_str();
        if goes_down {
            self.label(start.plus(0, LINE), words);
        } else {
            let clear = if bend < 0 { -4 } else { 12 };
            let middle = middle(start, end).plus(0, peak_of(bend).saturating_add(clear));
            self.label(middle, words);
        }
    }
}

/// The middle of a stage, from the left: the closed ones stand below the middle of the others.
fn column(draft: &Draft, key: &Key) -> Option<i64> {
    let stage = draft.stage(key)?;
    let alike = draft.stages.iter().filter(|s| is_end(s) == is_end(stage));
    let many = alike.clone().count();
    let others = draft.stages.len().saturating_sub(many);
    let aside = times(others.saturating_sub(many), STEP);
    let before = alike.take_while(|known| known.key != *key).count();
    let x = times(before, STEP.saturating_mul(2)).saturating_add(aside);
    Some(x.saturating_add(MARGIN).saturating_add(HALF))
}

/// How far the path between two stages of the row bends.
fn bend_of(from: i64, to: i64) -> i64 {
    let apart = from.saturating_sub(to).saturating_abs();
    let steps = apart.checked_div(STEP.saturating_mul(2)).unwrap_or(0);
    let steps = steps.saturating_add(1);
    steps.saturating_mul(BEND).saturating_mul(2)
}

/// How far a path gets that bends so far: three quarters of it.
fn peak_of(bend: i64) -> i64 {
    bend.saturating_sub(bend.checked_div(4).unwrap_or(0))
}

/// The place between two places.
fn middle(left: Spot, right: Spot) -> Spot {
    let half = |a: i64, b: i64| a.saturating_add(b).checked_div(2).unwrap_or(0);
    Spot {
        x: half(left.x, right.x),
        y: half(left.y, right.y),
    }
}

/// Text inside markup.
fn markup(text: &str) -> String {
    escaped(text, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    })
}
