//! Shares moved by who bears the risk: messages, order of faults, worked numbers.

use partnership::split::{
    Contributed, ContributionError, ContributionType, RiskAdjustment, RiskError, RiskTerms,
    TypeWeight,
};

use super::models::{even, says};
use super::{money, party, ratio, split};

fn risks<const N: usize>(entries: [(&str, u64); N]) -> Vec<ContributionType> {
    let amounts = entries.map(|(name, amount)| (party(name), amount));
    vec![ContributionType {
        name: "financial".to_owned(),
        weight: TypeWeight::new(1),
        contributed: Contributed::Amounts(amounts.into_iter().collect()),
    }]
}

#[test]
fn a_part_by_risk_outside_zero_to_one() {
    for (text, message) in [
        ("101%", "theta is 101/100, which is not from 0 to 1"),
        ("-1/3", "theta is -1/3, which is not from 0 to 1"),
    ] {
        let theta = ratio(text);
        let found = RiskTerms::new(risks([("a", 1)]), theta);
        says(found, RiskError::OutOfRange { theta }, message);
    }
    for inside in ["0", "1", "1/10000"] {
        assert!(RiskTerms::new(risks([("a", 1)]), ratio(inside)).is_ok());
    }
}

#[test]
fn a_part_by_risk_that_is_too_fine() {
    let theta = ratio("1/10001");
    says(
        RiskTerms::new(risks([("a", 1)]), theta),
        RiskError::TooFine { theta },
        "theta is 1/10001, which is finer than a ten-thousandth",
    );
}

#[test]
fn faults_of_the_risks_come_before_the_part() {
    let types = risks([("a", u64::MAX), ("b", 1)]);
    let problems = RiskTerms::problems(&types, ratio("2"));
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let overflow = "the amounts of financial add up to 18446744073709551616, \
                    which is more than 2^64 - 1";
    assert_eq!(
        problems,
        [
            format!("types[0]: {overflow}"),
            "theta: theta is 2, which is not from 0 to 1".to_owned(),
        ]
    );
    says(
        RiskTerms::new(types, ratio("2")),
        RiskError::Exposure(ContributionError::AmountOverflow {
            name: "financial".to_owned(),
            sum: 1 << 64,
        }),
        overflow,
    );
    let terms = RiskTerms::new(risks([("a", 0)]), ratio("1/2")).unwrap();
    assert_eq!(
        terms.lint()[0].to_string(),
        "types[0]: nobody contributed to financial"
    );
}

#[test]
fn who_bears_risk_without_a_base_share_gets_a_premium_alone() {
    let terms = RiskTerms::new(risks([("c", 7)]), ratio("10%")).unwrap();
    let risk = RiskAdjustment::new(even(), terms).unwrap();
    let shares = [("a", "9/20"), ("b", "9/20"), ("c", "1/10")];
    assert_eq!(risk.shares().shares(), &split(shares));
    let lines = risk.lines(money("10.00 USD")).unwrap();
    assert_eq!(lines.base[&party("c")], money("0.00 USD"));
    assert_eq!(lines.premium[&party("c")], money("1.00 USD"));
    assert_eq!(lines.premium[&party("a")], money("0.00 USD"));
}
