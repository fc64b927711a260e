//! The fresh layer: what is durable and perhaps not yet in sled. A group is laid down here when the journal holds
//! it, and lifted key by key once sled does.
//!
//! Why a reader of revision `R` may look here first, then into sled, then at the before-images, with no lock from
//! one to the next, and finds at each key the last write up to `R`:
//!
//! - A group is laid down before it is published, and only published revisions are looked at. So every write up to
//!   `R` is either here, or it was lifted, and then sled has it or something later.
//! - *Found here*: writes of a key are lifted oldest first. So the newest one up to `R` that lies here is the newest
//!   one there is: nothing below it is looked at.
//! - *Not found here*: every write of the key up to `R` had been lifted. What sled holds from then on is the last of
//!   them or, if it was overwritten meanwhile, something later than `R`. Before that overwriting the image of what
//!   the key held until then was kept (see [`super::views`]), for `R` was open; so who saw the later value finds the
//!   image. Who saw the right one may find the image too: it is the same.

use super::super::engine::stage::Group;
use super::super::engine::{Direction, Rev, Stored};
use super::layer::{Held, Layer};
use parking_lot::RwLock;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// Keys laid down or lifted under one lock, so that a large commit does not keep readers waiting.
const AT_ONCE: usize = 1024;

/// Writes by key, oldest first.
type Layers = BTreeMap<Vec<u8>, VecDeque<Laid>>;

/// The layer.
#[derive(Default)]
pub struct Fresh {
    layers: RwLock<Layers>,
}

/// A write: the commit of this revision holds the value.
struct Laid {
    rev: Rev,
    group: Arc<Group>,
}

impl Laid {
    fn held(&self, key: &[u8]) -> Held {
        let value = self.group.commit(self.rev).and_then(|commit| commit.writes.get(key)?.clone());
        Held(value.map(|value| Stored { rev: self.rev, value }))
    }
}

impl Fresh {
    /// Lays a group down; nobody sees it before it is published.
    pub fn lay(&self, group: &Arc<Group>) {
        let writes: Vec<_> =
            group.revisions().flat_map(|(rev, commit)| commit.writes.keys().map(move |key| (rev, key))).collect();
        for some in writes.chunks(AT_ONCE) {
            let mut layers = self.layers.write();
            for (rev, key) in some {
                let laid = Laid { rev: *rev, group: Arc::clone(group) };
                layers.entry((*key).clone()).or_default().push_back(laid);
            }
        }
    }

    /// Lifts each key's writes up to a revision, which sled has now.
    pub fn lift<'k>(&self, keys: impl Iterator<Item = (&'k [u8], Rev)>) {
        let mut layers = self.layers.write();
        for (key, until) in keys {
            if let Some(writes) = layers.get_mut(key) {
                while writes.pop_front_if(|laid| laid.rev <= until).is_some() {}
                if writes.is_empty() {
                    layers.remove(key);
                }
            }
        }
    }

    /// Whether sled has everything.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.layers.read().is_empty()
    }

    /// What `key` held at `rev`; `None` if no write up to `rev` lies here.
    pub fn get(&self, rev: Rev, key: &[u8]) -> Option<Held> {
        seen(self.layers.read().get(key)?, rev, key)
    }

    /// What the keys of `range` held at `rev`, as far as writes up to `rev` lie here; after `limit` keys it stops.
    pub fn page(&self, range: Range<Vec<u8>>, rev: Rev, direction: Direction, limit: usize) -> Layer {
        Layer::cut(&self.layers.read(), range, direction, limit, |key, writes| seen(writes, rev, key))
    }
}

fn seen(writes: &VecDeque<Laid>, rev: Rev, key: &[u8]) -> Option<Held> {
    let later = writes.partition_point(|laid| laid.rev <= rev);
    writes.get(later.checked_sub(1)?).map(|laid| laid.held(key))
}

#[cfg(test)]
mod tests {
    use super::super::super::engine::BatchId;
    use super::super::super::engine::stage::{Commit, Writes};
    use super::*;

    fn group(first: u64, values: &[Option<&str>]) -> Arc<Group> {
        let write = |value: Option<&str>| Writes::from([(b"k".to_vec(), value.map(|value| value.as_bytes().to_vec()))]);
        let commits = values.iter().map(|value| Commit { id: BatchId([0; 16]), writes: write(*value) });
        Arc::new(Group { first: Rev(first), commits: commits.collect() })
    }

    fn held(rev: u64, value: &str) -> Held {
        Held(Some(Stored { rev: Rev(rev), value: value.as_bytes().to_vec() }))
    }

    #[test]
    fn a_looker_finds_the_last_write_up_to_its_revision() {
        let fresh = Fresh::default();
        fresh.lay(&group(5, &[Some("five"), None]));
        fresh.lay(&group(7, &[Some("seven")]));
        assert_eq!(fresh.get(Rev(4), b"k"), None);
        assert_eq!(fresh.get(Rev(5), b"k"), Some(held(5, "five")));
        assert_eq!(fresh.get(Rev(6), b"k"), Some(Held(None)));
        assert_eq!(fresh.get(Rev(9), b"k"), Some(held(7, "seven")));
        fresh.lift([(&b"k"[..], Rev(6))].into_iter());
        assert_eq!(fresh.get(Rev(6), b"k"), None);
        assert_eq!(fresh.get(Rev(7), b"k"), Some(held(7, "seven")));
        fresh.lift([(&b"k"[..], Rev(7))].into_iter());
        assert!(fresh.layers.read().is_empty());
    }
}
