//! Runs every example in this process and holds what it prints against the file beside it.
//!
//! An example has `pub fn run(args: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>>`
//! that its `main` calls. It is included here by its path and has a row in [`EXAMPLES`]; what it
//! must print stands in `examples/NAME.out`, and what it must print of a file of data in
//! `examples/NAME.FILE.out`.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use partnership::compensation::{Activity, State, Terms, settle};
use partnership::explain::{Documents, Explanation};
use serde_json::{Value, json};

use crate::support::{data, root};

/// What every example offers.
type Run = fn(&[String], &mut dyn Write) -> Result<(), Box<dyn Error>>;

/// An example, and the files of `PARTNERSHIP_DATA` that it is given, if it reads any.
struct Example {
    name: &'static str,
    run: Run,
    data: &'static [&'static str],
}

/// Every example, without data and with it. One is included by its path; its `main` rests here.
const EXAMPLES: [Example; 21] = [
    Example {
        name: "book_deal",
        run: book_deal::run,
        data: &[],
    },
    Example {
        name: "book_shares",
        run: book_shares::run,
        data: &[],
    },
    Example {
        name: "book_shares",
        run: book_shares::run,
        data: &["ebooks_2015_splits.csv"],
    },
    Example {
        name: "bounty",
        run: bounty::run,
        data: &[],
    },
    Example {
        name: "cents",
        run: cents::run,
        data: &[],
    },
    Example {
        name: "check_explanation",
        run: check_explanation::run,
        data: &[],
    },
    Example {
        name: "creator_deal",
        run: creator_deal::run,
        data: &[],
    },
    Example {
        name: "escalation",
        run: escalation::run,
        data: &[],
    },
    Example {
        name: "film_slate",
        run: film_slate::run,
        data: &[],
    },
    Example {
        name: "film_slate",
        run: film_slate::run,
        data: &["films.csv"],
    },
    Example {
        name: "hybrid_statement",
        run: hybrid_statement::run,
        data: &[],
    },
    Example {
        name: "portfolio",
        run: portfolio::run,
        data: &[],
    },
    Example {
        name: "rank_partners",
        run: rank_partners::run,
        data: &[],
    },
    Example {
        name: "rank_partners",
        run: rank_partners::run,
        data: &["lpi_2010_2016.csv"],
    },
    Example {
        name: "rank_partners",
        run: rank_partners::run,
        data: &["rf4_metrics.csv", "rf4_votes.json"],
    },
    Example {
        name: "pilot_to_growth",
        run: pilot_to_growth::run,
        data: &[],
    },
    Example {
        name: "retro_funding",
        run: retro_funding::run,
        data: &[],
    },
    Example {
        name: "retro_funding",
        run: retro_funding::run,
        data: &["op_retro_rounds.csv", "op_retro_payouts.csv"],
    },
    Example {
        name: "term_sheets",
        run: term_sheets::run,
        data: &[],
    },
    Example {
        name: "waterfall",
        run: waterfall::run,
        data: &[],
    },
    Example {
        name: "whole_partnership",
        run: whole_partnership::run,
        data: &[],
    },
];

#[path = "../../examples/book_deal.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod book_deal;
#[path = "../../examples/book_shares.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod book_shares;
#[path = "../../examples/bounty.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod bounty;
#[path = "../../examples/cents.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod cents;
#[path = "../../examples/check_explanation.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
pub mod check_explanation;
#[path = "../../examples/creator_deal.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod creator_deal;
#[path = "../../examples/escalation.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod escalation;
#[path = "../../examples/film_slate.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod film_slate;
#[path = "../../examples/hybrid_statement.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod hybrid_statement;
#[path = "../../examples/pilot_to_growth.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod pilot_to_growth;
#[path = "../../examples/portfolio.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod portfolio;
#[path = "../../examples/rank_partners.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod rank_partners;
#[path = "../../examples/retro_funding.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod retro_funding;
#[path = "../../examples/term_sheets.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod term_sheets;
#[path = "../../examples/waterfall.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod waterfall;
#[path = "../../examples/whole_partnership.rs"]
#[allow(dead_code, reason = "nobody calls its main")]
mod whole_partnership;

impl Example {
    /// The file of what it must print.
    fn expected(&self) -> PathBuf {
        let first = self.data.first().map(Path::new).and_then(Path::file_stem);
        let name = match first {
            Some(file) => format!("{}.{}.out", self.name, file.to_string_lossy()),
            None => format!("{}.out", self.name),
        };
        root().join("examples").join(name)
    }

    /// The paths of its data, or nothing if the folder is not named.
    fn args(&self) -> Option<Vec<String>> {
        let paths = self.data.iter().map(|file| data(file));
        paths
            .map(|path| path.map(|path| path.display().to_string()))
            .collect()
    }
}

/// The first line in which two texts differ, if they do.
fn difference(expected: &str, found: &str) -> Option<String> {
    let (mut left, mut right) = (expected.lines(), found.lines());
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (expected, found) if expected == found => {}
            (expected, found) => {
                let text = |line: Option<&str>| line.unwrap_or("the end").to_owned();
                let (expected, found) = (text(expected), text(found));
                return Some(format!(
                    "line {line}\n  expected {expected}\n  found    {found}"
                ));
            }
        }
    }
    None
}

