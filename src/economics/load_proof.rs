//! Proofs of [`load`] (spec/explain.md).

use std::collections::BTreeMap;

use super::error::EconomicsError;
use super::load::{Engagement, LoadGuide, Person, load};
use super::proof::DEFINITION;
use crate::explain::{ExplainError, Explanation, Proof, Relation, Step, Units};
use crate::ratio::Ratio;
use crate::rounding::Rounding;

/// The guide in a proof: counts and shares, each from and to.
struct Guide {
    active: [Step; 2],
    share: [Step; 2],
    units: Units,
}

/// Returns the proof of [`load`].
///
/// It reads the document `definition`, which is `{"people": .., "partnerships": .., "guide": ..}`.
/// The result is the report.
///
/// # Errors
///
/// Those of [`load`], and [`EconomicsError::Explain`].
pub fn explain_load(
    people: &[Person],
    partnerships: &[Engagement],
    guide: &LoadGuide,
) -> Result<Explanation, EconomicsError> {
    let report = load(people, partnerships, guide)?;
    let mut proof = Proof::new();
    let guide = prove_guide(&mut proof, guide)?;
    let works = prove_works(&mut proof, partnerships)?;
    let mut active = Vec::with_capacity(partnerships.len());
    for (place, partnership) in partnerships.iter().enumerate() {
        let pointer = format!("/partnerships/{place}/active");
        let label = format!("{} is active", partnership.id);
        let is_active = proof.input(DEFINITION, &pointer, partnership.active, &label)?;
        active.push(is_active);
        let rows = report.partnerships.iter();
        if let Some(row) = rows.clone().position(|row| row.id == partnership.id) {
            let own = works.get(place).into_iter().flatten();
            let own: Vec<Step> = own.map(|(_, share)| *share).collect();
            prove_partnership(&mut proof, row, &own, is_active, &guide)?;
        }
    }
    let mut rooms = vec![guide.units.none];
    let mut fits = [Vec::new(), Vec::new()];
    prove_fits(&mut proof, guide.units.none, &guide, &mut fits)?;
    for (place, person) in people.iter().enumerate() {
        let Some(row) = report.people.iter().position(|row| row.id == person.id) else {
            continue;
        };
        let own = works.iter().flatten().filter(|(who, _)| **who == person.id);
        let own: Vec<Step> = own.map(|(_, share)| *share).collect();
        let room = prove_person(&mut proof, [place, row], person, &own, guide.units)?;
        rooms.push(room);
        prove_fits(&mut proof, room, &guide, &mut fits)?;
    }
    let free = proof.sum(&rooms, Ratio::ZERO, "free capacity")?;
    proof.result("/free_capacity", free);
    prove_counts(&mut proof, &active, &fits, &guide)?;
    Ok(proof.finish())
}

fn prove_guide(proof: &mut Proof, guide: &LoadGuide) -> Result<Guide, ExplainError> {
    let mut input = |key: &str, value: Ratio| {
        proof.input(
            DEFINITION,
            &format!("/guide/{key}"),
            value,
            &format!("guide, {key}"),
        )
    };
    let (counts, shares) = (guide.active(), guide.share());
    let active = [
        input("active/0", counts.0.into())?,
        input("active/1", counts.1.into())?,
    ];
    let share = [input("share/0", shares.0)?, input("share/1", shares.1)?];
    let [least, _] = share;
    let units = proof.units(least)?;
    Ok(Guide {
        active,
        share,
        units,
    })
}

/// Who works how much on each partnership.
fn prove_works<'a>(
    proof: &mut Proof,
    partnerships: &'a [Engagement],
) -> Result<Vec<BTreeMap<&'a str, Step>>, ExplainError> {
    let mut works = Vec::with_capacity(partnerships.len());
    for (place, partnership) in partnerships.iter().enumerate() {
        let mut own = BTreeMap::new();
        for (number, work) in partnership.work.iter().enumerate() {
            let pointer = format!("/partnerships/{place}/work/{number}/share");
            let label = format!("{} on {}", work.person, partnership.id);
            let share = proof.input(DEFINITION, &pointer, work.share, &label)?;
            own.insert(work.person.as_str(), share);
        }
        works.push(own);
    }
    Ok(works)
}

