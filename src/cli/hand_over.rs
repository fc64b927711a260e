//! `hand-over`: give work to others.

use super::error::{Failure, Outcome};
use super::session::Session;
use crate::domain::assignment::Sharing;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{DealId, FollowUpId, InteractionId, TicketId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::RecordRef;
use crate::domain::record::reference;
use crate::domain::ticket::Ticket;
use crate::door::assignment::{Heir, Request, Response, Share, Work};
use clap::Args;

/// Give work to others.
///
/// A customer takes along what is open with it and was the former owner's. The note is kept as an interaction
/// with the customer; of a follow-up it becomes a line of its text. A call nobody wrapped up becomes the new owner's to
/// write down, with a follow-up that says so. One undo takes everything back.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet hand-over 10432 D88 F7 --to bo --note 'knows her well'\n         \
                        callsheet hand-over --query owner:anna --among North")]
pub struct HandOver {
    /// Customers, and deals, tickets, follow-ups and calls nobody wrapped up by their id
    #[arg(value_name = "CUSTOMER|D88|T5|F7|I90", required_unless_present = "query")]
    what: Vec<String>,
    /// Every customer this query finds
    #[arg(long, conflicts_with = "what")]
    query: Option<String>,
    /// Whose it shall be: a login, a team, me or anyone
    #[arg(long, value_name = "OWNER", required_unless_present = "among")]
    to: Option<String>,
    /// Share it out in turn among those of this team who are ready
    #[arg(long, value_name = "TEAM", conflicts_with = "to")]
    among: Option<String>,
    /// Share it out by who has the least to do
    #[arg(long, requires = "among")]
    least_loaded: bool,
    /// What the new owner has to know
    #[arg(long, default_value = "")]
    note: String,
}

impl HandOver {
    /// Hands it over, all of it or nothing.
    pub fn run(self, session: &Session) -> Outcome {
        let what = match self.query {
            Some(query) => Work::Found(query),
            None => Work::Records(self.what.iter().map(|given| record(session, given)).collect::<Result<_, _>>()?),
        };
        let sharing = if self.least_loaded { Sharing::LeastLoaded } else { Sharing::InTurn };
        let to = match self.among {
            Some(team) => Heir::Among { team, sharing },
            None => Heir::Owner(self.to.unwrap_or_default()),
        };
        let Response::HandedOver { shares, revision } = session.ask(Request::HandOver { what, to, note: self.note })?;
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({ "revision": revision, "shares": shares }));
        }
        shares.iter().try_for_each(|share| say(session, share))
    }
}

fn say(session: &Session, share: &Share) -> Outcome {
    let name = if share.name == "anyone" { session.words.t("anyone") } else { &share.name };
    let args = [("count", share.count.into()), ("name", name.into())];
    session.out.line(&session.words.tf("handed-over", &args))
}

/// A deal, a ticket, a follow-up or a call by its id; all else is a customer.
fn record(session: &Session, given: &str) -> Result<RecordRef, Failure> {
    let lettered = given.starts_with(|c: char| c.is_ascii_alphabetic());
    if lettered && let Ok(id) = given.parse::<DealId>() {
        return Ok(reference::<Deal>(id));
    }
    if lettered && let Ok(id) = given.parse::<TicketId>() {
        return Ok(reference::<Ticket>(id));
    }
    if lettered && let Ok(id) = given.parse::<FollowUpId>() {
        return Ok(reference::<FollowUp>(id));
    }
    if lettered && let Ok(id) = given.parse::<InteractionId>() {
        return Ok(reference::<Interaction>(id));
    }
    Ok(reference::<Customer>(session.customer(given)?))
}
