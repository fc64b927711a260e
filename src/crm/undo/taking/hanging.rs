//! What hangs on a record that is to go, and would be lost with it or stand there without it.

use super::Taking;
use crate::crm::change::{Change, named};
use crate::crm::refuse;
use crate::domain::call_list::ListMember;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, Id, ListId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::order::Order;
use crate::domain::party::Party;
use crate::domain::reason::{Reason, reason};
use crate::domain::record::reference;
use crate::domain::ticket::Ticket;
use crate::domain::user::User;
use crate::door::Refusal;
use crate::store::engine::Direction;
use crate::store::key::{Key, Table};
use crate::store::read;
use crate::store::records::lists::members_of;
use crate::store::records::{Stored, deal, follow_up, interaction, order, ticket};

/// Finds what stands under a key.
type Look<'a> = fn(&Taking<'a>, &mut Change, Key) -> Result<Option<RecordRef>, Refusal>;

/// Finds what names a record.
type LookFor<'a> = fn(&Taking<'a>, &mut Change, RecordRef) -> Result<Option<String>, Refusal>;

impl Taking<'_> {
    /// Why a record cannot go: it would take with it what others did since.
    pub(super) fn bar(&self, change: &mut Change, record: RecordRef) -> Result<Option<Reason>, Refusal> {
        let hanging = match record.noun {
            Noun::Team => {
                let named = self.what_names(change, record)?;
                return Ok(named.map(|named| reason("undo-hangs-on").with("record", named)));
            }
            Noun::Customer => self.what_hangs_on(change, CustomerId(record.id))?,
            Noun::List => self.standing::<ListMember>(change, members_of(ListId(record.id)))?,
            Noun::Member => {
                let member = change.find::<ListMember>(Id::new(record.id))?;
                return Ok(member.filter(|member| member.attempts > 0).map(|_| reason("undo-tried")));
            }
            _ => None,
        };
        Ok(hanging.map(|other| reason("undo-hangs-on").with("record", other)))
    }

    /// What others hung on a customer since.
    fn what_hangs_on(&self, change: &mut Change, id: CustomerId) -> Result<Option<RecordRef>, Refusal> {
        let party = Party::Customer(id);
        let (timeline, planned) =
            (interaction::timeline(&party, change.hasher()), follow_up::of_party(&party, change.hasher()));
        let looks: [(Key, Look<'_>); 6] = [
            (timeline, Self::standing::<Interaction>),
            (planned, Self::standing::<FollowUp>),
            (deal::deals_of(id), Self::standing::<Deal>),
            (ticket::tickets_of(id), Self::standing::<Ticket>),
            (order::orders_of(id), Self::standing::<Order>),
            (Key::of(Table::PeopleAt).id(id), Self::standing::<Customer>),
        ];
        looks.into_iter().find_map(|(key, look)| look(self, change, key).transpose()).transpose()
    }

    /// Who belongs to a team, or what it looks after, by name.
    fn what_names(&self, change: &mut Change, team: RecordRef) -> Result<Option<String>, Refusal> {
        let looks: [LookFor<'_>; 5] = [
            Self::naming::<User>,
            Self::naming::<Customer>,
            Self::naming::<FollowUp>,
            Self::naming::<Deal>,
            Self::naming::<Ticket>,
        ];
        looks.into_iter().find_map(|look| look(self, change, team).transpose()).transpose()
    }

    /// The first record of a noun that names another one and does not go with the entry. No index leads to it: all are
    /// read, for what is seldom asked.
    fn naming<T: Stored>(&self, change: &mut Change, other: RecordRef) -> Result<Option<String>, Refusal> {
        let names = |record: &T| record.refers().contains(&other) && !self.goes(record.reference());
        let stored = read::all::<T>(change.snapshot()).filter(|record| record.as_ref().map_or(true, names));
        let stored = stored.map(|record| record.map(|record| record.id())).collect::<Result<Vec<_>, _>>();
        for id in stored.map_err(refuse)? {
            if let Some(record) = change.find::<T>(id)?.filter(names) {
                return Ok(Some(named(record.reference(), record.title())));
            }
        }
        Ok(None)
    }

    /// A record under a key that does not go with the entry.
    fn standing<T: Stored>(&self, change: &mut Change, key: Key) -> Result<Option<RecordRef>, Refusal> {
        let ids = read::ids(change.snapshot(), key, Direction::Forward).collect::<Result<Vec<T::Id>, _>>();
        for id in ids.map_err(refuse)? {
            let record = reference::<T>(id);
            if change.find::<T>(id)?.is_some() && !self.goes(record) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Whether this entry made a record that does not stay.
    fn goes(&self, record: RecordRef) -> bool {
        self.made.contains(&record) && !self.staying.borrow().contains(&record)
    }
}
