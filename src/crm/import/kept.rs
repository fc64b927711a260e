//! Records as a store kept them: each comes to the id it had, so that everything that names it still does.
//!
//! A record that is there already is replaced only by a file of this very store: in another one the same id may be
//! somebody else's.

use super::{Fate, Intake};
use crate::crm::customers;
use crate::crm::users;
use crate::domain::id::Id;
use crate::domain::item::Item;
use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::door::Refusal;
use crate::store::records::Stored;

/// The highest number a record may bring: beyond it nobody could be handed out the next one, nor read it out.
const HIGHEST: u64 = 1 << 48;

pub(super) fn row(intake: &mut Intake, item: &Item, may_replace: bool) -> Result<Fate, Refusal> {
    match item {
        Item::Customer(customer) => {
            customers::check(customer)?;
            take(intake, &**customer, may_replace)
        }
        Item::Interaction(interaction) => take(intake, &**interaction, may_replace),
        Item::FollowUp(follow_up) => take(intake, &**follow_up, may_replace),
        Item::Deal(deal) => take(intake, &**deal, may_replace),
        Item::Ticket(ticket) => take(intake, &**ticket, may_replace),
        Item::Order(order) => take(intake, &**order, may_replace),
        Item::Product(product) => take(intake, &**product, may_replace),
        Item::DoNotContact(suppressed) => take(intake, &**suppressed, may_replace),
        Item::List(list) => take(intake, &**list, may_replace),
        Item::Member(member) => take(intake, &**member, may_replace),
        Item::Attempt(attempt) => take(intake, &**attempt, may_replace),
        Item::View(view) => take(intake, &**view, may_replace),
        Item::Team(team) => {
            needs(intake, Action::ManageUsers)?;
            take(intake, &**team, may_replace)
        }
        Item::User(user) => {
            needs(intake, Action::ManageUsers)?;
            take_user(intake, user, may_replace)
        }
        Item::Settings(settings) => {
            needs(intake, Action::Configure)?;
            take(intake, &Settings { id: Settings::ID, ..(**settings).clone() }, true)
        }
    }
}

/// Refuses a row that needs more than bringing files in does; the rows around it are taken.
fn needs(intake: &Intake, action: Action) -> Result<(), Refusal> {
    let lacking = reason("row-not-allowed").with("role", intake.change.me().role);
    intake.change.context().allow(action).map_err(|_| Refusal::invalid("", lacking))
}

fn take<T: Stored>(intake: &mut Intake, given: &T, may_replace: bool) -> Result<Fate, Refusal> {
    let id = given.id();
    if !(1..=HIGHEST).contains(&id.number()) {
        return Err(Refusal::invalid("id", reason("no-id-to-keep").with("given", id)));
    }
    let fate = match intake.change.find::<T>(id)? {
        Some(present) if present == *given => return Ok(Fate::Unchanged),
        Some(present) if !may_replace => {
            let taken = reason("id-taken").with("given", given.reference()).with("by", present.title());
            return Err(Refusal::invalid("id", taken));
        }
        Some(_) => Fate::Updated,
        None => Fate::Created,
    };
    if !intake.start.dry_run {
        intake.change.crm().sequences.pass(T::NOUN as u8, id.number())?;
    }
    intake.put(given.clone())?;
    Ok(fate)
}

/// A PIN stays as it is here: none comes with a file. Whoever brings the file stays who they are, whatever it says of
/// the user of their number: the first one of a new store is the first one of the store that was.
fn take_user(intake: &mut Intake, given: &User, may_replace: bool) -> Result<Fate, Refusal> {
    let present = intake.change.find::<User>(given.id)?;
    let mut user = User { pin: present.as_ref().and_then(|present| present.pin.clone()), ..given.clone() };
    let is_me = intake.change.me().id == given.id;
    if let Some(me) = present.filter(|_| is_me) {
        user = User { os_user: me.os_user, role: me.role, active: me.active, ..user };
    }
    users::check(&user, &intake.change.all::<User>()?)?;
    take(intake, &user, may_replace || is_me)
}
