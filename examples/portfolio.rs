//! Ten agreements of one studio: how much hangs on one, who has room, and which one next.
//!
//! Each agreement is settled for a year, month by month; what it paid comes from its history.
//!
//! ```sh
//! cargo run --example portfolio
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::agreement::{Agreement, Division, History, Member};
use partnership::compensation::{Activity, Terms};
use partnership::economics::{
    Candidate, DependencyLines, Engagement, HhiBands, Incomes, LoadGuide, Negatives, Person, Work,
    load, pursue,
};
use partnership::time::{MonthRule, Period, add_months, date};
use partnership::{Money, PartyId, Ratio, Rounding};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A partner: the rate of the studio, what its shop sells in a month, and how much of whose time
/// it takes, in percent.
const PARTNERS: [(&str, i64, i64, &str, i64); 10] = [
    ("aurora", 30, 300_000, "ines", 20),
    ("birch", 20, 12_000, "ines", 15),
    ("cinder", 25, 16_000, "ines", 25),
    ("delta", 15, 20_000, "ines", 10),
    ("ember", 30, 9_000, "jo", 10),
    ("fjord", 10, 45_000, "jo", 15),
    ("grove", 20, 8_000, "jo", 5),
    ("harbor", 25, 14_400, "jo", 20),
    ("iris", 30, 6_000, "kai", 10),
    ("juniper", 20, 10_001, "kai", 30),
];

fn main() -> Result<()> {
    run(&[], &mut io::stdout().lock())
}

/// Looks across the agreements.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<()> {
    let year: Period = "2026-01-01..2027-01-01".parse()?;
    let mut incomes = Vec::new();
    writeln!(out, "what ten partners paid in 2026")?;
    for (name, rate, sales, _, _) in PARTNERS {
        let history = settled(name, rate, sales)?;
        let paid = history.income(year)?;
        writeln!(
            out,
            "  {name:8} {rate:>3}% of {sales:>7} a month: {paid:>14}"
        )?;
        incomes.push((name.to_owned(), paid));
    }
    concentration(incomes, out)?;
    loads(out)?;
    next(out)
}

/// One agreement, settled month by month.
fn settled(name: &str, rate: i64, sales: i64) -> Result<History> {
    let start = date("2026-01-01")?;
    let (currency, rate) = ("USD".parse()?, Ratio::from_percent(rate));
    let terms = Terms::revenue_share(name, currency, start, "shop", rate).build()?;
    let studio = PartyId::new("studio")?;
    let parties = [
        Member::producer(studio.clone()),
        Member::partner(name.parse()?),
    ];
    let whole = Division::Whole(studio);
    let mut history = History::new(Agreement::new(parties, terms, whole)?);
    for month in 1..=12_u32 {
        let from = history.agreement().next_period_from();
        let to = add_months(start, i64::from(month), MonthRule::SameDay)?;
        let mut activity = Activity::empty(month, Period::new(from, to)?);
        activity.add_sale("shop", Money::from_major(sales, currency)?)?;
        let _ = history.settle(activity)?;
    }
    Ok(history)
}

/// How much hangs on one payer.
fn concentration(paid: Vec<(String, Money)>, out: &mut dyn Write) -> Result<()> {
    let incomes = Incomes::new(paid)?;
    let found = incomes.concentration(Negatives::Refuse)?;
    let lines = DependencyLines::default();
    let top: Vec<&str> = found.top().collect();
    writeln!(out, "\nall of it: {}", found.total())?;
    writeln!(
        out,
        "  {} pays {} of it: {}",
        top.join(", "),
        found.top_share().percent_text(1, Rounding::Down)?,
        found.dependency(&lines).name(),
    )?;
    writeln!(
        out,
        "  as concentrated as {} equal payers would be",
        tenths(found.effective()?)?
    )?;
    writeln!(
        out,
        "  index {} of 10,000: {}",
        tenths(found.points()?)?,
        found.band(&HhiBands::us_2023()).name()
    )?;
    writeln!(
        out,
        "  needed elsewhere to be below the line: {}",
        found.needed_elsewhere(&lines)?
    )?;
    Ok(())
}

/// A number to one decimal, cut off: for reading alone.
fn tenths(number: Ratio) -> Result<String> {
    let hundredth = number.checked_mul(Ratio::from_percent(1))?;
    let text = hundredth.percent_text(1, Rounding::Down)?;
    Ok(text.trim_end_matches('%').to_owned())
}

/// Who has room.
fn loads(out: &mut dyn Write) -> Result<()> {
    let people = ["ines", "jo", "kai"].map(|id| Person {
        id: id.to_owned(),
        capacity: half_or_full(id),
    });
    let engagements = PARTNERS.map(|(id, _, _, person, share)| Engagement {
        id: id.to_owned(),
        active: true,
        work: vec![Work {
            person: person.to_owned(),
            share: Ratio::from_percent(share),
        }],
    });
    let report = load(&people, &engagements, &LoadGuide::default())?;
    writeln!(out, "\n{} active partnerships", report.active)?;
    for person in &report.people {
        let note = if person.overloaded { ", too much" } else { "" };
        writeln!(
            out,
            "  {:5} works {} on them, has {} left{note}",
            person.id, person.load, person.room
        )?;
    }
    writeln!(
        out,
        "  room for {} to {} more",
        report.more_at_least, report.more_at_most
    )?;
    Ok(())
}

/// Ines works half of her time on partnerships.
fn half_or_full(person: &str) -> Ratio {
    Ratio::from_percent(if person == "ines" { 50 } else { 100 })
}

/// Which candidates to take up with ten hours a week.
fn next(out: &mut dyn Write) -> Result<()> {
    let candidate = |id: &str, value: i64, effort: i64, barred: bool| Candidate {
        id: id.to_owned(),
        value: value.into(),
        effort: effort.into(),
        barred,
    };
    let candidates = [
        candidate("kestrel", 18_000, 3, false),
        candidate("lumen", 27_000, 5, false),
        candidate("meadow", 25_000, 5, false),
        candidate("north", 60_000, 12, false),
        candidate("opal", 40_000, 4, true),
    ];
    let found = pursue(&candidates, Ratio::from_integer(10), None)?;
    writeln!(
        out,
        "\nnext, with ten hours a week: {}, worth {}",
        found.chosen.join(" and "),
        found.value
    )?;
    let thumb = &found.rule_of_thumb;
    writeln!(
        out,
        "  most value for the hour first: {}, worth {}",
        thumb.chosen.join(" and "),
        thumb.value
    )?;
    for (id, why) in &found.left {
        writeln!(out, "  not {id}: {}", why.name())?;
    }
    Ok(())
}
