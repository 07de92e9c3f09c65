//! One settlement: what it was made from, and what it came to, also as JSON for anybody to check.

#![allow(dead_code, reason = "not every example uses every helper")]

use std::error::Error;
use std::fs;
use std::path::Path;

use partnership::compensation::{Activity, State, Statement, Terms, settle};
use partnership::explain::Explanation;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The papers of one settlement.
pub(crate) struct Papers {
    pub(crate) terms: Terms,
    pub(crate) before: State,
    pub(crate) activity: Activity,
    pub(crate) statement: Statement,
    pub(crate) after: State,
}

impl Papers {
    /// Settles an activity.
    pub(crate) fn new(terms: &Terms, before: &State, activity: Activity) -> Result<Self> {
        let (statement, after) = settle(terms, before, &activity)?;
        let (terms, before) = (terms.clone(), before.clone());
        Ok(Self {
            terms,
            before,
            activity,
            statement,
            after,
        })
    }

    /// The proof of the statement and of the state after it, every step of it checked.
    pub(crate) fn explanation(&self) -> Result<Explanation> {
        let (before, activity) = (&self.before, &self.activity);
        let explanation = self.statement.explain(&self.terms, before, activity)?;
        explanation.check()?;
        Ok(explanation)
    }

    /// Writes the papers as JSON, for whoever wants to check the statement without this program.
    pub(crate) fn save(&self, folder: &Path) -> Result<()> {
        let result = Outcome {
            statement: &self.statement,
            state: &self.after,
        };
        fs::create_dir_all(folder)?;
        for (name, paper) in [
            (
                "terms.json",
                serde_json::to_string_pretty(self.terms.expanded())?,
            ),
            ("state.json", serde_json::to_string_pretty(&self.before)?),
            (
                "activity.json",
                serde_json::to_string_pretty(&self.activity)?,
            ),
            ("result.json", serde_json::to_string_pretty(&result)?),
            (
                "explanation.json",
                serde_json::to_string_pretty(&self.explanation()?)?,
            ),
        ] {
            fs::write(folder.join(name), paper + "\n")?;
        }
        Ok(())
    }
}

/// What a settlement came to, as the explanation points into it.
#[derive(serde::Serialize)]
struct Outcome<'a> {
    statement: &'a Statement,
    state: &'a State,
}
