//! The proof of a [`ChecklistReport`] (spec/explain.md).

use crate::explain::{Explanation, Relation, Step};
use crate::ratio::Ratio;

use super::checklist::{Answer, Checklist, Remedy, RemedyRule, Review};
use super::checklist_error::ChecklistError;
use super::checklist_report::{ChecklistReport, Outcome};
use super::id::Id;
use super::proving::{Noted, Proving, named, same};

/// The names of the papers in a proof.
const DOCUMENT: &str = "review";
const CHECKLIST: &str = "checklist";

/// The steps that every item takes.
struct Basis {
    /// The day of the review.
    on: Step,
    /// Whether a plan is enough.
    plan: Step,
}

/// What holds of one item.
struct Flags {
    name: Step,
    yes: Step,
    no: Step,
    not_yet: Step,
    applies: Step,
    remedied: Step,
    overdue: Step,
    unused: Step,
}

impl ChecklistReport {
    /// Returns the proof of the outcome, the counts and every list.
    ///
    /// It reads the documents `checklist` and `review`.
    ///
    /// # Errors
    ///
    /// Those of [`Checklist::review`], and [`ChecklistError::Explain`] if the report does not
    /// follow from the papers.
    pub fn explain(
        &self,
        checklist: &Checklist,
        review: &Review,
    ) -> Result<Explanation, ChecklistError> {
        same(self, &checklist.review(review)?)?;
        let mut proving = Proving::about(DOCUMENT);
        let on = proving.input(&["on"], review.on, "day of the review")?;
        let rule = proving.input(&["rule"], review.rule.name(), "when a remedy counts")?;
        let plan = proving.proof.text(RemedyRule::Plan.name(), "")?;
        let plan = proving
            .proof
            .compare(rule, plan, Relation::Equal, "a plan is enough")?;
        let basis = Basis { on, plan };
        let mut items = Vec::with_capacity(checklist.items().len());
        for (position, item) in checklist.items().iter().enumerate() {
            let path = ["items", &position.to_string(), "id"];
            let name = proving.input_from(CHECKLIST, &path, named(item.id.as_str()), "")?;
            let flags = Flags::of(&mut proving, &basis, review, (&item.id, name))?;
            items.push((&item.id, flags));
        }
        let id = proving.input_from(CHECKLIST, &["id"], named(checklist.id().as_str()), "")?;
        proving.proves(&["checklist"], id, named(self.checklist.as_str()))?;
        self.prove_counts(&mut proving, &items)?;
        self.prove_outcome(&mut proving, &items)?;
        prove_list(
            &mut proving,
            &["remedied"],
            &self.remedied,
            &items,
            |flags| flags.remedied,
        )?;
        prove_list(&mut proving, &["overdue"], &self.overdue, &items, |flags| {
            flags.overdue
        })?;
        prove_list(&mut proving, &["unused"], &self.unused, &items, |flags| {
            flags.unused
        })?;
        Ok(proving.finish())
    }

    fn prove_counts(&self, proving: &mut Proving, items: &[(&Id, Flags)]) -> Noted<()> {
        let count = Ratio::from(u64::try_from(items.len()).unwrap_or(u64::MAX));
        let count = proving.input_from(CHECKLIST, &["items"], count, "items")?;
        let one = proving.proof.quotient(count, count, "one")?;
        let zero = proving.zero()?;
        let mut sum = |of: fn(&Flags) -> Step, label: &str| {
            let mut ones = Vec::with_capacity(items.len());
            for (_, flags) in items {
                ones.push(proving.proof.choose(of(flags), one, zero, "counts")?);
            }
            proving.sum(&ones, label)
        };
        let yes = sum(|flags| flags.yes, "answers that are a yes")?;
        let applicable = sum(|flags| flags.applies, "items that apply")?;
        proving.proves(&["yes"], yes, Ratio::from(self.yes))?;
        proving.proves(&["applicable"], applicable, Ratio::from(self.applicable))
    }

    fn prove_outcome(&self, proving: &mut Proving, items: &[(&Id, Flags)]) -> Noted<()> {
        let mut any = |of: fn(&Flags) -> Step, label: &str| {
            let flags: Vec<Step> = items.iter().map(|(_, flags)| of(flags)).collect();
            proving.proof.any(&flags, label)
        };
        let (no, not_yet) = (
            any(|flags| flags.no, "a no")?,
            any(|flags| flags.not_yet, "not yet")?,
        );
        let remedied = any(|flags| flags.remedied, "something is addressed")?;
        let open = proving.proof.any(&[no, not_yet], "something is open")?;
        let chain = [(open, "blocked"), (remedied, "clear_with_remedies")];
        let outcome = proving.first_that_holds(&chain, "clear", "outcome")?;
        match &self.outcome {
            Outcome::Clear => proving.proves(&["outcome"], outcome, "clear"),
            Outcome::ClearWithRemedies => {
                proving.proves(&["outcome"], outcome, "clear_with_remedies")
            }
            Outcome::Blocked { no, not_yet } => {
                let path = ["outcome", "blocked", "no"];
                prove_list(proving, &path, no, items, |flags| flags.no)?;
                let path = ["outcome", "blocked", "not_yet"];
                prove_list(proving, &path, not_yet, items, |flags| flags.not_yet)
            }
        }
    }
}

