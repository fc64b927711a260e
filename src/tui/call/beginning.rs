//! How a call begins: answered, dialled, written down afterwards, or opened again.

use super::desk::{Desk, Open, Writing, Written, ask_card, asked};
use super::dialling::{self, Callee};
use super::ringing::certain;
use crate::domain::call::Call;
use crate::domain::id::CustomerId;
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::phone::Phone;
use crate::domain::script::Reading;
use crate::domain::settings::ScriptFor;
use crate::door::customers;
use crate::door::customers::Card;
use crate::door::event::{Caller, Ring};
use crate::door::floor;
use crate::tui::layers::{ConfirmLayer, PickLayer};
use crate::tui::pane::{Context, Effect, Subject, Tone};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::note::Note;
use crate::tui::widgets::pick::Item;
use crate::tui::words::label;

impl Desk {
    /// Takes the call that has rung longest, unless somebody was faster, as the answer tells. Who it is is asked where
    /// it is not certain. A call that is open waits, unless its wrap-up is just being stored.
    pub fn answer(&mut self, context: &Context) -> Vec<Effect> {
        if self.is_sending() {
            return vec![Effect::Toast(Tone::Warning, context.look.words.t("call-is-open").to_owned())];
        }
        let Some(ring) = self.ringing.take() else { return Vec::new() };
        let take = Effect::Ask(asked::TAKE, floor::Request::Take(ring.name()).into());
        let call = Call::begin(Direction::In, &ring.number, &context.settings.region, context.now);
        self.park(context.now);
        let script = Reading::begin(context.settings.scripts.of(&ScriptFor::Calls(Direction::In)));
        self.open(Open { script, ..Open::new(call.announced(&ring.line, &ring.call_id)) });
        std::iter::once(take).chain(self.ask_whose(ring, context)).collect()
    }

    fn ask_whose(&mut self, ring: Ring, context: &Context) -> Vec<Effect> {
        if let Some(caller) = certain(&ring) {
            return self.identify(caller.id, &caller.name);
        }
        if ring.callers.is_empty() {
            return Vec::new();
        }
        self.callers = ring.callers;
        vec![Effect::Push(asked::WHO_CALLS, Box::new(self.ask_who(context)))]
    }

    fn ask_who(&self, context: &Context) -> PickLayer {
        let words = &context.look.words;
        let row = |caller: &Caller| {
            let complaint = if caller.open_complaint { "! " } else { "" };
            let similar = if caller.exact { "" } else { words.t("caller-similar") };
            let label = [caller.name.as_str(), caller.company.as_str(), similar].map(str::trim).join("  ");
            let ago = caller.last_contact.map(|at| words.ago(context.now.seconds_since(at)));
            Item::new(caller.id.to_string(), format!("{complaint}{label}")).aside(ago.unwrap_or_default())
        };
        let callers = self.callers.iter().map(row).zip('1'..='9').map(|(item, digit)| item.digit(digit));
        let none = Item::new(String::new(), words.t("caller-none")).digit('0');
        PickLayer::asking(words.t("caller-title").to_owned(), callers.chain([none]).collect())
    }

