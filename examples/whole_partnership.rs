//! One producer and one platform, from the first scores to the renewal.
//!
//! Scores, a pilot that wants to grow too early, signatures, four quarters with a refund, a
//! milestone that moves the shares, a dip, terms for the downturn, a renewal; then everything is
//! worked out once more from its history, and one cent is changed to see what happens.
//!
//! ```sh
//! cargo run --example whole_partnership
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};

use partnership::agreement::{
    Agreement, AgreementDraft, AgreementError, Division, DueState, History, Instance, Member,
    Version,
};
use partnership::alignment::{Assessment, Id, Rubric, Score};
use partnership::compensation::{Activity, Amendment, PayDraft, Terms};
use partnership::governance::{CharterKind, JointProject};
use partnership::health::{
    Answer, Answers, Better, Course, HealthCheck, Point, Reference, Rule, Series,
};
use partnership::lifecycle::{Command, Draft, Refusal, Request};
use partnership::split::{EquityHistory, EquityTerms, Measured, Split};
use partnership::time::{Calendar, NoticeWindow, Roll, date, instant};
use partnership::{PartyId, Ratio, Side};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    run(&[], &mut io::stdout().lock())
}

/// Tells the story.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<()> {
    let (mira, lantern) = (PartyId::new("mira")?, PartyId::new("lantern")?);
    fit(out)?;
    let baseline = Split::equal([mira.clone(), lantern.clone()])?;
    let mut deal = found(&mira, &lantern, &baseline)?;
    pilot(&mut deal, out)?;
    sign(&mut deal, &mira, &lantern, out)?;

    let mut equity = EquityHistory::new(baseline, EquityTerms::default())?;
    quarter(
        &mut deal,
        1,
        "2026-01-01..2026-04-01",
        "40000.00",
        None,
        out,
    )?;
    agenda(&deal, "2026-04-15", 45, out)?;
    quarter(
        &mut deal,
        2,
        "2026-04-01..2026-07-01",
        "36000.01",
        Some("5000.00"),
        out,
    )?;

    writeln!(
        out,
        "\n1 July: Mira did a fifth more than agreed, Lantern a fifth less."
    )?;
    let scores = [
        (mira.clone(), "6/5".parse()?),
        (lantern.clone(), "4/5".parse()?),
    ];
    let from = date("2026-07-01")?;
    equity.record(from, Measured::Scores(BTreeMap::from(scores)))?;
    let value = Division::Split(equity.split_on(from).clone());
    deal.amend_division(Version { from, value })?;
    let mut facts = deal.agreement().governance().clone();
    for project in facts.projects.values_mut() {
        for (milestone, accepted) in
            project
                .milestones
                .iter_mut()
                .zip(["2026-04-20", "2026-04-20", "2026-04-27"])
        {
            milestone.accepted = Some(date(accepted)?);
        }
    }
    deal.govern(facts)?;
    quarter(
        &mut deal,
        3,
        "2026-07-01..2026-10-01",
        "20000.00",
        None,
        out,
    )?;

    downturn(&mut deal, &[&mira, &lantern], out)?;
    quarter(
        &mut deal,
        4,
        "2026-10-01..2027-01-01",
        "30000.00",
        None,
        out,
    )?;
    renew(&mut deal, out)?;
    look_back(&deal, out)
}

/// Should they work together?
fn fit(out: &mut dyn Write) -> Result<()> {
    let matrix = Rubric::partnership_alignment_matrix();
    for (when, day, culture) in [
        ("at first", "2025-06-01", 2),
        ("after two workshops", "2025-08-15", 4),
    ] {
        let mut found = Assessment::new("Lantern".parse()?, date(day)?);
        for (criterion, score) in matrix.criteria().iter().zip([4, 4, culture, 5]) {
            found = found.rate(criterion.id().clone(), Score::from(score));
        }
        let evaluation = matrix.evaluate(&found)?;
        let gaps: Vec<&str> = evaluation.gaps().map(Id::as_str).collect();
        writeln!(
            out,
            "{when}: {} {}",
            evaluation.verdict().name(),
            gaps.join(", ")
        )?;
    }
    Ok(())
}

