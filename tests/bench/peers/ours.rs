//! Callsheet's own store.

use crate::{Store, entries};
use callsheet::store::engine::{Batch, BatchId, Engine, Outcome};
use callsheet::store::sled::{Options, SledEngine, unwatched};
use std::path::Path;

pub struct Ours(SledEngine);

impl Ours {
    pub fn new(dir: &Path) -> Self {
        Self(SledEngine::open(dir, Options::default(), &mut unwatched).unwrap().0)
    }
}

impl Store for Ours {
    fn commit(&self, n: u64) {
        let id = BatchId(u128::from(n + 1).to_be_bytes());
        let batch = entries(n).into_iter().fold(Batch::new(id), |batch, (key, value)| batch.put(key, value));
        assert!(matches!(self.0.commit(batch).unwrap(), Outcome::Done(_)));
    }
}
