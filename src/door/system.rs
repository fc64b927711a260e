//! The state of the store, its settings, and who one is. Answered in every state.

use super::{About, CallId, Refusal};
use crate::domain::edit::Change;
use crate::domain::finding::Finding;
use crate::domain::reason::Reason;
use crate::domain::role::Action;
use crate::domain::secret::{Key, KeyKind};
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::upkeep::Progress;
use crate::domain::user::User;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What can be asked of the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// What the CRM can do at the moment. Answered in every state, to everybody.
    State,
    /// The same once the store is open or cannot be opened; until then how far it is, in parts.
    Settled,
    /// The process that has the store. Answered in every state, to everybody.
    Host,
    /// Opens a sealed store. Answered with the state it comes to; a wrong key is refused. Only whose store it is may
    /// name a file, as the host would read it for them.
    Unlock(Key),
    /// Counts and who one is.
    Status,
    /// Settings.
    Settings,
    /// Changed settings.
    Configure(Vec<Change>),
    /// What became of a call whose answer was lost.
    Outcome(CallId),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::State => About::look("system-state"),
            Self::Settled => About::look("system-settled"),
            Self::Host => About::look("system-host"),
            Self::Unlock(_) => About::look("system-unlock"),
            Self::Status => About::look("system-status"),
            Self::Settings => About::look("system-settings"),
            Self::Configure(_) => About::change(Action::Configure, "system-configure"),
            Self::Outcome(_) => About::look("system-outcome"),
        }
    }
}

/// What the CRM can do at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// A key is needed.
    Locked {
        /// Of which kind.
        by: KeyKind,
    },
    /// The store is being opened, rebuilt, restored …
    Recovering(Progress),
    /// Changes are refused.
    ReadOnly {
        /// Why.
        why: Reason,
    },
    /// The store cannot be opened.
    Failed(Box<Refusal>),
    /// Everything.
    Ready,
}

impl State {
    /// How requests are refused in this state, where they are.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Ready | Self::ReadOnly { .. } => None,
            Self::Locked { by } => Some(Refusal::Locked { by: *by }),
            Self::Recovering(progress) => Some(Refusal::Recovering(*progress)),
            Self::Failed(refusal) => Some((**refusal).clone()),
        }
    }

    /// Whether requests are answered, even if changes are not made.
    pub fn answers(&self) -> bool {
        matches!(self, Self::Ready | Self::ReadOnly { .. })
    }
}

/// What happened to the store that whoever works with it should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The last run did not end cleanly; what was acknowledged was brought back from the journal.
    Replayed {
        /// Changes brought back.
        commits: u64,
    },
    /// A change that was being written when the last run ended, and was acknowledged to nobody, is gone.
    Torn {
        /// What was cut off the journal, bytes.
        bytes: u64,
    },
    /// The store was damaged and was made anew.
    Rebuilt {
        /// What was wrong with it.
        why: Reason,
        /// The last revision it holds.
        revision: u64,
        /// When that was written, if it is known.
        at: Option<Timestamp>,
        /// Where the damaged store lies.
        aside: Option<PathBuf>,
    },
    /// The last image was missing or damaged. Nothing is lost: the store is well, and a new image is being taken.
    ImageRenewed,
    /// Something is amiss, seen at a glance when it was opened or met since; `doctor` looks at everything.
    Amiss(Finding),
}

impl Notice {
    /// The code in `--json`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Replayed { .. } => "replayed",
            Self::Torn { .. } => "torn",
            Self::Rebuilt { .. } => "rebuilt",
            Self::ImageRenewed => "image-renewed",
            Self::Amiss(finding) => finding.code(),
        }
    }
}

/// What the system answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// What the CRM can do at the moment.
    State(Standing),
    /// The process that has the store.
    Host(Host),
    /// Who one is, and what there is.
    Status(Box<Status>),
    /// The settings.
    Settings(Box<Settings>),
    /// The settings are stored.
    Configured {
        /// The revision of the commit.
        revision: u64,
    },
    /// The revision a call made, or nothing if it never took place.
    Outcome(Option<u64>),
}

/// What the CRM can do at the moment, and what whoever works with it should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What it can do.
    pub state: State,
    /// What happened when the store was opened last, and what is amiss with it since.
    pub notices: Vec<Notice>,
}

/// The process that has the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its number.
    pub pid: u32,
    /// Since when it has it.
    pub since: Timestamp,
    /// The memory it takes, bytes, where the system says so.
    pub memory: Option<u64>,
}

/// Who one is, and what there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Who one is.
    pub me: User,
    /// The newest revision.
    pub revision: u64,
    /// Customers there are.
    pub customers: u64,
    /// Where the store is.
    pub data: String,
}
