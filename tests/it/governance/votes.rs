//! Who decided, whatever order the votes are listed in.

use std::time::Duration;

use partnership::PartyId;
use partnership::governance::{
    Ballot, DecisionError, Outcome, Proposal, Rule, Veto, VetoRight, Vote,
};
use partnership::time::{Calendar, Moment, Span, date};
use proptest::prelude::*;
use proptest::sample::select;

use super::party;
use crate::support::laws;

/// So many hours into 5 January 2026, a Monday.
fn hour(number: u32) -> Moment {
    let calendar = Calendar::default();
    let sunday = calendar.end_of(date("2026-01-04").unwrap()).unwrap();
    let hours = Duration::from_secs(u64::from(number) * 3_600);
    calendar.moment(sunday + hours).unwrap()
}

fn ballot(name: &str, vote: Vote, at: u32) -> Ballot {
    Ballot {
        party: party(name),
        vote,
        at: hour(at),
    }
}

fn proposal(needed: &[&str]) -> Proposal {
    Proposal {
        class: "creative".parse().unwrap(),
        rule: Rule::Unanimous(needed.iter().map(|name| party(name)).collect()),
        parties: ["a", "b", "c"].map(party).to_vec(),
        veto_right: Some(VetoRight {
            holder: party("c"),
            classes: vec!["creative".parse().unwrap()],
            alternative_within: Span::business_days(VetoRight::WITHIN).unwrap(),
        }),
    }
}

fn outcome(proposal: &Proposal, votes: &[Ballot], now: u32) -> Outcome {
    let decided = proposal.decide(votes, None, &hour(now), &Calendar::default());
    decided.unwrap().outcome
}

#[test]
fn of_two_votes_at_one_instant_the_later_in_the_list_counts() {
    let both = proposal(&["a"]);
    let (yes, no) = (ballot("a", Vote::Consent, 1), ballot("a", Vote::Object, 1));
    let by = vec![party("a")];
    assert_eq!(
        outcome(&both, &[yes.clone(), no.clone()], 2),
        Outcome::Rejected { by }
    );
    assert_eq!(
        outcome(&both, &[no, yes], 2),
        Outcome::Adopted { at: hour(1) }
    );
}

#[test]
fn a_vote_that_is_still_to_come_is_not_looked_at() {
    let stranger = ballot("z", Vote::Object, 5);
    let proposal = proposal(&["a"]);
    let missing = vec![party("a")];
    assert_eq!(
        outcome(&proposal, std::slice::from_ref(&stranger), 4),
        Outcome::Open { missing }
    );
    let found = proposal.decide(&[stranger], None, &hour(5), &Calendar::default());
    assert_eq!(
        found,
        Err(DecisionError::UnknownParty { party: party("z") })
    );
}

#[test]
fn a_veto_holds_to_the_end_of_the_fifth_business_day_and_then_lapses() {
    let proposal = proposal(&["a"]);
    let veto = Veto {
        by: party("c"),
        at: hour(9),
        alternative_at: None,
    };
    let votes = [ballot("a", Vote::Consent, 10)];
    let calendar = Calendar::default();
    // Monday the 5th and five business days: Monday the 12th, to its end.
    let held = proposal
        .decide(&votes, Some(&veto), &hour(8 * 24 - 1), &calendar)
        .unwrap();
    assert!(matches!(held.outcome, Outcome::Vetoed { .. }));
    let free = proposal
        .decide(&votes, Some(&veto), &hour(8 * 24), &calendar)
        .unwrap();
    assert_eq!(free.outcome, Outcome::Adopted { at: hour(10) });
    assert!(free.veto_lapsed);
}

/// A veto of `c` at nine, with an alternative at some hour.
fn veto(alternative: Option<u32>) -> Veto {
    Veto {
        by: party("c"),
        at: hour(9),
        alternative_at: alternative.map(hour),
    }
}

#[test]
fn a_veto_and_its_alternative_count_from_when_they_are_given() {
    let proposal = proposal(&["a"]);
    let calendar = Calendar::default();
    let decided = |alternative: Option<u32>, now: u32| {
        let found = proposal.decide(&[], Some(&veto(alternative)), &hour(now), &calendar);
        let found = found.unwrap();
        let what = match found.outcome {
            Outcome::Open { .. } => "open",
            Outcome::Vetoed { .. } => "vetoed",
            Outcome::AlternativeOffered { .. } => "offered",
            other => panic!("{other:?}"),
        };
        (what, found.veto_lapsed)
    };
    assert_eq!(decided(None, 8), ("open", false));
    assert_eq!(decided(None, 9), ("vetoed", false));
    assert_eq!(decided(Some(20), 19), ("vetoed", false));
    assert_eq!(decided(Some(20), 20), ("offered", false));
    // The veto holds to the end of Monday the 12th.
    assert_eq!(decided(Some(8 * 24 - 1), 9 * 24), ("offered", false));
    assert_eq!(decided(Some(8 * 24), 9 * 24), ("open", true));
}

