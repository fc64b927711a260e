//! The front door: reads the command line, lays the configuration, joins the rooms of the house.

use callsheet::cli::{self, Cli, Failure, Outcome, Output, Session, complain, env};
use callsheet::config::{Config, zone::zone};
use callsheet::crm::{Founding, Keeper};
use callsheet::domain::secret::Key;
use callsheet::domain::settings::Settings;
use callsheet::door::{Door, Refusal};
use callsheet::i18n::{I18n, Lang};
use callsheet::link::{self, Client, Life, Place, Starter, Way};
use callsheet::store::sled::{Options, probe};
use callsheet::tui;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    // What the store and its files hold is nobody else's to read.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    callsheet::domain::caught::keep_quiet();
    if let Some(code) = probe(std::env::args_os()) {
        return code;
    }
    ExitCode::from(Cli::read(std::env::args_os()).map_or_else(|code| code, run))
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
        Some(command) => command.run(&Session::new(&config, &words, &Output::stdout(json), &House)),
        None => screen(&config),
    };
    ended.map_or_else(|failure| complain(&failure, &words, json), |()| 0)
}

fn screen(config: &Config) -> Outcome {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::usage("no-terminal"));
    }
    let session = Arc::new(Client::listening(way(config)?)?);
    tui::start::open(session, config).map_err(|error| Failure::screen(&error))
}

/// What the rooms of the house are to each other.
struct House;

impl cli::House for House {
    fn connect(&self, config: &Config, listens: bool) -> Result<Arc<dyn Door>, Refusal> {
        let open = if listens { Client::listening } else { Client::open };
        Ok(Arc::new(open(way(config)?)?))
    }

    fn serve(&self, config: &Config, is_started: bool) -> Result<(), Refusal> {
        let keeper = |key: Option<Key>| keeper(config, key.or_else(|| config.key.clone()));
        if is_started {
            return link::serve(&Place::personal(&config.data), Life::Auto { linger: config.linger }, keeper);
        }
        link::serve(&place(config)?, Life::Service, keeper)
    }

    fn stop(&self, config: &Config) -> Result<bool, Refusal> {
        link::stop(place(config)?)
    }

    fn keys(&self) -> Vec<(String, &'static str)> {
        tui::layers::default_keys()
    }
}

/// Where the host of this configuration listens.
fn place(config: &Config) -> Result<Place, Refusal> {
    match &config.socket {
        Some(socket) => Place::service(socket, &config.service_user),
        None => Ok(Place::personal(&config.data)),
    }
}

/// The way to it.
fn way(config: &Config) -> Result<Way, Refusal> {
    let place = place(config)?;
    let program = std::env::current_exe().unwrap_or_else(|_| env!("CARGO_PKG_NAME").into());
    let starter = place.is_personal().then(|| Starter::new(program, &config.data, config.linger, config.key.clone()));
    Ok(Way::new(place, starter, config.key.clone()))
}

/// Begins to open the store of this configuration, in this process.
fn keeper(config: &Config, key: Option<Key>) -> Keeper {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(env).unwrap_or_default();
    let zone = zone(env("TZ").as_deref());
    let founding = Founding { settings: Settings::for_place(&locale, zone), os_user: link::my_name() };
    let probe = std::env::current_exe().ok();
    Keeper::open_in(&config.data, Options { probe, key, ..Options::default() }, founding)
}
