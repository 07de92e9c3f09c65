//! What the builder makes checks, travels and explains itself.

use partnership::explain::{Explanation, Finding};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::recipe::{changed, made};
use crate::support::laws;

proptest! {
    #![proptest_config(laws())]

    // Law 1.
    #[test]
    fn what_is_built_checks_against_its_papers_and_proves_its_result(made in made()) {
        let checked = made.explanation.check_against(&made.documents(), &made.result);
        prop_assert_eq!(&checked, &made.explanation.check());
        prop_assert_eq!(checked.unwrap().steps, made.explanation.nodes().len());
        prop_assert_eq!(made.explanation.covers(&made.result), Vec::<String>::new());
        for finding in made.explanation.audit(&made.documents(), &made.result) {
            let fine = matches!(
                finding,
                Finding::Trusted { .. } | Finding::Unread { .. } | Finding::FromNothing { .. }
                    | Finding::OtherParty { .. }
            );
            prop_assert!(fine, "{finding:?}");
        }
    }

    // Law 4.
    #[test]
    fn why_of_any_result_checks_and_comes_to_the_same(made in made()) {
        for (pointer, node) in made.explanation.results() {
            let why = made.explanation.why(pointer).unwrap();
            prop_assert!(why.check().is_ok());
            let last = why.results()[pointer];
            prop_assert_eq!(last, why.nodes().len() - 1);
            prop_assert_eq!(why.nodes()[last].value(), made.explanation.nodes()[*node].value());
            prop_assert!(why.text().starts_with("result "));
            prop_assert_eq!(why.same_proof(&why.why(pointer).unwrap()), Ok(()));
        }
    }

    // Law 5.
    #[test]
    fn json_and_back_changes_nothing(made in made()) {
        let text = serde_json::to_string(&made.explanation).unwrap();
        let again: Explanation = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(again.same_proof(&made.explanation), Ok(()));
        prop_assert_eq!(again.text(), made.explanation.text());
        prop_assert_eq!(again.markdown(), made.explanation.markdown());
        prop_assert_eq!(serde_json::to_string(&again).unwrap(), text.as_str());
        prop_assert_eq!(&again, &made.explanation);
        // The order of keys is no matter.
        let sorted: Json = serde_json::from_str(&text).unwrap();
        let again: Explanation = serde_json::from_value(sorted).unwrap();
        prop_assert_eq!(again, made.explanation);
    }

    // Law 3.
    #[test]
    fn another_figure_in_the_papers_or_in_the_result_is_found(made in made()) {
        let read: Vec<String> = made
            .explanation
            .nodes()
            .iter()
            .filter_map(|node| match node.op() {
                partnership::explain::Op::Input { from } => Some(from.pointer().to_owned()),
                _ => None,
            })
            .collect();
        for pointer in read {
            let mut other = made.clone();
            let figure = other.papers.pointer_mut(&pointer).unwrap();
            *figure = changed(figure);
            let found = other.explanation.check_against(&other.documents(), &other.result);
            prop_assert!(found.is_err(), "{pointer}: {}", other.papers);
        }
        for pointer in made.explanation.results().keys() {
            let mut other = made.clone();
            let figure = other.result.pointer_mut(pointer).unwrap();
            *figure = changed(figure);
            let found = other.explanation.check_against(&other.documents(), &other.result);
            prop_assert!(found.is_err(), "{pointer}: {}", other.result);
        }
    }
}
