//! The panes and forms over the real door: what an agent types is what is stored.

use crate::support::{NOW, Store, store};
use callsheet::domain::deal::DealState;
use callsheet::domain::follow_up::{FollowUpKind, FollowUpState};
use callsheet::domain::id::CustomerId;
use callsheet::domain::ticket::TicketState;
use callsheet::door::{Call, Door, Request, ask_in_parts, deals, follow_ups, search, system};
use callsheet::i18n::{I18n, Lang};
use callsheet::tui::keymap::{Keymap, Pending};
use callsheet::tui::pane::{Context, Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};
use callsheet::tui::panes::board::Board;
use callsheet::tui::panes::customers::Customers;
use callsheet::tui::panes::queue::Queue;
use callsheet::tui::panes::timeline::Timeline;
use callsheet::tui::term::{Borders, Depth};
use callsheet::tui::theme::Theme;
use callsheet::tui::widgets::Look;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use serde_json::json;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A frame in small: asks the door at once, keeps the layers, and says what was said.
struct Screen<'a> {
    store: &'a Store,
    panes: BTreeMap<Slot, Box<dyn Pane>>,
    layers: Vec<(Tag, Box<dyn Pane>)>,
    focus: Slot,
    context: Context,
    said: Vec<(Tone, String)>,
    logs: Vec<CustomerId>,
}

impl<'a> Screen<'a> {
    fn over(store: &'a Store) -> Self {
        let Ok(system::Response::Status(status)) = store.ask(system::Request::Status) else { panic!("no status") };
        let Ok(system::Response::Settings(settings)) = store.ask(system::Request::Settings) else { panic!("none") };
        let theme = Theme::named("dark", Depth::Mono, Borders::Unicode);
        let context = Context {
            store: callsheet::door::system::State::Ready,
            look: Rc::new(Look { theme, words: I18n::new(Lang::En) }),
            keymap: Rc::new(Keymap::default()),
            settings: Rc::new(*settings),
            me: status.me,
            now: NOW,
            hasty: false,
            subject: None,
            also_open: Vec::new(),
            caller: None,
        };
        let panes: [(Slot, Box<dyn Pane>); 4] = [
            (Slot::Customers, Box::new(Customers::new())),
            (Slot::Timeline, Box::new(Timeline::new())),
            (Slot::Pipeline, Box::new(Board::new())),
            (Slot::FollowUps, Box::new(Queue::new())),
        ];
        let focus = Slot::Customers;
        let mut screen =
            Self { store, panes: panes.into(), layers: Vec::new(), focus, context, said: Vec::new(), logs: Vec::new() };
        screen.refresh();
        screen
    }

    fn refresh(&mut self) {
        for slot in [Slot::Customers, Slot::Timeline, Slot::Pipeline, Slot::FollowUps] {
            self.tell(slot, Input::Refresh);
        }
    }

    fn tell(&mut self, slot: Slot, input: Input) {
        let effects = self.panes.get_mut(&slot).unwrap().on(input, &self.context);
        self.perform(slot, effects, false);
    }

    fn tell_layer(&mut self, input: Input) {
        let effects = self.layers.last_mut().unwrap().1.on(input, &self.context);
        self.perform(self.focus, effects, true);
    }

    fn perform(&mut self, slot: Slot, effects: Vec<Effect>, from_layer: bool) {
        for effect in effects {
            match effect {
                Effect::Ask(tag, request) | Effect::AskFirst(tag, request) => self.ask(slot, tag, request, from_layer),
                Effect::Work(..) => panic!("no pane has long work"),
                // What is stored under a name of its own is a call's, and no pane's.
                Effect::Store(..) | Effect::GoOn(_) => panic!("a pane has no draft"),
                Effect::Select(subject) => {
                    self.context.subject = Some(subject);
                    self.tell(Slot::Timeline, Input::Subject);
                }
                Effect::Made(customer) => {
                    self.context.subject = Some(Subject::Customer(customer));
                    self.tell(Slot::Timeline, Input::Subject);
                }
                Effect::Focus(slot) => self.focus = slot,
                Effect::Push(tag, layer) => self.layers.push((tag, layer)),
                Effect::Pop(reply) => self.pop(reply),
                Effect::Toast(tone, said) => self.said.push((tone, said)),
                Effect::Log { customer, .. } => self.logs.push(customer),
                Effect::Show(_) | Effect::Copy(_) | Effect::Dial { .. } | Effect::Refresh | Effect::Quit => {}
            }
        }
    }

