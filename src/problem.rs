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

/// Reads a type through the check of its draft, and writes it as that draft: by `build` of the
/// draft and the field `draft`, or by `new` and `draft()` where the value is sealed.
macro_rules! door {
    ($draft:ty, $type:ty, $error:ty) => {
        $crate::problem::door!($draft, $type, $error, <$draft>::build, |checked| checked
            .draft);
    };
    ($draft:ty, sealed $type:ty, $error:ty) => {
        $crate::problem::door!($draft, $type, $error, <$type>::new, |checked| {
            Clone::clone(checked.draft())
        });
    };
    ($draft:ty, $type:ty, $error:ty, $check:expr, |$checked:ident| $written:expr) => {
        impl TryFrom<$draft> for $type {
            type Error = $error;

            fn try_from(draft: $draft) -> Result<Self, $error> {
                $check(draft)
            }
        }

        impl From<$type> for $draft {
            fn from($checked: $type) -> Self {
                $written
            }
        }
    };
}
pub(crate) use door;
