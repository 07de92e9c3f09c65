//! The proof of an [`AlignmentComparison`] (spec/explain.md).

use crate::explain::{Explanation, Relation, Step, Value};
use crate::party::Side;
use crate::ratio::Ratio;

use super::id::Id;
use super::issue::{Acceptable, AlignmentModel, Firmness, Issue, Position};
use super::issue_error::IssueError;
use super::issue_reading::{AlignmentComparison, IssueFinding, IssueReading, SettleAt, Zone};
use super::proving::{Noted, Proving, named, same};
use super::sides::Sides;

/// The name of the model in a proof.
const DOCUMENT: &str = "model";

/// The steps that every issue takes.
struct Basis {
    /// All parts of each side; none if it has no position at all.
    totals: Sides<Option<Step>>,
    /// The average share of an issue that both stated, twice; none if there is no such issue.
    average: Option<Step>,
    trade_gap: Step,
}

/// The steps about one issue.
struct IssueSteps {
    name: Step,
    finding: Step,
    shares: Sides<Option<Step>>,
}

impl AlignmentComparison {
    /// Returns the proof of the verdict, of every finding and of every trade.
    ///
    /// It reads the document `model`.
    ///
    /// # Errors
    ///
    /// Those of [`AlignmentModel::compare`], and [`IssueError::Explain`] if the result does not
    /// follow from the model.
    pub fn explain(&self, model: &AlignmentModel) -> Result<Explanation, IssueError> {
        same(self, &model.compare()?)?;
        let mut proving = Proving::about(DOCUMENT);
        let basis = Basis::of(&mut proving, model)?;
        let mut steps = Vec::with_capacity(self.issues.len());
        for (position, (issue, reading)) in model.issues().iter().zip(&self.issues).enumerate() {
            let about = About {
                at: position.to_string(),
                issue,
                reading,
            };
            steps.push(about.prove(&mut proving, &basis)?);
        }
        self.prove_verdict(&mut proving, &steps)?;
        self.prove_trades(&mut proving, &steps)?;
        Ok(proving.finish())
    }

    fn prove_verdict(&self, proving: &mut Proving, steps: &[IssueSteps]) -> Noted<()> {
        let mut any = |findings: &[IssueFinding], label: &str| {
            let mut flags = Vec::new();
            for finding in findings {
                let name = proving.proof.text(finding.name(), "")?;
                for issue in steps {
                    let found = issue.finding;
                    flags.push(proving.proof.compare(found, name, Relation::Equal, "")?);
                }
            }
            proving.proof.any(&flags, label)
        };
        let breaks = any(&[IssueFinding::DealBreaker], "something breaks the deal")?;
        let unstated = any(&[IssueFinding::Unstated], "something is unstated")?;
        let bridged = [
            IssueFinding::Apart,
            IssueFinding::Contested,
            IssueFinding::Trade,
        ];
        let bridged = any(&bridged, "something has to be bridged")?;
        let chain = [
            (breaks, "no_fit"),
            (unstated, "incomplete"),
            (bridged, "needs_bridging"),
        ];
        let verdict = proving.first_that_holds(&chain, "fit", "verdict")?;
        proving.proves(&["verdict"], verdict, self.verdict.name())
    }

    fn prove_trades(&self, proving: &mut Proving, steps: &[IssueSteps]) -> Noted<()> {
        let find = |id: &Id| {
            let at = self.issues.iter().position(|issue| issue.id == *id)?;
            let steps = steps.get(at)?;
            Some((steps.name, steps.shares.producer?, steps.shares.partner?))
        };
        for (position, trade) in self.trades.iter().enumerate() {
            let found = find(&trade.to_producer).zip(find(&trade.to_partner));
            let Some((first, second)) = found else {
                continue;
            };
            let at = position.to_string();
            let path = |key| ["trades", at.as_str(), key];
            proving.proves(
                &path("to_producer"),
                first.0,
                named(trade.to_producer.as_str()),
            )?;
            proving.proves(
                &path("to_partner"),
                second.0,
                named(trade.to_partner.as_str()),
            )?;
            let one = proving.proof.quotient(first.1, first.1, "one")?;
            let two = proving.sum(&[one, one], "two")?;
            for (side, more, less) in [
                (Side::Producer, first.1, second.1),
                (Side::Partner, second.2, first.2),
            ] {
                let gap = proving
                    .proof
                    .difference(more, less, "one whole for the other")?;
                let label = format!("gain of the {side} over halving both");
                let gain = proving.proof.quotient(gap, two, &label)?;
                let path = ["trades", &at, "gain", side.name()];
                proving.proves(&path, gain, *trade.gain.get(side))?;
            }
        }
        Ok(())
    }
}