/// The agreement as it is founded: 30% of the shop, halves, settled every quarter of 2026.
fn found(mira: &PartyId, lantern: &PartyId, baseline: &Split) -> Result<History> {
    let start = date("2026-01-01")?;
    let terms = Terms::revenue_share(
        "mira-lantern",
        "USD".parse()?,
        start,
        "shop",
        "30%".parse()?,
    )
    .with(|sheet| sheet.end = "2027-01-01".parse().ok())
    .build()?;
    let halves = Version {
        from: start,
        value: Division::Split(baseline.clone()),
    };
    let parties = [(mira, Side::Producer), (lantern, Side::Partner)];
    let parties = parties.map(|(id, side)| Member {
        id: id.clone(),
        side,
    });
    let mut draft = AgreementDraft::new(parties.to_vec(), terms, vec![halves]);
    draft.term = Some("2026-01-01..2027-01-01".parse()?);
    draft.settle_every = Some("3m".parse()?);
    draft.notice = Some(NoticeWindow {
        earliest: None,
        latest: "60d".parse()?,
        roll: Roll::None,
    });
    let begun = instant("2025-09-01T09:00:00Z")?;
    draft.lifecycle = Some(Instance::begin(
        Draft::growth(),
        begun,
        &Calendar::default(),
    )?);
    draft.governance.projects = BTreeMap::from([(
        "launch".parse()?,
        JointProject::two_four_eight(date("2026-03-02")?)?,
    )]);
    draft.governance.roles = vec![mira.clone(), lantern.clone()];
    Ok(History::new(Agreement::try_from(draft)?))
}

/// Lets the lifecycle follow commands on a day.
fn on(
    deal: &mut History,
    day: &str,
    commands: Vec<Command>,
) -> std::result::Result<(), AgreementError> {
    let at = instant(&format!("{day}T09:00:00Z"))?;
    for command in commands {
        deal.step(Request::new(at, command))?;
    }
    Ok(())
}

fn record(activity: &str) -> Result<Command> {
    Ok(Command::record(activity.parse()?, "producer".parse()?))
}

fn take(way: &str) -> Result<Command> {
    Ok(Command::take(way.parse()?, "producer".parse()?))
}

fn both_approve(way: &str) -> Result<[Command; 2]> {
    let approve = |by: &str| -> Result<Command> { Ok(Command::approve(way.parse()?, by.parse()?)) };
    Ok([approve("producer")?, approve("partner")?])
}

/// Ninety days of trial: too early first, then on the day.
fn pilot(deal: &mut History, out: &mut dyn Write) -> Result<()> {
    let ready = ["fit_score", "contacts_named", "criteria_set"];
    let mut commands = ready.map(record).into_iter().collect::<Result<Vec<_>>>()?;
    commands.push(take("start_pilot")?);
    on(deal, "2025-09-01", commands)?;
    writeln!(out, "\n1 September 2025: the pilot begins.")?;
    let Err(AgreementError::Refused(refused)) = on(deal, "2025-10-01", vec![take("scale")?]) else {
        return Err("it is too early".into());
    };
    if let Refusal::Gated { unmet, .. } = *refused {
        let shut: Vec<&str> = unmet.iter().map(|unmet| unmet.gate.as_str()).collect();
        writeln!(
            out,
            "1 October: it cannot grow yet, for want of {}.",
            shut.join(", ")
        )?;
    }
    let mut commands = vec![record("decision_log")?, record("pilot_review")?];
    for (metric, lift) in [
        ("lead_lift_producer", "0.24"),
        ("lead_lift_partner", "0.31"),
    ] {
        let by = "producer".parse()?;
        commands.push(Command::observe(metric.parse()?, lift.parse()?, by));
    }
    commands.extend(both_approve("scale")?);
    commands.push(take("scale")?);
    on(deal, "2025-11-30", commands)?;
    writeln!(
        out,
        "30 November: both leads grew by a fifth and more; it grows."
    )?;
    Ok(())
}

