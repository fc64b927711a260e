//! The nouns: every kind of record there is.

use super::choice::choice;
use serde::{Deserialize, Serialize};
use std::fmt;

choice! {
    /// A kind of record. New ones go at the end: the order is stored.
    Noun {
        /// [`crate::domain::customer::Customer`]
        Customer = "customer",
        /// [`crate::domain::interaction::Interaction`]
        Interaction = "interaction",
        /// [`crate::domain::follow_up::FollowUp`]
        FollowUp = "follow-up",
        /// [`crate::domain::deal::Deal`]
        Deal = "deal",
        /// [`crate::domain::ticket::Ticket`]
        Ticket = "ticket",
        /// [`crate::domain::order::Order`]
        Order = "order",
        /// [`crate::domain::order::Product`]
        Product = "product",
        /// [`crate::domain::do_not_contact::DoNotContact`]
        DoNotContact = "do-not-contact",
        /// [`crate::domain::call_list::CallList`]
        List = "list",
        /// [`crate::domain::call_list::ListMember`]
        Member = "member",
        /// [`crate::domain::call_list::Attempt`]
        Attempt = "attempt",
        /// [`crate::domain::user::User`]
        User = "user",
        /// [`crate::domain::user::Team`]
        Team = "team",
        /// [`crate::domain::view::View`]
        View = "view",
        /// [`crate::domain::settings::Settings`]
        Settings = "settings",
    }
}

impl Noun {
    /// What hangs on customers, and they themselves.
    pub const OF_CUSTOMERS: [Self; 6] =
        [Self::Customer, Self::Deal, Self::Ticket, Self::Order, Self::Interaction, Self::FollowUp];

    /// The letter in front of its ids: `D` in `D88`; customers and settings have none.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Customer | Self::Settings => "",
            Self::Interaction => "I",
            Self::FollowUp => "F",
            Self::Deal => "D",
            Self::Ticket => "T",
            Self::Order => "O",
            Self::Product => "P",
            Self::DoNotContact => "N",
            Self::List => "L",
            Self::Member => "M",
            Self::Attempt => "A",
            Self::User => "U",
            Self::Team => "G",
            Self::View => "V",
        }
    }
}

/// A record of any noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordRef {
    /// Its noun.
    pub noun: Noun,
    /// Its id's number.
    pub id: u64,
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.noun.letter(), self.id))
    }
}
