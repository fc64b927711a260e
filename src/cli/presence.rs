//! `presence`: what one does at the moment.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::domain::presence::{Presence as Doing, State};
use crate::door::floor::{Request, Response};
use clap::Args;

/// What you do at the moment, as colleagues see it while a screen of yours is open.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet presence break lunch")]
pub struct Presence {
    /// ready, break, training or off; left out, it is only shown. During a call it begins after it
    doing: Option<Doing>,
    /// Why
    #[arg(num_args = 0..)]
    reason: Vec<String>,
}

impl Presence {
    /// Sets it, and shows what it is now.
    pub fn run(self, session: &Session) -> Outcome {
        let request =
            self.doing.map_or(Request::Mine, |presence| Request::SetState { presence, reason: self.reason.join(" ") });
        let (Response::State(state) | Response::Mine { state, .. }) = session.ask(request)? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            let State { presence, reason, since } = state;
            return session.out.json(&serde_json::json!({ "presence": presence, "reason": reason, "since": since }));
        }
        session.out.line(&said(session, &state))
    }
}

/// `Break (lunch)`.
pub fn said(session: &Session, state: &State) -> String {
    let what = session.word("presence", state.presence.slug());
    if state.reason.is_empty() { what } else { format!("{what} ({})", state.reason) }
}
