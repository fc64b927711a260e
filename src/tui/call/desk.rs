//! The desk: what rings, the call that is open, and the requests a call needs.

use super::closing::{Closing, Wrong, completed};
use super::dialling::{Callee, ask_why, may_say_why};
use super::listing::{Listed, ask_next, choose_list};
use super::menu::Wish;
use super::ringing::Ringing;
use crate::domain::audit::Touched;
use crate::domain::call::{Call, Phase};
use crate::domain::disposition;
use crate::domain::id::{CustomerId, InteractionId};
use crate::domain::interaction::Direction;
use crate::domain::noun::Noun;
use crate::domain::script::Reading;
use crate::domain::time::Timestamp;
use crate::door::calls::ToDial;
use crate::door::customers::{self, Card};
use crate::door::event::{Caller, Ring, RingName, RingPhase};
use crate::door::{CallId, Refusal, Response, calls, floor, lists};
use crate::tui::layers::MessageLayer;
use crate::tui::pane::{Context, Effect, Input, Reply, Tag, Tone};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::note::Note;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What was asked, of the door or of the person.
pub(super) mod asked {
    use crate::tui::pane::Tag;

    pub const CARD: Tag = 1;
    pub const NUMBERS: Tag = 2;
    pub const MAY_DIAL: Tag = 3;
    pub const SAVE: Tag = 4;
    pub const WHICH_NUMBER: Tag = 5;
    pub const WHO_CALLS: Tag = 6;
    pub const IS_IT_THEM: Tag = 7;
    pub const WHICH_CHANNEL: Tag = 8;
    pub const NOTHING: Tag = 9;
    pub const TAKE: Tag = 10;
    pub const LISTS: Tag = 11;
    pub const WHICH_LIST: Tag = 12;
    pub const NEXT: Tag = 13;
    pub const WHY_NEVERTHELESS: Tag = 14;
    pub const WHO_HAS_IT: Tag = 15;
    pub const WHOSE_CARD: Tag = 16;
    pub const MAY_DISCARD: Tag = 17;
    pub const DISCARD: Tag = 18;
}

/// What the keys write at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// The note of several lines.
    Note,
    /// The wrap-up line.
    Line,
    /// The script: digits lead on in it.
    Script,
}

/// An open call with all that is written about it.
pub(super) struct Open {
    /// The name it is kept under while it is written, and then stored under.
    pub id: CallId,
    pub call: Call,
    pub card: Option<Box<Card>>,
    pub note: Note,
    pub line: Field,
    pub writing: Writing,
    /// What was written before the script was given the keys.
    pub before: Writing,
    /// What to say, and how far one is with it.
    pub script: Option<Reading>,
    /// Once it is stored, the next customer of its list comes.
    pub then_next: bool,
    /// Why the last attempt to send the line failed, until the next key.
    pub refused: String,
    /// What was written when the person was asked whether something is missing: sent once more as it stands, it is.
    pub warned: Option<Written>,
    /// A person began it, and may have by mistake: no telephone system told of it, and nothing of it was stored.
    pub by_hand: bool,
    /// The line is on its way; nothing typed now would be in it.
    pub sending: bool,
    /// What was sent last, and when.
    pub sent: Option<(Written, Timestamp)>,
}

impl Open {
    pub fn new(call: Call) -> Self {
        Self {
            id: CallId::fresh(),
            call,
            card: None,
            note: Note::default(),
            line: Field::default(),
            writing: Writing::Note,
            before: Writing::Note,
            script: None,
            then_next: false,
            refused: String::new(),
            warned: None,
            by_hand: false,
            sending: false,
            sent: None,
        }
    }

    pub fn written(&self) -> Written {
        Written { note: self.note.text().to_owned(), line: self.line.text().to_owned() }
    }

    /// What the line means; of an empty one the draft, and where there is none the note is all there is to store.
    pub fn closing(&self, context: &Context) -> Result<Closing, Wrong> {
        let line = if self.line.text().trim().is_empty() { self.drafted(context) } else { self.line.text() };
        if line.is_empty() && !self.note.is_empty() {
            return Ok(Closing::default());
        }
        Closing::read(line, self.card.as_deref(), context)
    }

    /// `Saved · interaction I90 · Anna Meyer · Inbound · Reached · callback Mon 24 Nov 15:00: call with quote`.
    pub fn stored_in_words(&self, id: Option<InteractionId>, context: &Context) -> String {
        let words = &context.look.words;
        let named = id.map_or_else(String::new, |id| format!("{} {id}", words.t("interaction")));
        let echo = self.closing(context).map(|closing| closing.echo(&self.call, self.card.as_deref(), context));
        let parts = [named, self.call.name.clone(), echo.unwrap_or_default()];
        let what = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        words.tf("form-saved", &[("what", what.into())])
    }

