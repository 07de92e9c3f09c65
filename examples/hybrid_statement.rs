//! 1,000.00 a month and 10% of attributed sales, over a quarter: three statements as they are sent.
//!
//! A creator reviews tools that a brand sells. Sales count that came over the creator's link or code;
//! what the shop sells without them is reported and pays nothing. A payout below 1,500.00 is
//! carried to the next statement, and the last one pays whatever there is.
//!
//! ```sh
//! cargo run --example hybrid_statement
//! cargo run --example hybrid_statement -- --json papers
//! ```
//!
//! With `--json` the papers of the last period are written into that folder, so that anybody can
//! check them, and the statement as Markdown for both sides.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use partnership::compensation::{Activity, Due, Item, PayDraft, Payout, Terms, Window};
use partnership::time::{DueRule, date};
use partnership::{Currency, PartyId, Side};

mod papers;

use papers::Papers;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args, &mut io::stdout().lock())
}

/// Settles the quarter and writes its statements.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<()> {
    let folder = match args {
        [] => None,
        [flag, folder] if flag == "--json" => Some(Path::new(folder)),
        _ => return Err("--json into which folder?".into()),
    };
    let terms = terms()?;
    let mut state = terms.new_state();
    let mut settled = Vec::new();
    for activity in [january()?, february()?, march()?] {
        let papers = Papers::new(&terms, &state, activity)?;
        state = papers.after.clone();
        settled.push(papers);
    }
    for papers in &settled {
        let explanation = papers.explanation()?;
        let view = papers.statement.view(Side::Producer).with_terms(&terms);
        writeln!(out, "{}", view.with_explanation(&explanation).text())?;
    }

    let last = settled.last().ok_or("no period")?;
    let share = last.statement.lines().iter();
    let share = share.take_while(|line| line.reference != "sales").count();
    writeln!(out, "WHY THE SHARE OF MARCH IS WHAT IT IS\n")?;
    let why = last.explanation()?;
    let why = why.why(&format!("/statement/lines/{share}/amount"))?;
    writeln!(out, "{}", why.text())?;

    writeln!(
        out,
        "THE SAME STATEMENT AS THE BRAND SEES IT, IN MARKDOWN\n"
    )?;
    let view = last.statement.view(Side::Partner).with_terms(&terms);
    write!(out, "{}", view.markdown())?;
    folder.map_or(Ok(()), |folder| save(last, folder))
}

/// The deal, with the names that stand on every statement.
fn terms() -> Result<Terms> {
    let [brand, creator] = [PartyId::new("brand")?, PartyId::new("creator")?];
    let fee = PayDraft::retainer("1000.00 USD".parse()?);
    let share = PayDraft::share(&["link", "code"], "10%".parse()?);
    let payout = Payout {
        minimum: Some("1500.00 USD".parse()?),
        due: Some(Due::new(DueRule::net(30)?)),
        ..Payout::default()
    };
    let terms = Terms::builder("brand-creator", Currency::USD, date("2026-01-01")?)
        .item(Item::new("base".parse()?, Window::Months(1), fee))
        .item(Item::new("sales".parse()?, Window::Lifetime, share))
        .payout(payout)
        .with(|sheet| (sheet.payer, sheet.payee) = (Some(brand), Some(creator)));
    Ok(terms.build()?)
}

/// 3,000.05 of attributed sales: 300.005 is rounded once, and the balance stays below the minimum.
fn january() -> Result<Activity> {
    let mut january = Activity::empty(1, "2026-01-01..2026-02-01".parse()?);
    january.add_sale("link", "2000.05 USD".parse()?)?;
    january.add_sale("code", "1000.00 USD".parse()?)?;
    january.add_sale("shop front", "9315.20 USD".parse()?)?;
    Ok(january)
}

/// A good month, in which some of January comes back: what was carried is paid too.
fn february() -> Result<Activity> {
    let mut february = Activity::empty(2, "2026-02-01..2026-03-01".parse()?);
    february.add_sale("link", "4210.40 USD".parse()?)?;
    february.add_refund("link", Some(1), "350.05 USD".parse()?)?;
    february.add_sale("code", "800.00 USD".parse()?)?;
    Ok(february)
}

/// The last month: more comes back, and a final statement pays below the minimum too.
fn march() -> Result<Activity> {
    let mut march = Activity::empty(3, "2026-03-01..2026-04-01".parse()?);
    march.add_sale("link", "1900.00 USD".parse()?)?;
    march.add_refund("link", Some(2), "640.20 USD".parse()?)?;
    march.add_refund("code", Some(1), "75.00 USD".parse()?)?;
    march.r#final = Some(true);
    Ok(march)
}

/// Writes the papers of a period, and its statement for each side.
fn save(papers: &Papers, folder: &Path) -> Result<()> {
    papers.save(folder)?;
    for side in [Side::Producer, Side::Partner] {
        let view = papers.statement.view(side).with_terms(&papers.terms);
        fs::write(folder.join(format!("{side}.md")), view.markdown())?;
    }
    Ok(())
}
