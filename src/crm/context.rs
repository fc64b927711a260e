//! Who asks, from where, why and when.

use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::{CallId, Cause, Refusal};
use std::time::SystemTime;

/// Who opened a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user of the operating system.
    pub os_user: String,
    /// Whether that is the user this process runs under, whose files the store is kept in.
    pub is_owner: bool,
    /// The terminal, or the program.
    pub origin: String,
    /// Their process.
    pub pid: u32,
}

impl Identity {
    /// Somebody in this very process, who owns it.
    pub fn in_process(os_user: impl Into<String>, origin: impl Into<String>) -> Self {
        Self { os_user: os_user.into(), is_owner: true, origin: origin.into(), pid: std::process::id() }
    }
}

/// Everything a decision depends on besides the store.
#[derive(Debug, Clone)]
pub struct Context {
    /// The number of the session it came through; 0 for what the host does by itself.
    pub session: u64,
    /// The user of Callsheet, as they stand now.
    pub user: User,
    /// The user of the operating system.
    pub os_user: String,
    /// From where.
    pub origin: String,
    /// The present moment.
    pub now: Timestamp,
    /// Who is behind it.
    pub cause: Cause,
    /// The call's name.
    pub call: CallId,
    /// The request's audit name.
    pub request: &'static str,
}

impl Context {
    /// Refuses what the role does not allow.
    pub fn allow(&self, action: Action) -> Result<(), Refusal> {
        if self.user.active && self.user.role.may(action) { Ok(()) } else { Err(Refusal::NotAllowed(action)) }
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Timestamp(since.map_or(0, |since| since.as_millis() as i64))
    }
}
