//! Interactions: log, edit, move, and timelines.

use super::change::{Change, not_found};
use super::context::Context;
use super::customers::{everyone, standing};
use super::{Crm, change, do_not_contact, refuse, resolve};
use crate::domain::customer::Customer;
use crate::domain::disposition;
use crate::domain::do_not_contact::address_key;
use crate::domain::edit::Draft;
use crate::domain::id::{CustomerId, Id, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::reason::none_of;
use crate::domain::settings::Settings;
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::door::interactions::{Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::{descending_time_at, last_number};
use crate::store::read;
use crate::store::records::interaction::timeline as timeline_key;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Log(draft) => {
            let draft = resolve::draft(crm, context, Noun::Interaction, &draft)?;
            Ok(saved(crm.change(context, |change| {
                let interaction = made(change, &draft)?;
                do_not_contact::as_wished(change, &interaction)?;
                change.add(interaction)
            })?))
        }
        Request::Edit(edit) => Ok(saved(crm.change(context, |change| {
            let mut interaction = change.edited::<Interaction>(&edit)?;
            check(change.settings(), &mut interaction)?;
            if let Party::Customer(id) = interaction.party {
                change.get::<Customer>(id)?;
            }
            change.put(interaction)?;
            Ok(edit.id)
        })?)),
        Request::Move { id, to } => Ok(saved(crm.change(context, |change| {
            let interaction = change.get::<Interaction>(id)?;
            change.get::<Customer>(to)?;
            change.put(Interaction { party: Party::Customer(to), ..interaction })?;
            Ok(id)
        })?)),
        Request::Show(id) => {
            let snapshot = crm.snapshot()?;
            let found = read::get::<Interaction>(&*snapshot, id).map_err(refuse)?;
            let (interaction, _) = found.ok_or_else(|| not_found::<Interaction>(id))?;
            Ok(Response::Interaction(Box::new(interaction)))
        }
        Request::Timeline { party, before, limit } => {
            let snapshot = crm.snapshot()?;
            let (interactions, more) = match party {
                Party::Customer(id) => {
                    let customer = standing(&*snapshot, id)?;
                    timeline(crm, &*snapshot, &everyone(&customer), before, limit)?
                }
                other => merged(crm, &*snapshot, &[other], before, limit)?,
            };
            Ok(Response::Timeline { interactions, more })
        }
    }
}

fn saved((id, revision): (InteractionId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

/// A new interaction from a draft: now and by me unless it says otherwise; a number without a
/// customer is the party itself.
pub(super) fn made(change: &mut Change, draft: &Draft) -> Result<Interaction, Refusal> {
    let mut interaction = change::made::<Interaction>(draft)?;
    if draft.get("at").is_none() {
        interaction.at = change.now();
    }
    interaction.by = interaction.by.or(Some(change.me().id));
    if interaction.party == Party::Withheld && !interaction.number.is_empty() {
        interaction.party = Party::Number(address_key(&interaction.number, &change.settings().region));
    }
    if let Party::Customer(id) = interaction.party {
        change.get::<Customer>(id)?;
    }
    check(change.settings(), &mut interaction)?;
    Ok(interaction)
}

/// Channel and disposition are configured ones; a disposition's code becomes its slug.
pub(super) fn check(settings: &Settings, interaction: &mut Interaction) -> Result<(), Refusal> {
    let channel = fold(interaction.channel.trim());
    if !settings.channels.contains(&channel) {
        let why = none_of(&interaction.channel, &settings.channels);
        return Err(Refusal::invalid("channel", why));
    }
    interaction.channel = channel;
    if !interaction.disposition.is_empty() {
        let found = disposition::find(&settings.dispositions, &interaction.disposition);
        // What is retired stays what it was where it is told by its slug.
        let known = || settings.retired_dispositions.iter().find(|retired| retired.slug == interaction.disposition);
        let found = found.or_else(known).ok_or_else(|| unknown_disposition(settings, &interaction.disposition))?;
        interaction.disposition.clone_from(&found.slug);
    }
    Ok(())
}

fn unknown_disposition(settings: &Settings, given: &str) -> Refusal {
    let known: Vec<_> = settings.dispositions.iter().map(|d| format!("{} {}", d.code, d.slug)).collect();
    Refusal::invalid("disposition", none_of(given, &known))
}

/// A page of the interactions of several customers as one timeline, newest first, and whether there
/// are more.
pub(super) fn timeline(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    ids: &[CustomerId],
    before: Option<(Timestamp, InteractionId)>,
    limit: usize,
) -> Result<(Vec<Interaction>, bool), Refusal> {
    let parties: Vec<Party> = ids.iter().map(|id| Party::Customer(*id)).collect();
    merged(crm, snapshot, &parties, before, limit)
}

fn merged(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    parties: &[Party],
    before: Option<(Timestamp, InteractionId)>,
    limit: usize,
) -> Result<(Vec<Interaction>, bool), Refusal> {
    // The newest of each party's are enough: the page cannot hold more of any of them.
    let mut newest: Vec<(Timestamp, InteractionId)> = Vec::new();
    for party in parties {
        let prefix = timeline_key(party, &crm.hasher);
        let mut range = KeyRange::prefix(&prefix.clone().bytes());
        if let Some((at, id)) = before {
            range.start = prefix.clone().time_descending(at).number(id.number().saturating_add(1)).bytes();
        }
        let offset = prefix.bytes().len();
        for found in snapshot.scan(range, Direction::Forward).take(limit.saturating_add(1)) {
            let (key, _) = found.map_err(refuse)?;
            if let (Some(at), Some(id)) = (descending_time_at(&key, offset), last_number(&key)) {
                newest.push((at, InteractionId(id)));
            }
        }
    }
    newest.sort_by_key(|(at, id)| (std::cmp::Reverse(*at), *id));
    let more = newest.len() > limit;
    let page = newest.iter().take(limit).map(|(_, id)| read::get::<Interaction>(snapshot, *id));
    let found = page.filter_map(|found| found.map(|found| found.map(|(interaction, _)| interaction)).transpose());
    Ok((found.collect::<Result<_, _>>().map_err(refuse)?, more))
}
