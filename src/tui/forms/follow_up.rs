//! Forms about follow-ups: new, edit, done, put off.

use super::record::{Entry, Record, Stored, title};
use super::{Purpose, Sheet, Wrong};
use crate::domain::edit::{Change, Draft, object};
use crate::domain::field;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::id::{CustomerId, FollowUpId};
use crate::domain::noun::Noun;
use crate::domain::time::Timestamp;
use crate::domain::when::{self, When, WhenError};
use crate::door::follow_ups::Request;
use crate::door::{self, Edit};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// A next step with a customer.
pub fn add(context: &Context, customer: CustomerId, name: &str) -> Box<Sheet> {
    let mut fixed = Draft::default();
    fixed.set("customer", customer.to_string());
    let stored = Stored::New(fixed, |draft| Request::Add(draft).into());
    let title = title(context, "form-follow-up", name);
    Record::sheet(Noun::FollowUp, &title, entries(context, &context.me.login), stored, |_| Vec::new(), context)
}

/// A known follow-up. Of one that is with nobody we know it is asked first who that was.
pub fn edit(context: &Context, follow_up: &FollowUp) -> Box<Sheet> {
    let (id, seen) = (follow_up.id, object(follow_up));
    let party = seen.get("party").cloned().unwrap_or_default();
    let ask = move |mut changes: Vec<Change>| {
        for change in changes.iter_mut().filter(|change| change.field == "customer") {
            change.from.clone_from(&party);
        }
        Request::Edit(Edit { id, changes }).into()
    };
    let customer = Entry::of(field::FOLLOW_UP, "customer", "", context);
    let customer = customer.filter(|_| follow_up.party.customer().is_none());
    let entries = std::iter::once(customer).chain(entries(context, "")).collect();
    let title = title(context, "form-edit", &id.to_string());
    Record::sheet(Noun::FollowUp, &title, entries, Stored::Changed(seen, Box::new(ask)), |_| Vec::new(), context)
}

fn entries(context: &Context, owner: &str) -> Vec<Option<Entry>> {
    let of = |name, family| Entry::of(field::FOLLOW_UP, name, family, context);
    vec![
        of("due", "").map(Entry::needed),
        of("text", "").map(Entry::one_line),
        of("kind", "follow-up").map(|e| e.preset("callback")),
        of("owner", "").map(|e| e.preset(owner)),
        of("recurrence", ""),
        of("goal", ""),
    ]
}

/// Closes a follow-up: what came of it, and the next step in one line: `tomorrow 15:00 send the quote`.
pub fn done(context: &Context, id: FollowUpId, text: &str) -> Box<dyn Pane> {
    let words = &context.look.words;
    let fields = vec![
        FieldSpec::text("outcome", words.t("field-outcome"), ""),
        FieldSpec::text("next", words.t("field-next-step"), ""),
    ];
    Sheet::boxed(&title(context, "form-done", text), fields, Done { ids: vec![id] }, context)
}

/// Closes several alike; their next steps are not the same.
pub fn done_all(context: &Context, ids: Vec<FollowUpId>) -> Box<dyn Pane> {
    let field = FieldSpec::text("outcome", context.look.words.t("field-outcome"), "");
    Sheet::boxed(&title(context, "form-done", &several(context, &ids)), vec![field], Done { ids }, context)
}

fn several(context: &Context, ids: &[FollowUpId]) -> String {
    context.look.words.tf("follow-ups-marked", &[("count", ids.len().into())])
}

struct Done {
    ids: Vec<FollowUpId>,
}

/// The date in front of a line, and the rest of it.
fn next_step(line: &str, context: &Context) -> Result<(When, String), String> {
    let read = when::read_prefix(line, context.now, &context.settings.calendar);
    let (when, end) = read.map_err(|error| bad_date(error, context))?;
    Ok((when, line.get(end..).unwrap_or_default().trim().to_owned()))
}

fn bad_date(error: WhenError, context: &Context) -> String {
    context.look.words.reason(&error.into())
}

fn said(when: &When, context: &Context) -> String {
    words::when(&context.look.words, when, context.now, &context.settings.calendar)
}

impl Purpose for Done {
    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String> {
        if key != "next" {
            return Ok(String::new());
        }
        if text.trim().is_empty() {
            return Ok(context.look.words.t("next-step-hint").to_owned());
        }
        let (when, text) = next_step(text, context)?;
        Ok(words::about(&context.look.words, &said(&when, context), &text))
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let line = form.value("next");
        let next = if line.trim().is_empty() {
            None
        } else {
            let wrong = |why| Wrong { field: "next".to_owned(), why };
            let (when, text) = next_step(line, context).map_err(wrong)?;
            let all_day = when.time.is_none();
            // As the door does for a wrap-up: an hour is kept by calling, a day by doing.
            let kind = if all_day { FollowUpKind::Task } else { FollowUpKind::Callback };
            Some(Draft::of(&FollowUp { kind, due: when.at, all_day, text, ..FollowUp::default() }))
        };
        let outcome = form.value("outcome").trim().to_owned();
        Ok(Some(Request::Done { ids: self.ids.clone(), outcome, next }.into()))
    }

    fn told(&self, form: &Form, context: &Context) -> String {
        next_step(form.value("next"), context).map_or_else(|_| String::new(), |(when, _)| said(&when, context))
    }
}

/// Puts a follow-up off until a moment in words, one hour unless said otherwise.
pub fn snooze(context: &Context, id: FollowUpId, text: &str) -> Box<dyn Pane> {
    put_off(context, vec![id], text)
}

/// Puts several off until the same moment.
pub fn snooze_all(context: &Context, ids: Vec<FollowUpId>) -> Box<dyn Pane> {
    let text = several(context, &ids);
    put_off(context, ids, &text)
}

fn put_off(context: &Context, ids: Vec<FollowUpId>, text: &str) -> Box<dyn Pane> {
    let field = FieldSpec::text("until", context.look.words.t("field-until"), "");
    Sheet::boxed(&title(context, "form-snooze", text), vec![field], Snooze { ids }, context)
}

struct Snooze {
    ids: Vec<FollowUpId>,
}

/// The moment in words, one hour from now unless said otherwise.
fn until(form: &Form, context: &Context) -> Result<Timestamp, String> {
    let text = form.value("until").trim();
    if text.is_empty() {
        return Ok(context.now.plus(Timestamp::HOUR));
    }
    let read = when::read(text, context.now, &context.settings.calendar);
    read.map(|when| when.at).map_err(|error| bad_date(error, context))
}

impl Purpose for Snooze {
    fn read(&self, _key: &str, text: &str, context: &Context) -> Result<String, String> {
        if text.trim().is_empty() {
            return Ok(context.look.words.t("snooze-hint").to_owned());
        }
        let when =
            when::read(text, context.now, &context.settings.calendar).map_err(|error| bad_date(error, context))?;
        Ok(said(&when, context))
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let until = until(form, context).map_err(|why| Wrong { field: "until".to_owned(), why })?;
        Ok(Some(Request::Snooze { ids: self.ids.clone(), until }.into()))
    }

    fn told(&self, form: &Form, context: &Context) -> String {
        let zone = context.settings.calendar.zone;
        until(form, context).map_or_else(|_| String::new(), |until| words::stamp(until, context.now, zone))
    }
}
