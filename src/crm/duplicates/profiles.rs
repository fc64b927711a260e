//! Customers as the rule for duplicates compares them, with the numbers and addresses of their members.

use super::super::{finder, refuse};
use super::rule::Profile;
use crate::domain::customer::Customer;
use crate::door::Refusal;
use crate::store::engine::Snapshot;
use crate::store::read;

/// A customer's profile.
pub(super) fn profile(snapshot: &dyn Snapshot, customer: &Customer) -> Result<Profile, Refusal> {
    let company = finder::company(snapshot, customer)?;
    if customer.members.is_empty() {
        return Ok(Profile::of(customer, &company));
    }
    let mut whole = customer.clone();
    for id in &customer.members {
        if let Some((member, _)) = read::get::<Customer>(snapshot, *id).map_err(refuse)? {
            whole.phones.extend(member.phones);
            whole.emails.extend(member.emails);
        }
    }
    Ok(Profile::of(&whole, &company))
}
