//! The cockpit driven by keys, with a door that records and panes that listen.

mod callers;
mod calls;
mod gate;
mod keeping;
mod layers;
mod lists;
mod parking;
mod pointing;
mod routing;
mod screens;
mod sharing;
mod sizes;
mod together;
mod typing;
mod undo;

use super::{Cockpit, Order, Parts, Slots, Wake};
use crate::domain::customer::{Customer, Gender};
use crate::domain::id::{CustomerId, DealId, DoNotContactId, TicketId, UserId};
use crate::domain::phone::Phone;
use crate::domain::settings::Settings;
use crate::domain::ticket::{Ticket as Complaint, TicketKind};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::calls::{Request as CallRequest, WrapUp};
use crate::door::customers::Card;
use crate::door::event::{Caller, Ring, RingPhase};
use crate::door::system::{self, Standing, State, Status};
use crate::door::{Call, CallId, Delivery, Door, Event, Refusal, Request, Response, Ticket, customers};
use crate::i18n::{I18n, Lang};
use crate::tui::keymap::{self, Command, Keymap, Resolved};
use crate::tui::layers::MessageLayer;
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject};
use crate::tui::panes::{board::Board, customers::Customers, queue::Queue, timeline::Timeline};
use crate::tui::term::{self, Borders, Charset, Depth};
use crate::tui::theme::Theme;
use crate::tui::widgets::Look;
use crate::tui::widgets::testing::{buffer, ctrl, key, rows_of, typed};
use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::event::{KeyCode, KeyEvent};
use parking_lot::Mutex;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Saturday, 21 November 2026, 14:05 in Berlin.
const NOW: Timestamp = Timestamp(1_795_266_300_000);

/// Milliseconds in which somebody looks at what an Enter would do.
const LOOK: i64 = 500;

/// Records what is asked and cancelled, and answers nothing by itself.
struct FakeDoor {
    sent: Mutex<Vec<Request>>,
    /// The names of the calls, in the same order.
    names: Mutex<Vec<CallId>>,
    cancelled: Mutex<Vec<Ticket>>,
    inbox: Receiver<Delivery>,
    _keep: Sender<Delivery>,
}

impl FakeDoor {
    fn new() -> Self {
        let (keep, inbox) = unbounded();
        Self { sent: Mutex::default(), names: Mutex::default(), cancelled: Mutex::default(), inbox, _keep: keep }
    }
}

impl Door for FakeDoor {
    fn send(&self, call: Call) -> Ticket {
        let mut sent = self.sent.lock();
        sent.push(call.request);
        self.names.lock().push(call.id);
        Ticket(sent.len() as u64 - 1)
    }

    fn cancel(&self, ticket: Ticket) {
        self.cancelled.lock().push(ticket);
    }

    fn inbox(&self) -> &Receiver<Delivery> {
        &self.inbox
    }
}

/// What a listening pane shares with its test.
#[derive(Default)]
struct Ear {
    heard: RefCell<Vec<String>>,
    typing: Cell<bool>,
    /// What it wants done at its next key.
    next: RefCell<Vec<Effect>>,
}

struct Listener {
    slot: Slot,
    ear: Rc<Ear>,
}

impl Pane for Listener {
    fn on(&mut self, input: Input, _context: &Context) -> Vec<Effect> {
        self.ear.heard.borrow_mut().push(match &input {
            Input::Key(key, Resolved::Command(command)) => format!("{command:?} {}", key.code),
            Input::Answer(tag, answer) => format!("Answer {tag} {}", answer.is_ok()),
            other => format!("{other:?}"),
        });
        match input {
            Input::Search(_) | Input::Key(_, Resolved::Command(Command::Search | Command::Find)) => {
                self.ear.typing.set(true);
            }
            Input::Key(key, _) if matches!(key.code, KeyCode::Esc | KeyCode::Enter) => self.ear.typing.set(false),
            _ => {}
        }
        match input {
            Input::Key(..) => self.ear.next.take(),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, _context: &Context, focused: bool) -> Option<Position> {
        for y in area.y..area.bottom() {
            buf.set_stringn(
                area.x,
                y,
                format!("{:?}", self.slot),
                usize::from(area.width),
                ratatui::style::Style::new(),
            );
        }
        focused.then_some(area.as_position())
    }

    fn keys(&self) -> keymap::Context {
        let place = match self.slot {
            _ if self.ear.typing.get() => return keymap::Context::Text,
            Slot::Customers => keymap::Pane::Customers,
            Slot::Timeline => keymap::Pane::Timeline,
            Slot::Pipeline => keymap::Pane::Board,
            Slot::FollowUps => keymap::Pane::Queue,
        };
        keymap::Context::Command(place)
    }
}

const SLOTS: [Slot; 4] = super::floor::ORDER;

fn mono(lang: Lang) -> Look {
    Look { theme: Theme::named("dark", Depth::Mono, Borders::Unicode), words: I18n::new(lang) }
}

/// A cockpit on a bench.
struct Bench {
    door: Arc<FakeDoor>,
    cockpit: Cockpit,
    ears: [Rc<Ear>; 4],
    now: Timestamp,
    /// Milliseconds before each key; unless it is set, there are some before an Enter alone.
    pace: Option<i64>,
    orders: Vec<Order>,
}

impl Bench {
    /// Signed on, settings there, nothing heard yet.
    fn new() -> Self {
        Self::in_language(Lang::En)
    }

