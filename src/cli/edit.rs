//! `edit`: change fields of a customer, or of everyone a query finds.

use super::bulk;
use super::error::Outcome;
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::customer::Customer;
use crate::domain::field;
use crate::domain::tags::Retag;
use crate::door::bulk::{BulkEdit, Whom};
use crate::door::{self, customers};
use clap::Args;

/// Change fields of a customer, or of everyone a query finds.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet edit 10432 --set city=Berlin --set preferred-hours='after 17:00'
         callsheet edit --query 'tag:vip -owner:ben' --set owner=ben --add-tag key --dry-run")]
pub struct Edit {
    /// Whom
    #[arg(value_name = "CUSTOMER", required_unless_present = "query", conflicts_with = "query")]
    customer: Option<String>,
    /// Everyone this finds
    #[arg(long)]
    query: Option<String>,
    /// A field and what it shall be; an empty value clears it
    #[arg(long, value_name = "FIELD=VALUE", required_unless_present_any = ["add_tag", "remove_tag"], value_parser = assignment)]
    set: Vec<(String, String)>,
    /// What a field held when it was looked at: if it holds something else now, nothing is changed
    #[arg(long, value_name = "FIELD=VALUE", conflicts_with = "query", value_parser = assignment)]
    saw: Vec<(String, String)>,
    /// A tag to add to everyone
    #[arg(long, value_name = "TAG", conflicts_with = "customer")]
    add_tag: Vec<String>,
    /// A tag to take off everyone
    #[arg(long, value_name = "TAG", conflicts_with = "customer")]
    remove_tag: Vec<String>,
    /// Only show what would change
    #[arg(long, conflicts_with = "customer")]
    dry_run: bool,
    /// Change everyone without showing it first
    #[arg(long, conflicts_with_all = ["customer", "dry_run"])]
    yes: bool,
}

impl Edit {
    /// Changes them, unless somebody else changed the same field meanwhile.
    pub fn run(self, session: &Session) -> Outcome {
        match (&self.query, &self.customer) {
            (Some(query), _) => self.run_for_all(query, session),
            (None, Some(customer)) => self.run_for_one(customer, session),
            (None, None) => Err(unexpected()),
        }
    }

    fn run_for_one(&self, customer: &str, session: &Session) -> Outcome {
        let customer = session.card(customer)?.customer;
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

    fn run_for_all(&self, query: &str, session: &Session) -> Outcome {
        let edit = BulkEdit {
            set: session.draft(field::CUSTOMER, &Customer::default(), &self.set)?,
            tags: Retag { added: self.add_tag.clone(), removed: self.remove_tag.clone() },
            ..BulkEdit::of(Whom::Query(query.to_owned()))
        };
        bulk::run(session, edit, self.dry_run, self.yes)
    }
}
