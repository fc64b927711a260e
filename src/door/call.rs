//! A call: a request with its name and its cause.

use super::{Door, Part, Refusal, Request, Response, ask_in_parts};
use crate::domain::audit::Actor;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// Names a call everywhere and for a day: written with what it changes, so that a session that lost
/// the answer can ask for the outcome instead of calling twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CallId(pub [u8; 16]);

impl CallId {
    /// Bytes at the beginning that are the time: Unix milliseconds, big-endian.
    pub const TIME: usize = 6;

    /// A fresh name: the time, then ten bytes of chance.
    pub fn fresh() -> Self {
        let mut id = [0; 16];
        // Without chance the clock alone still names it within this process; a clash is refused as
        // an answered call, never applied twice.
        let _ = getrandom::fill(&mut id);
        let ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
        id[..Self::TIME].copy_from_slice(&ms.to_be_bytes()[2..]);
        Self(id)
    }
}

/// Why a call is made: who is behind it, and after how many other causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// A person, Callsheet itself, a rule or a hook.
    pub actor: Actor,
    /// 0 for a person's own deed; a rule that reacts to it is 1, and so on.
    pub depth: u8,
}

impl Cause {
    /// A person did it.
    pub const PERSON: Self = Self { actor: Actor::User, depth: 0 };
    /// Callsheet itself did it.
    pub const SYSTEM: Self = Self { actor: Actor::System, depth: 0 };

    /// What of this a session may say of itself: that a hook is behind it. Else a person is.
    pub fn of_session(self) -> Self {
        if self.actor == Actor::Hook { Self { depth: self.depth.max(1), ..self } } else { Self::PERSON }
    }
}

impl FromStr for Cause {
    type Err = ();

    /// Reads what a hook finds in its environment, `hook:2`. Nobody says of themselves that they are Callsheet.
    fn from_str(text: &str) -> Result<Self, ()> {
        let depth = text.strip_prefix("hook:").and_then(|depth| depth.parse().ok()).ok_or(())?;
        Ok(Self { actor: Actor::Hook, depth })
    }
}

/// A request with its name and its cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its name.
    pub id: CallId,
    /// Its cause.
    pub cause: Cause,
    /// What is asked.
    pub request: Request,
}

impl Call {
    /// A person asks, under a fresh name.
    pub fn by_person(request: impl Into<Request>) -> Self {
        Self { id: CallId::fresh(), cause: Cause::PERSON, request: request.into() }
    }
}

/// Sends a person's request and waits for its answer, as the kind of answer expected.
pub fn ask<T>(door: &dyn Door, request: impl Into<Request>) -> Result<T, Refusal>
where
    T: TryFrom<Response, Error = Refusal>,
{
    ask_in_parts(door, Call::by_person(request), &mut |_: Part| {})?.try_into()
}