    fn in_language(lang: Lang) -> Self {
        let mut bench = Self::fresh(lang);
        bench.answer("system-status", status(12));
        let mut settings = Settings { region: "DE".to_owned(), ..Settings::default() };
        settings.calendar.zone = chrono_tz::Tz::Europe__Berlin;
        bench.answer("system-settings", system::Response::Settings(Box::new(settings)));
        bench.forget();
        bench
    }

    /// Nothing answered yet.
    fn fresh(lang: Lang) -> Self {
        let ears: [Rc<Ear>; 4] = Default::default();
        let pane = |at: usize| Box::new(Listener { slot: SLOTS[at], ear: Rc::clone(&ears[at]) });
        let slots = Slots { customers: pane(0), timeline: pane(1), pipeline: pane(2), follow_ups: pane(3) };
        Self::of(mono(lang), slots, ears)
    }

    /// On a terminal that shows ASCII only.
    fn in_ascii() -> Self {
        let mut bench = Self::new();
        bench.cockpit.charset = Charset::Ascii;
        bench
    }

    /// With the panes a person sees.
    fn with_real_panes() -> Self {
        Self::with_real_panes_in(mono(Lang::En))
    }

    fn with_real_panes_in(look: Look) -> Self {
        let slots = Slots {
            customers: Box::new(Customers::new()),
            timeline: Box::new(Timeline::new()),
            pipeline: Box::new(Board::new()),
            follow_ups: Box::new(Queue::new()),
        };
        Self::of(look, slots, Default::default())
    }

    fn of(look: Look, slots: Slots, ears: [Rc<Ear>; 4]) -> Self {
        let door = Arc::new(FakeDoor::new());
        let parts = Parts {
            look: Rc::new(look),
            keymap: Rc::new(Keymap::default()),
            charset: Charset::Unicode,
            slots,
            sample: Box::new(|_| Box::new(MessageLayer::new("", "loading the sample"))),
        };
        let cockpit = Cockpit::new(Arc::clone(&door) as Arc<dyn Door>, parts, NOW);
        let mut bench = Self { door, cockpit, ears, now: NOW, pace: None, orders: Vec::new() };
        bench.answer("system-state", standing(State::Ready));
        bench.screen(80, 24);
        bench
    }

    fn wake(&mut self, wake: Wake) {
        self.cockpit.handle(wake, self.now);
        self.orders.extend(self.cockpit.take_orders());
    }

    fn key(&mut self, key: KeyEvent) {
        let looks = if key.code == KeyCode::Enter { LOOK } else { 0 };
        self.now = Timestamp(self.now.0 + self.pace.unwrap_or(looks));
        self.wake(Wake::Input(term::Input::Key(key)));
    }

    fn press(&mut self, code: KeyCode) {
        self.key(key(code));
    }

    fn type_text(&mut self, text: &str) {
        typed(text).for_each(|key| self.key(key));
    }

    fn deliver(&mut self, delivery: Delivery) {
        self.wake(Wake::Delivery(Box::new(delivery)));
    }

    fn event(&mut self, event: Event) {
        self.deliver(Delivery::Event(event));
    }

    fn later(&mut self, seconds: i64) {
        self.now = self.now.plus(seconds);
        self.wake(Wake::Time);
    }

    /// Answers the last question of this name.
    fn answer(&mut self, name: &str, response: impl Into<Response>) {
        self.settle(name, Ok(response.into()));
    }

    fn settle(&mut self, name: &str, answer: Result<Response, Refusal>) {
        let at = self.door.sent.lock().iter().rposition(|request| request.about().name == name);
        let ticket = Ticket(at.unwrap_or_else(|| panic!("{name} was not asked: {:?}", self.asked())) as u64);
        self.deliver(Delivery::Done(ticket, answer));
    }