    /// The line Enter takes where none was typed; a contact that was no call has none.
    pub fn drafted<'a>(&self, context: &'a Context) -> &'a str {
        if self.call.channel != "phone" {
            return "";
        }
        let script = self.script.as_ref().map(Reading::outcome).unwrap_or_default();
        let outbound = self.call.direction == Direction::Out;
        let was_led_on = self.script.as_ref().is_some_and(|reading| !reading.path.is_empty());
        let talked = was_led_on || !self.note.text().trim().is_empty();
        disposition::drafted(&context.settings.dispositions, &script, outbound, talked)
    }
}

/// What a person wrote to close a call, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub note: String,
    pub line: String,
}

/// Where calls are taken, made and written down.
#[derive(Default)]
pub struct Desk {
    pub(super) ringing: Ringing,
    pub(super) open: Option<Open>,
    /// Those put aside for it, the one parked last at the end; none without an open one.
    pub(super) parked: Vec<Open>,
    /// Who is about to be called.
    pub(super) callee: Option<Callee>,
    /// The key that answers was pressed: whoever is asked about is likely on the line already.
    pub(super) answers: bool,
    /// Who may be on the line instead of whom the call was taken for, while the person is asked.
    pub(super) suspect: Option<(CustomerId, String)>,
    /// Who the callers being chosen from are.
    pub(super) callers: Vec<Caller>,
    pub(super) to_dial: Option<String>,
    /// What the door refused to have dialled, while the person thinks of a reason.
    pub(super) refused: Option<ToDial>,
    /// The list one works through.
    pub(super) listed: Option<Listed>,
    /// What was written of the call closed last, for when it is opened again.
    pub(super) last: Option<(InteractionId, Written)>,
    opened: bool,
}

