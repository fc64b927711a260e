//! `undo` and `redo`: take back a change, named before it happens.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::edit::Side;
use crate::domain::id::UndoId;
use crate::domain::undo::UndoEntry;
use crate::door::undo::Settling;
use crate::door::{Refusal, undo};
use clap::Args;

/// Take back a change.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet undo X12")]
pub struct Undo {
    /// Which; one's last when left out
    id: Option<UndoId>,
    /// Only show what could be taken back
    #[arg(long, conflicts_with = "id")]
    list: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    over: Over,
}

/// Do again what was taken back last.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet redo")]
pub struct Redo {
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    over: Over,
}

/// What shall become of what was changed since; refused when left out.
#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false)]
struct Over {
    /// Leave what was changed since as it is now
    #[arg(long)]
    theirs: bool,
    /// Take back also what was changed since
    #[arg(long)]
    mine: bool,
}

impl Over {
    /// The request for an entry, unless nothing of this was said.
    fn request(self, id: UndoId) -> Option<undo::Request> {
        let side = match (self.mine, self.theirs) {
            (false, false) => return None,
            (true, _) => Side::Mine,
            (false, true) => Side::Theirs,
        };
        Some(undo::Request::Settled { id, settling: Settling { seen: Vec::new(), others: Some(side) } })
    }
}

/// Entries shown and looked through.
const LIMIT: usize = 100;

impl Undo {
    /// Says what it will take back, asks a person, and does it.
    pub fn run(self, session: &Session) -> Outcome {
        if self.list {
            return list(session);
        }
        let entry = match self.id {
            Some(id) => entries(session)?.into_iter().find(|entry| entry.id == id),
            None => Some(peek(session, undo::Request::Peek)?.ok_or(Refusal::NothingToUndo)?),
        };
        let id = self.id.or(entry.as_ref().map(|entry| entry.id));
        // An old entry that is not among the latest is undone without being named first.
        let sure = match entry {
            Some(entry) if !self.yes => sure(session, "cli-undo-question", &entry)?,
            _ => true,
        };
        let settled = id.and_then(|id| self.over.request(id));
        let request = settled.unwrap_or(undo::Request::Undo(self.id));
        if sure { take_back(session, request, "cli-undone") } else { Ok(()) }
    }
}

impl Redo {
    /// Says what it will do again, asks a person, and does it.
    pub fn run(self, session: &Session) -> Outcome {
        let entry = peek(session, undo::Request::PeekRedo)?.ok_or(Refusal::NothingToUndo)?;
        if self.yes || sure(session, "cli-redo-question", &entry)? {
            let request = self.over.request(entry.id).unwrap_or(undo::Request::Redo);
            take_back(session, request, "cli-redone")?;
        }
        Ok(())
    }
}

fn sure(session: &Session, key: &str, entry: &UndoEntry) -> Result<bool, Failure> {
    session.confirmed(&session.words.tf(key, &[("what", did(session, entry).into())]))
}

fn take_back(session: &Session, request: undo::Request, key: &str) -> Outcome {
    let undo::Response::Undone { entry, revision, .. } = session.ask(request)? else {
        return Err(unexpected());
    };
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "id": entry.id, "revision": revision, "what": entry.what }));
    }
    session.out.line(&session.words.tf(key, &[("what", did(session, &entry).into())]))
}

fn list(session: &Session) -> Outcome {
    let entries = entries(session)?;
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "undo": entries }));
    }
    if entries.is_empty() {
        return session.out.line(session.words.t("cli-undo-empty"));
    }
    let heads = ["cli-id", "cli-when", "cli-what"].map(|key| session.words.t(key));
    let clock = session.clock()?;
    let row = |entry: &UndoEntry| vec![entry.id.to_string(), clock.moment(entry.at), did(session, entry)];
    session.out.table(&heads, entries.iter().map(row))
}

fn entries(session: &Session) -> Result<Vec<UndoEntry>, Failure> {
    match session.ask(undo::Request::List { limit: LIMIT })? {
        undo::Response::List(entries) => Ok(entries),
        _ => Err(unexpected()),
    }
}

fn peek(session: &Session, request: undo::Request) -> Result<Option<UndoEntry>, Failure> {
    match session.ask(request)? {
        undo::Response::Peek(entry) => Ok(entry),
        _ => Err(unexpected()),
    }
}

/// What was done, to what, in words.
fn did(session: &Session, entry: &UndoEntry) -> String {
    let args = [("what", entry.what.as_str().into()), ("count", entry.count.into())];
    session.words.tf(&format!("did-{}", entry.request), &args)
}
