//! The proof of a [`Division`] (spec/explain.md).

use crate::explain::{Explanation, Relation, Step, Value};
use crate::party::Side;
use crate::ratio::Ratio;

use super::adjusted_winner::{Division, adjusted_winner, first_owners, transfers, worths};
use super::id::Id;
use super::issue_error::IssueError;
use super::proving::{Noted, Proving, named, same};
use super::sides::Sides;

/// The name of the items in a proof.
const DOCUMENT: &str = "items";

/// The steps of a division on its way.
struct Dividing {
    zero: Step,
    one: Step,
    worths: Vec<Sides<Step>>,
    /// The producer's part of every item.
    shares: Vec<Step>,
    lots: Sides<Step>,
}

impl Division {
    /// Returns the proof of every share, and of what each side gets.
    ///
    /// It reads the document `items`, a list of `{"item", "producer", "partner"}` with the points
    /// of each side.
    ///
    /// # Errors
    ///
    /// Those of [`adjusted_winner`], and [`IssueError::Explain`] if the result does not follow
    /// from the items.
    pub fn explain(&self, items: &[(Id, u32, u32)]) -> Result<Explanation, IssueError> {
        same(self, &adjusted_winner(items)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let values = worths(items)?;
        let mut dividing = Dividing::of(&mut proving, items)?;
        dividing.first_owners(&mut proving, &values)?;
        let owned = first_owners(&values)?;
        let ahead = |side| proving.proof.value(*dividing.lots.get(side)).clone();
        let leader = match (ahead(Side::Producer), ahead(Side::Partner)) {
            (Value::Ratio(own), Value::Ratio(other)) if own > other => Side::Producer,
            _ => Side::Partner,
        };
        for position in transfers(&owned, leader)? {
            dividing.hand_over(&mut proving, position, leader)?;
        }
        for (position, (divided, share)) in self.shares.iter().zip(&dividing.shares).enumerate() {
            let path = ["shares", &position.to_string(), "producer_share"];
            proving.proves(&path, *share, divided.producer_share)?;
        }
        proving.proves(&["each"], dividing.lots.producer, self.each)?;
        if let Some(split) = &self.split {
            let position = items.iter().position(|(item, ..)| item == split);
            dividing.prove_split(&mut proving, position.unwrap_or(0), split)?;
        }
        Ok(proving.finish())
    }
}

impl Dividing {
    /// What every item is worth to each side.
    fn of(proving: &mut Proving, items: &[(Id, u32, u32)]) -> Noted<Self> {
        let mut points = Vec::with_capacity(items.len());
        for (position, (item, own, other)) in items.iter().enumerate() {
            let at = position.to_string();
            points.push(Sides::try_of(|side| {
                let value = if side == Side::Producer { *own } else { *other };
                let label = format!("points of the {side} for {item}");
                proving.input(&[&at, side.name()], Ratio::from(value), &label)
            })?);
        }
        let totals = Sides::try_of(|side| {
            let points: Vec<Step> = points.iter().map(|points| *points.get(side)).collect();
            proving
                .proof
                .sum(&points, Ratio::ZERO, &format!("all points of the {side}"))
        })?;
        let mut worths = Vec::with_capacity(items.len());
        for ((item, ..), points) in items.iter().zip(points) {
            worths.push(Sides::try_of(|side| {
                let label = format!("worth of {item} to the {side}");
                proving
                    .proof
                    .quotient(*points.get(side), *totals.get(side), &label)
            })?);
        }
        let zero = proving.zero()?;
        let total = totals.producer;
        Ok(Self {
            zero,
            one: proving.proof.quotient(total, total, "the whole")?,
            worths,
            shares: vec![zero; items.len()],
            lots: Sides {
                producer: zero,
                partner: zero,
            },
        })
    }

