//! Founding a store, its settings, and how things stand.

use super::change::Change;
use super::context::{Clock, Context};
use super::{Crm, Founding, audit, no_randomness, refuse};
use crate::domain::audit::{AuditEntry, Fate, Touched};
use crate::domain::deal::Deal;
use crate::domain::id::UserId;
use crate::domain::noun::Noun;
use crate::domain::reason::{Reason, reason};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::door::system::{Request, Response, Status};
use crate::door::{CallId, Edit, Refusal};
use crate::store::engine::{Batch, BatchId, Direction, Engine, Outcome, Snapshot};
use crate::store::key::{Hasher, Key, Table};
use crate::store::records::deal::column;
use crate::store::{read, records};

/// Reads the store's hash key; an empty store gets one, its settings and its admin in one commit.
pub(super) fn found(engine: &dyn Engine, clock: &dyn Clock, founding: &Founding) -> Result<Hasher, Refusal> {
    if let Some(hasher) = hasher(&*engine.snapshot().map_err(refuse)?)? {
        return Ok(hasher);
    }
    let place = hash_key();
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(no_randomness)?;
    let admin = User {
        id: UserId(1),
        name: founding.os_user.clone(),
        login: founding.os_user.clone(),
        os_user: founding.os_user.clone(),
        role: Role::Admin,
        ..User::default()
    };
    let created = |record: crate::domain::noun::RecordRef| Touched { record, fate: Fate::Created, fields: Vec::new() };
    let touched = vec![created(admin.reference()), created(founding.settings.reference())];
    let entry =
        AuditEntry { os_user: founding.os_user.clone(), ..audit::by_itself(clock.now(), "system-found", touched) };
    let mut batch = Batch::new(BatchId(CallId::fresh().0))
        .absent(place.clone())
        .put(place, key)
        .put(records::key::<User>(admin.id), records::seal(&admin).map_err(refuse)?)
        .put(records::key::<Settings>(Settings::ID), records::seal(&founding.settings).map_err(refuse)?)
        .put(Key::of(Table::Sequence).byte(User::NOUN as u8).bytes(), 2_u64.to_be_bytes());
    audit::write(&entry, &mut batch)?;
    let hasher = Hasher::new(key);
    let batch = super::due::begin(batch, &hasher, clock.now());
    match engine.commit(batch).map_err(refuse)? {
        Outcome::Done(_) => Ok(hasher),
        Outcome::Conflict(_) => Err(unavailable(reason("founded-elsewhere"))),
    }
}

fn hash_key() -> Vec<u8> {
    Key::of(Table::HashKey).bytes()
}

/// The store's hash key; nothing in an empty store.
pub(super) fn hasher(snapshot: &dyn Snapshot) -> Result<Option<Hasher>, Refusal> {
    let Some(stored) = snapshot.get(&hash_key()).map_err(refuse)? else { return Ok(None) };
    let key = stored.value.first_chunk().copied();
    key.map(|key| Some(Hasher::new(key))).ok_or_else(|| unavailable(reason("hash-key-damaged")))
}

const fn unavailable(why: Reason) -> Refusal {
    Refusal::Unavailable { why }
}

/// The settings as they stand in a snapshot.
pub(super) fn settings(snapshot: &dyn Snapshot) -> Result<Settings, Refusal> {
    let found = read::get::<Settings>(snapshot, Settings::ID).map_err(refuse)?;
    Ok(found.map(|(settings, _)| settings).unwrap_or_default())
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::State | Request::Settled | Request::Host | Request::Unlock(_) => {
            Err(unavailable(reason("asked-elsewhere")))
        }
        Request::Status => Ok(Response::Status(Box::new(status(crm, context)?))),
        Request::Settings => Ok(Response::Settings(Box::new((*crm.settings()).clone()))),
        Request::Configure(changes) => {
            let ((), revision) = crm.change(context, |change| {
                let edit = Edit { id: Settings::ID, changes: changes.clone() };
                let settings = change.edited::<Settings>(&edit)?;
                sound(change, &settings)?;
                change.put(settings)
            })?;
            Ok(Response::Configured { revision })
        }
        Request::Outcome(call) => {
            let rev = crm.engine.outcome(BatchId(call.0)).map_err(refuse)?;
            Ok(Response::Outcome(rev.map(|rev| rev.0)))
        }
    }
}

/// Refuses settings that are not sound, or would leave a deal behind.
pub(super) fn sound(change: &Change, settings: &Settings) -> Result<(), Refusal> {
    settings.check().map_err(|(field, why)| Refusal::invalid(field, why))?;
    for pipeline in &change.settings().pipelines {
        let after = settings.pipelines.iter().find(|kept| kept.slug == pipeline.slug);
        let is_kept = |slug: &str| after.is_some_and(|after| after.stages.iter().any(|stage| stage.slug == slug));
        for stage in pipeline.stages.iter().filter(|stage| !is_kept(&stage.slug)) {
            let column = column(&pipeline.slug, &stage.slug, change.hasher());
            let deal = read::found::<Deal>(change.snapshot(), column, Direction::Forward).next();
            if let Some(deal) = deal.transpose().map_err(refuse)? {
                let why = reason("stage-in-use")
                    .with("stage", &stage.slug)
                    .with("pipeline", &pipeline.slug)
                    .with("deal", deal.id);
                return Err(Refusal::invalid("pipelines", why));
            }
        }
    }
    Ok(())
}

fn status(crm: &Crm, context: &Context) -> Result<Status, Refusal> {
    let customers = crm.engine.entries_of(Table::of_records(Noun::Customer)).map_err(refuse)?;
    Ok(Status {
        me: context.user.clone(),
        revision: crm.engine.revision().0,
        customers,
        data: crm.data.display().to_string(),
    })
}
