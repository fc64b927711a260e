//! `edit`: change fields of a customer, or of everyone a query finds.

use super::error::{Failure, Midway, Outcome};
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::customer::Customer;
use crate::domain::edit::{Change, plain};
use crate::domain::field;
use crate::domain::tags::Retag;
use crate::door::bulk::{self, BulkEdit, Request, Whom};
use crate::door::{self, customers};
use clap::Args;

/// Change fields of a customer, or of everyone a query finds.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet edit 10432 --set city=Berlin --set preferred-hours='after 17:00'
         callsheet edit --query 'tag:vip -owner:ben' --set owner=ben --add-tag key --dry-run")]
pub struct Edit {
    /// Whom
    #[arg(value_name = "CUSTOMER", required_unless_present = "query", conflicts_with = "query")]
    customer: Option<String>,
    /// Everyone this finds
    #[arg(long)]
    query: Option<String>,
    /// A field and what it shall be; an empty value clears it
    #[arg(long, value_name = "FIELD=VALUE", required_unless_present_any = ["add_tag", "remove_tag"], value_parser = assignment)]
    set: Vec<(String, String)>,
    /// What a field held when it was looked at: if it holds something else now, nothing is changed
    #[arg(long, value_name = "FIELD=VALUE", conflicts_with = "query", value_parser = assignment)]
    saw: Vec<(String, String)>,
    /// A tag to add to everyone
    #[arg(long, value_name = "TAG", conflicts_with = "customer")]
    add_tag: Vec<String>,
    /// A tag to take off everyone
    #[arg(long, value_name = "TAG", conflicts_with = "customer")]
    remove_tag: Vec<String>,
    /// Only show what would change
    #[arg(long, conflicts_with = "customer")]
    dry_run: bool,
    /// Change everyone without showing it first
    #[arg(long, conflicts_with_all = ["customer", "dry_run"])]
    yes: bool,
}

impl Edit {
    /// Changes them, unless somebody else changed the same field meanwhile.
    pub fn run(self, session: &Session) -> Outcome {
        match (&self.query, &self.customer) {
            (Some(query), _) => self.run_for_all(query, session),
            (None, Some(customer)) => self.run_for_one(customer, session),
            (None, None) => Err(unexpected()),
        }
    }

    fn run_for_one(&self, customer: &str, session: &Session) -> Outcome {
        let customer = session.card(customer)?.customer;
        let mut changes = session.changes(field::CUSTOMER, &customer, &self.set)?;
        let saw = session.draft(field::CUSTOMER, &customer, &self.saw)?;
        for change in &mut changes {
            if let Some(saw) = saw.get(&change.field) {
                change.from = saw.clone();
            }
        }
        match session.ask(customers::Request::Edit(door::Edit { id: customer.id, changes }))? {
            customers::Response::Saved(saved) => session.saved("cli-customer-changed", &saved),
            _ => Err(unexpected()),
        }
    }

    /// A person sees what would change and is asked; a script has decided.
    fn run_for_all(&self, query: &str, session: &Session) -> Outcome {
        let edit = BulkEdit {
            whom: Whom::Query(query.to_owned()),
            set: session.draft(field::CUSTOMER, &Customer::default(), &self.set)?,
            tags: Retag { added: self.add_tag.clone(), removed: self.remove_tag.clone() },
        };
        if self.dry_run {
            return preview(session, &asked(session, Request::Preview(edit))?);
        }
        if !self.yes && session.has_a_person() {
            let outcome = asked(session, Request::Preview(edit.clone()))?;
            preview(session, &outcome)?;
            let question = session.words.tf("cli-bulk-question", &[("count", outcome.changed.into())]);
            if outcome.changed == 0 || !session.confirmed(&question)? {
                return Ok(());
            }
        }
        done(session, asked(session, Request::Make(edit))?)
    }
}

fn asked(session: &Session, request: Request) -> Result<bulk::Outcome, Failure> {
    let bulk::Response::Outcome(outcome) = session.ask_stoppable(request)?;
    Ok(*outcome)
}

fn preview(session: &Session, outcome: &bulk::Outcome) -> Outcome {
    if session.out.is_json() {
        return session.out.json(outcome);
    }
    let said = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let change = |change: &Change| {
        let field = session.words.field(&change.field);
        format!("{field}: {} → {}", said(plain(&change.from)), said(plain(&change.to)))
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

fn done(session: &Session, outcome: bulk::Outcome) -> Outcome {
    if let (Some(refusal), Some(undo)) = (&outcome.ended, outcome.undo) {
        let failure = Failure::from(refusal.clone());
        return Err(Failure::Midway(Box::new(Midway { failure, taken: outcome.changed as u64, undo: Some(undo) })));
    }
    if session.out.is_json() {
        return session.out.json(&outcome);
    }
    counts(session, "cli-bulk-done", &outcome)?;
    match outcome.undo {
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
