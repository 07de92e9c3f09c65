//! Agreements that are nearly right, and their lives: books in balance, what is refused changes
//! nothing, a life that can be worked out again, and every cent of a party proved.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::agreement::{
    Account, Agreement, AgreementDraft, AgreementError, Division, Entry, History, Version,
};
use partnership::compensation::{Activity, Amendment};
use partnership::lifecycle::Request;
use partnership::time::Period;
use partnership::{Currency, Money};
use partnership_fuzz::{Draw, Papers, all_papers, golden, travels};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The agreements of the tests, and all papers that lend a piece to one.
static AGREEMENTS: LazyLock<Papers> = LazyLock::new(|| {
    let papers = golden("agreement").into_iter();
    Papers::new(
        papers
            .filter(|paper| paper.get("division").is_some())
            .collect(),
    )
});

/// What may happen to an agreement: whatever the tests know of these kinds.
static EVENTS: LazyLock<[Papers; 4]> = LazyLock::new(|| {
    let all = all_papers();
    [
        read::<Activity>(&all),
        read::<Request>(&all),
        read::<Version<Division>>(&all),
        read::<partnership::compensation::Version>(&all),
    ]
});

fn read<T: DeserializeOwned>(papers: &[Value]) -> Papers {
    let fits = |paper: &&Value| T::deserialize(*paper).is_ok();
    Papers::new(papers.iter().filter(fits).cloned().collect())
}

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let paper = AGREEMENTS.changed(&mut draw);
    let Ok(draft) = serde_json::from_value::<AgreementDraft>(paper) else {
        return;
    };
    travels(&draft);
    let problems = draft.problems();
    let Ok(founded) = Agreement::try_from(draft) else {
        assert!(!problems.is_empty());
        return;
    };
    assert_eq!(problems, []);
    assert_eq!(travels(&founded).1, founded);
    let mut life = History::new(founded);
    let mut granted = 0_u32;
    while !draw.is_done() && granted < 24 {
        let before = life.clone();
        match happens(&mut life, &mut draw) {
            Some(Ok(())) => granted += 1,
            Some(Err(refusal)) => {
                assert!(!refusal.to_string().is_empty());
                assert_eq!(life, before, "what is refused changes nothing");
            }
            None => {}
        }
        balances(&life);
    }
    life.verify().expect("a life can be worked out again");
    assert_eq!(travels(&life).1, life);
    assert_eq!(&travels(life.agreement()).1, life.agreement());
    let at = life.agreement().next_period_from();
    if let Ok(due) = life.agreement().due(at, None) {
        let keys: Vec<_> = due
            .iter()
            .map(|due| (due.on, due.kind, due.key.clone()))
            .collect();
        assert!(keys.is_sorted());
    }
});

fn drawn<T: DeserializeOwned>(papers: &Papers, draw: &mut Draw<'_>) -> Option<T> {
    let paper = if draw.once_in(2) {
        papers.changed(draw)
    } else {
        papers.paper(draw).clone()
    };
    serde_json::from_value(paper).ok()
}

/// Lets one thing happen, if it can be read at all.
fn happens(life: &mut History, draw: &mut Draw<'_>) -> Option<Result<(), AgreementError>> {
    let [activities, requests, divisions, versions] = &*EVENTS;
    let from = life.agreement().next_period_from();
    Some(match draw.below(8) {
        0..=2 => {
            let mut activity = next(life.agreement(), draw)?;
            if draw.once_in(4) {
                let other: Activity = drawn(activities, draw)?;
                activity = Activity {
                    no: activity.no,
                    period: activity.period,
                    ..other
                };
            }
            if draw.once_in(8) {
                proved(life.agreement(), &activity);
            }
            life.settle(activity).map(drop)
        }
        3 => {
            let unpaid = life.agreement().account().unpaid().to_vec();
            let unpaid = unpaid.get(draw.below(unpaid.len().max(1)))?;
            let part = Money::from_minor(draw.number(), unpaid.amount.currency());
            let amount = if draw.once_in(2) { unpaid.amount } else { part };
            life.pay(&unpaid.settlement, &unpaid.party, amount, from)
        }
        4 => life.step(drawn(requests, draw)?).map(drop),
        5 => life.amend_division(Version {
            from,
            ..drawn(divisions, draw)?
        }),
        6 => {
            life.extend_term(from.checked_add_days(chrono::Days::new(u64::from(draw.byte()) * 4))?)
        }
        _ => {
            let version = drawn(versions, draw)?;
            life.amend_terms(Amendment {
                version,
                from,
                until: None,
            })
        }
    })
}

/// The next period, with sales and refunds of any size.
fn next(agreement: &Agreement, draw: &mut Draw<'_>) -> Option<Activity> {
    let from = agreement.next_period_from();
    let quarter = || Period::new(from, from.checked_add_months(chrono::Months::new(3))?).ok();
    let period = agreement.next_period().ok().flatten().or_else(quarter)?;
    let mut activity = Activity::empty(agreement.account().state().settled() + 1, period);
    let currency = agreement.terms().currency();
    let sold = Money::from_minor(draw.number().saturating_abs(), currency);
    activity.add_sale("shop", sold).ok()?;
    if draw.once_in(2) {
        let of = (activity.no > 1 && draw.once_in(2)).then(|| activity.no - 1);
        let back = Money::from_minor(draw.number().saturating_abs(), currency);
        activity.add_refund("shop", of, back).ok()?;
    }
    activity.r#final = draw.once_in(16).then_some(true);
    Some(activity)
}

/// Every cent that was payable is paid, unpaid, or left by the division.
fn balances(life: &History) {
    let account: &Account = life.agreement().account();
    let currency: Currency = life.agreement().terms().currency();
    let founded = life
        .founded()
        .account()
        .unpaid()
        .iter()
        .map(|unpaid| unpaid.amount.minor());
    let (mut there, mut gone) = (founded.sum::<i128>(), 0_i128);
    for entry in life.entries() {
        match entry {
            Entry::Settled(settled) => {
                there += settled.payable.minor();
                gone += settled.undistributed.minor();
            }
            Entry::Paid { amount, .. } => gone += amount.minor(),
            _ => {}
        }
    }
    let unpaid: i128 = account
        .unpaid()
        .iter()
        .map(|unpaid| unpaid.amount.minor())
        .sum();
    assert_eq!(there, gone + unpaid);
    assert!(
        account
            .unpaid()
            .iter()
            .all(|unpaid| unpaid.amount.is_positive())
    );
    assert!(
        account
            .unpaid()
            .iter()
            .all(|unpaid| unpaid.amount.currency() == currency)
    );
}

fn proved(agreement: &Agreement, activity: &Activity) {
    let Ok(settlement) = agreement.settle(activity) else {
        return;
    };
    let paid: i128 = settlement
        .payouts()
        .iter()
        .map(|payout| payout.amount.minor())
        .sum();
    assert_eq!(
        paid + settlement.undistributed().minor(),
        settlement.payable().minor()
    );
    let proof = match settlement.explain(agreement, activity) {
        Ok(proof) => proof,
        // A figure that fits, and a step on the way to it that does not.
        Err(error) if error.to_string().contains("beyond the range of") => return,
        Err(other) => panic!("{other}"),
    };
    let papers = settlement.papers(agreement, activity).expect("papers");
    let outcome = settlement.outcome().expect("an outcome");
    proof
        .check_against(&papers, &outcome)
        .expect("it holds against its papers");
    assert_eq!(proof.covers(&outcome), [""; 0]);
}
