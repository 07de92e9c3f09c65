//! Whatever happens to an agreement, it stays in balance and can be worked out again.

use std::sync::LazyLock;

use partnership::agreement::{Agreement, Division, GovernanceFacts, History, Version};
use partnership::compensation::{Activity, Amendment, PayDraft};
use partnership::lifecycle::{Command, Request};
use partnership::split::{Split, Tier, Waterfall, WaterfallTerms};
use partnership::time::{MonthRule, NaiveDate, Period, Span, add_months, instant};
use partnership::{Currency, Money, PartyId, Ratio};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::papers::{draft, party};
use super::proofs::proved;
use crate::support::{cases, laws};

/// One thing that somebody wants of an agreement; much of it is refused.
#[derive(Clone, Debug)]
enum Wish {
    Settle {
        sales: i64,
        refunds: i64,
        late: bool,
        last: bool,
    },
    Pay {
        which: usize,
        cents: i64,
    },
    Terms {
        months: u32,
        rate: i64,
        back: bool,
    },
    Divide {
        months: u32,
        how: u32,
        left: i64,
        right: i64,
    },
    Extend {
        months: u32,
    },
    Step {
        at: i64,
        what: usize,
    },
    Govern {
        accepted: bool,
    },
}

fn wish() -> impl Strategy<Value = Wish> {
    let cents = prop_oneof![
        Just(0_i64),
        Just(1),
        Just(3),
        0_i64..10_000,
        0_i64..10_000_000
    ];
    let settle = (cents.clone(), cents, any::<bool>(), 0_u32..40).prop_map(
        |(sales, refunds, late, last)| Wish::Settle {
            sales,
            refunds: refunds / 4,
            late,
            last: last == 0,
        },
    );
    let pay = (
        0_usize..6,
        prop_oneof![Just(-1_i64), Just(0), Just(1), 0_i64..1_000_000],
    )
        .prop_map(|(which, cents)| Wish::Pay { which, cents });
    let terms = (0_u32..9, 0_i64..60, any::<bool>()).prop_map(|(months, rate, back)| Wish::Terms {
        months,
        rate,
        back,
    });
    let divide = (0_u32..9, 0_u32..4, 0_i64..9, 0_i64..9).prop_map(|(months, how, left, right)| {
        Wish::Divide {
            months,
            how,
            left,
            right,
        }
    });
    prop_oneof![
        6 => settle,
        4 => pay,
        1 => terms,
        2 => divide,
        1 => (0_u32..40).prop_map(|months| Wish::Extend { months }),
        3 => (0_i64..400, 0_usize..9).prop_map(|(at, what)| Wish::Step { at, what }),
        1 => any::<bool>().prop_map(|accepted| Wish::Govern { accepted }),
    ]
}

/// The first day of a month, from January 2026.
fn month(index: u32) -> NaiveDate {
    let (year, month) = (2026 + index / 12, index % 12 + 1);
    partnership::time::date(&format!("{year}-{month:02}-01")).unwrap()
}

fn division(how: u32, left: i64, right: i64) -> Division {
    let (studio, director) = (party("studio"), party("director"));
    match how {
        0 => Division::Whole(director),
        1 => {
            let tiers = vec![
                Tier::recoup([(studio.clone(), Money::from_minor(left * 100, Currency::USD))]),
                Tier::residual(Split::equal([director.clone()]).unwrap()),
            ];
            let terms = WaterfallTerms::new(Currency::USD, [studio, director], tiers);
            Division::Waterfall(Box::new(Waterfall::new(terms).unwrap()))
        }
        _ => {
            let weights = [(studio, left), (director, right + 1)];
            let weights = weights.map(|(party, weight)| (party, Ratio::from(weight)));
            Division::Split(Split::weighted(weights).unwrap())
        }
    }
}

/// What happens in the next period.
fn activity(agreement: &Agreement, wish: &Wish) -> Option<Activity> {
    let Wish::Settle {
        sales,
        refunds,
        late,
        last,
    } = wish
    else {
        return None;
    };
    let no = agreement.account().state().settled() + 1;
    let period = agreement.next_period().unwrap().or_else(|| {
        let from = agreement.next_period_from();
        Period::new(from, add_months(from, 3, MonthRule::SameDay).ok()?).ok()
    })?;
    let mut activity = Activity::empty(no, period);
    let is_over = agreement
        .terms()
        .sheet()
        .end
        .is_some_and(|end| end <= period.from());
    let usd = |cents: i64| Money::from_minor(cents, Currency::USD);
    if !is_over {
        activity.add_sale("shop", usd(*sales)).unwrap();
    }
    let of = (no > 1 && (*late || is_over)).then(|| no - 1);
    if *refunds > 0 && (of.is_some() || !is_over) {
        activity.add_refund("shop", of, usd(*refunds)).unwrap();
    }
    activity.r#final = Some(*last);
    Some(activity)
}