    /// Every item with the side for which it counts more, then the others.
    fn first_owners(&mut self, proving: &mut Proving, values: &[Sides<Ratio>]) -> Noted<()> {
        let ties = |tied: bool| {
            let is_tied = move |worth: &Sides<Ratio>| (worth.producer == worth.partner) == tied;
            values
                .iter()
                .enumerate()
                .filter(move |(_, worth)| is_tied(worth))
        };
        for (position, _) in ties(false).chain(ties(true)) {
            let Some(worth) = self.worths.get(position).copied() else {
                continue;
            };
            let is_alike = ties(true).any(|(at, _)| at == position);
            let flag = if is_alike {
                let lots = self.lots;
                let label = "the producer has no more so far";
                proving
                    .proof
                    .compare(lots.producer, lots.partner, Relation::AtMost, label)?
            } else {
                let label = "it counts more for the producer";
                proving
                    .proof
                    .compare(worth.producer, worth.partner, Relation::More, label)?
            };
            let share = proving
                .proof
                .choose(flag, self.one, self.zero, "the producer's part")?;
            self.give(proving, position, share)?;
        }
        Ok(())
    }

    /// Adds the parts of an item to both lots.
    fn give(&mut self, proving: &mut Proving, position: usize, share: Step) -> Noted<()> {
        let Some(worth) = self.worths.get(position).copied() else {
            return Ok(());
        };
        let rest = proving
            .proof
            .difference(self.one, share, "the partner's part")?;
        let own = proving.times(worth.producer, share, "worth to the producer")?;
        let other = proving.times(worth.partner, rest, "worth to the partner")?;
        self.lots.producer = proving.sum(&[self.lots.producer, own], "lot of the producer")?;
        self.lots.partner = proving.sum(&[self.lots.partner, other], "lot of the partner")?;
        if let Some(place) = self.shares.get_mut(position) {
            *place = share;
        }
        Ok(())
    }

    /// Hands over as much of an item of the leader as it takes to be level.
    fn hand_over(&mut self, proving: &mut Proving, position: usize, leader: Side) -> Noted<()> {
        let (own, other) = (*self.lots.get(leader), *self.lots.get(leader.other()));
        let worth = self.worths.get(position).copied();
        let Some(worth) = worth.filter(|_| proving.proof.value(own) != proving.proof.value(other))
        else {
            return Ok(());
        };
        let (costs, brings) = (*worth.get(leader), *worth.get(leader.other()));
        let gap = proving.proof.difference(own, other, "lead")?;
        let both = proving.sum(&[costs, brings], "closed by the whole item")?;
        let part = proving
            .proof
            .quotient(gap, both, "part that closes the lead")?;
        let moved = proving
            .proof
            .smallest(&[self.one, part], "part handed over")?;
        let lost = proving.times(moved, costs, "worth handed over")?;
        let won = proving.times(moved, brings, "worth received")?;
        let lead = proving
            .proof
            .difference(own, lost, &format!("lot of the {leader}"))?;
        let trail = proving.sum(&[other, won], &format!("lot of the {}", leader.other()))?;
        let lots = Sides {
            producer: lead,
            partner: trail,
        };
        self.lots = if leader == Side::Producer {
            lots
        } else {
            lots.swapped()
        };
        let share = match leader {
            Side::Producer => proving
                .proof
                .difference(self.one, moved, "the producer's part")?,
            Side::Partner => moved,
        };
        if let Some(place) = self.shares.get_mut(position) {
            *place = share;
        }
        Ok(())
    }

    /// The item of which each side gets a part.
    fn prove_split(&self, proving: &mut Proving, position: usize, split: &Id) -> Noted<()> {
        let name = proving.input(&[&position.to_string(), "item"], named(split.as_str()), "")?;
        let share = self.shares.get(position).copied().unwrap_or(self.zero);
        let some = proving
            .proof
            .compare(share, self.zero, Relation::More, "not nothing")?;
        let less = proving
            .proof
            .compare(share, self.one, Relation::Less, "not all")?;
        let divided = proving.proof.all(&[some, less], "it is divided")?;
        proving.lists(&["split"], (divided, name), split.as_str())
    }
}
