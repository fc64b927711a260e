//! How far a long piece of work is, and whether it shall go on.

pub use crate::domain::upkeep::{Progress, Task};

use super::engine::EngineError;
use std::ops::ControlFlow;

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