    /// What the topmost layer leaves goes to the one below.
    fn pop(&mut self, reply: Option<Reply>) {
        let popped = self.layers.pop();
        if let (Some((tag, _)), Some(reply), false) = (popped, reply, self.layers.is_empty()) {
            self.tell_layer(Input::Reply(tag, reply));
        }
    }

    fn ask(&mut self, slot: Slot, tag: Tag, request: Request, from_layer: bool) {
        let changes = request.about().changes;
        let answer = ask_in_parts(&self.store.admin as &dyn Door, Call::by_person(request), &mut |_| {});
        let input = Input::Answer(tag, Box::new(answer));
        if from_layer {
            self.tell_layer(input);
        } else {
            self.tell(slot, input);
        }
        if changes {
            self.refresh();
        }
    }

    fn press(&mut self, code: KeyCode) {
        self.press_with(code, KeyModifiers::NONE);
    }

    fn press_with(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let event = KeyEvent::new(code, modifiers);
        let keys = self.layers.last().map_or_else(|| self.panes[&self.focus].keys(), |(_, layer)| layer.keys());
        let resolved = self.context.keymap.resolve(&mut Pending::default(), event, keys);
        let input = Input::Key(event, resolved);
        if self.layers.is_empty() { self.tell(self.focus, input) } else { self.tell_layer(input) }
    }

    fn types(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(KeyCode::Char(c)));
    }

    fn save(&mut self) {
        self.press_with(KeyCode::Char('s'), KeyModifiers::CONTROL);
        assert!(self.layers.is_empty(), "not stored: {}", self.shown());
    }

    fn shown(&self) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 100, 40));
        let top = self.layers.last().map_or_else(|| &self.panes[&self.focus], |(_, layer)| layer);
        top.draw(buf.area, &mut buf, &self.context, true);
        buf.content.chunks(100).map(|row| row.iter().map(Cell::symbol).collect::<String>() + "\n").collect()
    }
}

fn anna(store: &Store) -> CustomerId {
    store.add(&[("name", json!("Anna Meyer")), ("city", json!("Berlin")), ("tags", json!(["cold"]))])
}

#[test]
fn a_customer_who_is_not_found_is_made_from_what_was_typed() {
    let store = store();
    let mut screen = Screen::over(&store);
    screen.press(KeyCode::Char('/'));
    screen.types("Zoe Quill");
    screen.press(KeyCode::Enter);
    screen.press(KeyCode::Tab);
    screen.types("mobile: 0171 2345678");
    screen.save();
    let id = screen.context.subject.unwrap().customer().unwrap();
    let card = store.card(id);
    assert_eq!((card.customer.name.as_str(), card.customer.phones[0].e164.as_str()), ("Zoe Quill", "+491712345678"));
    assert_eq!(screen.focus, Slot::Timeline);
    assert!(screen.shown().contains("Zoe Quill"));
    let search::Response::Found(found) =
        store.ask(search::Request::Find { query: "5678".into(), offset: 0, limit: 5, around: None }).unwrap();
    assert_eq!(found.rows[0].id, id);
}