fn command(what: usize) -> Command {
    let by = || {
        if what % 2 == 0 { "producer" } else { "partner" }
            .parse()
            .unwrap()
    };
    let take = |way: &str| Command::take(way.parse().unwrap(), by());
    match what {
        0 => Command::record("fit_score".parse().unwrap(), by()),
        1 => Command::record("reference_check".parse().unwrap(), by()),
        2 => take("form"),
        3 => Command::record("terms_agreed".parse().unwrap(), by()),
        4 => Command::Suspend { by: by() },
        5 => Command::Resume { by: by() },
        6 => Command::GiveNotice { by: by() },
        7 => Command::OpenIssue {
            issue: "late_cut".parse().unwrap(),
            ladder: None,
            by: by(),
        },
        _ => Command::Tick {},
    }
}

/// A review that nobody holds, and milestones that are met or not.
fn governed(accepted: bool) -> GovernanceFacts {
    let mut facts = GOVERNED.governance().clone();
    let projects = facts.projects.values_mut();
    for milestone in projects.flat_map(|project| &mut project.milestones) {
        milestone.accepted = accepted.then(|| month(0));
    }
    facts
}

/// Lets a wish come true, if it may; what is refused changes nothing.
fn grant(film: &mut History, wish: &Wish) -> bool {
    let (before, entries) = (film.agreement().clone(), film.entries().len());
    let settled = film.agreement().next_period_from();
    let after = |months: u32| add_months(settled, months.into(), MonthRule::SameDay).unwrap();
    let granted = match wish {
        Wish::Settle { .. } => {
            activity(film.agreement(), wish).is_some_and(|activity| film.settle(activity).is_ok())
        }
        Wish::Pay { which, cents } => {
            let unpaid = film.agreement().account().unpaid().get(*which).cloned();
            unpaid.is_some_and(|unpaid| {
                let amount = Money::from_minor(*cents, Currency::USD);
                let on = film.agreement().next_period_from();
                film.pay(&unpaid.settlement, &unpaid.party, amount, on)
                    .is_ok()
            })
        }
        Wish::Terms { months, rate, back } => {
            let from = after(*months);
            let mut version = film.agreement().terms().versions()[0].clone();
            version.items[0].pay = PayDraft::share(&["shop"], Ratio::from_percent(*rate));
            let until = back.then(|| after(months + 2));
            film.amend_terms(Amendment {
                version,
                from,
                until,
            })
            .is_ok()
        }
        Wish::Divide {
            months,
            how,
            left,
            right,
        } => {
            let from = after(*months);
            let value = division(*how, *left, *right);
            film.amend_division(Version { from, value }).is_ok()
        }
        Wish::Extend { months } => film.extend_term(month(*months)).is_ok(),
        Wish::Step { at, what } => {
            let begun = instant("2025-12-01T09:00:00Z").unwrap();
            let days = u64::try_from(*at).unwrap();
            let at = begun + std::time::Duration::from_secs(days * 86_400);
            film.step(Request::new(at, command(*what))).is_ok()
        }
        Wish::Govern { accepted } => film.govern(governed(*accepted)).is_ok(),
    };
    if !granted {
        assert_eq!(*film.agreement(), before, "what is refused changes nothing");
    }
    assert_eq!(film.entries().len(), entries + usize::from(granted));
    granted
}

/// Books are in balance: nothing is owed that was not settled, and every cent has a place.
fn balance(film: &History, paid: Money) {
    let agreement = film.agreement();
    let all = film
        .income("0001-01-01..9999-12-31".parse().unwrap())
        .unwrap();
    let undistributed = film.entries().iter().filter_map(|entry| match entry {
        partnership::agreement::Entry::Settled(settled) => Some(settled.undistributed),
        _ => None,
    });
    let unpaid = agreement
        .account()
        .unpaid()
        .iter()
        .map(|unpaid| unpaid.amount);
    let places = unpaid.chain(undistributed).chain([paid]);
    assert_eq!(Money::sum(Currency::USD, places).unwrap(), all);
    assert!(
        agreement
            .account()
            .unpaid()
            .iter()
            .all(|unpaid| unpaid.amount.is_positive())
    );
}

