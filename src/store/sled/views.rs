//! Before-images: what keys held before the groups that open snapshots must not see, and before the group being
//! applied right now. Readers read sled first and look here second: an image is kept before its key is overwritten,
//! so whoever saw the new value finds the old one here.

use super::super::engine::{Direction, EngineError, Rev, Stored};
use parking_lot::{Mutex, MutexGuard};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// What an image weighs besides its key (twice) and value, bytes.
const IMAGE_WEIGHT: usize = 160;
/// Images released at once, so that letting go of a long-held snapshot stalls nobody.
const RELEASED_AT_ONCE: usize = 10_000;

/// Which revisions are looked at, and what those lookers must see.
pub struct Views {
    state: Mutex<State>,
    /// Bytes of images kept at most.
    cap: usize,
}

#[derive(Default)]
struct State {
    /// The last revision that is durable and whole in sled.
    published: Rev,
    /// How many snapshots look at each revision.
    open: BTreeMap<Rev, usize>,
    /// What a key held until the revision beside it.
    images: BTreeMap<(Vec<u8>, Rev), Option<Stored>>,
    /// The images in the order they were kept.
    order: VecDeque<(Rev, Vec<u8>)>,
    bytes: usize,
    /// Snapshots of revisions before this one have lost images.
    floor: Rev,
}

/// What keys of a range held at some revision, where sled may hold something newer; and how far that was looked up.
pub struct Images {
    /// What each overwritten key held.
    pub held: BTreeMap<Vec<u8>, Option<Stored>>,
    /// The part of the range that was covered; less than asked for if there were very many.
    pub covered: Range<Vec<u8>>,
}

impl Views {
    /// No images, at revision `published`.
    pub fn new(published: Rev, cap: usize) -> Self {
        Self { state: Mutex::new(State { published, ..State::default() }), cap }
    }

    /// The last revision that may be seen.
    pub fn published(&self) -> Rev {
        self.state.lock().published
    }

    /// Begins to look at the published revision; ends with [`Views::leave`].
    pub fn enter(&self) -> Rev {
        let mut state = self.state.lock();
        let rev = state.published;
        *state.open.entry(rev).or_default() += 1;
        rev
    }

    /// Looks at `rev` no more.
    pub fn leave(&self, rev: Rev) {
        let mut state = self.state.lock();
        if let Some(count) = state.open.get_mut(&rev) {
            *count -= 1;
            if *count == 0 {
                state.open.remove(&rev);
            }
        }
        state.release();
    }

    /// Keeps what keys hold before the group beginning at `until` overwrites them.
    pub fn keep(&self, until: Rev, before: Vec<(Vec<u8>, Option<Stored>)>) {
        let mut state = self.state.lock();
        for (key, image) in before {
            state.bytes += weight(&key, image.as_ref());
            state.order.push_back((until, key.clone()));
            state.images.insert((key, until), image);
        }
        while state.bytes > self.cap {
            let Some(lost) = state.drop_oldest() else { break };
            state.floor = state.floor.max(lost);
        }
    }

    /// Lets everybody see up to `rev`.
    pub fn publish(&self, rev: Rev) {
        let mut state = self.state.lock();
        state.published = rev;
        state.release();
    }

    /// What `key` held at `rev`, given what sled holds `now`.
    pub fn as_of(&self, rev: Rev, key: &[u8], now: Option<Stored>) -> Result<Option<Stored>, EngineError> {
        let state = self.state_at(rev)?;
        let later = (key.to_vec(), rev.next())..=(key.to_vec(), Rev(u64::MAX));
        Ok(state.images.range(later).next().map_or(now, |(_, image)| image.clone()))
    }

    /// What the keys of `range` held at `rev`, as far as they were overwritten since; at most `limit` of them,
    /// beginning at the end that `direction` begins with.
    pub fn images(
        &self,
        range: Range<Vec<u8>>,
        rev: Rev,
        direction: Direction,
        limit: usize,
    ) -> Result<Images, EngineError> {
        let state = self.state_at(rev)?;
        let mut held = BTreeMap::new();
        let mut covered = range.clone();
        let mut all = state.images.range((range.start, Rev(0))..(range.end, Rev(0)));
        loop {
            let image = match direction {
                Direction::Forward => all.next(),
                Direction::Reverse => all.next_back(),
            };
            let Some(((key, until), image)) = image else { break };
            if *until <= rev {
                continue;
            }
            if held.len() == limit && !held.contains_key(key) {
                match direction {
                    Direction::Forward => covered.end.clone_from(key),
                    Direction::Reverse => covered.start = after(key),
                }
                break;
            }
            // Of several images of a key the oldest after `rev` counts: it comes first going forward, last in reverse.
            if direction == Direction::Reverse || !held.contains_key(key) {
                held.insert(key.clone(), image.clone());
            }
        }
        Ok(Images { held, covered })
    }

