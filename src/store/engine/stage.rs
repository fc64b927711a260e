//! How a batch is decided, the same for every engine: checked against the store and the batches staged before it,
//! then turned into plain writes and removals. What comes out can be applied twice without harm.

use super::{Batch, BatchId, Change, EngineError, Op, Outcome, Pre, RESERVED, Rev, Stored, chain};
use std::collections::BTreeMap;

/// How long a batch's id is remembered, milliseconds.
const REMEMBERED_MS: u64 = 24 * 60 * 60 * 1000;
/// How many outlived ids a commit forgets at most: enough to keep up, too few to be felt.
const FORGOTTEN: usize = 4;

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

/// The head of a chain from what is stored at [`head_key`].
pub fn read_head(stored: Option<Stored>) -> Result<chain::Head, EngineError> {
    stored.map_or(Ok(chain::Head::START), |stored| {
        let damaged = || EngineError::StoreDamaged { why: "the head of a chain is unreadable".to_owned() };
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

    /// What each key holds once all commits are applied, with the revision that wrote it.
    pub fn final_writes(&self) -> BTreeMap<&[u8], (Rev, Option<&[u8]>)> {
        self.revisions()
            .flat_map(|(rev, commit)| commit.writes.iter().map(move |(key, value)| (&**key, (rev, value.as_deref()))))
            .collect()
    }

    /// The keys each commit changed, without the engine's own.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        self.revisions().map(|(rev, commit)| {
            let open = commit.writes.keys().filter(|key| key.first() != Some(&RESERVED));
            Change { rev, keys: open.cloned().collect() }
        })
    }
}

/// A group in the making.
pub struct Stage<'v> {
    view: &'v dyn View,
    group: Group,
}

impl<'v> Stage<'v> {
    /// Stages batches upon `view`, which stands at revision `at`.
    pub const fn new(view: &'v dyn View, at: Rev) -> Self {
        Self { view, group: Group { first: at.next(), commits: Vec::new() } }
    }

    /// Decides a batch. The answer holds once the group is durable.
    pub fn add(&mut self, batch: Batch) -> Result<Outcome, EngineError> {
        if let Some(known) = self.get(&id_key(batch.id))? {
            return Ok(Outcome::Done(known.rev));
        }
        for pre in batch.pre {
            if let Some(key) = self.broken(pre)? {
                return Ok(Outcome::Conflict(key));
            }
        }
        let mut writes = self.decide(batch.ops)?;
        self.forget_outlived(batch.id, &mut writes)?;
        writes.insert(id_key(batch.id), Some(Vec::new()));
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

    fn decide(&self, ops: Vec<Op>) -> Result<Writes, EngineError> {
        let mut writes = Writes::new();
        let mut heads = BTreeMap::new();
        for op in ops {
            match op {
                Op::Put { key, value } => writes.insert(key, Some(value)),
                Op::Del { key } => writes.insert(key, None),
                Op::Chain { log, value } => {
                    let before = match heads.get(&log) {
                        Some(head) => *head,
                        None => read_head(self.get(&head_key(log))?)?,
                    };
                    let head = before.after(&value);
                    heads.insert(log, head);
                    writes.insert(chain::entry_key(log, head.seq), Some(chain::entry_value(&head.hash, &value)))
                }
            };
        }
        writes.extend(heads.into_iter().map(|(log, head)| (head_key(log), Some(head.to_bytes()))));
        Ok(writes)
    }

    /// Forgets ids a day older than this batch's own. Its own time, not the newest ever seen: a clock once set to
    /// a far future must not make every later id short-lived.
    fn forget_outlived(&self, id: BatchId, writes: &mut Writes) -> Result<(), EngineError> {
        for key in self.view.first_keys(&BATCH_IDS, FORGOTTEN)? {
            let Some(old) = key.strip_prefix(&BATCH_IDS).and_then(|old| old.try_into().ok()).map(BatchId) else {
                continue;
            };
            if old.unix_ms() + REMEMBERED_MS < id.unix_ms() {
                writes.insert(key, None);
            }
        }
        Ok(())
    }
}
