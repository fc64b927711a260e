//! Where each call to the disk is counted, and let through or refused.

use super::super::engine::EngineError;
use super::{Call, Gate, IoCounts};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The one place all calls pass.
#[derive(Default)]
pub struct Desk {
    writes: AtomicU64,
    data_syncs: AtomicU64,
    full_syncs: AtomicU64,
    gate: Option<Arc<dyn Gate>>,
}

impl Desk {
    /// The desk before a gate.
    pub fn behind(gate: Option<Arc<dyn Gate>>) -> Self {
        Self { gate, ..Self::default() }
    }

    /// Makes a call; an error says what was being done to what.
    pub fn make<T>(&self, call: Call, path: &Path, made: impl FnOnce() -> io::Result<T>) -> Result<T, EngineError> {
        self.pass(call, path, made).map_err(EngineError::io(call.doing(), path))
    }

    /// Makes a call for one who says that himself.
    pub fn pass<T>(&self, call: Call, path: &Path, made: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.count(call);
        match &self.gate {
            None => made(),
            Some(gate) => gate.before(call, path).and_then(|()| made()).inspect(|_| gate.after(call, path)),
        }
    }

    fn count(&self, call: Call) {
        let counter = match call {
            Call::Write => &self.writes,
            Call::SyncData => &self.data_syncs,
            Call::SyncAll => &self.full_syncs,
            _ => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// What was asked for so far.
    pub fn counts(&self) -> IoCounts {
        IoCounts {
            writes: self.writes.load(Ordering::Relaxed),
            data_syncs: self.data_syncs.load(Ordering::Relaxed),
            full_syncs: self.full_syncs.load(Ordering::Relaxed),
        }
    }
}
