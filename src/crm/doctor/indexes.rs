//! Index keys against records, both ways.
//!
//! Every key that must be there is added to one of [`BUCKETS`] sums of hashes, every key that is there is taken off.
//! Where a sum is not zero, keys of that bucket are lacking or stray; a second pass finds out which. The keys are those
//! [`crate::store::records::index_keys`] makes, so that a new noun is covered by itself.

use super::values::hex;
use super::{Cure, Report};
use crate::domain::finding::{Finding, Place};
use crate::domain::id::UndoId;
use crate::store::engine::Rev;
use crate::store::key::{Table, last_number};
use crate::store::records::undo::entry_of;
use std::collections::{BTreeMap, BTreeSet};

/// Sums kept: enough that one wrong key among a million sends no more than a few hundred others to the second pass.
const BUCKETS: usize = 1 << 14;
/// Keys the second pass holds at most, unless one bucket alone has more.
const SUSPECTS: u64 = 200_000;

/// The sums.
pub(super) struct Sums {
    sums: Vec<u128>,
    /// Keys that are there.
    found: u64,
}

impl Default for Sums {
    fn default() -> Self {
        Self { sums: vec![0; BUCKETS], found: 0 }
    }
}

impl Sums {
    /// A key that must be there.
    pub fn expect(&mut self, key: &[u8]) {
        let (bucket, hash) = place(key);
        if let Some(sum) = self.sums.get_mut(bucket) {
            *sum = sum.wrapping_add(hash);
        }
    }

    /// A key that is there.
    pub fn find(&mut self, key: &[u8]) {
        self.found += 1;
        let (bucket, hash) = place(key);
        if let Some(sum) = self.sums.get_mut(bucket) {
            *sum = sum.wrapping_sub(hash);
        }
    }

    /// Keys that are there.
    pub fn found(&self) -> u64 {
        self.found
    }

    /// The buckets whose keys are to be looked at one by one; nothing if all agree.
    pub fn suspects(&self) -> Option<Suspects> {
        let mut wrong = (0..).zip(&self.sums).filter(|(_, sum)| **sum != 0).map(|(bucket, _)| bucket);
        let in_each = self.found / BUCKETS as u64 + 1;
        let buckets: BTreeSet<usize> = wrong.by_ref().take((SUSPECTS / in_each + 1) as usize).collect();
        let further = wrong.count() as u64;
        (!buckets.is_empty()).then(|| Suspects { buckets, further, keys: BTreeMap::new() })
    }
}

/// The bucket and the hash of a key.
fn place(key: &[u8]) -> (usize, u128) {
    let hash = blake3::hash(key);
    let (low, high) = hash.as_bytes().split_at(16);
    let number = |bytes: &[u8]| bytes.try_into().map_or(0, u128::from_le_bytes);
    (number(high) as usize % BUCKETS, number(low))
}

/// Which side knows a key that the other does not.
enum Side {
    /// It must be there: for the entry at `of`, as it was read.
    Expected { place: Place, of: Vec<u8>, found: Rev },
    /// It is there.
    Found(Rev),
}

/// Keys of buckets that do not agree; those both sides know cancel out.
pub(super) struct Suspects {
    buckets: BTreeSet<usize>,
    /// Buckets that are left for another time.
    further: u64,
    keys: BTreeMap<Vec<u8>, Side>,
}

impl Suspects {
    /// A key that must be there, for the entry at `of`.
    pub fn expect(&mut self, key: Vec<u8>, place: &Place, of: &[u8], found: Rev) {
        self.meet(key, || Side::Expected { place: place.clone(), of: of.to_vec(), found });
    }

    /// A key that is there.
    pub fn find(&mut self, key: &[u8], found: Rev) {
        self.meet(key.to_vec(), || Side::Found(found));
    }

    fn meet(&mut self, key: Vec<u8>, side: impl FnOnce() -> Side) {
        if self.buckets.contains(&place(&key).0) && self.keys.remove(&key).is_none() {
            self.keys.insert(key, side());
        }
    }

    /// Tells what does not agree, but not what belongs to an id that is `unreadable`: that is told already. The undo
    /// entries that do not agree with their steps come back.
    pub fn tell(self, unreadable: &BTreeSet<u64>, report: &mut Report) -> BTreeSet<UndoId> {
        let mut undo = BTreeSet::new();
        for (key, side) in self.keys {
            let Some((table, _)) = Table::of_key(&key) else { continue };
            if table == Table::UndoSteps {
                undo.extend(entry_of(&key));
                continue;
            }
            let index = table.slug().to_owned();
            match side {
                Side::Found(_) if last_number(&key).is_some_and(|id| unreadable.contains(&id)) => {}
                Side::Found(found) => {
                    report.add(Finding::IndexStray { index, key: hex(&key) }, Cure::Unindex { key, found });
                }
                Side::Expected { place, of, found } => {
                    report.add(Finding::IndexLacks { index, place }, Cure::Index { key, of, found });
                }
            }
        }
        if self.further > 0 {
            let (index, key) = (String::new(), String::new());
            report.count(&Finding::IndexStray { index, key }, self.further);
        }
        undo
    }
}
