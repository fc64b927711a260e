//! The command line: one file a subcommand.
//!
//! A verb is a clap struct that runs against a [`Session`]. It answers in words and tables, or under
//! `--json` with one document whose field names may grow but never change.

mod add;
mod archive;
mod audit;
mod backup;
mod board;
mod bulk;
mod clean;
mod compact;
mod completions;
mod config;
mod dashes;
mod deal;
mod demo;
mod dnc;
mod doctor;
mod done;
mod duplicates;
mod edit;
mod error;
mod export;
mod fields;
mod find;
mod follow_up;
mod hand_over;
mod hook;
mod import;
mod interaction;
mod job;
mod json;
mod list;
mod log;
mod man;
mod merge;
mod on;
mod output;
mod passphrase;
mod presence;
mod quality;
mod queue;
mod report;
mod restore;
mod ring;
mod serve;
mod session;
mod show;
mod slip;
mod snooze;
mod status;
mod stop;
mod tag;
mod take;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod ticket;
mod undo;
mod upkeep;
mod user;
mod view;
mod watch;

pub use error::{Failure, Outcome};
pub use output::Output;
pub use session::{House, Session};

use crate::config::{Config, Layer};
use crate::i18n::{I18n, Lang};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// The keyboard-driven CRM for the terminal.
///
/// Without a command the screen opens. CUSTOMER is an id, an external id, a phone number, an e-mail
/// address or a name that only one customer has. WHEN is a date in words: tomorrow 15:00, +3d, next fri.
#[derive(Debug, Parser)]
#[command(name = "callsheet", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// Answer in JSON
    #[arg(long, global = true, help_heading = "Global options")]
    json: bool,
    /// Read this configuration file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    config: Option<PathBuf>,
    #[command(flatten)]
    flags: Layer,
    #[command(subcommand)]
    command: Option<Command>,
}

impl Cli {
    /// Reads a command line. When it makes no sense, or only asks for help, that is dealt with here
    /// and the exit code comes back.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, u8> {
        let command = dashes::unmarking(Self::command());
        let args = dashes::marked(args.into_iter().collect(), &command);
        let matches = command.try_get_matches_from(&args);
        matches.and_then(|matches| Self::from_arg_matches(&matches)).map_err(|error| refuse(&error, &args))
    }

    /// The configuration, with this command line's flags on top.
    pub fn config(&self, env: impl Fn(&str) -> Option<String>) -> Result<Config, Failure> {
        Ok(Config::load(self.flags.clone(), self.config.clone(), env)?)
    }

    /// Whether a script reads the answer.
    pub fn json(&self) -> bool {
        self.json
    }

    /// The command to run; nothing means the screen.
    pub fn into_command(self) -> Option<Command> {
        self.command
    }
}

/// Answers help and version; says in one line what is wrong with everything else.
fn refuse(error: &clap::Error, args: &[OsString]) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Whoever stops reading the help has read enough.
        let _ = error.print();
        return 0;
    }
    let flags = Layer { lang: lang_flag(args), ..Layer::default() };
    let words = I18n::new(Config::load(flags, None, env).map_or_else(|_| Lang::default(), |config| config.lang));
    let json = args.iter().any(|arg| arg == "--json");
    complain(&slip::failure(error, args, &Cli::command()), &words, json)
}

/// The language a command line asks for that cannot be read as a whole.
fn lang_flag(args: &[OsString]) -> Option<Lang> {
    args.iter().skip_while(|arg| *arg != "--lang").nth(1)?.to_str()?.parse().ok()
}

/// Says on stderr what went wrong; the exit code comes back.
pub fn complain(failure: &Failure, words: &I18n, json: bool) -> u8 {
    if let Some(text) = failure.text(words, json) {
        // Where nobody listens, the exit code still tells.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
    failure.exit_code()
}

/// A variable of the environment, where it is text.
pub fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Declares the commands: their help, and the struct that runs each.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($verb:ty),)*) => {
        /// What to do.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$doc])* $name($verb),)*
        }

        impl Command {
            /// Does it.
            pub fn run(self, session: &Session) -> Outcome {
                match self {
                    $(Self::$name(verb) => verb.run(session),)*
                }
            }
        }
    };
}

commands! {
    /// Find customers
    Find(find::Find),
    /// Show a customer with everything that hangs on it
    Show(show::Show),
    /// Add a customer
    Add(add::Add),
    /// Change fields of a customer
    Edit(edit::Edit),
    /// Add and remove tags of a customer
    Tag(tag::Tag),
    /// Put a customer away, or bring it back
    Archive(archive::Archive),
    /// Make a customer part of another one; nothing moves
    Merge(merge::Merge),
    /// Make a merged customer one of its own again
    Unmerge(merge::Unmerge),
    /// Customers that are there twice: show, merge, tell apart
    Duplicates(duplicates::Duplicates),
    /// Log an interaction that took place
    Log(log::Log),
    /// Change an interaction, or give it to another customer
    Interaction(interaction::Interaction),
    /// Plan a next step
    FollowUp(follow_up::FollowUp),
    /// Show what is to be done
    Queue(queue::Queue),
    /// Keep a follow-up of a team or of anyone for yourself
    Take(take::Take),
    /// A follow-up is done
    Done(done::Done),
    /// Put a follow-up off
    Snooze(snooze::Snooze),
    /// Give customers, follow-ups, deals and tickets to others
    HandOver(hand_over::HandOver),
    /// Deals: add, edit, move, win, lose
    Deal(deal::Deal),
    /// Show the pipeline
    Board(board::Board),
    /// Tickets: add, show, edit, close
    Ticket(ticket::Ticket),
    /// Show open tickets
    Tickets(ticket::Tickets),
    /// Call lists: create, next, attempt, status
    List(list::List),
    /// Do not contact: add, remove, list
    Dnc(dnc::Dnc),
    /// Bring a file in
    Import(import::Import),
    /// Take records out to a file
    Export(export::Export),
    /// What is amiss with what is known of customers
    Quality(quality::Quality),
    /// Write names, numbers and addresses as they should be
    Clean(clean::Clean),
    /// Stream what happens, one event a line
    Watch(watch::Watch),
    /// Hooks, commands run at events: add, list, remove, test
    Hook(hook::Hook),
    /// Fill a store with made-up customers
    Demo(demo::Demo),
    /// Take back a change
    Undo(undo::Undo),
    /// Do again what was taken back last
    Redo(undo::Redo),
    /// Reports: what a day came to
    Report(report::Report),
    /// Announce a call to the screens
    Ring(ring::Ring),
    /// What you do: ready, break, training, off
    Presence(presence::Presence),
    /// Saved views: save, list, remove
    View(view::View),
    /// Show how things stand
    Status(status::Status),
    /// Serve the store to everybody's sessions, in the foreground
    Serve(serve::Serve),
    /// End the host, which finishes what it does first
    Stop(stop::Stop),
    /// Look at everything that is kept; mend it with --repair
    Doctor(doctor::Doctor),
    /// Write the whole store to one verified file, while work goes on
    Backup(backup::BackUp),
    /// Put a backup in the store's place
    Restore(restore::Restore),
    /// Copy the store to take up less of the disk
    Compact(compact::Compact),
    /// The audit log: verify, list
    Audit(audit::Audit),
    /// Users and teams: add, list, role, team
    User(user::User),
    /// Settings of the store: show, set
    Config(config::Configure),
    /// Print a completion script
    Completions(completions::Completions),
    /// Print the manual page
    Man(man::Man),
}
