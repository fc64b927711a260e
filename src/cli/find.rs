//! `find`: customers that fit a query.

use super::error::Outcome;
use super::json::{FoundView, ids_and_words};
use super::session::Session;
use crate::door::search::{self, CustomerRow};
use clap::Args;

/// Find customers.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet find tag:vip city:berlin meyer --limit 5")]
pub struct Find {
    /// Words, digits and filters such as tag:vip last<30d -city:berlin
    #[arg(required = true, num_args = 1..)]
    query: Vec<String>,
    /// Rows at most
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

impl Find {
    /// Finds them.
    pub fn run(self, session: &Session) -> Outcome {
        let query = self.query.join(" ");
        let search::Response::Found(found) =
            session.ask(search::Request::Find { query, offset: 0, limit: self.limit, around: None })?;
        if session.out.is_json() {
            return session.out.json(&FoundView::of(&found));
        }
        let words = session.words;
        if found.rows.is_empty() {
            return session.out.line(words.t("cli-nothing-found"));
        }
        if found.rows.iter().any(|row| row.note.is_some()) {
            let heads = ["cli-id", "cli-name", "cli-note"].map(|key| words.t(key));
            session.out.table(&heads, found.rows.iter().map(with_note))?;
        } else {
            let heads = ["cli-id", "cli-name", "cli-company", "cli-phone", "cli-email", "cli-tags"];
            session.out.table(&heads.map(|key| words.t(key)), found.rows.iter().map(ids_and_words))?;
        }
        let count = [("shown", found.rows.len().into()), ("matched", found.matched.into())];
        session.out.line(&words.tf("cli-found", &count))
    }
}

/// A customer with what was said, when that was asked for.
fn with_note(row: &CustomerRow) -> Vec<String> {
    let said = row.note.as_ref().map_or_else(String::new, |note| note.text.clone());
    vec![row.id.to_string(), row.name.clone(), said]
}
