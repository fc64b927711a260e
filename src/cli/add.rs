//! `add`: a new customer.

use super::error::Outcome;
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::customer::Customer;
use crate::domain::field;
use crate::door::customers;
use clap::Args;

/// Add a customer.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet add 'Anna Meyer' --phone '+49 30 1234' --tag vip --set city=Berlin")]
pub struct Add {
    /// The full name as it is written
    name: String,
    /// A firm, an authority, a club
    #[arg(long, visible_alias = "organization")]
    organisation: bool,
    /// A phone number, perhaps with a label: mobile: 0171 234
    #[arg(long, value_name = "PHONE")]
    phone: Vec<String>,
    /// An e-mail address
    #[arg(long, value_name = "EMAIL")]
    email: Vec<String>,
    /// The firm where a person works
    #[arg(long)]
    company: Option<String>,
    /// A label
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Any other field
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

impl Add {
    /// Adds it.
    pub fn run(self, session: &Session) -> Outcome {
        let draft = session.draft(field::CUSTOMER, &Customer::default(), &self.fields())?;
        match session.ask(customers::Request::Add(draft))? {
            customers::Response::Saved(saved) => session.saved("cli-customer-added", &saved),
            _ => Err(unexpected()),
        }
    }

    fn fields(self) -> Vec<(String, String)> {
        let kind = self.organisation.then(|| "organisation".to_owned());
        let each = |name: &'static str, values: Vec<String>| values.into_iter().map(move |v| (name.to_owned(), v));
        each("name", vec![self.name])
            .chain(each("kind", kind.into_iter().collect()))
            .chain(each("company", self.company.into_iter().collect()))
            .chain(each("phones", self.phone))
            .chain(each("emails", self.email))
            .chain(each("tags", self.tag))
            .chain(self.set)
            .collect()
    }
}
