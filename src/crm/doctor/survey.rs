//! The passes over the store: each entry is read once and shown to every check.

use super::indexes::{Sums, Suspects};
use super::references::{Ids, References};
use super::sequences::Sequences;
use super::undo::{self, Steps};
use super::values::{self, Entry};
use super::{Cure, Report, refuse};
use crate::crm::audit::{Broken, LOG, Links};
use crate::crm::undo::SEQUENCE;
use crate::domain::finding::{Area, Finding, Place};
use crate::door::Refusal;
use crate::store::engine::{Direction, Engine, KeyRange, Snapshot, Stored};
use crate::store::key::Hasher;
use crate::store::progress::{Progress, Task, Watch};
use crate::store::records::undo as undo_keys;
use std::collections::BTreeSet;

/// How often whoever watches is told, in entries.
const STEP: u64 = 4_096;

/// Checks everything; a second pass names the culprits, if there are any.
pub(super) fn survey(engine: &dyn Engine, hasher: &Hasher, watch: &mut Watch) -> Result<Report, Refusal> {
    let snapshot = &*engine.snapshot().map_err(refuse)?;
    let mut watch = |count| {
        let ended = watch(Progress { task: Task::Checking, done: count, total: engine.entries() }).is_break();
        if ended { Err(Refusal::Cancelled) } else { Ok(()) }
    };
    let mut first = First::new(hasher);
    each(snapshot, &mut watch, &mut |key, stored| first.see(key, stored))?;
    let First { mut report, sums, references, sequences, undo, steps, links, unreadable, values, quarantined, .. } =
        first;
    if quarantined > 0 {
        report.add(Finding::Quarantined { count: quarantined }, None);
    }

    let entries = match links.end(snapshot.head(LOG).map_err(refuse)?) {
        Ok(head) => head.seq,
        Err(Broken { at, why }) => {
            report.add(Finding::AuditBroken { at, why }, None);
            at
        }
    };
    let nouns = references.highest().map(|(noun, highest)| (noun as u8, highest));
    sequences.tell(nouns.chain([(SEQUENCE, undo.highest())]), &mut report);

    let mut lacking = steps.end();
    let suspects = sums.suspects();
    if suspects.is_some() || references.any_dangling() {
        let mut second = Second { hasher, report, references: &references, undo: &undo, suspects };
        each(snapshot, &mut watch, &mut |key, stored| second.see(key, stored))?;
        let Second { report: told, suspects, .. } = second;
        report = told;
        lacking.extend(suspects.map(|suspects| suspects.tell(&unreadable, &mut report)).unwrap_or_default());
    }
    for id in lacking.into_iter().filter(|id| !unreadable.contains(&id.0)) {
        let key = undo_keys::entry(id).bytes();
        let stored = snapshot.get(&key).map_err(refuse)?;
        let cure = stored.map(|stored| Cure::Quarantine { key, found: stored.rev });
        report.add(Finding::StepsLacking { undo: id }, cure);
    }

    let looked = [
        (Area::Values, values),
        (Area::Indexes, sums.found()),
        (Area::References, references.count()),
        (Area::Sequences, sequences.count()),
        (Area::Undo, undo.count()),
        (Area::Audit, entries),
    ];
    report.looked = looked.map(|(area, count)| Finding::Looked { area, count }).to_vec();
    Ok(report)
}

/// Shows every entry in the order of the keys.
fn each(
    snapshot: &dyn Snapshot,
    watch: &mut dyn FnMut(u64) -> Result<(), Refusal>,
    see: &mut dyn FnMut(&[u8], &Stored),
) -> Result<(), Refusal> {
    for (count, found) in (0..).zip(snapshot.scan(KeyRange::all(), Direction::Forward)) {
        if count % STEP == 0 {
            watch(count)?;
        }
        let (key, stored) = found.map_err(refuse)?;
        see(&key, &stored);
    }
    Ok(())
}

/// What the first pass has seen.
struct First<'a> {
    hasher: &'a Hasher,
    report: Report,
    sums: Sums,
    references: References,
    sequences: Sequences,
    /// Undo entries there are.
    undo: Ids,
    steps: Steps,
    links: Links,
    /// Ids whose value cannot be read: what else is amiss with them is told as that.
    unreadable: BTreeSet<u64>,
    /// Values read, without the keys that are all there is to an index.
    values: u64,
    quarantined: u64,
}

