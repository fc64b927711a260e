//! The way of a key: to the note while a call is open, else to the topmost layer, else to the pane
//! that has the focus.

use super::errands::{Asker, LayerId};
use super::{Cockpit, Hands, Order};
use crate::domain::text::{half_width_char, is_han};
use crate::tui::keymap::{Command, Context as Keys, Resolved};
use crate::tui::pane::{Input, Slot, Tone};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Who hears the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Note,
    Layer(LayerId),
    Pane(Slot),
}

impl Cockpit {
    pub(super) fn target(&self) -> Target {
        let before_layers = self.layers.len() <= self.parked;
        match self.layers.last() {
            _ if self.desk.is_open() && self.hands == Hands::Note && before_layers => Target::Note,
            Some(layer) => Target::Layer(layer.id),
            None if self.desk.is_open() && self.hands == Hands::Note => Target::Note,
            None => Target::Pane(self.floor.focus()),
        }
    }

    /// What keys mean to whoever hears them.
    pub(super) fn keys(&self) -> Keys {
        match self.target() {
            Target::Note => Keys::Text,
            Target::Layer(id) => {
                let layer = self.layers.iter().find(|layer| layer.id == id);
                layer.map_or(Keys::Text, |layer| layer.pane.keys())
            }
            Target::Pane(slot) => self.floor.slots.get(slot).keys(),
        }
    }

    /// Nobody is in the middle of anything here.
    pub(super) fn is_at_rest(&self) -> bool {
        let is_free = self.layers.is_empty() && !self.desk.is_open() && !self.errands.holds_keys();
        is_free && self.pending_shown.is_empty() && self.keys() != Keys::Text
    }

    pub(super) fn clear_pending(&mut self) {
        self.pending.clear();
        self.pending_shown.clear();
    }

    pub(super) fn key(&mut self, key: KeyEvent) {
        self.status.toast = None;
        self.pending_shown.clear();
        if let Some(gate) = self.gate() {
            self.clear_pending();
            return self.tell(Asker::Layer(gate), Input::Key(key, Resolved::None));
        }
        let target = self.target();
        let here = self.keys();
        let resolved = self.context.keymap.resolve(&mut self.pending, key, here);
        if self.too_small {
            // Nothing can be seen, so nothing is done but leaving.
            return if key.code == KeyCode::Char('q') { self.quit() } else { self.clear_pending() };
        }
        if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL && resolved == Resolved::None {
            let text = self.context.look.words.t("ctrl-c").to_owned();
            return self.say(Tone::Warning, text);
        }
        if let Resolved::Pending(keys) = &resolved {
            self.pending_shown.clone_from(keys);
            return;
        }
        self.mind_the_cursor(&resolved, target);
        if let Resolved::Command(command) = resolved
            && self.run_anywhere(command, key)
        {
            return;
        }
        match target {
            Target::Note => self.key_to_the_note(key, resolved),
            Target::Layer(id) => {
                let key = if here == Keys::Own { as_one_of_its_own(key) } else { Some(key) };
                if let Some(key) = key {
                    self.tell(Asker::Layer(id), Input::Key(key, resolved));
                }
            }
            Target::Pane(slot) => self.key_to_a_pane(slot, key, resolved),
        }
    }

    /// Esc in the note frees the keys for commands; everything else is written.
    fn key_to_the_note(&mut self, key: KeyEvent, resolved: Resolved) {
        if key.code == KeyCode::Esc && !self.desk.is_wrapping_up() && !self.desk.is_reading() {
            self.hands = Hands::Command;
            self.leave_the_box(key, resolved);
        } else {
            self.tell(Asker::Desk, Input::Key(key, resolved));
        }
    }

    /// The call may have begun over a search that was being typed: commands are not written into it.
    fn leave_the_box(&mut self, esc: KeyEvent, resolved: Resolved) {
        if let Target::Pane(slot) = self.target()
            && self.keys() == Keys::Text
        {
            self.tell(Asker::Pane(slot), Input::Key(esc, resolved));
        }
    }

    fn key_to_a_pane(&mut self, slot: Slot, key: KeyEvent, resolved: Resolved) {
        let stood = self.layers.len();
        let typing = self.floor.slots.get(slot).keys() == Keys::Text;
        match resolved {
            Resolved::Command(command) if !typing => self.run(command, key),
            Resolved::Text(c) if !typing && opens_search(c) => self.search(c.to_string()),
            // What ended half a sequence, or no key of ours.
            Resolved::None if !typing => {}
            resolved => self.tell(Asker::Pane(slot), Input::Key(key, resolved)),
        }
        self.leave_search(stood);
    }

    /// The search box was left: the keys go into the note again, or to what was opened above the layers that `stood`.
    fn leave_search(&mut self, stood: usize) {
        if self.hands == Hands::Find && self.floor.slots.get(Slot::Customers).keys() != Keys::Text {
            self.hands = Hands::Note;
            self.parked = stood;
        }
    }

