//! Events as a person reads them in a log, a line each.

use std::fmt::{Display, Formatter, Result};

use super::event::{Event, Fact, Moved};
use super::word::Key;

impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "#{} {} {}", self.seq, self.when.on(), self.fact)
    }
}

impl Display for Fact {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Started {
                definition,
                version,
                stage,
                limit,
                term_start,
            } => {
                write!(f, "{definition} version {version} started in {stage}")?;
                also(f, ", limit", limit.as_ref())?;
                also(f, ", first term from", term_start.as_ref())
            }
            Self::Recorded { activity, by, on } => write!(f, "{activity} done on {on}, says {by}"),
            Self::Observed {
                metric,
                value,
                on,
                by,
            } => write!(f, "{metric} {value} on {on}, says {by}"),
            Self::TermsSet { fingerprint, by } => write!(f, "terms {fingerprint} set by {by}"),
            Self::Approved { way, by, of } => {
                write!(f, "{way} approved by {by}")?;
                also(f, ", terms", of.as_ref())
            }
            Self::ReviewHeld {
                cadence, by, on, ..
            } => write!(f, "{cadence} held on {on}, says {by}"),
            Self::Moved(moved) => moved.fmt(f),
            Self::LimitPassed {
                stage, deadline, ..
            } => write!(f, "limit of {stage} passed, which was {deadline}"),
            Self::NoticeGiven { by, effective } => {
                write!(f, "notice given by {by}, effective {effective}")
            }
            Self::IssueOpened { .. }
            | Self::Acknowledged { .. }
            | Self::Escalated { .. }
            | Self::IssueResolved { .. }
            | Self::IssueSurvives { .. } => self.of_issue(f),
            Self::Suspended { by } => write!(f, "suspended by {by}"),
            Self::Resumed { by, limit, .. } => {
                write!(f, "resumed by {by}")?;
                also(f, ", limit", limit.as_ref())
            }
            Self::Voided { seq, by } => write!(f, "#{seq} voided by {by}"),
            Self::Migrated {
                from, to, stage, ..
            } => write!(f, "version {from} migrated to {to} in {stage}"),
        }
    }
}

impl Fact {
    fn of_issue(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::IssueOpened {
                issue,
                by,
                level,
                next,
                ..
            } => {
                write!(f, "issue {issue} opened at {level}")?;
                also(f, " by", by.as_ref())?;
                also(f, ", climbs", next.as_ref())
            }
            Self::Acknowledged { issue, by, next } => {
                write!(f, "issue {issue} acknowledged by {by}, climbs {next}")
            }
            Self::Escalated {
                issue, level, next, ..
            } => {
                write!(f, "issue {issue} escalated to {level}")?;
                also(f, ", climbs", next.as_ref())
            }
            Self::IssueResolved { issue, by } => {
                write!(f, "issue {issue} resolved")?;
                also(f, " by", by.as_ref())
            }
            Self::IssueSurvives { issue, by } => write!(f, "issue {issue} handed over by {by}"),
            _ => Ok(()),
        }
    }
}

impl Display for Moved {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let by = self.by.as_ref().map_or("nobody", Key::as_str);
        let by = if self.deemed { "silence" } else { by };
        write!(
            f,
            "{} taken by {by}, {} to {}",
            self.way, self.from, self.to
        )?;
        also(f, ", limit", self.limit.as_ref())?;
        also(f, ", first term from", self.term_start.as_ref())?;
        also(f, ", reason", self.reason.as_ref())
    }
}

/// What is said beside, if there is anything.
fn also(f: &mut Formatter<'_>, words: &str, what: Option<&impl Display>) -> Result {
    what.map_or(Ok(()), |what| write!(f, "{words} {what}"))
}
