//! Care for the whole store. A backup is taken while people work; everything else takes the store from them for as
//! long, and gives it back as it was if it fails.

use super::phase::Phase;
use super::shared::{Shared, shut};
use super::vault::Vault;
use crate::crm::context::Identity;
use crate::crm::{Crm, Sink, audit, doctor, going_on, refuse, watched};
use crate::domain::audit::{Actor, AuditEntry};
use crate::domain::reason::reason;
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
type Work = Box<dyn FnOnce(&dyn Vault, Option<Key>, &mut Watch) -> Result<(Response, Option<Key>), Refusal> + Send>;

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
        self.authorise(session, who, &call)?;
        let mut shut = |task, work| self.work_shut(task, work, sink);
        let response = match request {
            Request::BackUp { to, keep } => self.back_up(&to, keep, sink)?,
            Request::Restore { from, key } => {
                let key = self.key_of_backup(&from, key)?;
                shut(Task::Restoring, self.restoring(from, key))?
            }
            Request::Compact => shut(Task::Compacting, compacting())?,
            Request::Encrypt(to) => shut(Task::Encrypting, resealing(None, Some(to)))?,
            Request::Decrypt(from) => shut(Task::Encrypting, resealing(Some(from), None))?,
            Request::ChangeKey { from, to } => shut(Task::Encrypting, resealing(Some(from), Some(to)))?,
            Request::Check if self.has_failed() => return shut(Task::Checking, examining(None)).map(Into::into),
            Request::Repair if self.has_failed() => {
                let entry = self.deed(who, &call);
                return shut(Task::Checking, examining(Some(entry))).map(Into::into);
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

    /// Whether this may be asked: of an open store by whom the role allows it, of one that cannot be opened by whosever
    /// files it is, as there is no other judge.
    fn authorise(&self, session: u64, who: &Identity, call: &Call) -> Result<(), Refusal> {
        match self.crm() {
            Ok(crm) => crm.context(session, who, call)?.allow(Action::Maintain),
            Err(_) if self.has_failed() && who.is_owner => Ok(()),
            Err(_) if self.has_failed() => Err(Refusal::NotAllowed(Action::Maintain)),
            Err(refusal) => Err(refusal),
        }
    }

    fn has_failed(&self) -> bool {
        matches!(self.room.lock().phase, Phase::Failed(_))
    }

    /// What somebody does to a store in which nobody can be looked up.
    fn deed(&self, who: &Identity, call: &Call) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            user: None,
            os_user: who.os_user.clone(),
            origin: who.origin.clone(),
            actor: Actor::System,
            depth: 0,
            request: call.request.about().name.to_owned(),
            touched: Vec::new(),
            exported: Vec::new(),
        }
    }

    /// What opens a backup: what opens the store, else what was given with it.
    fn key_of_backup(&self, from: &Path, given: Option<Key>) -> Result<Option<Key>, Refusal> {
        let present = self.room.lock().key.clone();
        let by = match self.vault.try_backup(from, present.as_ref()) {
            Ok(()) => return Ok(present),
            Err(EngineError::Sealed { by } | EngineError::WrongKey { by }) => by,
            Err(error) => return Err(refuse(error)),
        };
        let given = given.ok_or(Refusal::BackupLocked { by })?;
        match self.vault.try_backup(from, Some(&given)) {
            Ok(()) => Ok(Some(given)),
            Err(EngineError::WrongKey { by }) => Err(Refusal::BackupWrongKey(by)),
            Err(error) => Err(refuse(error)),
        }
    }

    fn restoring(&self, from: PathBuf, key: Option<Key>) -> Work {
        let jobs = Arc::clone(&self.jobs);
        Box::new(move |vault, _, watch| {
            let restored = vault.restore(&from, key.as_ref(), watch).map_err(refuse)?;
            jobs.lock().end_all();
            Ok((Response::Restored(restored), key))
        })
    }

    /// Takes the store from everybody, works on it, and opens whatever there is then.
    fn work_shut(self: &Arc<Self>, task: Task, work: Work, sink: &mut dyn Sink) -> Result<Response, Refusal> {
        let room = self.room.lock();
        let crm = match &room.phase {
            Phase::Open(crm) => Some(Arc::clone(crm)),
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
            return Err(Refusal::Unavailable { why: reason("call-does-not-end") });
        }
        let present = self.room.lock().key.clone();
        let mut watch = |progress| {
            going_on(stop)?;
            self.note(progress)
        };
        let (answer, key) = match work(&*self.vault, present.clone(), &mut watch) {
            Ok((response, key)) => (Ok(response), key),
            Err(refusal) => (Err(refusal), present),
        };
        self.bring_up(key);
        answer
    }
}

fn compacting() -> Work {
    Box::new(|vault, key, watch| {
        let (before, after) = vault.compact(key.as_ref(), watch).map_err(refuse)?;
        Ok((Response::Compacted { before, after }, key))
    })
}

fn resealing(from: Option<Key>, to: Option<Key>) -> Work {
    Box::new(move |vault, _, watch| {
        vault.reseal(from.as_ref(), to.as_ref(), watch).map_err(refuse)?;
        Ok((Response::Resealed, to))
    })
}

/// The doctor needs the engine only: it looks at a store the CRM cannot be opened over, and mends it if it is given an
/// entry for the audit log.
fn examining(mending: Option<AuditEntry>) -> Work {
    Box::new(move |vault, key, watch| {
        let opened = vault.open(key.as_ref(), watch).map_err(refuse)?;
        Ok((doctor::examine(&*opened.engine, mending, watch)?, key))
    })
}
