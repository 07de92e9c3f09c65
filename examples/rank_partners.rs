//! Whom to work with: scores with knock-outs and bridges, reasons, and how safe the first place is.
//!
//! Five candidates are scored from 1 to 5 on four criteria. The verdict comes before the number: a
//! mean of 4.40 with a gap stands behind a 3.00 without one. Then the lead is tested: by what weight,
//! error or step would it turn?
//!
//! With a table of the Logistics Performance Index the candidates are the countries of 2016; with
//! the metrics and votes of a funding round they are its projects, under 108 real weightings.
//!
//! ```sh
//! cargo run --example rank_partners
//! cargo run --example rank_partners -- DATA/lpi_2010_2016.csv
//! cargo run --example rank_partners -- DATA/rf4_metrics.csv DATA/rf4_votes.json
//! ```

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, Write};

use partnership::alignment::{
    Assessment, BreakEvenOutcome, Criterion, Evaluation, Floor, Id, Line, OrderBy, Ranking, Rating,
    Rubric, Scale, Score, Sensitivity, Verdict, first_places, rank,
};
use partnership::time::{NaiveDate, date};
use partnership::{Ratio, Rounding};

mod table;

use table::Table;

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The candidates with their scores, in the order of the criteria; a 0 was not assessed.
const CANDIDATES: [(&str, [i32; 4]); 5] = [
    ("Aurora", [5, 4, 3, 4]),
    ("Birch", [4, 4, 5, 4]),
    ("Cedar", [5, 5, 2, 5]),
    ("Dune", [3, 3, 3, 3]),
    ("Elm", [4, 5, 4, 4]),
];

/// The criteria with their weights.
const CRITERIA: [(&str, u32); 4] = [
    ("strategic", 35),
    ("operational", 25),
    ("cultural", 20),
    ("vision", 20),
];

