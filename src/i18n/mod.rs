//! Every word in English and Simplified Chinese.
//!
//! The words stand in `assets/locales/<lang>/<room>.ftl` and are compiled in. Code names a key,
//! `words.t("stage-new")`, never a text. A key that one language lacks fails the tests.

mod finding;
mod lang;
mod notice;
mod refusal;
mod say;
#[cfg(test)]
mod tests;

pub use fluent_bundle::FluentValue as Value;
pub use lang::{BadLang, Lang};
pub use say::{clock, size, timer};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::collections::HashMap;
use std::fmt;

/// The words of one language.
pub struct I18n {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    /// Every message that takes no argument, formatted once: a frame asks for hundreds of labels.
    labels: HashMap<String, String>,
}

impl I18n {
    /// Reads the words of `lang`. What cannot be parsed is left out; the tests see to it that nothing is.
    pub fn new(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        // The marks would reach the terminal, where they are invisible at best.
        bundle.set_use_isolating(false);
        let mut ids = Vec::new();
        for (_, source) in lang.files() {
            ids.extend(message_ids(source));
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(readable, _)| readable);
            // Refused only for an id given twice: the first one stays.
            let _ = bundle.add_resource(resource);
        }
        let label = |id: &str| Some((id.to_owned(), format(&bundle, id, None)?));
        let labels = ids.into_iter().filter_map(label).collect();
        Self { lang, bundle, labels }
    }

    /// The language spoken here.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of a message without arguments; the key itself, so that it is seen, when there is none.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.labels.get(key).map_or(key, String::as_str)
    }

    /// Whether `key` is a message without arguments.
    pub fn has(&self, key: &str) -> bool {
        self.labels.contains_key(key)
    }

    /// The text of a message with its arguments filled in: `words.tf("in-days", &[("days", 3.into())])`.
    pub fn tf(&self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        let args: FluentArgs = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        format(&self.bundle, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }
}

impl fmt::Debug for I18n {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("I18n").field(&self.lang).finish()
    }
}

/// The message's text, or nothing when it is missing or lacks an argument.
fn format(bundle: &FluentBundle<FluentResource>, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

/// A message starts at the left edge of a line; its terms (`-brand`), comments and further lines do not.
fn message_ids(source: &str) -> impl Iterator<Item = &str> {
    let messages = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    messages.filter_map(|line| line.split_once('=')).map(|(id, _)| id.trim_end())
}
