//! [`Base`] and [`Measure`]: what a pay is reckoned on.

use std::sync::Arc;

use super::canonical::{Canonical, by_name, field};
use super::wire::paper;
use crate::ratio::Ratio;

/// The name of a stream of sales, costs or units: a link, a campaign, a work, a territory.
pub type Stream = Arc<str>;

paper! {
    /// The revenue that a share is reckoned on: the streams that count, less what is deducted.
    ///
    /// `G` is the sum of the streams. Deductions apply in order, then the base is at least the
    /// net of the stream `at_least` (spec/compensation.md 3). 100.00 less 25% leaves 75.00;
    /// deductions of 10% and 20% on 1,000.00 leave 700.00 from gross, and 720.00 with the second
    /// from what remains.
    pub struct Base {
        /// The streams that count.
        required streams: Vec<Stream>,
        /// What is taken off, in order.
        defaulted deduct: Vec<Deduction>,
        /// A stream whose net is the least that the base can be.
        optional at_least: Stream,
    }
}

/// One deduction from a base.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawDeduction", into = "RawDeduction")
)]
#[non_exhaustive]
pub enum Deduction {
    /// A part of the gross, or of what earlier deductions left.
    Rate {
        /// The part, 0 to 1.
        rate: Ratio,
        /// What it is a part of.
        from: DeductFrom,
    },
    /// What a stream of costs comes to.
    Stream {
        /// The stream.
        stream: Stream,
        /// The largest part of the gross that it may take, if there is a limit.
        at_most: Option<Ratio>,
    },
}

/// What a deducted rate is a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DeductFrom {
    /// Of the gross: deductions stand side by side.
    #[default]
    Gross,
    /// Of what remains after the deductions before it.
    Remaining,
}

paper! {
    /// A deduction as it is written: one of two forms.
    pub struct RawDeduction {
        /// The part of the first form.
        optional rate: Ratio,
        /// What it is a part of.
        optional from: DeductFrom,
        /// The stream of the second form.
        optional stream: Stream,
        /// Its limit.
        optional at_most: Ratio,
    }
}

impl TryFrom<RawDeduction> for Deduction {
    type Error = &'static str;

    fn try_from(raw: RawDeduction) -> Result<Self, Self::Error> {
        match raw {
            RawDeduction {
                rate: Some(rate),
                from,
                stream: None,
                at_most: None,
            } => Ok(Self::Rate {
                rate,
                from: from.unwrap_or_default(),
            }),
            RawDeduction {
                rate: None,
                from: None,
                stream: Some(stream),
                at_most,
            } => Ok(Self::Stream { stream, at_most }),
            _ => Err("a deduction is {rate, from} or {stream, at_most}"),
        }
    }
}

impl From<Deduction> for RawDeduction {
    fn from(deduction: Deduction) -> Self {
        match deduction {
            Deduction::Rate { rate, from } => Self {
                rate: Some(rate),
                from: (from != DeductFrom::default()).then_some(from),
                stream: None,
                at_most: None,
            },
            Deduction::Stream { stream, at_most } => Self {
                rate: None,
                from: None,
                stream: Some(stream),
                at_most,
            },
        }
    }
}

/// What decides a bonus, a band or the tier of a share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Measure {
    /// Revenue after deductions.
    Revenue(Base),
    /// Units of these streams together.
    Units(Vec<Stream>),
    /// A level that is reported: subscribers, a rank, an uptime.
    Level(Stream),
}

impl Base {
    /// All streams that the base reads, in the order of the document.
    pub(super) fn reads(&self) -> impl Iterator<Item = &Stream> {
        let deducted = self.deduct.iter().filter_map(|deduction| match deduction {
            Deduction::Stream { stream, .. } => Some(stream),
            Deduction::Rate { .. } => None,
        });
        self.streams.iter().chain(deducted).chain(&self.at_least)
    }

    /// A base of streams and nothing else.
    pub fn of<S: AsRef<str>>(streams: &[S]) -> Self {
        let streams = streams
            .iter()
            .map(|stream| stream.as_ref().into())
            .collect();
        Self {
            streams,
            deduct: Vec::new(),
            at_least: None,
        }
    }
}

impl Canonical for Deduction {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Rate { rate, from } => {
                field(text, "rate", rate);
                field(text, "from", from);
            }
            Self::Stream { stream, at_most } => {
                field(text, "stream", stream);
                if let Some(at_most) = at_most {
                    field(text, "at_most", at_most);
                }
            }
        }
    }
}

impl Canonical for Measure {
    fn canonical(&self, text: &mut String) {
        match self {
            Self::Revenue(base) => field(text, "revenue", base),
            Self::Units(streams) => field(text, "units", streams),
            Self::Level(name) => field(text, "level", name),
        }
    }
}

by_name! {
    DeductFrom { Gross "gross", Remaining "remaining" }
}
