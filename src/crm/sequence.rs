//! Ids: one sequence a noun, handed out in blocks so that not every new record writes its number.
//! What a block has left is given back when the store is closed; after a crash it is skipped.

use super::refuse;
use crate::door::{CallId, Refusal};
use crate::store::engine::{Batch, BatchId, Engine, Outcome, Rev};
use crate::store::key::{Key, Table};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Numbers in the first block; each further one is twice as long, so that a million new records do
/// not wait for ten thousand blocks.
const BLOCK: u64 = 64;
/// Numbers in a block at most: as many are skipped after a crash.
const LONGEST_BLOCK: u64 = 4_096;

/// A block being handed out.
#[derive(Debug, Clone, Copy)]
struct Block {
    next: u64,
    end: u64,
    length: u64,
    rev: Rev,
}

/// The sequences of a store.
pub struct Sequences {
    engine: Arc<dyn Engine>,
    blocks: Mutex<BTreeMap<u8, Block>>,
}

impl Sequences {
    /// The sequences kept in this engine.
    pub fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine, blocks: Mutex::default() }
    }

    /// The next number of a sequence, from 1.
    pub fn next(&self, sequence: u8) -> Result<u64, Refusal> {
        let mut blocks = self.blocks.lock();
        let block = match blocks.get(&sequence) {
            Some(block) if block.next < block.end => *block,
            Some(block) => self.reserve(sequence, (block.length * 2).min(LONGEST_BLOCK))?,
            None => self.reserve(sequence, BLOCK)?,
        };
        blocks.insert(sequence, Block { next: block.next + 1, ..block });
        Ok(block.next)
    }

    /// Hands out no number up to this one any more: a record has it that came with its number.
    pub fn pass(&self, sequence: u8, number: u64) -> Result<(), Refusal> {
        let mut blocks = self.blocks.lock();
        let block = match blocks.get(&sequence) {
            Some(block) if number < block.next => return Ok(()),
            Some(block) if number < block.end => Block { next: number + 1, ..*block },
            _ => self.reserve_from(sequence, number + 1, BLOCK)?,
        };
        blocks.insert(sequence, block);
        Ok(())
    }

    fn reserve(&self, sequence: u8, length: u64) -> Result<Block, Refusal> {
        self.reserve_from(sequence, 1, length)
    }

    /// A block of numbers nobody has, from `first` on at the least. Where what is stored is changed meanwhile, by a
    /// repair or by giving back, it is looked at again.
    fn reserve_from(&self, sequence: u8, first: u64, length: u64) -> Result<Block, Refusal> {
        loop {
            if let Some(block) = self.try_reserve(sequence, first, length)? {
                return Ok(block);
            }
        }
    }

    fn try_reserve(&self, sequence: u8, first: u64, length: u64) -> Result<Option<Block>, Refusal> {
        let key = key(sequence);
        let stored = self.engine.snapshot().and_then(|snapshot| snapshot.get(&key)).map_err(refuse)?;
        let next = stored.as_ref().and_then(|s| s.value.first_chunk().copied()).map_or(1, u64::from_be_bytes);
        let next = next.max(first);
        let batch = Batch::new(BatchId(CallId::fresh().0));
        let batch = match stored {
            Some(stored) => batch.at(key.clone(), stored.rev),
            None => batch.absent(key.clone()),
        };
        Ok(match self.engine.commit(batch.put(key, (next + length).to_be_bytes())).map_err(refuse)? {
            Outcome::Done(rev) => Some(Block { next, end: next + length, length, rev }),
            Outcome::Conflict(_) => None,
        })
    }

    /// Gives back what the blocks have left, unless what is stored was changed behind them. A store that takes no
    /// more changes skips it.
    pub fn give_back(&self) {
        let mut batch = Batch::new(BatchId(CallId::fresh().0));
        for (sequence, block) in std::mem::take(&mut *self.blocks.lock()) {
            batch = batch.at(key(sequence), block.rev).put(key(sequence), block.next.to_be_bytes());
        }
        if !batch.ops.is_empty() {
            let _ = self.engine.commit(batch);
        }
    }
}

/// Where the next number of a sequence is kept.
pub(super) fn key(sequence: u8) -> Vec<u8> {
    Key::of(Table::Sequence).byte(sequence).bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryEngine;
    use std::collections::BTreeSet;

    #[test]
    fn no_number_is_handed_out_twice_and_none_is_lost_by_closing() {
        let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new());
        let first = Sequences::new(Arc::clone(&engine));
        let numbers: Vec<u64> = (0..100).map(|_| first.next(3).unwrap()).collect();
        assert_eq!(numbers, (1..=100).collect::<Vec<_>>());
        assert_eq!(first.next(4).unwrap(), 1);
        first.give_back();
        assert_eq!(Sequences::new(engine).next(3).unwrap(), 101);
    }

    #[test]
    fn a_number_that_came_with_its_record_is_not_handed_out() {
        let sequences = Sequences::new(Arc::new(MemoryEngine::new()));
        for (passed, next) in [(5, 6), (3, 7), (8, 9), (1_000, 1_001), (1_000, 1_002)] {
            sequences.pass(3, passed).unwrap();
            assert_eq!(sequences.next(3).unwrap(), next, "{passed}");
        }
    }

    #[test]
    fn numbers_are_handed_out_while_others_are_given_back() {
        let sequences = Sequences::new(Arc::new(MemoryEngine::new()));
        let numbers: BTreeSet<u64> = std::thread::scope(|threads| {
            let giving = threads.spawn(|| (0..2_000).for_each(|_| sequences.give_back()));
            let numbers = (0..2_000).map(|_| sequences.next(3).unwrap()).collect();
            giving.join().unwrap();
            numbers
        });
        assert_eq!(numbers.len(), 2_000);
    }

    #[test]
    fn after_a_crash_the_rest_of_a_block_is_skipped() {
        let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new());
        Sequences::new(Arc::clone(&engine)).next(3).unwrap();
        assert_eq!(Sequences::new(engine).next(3).unwrap(), 1 + BLOCK);
    }
}
