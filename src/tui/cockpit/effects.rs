//! What panes want done, and telling them what they have to know.

use super::errands::{Asker, LayerId};
use super::floor::ORDER;
use super::{Cockpit, Hands, Layer, Order};
use crate::domain::reason::reason;
use crate::door::Refusal;
use crate::tui::call::Callee;
use crate::tui::pane::{Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};

impl Cockpit {
    /// Tells somebody something and does what they want done.
    pub(super) fn tell(&mut self, to: Asker, input: Input) {
        let effects = match to {
            Asker::Pane(slot) => self.floor.slots.get_mut(slot).on(input, &self.context),
            Asker::Layer(id) => match self.layers.iter_mut().find(|layer| layer.id == id) {
                Some(layer) => layer.pane.on(input, &self.context),
                None => return,
            },
            Asker::Desk => self.desk.on(input, &self.context),
            Asker::Undoing => self.undoing.on(input, self.desk.is_open(), &self.context),
            Asker::House => return self.tell_the_house(input),
            Asker::Sharing => return self.tell_the_sharing(input),
            Asker::Consulting => return self.tell_the_consulting(input),
            Asker::Transferring => return self.tell_the_transferring(input),
        };
        self.perform(to, effects);
        if let Some(interaction) = self.undoing.take_reopened() {
            let effects = self.desk.reopen(&interaction, &self.context);
            self.perform(Asker::Desk, effects);
        }
    }

    /// Tells every pane, every layer and the desk.
    pub(super) fn tell_everybody(&mut self, input: impl Fn() -> Input) {
        for slot in ORDER {
            self.tell(Asker::Pane(slot), input());
        }
        self.tell_layers(&input);
        self.tell(Asker::Desk, input());
    }

    /// Tells every layer.
    pub(super) fn tell_layers(&mut self, input: impl Fn() -> Input) {
        let layers: Vec<LayerId> = self.layers.iter().map(|layer| layer.id).collect();
        for id in layers {
            self.tell(Asker::Layer(id), input());
        }
    }

    fn tell_the_house(&mut self, input: Input) {
        match input {
            Input::Answer(tag, answer) => self.take_answer(tag, *answer),
            Input::Reply(tag, reply) => self.take_reply(tag, reply),
            _ => {}
        }
    }

    fn tell_the_sharing(&mut self, input: Input) {
        match input {
            Input::Answer(tag, answer) => self.take_the_floors_answer(tag, *answer),
            Input::Reply(tag, reply) => self.take_the_floors_reply(tag, &reply),
            _ => {}
        }
    }

    fn tell_the_consulting(&mut self, input: Input) {
        if let Input::Answer(tag, answer) = input {
            self.take_consult_answer(tag, *answer);
        }
    }

    fn tell_the_transferring(&mut self, input: Input) {
        match input {
            Input::Answer(tag, answer) => self.take_transfer_answer(tag, *answer),
            Input::Reply(tag, reply) => self.take_transfer_reply(tag, reply),
            _ => {}
        }
    }

    /// Does what somebody wants done.
    pub(super) fn perform(&mut self, from: Asker, effects: Vec<Effect>) {
        self.mind_the_call();
        for effect in effects {
            match effect {
                Effect::Ask(tag, request) => {
                    self.errands.ask(from, tag, request);
                }
                Effect::Store(id, tag, request) => self.errands.ask_as(id, from, tag, request),
                Effect::AskFirst(tag, request) => self.errands.ask_first(from, tag, request),
                Effect::Work(tag, work) => self.begin_work(from, tag, work),
                Effect::Select(subject) => self.select(subject),
                Effect::Made(customer) => {
                    self.select(Subject::Customer(customer));
                    let effects = self.desk.was_made(customer, &self.context);
                    self.perform(Asker::Desk, effects);
                }
                Effect::Focus(slot) => {
                    self.floor.give_focus(slot);
                    if slot == Slot::Timeline {
                        self.visit();
                    }
                }
                Effect::Show(slot) => self.floor.show(slot),
                Effect::Push(tag, pane) => drop(self.push(from, tag, pane)),
                Effect::Pop(reply) => self.pop(from, reply),
                Effect::Toast(tone, text) => self.say(tone, text),
                Effect::Copy(text) => self.orders.push(Order::Copy(text)),
                Effect::Dial { customer, number, name } => {
                    let effects = self.desk.dial(Callee { customer, name, number }, &self.context);
                    self.perform(Asker::Desk, effects);
                }
                Effect::Log { customer, name } => {
                    let callee = Callee { customer: Some(customer), name, number: String::new() };
                    let effects = self.desk.log(callee, &self.context);
                    self.perform(Asker::Desk, effects);
                }
                Effect::GoOn(draft) => self.go_on_with(*draft),
                Effect::Refresh => self.tell_everybody(|| Input::Refresh),
                Effect::Quit => self.quit(),
            }
        }
    }

    /// A call that has just begun takes the keys, one that is closed gives them back. Of an unknown caller the number is
    /// there for a new customer.
    fn mind_the_call(&mut self) {
        if let Some(number) = self.desk.take_number_to_dial() {
            self.orders.push(Order::Dial(number));
        }
        if self.desk.take_opened() {
            self.write_the_note();
        }
        if !self.desk.is_open() {
            self.hands = Hands::Command;
        }
        self.context.caller = self.desk.unknown_number().map(str::to_owned);
    }

    /// The keys go into the note, before any layer that stands now.
    pub(super) fn write_the_note(&mut self) {
        self.hands = Hands::Note;
        self.parked = self.layers.len();
    }

    pub(super) fn push(&mut self, owner: Asker, tag: Tag, pane: Box<dyn Pane>) -> LayerId {
        self.layers_made += 1;
        let id = LayerId(self.layers_made);
        self.layers.push(Layer { id, pane, owner, tag });
        self.clear_pending();
        // A fresh layer has what it shows to ask for.
        self.tell(Asker::Layer(id), Input::Refresh);
        id
    }

    /// Takes away the layer that says so; its owner hears what it left.
    pub(super) fn pop(&mut self, from: Asker, reply: Option<Reply>) {
        let Asker::Layer(id) = from else { return };
        let Some(at) = self.layers.iter().position(|layer| layer.id == id) else { return };
        let layer = self.layers.remove(at);
        if at < self.parked {
            self.parked -= 1;
        }
        self.errands.forget(from);
        if let Some(reply) = reply {
            self.tell(layer.owner, Input::Reply(layer.tag, reply));
        }
    }

    pub(super) fn quit(&mut self) {
        if self.desk.is_open() {
            self.warn("quit-mid-call");
        } else {
            self.leave_once_alone();
        }
    }

    pub(super) fn refused(&mut self, refusal: &Refusal) {
        let text = self.context.look.words.refusal(refusal);
        self.say(Tone::Danger, text);
    }

    /// The connection is gone: whoever waits is told, and the screen says it until it is back.
    pub(super) fn lose_the_door(&mut self) {
        let lost = self.context.look.words.t("door-lost").to_owned();
        for (asker, tag) in self.errands.lose() {
            let refusal = Refusal::Unavailable { why: reason("connection-lost") };
            self.tell(asker, Input::Answer(tag, Box::new(Err(refusal))));
        }
        self.status.notice = Some((Tone::Danger, lost));
    }
}
