//! One slate of real films settled to the cent under several deals.
//!
//! A producer pays for a film, a partner brings it out. What they divide is R, half of the
//! worldwide gross. Every film is settled under every deal, the deals are compared over the whole
//! slate, and one statement explains itself line by line.
//!
//! ```sh
//! cargo run --example film_slate
//! cargo run --example film_slate -- FILMS.csv --film 'Jurassic Park' --json papers
//! ```
//!
//! With `--json` the papers of the explained statement are written into that folder, so that
//! anybody can check them.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use partnership::compensation::{
    Activity, Item, PayDraft, State, Statement, Terms, TermsBuilder, Window, settle,
};
use partnership::time::Period;
use partnership::{Currency, PartyId};

mod films;
mod rows;
mod slate;
mod table;

use films::Film;
use slate::{Settled, Sides};
use table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The slate that is settled where no path is given; its source stands in its first lines.
const FILMS: &str = include_str!("data/films.csv");

/// The film whose statement is explained where none is named, if the slate has it.
const EXPLAINED: &str = "Pulp Fiction";

/// A deal: its name, and what it adds to the term sheet of a film.
struct Deal {
    name: &'static str,
    terms: fn(TermsBuilder, &Film) -> Result<TermsBuilder>,
}

/// Every deal. One more deal is one more row.
const DEALS: [Deal; 2] = [
    Deal {
        name: "50/50",
        terms: |terms, _| {
            let share = PayDraft::share(&["receipts"], "50%".parse()?);
            Ok(terms.item(Item::new("share".parse()?, Window::Lifetime, share)))
        },
    },
    Deal {
        name: "30/40/50 tiers",
        terms: |terms, _| {
            let tiers = [
                (Some("10000000.00 USD".parse()?), "30%".parse()?),
                (Some("50000000.00 USD".parse()?), "40%".parse()?),
                (None, "50%".parse()?),
            ];
            let share = PayDraft::tiered_share(&["receipts"], &tiers);
            Ok(terms.item(Item::new("share".parse()?, Window::Lifetime, share)))
        },
    },
];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Settles a slate under every deal and writes what came of it.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    let (mut path, mut film, mut json) = (None, None, None);
    let mut args = args.iter().map(String::as_str);
    while let Some(arg) = args.next() {
        match arg {
            "--film" => film = Some(args.next().ok_or("--film of what title?")?),
            "--json" => json = Some(args.next().ok_or("--json into which folder?")?),
            _ => path = Some(arg),
        }
    }
    let (films, lacking) = match path {
        None => films::read(FILMS.as_bytes())?,
        Some(path) => films::read(File::open(path)?)?,
    };
    let slate = films.into_iter().map(settled).collect::<Result<Vec<_>>>()?;

    write!(out, "{} films", counted(slate.len()))?;
    if lacking > 0 {
        write!(out, " (and {lacking} without a budget or gross)")?;
    }
    writeln!(out, "; R is half of the worldwide gross, in US dollars\n")?;
    slate::film_by_film(&slate)?.write(out)?;
    writeln!(out, "\nTHE WHOLE SLATE\n")?;
    slate::totals(&slate)?.write(out)?;
    writeln!(out, "\nWHO IS BETTER OFF\n")?;
    slate::comparison(&slate)?.write(out)?;

    let named = |title: &str| slate.iter().find(|settled| settled.film.title == title);
    let Settled { film, .. } = match film {
        Some(title) => named(title).ok_or_else(|| format!("no film {title:?}"))?,
        None => named(EXPLAINED).or(slate.first()).ok_or("no film")?,
    };
    let papers = Papers::new(film, DEALS.last().ok_or("no deal")?)?;
    papers.write(film, out)?;
    json.map_or(Ok(()), |folder| papers.save(Path::new(folder)))
}

