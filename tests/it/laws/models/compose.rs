//! One model after another (spec/splits.md 3.6).

use partnership::explain::Documents;
use partnership::split::{
    ComposeError, Composition, Contribution, DynamicEquity, EmptyType, EquityTerms, Measured,
    Opening, Performance, RiskAdjustment, RiskTerms,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{from_value, json};

use super::equity::scores;
use super::*;
use crate::laws::split::papers::holds;
use crate::reference::{list, shares};
use crate::support::{cases, heavy};

/// The drawn parts of a composition; scores go to the parties that it turns out to have.
type Drawn = (
    Result<Split, Vec<partnership::split::ContributionType>>,
    Option<(Vec<partnership::split::ContributionType>, Ratio)>,
    Option<(Ratio, Vec<Ratio>)>,
);

fn drawn() -> impl Strategy<Value = Drawn> {
    let opening = prop_oneof![1 => splits().prop_map(Ok), 2 => types().prop_map(Err)];
    let risk = proptest::option::of((types(), parts()));
    let equity = proptest::option::of((parts(), vec(scores(), 6)));
    (opening, risk, equity)
}

fn composition((opening, risk, equity): Drawn) -> Option<Composition> {
    let opening = match opening {
        Ok(split) => Opening::Fixed(split),
        Err(types) => {
            let terms = Contribution::new(types, EmptyType::Renormalise).expect("terms");
            terms.split().ok()?;
            Opening::Contribution(terms)
        }
    };
    let risk = risk.map(|(types, theta)| RiskTerms::new(types, theta).expect("terms"));
    let before = Composition::new(opening.clone(), risk.clone(), None).expect("a composition");
    let performance = equity.map(|(band, scores)| {
        let parties = before.split().parties().iter().cloned();
        Performance {
            terms: EquityTerms {
                band: Some(band),
                ..EquityTerms::default()
            },
            measured: Measured::Scores(parties.zip(scores).collect()),
            current: None,
        }
    });
    Some(Composition::new(opening, risk, performance).expect("a composition"))
}

proptest! {
    #![proptest_config(heavy(1024))]

    #[test]
    fn splits_are_those_of_the_page(drawn in drawn()) {
        if let Some(all) = composition(drawn) {
            let papers = json!(all);
            let first = match papers.get("fixed") {
                Some(fixed) => shares::numbers(fixed),
                None => shares::contribution(list(&papers["contribution"], "types")).unwrap(),
            };
            prop_assert_eq!(shares_of(&all.splits().after_contribution), first.clone());
            let second = match papers.get("risk") {
                Some(risk) => shares::risk(&first, risk).1,
                None => first,
            };
            prop_assert_eq!(shares_of(&all.splits().after_risk), second.clone());
            let third = match papers.get("equity") {
                Some(equity) => shares::equity(&second, equity).shares,
                None => second,
            };
            prop_assert_eq!(shares_of(&all.splits().after_equity), third);
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_composition_is_its_steps_and_every_share_is_proved(drawn in drawn()) {
        if let Some(all) = composition(drawn) {
            prop_assert_eq!(&from_value::<Composition>(json!(all)).unwrap(), &all);
            let splits = all.splits();
            let mut split = splits.after_contribution.clone();
            if let Some(terms) = all.risk() {
                let risk = RiskAdjustment::new(split, terms.clone()).unwrap();
                split = risk.shares().shares().clone();
            }
            prop_assert_eq!(&split, &splits.after_risk);
            if let Some(Performance { terms, measured, .. }) = all.performance() {
                let equity = DynamicEquity::new(split, terms.clone(), measured.clone()).unwrap();
                split = equity.shares().shares().clone();
            }
            prop_assert_eq!(&split, &splits.after_equity);
            let papers = Documents::new().with("composition", json!(all));
            match all.explain() {
                Ok(proof) => holds(&proof, &papers, &json!(splits)),
                Err(error) => {
                    // A sum of many fine fractions fits no ratio, and the figure stands.
                    let says = error.to_string();
                    prop_assert!(says.contains("range") || says.contains("overflow")
                        || matches!(error, ComposeError::Explain(_)), "{error:?}");
                }
            }
        }
    }
}
