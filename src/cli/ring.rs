//! `ring`: announce a call to the screens, from a telephone system.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::calls;
use crate::door::event::{Ring as Announced, RingPhase};
use clap::{Args, ValueEnum};

/// Announce a call.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet ring '+49 30 1234' --to anna --call-id 7f3a --line sales")]
pub struct Ring {
    /// The number as announced; - when it is withheld
    #[arg(allow_hyphen_values = true)]
    number: String,
    /// The login of the user to tell; everybody when left out
    #[arg(long, value_name = "USER", default_value = "")]
    to: String,
    /// What became of the call
    #[arg(long, value_enum, default_value = "ringing")]
    event: Phase,
    /// What the telephone system calls it
    #[arg(long, value_name = "X", default_value = "")]
    call_id: String,
    /// The line or queue it came in on
    #[arg(long, value_name = "QUEUE", default_value = "")]
    line: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Phase {
    Ringing,
    Answered,
    Ended,
}

impl Ring {
    /// Announces it.
    pub fn run(self, session: &Session) -> Outcome {
        let phase = match self.event {
            Phase::Ringing => RingPhase::Ringing,
            Phase::Answered => RingPhase::Answered,
            Phase::Ended => RingPhase::Ended,
        };
        let number = if self.number == "-" { String::new() } else { self.number };
        let ring = Announced { number, call_id: self.call_id, line: self.line, phase, callers: Vec::new() };
        let calls::Response::Told { sessions } = session.ask(calls::Request::Ring { ring, to: self.to })? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({ "sessions": sessions }));
        }
        session.out.line(&session.words.tf("cli-told", &[("sessions", sessions.into())]))
    }
}
