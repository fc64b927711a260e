//! Why something does not fit: a key and what was given. The words are the languages'.

use super::typed::Word;
use serde::{Deserialize, Serialize};
use std::borrow::{Borrow, Cow};
use std::fmt;

/// Why something does not fit. The locale key is `why-` and the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    key: Cow<'static, str>,
    args: Vec<(Cow<'static, str>, String)>,
    /// The word of a longer text that is to blame, or empty.
    about: Box<str>,
    /// What lies behind it.
    cause: Option<Box<Reason>>,
}

/// The reason with this key: `reason("not-an-email").with("given", text)`.
pub fn reason(key: &'static str) -> Reason {
    Reason { key: key.into(), args: Vec::new(), about: Box::default(), cause: None }
}

/// That `given` is none of the words `allowed`.
pub fn none_of<S: Borrow<str>>(given: &str, allowed: &[S]) -> Reason {
    reason("not-a-choice").with("given", given).with("allowed", allowed.join(", "))
}

/// That a value is not of the shape its field has.
pub fn misfit(error: &serde_json::Error) -> Reason {
    reason("misfit").with("error", error)
}

impl Reason {
    /// The same with what its words speak of as `name`.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name.into(), value.to_string()));
        self
    }

    /// The same because of another, which its words speak of as `said`.
    pub fn because(self, cause: Self) -> Self {
        Self { cause: Some(Box::new(cause)), ..self }
    }

    /// The same, said of a word of a longer text.
    pub fn about(self, word: Word) -> Self {
        Self { about: word.text.into(), ..self }
    }

    /// What the words are found by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What the words speak of, by name.
    pub fn args(&self) -> impl Iterator<Item = (&str, &str)> {
        self.args.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// What lies behind it.
    pub fn cause(&self) -> Option<&Self> {
        self.cause.as_deref()
    }

    /// The word that is to blame, or nothing.
    pub fn word(&self) -> Option<&str> {
        Some(&*self.about).filter(|word| !word.is_empty())
    }
}

impl std::error::Error for Reason {}

impl fmt::Display for Reason {
    /// For logs and tests; a person reads the words of the locale files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        self.word().map_or(Ok(()), |word| write!(f, " at `{word}`"))?;
        self.args().try_for_each(|(name, value)| write!(f, ", {name} `{value}`"))?;
        self.cause().map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}
