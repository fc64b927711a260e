//! `show`: a customer with everything that hangs on it.

use super::error::{Failure, Outcome};
use super::json::CardView;
use super::session::Session;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::interaction::Interaction;
use crate::domain::order::Order;
use crate::domain::ticket::Ticket;
use crate::door::customers::Card;
use clap::Args;

/// Show a customer.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet show '+49 30 1234'")]
pub struct Show {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
}

impl Show {
    /// Shows it: tickets first, as an open complaint changes every call.
    pub fn run(self, session: &Session) -> Outcome {
        let card = session.card(&self.customer)?;
        if session.out.is_json() {
            return session.out.json(&CardView::of(&card));
        }
        heading(session, &card.customer)?;
        details(session, &card)?;
        section(session, "tickets", &card.tickets, ticket)?;
        section(session, "follow-ups", &card.follow_ups, follow_up)?;
        section(session, "deals", &card.deals, deal)?;
        section(session, "orders", &card.orders, order)?;
        section(session, "timeline", &card.timeline, interaction)
    }
}

fn heading(session: &Session, customer: &Customer) -> Outcome {
    let kind = session.words.t(match customer.is_organisation() {
        true => "kind-organisation",
        false => "kind-person",
    });
    session.out.line(&format!("{}  {}  ({kind})", customer.id, customer.name))
}

fn details(session: &Session, card: &Card) -> Outcome {
    let customer = &card.customer;
    let people = card.relations.iter().map(|other| {
        let title = if other.title.is_empty() { String::new() } else { format!(", {}", other.title) };
        format!("{} {}{title}", other.id, other.name)
    });
    let street = [&customer.street, &customer.postal_code, &customer.city, &customer.region, &customer.country];
    let address: Vec<&str> = street.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let stopped = card.do_not_contact.iter().map(|stop| format!("{} {} {}", stop.address, stop.channel, stop.why));
    let rows = [
        ("cli-company", customer.company.clone()),
        ("cli-phone", joined(customer.phones.iter().map(|phone| format!("{phone} {}", phone.label)))),
        ("cli-email", joined(customer.emails.iter().cloned())),
        ("cli-address", address.join(", ")),
        ("cli-tags", customer.tags.join(" ")),
        ("cli-relations", joined(people)),
        ("do-not-contact", joined(stopped)),
        ("cli-remarks", customer.remarks.clone()),
    ];
    let rows = rows.map(|(key, value)| (session.words.t(key), value));
    session.out.card(&rows)
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.map(|value| value.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn section<T>(
    session: &Session,
    key: &str,
    records: &[T],
    row: impl Fn(&Session, &T) -> Result<Vec<String>, Failure>,
) -> Outcome {
    if records.is_empty() {
        return Ok(());
    }
    let rows = records.iter().map(|record| row(session, record)).collect::<Result<Vec<_>, _>>()?;
    let columns = rows.first().map_or(0, Vec::len);
    let heads: Vec<&str> = std::iter::once(session.words.t(key)).chain(std::iter::repeat("")).take(columns).collect();
    session.out.line("")?;
    session.out.table(&heads, rows)
}

fn ticket(session: &Session, ticket: &Ticket) -> Result<Vec<String>, Failure> {
    let kind = session.word("ticket", ticket.kind.slug());
    let kind = if ticket.is_open_complaint() { format!("! {kind}") } else { kind };
    let state = session.word("ticket-state", ticket.state.slug());
    Ok(vec![ticket.id.to_string(), kind, state, ticket.text.clone()])
}

fn follow_up(session: &Session, follow_up: &FollowUp) -> Result<Vec<String>, Failure> {
    let kind = session.word("follow-up", follow_up.kind.slug());
    Ok(vec![follow_up.id.to_string(), session.moment(follow_up.due)?, kind, follow_up.text.clone()])
}

fn deal(session: &Session, deal: &Deal) -> Result<Vec<String>, Failure> {
    let stage = if deal.is_open() { deal.stage.as_str() } else { deal.state.slug() };
    let stage = session.word("stage", stage);
    Ok(vec![deal.id.to_string(), deal.title.clone(), session.words.money(deal.value), stage])
}

fn order(session: &Session, order: &Order) -> Result<Vec<String>, Failure> {
    let total = session.words.money(order.total());
    Ok(vec![order.id.to_string(), order.external_id.clone(), session.moment(order.at)?, total])
}

fn interaction(session: &Session, interaction: &Interaction) -> Result<Vec<String>, Failure> {
    let channel = session.word("channel", &interaction.channel);
    let direction = session.word("direction", interaction.direction.slug());
    let outcome = session.word("disposition", &interaction.disposition);
    let text = if outcome.is_empty() { interaction.text.clone() } else { format!("{outcome}. {}", interaction.text) };
    Ok(vec![interaction.id.to_string(), session.moment(interaction.at)?, format!("{channel} {direction}"), text])
}
