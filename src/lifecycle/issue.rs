//! The commands about issues (spec/lifecycle.md 3).

use super::event::Fact;
use super::ladder::held;
use super::refusal::{Refusal, Subject};
use super::settle::Settling;
use super::state::Issue;
use super::word::{IssueKey, Key};
use crate::time::{Deadline, Span};

pub(super) fn open(
    settled: &Settling<'_>,
    issue: &Key,
    ladder: Option<&Key>,
    by: &Key,
) -> Result<Fact, Refusal> {
    let record = &settled.state.record;
    let key = IssueKey::from(issue.clone());
    if record.issues.contains_key(&key) || record.surviving.contains(&key) {
        return Err(Refusal::already(Subject::Issue, key));
    }
    if key.as_str().starts_with(IssueKey::LIMIT_PREFIX) {
        return Err(Refusal::Reserved);
    }
    let definition = settled.definition;
    let found = match ladder {
        Some(ladder) => definition.ladder(ladder),
        None => definition.ladders.first(),
    };
    let lowest = found.and_then(|found| Some((found, found.levels.first()?)));
    let Some((ladder, level)) = lowest else {
        let missing = ladder.unwrap_or(&definition.id);
        let known = definition.ladders.iter().map(|ladder| &ladder.key);
        return Err(Refusal::unknown(Subject::Ladder, missing, known));
    };
    let since = Deadline::At(settled.now.at());
    Ok(Fact::IssueOpened {
        issue: key,
        ladder: ladder.key.clone(),
        by: Some(by.clone()),
        level: level.key.clone(),
        next: ladder.next_after(0, since, settled.calendar)?,
    })
}

/// The open issue of a name.
fn known<'a>(settled: &'a Settling<'_>, issue: &IssueKey) -> Result<&'a Issue, Refusal> {
    let issues = &settled.state.record.issues;
    let open = issues.get(issue);
    open.ok_or_else(|| Refusal::unknown(Subject::Issue, issue, issues.keys()))
}

pub(super) fn acknowledge(
    settled: &Settling<'_>,
    issue: &IssueKey,
    by: &Key,
    hold: Span,
) -> Result<Fact, Refusal> {
    let open = known(settled, issue)?;
    if open.held {
        return Err(Refusal::already(Subject::Acknowledgement, issue));
    }
    let next = open.next.ok_or(Refusal::NotHere)?;
    Ok(Fact::Acknowledged {
        issue: issue.clone(),
        by: by.clone(),
        next: held(next, &settled.now, hold, settled.calendar)?,
    })
}

pub(super) fn resolve(settled: &Settling<'_>, issue: &IssueKey, by: &Key) -> Result<Fact, Refusal> {
    known(settled, issue)?;
    Ok(Fact::IssueResolved {
        issue: issue.clone(),
        by: Some(by.clone()),
    })
}

pub(super) fn survive(settled: &Settling<'_>, issue: &IssueKey, by: &Key) -> Result<Fact, Refusal> {
    known(settled, issue)?;
    let definition = settled.definition;
    let mut ways = definition.moves_from(&settled.state.record.stage);
    if !ways.any(|way| definition.is_closed(&way.to)) {
        return Err(Refusal::NotHere);
    }
    Ok(Fact::IssueSurvives {
        issue: issue.clone(),
        by: by.clone(),
    })
}
