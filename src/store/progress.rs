//! How far a long piece of work is, and whether it shall go on.

use super::engine::EngineError;
use std::ops::ControlFlow;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Task {
    /// The store is opened, after an unclean end in a process of its own first; bytes of the store.
    Opening,
    /// What the journal holds and the view lacks is brought into it; bytes of the journal.
    Replaying,
    /// Every entry is read and compared with what must be there; entries.
    Checking,
    /// The view is made anew from image and journal; bytes of both.
    Rebuilding,
    /// Everything is written to an image, and read back; bytes.
    Imaging,
    /// A store is made from a backup; bytes.
    Restoring,
    /// A store is copied without what sled has given up; bytes.
    Compacting,
    /// A store is copied under another key, or none; bytes.
    Encrypting,
}

/// How far it is, in the task's own measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub task: Task,
    /// Done so far.
    pub done: u64,
    /// To be done; an estimate where it cannot be known, never less than what is done.
    pub total: u64,
}

/// Is told how far it is; `Break` ends the work with [`EngineError::Stopped`] and nothing changed.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// A watch that looks away.
pub const fn unwatched(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Tells how far it is, and ends the work if that is wished.
pub(in crate::store) fn tell(watch: &mut Watch, task: Task, done: u64, total: u64) -> Result<(), EngineError> {
    match watch(Progress { task, done, total: total.max(done) }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(EngineError::Stopped),
    }
}
