//! The proof of an [`Exchange`] (spec/explain.md).

use crate::explain::{Explanation, Relation, Step};
use crate::party::Side;
use crate::ratio::Ratio;

use super::correction::Lever;
use super::exchange::{ExchangeMatrix, Flow};
use super::exchange_error::ExchangeError;
use super::exchange_reading::{Exchange, ExchangeFinding};
use super::importance::prove_shares;
use super::proving::{Noted, Proving, same};
use super::scale::Score;
use super::sides::{BOTH, Sides};

/// The name of the matrix in a proof.
const DOCUMENT: &str = "exchange";

/// The steps about one side.
struct View {
    shares: Vec<Step>,
    /// What it gives in each dimension, on average.
    gives: Vec<Step>,
    receives: Vec<Step>,
    nets: Vec<Step>,
    net: Step,
    giving: Step,
    receiving: Step,
    /// The net of each period alone.
    by_period: Vec<Step>,
}

/// The steps that everything else is made of.
struct Basis {
    views: Sides<View>,
    /// The names of the dimensions.
    names: Vec<Step>,
    leans: Vec<Step>,
    zero: Step,
    one: Step,
    disparity: Step,
    max: Step,
    tolerance: Step,
}

impl Exchange {
    /// Returns the proof of every figure: nets, findings and what would level them.
    ///
    /// It reads the document `exchange`, which is the matrix.
    ///
    /// # Errors
    ///
    /// Those of [`ExchangeMatrix::exchange`], and [`ExchangeError::Explain`] if the result does
    /// not follow from the matrix.
    ///
    /// # Examples
    ///
    /// ```
    /// use partnership::alignment::{ExchangeDraft, Flow, Sides};
    ///
    /// let flow = Flow { gives: 3.into(), receives: 5.into() };
    /// let matrix = ExchangeDraft {
    ///     dimensions: vec!["money".parse()?],
    ///     periods: vec![Sides::mirrored([("money".parse()?, flow)].into())],
    ///     ..ExchangeDraft::default()
    /// }.build()?;
    /// let why = matrix.exchange()?.explain(&matrix)?.why("/disparity")?;
    /// assert!(why.text().contains("disparity: 4 = 2 - (-2)"));
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn explain(&self, matrix: &ExchangeMatrix) -> Result<Explanation, ExchangeError> {
        same(self, &matrix.exchange()?)?;
        let mut proving = Proving::about(DOCUMENT);
        let basis = Basis::of(&mut proving, matrix)?;
        self.prove_nets(&mut proving, matrix, &basis)?;
        self.prove_run(&mut proving, &basis)?;
        self.prove_findings(&mut proving, &basis)?;
        self.prove_correction(&mut proving, matrix, &basis)?;
        Ok(proving.finish())
    }

    fn prove_nets(
        &self,
        proving: &mut Proving,
        matrix: &ExchangeMatrix,
        basis: &Basis,
    ) -> Noted<()> {
        let nets = BOTH.map(|side| basis.views.get(side).net);
        let joint = proving.sum(&nets, "joint value")?;
        proving.proves(&["joint"], joint, self.joint)?;
        proving.proves(&["disparity"], basis.disparity, self.disparity)?;
        for (side, net) in BOTH.into_iter().zip(nets) {
            proving.proves(&["net", side.name()], net, *self.net.get(side))?;
        }
        for (dimension, lean) in matrix.draft().dimensions.iter().zip(&basis.leans) {
            let written = self.leans.get(dimension).copied().unwrap_or(Ratio::ZERO);
            proving.proves(&["leans", dimension.as_str()], *lean, written)?;
        }
        let mut returned = Vec::new();
        for side in BOTH {
            let view = basis.views.get(side);
            if let Some(written) = *self.index.get(side) {
                let index = prove_index(proving, view)?;
                proving.proves(&["index", side.name()], index, written)?;
            }
            let label = format!("part of what the {side} gives that comes back");
            returned.push(if *proving.proof.value(view.giving) == Ratio::ZERO.into() {
                basis.one
            } else {
                proving
                    .proof
                    .quotient(view.receiving, view.giving, &label)?
            });
        }
        returned.push(basis.one);
        let reciprocity = proving.proof.smallest(&returned, "reciprocity")?;
        proving.proves(&["reciprocity"], reciprocity, self.reciprocity)
    }