impl Basis {
    fn of(proving: &mut Proving, model: &AlignmentModel) -> Noted<Self> {
        let totals = Sides::try_of(|side| {
            let mut parts = Vec::new();
            for (position, issue) in model.issues().iter().enumerate() {
                if let Some(own) = issue.position(side) {
                    parts.push(prove_parts(proving, position, side, own, &issue.id)?);
                }
            }
            let label = format!("all parts of the {side}");
            let total = proving.proof.sum(&parts, Ratio::ZERO, &label)?;
            Ok((!parts.is_empty()).then_some(total))
        })?;
        let both = model
            .issues()
            .iter()
            .filter(|issue| issue.stated().is_some());
        let average = match totals.producer.filter(|_| both.clone().next().is_some()) {
            None => None,
            Some(total) => {
                let one = proving.proof.quotient(total, total, "one")?;
                let all: Vec<Step> = both.map(|_| one).collect();
                let all = proving.sum(&all, "issues that both stated")?;
                let two = proving.sum(&[one, one], "two")?;
                Some(
                    proving
                        .proof
                        .quotient(two, all, "both average shares together")?,
                )
            }
        };
        let constant = ("trade_gap", AlignmentModel::default_trade_gap());
        let label = "gap of shares from which an issue is traded";
        Ok(Self {
            totals,
            average,
            trade_gap: proving.threshold(constant, &["trade_gap"], model.trade_gap(), label)?,
        })
    }
}

/// How much an issue counts for a side, in parts.
fn prove_parts(
    proving: &mut Proving,
    position: usize,
    side: Side,
    own: &Position,
    id: &Id,
) -> Noted {
    let path = ["issues", &position.to_string(), side.name(), "importance"];
    proving.input(
        &path,
        Ratio::from(own.importance),
        &format!("parts of {id} for the {side}"),
    )
}

/// One issue on its way into a proof.
struct About<'a> {
    at: String,
    issue: &'a Issue,
    reading: &'a IssueReading,
}

