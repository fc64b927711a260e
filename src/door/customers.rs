//! Customers: add, edit, merge, and the card.

use super::refusal::Candidate;
use super::{About, Edit, Saved};
use crate::domain::customer::{Customer, CustomerKind};
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::edit::Draft;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::CustomerId;
use crate::domain::interaction::Interaction;
use crate::domain::mask::is_masked;
use crate::domain::order::Order;
use crate::domain::phone::Phone;
use crate::domain::role::Action;
use crate::domain::ticket::Ticket;
use crate::domain::time::Timestamp;
use crate::domain::verification::Question;
use serde::{Deserialize, Serialize};

/// What can be asked of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A new customer.
    Add(Draft),
    /// A changed one.
    Edit(Edit<CustomerId>),
    /// Put away, or (false) brought back.
    Archive(CustomerId, bool),
    /// `other` becomes a member of `keep`; nothing that hangs on it moves.
    Merge {
        /// The customer that stays.
        keep: CustomerId,
        /// The one that becomes its member.
        other: CustomerId,
        /// Fields that are taken over from it: a text or a choice in place of what stands there, of a list what is not
        /// in it yet.
        take: Vec<String>,
    },
    /// `other` is a customer of its own again, and `keep` gives back what it took over and still has.
    Unmerge {
        /// The customer that had it.
        keep: CustomerId,
        /// The member.
        other: CustomerId,
    },
    /// The customer meant by an id, external id, phone, e-mail or unique name.
    Resolve(String),
    /// All there is to see of a customer.
    Card(CustomerId),
    /// What is masked on the card, in full; that it was asked for is in the audit log.
    Reveal(CustomerId, Masked),
    /// The answers of a caller who has to prove who they are before details are shown.
    Verify {
        /// Whom they say to be.
        id: CustomerId,
        /// What they said.
        answers: Vec<Answered>,
        /// How else one made sure, where nothing is known that could be asked.
        otherwise: String,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add(_) => About::change(Action::Write, "customers-add"),
            Self::Edit(_) => About::change(Action::Write, "customers-edit"),
            Self::Archive(..) => About::change(Action::Reshape, "customers-archive"),
            Self::Merge { .. } => About::change(Action::Reshape, "customers-merge"),
            Self::Unmerge { .. } => About::change(Action::Reshape, "customers-unmerge"),
            Self::Resolve(_) => About::look("customers-resolve"),
            Self::Card(_) => About::look("customers-card"),
            Self::Reveal(..) => About::look_as(Action::Reveal, "customers-reveal"),
            Self::Verify { .. } => About::look_as(Action::Reveal, "customers-verify"),
        }
    }
}

/// What customers answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<CustomerId>),
    /// Who was meant.
    Resolved(CustomerId),
    /// The card.
    Card(Box<Card>),
    /// What was masked.
    Revealed(Revealed),
    /// They are who they say: the details are shown until the call is over, or for a while.
    Verified,
}

/// What a caller said to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// What was asked.
    pub question: Question,
    /// As it was said.
    pub said: String,
}

/// What of a customer those see masked whose it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Masked {
    /// The numbers.
    Phones,
    /// The e-mail addresses.
    Emails,
}

impl Masked {
    /// What of a customer is masked as it is shown here.
    pub fn of(customer: &Customer) -> Vec<Self> {
        let phones = customer.phones.iter().any(|phone| is_masked(&phone.typed)).then_some(Self::Phones);
        let emails = customer.emails.iter().any(|email| is_masked(email)).then_some(Self::Emails);
        phones.into_iter().chain(emails).collect()
    }

    /// The field of the customer.
    pub fn field(self) -> &'static str {
        match self {
            Self::Phones => "phones",
            Self::Emails => "emails",
        }
    }
}

/// What was masked, in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Revealed {
    /// The numbers.
    Phones(Vec<Phone>),
    /// The e-mail addresses.
    Emails(Vec<String>),
}

impl Revealed {
    /// Puts it in the place of what was masked.
    pub fn show_in(self, customer: &mut Customer) {
        match self {
            Self::Phones(phones) => customer.phones = phones,
            Self::Emails(emails) => customer.emails = emails,
        }
    }
}

/// A customer with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The customer.
    pub customer: Customer,
    /// An organisation's people, or a person's organisations.
    pub relations: Vec<Relation>,
    /// Those merged into the customer.
    pub members: Vec<Candidate>,
    /// The newest interactions, newest first; more by [`super::interactions::Request::Timeline`].
    pub timeline: Vec<Interaction>,
    /// Whether there are older ones.
    pub more: bool,
    /// Deals, open ones first.
    pub deals: Vec<Deal>,
    /// Open follow-ups by due time, then the latest done.
    pub follow_ups: Vec<FollowUp>,
    /// Tickets, an open complaint first.
    pub tickets: Vec<Ticket>,
    /// Orders, newest first, at most [`Card::ORDERS`].
    pub orders: Vec<Order>,
    /// Suppressions of this customer's numbers and addresses.
    pub do_not_contact: Vec<DoNotContact>,
    /// When we last had to do with each other.
    pub last_contact: Option<Timestamp>,
}

impl Card {
    /// Interactions on a card.
    pub const TIMELINE: usize = 50;
    /// Orders on a card.
    pub const ORDERS: usize = 50;
}

/// A customer standing in a relation to the one on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The other customer.
    pub id: CustomerId,
    /// Person or organisation.
    pub kind: CustomerKind,
    /// The name.
    pub name: String,
    /// The person's title there.
    pub title: String,
    /// The first number, to call.
    pub phone: String,
    /// Whether it is over.
    pub former: bool,
}
