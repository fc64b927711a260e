//! The cockpit: four panes, the layers above them, the call, and the way of every key and answer.
//!
//! It knows no terminal and no clock: [`Cockpit::handle`] hears what happened and when,
//! [`Cockpit::draw`] fills a buffer, and what only a terminal can do is left as [`Order`]s.

mod commands;
mod consulting;
mod effects;
mod errands;
mod floor;
mod gate;
mod house;
mod keeping;
mod keys;
mod pointing;
mod resting;
mod sharing;
#[cfg(test)]
mod tests;
mod transferring;
mod typing;
mod undoing;
mod view;
mod visited;
mod working;
mod writing;

pub use floor::Slots;
pub use working::News;

use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::upkeep::{Progress, Task};
use crate::domain::user::User;
use crate::door::system::State;
use crate::door::{Delivery, Door};
use crate::i18n::{I18n, Lang};
use crate::tui::call::Desk;
use crate::tui::keymap::{Conflict, Keymap, Pending};
use crate::tui::layers::MessageLayer;
use crate::tui::pane::{Context, Input, Pane, Tag, Tone};
use crate::tui::term::{self, Borders, Charset};
use crate::tui::widgets::Look;
use consulting::Consulting;
use crossterm::event::KeyCode;
use errands::{Asker, Errands, LayerId};
use floor::Floor;
use gate::Gate;
use house::{Announced, Due};
use keeping::Keeping;
use resting::Resting;
use sharing::Sharing;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use transferring::Transferring;
use typing::Typing;
use undoing::Undoing;
use visited::Visited;
use working::Working;

/// Makes the layer that loads the sample data and shows how far it is.
pub type Sample = Box<dyn Fn(&Context) -> Box<dyn Pane>>;

/// What a cockpit is made of.
pub struct Parts {
    /// Words, theme, borders.
    pub look: Rc<Look>,
    /// The keys.
    pub keymap: Rc<Keymap>,
    /// Which characters the terminal can show.
    pub charset: Charset,
    /// The panes.
    pub slots: Slots,
    /// Loads the sample data on an empty store.
    pub sample: Sample,
}

/// Why the cockpit is awake.
#[derive(Debug)]
pub enum Wake {
    /// The person did something.
    Input(term::Input),
    /// The door has something.
    Delivery(Box<Delivery>),
    /// Work has.
    Worked(News),
    /// A deadline has passed.
    Time,
}

/// What only the terminal's side can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Leave.
    Quit,
    /// Give the shell its terminal until `fg`.
    Suspend,
    /// The terminal has another size now.
    Resize,
    /// Send the next frame whole.
    Redraw,
    /// Ring the bell.
    Bell,
    /// Send a text to the terminal's clipboard.
    Copy(String),
    /// Keep the language for the next start.
    KeepLang(Lang),
    /// Have the person write on at a text in their own editor.
    Write(String),
    /// Have the telephone dial this number.
    Dial(String),
}

/// Where the keys go while a call is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hands {
    /// Into the note or the wrap-up line, in every pane.
    Note,
    /// To the panes and layers, as commands.
    Command,
    /// To the search box, and into the note once it is left.
    Find,
}

/// A layer, and who put it there.
struct Layer {
    id: LayerId,
    pane: Box<dyn Pane>,
    owner: Asker,
    tag: Tag,
}

/// What the last row says besides the mode.
#[derive(Default)]
struct Status {
    /// Until the next key.
    toast: Option<(Tone, String)>,
    /// As long as it is so.
    notice: Option<(Tone, String)>,
    /// What fell due: no key wipes it away.
    announced: Option<Announced>,
}

/// The screen's state.
pub struct Cockpit {
    context: Context,
    floor: Floor,
    layers: Vec<Layer>,
    layers_made: u64,
    desk: Desk,
    hands: Hands,
    /// Layers that stood when the call came: the note goes before them.
    parked: usize,
    undoing: Undoing,
    errands: Errands,
    /// Typed ahead of what decides where keys go: an answer, or the store's being open.
    held: VecDeque<term::Input>,
    pending: Pending,
    /// The pending keys as the status line shows them.
    pending_shown: String,
    status: Status,
    due: Due,
    keeping: Keeping,
    gate: Gate,
    sharing: Sharing,
    resting: Resting,
    typing: Typing,
    consulting: Consulting,
    transferring: Transferring,
    visited: Visited,
    working: Working,
    start_offered: bool,
    too_small: bool,
    charset: Charset,
    sample: Sample,
    orders: Vec<Order>,
}

impl Cockpit {
    /// A cockpit that knows nothing yet but that there is a store.
    pub fn new(door: Arc<dyn Door>, parts: Parts, now: Timestamp) -> Self {
        let context = Context {
            look: parts.look,
            keymap: parts.keymap,
            store: State::Recovering(Progress::begun(Task::Opening)),
            settings: Rc::new(Settings::default()),
            me: User::default(),
            now,
            hasty: false,
            subject: None,
            also_open: Vec::new(),
            caller: None,
        };
        let mut cockpit = Self {
            context,
            floor: Floor::new(parts.slots),
            layers: Vec::new(),
            layers_made: 0,
            desk: Desk::default(),
            hands: Hands::Command,
            parked: 0,
            undoing: Undoing::default(),
            errands: Errands::new(door),
            held: VecDeque::new(),
            pending: Pending::default(),
            pending_shown: String::new(),
            status: Status::default(),
            due: Due::default(),
            keeping: Keeping::new(now),
            gate: Gate::default(),
            sharing: Sharing::default(),
            resting: Resting::default(),
            typing: Typing::default(),
            consulting: Consulting::default(),
            transferring: Transferring::default(),
            visited: Visited::default(),
            working: Working::default(),
            start_offered: false,
            too_small: false,
            charset: parts.charset,
            sample: parts.sample,
            orders: Vec::new(),
        };
        if cockpit.context.look.theme.borders() == Borders::Linear {
            cockpit.floor.toggle_zoom();
        }
        cockpit.ask_about_the_store();
        cockpit
    }

