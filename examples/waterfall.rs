//! One film's money, tier by tier, over three years of receipts with a refund.
//!
//! A fund puts in 1,000,000.00 on 15 January 2026. Of what comes in the distributor keeps 20% and
//! its marketing costs, then the fund gets its money back and 8% a year on what was still out, then
//! the deferred fees are paid, and the rest is shared.
//!
//! ```sh
//! cargo run --example waterfall
//! ```

use std::error::Error;
use std::io::{self, Write};

use partnership::allocate::ClaimsRule;
use partnership::split::{
    Compounding, DayCount, Receipt, Split, Tier, Waterfall, WaterfallStatement, WaterfallTerms,
};
use partnership::time::date;
use partnership::{Currency, Money, PartyId, Ratio};

mod table;

use table::{Table, grouped};

/// Day, amount and source of every receipt.
const RECEIPTS: [(&str, i64, &str); 5] = [
    ("2026-09-30", 400_000, "presales"),
    ("2027-03-31", 650_000, "cinema"),
    ("2027-06-30", -80_000, "a guarantee paid back"),
    ("2027-12-31", 500_000, "streaming"),
    ("2028-12-31", 300_000, "television"),
];

/// What the tiers are called in print.
const TIERS: [&str; 6] = [
    "distribution fee 20%",
    "marketing costs",
    "capital of the fund",
    "return of 8% a year",
    "deferred fees",
    "shared rest",
];

fn main() -> Result<(), Box<dyn Error>> {
    run(&[], &mut io::stdout().lock())
}

/// Passes every receipt down the tiers and writes what moved.
pub(crate) fn run(_: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let film = film()?;
    let mut state = film.new_state();
    let mut statements: Vec<WaterfallStatement> = Vec::new();
    let mut last = state.clone();
    writeln!(out, "receipts")?;
    for (day, amount, source) in RECEIPTS {
        let amount = Money::from_major(amount, Currency::USD)?;
        writeln!(out, "  {day}  {:>13}  {source}", grouped(amount))?;
        let (after, statement) = film.distribute(&state, Receipt::on(date(day)?, amount))?;
        statements.push(statement);
        last = state;
        state = after;
    }

    writeln!(out, "\nwhat moved in each tier")?;
    let mut table = Table::new(
        1,
        "USD | Sep 26 | Mar 27 | Jun 27 | Dec 27 | Dec 28 | holds now",
    );
    for (tier, name) in TIERS.iter().enumerate() {
        let moved = statements
            .iter()
            .filter_map(|statement| statement.tiers().get(tier));
        let moved = moved.map(|moved| grouped(moved.amount()));
        let holds = state.held(tier).map(grouped);
        table.row(
            std::iter::once((*name).to_owned())
                .chain(moved)
                .chain(holds),
        );
    }
    table.write(out)?;

    writeln!(out, "\nwho got it")?;
    let mut table = Table::new(
        1,
        "USD | Sep 26 | Mar 27 | Jun 27 | Dec 27 | Dec 28 | has now",
    );
    for (party, paid) in state.paid() {
        let lines = statements
            .iter()
            .filter_map(|statement| statement.line(&party));
        let cells = lines.map(grouped).chain([grouped(paid)]);
        table.row(std::iter::once(party.to_string()).chain(cells));
    }
    table.write(out)?;
    let (paid, received) = (total(&state.paid())?, state.received());
    writeln!(
        out,
        "\nin all {} of {} received",
        grouped(paid),
        grouped(received)
    )?;

    if let Some(statement) = statements.last() {
        let proof = statement.explain(&film, &last)?;
        let steps = proof.check()?.steps;
        writeln!(
            out,
            "\nevery one of {steps} steps follows; why the return of the fund:\n"
        )?;
        let booked = proof.why("/state/tiers/3/returns/fund/booked")?;
        write!(out, "{}", booked.text())?;
    }
    Ok(())
}

/// What all parties got.
fn total(paid: &std::collections::BTreeMap<PartyId, Money>) -> Result<Money, Box<dyn Error>> {
    Ok(Money::sum(Currency::USD, paid.values().copied())?)
}

/// The terms of the film.
fn film() -> Result<Waterfall, Box<dyn Error>> {
    let [director, distributor, fund, producer, writer] =
        ["director", "distributor", "fund", "producer", "writer"].map(PartyId::new);
    let (director, distributor, fund) = (director?, distributor?, fund?);
    let (producer, writer) = (producer?, writer?);
    let usd = |major| Money::from_major(major, Currency::USD);
    let tiers = vec![
        Tier::off_the_top(
            Split::equal([distributor.clone()])?,
            Ratio::from_percent(20),
        ),
        Tier::recoup([(distributor.clone(), usd(90_000)?)]),
        Tier::recoup([(fund.clone(), usd(1_000_000)?)]),
        Tier::Preferred {
            on: 2,
            rate: Ratio::from_percent(8),
            compounding: Compounding::Yearly,
            day_count: DayCount::Act365,
            rule: ClaimsRule::Proportional,
        },
        Tier::Recoup {
            claims: [
                (director.clone(), usd(60_000)?),
                (writer.clone(), usd(20_000)?),
            ]
            .into(),
            rule: ClaimsRule::EqualAwards,
            multiple: Ratio::ONE,
            group: None,
        },
        Tier::residual(Split::fixed([
            (producer.clone(), Ratio::from_percent(45)),
            (fund.clone(), Ratio::from_percent(40)),
            (director.clone(), Ratio::from_percent(10)),
            (writer.clone(), Ratio::from_percent(5)),
        ])?),
    ];
    let parties = [director, distributor, fund, producer, writer];
    Ok(Waterfall::new(WaterfallTerms {
        anchor: Some(date("2026-01-15")?),
        ..WaterfallTerms::new(Currency::USD, parties, tiers)
    })?)
}
