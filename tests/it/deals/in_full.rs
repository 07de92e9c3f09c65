//! Agreements written again with the terms of spec/contracts.md, where these say more of them.

use partnership::compensation::Terms;

use super::histories::differences;
use super::{file, names};

fn terms(name: &str) -> Terms {
    file(&format!("in_full/{name}.json"))
}

#[test]
fn every_agreement_in_full_stands_beside_its_first_form_and_has_a_history() {
    let in_full = names("in_full");
    assert!(in_full.is_subset(&names("")));
    assert_eq!(names("in_full/histories"), in_full);
    for name in in_full {
        let terms = terms(&name);
        assert_eq!(terms.id().as_str(), name);
        assert_eq!(terms.lint(), [], "{name}");
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
