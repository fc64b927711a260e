//! Dispositions: the coded outcomes of a contact.

use super::call_list::Tried;
use serde::{Deserialize, Serialize};

/// One outcome; configurable, two levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// Up to three digits, typed at the head of the wrap-up line.
    pub code: String,
    /// `not-interested`, or `not-interested/price` on the second level.
    pub slug: String,
    /// What people read; empty for the built-in ones, whose words are in the locale files.
    pub label: String,
    /// The customer was spoken to.
    pub reached: bool,
    /// The number must not be called again.
    pub do_not_contact: bool,
}

impl Disposition {
    /// What it means for a call list: nobody is called again at a wrong number.
    pub fn tried(&self) -> Tried {
        let is_wrong_number = self.slug.split('/').next() == Some(WRONG_NUMBER);
        match self {
            Self { reached: true, .. } => Tried::Reached,
            _ if self.do_not_contact || is_wrong_number => Tried::Never,
            _ => Tried::Again,
        }
    }
}

const WRONG_NUMBER: &str = "wrong-number";
/// Nobody picked up: what a call without a word is taken for.
pub const NO_ANSWER: &str = "no-answer";

/// The dispositions of a new store, codes 1 to 9.
pub fn defaults() -> Vec<Disposition> {
    let table = [
        ("reached", true),
        (NO_ANSWER, false),
        ("callback", true),
        ("busy", false),
        ("voicemail", false),
        (WRONG_NUMBER, false),
        ("not-interested", true),
        ("resolved", true),
        ("do-not-call", true),
    ];
    let numbered = (1..).zip(table);
    numbered
        .map(|(code, (slug, reached))| Disposition {
            code: code.to_string(),
            slug: slug.to_owned(),
            label: String::new(),
            reached,
            do_not_contact: slug == "do-not-call",
        })
        .collect()
}

/// The disposition a person means by a code or a slug.
pub fn find<'a>(dispositions: &'a [Disposition], code_or_slug: &str) -> Option<&'a Disposition> {
    let wanted = super::text::fold(&super::text::half_width(code_or_slug.trim()));
    dispositions.iter().find(|d| d.code == wanted || d.slug == wanted)
}
