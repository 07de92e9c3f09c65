//! A channel and a brand over three months: a fee per post on the first, more for the right to use
//! the posts, views above a threshold by the thousand, a budget, a part of a pool of
//! advertisements, and a payment that comes too late.
//!
//! The contract is JSON. Posts and the 30% for their use are due on the first day of the month, the
//! rest thirty days after it. Together with the views they cost 9,000.00 a month at most; views
//! that are taken back later first take from what that budget had cut off. What January owed in
//! March was paid seven weeks late: the interest is worked out and booked in March.
//!
//! ```sh
//! cargo run --example creator_deal
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::compensation::{
    Activity, Adjustment, DueAmount, Late, Statement, Terms, late_interest,
};
use partnership::time::{NaiveDate, date};
use partnership::{Money, Side};

mod papers;
mod table;

use papers::Papers;
use table::{Table, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The contract and what happened under it.
const DEAL: &str = include_str!("data/creator_deal.json");

/// The day on which the last sum of January was paid.
const PAID_ON: &str = "2026-04-20";

/// The file as it is written.
#[derive(serde::Deserialize)]
struct Written {
    terms: Terms,
    months: Vec<Activity>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Settles the months and writes what the creator gets, and when.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    if let Some(arg) = args.first() {
        return Err(format!("what is {arg:?}?").into());
    }
    let Written { terms, months } = serde_json::from_str(DEAL)?;
    let mut state = terms.new_state();
    let mut settled: Vec<Papers> = Vec::new();
    for mut month in months {
        if let [january, _] = settled.as_slice() {
            let overdue = overdue(&january.statement)?;
            let late = late(&terms, overdue)?;
            say(overdue, late, out)?;
            month.adjustments.push(Adjustment {
                id: "late-1".parse()?,
                amount: late.interest,
                reason: Some("interest on statement 1".to_owned()),
            });
        }
        let papers = Papers::new(&terms, &state, month)?;
        state = papers.after.clone();
        let view = papers.statement.view(Side::Producer).with_terms(&terms);
        let explanation = papers.explanation()?;
        writeln!(out, "{}", view.with_explanation(&explanation).text())?;
        settled.push(papers);
    }
    writeln!(out, "WHAT IS DUE WHEN\n")?;
    let mut table = Table::new(2, "statement | due on | USD");
    for papers in &settled {
        for due in papers.statement.dues() {
            let on = due.on.map_or_else(String::new, |on| on.to_string());
            table.row([papers.statement.no().to_string(), on, grouped(due.amount)]);
        }
    }
    table.write(out)?;
    Ok(())
}

/// What a statement owes last, and on which day.
fn overdue(statement: &Statement) -> Result<(NaiveDate, Money)> {
    match statement.dues().last() {
        Some(DueAmount {
            on: Some(on),
            amount,
        }) => Ok((*on, *amount)),
        _ => Err("nothing is due".into()),
    }
}

/// What it costs that a sum was paid when it was, by the rule of the terms.
fn late(terms: &Terms, (due, amount): (NaiveDate, Money)) -> Result<Late> {
    let sheet = terms.sheet();
    let payout = sheet.versions.first().and_then(|one| one.payout.as_ref());
    let rule = payout.and_then(|payout| payout.interest.as_ref());
    let rule = rule.ok_or("no interest is agreed")?;
    let calendar = sheet.calendar.clone().unwrap_or_default();
    let rounding = sheet.rounding();
    let paid_on = date(PAID_ON)?;
    let paid = [(paid_on, amount)];
    Ok(late_interest(
        rule, &calendar, rounding, amount, due, &paid, paid_on,
    )?)
}

/// Says how late a sum came and what that costs.
fn say((due, amount): (NaiveDate, Money), late: Late, out: &mut dyn Write) -> Result<()> {
    let Late {
        days_late,
        interest,
        ..
    } = late;
    writeln!(out, "PAID TOO LATE\n")?;
    writeln!(
        out,
        "{amount} were due on {due} and paid on {PAID_ON}, {days_late} days late."
    )?;
    writeln!(
        out,
        "Ten days are of grace; then they bear 1.5% a month: {interest}.\n"
    )?;
    Ok(())
}
