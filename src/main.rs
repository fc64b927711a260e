//! The front door: reads the command line, lays the configuration, opens what the role needs.

use callsheet::cli::{Cli, Failure, Outcome, Output, Session, complain, env};
use callsheet::config::Config;
use callsheet::door::{Door, Refusal};
use callsheet::i18n::{I18n, Lang};
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    match Cli::read(std::env::args_os()) {
        Ok(cli) => ExitCode::from(run(cli)),
        Err(code) => ExitCode::from(code),
    }
}

/// Runs a command, or opens the screen; the exit code comes back.
fn run(cli: Cli) -> u8 {
    let json = cli.json();
    let config = match cli.config(env) {
        Ok(config) => config,
        Err(failure) => return complain(&failure, &I18n::new(Lang::default()), json),
    };
    let words = I18n::new(config.lang);
    let ended = match cli.into_command() {
        Some(command) => command.run(&Session::new(&config, &words, &Output::stdout(json), &connect)),
        None => screen(&config),
    };
    ended.map_or_else(|failure| complain(&failure, &words, json), |()| 0)
}

/// Opens the store of this configuration, in this process.
fn connect(config: &Config) -> Result<Arc<dyn Door>, Refusal> {
    // The one call site of the CRM.
    Err(Refusal::Unavailable { why: format!("nobody answers for {} yet", config.data.display()) })
}

fn screen(config: &Config) -> Outcome {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::usage("no-terminal"));
    }
    // The one call site of the screen: `callsheet::tui::run(...)` over this door.
    connect(config).map(drop).map_err(Failure::from)
}
