//! Who is let in: what stands before everything while nobody is, and the lock of a screen one leaves for a moment.

use super::Cockpit;
use super::errands::{Asker, LayerId};
use super::house::{GATE, SEAT};
use crate::domain::time::Timestamp;
use crate::door::{Refusal, seat};
use crate::tui::layers::GateLayer;
use crate::tui::pane::Pane;

/// What the cockpit knows of who sits before it.
#[derive(Default)]
pub struct Gate {
    /// Stands before everything.
    layer: Option<LayerId>,
    /// When a key was pressed last.
    typed: Timestamp,
}

impl Cockpit {
    /// The layer that hears every key while nobody is let in.
    pub(super) fn gate(&self) -> Option<LayerId> {
        self.gate.layer
    }

    /// The same, to be drawn instead of everything else.
    pub(super) fn drawn_gate(&self) -> Option<&dyn Pane> {
        let id = self.gate.layer?;
        self.layers.iter().find(|layer| layer.id == id).map(|layer| &*layer.pane)
    }

    /// Nobody is let in any more: what is on the screen stays beneath, and is not seen.
    pub(super) fn bar(&mut self, why: &Refusal) {
        if self.gate.layer.is_none() {
            self.gate.layer = Some(self.push(Asker::House, GATE, Box::new(GateLayer::new(why.clone()))));
        }
    }

    /// Whoever it is may go on, and sees what they may.
    pub(super) fn let_in(&mut self) {
        self.gate.layer = None;
        self.status.toast = None;
        self.refresh();
    }

    /// Asks that nothing be answered here until the PIN is typed.
    pub(super) fn lock(&mut self) {
        self.errands.ask(Asker::House, SEAT, seat::Request::Lock.into());
    }

    /// Leaves a shared seat to the next one; not with a call open.
    pub(super) fn sign_off(&mut self) {
        if self.desk.is_open() {
            return self.warn("call-is-open");
        }
        self.errands.ask(Asker::House, SEAT, seat::Request::SignOff.into());
    }

    /// What a seat answered.
    pub(super) fn seat_answered(&mut self, answer: seat::Response) {
        match answer {
            seat::Response::Locked => self.bar(&Refusal::ScreenLocked { login: self.context.me.login.clone() }),
            seat::Response::SignedOff => self.bar(&Refusal::SignOn),
            seat::Response::SignedOn | seat::Response::Unlocked => {}
        }
    }

    /// A key was pressed.
    pub(super) fn is_there(&mut self) {
        self.gate.typed = self.context.now;
    }

    /// Locks a screen nobody has touched for as long as the store's settings say; not during a call, in which people
    /// listen.
    pub(super) fn lock_if_left(&mut self, now: Timestamp) {
        let minutes = i64::from(self.context.settings.lock_after_min);
        let left = now.seconds_since(self.gate.typed) >= minutes * Timestamp::MINUTE;
        if minutes > 0 && left && self.gate.layer.is_none() && !self.desk.is_open() {
            self.gate.typed = now;
            self.lock();
        }
    }
}
