//! A book over eight quarters: an advance in thirds, costs charged to it, a royalty that rises by
//! copies whatever they cost, and a reserve against returns, as the author gets it.
//!
//! The contract is JSON. A third of 30,000.00 is paid on signature, on delivery and on publication;
//! half of what permissions cost is earned back with it. The royalty of the hardcover steps at
//! 5,000 and 10,000 copies, and each quarter is paid at the steps its own copies lie in: the book
//! club of the seventh quarter buys cheap copies and does not lower what the first ones earned.
//! Translations are paid thirty days after the quarter, royalties after ninety.
//!
//! ```sh
//! cargo run --example book_deal
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::Side;
use partnership::compensation::{Activity, Statement, Terms};

mod papers;
mod table;

use papers::Papers;
use table::{Table, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The contract and what happened under it.
const DEAL: &str = include_str!("data/book_deal.json");

/// The file as it is written.
#[derive(serde::Deserialize)]
struct Written {
    terms: Terms,
    quarters: Vec<Activity>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Settles the quarters and writes what the author gets.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    if let Some(arg) = args.first() {
        return Err(format!("what is {arg:?}?").into());
    }
    let Written { terms, quarters } = serde_json::from_str(DEAL)?;
    let mut state = terms.new_state();
    let mut settled = Vec::new();
    for quarter in quarters {
        let papers = Papers::new(&terms, &state, quarter)?;
        state = papers.after.clone();
        settled.push(papers);
    }
    writeln!(out, "THE ACCOUNT OF THE ADVANCE\n")?;
    let statements = settled.iter().map(|papers| &papers.statement);
    account(statements).write(out)?;
    for papers in &settled {
        writeln!(out)?;
        let view = papers.statement.view(Side::Producer).with_terms(&terms);
        write!(out, "{}", view.text())?;
    }
    Ok(())
}

/// What each quarter pays ahead, charges, earns, keeps back and takes for the advance.
fn account<'a>(statements: impl Iterator<Item = &'a Statement>) -> Table {
    let heads = "quarter | advanced | charged | earned | in reserve | open | paid";
    let mut table = Table::new(1, heads);
    for statement in statements {
        let open = statement.advances().values().next().copied();
        table.row([
            statement.no().to_string(),
            grouped(statement.advanced()),
            grouped(statement.charged()),
            grouped(statement.earned()),
            grouped(statement.reserve()),
            open.map_or_else(String::new, grouped),
            grouped(statement.paid()),
        ]);
    }
    table
}
