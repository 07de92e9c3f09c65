//! What proofs are made of that the closed set of operators has no word for: 1 and 0, how many,
//! and the first name that fits.

use super::error::ExplainError;
use super::proof::{Proof, Step};
use crate::ratio::Ratio;

/// One and nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Units {
    pub(crate) one: Step,
    pub(crate) none: Step,
}

impl Proof {
    /// Returns 1 and 0, made of a number that is not 0; the 0 is made of the 1.
    pub(crate) fn units(&mut self, number: Step) -> Result<Units, ExplainError> {
        let one = self.quotient(number, number, "one")?;
        let none = self.difference(one, one, "none")?;
        Ok(Units { one, none })
    }

    /// Notes how long a list of a document is.
    pub(crate) fn length(
        &mut self,
        (document, pointer): (&str, &str),
        length: usize,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let length = Ratio::from(u64::try_from(length).unwrap_or(u64::MAX));
        self.input(document, pointer, length, label)
    }

    /// Counts the flags that are yes.
    pub(crate) fn count(
        &mut self,
        flags: &[Step],
        units: Units,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let mut ones = vec![units.none];
        for flag in flags {
            ones.push(self.choose(*flag, units.one, units.none, "")?);
        }
        self.sum(&ones, Ratio::ZERO, label)
    }

    /// Takes the first name whose flag is yes, or the last of all.
    pub(crate) fn pick(
        &mut self,
        names: &[(Step, &str)],
        otherwise: &str,
        label: &str,
    ) -> Result<Step, ExplainError> {
        let mut picked = self.text(otherwise, "")?;
        for (is_so, name) in names.iter().rev() {
            let name = self.text(name, "")?;
            picked = self.choose(*is_so, name, picked, label)?;
        }
        Ok(picked)
    }

    /// Takes a number or an amount without its sign.
    pub(crate) fn size(&mut self, number: Step, label: &str) -> Result<Step, ExplainError> {
        let turned = self.negate(number, "")?;
        self.largest(&[number, turned], label)
    }
}
