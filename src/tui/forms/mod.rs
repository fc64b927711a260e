//! Forms: layers that ask for something, check it at the field, send it and go away once it is stored.

pub mod bulk;
mod colleagues;
mod completing;
pub mod customer;
pub mod deal;
pub mod follow_up;
pub mod hand_over;
pub mod interaction;
pub mod list;
pub mod presence;
mod record;
mod reopened;
#[cfg(test)]
mod tests;
pub mod ticket;
pub mod verify;
pub mod view;
mod written;

pub use colleagues::Colleagues;
pub use completing::Completes;
pub use reopened::reopened;

use super::keymap;
use super::layers::{Both, ConflictLayer};
use super::pane::{Context, Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};
use super::widgets::form::{FieldSpec, Form, FormEvent, Kind};
use super::widgets::hints::{self, Hint};
use super::words;
use crate::domain::edit::Side;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::door::floor::{Content, Draft, OpenForm};
use crate::door::refusal::Clash;
use crate::door::{CallId, Refusal, Request, Response, completion, duplicates, users};
use completing::Completing;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its key.
    pub field: String,
    /// Why, in the person's language.
    pub why: String,
}

/// The record a form is about.
pub struct Origin {
    /// Its noun.
    pub noun: Noun,
    /// There is none yet.
    pub is_new: bool,
    /// Of a new one what the form does not ask for, of a known one all there was, as a JSON object.
    pub given: String,
}

/// What a form is for.
pub trait Purpose {
    /// What the text of a field means, or why it cannot be taken.
    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String>;

    /// What to ask once all is well; nothing when there is nothing to do.
    fn request(&self, form: &Form, context: &Context) -> Result<Option<Request>, Wrong>;

    /// The layer that goes on with what was filled in, where that is no request yet.
    fn layer(&self, _form: &Form, _context: &Context) -> Result<Option<Box<dyn Pane>>, Wrong> {
        Ok(None)
    }

    /// What a field names, where `Tab` completes it.
    fn completes(&self, _key: &str) -> Option<Completes> {
        None
    }

    /// Whether a field holds a user or a team, of which a person knows the name and not the id.
    fn names_colleague(&self, _key: &str) -> bool {
        false
    }

    /// The record it is about, where the form can be opened again at another screen.
    fn origin(&self) -> Option<Origin> {
        None
    }

    /// What to ask to learn who may be there already, now that this field holds something else.
    fn alike(&self, _key: &str, _form: &Form, _context: &Context) -> Option<Request> {
        None
    }

    /// Somebody else changed a field meanwhile: takes note of their value and says it as one types it.
    fn conflict(&mut self, _field: &str, theirs: &str, _context: &Context) -> String {
        theirs.to_owned()
    }

    /// What else to say of what was stored than the title of the form: until when, for how many.
    fn told(&self, _form: &Form, _context: &Context) -> String {
        String::new()
    }

    /// What to do once it is stored, besides saying so.
    fn stored(&self, _response: &Response, _context: &Context) -> Vec<Effect> {
        Vec::new()
    }
}

const SAVE: Tag = 1;
const CONFLICT: Tag = 2;
const NEXT: Tag = 3;
const COMPLETE: Tag = 4;
const ALIKE: Tag = 5;
const COLLEAGUES: Tag = 6;

/// A form on top of the panes.
pub struct Sheet {
    /// Its name as a draft.
    id: CallId,
    form: Form,
    title: String,
    purpose: Box<dyn Purpose>,
    /// The request is on its way.
    saving: bool,
    completing: Completing,
    colleagues: Colleagues,
    /// The fields somebody else changed, each with their value as one would type it.
    theirs: Vec<(String, String)>,
    /// The customer that looks like the one being entered.
    alike: Option<CustomerId>,
}

impl Sheet {
    /// A form with a purpose, what its fields mean said from the start.
    pub fn boxed(title: &str, fields: Vec<FieldSpec>, purpose: impl Purpose + 'static, context: &Context) -> Box<Self> {
        let mut form = Form::new(title, fields);
        let read =
            |field: &FieldSpec| Some((field.key.clone(), purpose.read(&field.key, field.value(), context).ok()?));
        let hints: Vec<_> = form.fields().iter().filter_map(read).collect();
        for (key, hint) in hints {
            form.set_hint(&key, hint);
        }
        let (id, purpose) = (CallId::fresh(), Box::new(purpose));
        let title = title.to_owned();
        Box::new(Self {
            id,
            form,
            title,
            purpose,
            saving: false,
            completing: Completing::default(),
            colleagues: Colleagues::default(),
            theirs: Vec::new(),
            alike: None,
        })
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        if key.modifiers == KeyModifiers::CONTROL {
            match key.code {
                KeyCode::Char('o') => return self.open_other(context),
                // Esc never destroys anything: what was typed goes only by a key of its own.
                KeyCode::Char('d') => return vec![Effect::Pop(None)],
                _ => {}
            }
        }
        if key.code == KeyCode::Tab
            && let Some((place, with)) = self.completing.accept()
        {
            return self.typed(|form| form.replace(place, &with), context);
        }
        self.typed(|form| form.on(key), context)
    }

