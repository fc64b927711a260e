//! `edit`: change fields of a customer.

use super::error::Outcome;
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::field;
use crate::door::{self, customers};
use clap::Args;

/// Change fields of a customer.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet edit 10432 --set city=Berlin --set preferred-hours='after 17:00'")]
pub struct Edit {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// A field and what it shall be; an empty value clears it
    #[arg(long, value_name = "FIELD=VALUE", required = true, value_parser = assignment)]
    set: Vec<(String, String)>,
    /// What a field held when it was looked at: if it holds something else now, nothing is changed
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    saw: Vec<(String, String)>,
}

impl Edit {
    /// Changes them, unless somebody else changed the same field meanwhile.
    pub fn run(self, session: &Session) -> Outcome {
        let customer = session.card(&self.customer)?.customer;
        let mut changes = session.changes(field::CUSTOMER, &customer, &self.set)?;
        let saw = session.draft(field::CUSTOMER, &customer, &self.saw)?;
        for change in &mut changes {
            if let Some(saw) = saw.get(&change.field) {
                change.from = saw.clone();
            }
        }
        match session.ask(customers::Request::Edit(door::Edit { id: customer.id, changes }))? {
            customers::Response::Saved(saved) => session.saved("cli-customer-changed", &saved),
            _ => Err(unexpected()),
        }
    }
}
