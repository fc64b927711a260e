//! `view`: saved queries.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::domain::id::ViewId;
use crate::domain::view as domain;
use crate::door::views;
use clap::{Args, Subcommand};

/// Saved views.
#[derive(Debug, Args)]
pub struct View {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Save a query under a name
    #[command(after_help = "Example: callsheet view save 'VIPs of Berlin' --query 'tag:vip city:berlin'")]
    Save {
        /// The name; an equal one is replaced
        name: String,
        /// The query
        #[arg(long)]
        query: String,
    },
    /// All views with how many customers each has now
    #[command(after_help = "Example: callsheet view list")]
    List,
    /// Remove one
    #[command(after_help = "Example: callsheet view remove V5")]
    Remove {
        /// Which
        id: ViewId,
    },
}

impl View {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::List => return list(session),
            Verb::Save { name, query } => (views::Request::Save { name, query }, "cli-view-saved"),
            Verb::Remove { id } => (views::Request::Remove(id), "cli-view-removed"),
        };
        match session.ask(request)? {
            views::Response::Saved(saved) => session.saved(key, &saved),
            views::Response::List(_) | views::Response::Counted(_) => Err(unexpected()),
        }
    }
}

fn list(session: &Session) -> Outcome {
    let views::Response::List(views) = session.ask(views::Request::List)? else { return Err(unexpected()) };
    let views::Response::Counted(counts) = session.ask(views::Request::Count)? else { return Err(unexpected()) };
    let count_of = |id| counts.iter().find(|count| count.view == id).and_then(|count| count.customers);
    if session.out.is_json() {
        let document = |view: &domain::View| {
            let customers = count_of(view.id);
            serde_json::json!({ "id": view.id, "name": view.name, "query": view.query, "customers": customers })
        };
        let views: Vec<_> = views.iter().map(document).collect();
        return session.out.json(&serde_json::json!({ "views": views }));
    }
    let heads = ["cli-id", "cli-name", "cli-query", "customers"].map(|key| session.words.t(key));
    let row = |view: &domain::View| {
        let count = count_of(view.id).map_or_else(|| "?".to_owned(), |count| count.to_string());
        vec![view.id.to_string(), view.name.clone(), view.query.clone(), count]
    };
    session.out.table(&heads, views.iter().map(row))
}
