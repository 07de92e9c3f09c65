//! Enums whose values are names on the wire.

/// A text names no operator, relation or day of a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown name {text:?}, not one of {}", known.join(", "))]
pub struct UnknownName {
    /// What was given, cut to 64 characters.
    pub text: String,
    /// The names that there are.
    pub known: &'static [&'static str],
}

/// An enum whose values are names on the wire.
macro_rules! names {
    (
        $(#[$meta:meta])* $visibility:vis enum $type:ident $what:literal {
            $($(#[$doc:meta])* $variant:ident = $name:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $type {
            $($(#[$doc])* $variant,)*
        }

        impl $type {
            /// Returns the name on the wire.
            $visibility const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::explain::UnknownName;

            fn from_str(text: &str) -> Result<Self, crate::explain::UnknownName> {
                match text {
                    $($name => Ok(Self::$variant),)*
                    _ => Err(crate::explain::UnknownName {
                        text: crate::text::cut(text),
                        known: &[$($name),*],
                    }),
                }
            }
        }

        crate::text::serde_as_text!($type, $what);
    };
}
pub(super) use names;