    /// Has the form take what was typed, and says what it comes to.
    fn typed(&mut self, take: impl FnOnce(&mut Form) -> FormEvent, context: &Context) -> Vec<Effect> {
        let before = self.form.focused().to_owned();
        let event = take(&mut self.form);
        if self.form.focused() != before {
            self.completing = Completing::default();
            self.check(&before, context);
        }
        match event {
            FormEvent::Leave { edited: true } => {
                vec![Effect::Toast(Tone::Warning, context.look.words.t("form-unsaved").to_owned())]
            }
            FormEvent::Leave { edited: false } => vec![Effect::Pop(None)],
            FormEvent::Submit => self.submit(context),
            FormEvent::End => vec![Effect::Toast(Tone::Warning, context.look.words.t("form-end").to_owned())],
            FormEvent::Edited(key) => {
                self.edited(&key, context);
                let alike = self.purpose.alike(&key, &self.form, context);
                let alike = alike.map(|request| Effect::Ask(ALIKE, request));
                self.ask_to_complete(&key).into_iter().chain(alike).collect()
            }
            FormEvent::Open => Vec::new(),
        }
    }

    /// Only a known record holds colleagues by their ids.
    fn ask_colleagues(&self) -> Option<Effect> {
        let is_known = self.purpose.origin().is_some_and(|origin| !origin.is_new);
        let names_one = self.form.fields().iter().any(|field| self.purpose.names_colleague(&field.key));
        (is_known && names_one).then(|| Effect::Ask(COLLEAGUES, users::Request::List.into()))
    }

    fn know(&mut self, colleagues: Colleagues) {
        colleagues.show_in(&mut self.form, |key| self.purpose.names_colleague(key));
        self.colleagues = colleagues;
    }

    fn ask_to_complete(&mut self, key: &str) -> Option<Effect> {
        let completes = self.purpose.completes(key)?;
        let request = self.completing.follow(self.form.line()?, completes)?;
        Some(Effect::Ask(COMPLETE, request.into()))
    }

    /// Says what Tab would take, and what there is besides.
    fn offer(&mut self, known: Vec<String>, context: &Context) {
        self.completing.take(known);
        if !self.completing.offers().is_empty() {
            let offers = self.completing.offers().join(" · ");
            let key = self.form.focused().to_owned();
            self.form.set_hint(&key, context.look.words.tf("form-offers", &[("offers", offers.into())]));
        }
    }

    /// Says what the field means now; what is wrong only once the person is done with it.
    fn edited(&mut self, key: &str, context: &Context) {
        let hint = self.purpose.read(key, self.form.value(key), context).unwrap_or_default();
        self.form.set_hint(key, hint);
    }

    /// Says in one line who looks like the customer being entered.
    fn found(&mut self, answer: Result<Response, Refusal>, context: &Context) {
        let said = &context.look.words;
        let row = match answer {
            Ok(Response::Duplicates(duplicates::Response::Found(rows))) => rows.into_iter().next(),
            _ => None,
        };
        self.alike = row.as_ref().map(|row| row.other.id);
        self.form.set_notice(row.map_or_else(String::new, |row| {
            let first = row.pair.evidence.first();
            let why = first.map_or_else(String::new, |first| words::label(said, "sign", first.sign.slug()));
            let args = [("id", row.other.id.to_string().into()), ("name", row.other.name.into()), ("why", why.into())];
            said.tf("duplicates-like", &args)
        }));
    }

    /// Turns to what is there already: the customer who looks like the new one, else what somebody else put into this
    /// field. The form stays, for it may be another customer after all.
    fn open_other(&mut self, context: &Context) -> Vec<Effect> {
        let Some(customer) = self.alike else {
            let key = self.form.focused().to_owned();
            self.take_theirs(&key, context);
            return Vec::new();
        };
        let said = context.look.words.tf("duplicates-behind", &[("id", customer.to_string().into())]);
        vec![
            Effect::Select(Subject::Customer(customer)),
            Effect::Focus(Slot::Timeline),
            Effect::Toast(Tone::Warning, said),
        ]
    }

