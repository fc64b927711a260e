//! `list`: call lists.

use super::error::{Failure, Outcome};
use super::json::ids_and_words;
use super::session::Session;
use crate::domain::call_list::{RetryRule, Skip};
use crate::domain::calling_hours::CallingHours;
use crate::domain::id::MemberId;
use crate::domain::reason::Reason;
use crate::door::bulk::Whom;
use crate::door::lists::{self, NewList, Passed, Status, Turn};
use crate::door::{Refusal, Saved};
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
    #[command(
        visible_alias = "make",
        after_help = "Example: callsheet list make 'Spring fair' tag:fair --hours 'mon-fri 9-18' --retry 6x4h"
    )]
    Create(Create),
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
    /// What came of each customer of a list
    #[command(after_help = "Example: callsheet list results 'Spring fair' --json")]
    Results {
        /// Which list
        name: String,
    },
}

#[derive(Debug, Args)]
struct Create {
    /// Its name
    name: String,
    /// Who is on it
    #[arg(value_name = "QUERY", required_unless_present = "query")]
    whom: Option<String>,
    /// Who is on it, where it does not follow the name
    #[arg(long, value_name = "QUERY", conflicts_with = "whom")]
    query: Option<String>,
    /// A file with what to say: steps in brackets, branches as `1 Yes -> offer`
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Hours to call in, by the customers' clocks, as 'mon-fri 9-20, sat 10-16'; else those of the store
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// Attempts in all, each at another part of the day; as 6x4h with the hours between two of them
    #[arg(long, value_name = "RULE", default_value = "6")]
    retry: String,
}

impl Create {
    fn request(self) -> Result<lists::Request, Failure> {
        let invalid = |field: &'static str| move |why: Reason| Refusal::invalid(field, why);
        let hours = self.hours.map(|hours| hours.parse::<CallingHours>()).transpose().map_err(invalid("hours"))?;
        let retry: RetryRule = self.retry.parse().map_err(invalid("retry"))?;
        let script = self.script.map(|file| read_script(&file)).transpose()?.unwrap_or_default();
        let whom = Whom::Query(self.whom.or(self.query).unwrap_or_default());
        Ok(lists::Request::Create(Box::new(NewList { name: self.name, whom, script, hours, retry })))
    }
}

impl List {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let request = match self.verb {
            Verb::Create(create) => create.request()?,
            Verb::Next { name } => lists::Request::Next(name),
            Verb::Attempt { member, outcome } => lists::Request::Attempt { member, disposition: outcome },
            Verb::Status { name: Some(name) } => lists::Request::Status(name),
            Verb::Status { name: None } => lists::Request::All,
            Verb::Results { name } => lists::Request::Results(name),
        };
        match session.ask(request)? {
            lists::Response::Created { saved, customers } => created(session, saved, customers),
            lists::Response::Next(turn) => taken(session, &turn),
            lists::Response::Attempted if session.out.is_json() => session.out.json(&serde_json::json!({})),
            lists::Response::Attempted => session.out.line(session.words.t("cli-attempted")),
            lists::Response::Status(status) => how_far(session, &status),
            lists::Response::Results(outcomes) => results(session, &outcomes),
            lists::Response::All(lists) => all(session, &lists),
        }
    }
}

fn created(session: &Session, saved: Saved<crate::domain::id::ListId>, customers: usize) -> Outcome {
    if session.out.is_json() {
        let document = serde_json::json!({ "id": saved.id, "revision": saved.revision, "customers": customers });
        return session.out.json(&document);
    }
    let args = [("id", saved.id.to_string().into()), ("customers", customers.into())];
    session.out.line(&session.words.tf("cli-list-created", &args))
}

fn taken(session: &Session, turn: &Turn) -> Outcome {
    if session.out.is_json() {
        return session.out.json(turn);
    }
    for passed in &turn.passed {
        session.out.line(&passed_over(session, passed)?)?;
    }
    let Some(next) = &turn.next else { return nobody(session, turn) };
    session.out.line(&format!("{}  {}/{}", next.member, next.turn, next.total))?;
    session.out.line(&ids_and_words(&next.customer).join("  "))?;
    if next.script.is_empty() { Ok(()) } else { session.out.lines(&next.script) }
}

fn nobody(session: &Session, turn: &Turn) -> Outcome {
    let words = session.words;
    let Some(again) = turn.again else { return session.out.line(words.t("list-done")) };
    let again = session.clock()?.moment(again);
    session.out.line(&words.tf("list-nobody-now", &[("again", again.into())]))
}

/// `Passed over: Anna Meyer (open complaint)`.
fn passed_over(session: &Session, passed: &Passed) -> Result<String, Failure> {
    let words = session.words;
    let why = match (passed.why, passed.again) {
        (Skip::Hours, Some(again)) => words.tf("skip-until", &[("again", session.clock()?.moment(again).into())]),
        (why, _) => session.word("skip", why.slug()),
    };
    Ok(words.tf("list-passed", &[("name", passed.name.as_str().into()), ("why", why.into())]))
}

fn how_far(session: &Session, status: &Status) -> Outcome {
    if session.out.is_json() {
        return session.out.json(status);
    }
    let counts = [
        ("cli-list-total", status.total),
        ("cli-list-waiting", status.waiting),
        ("cli-list-due", status.due),
        ("cli-list-leased", status.leased),
        ("cli-list-reached", status.reached),
        ("cli-list-exhausted", status.exhausted),
        ("cli-list-skipped", status.skipped),
        ("cli-list-attempts", status.attempts),
    ];
    session.out.line(&format!("{}  {}", status.name, status.query))?;
    session.out.card(&counts.map(|(key, count)| (session.words.t(key), count.to_string())))?;
    let outcomes = status.outcomes.iter().map(|(slug, count)| format!("{} {count}", session.disposition(slug)));
    let outcomes = outcomes.collect::<Vec<_>>().join(" · ");
    if outcomes.is_empty() { Ok(()) } else { session.out.line(&outcomes) }
}

fn results(session: &Session, outcomes: &[lists::Outcome]) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "results": outcomes }));
    }
    let words = session.words;
    let clock = session.clock()?;
    let heads =
        ["cli-id", "cli-name", "cli-state", "cli-list-attempts", "field-disposition", "cli-list-by", "cli-list-next"];
    let rows = outcomes.iter().map(|outcome| {
        let state = match outcome.skipped {
            Some(why) => session.word("skip", why.slug()),
            None => session.word("list-state", outcome.state.slug()),
        };
        let disposition = match outcome.disposition.as_str() {
            "" => String::new(),
            slug => session.disposition(slug),
        };
        let next = outcome.next_at.filter(|next| next.0 > 0).map_or_else(String::new, |next| clock.moment(next));
        let attempts = outcome.attempts.to_string();
        vec![outcome.customer.to_string(), outcome.name.clone(), state, attempts, disposition, outcome.by.clone(), next]
    });
    session.out.table(&heads.map(|key| words.t(key)), rows)
}

fn all(session: &Session, lists: &[Status]) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "lists": lists }));
    }
    let heads = ["cli-id", "cli-name", "cli-list-done", "cli-list-due", "cli-list-reached", "cli-query"];
    let row = |list: &Status| {
        let done = format!("{}/{}", list.done(), list.total);
        let counts = [list.due, list.reached].map(|count| count.to_string());
        let [due, reached] = counts;
        vec![list.id.to_string(), list.name.clone(), done, due, reached, list.query.clone()]
    };
    session.out.table(&heads.map(|key| session.words.t(key)), lists.iter().map(row))
}

fn read_script(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::failed("file").with("file", file.display()).with("why", error))
}
