//! Many customers changed alike, whatever the verb: seen before where a person looks on, taken back as one.

use super::error::{Failure, Midway, Outcome};
use super::session::Session;
use crate::domain::customer::Customer;
use crate::domain::edit::Change;
use crate::domain::field::shown;
use crate::domain::id::UndoId;
use crate::door::bulk::{self, BulkEdit, Request};
use crate::door::{Refusal, users};
use serde::Serialize;
use serde_json::Value;

/// Changes them. A person sees what would change and is asked; a script has decided.
pub fn run(session: &Session, edit: BulkEdit, dry_run: bool, yes: bool) -> Outcome {
    if dry_run {
        return preview(session, &asked(session, Request::Preview(edit))?);
    }
    if !yes && session.has_a_person() {
        let outcome = asked(session, Request::Preview(edit.clone()))?;
        preview(session, &outcome)?;
        let question = session.words.tf("cli-bulk-question", &[("count", outcome.changed.into())]);
        if outcome.changed == 0 || !session.confirmed(&question)? {
            return Ok(());
        }
    }
    done(session, asked(session, Request::Make(edit))?)
}

fn asked(session: &Session, request: Request) -> Result<bulk::Outcome, Failure> {
    let bulk::Response::Outcome(outcome) = session.ask_stoppable(request)?;
    Ok(*outcome)
}

fn preview(session: &Session, outcome: &bulk::Outcome) -> Outcome {
    if session.out.is_json() {
        return session.out.json(outcome);
    }
    let colleagues = colleagues(session, outcome)?;
    let said = |field: &str, value: &Value| match shown(field, value) {
        text if text.is_empty() => "-".to_owned(),
        id if Customer::OWNERS.contains(&field) => {
            colleagues.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name.clone())
        }
        text => text,
    };
    let change = |Change { field, from, to }: &Change| {
        format!("{}: {} → {}", session.words.field(field), said(field, from), said(field, to))
    };
    let row = |row: &bulk::Row| {
        let changes: Vec<String> = row.changes.iter().map(change).collect();
        vec![row.id.to_string(), row.name.clone(), changes.join("; ")]
    };
    if !outcome.rows.is_empty() {
        let heads = ["cli-id", "cli-name", "cli-change"].map(|key| session.words.t(key));
        session.out.table(&heads, outcome.rows.iter().map(row))?;
    }
    counts(session, "cli-bulk-preview", outcome)
}

/// What users and teams are called, where a change is about one.
fn colleagues(session: &Session, outcome: &bulk::Outcome) -> Result<Vec<(String, String)>, Failure> {
    let mut fields = outcome.rows.iter().flat_map(|row| &row.changes).map(|change| change.field.as_str());
    if fields.any(|field| Customer::OWNERS.contains(&field)) {
        Ok(session.ask::<users::Response>(users::Request::List)?.names())
    } else {
        Ok(Vec::new())
    }
}

fn done(session: &Session, outcome: bulk::Outcome) -> Outcome {
    let end = End { ended: outcome.ended.clone(), taken: outcome.changed, undo: outcome.undo };
    finish(session, &outcome, end, || counts(session, "cli-bulk-done", &outcome))
}

/// How many changes at once ended.
pub struct End {
    /// Why before all were made.
    pub ended: Option<Refusal>,
    /// How many were made.
    pub taken: usize,
    /// What takes them all back.
    pub undo: Option<UndoId>,
}

/// Says what came of many changes at once, and how they are taken back; fails when they ended midway.
pub fn finish(session: &Session, outcome: &impl Serialize, end: End, said: impl FnOnce() -> Outcome) -> Outcome {
    if let (Some(refusal), Some(_)) = (end.ended, end.undo) {
        let failure = Failure::from(refusal);
        return Err(Failure::Midway(Box::new(Midway { failure, taken: end.taken as u64, undo: end.undo })));
    }
    if session.out.is_json() {
        return session.out.json(outcome);
    }
    said()?;
    match end.undo {
        Some(undo) => session.out.line(&session.words.tf("cli-bulk-undo", &[("undo", undo.to_string().into())])),
        None => Ok(()),
    }
}

fn counts(session: &Session, key: &str, outcome: &bulk::Outcome) -> Outcome {
    let counts = [
        ("matched", outcome.matched.into()),
        ("changed", outcome.changed.into()),
        ("unchanged", outcome.unchanged.into()),
        ("refused", outcome.refused.into()),
    ];
    session.out.line(&session.words.tf(key, &counts))?;
    outcome.why.as_ref().map_or(Ok(()), |why| session.out.line(&session.words.refusal(why)))
}
