//! Why a request was refused, and what the person can do.

use crate::domain::edit::{self, EditError};
use crate::domain::field::BadValue;
use crate::domain::id::CustomerId;
use crate::domain::reason::Reason;
use crate::domain::role::Action;
use crate::domain::secret::KeyKind;
use crate::domain::upkeep::Progress;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A typed no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// The role does not allow it.
    #[error("your role does not allow this: {0}")]
    NotAllowed(Action),
    /// The user of the operating system is nobody's here.
    #[error("`{os_user}` is no user of this store; ask {ask}")]
    Stranger {
        /// Who asks.
        os_user: String,
        /// Who may let them in.
        ask: String,
    },
    /// The user is known and may not work any more.
    #[error("`{login}` is not active any more; ask {ask}")]
    Inactive {
        /// Who asks.
        login: String,
        /// Who may let them in again.
        ask: String,
    },
    /// Nobody has signed on at this shared seat.
    #[error("nobody has signed on at this seat")]
    SignOn,
    /// The session answers nothing until its PIN is typed.
    #[error("`{login}` has locked this screen")]
    ScreenLocked {
        /// Whose PIN.
        login: String,
    },
    /// That is not the PIN, or nobody's login.
    #[error("that is not the PIN")]
    WrongPin,
    /// There were too many wrong PINs to try again at once.
    #[error("too many wrong PINs; the next try in {seconds} s")]
    TooSoon {
        /// How long it takes.
        seconds: u64,
    },
    /// The number or address is on the do-not-contact list.
    #[error("{address} is on the do-not-contact list: {why}")]
    DoNotContact {
        /// The number or address.
        address: String,
        /// Why it is there.
        why: String,
    },
    /// Their clock does not allow a call now.
    #[error("it is {from} there, calls are made {hours}")]
    OutsideHours {
        /// What their clock shows; the earliest of those that can be meant.
        from: NaiveDateTime,
        /// The latest of them.
        until: NaiveDateTime,
        /// The hours that hold, as typed.
        hours: String,
    },
    /// Fields were changed meanwhile. Nothing of the edit was made.
    #[error("changed meanwhile: {}", fields(.0))]
    Conflict(Vec<Clash>),
    /// A value does not fit.
    #[error("{field}: {why}")]
    Invalid {
        /// The field.
        field: String,
        /// What is wrong.
        why: Reason,
    },
    /// There is no such record.
    #[error("there is no {noun} `{given}`")]
    NotFound {
        /// The noun's slug.
        noun: String,
        /// What was given.
        given: String,
    },
    /// More than one record could be meant.
    #[error("`{given}` could be any of {}", .candidates.len())]
    Ambiguous {
        /// What was given.
        given: String,
        /// Who could be meant.
        candidates: Vec<Candidate>,
    },
    /// The store takes no changes.
    #[error("the store is read-only: {why}")]
    ReadOnly {
        /// Why.
        why: Reason,
    },
    /// The store is sealed and was not opened yet.
    #[error("the store is locked, a {by} opens it")]
    Locked {
        /// What opens it.
        by: KeyKind,
    },
    /// The key does not open the store.
    #[error("this is not the {0} that opens the store")]
    WrongKey(KeyKind),
    /// The backup is sealed, and what opens the store does not open it.
    #[error("the backup is locked, another {by} opens it")]
    BackupLocked {
        /// What opens it.
        by: KeyKind,
    },
    /// The key does not open the backup.
    #[error("this is not the {0} that opens the backup")]
    BackupWrongKey(KeyKind),
    /// The store is being opened, rebuilt, restored …: it answers when that is done.
    #[error("the store is not ready yet: {}", .0.task)]
    Recovering(Progress),
    /// What is to be undone was changed since. Nothing of it was taken back.
    #[error("{count} times changed since: {}", records(.clashes))]
    ChangedSince {
        /// The first that stand in the way.
        clashes: Vec<Clash>,
        /// How many there are in all.
        count: u64,
    },
    /// There is nothing to undo, or to do again.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// This very call was made before; it is not made twice.
    #[error("this was done already, at revision {revision}")]
    AlreadyDone {
        /// The revision it made.
        revision: u64,
    },
    /// The job is not going on: the store was opened anew, or is another one now.
    #[error("the job was interrupted; what was acknowledged is kept")]
    Interrupted,
    /// The request was given up.
    #[error("stopped")]
    Cancelled,
    /// Another program has the store.
    #[error("the store at {path} is in use")]
    InUse {
        /// Its process, if it signed.
        by: Option<u32>,
        /// The data directory.
        path: String,
    },
    /// The store, or a record in it, was written by a newer Callsheet.
    #[error("the store has format {found}, this program knows up to {known}")]
    FromTheFuture {
        /// The format found.
        found: u32,
        /// The newest one understood here.
        known: u32,
    },
    /// The host that has the store cannot be reached.
    #[error("the host cannot be reached: {0}")]
    Unreachable(Reason),
    /// The store cannot answer.
    #[error("the store cannot answer: {why}")]
    Unavailable {
        /// Why.
        why: Reason,
    },
}

