//! Closed sets of words: an enum whose members each have one slug, the same in files, on the
//! command line and in JSON. The slug is also the tail of the locale key (`ticket-kind-fault`).

use super::reason::{Reason, none_of};

/// A text that is none of the words allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is none of {}", .allowed.join(", "))]
pub struct NotAChoice {
    /// What was given.
    pub given: String,
    /// What would have been understood.
    pub allowed: Vec<&'static str>,
}

impl From<NotAChoice> for Reason {
    fn from(error: NotAChoice) -> Self {
        none_of(&error.given, &error.allowed)
    }
}

/// Declares an enum of slugs with `ALL`, `slug()`, `Display`, `FromStr` and serde.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $slug)] $variant,)*
        }

        impl $name {
            /// Every member, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The slugs, in the same order.
            pub const SLUGS: &'static [&'static str] = &[$($slug),*];

            /// The word in files, on the command line and in JSON.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.slug())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::choice::NotAChoice;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let wanted = $crate::domain::text::fold(text.trim());
                Self::ALL.iter().copied().find(|choice| choice.slug() == wanted).ok_or_else(|| {
                    $crate::domain::choice::NotAChoice { given: text.to_owned(), allowed: Self::SLUGS.to_vec() }
                })
            }
        }
    };
}
pub(crate) use choice;
