//! Long jobs: import and demo.
//!
//! A batch is one commit or a few, all of a job under one undo entry: `undo::fresh` makes it, each
//! commit adds to it ([`UndoPlan::Part`]). What was taken stays taken, whatever happens next.
//!
//! A job goes on over a store that failed inside and was opened anew: its pieces have names that follow from the
//! call's, so the call made once more takes what is lacking and nothing twice. A restore ends every job.

use super::change::{Change, Records};
use super::context::Context;
use super::import::Known;
use super::undo::{self, UndoPlan};
use super::{Crm, import};
use crate::domain::edit;
use crate::domain::id::{UndoId, UserId};
use crate::domain::import::{Bundle, KeptRow, Row, Target};
use crate::domain::role::Action;
use crate::domain::undo::UndoEntry;
use crate::door::jobs::{JobId, Request, Response, Rows, Start, Summary, Taken};
use crate::door::{CallId, Refusal};
use std::collections::BTreeMap;

/// Bytes of drafts a commit takes: below what an audit entry holds, as it names every changed field.
const COMMIT: usize = 48 * 1024;

/// Bytes of drafts a dry run remembers before it begins anew, so that it needs no more memory for a
/// million rows: what stands twice in a file farther apart counts as new twice.
const REMEMBERED: usize = 32 * 1024 * 1024;

/// The jobs that are running. One whose session is gone stays as long as the keeper: it is small.
#[derive(Default)]
pub struct Jobs {
    last: u64,
    running: BTreeMap<JobId, Job>,
}

impl Jobs {
    /// Ends them all: what they wrote is in another store than the one there is now.
    pub fn end_all(&mut self) {
        self.running.clear();
    }
}

/// A job.
struct Job {
    start: Start,
    by: UserId,
    undo: Option<UndoEntry>,
    summary: Summary,
    judged: Judged,
}

/// What a dry run would have taken so far: later rows are compared with it as with the store.
#[derive(Default)]
struct Judged {
    records: Records,
    known: Known,
    weight: usize,
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Start(start) => begin(crm, context, start).map(Response::Started),
        Request::Try { start, rows } => {
            allow(context, &start)?;
            let mut tried = Job::new(Start { dry_run: true, ..start }, context.user.id, None);
            tried.take(crm, context, rows).map(Response::Taken)
        }
        Request::Batch { job: id, rows } => {
            let mut job = take_up(crm, context, id)?;
            let taken = job.take(crm, context, rows);
            crm.jobs.lock().running.insert(id, job);
            taken.map(Response::Taken)
        }
        Request::Finish(id) | Request::Cancel(id) => Ok(Response::Finished(take_up(crm, context, id)?.end())),
    }
}

/// Users come in by whoever may make them.
fn allow(context: &Context, start: &Start) -> Result<(), Refusal> {
    if start.target == Target::Users { context.allow(Action::ManageUsers) } else { Ok(()) }
}

fn begin(crm: &Crm, context: &Context, start: Start) -> Result<JobId, Refusal> {
    allow(context, &start)?;
    let undo = start.continues.map(|id| undo::to_go_on_with(crm, context, id)).transpose()?;
    let mut jobs = crm.jobs.lock();
    jobs.last += 1;
    let id = JobId(jobs.last);
    jobs.running.insert(id, Job::new(start, context.user.id, undo));
    Ok(id)
}

/// Takes a job out, so that nobody else works on it meanwhile.
fn take_up(crm: &Crm, context: &Context, id: JobId) -> Result<Job, Refusal> {
    let mut jobs = crm.jobs.lock();
    let mine = jobs.running.get(&id).is_some_and(|job| job.by == context.user.id);
    let job = mine.then(|| jobs.running.remove(&id)).flatten();
    job.ok_or(Refusal::Interrupted)
}

impl Job {
    fn new(start: Start, by: UserId, undo: Option<UndoEntry>) -> Self {
        Self { start, by, undo, summary: Summary::default(), judged: Judged::default() }
    }

    fn take(&mut self, crm: &Crm, context: &Context, rows: Rows) -> Result<Taken, Refusal> {
        let mut all = Taken::default();
        match rows {
            Rows::Drafts(rows) => all = self.take_rows(crm, context, &rows, weigh, import::rows)?,
            Rows::Kept { store, rows } => {
                let take = |change: &mut Change, start: &Start, rows: &[KeptRow], known: &mut Known| {
                    import::kept(change, start, &store, rows, known)
                };
                all = self.take_rows(crm, context, &rows, weigh_kept, take)?;
            }
            Rows::Bundles(bundles) if self.start.dry_run => {
                all.created = bundles.len() as u64;
                self.count(&all);
            }
            Rows::Bundles(bundles) => {
                let before = Taken { created: bundles.len() as u64, ..Taken::default() };
                all = self.commit(crm, context, before, |change| bundles_in(change, &bundles))?;
            }
        }
        all.undo = self.undone_by();
        Ok(all)
    }