#[test]
fn a_veto_needs_its_holder_its_class_and_its_time() {
    let calendar = Calendar::default();
    let votes = [ballot("a", Vote::Consent, 9)];
    let decided = |proposal: &Proposal, veto: &Veto| {
        let found = proposal.decide(&votes, Some(veto), &hour(12), &calendar);
        found.map(|decision| decision.outcome)
    };
    let known = proposal(&["a"]);
    let late = DecisionError::AlreadyDecided { by: party("c") };
    assert_eq!(decided(&known, &veto(None)), Err(late));
    let none = |name: &str, class: &str| {
        Err(DecisionError::NoVetoRight {
            by: party(name),
            class: class.parse().unwrap(),
        })
    };
    let of_b = Veto {
        by: party("b"),
        ..veto(None)
    };
    assert_eq!(decided(&known, &of_b), none("b", "creative"));
    let budget = Proposal {
        class: "budget".parse().unwrap(),
        ..known
    };
    assert_eq!(decided(&budget, &veto(None)), none("c", "budget"));
}

#[test]
fn the_first_stranger_is_named() {
    let votes = [ballot("y", Vote::Consent, 1), ballot("z", Vote::Consent, 1)];
    let found = proposal(&["a"]).decide(&votes, None, &hour(2), &Calendar::default());
    assert_eq!(
        found,
        Err(DecisionError::UnknownParty { party: party("y") })
    );
    let found = proposal(&["x"]).decide(&votes, None, &hour(2), &Calendar::default());
    assert_eq!(
        found,
        Err(DecisionError::UnknownParty { party: party("x") })
    );
}

// Of two votes at one instant the later in the list is the last, with the day it has there.
#[test]
fn a_decision_is_dated_by_the_last_consent() {
    let late = |name: &str, on: &str| Ballot {
        party: party(name),
        vote: Vote::Consent,
        at: Moment::new(hour(23).at(), date(on).unwrap()).unwrap(),
    };
    let (west, east) = (late("a", "2026-01-05"), late("b", "2026-01-06"));
    for votes in [[west.clone(), east.clone()], [east, west]] {
        let at = votes[1].at;
        let found = outcome(&proposal(&["a", "b"]), &votes, 24);
        assert_eq!(found, Outcome::Adopted { at });
    }
}

fn votes() -> impl Strategy<Value = Vec<Ballot>> {
    let vote = select(vec![Vote::Consent, Vote::Object, Vote::Abstain]);
    let one = (select(vec!["a", "b", "c"]), vote, 0_u32..12);
    proptest::collection::vec(
        one.prop_map(|(name, vote, at)| ballot(name, vote, at)),
        0..8,
    )
}

/// Walks hour by hour with the latest vote of each, as a person would.
fn by_hand(votes: &[Ballot], needed: &[&str], now: u32) -> Outcome {
    let mut said = [None; 3];
    let names = ["a", "b", "c"];
    for at in 0..=now {
        let mut heard = false;
        for vote in votes.iter().filter(|vote| vote.at == hour(at)) {
            let who = names.iter().position(|name| *name == vote.party.as_str());
            said[who.unwrap()] = Some(vote.vote);
            heard = true;
        }
        let of = |name: &&str| said[names.iter().position(|known| known == name).unwrap()];
        let by: Vec<PartyId> = needed
            .iter()
            .filter(|name| of(name) == Some(Vote::Object))
            .map(|name| party(name))
            .collect();
        if heard && !by.is_empty() {
            return Outcome::Rejected { by };
        }
        if heard && needed.iter().all(|name| of(name) == Some(Vote::Consent)) {
            return Outcome::Adopted { at: hour(at) };
        }
    }
    let of = |name: &&str| said[names.iter().position(|known| known == name).unwrap()];
    let open = needed.iter().filter(|name| of(name) != Some(Vote::Consent));
    Outcome::Open {
        missing: open.map(|name| party(name)).collect(),
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn votes_decide_as_they_do_by_hand(
        votes in votes(),
        now in 0_u32..12,
        needed in select(vec![vec!["a"], vec!["b", "a"], vec!["a", "b", "c"]]),
    ) {
        let found = outcome(&proposal(&needed), &votes, now);
        prop_assert_eq!(found, by_hand(&votes, &needed, now));
    }

    #[test]
    fn what_is_decided_stays_decided(votes in votes(), now in 0_u32..12, later in 0_u32..12) {
        let proposal = proposal(&["a", "b"]);
        let first = outcome(&proposal, &votes, now);
        if !matches!(first, Outcome::Open { .. }) {
            prop_assert_eq!(outcome(&proposal, &votes, now.max(later)), first);
        }
    }
}
