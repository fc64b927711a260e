//! What a record names besides itself: the other records it makes no sense without.

use super::call_list::{Attempt, CallList, ListMember};
use super::customer::Customer;
use super::deal::Deal;
use super::do_not_contact::DoNotContact;
use super::follow_up::FollowUp;
use super::interaction::Interaction;
use super::noun::RecordRef;
use super::order::{Order, Product};
use super::party::Owner;
use super::record::{Record, reference};
use super::settings::Settings;
use super::ticket::Ticket;
use super::user::{Team, User};
use super::view::View;

/// A record that may name others.
pub trait Refers: Record {
    /// The records it names; one that is not there leaves the reference dangling.
    fn refers(&self) -> Vec<RecordRef> {
        Vec::new()
    }
}

/// References, gathered noun by noun.
#[derive(Default)]
struct Named(Vec<RecordRef>);

impl Named {
    fn to<T: Record>(mut self, ids: impl IntoIterator<Item = T::Id>) -> Self {
        self.0.extend(ids.into_iter().map(reference::<T>));
        self
    }

    fn owner(self, owner: Owner) -> Self {
        match owner {
            Owner::Anyone => self,
            Owner::User(id) => self.to::<User>([id]),
            Owner::Team(id) => self.to::<Team>([id]),
        }
    }
}

impl Refers for Customer {
    fn refers(&self) -> Vec<RecordRef> {
        let people = [self.owner, self.service_agent].into_iter().flatten();
        Named::default()
            .to::<Self>(self.positions.iter().map(|position| position.organisation))
            .to::<Self>(self.members.iter().chain(&self.apart).copied().chain(self.merged_into))
            .to::<User>(people)
            .to::<Team>(self.team)
            .0
    }
}

impl Refers for Interaction {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default()
            .to::<Customer>(self.party.customer())
            .to::<User>(self.by)
            .to::<Ticket>(self.ticket)
            .to::<Deal>(self.deal)
            .to::<FollowUp>(self.follow_up)
            .to::<CallList>(self.list)
            .0
    }
}

impl Refers for FollowUp {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default()
            .to::<Customer>(self.party.customer())
            .owner(self.owner)
            .to::<User>([self.done_by, self.created_by, self.lease.map(|lease| lease.to)].into_iter().flatten())
            .to::<Deal>(self.deal)
            .to::<Ticket>(self.ticket)
            .to::<Interaction>(self.agreed_in)
            .0
    }
}

impl Refers for Deal {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default()
            .to::<Customer>(self.contacts.iter().map(|contact| contact.customer).chain([self.customer]))
            .owner(self.owner)
            .to::<User>(self.history.iter().filter_map(|change| change.by))
            .0
    }
}

impl Refers for Ticket {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<Customer>([self.customer]).owner(self.owner).to::<User>(self.created_by).0
    }
}

impl Refers for Order {
    fn refers(&self) -> Vec<RecordRef> {
        let products = self.lines.iter().filter_map(|line| line.product);
        Named::default().to::<Customer>([self.customer]).to::<Product>(products).0
    }
}

impl Refers for Product {}

impl Refers for DoNotContact {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<User>(self.by).0
    }
}

impl Refers for CallList {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<User>(self.created_by).0
    }
}

impl Refers for ListMember {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<CallList>([self.list]).to::<Customer>([self.customer]).to::<User>(self.leased_to).0
    }
}

impl Refers for Attempt {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default()
            .to::<CallList>([self.list])
            .to::<ListMember>([self.member])
            .to::<User>(self.by)
            .to::<Interaction>(self.interaction)
            .0
    }
}

impl Refers for User {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<Team>(self.team).0
    }
}

impl Refers for Team {}

impl Refers for View {
    fn refers(&self) -> Vec<RecordRef> {
        Named::default().to::<User>(self.owner).0
    }
}

impl Refers for Settings {}
