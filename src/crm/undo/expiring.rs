//! What is not kept for ever: the steps of an undo hold personal data, and go once nobody may ask for them any more.

use super::keys;
use crate::crm::{Crm, audit, doctor, refuse};
use crate::domain::finding::Finding;
use crate::domain::id::UndoId;
use crate::domain::time::Timestamp;
use crate::door::{CallId, Refusal};
use crate::store::engine::{Batch, BatchId, Direction, Snapshot};
use crate::store::key::Key;
use std::collections::BTreeMap;

/// Keys of a commit, at most: entries of a day, or some of a big import's.
const AT_ONCE: usize = 500;

/// Removes what is kept no longer. An entry goes before its steps, so that none is ever taken back by half; steps that
/// are left behind by a crash go with the next look. An entry that cannot be read does not say how old it is: it stays
/// with its steps until it is repaired, and is told with whatever else is amiss.
pub fn expire(crm: &Crm, now: Timestamp) -> Result<(), Refusal> {
    loop {
        let Expired { keys, ageless } = expired(&*crm.snapshot()?, now)?;
        *crm.ageless.lock() = ageless.into_values().collect();
        if keys.is_empty() {
            return Ok(());
        }
        let mut batch = keys.into_iter().fold(Batch::new(BatchId(CallId::fresh().0)), Batch::del);
        audit::write(&audit::by_itself(now, "undo-expired", Vec::new()), &mut batch)?;
        crm.engine.commit(batch).map_err(refuse)?;
    }
}

/// What a look at the oldest entries finds.
#[derive(Default)]
struct Expired {
    /// The next keys to remove.
    keys: Vec<Vec<u8>>,
    /// Entries that cannot be read, and what is wrong with them.
    ageless: BTreeMap<UndoId, Finding>,
}

fn expired(snapshot: &dyn Snapshot, now: Timestamp) -> Result<Expired, Refusal> {
    let mut expired = Expired::default();
    let mut kept = None;
    for stored in snapshot.scan_prefix(&keys::entries().bytes(), Direction::Forward) {
        let (key, stored) = stored.map_err(refuse)?;
        match doctor::undo_entry(&key, &stored.value) {
            Ok(entry) if entry.is_kept(now) || expired.keys.len() >= AT_ONCE => {
                kept = Some(entry.id);
                break;
            }
            Ok(entry) => {
                expired.keys.push(key);
                expired.keys.extend(keys::indexed(&entry).map(Key::bytes));
            }
            Err(finding) => {
                expired.ageless.extend(keys::entry_of(&key).map(|id| (id, finding)));
            }
        }
    }
    for stored in snapshot.scan_prefix(&keys::all_steps().bytes(), Direction::Forward) {
        let (key, _) = stored.map_err(refuse)?;
        let of = keys::entry_of(&key);
        if kept.is_some_and(|kept| of >= Some(kept)) || expired.keys.len() >= AT_ONCE {
            break;
        }
        if !of.is_some_and(|of| expired.ageless.contains_key(&of)) {
            expired.keys.push(key);
        }
    }
    Ok(expired)
}
