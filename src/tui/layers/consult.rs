//! A live call a colleague asks about, to be read only: how it stands, the customer, the note as it is typed, and a
//! line to answer in.

#[cfg(test)]
mod tests;

use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::interaction::Interaction;
use crate::door::consult::{Request, Response as Answered, Shown};
use crate::door::customers::{self, Card};
use crate::door::{CallId, Refusal, Response};
use crate::tui::call::call_line;
use crate::tui::keymap::{self, Command};
use crate::tui::layers::{discards, first_key_of, typed_not_sent};
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::form::DISCARD;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::row;
use crate::tui::widgets::text::wrap;
use crate::tui::words;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const LOOK: Tag = 1;
const CARD: Tag = 2;
const REPLY: Tag = 3;
/// Rows of what was said, at most.
const SAID: usize = 4;
/// Deals and contacts of the customer that are shown, at most.
const SHOWN: usize = 2;
const PROMPT: &str = "> ";

/// The call and what is said about it.
pub struct ConsultLayer {
    call: CallId,
    shown: Option<Box<Shown>>,
    card: Option<Box<Card>>,
    reply: Field,
    /// On its way: it comes back into the line if it does not arrive.
    sent: String,
}

impl ConsultLayer {
    /// An empty layer; [`Input::Refresh`] fills it.
    pub fn new(call: CallId) -> Self {
        Self { call, shown: None, card: None, reply: Field::default(), sent: String::new() }
    }

    fn ask_call(&self) -> Effect {
        Effect::Ask(LOOK, Request::Look(self.call).into())
    }

    fn ask_card(&self) -> Option<Effect> {
        let customer = self.shown.as_ref()?.open.call.customer?;
        Some(Effect::Ask(CARD, customers::Request::Card(customer).into()))
    }

    /// The customer may have become known only now, or be another one.
    fn show(&mut self, shown: Box<Shown>) -> Vec<Effect> {
        let known = self.card.as_ref().map(|card| card.customer.id);
        let is_another = shown.open.call.customer != known;
        self.shown = Some(shown);
        if is_another { self.ask_card().into_iter().collect() } else { Vec::new() }
    }

    fn answered(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match (tag, answer) {
            (LOOK, Ok(Response::Consult(Answered::Call(Some(shown))))) => return self.show(shown),
            (LOOK, Ok(_)) => {
                let over = Effect::Toast(Tone::Warning, words.t("consult-over").to_owned());
                return vec![Effect::Pop(None), over];
            }
            (CARD, Ok(Response::Customers(customers::Response::Card(card)))) => self.card = Some(card),
            (_, Ok(_) | Err(Refusal::Cancelled)) => {}
            (tag, Err(refusal)) => {
                if tag == REPLY && self.reply.is_empty() {
                    self.reply.set(&self.sent);
                }
                return vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))];
            }
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match key.code {
            KeyCode::Esc if !self.reply.is_empty() => return vec![typed_not_sent(context)],
            KeyCode::Esc => return vec![Effect::Pop(None)],
            _ if discards(key) => return vec![Effect::Pop(None)],
            KeyCode::Enter if !self.reply.text().trim().is_empty() => {
                self.sent = self.reply.take();
                return vec![Effect::Ask(REPLY, Request::Reply { call: self.call, text: self.sent.clone() }.into())];
            }
            _ => _ = self.reply.on(key),
        }
        Vec::new()
    }

    /// How the call stands, and who is on the line.
    fn head(&self, shown: &Shown, context: &Context) -> Vec<Line> {
        let call = Line::of(
            &call_line(&shown.open.call, None, self.card.as_deref(), context),
            context.look.style(Role::Title),
        );
        let card = self.card.as_deref().map(|card| about(card, context)).unwrap_or_default();
        [call].into_iter().chain(card).collect()
    }

    /// The note, and the line that closes the call once that is typed.
    fn written(shown: &Shown, width: usize, context: &Context) -> Vec<Line> {
        let look = &context.look;
        let of = |text: &str, role| wrap(text, width).into_iter().map(move |row| (row, role));
        let line = format!("{PROMPT}{}", shown.open.line.text);
        let line = if shown.open.closing { line.as_str() } else { "" };
        let rows = of(&shown.open.note.text, Role::Text).chain(of(line, Role::Accent));
        rows.map(|(row, role)| Line::of(&row, look.style(role))).collect()
    }

    fn said(shown: &Shown, width: usize, context: &Context) -> Vec<Line> {
        let said = shown.consult.said.iter();
        let rows: Vec<String> =
            said.flat_map(|said| wrap(&words::about(&context.look.words, &said.by, &said.text), width)).collect();
        let newest = rows.iter().skip(rows.len().saturating_sub(SAID));
        newest.map(|row| Line::of(row, context.look.style(Role::Good))).collect()
    }
}

