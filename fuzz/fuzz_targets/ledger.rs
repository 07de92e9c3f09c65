//! Accounts of payments: lines add up, what is carried adds up to nothing, a refund undoes its
//! payment, and an account that has travelled goes on alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partnership::allocate::{Carried, Ledger, Sequenced};
use partnership::{Currency, Money, PartyId, Ratio, Rounding, Weights};
use partnership_fuzz::amounts::{money, share, sum, weights};
use partnership_fuzz::{Draw, travels};

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let (kind, parties) = (draw.byte(), 1 + draw.below(12));
    let Ok(weights) = weights(parties, &mut draw) else {
        return;
    };
    if kind % 4 == 0 {
        sequenced(&weights, &mut draw);
    } else {
        ledger(&weights, &mut draw);
    }
});

/// Payments by changing weights: lines add up, carries too, and a ledger that travels goes on alike.
fn ledger(weights: &Weights, draw: &mut Draw<'_>) {
    let names = (0..weights.len()).map(|at| PartyId::new(&format!("p{at:02}")).expect("a name"));
    let mut ledger = Ledger::with_parties(Currency::USD, names);
    let mut current = weights.clone();
    let mut total = 0_i128;
    for _ in 0..24 {
        if draw.is_done() {
            break;
        }
        if draw.once_in(3) {
            current = partnership_fuzz::amounts::weights(weights.len(), draw).unwrap_or(current);
        }
        let amount = money(draw);
        let mut lines = vec![amount; weights.len()];
        let before = ledger.clone();
        let (_, mut other) = travels(&ledger);
        let mut same = lines.clone();
        let paid = ledger.pay_into(amount, &current, &mut lines);
        assert_eq!(paid, other.pay_into(amount, &current, &mut same));
        assert_eq!(ledger, other, "a ledger that travelled goes on alike");
        if paid.is_err() {
            assert_eq!(ledger, before, "a refusal changes nothing");
            continue;
        }
        assert_eq!(lines, same);
        assert_eq!(sum(&lines), amount);
        assert!(
            lines
                .iter()
                .all(|line| line.minor().signum() * amount.minor().signum() >= 0)
        );
        total += amount.minor();
        let mut held = 0_i128;
        for (at, line) in lines.iter().enumerate() {
            let paid = ledger.paid_at(at).expect("a party").minor();
            let earlier = before.paid_at(at).expect("a party").minor();
            assert_eq!(paid - earlier, line.minor());
            held += paid;
        }
        assert_eq!(held, total);
        let carries: Option<Ratio> = (0..weights.len()).try_fold(Ratio::ZERO, |sum, at| {
            sum.checked_add(ledger.carry_at(at).expect("a carry")).ok()
        });
        assert_eq!(carries, Some(Ratio::ZERO));
        undone(
            &before,
            &ledger,
            &current,
            (amount, paid == Ok(Carried::Exactly)),
        );
    }
}

/// A refund restores what everybody is entitled to, off the grid.
fn undone(before: &Ledger, after: &Ledger, weights: &Weights, (amount, exact): (Money, bool)) {
    let mut back = after.clone();
    let mut lines = vec![amount; weights.len()];
    let refunded = back.pay_into(-amount, weights, &mut lines);
    if exact && refunded == Ok(Carried::Exactly) {
        for at in 0..weights.len() {
            let entitled = |ledger: &Ledger| {
                let paid = Ratio::new(ledger.paid_at(at)?.minor(), 1).ok()?;
                ledger.carry_at(at)?.checked_add(paid).ok()
            };
            let (then, now) = (entitled(before), entitled(&back));
            assert!(then == now || then.is_none() || now.is_none());
        }
    }
}

/// What everybody holds follows from the sum of the payments alone.
fn sequenced(weights: &Weights, draw: &mut Draw<'_>) {
    let Ok(mut by_parts) = Sequenced::new(Currency::USD, weights) else {
        return;
    };
    let mut at_once = by_parts.clone();
    for _ in 0..24 {
        if draw.is_done() {
            break;
        }
        let amount = money(draw);
        if let Ok(lines) = by_parts.pay(amount) {
            assert_eq!(sum(&lines), amount);
        }
    }
    at_once
        .pay(by_parts.total())
        .expect("what was paid in parts");
    assert_eq!(at_once, by_parts);
    assert_eq!(travels(&by_parts).1, by_parts);
    for at in 0..weights.len() {
        let paid = by_parts.paid_at(at).expect("a party").minor();
        assert!(share(by_parts.total(), weights, at, Rounding::Floor).minor() <= paid);
        assert!(paid <= share(by_parts.total(), weights, at, Rounding::Ceiling).minor());
    }
}