fn prove_partnership(
    proof: &mut Proof,
    row: usize,
    own: &[Step],
    is_active: Step,
    guide: &Guide,
) -> Result<(), ExplainError> {
    let [from, to] = guide.share;
    let all = [&[guide.units.none], own].concat();
    let share = proof.sum(&all, Ratio::ZERO, "time that it takes")?;
    let is_idle = proof.not(is_active, "not active")?;
    let is_thin = proof.compare(share, from, Relation::Less, "less than the guide")?;
    let is_heavy = proof.compare(share, to, Relation::More, "more than the guide")?;
    let names = [
        (is_idle, "inactive"),
        (is_thin, "thin"),
        (is_heavy, "heavy"),
    ];
    let note = proof.pick(&names, "within", "note")?;
    proof.result(&format!("/partnerships/{row}/share"), share);
    proof.result(&format!("/partnerships/{row}/note"), note);
    Ok(())
}

/// Proves what somebody has to do; returns the room that is left.
fn prove_person(
    proof: &mut Proof,
    [place, row]: [usize; 2],
    person: &Person,
    own: &[Step],
    units: Units,
) -> Result<Step, ExplainError> {
    let pointer = format!("/people/{place}/capacity");
    let label = format!("capacity of {}", person.id);
    let capacity = proof.input(DEFINITION, &pointer, person.capacity, &label)?;
    let all = [&[units.none], own].concat();
    let load = proof.sum(&all, Ratio::ZERO, &format!("load of {}", person.id))?;
    let left = proof.difference(capacity, load, "")?;
    let room = proof.largest(&[units.none, left], "room")?;
    let is_over = proof.compare(load, capacity, Relation::More, "overloaded")?;
    proof.result(&format!("/people/{row}/load"), load);
    proof.result(&format!("/people/{row}/room"), room);
    proof.result(&format!("/people/{row}/overloaded"), is_over);
    Ok(room)
}

/// How many fit in a room, by the most and by the least time that one takes.
fn prove_fits(
    proof: &mut Proof,
    room: Step,
    guide: &Guide,
    fits: &mut [Vec<Step>; 2],
) -> Result<(), ExplainError> {
    for (fits, share) in fits.iter_mut().zip(guide.share.iter().rev()) {
        let part = proof.quotient(room, *share, "")?;
        fits.push(proof.whole(part, Rounding::Floor, None, None, "fit in this room")?);
    }
    Ok(())
}

/// How many are active, and how many more fit.
fn prove_counts(
    proof: &mut Proof,
    active: &[Step],
    fits: &[Vec<Step>; 2],
    guide: &Guide,
) -> Result<(), ExplainError> {
    let [from, to] = guide.active;
    let active = proof.count(active, guide.units, "active")?;
    let is_below = proof.compare(active, from, Relation::Less, "fewer than the guide")?;
    let is_above = proof.compare(active, to, Relation::More, "more than the guide")?;
    let names = [(is_below, "below"), (is_above, "above")];
    let guided = proof.pick(&names, "within", "guide")?;
    proof.result("/active", active);
    proof.result("/guide", guided);
    let open = proof.difference(to, active, "up to the guide")?;
    let open = proof.largest(&[guide.units.none, open], "open")?;
    for (key, fits) in ["more_at_least", "more_at_most"].iter().zip(fits) {
        let all = proof.sum(fits, Ratio::ZERO, "fit in the rooms")?;
        let more = proof.smallest(&[all, open], key)?;
        proof.result(&format!("/{key}"), more);
    }
    Ok(())
}
