//! [`ContributionLint`]: what is legal in contributions, and mostly a slip.

use std::collections::BTreeSet;

use crate::problem::Problem;

use super::contribution::Contribution;

/// Something in contributions that is legal but suspicious.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContributionLint {
    /// A type that counts nothing.
    #[error("{name} counts nothing")]
    ZeroWeight {
        /// The type.
        name: String,
    },
    /// A type to which nobody contributed.
    #[error("nobody contributed to {name}")]
    EmptyType {
        /// The type.
        name: String,
    },
    /// A second type of the same name.
    #[error("{name} stands twice")]
    SameName {
        /// The name.
        name: String,
    },
}

impl Contribution {
    /// Returns what is legal but suspicious, with its place, type by type.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use partnership::split::{
    ///     Contributed, Contribution, ContributionType, EmptyType, TypeWeight,
    /// };
    ///
    /// let hours = ContributionType {
    ///     name: "hours".to_owned(),
    ///     weight: TypeWeight::new(40),
    ///     contributed: Contributed::Amounts(BTreeMap::new()),
    /// };
    /// let terms = Contribution::new(vec![hours], EmptyType::Renormalise)?;
    /// assert_eq!(terms.lint()[0].to_string(), "types[0]: nobody contributed to hours");
    /// # Ok::<(), partnership::Error>(())
    /// ```
    pub fn lint(&self) -> Vec<Problem<ContributionLint>> {
        let mut names = BTreeSet::new();
        let mut lints = Vec::new();
        for (position, kind) in self.types().iter().enumerate() {
            let name = || kind.name.clone();
            let mut note = |fault| {
                let place = format!("types[{position}]");
                lints.push(Problem { place, fault });
            };
            if kind.weight.weight() == 0 {
                note(ContributionLint::ZeroWeight { name: name() });
            }
            if kind.is_empty() {
                note(ContributionLint::EmptyType { name: name() });
            }
            if !names.insert(&kind.name) {
                note(ContributionLint::SameName { name: name() });
            }
        }
        lints
    }
}
