//! What is kept beside the store between two starts: caches, each with what the store was like when it was whole. One
//! is not used where it cannot be told for certain that the store became what it is from that one.

use super::{Crm, audit, refuse};
use crate::door::Refusal;
use crate::store::engine::chain::{self, Head};
use crate::store::engine::{Rev, Snapshot};
use bincode::config::{Configuration, Fixint, Limit, LittleEndian, standard};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::ControlFlow;

/// What is read of one holds no more bytes than this.
const LONGEST: usize = 1 << 30;

/// What the store was like when a cache was whole.
pub struct Stamp {
    rev: Rev,
    /// The audit's end then: a store restored from elsewhere has another one there.
    head: Head,
}

/// A stamp as it stands in a file: revision, number and hash of the audit's end.
type Written = (u64, u64, [u8; chain::HASH]);

fn layout() -> Configuration<LittleEndian, Fixint, Limit<LONGEST>> {
    standard().with_fixed_int_encoding().with_limit()
}

impl Stamp {
    /// What the store is like.
    pub fn new(snapshot: &dyn Snapshot) -> Result<Self, Refusal> {
        Ok(Self { rev: snapshot.rev(), head: snapshot.head(audit::LOG).map_err(refuse)? })
    }

    /// Whether the store in front of us became what it is from the one that was stamped.
    fn is_of(&self, snapshot: &dyn Snapshot) -> Result<bool, Refusal> {
        let entry = snapshot.get(&chain::entry_key(audit::LOG, self.head.seq)).map_err(refuse)?;
        let same = entry.is_some_and(|stored| stored.value.starts_with(&self.head.hash));
        Ok(same && self.rev <= snapshot.rev())
    }

    /// Hands over every key that was written since, until it is told to stop. None if that can no longer be told.
    pub fn each_key_since(&self, crm: &Crm, mut key: impl FnMut(&[u8]) -> ControlFlow<()>) -> Option<()> {
        let mut feed = crm.engine.feed(self.rev).ok()?;
        while let Some(change) = feed.next().ok()? {
            if change.keys.iter().try_for_each(|written| key(written)).is_break() {
                return None;
            }
        }
        Some(())
    }
}

/// Keeps a cache: what stands at its head, and what `pack` writes behind it. One that cannot be kept is made anew next
/// time; nobody has to be told.
pub fn keep(
    crm: &Crm,
    file: &str,
    stamp: &Stamp,
    head: &impl Serialize,
    pack: impl FnOnce(&mut Vec<u8>) -> Option<()>,
) {
    let written: Written = (stamp.rev.0, stamp.head.seq, stamp.head.hash);
    let Ok(mut bytes) = bincode::serde::encode_to_vec((written, head), layout()) else { return };
    if pack(&mut bytes).is_some() {
        let _ = crm.engine.write_beside(file, bytes);
    }
}

/// Lets go of a cache that is kept.
pub fn forget(crm: &Crm, file: &str) {
    let _ = crm.engine.write_beside(file, Vec::new());
}

/// A cache that is kept, if it is one of this store: its stamp, its head, and what `body` makes of its bytes.
pub fn read<H: DeserializeOwned, T>(
    crm: &Crm,
    file: &str,
    body: impl FnOnce(&[u8]) -> Option<T>,
) -> Option<(Stamp, H, T)> {
    let bytes = crm.engine.read_beside(file).ok()??;
    let ((written, head), length): ((Written, H), usize) = bincode::serde::decode_from_slice(&bytes, layout()).ok()?;
    let (rev, seq, hash) = written;
    let stamp = Stamp { rev: Rev(rev), head: Head { seq, hash } };
    let snapshot = crm.snapshot().ok()?;
    let is_ours = stamp.is_of(&*snapshot).ok()?;
    let body = if is_ours { body(bytes.get(length..)?) } else { None };
    Some((stamp, head, body?))
}