/// A field that was changed meanwhile, its values as text: strings bare, everything else as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clash {
    /// The record: `D88 Website relaunch`; empty where the request names it.
    pub record: String,
    /// The field's JSON name; empty for the record as a whole, whose values are JSON objects of fields, or nothing
    /// where there is none.
    pub field: String,
    /// What one saw there.
    pub seen: String,
    /// What one wants there.
    pub mine: String,
    /// What it holds now.
    pub theirs: String,
    /// Why it cannot become what one wants; nothing where it can.
    pub barred: Option<Reason>,
}

impl From<edit::Clash> for Clash {
    fn from(clash: edit::Clash) -> Self {
        let edit::Clash { change, theirs } = clash;
        let [seen, mine, theirs] = [&change.from, &change.to, &theirs].map(shown);
        Self { field: change.field, seen, mine, theirs, ..Self::default() }
    }
}

fn fields(clashes: &[Clash]) -> String {
    clashes.iter().map(|clash| clash.field.as_str()).collect::<Vec<_>>().join(", ")
}

fn records(clashes: &[Clash]) -> String {
    clashes.iter().map(|clash| clash.record.as_str()).collect::<Vec<_>>().join(", ")
}

/// Somebody who could be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The customer.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// Firm and city, to tell them apart.
    pub hint: String,
}

impl Refusal {
    /// The code in `--json` errors, and the locale key behind `refusal-`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(_) => "not-allowed",
            Self::Stranger { .. } => "stranger",
            Self::Inactive { .. } => "inactive",
            Self::SignOn => "sign-on",
            Self::ScreenLocked { .. } => "screen-locked",
            Self::WrongPin => "wrong-pin",
            Self::TooSoon { .. } => "too-soon",
            Self::DoNotContact { .. } => "do-not-contact",
            Self::OutsideHours { .. } => "outside-hours",
            Self::Conflict(_) => "conflict",
            Self::Invalid { .. } => "invalid",
            Self::NotFound { .. } => "not-found",
            Self::Ambiguous { .. } => "ambiguous",
            Self::ReadOnly { .. } => "read-only",
            Self::Locked { .. } => "locked",
            Self::WrongKey(_) => "wrong-key",
            Self::BackupLocked { .. } => "backup-locked",
            Self::BackupWrongKey(_) => "backup-wrong-key",
            Self::Recovering(_) => "recovering",
            Self::ChangedSince { .. } => "changed-since",
            Self::NothingToUndo => "nothing-to-undo",
            Self::AlreadyDone { .. } => "already-done",
            Self::Interrupted => "interrupted",
            Self::Cancelled => "cancelled",
            Self::InUse { .. } => "in-use",
            Self::FromTheFuture { .. } => "from-the-future",
            Self::Unreachable(_) => "unreachable",
            Self::Unavailable { .. } => "unavailable",
        }
    }

    /// Whether whoever asks is let in nowhere, until something is done about that.
    pub fn bars(&self) -> bool {
        matches!(self, Self::Stranger { .. } | Self::Inactive { .. } | Self::SignOn | Self::ScreenLocked { .. })
    }

    /// The field that is to blame, as scripts name it.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field.as_str()).filter(|f| !f.is_empty()),
            _ => self.clashes().first().map(|clash| clash.field.as_str()),
        }
    }

    /// The fields that somebody else changed.
    pub fn clashes(&self) -> &[Clash] {
        match self {
            Self::Conflict(clashes) | Self::ChangedSince { clashes, .. } => clashes,
            _ => &[],
        }
    }

    /// A value that does not fit.
    pub fn invalid(field: &str, why: impl Into<Reason>) -> Self {
        Self::Invalid { field: field.to_owned(), why: why.into() }
    }
}

impl From<BadValue> for Refusal {
    fn from(bad: BadValue) -> Self {
        Self::invalid(bad.field, bad.why)
    }
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Conflict(clashes) => Self::Conflict(clashes.into_iter().map(Clash::from).collect()),
            EditError::Invalid { field, why } => Self::Invalid { field, why },
        }
    }
}

/// A value as text: strings bare, everything else as JSON.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