impl About<'_> {
    fn path<'a>(&'a self, key: &'a str) -> [&'a str; 3] {
        ["issues", &self.at, key]
    }

    fn prove(&self, proving: &mut Proving, basis: &Basis) -> Noted<IssueSteps> {
        let name = proving.input(&self.path("id"), named(self.issue.id.as_str()), "")?;
        let shares = Sides::try_of(|side| self.prove_share(proving, basis, side))?;
        let finding = match (self.issue.stated(), shares.producer, shares.partner) {
            (Some(stated), Some(own), Some(other)) => {
                self.prove_stated(proving, basis, stated, (own, other))?
            }
            _ => self.prove_unstated(proving)?,
        };
        proving.proves(&self.path("finding"), finding, self.reading.finding.name())?;
        Ok(IssueSteps {
            name,
            finding,
            shares,
        })
    }

    fn prove_share(&self, proving: &mut Proving, basis: &Basis, side: Side) -> Noted<Option<Step>> {
        let total = *basis.totals.get(side);
        let Some((own, total)) = self.issue.position(side).zip(total) else {
            return Ok(None);
        };
        let id = &self.issue.id;
        let parts = Ratio::from(own.importance);
        let label = format!("parts of {id} for the {side}");
        let parts = proving.input(
            &["issues", &self.at, side.name(), "importance"],
            parts,
            &label,
        )?;
        let share =
            proving
                .proof
                .quotient(parts, total, &format!("share of {id} for the {side}"))?;
        let written = self.reading.shares.get(side).unwrap_or(Ratio::ZERO);
        proving.proves(&["issues", &self.at, "shares", side.name()], share, written)?;
        Ok(Some(share))
    }

    /// A side says nothing.
    fn prove_unstated(&self, proving: &mut Proving) -> Noted {
        let missing = if self.issue.producer.is_none() {
            Side::Producer
        } else {
            Side::Partner
        };
        let label = format!("the {missing} states a position");
        let states = proving.default(&self.path(missing.name()), false, &label)?;
        let unstated = proving.proof.not(states, "unstated")?;
        proving.first_that_holds(&[(unstated, "unstated")], "stated", "finding")
    }

    fn prove_stated(
        &self,
        proving: &mut Proving,
        basis: &Basis,
        (producer, partner): (&Position, &Position),
        (own, other): (Step, Step),
    ) -> Noted {
        let (meets, alike) = self.prove_meeting(proving, producer, partner)?;
        let apart = proving.proof.not(meets, "nothing is acceptable to both")?;
        let mut firm = Vec::new();
        for (side, position) in [(Side::Producer, producer), (Side::Partner, partner)] {
            let path = ["issues", &self.at, side.name(), "firmness"];
            let firmness = proving.input(&path, position.firmness.name(), "firmness")?;
            let name = proving.proof.text(Firmness::NonNegotiable.name(), "")?;
            firm.push(
                proving
                    .proof
                    .compare(firmness, name, Relation::Equal, "cannot move")?,
            );
        }
        let firm = proving.proof.any(&firm, "a side cannot move")?;
        let breaks = proving.proof.all(&[apart, firm], "breaks the deal")?;
        let more = proving
            .proof
            .difference(own, other, "more for the producer")?;
        let less = proving.proof.negate(more, "more for the partner")?;
        let gap = proving.proof.largest(&[more, less], "gap of the shares")?;
        let trade = proving
            .proof
            .compare(gap, basis.trade_gap, Relation::AtLeast, "a trade")?;
        let both = proving.sum(&[own, other], "both shares")?;
        let average = basis.average.unwrap_or(both);
        let counts = proving
            .proof
            .compare(both, average, Relation::AtLeast, "it counts")?;
        let chain = [
            (breaks, "deal_breaker"),
            (apart, "apart"),
            (alike, "aligned"),
            (trade, "trade"),
            (counts, "contested"),
        ];
        if let Some(side) = self.reading.gains {
            let label = "it counts more for the producer";
            let to_producer = proving.proof.compare(own, other, Relation::More, label)?;
            let chain = [(to_producer, Side::Producer.name())];
            let gains = proving.first_that_holds(&chain, Side::Partner.name(), "who gains")?;
            proving.proves(&self.path("gains"), gains, side.name())?;
            self.prove_settlement(proving, side)?;
        }
        proving.first_that_holds(&chain, "minor", "finding")
    }

    /// What stands in a range of a side.
    fn bound(&self, proving: &mut Proving, side: Side, key: &str, value: Ratio) -> Noted {
        let path = ["issues", &self.at, side.name(), "acceptable", "range", key];
        proving.input(&path, value, &format!("{key}, by the {side}"))
    }

    /// What stands among the options of a side.
    fn option(
        &self,
        proving: &mut Proving,
        side: Side,
        position: usize,
        option: impl Into<Value>,
    ) -> Noted {
        let at = position.to_string();
        let path = [
            "issues",
            &self.at,
            side.name(),
            "acceptable",
            "options",
            "options",
            &at,
        ];
        proving.input(&path, option, "")
    }

    /// Where the ranges of both sides begin and end together.
    fn prove_zone(
        &self,
        proving: &mut Proving,
        (producer, partner): (&Position, &Position),
    ) -> Noted<(Step, Step)> {
        let (mut lows, mut highs) = (Vec::new(), Vec::new());
        for (side, position) in [(Side::Producer, producer), (Side::Partner, partner)] {
            if let Acceptable::Range { from, to, .. } = &position.acceptable {
                lows.push(self.bound(proving, side, "from", *from)?);
                highs.push(self.bound(proving, side, "to", *to)?);
            }
        }
        let low = proving.proof.largest(&lows, "zone from")?;
        Ok((low, proving.proof.smallest(&highs, "zone to")?))
    }

    /// Whether anything is acceptable to both, and whether they want the same.
    fn prove_meeting(
        &self,
        proving: &mut Proving,
        producer: &Position,
        partner: &Position,
    ) -> Noted<(Step, Step)> {
        let (one, other) = (Side::Producer, Side::Partner);
        match (&producer.acceptable, &partner.acceptable) {
            (Acceptable::Range { ideal, .. }, Acceptable::Range { ideal: goal, .. }) => {
                let (low, high) = self.prove_zone(proving, (producer, partner))?;
                if let Some(Zone::Range { from, to }) = &self.reading.zone {
                    let path = |key| ["issues", &self.at, "zone", "range", key];
                    proving.proves(&path("from"), low, *from)?;
                    proving.proves(&path("to"), high, *to)?;
                }
                let meets = "something is acceptable to both";
                let meets = proving.proof.compare(low, high, Relation::AtMost, meets)?;
                let ideal = self.bound(proving, one, "ideal", *ideal)?;
                let goal = self.bound(proving, other, "ideal", *goal)?;
                let alike = proving
                    .proof
                    .compare(ideal, goal, Relation::Equal, "the same goal")?;
                Ok((meets, alike))
            }
            (
                Acceptable::Options { options, ideal },
                Acceptable::Options {
                    options: others,
                    ideal: goal,
                },
            ) => {
                let mut meets = Vec::new();
                let mut shown: usize = 0;
                for (position, option) in options.iter().enumerate() {
                    let step = self.option(proving, one, position, option.as_str())?;
                    for (position, other_option) in others.iter().enumerate() {
                        let rival = self.option(proving, other, position, other_option.as_str())?;
                        meets.push(proving.proof.compare(step, rival, Relation::Equal, "")?);
                    }
                    if others.contains(option) {
                        let path = ["issues", &self.at, "zone", "options", &shown.to_string()];
                        // Options are compared as names; one that reads as money is shown as such.
                        let written = named(option.as_str());
                        let step = self.option(proving, one, position, written.clone())?;
                        proving.proves(&path, step, written)?;
                        shown = shown.saturating_add(1);
                    }
                }
                let meets = proving
                    .proof
                    .any(&meets, "something is acceptable to both")?;
                let ideal = self.goal(proving, one, ideal.as_str())?;
                let goal = self.goal(proving, other, goal.as_str())?;
                let alike = proving
                    .proof
                    .compare(ideal, goal, Relation::Equal, "the same goal")?;
                Ok((meets, alike))
            }
            // The door found that both are of one kind.
            _ => {
                let none = proving.proof.any(&[], "of two kinds")?;
                Ok((none, none))
            }
        }
    }

    /// The goal of a side among options.
    fn goal(&self, proving: &mut Proving, side: Side, goal: impl Into<Value>) -> Noted {
        let path = [
            "issues",
            &self.at,
            side.name(),
            "acceptable",
            "options",
            "ideal",
        ];
        proving.input(&path, goal, "")
    }

    /// Where a trade settles.
    fn prove_settlement(&self, proving: &mut Proving, side: Side) -> Noted<()> {
        let gainer = self
            .issue
            .position(side)
            .map(|position| &position.acceptable);
        match (&self.reading.settle_at, gainer, self.issue.stated()) {
            (Some(SettleAt::Option(option)), Some(Acceptable::Options { ideal, .. }), _) => {
                let goal = self.goal(proving, side, named(ideal.as_str()))?;
                let path = ["issues", &self.at, "settle_at", "option"];
                proving.proves(&path, goal, named(option.as_str()))
            }
            (Some(SettleAt::Value(value)), Some(Acceptable::Range { ideal, .. }), Some(stated)) => {
                let (low, high) = self.prove_zone(proving, stated)?;
                let goal = self.bound(proving, side, "ideal", *ideal)?;
                let raised = proving
                    .proof
                    .largest(&[goal, low], "goal, at least the zone's least")?;
                let label = format!("where {} settles", self.issue.id);
                let settled = proving.proof.smallest(&[raised, high], &label)?;
                proving.proves(&["issues", &self.at, "settle_at", "value"], settled, *value)
            }
            _ => Ok(()),
        }
    }
}
