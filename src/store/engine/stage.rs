//! How a batch is decided, the same for every engine: checked against the store and the batches staged before it,
//! then turned into plain writes and removals. What comes out can be applied twice without harm.

use super::{Batch, BatchId, Change, EngineError, OP_WEIGHT, Op, Outcome, Pre, RESERVED, Rev, Stored, chain};
use crate::domain::reason::reason;
use std::collections::{BTreeMap, VecDeque};

/// How long a batch's id is remembered, milliseconds.
const REMEMBERED_MS: u64 = 24 * 60 * 60 * 1000;
/// How many outlived ids a commit forgets at most: enough to keep up, too few to be felt.
const FORGOTTEN: usize = 4;
/// How many of the oldest ids are looked up at once.
const OLDEST: usize = 64;

const BATCH_IDS: [u8; 2] = [RESERVED, b'b'];
const HEADS: [u8; 2] = [RESERVED, b'c'];

/// Where an engine remembers that a batch was committed; the revision of the entry is the batch's.
pub fn id_key(id: BatchId) -> Vec<u8> {
    [&BATCH_IDS[..], &id.0].concat()
}

/// Where an engine keeps the head of a chain.
pub fn head_key(log: u8) -> Vec<u8> {
    [&HEADS[..], &[log]].concat()
}

/// The log whose head an engine keeps at `key`.
pub fn log_of_head(key: &[u8]) -> Option<u8> {
    match key.strip_prefix(&HEADS)? {
        [log] => Some(*log),
        _ => None,
    }
}

/// The head of a chain from what is stored at [`head_key`].
pub fn read_head(stored: Option<Stored>) -> Result<chain::Head, EngineError> {
    stored.map_or(Ok(chain::Head::START), |stored| {
        let damaged = || EngineError::StoreDamaged { why: reason("chain-head-unreadable") };
        chain::Head::from_bytes(&stored.value).ok_or_else(damaged)
    })
}

/// What the writer sees beneath the batches it is staging.
pub trait View {
    /// The value at `key`, the engine's own included.
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError>;
    /// Up to `limit` keys that begin with `prefix`, in order.
    fn first_keys(&self, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, EngineError>;
}

/// The writes of one commit, by key; `None` removes.
pub type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A batch decided: what it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The batch.
    pub id: BatchId,
    /// What it writes.
    pub writes: Writes,
}

/// Commits of consecutive revisions that become durable together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The first commit's revision.
    pub first: Rev,
    /// The commits in order.
    pub commits: Vec<Commit>,
}

impl Group {
    /// The last commit's revision; the one before the first if there is none.
    pub const fn last(&self) -> Rev {
        Rev(self.first.0 + self.commits.len() as u64 - 1)
    }

    /// Each commit with its revision.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = (Rev, &Commit)> + ExactSizeIterator {
        self.commits.iter().enumerate().map(|(i, commit)| (Rev(self.first.0 + i as u64), commit))
    }

    /// The commit of a revision, if it is in this group.
    pub fn commit(&self, rev: Rev) -> Option<&Commit> {
        self.commits.get(rev.0.checked_sub(self.first.0)? as usize)
    }

    /// Every write, in the order they were made: key, revision, and the value unless it removes.
    pub fn writes(&self) -> impl Iterator<Item = (&[u8], Rev, Option<&[u8]>)> {
        self.revisions()
            .flat_map(|(rev, commit)| commit.writes.iter().map(move |(key, value)| (&**key, rev, value.as_deref())))
    }

    /// What the group weighs in memory, bytes.
    pub fn weight(&self) -> usize {
        self.writes().map(|(key, _, value)| OP_WEIGHT + 2 * key.len() + value.map_or(0, <[u8]>::len)).sum()
    }

    /// The keys each commit changed, without the engine's own.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        self.revisions().map(|(rev, commit)| {
            let open = commit.writes.keys().filter(|key| key.first() != Some(&RESERVED));
            Change { rev, keys: open.cloned().collect() }
        })
    }
}

/// What a writer keeps in mind from one group to the next, so that a commit asks the store for little. What is
/// staged with it must come to pass, or nothing may be staged with it any more.
#[derive(Default)]
pub struct Notes {
    /// The chains' ends.
    heads: BTreeMap<u8, chain::Head>,
    /// Where the oldest batch ids are remembered that the store has, oldest first.
    oldest: VecDeque<Vec<u8>>,
}