    /// Shows what is wrong with a field just left. The person is not held there.
    fn check(&mut self, key: &str, context: &Context) {
        let Err(why) = self.purpose.read(key, self.form.value(key), context) else { return };
        let here = self.form.focused().to_owned();
        self.form.set_error(key, why);
        self.focus(&here);
    }

    /// The form focuses the field an error is set on: an empty one leaves it as it is.
    fn focus(&mut self, key: &str) {
        let error = self.form.fields().iter().find(|field| field.key == key).map(|field| field.error.clone());
        self.form.set_error(key, error.unwrap_or_default());
    }

    fn submit(&mut self, context: &Context) -> Vec<Effect> {
        if self.saving {
            return Vec::new();
        }
        let read = |field: &FieldSpec| {
            let why = self.purpose.read(&field.key, field.value(), context).err()?;
            Some(Wrong { field: field.key.clone(), why })
        };
        let wrong = self.form.fields().iter().find_map(read);
        match wrong.map_or_else(|| self.made(context), Err) {
            Err(Wrong { field, why }) => {
                self.form.set_error(&field, why);
                Vec::new()
            }
            Ok(effects) => {
                self.saving = effects.iter().any(|effect| matches!(effect, Effect::Ask(..)));
                effects
            }
        }
    }

    /// What a form without fault comes to.
    fn made(&self, context: &Context) -> Result<Vec<Effect>, Wrong> {
        if let Some(layer) = self.purpose.layer(&self.form, context)? {
            return Ok(vec![Effect::Pop(None), Effect::Push(NEXT, layer)]);
        }
        let request = self.purpose.request(&self.form, context)?;
        Ok(vec![request.map_or(Effect::Pop(None), |request| Effect::Ask(SAVE, request))])
    }

    fn answer(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        self.saving = false;
        let words = &context.look.words;
        match answer {
            Ok(response) => {
                let mut effects = vec![Effect::Pop(None), Effect::Toast(Tone::Good, self.stored_in_words(context))];
                effects.extend(self.purpose.stored(&response, context));
                effects
            }
            // It was stored the first time, and only that answer was lost.
            Err(Refusal::AlreadyDone { .. }) => vec![Effect::Pop(None)],
            Err(Refusal::Conflict(clashes)) => self.compare(clashes, context),
            Err(Refusal::Invalid { field, why }) if self.has(&field) => {
                self.form.set_error(&field, words.reason(&why));
                Vec::new()
            }
            Err(refusal @ Refusal::NotFound { .. }) if is_about_the_owner(&refusal) && self.has("owner") => {
                self.form.set_error("owner", words.refusal(&refusal));
                Vec::new()
            }
            Err(refusal) => vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))],
        }
    }

    /// `Saved · Follow-up: Anna Meyer · Tue 24 Nov 2026 10:00, in 2 days`.
    fn stored_in_words(&self, context: &Context) -> String {
        let parts = [self.title.clone(), self.purpose.told(&self.form, context)];
        let what = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        context.look.words.tf("form-saved", &[("what", what.into())])
    }

    fn has(&self, key: &str) -> bool {
        self.form.fields().iter().any(|field| field.key == key)
    }

    /// Shows both values of every field somebody else changed meanwhile. What was typed stays where it is.
    fn compare(&mut self, clashes: Vec<Clash>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        let refusal = Refusal::Conflict(clashes.clone());
        self.theirs.clear();
        let mut both = Vec::new();
        for Clash { field: key, theirs, .. } in clashes {
            let theirs = self.purpose.conflict(&key, &theirs, context);
            let is_colleague = self.purpose.names_colleague(&key);
            let theirs = if is_colleague { self.colleagues.typed(&theirs).to_owned() } else { theirs };
            let Some(field) = self.form.fields().iter().find(|field| field.key == key) else { continue };
            let shown = [field.value(), &theirs].map(|value| label_of(&field.kind, value).to_owned());
            let [mine, shown] = shown;
            both.push(Both { label: field.label.clone(), mine, theirs: shown.clone(), barred: None });
            self.form.set_error(&key, words.tf("form-conflict", &[("theirs", shown.into())]));
            self.theirs.push((key, theirs));
        }
        if both.is_empty() {
            return vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))];
        }
        vec![Effect::Push(CONFLICT, Box::new(ConflictLayer::of_edit(both)))]
    }

    /// Sends the form again with the side that was chosen for each field.
    fn settle(&mut self, sides: &[Side], context: &Context) -> Vec<Effect> {
        let keys: Vec<String> = self.theirs.iter().map(|(key, _)| key.clone()).collect();
        for (key, side) in keys.iter().zip(sides) {
            match side {
                Side::Mine => self.form.set_error(key, ""),
                Side::Theirs => self.take_theirs(key, context),
            }
        }
        self.submit(context)
    }

    /// Gives a field the other person's value.
    fn take_theirs(&mut self, key: &str, context: &Context) {
        let Some(at) = self.theirs.iter().position(|(known, _)| known == key) else { return };
        let (key, theirs) = self.theirs.remove(at);
        self.fill(&[(key.clone(), theirs)], context);
        self.focus(&key);
    }

    /// Puts these texts into their fields.
    fn fill(&mut self, texts: &[(String, String)], context: &Context) {
        let filled = |field: &FieldSpec| {
            let mut field = field.clone();
            if let Some((_, text)) = texts.iter().find(|(key, _)| *key == field.key) {
                field.kind = holding(&field.kind, text);
                field.error.clear();
            }
            field
        };
        self.form = Form::new(self.title.clone(), self.form.fields().iter().map(filled).collect());
        for (key, _) in texts {
            self.edited(key, context);
        }
    }
}

