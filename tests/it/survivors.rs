//! The list of changes to the source that no test can notice (CONTRIBUTING, mutation testing)
//! speaks of functions that there are.

use std::path::Path;

#[test]
fn every_listed_change_is_of_a_function_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(root.join("tests/survivors.tsv")).expect("the list");
    let mut rows = list.lines();
    assert_eq!(
        rows.next(),
        Some("file\tfunction\tchange\twhy nothing shows it")
    );
    let mut gone = Vec::new();
    for row in rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let [file, function, change, reason] = fields[..] else {
            panic!("four columns: {row}");
        };
        assert!(!change.is_empty() && !reason.is_empty(), "{row}");
        let source = std::fs::read_to_string(root.join("src").join(file)).unwrap_or_default();
        let head = format!("fn {function}");
        let is_head = |rest: &str| rest.starts_with(['(', '<']);
        if !source.split(&head).skip(1).any(is_head) {
            gone.push(format!("{file}: {function}"));
        }
    }
    assert_eq!(gone, Vec::<String>::new());
}
