//! `dnc`: numbers and addresses that must not be contacted.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::domain::id::DoNotContactId;
use crate::door::do_not_contact;
use clap::{Args, Subcommand};

/// Do not contact.
#[derive(Debug, Args)]
pub struct Dnc {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Suppress a number or an e-mail address, whoever has it
    #[command(after_help = "Example: callsheet dnc add '+49 30 1234' --why 'asked on the phone'")]
    Add {
        /// The number or address
        #[arg(value_name = "NUMBER")]
        address: String,
        /// Why
        #[arg(long)]
        why: String,
        /// On this channel only
        #[arg(long, default_value = "")]
        channel: String,
    },
    /// Lift a suppression
    #[command(after_help = "Example: callsheet dnc remove N6")]
    Remove {
        /// Which
        id: DoNotContactId,
    },
    /// All suppressions
    #[command(after_help = "Example: callsheet dnc list")]
    List {
        /// Rows at most
        #[arg(long, default_value_t = 1_000)]
        limit: usize,
    },
}

impl Dnc {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::List { limit } => return list(session, limit),
            Verb::Add { address, why, channel } => {
                (do_not_contact::Request::Add { address, channel, why }, "cli-dnc-added")
            }
            Verb::Remove { id } => (do_not_contact::Request::Remove(id), "cli-dnc-removed"),
        };
        match session.ask(request)? {
            do_not_contact::Response::Saved(saved) => session.saved(key, &saved),
            do_not_contact::Response::List(_) => Err(unexpected()),
        }
    }
}

fn list(session: &Session, limit: usize) -> Outcome {
    let do_not_contact::Response::List(stops) = session.ask(do_not_contact::Request::List { limit })? else {
        return Err(unexpected());
    };
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "do_not_contact": stops }));
    }
    let words = session.words;
    if stops.is_empty() {
        return session.out.line(words.t("cli-dnc-empty"));
    }
    let heads = ["cli-id", "cli-address", "cli-channel", "cli-why", "cli-since"].map(|key| words.t(key));
    let clock = session.clock()?;
    let rows = stops.iter().map(|stop| {
        let channel = match stop.channel.as_str() {
            "" => words.t("all").to_owned(),
            channel => session.word("channel", channel),
        };
        vec![stop.id.to_string(), stop.address.clone(), channel, stop.why.clone(), clock.moment(stop.at)]
    });
    session.out.table(&heads, rows)
}
