//! Commands of the frame; all others are the focused pane's.

use super::errands::Asker;
use super::house::{NOTHING, PALETTE};
use super::keys::Target;
use super::undoing::Way;
use super::{Cockpit, Order};
use crate::domain::interaction::Direction;
use crate::domain::presence::Presence;
use crate::domain::role::Action;
use crate::door::Refusal;
use crate::i18n::{I18n, Lang};
use crate::tui::keymap::{Command, Context as Keys, Keymap, Resolved};
use crate::tui::layers::{
    AuditLayer, DashboardLayer, DuplicatesLayer, FloorLayer, HelpLayer, ImportLayer, ListsLayer, UnmergeLayer, keys_in,
    keys_of, palette,
};
use crate::tui::pane::{Effect, Input, Pane, Slot, Subject, Tone};
use crate::tui::widgets::Look;
use crate::tui::widgets::field;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::words;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::rc::Rc;

impl Cockpit {
    /// Runs a command of command mode.
    pub(super) fn run(&mut self, command: Command, key: KeyEvent) {
        match command {
            Command::Search => self.go_to_search(command, key),
            Command::NextPane => self.floor.step_focus(1),
            Command::PreviousPane => self.floor.step_focus(3),
            Command::GoCustomers => self.floor.give_focus(Slot::Customers),
            Command::GoTimeline => self.floor.give_focus(Slot::Timeline),
            Command::GoPipeline => self.floor.give_focus(Slot::Pipeline),
            Command::GoFollowUps => self.floor.give_focus(Slot::FollowUps),
            Command::GoOverdue => {
                self.floor.give_focus(Slot::FollowUps);
                self.pass_on(Slot::FollowUps, command, key);
            }
            Command::GoDashboard => drop(self.push(Asker::House, NOTHING, Box::<DashboardLayer>::default())),
            Command::GoFloor => self.show(Action::Supervise, Box::new(FloorLayer::new())),
            Command::GoDuplicates => self.show(Action::Reshape, Box::<DuplicatesLayer>::default()),
            Command::Unmerge => self.unmerge(),
            Command::GoLists => self.show(Action::Read, Box::<ListsLayer>::default()),
            Command::OtherList => {
                let effects = self.desk.another_list();
                self.perform(Asker::Desk, effects);
            }
            Command::GoAudit => self.show(Action::Audit, Box::new(AuditLayer::new())),
            Command::Zoom => self.floor.toggle_zoom(),
            Command::Export if !self.context.me.role.may(Action::Export) => {
                self.refused(&Refusal::NotAllowed(Action::Export));
            }
            Command::SavedView(_) | Command::Views | Command::GoQuality => {
                self.floor.give_focus(Slot::Customers);
                self.pass_on(Slot::Customers, command, key);
            }
            Command::Export | Command::NextRecord | Command::PreviousRecord => {
                self.pass_on(Slot::Customers, command, key);
            }
            Command::JumpBack => self.jump(-1),
            Command::JumpForward => self.jump(1),
            Command::LogInteraction if self.desk.is_open() => self.write_the_note(),
            Command::LogInteraction => self.pane_or_subject(command, key),
            Command::Call => self.call(Direction::Out, key),
            Command::Undo => self.take_back(Way::Undo),
            Command::Redo => self.take_back(Way::Redo),
            Command::Palette => {
                let palette = palette(&self.context, self.charset);
                self.push(Asker::House, PALETTE, Box::new(palette));
            }
            Command::Language => self.speak_the_other_language(),
            Command::Ready => self.be(Presence::Ready),
            Command::Break => self.be(Presence::Break),
            Command::Training => self.be(Presence::Training),
            Command::SignOff => self.be(Presence::Off),
            Command::Import => self.show(Action::Import, Box::new(ImportLayer::default())),
            Command::TakeOver => self.look_for_what_is_left(),
            Command::DiscardCall => {
                let effects = self.desk.ask_to_discard(&self.context);
                self.perform(Asker::Desk, effects);
            }
            Command::Suspend => self.orders.push(Order::Suspend),
            Command::LeaveSeat => self.sign_off(),
            Command::Quit => self.quit(),
            other => self.pass_on(self.floor.focus(), other, key),
        }
    }

    /// The next language there is; what is asked for from here on, and at the next start, is said in it.
    fn speak_the_other_language(&mut self) {
        let present = self.context.look.words.lang();
        let at = Lang::ALL.iter().position(|lang| *lang == present).unwrap_or(0);
        let next = Lang::ALL.into_iter().cycle().nth(at + 1).unwrap_or(present);
        if !self.charset.shows(next) {
            return self.tell_of_lang(next);
        }
        let theme = self.context.look.theme.clone();
        self.context.look = Rc::new(Look { theme, words: I18n::new(next) });
        self.tell_everybody(|| Input::Refresh);
        let said = self.context.look.words.t("language-now").to_owned();
        self.say(Tone::Good, said);
        self.orders.push(Order::KeepLang(next));
    }