#[test]
fn everything_about_a_customer_is_done_by_keys() {
    let store = store();
    let anna = anna(&store);
    let mut screen = Screen::over(&store);
    screen.press(KeyCode::Down);
    screen.press(KeyCode::Enter);
    assert!(screen.shown().contains("Nothing happened yet"), "{}", screen.shown());

    screen.press(KeyCode::Char('i'));
    assert_eq!(screen.logs, [anna], "the line to log it in is the frame's");
    store.log(anna, &[("text", json!("想要报价"))]);
    screen.refresh();
    screen.press(KeyCode::Char('f'));
    screen.types("tomorrow 15:00");
    screen.press(KeyCode::Tab);
    screen.types("call with quote");
    screen.save();
    screen.press(KeyCode::Char('d'));
    screen.types("Relaunch");
    screen.press(KeyCode::Tab);
    screen.types("12.5k");
    screen.save();
    screen.press(KeyCode::Char('n'));
    screen.types("arrived broken");
    screen.press(KeyCode::Tab);
    screen.press(KeyCode::Char('3'));
    screen.save();
    screen.press(KeyCode::Char('t'));
    screen.types("vip -cold");
    screen.save();

    let card = store.card(anna);
    assert_eq!((card.timeline[0].text.as_str(), card.timeline[0].at), ("想要报价", NOW));
    assert_eq!(card.follow_ups[0].due.to_string(), "2026-11-19T14:00:00Z");
    assert_eq!((card.follow_ups[0].kind, card.follow_ups[0].all_day), (FollowUpKind::Callback, false));
    assert_eq!((card.deals[0].title.as_str(), card.deals[0].value.minor), ("Relaunch", 1_250_000));
    assert!(card.tickets[0].is_open_complaint());
    assert_eq!(card.customer.tags, ["vip"]);
    let shown = screen.shown();
    assert!(shown.contains("! T1 complaint: arrived broken") && shown.contains("#vip"), "{shown}");

    screen.press(KeyCode::Char('x'));
    assert!(screen.shown().contains("What came of it"), "the next step, as no ticket is selected");
    screen.types("reached her");
    screen.save();
    assert_eq!(store.card(anna).follow_ups[0].state, FollowUpState::Done);
    screen.press(KeyCode::Char('k'));
    screen.press(KeyCode::Char('k'));
    screen.press(KeyCode::Char('x'));
    assert!(screen.shown().contains("What was done"), "{}", screen.shown());
    screen.types("replaced");
    screen.save();
    assert_eq!(store.card(anna).tickets[0].state, TicketState::Closed);
}

#[test]
fn a_deal_is_stepped_and_won_on_the_board() {
    let store = store();
    let anna = anna(&store);
    let deal = crate::support::draft(&[("customer", json!(anna.to_string())), ("title", json!("Relaunch"))]);
    let _: deals::Response = store.ask(deals::Request::Add(deal)).unwrap();
    let mut screen = Screen::over(&store);
    screen.focus = Slot::Pipeline;
    for _ in 0..6 {
        screen.press(KeyCode::Char('>'));
    }
    assert_eq!(store.card(anna).deals[0].stage, "new", "Enter moves it");
    screen.press(KeyCode::Enter);
    assert_eq!(store.card(anna).deals[0].stage, "negotiation", "stops at the last open one");
    screen.press(KeyCode::Char('<'));
    screen.press(KeyCode::Enter);
    assert_eq!(store.card(anna).deals[0].stage, "proposal");
    screen.press(KeyCode::Char('e'));
    screen.types(" 2027");
    screen.save();
    screen.press(KeyCode::Char('L'));
    screen.press(KeyCode::Char('2'));
    screen.save();
    let deal = store.card(anna).deals.remove(0);
    assert_eq!(
        (deal.state, deal.reason.as_str(), deal.title.as_str()),
        (DealState::Lost, "competitor", "Relaunch 2027")
    );
}

