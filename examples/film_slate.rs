//! One slate of real films settled to the cent under several deals.
//!
//! A producer pays for a film, a partner brings it out. What they divide is R, half of the
//! worldwide gross. Every film is settled under every deal, and the deals are compared over the whole
//! slate. Then all films of a distributor stand in one sheet with one guarantee, which is worth less
//! than a guarantee for each; and one statement explains itself line by line.
//!
//! ```sh
//! cargo run --example film_slate
//! cargo run --example film_slate -- FILMS.csv --film 'Jurassic Park' --json papers
//! ```
//!
//! With `--json` the papers of the explained statement are written into that folder, so that
//! anybody can check them.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use partnership::compensation::{
    Activity, CostPlus, Guarantee, Item, PayDraft, Terms, TermsBuilder, Window,
};
use partnership::split::{Receipt, Split, Tier, Waterfall, WaterfallTerms};
use partnership::time::Period;
use partnership::{Currency, Money, PartyId, Ratio, Rounding};

mod films;
mod papers;
mod pool;
mod rows;
mod slate;
mod table;

use films::Film;
use papers::Papers;
use slate::{Settled, Sides};
use table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The slate that is settled where no path is given; its source stands in its first lines.
const FILMS: &str = include_str!("data/films.csv");

/// The film whose statement is explained where none is named, if the slate has it.
const EXPLAINED: &str = "Pulp Fiction";

/// The deal under which it is explained.
const EXPLAINED_DEAL: &str = "30/40/50 tiers";

/// The deal whose guarantees are pooled.
const GUARANTEED: &str = "35% or 25% of budget";

/// The deal that is a waterfall: a fee for the partner, the budget for the producer, then halves.
const WATERFALL: &str = "30% fee, budget, 50/50";

/// A deal: its name, and what it adds to the term sheet of a film.
struct Deal {
    name: &'static str,
    terms: fn(TermsBuilder, &Film) -> Result<TermsBuilder>,
}

/// Every deal. One more deal is one more row.
const DEALS: [Deal; 4] = [
    Deal {
        name: "50/50",
        terms: |terms, _| {
            let share = PayDraft::share(&["receipts"], "50%".parse()?);
            Ok(terms.item(Item::new("share".parse()?, Window::Lifetime, share)))
        },
    },
    Deal {
        name: EXPLAINED_DEAL,
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
    Deal {
        name: GUARANTEED,
        terms: |terms, film| guaranteed(terms, &["receipts"], film.budget),
    },
    Deal {
        name: "budget plus 10%",
        terms: |terms, _| {
            let costs = PayDraft::CostPlus(CostPlus {
                streams: vec!["costs".into()],
                ceiling: None,
                markup: Some("10%".parse()?),
                fee: None,
            });
            Ok(terms.item(Item::new("costs".parse()?, Window::Lifetime, costs)))
        },
    },
];

/// 35% of what these streams bring, and at least 25% of a budget: the greater of the two.
fn guaranteed(terms: TermsBuilder, streams: &[&str], budget: Money) -> Result<TermsBuilder> {
    let share = PayDraft::share(streams, "35%".parse()?);
    // A quarter of a dollar is 25 cents, so nothing is rounded.
    let quarter = budget.times_ratio(Ratio::from_percent(25), Rounding::HalfAwayFromZero)?;
    let least = Guarantee::new("guarantee".parse()?, quarter, Window::Lifetime);
    let item = Item::new("share".parse()?, Window::Lifetime, share);
    Ok(terms.item(item).guarantee(least))
}

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

    writeln!(out, "\nONE GUARANTEE OVER ALL FILMS OF A DISTRIBUTOR\n")?;
    let pools = pool::pools(&slate, GUARANTEED, pooled)?;
    pool::table(&pools)?.write(out)?;

    let named = |title: &str| slate.iter().find(|settled| settled.film.title == title);
    let Settled { film, .. } = match film {
        Some(title) => named(title).ok_or_else(|| format!("no film {title:?}"))?,
        None => named(EXPLAINED).or(slate.first()).ok_or("no film")?,
    };
    let deal = DEALS.iter().find(|deal| deal.name == EXPLAINED_DEAL);
    let deal = deal.ok_or("no deal")?;
    let papers = settle(film, deal)?;
    write(&papers, film, deal, out)?;
    json.map_or(Ok(()), |folder| papers.save(Path::new(folder)))
}