    /// The last disparity, and how many before it have its sign.
    fn prove_run(&self, proving: &mut Proving, basis: &Basis) -> Noted<()> {
        let producer = basis.views.producer.by_period.iter();
        let pairs = producer.zip(&basis.views.partner.by_period).rev();
        let (mut last, mut holds, mut counted) = (None, Vec::new(), Vec::new());
        for (producer, partner) in pairs {
            let label = "disparity of a period";
            let disparity = proving.proof.difference(*producer, *partner, label)?;
            let first = *last.get_or_insert(disparity);
            let mut ways = Vec::with_capacity(2);
            for relation in [Relation::More, Relation::Less] {
                let own = proving
                    .proof
                    .compare(disparity, basis.zero, relation, "it leans")?;
                let latest =
                    proving
                        .proof
                        .compare(first, basis.zero, relation, "the last leans")?;
                ways.push(proving.proof.all(&[own, latest], "both lean this way")?);
            }
            holds.push(proving.proof.any(&ways, "the same way")?);
            let all = proving.proof.all(&holds, "and all after it")?;
            counted.push(proving.proof.choose(all, basis.one, basis.zero, "counts")?);
        }
        if let Some(last) = last {
            proving.proves(&["last_disparity"], last, self.last_disparity)?;
        }
        let run = proving.sum(&counted, "periods in a row that lean the same way")?;
        proving.proves(&["run"], run, Ratio::from(self.run))
    }

    fn prove_findings(&self, proving: &mut Proving, basis: &Basis) -> Noted<()> {
        let minus = proving
            .proof
            .negate(basis.disparity, "the partner's lead")?;
        let gap = proving
            .proof
            .largest(&[basis.disparity, minus], "how far apart they are")?;
        let most = proving.times(basis.tolerance, basis.max, "how far apart they may be")?;
        let mut found = vec![proving.proof.compare(gap, most, Relation::More, "uneven")?];
        let low = proving.proof.negate(basis.tolerance, "lowest index")?;
        for side in BOTH {
            if self.index.get(side).is_some() {
                let index = prove_index(proving, basis.views.get(side))?;
                let label = format!("unreciprocated for the {side}");
                found.push(proving.proof.compare(index, low, Relation::Less, &label)?);
            }
        }
        let any = proving.proof.any(&found, "something is found")?;
        let balanced = proving.proof.not(any, "balanced")?;
        proving.proves(&["balanced"], balanced, self.balanced)?;
        for (position, finding) in self.findings.iter().enumerate() {
            let at = position.to_string();
            match finding {
                ExchangeFinding::Uneven { by, .. } => {
                    proving.proves(&["findings", &at, "uneven", "by"], gap, *by)?;
                    prove_uneven(proving, basis, &at, finding)?;
                }
                ExchangeFinding::Unreciprocated { .. } => {
                    prove_unreciprocated(proving, basis, &at, finding)?;
                }
            }
        }
        Ok(())
    }

    /// What every step of the correction moves, and what is left.
    fn prove_correction(
        &self,
        proving: &mut Proving,
        matrix: &ExchangeMatrix,
        basis: &Basis,
    ) -> Noted<()> {
        let ahead = if self.disparity.is_negative() {
            Side::Partner
        } else {
            Side::Producer
        };
        let (first, second) = (basis.views.get(ahead), basis.views.get(ahead.other()));
        let (mut ahead_net, mut behind_net) = (first.net, second.net);
        let mut left = proving
            .proof
            .difference(ahead_net, behind_net, "gap to close")?;
        for (position, step) in self.correction.iter().enumerate() {
            let dimensions = matrix.draft().dimensions.iter();
            let at = dimensions
                .clone()
                .position(|dimension| *dimension == step.dimension);
            let of = |steps: &[Step]| {
                at.and_then(|at| steps.get(at))
                    .copied()
                    .unwrap_or(basis.zero)
            };
            let (costs, brings) = (of(&first.shares), of(&second.shares));
            let both = proving.sum(&[costs, brings], "closed by a point")?;
            let wanted = proving
                .proof
                .quotient(left, both, "points that close the gap")?;
            let rooms = match step.lever {
                Lever::MoreFromAhead => {
                    let more = "room to give more";
                    let gives = proving
                        .proof
                        .difference(basis.max, of(&first.gives), more)?;
                    let more = "room to receive more";
                    let receives =
                        proving
                            .proof
                            .difference(basis.max, of(&second.receives), more)?;
                    [gives, receives]
                }
                Lever::LessFromBehind => [of(&second.gives), of(&first.receives)],
            };
            let label = format!("points of {} moved", step.dimension);
            let amount = proving
                .proof
                .smallest(&[wanted, rooms[0], rooms[1]], &label)?;
            let name = of(&basis.names);
            let at = position.to_string();
            proving.proves(
                &["correction", &at, "dimension"],
                name,
                step.dimension.as_str(),
            )?;
            proving.proves(&["correction", &at, "amount"], amount, step.amount)?;
            let lost = proving.times(amount, costs, "what it costs")?;
            let won = proving.times(amount, brings, "what it brings")?;
            let label = format!("net of the {ahead} after it");
            ahead_net = proving.proof.difference(ahead_net, lost, &label)?;
            let label = format!("net of the {} after it", ahead.other());
            behind_net = proving.sum(&[behind_net, won], &label)?;
            left = proving
                .proof
                .difference(ahead_net, behind_net, "gap that is left")?;
        }
        for (side, net) in [(ahead, ahead_net), (ahead.other(), behind_net)] {
            proving.proves(&["after", side.name()], net, *self.after.get(side))?;
        }
        proving.proves(&["remaining"], left, self.remaining)
    }
}

