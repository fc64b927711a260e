//! May this number be called? Every dialling path asks here: whoever does not want to be called is not, nor anybody
//! whose clock does not allow it, unless somebody says why all the same.

use super::context::Context;
use super::{Crm, customers, do_not_contact, refuse, resolve};
use crate::domain::calling_hours::CallingHours;
use crate::domain::clocks::Clocks;
use crate::domain::customer::Customer;
use crate::domain::do_not_contact::address_key;
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::mask::is_masked;
use crate::domain::party::Party;
use crate::domain::phone;
use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::door::Refusal;
use crate::door::calls::{Response, ToDial};
use crate::store::engine::Snapshot;
use crate::store::read;
use crate::store::records::customer::by_address;

/// The channel of calls.
pub(super) const PHONE: &str = "phone";
/// The channel of what is only noted.
pub(super) const NOTE: &str = "note";

/// A number that somebody wants to call, with whoever has it.
struct Callee {
    number: String,
    customer: Option<Customer>,
}

/// The hours that hold for somebody called at `number`, and their clocks: the list's or the store's, and within them
/// those they prefer, where one can read those.
pub(super) fn hours(
    settings: &Settings,
    of_list: Option<CallingHours>,
    customer: Option<&Customer>,
    number: &str,
) -> (CallingHours, Clocks) {
    let hours = of_list.unwrap_or(settings.calling_hours);
    let preferred = customer.and_then(|customer| customer.preferred_hours.parse().ok());
    let house = settings.calendar.zone;
    let clocks = customer.map_or_else(|| Clocks::of_number(number, house), |known| Clocks::of(known, number, house));
    (preferred.map_or(hours, |preferred| hours.and(&preferred)), clocks)
}

/// The number in the form to dial, unless it must not be. One that is shown masked is told in full, and that is audited.
pub(super) fn dial(crm: &Crm, context: &Context, to_dial: &ToDial) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    let callee = callee(crm, context, &*snapshot, to_dial)?;
    match forbidding(crm, context, &*snapshot, to_dial, &callee)? {
        Some(refusal) => Err(refusal),
        None => Ok(Response::Dial { number: callee.number }),
    }
}

/// The same all the same: the reason is kept with the customer, and the audit names it.
pub(super) fn dial_nevertheless(
    crm: &Crm,
    context: &Context,
    to_dial: &ToDial,
    why: &str,
) -> Result<Response, Refusal> {
    if why.trim().is_empty() {
        return Err(Refusal::invalid("why", reason("needed")));
    }
    let snapshot = crm.snapshot()?;
    let callee = callee(crm, context, &*snapshot, to_dial)?;
    match forbidding(crm, context, &*snapshot, to_dial, &callee)? {
        // Whoever may lift the suppression may pass over it.
        Some(Refusal::DoNotContact { .. }) => context.allow(Action::Unsuppress)?,
        Some(_) => {}
        None => return Ok(Response::Dial { number: callee.number }),
    }
    let party = callee.customer.map_or_else(|| Party::Number(callee.number.clone()), |known| Party::Customer(known.id));
    let note = Interaction {
        party: party.clone(),
        channel: NOTE.to_owned(),
        direction: Direction::Out,
        at: context.now,
        by: Some(context.user.id),
        text: why.trim().to_owned(),
        reason: "called-nevertheless".to_owned(),
        number: callee.number.clone(),
        ..Interaction::default()
    };
    crm.change(context, |change| {
        change.is_about(&party);
        change.add(note.clone())
    })?;
    Ok(Response::Dial { number: callee.number })
}

fn callee(crm: &Crm, context: &Context, snapshot: &dyn Snapshot, to_dial: &ToDial) -> Result<Callee, Refusal> {
    let ToDial { number, customer, list: _ } = to_dial;
    let number = if is_masked(number) {
        customers::meant(crm, context, snapshot, number, *customer)?
    } else {
        address_key(number, &crm.settings().region)
    };
    if phone::digits(&number).is_empty() {
        return Err(Refusal::invalid("number", reason("no-number-to-dial")));
    }
    let customer = match customer {
        Some(id) => Some(customers::standing(snapshot, *id)?),
        None => resolve::standing(snapshot, by_address(&number, &crm.hasher))?.into_iter().next(),
    };
    Ok(Callee { number, customer })
}

/// What is in the way of a call.
fn forbidding(
    crm: &Crm,
    context: &Context,
    snapshot: &dyn Snapshot,
    to_dial: &ToDial,
    callee: &Callee,
) -> Result<Option<Refusal>, Refusal> {
    if let Some(entry) = do_not_contact::forbidding(crm, snapshot, &callee.number, PHONE)? {
        return Ok(Some(Refusal::DoNotContact { address: entry.address, why: entry.why }));
    }
    let list = to_dial.list.map(|id| read::get::<crate::domain::call_list::CallList>(snapshot, id)).transpose();
    let of_list = list.map_err(refuse)?.flatten().and_then(|(list, _)| list.hours);
    let (hours, clocks) = hours(&crm.settings(), of_list, callee.customer.as_ref(), &callee.number);
    if hours.are_open(&clocks, context.now) {
        return Ok(None);
    }
    let (from, until) = clocks.read(context.now);
    Ok(Some(Refusal::OutsideHours { from, until, hours: hours.to_string() }))
}
