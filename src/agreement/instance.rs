//! [`Instance`]: the lifecycle of an agreement, and where in it the agreement stands.

use super::refusal::AgreementError;
use crate::lifecycle::{Checked, Draft, State, begin, replay};
use crate::problem::Problem;
use crate::time::{Calendar, DateTime, Utc};

/// A lifecycle and where an agreement stands in it.
///
/// On the wire the definition is the name of a preset, or the whole table:
/// `{"preset": "pilot", "state": {..}}` or `{"definition": {..}, "state": {..}}`.
///
/// # Examples
///
/// ```
/// use partnership::agreement::Instance;
/// use partnership::lifecycle::Draft;
/// use partnership::time::{Calendar, instant};
///
/// let at = instant("2026-01-05T09:00:00Z")?;
/// let pilot = Instance::begin(Draft::pilot(), at, &Calendar::default())?;
/// assert_eq!(pilot.state.stage().as_str(), "setup");
/// # Ok::<(), partnership::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawInstance", into = "RawInstance")
)]
pub struct Instance {
    /// The table.
    pub definition: Draft,
    /// Where the agreement stands.
    pub state: State,
}

impl Instance {
    /// Returns the instance that begins at an instant.
    ///
    /// # Errors
    ///
    /// [`AgreementError::Definition`] with the first fault of the table,
    /// [`AgreementError::Time`].
    pub fn begin(
        definition: Draft,
        at: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Self, AgreementError> {
        let checked = check(definition)?;
        let first = begin(&checked, at, calendar)?;
        let state = replay(std::slice::from_ref(&first))
            .map_err(|error| AgreementError::Replay(Box::new(error)))?;
        Ok(Self {
            definition: checked.into(),
            state,
        })
    }

    /// The table, checked.
    pub(super) fn checked(&self) -> Result<Checked, AgreementError> {
        check(self.definition.clone())
    }

    /// Everything that is wrong with the table, or with the state on it.
    pub(super) fn problems(&self, found: &mut Vec<Problem<AgreementError>>) {
        for problem in self.definition.problems() {
            found.push(Problem {
                place: "lifecycle.definition".to_owned(),
                fault: AgreementError::Definition {
                    fault: problem.to_string(),
                },
            });
        }
        let (table, state) = (&self.definition, &self.state);
        let mut add = |fault| {
            let place = "lifecycle.state".to_owned();
            found.push(Problem { place, fault });
        };
        if *state.definition() != table.id || state.version() != table.version {
            add(AgreementError::OtherDefinition {
                definition: state.definition().clone(),
                version: state.version(),
            });
        } else if table.stages.iter().all(|stage| stage.key != *state.stage()) {
            add(AgreementError::UnknownStage {
                stage: state.stage().clone(),
            });
        }
    }
}

fn check(definition: Draft) -> Result<Checked, AgreementError> {
    definition.check().map_err(|refused| {
        let mut problems = refused.problems.into_iter();
        let fault = problems.next().map(|problem| problem.to_string());
        AgreementError::Definition {
            fault: fault.unwrap_or_default(),
        }
    })
}

impl From<(Checked, State)> for Instance {
    fn from((checked, state): (Checked, State)) -> Self {
        let definition = checked.into();
        Self { definition, state }
    }
}

/// An instance as it travels.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstance {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preset: Option<crate::lifecycle::Key>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    definition: Option<Draft>,
    state: State,
}

#[cfg(feature = "serde")]
impl From<Instance> for RawInstance {
    fn from(instance: Instance) -> Self {
        let Instance { definition, state } = instance;
        let is_preset = Draft::presets().contains(&definition);
        Self {
            preset: is_preset.then(|| definition.id.clone()),
            definition: Some(definition).filter(|_| !is_preset),
            state,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<RawInstance> for Instance {
    type Error = String;

    fn try_from(raw: RawInstance) -> Result<Self, String> {
        let state = raw.state;
        let definition = match (raw.preset, raw.definition) {
            (Some(preset), None) => {
                let mut presets = Draft::presets().into_iter();
                let found = presets.find(|table| table.id == preset);
                found.ok_or_else(|| format!("no preset of a lifecycle is called {preset}"))?
            }
            (None, Some(definition)) => definition,
            _ => return Err("a lifecycle has either a preset or a definition".to_owned()),
        };
        Ok(Self { definition, state })
    }
}
