//! The picture of how much hangs on one payer.

use std::cmp::Reverse;

use super::axis::{Axis, millionths, minor, percent};
use super::sheet::{Bar, Figure, Guide, Row, Shade};
use crate::economics::{DependencyLines, EconomicsError, HhiBands, Incomes, Negatives};
use crate::money::Money;
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// As many payers have a row of their own.
const MOST_ROWS: usize = 10;

impl Figure {
    /// Returns the picture of how much hangs on one payer: the largest ten by what they paid, the
    /// others together, and the lines of dependency.
    ///
    /// # Errors
    ///
    /// Those of [`Incomes::concentration`].
    pub fn concentration(
        incomes: &Incomes,
        negatives: Negatives,
        lines: &DependencyLines,
        bands: &HhiBands,
    ) -> Result<Self, EconomicsError> {
        let found = incomes.concentration(negatives)?;
        let total = found.total();
        let mut payers: Vec<(&str, Money)> = incomes
            .by_id()
            .iter()
            .filter(|(_, amount)| amount.is_positive())
            .map(|(id, amount)| (id.as_str(), *amount))
            .collect();
        payers.sort_by_key(|(_, amount)| Reverse(minor(*amount)));
        let others = payers.split_off(MOST_ROWS.min(payers.len()));
        let mut rows: Vec<Row> = payers
            .iter()
            .map(|(id, amount)| row((*id).to_owned(), *amount, total, Shade::Full))
            .collect();
        if !others.is_empty() {
            let rest = Money::sum(total.currency(), others.iter().map(|(_, amount)| *amount))?;
            rows.push(row(
                format!("{} others", others.len()),
                rest,
                total,
                Shade::Half,
            ));
        }
        let points = found.points().map_or_else(
            |_| String::new(),
            |points| format!("{} points, ", points.round(Rounding::HalfAwayFromZero)),
        );
        let told = format!(
            "HHI {points}{}; dependency {}; {} payers, {total}",
            found.band(bands).name(),
            found.dependency(lines).name().replace('_', " "),
            found.payers(),
        );
        let guide = |name: &str, share: Ratio| Guide {
            at: Axis::WHOLE.at(millionths(share)),
            name: format!("{name} from {}", percent(share)),
        };
        let guides = vec![
            guide("watch", lines.watch()),
            guide("over-reliance", lines.over()),
        ];
        let title = "Income by payer".to_owned();
        Ok(Self::new(title, told, rows, guides, Vec::new()))
    }
}

fn row(name: String, amount: Money, total: Money, shade: Shade) -> Row {
    let axis = Axis::of([minor(total)].into_iter());
    let percents = amount
        .ratio_to(total)
        .map_or_else(|_| String::new(), percent);
    Row {
        name,
        told: format!("{percents}, {amount}"),
        bars: vec![Bar {
            from: 0,
            to: axis.at(minor(amount)),
            shade,
        }],
        marks: Vec::new(),
    }
}
