//! Waterfalls and pools that are nearly right, receipts and refunds: sums, signs, cuts, proofs.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::explain::{Documents, ExplainError, Explanation};
use partnership::split::{
    Correction, Pools, Receipt, Tier, Waterfall, WaterfallError, WaterfallState, WaterfallStatement,
};
use partnership::time::NaiveDate;
use partnership::{Currency, Money};
use partnership_fuzz::{Draw, Papers, golden, holds, travels};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(papers: &[Value]) -> Papers {
    let fits = |paper: &&Value| serde_json::from_value::<T>((*paper).clone()).is_ok();
    Papers::new(papers.iter().filter(fits).cloned().collect())
}

static WATERFALLS: LazyLock<Papers> = LazyLock::new(|| read::<Waterfall>(&golden("waterfalls")));
static POOLS: LazyLock<Papers> = LazyLock::new(|| read::<Pools>(&golden("waterfalls")));

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    if draw.once_in(4) {
        let paper = POOLS.changed(&mut draw);
        if let Ok(pools) = serde_json::from_value::<Pools>(paper) {
            in_pools(&pools, &mut draw);
        }
        return;
    }
    let paper = WATERFALLS.changed(&mut draw);
    let Ok(waterfall) = serde_json::from_value::<Waterfall>(paper) else {
        return;
    };
    assert_eq!(travels(&waterfall).1, waterfall);
    let _ = waterfall.lint();
    let terms = waterfall.terms();
    assert!(terms.problems().is_empty() || waterfall.is_open());
    let mut on = terms.anchor;
    let mut state = waterfall.new_state();
    let mut whole = true;
    for _ in 0..24 {
        if draw.is_done() {
            break;
        }
        let receipt = receipt(&mut on, terms.currency, &mut draw);
        let (_, read) = travels(&state);
        assert_eq!(read, state);
        let found = waterfall.distribute(&state, receipt);
        assert_eq!(
            waterfall.distribute(&read, receipt),
            found,
            "a state that travelled"
        );
        match found {
            Ok((after, statement)) => {
                assert_eq!(travels(&statement).1, statement);
                adds_up(&waterfall, (&state, &after), &statement);
                proved(&waterfall, (&state, &after), &statement);
                is_undone(&waterfall, (&state, &after), receipt);
                state = after;
            }
            Err(refusal) => {
                whole &= matches!(refusal, WaterfallError::NegativePool { .. });
                assert!(!refusal.to_string().is_empty());
            }
        }
    }
    if whole && is_fixed(&waterfall) {
        let sum = Receipt {
            on,
            amount: state.received(),
        };
        let (once, _) = waterfall
            .distribute(&waterfall.new_state(), sum)
            .expect("their sum");
        assert_eq!(
            held(&waterfall, &once),
            held(&waterfall, &state),
            "cuts change no tier"
        );
    }
});

/// Small amounts mostly, and refunds; days go on.
fn receipt(on: &mut Option<NaiveDate>, currency: Currency, draw: &mut Draw<'_>) -> Receipt {
    let days = u64::from(draw.byte()) * u64::from(draw.below(4) == 3);
    *on = on.map(|day| day.checked_add_days(chrono::Days::new(days)).unwrap_or(day));
    let minor = draw.wide();
    let minor = if draw.once_in(3) { -minor } else { minor };
    let amount = Money::from_minor_wide(minor, currency).unwrap_or(Money::zero(currency));
    Receipt { on: *on, amount }
}

fn held(waterfall: &Waterfall, state: &WaterfallState) -> Vec<Option<Money>> {
    let tiers = 0..waterfall.terms().tiers.len();
    tiers.map(|tier| state.held(tier)).collect()
}

fn minor<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> i128 {
    amounts.into_iter().map(|amount| amount.minor()).sum()
}

