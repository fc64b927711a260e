//! Numbers and addresses of customers that are not theirs, hidden from those who may only see their own.
//!
//! There is one place where it happens: every answer, every part of one and every refusal passes here on its way out
//! of the [`Crm`]. What an answer is made of says in the rooms below what of it there is to hide; the
//! matches there name every variant and every field, so that a new one has to say so too.

mod answers;
mod floor;
mod nouns;
mod records;
mod writing;

pub(super) use writing::{check, refuse_answering, unmasked};

use super::context::Context;
use super::{Crm, Sink, resolve, users};
use crate::domain::customer::Customer;
use crate::domain::do_not_contact::address_key;
use crate::domain::edit::Change;
use crate::domain::id::CustomerId;
use crate::domain::mask;
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::phone::Phone;
use crate::domain::reason::reason;
use crate::domain::role::{Use, needed};
use crate::door::{Part, Refusal, Response};
use crate::store::engine::Snapshot;
use crate::store::read;
use crate::store::records::customer::by_address;
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Says what of it is hidden from these eyes.
pub(super) trait Mask {
    /// Hides it.
    fn mask(&mut self, eyes: &mut Eyes);
}

/// Has a request answered, and the answer as those may see it who asked.
pub(super) fn answered(
    crm: &Crm,
    context: &Context,
    sink: &mut dyn Sink,
    handle: impl FnOnce(&mut dyn Sink) -> Result<Response, Refusal>,
) -> Result<Response, Refusal> {
    if !crm.settings().mask_phones || sees_all(context) {
        return handle(sink);
    }
    let mut answer = handle(&mut Veil { crm, context, sink });
    let mut eyes = Eyes::open(crm, context);
    match &mut answer {
        Ok(response) => response.mask(&mut eyes),
        Err(refusal) => refusal.mask(&mut eyes),
    }
    answer
}

/// What nobody asked for, as this person may see it.
pub(super) fn shown<T: Mask + Clone>(crm: &Crm, context: &Context, seen: &T) -> T {
    let mut shown = seen.clone();
    if crm.settings().mask_phones && !sees_all(context) {
        shown.mask(&mut Eyes::open(crm, context));
    }
    shown
}

/// Refuses to reveal details before the caller has proved who they are, where that is asked for.
pub(super) fn refuse_unverified(crm: &Crm, context: &Context, customer: CustomerId) -> Result<(), Refusal> {
    if must_ask(crm, context, customer) {
        return Err(Refusal::invalid("verification", reason("verify-first").with("questions", questions(crm))));
    }
    Ok(())
}

/// Whether a caller has yet to prove to this person that they are this customer.
fn must_ask(crm: &Crm, context: &Context, customer: CustomerId) -> bool {
    let settings = crm.settings();
    let is_asked = settings.mask_phones && !settings.verification.is_empty();
    is_asked && !sees_all(context) && Eyes::open(crm, context).hides(customer)
}

/// Whether a field answers a question callers are asked.
fn answers(crm: &Crm, field: &str) -> bool {
    crm.settings().verification.iter().any(|question| question.field() == field)
}

/// What callers are asked, by name.
fn questions(crm: &Crm) -> String {
    crm.settings().verification.iter().map(|question| question.slug()).collect::<Vec<_>>().join(", ")
}

/// Refuses to merge a colleague's customer whose numbers are hidden into one whose numbers are not, or need not stay so
/// because nobody looks after it: a member's are shown with the one it is merged into.
pub(super) fn refuse_showing(
    crm: &Crm,
    context: &Context,
    keeper: &Customer,
    member: &Customer,
) -> Result<(), Refusal> {
    if !crm.settings().mask_phones || sees_all(context) {
        return Ok(());
    }
    let mut eyes = Eyes::open(crm, context);
    let stays_hidden = keeper.is_looked_after() && eyes.hides(keeper.id);
    if member.is_looked_after() && eyes.hides(member.id) && !stays_hidden {
        return Err(Refusal::invalid("other", reason("merge-shows").with("other", member.id)));
    }
    Ok(())
}

fn sees_all(context: &Context) -> bool {
    let may = |field| needed(Noun::Customer, field, Use::Read).is_none_or(|action| context.user.role.may(action));
    may("phones") && may("emails")
}

/// Masks the parts of an answer on their way out.
struct Veil<'a> {
    crm: &'a Crm,
    context: &'a Context,
    sink: &'a mut dyn Sink,
}

impl Sink for Veil<'_> {
    fn part(&mut self, mut part: Part) {
        part.mask(&mut Eyes::open(self.crm, self.context));
        self.sink.part(part);
    }

    fn stop(&self) -> Arc<AtomicBool> {
        self.sink.stop()
    }
}

/// The numbers and addresses of one customer; nothing where they are not hidden.
type Hidden = Option<Rc<Vec<String>>>;

