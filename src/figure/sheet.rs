//! [`Figure`]: rows with bars, and how they are drawn.

use svg::node::element::Element;
use svg::node::{Node as _, Text};

use super::axis::PLOT;
use crate::text::is_hidden;

/// The width of the sheet.
const WIDTH: i64 = 760;
/// The space around everything.
const MARGIN: i64 = 16;
/// Where the bars begin.
const LEFT: i64 = 200;
/// Between the name, the bars and the figure.
const GAP: i64 = 10;
/// The top of the first row.
const TOP: i64 = 64;
/// From row to row.
const ROW: i64 = 26;
/// The height of a bar.
const BAR: i64 = 14;
/// From line to line below the rows.
const LINE: i64 = 18;
/// As many letters as fit beside the bars.
const LETTERS: usize = 26;

/// How a bar is filled: by strength and border, not by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shade {
    /// Filled.
    Full,
    /// Filled by half.
    Half,
    /// A border with a hint of a filling.
    Light,
    /// A border with gaps: not known.
    Open,
}

/// A bar from one place to another, in pixels from where the bars begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) shade: Shade,
}

/// A name, its bars and its figure in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) told: String,
    pub(super) bars: Vec<Bar>,
    /// Places that are marked across the bars.
    pub(super) marks: Vec<i64>,
}

/// A place that is marked through all rows, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guide {
    pub(super) at: i64,
    pub(super) name: String,
}

/// A picture: a title, what it comes to, and a row of bars for each thing.
///
/// # Examples
///
/// ```
/// use partnership::alignment::{Assessment, Rubric, Score};
/// use partnership::figure::Figure;
/// use partnership::time::date;
///
/// let cedar = Assessment::new("Cedar".parse()?, date("2026-01-01")?)
///     .rate("strategic-fit".parse()?, Score::from(5))
///     .rate("shared-vision".parse()?, Score::from(4));
/// let cedar = Rubric::partnership_alignment_matrix().evaluate(&cedar)?;
/// let picture = Figure::alignment_profile(&cedar);
/// assert!(picture.svg().starts_with("<svg "));
/// // In a file of its own it is dark where the reader's screen is.
/// assert!(picture.file().contains("prefers-color-scheme"));
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias = "chart")]
pub struct Figure {
    title: String,
    told: String,
    rows: Vec<Row>,
    guides: Vec<Guide>,
    legend: Vec<(Shade, &'static str)>,
}

impl Figure {
    pub(super) const fn new(
        title: String,
        told: String,
        rows: Vec<Row>,
        guides: Vec<Guide>,
        legend: Vec<(Shade, &'static str)>,
    ) -> Self {
        Self {
            title,
            told,
            rows,
            guides,
            legend,
        }
    }

    /// Returns what the picture is of.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the picture in words, for who cannot see it.
    pub fn description(&self) -> String {
        let rows = self.rows.iter();
        let rows = rows.map(|row| format!("{}: {}.", row.name, row.told));
        let guides = self.guides.iter();
        let guides = guides.map(|guide| format!("Marked: {}.", guide.name));
        let told = std::iter::once(format!("{}.", self.told));
        told.chain(rows).chain(guides).collect::<Vec<_>>().join(" ")
    }

    /// Returns the picture for a page: it draws in the colour of the text around it.
    ///
    /// It can be put into a page of rustdoc as it is.
    pub fn svg(&self) -> String {
        self.written(self.root())
    }

    /// Returns the picture as a file that stands by itself, light or dark as the reader's screen
    /// is.
    pub fn file(&self) -> String {
        let mut root = self.root();
        let mut style = Element::new("style");
        style.append(Text::new(
            "svg{color:#1b1b1b;background:#fff}\
             @media(prefers-color-scheme:dark){svg{color:#e8e8e8;background:#161616}}",
        ));
        root.append(style);
        self.written(root)
    }

    fn root(&self) -> Element {
        let height = self.height().to_string();
        let width = WIDTH.to_string();
        let view = format!("0 0 {width} {height}");
        let mut root = Element::new("svg");
        for (name, value) in [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &view),
            ("width", &width),
            ("height", &height),
            ("role", "img"),
            ("aria-label", &shown(&self.title)),
            ("font-family", "sans-serif"),
            ("font-size", "13"),
            ("fill", "currentColor"),
            ("stroke", "none"),
            ("style", "max-width:100%;height:auto"),
        ] {
            root.assign(name, value);
        }
        root
    }

