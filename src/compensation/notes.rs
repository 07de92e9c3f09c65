//! [`notes`]: what a reader of a statement should know, in sentences.

use super::line::LineKind;
use super::notice::Notice;
use super::statement::Statement;
use crate::money::Money;
use crate::text::as_one_word;

/// Why nothing is paid, everything that the statement notes, and what is in escrow.
pub(super) fn notes(statement: &Statement) -> Vec<String> {
    let mut notes: Vec<String> = nothing_left(statement).into_iter().collect();
    notes.extend(statement.notices().map(|notice| words(notice, statement)));
    if !statement.escrow().is_zero() {
        let escrow = grouped(statement.escrow());
        notes.push(format!(
            "{escrow} is in escrow: neither earned nor owed yet."
        ));
    }
    notes
}

/// Where everything went, if nothing is left to pay or to carry.
fn nothing_left(statement: &Statement) -> Option<String> {
    if !statement.gross_paid().is_zero() || !statement.closing().is_zero() {
        return None;
    }
    let lines = statement.lines();
    if statement.opening().is_zero() && lines.iter().all(|line| line.amount.is_zero()) {
        return Some("Nothing is paid: nothing was earned.".to_owned());
    }
    let takes = |kinds: &[LineKind]| {
        let mut lines = lines.iter();
        lines.any(|line| kinds.contains(&line.kind) && line.amount.is_negative())
    };
    let reasons = [
        (&[LineKind::Cap][..], "is cut by a cap"),
        (&[LineKind::ChangeOrder], "is taken by a change order"),
        (&[LineKind::Guarantee], "was paid before by a guarantee"),
        (&[LineKind::Adjustment], "is taken by an adjustment"),
        (&[LineKind::InKindSettled], "was given in kind"),
        (&[LineKind::ReserveTaken], "is kept in reserve"),
        (&[LineKind::Held], "is held"),
        (
            &[LineKind::Recoupment, LineKind::CrossRecoupment],
            "earns back an advance",
        ),
        (&[LineKind::AdvanceRepayable], "repays an advance"),
    ];
    let reasons = reasons.into_iter().filter(|(kinds, _)| takes(kinds));
    let debit = statement.opening().is_negative();
    let debit = debit.then_some("settles the debit carried in");
    let reasons: Vec<&str> = debit
        .into_iter()
        .chain(reasons.map(|(_, words)| words))
        .collect();
    let earned = lines.iter().any(|line| {
        matches!(
            line.kind,
            LineKind::Item | LineKind::Surcharge | LineKind::InKind
        ) && line.amount.is_positive()
    });
    let what = if earned {
        "what was earned"
    } else {
        "what came in"
    };
    Some(if reasons.is_empty() {
        "Nothing is paid: what came in and what was taken back are equal.".to_owned()
    } else {
        format!("Nothing is paid: {what} {}.", reasons.join(", or "))
    })
}

/// A notice as a sentence.
fn words(notice: &Notice, statement: &Statement) -> String {
    match notice {
        Notice::BelowMinimum { missing } => {
            let missing = grouped(missing.0);
            format!("Nothing is paid: the balance is {missing} short of the minimum.")
        }
        Notice::CapReached { cap } => {
            let cap = as_one_word(cap);
            format!("Cap {cap} is reached: what is above it is not paid.")
        }
        Notice::DebitCarried {} => {
            "The balance is below 0: the next earnings settle it first.".to_owned()
        }
        Notice::GuaranteePending { guarantee, short } => {
            let (guarantee, short) = (as_one_word(guarantee), grouped(short.0));
            format!("Guarantee {guarantee} is {short} short, and its window is still open.")
        }
        Notice::Held { next } => {
            let (held, next) = (grouped(statement.held()), next.from());
            format!("{held} is held, the first of it until {next}.")
        }
        Notice::LateLines {} => "Entries of earlier periods are settled here.".to_owned(),
        Notice::LevelMissing { name } => {
            let name = as_one_word(name);
            format!("Level {name} was not reported: what depends on it pays nothing.")
        }
        Notice::MayTerminate { delivery } => {
            let delivery = as_one_word(delivery);
            format!("Delivery {delivery} is so late that the agreement may be terminated.")
        }
        Notice::NegativeMeasure { stream } => {
            let stream = as_one_word(stream);
            format!("More of {stream} was taken back than there was.")
        }
        Notice::NotApproved { entry } => {
            let entry = as_one_word(entry);
            format!("Not approved yet, and not paid: {entry}.")
        }
        Notice::PoolEmpty { item } => {
            let item = as_one_word(item);
            format!("Nobody has units of the pool of {item} yet: it pays nothing.")
        }
        Notice::Reserved { next } => {
            let (reserve, next) = (grouped(statement.reserve()), next.words());
            format!("{reserve} is in reserve, and {next} releases the first of it.")
        }
        Notice::Unrecouped { advance } => {
            let mut advances = statement.advances().iter();
            let open = advances.find(|(id, _)| id.as_str() == &**advance);
            let open = open.map_or_else(String::new, |(_, open)| format!(": {}", grouped(*open)));
            let advance = as_one_word(advance);
            format!("Advance {advance} is not earned back yet{open}.")
        }
        Notice::UnusedStream { stream } => {
            let stream = as_one_word(stream);
            format!("No term pays for {stream}.")
        }
    }
}

/// An amount without its currency, with a comma at every thousand: `1,234.50`.
pub(super) fn grouped(amount: Money) -> String {
    let text = amount.to_string();
    let number = text.split(' ').next().unwrap_or_default();
    let (whole, decimals) = match number.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut grouped = sign.to_owned();
    for (digit, left) in digits.chars().zip((1..=digits.len()).rev()) {
        grouped.push(digit);
        if left > 1 && left.rem_euclid(3) == 1 {
            grouped.push(',');
        }
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}