    /// Hears what happened, at this moment.
    pub fn handle(&mut self, wake: Wake, now: Timestamp) {
        self.context.now = now;
        match wake {
            Wake::Input(input) if self.holds_keys() => self.hold(input),
            Wake::Input(input) => self.input(input),
            Wake::Delivery(delivery) => self.deliver(*delivery),
            Wake::Worked(news) => self.hear_of_work(news),
            Wake::Time => {
                self.stand_before_the_panes();
                self.lock_if_left(now);
            }
        }
        self.follow_if_rested();
        self.leave_if_alone();
        while !self.holds_keys()
            && let Some(input) = self.held.pop_front()
        {
            // It was typed before anybody could see what it goes to.
            self.typing.note(now);
            self.input(input);
        }
        self.share();
    }

    /// Whether keys wait: nobody knows yet where they go.
    fn holds_keys(&self) -> bool {
        self.errands.holds_keys() || self.is_being_opened()
    }

    fn input(&mut self, input: term::Input) {
        self.is_there();
        self.mind_the_pace(&input);
        match input {
            term::Input::Key(key) => self.key(key),
            term::Input::Paste { text, cut } => self.paste(text, cut),
            term::Input::Click(at) => self.click(at),
            term::Input::Wheel(at, turn) => self.turn_wheel(at, turn),
            term::Input::Lost(_) => self.orders.push(Order::Quit),
            term::Input::Resize => self.orders.push(Order::Resize),
        }
    }

    /// What is typed ahead of an answer waits for the layer it is meant for; Esc gives both up.
    fn hold(&mut self, input: term::Input) {
        match input {
            term::Input::Key(key) if self.leaves_what_is_opened(key.code) => self.input(input),
            term::Input::Key(key) if key.code == KeyCode::Esc => {
                self.held.clear();
                self.errands.give_up_first();
            }
            term::Input::Key(_) | term::Input::Paste { .. } => {
                self.typing.go_on();
                self.held.push_back(input);
            }
            // What is under the mouse may be something else by then.
            term::Input::Click(_) | term::Input::Wheel(..) => {}
            term::Input::Lost(_) | term::Input::Resize => self.input(input),
        }
    }

    fn deliver(&mut self, delivery: Delivery) {
        match delivery {
            Delivery::Part(ticket, part) => {
                if let Some((asker, tag)) = self.errands.asker(ticket) {
                    self.tell(asker, Input::Part(tag, part));
                }
            }
            Delivery::Done(ticket, answer) => {
                if let Err(refusal) = &answer
                    && refusal.bars()
                {
                    self.bar(refusal);
                }
                if let Some((asker, tag)) = self.errands.settle(ticket, &answer) {
                    self.tell(asker, Input::Answer(tag, Box::new(answer)));
                }
            }
            Delivery::Event(event) => self.hear(event),
            Delivery::Missed => self.refresh(),
            Delivery::Back => {
                self.status.notice = None;
                self.refresh();
            }
            Delivery::Lost => self.lose_the_door(),
        }
    }

    /// When the screen has something new to show although nothing happens: the next second of a running call, also of
    /// one that is shown, else the next minute of the clock; a card, once the cursor rests; a store that is not open yet.
    /// Or when something is to be handed to the host, or the screen to be left.
    pub fn deadline(&self) -> Timestamp {
        let now = self.context.now;
        let minute = Timestamp(now.0 + 60_000 - now.0.rem_euclid(60_000));
        // Nothing is handed over while nobody answers.
        let sharing = self.sharing.deadline().filter(|_| self.context.store.answers());
        let seconds = [self.desk.next_second(now), self.shown_second(now)];
        let moments = [self.resting.deadline(), self.silence_ends(), self.typing.deadline(), sharing];
        seconds.into_iter().chain(moments).flatten().fold(minute, Timestamp::min)
    }

    /// Whether what the screen shows of the time is out of date at this moment.
    pub fn deadline_passed(&self, now: Timestamp) -> bool {
        self.deadline() <= now
    }

    /// What the terminal's side is to do, in order; each once.
    pub fn take_orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    /// Says something in the status line until the next key.
    pub fn say(&mut self, tone: Tone, text: String) {
        self.status.toast = Some((tone, text));
    }

    /// Says that something failed, in the language spoken now.
    pub fn fail(&mut self, said: impl FnOnce(&I18n) -> String) {
        let text = said(&self.context.look.words);
        self.say(Tone::Danger, text);
    }

    /// Says why the language that is wanted is not the one that is spoken, if it is not.
    pub fn tell_of_lang(&mut self, wanted: Lang) {
        if !self.charset.shows(wanted) {
            self.warn("language-needs-unicode");
        }
    }

    /// Shows what the person's keys cannot mean any more, all of it, before anything else.
    pub fn tell_of_conflicts(&mut self, conflicts: &[Conflict]) {
        if conflicts.is_empty() {
            return;
        }
        let words = &self.context.look.words;
        let said = Conflict::say(conflicts, words).join("\n");
        let message = MessageLayer::new(words.t("key-conflicts"), said);
        self.push(Asker::House, house::NOTHING, Box::new(message));
    }
}
