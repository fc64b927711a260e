//! Handing a call on: offering the open one to a colleague, and taking one that is offered. Row 1 says what is offered,
//! and a key asks whether to take it: nothing opens by itself where Enter could take a call by chance.

use super::errands::{Asker, LayerId};
use super::{Cockpit, Order};
use crate::domain::id::UserId;
use crate::door::transfer::{Offer, OnDuty, Request, Response};
use crate::door::{self, CallId, Refusal};
use crate::tui::keymap::Command;
use crate::tui::layers::{first_key_of, transfer};
use crate::tui::pane::{Reply, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;

const COLLEAGUES: Tag = 1;
const OFFER: Tag = 2;
const OPEN: Tag = 3;
const ACCEPT: Tag = 4;
const DECLINE: Tag = 5;
/// Replies of its layers.
const TO_WHOM: Tag = 6;
const WHETHER: Tag = 7;

/// What is offered at this screen, and to it.
#[derive(Default)]
pub struct Transferring {
    open: Vec<Offer>,
    /// The call a colleague is being chosen for.
    choosing_for: Option<CallId>,
    /// Asks whether to take one.
    question: Option<(LayerId, CallId)>,
}

impl Transferring {
    pub(super) fn offered_here(&self) -> impl Iterator<Item = &Offer> {
        self.open.iter().filter(|offer| !offer.is_mine)
    }

    fn of(&self, call: CallId) -> Option<&Offer> {
        self.open.iter().find(|offer| offer.is_mine && offer.call == call)
    }
}

impl Cockpit {
    /// Asks whether to take the call that is offered; else asks whom to offer the open one to, or takes that back.
    pub(super) fn hand_on(&mut self) {
        let offered = self.transferring.offered_here().next().cloned();
        match (offered, self.desk.name()) {
            (Some(offer), _) => self.ask_whether(&offer),
            (None, None) => self.warn("no-call"),
            (None, Some(call)) if self.transferring.of(call).is_some() => {
                self.ask_transfer(DECLINE, Request::Decline(call));
            }
            (None, Some(call)) => {
                self.transferring.choosing_for = Some(call);
                self.errands.ask_first(Asker::Transferring, COLLEAGUES, Request::Colleagues.into());
            }
        }
    }

    fn ask_transfer(&mut self, tag: Tag, request: Request) {
        self.errands.ask(Asker::Transferring, tag, request.into());
    }

    /// Asks what is offered, at the start and after every change of it.
    pub(super) fn fetch_offers(&mut self) {
        self.ask_transfer(OPEN, Request::Open);
    }

    fn ask_whether(&mut self, offer: &Offer) {
        self.close_question();
        let question = transfer::question(offer, &self.context);
        let layer = self.push(Asker::Transferring, WHETHER, Box::new(question));
        self.transferring.question = Some((layer, offer.call));
    }

    fn close_question(&mut self) {
        if let Some((layer, _)) = self.transferring.question.take() {
            self.pop(Asker::Layer(layer), None);
        }
    }

    pub(super) fn take_transfer_answer(&mut self, tag: Tag, answer: Result<door::Response, Refusal>) {
        match answer.and_then(Response::try_from) {
            Ok(Response::Colleagues(on_duty)) => self.ask_to_whom(&on_duty),
            Ok(Response::Offered(false)) => self.warn("transfer-gone"),
            Ok(Response::Open(open)) => self.offers_are(open),
            Ok(Response::Accepted(Some(draft))) => self.go_on_with(*draft),
            Ok(Response::Accepted(None)) => self.warn("take-over-gone"),
            Ok(Response::Offered(true) | Response::Done) => {}
            // What is offered is asked for again with the next news of it.
            Err(_) if tag == OPEN => {}
            Err(refusal) => self.refused(&refusal),
        }
    }

    fn ask_to_whom(&mut self, on_duty: &[OnDuty]) {
        if on_duty.is_empty() {
            return self.warn("transfer-nobody");
        }
        let colleagues = transfer::colleagues(on_duty, &self.context);
        self.push(Asker::Transferring, TO_WHOM, Box::new(colleagues));
    }

    pub(super) fn take_transfer_reply(&mut self, tag: Tag, reply: Reply) {
        let Reply::Chosen(chosen) = reply else { return };
        let question = self.transferring.question.take_if(|_| tag == WHETHER);
        match (tag, self.transferring.choosing_for.take_if(|_| tag == TO_WHOM), question) {
            (TO_WHOM, Some(call), _) => {
                if let Ok(to) = chosen.parse().map(UserId) {
                    self.ask_transfer(OFFER, Request::Offer { call, to });
                }
            }
            (WHETHER, _, Some((_, call))) if chosen == transfer::TAKE => {
                self.errands.ask_first(Asker::Transferring, ACCEPT, Request::Accept(call).into());
            }
            (WHETHER, _, Some((_, call))) => self.ask_transfer(DECLINE, Request::Decline(call)),
            _ => {}
        }
    }

    fn offers_are(&mut self, open: Vec<Offer>) {
        let before = std::mem::replace(&mut self.transferring.open, open);
        let was_known = |offer: &Offer| before.iter().any(|known| known.call == offer.call && !known.is_mine);
        if !self.transferring.offered_here().all(was_known) {
            self.orders.push(Order::Bell);
        }
        let is_offered = |call| self.transferring.offered_here().any(|offer| offer.call == call);
        if self.transferring.question.is_some_and(|(_, call)| !is_offered(call)) {
            self.close_question();
            self.warn("take-over-gone");
        }
    }

    /// Says that the colleague an open call was offered to does not take it.
    pub(super) fn hear_declined(&mut self, by: &str) {
        let said = self.context.look.words.tf("transfer-declined", &[("name", by.into())]);
        self.say(Tone::Warning, said);
    }

    /// To whom the open call is offered.
    pub(super) fn offered_to(&self) -> Option<Line> {
        let offer = self.transferring.of(self.desk.name()?)?;
        let look = &self.context.look;
        let key = first_key_of(Command::Transfer, &self.context.keymap);
        let said = look.words.tf("transfer-waiting", &[("name", offer.to.as_str().into()), ("key", key.into())]);
        Some(Line::of(&said, look.style(Role::Accent)))
    }

    /// `Lena hands over: Anna Meyer (F12)`, as row 1 says it.
    pub(super) fn who_hands_over(&self) -> impl Iterator<Item = String> {
        let words = &self.context.look.words;
        let key = first_key_of(Command::Transfer, &self.context.keymap);
        self.transferring.offered_here().map(move |offer| {
            let with = if offer.with.is_empty() { words.t("withheld") } else { &offer.with };
            let said = [("by", offer.by.as_str().into()), ("with", with.into()), ("key", key.as_str().into())];
            words.tf("strip-hands-over", &said)
        })
    }
}
