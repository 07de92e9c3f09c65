//! Rounds of grants, divided by score with a cap and a minimum, and held against what was
//! published.
//!
//! Each project gets its share of the budget by its score, nobody more than the cap; whoever
//! would get less than the minimum gets nothing, and what is left is shared once more. The
//! published rewards were then rounded one by one, to the even cent in a tie: cents of the budget
//! vanish, or are paid that nobody had. Divided together, every round pays its budget.
//!
//! ```sh
//! cargo run --example retro_funding
//! cargo run --example retro_funding -- op_retro_rounds.csv op_retro_payouts.csv
//! ```
//!
//! The two files hold the retro funding rounds of the Optimism Collective, as published in
//! ethereum-optimism/Retro-Funding (MIT); without them three small rounds are made up.

use std::cmp::Reverse;
use std::error::Error;
use std::fs::File;
use std::io::{self, Write};

use partnership::Money;
use partnership::allocate::PoolStatus;

mod rounds;
mod rows;
mod table;

use rounds::{Round, token};
use table::{Table, counted, grouped};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: &str = "\
round,budget,min_amount,max_share
T1/M1,1000,50,0.35
T1/M2,975,50,0.35
T1/M3,333.3333333333333333,20,0.35
";

/// In M1 Oak came too late and got 25.00 all the same, which M2 lacks; in M3 the reward of Cedar was restated.
const PAYOUTS: &str = "\
round,project,name,score,op_reward
T1/M1,a,Alder,0.4137,350.00
T1/M1,b,Birch,0.2131,267.77
T1/M1,c,Cedar,0.1709,214.74
T1/M1,d,Elm,0.1333,167.49
T1/M1,e,Fir,0.0312,
T1/M1,f,Oak,,25.00
T1/M2,a,Alder,0.3337,324.06
T1/M2,b,Birch,0.2519,244.62
T1/M2,c,Cedar,0.1823,177.03
T1/M2,d,Elm,0.1711,166.16
T1/M2,e,Fir,0.0650,63.12
T1/M2,f,Oak,0.0123,
T1/M3,a,Alder,0.2871,99.69
T1/M3,b,Birch,0.2217,76.98
T1/M3,c,Cedar,0.2093,22.67
T1/M3,d,Elm,0.1507,52.33
T1/M3,e,Fir,9.12e-02,31.67
T1/M3,f,Oak,4.0e-02,
";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Divides every round in both ways and writes where they differ from what was published.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    let rounds = match args {
        [] => rounds::read(ROUNDS.as_bytes(), PAYOUTS.as_bytes())?,
        [rounds, payouts] => rounds::read(File::open(rounds)?, File::open(payouts)?)?,
        _ => return Err("give the file of the rounds and the file of the payouts".into()),
    };
    let headings = "round | budget | projects | capped | too small | published | by the formula";
    let mut overview = Table::new(1, headings);
    let headings = "round | one by one | together | made or lost | rewards moved";
    let mut cents = Table::new(1, headings);
    let mut moved = Table::new(2, "round | moved by a cent | one by one | together");
    let mut late = Table::new(2, "round | late award | published");
    let mut restated = Table::new(2, "round | restated | published | by the formula");
    for round in &rounds {
        round.overview(&mut overview);
        round.cents(&mut cents, &mut moved)?;
        round.apart(&mut late, &mut restated)?;
    }
    writeln!(
        out,
        "THE ROUNDS, and how many of the published rewards are the formula's\n"
    )?;
    overview.write(out)?;
    writeln!(
        out,
        "\nTHE CENTS, each reward rounded one by one or all of them together\n"
    )?;
    cents.write(out)?;
    for table in [moved, late, restated] {
        writeln!(out)?;
        table.write(out)?;
    }
    budgets(&rounds, out)
}

/// The rows of a round in the tables.
impl Round {
    fn overview(&self, table: &mut Table) {
        let standing = |status| {
            self.alone
                .shares()
                .iter()
                .filter(|share| share.status == status)
                .count()
        };
        let paid = self
            .scored
            .iter()
            .chain(&self.late)
            .filter(|payout| !payout.reward.is_zero());
        let same = self
            .rewards()
            .filter(|(payout, alone, _)| !alone.is_zero() && payout.reward == *alone);
        let counts = [
            self.scored.len().saturating_add(self.late.len()),
            standing(PoolStatus::Capped),
            standing(PoolStatus::BelowMinimum),
            paid.count(),
            same.count(),
        ];
        let head = [self.name.clone(), grouped(self.budget)];
        table.row(head.into_iter().chain(counts.map(counted)));
    }

    fn cents(&self, table: &mut Table, moved: &mut Table) -> Result<()> {
        let alone = Money::sum(token()?, self.alone.amounts())?;
        let exact = Money::sum(token()?, self.exact.amounts())?;
        let apart = || self.rewards().filter(|(_, alone, exact)| alone != exact);
        let sums = [alone, exact, alone.checked_sub(exact)?].map(grouped);
        let count = counted(apart().count());
        table.row([self.name.clone()].into_iter().chain(sums).chain([count]));
        for (payout, alone, exact) in apart() {
            moved.row([
                self.name.clone(),
                payout.name.clone(),
                grouped(alone),
                grouped(exact),
            ]);
        }
        Ok(())
    }

    /// What was not paid by the formula: late awards, and the three rewards furthest from it.
    fn apart(&self, late: &mut Table, restated: &mut Table) -> Result<()> {
        for payout in self.late.iter().filter(|payout| !payout.reward.is_zero()) {
            late.row([
                self.name.clone(),
                payout.name.clone(),
                grouped(payout.reward),
            ]);
        }
        let mut apart = Vec::new();
        for (payout, alone, _) in self.rewards() {
            apart.push((
                payout.reward.checked_sub(alone)?.abs().minor(),
                payout,
                alone,
            ));
        }
        apart.retain(|(distance, ..)| *distance > 0);
        apart.sort_by_key(|(distance, ..)| Reverse(*distance));
        for (_, payout, alone) in apart.iter().take(3) {
            restated.row([
                self.name.clone(),
                payout.name.clone(),
                grouped(payout.reward),
                grouped(*alone),
            ]);
        }
        if let Some(rest) = apart.len().checked_sub(4) {
            let rest = format!("and {} more", counted(rest.saturating_add(1)));
            restated.row([self.name.clone(), rest]);
        }
        Ok(())
    }
}

/// Says where a budget is smaller by exactly the late awards before it in its season.
fn budgets(rounds: &[Round], out: &mut dyn Write) -> Result<()> {
    let season = |round: &Round| round.name.split('/').next().map(str::to_owned);
    for pair in rounds.windows(2) {
        let [before, round] = pair else { continue };
        let earlier = rounds.iter().filter(|other| season(other) == season(round));
        let earlier = earlier.take_while(|other| other.name != round.name);
        let late = earlier
            .flat_map(|round| &round.late)
            .map(|payout| payout.reward);
        let late = Money::sum(token()?, late)?;
        if late.is_positive() && before.budget.checked_sub(round.budget)? == late {
            let figures = [before.budget, late, round.budget].map(grouped);
            let [whole, late, left] = figures;
            writeln!(
                out,
                "\n{} pays the late awards: {whole} - {late} = {left}",
                round.name
            )?;
        }
    }
    Ok(())
}
