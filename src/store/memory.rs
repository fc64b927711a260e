//! The memory engine: the same promises as on disk, but for durability. For tests and for trying things out.

use super::engine::stage::{Group, Notes, Stage, View, head_key, id_key, read_head};
use super::engine::{
    Batch, BatchId, Change, Direction, Engine, EngineError, Feed, Health, KeyRange, Outcome, RESERVED, Rev, Scan,
    Snapshot, Stored, chain,
};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

type Map = BTreeMap<Vec<u8>, Stored>;

/// Everything in memory, gone when dropped.
#[derive(Default)]
pub struct MemoryEngine {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Copied on the first write after a snapshot was taken of it.
    map: Arc<Map>,
    changes: Vec<Change>,
    rev: Rev,
    notes: Notes,
    closed: bool,
}

impl MemoryEngine {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Engine for MemoryEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        let state = self.state.lock();
        Ok(Box::new(MemorySnapshot { map: Arc::clone(&state.map), rev: state.rev }))
    }

    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError> {
        batch.check()?;
        let mut state = self.state.lock();
        if state.closed {
            return Err(EngineError::Closed);
        }
        let State { map, rev, notes, .. } = &mut *state;
        let mut staging = Stage::new(&**map, *rev, notes);
        let outcome = staging.add(batch)?;
        let group = staging.into_group();
        state.apply(&group);
        Ok(outcome)
    }

    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError> {
        Ok(self.state.lock().map.get(&id_key(id)).map(|stored| stored.rev))
    }

    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError> {
        Ok(Box::new(MemoryFeed { state: Arc::clone(&self.state), told: from }))
    }

    fn revision(&self) -> Rev {
        self.state.lock().rev
    }

    fn entries_of(&self, table: u8) -> Result<u64, EngineError> {
        let range = KeyRange::prefix(&[table]).whole();
        Ok(range.map_or(0, |range| self.state.lock().map.range(range).count() as u64))
    }

    fn health(&self) -> Health {
        if self.state.lock().closed { Health::Closed } else { Health::Ready }
    }

    fn close(&self) -> Result<(), EngineError> {
        self.state.lock().closed = true;
        Ok(())
    }
}

impl State {
    fn apply(&mut self, group: &Group) {
        let map = Arc::make_mut(&mut self.map);
        for (key, rev, value) in group.writes() {
            match value {
                Some(value) => map.insert(key.to_vec(), Stored { rev, value: value.to_vec() }),
                None => map.remove(key),
            };
        }
        self.changes.extend(group.changes());
        self.rev = group.last();
    }
}

impl View for Map {
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        Ok(Self::get(self, key).cloned())
    }

    fn first_keys(&self, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, EngineError> {
        let keys = self.range(prefix.to_vec()..).map(|(key, _)| key);
        Ok(keys.take_while(|key| key.starts_with(prefix)).take(limit).cloned().collect())
    }
}

struct MemorySnapshot {
    map: Arc<Map>,
    rev: Rev,
}

impl Snapshot for MemorySnapshot {
    fn rev(&self) -> Rev {
        self.rev
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        let open = key.first() != Some(&RESERVED);
        Ok(open.then(|| self.map.get(key).cloned()).flatten())
    }

    fn scan(&self, range: KeyRange, direction: Direction) -> Scan<'_> {
        let Some(range) = range.open_part() else {
            return Box::new(std::iter::empty());
        };
        let pairs = self.map.range(range).map(|(key, stored)| Ok((key.clone(), stored.clone())));
        match direction {
            Direction::Forward => Box::new(pairs),
            Direction::Reverse => Box::new(pairs.rev()),
        }
    }

    fn head(&self, log: u8) -> Result<chain::Head, EngineError> {
        read_head(self.map.get(&head_key(log)).cloned())
    }
}

struct MemoryFeed {
    state: Arc<Mutex<State>>,
    told: Rev,
}

impl Feed for MemoryFeed {
    fn next(&mut self) -> Result<Option<Change>, EngineError> {
        // Revisions have no gaps, so the change after revision n is the one at position n.
        let change = self.state.lock().changes.get(self.told.0 as usize).cloned();
        self.told = change.as_ref().map_or(self.told, |change| change.rev);
        Ok(change)
    }
}
