//! The pages around the code: drawings, README, citations of the spec.

use std::collections::BTreeSet;
use std::fs;

use crate::source_text::files_below;
use crate::support::root;

fn page(name: &str) -> String {
    let path = root().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What would break a drawing inside a page of rustdoc.
fn faults_of_drawing(svg: &str) -> Vec<&'static str> {
    let opening = svg.split('>').next().unwrap_or_default();
    let hex_colour = |text: &str| {
        let digits = text.chars().take_while(char::is_ascii_hexdigit).count();
        matches!(digits, 3 | 4 | 6 | 8)
    };
    let checks = [
        (
            svg.trim_end().lines().any(|line| line.trim().is_empty()),
            "a blank line ends the HTML",
        ),
        (svg.contains("<style"), "a style leaks into the page"),
        (
            svg.split('#').skip(1).any(hex_colour),
            "a hex colour does not follow the theme",
        ),
        (
            !opening.trim_start().starts_with("<svg"),
            "it does not begin with <svg",
        ),
        (!opening.contains("role=\"img\""), "no role=\"img\""),
        (!opening.contains("aria-label=\""), "no aria-label"),
        (
            !svg.contains("currentColor"),
            "it does not draw in the colour of the text",
        ),
    ];
    checks
        .into_iter()
        .filter(|(is_fault, _)| *is_fault)
        .map(|(_, fault)| fault)
        .collect()
}

#[test]
fn drawings_stand_in_rustdoc_in_both_themes() {
    for (file, svg) in files_below(&root().join("doc"), ".svg") {
        assert_eq!(faults_of_drawing(&svg), [""; 0], "doc/{file}");
    }
}

#[test]
fn a_bad_drawing_is_found() {
    let good = "<svg role=\"img\" aria-label=\"two floors\">\n<path stroke=\"currentColor\" id=\"#b-x\"/>\n</svg>\n";
    assert_eq!(faults_of_drawing(good), [""; 0]);
    let bad = "<svg>\n\n<style></style><path fill=\"#a0b1c2\"/></svg>";
    assert_eq!(
        faults_of_drawing(bad).len(),
        6,
        "{:?}",
        faults_of_drawing(bad)
    );
}

#[test]
fn every_drawing_is_shown_somewhere() {
    let mut text = page("README.md");
    for folder in ["src", "doc"] {
        text.extend(
            files_below(&root().join(folder), "")
                .into_iter()
                .map(|(_, text)| text),
        );
    }
    for (file, _) in files_below(&root().join("doc"), ".svg") {
        assert!(
            text.contains(&format!("doc/{file}")) || text.contains(&format!("\"{file}")),
            "doc/{file}"
        );
    }
}

/// The sections that a text cites, as (page, section).
fn citations_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("spec/") {
        let rest = &text[at + "spec/".len()..];
        let Some((name, mut rest)) = rest.split_once(".md") else {
            continue;
        };
        if !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            continue;
        }
        found.push((name.to_owned(), String::new()));
        loop {
            let next = rest.trim_start_matches(',');
            let Some(next) = next.strip_prefix(' ') else {
                break;
            };
            let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == 'X';
            let end = next.find(|c: char| !is_number(c)).unwrap_or(next.len());
            let section = next[..end].trim_end_matches('.');
            if section.is_empty() {
                break;
            }
            found.push((name.to_owned(), section.to_owned()));
            rest = &next[section.len()..];
        }
    }
    found
}

/// The numbers of the headings of a page.
fn sections_of(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let numbers =
        headings.filter_map(|line| line.trim_start_matches('#').split_whitespace().next());
    numbers
        .map(|number| number.trim_end_matches('.').to_owned())
        .collect()
}

#[test]
fn every_citation_of_the_spec_leads_to_a_section() {
    let mut faults = Vec::new();
    for folder in ["src", "tests/it", "examples", "benches"] {
        for (file, text) in files_below(&root().join(folder), ".rs") {
            for (name, section) in citations_of(&text) {
                let path = root().join(format!("spec/{name}.md"));
                let sections = fs::read_to_string(&path).map(|page| sections_of(&page));
                let found = sections.is_ok_and(|all| section.is_empty() || all.contains(&section));
                if !found {
                    faults.push(format!("{folder}/{file} cites spec/{name}.md {section}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_citation_is_read_to_its_end() {
    let page = "spec/";
    let text =
        format!("({page}time.md 3, 5.2), {page}contracts.md X4. And {page}x.md, 2 {page}y z");
    let found = citations_of(&text);
    let found: Vec<String> = found
        .iter()
        .map(|(page, part)| format!("{page} {part}"))
        .collect();
    assert_eq!(
        found,
        [
            "time ",
            "time 3",
            "time 5.2",
            "contracts ",
            "contracts X4",
            "x ",
            "x 2"
        ]
    );
}

#[test]
fn the_index_of_the_cases_counts_right() {
    let index = page("tests/cases/README.md");
    for (file, text) in files_below(&root().join("tests/cases"), ".json") {
        let cases: serde_json::Value = serde_json::from_str(&text).expect("a case file is JSON");
        let count = cases["cases"].as_array().map_or(0, Vec::len);
        let is_row = |line: &str| {
            line.starts_with(&format!("| {file} |")) && line.ends_with(&format!("| {count} |"))
        };
        assert!(
            index.lines().any(is_row),
            "tests/cases/README.md: {file} has {count} cases"
        );
    }
}

#[test]
fn the_pages_agree_with_the_package() {
    let package = page("Cargo.toml");
    let value_of = |key: &str| {
        let line = package
            .lines()
            .find(|line| line.starts_with(&format!("{key} = ")));
        line.and_then(|line| line.split('"').nth(1))
            .expect("a value of the package")
            .to_owned()
    };
    let version = value_of("version");
    assert!(
        page("CHANGELOG.md").contains(&format!("## [{version}]")),
        "{version} in CHANGELOG.md"
    );
    let readme = page("README.md");
    for text in [
        "cargo run --example film_slate",
        "cargo test",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        assert!(readme.contains(text), "README.md does not say {text}");
    }
    assert!(
        readme.contains(&value_of("rust-version")),
        "README.md does not name the oldest Rust"
    );
    assert!(
        readme.contains(&value_of("description")),
        "README.md does not say what the crate is"
    );
}

#[test]
fn every_link_of_the_pages_leads_to_a_file() {
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = page(name);
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(root().join(file).exists(), "{name}: {link} leads nowhere");
        }
    }
}

#[test]
fn contributing_names_every_variable() {
    let text = page("CONTRIBUTING.md");
    let mut sources = vec![page(".ci/run")];
    for folder in ["tests/it", "examples", "benches"] {
        sources.extend(
            files_below(&root().join(folder), ".rs")
                .into_iter()
                .map(|(_, text)| text),
        );
    }
    for source in sources {
        for (at, _) in source.match_indices("PARTNERSHIP_") {
            let rest = &source[at..];
            let end = rest
                .find(|c: char| !c.is_ascii_uppercase() && c != '_')
                .unwrap_or(rest.len());
            let variable = &rest[..end];
            if variable != "PARTNERSHIP_" {
                assert!(
                    text.contains(variable),
                    "CONTRIBUTING.md does not name {variable}"
                );
            }
        }
    }
}