/// The paper: what it lacks, and then its signatures.
fn sign(deal: &mut History, mira: &PartyId, lantern: &PartyId, out: &mut dyn Write) -> Result<()> {
    let gaps = deal.agreement().gaps(CharterKind::Brief)?;
    writeln!(out, "\nThe brief lacks {} things.", gaps.len())?;
    let names = [
        "objectives",
        "success_criteria",
        "roles",
        "kpis",
        "deliverables",
        "timelines",
    ];
    let sections = names.map(|name| (name, vec![format!("{name} of 2026")]));
    let signature =
        |party: &PartyId| serde_json::json!({"party": party, "of": "brief-1", "on": "2025-12-15"});
    deal.set_charter(serde_json::from_value(serde_json::json!({
        "sections": BTreeMap::from(sections), "fingerprint": "brief-1",
        "signatures": [signature(mira), signature(lantern)],
    }))?)?;
    let gaps = deal.agreement().gaps(CharterKind::Brief)?;
    writeln!(
        out,
        "15 December: written and signed; it lacks {}.",
        gaps.len()
    )?;
    Ok(())
}

/// One quarter: what was sold and came back, what is owed, who gets which cent, and the payment.
fn quarter(
    deal: &mut History,
    no: u32,
    period: &str,
    sales: &str,
    refunds: Option<&str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut activity = Activity::empty(no, period.parse()?);
    activity.add_sale("shop", format!("{sales} USD").parse()?)?;
    if let Some(refunds) = refunds {
        let earlier = deal.agreement().account().state().settled();
        activity.add_refund("shop", Some(earlier), format!("{refunds} USD").parse()?)?;
    }
    let before = deal.agreement().clone();
    let settlement = deal.settle(activity.clone())?;
    settlement.explain(&before, &activity)?.check()?; // from the sale to the cent
    let back = refunds.map_or(String::new(), |back| format!(", {back} came back"));
    writeln!(out, "\nquarter {no}: {sales} sold{back}")?;
    for line in settlement.statement().lines() {
        writeln!(out, "  {line}")?;
    }
    for payout in settlement.payouts() {
        let share = payout.share.unwrap_or(Ratio::ZERO);
        writeln!(
            out,
            "  {} gets {}, a share of {share}",
            payout.party, payout.amount
        )?;
        let on = settlement.statement().period().to();
        deal.pay(settlement.id(), &payout.party, payout.amount, on)?;
    }
    Ok(())
}

/// What comes next.
fn agenda(deal: &History, day: &str, horizon: u32, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{day}: what the next {horizon} days bring")?;
    for due in deal.agreement().due(date(day)?, Some(horizon))? {
        let state = match due.state {
            DueState::Overdue { days, missed: 0 } => format!("{days} days late"),
            DueState::Overdue { days, missed } => format!("{missed} missed, one {days} days ago"),
            DueState::InGrace { days } => format!("{days} days ago, in time"),
            DueState::Today => "today".to_owned(),
            DueState::Ahead { days } => format!("in {days} days"),
            DueState::NotOpen { days } => format!("opens in {days} days"),
            DueState::Open { days } => format!("open for {days} days"),
        };
        writeln!(
            out,
            "  {} {:10} {}: {state}",
            due.on,
            due.kind.name(),
            due.key
        )?;
    }
    Ok(())
}

