//! Asking the supervisor. At the screen that asks, what is said stands beside the call; at the screens of those asked,
//! row 1 says who asks, and a layer shows the call: by itself where nobody is in the middle of anything, else by key.

use super::errands::{Asker, LayerId};
use super::{Cockpit, Order};
use crate::domain::time::Timestamp;
use crate::door::consult::{Consult, Request, Response};
use crate::door::{self, CallId, Refusal};
use crate::tui::keymap::Command;
use crate::tui::layers::{ConsultLayer, first_key_of};
use crate::tui::pane::{Input, Tag};
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::words::{about, listed};

const ASK: Tag = 1;
const OPEN: Tag = 2;
const CLOSE: Tag = 3;
const SHOWN: Tag = 4;

/// Rows of what was said that stand beside a call, at most.
const ROWS: usize = 3;

/// What is asked at this screen, and of it.
#[derive(Default)]
pub struct Consulting {
    open: Vec<Consult>,
    /// Shows one of them.
    layer: Option<(LayerId, CallId)>,
}

impl Consulting {
    /// Those the person here is asked about.
    fn asked_here(&self) -> impl Iterator<Item = &Consult> {
        self.open.iter().filter(|consult| !consult.is_mine)
    }

    /// What is asked about one's own call.
    fn about(&self, call: CallId) -> Option<&Consult> {
        self.open.iter().find(|consult| consult.is_mine && consult.call == call)
    }
}

impl Cockpit {
    /// Shows the open call to the supervisors on duty, or no more; where one is asked oneself, shows the call that is
    /// asked about, or ends that.
    pub(super) fn ask_the_supervisor(&mut self) {
        let asked_here = self.consulting.asked_here().map(|consult| consult.call).next();
        match (self.shown_consult(), asked_here, self.desk.name()) {
            (Some((layer, call)), ..) => {
                self.ask_consult(CLOSE, Request::Close(call));
                self.pop(Asker::Layer(layer), None);
            }
            (None, Some(call), _) => self.show_consult(call),
            (None, None, Some(call)) if self.consulting.about(call).is_some() => {
                self.ask_consult(CLOSE, Request::Close(call));
            }
            (None, None, Some(call)) => self.ask_consult(ASK, Request::Ask(call)),
            (None, None, None) => self.warn("no-call"),
        }
    }

    fn ask_consult(&mut self, tag: Tag, request: Request) {
        self.errands.ask(Asker::Consulting, tag, request.into());
    }

    /// Asks what is asked about, at the start and after every change of it.
    pub(super) fn fetch_consults(&mut self) {
        self.ask_consult(OPEN, Request::Open);
    }

    fn show_consult(&mut self, call: CallId) {
        let layer = self.push(Asker::Consulting, SHOWN, Box::new(ConsultLayer::new(call)));
        self.consulting.layer = Some((layer, call));
    }

    /// The layer that shows a call somebody asks about, as long as it stands.
    fn shown_consult(&self) -> Option<(LayerId, CallId)> {
        self.consulting.layer.filter(|(id, _)| self.layers.iter().any(|layer| layer.id == *id))
    }

    /// A call that is shown goes on: its layer looks again.
    pub(super) fn look_again(&mut self) {
        if let Some((layer, _)) = self.shown_consult() {
            self.tell(Asker::Layer(layer), Input::Changed(Vec::new()));
        }
    }

    /// When the clock of a call that is shown has its next second.
    pub(super) fn shown_second(&self, now: Timestamp) -> Option<Timestamp> {
        self.shown_consult().map(|_| Timestamp(now.0 + 1000 - now.0.rem_euclid(1000)))
    }

    pub(super) fn take_consult_answer(&mut self, tag: Tag, answer: Result<door::Response, Refusal>) {
        match answer.and_then(Response::try_from) {
            Ok(Response::Open(open)) => self.consults_are(open),
            Ok(Response::Asked(names)) if names.is_empty() => self.warn("consult-nobody"),
            Ok(_) => {}
            // What is open is asked for again with the next news of it.
            Err(_) if tag == OPEN => {}
            Err(refusal) => self.refused(&refusal),
        }
    }

    fn consults_are(&mut self, open: Vec<Consult>) {
        let before = std::mem::replace(&mut self.consulting.open, open);
        let was_known = |call| before.iter().any(|consult| consult.call == call && !consult.is_mine);
        let new = self.consulting.asked_here().map(|consult| consult.call).find(|call| !was_known(*call));
        let was_asked = |call| before.iter().any(|consult| consult.call == call && consult.is_mine);
        if self.desk.name().is_some_and(|call| was_asked(call) && self.consulting.about(call).is_none()) {
            self.warn("consult-closed");
        }
        self.look_again();
        if let Some(call) = new {
            self.orders.push(Order::Bell);
            if self.is_at_rest() {
                self.show_consult(call);
            }
        }
    }

    /// Who is asked about the open call, and what they said last.
    pub(super) fn advice(&self, width: u16) -> Vec<Line> {
        let Some(consult) = self.desk.name().and_then(|call| self.consulting.about(call)) else { return Vec::new() };
        let look = &self.context.look;
        let key = first_key_of(Command::AskSupervisor, &self.context.keymap);
        let asked = [("who", listed(&look.words, &consult.asked).into()), ("key", key.into())];
        let head = Line::of(&look.words.tf("consult-asked", &asked), look.style(Role::Dim));
        let said = consult.said.iter().flat_map(|said| wrap(&about(&look.words, &said.by, &said.text), width.into()));
        let said: Vec<String> = said.collect();
        let newest = said.iter().skip(said.len().saturating_sub(ROWS));
        [head].into_iter().chain(newest.map(|row| Line::of(row, look.style(Role::Good)))).collect()
    }

    /// `Lena asks: Anna Meyer (F8)`, as row 1 says it.
    pub(super) fn who_asks(&self) -> impl Iterator<Item = String> {
        let words = &self.context.look.words;
        let key = first_key_of(Command::AskSupervisor, &self.context.keymap);
        self.consulting.asked_here().map(move |consult| {
            let with = if consult.with.is_empty() { words.t("withheld") } else { &consult.with };
            let said = [("by", consult.by.as_str().into()), ("with", with.into()), ("key", key.as_str().into())];
            words.tf("strip-asks", &said)
        })
    }
}