    /// The open call is with this customer.
    pub(super) fn identify(&mut self, customer: CustomerId, name: &str) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        open.call = open.call.clone().with(customer, name);
        vec![Effect::Select(Subject::Customer(customer)), ask_card(customer)]
    }

    /// Asks whether an unknown caller is the customer everything is about; says so where a call is
    /// open already.
    pub fn ask_whether_it_is_them(&self, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        let unknown = self.call().is_some_and(|call| call.customer.is_none());
        match context.subject.and_then(Subject::customer) {
            Some(id) if unknown => {
                let question = words.tf("caller-is-it", &[("customer", id.to_string().into())]);
                vec![Effect::Push(asked::IS_IT_THEM, Box::new(ConfirmLayer::new(question)))]
            }
            _ => vec![Effect::Toast(Tone::Warning, words.t("call-is-open").to_owned())],
        }
    }

    /// Begins to call somebody. Without a number the customer's own are offered; of somebody unknown a call can be taken
    /// all the same.
    pub fn dial(&mut self, callee: Callee, context: &Context) -> Vec<Effect> {
        if self.is_open() {
            return vec![Effect::Toast(Tone::Warning, context.look.words.t("call-is-open").to_owned())];
        }
        let effect = match callee.customer {
            Some(customer) if callee.number.is_empty() => {
                Effect::AskFirst(asked::NUMBERS, customers::Request::Card(customer).into())
            }
            _ => {
                let number = Some(&callee.number).filter(|number| !number.is_empty());
                let phones: Vec<Phone> =
                    number.map(|number| Phone::read(number, &context.settings.region)).into_iter().collect();
                Effect::Push(asked::WHICH_NUMBER, Box::new(dialling::question(&callee, &phones, context)))
            }
        };
        self.callee = Some(callee);
        vec![effect]
    }

    /// Begins to write down a contact that is over; the channel is asked first.
    pub fn log(&mut self, callee: Callee, context: &Context) -> Vec<Effect> {
        if self.is_open() {
            return vec![Effect::Toast(Tone::Warning, context.look.words.t("call-is-open").to_owned())];
        }
        self.callee = Some(callee);
        let words = &context.look.words;
        let row = |channel: &str, way: &str| {
            let name = format!("{} · {}", label(words, "channel", channel), label(words, "direction", way));
            Item::new(format!("{channel}/{way}"), name)
        };
        let rows = |channel: &String| ways_of(channel).iter().map(|way| row(channel, way)).collect::<Vec<_>>();
        let pick = PickLayer::new(words.t("log-title"), context.settings.channels.iter().flat_map(rows).collect());
        vec![Effect::Push(asked::WHICH_CHANNEL, Box::new(pick))]
    }

    /// A wrap-up was undone: it is open again. What this desk wrote last comes back as it was typed;
    /// of any other there is the stored text and its code.
    pub fn reopen(&mut self, interaction: &Interaction, context: &Context) -> Vec<Effect> {
        let call = Call::reopened(interaction, &context.settings.region, context.now);
        let customer = call.customer;
        let written = self.last.take().filter(|(id, _)| *id == interaction.id);
        let written = written.map_or_else(|| stored(interaction, context), |(_, written)| written);
        let (note, line) = (Note::new(&written.note), Field::new(&written.line));
        self.open(Open { note, line, writing: Writing::Line, ..Open::new(call) });
        customer.map(ask_card).into_iter().collect()
    }

    pub(super) fn offer_numbers(&mut self, card: &Card, context: &Context) -> Vec<Effect> {
        let Some(callee) = &mut self.callee else { return Vec::new() };
        callee.name.clone_from(&card.customer.name);
        let question = dialling::question(callee, &card.customer.phones, context);
        vec![Effect::Push(asked::WHICH_NUMBER, Box::new(question))]
    }

    /// A call with the callee begins; one that goes out is handed to the telephone.
    pub(super) fn begin(&mut self, direction: Direction, number: &str, context: &Context) -> Vec<Effect> {
        let Some(callee) = self.callee.take() else { return Vec::new() };
        let listed = self.listed_for(callee.customer).filter(|_| direction == Direction::Out);
        let call = Call::begin(direction, number, &context.settings.region, context.now);
        let call = call.on_list(listed.map(|listed| listed.list));
        let own = context.settings.scripts.of(&ScriptFor::Calls(direction));
        let script = listed.map(|listed| listed.script.as_str()).filter(|script| !script.is_empty()).unwrap_or(own);
        let script = Reading::begin(script);
        self.open(Open { script, ..Open::new(call) });
        self.to_dial = (direction == Direction::Out).then(|| number.to_owned());
        callee.customer.map_or_else(Vec::new, |customer| self.identify(customer, &callee.name))
    }

    pub(super) fn begin_log(&mut self, way: &str, context: &Context) -> Vec<Effect> {
        let (Some(callee), Some((channel, way))) = (self.callee.take(), way.split_once('/')) else { return Vec::new() };
        let direction = if way == "out" { Direction::Out } else { Direction::In };
        let call = Call::written_down(direction, channel, context.now);
        self.open(Open::new(call));
        callee.customer.map_or_else(Vec::new, |customer| self.identify(customer, &callee.name))
    }
}

/// A stored contact as one would write it.
fn stored(interaction: &Interaction, context: &Context) -> Written {
    let known = context.settings.dispositions.iter().find(|known| known.slug == interaction.disposition);
    let line = known.map_or_else(String::new, |known| format!("{} ", known.code));
    Written { note: interaction.text.clone(), line }
}

/// In which direction a channel goes: people come to a shop, and we go on visits.
fn ways_of(channel: &str) -> &'static [&'static str] {
    match channel {
        "in-store" | "web" => &["in"],
        "visit" | "note" => &["out"],
        _ => &["in", "out"],
    }
}