impl<'a> First<'a> {
    fn new(hasher: &'a Hasher) -> Self {
        Self {
            hasher,
            report: Report::default(),
            sums: Sums::default(),
            references: References::default(),
            sequences: Sequences::default(),
            undo: Ids::default(),
            steps: Steps::default(),
            links: Links::default(),
            unreadable: BTreeSet::new(),
            values: 0,
            quarantined: 0,
        }
    }

    fn see(&mut self, key: &[u8], stored: &Stored) {
        // Behind a broken link nothing can be said of the log.
        if key.first() == Some(&LOG) && !self.links.follow(key, &stored.value) {
            return;
        }
        match values::read(key, &stored.value) {
            Ok(Entry::Index) => self.sums.find(key),
            Ok(entry) => {
                self.values += 1;
                self.take(key, stored, entry);
            }
            Err(finding) => self.cannot_read(key, stored, finding),
        }
    }

    fn take(&mut self, key: &[u8], stored: &Stored, entry: Entry) {
        match entry {
            Entry::Record(record) => {
                self.references.see(record.reference());
                for to in record.refers() {
                    self.references.name(to);
                }
                self.expect(distinct(record.index_keys(self.hasher)));
            }
            Entry::Undo(entry) => {
                self.undo.add(entry.id.0);
                self.expect(undo::keys_of(&entry));
            }
            Entry::Steps { undo, .. } if !self.undo.has(undo.0) => {
                let cure = Cure::Quarantine { key: key.to_vec(), found: stored.rev };
                self.report.add(Finding::StepsStray { undo }, cure);
            }
            Entry::Steps { undo, batch, chunk, bytes } => {
                self.steps.see(undo, batch, chunk, &bytes);
                if chunk == 0 {
                    self.sums.find(key);
                }
            }
            Entry::Sequence { of, next } => self.sequences.see(of, next, stored.rev),
            Entry::Quarantined => self.quarantined += 1,
            Entry::Index | Entry::Audit | Entry::Plain => {}
        }
    }

    fn expect(&mut self, keys: Vec<Vec<u8>>) {
        for key in keys {
            self.sums.expect(&key);
        }
    }

    fn cannot_read(&mut self, key: &[u8], stored: &Stored, finding: Finding) {
        let (Finding::ValueDamaged { place, .. } | Finding::ValueTooNew { place, .. }) = &finding else { return };
        match place {
            Place::Record(record) => {
                self.references.see(*record);
                self.unreadable.insert(record.id);
            }
            Place::Undo(id) => {
                self.undo.add(id.0);
                self.unreadable.insert(id.0);
            }
            Place::Audit(_) | Place::Key(_) => {}
        }
        // What a newer Callsheet wrote is whole, and the log is evidence: neither is touched.
        let mendable = matches!(finding, Finding::ValueDamaged { .. }) && key.first() != Some(&LOG);
        let cure = mendable.then(|| Cure::Quarantine { key: key.to_vec(), found: stored.rev });
        self.report.add(finding, cure);
    }
}

/// What the second pass looks for.
struct Second<'a> {
    hasher: &'a Hasher,
    report: Report,
    references: &'a References,
    undo: &'a Ids,
    suspects: Option<Suspects>,
}

impl Second<'_> {
    fn see(&mut self, key: &[u8], stored: &Stored) {
        let (expected, place) = match values::read(key, &stored.value) {
            Ok(Entry::Record(record)) => {
                let from = record.reference();
                for to in self.references.dangling(record.refers()) {
                    self.report.add(Finding::Dangling { record: from, to }, None);
                }
                (distinct(record.index_keys(self.hasher)), Place::Record(from))
            }
            Ok(Entry::Undo(entry)) => (undo::keys_of(&entry), Place::Undo(entry.id)),
            Ok(Entry::Index) => return self.find(key, stored),
            Ok(Entry::Steps { undo, chunk: 0, .. }) if self.undo.has(undo.0) => return self.find(key, stored),
            _ => return,
        };
        if let Some(suspects) = &mut self.suspects {
            for index in expected {
                suspects.expect(index, &place, key, stored.rev);
            }
        }
    }

    fn find(&mut self, key: &[u8], stored: &Stored) {
        if let Some(suspects) = &mut self.suspects {
            suspects.find(key, stored.rev);
        }
    }
}

/// Keys without repetition: two numbers written alike are found under one key.
fn distinct(mut keys: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    keys.sort_unstable();
    keys.dedup();
    keys
}
