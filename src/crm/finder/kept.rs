//! The search index kept beside the store between two starts: a cache, caught up from what changed
//! since, and not used where that cannot be told for certain.

use super::super::{Crm, audit, refuse};
use crate::domain::id::{CustomerId, Id};
use crate::domain::noun::Noun;
use crate::door::Refusal;
use crate::search::Part;
use crate::store::engine::chain::{self, Head};
use crate::store::engine::{Rev, Snapshot};
use crate::store::key::{Key, Table, number_at};
use bincode::config::{Configuration, Fixint, Limit, LittleEndian, standard};
use std::collections::BTreeSet;

/// The file it is kept in.
const FILE: &str = "search";

/// A store in which more than one of so many customers changed is read anew: that is faster.
const FEW: usize = 8;

/// What the store was like when the index was whole.
pub struct Stamp {
    rev: Rev,
    /// The audit's end then: a store restored from elsewhere has another one there.
    head: Head,
}

/// An index that was read, and what it lacks.
pub struct Kept {
    pub part: Part,
    pub merged: Vec<(CustomerId, CustomerId)>,
    /// Customers whose rows may have changed since.
    pub changed: BTreeSet<CustomerId>,
}

/// What comes before the index in the file: revision, number and hash of the audit's end, who is
/// merged into whom.
type Header = (u64, u64, [u8; chain::HASH], Vec<(u64, u64)>);

/// A header holds no more bytes than this.
const LONGEST_HEADER: usize = 1 << 30;

fn layout() -> Configuration<LittleEndian, Fixint, Limit<LONGEST_HEADER>> {
    standard().with_fixed_int_encoding().with_limit()
}

impl Stamp {
    pub(super) fn new(snapshot: &dyn Snapshot) -> Result<Self, Refusal> {
        Ok(Self { rev: snapshot.rev(), head: snapshot.head(audit::LOG).map_err(refuse)? })
    }

    /// Whether the store in front of us became what it is from the one that was stamped.
    fn is_of(&self, snapshot: &dyn Snapshot) -> Result<bool, Refusal> {
        let entry = snapshot.get(&chain::entry_key(audit::LOG, self.head.seq)).map_err(refuse)?;
        let same = entry.is_some_and(|stored| stored.value.starts_with(&self.head.hash));
        Ok(same && self.rev <= snapshot.rev())
    }
}

/// Keeps an index. One that cannot be kept is built anew next time; nobody has to be told.
pub(super) fn keep(crm: &Crm, stamp: &Stamp, merged: Vec<(CustomerId, CustomerId)>, part: &Part) {
    let merged: Vec<(u64, u64)> = merged.into_iter().map(|(id, into)| (id.number(), into.number())).collect();
    let header: Header = (stamp.rev.0, stamp.head.seq, stamp.head.hash, merged);
    if let (Ok(mut bytes), Some(part)) = (bincode::serde::encode_to_vec(header, layout()), part.pack()) {
        bytes.extend(part);
        let _ = crm.engine.write_beside(FILE, bytes);
    }
}

/// Lets go of the index that is kept.
pub(super) fn forget(crm: &Crm) {
    let _ = crm.engine.write_beside(FILE, Vec::new());
}

/// The index that is kept, if it is one of this store and what changed since is little and known.
pub(super) fn read(crm: &Crm) -> Option<Kept> {
    let bytes = crm.engine.read_beside(FILE).ok()??;
    let (header, length): (Header, usize) = bincode::serde::decode_from_slice(&bytes, layout()).ok()?;
    let (rev, seq, hash, merged) = header;
    let stamp = Stamp { rev: Rev(rev), head: Head { seq, hash } };
    if !stamp.is_of(&*crm.snapshot().ok()?).ok()? {
        return None;
    }
    let part = Part::unpack(bytes.get(length..)?)?;
    let changed = changed_since(crm, stamp.rev, part.len() / FEW)?;
    let merged = merged.into_iter().map(|(id, into)| (CustomerId(id), CustomerId(into))).collect();
    Some(Kept { part, merged, changed })
}

/// The customers whose records or timelines changed after a revision; None if they are too many, or
/// it can no longer be told.
fn changed_since(crm: &Crm, rev: Rev, most: usize) -> Option<BTreeSet<CustomerId>> {
    let mut feed = crm.engine.feed(rev).ok()?;
    let mut changed = BTreeSet::new();
    while let Some(change) = feed.next().ok()? {
        changed.extend(change.keys.iter().filter_map(|key| customer_of(key)));
        if changed.len() > most {
            return None;
        }
    }
    Some(changed)
}

/// The customer whose row a key may change: one of a record, or of a timeline.
fn customer_of(key: &[u8]) -> Option<CustomerId> {
    let after = |prefix: Key| {
        let prefix = prefix.bytes();
        key.starts_with(&prefix).then(|| number_at(key, prefix.len())).flatten().map(CustomerId)
    };
    after(Key::records(Noun::Customer)).or_else(|| after(Key::of(Table::Timeline).byte(1)))
}
