//! Refusals and their reasons in words.

use super::I18n;
use crate::domain::audit::Exported;
use crate::domain::reason::Reason;
use crate::domain::upkeep::Progress;
use crate::door::Refusal;
use crate::door::refusal::Clash;

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
            Refusal::ChangedSince { record, clashes } if clashes.is_empty() => vec![("record", record.clone())],
            Refusal::ChangedSince { record, clashes } => {
                return self.said(
                    "refusal-undo-conflict",
                    [("record", record.as_str()), ("fields", &self.clashes("undo-clash", clashes))],
                );
            }
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
            Refusal::ChangedSince { clashes, .. } if !clashes.is_empty() => "refusal-undo-conflict-hint".to_owned(),
            _ => format!("refusal-{}-hint", refusal.code()),
        };
        if self.has(&key) { self.t(&key).to_owned() } else { String::new() }
    }

    /// Each field that was changed meanwhile, with what one saw, what one wants and what it is now.
    fn clashes(&self, key: &str, clashes: &[Clash]) -> String {
        let nothing = self.t("value-none");
        let value =
            |text: &'_ str| if text.is_empty() || text == "null" { nothing.to_owned() } else { text.to_owned() };
        let one = |clash: &Clash| {
            let Clash { field, seen, mine, theirs } = clash;
            let args =
                [("field", self.field(field)), ("seen", value(seen)), ("mine", value(mine)), ("theirs", value(theirs))];
            self.said(key, args.iter().map(|(name, value)| (*name, value.as_str())))
        };
        clashes.iter().map(one).collect::<Vec<_>>().join("; ")
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
        let fields = reason.args().find(|(name, _)| *name == "fields").map(|(_, names)| self.fields(names));
        let fields = fields.as_deref().map(|named| ("fields", named));
        let args = reason.args().filter(|(name, _)| *name != "fields");
        let why = self.said(&format!("why-{}", reason.key()), args.chain(fields).chain(cause));
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

    /// What fields are called of which one is missing: `first_name / last_name`.
    fn fields(&self, names: &str) -> String {
        names.split(" / ").map(|name| self.field(name)).collect::<Vec<_>>().join(" / ")
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
