//! `audit`: who did what, and proof that nobody rewrote it.

use super::error::{Failure, Outcome};
use super::session::{Clock, Session, unexpected};
use crate::domain::audit::AuditEntry;
use crate::door::audit;
use clap::{Args, Subcommand};

/// The audit log.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check every link of the chain
    #[command(after_help = "Example: callsheet audit verify --head 3f9c…")]
    Verify {
        /// A head kept elsewhere that must be part of the chain
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Show entries: names of fields, never their values
    #[command(after_help = "Example: callsheet audit list --after 1200 --limit 50")]
    List {
        /// The last number already seen
        #[arg(long, default_value_t = 0)]
        after: u64,
        /// Rows at most
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
}

impl Audit {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        match self.verb {
            Verb::Verify { head } => verify(session, head),
            Verb::List { after, limit } => list(session, after, limit),
        }
    }
}

fn verify(session: &Session, head: Option<String>) -> Outcome {
    match session.ask(audit::Request::Verify { head })? {
        audit::Response::Verified { entries, head } if session.out.is_json() => {
            session.out.json(&serde_json::json!({ "entries": entries, "head": head }))
        }
        audit::Response::Verified { entries, head } => {
            let args = [("entries", entries.into()), ("head", head.into())];
            session.out.line(&session.words.tf("cli-audit-whole", &args))
        }
        audit::Response::Broken { at, why } => Err(Failure::failed("audit-broken").with("at", at).because(why)),
        _ => Err(unexpected()),
    }
}

fn list(session: &Session, after: u64, limit: usize) -> Outcome {
    let audit::Response::Entries(entries) = session.ask(audit::Request::Read { after, limit })? else {
        return Err(unexpected());
    };
    if session.out.is_json() {
        let entries: Vec<_> = entries.iter().map(document).collect();
        return session.out.json(&serde_json::json!({ "entries": entries }));
    }
    let heads = ["cli-number", "cli-when", "user", "cli-what", "cli-record"].map(|key| session.words.t(key));
    let clock = session.clock()?;
    session.out.table(&heads, entries.iter().map(|(number, entry)| row(session, clock, *number, entry)))
}

fn document((number, entry): &(u64, AuditEntry)) -> serde_json::Map<String, serde_json::Value> {
    let mut fields = crate::domain::edit::object(entry);
    fields.insert("number".to_owned(), (*number).into());
    fields
}

fn row(session: &Session, clock: Clock, number: u64, entry: &AuditEntry) -> Vec<String> {
    let user = entry.user.map_or_else(|| session.word("actor", entry.actor.slug()), |user| user.to_string());
    let records = entry.touched.iter().map(|touched| {
        let fields: Vec<_> = touched.fields.iter().map(|field| session.words.field(field)).collect();
        let what = if fields.is_empty() { session.word("fate", touched.fate.slug()) } else { fields.join(", ") };
        format!("{} {what}", touched.record)
    });
    let who = format!("{user} ({})", entry.os_user);
    let records = records.collect::<Vec<_>>().join("; ");
    vec![number.to_string(), clock.moment(entry.at), who, entry.request.clone(), records]
}