/// What is typed in a form, to be kept beyond the screen; nothing where nothing was.
pub fn draft(id: CallId, title: &str, form: &Form, origin: Option<Origin>) -> Option<Draft> {
    let named = |field: &FieldSpec| if origin.is_some() { field.key.clone() } else { field.label.clone() };
    let edited = form.fields().iter().filter(|field| field.is_edited());
    let fields: Vec<_> = edited.map(|field| (named(field), field.value().to_owned())).collect();
    if fields.is_empty() {
        return None;
    }
    let (noun, is_new, given) = origin.map_or_else(Default::default, |of| (Some(of.noun), of.is_new, of.given));
    let form = OpenForm { noun, is_new, given, title: title.to_owned(), fields };
    Some(Draft { id, content: Content::Form(form) })
}

/// Of all that a form refers to, only owners are typed in words.
fn is_about_the_owner(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::NotFound { noun, .. } if [Noun::User.slug(), Noun::Team.slug()].contains(&noun.as_str()))
}

/// What a person reads for a field's value: of a choice its label.
fn label_of<'a>(kind: &'a Kind, value: &'a str) -> &'a str {
    match kind {
        Kind::Choice { options, .. } => {
            options.iter().find(|(known, _)| known == value).map_or(value, |(_, label)| label.as_str())
        }
        Kind::Text(_) | Kind::Lines(_) => value,
    }
}

/// The same kind of field with another text.
fn holding(kind: &Kind, text: &str) -> Kind {
    match kind {
        Kind::Text(_) => Kind::Text(super::widgets::field::Field::new(text)),
        Kind::Lines(_) => Kind::Lines(super::widgets::note::Note::new(text)),
        Kind::Choice { options, index } => {
            let found = options.iter().position(|(value, _)| value == text);
            Kind::Choice { options: options.clone(), index: found.unwrap_or(*index) }
        }
    }
}

impl Pane for Sheet {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(_, keymap::Resolved::Command(_)) => Vec::new(),
            Input::Key(key, _) => self.key(key, context),
            Input::Paste(text) => self.typed(|form| form.paste(&text), context),
            Input::Answer(COMPLETE, answer) => {
                if let Ok(Response::Completion(completion::Response::Known(known))) = *answer {
                    self.offer(known, context);
                }
                Vec::new()
            }
            Input::Answer(ALIKE, answer) => {
                self.found(*answer, context);
                Vec::new()
            }
            Input::Answer(COLLEAGUES, answer) => {
                if let Ok(Response::Users(answer)) = *answer {
                    self.know(Colleagues::of(answer));
                }
                Vec::new()
            }
            Input::Refresh => self.ask_colleagues().into_iter().collect(),
            Input::Answer(SAVE, answer) => self.answer(*answer, context),
            Input::Reply(CONFLICT, Reply::Settled(sides, _)) => self.settle(&sides, context),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        self.form.draw(area, buf, &context.look)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        let offers = (!self.completing.offers().is_empty()).then_some(("Tab", "does-complete"));
        let is_another = self.alike.is_some() || !self.theirs.is_empty();
        let turns = is_another.then_some(("Ctrl-o", "does-turn-to-other"));
        let more: Vec<_> = offers.into_iter().chain(turns).collect();
        self.form.hints().into_iter().chain(hints::of(&more)).collect()
    }

    fn draft(&self) -> Option<Draft> {
        draft(self.id, &self.title, &self.form, self.purpose.origin())
    }

    fn long_text(&self) -> Option<&str> {
        self.form.long_text()
    }

    fn rewrite(&mut self, text: &str, context: &Context) {
        if let FormEvent::Edited(key) = self.form.rewrite(text) {
            self.edited(&key, context);
        }
    }
}
