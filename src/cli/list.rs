//! `list`: call lists.

use super::error::{Failure, Outcome};
use super::json::ids_and_words;
use super::session::Session;
use crate::domain::call_list::RetryRule;
use crate::domain::id::MemberId;
use crate::door::lists;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Call lists.
#[derive(Debug, Args)]
pub struct List {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A new list from a query
    #[command(after_help = "Example: callsheet list create 'Spring fair' --query tag:fair --retry 6x4h")]
    Create {
        /// Its name
        name: String,
        /// Who is on it
        #[arg(long)]
        query: String,
        /// A file with the text to say
        #[arg(long, value_name = "FILE")]
        script: Option<PathBuf>,
        /// Attempts in all and the hours between two of them, as 6x4h
        #[arg(long, value_name = "RULE", value_parser = retry)]
        retry: Option<RetryRule>,
    },
    /// Take the next customer
    #[command(after_help = "Example: callsheet list next 'Spring fair'")]
    Next {
        /// Which list
        name: String,
    },
    /// Record an attempt on a customer one has taken
    #[command(after_help = "Example: callsheet list attempt M9 no-answer")]
    Attempt {
        /// The place on the list
        member: MemberId,
        /// The disposition: its code or its slug
        outcome: String,
    },
    /// How far a list is; all lists when none is named
    #[command(after_help = "Example: callsheet list status 'Spring fair'")]
    Status {
        /// Which list
        name: Option<String>,
    },
}

impl List {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let request = match self.verb {
            Verb::Create { name, query, script, retry } => {
                let script = script.map(|file| read_script(&file)).transpose()?.unwrap_or_default();
                lists::Request::Create { name, query, script, retry: retry.unwrap_or_default() }
            }
            Verb::Next { name } => lists::Request::Next(name),
            Verb::Attempt { member, outcome } => lists::Request::Attempt { member, disposition: outcome },
            Verb::Status { name: Some(name) } => lists::Request::Status(name),
            Verb::Status { name: None } => lists::Request::All,
        };
        match session.ask(request)? {
            lists::Response::Created { saved, customers } => created(session, saved, customers),
            lists::Response::Next(next) => taken(session, next),
            lists::Response::Attempted if session.out.is_json() => session.out.json(&serde_json::json!({})),
            lists::Response::Attempted => session.out.line(session.words.t("cli-attempted")),
            lists::Response::Status(status) => how_far(session, &status),
            lists::Response::All(lists) => all(session, &lists),
        }
    }
}

fn created(session: &Session, saved: crate::door::Saved<crate::domain::id::ListId>, customers: usize) -> Outcome {
    if session.out.is_json() {
        let document = serde_json::json!({ "id": saved.id, "revision": saved.revision, "customers": customers });
        return session.out.json(&document);
    }
    let args = [("id", saved.id.to_string().into()), ("customers", customers.into())];
    session.out.line(&session.words.tf("cli-list-created", &args))
}

fn taken(session: &Session, next: Option<lists::Next>) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "next": next }));
    }
    let Some(next) = next else { return session.out.line(session.words.t("cli-list-empty")) };
    session.out.line(&format!("{}  {}/{}", next.member, next.done, next.total))?;
    session.out.line(&ids_and_words(&next.customer).join("  "))?;
    if next.script.is_empty() { Ok(()) } else { session.out.lines(&next.script) }
}

fn how_far(session: &Session, status: &lists::Status) -> Outcome {
    if session.out.is_json() {
        return session.out.json(status);
    }
    let counts = [
        ("cli-list-total", status.total),
        ("cli-list-waiting", status.waiting),
        ("cli-list-leased", status.leased),
        ("cli-list-reached", status.reached),
        ("cli-list-exhausted", status.exhausted),
        ("cli-list-skipped", status.skipped),
        ("cli-list-attempts", status.attempts),
    ];
    session.out.line(&format!("{}  {}", status.name, status.query))?;
    session.out.card(&counts.map(|(key, count)| (session.words.t(key), count.to_string())))
}

fn all(session: &Session, lists: &[crate::domain::call_list::CallList]) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "lists": lists }));
    }
    let heads = ["cli-id", "cli-name", "cli-query"].map(|key| session.words.t(key));
    session.out.table(&heads, lists.iter().map(|list| vec![list.id.to_string(), list.name.clone(), list.query.clone()]))
}

fn read_script(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::failed("file").with("file", file.display()).with("why", error))
}

/// `6x4h`: six attempts, four hours apart.
fn retry(text: &str) -> Result<RetryRule, String> {
    let rule = text.trim_end_matches('h').split_once(['x', 'X', '×']);
    let rule = rule.and_then(|(attempts, hours)| {
        Some(RetryRule { attempts: attempts.trim().parse().ok()?, hours: hours.trim().parse().ok()? })
    });
    rule.filter(|rule| rule.attempts > 0).ok_or_else(|| "write attempts and hours as 6x4h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_rule_is_attempts_and_hours() {
        assert_eq!(retry("6x4h"), Ok(RetryRule { attempts: 6, hours: 4 }));
        assert_eq!(retry("3x24"), Ok(RetryRule { attempts: 3, hours: 24 }));
        for bad in ["", "6", "0x4h", "x4h", "6x-4h"] {
            assert!(retry(bad).is_err(), "{bad}");
        }
    }
}
