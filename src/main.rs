//! The front door: reads the command line, lays the configuration, opens what the role needs.

use callsheet::cli::{Cli, Failure, Outcome, Output, Session, complain, env};
use callsheet::config::Config;
use callsheet::crm::{Founding, Identity, Keeper, Session as Desk};
use callsheet::domain::settings::Settings;
use callsheet::door::{Door, Refusal};
use callsheet::i18n::{I18n, Lang};
use callsheet::store::sled::{Options, is_guarded, probe};
use callsheet::tui;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    // What the store and its files hold is nobody else's to read.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    keep_caught_panics_quiet();
    if let Some(code) = probe(std::env::args_os()) {
        return code;
    }
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

fn screen(config: &Config) -> Outcome {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::usage("no-terminal"));
    }
    let desk = open(config)?;
    desk.listen();
    tui::start::open(Arc::new(desk), config).map_err(|error| Failure::screen(&error))
}

fn connect(config: &Config) -> Result<Arc<dyn Door>, Refusal> {
    Ok(Arc::new(open(config)?))
}

/// Begins to open the store of this configuration, in this process.
fn open(config: &Config) -> Result<Desk, Refusal> {
    let os_user = whoami::username().unwrap_or_else(|_| rustix::process::getuid().as_raw().to_string());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(env).unwrap_or_default();
    let zone = iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or_default();
    let founding = Founding { settings: Settings::for_place(&locale, zone), os_user: os_user.clone() };
    let probe = std::env::current_exe().ok();
    let options = Options { probe, key: config.key.clone(), ..Options::default() };
    let keeper = Keeper::open_in(&config.data, options, founding);
    let origin = env("SSH_TTY").or_else(|| env("TTY")).unwrap_or_default();
    Desk::open(&Arc::new(keeper), Identity::in_process(os_user, origin))
}

/// sled panics on damage, also on threads of its own; that is caught and told as an error.
fn keep_caught_panics_quiet() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !is_guarded() {
            tell(info);
        }
    }));
}