impl Desk {
    /// Whether a call or its wrap-up is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether somebody is on the line.
    pub fn is_running(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.call.is_running())
    }

    /// Whether its wrap-up is on its way.
    pub(super) fn is_sending(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.sending)
    }

    /// Whether the wrap-up line is being typed.
    pub fn is_wrapping_up(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.writing == Writing::Line)
    }

    /// Whether whoever is on the line waits.
    pub fn is_holding(&self) -> bool {
        self.call().is_some_and(|call| call.phase() == Phase::Holding)
    }

    /// Whether something rings that [`Desk::answer`] would take.
    pub fn rings(&self) -> bool {
        self.ringing.first().is_some()
    }

    /// The call that is open.
    pub fn call(&self) -> Option<&Call> {
        self.open.as_ref().map(|open| &open.call)
    }

    /// What has been typed about the call that is open.
    pub fn note(&self) -> &str {
        self.open.as_ref().map_or("", |open| open.note.text())
    }

    /// Puts another text in the note's place: the person wrote on at it elsewhere.
    pub fn rewrite(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.note = Note::new(text);
        }
    }

    /// The number the telephone is to dial now, once.
    pub fn take_number_to_dial(&mut self) -> Option<String> {
        self.to_dial.take()
    }

    /// Whether a call was opened that wants the keys, once.
    pub fn take_opened(&mut self) -> bool {
        std::mem::take(&mut self.opened)
    }

    pub(super) fn open(&mut self, open: Open) {
        self.open = Some(open);
        self.opened = true;
    }

    /// When the shown timer changes next; never while nobody is on the line.
    pub fn next_second(&self, now: Timestamp) -> Option<Timestamp> {
        self.call().filter(|call| call.is_running()).map(|call| call.next_second(now))
    }

    /// A telephone system announced something. The end of a call that is open or parked stops its clock.
    pub fn hear(&mut self, ring: Ring, now: Timestamp) {
        if ring.phase == RingPhase::Ended && !ring.call_id.is_empty() {
            let calls = self.open.iter_mut().chain(&mut self.parked).map(|open| &mut open.call);
            calls.filter(|call| call.call_id == ring.call_id).for_each(|call| call.hang_up(now));
        }
        self.ringing.hear(ring);
    }

    /// A call was taken at some screen: it rings here no more.
    pub fn hear_taken(&mut self, taken: &RingName) {
        self.ringing.forget(taken);
    }

    /// Somebody else was faster. What was typed by then stays.
    fn yield_to(&mut self, name: &str, context: &Context) -> Vec<Effect> {
        let said = context.look.words.tf("ring-taken", &[("name", name.into())]);
        let mut effects = vec![Effect::Toast(Tone::Warning, said)];
        if self.open.as_ref().is_some_and(|open| open.note.is_empty() && open.line.is_empty()) {
            self.close();
            effects.extend(self.show_the_call());
        }
        effects
    }

    /// Holds the call, or takes it back.
    pub fn toggle_hold(&mut self, now: Timestamp) {
        if let Some(open) = &mut self.open {
            open.call.toggle_hold(now);
        }
    }

    /// Ends the call and opens its wrap-up line.
    pub fn wrap_up(&mut self, now: Timestamp) {
        if let Some(open) = &mut self.open {
            open.call.hang_up(now);
            open.writing = Writing::Line;
        }
    }

    /// Hears what every pane hears.
    pub fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.type_key(key, context),
            Input::Paste(text) => self.paste(&text),
            Input::Answer(tag, answer) => return self.take_answer(tag, *answer, context),
            Input::Reply(tag, reply) => return self.take_reply(tag, reply, context),
            Input::Changed(touched) if about_the_card(&touched) => return self.refresh(),
            Input::Refresh => return self.refresh(),
            Input::Changed(_)
            | Input::Part(..)
            | Input::Worked(_)
            | Input::Subject
            | Input::Search(_)
            | Input::Click(_) => {}
        }
        Vec::new()
    }

    fn refresh(&self) -> Vec<Effect> {
        let customer = self.call().and_then(|call| call.customer);
        customer.map(ask_card).into_iter().collect()
    }

    fn type_key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        let Some(open) = self.open.as_mut().filter(|open| !open.sending) else { return Vec::new() };
        open.refused.clear();
        if (key.code, key.modifiers) == (KeyCode::Char('d'), KeyModifiers::CONTROL) {
            return self.ask_to_discard(context);
        }
        match (open.writing, key.code) {
            (Writing::Script, _) if open.read_on(key, context) => {}
            (Writing::Script, _) => {
                open.writing = open.before;
                return self.type_key(key, context);
            }
            (Writing::Line, KeyCode::Tab) => {
                let drafted = || Some(open.drafted(context).to_owned()).filter(|_| open.line.is_empty());
                let completed = || completed(open.line.text(), open.card.as_deref(), context);
                if let Some(line) = drafted().or_else(completed) {
                    open.line.set(&line);
                }
            }
            (Writing::Line, KeyCode::Esc) => open.writing = Writing::Note,
            (Writing::Line, KeyCode::Enter) => return open.send(context),
            (Writing::Note, _) => _ = open.note.on(key),
            (Writing::Line, _) => _ = open.line.on(key),
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str) {
        let Some(open) = self.open.as_mut().filter(|open| !open.sending) else { return };
        match open.writing {
            Writing::Note | Writing::Script => _ = open.note.paste(text),
            Writing::Line => _ = open.line.paste(text),
        }
    }

    fn take_answer(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (asked::CARD, Ok(Response::Customers(customers::Response::Card(card)))) => self.show(card),
            (asked::NUMBERS, Ok(Response::Customers(customers::Response::Card(card)))) => {
                return self.offer_numbers(&card, context);
            }
            (asked::MAY_DIAL, Ok(Response::Calls(calls::Response::Dial { number }))) => {
                return self.begin(Direction::Out, &number, context);
            }
            (asked::WHO_HAS_IT, Ok(Response::Calls(calls::Response::Callers(callers)))) => {
                return self.begin_from(callers, context);
            }
            // Who has the number can be said later; the call is there now.
            (asked::WHO_HAS_IT, _) => return self.begin_from(Vec::new(), context),
            (asked::WHOSE_CARD, Ok(Response::Customers(customers::Response::Card(card)))) => {
                return self.ask_about(&card, context);
            }
            (asked::DISCARD, Ok(_)) => return self.discarded(context),
            (asked::LISTS, Ok(Response::Lists(lists::Response::All(lists)))) => {
                return choose_list(&lists, context);
            }
            (asked::NEXT, Ok(Response::Lists(lists::Response::Next(turn)))) => return self.take_turn(*turn, context),
            (asked::NEXT, Err(refusal)) => {
                self.listed = None;
                return vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))];
            }
            (asked::MAY_DIAL, Err(refusal)) if may_say_why(&refusal, context) => {
                return ask_why(&refusal, context);
            }
            (asked::MAY_DIAL, Err(refusal)) => {
                self.callee = None;
                let text =
                    format!("{}\n{}", context.look.words.refusal(&refusal), context.look.words.t("dial-nothing"));
                let message = MessageLayer::new(context.look.words.t("dial-refused"), text);
                return vec![Effect::Push(asked::NOTHING, Box::new(message))];
            }
            (asked::SAVE, Ok(Response::Calls(calls::Response::WrappedUp { saved, .. }))) => {
                let closed = self.close();
                let goes_on = self.has_closed(closed.as_ref());
                let said =
                    closed.as_ref().map_or_else(String::new, |open| open.stored_in_words(Some(saved.id), context));
                self.last = closed.map(|open| (saved.id, open.written()));
                return self.closed(said, goes_on);
            }
            // It was stored the first time, and only that answer was lost.
            (asked::SAVE, Err(Refusal::AlreadyDone { .. })) => {
                let closed = self.close();
                let goes_on = self.has_closed(closed.as_ref());
                let said = closed.as_ref().map_or_else(String::new, |open| open.stored_in_words(None, context));
                return self.closed(said, goes_on);
            }
            (asked::TAKE, Ok(Response::Floor(floor::Response::Elsewhere { at }))) => {
                return self.yield_to(&at, context);
            }
            (asked::SAVE, answer) => self.keep_open(answer.err(), context),
            (_, Err(refusal)) => {
                return vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Says that a call is closed, and goes on with the one that waits, else with the list where one `goes_on` in it.
    fn closed(&self, said: String, goes_on: bool) -> Vec<Effect> {
        let next = self.listed.as_ref().filter(|_| goes_on && self.open.is_none()).map(|listed| ask_next(listed.list));
        std::iter::once(Effect::Toast(Tone::Good, said)).chain(self.show_the_call()).chain(next).collect()
    }

    /// Nothing was stored: the text stays, with the reason beside it.
    fn keep_open(&mut self, why: Option<Refusal>, context: &Context) {
        if let Some(open) = &mut self.open {
            open.sending = false;
            let unclear = || context.look.words.t("wrap-up-not-saved").to_owned();
            open.refused = why.map_or_else(unclear, |refusal| context.look.words.refusal(&refusal));
        }
    }

    fn show(&mut self, card: Box<Card>) {
        if let Some(open) = self.open.as_mut().filter(|open| open.call.customer == Some(card.customer.id)) {
            open.call.name.clone_from(&card.customer.name);
            open.card = Some(card);
        }
    }

    fn take_reply(&mut self, tag: Tag, reply: Reply, context: &Context) -> Vec<Effect> {
        match (tag, reply) {
            (asked::WHICH_NUMBER, Reply::Chosen(chosen)) => match Wish::of(&chosen) {
                Wish::Dial(number) => {
                    let customer = self.callee.as_ref().and_then(|callee| callee.customer);
                    let list = self.listed_for(customer).map(|listed| listed.list);
                    let to_dial = ToDial { number, customer, list };
                    self.refused = Some(to_dial.clone());
                    vec![Effect::AskFirst(asked::MAY_DIAL, calls::Request::Dial(to_dial).into())]
                }
                Wish::TakeCall => {
                    let number = self.callee.as_ref().map_or_else(String::new, |callee| callee.number.clone());
                    self.begin(Direction::In, &number, context)
                }
                Wish::TakeUnknown => {
                    self.callee = Some(Callee::default());
                    self.begin(Direction::In, "", context)
                }
                Wish::TakeFrom(number) => self.take_from(number),
            },
            (asked::WHO_CALLS, Reply::Chosen(id)) => {
                let caller = self.callers.iter().find(|caller| caller.id.to_string() == id).cloned();
                caller.map_or_else(Vec::new, |caller| self.identify(caller.id, &caller.name))
            }
            (asked::MAY_DISCARD, Reply::Yes) => self.discard(),
            (asked::IS_IT_THEM, Reply::Yes) => {
                self.suspect.take().map_or_else(Vec::new, |(customer, name)| self.identify(customer, &name))
            }
            (asked::WHICH_LIST, Reply::Chosen(list)) => {
                vec![Effect::AskFirst(asked::NEXT, lists::Request::Next(list).into())]
            }
            (asked::WHY_NEVERTHELESS, Reply::Text(why)) => self.dial_nevertheless(why),
            (asked::WHICH_CHANNEL, Reply::Chosen(way)) => self.begin_log(&way, context),
            _ => Vec::new(),
        }
    }
}

pub(super) fn ask_card(customer: CustomerId) -> Effect {
    Effect::Ask(asked::CARD, customers::Request::Card(customer).into())
}

fn about_the_card(touched: &[Touched]) -> bool {
    let shown = [Noun::Customer, Noun::Ticket, Noun::DoNotContact, Noun::Deal];
    touched.iter().any(|touched| shown.contains(&touched.record.noun))
}