/// A dip, what both sides say, and terms for the time of it.
fn downturn(deal: &mut History, parties: &[&PartyId], out: &mut dyn Write) -> Result<()> {
    let sold = [
        ("2026-04-01", 40_000),
        ("2026-07-01", 31_000),
        ("2026-10-01", 20_000),
    ];
    let points = sold.map(|(day, sold)| -> Result<Point> {
        Ok(Point {
            on: date(day)?,
            value: Some(Ratio::from_integer(sold)),
        })
    });
    let series = Series::new(points.into_iter().collect::<Result<Vec<_>>>()?)?;
    let plan = Reference::Constant(Ratio::from_integer(35_000));
    let course = Rule::standard().course(&series, &plan, Better::Higher)?;
    if let Course::Dip {
        since, lows, left, ..
    } = course
    {
        writeln!(
            out,
            "\n{lows} quarters below plan since {since}: a dip; {left} more is the end."
        )?;
    }
    let check = HealthCheck::quarterly();
    let parties: Vec<PartyId> = parties.iter().map(|party| (*party).clone()).collect();
    let mut earlier = None;
    for (day, scores) in [("2026-07-01", [5, 4, 4]), ("2026-10-01", [4, 2, 4])] {
        let mut answers = Answers::new();
        for (dimension, score) in check.draft().dimensions.iter().zip(scores) {
            for (party, question) in parties.iter().flat_map(|party| {
                dimension
                    .questions
                    .iter()
                    .map(move |question| (party, question))
            }) {
                answers.give(party.clone(), &question.id, Answer::Score(score));
            }
        }
        let report = check.report(date(day)?, &parties, &answers, earlier.as_ref())?;
        let drivers = report.drivers.join(", ");
        writeln!(
            out,
            "{day}: health is {}, by {drivers}",
            report.overall.name()
        )?;
        earlier = Some(report.earlier());
    }
    let from = date("2026-10-01")?;
    deal.amend_terms(Amendment {
        version: with_share(deal, "20%")?,
        from,
        until: None,
    })?;
    writeln!(out, "From October the shop pays 20% instead of 30%.")?;
    Ok(())
}

/// The first terms with another share.
fn with_share(deal: &History, rate: &str) -> Result<partnership::compensation::Version> {
    let first = deal.agreement().terms().versions().first();
    let mut version = first.cloned().ok_or("terms")?;
    for item in &mut version.items {
        item.pay = PayDraft::share(&["shop"], rate.parse()?);
    }
    Ok(version)
}

/// Another year, on the terms of before.
fn renew(deal: &mut History, out: &mut dyn Write) -> Result<()> {
    let mut commands = vec![record("kpi_report")?, take("mature")?];
    commands.extend([
        record("annual_review")?,
        take("review")?,
        record("renewal_terms")?,
    ]);
    commands.extend(both_approve("renew")?);
    commands.push(take("renew")?);
    on(deal, "2027-01-04", commands)?;
    deal.extend_term(date("2028-01-01")?)?;
    let version = with_share(deal, "30%")?;
    let from = date("2027-01-01")?;
    deal.amend_terms(Amendment {
        version,
        from,
        until: None,
    })?;
    let stage = deal
        .agreement()
        .stands()
        .map(|state| state.stage().to_string());
    let term = deal.agreement().term().ok_or("a term")?;
    writeln!(
        out,
        "\nJanuary 2027: renewed, {}, 30% again, {term}",
        stage.unwrap_or_default()
    )?;
    agenda(deal, "2027-01-05", 90, out)
}

/// Everything once more, from the history; and one cent that was not there.
fn look_back(deal: &History, out: &mut dyn Write) -> Result<()> {
    deal.verify()?;
    let year = deal.income("2026-01-01..2027-01-01".parse()?)?;
    writeln!(
        out,
        "\n{} entries come to what they say; 2026 paid {year}.",
        deal.entries().len()
    )?;
    let mut written = serde_json::to_value(deal)?;
    let second = written.pointer_mut("/entries/15/settled/payouts/0/amount");
    *second.ok_or("a second quarter")? = "4650.01 USD".into();
    let Err(found) = serde_json::from_value::<History>(written) else {
        return Err("one cent more is found".into());
    };
    writeln!(out, "One cent more in the second quarter: {found}")?;
    Ok(())
}
