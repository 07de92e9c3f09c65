//! A checker of explanations that knows nothing of this library: JSON and fractions are enough.
//!
//! ```sh
//! cargo run --example check_explanation
//! cargo run --example check_explanation -- explanation.json result.json \
//!     terms=terms.json state=state.json activity!=activity.json
//! ```
//!
//! It reads an explanation, the figures that were handed out and the papers that both sides hold,
//! computes every step again (spec/explain.md 2), finds every leaf and every result where it is
//! said to stand (4), and says the first that is otherwise. A paper given with `!=` is one of which
//! every figure has to be read. Without arguments it checks a share of sales of its own.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "fractions of big integers do not overflow, and positions are small"
)]
#![allow(clippy::disallowed_methods, reason = "nor do their sums and products")]
#![allow(clippy::integer_division, reason = "days are counted in whole years")]
#![allow(clippy::indexing_slicing, reason = "positions of one list in another")]
#![allow(
    clippy::missing_errors_doc,
    reason = "an error says what was not in order"
)]

use std::error::Error;
use std::fs;
use std::io::Write;

use checker::papers::{Explanation, Papers, read};

#[path = "checker/mod.rs"]
#[allow(unreachable_pub, reason = "a program has no public items")]
pub mod checker;

const EXPLANATION: &str = r#"{"schema": 1, "nodes": [
  {"op": "input", "from": {"document": "report", "pointer": "/sales"},
   "value": {"money": "1200.45 USD"}, "label": "sales of May"},
  {"op": "input", "from": {"document": "report", "pointer": "/refunds"},
   "value": {"money": "100.40 USD"}, "label": "refunds"},
  {"op": "difference", "args": [0, 1], "value": {"money": "1100.05 USD"}, "label": "net sales"},
  {"op": "input", "from": {"document": "contract", "pointer": "/share"},
   "value": {"ratio": "3/10"}, "label": "share"},
  {"op": "product", "args": [3, 2], "value": {"exact": "66003/200 USD"}},
  {"op": "round", "rounding": "half_away_from_zero", "args": [4],
   "value": {"money": "330.02 USD"}, "label": "due for May"}],
 "results": {"/due": 5}}"#;
const CONTRACT: &str = r#"{"share": "30%"}"#;
const REPORT: &str = r#"{"sales": "1200.45 USD", "refunds": "100.40 USD"}"#;
const RESULT: &str = r#"{"due": "330.02 USD"}"#;

/// Checks the files that are named, or the example above.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let (explanation, result, rest) = match args {
        [explanation, result, rest @ ..] => (
            fs::read_to_string(explanation)?,
            fs::read_to_string(result)?,
            rest,
        ),
        _ => (EXPLANATION.to_owned(), RESULT.to_owned(), args),
    };
    let mut papers = Papers::default();
    for paper in rest {
        let (name, file) = paper.split_once('=').ok_or("a paper is NAME=FILE")?;
        let plain = name.strip_suffix('!');
        papers.full.extend(plain.map(str::to_owned));
        let document = read(&fs::read_to_string(file)?)?;
        papers
            .documents
            .insert(plain.unwrap_or(name).to_owned(), document);
    }
    if args.is_empty() {
        papers
            .documents
            .insert("contract".to_owned(), read(CONTRACT)?);
        papers.documents.insert("report".to_owned(), read(REPORT)?);
        papers.full.insert("report".to_owned());
    }
    let result = read(&result)?;
    let explanation = Explanation::read(&read(&explanation)?)?;
    let checked = explanation.check(&papers, &result)?;
    let steps = checked.steps;
    writeln!(
        out,
        "every one of {steps} steps follows, {} taken on trust",
        checked.trusted
    )?;
    for question in explanation.questions(&papers, &result) {
        writeln!(out, "to ask: {question}")?;
    }
    if args.is_empty() {
        let forged = REPORT.replace("1200.45", "1200.54");
        papers.documents.insert("report".to_owned(), read(&forged)?);
        if let Err(refusal) = explanation.check(&papers, &result) {
            writeln!(out, "with a forged report: {refusal}")?;
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut std::io::stdout().lock())
}