    fn written(&self, mut root: Element) -> String {
        for (name, words) in [("title", &self.title), ("desc", &self.description())] {
            let mut element = Element::new(name);
            element.append(Text::new(shown(words)));
            root.append(element);
        }
        let mut title = text(MARGIN, MARGIN.saturating_add(10), "start", &self.title);
        title.assign("font-weight", "bold");
        root.append(title);
        root.append(text(MARGIN, MARGIN.saturating_add(32), "start", &self.told));
        for (number, row) in self.rows.iter().enumerate() {
            row.draw(&mut root, down(TOP, number, ROW));
        }
        let bottom = down(TOP, self.rows.len(), ROW);
        for (number, guide) in self.guides.iter().enumerate() {
            let x = LEFT.saturating_add(guide.at);
            let foot = down(bottom, number, LINE).saturating_add(4);
            let mut line = stroke(x, TOP.saturating_sub(4), foot);
            line.assign("stroke-dasharray", "4 3");
            root.append(line);
            let below = foot.saturating_add(12);
            root.append(text(x, below, "middle", &guide.name));
        }
        let bottom = down(bottom, self.guides.len(), LINE).saturating_add(GAP);
        for (number, (shade, name)) in self.legend.iter().enumerate() {
            let top = down(bottom, number, LINE);
            let x = LEFT.saturating_add(24);
            root.append(shade.drawn([LEFT, top, 16, 10]));
            root.append(text(x, top.saturating_add(10), "start", name));
        }
        let mut words = root.to_string();
        words.push('\n');
        words
    }

    fn height(&self) -> i64 {
        let rows = down(TOP, self.rows.len(), ROW);
        let guides = down(rows, self.guides.len(), LINE);
        let legend = down(guides.saturating_add(GAP), self.legend.len(), LINE);
        legend.saturating_add(MARGIN)
    }
}

impl Row {
    fn draw(&self, root: &mut Element, top: i64) {
        let foot = top.saturating_add(12);
        root.append(text(
            LEFT.saturating_sub(GAP),
            foot,
            "end",
            &cut(&self.name),
        ));
        let right = LEFT.saturating_add(PLOT).saturating_add(GAP);
        root.append(text(right, foot, "start", &cut(&self.told)));
        for bar in &self.bars {
            let (from, to) = (bar.from.min(bar.to), bar.from.max(bar.to));
            // What is there is seen, however little it is.
            let wide = to.saturating_sub(from).max(1);
            let x = LEFT.saturating_add(from);
            root.append(bar.shade.drawn([x, top, wide, BAR]));
        }
        for mark in &self.marks {
            let foot = top.saturating_add(BAR).saturating_add(3);
            let mut line = stroke(LEFT.saturating_add(*mark), top.saturating_sub(3), foot);
            line.assign("stroke-width", "3");
            root.append(line);
        }
    }
}

impl Shade {
    fn drawn(self, [x, y, width, height]: [i64; 4]) -> Element {
        let mut bar = Element::new("rect");
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            bar.assign(name, value);
        }
        let filled = match self {
            Self::Full => "0.85",
            Self::Half => "0.45",
            Self::Light => "0.12",
            Self::Open => "0",
        };
        bar.assign("fill-opacity", filled);
        if matches!(self, Self::Light | Self::Open) {
            bar.assign("stroke", "currentColor");
        }
        if self == Self::Open {
            bar.assign("stroke-dasharray", "3 3");
        }
        bar
    }
}

/// So many steps further down.
fn down(from: i64, steps: usize, step: i64) -> i64 {
    let steps = i64::try_from(steps).unwrap_or(0);
    from.saturating_add(steps.saturating_mul(step))
}

fn stroke(x: i64, from: i64, to: i64) -> Element {
    let mut line = Element::new("line");
    for (name, value) in [("x1", x), ("y1", from), ("x2", x), ("y2", to)] {
        line.assign(name, value);
    }
    line.assign("stroke", "currentColor");
    line
}

fn text(x: i64, y: i64, anchor: &str, words: &str) -> Element {
    let mut element = Element::new("text");
    element.assign("x", x);
    element.assign("y", y);
    element.assign("text-anchor", anchor);
    element.append(Text::new(shown(words)));
    element
}

/// Words without what would hide them or break the line.
fn shown(words: &str) -> String {
    let seen = |character| if is_hidden(character) { ' ' } else { character };
    words.chars().map(seen).collect()
}

/// Words that fit beside the bars.
fn cut(words: &str) -> String {
    if words.chars().count() <= LETTERS {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(LETTERS.saturating_sub(1)).collect();
    short.push('…');
    short
}