    fn state_at(&self, rev: Rev) -> Result<MutexGuard<'_, State>, EngineError> {
        let state = self.state.lock();
        if rev < state.floor { Err(EngineError::SnapshotTooOld { rev }) } else { Ok(state) }
    }
}

impl State {
    /// Lets go of images nobody can ask for: those overwritten at or before every revision looked at.
    fn release(&mut self) {
        let oldest = self.open.keys().next().map_or(self.published, |rev| *rev);
        for _ in 0..RELEASED_AT_ONCE {
            match self.order.front() {
                Some((until, _)) if *until <= oldest => self.drop_oldest(),
                _ => break,
            };
        }
    }

    fn drop_oldest(&mut self) -> Option<Rev> {
        let (until, key) = self.order.pop_front()?;
        let ((key, _), image) = self.images.remove_entry(&(key, until))?;
        self.bytes -= weight(&key, image.as_ref());
        Some(until)
    }
}

fn weight(key: &[u8], image: Option<&Stored>) -> usize {
    IMAGE_WEIGHT + 2 * key.len() + image.map_or(0, |stored| stored.value.len())
}

/// The first key that can follow `key`.
pub fn after(key: &[u8]) -> Vec<u8> {
    [key, &[0]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(rev: u64) -> Stored {
        Stored { rev: Rev(rev), value: vec![0; 100] }
    }

    fn keep(views: &Views, until: u64, key: &[u8]) {
        views.keep(Rev(until), vec![(key.to_vec(), Some(stored(until - 1)))]);
    }

    #[test]
    fn a_looker_sees_the_oldest_image_after_its_revision() {
        let views = Views::new(Rev(1), 1 << 20);
        assert_eq!(views.enter(), Rev(1));
        for until in 2..=3 {
            keep(&views, until, b"k");
            views.publish(Rev(until));
        }
        for rev in 1..=3 {
            assert_eq!(views.as_of(Rev(rev), b"k", Some(stored(3))).unwrap(), Some(stored(rev)));
        }
        for direction in [Direction::Forward, Direction::Reverse] {
            let images = views.images(b"a".to_vec()..b"z".to_vec(), Rev(1), direction, 10).unwrap();
            assert_eq!(images.held, BTreeMap::from([(b"k".to_vec(), Some(stored(1)))]));
        }
    }

    #[test]
    fn images_go_when_nobody_looks() {
        let views = Views::new(Rev(1), 1 << 20);
        let rev = views.enter();
        keep(&views, 2, b"k");
        views.publish(Rev(2));
        assert_eq!(views.state.lock().images.len(), 1);
        views.leave(rev);
        assert_eq!(views.state.lock().images.len(), 0);
        assert_eq!(views.state.lock().bytes, 0);
    }

    #[test]
    fn beyond_the_cap_the_oldest_looker_is_too_old() {
        let views = Views::new(Rev(1), 600);
        let old = views.enter();
        for until in 2..=4 {
            keep(&views, until, b"k");
            views.publish(Rev(until));
        }
        let young = views.enter();
        assert!(matches!(views.as_of(old, b"k", None), Err(EngineError::SnapshotTooOld { rev: Rev(1) })));
        assert_eq!(views.as_of(young, b"k", None).unwrap(), None);
    }

    #[test]
    fn a_page_of_images_says_how_far_it_reaches() {
        let views = Views::new(Rev(1), 1 << 20);
        for key in [b"a", b"b", b"c"] {
            keep(&views, 2, key);
        }
        let range = || b"a".to_vec()..b"z".to_vec();
        let forward = views.images(range(), Rev(1), Direction::Forward, 2).unwrap();
        assert_eq!(forward.covered, b"a".to_vec()..b"c".to_vec());
        let reverse = views.images(range(), Rev(1), Direction::Reverse, 2).unwrap();
        assert_eq!(reverse.covered, b"a\0".to_vec()..b"z".to_vec());
    }
}
