//! The picture of a partner as a rubric sees it.

use super::axis::{Axis, millionths};
use super::sheet::{Bar, Figure, Row, Shade};
use crate::alignment::{Criterion, Evaluation, Line};

impl Figure {
    /// Returns the profile of a partner: what each criterion is worth on the scale of the rubric,
    /// and the limits that it has.
    ///
    #[doc = include_str!("../../doc/figure_alignment_profile.svg")]
    pub fn alignment_profile(evaluation: &Evaluation) -> Self {
        let rubric = evaluation.rubric();
        let scale = rubric.scale();
        let ends = [scale.min().to_ratio(), scale.max().to_ratio()];
        let axis = Axis::new(millionths(ends[0]), millionths(ends[1]));
        let rows = evaluation.lines().iter().zip(rubric.criteria());
        let rows = rows.enumerate().map(|(position, (line, criterion))| {
            let floor = criterion.floor();
            let limits = [floor.reject, floor.bridge].into_iter().flatten();
            let limits = limits.filter_map(|limit| rubric.good(position, limit.to_ratio()));
            Row {
                name: name_of(criterion),
                told: told_of(line),
                bars: bars_of(line, axis),
                marks: limits.map(|limit| axis.at(millionths(limit))).collect(),
            }
        });
        let score = evaluation.score();
        let score = score.map_or_else(|| "none".to_owned(), |score| score.to_string());
        let told = format!(
            "{}; score {score} on {} to {}; {} of the weight assessed",
            evaluation.verdict().name().replace('_', " "),
            ends[0],
            ends[1],
            evaluation.coverage(),
        );
        let legend = vec![
            (Shade::Half, "what it is worth; a limit is marked across"),
            (Shade::Open, "not assessed"),
        ];
        let title = format!("Alignment of {}", evaluation.subject());
        Self::new(title, told, rows.collect(), Vec::new(), legend)
    }
}

fn name_of(criterion: &Criterion) -> String {
    match criterion.label() {
        "" => criterion.id().to_string(),
        label => label.to_owned(),
    }
}

fn told_of(line: &Line) -> String {
    let status = line.status().name().replace('_', " ");
    match line.good() {
        Some(good) => format!("{good}, {status}"),
        None => status,
    }
}

fn bars_of(line: &Line, axis: Axis) -> Vec<Bar> {
    let whole = |shade| Bar {
        from: 0,
        to: super::axis::PLOT,
        shade,
    };
    let Some(good) = line.good() else {
        return vec![whole(Shade::Open)];
    };
    let to = axis.at(millionths(good));
    let shade = Shade::Half;
    vec![whole(Shade::Light), Bar { from: 0, to, shade }]
}