/// Holds what an example prints against what it must; `Err` says where they differ.
fn check(run: Run, args: &[String], expected: &str) -> Result<(), String> {
    let mut out = Vec::new();
    run(args, &mut out).map_err(|error| format!("it fails: {error}"))?;
    let found = String::from_utf8(out).map_err(|error| error.to_string())?;
    difference(expected, &found).map_or(Ok(()), Err)
}

#[test]
fn every_example_prints_what_stands_beside_it() {
    let mut faults = Vec::new();
    for example in EXAMPLES {
        let path = example.expected();
        let expected =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let Some(args) = example.args() else {
            continue;
        };
        if let Err(fault) = check(example.run, &args, &expected) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_example_is_left_out() {
    let folder = root().join("examples");
    let entries = fs::read_dir(&folder).into_iter().flatten();
    for entry in entries {
        let name = entry.expect("an entry of a folder").file_name();
        let name = name.to_string_lossy();
        if let Some(name) = name.strip_suffix(".rs") {
            let is_run = EXAMPLES.iter().any(|example| example.name == name);
            assert!(
                is_run,
                "examples/{name}.rs has no row in tests/it/examples.rs"
            );
        }
    }
}

#[test]
fn a_bounty_can_be_divided_by_commits_among_those_who_reach_a_minimum() {
    // Commits 1, 3, 1, 2 and 1; by commits the robot counts like everybody.
    let options = "--amount|80.00 USD|--alias|north-laptop=north|--minimum|10.01 USD|--below|all";
    let options: Vec<String> = options.split('|').map(str::to_owned).collect();
    let mut out = Vec::new();
    bounty::run(&options, &mut out).expect("a bounty");
    let text = String::from_utf8(out).expect("text");
    let gets = |name: &str| {
        let row = text.lines().find(|line| line.starts_with(name));
        let row = row.unwrap_or_else(|| panic!("no row of {name}"));
        row.split_whitespace().last().expect("a figure").to_owned()
    };
    assert_eq!([gets("north"), gets("south")], ["48.00", "32.00"]);
    assert_eq!([gets("east"), gets("robot"), gets("west")], ["minimum"; 3]);
    let unknown = ["--shout".to_owned(), "loud".to_owned()];
    let error = bounty::run(&unknown, &mut Vec::new()).expect_err("an option");
    assert_eq!(error.to_string(), "unknown option --shout loud");
}

/// The cents in a figure with commas and two decimals.
fn cents_in(figure: &str) -> i128 {
    figure.replace([',', '.'], "").parse().expect("a figure")
}

/// What the tiers of 30%, 40% and 50% pay of an amount, both in cents.
fn tiers(receipts: i128) -> i128 {
    let (ten, fifty) = (1_000_000_000, 5_000_000_000);
    let slices = [
        receipts.min(ten) * 30,
        (receipts.min(fifty) - ten).max(0) * 40,
        (receipts - fifty).max(0) * 50,
    ];
    let hundredths: i128 = slices.iter().sum();
    assert_eq!(hundredths % 100, 0, "nothing to round");
    hundredths / 100
}

/// What the producer gets of some receipts under a deal, all in cents, and half a cent is a cent.
fn producers_part(deal: &str, receipts: i128, budget: i128) -> i128 {
    match deal {
        "50/50" => receipts / 2,
        "30/40/50 tiers" => tiers(receipts),
        "35% or 25% of budget" => ((receipts * 35 + 50) / 100).max(budget / 4),
        "budget plus 10%" => budget * 11 / 10,
        "30% fee, budget, 50/50" => {
            // Of an odd cent the partner gets more, who stands first in party order.
            let left = receipts - (receipts * 30 + 50) / 100;
            let recouped = left.min(budget);
            recouped + (left - recouped) / 2
        }
        deal => panic!("no deal {deal:?}"),
    }
}

#[test]
fn both_sides_of_every_film_and_deal_add_up_to_what_there_is() {
    let mut out = Vec::new();
    film_slate::run(&[], &mut out).expect("a slate");
    let text = String::from_utf8(out).expect("text");
    let (mut films, mut rows, mut budget, mut receipts) = (0, 0, 0, 0);
    for line in text.lines().skip(3).take_while(|line| !line.is_empty()) {
        let mut cells: Vec<&str> = line.split("  ").map(str::trim).collect();
        cells.retain(|cell| !cell.is_empty());
        let (deal, figures) = match cells.as_slice() {
            [_, _, deal, film @ .., producer, partner, _] => {
                films += 1;
                (budget, receipts) = (cents_in(film[0]), cents_in(film[1]));
                (deal, [producer, partner])
            }
            [deal, producer, partner, _] => (deal, [producer, partner]),
            cells => panic!("{cells:?}"),
        };
        let [producer, partner] = figures.map(|figure| cents_in(figure));
        assert_eq!(producer, producers_part(deal, receipts, budget), "{line}");
        assert_eq!(producer + partner, receipts, "{line}");
        rows += 1;
    }
    assert!(films >= 24, "{films} films");
    assert_eq!(rows, films * 5);
}

#[test]
fn a_slate_without_the_film_or_the_columns_is_refused() {
    let refusal = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        film_slate::run(&args, &mut Vec::new())
            .expect_err("a refusal")
            .to_string()
    };
    assert_eq!(refusal(&["--film", "Nothing"]), "no film \"Nothing\"");
    assert_eq!(refusal(&["--film"]), "--film of what title?");
    assert_eq!(refusal(&["--json"]), "--json into which folder?");
    let quarter = hybrid_statement::run(&["--json".to_owned()], &mut Vec::new());
    let quarter = quarter.expect_err("a refusal").to_string();
    assert_eq!(quarter, "--json into which folder?");
    let readme = root().join("CHANGELOG.md").display().to_string();
    assert_eq!(refusal(&[&readme]), "no column title");
}

/// The papers that an example wrote, held against each other as a stranger would; returns the
/// result.
fn checked_papers(run: Run, args: &[&str], name: &str) -> Value {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let folder = folder.display().to_string();
    let args = [args, &["--json", folder.as_str()]].concat();
    let args: Vec<String> = args.iter().map(ToString::to_string).collect();
    run(&args, &mut Vec::new()).expect("papers");
    let paper = |name: &str| -> Value {
        let path = Path::new(&folder).join(format!("{name}.json"));
        let text = fs::read_to_string(path).expect("a paper");
        serde_json::from_str(&text).expect("JSON")
    };
    let (terms, state, activity) = (paper("terms"), paper("state"), paper("activity"));
    let (result, explanation) = (paper("result"), paper("explanation"));
    let explanation: Explanation = serde_json::from_value(explanation).expect("an explanation");
    let papers = Documents::new()
        .with("terms", terms.clone())
        .with("state", state.clone())
        .with("activity", activity.clone());
    explanation
        .check_against(&papers, &result)
        .expect("a proof");
    assert_eq!(explanation.covers(&result), Vec::<String>::new());
    let mut other = result.clone();
    other["statement"]["paid"] = json!("0.01 USD");
    assert!(explanation.check_against(&papers, &other).is_err());

    let terms: Terms = serde_json::from_value(terms).expect("terms");
    let state: State = serde_json::from_value(state).expect("a state");
    let activity: Activity = serde_json::from_value(activity).expect("an activity");
    let (statement, state) = settle(&terms, &state, &activity).expect("a statement");
    assert_eq!(json!({"statement": statement, "state": state}), result);
    result
}

#[test]
fn the_papers_of_a_statement_can_be_checked_by_anybody() {
    let result = checked_papers(film_slate::run, &["--film", "Titanic"], "film_slate");
    // 30% of 10 million, 40% of 40 million and 50% of the rest of 1,092,836,151.00.
    assert_eq!(result["statement"]["paid"], json!("540418075.50 USD"));
    let result = checked_papers(hybrid_statement::run, &[], "hybrid_statement");
    // 1,000.00, and 884.52 of which 766.04 were booked.
    assert_eq!(result["statement"]["paid"], json!("1118.48 USD"));
}

#[cfg(feature = "svg")]
#[test]
fn the_shares_that_moved_are_drawn_into_a_file() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shares.svg");
    let args = [path.display().to_string()];
    whole_partnership::run(&args, &mut Vec::new()).expect("a picture");
    let drawn = fs::read_to_string(&path).expect("a file");
    assert!(
        drawn.contains("prefers-color-scheme"),
        "it stands by itself"
    );
    for told in [
        "lantern: 40.0%, agreed 50.0%.",
        "mira: 60.0%, agreed 50.0%.",
    ] {
        assert!(drawn.contains(told), "{drawn}");
    }
}

#[cfg(not(feature = "svg"))]
#[test]
fn a_picture_is_refused_where_none_can_be_drawn() {
    let args = ["shares.svg".to_owned()];
    let refused = whole_partnership::run(&args, &mut Vec::new()).expect_err("no picture");
    assert_eq!(
        refused.to_string(),
        "shares.svg: a picture needs the feature svg"
    );
}

#[test]
fn another_output_is_found() {
    let greet: Run = |args, out| Ok(writeln!(out, "hello\n{}", args.join(" "))?);
    let args = ["world".to_owned()];
    assert_eq!(check(greet, &args, "hello\nworld\n"), Ok(()));
    let differs = "line 2\n  expected moon\n  found    world";
    assert_eq!(
        check(greet, &args, "hello\nmoon\n"),
        Err(differs.to_owned())
    );
    let differs = "line 2\n  expected the end\n  found    world";
    assert_eq!(check(greet, &args, "hello\n"), Err(differs.to_owned()));
    let fail: Run = |_, _| Err("no such file".into());
    assert_eq!(
        check(fail, &[], ""),
        Err("it fails: no such file".to_owned())
    );
}
