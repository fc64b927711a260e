//! `ticket` and `tickets`: requests, faults and complaints.

use super::error::{Failure, Outcome};
use super::fields::assignment;
use super::session::{Clock, Session, unexpected};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::id::TicketId;
use crate::domain::ticket::{TicketKind, Urgency};
use crate::door::tickets::TicketRow;
use crate::door::{Edit, tickets};
use clap::{Args, Subcommand};

/// Tickets.
#[derive(Debug, Args)]
pub struct Ticket {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A new ticket
    #[command(after_help = "Example: callsheet ticket add 10432 'delivery broken' --kind complaint --urgency high")]
    Add(Add),
    /// Show one
    #[command(after_help = "Example: callsheet ticket show T512")]
    Show {
        /// Which
        id: TicketId,
    },
    /// Change its fields
    #[command(after_help = "Example: callsheet ticket edit T512 --set urgency=high")]
    Edit {
        /// Which
        id: TicketId,
        /// A field and what it shall be
        #[arg(long, value_name = "FIELD=VALUE", required = true, value_parser = assignment)]
        set: Vec<(String, String)>,
    },
    /// It is resolved
    #[command(after_help = "Example: callsheet ticket close T512 replacement sent")]
    Close {
        /// Which
        id: TicketId,
        /// What was done
        #[arg(required = true, num_args = 1..)]
        text: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// Whose
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// What is the matter
    #[arg(required = true, num_args = 1..)]
    text: Vec<String>,
    /// request, fault or complaint
    #[arg(long)]
    kind: TicketKind,
    /// low, normal, high or critical
    #[arg(long, default_value = "normal")]
    urgency: Urgency,
    /// By when
    #[arg(long, value_name = "WHEN")]
    due: Option<String>,
    /// Whose work: a login, team or anyone
    #[arg(long)]
    owner: Option<String>,
}

/// Show open tickets.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet tickets --customer 10432")]
pub struct Tickets {
    /// Of this customer only
    #[arg(long)]
    customer: Option<String>,
    /// Rows at most
    #[arg(long, default_value_t = 100)]
    limit: usize,
}

impl Ticket {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::Show { id } => return show(session, id),
            Verb::Add(add) => (tickets::Request::Add(add.draft(session)?), "cli-ticket-added"),
            Verb::Edit { id, set } => (edit(session, id, &set)?, "cli-changed"),
            Verb::Close { id, text } => {
                (tickets::Request::Close { id, resolution: text.join(" ") }, "cli-ticket-closed")
            }
        };
        match session.ask(request)? {
            tickets::Response::Saved(saved) => session.saved(key, &saved),
            _ => Err(unexpected()),
        }
    }
}

impl Add {
    fn draft(&self, session: &Session) -> Result<Draft, Failure> {
        let mut draft = Draft::default();
        draft.set("customer", session.customer(&self.customer)?.to_string());
        draft.set("text", self.text.join(" "));
        draft.set("kind", self.kind.slug());
        draft.set("urgency", self.urgency.slug());
        for (name, given) in [("due", &self.due), ("owner", &self.owner)] {
            if let Some(text) = given {
                draft.set(name, session.read(field::TICKET, name, text)?);
            }
        }
        Ok(draft)
    }
}

impl Tickets {
    /// Shows them, complaints first.
    pub fn run(self, session: &Session) -> Outcome {
        let customer = self.customer.as_deref().map(|given| session.customer(given)).transpose()?;
        let tickets::Response::List(rows) = session.ask(tickets::Request::List { customer, limit: self.limit })? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            let tickets: Vec<_> = rows.iter().map(document).collect();
            return session.out.json(&serde_json::json!({ "tickets": tickets }));
        }
        let words = session.words;
        if rows.is_empty() {
            return session.out.line(words.t("cli-no-tickets"));
        }
        let heads = ["cli-id", "cli-kind", "cli-urgency", "customer", "cli-what", "cli-due"].map(|key| words.t(key));
        let clock = session.clock()?;
        session.out.table(&heads, rows.iter().map(|row| cells(session, clock, row)))
    }
}

fn get(session: &Session, id: TicketId) -> Result<TicketRow, Failure> {
    match session.ask(tickets::Request::Show(id))? {
        tickets::Response::Ticket(row) => Ok(*row),
        _ => Err(unexpected()),
    }
}

fn show(session: &Session, id: TicketId) -> Outcome {
    let row = get(session, id)?;
    if session.out.is_json() {
        return session.out.json(&document(&row));
    }
    let (words, clock, ticket) = (session.words, session.clock()?, &row.ticket);
    let urgency = session.word("urgency", ticket.urgency.slug());
    session.out.line(&format!("{}  {}  {urgency}", ticket.id, session.word("ticket", ticket.kind.slug())))?;
    session.out.card(&[
        (words.t("customer"), format!("{} {}", ticket.customer, row.customer_name)),
        (words.t("cli-what"), ticket.text.clone()),
        (words.t("cli-due"), ticket.due.map(|due| clock.moment(due)).unwrap_or_default()),
        (words.t("cli-state"), session.word("ticket-state", ticket.state.slug())),
        (words.t("cli-resolution"), ticket.resolution.clone()),
    ])
}

fn edit(session: &Session, id: TicketId, set: &[(String, String)]) -> Result<tickets::Request, Failure> {
    let changes = session.changes(field::TICKET, &get(session, id)?.ticket, set)?;
    Ok(tickets::Request::Edit(Edit { id, changes }))
}

/// The record, and the customer's name.
fn document(row: &TicketRow) -> serde_json::Map<String, serde_json::Value> {
    let mut fields = crate::domain::edit::object(&row.ticket);
    fields.insert("customer_name".to_owned(), row.customer_name.as_str().into());
    fields
}

fn cells(session: &Session, clock: Clock, row: &TicketRow) -> Vec<String> {
    let ticket = &row.ticket;
    vec![
        ticket.id.to_string(),
        session.word("ticket", ticket.kind.slug()),
        session.word("urgency", ticket.urgency.slug()),
        row.customer_name.clone(),
        ticket.text.clone(),
        ticket.due.map(|due| clock.moment(due)).unwrap_or_default(),
    ]
}
