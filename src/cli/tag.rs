//! `tag`: add and remove tags of a customer.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::edit::Change;
use crate::domain::tags::Retag;
use crate::door::{Edit, customers};
use clap::Args;

/// Add and remove tags.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet tag 10432 +vip -cold")]
pub struct Tag {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// +tag adds, -tag removes
    #[arg(value_name = "+TAG|-TAG", required = true, num_args = 1..)]
    tags: Vec<String>,
}

impl Tag {
    /// Adds and removes them. Tags that others set meanwhile stay.
    pub fn run(self, session: &Session) -> Outcome {
        let customer = session.card(&self.customer)?.customer;
        let retag = Retag::read(self.tags.iter().map(String::as_str));
        let tags = retag.map_err(|given| Failure::usage("empty-tag").with("given", given))?.of(&customer.tags);
        if tags == customer.tags {
            return Err(Failure::failed("no-change"));
        }
        let change = Change { field: "tags".to_owned(), from: customer.tags.into(), to: tags.into() };
        match session.ask(customers::Request::Edit(Edit { id: customer.id, changes: vec![change] }))? {
            customers::Response::Saved(saved) => session.saved("cli-customer-changed", &saved),
            _ => Err(unexpected()),
        }
    }
}