/// What of a customer one needs to know to say what to do.
fn about(card: &Card, context: &Context) -> Vec<Line> {
    let (look, customer) = (&context.look, &card.customer);
    let tags = customer.tags.iter().map(|tag| format!("#{tag}"));
    let who: Vec<String> = [customer.company.clone(), customer.city.clone()].into_iter().chain(tags).collect();
    let who: Vec<String> = who.into_iter().filter(|part| !part.is_empty()).collect();
    let deals = card.deals.iter().filter(|deal| deal.is_open()).take(SHOWN).map(|deal| deal_line(deal, context));
    let next = card.follow_ups.iter().find(|step| step.is_open()).map(|step| step_line(step, context));
    let latest = card.timeline.iter().take(SHOWN).map(|contact| contact_line(contact, context));
    let rows = [who.join(" · ")].into_iter().filter(|row| !row.is_empty()).chain(deals).chain(next).chain(latest);
    rows.map(|row| Line::of(&row, look.style(Role::Dim))).collect()
}

fn deal_line(deal: &Deal, context: &Context) -> String {
    let words = &context.look.words;
    let stage = words::stage(words, &context.settings, &deal.pipeline, &deal.stage);
    format!("{} {} · {stage} · {}", deal.id, deal.title, words.money(deal.value))
}

fn step_line(step: &FollowUp, context: &Context) -> String {
    let words = &context.look.words;
    let due = words::due(words, step, context.now, context.settings.calendar.zone);
    format!("{PROMPT}{due} {} {}", words::label(words, "follow-up", step.kind.slug()), step.text)
}

fn contact_line(contact: &Interaction, context: &Context) -> String {
    let words = &context.look.words;
    let at = words::stamp(contact.at, context.now, context.settings.calendar.zone);
    let first = contact.text.lines().next().unwrap_or_default();
    format!("{at} {} {first}", words::label(words, "channel", &contact.channel))
}

/// Draws lines from the top of an area; what does not fit is left out. Returns the rows left.
fn draw_lines(lines: &[Line], area: Rect, buf: &mut Buffer) -> Rect {
    let height = area.height.min(lines.len() as u16);
    for (y, line) in (0..height).zip(lines) {
        line.draw(row(area, y), buf);
    }
    Rect { y: area.y + height, height: area.height - height, ..area }
}

impl Pane for ConsultLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh => vec![self.ask_call()],
            Input::Changed(touched) => {
                let card = if touched.is_empty() { None } else { self.ask_card() };
                [self.ask_call()].into_iter().chain(card).collect()
            }
            Input::Key(key, _) => self.key(key, context),
            Input::Paste(text) => {
                self.reply.paste(&text);
                Vec::new()
            }
            Input::Answer(tag, answer) => self.answered(tag, *answer, context),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let by = self.shown.as_ref().map_or("", |shown| shown.consult.by.as_str());
        let title = look.words.tf("consult-title", &[("by", by.into())]);
        let inner = overlay(&title, (area.width, area.height), area, buf, look);
        let height = inner.height.checked_sub(2)?;
        let (above, line) = (Rect { height, ..inner }, row(inner, height));
        if let Some(shown) = &self.shown {
            let width = usize::from(inner.width);
            let said = Self::said(shown, width, context);
            let room = above.height.saturating_sub(said.len() as u16);
            let rest = draw_lines(&self.head(shown, context), Rect { height: room, ..above }, buf);
            let note = Line::of(look.words.t("call-note"), look.style(Role::Accent));
            let rest = draw_lines(&[note], rest, buf);
            let written = Self::written(shown, width, context);
            // What is typed now stands at the end.
            let cut = written.len().saturating_sub(usize::from(rest.height));
            draw_lines(written.get(cut..).unwrap_or_default(), rest, buf);
            draw_lines(&said, Rect { y: above.y + room, height: above.height - room, ..above }, buf);
        }
        let keys = hints::line(&self.hints(context), inner.width, &look.words);
        Line::of(&keys, look.style(Role::Dim)).draw(row(inner, height + 1), buf);
        let prompt = Line::of(PROMPT, look.style(Role::Accent)).draw(line, buf);
        let field = Rect { x: line.x + prompt, width: line.width.saturating_sub(prompt), ..line };
        self.reply.draw(field, buf, look.style(Role::Text)).filter(|_| focused)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, context: &Context) -> Vec<Hint> {
        let ends = (first_key_of(Command::AskSupervisor, &context.keymap), "does-end-it");
        let own = [("Enter", "does-reply"), ("Esc", "does-later")];
        hints::of(&own).into_iter().chain([ends]).chain(hints::of(&[DISCARD])).collect()
    }
}
