//! The keeper: the door is answered in every state, also while the store is shut.
//!
//! The keeper owns the place a store is kept in and the list of those who listen; the [`Crm`] comes and goes.
//! Opening takes place on a thread of its own. A store that fails inside is closed and opened anew, and the
//! call that met it is made once more under its own name, so that nothing is done twice. One that takes no
//! changes is opened anew when there is room again: at the next change, and every few seconds while
//! somebody is there.

mod memory;
mod phase;
mod shared;
mod upkeep;
mod vault;

pub use vault::{Directory, Opened, Vault};

use super::context::{Clock, Identity};
use super::hands::Hands;
use super::hub::Inbox;
use super::{Founding, Sink, SystemClock};
use crate::domain::role::Action;
use crate::domain::secret::Key;
use crate::door::{Call, Refusal, Request, Response, system};
use crate::store::sled::Options;
use shared::Shared;
use std::path::Path;
use std::sync::Arc;

/// Keeps a store; when it goes, the store is closed.
pub struct Keeper {
    shared: Arc<Shared>,
    hands: Hands,
}

impl Keeper {
    /// Begins to open the store in `dir`, or to found one there if there is none.
    pub fn open_in(dir: &Path, options: Options, founding: Founding) -> Self {
        let key = options.key.clone();
        Self::open(Box::new(Directory::new(dir, options)), Arc::new(SystemClock), founding, key)
    }

    /// Begins to open the store kept in `vault`; an empty one is founded first.
    pub fn open(vault: Box<dyn Vault>, clock: Arc<dyn Clock>, founding: Founding, key: Option<Key>) -> Self {
        let shared = Arc::new(Shared::new(vault, clock, founding));
        shared.start(key);
        Self { shared, hands: Hands::default() }
    }

    /// Ends work on the store and closes it; from then on everything is refused.
    pub fn close(&self) {
        self.shared.close();
    }

    /// How things stand.
    pub fn state(&self) -> system::State {
        self.shared.standing().state
    }

    /// Whether whoever comes next may find the store as it is: open, and by no key that was theirs who left.
    pub fn may_stay_open(&self) -> bool {
        self.shared.may_stay_open()
    }

    /// Whether somebody works on the store, or writes an image of it, or a hook's command runs: all of it would begin
    /// anew if it was left.
    pub fn is_at_work(&self) -> bool {
        self.shared.is_at_work()
    }

    /// Everybody is gone: a key that was theirs opens the store to nobody who comes while it is being worked on.
    pub fn left_alone(&self) {
        self.shared.left_alone();
    }

    /// Answers a call, in every state.
    pub(super) fn answer(
        &self,
        session: u64,
        who: &Identity,
        call: Call,
        sink: &mut dyn Sink,
    ) -> Result<Response, Refusal> {
        let standing = match &call.request {
            Request::System(system::Request::State) => self.shared.standing(),
            Request::System(system::Request::Settled) => self.shared.settled(sink)?,
            Request::System(system::Request::Host) => return Ok(system::Response::Host(self.shared.host()).into()),
            // The host would read any file for them that its own user may read.
            Request::System(system::Request::Unlock(Key::File(_))) if !who.is_owner => {
                return Err(Refusal::NotAllowed(Action::Maintain));
            }
            Request::System(system::Request::Unlock(key)) => self.shared.unlock(key, sink)?,
            Request::Maintenance(request) => {
                let request = request.clone();
                return self.shared.care(session, who, call, request, sink);
            }
            _ => return self.shared.ask_crm(session, who, call, sink),
        };
        Ok(system::Response::State(standing).into())
    }

    /// A session begins.
    pub(super) fn enter(&self, session: u64, who: &Identity) {
        self.shared.enter(session, who);
    }

    /// Who does the answering.
    pub(super) fn hands(&self) -> &Hands {
        &self.hands
    }

    /// A session hears from now on what happens, and first what fell due while nobody listened.
    pub(super) fn listen(&self, session: u64, inbox: Inbox) {
        self.shared.listen(session, inbox);
    }

    /// A session is over: what it waits for is called off, and what is done for nobody ends with the last one.
    pub(super) fn leave(&self, session: u64) {
        self.shared.leave(session);
    }

    /// A call was given up: whoever waits for the store looks at that.
    pub(super) fn called_off(&self) {
        self.shared.wake();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close();
    }
}