/// Who is ahead by how much, and where.
fn prove_uneven(
    proving: &mut Proving,
    basis: &Basis,
    at: &str,
    finding: &ExchangeFinding,
) -> Noted<()> {
    let ExchangeFinding::Uneven {
        ahead,
        behind,
        dimension,
        ..
    } = finding
    else {
        return Ok(());
    };
    let path = |key| ["findings", at, "uneven", key];
    let (one, other) = (Side::Producer, Side::Partner);
    let leads = "the producer is ahead";
    let leads = proving
        .proof
        .compare(basis.disparity, basis.zero, Relation::More, leads)?;
    let step = proving.first_that_holds(&[(leads, one.name())], other.name(), "ahead")?;
    proving.proves(&path("ahead"), step, ahead.name())?;
    let step = proving.first_that_holds(&[(leads, other.name())], one.name(), "behind")?;
    proving.proves(&path("behind"), step, behind.name())?;
    let mut towards = Vec::with_capacity(basis.leans.len());
    for (name, lean) in basis.names.iter().zip(&basis.leans) {
        towards.push(match ahead {
            Side::Producer => (*name, *lean),
            Side::Partner => (
                *name,
                proving.proof.negate(*lean, "lean towards the partner")?,
            ),
        });
    }
    if let Some((name, _)) = proving.first_largest(&towards, "largest lean")? {
        proving.proves(&path("dimension"), name, dimension.as_str())?;
    }
    Ok(())
}

/// Which side gets too little back, and where it loses most.
fn prove_unreciprocated(
    proving: &mut Proving,
    basis: &Basis,
    at: &str,
    finding: &ExchangeFinding,
) -> Noted<()> {
    let ExchangeFinding::Unreciprocated {
        side,
        index,
        dimension,
    } = finding
    else {
        return Ok(());
    };
    let path = |key| ["findings", at, "unreciprocated", key];
    let view = basis.views.get(*side);
    let step = prove_index(proving, view)?;
    proving.proves(&path("index"), step, *index)?;
    let names = basis.names.iter().copied();
    let nets: Vec<(Step, Step)> = names.zip(view.nets.iter().copied()).collect();
    if let Some((name, _)) = proving.first_smallest(&nets, "where it loses most")? {
        proving.proves(&path("dimension"), name, dimension.as_str())?;
    }
    Ok(())
}

fn prove_index(proving: &mut Proving, view: &View) -> Noted {
    let more = proving
        .proof
        .difference(view.receiving, view.giving, "received beyond given")?;
    let all = proving.sum(&[view.receiving, view.giving], "all that flows")?;
    proving.proof.quotient(more, all, "index")
}

