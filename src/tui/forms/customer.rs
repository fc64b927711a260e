//! Forms about customers: new, edit, tags.

use super::record::{Entry, Record, Stored, title};
use super::{Completes, Purpose, Sheet, Wrong};
use crate::domain::customer::Customer;
use crate::domain::edit::{Draft, object};
use crate::domain::field;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::phone::digits;
use crate::domain::query;
use crate::domain::tags::Retag;
use crate::door::bulk::{self, BulkEdit, Whom};
use crate::door::completion::Named;
use crate::door::customers::{self, Request};
use crate::door::{self, Edit, Response};
use crate::tui::pane::{Context, Effect, Pane, Slot};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words::listed;

/// The fields behind name and phones, the ones an agent needs first on top.
const FIELDS: [(&str, &str); 21] = [
    ("kind", "kind"),
    ("company", ""),
    ("emails", ""),
    ("city", ""),
    ("tags", ""),
    ("street", ""),
    ("postal_code", ""),
    ("country", ""),
    ("region", ""),
    ("salutation", ""),
    ("gender", "gender"),
    ("occupation", ""),
    ("preferred_hours", ""),
    ("language", ""),
    ("time_zone", ""),
    ("birthday", ""),
    ("source", ""),
    ("owner", ""),
    ("team", ""),
    ("consents", ""),
    ("remarks", ""),
];

/// A new customer, with what was typed into the search box already in place, and the number of a caller nobody knows.
pub fn add(context: &Context, typed: &str) -> Box<Sheet> {
    let caller = context.caller.as_deref().unwrap_or_default();
    let (name, phone) = match typed {
        typed if is_number(typed) => ("", typed),
        typed if filters(typed, context) => ("", caller),
        typed => (typed, caller),
    };
    let stored = Stored::New(Draft::default(), |draft| Request::Add(draft).into());
    Record::sheet(
        Noun::Customer,
        context.look.words.t("form-new-customer"),
        entries(context, name, phone),
        stored,
        show,
        context,
    )
}

/// A known customer.
pub fn edit(context: &Context, customer: &Customer) -> Box<Sheet> {
    let id = customer.id;
    let ask = move |changes| Request::Edit(Edit { id, changes }).into();
    let stored = Stored::Changed(object(customer), Box::new(ask));
    let title = title(context, "form-edit", &customer.name);
    Record::sheet(Noun::Customer, &title, entries(context, "", ""), stored, |_| Vec::new(), context)
}

fn entries(context: &Context, name: &str, phone: &str) -> Vec<Option<Entry>> {
    let of = |name, family| Entry::of(field::CUSTOMER, name, family, context);
    let first = [of("name", "").map(|e| e.needed().preset(name)), of("phones", "").map(|e| e.preset(phone))];
    first.into_iter().chain(FIELDS.map(|(name, family)| of(name, family))).collect()
}

/// Whether it says whom to find by more than words: `phone:none` is nobody's name.
fn filters(typed: &str, context: &Context) -> bool {
    query::parse(typed, context.settings.currency).is_ok_and(|query| !query.filters.is_empty())
}

/// Digits and what stands between them, and enough of them.
fn is_number(typed: &str) -> bool {
    !typed.chars().any(char::is_alphabetic) && digits(typed).len() >= 3
}

/// Makes a new customer the subject.
fn show(response: &Response) -> Vec<Effect> {
    match response {
        Response::Customers(customers::Response::Saved(saved)) => {
            vec![Effect::Made(saved.id), Effect::Focus(Slot::Timeline)]
        }
        _ => Vec::new(),
    }
}

/// Adds and removes tags: `vip -cold`. `present` are those of the one customer it is about, if it is one.
pub fn tags(context: &Context, customers: Vec<CustomerId>, present: &[String]) -> Box<dyn Pane> {
    let words = &context.look.words;
    let hint = match customers.len() {
        1 => words.tf("tags-now", &[("tags", listed(words, present).into())]),
        count => words.tf("tags-many", &[("count", count.into())]),
    };
    let field = FieldSpec::text("tags", words.t("field-tags"), "");
    Sheet::boxed(words.t("form-tags"), vec![field], Tags { customers, hint }, context)
}

struct Tags {
    customers: Vec<CustomerId>,
    hint: String,
}

impl Purpose for Tags {
    fn completes(&self, _key: &str) -> Option<Completes> {
        Some(TYPED_TAGS)
    }

    fn read(&self, _key: &str, _text: &str, _context: &Context) -> Result<String, String> {
        Ok(self.hint.clone())
    }

    fn told(&self, form: &Form, context: &Context) -> String {
        let typed = form.value("tags").trim().to_owned();
        match self.customers.len() {
            1 => typed,
            count => format!("{typed} · {}", context.look.words.tf("customers-counted", &[("count", count.into())])),
        }
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let tags = typed_tags(form.value("tags"), context).map_err(|why| Wrong { field: "tags".to_owned(), why })?;
        if tags.is_empty() {
            return Ok(None);
        }
        let whom = Whom::These(self.customers.clone());
        Ok(Some(bulk::Request::Make(BulkEdit { tags, ..BulkEdit::of(whom) }).into()))
    }
}

/// Tags as people type them: `vip -cold`, with commas or without.
pub(super) const TYPED_TAGS: Completes = Completes { of: Named::Tag, parted_by: &[' ', ',', ';', '，', '；', '　'] };

/// Reads tags as people type them.
pub(super) fn typed_tags(text: &str, context: &Context) -> Result<Retag, String> {
    let words = text.split(TYPED_TAGS.parted_by).filter(|word| !word.is_empty());
    let empty = |given: &str| context.look.words.tf("failure-empty-tag", &[("given", given.into())]);
    Retag::read(words).map_err(empty)
}
