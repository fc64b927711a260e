//! The mouse, for whoever has turned it on: a click gives a pane the keys and selects what is under it, the wheel moves
//! the selection. It does nothing that keys do not, and answers no question.

use super::Cockpit;
use super::errands::Asker;
use super::keys::Target;
use crate::tui::keymap::{Command, Context as Keys, Resolved};
use crate::tui::pane::{Input, Slot};
use crate::tui::term::Turn;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

/// Rows a notch of the wheel is worth.
const NOTCH: usize = 3;

impl Cockpit {
    pub(super) fn click(&mut self, at: Position) {
        let Some(slot) = self.pane_at(at).filter(|_| self.layers.is_empty()) else { return };
        // A text is left by a key that says what becomes of it.
        let is_typing = |slot| self.floor.slots.get(slot).keys() == Keys::Text;
        if slot != self.floor.focus() && is_typing(self.floor.focus()) {
            return;
        }
        self.clear_pending();
        self.floor.give_focus(slot);
        self.mind_the_cursor(&Resolved::None, Target::Pane(slot));
        self.tell(Asker::Pane(slot), Input::Click(at));
    }

    /// The topmost layer has the wheel, else the pane under it.
    pub(super) fn turn_wheel(&mut self, at: Position, turn: Turn) {
        let (asker, keys) = match (self.layers.last(), self.pane_at(at)) {
            (Some(layer), _) => (Asker::Layer(layer.id), layer.pane.keys()),
            (None, Some(slot)) => (Asker::Pane(slot), self.floor.slots.get(slot).keys()),
            (None, None) => return,
        };
        let (code, command) = match turn {
            Turn::Down => (KeyCode::Down, Command::Down),
            Turn::Up => (KeyCode::Up, Command::Up),
        };
        let resolved = if keys == Keys::Text { Resolved::None } else { Resolved::Command(command) };
        if let Asker::Pane(slot) = asker {
            self.mind_the_cursor(&resolved, Target::Pane(slot));
        }
        for _ in 0..NOTCH {
            self.tell(asker, Input::Key(KeyEvent::new(code, KeyModifiers::NONE), resolved.clone()));
        }
    }

    /// The pane that is seen there.
    fn pane_at(&self, at: Position) -> Option<Slot> {
        let is_hidden = self.too_small || self.gate().is_some();
        self.floor.at(at).filter(|_| !is_hidden)
    }
}
