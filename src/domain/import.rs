//! What comes in from files: what its rows are, and the rows between the file and the store.

use super::choice::choice;
use super::customer::Customer;
use super::deal::Deal;
use super::edit::Draft;
use super::field::{self, Field};
use super::follow_up::FollowUp;
use super::interaction::Interaction;
use super::item::Item;
use super::reason::Reason;
use super::ticket::Ticket;
use serde::{Deserialize, Serialize};

choice! {
    /// What the rows of an import are; the slug is the word on the command line.
    Target {
        /// Customers; a row that names a contact becomes an organisation and its contact.
        Customers = "customers",
        /// People at organisations that are already there.
        Contacts = "contacts",
        /// Interactions.
        Interactions = "interactions",
        /// Deals.
        Deals = "deals",
        /// Orders.
        Orders = "orders",
        /// Lines of orders that are already there.
        OrderLines = "order-lines",
        /// Products.
        Products = "products",
        /// Follow-ups.
        FollowUps = "follow-ups",
        /// Users.
        Users = "users",
        /// Tickets.
        Tickets = "tickets",
    }
}

choice! {
    /// Rows an import is confined to.
    Only {
        /// What is not there yet; what is there stays as it is.
        Create = "create",
        /// What is there already; any other row is refused.
        Update = "update",
    }
}

choice! {
    /// By what a customer of a file is known again.
    MatchBy {
        /// Its id in the file.
        Id = "id",
        /// A phone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// Its name.
        Name = "name",
    }
}

/// The other system whose ids a file brings, by the file's name, where nobody says another one: `northwind` for
/// `northwind.csv`.
pub fn system_of(file: &str) -> &str {
    file.split('.').next().unwrap_or_default()
}

/// How the rows of an import are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manner {
    /// New rows or known ones only; nothing for both.
    pub only: Option<Only>,
    /// What alone tells a customer; nothing for its id, else address and name, else the name.
    pub by: Option<MatchBy>,
    /// Customers that orders name and nobody knows are made, with the file's id for a name.
    pub makes_customers: bool,
}

impl Target {
    /// The fields a row may bring.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Customers => field::CUSTOMER,
            Self::Contacts => field::CONTACT,
            Self::Interactions => field::INTERACTION,
            Self::Deals => field::DEAL,
            Self::Orders => field::ORDER,
            Self::OrderLines => field::ORDER_LINE,
            Self::Products => field::PRODUCT,
            Self::FollowUps => field::FOLLOW_UP,
            Self::Users => field::USER,
            Self::Tickets => field::TICKET,
        }
    }

    /// What a file must bring: of each group at least one column.
    pub fn mandatory(self) -> &'static [&'static [&'static str]] {
        const NAME: &[&str] = &["name", "first_name", "last_name"];
        match self {
            Self::Customers => &[&["name", "first_name", "last_name", "company"]],
            Self::Contacts => &[NAME, &["organisation"]],
            Self::Interactions => &[&["customer", "number"], &["at"]],
            Self::Deals => &[&["customer"], &["title"]],
            Self::Orders => &[&["external_id", "amount"], &["customer"], &["at"]],
            Self::OrderLines => &[&["order"], &["product"], &["quantity"]],
            Self::Products => &[&["name"]],
            Self::FollowUps => &[&["customer"], &["due"]],
            Self::Users => &[NAME],
            Self::Tickets => &[&["customer"], &["text"]],
        }
    }
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The line it began on, from 1.
    pub line: u64,
    /// Fields by the names of [`Target::fields`]. A cell without text says nothing, so its field is
    /// not there: an import never empties a field.
    pub draft: Draft,
    /// The how-manieth row it is that only its content tells and that has this one, from 1: the same purchase twice is
    /// two, and so is a customer's deal of the same title.
    pub occurrence: u32,
}

impl Row {
    /// The first row that says this.
    pub fn new(line: u64, draft: Draft) -> Self {
        Self { line, draft, occurrence: 1 }
    }

    /// How many rows before it say the same of what alone tells it.
    pub fn before(&self) -> usize {
        self.occurrence.saturating_sub(1) as usize
    }
}

/// A record of a file that holds records as a store kept them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptRow {
    /// The line it stands on, from 1.
    pub line: u64,
    /// It.
    pub item: Item,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The line it began on, from 1.
    pub line: u64,
    /// The field that is to blame, or empty.
    pub field: String,
    /// Why.
    pub why: Reason,
}

/// Rows of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Rows {
    /// Of a file: matched against what is there, references by name or external id.
    Drafts(Vec<Row>),
    /// New customers with what hangs on them, as the demo makes them; nothing is matched.
    Bundles(Vec<Bundle>),
    /// Records as a store gave them out: each goes to the id it has.
    Kept {
        /// The name of that store.
        store: String,
        /// They.
        rows: Vec<KeptRow>,
    },
}

impl Rows {
    /// Rows a batch, at most: a commit stays well under its size limit.
    pub const MOST: usize = 500;

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Drafts(rows) => rows.is_empty(),
            Self::Bundles(bundles) => bundles.is_empty(),
            Self::Kept { rows, .. } => rows.is_empty(),
        }
    }
}

/// A new customer with what hangs on it. Parties and ids are filled in when it is stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bundle {
    /// The customer.
    pub customer: Customer,
    /// Contacts with it.
    pub interactions: Vec<Interaction>,
    /// Sales to it.
    pub deals: Vec<Deal>,
    /// Next steps with it.
    pub follow_ups: Vec<FollowUp>,
    /// Its tickets.
    pub tickets: Vec<Ticket>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_must_bring_are_fields_there_are() {
        for target in Target::ALL {
            for name in target.mandatory().iter().flat_map(|group| group.iter()) {
                assert!(target.fields().iter().any(|field| field.name == *name), "{target}: {name}");
            }
        }
    }
}
