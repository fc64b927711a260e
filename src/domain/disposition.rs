//! Dispositions: the coded outcomes of a contact.

mod sheet;

pub use sheet::{read, written};

use super::call_list::Tried;
use super::reason::{Reason, reason};
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
    /// The slug of its first level, which names the set it is of: `not-interested` of `not-interested/price`.
    pub fn first_level(&self) -> &str {
        self.slug.split('/').next().unwrap_or_default()
    }

    /// What it means for a call list: nobody is called again at a wrong number.
    pub fn tried(&self) -> Tried {
        let is_wrong_number = self.first_level() == WRONG_NUMBER;
        match self {
            Self { reached: true, .. } => Tried::Reached,
            _ if self.do_not_contact || is_wrong_number => Tried::Never,
            _ => Tried::Again,
        }
    }
}

/// What every store must be able to rely on: codes of one to three digits, nothing twice, and a first level above every
/// second one.
pub fn check(all: &[Disposition]) -> Result<(), Reason> {
    let numeral = |code: &str| (1..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    for (at, known) in all.iter().enumerate() {
        let before = all.get(..at).unwrap_or_default();
        let (first, second) = known.slug.split_once('/').unwrap_or((&known.slug, "-"));
        let is_word = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '/');
        if !numeral(&known.code) {
            return Err(reason("not-a-code").with("given", &known.code));
        }
        if !is_word(first) || !is_word(second) {
            return Err(reason("not-a-slug").with("given", &known.slug));
        }
        if let Some(same) = before.iter().find(|other| other.code == known.code || other.slug == known.slug) {
            return Err(reason("disposition-twice").with("given", &known.slug).with("other", &same.slug));
        }
        if known.slug.contains('/') && !all.iter().any(|other| other.slug == first) {
            return Err(reason("no-first-level").with("given", &known.slug).with("first", first));
        }
    }
    if all.is_empty() { Err(reason("no-dispositions")) } else { Ok(()) }
}

const REACHED: &str = "reached";
const WRONG_NUMBER: &str = "wrong-number";
/// It was agreed to call back.
pub const CALLBACK: &str = "callback";
/// Nobody picked up: what a call without a word is taken for.
pub const NO_ANSWER: &str = "no-answer";

/// What a call without a line of its own is taken for: what its script came to, an unanswered one where nothing was
/// said on a call one made, else one that reached somebody. The disposition's code; empty where the store has none such.
pub fn drafted<'a>(dispositions: &'a [Disposition], script: &str, is_outbound: bool, talked: bool) -> &'a str {
    let meant = match script {
        "" if is_outbound && !talked => NO_ANSWER,
        "" => REACHED,
        outcome => outcome,
    };
    find(dispositions, meant).map_or("", |found| found.code.as_str())
}

/// Those to choose from where this much of a code or slug was typed: the second level under one that is whole and has
/// one, else the first.
pub fn offered<'a>(dispositions: &'a [Disposition], typed: &str) -> Vec<&'a Disposition> {
    let chosen = find(dispositions, typed);
    let first = chosen.map(Disposition::first_level);
    let under = |known: &&Disposition| {
        first.is_some_and(|first| known.slug.strip_prefix(first).is_some_and(|rest| rest.starts_with('/')))
    };
    let second: Vec<_> = dispositions.iter().filter(under).collect();
    if second.is_empty() { dispositions.iter().filter(|known| !known.slug.contains('/')).collect() } else { second }
}

/// The dispositions of a new store, codes 1 to 9.
pub fn defaults() -> Vec<Disposition> {
    let table = [
        (REACHED, true),
        (NO_ANSWER, false),
        (CALLBACK, true),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, slug: &str) -> Disposition {
        let (code, slug) = (code.to_owned(), slug.to_owned());
        Disposition { code, slug, label: String::new(), reached: true, do_not_contact: false }
    }

    fn with_reasons() -> Vec<Disposition> {
        let mut all = defaults();
        all.extend([of("71", "not-interested/price"), of("721", "not-interested/competitor")]);
        all
    }

    #[test]
    fn a_set_is_refused_that_a_line_could_not_be_read_with() {
        assert_eq!(check(&with_reasons()), Ok(()));
        for (code, slug, why) in [
            ("1000", "sold", "not-a-code"),
            ("", "sold", "not-a-code"),
            ("1a", "sold", "not-a-code"),
            ("1", "sold", "disposition-twice"),
            ("10", "reached", "disposition-twice"),
            ("10", "sold well", "not-a-slug"),
            ("10", "a/b/c", "not-a-slug"),
            ("10", "sold/cash", "no-first-level"),
        ] {
            let mut all = defaults();
            all.push(of(code, slug));
            assert_eq!(check(&all).unwrap_err().key(), why, "{code} {slug}");
        }
        assert!(check(&[]).is_err());
    }

    #[test]
    fn a_call_without_a_line_is_taken_for_what_it_most_likely_was() {
        let all = defaults();
        for (script, outbound, noted, code) in [
            ("", true, false, "2"),
            ("", true, true, "1"),
            ("", false, false, "1"),
            ("not-interested", true, false, "7"),
            ("7", false, true, "7"),
            ("gone", true, true, ""),
        ] {
            assert_eq!(drafted(&all, script, outbound, noted), code, "{script} {outbound} {noted}");
        }
    }

    #[test]
    fn a_first_level_that_is_typed_whole_offers_its_second() {
        let all = with_reasons();
        let codes = |typed: &str| offered(&all, typed).into_iter().map(|known| known.code.as_str()).collect::<Vec<_>>();
        assert_eq!(codes("7"), ["71", "721"]);
        assert_eq!(codes("72"), codes(""));
        assert_eq!(codes("721"), ["71", "721"]);
        assert_eq!(codes("1").len(), 9);
        assert_eq!(find(&all, "７２１").map(|known| known.slug.as_str()), Some("not-interested/competitor"));
    }
}
