//! How a call begins: answered, dialled, written down afterwards, or opened again.

use super::desk::{Desk, Open, Writing, Written, ask_card, asked};
use super::dialling::{self, Callee};
use super::ringing::certain;
use crate::domain::call::Call;
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::phone::Phone;
use crate::domain::script::Reading;
use crate::domain::settings::ScriptFor;
use crate::door::customers::{self, Card};
use crate::door::event::Caller;
use crate::door::{calls, floor};
use crate::tui::layers::PickLayer;
use crate::tui::pane::{Context, Effect};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::note::Note;
use crate::tui::widgets::pick::Item;
use crate::tui::words::label;

impl Desk {
    /// Takes the call that has rung longest, unless somebody was faster, as the answer tells. Who it is is asked where
    /// it is not certain. A call that is open waits, unless its wrap-up is just being stored.
    pub fn answer(&mut self, context: &Context) -> Vec<Effect> {
        if self.is_sending() {
            return vec![self.is_busy(context)];
        }
        let Some(ring) = self.ringing.take() else { return Vec::new() };
        let take = Effect::Ask(asked::TAKE, floor::Request::Take(ring.name()).into());
        let call = Call::begin(Direction::In, &ring.number, &context.settings.region, context.now);
        self.park(context.now);
        let script = Reading::begin(context.settings.scripts.of(&ScriptFor::Calls(Direction::In)));
        self.open(Open { script, ..Open::new(call.announced(&ring.line, &ring.call_id)) });
        std::iter::once(take).chain(self.ask_whose(ring.callers, context)).collect()
    }

    /// Whose the open call is, of those who could be calling: whoever it is without a doubt, else the person chooses.
    fn ask_whose(&mut self, callers: Vec<Caller>, context: &Context) -> Vec<Effect> {
        if let Some(caller) = certain(&callers) {
            return self.identify(caller.id, &caller.name);
        }
        if callers.is_empty() {
            return Vec::new();
        }
        self.callers = callers;
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

    /// Says in which direction the call that will be asked about is likely to go.
    pub fn expect(&mut self, likely: Direction) {
        self.answers = likely == Direction::In;
    }

    /// Begins to call somebody. Without a number the customer's own are offered; of somebody unknown a call can be taken
    /// all the same.
    pub fn dial(&mut self, callee: Callee, context: &Context) -> Vec<Effect> {
        if self.is_open() {
            return vec![self.is_busy(context)];
        }
        let effect = match callee.customer {
            Some(customer) if callee.number.is_empty() => {
                Effect::AskFirst(asked::NUMBERS, customers::Request::Card(customer).into())
            }
            _ => {
                let number = Some(&callee.number).filter(|number| !number.is_empty());
                let phones: Vec<Phone> =
                    number.map(|number| Phone::read(number, &context.settings.region)).into_iter().collect();
                Effect::Push(asked::WHICH_NUMBER, Box::new(dialling::question(&callee, &phones, self.answers, context)))
            }
        };
        self.callee = Some(callee);
        vec![effect]
    }

    /// Begins to write down a contact that is over; the channel is asked first.
    pub fn log(&mut self, callee: Callee, context: &Context) -> Vec<Effect> {
        if self.is_open() {
            return vec![self.is_busy(context)];
        }
        self.callee = Some(callee);
        let words = &context.look.words;
        let row = |channel: &str, way: &str| {
            let family = if channel == "phone" { "call" } else { "direction" };
            let both = format!("{} · {}", label(words, "channel", channel), label(words, family, way));
            let name = if ways_of(channel).len() > 1 { both } else { label(words, "channel", channel) };
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
        let question = dialling::question(callee, &card.customer.phones, self.answers, context);
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
        self.open(Open { script, by_hand: true, ..Open::new(call) });
        self.to_dial = (direction == Direction::Out).then(|| number.to_owned());
        callee.customer.map_or_else(Vec::new, |customer| self.identify(customer, &callee.name))
    }

    /// Takes the call of whoever has this number, once the answer tells who that is.
    pub(super) fn take_from(&mut self, number: String) -> Vec<Effect> {
        let ask = calls::Request::CallerId(number.clone());
        self.callee = Some(Callee { number, ..Callee::default() });
        vec![Effect::AskFirst(asked::WHO_HAS_IT, ask.into())]
    }

    /// The call that was typed in by its number begins, with whoever has it.
    pub(super) fn begin_from(&mut self, callers: Vec<Caller>, context: &Context) -> Vec<Effect> {
        let number = self.callee.as_ref().map_or_else(String::new, |callee| callee.number.clone());
        let begun = self.begin(Direction::In, &number, context);
        begun.into_iter().chain(self.ask_whose(callers, context)).collect()
    }

    pub(super) fn begin_log(&mut self, way: &str, context: &Context) -> Vec<Effect> {
        let (Some(callee), Some((channel, way))) = (self.callee.take(), way.split_once('/')) else { return Vec::new() };
        let direction = if way == "out" { Direction::Out } else { Direction::In };
        let call = Call::written_down(direction, channel, context.now);
        self.open(Open { by_hand: true, ..Open::new(call) });
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