/// Settles a film under every deal; the partner keeps what the producer is not paid.
fn settled(film: Film) -> Result<Settled> {
    let sides = |deal: &Deal| {
        let producer = settle(&film, deal)?.statement.paid();
        Sides::new(deal.name, &film, producer)
    };
    let mut sides = DEALS.iter().map(sides).collect::<Result<Vec<_>>>()?;
    sides.push(passed_down(&film)?);
    Ok(Settled { film, sides })
}

/// Passes the receipts of a film down the tiers.
fn passed_down(film: &Film) -> Result<Sides> {
    let [partner, producer] = [PartyId::new("partner")?, PartyId::new("producer")?];
    let tiers = vec![
        Tier::off_the_top(Split::equal([partner.clone()])?, Ratio::from_percent(30)),
        Tier::recoup([(producer.clone(), film.budget)]),
        Tier::residual(Split::equal([partner.clone(), producer.clone()])?),
    ];
    let terms = WaterfallTerms::new(Currency::USD, [partner, producer.clone()], tiers);
    let deal = Waterfall::new(terms)?;
    let (state, _) = deal.distribute(&deal.new_state(), Receipt::undated(film.receipts))?;
    let paid = state.paid().get(&producer).copied();
    Sides::new(WATERFALL, film, paid.unwrap_or(Money::zero(Currency::USD)))
}

/// Settles all receipts of a film in one period, the last one, so that guarantees fall due. The
/// tiers count over the whole life of the film: reports by year would come to the same cents.
fn settle(film: &Film, deal: &Deal) -> Result<Papers> {
    let note = format!("{}, {}: {}", film.title, film.year, deal.name);
    let terms = (deal.terms)(sheet(note)?, film)?.build()?;
    let mut activity = Activity::empty(1, period()?);
    activity.add_sale("receipts", film.receipts)?;
    activity.add_sale("costs", film.budget)?;
    closed(&terms, activity)
}

/// Settles all films of a distributor in one sheet, each film a stream of its own, with one
/// guarantee over all of them.
fn pooled(distributor: &str, films: &[&Film]) -> Result<Money> {
    let films = || films.iter().zip(1..);
    let streams = films().map(|(film, number)| format!("{number} {}, {}", film.title, film.year));
    let streams: Vec<String> = streams.collect();
    let budgets = films().map(|(film, _)| film.budget);
    let budgets = Money::sum(Currency::USD, budgets)?;
    let names: Vec<&str> = streams.iter().map(String::as_str).collect();
    let note = format!("all films of {distributor}: {GUARANTEED}");
    let terms = guaranteed(sheet(note)?, &names, budgets)?.build()?;
    let mut activity = Activity::empty(1, period()?);
    for (stream, (film, _)) in streams.iter().zip(films()) {
        activity.add_sale(stream, film.receipts)?;
    }
    Ok(closed(&terms, activity)?.statement.paid())
}

/// The names on every sheet, without a deal.
fn sheet(note: String) -> Result<TermsBuilder> {
    let [partner, producer] = [PartyId::new("partner")?, PartyId::new("producer")?];
    let terms = Terms::builder("film-slate", Currency::USD, period()?.from());
    Ok(terms.with(|sheet| {
        (sheet.payer, sheet.payee) = (Some(partner), Some(producer));
        sheet.note = Some(note);
    }))
}

fn period() -> Result<Period> {
    Ok("2026-01-01..2027-01-01".parse()?)
}

/// Settles an activity after which nothing more comes.
fn closed(terms: &Terms, mut activity: Activity) -> Result<Papers> {
    activity.r#final = Some(true);
    Papers::new(terms, &terms.new_state(), activity)
}

/// Writes the statement, and for each of its lines every step from the papers to the cent.
fn write(papers: &Papers, film: &Film, deal: &Deal, out: &mut dyn Write) -> Result<()> {
    let (name, statement) = (deal.name, &papers.statement);
    writeln!(out, "\n{}, {}, UNDER {name}\n", film.title, film.year)?;
    let mut table = Table::new(1, &format!("statement {}", statement.id()));
    table.row(["opening balance".to_owned(), grouped(statement.opening())]);
    for line in statement.lines() {
        let name = format!("{} {}", line.kind.name(), line.reference);
        table.row([name, grouped(line.amount)]);
    }
    table.row(["paid to the producer".to_owned(), grouped(statement.paid())]);
    table.row(["carried on".to_owned(), grouped(statement.closing())]);
    table.write(out)?;
    let explanation = papers.explanation()?;
    for line in 0..statement.lines().len() {
        let why = explanation.why(&format!("/statement/lines/{line}/amount"))?;
        write!(out, "\n{}", why.text())?;
    }
    writeln!(
        out,
        "\nEvery step to the statement and to the state after it was checked, and holds."
    )?;
    Ok(())
}
