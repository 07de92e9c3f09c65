//! [`door`]: what is read goes through the checks of its draft.

/// Reads a type by building its draft, and writes it as that draft.
macro_rules! door {
    ($draft:ty, $type:ty, $error:ty) => {
        impl TryFrom<$draft> for $type {
            type Error = $error;

            fn try_from(draft: $draft) -> Result<Self, $error> {
                draft.build()
            }
        }

        impl From<$type> for $draft {
            fn from(checked: $type) -> Self {
                checked.draft
            }
        }
    };
}
pub(super) use door;