fn adds_up(
    waterfall: &Waterfall,
    (before, after): (&WaterfallState, &WaterfallState),
    statement: &WaterfallStatement,
) {
    let moved = after.distributed().minor() - before.distributed().minor();
    let lines = minor(statement.lines().values());
    assert_eq!(lines + statement.undistributed().minor(), moved);
    for tier in statement.tiers() {
        assert_eq!(minor(tier.lines().values()), tier.amount().minor());
        let sign = statement.receipt().amount.minor().signum();
        assert!(
            tier.lines()
                .values()
                .all(|line| line.minor().signum() * sign >= 0)
        );
    }
    let rest = after.distributed().minor() - minor(after.paid().values());
    assert!(waterfall.is_open() || rest == 0);
    let gap = after.distributed().minor() - after.received().minor();
    assert_eq!(statement.deficit().minor(), gap);
    assert!(gap == 0 || waterfall.terms().correction == Correction::HighWater && gap > 0);
    for (tier, terms) in waterfall.terms().tiers.iter().enumerate() {
        let holds = after.held(tier).expect("a tier").minor();
        if let Tier::Recoup {
            claims, multiple, ..
        } = terms
        {
            let due = claims
                .values()
                .map(|claim| claim.times_ratio(*multiple, <_>::default()));
            let due: Result<Vec<Money>, _> = due.collect();
            assert!(due.is_ok_and(|due| holds <= minor(&due)));
        }
        if let Tier::ShareUntil { cap, .. } = terms {
            assert!(holds <= cap.minor());
        }
    }
}

/// Whether what a tier holds depends on the sum of the receipts alone.
fn is_fixed(waterfall: &Waterfall) -> bool {
    let moves = |tier: &Tier| matches!(tier, Tier::Preferred { .. } | Tier::CatchUp { .. });
    let terms = waterfall.terms();
    terms.correction == Correction::Restate && !terms.tiers.iter().any(moves)
}

fn is_undone(
    waterfall: &Waterfall,
    (before, after): (&WaterfallState, &WaterfallState),
    receipt: Receipt,
) {
    if is_fixed(waterfall) {
        let back = Receipt {
            amount: -receipt.amount,
            ..receipt
        };
        let (back, _) = waterfall
            .distribute(after, back)
            .expect("what was received");
        assert_eq!(
            held(waterfall, &back),
            held(waterfall, before),
            "a refund is a mirror"
        );
    }
}

fn proved(
    waterfall: &Waterfall,
    (before, after): (&WaterfallState, &WaterfallState),
    statement: &WaterfallStatement,
) {
    match statement.explain(waterfall, before) {
        Ok(proof) => {
            let papers = Documents::new().with("waterfall", json!(waterfall));
            let papers = papers.with("state", json!(before));
            holds_for(statement, &proof, papers, &json!(after));
        }
        Err(WaterfallError::Overflow { .. }) => {}
        Err(WaterfallError::Explain(error)) if is_overflow(&error) => {}
        Err(other) => panic!("{other}"),
    }
}

const fn is_overflow(error: &ExplainError) -> bool {
    matches!(error, ExplainError::Overflow { .. })
}

fn holds_for(
    statement: &WaterfallStatement,
    proof: &Explanation,
    papers: Documents,
    after: &Value,
) {
    let papers = papers
        .with("receipt", json!(statement.receipt()))
        .in_full("receipt");
    let result = json!({"statement": statement, "state": after});
    holds(proof, &papers, &result);
}

fn in_pools(pools: &Pools, draw: &mut Draw<'_>) {
    travels(pools);
    let names: Vec<String> = pools.pools().map(|(name, _)| name.to_owned()).collect();
    let first = pools.pool(&names[0]).expect("a pool").terms();
    let currency = first.currency;
    let mut on = pools.pools().find_map(|(_, pool)| pool.terms().anchor);
    let mut state = pools.new_state();
    for _ in 0..24 {
        if draw.is_done() {
            break;
        }
        let (name, receipt) = (draw.pick(&names).clone(), receipt(&mut on, currency, draw));
        let (_, read) = travels(&state);
        assert_eq!(read, state);
        let Ok((after, statement)) = pools.distribute(&state, &name, receipt) else {
            continue;
        };
        if first.correction == Correction::Restate {
            let lines = minor(statement.lines().values());
            assert_eq!(
                lines + statement.undistributed().minor(),
                receipt.amount.minor()
            );
        }
        match statement.explain_in_pools(pools, &state, &name) {
            Ok(proof) => {
                let papers = Documents::new().with("waterfall", json!(pools));
                let papers = papers.with("state", json!(state));
                holds_for(&statement, &proof, papers, &json!(after));
            }
            Err(WaterfallError::Overflow { .. }) => {}
            Err(WaterfallError::Explain(error)) if is_overflow(&error) => {}
            Err(other) => panic!("{other}"),
        }
        state = after;
    }
}
