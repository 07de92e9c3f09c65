//! Four offers over one history: which is better, from when on, and which is worth signing at all.
//!
//! A writer is asked to bring a newsletter to one of several publishers. The offers are term sheets
//! in JSON, one of which cannot be signed as it stands. The others are held side by side over half
//! a year of subscriptions, compared month by month and for every possible revenue, and against
//! what the work costs.
//!
//! ```sh
//! cargo run --example term_sheets
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::compensation::{
    Activity, Advice, Complexity, Costs, Maturity, MinimumBasis, MinimumViable, Pay, Situation,
    Terms, TermsDraft, Work, advise,
};
use partnership::{Money, Ratio};

mod offers;
mod table;

use offers::Offer;
use table::{Table, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The offers as they came in.
const SHEETS: &str = include_str!("data/term_sheets.json");

/// What all offers pay for.
const STREAM: &str = "subscriptions";

/// Half a year: what came in every month, and what was given back of the month before.
const HISTORY: [(&str, &str, &str); 6] = [
    ("2026-01-01..2026-02-01", "4200.00 USD", "0.00 USD"),
    ("2026-02-01..2026-03-01", "6150.50 USD", "0.00 USD"),
    ("2026-03-01..2026-04-01", "9800.00 USD", "150.50 USD"),
    ("2026-04-01..2026-05-01", "15400.25 USD", "300.00 USD"),
    ("2026-05-01..2026-06-01", "21050.00 USD", "0.00 USD"),
    ("2026-06-01..2026-07-01", "26300.75 USD", "1200.10 USD"),
];

/// An offer as it is written.
#[derive(serde::Deserialize)]
struct Written {
    name: String,
    terms: TermsDraft,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Reads the offers and writes how they compare.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    if let Some(arg) = args.first() {
        return Err(format!("what is {arg:?}?").into());
    }
    let written: Vec<Written> = serde_json::from_str(SHEETS)?;
    let history = history()?;
    let mut offers = Vec::new();
    writeln!(out, "WHAT THE SHEETS SAY\n")?;
    for Written { name, terms } in written {
        let problems = terms.problems();
        if problems.is_empty() {
            offers.push(offer(name, terms, &history, out)?);
            continue;
        }
        writeln!(out, "{name} cannot be signed:")?;
        for problem in problems {
            writeln!(out, "  {problem}")?;
        }
    }
    writeln!(out, "\nOVER HALF A YEAR\n")?;
    offers::side_by_side(&offers, &history, out)?;
    writeln!(out, "\nWHO IS BETTER AT WHICH REVENUE OF A MONTH\n")?;
    offers::crossings(&offers, STREAM, out)?;
    writeln!(out, "\nWHAT THE NEXT SALE OF 2.00 IS WORTH\n")?;
    offers::next_sale(&offers, STREAM)?.write(out)?;
    writeln!(out, "\nIS IT WORTH THE WORK\n")?;
    worth_it(&offers, &history, out)?;
    writeln!(out, "\nWHICH MODEL SUITS\n")?;
    advice(out)
}

/// Takes an offer that has no fault, and says what is legal in it and seldom meant.
fn offer(
    name: String,
    terms: TermsDraft,
    history: &[Activity],
    out: &mut dyn Write,
) -> Result<Offer> {
    let terms = Terms::try_from(terms)?;
    let lints = terms.lint_with(history)?;
    let remarks = if lints.is_empty() {
        ""
    } else {
        ", but look at this:"
    };
    writeln!(out, "{name} can be signed{remarks}")?;
    for lint in lints {
        writeln!(out, "  {lint}")?;
    }
    let items = terms
        .versions()
        .first()
        .map(|version| version.items.as_slice());
    let [item] = items.unwrap_or_default() else {
        return Err(format!("{name} has not one item").into());
    };
    let pay = Pay::try_from(item.pay.clone())?;
    Ok(Offer { name, terms, pay })
}

/// What was sold and given back, month by month.
fn history() -> Result<Vec<Activity>> {
    let months = (1_u32..).zip(HISTORY);
    months
        .map(|(no, (period, sold, returned))| {
            let mut activity = Activity::empty(no, period.parse()?);
            activity.add_sale(STREAM, sold.parse()?)?;
            let returned: Money = returned.parse()?;
            if returned.is_positive() {
                activity.add_refund(STREAM, no.checked_sub(1), returned)?;
            }
            Ok(activity)
        })
        .collect()
}

/// Every offer against what the work costs: 60 hours a month at 30.00, and 120.00 of expenses.
fn worth_it(offers: &[Offer], history: &[Activity], out: &mut dyn Write) -> Result<()> {
    let costs = Costs {
        expenses: "120.00 USD".parse()?,
        margin: "10%".parse()?,
        ..Costs::of_hours(Ratio::from_integer(60), "30.00 USD".parse()?)
    };
    let month = MinimumViable::from_costs(&costs)?;
    let minimum = MinimumViable {
        total: Some(month.checked_times(6)?),
        basis: MinimumBasis::Cash,
        ..MinimumViable::default()
    };
    writeln!(
        out,
        "a month costs {month}, half a year {}\n",
        month.checked_times(6)?
    )?;
    let mut table = Table::new(2, "offer | covers it | paid | short by");
    for offer in offers {
        let found = minimum.check(&offer.terms, history)?;
        let covers = if found.meets { "yes" } else { "no" };
        let figures = [found.total, found.shortfall].map(grouped);
        table.row(
            [offer.name.clone(), covers.to_owned()]
                .into_iter()
                .chain(figures),
        );
    }
    table.write(out)?;
    Ok(())
}

/// Which model the rules of thumb name: for a start, and once it runs.
fn advice(out: &mut dyn Write) -> Result<()> {
    let starting = Situation {
        stage: Maturity::Early,
        work: Work::Ongoing,
        complexity: Complexity::Simple,
        tracked: false,
        needs_floor: true,
    };
    let running = Situation {
        stage: Maturity::Mature,
        tracked: true,
        ..starting
    };
    for (when, situation) in [("to start with", starting), ("once it runs", running)] {
        let Advice {
            model,
            additions,
            cautions,
            alternatives,
        } = advise(&situation);
        writeln!(out, "{when}: {}", word(model)?)?;
        for addition in additions {
            writeln!(out, "  with {}", word(addition)?)?;
        }
        for caution in cautions {
            writeln!(out, "  which {}", word(caution)?)?;
        }
        for alternative in alternatives {
            writeln!(out, "  or else {}", word(alternative)?)?;
        }
    }
    Ok(())
}

/// A name of the wire form in words.
fn word(name: impl serde::Serialize) -> Result<String> {
    let name: String = serde_json::from_value(serde_json::to_value(name)?)?;
    Ok(name.replace('_', " "))
}