fn main() -> Done {
    let args: Vec<String> = env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Ranks the five candidates, or those of the files given.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Done {
    match args {
        [] => portfolio(out),
        [table] => logistics(table, out),
        [metrics, votes, ..] => projects(metrics, votes, out),
    }
}

// ---- five candidates ----

fn portfolio(out: &mut dyn Write) -> Done {
    let mut draft = Rubric::builder("portfolio".parse()?);
    for (name, weight) in CRITERIA {
        let criterion = Criterion::new(name.parse()?, weight);
        draft = draft.criterion(criterion.with_floor(Floor::bridge(Score::from(3))));
    }
    let rubric = draft.build()?;
    let five = CANDIDATES.iter();
    let five = five.map(|(name, scores)| assess(&rubric, name, *scores));
    let mut all = five.collect::<Done<Vec<Evaluation>>>()?;

    let rule = "Weights 35 : 25 : 20 : 20, below 3 a bridge is wanted.";
    writeln!(out, "{rule}\n")?;
    let ranking = rank(&all, OrderBy::Low)?;
    write_ranking(&ranking, usize::MAX, out)?;
    for bridge in named(&all, "Cedar")?.bridges()?.bridges {
        let after = plain(bridge.score_after.ok_or("a score")?)?;
        let (criterion, to) = (bridge.criterion, bridge.to);
        writeln!(
            out,
            "\nCedar is a fit with {to} on {criterion}: {after} then."
        )?;
    }

    let (elm, birch) = (named(&all, "Elm")?, named(&all, "Birch")?);
    let lead = Sensitivity::new(elm, birch)?;
    writeln!(out, "\nElm leads Birch by {}. They tie", plain(lead.gap())?)?;
    write_flips(&lead, out)?;
    if let Some(shift) = lead.least_shift() {
        let moves = shift.moves.iter();
        let moves = moves.map(|one| format!("{} to {}", one.from, one.to));
        let moves = moves.collect::<Vec<String>>().join(", ");
        let share = percent(shift.share)?;
        writeln!(out, "  if {share} of the weight moves from {moves}")?;
    }
    writeln!(out, "\nElm stays the first of the fits while")?;
    for interval in ranking.stability()?.intervals() {
        let (lower, upper) = (percent(interval.lower)?, percent(interval.upper)?);
        let criterion = &interval.criterion;
        writeln!(out, "  {criterion} has {lower} to {upper} of the weight")?;
    }

    // Nobody has looked at Fir's culture yet.
    let fir = assess(&rubric, "Fir", [5, 4, 0, 4])?;
    write_open(&fir, elm.low(), out)?;
    all.push(fir);
    let ranking = rank(&all, OrderBy::Low)?;
    let leaders = ranking.possible_leaders();
    let leaders: Vec<&str> = leaders.into_iter().map(Id::as_str).collect();
    writeln!(out, "Still able to end first: {}.", leaders.join(", "))?;
    Ok(())
}

/// Evaluates scores in the order of the criteria; a 0 was not assessed.
fn assess(rubric: &Rubric, name: &str, scores: [i32; 4]) -> Done<Evaluation> {
    let mut found = Assessment::new(name.parse()?, day()?);
    for (criterion, score) in rubric.criteria().iter().zip(scores) {
        if score > 0 {
            found = found.rate(criterion.id().clone(), Score::from(score));
        }
    }
    Ok(rubric.evaluate(&found)?)
}

/// What a candidate without its score on culture may still come to.
fn write_open(fir: &Evaluation, target: Ratio, out: &mut dyn Write) -> Done {
    let (low, high) = (plain(fir.low())?, plain(fir.high())?);
    let verdict = words(fir.verdict());
    writeln!(
        out,
        "\nFir is not assessed on culture: {low} to {high}, {verdict}."
    )?;
    if let Some(even) = fir.break_even(target)? {
        if let BreakEvenOutcome::Needs(score) = even.outcome {
            let (criterion, exact) = (even.criterion, plain(even.exact)?);
            writeln!(
                out,
                "It meets Elm with {exact} on {criterion}, so with {score}."
            )?;
        }
    }
    Ok(())
}

// ---- countries ----

/// The six criteria of the index; customs and timeliness count double.
const COLUMNS: [(&str, u32); 6] = [
    ("customs", 2),
    ("infrastructure", 1),
    ("intl_shipments", 1),
    ("logistics_quality", 1),
    ("tracking_tracing", 1),
    ("timeliness", 2),
];

/// Below 3.00 a bridge is wanted; more than 0.25 below is no fit, and so are three gaps.
fn logistics_rubric() -> Done<Rubric> {
    let scale = Scale::new(Score::from(1), Score::from(5), "0.01".parse()?)?;
    let floor = Floor {
        reject: Some("2.75".parse()?),
        bridge: Some(Score::from(3)),
    };
    let mut draft = Rubric::builder("logistics".parse()?)
        .scale(scale)
        .max_gaps(2);
    for (column, weight) in COLUMNS {
        draft = draft.criterion(Criterion::new(column.parse()?, weight).with_floor(floor));
    }
    Ok(draft.build()?)
}

fn countries(path: &str) -> Done<Vec<Evaluation>> {
    let rubric = logistics_rubric()?;
    let mut reader = csv::Reader::from_path(path)?;
    let headings = reader.headers()?.clone();
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cells: BTreeMap<&str, &str> = headings.iter().zip(record.iter()).collect();
        let cell = |name: &str| cells.get(name).copied().ok_or("a column of the index");
        if cell("year")? != "2016" {
            continue;
        }
        let mut found = Assessment::new(cell("country")?.parse()?, day()?);
        for (column, _) in COLUMNS {
            found = found.rate(column.parse()?, cell(column)?.parse::<Score>()?);
        }
        all.push(rubric.evaluate(&found)?);
    }
    Ok(all)
}

/// Which countries may ship for us?
fn logistics(path: &str, out: &mut dyn Write) -> Done {
    let all = countries(path)?;
    let with = |verdict| all.iter().filter(move |one| one.verdict() == verdict);
    writeln!(
        out,
        "{} countries of 2016: {} fit, {} with a bridge, {} do not.\n",
        all.len(),
        with(Verdict::Fit).count(),
        with(Verdict::NeedsBridging).count(),
        with(Verdict::NoFit).count(),
    )?;
    let ranking = rank(&all, OrderBy::Low)?;
    write_ranking(&ranking, 5, out)?;
    writeln!(
        out,
        "\nWhat the others would have to do first, best score first:"
    )?;
    for one in ranking.ranked() {
        if one.verdict() == Verdict::NeedsBridging {
            let (name, score) = (one.subject(), plain(one.low())?);
            writeln!(out, "  {name} ({score}): {}", tasks(one)?)?;
        }
    }
    // The best mean among those who do not fit shows why limits come before means.
    if let Some(best) = with(Verdict::NoFit).max_by_key(|one| one.low()) {
        let limits = best.breaches().chain(best.gaps());
        let limits: Vec<&str> = limits.map(Id::as_str).collect();
        let (name, mean) = (best.subject(), plain(best.low())?);
        let limits = limits.join(", ");
        writeln!(out, "\n{name} has {mean} and does not fit: {limits}.")?;
    }
    if let [first, second, ..] = ranking.ranked() {
        let lead = Sensitivity::new(first, second)?;
        let (first, second) = (first.subject(), second.subject());
        let gap = lead.gap();
        writeln!(out, "\n{first} leads {second} by {gap}. They tie")?;
        write_flips(&lead, out)?;
    }
    Ok(())
}

