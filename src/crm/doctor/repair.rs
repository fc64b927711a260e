//! Mending: damaged values are put aside, indexes made to agree with records, sequences raised above the ids there are.
//!
//! Each step rests on what was found (the revision of the record, of the key): where somebody was faster it does
//! nothing, and the next round looks again. So it works while others write, and doing it twice does no harm. The rounds
//! end when nothing is left to mend.

use super::survey::survey;
use super::{Cure, refuse};
use crate::crm::audit;
use crate::domain::audit::AuditEntry;
use crate::domain::finding::Finding;
use crate::door::{CallId, Refusal};
use crate::store::engine::{Batch, BatchId, Engine, MAX_BATCH, OP_WEIGHT, Op, Outcome, Pre, Rev, Snapshot};
use crate::store::key::{Hasher, Key, Table};
use crate::store::progress::{Progress, Task, Watch};
use std::path::PathBuf;

/// Rounds at most: a store that is never still, or cannot be mended, is given up and told as it is.
const ROUNDS: usize = 64;
/// The backup of what was there before, in the data directory; the next repair takes its place.
const BEFORE: &str = "before-repair.image";
/// Steps of one commit, and bytes after which it is full.
const STEPS: usize = 1_000;
const FULL: usize = MAX_BATCH / 4;

/// What a repair came to.
pub(super) struct Repaired {
    /// Steps taken.
    pub steps: u64,
    /// The backup of what was there before, if any step was taken and the engine has a place for one.
    pub before: Option<PathBuf>,
    /// What a check finds afterwards.
    pub findings: Vec<Finding>,
}

/// Mends what can be mended, once a verified backup of what is there was taken; `entry` is written to the audit log
/// if anything is.
pub(super) fn repair(
    engine: &dyn Engine,
    hasher: &Hasher,
    entry: AuditEntry,
    watch: &mut Watch,
) -> Result<Repaired, Refusal> {
    let (mut steps, mut rounds, mut before, mut entry) = (0, 0, None, Some(entry));
    loop {
        let mut report = survey(engine, hasher, watch)?;
        let cures: Vec<Cure> = report.troubles.iter_mut().filter_map(|trouble| trouble.cure.take()).collect();
        if cures.is_empty() || rounds == ROUNDS {
            let mut findings = engine.check(watch).map_err(refuse)?;
            findings.extend(report.into_findings());
            return Ok(Repaired { steps, before, findings });
        }
        if rounds == 0 {
            before = engine.back_up_beside(BEFORE, watch).map_err(refuse)?;
        }
        steps += take(engine, cures, &mut entry, watch)?;
        rounds += 1;
    }
}

/// Takes the steps of one round, in as many commits as they need; the first of all bears the audit entry.
fn take(
    engine: &dyn Engine,
    cures: Vec<Cure>,
    entry: &mut Option<AuditEntry>,
    watch: &mut Watch,
) -> Result<u64, Refusal> {
    let snapshot = engine.snapshot().map_err(refuse)?;
    let total = cures.len() as u64;
    let (mut taken, mut done, mut weight, mut steps) = (0, 0, 0, Vec::new());
    for cure in cures {
        let step = Step::of(cure, &*snapshot)?;
        weight += step.weight();
        steps.push(step);
        if steps.len() == STEPS || weight > FULL {
            done += steps.len() as u64;
            weight = 0;
            taken += commit(engine, std::mem::take(&mut steps), entry)?;
            if watch(Progress { task: Task::Rebuilding, done, total }).is_break() {
                return Err(Refusal::Cancelled);
            }
        }
    }
    Ok(taken + commit(engine, steps, entry)?)
}

/// Commits steps; those that rest on something changed meanwhile are left out.
fn commit(engine: &dyn Engine, mut steps: Vec<Step>, entry: &mut Option<AuditEntry>) -> Result<u64, Refusal> {
    while !steps.is_empty() {
        let mut batch = Batch::new(BatchId(CallId::fresh().0));
        for step in &steps {
            batch.pre.extend(step.pre.iter().cloned());
            batch.ops.extend(step.ops.iter().cloned());
        }
        if let Some(entry) = entry {
            audit::write(entry, &mut batch)?;
        }
        match engine.commit(batch).map_err(refuse)? {
            Outcome::Done(_) => {
                *entry = None;
                return Ok(steps.len() as u64);
            }
            Outcome::Conflict(key) => steps.retain(|step| !step.rests_on(&key)),
        }
    }
    Ok(0)
}

/// A cure as a commit does it.
struct Step {
    pre: Vec<Pre>,
    ops: Vec<Op>,
}

impl Step {
    fn of(cure: Cure, snapshot: &dyn Snapshot) -> Result<Self, Refusal> {
        Ok(match cure {
            Cure::Quarantine { key, found } => {
                let value = snapshot.get(&key).map_err(refuse)?.map(|stored| stored.value).unwrap_or_default();
                let aside = [Key::of(Table::Quarantine).number(found.0).bytes(), key.clone()].concat();
                let ops = vec![Op::Put { key: aside, value }, Op::Del { key: key.clone() }];
                Self { pre: vec![Pre::At(key, found)], ops }
            }
            Cure::Index { key, of, found } => Self {
                pre: vec![Pre::At(of, found), Pre::Absent(key.clone())],
                ops: vec![Op::Put { key, value: Vec::new() }],
            },
            Cure::Unindex { key, found } => Self { pre: vec![Pre::At(key.clone(), found)], ops: vec![Op::Del { key }] },
            Cure::Raise { key, found, next } => {
                let pre = found.map_or_else(|| Pre::Absent(key.clone()), |found: Rev| Pre::At(key.clone(), found));
                Self { pre: vec![pre], ops: vec![Op::Put { key, value: next.to_be_bytes().to_vec() }] }
            }
        })
    }

    fn weight(&self) -> usize {
        let each = |op: &Op| match op {
            Op::Put { key, value } => OP_WEIGHT + key.len() + value.len(),
            Op::Del { key } => OP_WEIGHT + key.len(),
            Op::Chain { value, .. } => OP_WEIGHT + value.len(),
        };
        self.ops.iter().map(each).sum()
    }

    fn rests_on(&self, changed: &[u8]) -> bool {
        self.pre.iter().any(|pre| matches!(pre, Pre::At(key, _) | Pre::Absent(key) if key == changed))
    }
}
