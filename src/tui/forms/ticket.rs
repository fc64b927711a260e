//! Forms about tickets: new, edit, closed.

use super::record::{Entry, Record, Stored, title};
use super::{Purpose, Sheet, Wrong};
use crate::domain::edit::{Draft, object};
use crate::domain::field;
use crate::domain::id::{CustomerId, TicketId};
use crate::domain::noun::Noun;
use crate::domain::ticket::Ticket;
use crate::door::tickets::Request;
use crate::door::{self, Edit};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};

/// A ticket of a customer.
pub fn add(context: &Context, customer: CustomerId, name: &str) -> Box<Sheet> {
    let mut fixed = Draft::default();
    fixed.set("customer", customer.to_string());
    let stored = Stored::New(fixed, |draft| Request::Add(draft).into());
    Record::sheet(Noun::Ticket, &title(context, "form-ticket", name), entries(context), stored, |_| Vec::new(), context)
}

/// A known ticket.
pub fn edit(context: &Context, ticket: &Ticket) -> Box<Sheet> {
    let id = ticket.id;
    let ask = move |changes| Request::Edit(Edit { id, changes }).into();
    let stored = Stored::Changed(object(ticket), Box::new(ask));
    let title = title(context, "form-edit", &id.to_string());
    Record::sheet(Noun::Ticket, &title, entries(context), stored, |_| Vec::new(), context)
}

fn entries(context: &Context) -> Vec<Option<Entry>> {
    let of = |name, family| Entry::of(field::TICKET, name, family, context);
    vec![
        of("text", "").map(Entry::needed),
        of("kind", "ticket").map(|e| e.preset("request")),
        of("urgency", "urgency").map(|e| e.preset("normal")),
        of("due", ""),
        of("owner", ""),
    ]
}

/// Closes a ticket with what was done.
pub fn close(context: &Context, ticket: &Ticket) -> Box<dyn Pane> {
    let field = FieldSpec::text("resolution", context.look.words.t("field-resolution"), "");
    let title = title(context, "form-close-ticket", &format!("{} {}", ticket.id, ticket.text));
    Sheet::boxed(&title, vec![field], Close { id: ticket.id }, context)
}

struct Close {
    id: TicketId,
}

impl Purpose for Close {
    fn read(&self, _key: &str, text: &str, context: &Context) -> Result<String, String> {
        if text.trim().is_empty() { Err(context.look.words.t("why-needed").to_owned()) } else { Ok(String::new()) }
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        Ok(Some(Request::Close { id: self.id, resolution: form.value("resolution").trim().to_owned() }.into()))
    }
}