/// From which score to which a candidate has to come, gap by gap.
fn tasks(one: &Evaluation) -> Done<String> {
    let mut tasks = Vec::new();
    for bridge in one.bridges()?.bridges {
        let rating = one.assessment().ratings.get(&bridge.criterion);
        let now = rating.and_then(Rating::value).ok_or("a score")?;
        let (criterion, now, to) = (bridge.criterion, Score::try_from(now)?, bridge.to);
        tasks.push(format!("{criterion} from {now} to {to}"));
    }
    Ok(tasks.join(", "))
}

// ---- projects under real weightings ----

/// The metrics that were voted on, in the order of the file.
const METRICS: [&str; 16] = [
    "gas_fees",
    "transaction_count",
    "trusted_transaction_count",
    "trusted_transaction_share",
    "trusted_users_onboarded",
    "daily_active_addresses",
    "trusted_daily_active_users",
    "monthly_active_addresses",
    "trusted_monthly_active_users",
    "recurring_addresses",
    "trusted_recurring_users",
    "power_user_addresses",
    "openrank_trusted_users_count",
    "log_gas_fees",
    "log_transaction_count",
    "log_trusted_transaction_count",
];

/// Each metric is ranked into tenths: 1 and the tenths of all projects that lie below.
fn projects(metrics: &str, votes: &str, out: &mut dyn Write) -> Done {
    let mut reader = csv::Reader::from_path(metrics)?;
    let headings = reader.headers()?.clone();
    let mut names = Vec::new();
    let mut columns: Vec<Vec<Ratio>> = vec![Vec::new(); METRICS.len()];
    for record in reader.records() {
        let record = record?;
        let cells: BTreeMap<&str, &str> = headings.iter().zip(record.iter()).collect();
        names.push(
            cells
                .get("project_name")
                .copied()
                .unwrap_or_default()
                .to_owned(),
        );
        for (metric, column) in METRICS.iter().zip(&mut columns) {
            let cell = cells.get(metric).ok_or("a column for each metric")?;
            column.push(number(cell)?);
        }
    }
    let mut draft = Rubric::builder("metrics".parse()?).scale(Scale::TEN);
    for metric in METRICS {
        draft = draft.criterion(Criterion::new(metric.parse()?, 1));
    }
    let rubric = draft.build()?;
    let tenths: Done<Vec<Vec<Score>>> = columns.iter().map(|column| tenths(column)).collect();
    let tenths = tenths?;
    let mut all = Vec::new();
    for (row, name) in names.iter().enumerate() {
        let mut found = Assessment::new(name.parse()?, day()?);
        for (criterion, column) in rubric.criteria().iter().zip(&tenths) {
            let score = column.get(row).copied().ok_or("a score")?;
            found = found.rate(criterion.id().clone(), score);
        }
        all.push(rubric.evaluate(&found)?);
    }
    let views = weightings(votes)?;
    let first = first_places(&all, &views)?;
    writeln!(
        out,
        "{} projects, {} metrics in tenths, {} weightings.\n",
        all.len(),
        METRICS.len(),
        views.len()
    )?;
    writeln!(out, "By equal weights:")?;
    write_ranking(&rank(&all, OrderBy::Low)?, 5, out)?;
    writeln!(out, "\nFirst by a voter's own weights:")?;
    let mut places: Vec<_> = first.iter().collect();
    places.sort_by_key(|(_, places)| std::cmp::Reverse((places.alone, places.shared)));
    let mut table = Table::new(1, "project | alone | shared");
    for (name, places) in places.into_iter().take(10) {
        table.row([
            name.to_string(),
            places.alone.to_string(),
            places.shared.to_string(),
        ]);
    }
    table.write(out)?;
    writeln!(
        out,
        "{} of {} come first for somebody.",
        first.len(),
        all.len()
    )?;
    Ok(())
}