#[test]
fn the_queue_is_put_off_and_done_with_a_next_step() {
    let store = store();
    let anna = anna(&store);
    let due = json!(NOW.plus(600).to_string());
    let fields =
        [("customer", json!(anna.to_string())), ("due", due), ("text", json!("call")), ("kind", json!("callback"))];
    let _: follow_ups::Response = store.ask(follow_ups::Request::Add(crate::support::draft(&fields))).unwrap();
    let mut screen = Screen::over(&store);
    screen.focus = Slot::FollowUps;
    screen.press(KeyCode::Char('s'));
    screen.save();
    assert_eq!(store.card(anna).follow_ups[0].due, NOW.plus(3_600));
    screen.press(KeyCode::Char('e'));
    screen.press(KeyCode::Tab);
    screen.types(" her back");
    screen.save();
    screen.press(KeyCode::Char('x'));
    screen.types("she agreed");
    screen.press(KeyCode::Tab);
    screen.types("next fri send the contract");
    screen.save();
    let card = store.card(anna);
    let done = card.follow_ups.iter().find(|follow_up| follow_up.state == FollowUpState::Done).unwrap();
    assert_eq!((done.text.as_str(), done.outcome.as_str()), ("call her back", "she agreed"));
    let next = card.follow_ups.iter().find(|follow_up| follow_up.is_open()).unwrap();
    assert_eq!((next.text.as_str(), next.kind, next.all_day), ("send the contract", FollowUpKind::Task, true));
    assert_eq!(next.party.customer(), Some(anna));
}

#[test]
fn an_edit_that_meets_another_shows_both_values() {
    let store = store();
    let anna = anna(&store);
    let mut screen = Screen::over(&store);
    screen.press(KeyCode::Char('e'));
    for _ in 0..5 {
        screen.press(KeyCode::Tab);
    }
    screen.types("-Mitte");
    let change = callsheet::domain::edit::Change { field: "city".into(), from: json!("Berlin"), to: json!("Köln") };
    let edit = callsheet::door::Edit { id: anna, changes: vec![change] };
    let _: callsheet::door::customers::Response = store.ask(callsheet::door::customers::Request::Edit(edit)).unwrap();
    screen.press_with(KeyCode::Char('s'), KeyModifiers::CONTROL);
    let shown = screen.shown();
    assert!(shown.contains("Köln") && shown.contains("Berlin-Mitte"), "{shown}");
    screen.press(KeyCode::Esc);
    assert!(screen.shown().contains("Changed meanwhile to: Köln"), "it stands at the field: {}", screen.shown());
    screen.types("!");
    screen.save();
    assert_eq!(store.card(anna).customer.city, "Berlin-Mitte!");
}

#[test]
fn a_key_chooses_whose_value_stays_and_nothing_else_typed_is_lost() {
    for (key, city) in [('m', "Berlin-Mitte"), ('t', "Köln")] {
        let store = store();
        let anna = anna(&store);
        let mut screen = Screen::over(&store);
        screen.press(KeyCode::Char('e'));
        screen.types("-Berg");
        for _ in 0..5 {
            screen.press(KeyCode::Tab);
        }
        screen.types("-Mitte");
        store.edit(anna, "city", json!("Berlin"), json!("Köln")).unwrap();
        screen.press_with(KeyCode::Char('s'), KeyModifiers::CONTROL);
        screen.press(KeyCode::Char(key));
        screen.press(KeyCode::Enter);
        assert!(screen.layers.is_empty(), "{}", screen.shown());
        let customer = store.card(anna).customer;
        assert_eq!((customer.name.as_str(), customer.city.as_str()), ("Anna Meyer-Berg", city));
    }
}

#[test]
fn a_marked_customer_is_merged_into_the_selected_one() {
    let store = store();
    let (anna, other) = (anna(&store), store.add(&[("name", json!("Ana Meyer"))]));
    let mut screen = Screen::over(&store);
    screen.press(KeyCode::Char(' '));
    screen.press(KeyCode::Char('m'));
    screen.tell_layer(Input::Refresh);
    assert!(screen.shown().contains("joins it"), "{:?}", screen.said);
    screen.press(KeyCode::Enter);
    assert!(screen.layers.is_empty(), "{}", screen.shown());
    let keeper = store.card(anna).customer;
    assert_eq!(store.card(other).customer, keeper, "both ids lead to the one that stays");
    assert_eq!(keeper.members.len(), 1);
}
