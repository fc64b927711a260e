//! Refusals in words.

use super::I18n;
use crate::door::Refusal;

impl I18n {
    /// Why something was refused.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args: Vec<(&str, String)> = match refusal {
            Refusal::NotAllowed(action) => vec![("action", action.slug().to_owned())],
            Refusal::DoNotContact { address, why } => vec![("address", address.clone()), ("why", why.clone())],
            Refusal::Conflict { field, theirs } => vec![("field", field.clone()), ("theirs", theirs.clone())],
            Refusal::Invalid { field, why } => vec![("field", field.clone()), ("why", why.clone())],
            Refusal::NotFound { noun, given } => vec![("noun", self.t(noun).to_owned()), ("given", given.clone())],
            Refusal::Ambiguous { given, candidates } => {
                vec![("given", given.clone()), ("count", candidates.len().to_string())]
            }
            Refusal::ReadOnly { why } | Refusal::Unavailable { why } => vec![("why", why.clone())],
            Refusal::ChangedSince { record } => vec![("record", record.clone())],
            Refusal::AlreadyDone { revision } => vec![("revision", revision.to_string())],
            Refusal::NothingToUndo | Refusal::Cancelled => Vec::new(),
        };
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.tf(&format!("refusal-{}", refusal.code()), &args)
    }

    /// What the person can do about it, or nothing.
    pub fn refusal_hint(&self, refusal: &Refusal) -> String {
        let key = format!("refusal-{}-hint", refusal.code());
        if self.has(&key) { self.t(&key).to_owned() } else { String::new() }
    }
}
