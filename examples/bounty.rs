//! Splits a bounty among the contributors of a repository, by its own history.
//!
//! Every commit counts one, or every line that it adds; who stands in the history under two names
//! is one contributor, robots are left out, and whoever would get less than a minimum leaves the
//! round so that the others share it. Without a history on standard input a small one is taken.
//!
//! ```sh
//! cargo run --example bounty
//! git log --numstat --format='commit %ae' | cargo run --example bounty -- \
//!     --amount '2500.00 USD' --by lines --alias me@old.example=me@new.example \
//!     --exclude robot@ci.example --minimum '50.00 USD' --below smallest --dropped remaining
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{self, IsTerminal as _, Read as _, Write};

use partnership::allocate::{CappedPool, Elimination, Excess, PoolStatus};
use partnership::{Money, PartyId, Ratio, Rounding, Weight, Weights};

mod table;

use table::{Table, grouped};

/// A history in the form of `git log --numstat --format='commit %ae'`.
const HISTORY: &str = "\
commit north
120\t4\tsrc/lib.rs
commit south
80\t2\tsrc/split.rs
3\t0\tREADME.md
commit robot
900\t900\tCargo.lock
commit north-laptop
41\t17\tsrc/lib.rs
commit east
6\t6\tREADME.md
commit south
-\t-\tdoc/picture.png
commit west
1\t1\tdoc/guide.md
commit north
30\t2\ttests/it.rs
";

/// How that history is divided.
const OPTIONS: &str = "--amount|1000.00 USD|--by|lines|--alias|north-laptop=north|\
                       --exclude|robot|--minimum|21.40 USD|--below|smallest";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut history = String::new();
    if !io::stdin().is_terminal() {
        io::stdin().read_to_string(&mut history)?;
    }
    let mut out = io::stdout().lock();
    if history.trim().is_empty() {
        return run(&args, &mut out);
    }
    divide(&args, &history, &mut out)
}

/// Divides the small history, by its own options if there are no others.
pub(crate) fn run(args: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    if args.is_empty() {
        let options: Vec<String> = OPTIONS.split('|').map(str::to_owned).collect();
        return divide(&options, HISTORY, out);
    }
    divide(args, HISTORY, out)
}

/// What a contributor did.
#[derive(Clone, Copy, Default)]
struct Work {
    commits: Weight,
    lines: Weight,
}

/// How a bounty is divided.
struct Options {
    amount: Money,
    by_lines: bool,
    aliases: BTreeMap<String, String>,
    excluded: BTreeSet<String>,
    minimum: Money,
    below: Elimination,
    dropped: Excess,
}

impl Options {
    fn read(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let amount: Money = "1000.00 USD".parse()?;
        let mut options = Self {
            amount,
            by_lines: false,
            aliases: BTreeMap::new(),
            excluded: BTreeSet::new(),
            minimum: Money::zero(amount.currency()),
            below: Elimination::AllBelow,
            dropped: Excess::ToRemaining,
        };
        let mut minimum = None;
        for option in args.chunks(2) {
            let [name, value] = option else {
                return Err(format!("no value for {}", option.concat()).into());
            };
            match (name.as_str(), value.as_str()) {
                ("--amount", text) => options.amount = text.parse()?,
                ("--by", "commits") => options.by_lines = false,
                ("--by", "lines") => options.by_lines = true,
                ("--alias", pair) => {
                    let (alias, name) = pair.split_once('=').ok_or("an alias is OLD=NEW")?;
                    options.aliases.insert(alias.to_owned(), name.to_owned());
                }
                ("--exclude", name) => drop(options.excluded.insert(name.to_owned())),
                ("--minimum", text) => minimum = Some(text.parse()?),
                ("--below", "all") => options.below = Elimination::AllBelow,
                ("--below", "smallest") => options.below = Elimination::SmallestFirst,
                ("--below", "nobody") => options.below = Elimination::None,
                ("--dropped", "remaining") => options.dropped = Excess::ToRemaining,
                ("--dropped", "unspent") => options.dropped = Excess::Unspent,
                (name, value) => return Err(format!("unknown option {name} {value}").into()),
            }
        }
        let nothing = Money::zero(options.amount.currency());
        options.minimum = minimum.unwrap_or(nothing);
        Ok(options)
    }

