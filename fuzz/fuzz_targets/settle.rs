//! Term sheets and histories that are nearly right: what settles balances, travels and is proved.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use partnership::compensation::{
    Activity, Item, PayDraft, ProofError, Share, State, Statement, Terms, TermsDraft, TierMode,
    Window, settle,
};
use partnership::explain::{Documents, ExplainError};
use partnership::{Currency, Money, Ratio, Side};
use partnership_fuzz::{Draw, Papers, cases, holds, travels};
use serde_json::{Value, json};

static PAPERS: LazyLock<Papers> = LazyLock::new(|| {
    let mut papers = cases("compensation", "settle");
    papers.extend(cases("contracts", "settle"));
    papers.extend(cases("compensation", "terms"));
    papers.extend(cases("contracts", "terms"));
    Papers::new(papers)
});

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    if draw.once_in(8) {
        return taken_back(&mut draw);
    }
    let papers = PAPERS.changed(&mut draw);
    let Some(terms) = terms(&papers["terms"]) else {
        return;
    };
    let mut state = terms.new_state();
    let none = Vec::new();
    for activity in papers["activities"].as_array().unwrap_or(&none) {
        let Ok(activity) = serde_json::from_value::<Activity>(activity.clone()) else {
            return;
        };
        travels(&activity);
        let settled = settle(&terms, &state, &activity);
        match settled {
            Ok((statement, after)) => {
                // A merge sorts, and leaves out totals of nothing: lines may come in another order
                // and a stream that nobody reads goes unnoted, but what is paid stays.
                let nothing = || Activity::empty(activity.no, activity.period);
                let merged = activity.clone().merge(nothing()).expect("of one period");
                assert_eq!(nothing().merge(activity.clone()).as_ref(), Ok(&merged));
                let (alike, _) = settle(&terms, &state, &merged).expect("settled before");
                let paid = |statement: &Statement| (statement.paid(), statement.closing());
                assert_eq!(paid(&alike), paid(&statement));
                let papers = (&terms, &state, &activity);
                balances(&statement, &state);
                proved(papers, &statement, &after);
                goes_on(papers, &statement, &after);
                state = after;
            }
            Err(refusal) => assert!(!refusal.to_string().is_empty()),
        }
    }
});

/// Terms without a problem are read, and nothing else; they may be pointed at.
fn terms(json: &Value) -> Option<Terms> {
    let draft: TermsDraft = serde_json::from_value(json.clone()).ok()?;
    travels(&draft);
    let problems = draft.problems();
    let read = serde_json::from_value::<Terms>(json.clone());
    assert_eq!(problems.is_empty(), read.is_ok(), "{problems:?}");
    let terms = read.ok()?;
    assert_eq!(travels(&terms).1, terms);
    assert_eq!(terms.expanded().problems(), []);
    let _ = terms.lint();
    Some(terms)
}

fn sum(amounts: impl IntoIterator<Item = Money>, currency: Currency) -> Money {
    Money::sum(currency, amounts).expect("figures of a statement that was made")
}

fn balances(statement: &Statement, before: &State) {
    let currency = statement.opening().currency();
    let lines = statement.lines().iter().map(|line| line.amount);
    let left = sum(lines.chain([statement.opening()]), currency);
    assert_eq!(
        left,
        sum([statement.gross_paid(), statement.closing()], currency)
    );
    assert_eq!(
        statement.gross_paid(),
        sum([statement.paid(), statement.tax()], currency)
    );
    assert!(!statement.paid().is_negative() && !statement.tax().is_negative());
    assert_eq!(statement.opening(), before.carry());
    if let Ok(postings) = statement.postings(before) {
        let all = postings.iter().map(|posting| posting.amount);
        assert!(sum(all, currency).is_zero());
        assert!(postings.iter().all(|posting| !posting.amount.is_zero()));
    }
    let dues = statement.dues().iter().map(|due| due.amount);
    assert_eq!(sum(dues, currency), statement.paid());
}

/// Every figure is proved, of the statement and of the state after it.
fn proved(papers: (&Terms, &State, &Activity), statement: &Statement, after: &State) {
    let (terms, before, activity) = papers;
    let proof = match statement.explain(terms, before, activity) {
        Ok(proof) => proof,
        Err(ProofError::Explain(ExplainError::Overflow { .. })) => return,
        Err(other) => panic!("{other}"),
    };
    let documents = Documents::new()
        .with("terms", json!(terms.expanded()))
        .with("state", json!(before))
        .with("activity", json!(activity));
    let result = json!({"statement": statement, "state": after});
    holds(&proof, &documents, &result);
    for side in [Side::Producer, Side::Partner] {
        let view = statement
            .view(side)
            .with_terms(terms)
            .with_explanation(&proof);
        assert!(!view.text().is_empty() && !view.markdown().is_empty());
    }
}

/// A state that has travelled settles to the same bytes, and the same period not twice.
fn goes_on(papers: (&Terms, &State, &Activity), statement: &Statement, after: &State) {
    let (terms, before, activity) = papers;
    let (_, read) = travels(before);
    assert_eq!(&read, before);
    let again = settle(terms, &read, activity).expect("settled before");
    assert_eq!(json!([statement, after]), json!([again.0, again.1]));
    assert_eq!(&travels(statement).1, statement);
    assert_eq!(&travels(after).1, after);
    assert!(
        settle(terms, after, activity).is_err(),
        "no period is settled twice"
    );
}

/// Tiers over a lifetime: sales in parts, and all of them taken back in parts, come to nothing.
fn taken_back(draw: &mut Draw<'_>) {
    let mut bound = 0_i64;
    let tiers: Vec<_> = (0..3)
        .map(|at| {
            bound = bound.saturating_add(draw.number().saturating_abs().max(1));
            let up_to = (at < 2).then(|| Money::from_minor(bound, Currency::USD));
            (up_to, Ratio::from_basis_points(i64::from(draw.byte()) * 39))
        })
        .collect();
    let mut share = Share::tiered(&["shop"], &tiers);
    share.mode = *draw.pick(&[TierMode::Marginal, TierMode::Whole]);
    let start = partnership::time::date("2026-01-01").expect("a day");
    let item = Item::new(
        "sales".parse().expect("an id"),
        Window::Lifetime,
        PayDraft::Share(share),
    );
    let Ok(terms) = Terms::builder("deal", Currency::USD, start)
        .item(item)
        .build()
    else {
        return;
    };
    let (mut state, mut net, mut earned) = (terms.new_state(), 0_i128, 0_i128);
    for no in 1..=6_u32 {
        let period = format!("2026-{no:02}-01..2026-{:02}-01", no + 1);
        let mut activity = Activity::empty(no, period.parse().expect("a month"));
        let sold = i128::from(draw.number().saturating_abs());
        let back = if no == 6 {
            net + sold
        } else {
            sold.min(draw.wide().saturating_abs())
        };
        let amount = |minor| Money::from_minor_wide(minor, Currency::USD).expect("in range");
        activity.add_sale("shop", amount(sold)).expect("one total");
        activity
            .add_refund("shop", None, amount(back))
            .expect("one total");
        let Ok((statement, after)) = settle(&terms, &state, &activity) else {
            return;
        };
        net += sold - back;
        earned += statement.earned().minor();
        state = after;
    }
    assert_eq!((net, earned), (0, 0));
}
