//! Rules people type in short: they are kept, and sent, as the text they are typed as.

/// Turns a type that is read from a text and written as one into that text and back, for serde.
macro_rules! as_typed {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(rule: $name) -> Self {
                rule.to_string()
            }
        }
    };
}
pub(crate) use as_typed;