/// A group in the making.
pub struct Stage<'v> {
    view: &'v dyn View,
    notes: &'v mut Notes,
    group: Group,
}

impl<'v> Stage<'v> {
    /// Stages batches upon `view`, which stands at revision `at`.
    pub const fn new(view: &'v dyn View, at: Rev, notes: &'v mut Notes) -> Self {
        Self { view, notes, group: Group { first: at.next(), commits: Vec::new() } }
    }

    /// Decides a batch. The answer holds once the group is durable.
    pub fn add(&mut self, batch: Batch) -> Result<Outcome, EngineError> {
        let id_key = id_key(batch.id);
        if let Some(known) = self.get(&id_key)? {
            return Ok(Outcome::Done(known.rev));
        }
        for pre in batch.pre {
            if let Some(key) = self.broken(pre)? {
                return Ok(Outcome::Conflict(key));
            }
        }
        let mut writes = self.decide(batch.ops)?;
        self.forget_outlived(batch.id, &mut writes)?;
        self.notes.remember(&id_key);
        writes.insert(id_key, Some(Vec::new()));
        self.group.commits.push(Commit { id: batch.id, writes });
        Ok(Outcome::Done(self.group.last()))
    }

    /// What was staged.
    pub fn into_group(self) -> Group {
        self.group
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        let staged = self.group.revisions().rev().find_map(|(rev, commit)| Some((rev, commit.writes.get(key)?)));
        match staged {
            Some((rev, value)) => Ok(value.clone().map(|value| Stored { rev, value })),
            None => self.view.get(key),
        }
    }

    /// The key of a precondition that does not hold.
    fn broken(&self, pre: Pre) -> Result<Option<Vec<u8>>, EngineError> {
        let (key, wanted) = match pre {
            Pre::Absent(key) => (key, None),
            Pre::At(key, rev) => (key, Some(rev)),
        };
        let found = self.get(&key)?.map(|stored| stored.rev);
        Ok((found != wanted).then_some(key))
    }

    fn decide(&mut self, ops: Vec<Op>) -> Result<Writes, EngineError> {
        let mut writes = Writes::new();
        let mut heads = BTreeMap::new();
        for op in ops {
            match op {
                Op::Put { key, value } => writes.insert(key, Some(value)),
                Op::Del { key } => writes.insert(key, None),
                Op::Chain { log, value } => {
                    let before = match heads.get(&log).or_else(|| self.notes.heads.get(&log)) {
                        Some(head) => *head,
                        None => read_head(self.view.get(&head_key(log))?)?,
                    };
                    let head = before.after(&value);
                    heads.insert(log, head);
                    writes.insert(chain::entry_key(log, head.seq), Some(chain::entry_value(&head.hash, &value)))
                }
            };
        }
        writes.extend(heads.iter().map(|(log, head)| (head_key(*log), Some(head.to_bytes()))));
        self.notes.heads.extend(heads);
        Ok(writes)
    }

    /// Forgets ids a day older than this batch's own. Its own time, not the newest ever seen: a clock once set to
    /// a far future must not make every later id short-lived.
    fn forget_outlived(&mut self, id: BatchId, writes: &mut Writes) -> Result<(), EngineError> {
        for _ in 0..FORGOTTEN {
            if self.notes.oldest.is_empty() {
                self.notes.oldest = self.view.first_keys(&BATCH_IDS, OLDEST)?.into();
            }
            let Some(outlived) = self.notes.oldest.pop_front_if(|key| is_outlived(key, id)) else { break };
            writes.insert(outlived, None);
        }
        Ok(())
    }
}

impl Notes {
    /// An id older than some of the oldest means that these are not the oldest any more.
    fn remember(&mut self, id_key: &[u8]) {
        if self.oldest.back().is_some_and(|oldest| id_key < &**oldest) {
            self.oldest.clear();
        }
    }
}

fn is_outlived(key: &[u8], now: BatchId) -> bool {
    let old = key.strip_prefix(&BATCH_IDS).and_then(|old| old.try_into().ok()).map(BatchId);
    old.is_some_and(|old| old.unix_ms() + REMEMBERED_MS < now.unix_ms())
}