/// The names of a list, each by the flag that puts it there.
fn prove_list(
    proving: &mut Proving,
    path: &[&str],
    listed: &[Id],
    items: &[(&Id, Flags)],
    flag: fn(&Flags) -> Step,
) -> Noted<()> {
    for (position, id) in listed.iter().enumerate() {
        let Some((_, flags)) = items.iter().find(|(item, _)| *item == id) else {
            continue;
        };
        let at = position.to_string();
        let path: Vec<&str> = path.iter().copied().chain([at.as_str()]).collect();
        proving.lists(&path, (flag(flags), flags.name), id.as_str())?;
    }
    Ok(())
}

impl Flags {
    fn of(
        proving: &mut Proving,
        basis: &Basis,
        review: &Review,
        (item, name): (&Id, Step),
    ) -> Noted<Self> {
        let [yes, no, not_yet, not_applicable] = prove_answer(proving, review, item)?;
        let applies = proving.proof.not(not_applicable, "it applies")?;
        let (addressed, late, has) = if let Some(remedy) = review.remedies.get(item) {
            prove_remedy(proving, basis, item, remedy)?
        } else {
            let path = ["remedies", item.as_str()];
            let none = proving.default(&path, false, &format!("remedy of {item}"))?;
            (none, none, none)
        };
        let unsettled = proving.proof.any(&[no, not_yet], "it is no yes")?;
        let open = proving.proof.not(addressed, "nothing addresses it")?;
        let idle = proving
            .proof
            .any(&[yes, not_applicable], "it needs no remedy")?;
        Ok(Self {
            name,
            no: proving.proof.all(&[no, open], "an open no")?,
            not_yet: proving
                .proof
                .all(&[not_yet, open], "open and not settled")?,
            remedied: proving.proof.all(&[unsettled, addressed], "addressed")?,
            overdue: proving.proof.all(&[unsettled, late], "overdue")?,
            unused: proving.proof.all(&[idle, has], "a remedy for nothing")?,
            yes,
            applies,
        })
    }
}

/// Whether the answer is yes, no, not yet or not applicable.
fn prove_answer(proving: &mut Proving, review: &Review, item: &Id) -> Noted<[Step; 4]> {
    let path = ["answers", item.as_str(), "answer"];
    let label = format!("answer to {item}");
    if let Answer::NotApplicable { reason } = review.answer_to(item) {
        let path = [
            "answers",
            item.as_str(),
            "answer",
            "not_applicable",
            "reason",
        ];
        let reason = proving.input(&path, reason.as_str(), "why it does not apply")?;
        let blank = proving.proof.text("", "")?;
        let blank = proving
            .proof
            .compare(reason, blank, Relation::Equal, "no reason")?;
        let applies = proving.proof.not(blank, "it does not apply")?;
        return Ok([blank, blank, blank, applies]);
    }
    if !review.answers.contains_key(item) {
        let answered = proving.default(&path, false, &label)?;
        let not_yet = proving.proof.not(answered, "it is not answered")?;
        return Ok([answered, answered, not_yet, answered]);
    }
    let name = match review.answer_to(item) {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::NotYet | Answer::NotApplicable { .. } => "not_yet",
    };
    let answer = proving.input(&path, name, &label)?;
    let mut is = |name: &str| {
        let name = proving.proof.text(name, "")?;
        proving
            .proof
            .compare(answer, name, Relation::Equal, "answered so")
    };
    let (yes, no, not_yet) = (is("yes")?, is("no")?, is("not_yet")?);
    let never = proving.proof.all(&[yes, no], "it does not apply")?;
    Ok([yes, no, not_yet, never])
}

/// Whether a remedy addresses its item, whether it is late, and that there is one.
fn prove_remedy(
    proving: &mut Proving,
    basis: &Basis,
    item: &Id,
    remedy: &Remedy,
) -> Noted<(Step, Step, Step)> {
    let path = |key| ["remedies", item.as_str(), key];
    let due = proving.input(&path("due"), remedy.due, &format!("{item} is due"))?;
    let in_time = proving
        .proof
        .compare(basis.on, due, Relation::AtMost, "in time")?;
    let late = proving.proof.not(in_time, "past its day")?;
    let done = match remedy.done_on {
        Some(day) => {
            let day = proving.input(&path("done_on"), day, &format!("{item} is done"))?;
            proving
                .proof
                .compare(day, basis.on, Relation::AtMost, "done")?
        }
        None => proving.default(&path("done_on"), false, &format!("{item} is done"))?,
    };
    let planned = proving
        .proof
        .all(&[basis.plan, in_time], "planned in time")?;
    let open = proving.proof.not(done, "not done")?;
    Ok((
        proving
            .proof
            .any(&[done, planned], "the remedy addresses it")?,
        proving.proof.all(&[open, late], "the remedy is late")?,
        proving.proof.any(&[in_time, late], "there is a remedy")?,
    ))
}
