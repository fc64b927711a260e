//! `clean`: names, numbers and addresses written as they should be.

use super::bulk;
use super::error::Outcome;
use super::session::Session;
use crate::domain::cleaning::Cleaning;
use crate::door::bulk::{BulkEdit, Whom};
use clap::Args;

/// Write names, numbers and addresses as they should be: blanks, capitals, country codes.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet clean --dry-run
         callsheet clean phone:bad --phones --yes")]
pub struct Clean {
    /// Whom; everybody when left out: phone:bad, tag:fair, created<7d
    query: Vec<String>,
    /// Blanks in names, and names in capitals
    #[arg(long)]
    names: bool,
    /// Numbers, as they are dialled from anywhere
    #[arg(long)]
    phones: bool,
    /// Blanks in addresses, and countries by their codes
    #[arg(long)]
    addresses: bool,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Change everyone without showing it first
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
}

impl Clean {
    /// Cleans what is named, everything where nothing is.
    pub fn run(self, session: &Session) -> Outcome {
        let named =
            [(self.names, Cleaning::Names), (self.phones, Cleaning::Phones), (self.addresses, Cleaning::Addresses)];
        let wanted: Vec<Cleaning> = named.into_iter().filter(|(named, _)| *named).map(|(_, what)| what).collect();
        let clean = if wanted.is_empty() { Cleaning::ALL.to_vec() } else { wanted };
        let edit = BulkEdit { clean, ..BulkEdit::of(Whom::Query(self.query.join(" "))) };
        bulk::run(session, edit, self.dry_run, self.yes)
    }
}