    /// The one name of a contributor, also behind an alias of an alias.
    fn name<'a>(&'a self, mut name: &'a str) -> &'a str {
        for _ in 0..self.aliases.len() {
            match self.aliases.get(name) {
                Some(other) => name = other,
                None => break,
            }
        }
        name
    }
}

/// What everybody did, under one name each.
fn read(history: &str, options: &Options) -> Result<BTreeMap<PartyId, Work>, Box<dyn Error>> {
    let mut all: BTreeMap<PartyId, Work> = BTreeMap::new();
    let mut author = None;
    for line in history.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(name) = line.strip_prefix("commit ") {
            let party = PartyId::new(options.name(name))?;
            let work = all.entry(party.clone()).or_default();
            work.commits = work.commits.saturating_add(1);
            author = Some(party);
            continue;
        }
        // `ADDED DELETED PATH`, where a binary file has no number.
        let (added, _) = line
            .split_once('\t')
            .ok_or_else(|| format!("no history: {line:?}"))?;
        let added: Weight = if added == "-" { 0 } else { added.parse()? };
        let work = author.as_ref().and_then(|author| all.get_mut(author));
        let work = work.ok_or("lines before the first commit")?;
        work.lines = work.lines.saturating_add(added);
    }
    Ok(all)
}

/// Divides a bounty by a history.
fn divide(args: &[String], history: &str, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let options = Options::read(args)?;
    let all = read(history, &options)?;
    let shares = |party: &PartyId| !options.excluded.contains(options.name(party.as_str()));
    let (among, excluded): (Vec<_>, Vec<_>) = all.iter().partition(|(party, _)| shares(party));
    let weight = |work: &Work| {
        if options.by_lines {
            work.lines
        } else {
            work.commits
        }
    };
    let weights: Vec<Weight> = among.iter().map(|(_, work)| weight(work)).collect();
    let weights = Weights::new(weights)?;
    let budget = Ratio::new(options.amount.minor(), 1)?;
    let pool = CappedPool::new(options.amount.currency(), budget, weights.clone())?
        .with_minimum(options.minimum)?
        .with_elimination(options.below)
        .with_dropped(options.dropped)
        .distribute()?;

    let unit = if options.by_lines { "lines" } else { "commits" };
    writeln!(
        out,
        "{} by {unit}, to nobody less than {}",
        options.amount, options.minimum
    )?;
    writeln!(out)?;
    let mut table = Table::new(1, "contributor | commits | lines | share | gets");
    for (position, ((party, work), share)) in among.iter().zip(pool.shares()).enumerate() {
        let part = weights.share(position).unwrap_or(Ratio::ZERO);
        table.row([
            party.to_string(),
            work.commits.to_string(),
            work.lines.to_string(),
            part.percent_text(2, Rounding::HalfEven)?,
            match share.status {
                PoolStatus::BelowMinimum => "below the minimum".to_owned(),
                PoolStatus::Ineligible => "nothing to share by".to_owned(),
                _ => grouped(share.amount),
            },
        ]);
    }
    for (party, work) in excluded {
        table.row([
            party.to_string(),
            work.commits.to_string(),
            work.lines.to_string(),
            String::new(),
            "left out".to_owned(),
        ]);
    }
    table.write(out)?;
    let paid = Money::sum(options.amount.currency(), pool.amounts())?;
    writeln!(out)?;
    writeln!(
        out,
        "paid {paid}, left {}",
        options.amount.checked_sub(paid)?
    )?;
    Ok(())
}
