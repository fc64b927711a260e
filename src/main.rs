//! The front door: reads the command line, lays the configuration, opens what the role needs.

use callsheet::cli::{Cli, Failure, Outcome, Output, Session, complain, env};
use callsheet::config::Config;
use callsheet::crm::{self, Crm, Founding, Identity, SystemClock};
use callsheet::domain::settings::Settings;
use callsheet::door::{Door, Refusal};
use callsheet::i18n::{I18n, Lang};
use callsheet::store::sled::{Options, SledEngine};
use std::cell::OnceCell;
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
    let store = Store::default();
    let ended = match cli.into_command() {
        Some(command) => {
            let connect = |config: &Config| store.door(config);
            command.run(&Session::new(&config, &words, &Output::stdout(json), &connect))
        }
        None => screen(&config, &store),
    };
    ended.map_or_else(|failure| complain(&failure, &words, json), |()| 0)
}

fn screen(config: &Config, store: &Store) -> Outcome {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::usage("no-terminal"));
    }
    let door = store.door(config)?;
    // The one call site of the screen: `callsheet::tui::run(...)` over this door.
    drop(door);
    Ok(())
}

/// The store in this process: opened when first needed, closed when the role is done.
#[derive(Default)]
struct Store(OnceCell<Arc<Crm>>);

impl Store {
    fn door(&self, config: &Config) -> Result<Arc<dyn Door>, Refusal> {
        let crm = if let Some(crm) = self.0.get() {
            crm
        } else {
            let crm = open(config)?;
            self.0.get_or_init(|| crm)
        };
        let origin = std::env::var("SSH_TTY").unwrap_or_else(|_| "local".to_owned());
        Ok(Arc::new(crm::Session::open(crm, Identity { os_user: os_user(), origin })?))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(crm) = self.0.get() {
            crm.close();
        }
    }
}

fn open(config: &Config) -> Result<Arc<Crm>, Refusal> {
    let unavailable = |why: String| Refusal::Unavailable { why };
    let (engine, _) = SledEngine::open(&config.data, Options::default(), &mut |_| {})
        .map_err(|error| unavailable(error.to_string()))?;
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(env).unwrap_or_default();
    let zone = env("TZ").and_then(|name| name.parse().ok()).unwrap_or_default();
    let founding = Founding { settings: Settings::for_place(&locale, zone), os_user: os_user() };
    Crm::open(Arc::new(engine), Arc::new(SystemClock), &founding, config.data.clone())
}

fn os_user() -> String {
    env("USER").unwrap_or_else(|| rustix::process::getuid().as_raw().to_string())
}
