//! Proofs of an [`AlignmentLoop`] (spec/explain.md).

use std::collections::BTreeMap;

use super::alignment_loop::AlignmentLoop;
use super::level::Better;
use super::loop_error::LoopError;
use super::loop_event::LoopEvent;
use super::loop_goal::{Decision, HistoryRow};
use super::proof::DEFINITION;
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Value, pointer};
use crate::ratio::Ratio;

/// The events in which a goal on the table got what it has, by their places.
#[derive(Clone, Copy)]
struct Places {
    named: usize,
    better: Better,
    target: usize,
    result: Option<usize>,
    decision: Option<usize>,
}

impl AlignmentLoop {
    /// Returns the proof of what the events came to.
    ///
    /// It reads the document `definition`, which is this loop: its events. The result is
    /// `{"cycle": .., "goals": the goals on the table, "history": the history}`.
    ///
    /// # Errors
    ///
    /// [`LoopError::Explain`].
    pub fn explain(&self) -> Result<Explanation, LoopError> {
        let mut proof = Proof::new();
        let parties = self.parties().len();
        let parties = proof.length((DEFINITION, "/parties"), parties, "parties")?;
        let mut cycle = proof.quotient(parties, parties, "the first cycle")?;
        let one = cycle;
        let mut table: BTreeMap<&str, Places> = BTreeMap::new();
        let mut rows = self.history().iter().enumerate();
        for (place, event) in self.events().iter().enumerate() {
            match event {
                LoopEvent::Withdraw { goal, .. } => {
                    let gone = table.remove(goal.as_str());
                    if let (Some(row), Some(places)) = (rows.next(), gone) {
                        prove_row(&mut proof, row, &places, cycle)?;
                    }
                }
                LoopEvent::Next {} => {
                    for (places, row) in table.values().zip(rows.by_ref()) {
                        prove_row(&mut proof, row, places, cycle)?;
                    }
                    table = carried(&table, self.events());
                    cycle = prove_cycle(&mut proof, place, cycle, one)?;
                }
                _ => note(&mut table, place, event),
            }
        }
        proof.result("/cycle", cycle);
        for (id, places) in &table {
            self.prove_goal(&mut proof, id, places)?;
        }
        Ok(proof.finish())
    }

    fn prove_goal(&self, proof: &mut Proof, id: &str, places: &Places) -> Result<(), ExplainError> {
        let Some(goal) = self.goals().get(id) else {
            return Ok(());
        };
        let target = input(proof, places.target, "target", goal.target, id)?;
        proof.result(&pointer(["goals", id, "target"]), target);
        if let (Some(place), Some(actual)) = (places.result, goal.result.flatten()) {
            let actual = input(proof, place, "actual", actual, id)?;
            proof.result(&pointer(["goals", id, "result"]), actual);
        }
        if let (Some(place), Some(Decision::Change(target))) = (places.decision, goal.decision) {
            let target = input(proof, place, "target", target, id)?;
            proof.result(&pointer(["goals", id, "decision", "change"]), target);
        }
        Ok(())
    }
}

/// Takes down where a goal got what the event says.
fn note<'a>(table: &mut BTreeMap<&'a str, Places>, place: usize, event: &'a LoopEvent) {
    let Some(goal) = event.goal() else { return };
    if let LoopEvent::Propose { better, .. } = event {
        let places = Places {
            named: place,
            better: *better,
            target: place,
            result: None,
            decision: None,
        };
        table.insert(goal, places);
    }
    let Some(places) = table.get_mut(goal.as_str()) else {
        return;
    };
    match event {
        LoopEvent::Counter { .. } => places.target = place,
        LoopEvent::Measured { .. } | LoopEvent::NotMeasured { .. } => places.result = Some(place),
        LoopEvent::Keep { .. } | LoopEvent::Change { .. } | LoopEvent::Drop { .. } => {
            places.decision = Some(place);
        }
        _ => {}
    }
}

/// The goals that go into the next cycle: a changed one with its new target.
fn carried<'a>(
    table: &BTreeMap<&'a str, Places>,
    events: &[LoopEvent],
) -> BTreeMap<&'a str, Places> {
    let carried = table.iter().filter_map(|(goal, places)| {
        let decided = places.decision.and_then(|place| events.get(place));
        let target = match decided {
            Some(LoopEvent::Drop { .. }) => return None,
            Some(LoopEvent::Change { .. }) => places.decision.unwrap_or(places.target),
            _ => places.target,
        };
        let places = Places {
            target,
            result: None,
            decision: None,
            ..*places
        };
        Some((*goal, places))
    });
    carried.collect()
}

/// What an event says.
fn input(
    proof: &mut Proof,
    place: usize,
    key: &str,
    value: impl Into<Value>,
    goal: &str,
) -> Result<Step, ExplainError> {
    let place = format!("/events/{place}/{key}");
    proof.input(DEFINITION, &place, value, &format!("{key} of {goal}"))
}

/// The cycle after the event that ends one.
fn prove_cycle(
    proof: &mut Proof,
    place: usize,
    cycle: Step,
    one: Step,
) -> Result<Step, ExplainError> {
    let event = proof.input(
        DEFINITION,
        &format!("/events/{place}/event"),
        "next",
        "event",
    )?;
    let next = proof.text("next", "")?;
    let is_next = proof.compare(event, next, Relation::Equal, "the next cycle begins")?;
    let more = proof.sum(&[cycle, one], Ratio::ZERO, "")?;
    proof.choose(is_next, more, cycle, "cycle")
}

fn prove_row(
    proof: &mut Proof,
    (number, row): (usize, &HistoryRow),
    places: &Places,
    cycle: Step,
) -> Result<(), ExplainError> {
    let at = |key: &str| format!("/history/{number}/{key}");
    let goal = row.goal.as_str();
    let named = input(proof, places.named, "goal", goal, goal)?;
    let target = input(proof, places.target, "target", row.target, goal)?;
    proof.result(&at("cycle"), cycle);
    proof.result(&at("goal"), named);
    proof.result(&at("target"), target);
    if let (Some(place), Some(actual)) = (places.result, row.actual) {
        let actual = input(proof, place, "actual", actual, goal)?;
        let variance = proof.difference(actual, target, &format!("variance of {goal}"))?;
        // Which way is good shows which way the line is kept.
        let way = input(proof, places.named, "better", places.better.name(), goal)?;
        let lower = proof.text("lower", "")?;
        let is_lower = proof.compare(way, lower, Relation::Equal, "lower is better")?;
        let at_least = proof.compare(actual, target, Relation::AtLeast, "at least the target")?;
        let at_most = proof.compare(actual, target, Relation::AtMost, "at most the target")?;
        let met = proof.choose(is_lower, at_most, at_least, "met")?;
        proof.result(&at("actual"), actual);
        proof.result(&at("variance"), variance);
        proof.result(&at("met"), met);
    }
    if let (Some(place), Decision::Change(target)) = (places.decision, row.decision) {
        let target = input(proof, place, "target", target, goal)?;
        proof.result(&at("decision/change"), target);
    }
    Ok(())
}