/// Settles a film under every deal; the partner keeps what the producer is not paid.
fn settled(film: Film) -> Result<Settled> {
    let sides = |deal: &Deal| {
        let producer = Papers::new(&film, deal)?.statement.paid();
        Ok(Sides {
            deal: deal.name,
            producer,
            partner: film.receipts.checked_sub(producer)?,
        })
    };
    let sides = DEALS.iter().map(sides).collect::<Result<_>>()?;
    Ok(Settled { film, sides })
}

/// One settlement: what it was made from, and what it came to.
struct Papers {
    deal: &'static str,
    terms: Terms,
    before: State,
    activity: Activity,
    statement: Statement,
    after: State,
}

impl Papers {
    /// Settles all receipts of a film in one period. The tiers count over the whole life of the
    /// film, so that reports by year would come to the same cents.
    fn new(film: &Film, deal: &Deal) -> Result<Self> {
        let period: Period = "2026-01-01..2027-01-01".parse()?;
        let [partner, producer] = [PartyId::new("partner")?, PartyId::new("producer")?];
        let terms = Terms::builder("film-slate", Currency::USD, period.from()).with(|sheet| {
            (sheet.payer, sheet.payee) = (Some(partner), Some(producer));
            sheet.note = Some(format!("{}, {}: {}", film.title, film.year, deal.name));
        });
        let terms = (deal.terms)(terms, film)?.build()?;
        let mut activity = Activity::empty(1, period);
        activity.add_sale("receipts", film.receipts)?;

        let before = terms.new_state();
        let (statement, after) = settle(&terms, &before, &activity)?;
        Ok(Self {
            deal: deal.name,
            terms,
            before,
            activity,
            statement,
            after,
        })
    }

    /// Writes the statement, and for each of its lines every step from the papers to the cent.
    fn write(&self, film: &Film, out: &mut dyn Write) -> Result<()> {
        let (deal, statement) = (self.deal, &self.statement);
        writeln!(out, "\n{}, {}, UNDER {deal}\n", film.title, film.year)?;
        let explanation = statement.explain(&self.terms, &self.before, &self.activity)?;
        let mut table = Table::new(1, &format!("statement {}", statement.id()));
        table.row(["opening balance".to_owned(), grouped(statement.opening())]);
        for line in statement.lines() {
            let name = format!("{} {}", line.kind.name(), line.reference);
            table.row([name, grouped(line.amount)]);
        }
        table.row(["paid to the producer".to_owned(), grouped(statement.paid())]);
        table.row(["carried on".to_owned(), grouped(statement.closing())]);
        table.write(out)?;
        for line in 0..statement.lines().len() {
            let why = explanation.why(&format!("/statement/lines/{line}/amount"))?;
            write!(out, "\n{}", why.text())?;
        }
        explanation.check()?;
        writeln!(
            out,
            "\nEvery step to the statement and to the state after it was checked, and holds."
        )?;
        Ok(())
    }

    /// Writes the papers as JSON, for whoever wants to check the statement without this program.
    fn save(&self, folder: &Path) -> Result<()> {
        let explanation = self
            .statement
            .explain(&self.terms, &self.before, &self.activity)?;
        let result = Outcome {
            statement: &self.statement,
            state: &self.after,
        };
        fs::create_dir_all(folder)?;
        for (name, paper) in [
            ("terms.json", serde_json::to_string_pretty(&self.terms)?),
            ("state.json", serde_json::to_string_pretty(&self.before)?),
            (
                "activity.json",
                serde_json::to_string_pretty(&self.activity)?,
            ),
            ("result.json", serde_json::to_string_pretty(&result)?),
            (
                "explanation.json",
                serde_json::to_string_pretty(&explanation)?,
            ),
        ] {
            fs::write(folder.join(name), paper + "\n")?;
        }
        Ok(())
    }
}

/// What a settlement came to, as the explanation points into it.
#[derive(serde::Serialize)]
struct Outcome<'a> {
    statement: &'a Statement,
    state: &'a State,
}
