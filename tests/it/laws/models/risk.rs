//! Risk-adjusted splits (spec/splits.md 3.2).

use partnership::explain::Documents;
use partnership::split::{Contributed, ContributionError, RiskAdjustment, RiskError, RiskTerms};
use partnership::{Currency, Money};
use proptest::prelude::*;
use serde_json::{from_value, json};

use super::*;
use crate::laws::split::papers::holds;
use crate::laws::strategies::{minors, money};
use crate::reference::shares;
use crate::support::{cases, heavy};

fn adjust(
    base: &Split,
    types: &[partnership::split::ContributionType],
    theta: Ratio,
) -> RiskAdjustment {
    let terms = RiskTerms::new(types, theta).expect("terms");
    RiskAdjustment::new(base.clone(), terms).expect("an adjustment")
}

/// Two grids of 10^9 parts and one of 10^18 may move a share.
fn margin() -> Ratio {
    fraction(3, 1_000_000_000)
}

proptest! {
    #![proptest_config(heavy(1024))]

    #[test]
    fn shares_are_those_of_the_page(base in splits(), types in types(), theta in parts()) {
        let risk = adjust(&base, &types, theta);
        let papers = json!(risk);
        let (index, shares) = shares::risk(&shares::numbers(&papers["base"]), &papers);
        prop_assert_eq!(shares_of(risk.shares().index()), index);
        prop_assert_eq!(shares_of(risk.shares().shares()), shares);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn papers_are_read_as_they_are_written_and_every_figure_is_proved(
        base in splits(), types in types(), theta in parts(), amount in minors()
    ) {
        let risk = adjust(&base, &types, theta);
        prop_assert_eq!(&from_value::<RiskAdjustment>(json!(risk)).unwrap(), &risk);
        let papers = Documents::new().with("risk", json!(risk));
        match risk.explain() {
            Ok(proof) => holds(&proof, &papers, &json!(risk.shares())),
            // A sum of many fine fractions fits no ratio, and the figure stands.
            Err(RiskError::Exposure(ContributionError::Explain(_)) | RiskError::Explain(_)) => {
                return Ok(());
            }
            Err(error) => prop_assert!(false, "{error:?}"),
        }
        let amount = money(amount, Currency::USD);
        let papers = papers.with("receipt", json!({"amount": amount})).in_full("receipt");
        let lines = risk.lines(amount).unwrap();
        match risk.explain_lines(amount) {
            Ok(proof) => holds(&proof, &papers, &json!(lines)),
            Err(error) => prop_assert!(matches!(error, RiskError::Explain(_)), "{error:?}"),
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_whole_moves_by_theta_at_most(base in splits(), types in types(), theta in parts()) {
        let risk = adjust(&base, &types, theta);
        let found = risk.shares();
        let all = found.shares().shares();
        prop_assert_eq!(all.values().fold(Ratio::ZERO, |sum, share| plus(sum, *share)), Ratio::ONE);
        for (party, after) in &all {
            let moved = minus(*after, share(&base, party)).abs();
            prop_assert!(moved <= plus(theta, margin()));
            prop_assert!(found.shares().is_quantised() || base.is_quantised()
                || base.weights().sum() > 1_000_000_000 || moved <= theta);
        }
    }

    #[test]
    fn nothing_by_risk_is_the_base_and_all_by_risk_the_index(
        base in small_splits(), types in types()
    ) {
        let none = adjust(&base, &types, Ratio::ZERO);
        let all = adjust(&base, &types, Ratio::ONE);
        for party in none.shares().shares().parties() {
            prop_assert_eq!(share(none.shares().shares(), party), share(&base, party));
        }
        prop_assert_eq!(all.shares().shares(), &all.shares().index().coarsened());
    }

    #[test]
    fn who_bears_more_never_has_less(
        base in small_splits(), types in types(), theta in parts(),
        at in 0_usize..4, more in 1_u64..1_000,
    ) {
        let (at, who) = (at % types.len(), party("a"));
        let mut after = types.clone();
        if let Contributed::Amounts(amounts) = &mut after[at].contributed {
            *amounts.entry(who.clone()).or_insert(0) += more;
        }
        let (before, after) = (adjust(&base, &types, theta), adjust(&base, &after, theta));
        // Where nobody bore anything the base stood, which may have given more.
        let bore = !types.iter().all(|kind| {
            kind.weight.weight() == 0 || matches!(&kind.contributed, Contributed::Amounts(amounts)
                if amounts.values().all(|amount| *amount == 0))
        });
        if bore {
            let (before, after) = (before.shares().shares(), after.shares().shares());
            let least = share(before, &who);
            let exact = !before.is_quantised() && !after.is_quantised();
            let allowed = if exact { Ratio::ZERO } else { margin() };
            prop_assert!(plus(share(after, &who), allowed) >= least);
        }
    }

    #[test]
    fn two_blends_by_one_index_are_one(
        base in small_splits(), types in types(), first in 0_i128..=20, second in 0_i128..=20
    ) {
        let (first, second) = (fraction(first, 20), fraction(second, 20));
        let once = adjust(&base, &types, first);
        let twice = adjust(once.shares().shares(), &types, second);
        let rest = times(minus(Ratio::ONE, first), minus(Ratio::ONE, second));
        let both = adjust(&base, &types, minus(Ratio::ONE, rest));
        let exact = [&once, &twice, &both].iter().all(|risk| {
            let found = risk.shares();
            !found.shares().is_quantised()
                && found.index().weights().sum() <= 1_000_000_000
                && found.shares().weights().sum() <= 1_000_000_000
        });
        let bears = !RiskTerms::new(types.as_slice(), first).unwrap().types().iter().all(|kind| {
            kind.weight.weight() == 0 || matches!(&kind.contributed, Contributed::Amounts(amounts)
                if amounts.values().all(|amount| *amount == 0))
        });
        for (party, found) in twice.shares().shares().shares() {
            let expected = share(both.shares().shares(), &party);
            if exact && bears {
                prop_assert_eq!(found, expected);
            } else if bears {
                prop_assert!(minus(found, expected).abs() <= times(margin(), 2_u32.into()));
            }
        }
    }

    #[test]
    fn two_lines_add_up_and_a_refund_is_the_mirror(
        base in splits(), types in types(), theta in parts(), amount in minors()
    ) {
        let risk = adjust(&base, &types, theta);
        let amount = money(amount, Currency::USD);
        let (lines, back) = (risk.lines(amount).unwrap(), risk.lines(-amount).unwrap());
        let sum = |lines: &std::collections::BTreeMap<PartyId, Money>| {
            Money::sum(Currency::USD, lines.values().copied()).unwrap()
        };
        prop_assert_eq!(sum(&lines.total), amount);
        prop_assert_eq!(sum(&lines.base).checked_add(sum(&lines.premium)).unwrap(), amount);
        for (party, total) in &lines.total {
            let both = lines.base[party].checked_add(lines.premium[party]).unwrap();
            prop_assert_eq!(both, *total);
            prop_assert_eq!(back.total[party], -*total);
            prop_assert_eq!(back.base[party], -lines.base[party]);
        }
    }
}
