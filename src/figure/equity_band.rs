//! The picture of shares that follow results inside of their band.

use super::axis::{Axis, millionths, percent};
use super::sheet::{Bar, Figure, Row, Shade};
use crate::ratio::Ratio;
use crate::split::DynamicEquity;

impl Figure {
    /// Returns the picture of a milestone of dynamic equity: for each party its band, the
    /// baseline in it, and its share now.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use partnership::PartyId;
    /// use partnership::figure::Figure;
    /// use partnership::split::{DynamicEquity, EquityTerms, Measured, Split};
    ///
    /// let (ana, ben) = (PartyId::new("ana")?, PartyId::new("ben")?);
    /// let baseline = Split::equal([ana.clone(), ben.clone()])?;
    /// let scores = BTreeMap::from([(ana, "2".parse()?), (ben, "1/2".parse()?)]);
    /// let milestone =
    ///     DynamicEquity::new(baseline, EquityTerms::default(), Measured::Scores(scores))?;
    /// let picture = Figure::equity_band(&milestone);
    /// assert!(picture.description().contains("ana: 70.0%, agreed 50.0%."));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    #[doc = include_str!("../../doc/figure_equity_band.svg")]
    pub fn equity_band(milestone: &DynamicEquity) -> Self {
        let (baseline, found) = (milestone.baseline(), milestone.shares());
        let band = milestone.terms().band_or_usual();
        let axis = Axis::WHOLE;
        let mut rows = Vec::with_capacity(baseline.parties().len());
        for (party, agreed) in baseline.shares() {
            let share = found.shares().share(&party).unwrap_or(Ratio::ZERO);
            let (middle, room) = (millionths(agreed), millionths(band));
            let now = axis.at(millionths(share));
            rows.push(Row {
                name: party.to_string(),
                told: format!("{}, agreed {}", percent(share), percent(agreed)),
                bars: vec![
                    Bar {
                        from: axis.at(middle.saturating_sub(room)),
                        to: axis.at(middle.saturating_add(room)),
                        shade: Shade::Light,
                    },
                    Bar {
                        from: axis.at(middle),
                        to: now,
                        shade: Shade::Half,
                    },
                ],
                marks: vec![now],
            });
        }
        let told = format!(
            "Up to {} to each side; {} of the way the scores ask for",
            percent(band),
            percent(found.alpha())
        );
        let legend = vec![
            (Shade::Light, "the band around what was agreed"),
            (
                Shade::Half,
                "the way from there to the share now, which is marked",
            ),
        ];
        Self::new(
            "Shares in their band".to_owned(),
            told,
            rows,
            Vec::new(),
            legend,
        )
    }
}