    /// Shows what the keys do here and now: those of the place, then the commands that act in it.
    pub(super) fn help(&mut self) {
        let here = match (self.target(), self.keys()) {
            (Target::Layer(_), Keys::Command(_)) => Keys::Own,
            (_, keys) => keys,
        };
        let keymap = &self.context.keymap;
        let of_text = if here == Keys::Text { field::KEYS } else { &[] };
        let foremost: Vec<Command> = self.foremost().iter().flat_map(|(commands, _)| *commands).copied().collect();
        let place_of = |command| foremost.iter().position(|one| *one == command).unwrap_or(foremost.len());
        let mut commands: Vec<_> = Keymap::works_in(here).filter(|row| self.works_now(row.command)).collect();
        commands.sort_by_key(|row| place_of(row.command));
        let digit = self.context.look.words.t("key-digit");
        let keys_of = |command| keys_in(command, keymap, here).join(" ").replace("digit", digit);
        let commands = commands.into_iter().map(|row| (keys_of(row.command), row.label));
        let commands = commands.filter(|(keys, _)| !keys.is_empty());
        let rows = self.own_hints().into_iter().chain(hints::of(of_text)).chain(commands).collect();
        let why = match self.target() {
            Target::Pane(slot) => self.floor.slots.get(slot).explained(&self.context),
            Target::Note | Target::Layer(_) => Vec::new(),
        };
        self.push(Asker::House, NOTHING, Box::new(HelpLayer::new(why, rows)));
    }

    /// What the keys of the place they go to do.
    pub(super) fn own_hints(&self) -> Vec<Hint> {
        match self.target() {
            Target::Note => self.desk.hints(),
            Target::Layer(id) => {
                let layer = self.layers.iter().find(|layer| layer.id == id);
                layer.map(|layer| layer.pane.hints(&self.context)).unwrap_or_default()
            }
            Target::Pane(slot) => self.floor.slots.get(slot).hints(&self.context),
        }
    }

    /// What a person most often does in the pane the keys go to.
    pub(super) fn foremost(&self) -> Vec<Hint<&'static [Command]>> {
        match (self.target(), self.keys()) {
            (Target::Pane(slot), Keys::Command(_)) => self.floor.slots.get(slot).foremost(&self.context),
            _ => Vec::new(),
        }
    }

    /// Whether a command does anything at this moment but say why it does nothing.
    fn works_now(&self, command: Command) -> bool {
        let role = self.context.me.role;
        match command {
            Command::WrapUp | Command::AskSupervisor => self.desk.is_open(),
            Command::Transfer => self.desk.is_open() || self.transferring.offered_here().next().is_some(),
            Command::SwapCalls => self.desk.has_parked(),
            Command::CallHold => self.desk.is_running(),
            Command::Script => self.desk.has_script(&self.context),
            Command::Call | Command::Quit => !self.desk.is_open(),
            Command::Find | Command::PlanFollowUp => self.layers.is_empty(),
            Command::NextInList => self.layers.is_empty() || self.desk.is_open(),
            Command::Editor => self.long_text().is_some(),
            Command::GoFloor => role.may(Action::Supervise),
            Command::GoAudit => role.may(Action::Audit),
            _ => true,
        }
    }

    /// Puts a layer on top, for whoever may see what it shows.
    fn show(&mut self, action: Action, layer: Box<dyn Pane>) {
        if self.context.me.role.may(action) {
            self.push(Asker::House, NOTHING, layer);
        } else {
            self.refused(&Refusal::NotAllowed(action));
        }
    }

    /// Whom to take out again of the customer everything is about.
    fn unmerge(&mut self) {
        match self.context.subject.and_then(Subject::customer) {
            Some(customer) => self.show(Action::Reshape, Box::new(UnmergeLayer::of(customer))),
            None => self.say(Tone::Warning, self.context.look.words.t("unmerge-none").to_owned()),
        }
    }

    fn pass_on(&mut self, slot: Slot, command: Command, key: KeyEvent) {
        self.tell(Asker::Pane(slot), Input::Key(key, Resolved::Command(command)));
    }

    fn take_back(&mut self, way: Way) {
        let effects = self.undoing.begin(way);
        self.perform(Asker::Undoing, effects);
    }

    /// Runs what was chosen in the palette and teaches its keys.
    pub(super) fn run_from_palette(&mut self, slug: &str) {
        let Some(command) = Command::of_slug(slug) else { return };
        let words = &self.context.look.words;
        let taught = words::about(words, words.t(command.row().label), &keys_of(command, &self.context.keymap));
        self.say(Tone::Good, taught);
        let key = KeyEvent::new(KeyCode::Null, KeyModifiers::NONE);
        if !self.run_anywhere(command, key) {
            self.run(command, key);
        }
    }

    /// Takes what rings; else calls who is selected. While a call is open it can else only be told who it is.
    pub(super) fn answer_or_call(&mut self, key: KeyEvent) {
        let effects = match self.desk.is_open() {
            _ if self.desk.rings() => self.desk.answer(&self.context),
            true => self.desk.ask_whether_it_is_them(&self.context),
            false if self.layers.is_empty() => return self.call(Direction::In, key),
            false => return self.warn("layer-first"),
        };
        self.perform(Asker::Desk, effects);
    }

    /// Asks about a call with whoever is selected; Enter takes the direction it is likely to have.
    fn call(&mut self, likely: Direction, key: KeyEvent) {
        if self.desk.is_open() {
            let busy = vec![self.desk.is_busy(&self.context)];
            return self.perform(Asker::Desk, busy);
        }
        self.desk.expect(likely);
        self.pane_or_subject(Command::Call, key);
    }

    /// The focused pane knows what its cursor is on; where it has no answer, it is about the subject.
    fn pane_or_subject(&mut self, command: Command, key: KeyEvent) {
        let focus = self.floor.focus();
        let input = Input::Key(key, Resolved::Command(command));
        let mut effects = self.floor.slots.get_mut(focus).on(input, &self.context);
        if effects.is_empty() {
            let name = String::new();
            effects = vec![match (command, self.context.subject.and_then(Subject::customer)) {
                (Command::Call, customer) => Effect::Dial { customer, number: String::new(), name },
                (_, Some(customer)) => Effect::Log { customer, name },
                (_, None) => return self.warn("nobody-selected"),
            }];
        }
        self.perform(Asker::Pane(focus), effects);
    }
}
