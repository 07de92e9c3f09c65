//! One producer and one platform, from the first scores to the renewal.
//!
//! Scores, a pilot that wants to grow too early, signatures, four quarters with a refund, a
//! milestone that moves the shares, a dip, terms for the downturn, a renewal; then everything is
//! worked out once more from its history, and one cent is changed to see what happens. What was
//! agreed and what happened is JSON; with a path the shares that moved are drawn into a file.
//!
//! ```sh
//! cargo run --example whole_partnership
//! cargo run --example whole_partnership --features svg -- shares.svg
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};

use partnership::agreement::{
    AgreementDraft, Division, GovernanceFacts, History, Instance, Version,
};
use partnership::alignment::{Assessment, Id, Rubric};
use partnership::compensation::{self, Activity};
#[cfg(feature = "svg")]
use partnership::figure::Figure;
use partnership::governance::{Charter, CharterKind};
use partnership::health::{Answers, Better, HealthCheck, Reference, Rule, Series};
use partnership::lifecycle::{Draft, Request};
use partnership::split::DynamicEquity;
use partnership::time::{Calendar, date, instant};
use partnership::{PartyId, Ratio};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What was agreed and what happened, as it is written.
#[derive(serde::Deserialize)]
struct Papers {
    scores: Vec<Assessment>,
    founded: AgreementDraft,
    pilot: Vec<Request>,
    too_early: Vec<Request>,
    growth: Vec<Request>,
    charter: Charter,
    quarters: [Activity; 4],
    launched: GovernanceFacts,
    milestone: DynamicEquity,
    sold: Series,
    answers: BTreeMap<String, Answers>,
    downturn: compensation::Version,
    recovery: compensation::Version,
    renewal: Vec<Request>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Tells the story.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    let papers: Papers = serde_json::from_str(include_str!("data/whole_partnership.json"))?;
    fit(&papers.scores, out)?;

    let (mut draft, begun) = (papers.founded, instant("2025-09-01T09:00:00Z")?);
    let growth = Instance::begin(Draft::growth(), begun, &Calendar::default())?;
    draft.lifecycle = Some(growth);
    let mut deal = History::new(draft.try_into()?);
    follow(&mut deal, papers.pilot)?;
    writeln!(out, "\n1 September 2025: the pilot begins.")?;
    if let Err(refused) = follow(&mut deal, papers.too_early) {
        writeln!(out, "1 October: {refused}.")?;
    }
    follow(&mut deal, papers.growth)?;
    writeln!(out, "30 November: both leads grew by a fifth.")?;

    let gaps = deal.agreement().gaps(CharterKind::Brief)?.len();
    writeln!(out, "\nThe brief lacks {gaps} things.")?;
    deal.set_charter(papers.charter)?;
    let gaps = deal.agreement().gaps(CharterKind::Brief)?.len();
    writeln!(out, "15 December: written and signed; it lacks {gaps}.")?;

    let [first, second, third, fourth] = papers.quarters;
    quarter(&mut deal, &first, out)?;
    agenda(&deal, "2026-04-15", 45, out)?;
    quarter(&mut deal, &second, out)?;

    writeln!(
        out,
        "\n1 July: Mira did a fifth more, Lantern a fifth less."
    )?;
    let shares = papers.milestone.shares().shares().clone();
    let (from, value) = (date("2026-07-01")?, Division::Split(shares));
    deal.amend_division(Version { from, value })?;
    deal.govern(papers.launched)?;
    quarter(&mut deal, &third, out)?;

    health(&papers.sold, &papers.answers, out)?;
    deal.amend_terms(papers.downturn.into())?;
    writeln!(out, "From October the shop pays 20% instead of 30%.")?;
    quarter(&mut deal, &fourth, out)?;

    follow(&mut deal, papers.renewal)?;
    deal.extend_term(date("2028-01-01")?)?;
    deal.amend_terms(papers.recovery.into())?;
    let term = deal.agreement().term().ok_or("a term")?;
    let stage = deal.agreement().stands().ok_or("a stage")?.stage();
    writeln!(out, "\nJanuary 2027: {stage}, 30% again, {term}")?;
    agenda(&deal, "2027-01-05", 90, out)?;

