//! [`Problem`]: a fault and its place, for papers that a person writes.

use std::fmt;

/// One fault of a paper and where it stands.
///
/// Papers that people write (term sheets, definitions, rubrics) list all their faults at once.
///
/// # Examples
///
/// ```
/// use partnership::Problem;
///
/// let problem = Problem { place: "versions[0].items[1]".into(), fault: "no streams" };
/// assert_eq!(problem.to_string(), "versions[0].items[1]: no streams");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem<Fault> {
    /// Where the fault stands: a path such as `versions[0].items[1].pay`; empty for the whole.
    pub place: String,
    /// What is wrong there.
    pub fault: Fault,
}

impl<Fault: fmt::Display> fmt::Display for Problem<Fault> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            self.fault.fmt(f)
        } else {
            write!(f, "{}: {}", self.place, self.fault)
        }
    }
}

impl<Fault: fmt::Debug + fmt::Display> std::error::Error for Problem<Fault> {}
