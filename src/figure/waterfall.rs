//! The picture of a receipt on its way through the tiers.

use super::axis::{Axis, minor};
use super::sheet::{Bar, Figure, Row, Shade};
use crate::money::Money;
use crate::split::{Tier, TierLines, Waterfall, WaterfallStatement};

impl Figure {
    /// Returns the picture of a receipt on its way through the tiers of a waterfall: what arrives,
    /// what each tier takes of it, and what every party has in the end.
    ///
    #[doc = include_str!("../../doc/figure_waterfall.svg")]
    pub fn waterfall(waterfall: &Waterfall, statement: &WaterfallStatement) -> Self {
        let receipt = statement.receipt().amount;
        let kinds = waterfall.terms().tiers.iter().map(Tier::kind);
        let tiers = statement.tiers().iter().zip(kinds).enumerate();
        // What is left after every step.
        let mut steps = vec![("receipt".to_owned(), receipt, String::new(), Shade::Full)];
        for (number, (tier, kind)) in tiers {
            let number = number.saturating_add(1);
            let name = format!("{number} {}", kind.replace('_', " "));
            steps.push((name, tier.amount(), who_of(tier), Shade::Half));
        }
        let rest = statement.undistributed();
        if !rest.is_zero() {
            let name = "undistributed".to_owned();
            steps.push((name, rest, String::new(), Shade::Light));
        }
        let mut ways = Vec::with_capacity(steps.len());
        let mut left = minor(receipt);
        for (number, (_, amount, ..)) in steps.iter().enumerate() {
            let after = left.saturating_sub(minor(*amount));
            if number == 0 {
                ways.push([0, left]);
            } else {
                ways.push([after, left]);
                left = after;
            }
        }
        let lines = statement.lines();
        let ends = lines.values().map(|amount| minor(*amount));
        let axis = Axis::of(ways.iter().flatten().copied().chain(ends));
        let mut rows: Vec<Row> = steps
            .into_iter()
            .zip(&ways)
            .map(|((name, amount, who, shade), [from, to])| {
                row(name, &format!("{amount}{who}"), axis, [*from, *to], shade)
            })
            .collect();
        for (party, amount) in &lines {
            let way = [0, minor(*amount)];
            rows.push(row(
                party.to_string(),
                &amount.to_string(),
                axis,
                way,
                Shade::Full,
            ));
        }
        let told = format!(
            "{receipt} through {} tiers to {} parties",
            statement.tiers().len(),
            lines.len()
        );
        let legend = vec![
            (Shade::Full, "what arrives, and what everybody has of it"),
            (Shade::Half, "what a tier takes"),
        ];
        Self::new("Waterfall".to_owned(), told, rows, Vec::new(), legend)
    }
}

fn row(name: String, told: &str, axis: Axis, [from, to]: [i128; 2], shade: Shade) -> Row {
    Row {
        name,
        told: told.to_owned(),
        bars: vec![Bar {
            from: axis.at(from),
            to: axis.at(to),
            shade,
        }],
        marks: Vec::new(),
    }
}

/// Who gets something of a tier: one by name, several by their number.
fn who_of(tier: &TierLines) -> String {
    let lines = tier.lines();
    let mut paid = lines.iter().filter(|(_, amount)| !Money::is_zero(**amount));
    match (paid.next(), paid.count()) {
        (None, _) => String::new(),
        (Some((party, _)), 0) => format!(" to {party}"),
        (Some(_), more) => format!(" to {} parties", more.saturating_add(1)),
    }
}