    if let Some(path) = args.first() {
        #[cfg(not(feature = "svg"))]
        return Err(format!("{path}: a picture needs the feature svg").into());
        #[cfg(feature = "svg")]
        std::fs::write(path, Figure::equity_band(&papers.milestone).file())?;
    }
    look_back(&deal, out)
}

/// Should they work together?
fn fit(scores: &[Assessment], out: &mut dyn Write) -> Result<()> {
    let matrix = Rubric::partnership_alignment_matrix();
    for found in scores {
        let evaluation = matrix.evaluate(found)?;
        let gaps: Vec<&str> = evaluation.gaps().map(Id::as_str).collect();
        let (verdict, gaps) = (evaluation.verdict().name(), gaps.join(", "));
        writeln!(out, "{}: {verdict} {gaps}", found.on)?;
    }
    Ok(())
}

/// Lets the lifecycle follow what both sides say.
fn follow(deal: &mut History, requests: Vec<Request>) -> Result<()> {
    for request in requests {
        deal.step(request)?;
    }
    Ok(())
}

/// One quarter: what was sold and came back, what is owed, who gets which cent, and the payment.
fn quarter(deal: &mut History, activity: &Activity, out: &mut dyn Write) -> Result<()> {
    let before = deal.agreement().clone();
    let settlement = deal.settle(activity.clone())?;
    settlement.explain(&before, activity)?.check()?; // from the sale to the cent
    write!(out, "\nquarter {}:", activity.no)?;
    for total in &activity.totals {
        let sold = total.amount.map(|sold| format!(" {sold} sold"));
        let back = total.refunds.map(|back| format!(", {back} came back"));
        write!(out, "{}", sold.or(back).unwrap_or_default())?;
    }
    writeln!(out)?;
    for line in settlement.statement().lines() {
        writeln!(out, "  {line}")?;
    }
    for payout in settlement.payouts() {
        let (party, amount) = (&payout.party, payout.amount);
        let share = payout.share.unwrap_or(Ratio::ZERO);
        writeln!(out, "  {party} gets {amount}, a share of {share}")?;
        deal.pay(settlement.id(), party, amount, activity.period.to())?;
    }
    Ok(())
}

/// What comes next.
fn agenda(deal: &History, day: &str, horizon: u32, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{day}: what the next {horizon} days bring")?;
    for due in deal.agreement().due(date(day)?, Some(horizon))? {
        writeln!(out, "  {due}")?;
    }
    Ok(())
}

/// A dip, and what both sides say.
fn health(sold: &Series, all: &BTreeMap<String, Answers>, out: &mut dyn Write) -> Result<()> {
    let plan = Reference::Constant(Ratio::from_integer(35_000));
    let course = Rule::standard().course(sold, &plan, Better::Higher)?;
    writeln!(out, "\nThe quarters: {course}")?;
    let parties = [PartyId::new("mira")?, PartyId::new("lantern")?];
    let mut earlier = None;
    for (day, answers) in all {
        let check = HealthCheck::quarterly();
        let report = check.report(date(day)?, &parties, answers, earlier.as_ref())?;
        let (level, drivers) = (report.overall.name(), report.drivers.join(", "));
        writeln!(out, "{day}: health is {level}, by {drivers}")?;
        earlier = Some(report.earlier());
    }
    Ok(())
}

/// Everything once more, from the history; and one cent that was not there.
fn look_back(deal: &History, out: &mut dyn Write) -> Result<()> {
    deal.verify()?;
    let year = deal.income("2026-01-01..2027-01-01".parse()?)?;
    let entries = deal.entries().len();
    writeln!(out, "\n{entries} entries hold; 2026 paid {year}.")?;
    let mut written = serde_json::to_value(deal)?;
    let second = written.pointer_mut("/entries/15/settled/payouts/0/amount");
    *second.ok_or("a second quarter")? = "4650.01 USD".into();
    if let Err(found) = serde_json::from_value::<History>(written) {
        writeln!(out, "One cent more in the second quarter: {found}")?;
    }
    Ok(())
}
