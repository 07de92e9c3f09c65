//! Agreements written again with the terms of spec/contracts.md, where these say more of them.

use std::collections::BTreeMap;

use partnership::Rounding;
use partnership::compensation::{Terms, TermsDraft, late_interest};
use partnership::time::Calendar;

use super::histories::differences;
use super::{deals, file, names};

fn terms(name: &str) -> Terms {
    file(&format!("in_full/{name}.json"))
}

#[test]
fn every_agreement_in_full_stands_beside_its_first_form_and_has_a_history() {
    let in_full = names("in_full");
    assert!(in_full.is_subset(&names("")));
    assert_eq!(names("in_full/histories"), in_full);
    let first: BTreeMap<String, Vec<String>> = deals()
        .into_iter()
        .flat_map(|deal| deal.sheets)
        .map(|sheet| (sheet.id, sheet.lints))
        .collect();
    for name in in_full {
        let draft: TermsDraft = file(&format!("in_full/{name}.json"));
        assert_eq!(draft.problems(), [], "{name}");
        let terms = terms(&name);
        assert_eq!(terms.id().as_str(), name);
        for lint in terms.lint() {
            let lint = format!("{}: {}", lint.place, lint.fault.name());
            assert!(first[&name].contains(&lint), "{name}: {lint}");
        }
    }
}

#[test]
fn every_history_in_full_settles_to_the_cent_and_says_what_is_due_when() {
    let names = names("in_full").into_iter();
    let differences = names.flat_map(|name| differences("in_full/", &name, &terms(&name)));
    let differences: Vec<String> = differences.collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_version_in_one_line_says_what_the_first_form_writes_out() {
    let fees = |terms: &Terms| -> Vec<_> {
        let versions = terms.versions().iter();
        let fees = versions.filter_map(|version| version.items.first());
        fees.map(|fee| (fee.id.clone(), fee.pay.clone())).collect()
    };
    let first: Terms = file("teardrop-ogle-1996.json");
    let in_full = terms("teardrop-ogle-1996");
    assert_eq!(fees(&first), fees(&in_full));
    for (before, version) in in_full
        .versions()
        .iter()
        .zip(in_full.versions().iter().skip(1))
    {
        assert_eq!(before.items.get(1..), version.items.get(1..));
        assert_eq!(before.guarantees, version.guarantees);
        assert_eq!(before.payout, version.payout);
    }
}

/// Days late and interest of an amount, by the rule of the last version of a sheet.
fn late(name: &str, amount: &str, due: &str, paid: &str) -> String {
    let terms = terms(name);
    let version = terms.versions().last().expect("a version");
    let payout = version.payout.as_ref().expect("a payout");
    let rule = payout.interest.as_ref().expect("a rule");
    let day = |text: &str| text.parse().expect("a day");
    let amount = format!("{amount} USD").parse().expect("an amount");
    let (calendar, rounding) = (Calendar::default(), Rounding::HalfAwayFromZero);
    let late = late_interest(rule, &calendar, rounding, amount, day(due), &[], day(paid));
    let late = late.expect("a small debt");
    format!("{} days: {}", late.days_late, late.interest)
}

// 13,750.00 at 1.5% a month from 9 August to 1 October: 206.25 * (1 + 22/30); 100,000.00 at 10.25%
// for 32 days and at 10.5% for 29; 8,765.43 at 2% a month for a month and 15 of 30 days.
#[test]
fn late_payment_costs_what_the_agreement_says() {
    for line in [
        "psb-north-2011 13750.00 2011-07-30 2011-10-01 = 63 days: 357.50 USD",
        "gopage-2014 50000.00 2014-03-01 2014-04-16 = 46 days: 1125.00 USD",
        "linkplus-axiometric-2005 17500.00 2006-02-14 2006-05-14 = 89 days: 530.27 USD",
        "linkplus-axiometric-2005 17500.00 2006-02-14 2006-03-16 = 30 days: 0.00 USD",
        "jhu-virtuoso-2016 2000.00 2018-03-01 2018-04-11 = 41 days: 26.67 USD",
        "fox-sorrent-2004 100000.00 2005-01-01 2005-03-03 = 61 days: 1732.88 USD",
        "halitron-smith-2005 2500.01 2005-07-30 2005-08-30 = 31 days: 37.50 USD",
        "pretzeltime-1998 904.20 1998-02-11 1998-02-16 = 5 days: 0.00 USD",
        "pretzeltime-1998 904.20 1998-02-11 1998-02-17 = 6 days: 2.68 USD",
        "soupman-master-2015 10000.00 2015-10-15 2015-12-01 = 47 days: 230.00 USD",
        "teardrop-ogle-1996 8765.43 1997-10-30 1997-12-15 = 46 days: 262.96 USD",
        "audible-amazon-2000 220246.24 2001-03-16 2001-04-16 = 31 days: 2202.46 USD",
        "gsk-theravance-2014 15000000.00 2014-04-30 2014-05-10 = 10 days: 21575.34 USD",
    ] {
        let (given, expected) = line.split_once(" = ").expect("a line");
        let given: Vec<&str> = given.split(' ').collect();
        let [name, amount, due, paid] = given[..] else {
            panic!("{line}");
        };
        assert_eq!(late(name, amount, due, paid), expected, "{name}");
    }
}
