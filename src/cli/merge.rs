//! `merge` and `unmerge`.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::id::CustomerId;
use crate::domain::merge::completing;
use crate::door::customers;
use clap::Args;

/// Make a customer part of another one.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet merge 10432 10977 --take city remarks
         callsheet merge 10432 10977 --complete")]
pub struct Merge {
    /// The customer that stays
    keep: String,
    /// The one that becomes part of it
    other: String,
    /// A field whose value is taken over from it; of a list what is not in it yet
    #[arg(long, value_name = "FIELD", num_args = 1.., conflicts_with = "complete")]
    take: Vec<String>,
    /// Take over whatever fills a gap or adds to a list
    #[arg(long)]
    complete: bool,
}

impl Merge {
    /// Merges them.
    pub fn run(self, session: &Session) -> Outcome {
        let (keep, other) = (session.customer(&self.keep)?, session.customer(&self.other)?);
        if keep == other {
            return Err(Failure::failed("same-customer").with("id", keep));
        }
        let take = if self.complete {
            self.completing(session)?
        } else {
            self.take.iter().map(|f| f.replace('-', "_")).collect()
        };
        match session.ask(customers::Request::Merge { keep, other, take })? {
            customers::Response::Saved(saved) => session.saved("cli-merged", &saved),
            _ => Err(unexpected()),
        }
    }

    fn completing(&self, session: &Session) -> Result<Vec<String>, Failure> {
        let (keep, other) = (session.card(&self.keep)?, session.card(&self.other)?);
        Ok(completing(&keep.customer, &other.customer))
    }
}

/// Make a merged customer one of its own again.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet unmerge 10432 10977")]
pub struct Unmerge {
    /// The customer that has it
    customer: String,
    /// The id of the one that was merged into it
    other: CustomerId,
}

impl Unmerge {
    /// Separates them. `other` is taken as an id: any other name of a merged customer means the one
    /// that has it.
    pub fn run(self, session: &Session) -> Outcome {
        let keep = session.customer(&self.customer)?;
        match session.ask(customers::Request::Unmerge { keep, other: self.other })? {
            customers::Response::Saved(saved) => session.saved("cli-unmerged", &saved),
            _ => Err(unexpected()),
        }
    }
}