fn paid(film: &History) -> Money {
    let paid = film.entries().iter().filter_map(|entry| match entry {
        partnership::agreement::Entry::Paid { amount, .. } => Some(*amount),
        _ => None,
    });
    Money::sum(Currency::USD, paid).unwrap()
}

/// The agreement with all that governs it.
static GOVERNED: LazyLock<Agreement> = LazyLock::new(super::papers::founded);

/// The same without it, settled every month to every four months, and paid on one day or on two.
static FOUNDED: LazyLock<[[Agreement; 2]; 4]> = LazyLock::new(|| {
    [1, 2, 3, 4].map(|every| {
        [false, true].map(|twice| {
            let mut film = draft(|document| {
                document["governance"] = json!({});
                let part = |share, days| json!({"share": share, "rule": {"after": days}});
                if twice {
                    document["terms"]["versions"][0]["payout"] =
                        json!({"dues": [part("70%", "30d"), part("30%", "90d")]});
                }
            });
            film.settle_every = Some(Span::months(every).unwrap());
            film.try_into().unwrap()
        })
    })
});

fn founded(every: usize, twice: bool) -> History {
    History::new(FOUNDED[every - 1][usize::from(twice)].clone())
}

/// Changes the n-th amount of a written history by one cent; none of it is left unnoticed.
fn tampered(written: &mut Value, mut nth: usize) -> bool {
    let entries = written["entries"].as_array_mut().unwrap();
    for entry in entries {
        let Some(settled) = entry.get_mut("settled") else {
            continue;
        };
        for at in 0..settled["payouts"].as_array().unwrap().len() {
            let amount = &mut settled["payouts"][at]["amount"];
            if nth == 0 {
                let money: Money = amount.as_str().unwrap().parse().unwrap();
                let more = money
                    .checked_add(Money::from_minor(1, Currency::USD))
                    .unwrap();
                *amount = json!(more.to_string());
                return true;
            }
            nth -= 1;
        }
    }
    false
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_life_stays_in_balance_and_can_be_worked_out_again(
        every in 1_usize..5,
        twice: bool,
        wishes in proptest::collection::vec(wish(), 1..24),
        nth in 0_usize..8,
    ) {
        let mut film = founded(every, twice);
        for wish in &wishes {
            grant(&mut film, wish);
            balance(&film, paid(&film));
        }
        film.verify().unwrap();
        film.agreement().verify(&film).unwrap();

        // The document and the history keep every byte.
        let text = serde_json::to_string(film.agreement()).unwrap();
        let read: Agreement = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, film.agreement());
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let text = serde_json::to_string(&film).unwrap();
        let read: History = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);

        // One cent more anywhere is found.
        let mut written = serde_json::to_value(&film).unwrap();
        if tampered(&mut written, nth) {
            prop_assert!(serde_json::from_value::<History>(written).is_err());
        }
    }

    #[test]
    fn every_settlement_of_a_life_is_proved(
        twice: bool,
        wishes in proptest::collection::vec(wish(), 1..10),
    ) {
        let mut film = founded(3, twice);
        for wish in &wishes {
            if let Some(activity) = activity(film.agreement(), wish) {
                if film.agreement().settle(&activity).is_ok() {
                    let _ = proved(film.agreement(), &activity);
                }
            }
            grant(&mut film, wish);
        }
    }
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn what_is_due_is_sorted_and_told_on_any_day_of_a_life(
        twice: bool,
        wishes in proptest::collection::vec(wish(), 1..8),
        at in 0_u32..40,
    ) {
        let mut film = founded(3, twice);
        for wish in &wishes {
            grant(&mut film, wish);
        }
        let due = film.agreement().due(month(at), None).unwrap();
        let keys: Vec<_> = due.iter().map(|due| (due.on, due.kind, due.key.clone())).collect();
        prop_assert!(keys.is_sorted());
        let unpaid: Vec<&PartyId> =
            film.agreement().account().unpaid().iter().map(|unpaid| &unpaid.party).collect();
        let payments = due.iter().filter(|due| due.kind == partnership::agreement::DueKind::Payment);
        prop_assert_eq!(payments.count(), unpaid.len());
    }
}
