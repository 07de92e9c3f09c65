//! The hot path lends a slice, and needs no heap (spec/alignment.md 3).

use allocation_counter::measure;
use partnership::alignment::{Criterion, Floor, Polarity, Rubric, Scale, Score, Verdict};

use super::errors::{id, score};

#[test]
fn a_tally_and_its_figures_need_no_heap() {
    let percent = Scale::new(score("0"), score("100"), score("0.5")).expect("a scale");
    let cost = Criterion::new(id("cost"), 3)
        .with_scale(percent)
        .with_polarity(Polarity::LowerIsBetter)
        .with_floor(Floor::reject(score("90")));
    let rubric = Rubric::builder(id("rubric"))
        .criterion(Criterion::new(id("reach"), 2).with_floor(Floor::bridge(Score::from(3))))
        .criterion(cost)
        .criterion(Criterion::gate(id("legal"), Floor::reject(Score::from(2))))
        .build()
        .expect("a rubric");
    let rows: Vec<[Option<Score>; 3]> = (0..2_001)
        .map(|at| {
            let half = Score::from_ten_thousandths(i64::from(at % 201) * 5_000);
            [
                Some(Score::from(1 + at % 5)),
                (at % 7 > 0).then_some(half),
                Some(Score::from(4)),
            ]
        })
        .collect();
    let (mut fit, mut least) = (0, rubric.scale().max().to_ratio());
    let used = measure(|| {
        for row in &rows {
            let tally = rubric.tally(row).expect("a tally");
            fit += u32::from(tally.verdict() == Verdict::Fit);
            least = least
                .min(tally.low())
                .min(tally.high())
                .min(tally.coverage());
            assert!(tally.score().is_some());
        }
    });
    assert_eq!(used.count_total, 0);
    // Of 35 rows, 18 have a 3 or more and a cost; some of those cost more than 90.
    assert!(fit > 0 && fit < 2_001 * 18 / 35 && least.is_positive());
}