/// What one person may see at one moment.
pub(super) struct Eyes<'a> {
    crm: &'a Crm,
    context: &'a Context,
    /// Without it nothing can be told to be theirs, and all is hidden.
    snapshot: Option<Box<dyn Snapshot>>,
    known: HashMap<CustomerId, Hidden>,
}

impl<'a> Eyes<'a> {
    fn open(crm: &'a Crm, context: &'a Context) -> Self {
        Self { crm, context, snapshot: crm.snapshot().ok(), known: HashMap::new() }
    }

    /// Whether this customer's numbers are hidden.
    fn hides(&mut self, customer: CustomerId) -> bool {
        self.hidden(customer).is_some()
    }

    /// What is hidden of a customer.
    fn hidden(&mut self, id: CustomerId) -> Hidden {
        if !self.known.contains_key(&id) {
            let hidden = self.looked_up(id);
            self.known.insert(id, hidden);
        }
        self.known.get(&id).cloned().flatten()
    }

    /// A customer that cannot be read is nobody's.
    fn looked_up(&self, id: CustomerId) -> Hidden {
        let read = |id| read::get::<Customer>(&**self.snapshot.as_ref()?, id).ok().flatten().map(|(found, _)| found);
        let Some(customer) = read(id) else { return Some(Rc::default()) };
        let keeper = customer.merged_into.and_then(read);
        if self.is_theirs(&customer) || keeper.is_some_and(|keeper| self.is_theirs(&keeper)) {
            return None;
        }
        let numbers = customer.phones.iter().map(Phone::key);
        Some(Rc::new(numbers.chain(customer.emails.iter().cloned()).collect()))
    }

    fn is_theirs(&self, customer: &Customer) -> bool {
        let proved = || {
            let (floor, user) = (&self.crm.floor, self.context.user.id);
            // Where callers are asked who they are, being on a call with them is not enough.
            if self.crm.settings().verification.is_empty() {
                floor.is_on_call(user, customer.id)
            } else {
                floor.proof(user, customer.id, self.context.now).is_some()
            }
        };
        users::is_theirs(self.crm, self.context, customer) || proved()
    }

    /// Whether a field of a hidden customer answers a question callers are asked.
    fn answers(&self, field: &str) -> bool {
        answers(self.crm, field)
    }

    /// A number or address of this customer.
    fn address(&mut self, text: &mut String, of: CustomerId) {
        if self.hides(of) {
            *text = mask::address(text);
        }
    }

    /// A number or address of whoever has it.
    fn anyones(&mut self, text: &mut String) {
        if self.hides_address(text) {
            *text = mask::address(text);
        }
    }

    /// The number of a call that comes in.
    fn announced(&mut self, number: &mut String) {
        if self.hides_address(number) {
            *number = Phone::read(number, &self.crm.settings().region).masked().typed;
        }
    }

    /// What a person wrote, about this customer if it is one: no number that is hidden stands in it.
    fn text(&mut self, text: &mut String, of: Option<CustomerId>) {
        let hidden = of.and_then(|id| self.hidden(id)).unwrap_or_default();
        let is_hidden = |found: &str| hidden.iter().any(|address| mask::is_same(found, address));
        if let Some(masked) = mask::within(text, &mut |found| is_hidden(found) || self.hides_address(found)) {
            *text = masked;
        }
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t mut String>, of: Option<CustomerId>) {
        for text in texts {
            self.text(text, of);
        }
    }

    /// The value of a field of this customer.
    fn value(&mut self, value: &mut Value, of: CustomerId) {
        match value {
            Value::String(text) => self.text(text, Some(of)),
            Value::Array(all) => all.iter_mut().for_each(|one| self.value(one, of)),
            Value::Object(fields) => match serde_json::from_value::<Phone>(Value::Object(fields.clone())) {
                Ok(phone) if self.hides(of) => *value = serde_json::to_value(phone.masked()).unwrap_or_default(),
                Ok(_) => {}
                Err(_) => fields.values_mut().for_each(|one| self.value(one, of)),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What became of a field of this customer.
    fn change(&mut self, change: &mut Change, of: CustomerId) {
        let is_asked = self.hides(of) && self.answers(&change.field);
        for value in [&mut change.from, &mut change.to] {
            if is_asked && !value.is_null() {
                *value = mask::whole().into();
            } else {
                self.value(value, of);
            }
        }
    }

    /// The other side of a contact, where it is a bare number that has become a customer's.
    fn party(&mut self, party: &mut Party) {
        match party {
            Party::Number(number) => self.anyones(number),
            Party::Customer(_) | Party::Withheld => {}
        }
    }

    /// Whether a number or address is a customer's, and none of theirs has it.
    fn hides_address(&mut self, text: &str) -> bool {
        let key = address_key(text, &self.crm.settings().region);
        if key.is_empty() {
            return false;
        }
        let Some(snapshot) = &self.snapshot else { return true };
        let Ok(owners) = resolve::standing(&**snapshot, by_address(&key, &self.crm.hasher)) else { return true };
        !owners.is_empty() && !owners.iter().any(|customer| self.is_theirs(customer))
    }
}
