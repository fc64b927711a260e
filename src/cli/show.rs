//! `show`: a customer with everything that hangs on it.

use super::error::{Failure, Outcome};
use super::fields::assignment;
use super::json::CardView;
use super::session::{Clock, Session, unexpected};
use crate::domain::choice::NotAChoice;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::edit::object;
use crate::domain::field::{CUSTOMER, written};
use crate::domain::follow_up::FollowUp;
use crate::domain::id::CustomerId;
use crate::domain::interaction::Interaction;
use crate::domain::order::Order;
use crate::domain::ticket::Ticket;
use crate::door::Refusal;
use crate::door::customers::{self, Answered, Card, Masked};
use crate::door::users;
use clap::Args;

/// Fields that are shown behind the rest as one types them, where they say something.
const MORE: [&str; 12] = [
    "salutation",
    "occupation",
    "birthday",
    "language",
    "preferred_channel",
    "preferred_hours",
    "time_zone",
    "source",
    "external_ids",
    "consents",
    "custom",
    "remarks",
];

/// Show a customer.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet show '+49 30 1234'")]
pub struct Show {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// Show numbers and addresses that are masked; that you did is in the audit log
    #[arg(long)]
    reveal: bool,
    /// What the caller answers, where that is asked before more is shown; once a question
    #[arg(long, value_name = "QUESTION=ANSWER", requires = "reveal", value_parser = assignment)]
    answer: Vec<(String, String)>,
    /// How you made sure who is calling, where nothing is on record that could be asked
    #[arg(long, value_name = "TEXT", requires = "reveal")]
    reason: Option<String>,
}

impl Show {
    /// Shows it: tickets first, as an open complaint changes every call.
    pub fn run(self, session: &Session) -> Outcome {
        let mut card = session.card(&self.customer)?;
        if self.reveal && (self.reason.is_some() || !self.answer.is_empty()) {
            verify(session, card.customer.id, &self.answer, self.reason.unwrap_or_default())?;
            card = session.card(&card.customer.id.to_string())?;
        }
        if self.reveal {
            reveal(session, &mut card.customer)?;
        }
        if session.out.is_json() {
            return session.out.json(&CardView::of(&card));
        }
        heading(session, &card.customer)?;
        details(session, &card)?;
        let clock = session.clock()?;
        section(session, "tickets", &card.tickets, |record| ticket(session, record))?;
        section(session, "follow-ups", &card.follow_ups, |record| follow_up(session, clock, record))?;
        section(session, "deals", &card.deals, |record| deal(session, record))?;
        section(session, "orders", &card.orders, |record| order(session, clock, record))?;
        section(session, "timeline", &card.timeline, |record| interaction(session, clock, record))
    }
}

/// Has the answers of a caller checked.
fn verify(session: &Session, id: CustomerId, answers: &[(String, String)], otherwise: String) -> Outcome {
    let read = |(question, said): &(String, String)| {
        let question = question.parse().map_err(|bad: NotAChoice| Refusal::invalid("verification", bad))?;
        Ok(Answered { question, said: said.clone() })
    };
    let answers = answers.iter().map(read).collect::<Result<_, Refusal>>()?;
    match session.ask(customers::Request::Verify { id, answers, otherwise })? {
        customers::Response::Verified => Ok(()),
        _ => Err(unexpected()),
    }
}

/// Has what is masked told, one question a field: each is audited by itself.
fn reveal(session: &Session, customer: &mut Customer) -> Result<(), Failure> {
    for masked in Masked::of(customer) {
        match session.ask(customers::Request::Reveal(customer.id, masked))? {
            customers::Response::Revealed(revealed) => revealed.show_in(customer),
            _ => return Err(unexpected()),
        }
    }
    Ok(())
}

