//! Care for the whole store. A backup is taken while people work; everything else takes the store from them for as
//! long, and gives it back as it was if it fails.

use super::phase::Phase;
use super::shared::{Shared, shut};
use super::vault::Vault;
use crate::crm::context::Identity;
use crate::crm::{Crm, Sink, audit, going_on, refuse, watched};
use crate::domain::role::Action;
use crate::domain::secret::Key;
use crate::domain::upkeep::Task;
use crate::door::maintenance::{Request, Response};
use crate::door::{self, Call, Refusal};
use crate::store::engine::EngineError;
use crate::store::progress::Watch;
use crossbeam_channel::bounded;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Work on a store nobody has open: what it came to, and what opens the store from then on.
type Work = Box<dyn FnOnce(&dyn Vault, Option<Key>, &mut Watch) -> Result<(Response, Option<Key>), EngineError> + Send>;

impl Shared {
    /// Does what whoever keeps the store is asked for. It is audited where there is a store to audit it in.
    pub fn care(
        self: &Arc<Self>,
        session: u64,
        who: &Identity,
        call: Call,
        request: Request,
        sink: &mut dyn Sink,
    ) -> Result<door::Response, Refusal> {
        if let Ok(crm) = self.crm() {
            crm.context(session, who, &call)?.allow(Action::Maintain)?;
        }
        let response = match request {
            Request::BackUp { to, keep } => self.back_up(&to, keep, sink)?,
            Request::Restore { from, key } => self.work_shut(Task::Restoring, restoring(from, key), sink)?,
            Request::Compact => self.work_shut(Task::Compacting, compacting(), sink)?,
            Request::Encrypt(to) => self.work_shut(Task::Encrypting, resealing(None, Some(to)), sink)?,
            Request::Decrypt(from) => self.work_shut(Task::Encrypting, resealing(Some(from), None), sink)?,
            Request::ChangeKey { from, to } => {
                self.work_shut(Task::Encrypting, resealing(Some(from), Some(to)), sink)?
            }
            // They are about what the open store holds.
            Request::Check | Request::Repair => return self.ask_crm(session, who, call, sink),
        };
        if let Ok(crm) = self.crm() {
            // A store that takes no changes goes without.
            let _ = crm.context(session, who, &call).and_then(|context| audit::attest(&crm, &context));
        }
        Ok(response.into())
    }

    fn back_up(&self, to: &Path, keep: Option<usize>, sink: &mut dyn Sink) -> Result<Response, Refusal> {
        // Nobody takes the store away while it is copied.
        let _open = self.crm()?;
        self.vault.back_up(to, keep, &mut watched(sink)).map(Response::BackedUp).map_err(refuse)
    }

    /// Takes the store from everybody, works on it, and opens whatever there is then.
    fn work_shut(self: &Arc<Self>, task: Task, work: Work, sink: &mut dyn Sink) -> Result<Response, Refusal> {
        let room = self.room.lock();
        let crm = match &room.phase {
            Phase::Open(crm) => Some(Arc::clone(crm)),
            // A store that cannot be opened is whosever files it is: there is no other judge.
            Phase::Failed(_) => None,
            shut => return Err(shut.state().refusal().unwrap_or(Refusal::Cancelled)),
        };
        let (stop, (answer, answered)) = (sink.stop(), bounded(1));
        self.work(room, task, move |this| {
            // Whoever asked waits for it, even after giving it up.
            let _ = answer.send(this.worked(crm, work, &stop));
        });
        drop(self.idle(sink));
        answered.recv().unwrap_or(Err(Refusal::Cancelled))
    }

    fn worked(self: &Arc<Self>, crm: Option<Arc<Crm>>, work: Work, stop: &AtomicBool) -> Result<Response, Refusal> {
        if let Some(Err(phase)) = crm.map(shut) {
            self.settle(phase);
            return Err(Refusal::Unavailable { why: "a call into the store does not end".to_owned() });
        }
        let present = self.room.lock().key.clone();
        let mut watch = |progress| {
            going_on(stop)?;
            self.note(progress)
        };
        let (answer, key) = match work(&*self.vault, present.clone(), &mut watch) {
            Ok((response, key)) => (Ok(response), key),
            Err(error) => (Err(refuse(error)), present),
        };
        self.bring_up(key);
        answer
    }
}

fn restoring(from: PathBuf, key: Option<Key>) -> Work {
    Box::new(move |vault, present, watch| {
        let key = key.or(present);
        Ok((Response::Restored(vault.restore(&from, key.as_ref(), watch)?), key))
    })
}

fn compacting() -> Work {
    Box::new(|vault, key, watch| {
        let (before, after) = vault.compact(key.as_ref(), watch)?;
        Ok((Response::Compacted { before, after }, key))
    })
}

fn resealing(from: Option<Key>, to: Option<Key>) -> Work {
    Box::new(move |vault, _, watch| {
        vault.reseal(from.as_ref(), to.as_ref(), watch)?;
        Ok((Response::Resealed, to))
    })
}
