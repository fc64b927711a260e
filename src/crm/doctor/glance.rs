//! A glance at each open: cheap however large the store is, it finds what a person would stumble over first.

use super::sequences::Sequences;
use super::values::{self, Entry};
use super::{Report, refuse};
use crate::crm::{audit, sequence, undo};
use crate::domain::finding::{Finding, Place};
use crate::domain::noun::Noun;
use crate::door::Refusal;
use crate::store::engine::{Direction, Snapshot, Stored};
use crate::store::key::{Hasher, Key, Table, last_number};
use std::collections::BTreeMap;

/// Records of each noun that are looked at from either end.
const FEW: usize = 3;

/// Looks at the ends of things: the last link of the audit log, the sequences, a few records of each noun and whether
/// they are found under their index keys.
pub(in crate::crm) fn glance(snapshot: &dyn Snapshot, hasher: &Hasher) -> Result<Vec<Finding>, Refusal> {
    let mut report = Report::default();
    if let Err(broken) = audit::last_link(snapshot)? {
        report.add(Finding::AuditBroken { at: broken.at, why: broken.why }, None);
    }
    let (mut sequences, mut highest) = (Sequences::default(), Vec::new());
    let nouns = Noun::ALL.iter().map(|noun| (*noun as u8, Key::records(*noun)));
    for (of, table) in nouns.chain([(undo::SEQUENCE, Key::of(Table::Undo))]) {
        let key = sequence::key(of);
        if let Some(stored) = snapshot.get(&key).map_err(refuse)?
            && let Ok(Entry::Sequence { of, next }) = values::read(&key, &stored.value)
        {
            sequences.see(of, next, stored.rev);
        }
        let few = few(snapshot, &table.bytes())?;
        highest.push((of, few.keys().next_back().and_then(|key| last_number(key)).unwrap_or_default()));
        few.iter().try_for_each(|(key, stored)| look(snapshot, hasher, key, stored, &mut report))?;
    }
    sequences.tell(highest.into_iter(), &mut report);
    Ok(report.into_findings())
}

/// The entries at both ends of a table.
fn few(snapshot: &dyn Snapshot, table: &[u8]) -> Result<BTreeMap<Vec<u8>, Stored>, Refusal> {
    let first = snapshot.scan_prefix(table, Direction::Forward).take(FEW);
    let last = snapshot.scan_prefix(table, Direction::Reverse).take(FEW);
    first.chain(last).collect::<Result<_, _>>().map_err(refuse)
}

fn look(
    snapshot: &dyn Snapshot,
    hasher: &Hasher,
    key: &[u8],
    stored: &Stored,
    report: &mut Report,
) -> Result<(), Refusal> {
    match values::read(key, &stored.value) {
        Err(finding) => report.add(finding, None),
        Ok(Entry::Record(record)) => {
            for index in record.index_keys(hasher) {
                if let Some((table, _)) = Table::of_key(&index)
                    && snapshot.get(&index).map_err(refuse)?.is_none()
                {
                    let place = Place::Record(record.reference());
                    report.add(Finding::IndexLacks { index: table.slug().to_owned(), place }, None);
                }
            }
        }
        Ok(_) => {}
    }
    Ok(())
}
