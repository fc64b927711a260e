//! How a command fails: a line for a person, an object for a script, and an exit code.

use crate::config::ConfigError;
use crate::domain::id::UndoId;
use crate::domain::reason::Reason;
use crate::domain::text::{safe, shortened};
use crate::door::Refusal;
use crate::door::refusal::{Candidate, Clash};
use crate::i18n::I18n;
use serde::Serialize;
use std::io;

/// The longest message in characters.
const LONGEST: usize = 1_000;

/// What every verb answers.
pub type Outcome = Result<(), Failure>;

/// Why a command ended without doing what it should.
#[derive(Debug)]
pub enum Failure {
    /// The CRM said no.
    Refused(Refusal),
    /// The configuration cannot be used.
    Config(ConfigError),
    /// The command line itself said no.
    Said(Said),
    /// What was found out could not be written.
    Output(io::Error),
    /// A job failed when some of it was done already.
    Midway(Box<Midway>),
}

/// How far a job came, and why no further.
#[derive(Debug)]
pub struct Midway {
    /// Why.
    pub failure: Failure,
    /// Records that are kept.
    pub taken: u64,
    /// What takes them back, where that is known.
    pub undo: Option<UndoId>,
}

/// A no of the command line: the locale keys are `failure-`, the code, and perhaps `-hint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    code: &'static str,
    args: Vec<(&'static str, String)>,
    why: Option<Reason>,
    usage: bool,
}

/// A failure as `--json` shows it.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    code: &'a str,
    message: String,
    hint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    candidates: &'a [Candidate],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    conflicts: &'a [Clash],
}

impl Failure {
    /// Something that could not be done.
    pub fn failed(code: &'static str) -> Self {
        Self::Said(Said { code, args: Vec::new(), why: None, usage: false })
    }

    /// The screen could not be opened, or had to close.
    pub fn screen(error: &anyhow::Error) -> Self {
        Self::failed("screen").with("why", format!("{error:#}"))
    }

    /// A command that makes no sense as it was given.
    pub fn usage(code: &'static str) -> Self {
        Self::Said(Said { code, args: Vec::new(), why: None, usage: true })
    }

    /// The same with an argument of its text.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        if let Self::Said(said) = &mut self {
            said.args.push((name, value.to_string()));
        }
        self
    }

    /// The same with what its text calls `$why`.
    pub fn because(mut self, why: impl Into<Reason>) -> Self {
        if let Self::Said(said) = &mut self {
            said.why = Some(why.into());
        }
        self
    }

    /// 0 when whoever read the output had enough, 2 for a command that makes no sense, else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Said(said) if said.usage => 2,
            Self::Config(_) => 2,
            Self::Midway(midway) => midway.failure.exit_code(),
            Self::Refused(_) | Self::Said(_) | Self::Output(_) => 1,
        }
    }

    /// What to print on stderr, or nothing when nobody needs to be told.
    pub fn text(&self, words: &I18n, json: bool) -> Option<String> {
        if self.exit_code() == 0 {
            return None;
        }
        let shown = self.shown(words);
        if json {
            return Some(super::output::json_text(&serde_json::json!({ "error": shown })));
        }
        let hint = if shown.hint.is_empty() { String::new() } else { format!("; {}", shown.hint) };
        let mut text = safe(&format!("callsheet: {}{hint}", shown.message)).into_owned();
        for candidate in shown.candidates {
            let Candidate { id, name, hint } = candidate;
            text.push_str("\n  ");
            text.push_str(&safe(&format!("{id}  {name}  {hint}")));
        }
        Some(text)
    }

    /// What was typed stands in many a message: a word of a hundred thousand letters is cut there.
    fn shown(&self, words: &I18n) -> Shown<'_> {
        let shown = self.shown_whole(words);
        Shown { message: shortened(&shown.message, LONGEST).into_owned(), ..shown }
    }

    fn shown_whole(&self, words: &I18n) -> Shown<'_> {
        let said = |code, message, hint| Shown { code, message, hint, field: None, candidates: &[], conflicts: &[] };
        match self {
            Self::Refused(refusal) => shown_refusal(refusal, words),
            Self::Said(Said { code, args, why, .. }) => {
                let why = why.as_ref().map(|why| words.reason(why));
                let args = args.iter().map(|(name, value)| (*name, value.as_str()));
                let args: Vec<_> = args.chain(why.as_deref().map(|why| ("why", why))).collect();
                let (message, hint) = message_and_hint(words, "failure", code, &args);
                said(code, message, hint)
            }
            Self::Config(error) => said("config", error.to_string(), String::new()),
            Self::Output(error) => said("output", error.to_string(), String::new()),
            Self::Midway(midway) => midway.shown(words),
        }
    }
}

impl Midway {
    fn shown(&self, words: &I18n) -> Shown<'_> {
        let shown = self.failure.shown(words);
        let taken = ("taken", self.taken.into());
        let kept = match self.undo {
            Some(undo) => words.tf("cli-midway", &[taken, ("undo", undo.to_string().into())]),
            None => words.tf("cli-midway-kept", &[taken]),
        };
        let hints = [kept, shown.hint];
        let hints: Vec<_> = hints.into_iter().filter(|hint| !hint.is_empty()).collect();
        Shown { hint: hints.join("; "), ..shown }
    }
}

