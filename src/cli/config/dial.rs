//! `config dial`: the person's own command that makes the telephone dial.

use crate::cli::error::{Failure, Outcome};
use crate::cli::session::{Session, unexpected};
use crate::config::dial::{self, DialError};
use crate::door::calls::{self, ToDial};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Dial {
    /// Print it
    #[command(after_help = "Example: callsheet config dial show")]
    Show,
    /// Make it another one; no shell reads it, and {number} stands for the number
    #[command(after_help = "Example: callsheet config dial set 'dialer {number}'")]
    Set {
        /// The command; an empty one for dialling by hand
        command: String,
    },
    /// Dial a number with it, and say what came of it
    #[command(after_help = "Example: callsheet config dial test '+49 30 1234'")]
    Test {
        /// Which
        number: String,
    },
}

impl Dial {
    pub fn run(self, session: &Session) -> Outcome {
        let command = session.config.dial.as_deref().unwrap_or_default();
        let failed = |error: DialError| Failure::failed("dial").with("why", error.say(session.words));
        match self {
            Self::Show if session.out.is_json() => session.out.json(&serde_json::json!({ "dial": command })),
            Self::Show if command.is_empty() => session.out.line(session.words.t("dial-by-hand")),
            Self::Show => session.out.line(command),
            Self::Set { command } => {
                let file = session.config.file.as_deref().ok_or_else(|| Failure::failed("no-config-file"))?;
                dial::keep(file, &command).map_err(failed)?;
                said(session, "cli-configured", &command)
            }
            Self::Test { .. } if command.is_empty() => Err(Failure::failed("no-dial-command")),
            Self::Test { number } => {
                // Nobody is called who may not be: the door says so here too.
                let to_dial = ToDial { number, customer: None, list: None };
                let calls::Response::Dial { number } = session.ask(calls::Request::Dial(to_dial))? else {
                    return Err(unexpected());
                };
                dial::dial(command, &number).map_err(failed)?;
                said(session, "dial-worked", command)
            }
        }
    }
}

fn said(session: &Session, key: &str, command: &str) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "dial": command }));
    }
    session.out.line(session.words.t(key))
}