/// For each value 1 and the whole tenths of all values that are smaller.
fn tenths(column: &[Ratio]) -> Done<Vec<Score>> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable();
    let mut scores = Vec::with_capacity(column.len());
    for value in column {
        let below = sorted.partition_point(|other| other < value);
        let part = Ratio::new(i128::try_from(below)?, i128::try_from(column.len())?)?;
        let tenth = part.checked_mul(10_u32.into())?.round(Rounding::Floor);
        scores.push(Score::from(i32::try_from(tenth)?.saturating_add(1)));
    }
    Ok(scores)
}

/// The votes as millionths of a percent point, in the order of the metrics.
fn weightings(path: &str) -> Done<Vec<Vec<u32>>> {
    let votes: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let votes = votes.as_object().ok_or("votes by voter")?;
    let mut all = Vec::new();
    for vote in votes.values() {
        let mut parts = Vec::with_capacity(METRICS.len());
        for metric in METRICS {
            let points = match vote.get("allocations").and_then(|all| all.get(metric)) {
                Some(points) => number(&points.to_string())?,
                None => Ratio::ZERO,
            };
            let millionths = points.checked_mul(1_000_000_u32.into())?;
            parts.push(u32::try_from(millionths.round(Rounding::HalfEven))?);
        }
        all.push(parts);
    }
    Ok(all)
}

/// A number as files write it, also `1.5e-07`.
fn number(text: &str) -> Done<Ratio> {
    let (digits, power) = text.split_once('e').unwrap_or((text, "0"));
    let number: Ratio = digits.parse()?;
    let power: i32 = power.trim_start_matches('+').parse()?;
    let ten = 10_i128.pow(power.unsigned_abs());
    let factor = if power < 0 {
        Ratio::new(1, ten)
    } else {
        Ratio::new(ten, 1)
    };
    Ok(number.checked_mul(factor?)?)
}

// ---- what all share ----

fn day() -> Done<NaiveDate> {
    Ok(date("2026-01-01")?)
}

fn named<'a>(all: &'a [Evaluation], name: &str) -> Done<&'a Evaluation> {
    let mut all = all.iter();
    Ok(all
        .find(|one| one.subject().as_str() == name)
        .ok_or("nobody of that name")?)
}

/// Writes by what error and at what weights two candidates tie.
fn write_flips(lead: &Sensitivity, out: &mut dyn Write) -> Done {
    if let Some(tolerance) = lead.tolerance() {
        let error = percent(tolerance)?;
        writeln!(out, "  if every share may be off by {error}")?;
    }
    for (criterion, flip) in lead.flips() {
        if let Some(flip) = flip {
            let share = percent(flip.share)?;
            writeln!(out, "  if {criterion} has {share} of the weight")?;
        }
    }
    Ok(())
}

/// Writes the first groups of a ranking, with what each loses most by.
fn write_ranking(ranking: &Ranking, groups: usize, out: &mut dyn Write) -> Done {
    let mut table = Table::new(
        3,
        "who | verdict | loses most by | position | score | ahead by",
    );
    let all = ranking.tiers().iter();
    let all = all.flat_map(|tier| tier.groups().iter().map(|group| (tier.verdict(), group)));
    for (verdict, group) in all.take(groups) {
        for member in group.members() {
            let mut ranked = ranking.ranked().iter();
            let one = ranked
                .find(|one| one.subject() == member)
                .ok_or("a member")?;
            let most = one
                .lines()
                .iter()
                .map(Line::lost)
                .max()
                .unwrap_or(Ratio::ZERO);
            let lines = one.lines().iter().filter(|line| line.lost() == most);
            let lost: Vec<&str> = lines.map(|line| line.criterion().as_str()).collect();
            let lost = if most.is_zero() {
                String::new()
            } else {
                lost.join(", ")
            };
            let margin = group.margin().map(plain).transpose()?;
            table.row([
                member.to_string(),
                words(verdict).to_owned(),
                lost,
                group.position().to_string(),
                plain(one.low())?,
                margin.unwrap_or_default(),
            ]);
        }
    }
    table.write(out)?;
    Ok(())
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fit => "fit",
        Verdict::NeedsBridging => "needs bridging",
        Verdict::Incomplete => "incomplete",
        Verdict::NoFit => "no fit",
    }
}

/// A figure to three decimals.
fn plain(value: Ratio) -> Done<String> {
    Ok(value.to_decimal(3, Rounding::HalfAwayFromZero)?.to_string())
}

/// A share in percent, to two decimals.
fn percent(share: Ratio) -> Done<String> {
    Ok(share.percent_text(2, Rounding::HalfAwayFromZero)?)
}