    /// Takes rows of a file in a few commits, or in a dry run says what would become of them.
    fn take_rows<R>(
        &mut self,
        crm: &Crm,
        context: &Context,
        rows: &[R],
        weigh: fn(&R) -> usize,
        take: impl Fn(&mut Change, &Start, &[R], &mut Known) -> Result<Taken, Refusal>,
    ) -> Result<Taken, Refusal> {
        if self.start.dry_run {
            let weight = rows.iter().map(weigh).sum();
            return self.judge(crm, context, weight, |change, start, known| take(change, start, rows, known));
        }
        let (mut all, start) = (Taken::default(), self.start.clone());
        for (number, rows) in (0..).zip(commits(rows, weigh)) {
            let each = Context { call: piece(context.call, number), ..context.clone() };
            let before = Taken { unchanged: rows.len() as u64, ..Taken::default() };
            let decide = |change: &mut Change| take(change, &start, rows, &mut Known::default());
            add(&mut all, self.commit(crm, &each, before, decide)?);
        }
        Ok(all)
    }

    /// Takes a piece in one commit; `before` is what to say of it if that was done already, and only the answer lost.
    fn commit(
        &mut self,
        crm: &Crm,
        context: &Context,
        before: Taken,
        decide: impl FnMut(&mut Change) -> Result<Taken, Refusal>,
    ) -> Result<Taken, Refusal> {
        let entry = match &self.undo {
            Some(entry) => undo::as_stored(crm, entry.clone())?,
            None => UndoEntry { what: self.start.source.clone(), ..undo::fresh(crm, context, context.request)? },
        };
        self.undo = Some(entry.clone());
        let taken = match crm.change_under(context, UndoPlan::Part(entry.clone()), decide) {
            Ok((taken, UndoPlan::Part(grown), _)) => {
                self.undo = Some(grown);
                taken
            }
            Ok((taken, _, _)) => taken,
            Err(Refusal::AlreadyDone { .. }) => {
                self.undo = Some(undo::as_stored(crm, entry)?);
                before
            }
            Err(refusal) => return Err(refusal),
        };
        self.count(&taken);
        Ok(taken)
    }

    /// Says what would become of rows if they and those before them were taken.
    fn judge(
        &mut self,
        crm: &Crm,
        context: &Context,
        more: usize,
        take: impl FnOnce(&mut Change, &Start, &mut Known) -> Result<Taken, Refusal>,
    ) -> Result<Taken, Refusal> {
        let Judged { records, mut known, weight } = std::mem::take(&mut self.judged);
        let mut change = Change::new(crm, context, UndoPlan::None)?.on(records);
        let taken = take(&mut change, &self.start, &mut known)?;
        let weight = weight + more;
        if weight < REMEMBERED {
            self.judged = Judged { records: change.into_records(), known, weight };
        }
        self.count(&taken);
        Ok(taken)
    }

    fn count(&mut self, taken: &Taken) {
        self.summary.created += taken.created;
        self.summary.updated += taken.updated;
        self.summary.unchanged += taken.unchanged;
        self.summary.refused += taken.refused.len() as u64;
    }

    fn undone_by(&self) -> Option<UndoId> {
        self.undo.as_ref().filter(|entry| entry.batches > 0).map(|entry| entry.id)
    }

    fn end(self) -> Summary {
        Summary { undo: self.undone_by(), ..self.summary }
    }
}

/// What a piece of a call is named: the first as the call, each other by what follows from it, under the same time.
fn piece(call: CallId, number: u64) -> CallId {
    let mut name = call.0;
    if number > 0 {
        let hash = blake3::Hasher::new().update(&call.0).update(&number.to_be_bytes()).finalize();
        let chance = name.iter_mut().zip(hash.as_bytes()).skip(CallId::TIME);
        chance.for_each(|(byte, drawn)| *byte = *drawn);
    }
    CallId(name)
}

fn add(all: &mut Taken, taken: Taken) {
    all.created += taken.created;
    all.updated += taken.updated;
    all.unchanged += taken.unchanged;
    all.refused.extend(taken.refused);
}

/// The rows in pieces of about [`COMMIT`] bytes.
fn commits<R>(rows: &[R], weigh: fn(&R) -> usize) -> impl Iterator<Item = &[R]> {
    let mut weight = 0;
    rows.chunk_by(move |row, next| {
        weight = if weight == 0 { weigh(row) } else { weight } + weigh(next);
        let together = weight <= COMMIT;
        if !together {
            weight = 0;
        }
        together
    })
}

fn weigh(row: &Row) -> usize {
    row.draft.fields().map(|(field, value)| field.len() + value.to_string().len()).sum()
}

fn weigh_kept(row: &KeptRow) -> usize {
    edit::object(&row.item).values().map(|record| record.to_string().len()).sum()
}

/// Stores new customers with what hangs on them, as they are.
fn bundles_in(change: &mut Change, bundles: &[Bundle]) -> Result<Taken, Refusal> {
    for bundle in bundles {
        import::bundle(change, bundle)?;
    }
    Ok(Taken { created: bundles.len() as u64, ..Taken::default() })
}
