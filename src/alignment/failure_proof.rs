//! The proof of a [`Diagnosis`] (spec/explain.md).

use crate::explain::{ExplainError, Explanation, Relation, Step};
use crate::ratio::Ratio;

use super::failure::{Diagnosis, diagnose};
use super::failure_pattern::Pattern;
use super::issue_reading::IssueFinding;
use super::proving::{Noted, Proving};
use super::signal::Signal;

/// The name of the signals in a proof.
const DOCUMENT: &str = "signals";

impl Diagnosis {
    /// Returns the proof that each of the signals named reveals the mode.
    ///
    /// It reads the document `signals`, which is the list of signals.
    ///
    /// # Errors
    ///
    /// [`ExplainError::OtherResult`] if the diagnosis does not follow from the signals.
    pub fn explain(&self, signals: &[Signal]) -> Result<Explanation, ExplainError> {
        if !diagnose(signals).contains(self) {
            return Err(ExplainError::OtherResult);
        }
        let mut proving = Proving::about(DOCUMENT);
        let count = Ratio::from(u64::try_from(signals.len()).unwrap_or(u64::MAX));
        let count = proving.input(&[], count, "signals")?;
        let one = proving.proof.quotient(count, count, "one")?;
        let mut reveals = Vec::with_capacity(self.because.len());
        for (at, position) in self.because.iter().copied().enumerate() {
            let Some(signal) = signals.get(position) else {
                continue;
            };
            let before = vec![one; position];
            let before = proving
                .proof
                .sum(&before, Ratio::ZERO, "signals before it")?;
            let flag = self.prove_signal(&mut proving, (position, signal), (before, count))?;
            reveals.push(flag);
            let none = proving.proof.negate(one, "reveals nothing")?;
            let because = proving
                .proof
                .choose(flag, before, none, "position of the signal")?;
            let position = Ratio::from(u64::try_from(position).unwrap_or(u64::MAX));
            proving.proves(&["because", &at.to_string()], because, position)?;
        }
        let any = proving.proof.any(&reveals, "a signal reveals it")?;
        let name = self.mode.name();
        let mode = proving.first_that_holds(&[(any, name)], "not revealed", "failure mode")?;
        proving.proves(&["mode"], mode, name)?;
        Ok(proving.finish())
    }

    /// Whether a signal is of one of the patterns of the mode.
    fn prove_signal(
        &self,
        proving: &mut Proving,
        (position, signal): (usize, &Signal),
        (before, count): (Step, Step),
    ) -> Noted {
        let patterns = self.mode.revealed_by().iter();
        let pattern = patterns.copied().find(|pattern| pattern.matches(signal));
        let mut holds =
            vec![
                proving
                    .proof
                    .compare(before, count, Relation::Less, "it is there")?,
            ];
        let at = position.to_string();
        for field in pattern.map_or_else(Vec::new, |pattern| fields(pattern, signal)) {
            let path = [at.as_str(), field.kind, field.key];
            let value = proving.input(&path, field.value, field.key)?;
            let mut names = Vec::with_capacity(field.any_of.len());
            for name in field.any_of {
                let name = proving.proof.text(name, "")?;
                names.push(
                    proving
                        .proof
                        .compare(value, name, Relation::Equal, "it is")?,
                );
            }
            holds.push(proving.proof.any(&names, field.key)?);
        }
        proving.proof.all(&holds, "the signal reveals it")
    }
}

/// A field of a signal that a pattern asks for.
struct Field<'a> {
    kind: &'static str,
    key: &'static str,
    value: &'a str,
    any_of: Vec<&'static str>,
}

/// What a pattern asks of a signal, where it asks for anything.
fn fields(pattern: Pattern, signal: &Signal) -> Vec<Field<'_>> {
    let names = |findings: &[IssueFinding]| findings.iter().map(|finding| finding.name()).collect();
    let mut fields = Vec::new();
    let mut add = |kind, key, value, any_of: Vec<&'static str>| {
        if !any_of.is_empty() {
            fields.push(Field {
                kind,
                key,
                value,
                any_of,
            });
        }
    };
    match (pattern, signal) {
        (
            Pattern::Gap { rubric, criterion },
            Signal::Gap {
                rubric: id,
                criterion: of,
            },
        ) => {
            add("gap", "rubric", id.as_str(), rubric.to_vec());
            add("gap", "criterion", of.as_str(), criterion.to_vec());
        }
        (
            Pattern::Issue { issue, finding },
            Signal::Issue {
                issue: id,
                finding: found,
            },
        ) => {
            add("issue", "issue", id.as_str(), issue.to_vec());
            add("issue", "finding", found.name(), names(finding));
        }
        (
            Pattern::OpenItem { checklist, item },
            Signal::OpenItem {
                checklist: id,
                item: of,
            },
        ) => {
            add("open_item", "checklist", id.as_str(), checklist.to_vec());
            add("open_item", "item", of.as_str(), item.to_vec());
        }
        (Pattern::Uneven { dimension }, Signal::Uneven { dimension: id, .. }) => {
            add("uneven", "dimension", id.as_str(), dimension.to_vec());
        }
        (Pattern::Unreciprocated { dimension }, Signal::Unreciprocated { dimension: id, .. }) => {
            add(
                "unreciprocated",
                "dimension",
                id.as_str(),
                dimension.to_vec(),
            );
        }
        (Pattern::HealthRed { dimension }, Signal::HealthRed { dimension: id }) => {
            add("health_red", "dimension", id.as_str(), dimension.to_vec());
        }
        _ => {}
    }
    fields
}