impl Basis {
    fn of(proving: &mut Proving, matrix: &ExchangeMatrix) -> Noted<Self> {
        let draft = matrix.draft();
        let count = Ratio::from(u64::try_from(draft.periods.len()).unwrap_or(u64::MAX));
        let count = proving.input(&["periods"], count, "periods")?;
        let mut names = Vec::with_capacity(draft.dimensions.len());
        for (position, dimension) in draft.dimensions.iter().enumerate() {
            let path = ["dimensions", &position.to_string()];
            names.push(proving.input(&path, dimension.as_str(), "")?);
        }
        let views = Sides::try_of(|side| View::of(proving, matrix, side, count))?;
        let mut leans = Vec::with_capacity(draft.dimensions.len());
        let nets = views.producer.nets.iter().zip(&views.partner.nets);
        for (dimension, (producer, partner)) in draft.dimensions.iter().zip(nets) {
            let label = format!("lean of {dimension} towards the producer");
            leans.push(proving.proof.difference(*producer, *partner, &label)?);
        }
        let (producer, partner) = (views.producer.net, views.partner.net);
        let constant = ("exchange_tolerance", ExchangeMatrix::default_tolerance());
        Ok(Self {
            names,
            leans,
            zero: proving.zero()?,
            one: proving.proof.quotient(count, count, "the whole")?,
            disparity: proving.proof.difference(producer, partner, "disparity")?,
            max: proving.input(
                &["scale", "max"],
                draft.scale.max().to_ratio(),
                "top of scale",
            )?,
            tolerance: proving.threshold(
                constant,
                &["tolerance"],
                draft.tolerance,
                "tolerance, as a part of the scale",
            )?,
            views,
        })
    }
}

impl View {
    fn of(proving: &mut Proving, matrix: &ExchangeMatrix, side: Side, count: Step) -> Noted<Self> {
        let draft = matrix.draft();
        let (name, weights) = (side.name(), draft.weights.get(side).as_ref());
        let shares = prove_shares(proving, &["weights", name], &draft.dimensions, weights)?;
        let (mut gives, mut receives, mut nets) = (Vec::new(), Vec::new(), Vec::new());
        let (mut out, mut back) = (Vec::new(), Vec::new());
        let mut periods = vec![Vec::new(); draft.periods.len()];
        for (dimension, share) in draft.dimensions.iter().zip(&shares) {
            let (mut all_given, mut all_received) = (Vec::new(), Vec::new());
            for (position, (period, worth)) in draft.periods.iter().zip(&mut periods).enumerate() {
                let Some(flow) = period.get(side).get(dimension) else {
                    continue;
                };
                let path = ["periods", &position.to_string(), name, dimension.as_str()];
                let (gave, got) = prove_flow(proving, &path, *flow)?;
                let gain = proving.proof.difference(got, gave, "gain in a period")?;
                worth.push(proving.times(*share, gain, "what it is worth")?);
                all_given.push(gave);
                all_received.push(got);
            }
            let mean = |proving: &mut Proving, all: &[Step], what: &str| {
                let sum = proving.sum(all, what)?;
                proving
                    .proof
                    .quotient(sum, count, &format!("{dimension} {what} on average"))
            };
            let gave = mean(proving, &all_given, "given")?;
            let got = mean(proving, &all_received, "received")?;
            let gain = proving.proof.difference(got, gave, "gain")?;
            nets.push(proving.times(
                *share,
                gain,
                &format!("worth of {dimension} to the {side}"),
            )?);
            out.push(proving.times(*share, gave, "given, as far as it counts")?);
            back.push(proving.times(*share, got, "received, as far as it counts")?);
            gives.push(gave);
            receives.push(got);
        }
        let mut by_period = Vec::with_capacity(periods.len());
        for worth in &periods {
            by_period.push(proving.sum(worth, "net of a period")?);
        }
        Ok(Self {
            net: proving.sum(&nets, &format!("net of the {side}"))?,
            giving: proving.sum(&out, &format!("giving of the {side}"))?,
            receiving: proving.sum(&back, &format!("receiving of the {side}"))?,
            shares,
            gives,
            receives,
            nets,
            by_period,
        })
    }
}

/// What a side gives and what it receives.
fn prove_flow(proving: &mut Proving, path: &[&str; 4], flow: Flow) -> Noted<(Step, Step)> {
    let [periods, period, side, dimension] = *path;
    let mut input = |key: &str, level: Score| {
        let label = format!("{side} {key} {dimension}");
        proving.input(
            &[periods, period, side, dimension, key],
            level.to_ratio(),
            &label,
        )
    };
    Ok((
        input("gives", flow.gives)?,
        input("receives", flow.receives)?,
    ))
}
