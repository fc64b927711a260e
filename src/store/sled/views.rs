//! Who looks at which revision, and before-images for them: what keys held before sled was brought beyond what they
//! look at. An image is kept before its key is overwritten in sled, so whoever saw the new value there finds the old
//! one here. [`super::fresh`] says why that is enough.

use super::super::engine::{Direction, EngineError, Rev, Stored};
use super::layer::{Held, Layer};
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

/// What a key held until a commit overwrote it.
pub struct Image {
    /// The key.
    pub key: Vec<u8>,
    /// The commit that overwrote it.
    pub until: Rev,
    /// What it held before.
    pub held: Option<Stored>,
}

#[derive(Default)]
struct State {
    /// The last revision that is durable.
    published: Rev,
    /// How many snapshots look at each revision.
    open: BTreeMap<Rev, usize>,
    /// What each key held, and until when; oldest first.
    images: BTreeMap<Vec<u8>, VecDeque<(Rev, Option<Stored>)>>,
    /// The images in the order they were kept.
    order: VecDeque<(Rev, Vec<u8>)>,
    bytes: usize,
    /// Snapshots of revisions before this one have lost images.
    floor: Rev,
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

    /// Lets everybody see up to `rev`.
    pub fn publish(&self, rev: Rev) {
        self.state.lock().published = rev;
    }

    /// Begins to look at the published revision; ends with [`Views::leave`].
    pub fn enter(&self) -> Rev {
        let mut state = self.state.lock();
        let rev = state.published;
        state.enter(rev);
        rev
    }

    /// Begins to look at an earlier revision, beyond which sled must not have been brought.
    pub fn enter_at(&self, rev: Rev) {
        self.state.lock().enter(rev);
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

    /// Keeps what keys hold before sled is brought to a revision that is published. Who comes later looks at that or
    /// a later one, so only what those who look now must see is kept.
    pub fn keep(&self, images: impl Iterator<Item = Image>) {
        let mut state = self.state.lock();
        state.release();
        let Some(oldest) = state.open.keys().next().copied() else { return };
        for Image { key, until, held } in images.filter(|image| image.until > oldest) {
            state.bytes += weight(&key, held.as_ref());
            state.order.push_back((until, key.clone()));
            state.images.entry(key).or_default().push_back((until, held));
        }
        while state.bytes > self.cap {
            let Some(lost) = state.drop_oldest() else { break };
            state.floor = state.floor.max(lost);
        }
    }

    /// What `key` held at `rev`, given what sled holds `now`.
    pub fn as_of(&self, rev: Rev, key: &[u8], now: Option<Stored>) -> Result<Option<Stored>, EngineError> {
        let state = self.state_at(rev)?;
        Ok(state.images.get(key).and_then(|images| first_after(images, rev)).map_or(now, |Held(held)| held))
    }

    /// What the keys of `range` held at `rev`, as far as they were overwritten since; after `limit` keys it stops.
    pub fn images(
        &self,
        range: Range<Vec<u8>>,
        rev: Rev,
        direction: Direction,
        limit: usize,
    ) -> Result<Layer, EngineError> {
        let state = self.state_at(rev)?;
        Ok(Layer::cut(&state.images, range, direction, limit, |_, images| first_after(images, rev)))
    }

    fn state_at(&self, rev: Rev) -> Result<MutexGuard<'_, State>, EngineError> {
        let state = self.state.lock();
        if rev < state.floor { Err(EngineError::SnapshotTooOld { rev }) } else { Ok(state) }
    }
}

impl State {
    fn enter(&mut self, rev: Rev) {
        *self.open.entry(rev).or_default() += 1;
    }

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
        let images = self.images.get_mut(&key)?;
        let (_, held) = images.pop_front()?;
        if images.is_empty() {
            self.images.remove(&key);
        }
        self.bytes -= weight(&key, held.as_ref());
        Some(until)
    }
}

/// Of several images of a key the oldest that was overwritten after `rev` counts.
fn first_after(images: &VecDeque<(Rev, Option<Stored>)>, rev: Rev) -> Option<Held> {
    let earlier = images.partition_point(|(until, _)| *until <= rev);
    images.get(earlier).map(|(_, held)| Held(held.clone()))
}

fn weight(key: &[u8], held: Option<&Stored>) -> usize {
    IMAGE_WEIGHT + 2 * key.len() + held.map_or(0, |stored| stored.value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(rev: u64) -> Stored {
        Stored { rev: Rev(rev), value: vec![0; 100] }
    }

    /// Publishes `until` and brings sled there.
    fn overwrite(views: &Views, until: u64, key: &[u8]) {
        views.publish(Rev(until));
        let image = Image { key: key.to_vec(), until: Rev(until), held: Some(stored(until - 1)) };
        views.keep(std::iter::once(image));
    }

    #[test]
    fn a_looker_sees_the_oldest_image_after_its_revision() {
        let views = Views::new(Rev(1), 1 << 20);
        assert_eq!(views.enter(), Rev(1));
        for until in 2..=3 {
            overwrite(&views, until, b"k");
        }
        for rev in 1..=3 {
            assert_eq!(views.as_of(Rev(rev), b"k", Some(stored(3))).unwrap(), Some(stored(rev)));
        }
        for direction in [Direction::Forward, Direction::Reverse] {
            let images = views.images(b"a".to_vec()..b"z".to_vec(), Rev(1), direction, 10).unwrap();
            assert_eq!(images.held, BTreeMap::from([(b"k".to_vec(), Held(Some(stored(1))))]));
        }
    }

    #[test]
    fn images_are_kept_only_while_somebody_must_see_them() {
        let views = Views::new(Rev(1), 1 << 20);
        overwrite(&views, 2, b"k");
        assert_eq!(views.state.lock().images.len(), 0, "nobody looks");
        let rev = views.enter();
        overwrite(&views, 2, b"k");
        assert_eq!(views.state.lock().images.len(), 0, "who looks has seen it");
        overwrite(&views, 3, b"k");
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
            overwrite(&views, until, b"k");
        }
        let young = views.enter();
        assert!(matches!(views.as_of(old, b"k", None), Err(EngineError::SnapshotTooOld { rev: Rev(1) })));
        assert_eq!(views.as_of(young, b"k", None).unwrap(), None);
    }
}