fn heading(session: &Session, customer: &Customer) -> Outcome {
    let kind = session.word("kind", customer.kind.slug());
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
    let whose = whose(session, customer)?;
    let stopped = card.do_not_contact.iter().map(|stop| format!("{} {} {}", stop.address, stop.channel, stop.why));
    let rows = [
        ("cli-company", customer.company.clone()),
        ("cli-phone", joined(customer.phones.iter().map(|phone| format!("{phone} {}", phone.label)))),
        ("cli-email", joined(customer.emails.iter().cloned())),
        ("cli-address", address.join(", ")),
        ("cli-tags", customer.tags.join(" ")),
        ("field-owner", whose.join("\n")),
        ("cli-relations", joined(people)),
        ("cli-members", joined(card.members.iter().map(|member| format!("{} {}", member.id, member.name)))),
        ("do-not-contact", joined(stopped)),
    ];
    let rows = rows.into_iter().map(|(key, value)| (session.words.t(key).to_owned(), value));
    let fields = object(customer);
    let more = MORE.into_iter().filter_map(|name| {
        let field = CUSTOMER.iter().find(|field| field.name == name)?;
        Some((session.words.field(name), written(field.kind, fields.get(name)?)))
    });
    let rows: Vec<_> = rows.chain(more).collect();
    session.out.card(&rows)
}

/// The person and the team that look after a customer, by the names one types for them.
fn whose(session: &Session, customer: &Customer) -> Result<Vec<String>, Failure> {
    let ids = [customer.owner.map(|owner| owner.to_string()), customer.team.map(|team| team.to_string())];
    if ids.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let names = session.ask::<users::Response>(users::Request::List)?.names();
    let name = |id: String| names.iter().find(|(known, _)| *known == id).map_or(id.clone(), |(_, name)| name.clone());
    Ok(ids.into_iter().flatten().map(name).collect())
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.map(|value| value.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn section<T>(session: &Session, key: &str, records: &[T], row: impl Fn(&T) -> Vec<String>) -> Outcome {
    if records.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = records.iter().map(row).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let heads: Vec<&str> = std::iter::once(session.words.t(key)).chain(std::iter::repeat("")).take(columns).collect();
    session.out.line("")?;
    session.out.table(&heads, rows)
}

fn ticket(session: &Session, ticket: &Ticket) -> Vec<String> {
    let kind = session.word("ticket", ticket.kind.slug());
    let kind = if ticket.is_open_complaint() { format!("! {kind}") } else { kind };
    let state = session.word("ticket-state", ticket.state.slug());
    vec![ticket.id.to_string(), kind, state, ticket.text.clone()]
}

fn follow_up(session: &Session, clock: Clock, follow_up: &FollowUp) -> Vec<String> {
    let kind = session.word("follow-up", follow_up.kind.slug());
    let due = if follow_up.all_day { clock.day(follow_up.due) } else { clock.moment(follow_up.due) };
    let state = session.word("follow-up-state", follow_up.state.slug());
    vec![follow_up.id.to_string(), due, kind, state, follow_up.text.clone()]
}

fn deal(session: &Session, deal: &Deal) -> Vec<String> {
    let stands = if deal.is_open() {
        session.stage(&deal.pipeline, &deal.stage)
    } else {
        session.word("stage", deal.state.slug())
    };
    vec![deal.id.to_string(), deal.title.clone(), session.words.money(deal.value), stands]
}

fn order(session: &Session, clock: Clock, order: &Order) -> Vec<String> {
    let total = session.words.money(order.total());
    vec![order.id.to_string(), order.external_id.clone(), clock.moment(order.at), total]
}

fn interaction(session: &Session, clock: Clock, interaction: &Interaction) -> Vec<String> {
    let channel = session.word("channel", &interaction.channel);
    let direction = session.word("direction", interaction.direction.slug());
    let outcome = session.disposition(&interaction.disposition);
    let text = if outcome.is_empty() { interaction.text.clone() } else { format!("{outcome}. {}", interaction.text) };
    vec![interaction.id.to_string(), clock.moment(interaction.at), format!("{channel} {direction}"), text]
}
