//! What is not kept for ever: the steps of an undo hold personal data, and go once nobody may ask for them any more.

use super::{keys, value};
use crate::crm::{Crm, audit, refuse};
use crate::domain::time::Timestamp;
use crate::domain::undo::UndoEntry;
use crate::door::{CallId, Refusal};
use crate::store::engine::{Batch, BatchId, Direction, Snapshot};
use crate::store::key::Key;

/// Keys of a commit, at most: entries of a day, or some of a big import's.
const AT_ONCE: usize = 500;

/// Removes what is kept no longer. An entry goes before its steps, so that none is ever taken back by half; steps that
/// are left behind by a crash go with the next look.
pub fn expire(crm: &Crm, now: Timestamp) -> Result<(), Refusal> {
    loop {
        let keys = expired(&*crm.snapshot()?, now)?;
        if keys.is_empty() {
            return Ok(());
        }
        let mut batch = keys.into_iter().fold(Batch::new(BatchId(CallId::fresh().0)), Batch::del);
        audit::write(&audit::by_itself(now, "undo-expired", Vec::new()), &mut batch)?;
        crm.engine.commit(batch).map_err(refuse)?;
    }
}

/// The next keys to remove.
fn expired(snapshot: &dyn Snapshot, now: Timestamp) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut expired = Vec::new();
    let mut kept = None;
    for stored in snapshot.scan_prefix(&keys::entries().bytes(), Direction::Forward) {
        let (key, stored) = stored.map_err(refuse)?;
        let entry: UndoEntry = value::unseal(keys::ENTRY, &stored.value).map_err(refuse)?;
        if entry.is_kept(now) || expired.len() >= AT_ONCE {
            kept = Some(entry.id);
            break;
        }
        expired.push(key);
        expired.extend(keys::indexed(&entry).map(Key::bytes));
    }
    for stored in snapshot.scan_prefix(&keys::all_steps().bytes(), Direction::Forward) {
        let (key, _) = stored.map_err(refuse)?;
        let of = keys::entry_of_steps(&key);
        if kept.is_some_and(|kept| of >= Some(kept)) || expired.len() >= AT_ONCE {
            break;
        }
        expired.push(key);
    }
    Ok(expired)
}
