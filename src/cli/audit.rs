//! `audit`: who did what, and proof that nobody rewrote it.

use super::error::{Failure, Outcome};
use super::session::{Clock, Session, unexpected};
use crate::domain::time::Timestamp;
use crate::door::audit::{self, Filter, Line, Look};
use crate::interop::audit as audit_file;
use chrono::NaiveTime;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

/// Entries asked for at a time.
const PAGE: usize = 500;

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
    #[command(after_help = "Example: callsheet audit list --by anna --customer 10432 --since yesterday")]
    List {
        #[command(flatten)]
        which: Which,
        /// The last number already seen
        #[arg(long, default_value_t = 0)]
        after: u64,
        /// Rows at most
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Print all entries that fit as CSV, or under --json one object a line
    #[command(after_help = "Example: callsheet audit export --since '1 nov' > november.csv")]
    Export {
        #[command(flatten)]
        which: Which,
    },
}

/// Which entries.
#[derive(Debug, Args)]
struct Which {
    /// Of this person
    #[arg(long, value_name = "USER")]
    by: Option<String>,
    /// About this customer and what hangs on it
    #[arg(long)]
    customer: Option<String>,
    /// From this day, or this moment, on
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Up to this day, or this moment
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
}

impl Audit {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        match self.verb {
            Verb::Verify { head } => verify(session, head),
            Verb::List { which, after, limit } => list(session, which, after, limit),
            Verb::Export { which } => export(session, which),
        }
    }
}

impl Which {
    fn filter(self, session: &Session) -> Result<Filter, Failure> {
        Ok(Filter {
            by: self.by,
            customer: self.customer.map(|given| session.customer(&given)).transpose()?,
            since: self.since.map(|text| moment(session, &text, false)).transpose()?,
            until: self.until.map(|text| moment(session, &text, true)).transpose()?,
        })
    }
}

/// A moment in words; of a day without an hour its first moment, or the one behind its last.
fn moment(session: &Session, text: &str, ends: bool) -> Result<Timestamp, Failure> {
    let when = session.when(text)?;
    let calendar = &session.settings()?.calendar;
    let day = if ends { when.date.succ_opt().unwrap_or(when.date) } else { when.date };
    Ok(if when.time.is_some() { when.at } else { calendar.moment(day, NaiveTime::MIN) })
}

fn verify(session: &Session, head: Option<String>) -> Outcome {
    match session.ask(audit::Request::Verify { head })? {
        audit::Response::Verified { entries, head } if session.out.is_json() => {
            session.out.json(&json!({ "entries": entries, "head": head }))
        }
        audit::Response::Verified { entries, head } => {
            let args = [("entries", entries.into()), ("head", head.into())];
            session.out.line(&session.words.tf("cli-audit-whole", &args))
        }
        audit::Response::Broken { at, why } => Err(Failure::failed("audit-broken").with("at", at).because(why)),
        _ => Err(unexpected()),
    }
}

/// Entries that fit, oldest first, a page at a time; the last page says so.
fn page(
    session: &Session,
    filter: &Filter,
    past: Option<u64>,
    limit: usize,
) -> Result<(Vec<Line>, Option<u64>), Failure> {
    let look = Look { filter: filter.clone(), newest_first: false, past, limit };
    match session.ask(audit::Request::Find(look))? {
        audit::Response::Found { lines, past } => Ok((lines, past)),
        _ => Err(unexpected()),
    }
}

fn list(session: &Session, which: Which, after: u64, limit: usize) -> Outcome {
    let filter = which.filter(session)?;
    let (mut lines, mut past) = page(session, &filter, Some(after), limit)?;
    while lines.len() < limit && past.is_some() {
        let (more, next) = page(session, &filter, past, limit - lines.len())?;
        lines.extend(more);
        past = next;
    }
    if session.out.is_json() {
        let entries: Vec<_> = lines.iter().map(document).collect();
        return session.out.json(&json!({ "entries": entries }));
    }
    let heads = ["cli-number", "cli-when", "user", "cli-what", "cli-record"].map(|key| session.words.t(key));
    let clock = session.clock()?;
    session.out.table(&heads, lines.iter().map(|line| row(session, clock, line)))
}

fn export(session: &Session, which: Which) -> Outcome {
    let filter = which.filter(session)?;
    if !session.out.is_json() {
        session.out.csv(&audit_file::HEADS, [])?;
    }
    let mut past = None;
    loop {
        let (lines, next) = page(session, &filter, past, PAGE)?;
        if session.out.is_json() {
            lines.iter().try_for_each(|line| session.out.json(&document(line)))?;
        } else {
            session.out.csv_rows(lines.iter().map(|line| audit_file::row(line.number, &line.login, &line.entry)))?;
        }
        past = next;
        if past.is_none() {
            return Ok(());
        }
    }
}

fn document(line: &Line) -> Map<String, Value> {
    let mut fields = crate::domain::edit::object(&line.entry);
    fields.insert("number".to_owned(), line.number.into());
    fields.insert("login".to_owned(), line.login.clone().into());
    fields
}

fn row(session: &Session, clock: Clock, line: &Line) -> Vec<String> {
    let entry = &line.entry;
    let login = if line.login.is_empty() { session.word("actor", entry.actor.slug()) } else { line.login.clone() };
    let records = entry.touched.iter().map(|touched| session.words.touched(touched));
    let taken_out = entry.exported.iter().map(|exported| session.words.taken_out(exported));
    let who = format!("{login} ({})", entry.os_user);
    let records = records.chain(taken_out).collect::<Vec<_>>().join("; ");
    vec![line.number.to_string(), clock.moment(entry.at), who, entry.request.clone(), records]
}
