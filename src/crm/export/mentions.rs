//! Whom the records of a page mention: a file says names and clocks where a record has ids.

use crate::crm::{Crm, refuse, users};
use crate::domain::clocks::Clocks;
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::domain::item::Item;
use crate::domain::mention::Mention;
use crate::domain::party::Owner;
use crate::domain::record::Record;
use crate::domain::user::Team;
use crate::door::Refusal;
use crate::store::engine::Snapshot;
use crate::store::read;
use std::collections::BTreeSet;

/// What everybody who can own something is called.
pub fn owners(snapshot: &dyn Snapshot) -> Result<Vec<(Owner, String)>, Refusal> {
    let everybody = users::everybody(snapshot)?.into_iter().map(|user| Ok((Owner::User(user.id), user.login)));
    let teams =
        read::all::<Team>(snapshot).map(|team| team.map(|team| (Owner::Team(team.id), team.name)).map_err(refuse));
    everybody.chain(teams).collect()
}

/// The customers these records name.
pub fn mentioned(crm: &Crm, snapshot: &dyn Snapshot, items: &[Item]) -> Result<Vec<Mention>, Refusal> {
    let ids: BTreeSet<CustomerId> = items.iter().flat_map(named).collect();
    let house = crm.settings().calendar.zone;
    let mut mentioned = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some((customer, _)) = read::get::<Customer>(snapshot, id).map_err(refuse)? {
            let zone = Clocks::of(&customer, "", house).only();
            let stands_for = customer.merged_into.unwrap_or(id);
            mentioned.push(Mention { id, stands_for, name: customer.name, zone });
        }
    }
    Ok(mentioned)
}

/// The customers a record names: with whom it is, and where they work.
fn named(item: &Item) -> Vec<CustomerId> {
    match item {
        Item::Customer(customer) => customer.positions.iter().map(|position| position.organisation).collect(),
        Item::Interaction(interaction) => interaction.customers(),
        Item::FollowUp(follow_up) => follow_up.customers(),
        Item::Deal(deal) => deal.customers(),
        Item::Ticket(ticket) => ticket.customers(),
        Item::Order(order) => order.customers(),
        _ => Vec::new(),
    }
}
