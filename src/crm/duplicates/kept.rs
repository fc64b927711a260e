//! The pairs that were found last, in memory and beside the store, so that they are there at once.

use super::super::Crm;
use super::super::kept::{self, Stamp};
use crate::domain::duplicate::Pair;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The file they are kept in.
const FILE: &str = "duplicates";

/// What a look through all customers found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    /// When.
    pub at: Timestamp,
    /// The revision it saw: of customers that changed since more is known now.
    pub rev: u64,
    /// The best first.
    pub pairs: Vec<Pair>,
}

/// The pairs found last, if anybody looked.
pub(super) fn pairs(crm: &Crm) -> Option<Arc<Known>> {
    let mut known = crm.duplicates.known.lock();
    if known.is_none() {
        *known = kept::read(crm, FILE, |_| Some(())).map(|(_, pairs, ())| Arc::new(pairs));
    }
    known.clone()
}

/// Keeps what was found.
pub(super) fn keep(crm: &Crm, stamp: &Stamp, pairs: Known) {
    kept::keep(crm, FILE, stamp, &pairs, |_| Some(()));
    *crm.duplicates.known.lock() = Some(Arc::new(pairs));
}

/// Forgets pairs that are settled, unless others were found meanwhile.
pub(super) fn forget(crm: &Crm, seen: &Arc<Known>, settled: &BTreeSet<usize>) {
    let mut known = crm.duplicates.known.lock();
    if settled.is_empty() || !known.as_ref().is_some_and(|known| Arc::ptr_eq(known, seen)) {
        return;
    }
    let open = seen.pairs.iter().enumerate().filter(|(place, _)| !settled.contains(place));
    let pairs = open.map(|(_, pair)| pair.clone()).collect();
    *known = Some(Arc::new(Known { pairs, ..Known::clone(seen) }));
}
