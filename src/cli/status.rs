//! `status`: how things stand.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::system::{self, State};
use clap::Args;

/// Show how things stand.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet status --json")]
pub struct Status {}

impl Status {
    /// Shows it.
    #[expect(clippy::unused_self, reason = "every verb runs alike")]
    pub fn run(self, session: &Session) -> Outcome {
        let system::Response::Status(status) = session.ask(system::Request::Status)? else {
            return Err(unexpected());
        };
        let (state, why) = match &status.state {
            State::Locked { .. } => ("locked", None),
            State::Recovering(_) => ("recovering", None),
            State::Failed(_) => ("failed", None),
            State::ReadOnly { why } => ("read-only", Some(why.as_str())),
            State::Ready => ("ready", None),
        };
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({
                "state": state,
                "why": why,
                "user": status.me.login,
                "role": status.me.role,
                "customers": status.customers,
                "revision": status.revision,
                "data": status.data,
            }));
        }
        let words = session.words;
        let customers = status.customers.to_string();
        session.out.card(&[
            (words.t("cli-state"), format!("{} {}", session.word("cli-state", state), why.unwrap_or_default())),
            (words.t("user"), format!("{} ({})", status.me.login, session.word("role", status.me.role.slug()))),
            (words.t("customers"), customers),
            (words.t("cli-revision"), status.revision.to_string()),
            (words.t("cli-store"), status.data),
        ])
    }
}
