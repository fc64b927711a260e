//! The doctor: checks everything that is kept, and mends what can be mended.
//!
//! A million customers are checked in one pass over the store, in the order of its keys, with memory that does not
//! grow with them. What must agree is not held in maps but counted twice: each index key a record must have is added
//! to one of a few thousand sums of hashes, each one that is there is taken off again ([`indexes`]); which records
//! there are and which are named is one bit an id ([`references`]). Sums that come out even, and bits that cover each
//! other, prove the agreement. Only where they do not, a second pass names the culprits: as many as fit into memory,
//! and how many more there are at least.

mod glance;
mod indexes;
mod references;
mod repair;
mod sequences;
mod survey;
mod undo;
mod values;

use crate::domain::reason::reason;
pub(super) use glance::glance;
use repair::{Repaired, repair};
pub(super) use values::undo as undo_entry;

use super::context::Context;
use super::system::hasher;
use super::{Crm, Sink, refuse, watched};
use crate::domain::audit::{Actor, AuditEntry};
use crate::domain::finding::{Finding, Severity};
use crate::door::Refusal;
use crate::door::maintenance::{Request, Response};
use crate::store::engine::{Engine, Rev};
use crate::store::key::Hasher;
use crate::store::progress::Watch;
use std::collections::BTreeMap;
use survey::survey;

/// Findings of one kind that are told one by one.
const TOLD: u64 = 50;
/// Troubles held in memory at once.
const HELD: usize = 200_000;

/// Checks and mends what is open; whatever else there is to maintain is up to whoever keeps the store.
pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let mending = match request {
        Request::Check => None,
        Request::Repair => Some(deed(context)),
        _ => return Err(Refusal::Unavailable { why: reason("asked-elsewhere") }),
    };
    let answer = examine(&*crm.engine, mending, &mut watched(sink))?;
    if let Response::Repaired { steps: 1.., .. } = answer {
        crm.refresh()?;
    }
    Ok(answer)
}

/// Checks what an engine holds, also where no CRM can be opened over it. Given an entry for the audit log, mends what
/// can be mended.
pub(super) fn examine(
    engine: &dyn Engine,
    mending: Option<AuditEntry>,
    watch: &mut Watch,
) -> Result<Response, Refusal> {
    // Without it, index keys could be neither judged nor made.
    let keyless = || Refusal::Unavailable { why: reason("hash-key-missing") };
    let hasher = hasher(&*engine.snapshot().map_err(refuse)?)?.ok_or_else(keyless)?;
    match mending {
        None => check(engine, &hasher, watch).map(Response::Checked),
        Some(entry) => {
            let Repaired { steps, before, findings } = repair(engine, &hasher, entry, watch)?;
            Ok(Response::Repaired { steps, findings, before })
        }
    }
}

/// A deed of Callsheet's own, on the word of whoever asks.
fn deed(context: &Context) -> AuditEntry {
    AuditEntry {
        at: context.now,
        user: Some(context.user.id),
        os_user: context.os_user.clone(),
        origin: context.origin.clone(),
        actor: Actor::System,
        depth: 0,
        request: context.request.to_owned(),
        touched: Vec::new(),
        exported: Vec::new(),
    }
}

/// Checks everything: first what the engine knows of itself, then what is kept in it.
fn check(engine: &dyn Engine, hasher: &Hasher, watch: &mut Watch) -> Result<Vec<Finding>, Refusal> {
    let mut findings = engine.check(watch).map_err(refuse)?;
    findings.extend(survey(engine, hasher, watch)?.into_findings());
    Ok(findings)
}

/// What was found, and what would mend it.
struct Trouble {
    finding: Finding,
    cure: Option<Cure>,
}

/// A step of a repair. It holds only while what it rests on stays as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cure {
    /// Put the value at this key aside, as it is.
    Quarantine { key: Vec<u8>, found: Rev },
    /// Put an index key of the entry at `of`.
    Index { key: Vec<u8>, of: Vec<u8>, found: Rev },
    /// Remove an index key.
    Unindex { key: Vec<u8>, found: Rev },
    /// Hand out ids from `next` on.
    Raise { key: Vec<u8>, found: Option<Rev>, next: u64 },
}

/// What a check came to.
#[derive(Default)]
struct Report {
    /// What was looked at.
    looked: Vec<Finding>,
    /// What is not well, as much as fits.
    troubles: Vec<Trouble>,
    /// How much there is of each kind, at least, and how grave.
    kinds: BTreeMap<&'static str, (Severity, u64)>,
}

impl Report {
    /// Keeps a finding if it will be told or mended, and counts it.
    fn add(&mut self, finding: Finding, cure: impl Into<Option<Cure>>) {
        let cure = cure.into();
        let so_far = self.count(&finding, 1);
        if so_far <= TOLD || (cure.is_some() && self.troubles.len() < HELD) {
            self.troubles.push(Trouble { finding, cure });
        }
    }

    /// Counts so many more like this one; says how many there are then.
    fn count(&mut self, like: &Finding, count: u64) -> u64 {
        let (_, so_far) = self.kinds.entry(like.code()).or_insert((like.severity(), 0));
        *so_far += count;
        *so_far
    }

    /// Each kind with its first findings, and how many more there are.
    fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.looked;
        let mut told: BTreeMap<&str, u64> = BTreeMap::new();
        for Trouble { finding, .. } in self.troubles {
            let told = told.entry(finding.code()).or_default();
            if *told < TOLD {
                *told += 1;
                findings.push(finding);
            }
        }
        for (like, (severity, count)) in self.kinds {
            let count = count - told.get(like).copied().unwrap_or_default();
            if count > 0 {
                findings.push(Finding::More { like: like.to_owned(), severity, count });
            }
        }
        findings
    }
}
