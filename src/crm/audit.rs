//! The audit log: written with every change, verified and read; named cursors make it the change feed.

use super::{Crm, refuse};
use crate::domain::audit::AuditEntry;
use crate::domain::reason::reason;
use crate::door::audit::{Request, Response};
use crate::door::{CallId, Refusal};
use crate::store::engine::chain::{self, BrokenLink, Head};
use crate::store::engine::{Batch, BatchId, Direction, KeyRange, Op, Outcome, Snapshot};
use crate::store::key::{Key, Table, last_number};
use crate::store::value::{self, Kind};

const ENTRY: Kind = Kind { tag: 0x82, version: 1, what: "audit entry" };
const LOG: u8 = Table::Audit as u8;

/// Adds the entry of a change to its batch.
pub(super) fn write(entry: &AuditEntry, batch: &mut Batch) -> Result<(), Refusal> {
    batch.ops.push(Op::Chain { log: LOG, value: value::seal(ENTRY, entry).map_err(refuse)? });
    Ok(())
}

pub(super) fn handle(crm: &Crm, request: Request) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    match request {
        Request::Verify { head } => verify(&*snapshot, head.as_deref()),
        Request::Read { after, limit } => read(&*snapshot, after, limit).map(Response::Entries),
        Request::Feed { cursor, limit } => {
            let stored = snapshot.get(&cursor_key(crm, &cursor)).map_err(refuse)?;
            let after = stored.and_then(|s| s.value.first_chunk().copied()).map_or(0, u64::from_be_bytes);
            read(&*snapshot, after, limit).map(Response::Entries)
        }
        Request::Advance { cursor, seen } => {
            let batch = Batch::new(BatchId(CallId::fresh().0)).put(cursor_key(crm, &cursor), seen.to_be_bytes());
            match crm.engine.commit(batch).map_err(refuse)? {
                Outcome::Done(_) => Ok(Response::Advanced),
                Outcome::Conflict(_) => Err(Refusal::Unavailable { why: "the cursor is in use".to_owned() }),
            }
        }
    }
}

fn cursor_key(crm: &Crm, name: &str) -> Vec<u8> {
    Key::of(Table::Cursor).hash(crm.hasher.hash(name)).bytes()
}

fn read(snapshot: &dyn Snapshot, after: u64, limit: usize) -> Result<Vec<(u64, AuditEntry)>, Refusal> {
    let range = KeyRange { start: chain::entry_key(LOG, after.saturating_add(1)), ..KeyRange::prefix(&[LOG]) };
    let mut entries = Vec::new();
    for found in snapshot.scan(range, Direction::Forward).take(limit) {
        let (key, stored) = found.map_err(refuse)?;
        let (_, entry) = chain::split(&stored.value).ok_or_else(|| damaged(&key))?;
        entries.push((last_number(&key).unwrap_or_default(), value::unseal(ENTRY, entry).map_err(refuse)?));
    }
    Ok(entries)
}

fn damaged(key: &[u8]) -> Refusal {
    let number = last_number(key).unwrap_or_default();
    Refusal::Unavailable { why: format!("entry {number} of the audit log is damaged") }
}

/// Follows every link; the head kept apart must be the end, and a head kept elsewhere must be passed.
fn verify(snapshot: &dyn Snapshot, kept: Option<&str>) -> Result<Response, Refusal> {
    let broken = |at, why| Ok(Response::Broken { at, why });
    let mut head = Head::START;
    let mut passed = kept.is_none_or(|kept| kept == hex(&head));
    for found in snapshot.scan_prefix(&[LOG], Direction::Forward) {
        let (key, stored) = found.map_err(refuse)?;
        head = match head.follow(LOG, &key, &stored.value) {
            Ok(next) => next,
            Err(BrokenLink::Missing { .. }) => return broken(head.seq + 1, reason("entry-missing")),
            Err(BrokenLink::Changed { .. }) => return broken(head.seq + 1, reason("entry-changed")),
        };
        passed |= kept.is_some_and(|kept| kept.eq_ignore_ascii_case(&hex(&head)));
    }
    if snapshot.head(LOG).map_err(refuse)? != head {
        return broken(head.seq, reason("log-cut-short"));
    }
    if !passed {
        return broken(head.seq, reason("head-unknown"));
    }
    Ok(Response::Verified { entries: head.seq, head: hex(&head) })
}

fn hex(head: &Head) -> String {
    blake3::Hash::from_bytes(head.hash).to_hex().to_string()
}