    /// Opens the search box with what was typed in command mode. Han characters come from an input
    /// method that is still on, which the next command would run into.
    fn search(&mut self, text: String) {
        if text.chars().any(is_han) {
            let hint = self.context.look.words.t("input-method").to_owned();
            self.say(Tone::Warning, hint);
        }
        self.floor.give_focus(Slot::Customers);
        self.find_hands();
        self.tell(Asker::Pane(Slot::Customers), Input::Search(text));
    }

    pub(super) fn find_hands(&mut self) {
        if self.desk.is_open() {
            self.hands = Hands::Find;
        }
    }

    pub(super) fn paste(&mut self, text: String, cut: bool) {
        self.mind_the_cursor(&Resolved::None, self.target());
        if let Some(gate) = self.gate() {
            return self.tell(Asker::Layer(gate), Input::Paste(text));
        }
        if cut {
            let hint = self.context.look.words.t("paste-cut").to_owned();
            self.say(Tone::Warning, hint);
        }
        match self.target() {
            _ if self.too_small => {}
            Target::Note => self.tell(Asker::Desk, Input::Paste(text)),
            Target::Layer(id) => self.tell(Asker::Layer(id), Input::Paste(text)),
            Target::Pane(slot) if self.keys() == Keys::Text => self.tell(Asker::Pane(slot), Input::Paste(text)),
            // Pasted text is never a row of commands.
            Target::Pane(_) => {
                if let Some(line) = text.lines().map(str::trim).find(|line| !line.is_empty()) {
                    self.search(line.to_owned());
                }
            }
        }
    }

    /// Commands whose keys act while a text is typed too. Says whether it was one.
    pub(super) fn run_anywhere(&mut self, command: Command, key: KeyEvent) -> bool {
        let free = self.layers.is_empty();
        match command {
            Command::CallAnswer => self.answer_or_call(key),
            Command::CallHold if self.desk.is_running() => self.desk.toggle_hold(self.context.now),
            Command::SwapCalls => {
                let effects = self.desk.swap(&self.context);
                self.perform(Asker::Desk, effects);
            }
            Command::WrapUp if self.desk.is_open() => {
                self.desk.wrap_up(self.context.now);
                self.write_the_note();
            }
            Command::CallHold | Command::WrapUp => self.warn("no-call"),
            Command::Lock => self.lock(),
            Command::Editor => self.write_elsewhere(),
            Command::Redraw => self.orders.push(Order::Redraw),
            // Help itself has nothing to say of its keys, and closes.
            Command::Help if matches!(self.target(), Target::Layer(_)) && self.own_hints().is_empty() => return false,
            Command::Help => {
                // Enter closes help: whoever had asked for it a moment before is not answered by that.
                match self.target() {
                    Target::Layer(id) => self.tell(Asker::Layer(id), Input::Key(key, Resolved::None)),
                    Target::Pane(slot) => self.tell(Asker::Pane(slot), Input::Key(key, Resolved::None)),
                    Target::Note => {}
                }
                self.help();
            }
            Command::Find if free => self.go_to_search(command, key),
            Command::PlanFollowUp if free => {
                self.tell(Asker::Pane(self.floor.focus()), Input::Key(key, Resolved::Command(command)));
            }
            Command::NextInList if free || self.desk.is_open() => self.next_in_list(),
            Command::Find | Command::PlanFollowUp | Command::NextInList => self.warn("layer-first"),
            Command::Script if self.desk.has_script(&self.context) => {
                self.desk.toggle_script(&self.context);
                self.write_the_note();
            }
            Command::Script => self.warn("no-script"),
            Command::AskSupervisor => self.ask_the_supervisor(),
            Command::Transfer => self.hand_on(),
            _ => return false,
        }
        true
    }

    /// To the wrap-up of a call from a list, or to the next customer of one.
    fn next_in_list(&mut self) {
        let effects = self.desk.next_in_list(&self.context);
        if self.desk.is_wrapping_up() {
            self.write_the_note();
        }
        self.perform(Asker::Desk, effects);
    }

    pub(super) fn go_to_search(&mut self, command: Command, key: KeyEvent) {
        let stood = self.layers.len();
        self.floor.give_focus(Slot::Customers);
        self.find_hands();
        self.tell(Asker::Pane(Slot::Customers), Input::Key(key, Resolved::Command(command)));
        self.leave_search(stood);
    }

    pub(super) fn warn(&mut self, key: &str) {
        let text = self.context.look.words.t(key).to_owned();
        self.say(Tone::Warning, text);
    }
}

/// A key as a layer with keys of its own hears it: a full-width letter as the letter it is, and none of them where Ctrl
/// or Alt is held.
fn as_one_of_its_own(key: KeyEvent) -> Option<KeyEvent> {
    match key.code {
        KeyCode::Char(_) if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => None,
        KeyCode::Char(c) => Some(KeyEvent { code: KeyCode::Char(half_width_char(c)), ..key }),
        _ => Some(key),
    }
}

/// A number read out, or a Chinese name: what a person types to find somebody at once.
fn opens_search(c: char) -> bool {
    c.is_ascii_digit() || c == '+' || is_han(c)
}
