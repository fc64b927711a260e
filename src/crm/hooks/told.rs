//! What a hook reads on stdin.

use crate::crm::{Crm, refuse, users};
use crate::domain::audit::AuditEntry;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::edit;
use crate::domain::follow_up::FollowUp;
use crate::domain::hook::Hook;
use crate::domain::id::{CustomerId, Id};
use crate::domain::interaction::Interaction;
use crate::domain::item::Item;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::record::reference;
use crate::domain::ticket::Ticket;
use crate::door::Refusal;
use crate::store::engine::Snapshot;
use crate::store::read;
use crate::store::records::Stored;
use serde_json::{Map, Value, json};

/// The event, the record as it is now, and the customer it is about. A hook is the owner's: nothing is masked.
pub fn document(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    hook: &Hook,
    cursor: u64,
    entry: &AuditEntry,
    record: RecordRef,
) -> Result<Value, Refusal> {
    let mut told = Map::from_iter([
        ("hook".to_owned(), json!(hook.id)),
        ("event".to_owned(), json!(hook.event)),
        ("cursor".to_owned(), json!(cursor)),
        ("at".to_owned(), json!(entry.at)),
        ("by".to_owned(), json!(entry.user.map(|user| users::login_of(crm, user)))),
        ("actor".to_owned(), json!(entry.actor)),
        ("record".to_owned(), json!(record.to_string())),
    ]);
    let item = item(snapshot, record)?;
    let customer = match item.as_ref().and_then(customer_of) {
        Some(id) => self::item(snapshot, reference::<Customer>(id))?,
        None => None,
    };
    for item in customer.into_iter().chain(item) {
        told.extend(edit::object(&item));
    }
    Ok(Value::Object(told))
}

/// A record as it is now, if it is there; events are about these nouns only.
fn item(snapshot: &dyn Snapshot, record: RecordRef) -> Result<Option<Item>, Refusal> {
    match record.noun {
        Noun::Customer => one::<Customer>(snapshot, record),
        Noun::Interaction => one::<Interaction>(snapshot, record),
        Noun::FollowUp => one::<FollowUp>(snapshot, record),
        Noun::Deal => one::<Deal>(snapshot, record),
        Noun::Ticket => one::<Ticket>(snapshot, record),
        _ => Ok(None),
    }
}

fn one<T: Stored>(snapshot: &dyn Snapshot, record: RecordRef) -> Result<Option<Item>, Refusal>
where
    Item: From<T>,
{
    let found = read::get::<T>(snapshot, T::Id::new(record.id)).map_err(refuse)?;
    Ok(found.map(|(record, _)| record.into()))
}

fn customer_of(item: &Item) -> Option<CustomerId> {
    match item {
        Item::Interaction(interaction) => interaction.party.customer(),
        Item::FollowUp(follow_up) => follow_up.party.customer(),
        Item::Deal(deal) => Some(deal.customer),
        Item::Ticket(ticket) => Some(ticket.customer),
        _ => None,
    }
}
