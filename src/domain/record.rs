//! What every record has in common.

use super::call_list::{Attempt, CallList, ListMember};
use super::customer::Customer;
use super::deal::Deal;
use super::do_not_contact::DoNotContact;
use super::follow_up::FollowUp;
use super::id::{
    AttemptId, CustomerId, DealId, DoNotContactId, FollowUpId, Id, InteractionId, ListId, MemberId, OrderId, ProductId,
    SettingsId, TeamId, TicketId, UserId, ViewId,
};
use super::interaction::Interaction;
use super::noun::{Noun, RecordRef};
use super::order::{Order, Product};
use super::settings::Settings;
use super::ticket::Ticket;
use super::user::{Team, User};
use super::view::View;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record of some noun.
pub trait Record: Serialize + DeserializeOwned + Clone + Default + PartialEq + Send + Sync + 'static {
    /// Its id.
    type Id: Id;
    /// Its noun.
    const NOUN: Noun;

    /// Its id; 0 until it is stored.
    fn id(&self) -> Self::Id;
    /// Gives it its id.
    fn set_id(&mut self, id: Self::Id);
    /// What people call it, without its id: `Website relaunch`.
    fn title(&self) -> &str;
    /// Whose personal data it holds.
    fn customers(&self) -> Vec<CustomerId>;

    /// It, by noun and number.
    fn reference(&self) -> RecordRef {
        RecordRef { noun: Self::NOUN, id: self.id().number() }
    }
}

/// The reference to a record of `T` by its id.
pub fn reference<T: Record>(id: T::Id) -> RecordRef {
    RecordRef { noun: T::NOUN, id: id.number() }
}

macro_rules! records {
    ($($record:ident, $id:ident, $noun:ident, $title:expr, $customers:expr;)*) => {$(
        impl Record for $record {
            type Id = $id;
            const NOUN: Noun = Noun::$noun;

            fn id(&self) -> $id {
                self.id
            }
            fn set_id(&mut self, id: $id) {
                self.id = id;
            }
            fn title(&self) -> &str {
                let title: fn(&Self) -> &str = $title;
                title(self)
            }
            fn customers(&self) -> Vec<CustomerId> {
                let customers: fn(&Self) -> Vec<CustomerId> = $customers;
                customers(self)
            }
        }
    )*};
}

records! {
    Customer, CustomerId, Customer, |c| &c.name, |c| vec![c.id];
    Interaction, InteractionId, Interaction, |i| &i.text, |i| i.party.customer().into_iter().collect();
    FollowUp, FollowUpId, FollowUp, |f| &f.text, |f| f.party.customer().into_iter().collect();
    Deal, DealId, Deal, |d| &d.title, |d| vec![d.customer];
    Ticket, TicketId, Ticket, |t| &t.text, |t| vec![t.customer];
    Order, OrderId, Order, |o| &o.external_id, |o| vec![o.customer];
    Product, ProductId, Product, |p| &p.name, |_| Vec::new();
    DoNotContact, DoNotContactId, DoNotContact, |d| &d.address, |_| Vec::new();
    CallList, ListId, List, |l| &l.name, |_| Vec::new();
    ListMember, MemberId, Member, |_| "", |m| vec![m.customer];
    Attempt, AttemptId, Attempt, |a| &a.disposition, |_| Vec::new();
    User, UserId, User, |u| &u.name, |_| Vec::new();
    Team, TeamId, Team, |t| &t.name, |_| Vec::new();
    View, ViewId, View, |v| &v.name, |_| Vec::new();
    Settings, SettingsId, Settings, |_| "", |_| Vec::new();
}
