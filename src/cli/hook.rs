//! `hook`: commands the host runs when something happened.

use super::error::Outcome;
use super::session::Session;
use crate::domain::hook::{Hook as Kept, HookEvent, HookOutcome, HookRun};
use crate::domain::id::HookId;
use crate::door::hooks::{Request, Response};
use clap::{Args, Subcommand};
use serde_json::json;

/// Hooks.
#[derive(Debug, Args)]
pub struct Hook {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Run a command at every event from now on; it reads the event as JSON on stdin
    #[command(after_help = "Example: callsheet hook add deal-won '/usr/local/bin/tell-the-chat'")]
    Add {
        /// interaction-logged, call-missed, customer-created, deal-created, deal-won, deal-lost, follow-up-planned,
        /// follow-up-due, follow-up-done, ticket-opened or ticket-closed
        event: HookEvent,
        /// What a shell runs
        command: String,
        /// Seconds it may take
        #[arg(long, value_name = "SECONDS", default_value_t = Kept::LIMIT_S)]
        limit: u32,
    },
    /// All hooks with how their last run ended
    #[command(after_help = "Example: callsheet hook list")]
    List,
    /// Remove one
    #[command(after_help = "Example: callsheet hook remove H1")]
    Remove {
        /// Which
        id: HookId,
    },
    /// Run one now with an event that is none, and say how it ended
    #[command(after_help = "Example: callsheet hook test H1")]
    Test {
        /// Which
        id: HookId,
    },
}

impl Hook {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let request = match self.verb {
            Verb::Add { event, command, limit } => Request::Add { event, command, limit_s: limit },
            Verb::List => Request::List,
            Verb::Remove { id } => Request::Remove(id),
            Verb::Test { id } => Request::Try(id),
        };
        match session.ask_stoppable(request)? {
            Response::Added(id) if session.out.is_json() => session.out.json(&json!({ "id": id })),
            Response::Added(id) => {
                session.out.line(&session.words.tf("cli-hook-added", &[("id", id.to_string().into())]))
            }
            Response::Removed if session.out.is_json() => session.out.json(&json!({ "removed": true })),
            Response::Removed => session.out.line(session.words.t("cli-hook-removed")),
            Response::List(hooks) => list(session, &hooks),
            Response::Tried(run) => tried(session, &run),
        }
    }
}

fn list(session: &Session, hooks: &[Kept]) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&json!({ "hooks": hooks }));
    }
    let words = session.words;
    let heads =
        ["cli-id", "cli-hook-event", "cli-hook-command", "cli-hook-events", "cli-hook-failures", "cli-hook-last"];
    let clock = session.clock()?;
    let row = |hook: &Kept| {
        let last = hook
            .last
            .as_ref()
            .map_or_else(String::new, |run| format!("{} {}", clock.moment(run.at), ended(session, run)));
        let counts = [hook.events, hook.failures].map(|count| count.to_string());
        let [events, failures] = counts;
        vec![hook.id.to_string(), hook.event.to_string(), hook.command.clone(), events, failures, last]
    };
    session.out.table(&heads.map(|key| words.t(key)), hooks.iter().map(row))
}

fn tried(session: &Session, run: &HookRun) -> Outcome {
    if session.out.is_json() {
        return session.out.json(run);
    }
    session.out.line(&ended(session, run))
}

/// How a run ended, in words.
fn ended(session: &Session, run: &HookRun) -> String {
    let word = session.word("hook", run.outcome.slug());
    let code =
        run.code.filter(|_| run.outcome == HookOutcome::Failed).map_or_else(String::new, |code| format!(" ({code})"));
    let said = run.said.lines().next().map_or_else(String::new, |line| format!(": {line}"));
    format!("{word}{code}{said}")
}
