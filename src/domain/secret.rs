//! What opens a sealed store, and must be seen nowhere.

use super::choice::choice;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// A passphrase. Its bytes are wiped when it is dropped; it prints as nothing, also in a `Debug` of what holds it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself, for whoever derives a key from it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

/// For the wire between a session and the host only.
impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.expose().to_owned()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What opens a sealed store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// Something a person knows.
    Passphrase(Secret),
    /// A file with the key; its path.
    File(PathBuf),
}

impl Key {
    /// Which kind it is.
    pub fn kind(&self) -> KeyKind {
        match self {
            Self::Passphrase(_) => KeyKind::Passphrase,
            Self::File(_) => KeyKind::File,
        }
    }
}

choice! {
    /// What a sealed store wants to be opened with.
    KeyKind {
        /// Something a person knows.
        Passphrase = "passphrase",
        /// A file with the key.
        File = "file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_in_no_debug_print() {
        let key = Key::Passphrase(Secret::from("open sesame".to_owned()));
        assert_eq!(format!("{key:?}"), "Passphrase(Secret)");
    }
}
