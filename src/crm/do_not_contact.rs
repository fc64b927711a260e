//! Do not contact: kept by number and address, asked on every dialling path.

use super::change::{Change, not_found};
use super::context::Context;
use super::{Crm, refuse};
use crate::domain::customer::Customer;
use crate::domain::disposition;
use crate::domain::do_not_contact::{DoNotContact, address_key};
use crate::domain::id::DoNotContactId;
use crate::domain::interaction::Interaction;
use crate::domain::party::Party;
use crate::domain::phone::Phone;
use crate::domain::reason::{none_of, reason};
use crate::domain::text::fold;
use crate::door::do_not_contact::{Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::do_not_contact::suppressed;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Add { address, channel, why } => {
            let channel = fold(channel.trim());
            if !channel.is_empty() && !crm.settings().channels.contains(&channel) {
                let why = none_of(&channel, &crm.settings().channels);
                return Err(Refusal::invalid("channel", why));
            }
            let (id, revision) = crm.change(context, |change| add(change, &address, &channel, &why))?;
            Ok(Response::Saved(Saved { id, revision }))
        }
        Request::Remove(id) => {
            let ((), revision) = crm.change(context, |change| {
                change.find::<DoNotContact>(id)?.ok_or_else(|| not_found::<DoNotContact>(id))?;
                change.remove::<DoNotContact>(id)
            })?;
            Ok(Response::Saved(Saved { id, revision }))
        }
        Request::List { limit } => {
            let snapshot = crm.snapshot()?;
            let entries = read::all::<DoNotContact>(&*snapshot).take(limit);
            entries.collect::<Result<_, _>>().map(Response::List).map_err(refuse)
        }
    }
}

/// Suppresses an address on a channel; one that is suppressed already stays as it is.
pub(super) fn add(change: &mut Change, address: &str, channel: &str, why: &str) -> Result<DoNotContactId, Refusal> {
    let address = address_key(address, &change.settings().region);
    if address.is_empty() {
        return Err(Refusal::invalid("address", reason("not-an-address").with("given", address)));
    }
    let key = suppressed(&address, change.hasher());
    for entry in read::found::<DoNotContact>(change.snapshot(), key, Direction::Forward) {
        let entry = entry.map_err(refuse)?;
        if entry.channel == channel {
            return Ok(entry.id);
        }
    }
    let (at, by) = (change.now(), Some(change.me().id));
    let entry =
        DoNotContact { address, channel: channel.to_owned(), why: why.to_owned(), at, by, ..DoNotContact::default() };
    change.add(entry)
}

/// A disposition such as *do not call* suppresses the number that was used, else the bare number it
/// was with, else every number of the customer.
pub(super) fn as_wished(change: &mut Change, interaction: &Interaction) -> Result<(), Refusal> {
    let found = disposition::find(&change.settings().dispositions, &interaction.disposition);
    if !found.is_some_and(|disposition| disposition.do_not_contact) {
        return Ok(());
    }
    let numbers = match &interaction.party {
        _ if !interaction.number.is_empty() => vec![interaction.number.clone()],
        Party::Number(number) => vec![number.clone()],
        Party::Customer(id) => change.get::<Customer>(*id)?.phones.iter().map(Phone::key).collect(),
        Party::Withheld => Vec::new(),
    };
    numbers
        .iter()
        .filter(|number| !number.is_empty())
        .try_for_each(|number| add(change, number, &interaction.channel, &interaction.text).map(drop))
}

/// What forbids an address (in the form of [`address_key`]) on a channel.
pub(super) fn forbidding(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    address: &str,
    channel: &str,
) -> Result<Option<DoNotContact>, Refusal> {
    let entries = read::found::<DoNotContact>(snapshot, suppressed(address, &crm.hasher), Direction::Forward);
    for entry in entries {
        let entry = entry.map_err(refuse)?;
        if entry.forbids(channel) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}
