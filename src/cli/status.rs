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
        let (state, why) = match &session.standing()?.state {
            State::Locked { .. } => return locked(session),
            State::ReadOnly { why } => ("read-only", Some(session.words.reason(why))),
            // Whatever else it is, asking says it.
            _ => ("ready", None),
        };
        let system::Response::Status(status) = session.ask(system::Request::Status)? else {
            return Err(unexpected());
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

/// Nothing is known of a locked store but that it is there.
fn locked(session: &Session) -> Outcome {
    let data = session.config.data.display().to_string();
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "state": "locked", "data": data }));
    }
    let words = session.words;
    session.out.card(&[(words.t("cli-state"), words.t("cli-state-locked").to_owned()), (words.t("cli-store"), data)])
}