fn shown_refusal<'a>(refusal: &'a Refusal, words: &I18n) -> Shown<'a> {
    let candidates = match refusal {
        Refusal::Ambiguous { candidates, .. } => &candidates[..],
        _ => &[],
    };
    Shown {
        code: refusal.code(),
        message: words.refusal(refusal),
        hint: words.refusal_hint(refusal),
        field: refusal.field(),
        candidates,
        conflicts: refusal.clashes(),
    }
}

fn message_and_hint(words: &I18n, family: &str, code: &str, args: &[(&str, &str)]) -> (String, String) {
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).into())).collect();
    let message = words.tf(&format!("{family}-{code}"), &args);
    let key = format!("{family}-{code}-hint");
    let hint = words.tf(&key, &args);
    // Where there is no hint, its key comes back.
    (message, if hint == key { String::new() } else { hint })
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CustomerId;
    use crate::domain::reason::reason;
    use crate::i18n::Lang;

    fn ambiguous() -> Failure {
        let candidate = |id, hint: &str| Candidate { id: CustomerId(id), name: "张伟".into(), hint: hint.into() };
        let candidates = vec![candidate(7, "上海"), candidate(9, "\x1b[2J")];
        Failure::Refused(Refusal::Ambiguous { given: "张伟".into(), candidates })
    }

    #[test]
    fn candidates_are_listed_with_their_ids_and_nothing_raw() {
        let text = ambiguous().text(&I18n::new(Lang::En), false).unwrap();
        assert_eq!(text, "callsheet: `张伟` could be any of 2; name one by its id\n  7  张伟  上海\n  9  张伟  ␛[2J");
    }

    #[test]
    fn a_script_reads_code_message_hint_and_candidates() {
        let text = ambiguous().text(&I18n::new(Lang::En), true).unwrap();
        let error = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["error"];
        assert_eq!((error["code"].as_str(), error["candidates"][0]["id"].as_str()), (Some("ambiguous"), Some("7")));
        assert!(error["message"].is_string() && error["hint"].is_string());
    }

    fn clash() -> Clash {
        Clash { field: "city".into(), mine: "Köln".into(), theirs: "Bonn".into(), ..Clash::default() }
    }

    #[test]
    fn a_conflict_names_the_field_both_values_and_the_way_out() {
        let conflict = || Failure::from(Refusal::Conflict(vec![clash()]));
        let text = conflict().text(&I18n::new(Lang::En), false).unwrap();
        assert!(text.starts_with("callsheet: City was changed meanwhile: you saw (nothing) and want Köln, it is now Bonn; nothing was changed; the same command"), "{text}");
        let text = conflict().text(&I18n::new(Lang::Zh), true).unwrap();
        let error = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["error"];
        assert_eq!((error["field"].as_str(), error["conflicts"][0]["theirs"].as_str()), (Some("city"), Some("Bonn")));
    }

    #[test]
    fn every_refusal_is_said_in_both_languages() {
        for lang in Lang::ALL {
            let words = I18n::new(lang);
            for refusal in [
                Refusal::NotAllowed(crate::domain::role::Action::Import),
                Refusal::DoNotContact { address: "+49".into(), why: "asked".into() },
                Refusal::Conflict(vec![clash()]),
                Refusal::ChangedSince { clashes: vec![clash()], count: 1 },
                Refusal::invalid("city", reason("text-too-long").with("most", 200)),
                Refusal::NotFound { noun: "deal".into(), given: "D1".into() },
                Refusal::Ambiguous { given: "x".into(), candidates: Vec::new() },
                Refusal::ReadOnly { why: reason("disk-full").with("said", "28") },
                Refusal::Cancelled,
                Refusal::InUse { by: None, path: "/x".into() },
                Refusal::FromTheFuture { found: 3, known: 2 },
                Refusal::Unavailable { why: reason("store-closed") },
            ] {
                let text = Failure::from(refusal).text(&words, false).unwrap();
                assert!(!text.contains("refusal-"), "{text}");
            }
        }
    }

    #[test]
    fn a_job_that_fails_midway_says_what_is_kept_and_how_to_take_it_back() {
        let failure = Failure::Refused(Refusal::ReadOnly { why: reason("disk-full").with("said", "error 28") });
        let midway = Failure::Midway(Box::new(Midway { failure, taken: 1500, undo: Some(UndoId(7)) }));
        let text = midway.text(&I18n::new(Lang::En), false).unwrap();
        assert!(text.contains("the disk is full (error 28)"), "{text}");
        assert!(text.contains("; 1500 records are kept; callsheet undo X7 takes them back; "), "{text}");
        assert_eq!(midway.exit_code(), 1);
    }

    #[test]
    fn whoever_stops_reading_is_no_failure() {
        let full = Failure::Output(io::ErrorKind::BrokenPipe.into());
        assert_eq!((full.exit_code(), full.text(&I18n::new(Lang::En), false)), (0, None));
        assert_eq!(Failure::usage("no-terminal").exit_code(), 2);
        assert_eq!(Failure::from(Refusal::Cancelled).exit_code(), 1);
    }
}
