//! Refusals and their reasons in words.

use super::I18n;
use crate::domain::audit::{Exported, Fate, Touched};
use crate::domain::field::shown;
use crate::domain::reason::Reason;
use crate::domain::text::fold;
use crate::domain::upkeep::Progress;
use crate::door::Refusal;
use crate::door::refusal::Clash;
use serde_json::Value;

/// Conflicts that are said one by one.
const SAID: usize = 3;

impl I18n {
    /// Why something was refused.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args: Vec<(&str, String)> = match refusal {
            Refusal::Invalid { field, why } if field.is_empty() => return self.reason(why),
            Refusal::Unreachable(why) => return self.reason(why),
            Refusal::NotAllowed(action) => vec![("action", self.t(&format!("action-{action}")).to_owned())],
            Refusal::Stranger { os_user, ask } => vec![("user", os_user.clone()), ("ask", ask.clone())],
            Refusal::Inactive { login, ask } => vec![("user", login.clone()), ("ask", ask.clone())],
            Refusal::ScreenLocked { login } => vec![("user", login.clone())],
            Refusal::TooSoon { seconds } => vec![("seconds", seconds.to_string())],
            Refusal::DoNotContact { address, why } => vec![("address", address.clone()), ("why", why.clone())],
            Refusal::OutsideHours { from, until, hours } => {
                vec![("there", self.between(*from, *until)), ("hours", hours.clone())]
            }
            Refusal::Conflict(clashes) => return self.clashes("refusal-conflict", clashes),
            Refusal::Invalid { field, why } => vec![("field", self.field(field)), ("why", self.reason(why))],
            Refusal::NotFound { noun, given } => vec![("noun", self.t(noun).to_owned()), ("given", given.clone())],
            Refusal::Ambiguous { given, candidates } => {
                vec![("given", given.clone()), ("count", candidates.len().to_string())]
            }
            Refusal::ReadOnly { why } | Refusal::Unavailable { why } => vec![("why", self.reason(why))],
            Refusal::Locked { by }
            | Refusal::WrongKey(by)
            | Refusal::BackupLocked { by }
            | Refusal::BackupWrongKey(by) => vec![("by", self.t(&format!("key-{by}")).to_owned())],
            Refusal::Recovering(progress) => vec![("doing", self.upkeep(*progress))],
            Refusal::ChangedSince { clashes, count } => return self.changed_since(clashes, *count),
            Refusal::AlreadyDone { revision } => vec![("revision", revision.to_string())],
            Refusal::InUse { by, path } => {
                vec![("by", by.map_or_else(|| "unknown".to_owned(), |pid| pid.to_string())), ("path", path.clone())]
            }
            Refusal::FromTheFuture { found, known } => vec![("found", found.to_string()), ("known", known.to_string())],
            Refusal::SignOn
            | Refusal::WrongPin
            | Refusal::NothingToUndo
            | Refusal::Interrupted
            | Refusal::Cancelled => Vec::new(),
        };
        self.said(&format!("refusal-{}", refusal.code()), args.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// What the person can do about it, or nothing.
    pub fn refusal_hint(&self, refusal: &Refusal) -> String {
        let key = match refusal {
            Refusal::ChangedSince { clashes, .. } if clashes.iter().any(|clash| clash.barred.is_some()) => {
                "refusal-changed-since-barred-hint".to_owned()
            }
            // Colleagues are not found by a search of customers.
            Refusal::NotFound { noun, .. } if noun == "user" || noun == "team" => format!("refusal-no-{noun}-hint"),
            _ => format!("refusal-{}-hint", refusal.code()),
        };
        if self.has(&key) { self.t(&key).to_owned() } else { String::new() }
    }

    /// Each field that was changed meanwhile, with what one saw, what one wants and what it is now.
    fn clashes(&self, key: &str, clashes: &[Clash]) -> String {
        clashes.iter().map(|clash| self.clash(key, clash)).collect::<Vec<_>>().join("; ")
    }

    fn clash(&self, key: &str, clash: &Clash) -> String {
        let Clash { record, field, seen, mine, theirs, barred: _ } = clash;
        let [seen, mine, theirs] = [seen, mine, theirs].map(|text| match self.clashing(text) {
            text if text.is_empty() => self.t("value-none").to_owned(),
            text => text,
        });
        let field = self.field(field);
        let args = [("record", record), ("field", &field), ("seen", &seen), ("mine", &mine), ("theirs", &theirs)];
        self.said(key, args.map(|(name, value)| (name, value.as_str())))
    }

    /// What stands in the way of an undo: the first few, and how many more there are.
    fn changed_since(&self, clashes: &[Clash], count: u64) -> String {
        let barred = |record: &str, why: &str| self.said("undo-clash-barred", [("record", record), ("why", why)]);
        let one = |clash: &Clash| match &clash.barred {
            Some(why) => barred(&clash.record, &self.reason(why)),
            None if clash.field.is_empty() => self.clash("undo-clash-whole", clash),
            None => self.clash("undo-clash", clash),
        };
        let what = clashes.iter().take(SAID).map(one).collect::<Vec<_>>().join("; ");
        let more = count.saturating_sub(SAID as u64);
        self.tf("refusal-changed-since", &[("what", what.into()), ("more", more.into())])
    }

    /// A value two people see differently, as it is shown: nothing as nothing, a whole record by its fields.
    pub fn clashing(&self, value: &str) -> String {
        match serde_json::from_str::<Value>(value) {
            Ok(Value::Object(fields)) => {
                let said = |(field, value): (&String, &Value)| format!("{} {}", self.field(field), shown(field, value));
                fields.iter().map(said).collect::<Vec<_>>().join("; ")
            }
            Ok(Value::Null) => String::new(),
            _ => value.to_owned(),
        }
    }

    /// What the store is busy with and how far it is: `Rebuilding the store: 43 %`.
    pub fn upkeep(&self, progress: Progress) -> String {
        let task = self.t(&format!("task-{}", progress.task)).to_owned();
        match progress.percent() {
            Some(percent) => self.tf("task-percent", &[("task", task.into()), ("percent", percent.into())]),
            None => task,
        }
    }

    /// Why something does not fit.
    pub fn reason(&self, reason: &Reason) -> String {
        let cause = reason.cause().map(|cause| self.reason(cause));
        let cause = cause.as_deref().map(|said| ("said", said));
        let args: Vec<_> = reason.args().map(|(name, value)| (name, self.argument(name, value))).collect();
        let args = args.iter().map(|(name, value)| (*name, value.as_str()));
        let why = self.said(&format!("why-{}", reason.key()), args.chain(cause));
        match reason.word() {
            Some(word) => self.said("why", [("word", word), ("why", why.as_str())]),
            None => why,
        }
    }

    /// What a record's field is called; its bare name where nobody gave it a word.
    pub fn field(&self, name: &str) -> String {
        let key = format!("field-{}", name.replace('_', "-"));
        if self.has(&key) { self.t(&key).to_owned() } else { name.to_owned() }
    }

    /// What a reason speaks of, in words where it is a name of ours.
    fn argument(&self, name: &str, value: &str) -> String {
        match name {
            "fields" => each_name(value, |field| self.field(field)),
            "named" => each_name(value, |field| self.field_to_write(field)),
            "target" => self.t(value).to_owned(),
            _ => value.to_owned(),
        }
    }

    /// How a mapping has a field, behind what it is called where that is something else: `城市 (city)`.
    fn field_to_write(&self, name: &str) -> String {
        let word = self.field(name);
        if fold(&word).replace(' ', "_") == name { name.to_owned() } else { format!("{word} ({name})") }
    }

    /// What became of a record: `D88 Value, Owner`, `10432 created`, `10432 caller not verified: Birthday`.
    pub fn touched(&self, touched: &Touched) -> String {
        let fields: Vec<_> = touched.fields.iter().map(|field| self.field(field)).collect();
        let (record, fields) = (touched.record.to_string(), fields.join(self.t("comma")));
        let fate = self.t(&format!("fate-{}", touched.fate.slug())).to_owned();
        match touched.fate {
            _ if fields.is_empty() => format!("{record} {fate}"),
            Fate::Edited => format!("{record} {fields}"),
            _ => {
                self.tf("audit-touched", &[("record", record.into()), ("fate", fate.into()), ("fields", fields.into())])
            }
        }
    }

    /// What an export took out of the store: `taken out: 128 × customer`.
    pub fn taken_out(&self, exported: &Exported) -> String {
        let noun = self.t(exported.noun.slug());
        self.tf("audit-taken-out", &[("count", exported.count.into()), ("noun", noun.into())])
    }

    pub(super) fn said<'a>(&self, key: &str, args: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let args: Vec<_> = args.into_iter().map(|(name, value)| (name, value.into())).collect();
        self.tf(key, &args)
    }
}

/// Names of fields, each as it shall be said: `first_name / last_name, at`.
fn each_name(names: &str, say: impl Fn(&str) -> String) -> String {
    let one_of = |group: &str| group.split(" / ").map(&say).collect::<Vec<_>>().join(" / ");
    names.split(", ").map(one_of).collect::<Vec<_>>().join(", ")
}
