//! `completions`: a script that completes commands in a shell.

use super::error::Outcome;
use super::session::Session;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print a completion script.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet completions bash > ~/.local/share/bash-completion/completions/callsheet")]
pub struct Completions {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

impl Completions {
    /// Prints it.
    pub fn run(self, session: &Session) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "callsheet", &mut script);
        session.out.script(&script)
    }
}