    /// The names of what was asked.
    fn asked(&self) -> Vec<&'static str> {
        self.door.sent.lock().iter().map(|request| request.about().name).collect()
    }

    /// The names of asked changes.
    fn changes(&self) -> Vec<&'static str> {
        let sent = self.door.sent.lock();
        sent.iter().map(Request::about).filter(|about| about.changes).map(|about| about.name).collect()
    }

    fn last_change(&self) -> Request {
        let sent = self.door.sent.lock();
        sent.iter().rfind(|request| request.about().changes).cloned().expect("nothing was changed")
    }

    /// The wrap-up sent last.
    fn sent_wrap_up(&self) -> WrapUp {
        match self.last_change() {
            Request::Calls(CallRequest::WrapUp(wrap_up)) => *wrap_up,
            other => panic!("{other:?}"),
        }
    }

    fn ear(&self, slot: Slot) -> &Ear {
        let at = SLOTS.iter().position(|known| *known == slot).unwrap();
        &self.ears[at]
    }

    fn heard(&self, slot: Slot) -> Vec<String> {
        self.ear(slot).heard.borrow().clone()
    }

    /// Forgets what the panes have heard.
    fn forget(&self) {
        self.ears.iter().for_each(|ear| ear.heard.borrow_mut().clear());
    }

    /// What a pane does at its next key.
    fn next(&self, slot: Slot, effects: Vec<Effect>) {
        *self.ear(slot).next.borrow_mut() = effects;
    }

    fn screen(&mut self, width: u16, height: u16) -> Vec<String> {
        let mut buf = buffer(width, height);
        if let Some(cursor) = self.cockpit.draw(buf.area, &mut buf) {
            assert!(buf.area.contains(cursor), "{cursor:?} at {width}×{height}");
        }
        rows_of(&buf)
    }

    fn strip(&mut self) -> String {
        self.screen(80, 24).remove(0)
    }

    fn status(&mut self) -> String {
        self.screen(80, 24).remove(23)
    }

    /// Makes everything about Anna.
    fn select_anna(&mut self) {
        self.next(Slot::Customers, vec![Effect::Select(Subject::Customer(ANNA))]);
        self.press(KeyCode::Enter);
        self.forget();
    }

    /// An inbound call of Anna's is open.
    fn take_annas_call(&mut self) {
        self.event(Event::Ring(ring("c1", vec![caller(ANNA, "Anna Meyer", true)])));
        self.press(KeyCode::F(2));
        self.answer("customers-card", customers::Response::Card(Box::new(card())));
        self.forget();
    }
}

const ANNA: CustomerId = CustomerId(10432);

fn standing(state: State) -> system::Response {
    system::Response::State(Standing { state, notices: Vec::new() })
}

fn status(customers: u64) -> system::Response {
    let me = User { id: UserId(1), name: "Nancy".to_owned(), ..User::default() };
    let data = "/data".to_owned();
    system::Response::Status(Box::new(Status { me, revision: 1, customers, data }))
}

fn caller(id: CustomerId, name: &str, exact: bool) -> Caller {
    Caller { id, name: name.to_owned(), company: String::new(), last_contact: None, open_complaint: false, exact }
}

fn ring(call_id: &str, callers: Vec<Caller>) -> Ring {
    Ring {
        number: "+49301234567".to_owned(),
        call_id: call_id.to_owned(),
        line: "sales".to_owned(),
        phase: RingPhase::Ringing,
        callers,
    }
}

/// Anna lives in Shanghai, has complained, and wants no e-mail.
fn card() -> Card {
    let complaint = Complaint { id: TicketId(88), kind: TicketKind::Complaint, ..Complaint::default() };
    let no_mail = crate::domain::do_not_contact::DoNotContact {
        id: DoNotContactId(3),
        channel: "email".to_owned(),
        ..Default::default()
    };
    Card {
        customer: Customer {
            id: ANNA,
            name: "Anna Meyer".to_owned(),
            gender: Some(Gender::Female),
            time_zone: "Asia/Shanghai".to_owned(),
            phones: vec![
                Phone::read("030 1234567", "DE").labelled("mobile"),
                Phone::read("030 7654321", "DE").labelled("work"),
            ],
            ..Customer::default()
        },
        relations: Vec::new(),
        members: Vec::new(),
        timeline: Vec::new(),
        more: false,
        deals: vec![crate::domain::deal::Deal { id: DealId(88), ..Default::default() }],
        follow_ups: Vec::new(),
        tickets: vec![complaint],
        orders: Vec::new(),
        do_not_contact: vec![no_mail],
        last_contact: None,
    }
}

fn control(c: char) -> KeyEvent {
    ctrl(c)
}
